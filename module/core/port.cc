// SPDX-License-Identifier: GPL-2.0
/// port.cc - one parallel port: what its parts are, and who refers to it.

#include "port.hh"

#include "../rt/guard.hh"

using Guard = Ownership::Guard;

// Lifetime.

rt::Unique<Port> Port::create(parport *parport)
{
	rt::Unique<Port> port(new (rt::kernel) Port(parport));

	if (!port || !port->glue())
		return {};
	// An interrupt has to go somewhere from the first moment on.
	port->redirect();
	return port;
}

Port::~ntparport()
{
	// Everything the tasklet works on still exists here.
	if (glue())
		glue_tasklet_flush(glue());
}

void Port::publish() const
{
	if (glue_port_sysfs_create(glue()))
		glue_log(GLUE_WARN, glue(), "no memory for its files in /sys/class/ntparport");
	glue_port_debugfs_create(glue());
}

void Port::unpublish() const
{
	glue_port_debugfs_remove(glue());
	glue_port_sysfs_remove(glue());
}

Status Port::get()
{
	glue_assert_registry_locked();
	if (!references_) {
		Status status = sharing_.open();
		if (status != Status::ok)
			return status;
	}
	++references_;
	return Status::ok;
}

bool Port::put()
{
	glue_assert_registry_locked();
	if (--references_)
		return false;
	if (ownership_.is_removed())
		return true;
	close();
	return false;
}

/// In this order: unpublish (the registry has done that); stop the line; mark the port closed,
/// completing the waiters; wait for whoever is inside; leave the Linux port.
void Port::close()
{
	connections_.close_line();
	const void *holder = ownership_.close();
	if (holder && !ownership_.is_removed())
		glue_log(GLUE_WARN, glue(),
			 "%pS still had the port when the last client let it go: freed", holder);
	ownership_.drain();
	sharing_.close();
}

bool Port::remove()
{
	glue_assert_registry_locked();
	connections_.close_line();
	ownership_.remove();
	if (!references_)
		return true;
	glue_log(
		GLUE_WARN, glue(),
		"removed while in use: its connections end, and requests to it fail from now on");  // L9
	close();
	// L5: all connections end. None of their routines can still be running.
	while (connections_.end())
		--references_;
	return !references_;
}

void Port::forget(const module *module)
{
	const char *name = glue_module_name(module);

	ownership_.forget(module, name);
	// A removed port has no connections, so none of these references is its last one.
	while (connections_.forget(module, name))
		static_cast<void>(put());
	ownership_.schedule_if_needed();
}

// Connections.

Status Port::connect(const ntparport_interrupt_service &service,
		     ntparport_interrupt_information *information)
{
	glue_assert_registry_locked();
	if (ownership_.is_removed())
		return Status::removed;
	if (!service.isr && !service.deferred)
		return Status::invalid;
	if (!connect_is_enabled()) {
		glue_log(
			GLUE_WARN, glue(),
			"connect refused: write 1 to /sys/module/ntparport/parameters/enable_connect_interrupt or load ntparport with enable_connect_interrupt=1");
		return Status::disabled;
	}

	return connect_line(service, false, information);
}

Status Port::connect_line(const ntparport_interrupt_service &service, bool exclusive,
			  ntparport_interrupt_information *information)
{
	glue_assert_registry_locked();
	if (ownership_.is_removed())
		return Status::removed;

	Status status = connections_.connect(this, service, exclusive, information);
	references_ += status == Status::ok;
	return status;
}

Status Port::disconnect(const ntparport_interrupt_service &service)
{
	glue_assert_registry_locked();
	if (ownership_.is_removed())
		return Status::removed;
	Status status = connections_.disconnect(service);
	// A removed port has no connections, so this is never its last reference.
	if (status == Status::ok)
		static_cast<void>(put());
	return status;
}

// The port's owner.

bool Port::try_allocate(const void *caller)
{
	bool taken = ownership_.take(caller) || sharing_.claim(caller);

	if (taken)
		glue_trace_granted(glue(), caller);
	return taken;
}

Status Port::allocate(ntparport_waiter &waiter, const void *caller)
{
	if (try_allocate(caller))
		return Status::ok;
	return ownership_.queue(waiter, caller);
}

unsigned int Port::query_waiters()
{
	Guard guard(ownership_);

	return guard->waiters();
}

bool Port::with_parport(bool allocated, void (*routine)(parport *, void *), void *context)
{
	Guard guard(ownership_);

	if (guard->is_removed() || (allocated && !guard->is_held()))
		return false;
	routine(glue_port_parport(glue()), context);
	return true;
}

unsigned char Port::synchronize(unsigned char (*routine)(void *), void *context) const
{
	rt::InterruptGuard guard(glue());

	return routine(context);
}

Status Port::information(ntparport_information &information)
{
	information = {};
	information.number = number();
	information.base = glue_port_base(glue());
	information.base_hi = glue_parport_ecp_base(glue_port_parport(glue()));
	information.span = glue_parport_span(glue_port_parport(glue()));
	information.pci = glue_port_is_pci(glue());
	connections_.line().describe(information);

	Guard guard(ownership_);

	information.connections = delivery().chain().size();
	information.waiters = guard->waiters();
	information.have_port = guard->has_port();
	information.allocated = guard->is_held();
	information.holder = guard->holder();
	information.missed = delivery().missed();
	information.handled = glue_claimed_interrupts(glue());
	information.interrupts = information.handled + glue_unclaimed_interrupts(glue()) -
				 information.missed;
	information.forced_disconnects = connections_.forced();
	information.deferred_checks = ownership_.checks();
	information.yields = sharing_.yields();
	return guard->is_removed() ? Status::removed : Status::ok;
}

// What C calls.

void Port::run_tasklet()
{
	switch (ownership_.work()) {
	case Arbiter::Work::none:
		return;
	case Arbiter::Work::claim:
		sharing_.claim(nullptr);
		break;
	case Arbiter::Work::release:
		sharing_.release();
		break;
	case Arbiter::Work::complete:
	case Arbiter::Work::check:
		break;
	}
	ownership_.schedule_if_needed();
}

void core_set_suspended(ntparport *port, bool suspended)
{
	port->sharing().set_suspended(suspended);
}
void core_tasklet(ntparport *port) { port->run_tasklet(); }
bool core_preempt(ntparport *port) { return port->sharing().preempt(); }
void core_wakeup(ntparport *port) { port->sharing().wakeup(); }
void core_wakeup_later(ntparport *port) { port->sharing().wakeup_later(); }
