// SPDX-License-Identifier: GPL-2.0
/// api.cc - ntparport.h: checks arguments, takes the registry mutex, converts
/// statuses; and what C calls when ports and modules come and go.

#include "../ntparport.h"

#include "../rt/guard.hh"
#include "registry.hh"

using rt::RegistryGuard;

namespace {

constinit Registry registry GUARDED_BY(rt::registry_mutex);

/// Like the kernel's IS_ERR_OR_NULL().
bool is_no_port(const ntparport *port)
{
	constexpr unsigned long max_errno = 4095;

	return !port || reinterpret_cast<unsigned long>(port) >= -max_errno;
}

ntparport *error_pointer(Status status)
{
	return reinterpret_cast<ntparport *>(static_cast<long>(to_errno(status)));
}

}

ntparport *ntparport_get(unsigned int number)
{
	RegistryGuard guard;
	Port *port = nullptr;
	Status status = registry.get(number, &port);

	return status == Status::ok ? port : error_pointer(status);
}

ntparport *ntparport_get_next(ntparport *previous)
{
	RegistryGuard guard;
	ntparport *next = registry.get_from(previous ? previous->number() + 1 : 0);

	if (previous)
		registry.put(previous);
	return next;
}

void ntparport_put(ntparport *port)
{
	if (is_no_port(port))
		return;

	RegistryGuard guard;

	registry.put(port);
}

int ntparport_connect(ntparport *port, const ntparport_interrupt_service *service,
		      ntparport_interrupt_information *information)
{
	if (is_no_port(port) || !service)
		return to_errno(Status::invalid);

	RegistryGuard guard;
	int err = to_errno(port->connect(*service, information));

	glue_trace_connect(port->glue(), service, err);
	return err;
}

int core_connect_line(ntparport *port, const ntparport_interrupt_service *service, bool exclusive)
{
	RegistryGuard guard;
	int err = to_errno(port->connect_line(*service, exclusive, nullptr));

	glue_trace_connect(port->glue(), service, err);
	return err;
}

int ntparport_disconnect(ntparport *port, const ntparport_interrupt_service *service)
{
	if (is_no_port(port) || !service)
		return to_errno(Status::invalid);

	RegistryGuard guard;
	int err = to_errno(port->disconnect(*service));

	glue_trace_disconnect(port->glue(), service, err);
	return err;
}

bool ntparport_try_allocate_as(ntparport *port, const void *client)
{
	return !is_no_port(port) && port->try_allocate(client);
}

int ntparport_allocate_async_as(ntparport *port, ntparport_waiter *waiter, const void *client)
{
	if (is_no_port(port) || !waiter || !waiter->complete)
		return to_errno(Status::invalid);
	return to_errno(port->allocate(*waiter, client));
}

bool ntparport_cancel(ntparport *port, ntparport_waiter *waiter)
{
	return !is_no_port(port) && waiter && port->cancel(*waiter);
}

void ntparport_free(ntparport *port)
{
	if (!is_no_port(port))
		port->free();
}

unsigned int ntparport_query_waiters(ntparport *port)
{
	return is_no_port(port) ? 0 : port->query_waiters();
}

int ntparport_get_information(ntparport *port, ntparport_information *information)
{
	if (is_no_port(port) || !information)
		return to_errno(Status::invalid);
	return to_errno(port->information(*information));
}

unsigned char ntparport_synchronize_execution(_KINTERRUPT *interrupt,
					      unsigned char (*routine)(void *), void *context)
{
	if (!interrupt || !routine)
		return 0;
	return Port::from(interrupt)->synchronize(routine, context);
}

unsigned char ntparport_try_allocate_at_interrupt_level(void *context)
{
	return static_cast<Port *>(context)->try_allocate_at_interrupt_level(
		__builtin_return_address(0));
}

void ntparport_free_from_interrupt_level(void *context)
{
	static_cast<Port *>(context)->free_from_interrupt_level();
}

bool core_try_allocate_at_interrupt_level(ntparport *port, const void *client)
	REQUIRES(rt::interrupt_lock)
{
	return port->try_allocate_at_interrupt_level(client);
}

void core_free_from_interrupt_level(ntparport *port) REQUIRES(rt::interrupt_lock)
{
	port->free_from_interrupt_level();
}
bool core_has_lock(const ntparport *port) { return glue_has_lock(port->glue()); }
spinlock *core_lock_of(ntparport *port) { return glue_lock_of(port->glue()); }
void core_free_of(ntparport *port, const void *client) { port->free_of(client); }

void core_enable_connect(ntparport *port, bool enabled)
{
	RegistryGuard guard;

	port->enable_connect(enabled);
}

bool core_with_parport(ntparport *port, bool allocated, void (*routine)(parport *, void *),
		       void *context)
{
	return port->with_parport(allocated, routine, context);
}

// parport does these one at a time, so no port is detached while it is attached.

bool core_attach(parport *parport)
{
	Port *port;
	{
		RegistryGuard guard;

		port = registry.attach(parport);
	}
	if (port)
		port->publish();
	return port;
}

bool core_detach(parport *parport)
{
	Port *port;
	{
		RegistryGuard guard;

		port = registry.find(parport);
	}
	if (!port)
		return false;
	port->unpublish();

	RegistryGuard guard;

	registry.detach(*port);
	return true;
}

void core_redirect()
{
	RegistryGuard guard;

	registry.redirect();
}

bool core_sample()
{
	RegistryGuard guard;

	return registry.sample();
}

int core_start_timing()
{
	RegistryGuard guard;

	return to_errno(registry.start_timing());
}

void core_stop_timing()
{
	RegistryGuard guard;

	registry.stop_timing();
}

void core_visit_clients(ntparport *port,
			void (*connection)(void *, const ntparport_interrupt_service *,
					   const glue_times *),
			void (*waiter)(void *, const void *, unsigned long long), void *data)
{
	port->visit([&](const Connection &c) { connection(data, &c.service, c.times.get()); },
		    [&](const ntparport_waiter &w) { waiter(data, w.caller, w.since); });
}

void core_module_live(const module *module)
{
	RegistryGuard guard;

	registry.module_live(module);
}

void core_module_gone(const module *module)
{
	RegistryGuard guard;

	registry.module_gone(module);
}

void core_exit()
{
	RegistryGuard guard;

	registry.clear();
}
