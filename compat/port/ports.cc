// SPDX-License-Identifier: GPL-2.0
/// ports.cc - ports come and go.

// The GUIDs of ports are defined here.
#define INITGUID
#include <ntddpar.h>

#include "module/glue/glue.h"
#include "module/rt/minmax.hh"
#include "glue/io_port.h"
#include "glue/log.h"
#include "glue/parport.h"
#include "base/object.hh"
#include "base/poll.h"
#include "ob/namespace.h"
#include "io/device.h"
#include "io/driver.h"
#include "port/pnp.hh"
#include "port/ports.h"
#include "port/ports.hh"
#include "port/registers.hh"

using port::Port;
using port::PortRef;

constinit PDRIVER_OBJECT port::builtin_driver;

using PortsGuard = MutexGuard<NT_PORTS_MUTEX>;
static constinit rt::List<Port> ports GUARDED_BY(PortsGuard::lock);

/// The port with the lowest number from `number` on, or none.
static PortRef next_from(unsigned int number)
{
	const PortsGuard guard;
	Port *next = nullptr;

	for (Port &port : ports)
		if (port.number() >= number && (!next || port.number() < next->number()))
			next = &port;
	return next ? PortRef(*next) : PortRef();
}

// `visit` calls drivers, and may be frozen in there.
void port::visit_ports(void (*visit)(Port &port, void *context), void *context)
{
	unsigned int number = 0;

	while (const PortRef port = next_from(number)) {
		number = port->number() + 1;
		visit(*port, context);
	}
}

static Port *find_locked(unsigned int number) REQUIRES(PortsGuard::lock)
{
	for (Port &port : ports)
		if (port.number() == number)
			return &port;
	return nullptr;
}

/// nullptr: there is a port with this number already, or none can be made.
static Port *add(unsigned int number)
{
	const PortsGuard guard;
	Port *port = find_locked(number) ? nullptr : Port::create(number);

	if (port) {
		ports.push_back(*port);
		IoGetConfigurationInformation()->ParallelCount++;
	}
	return port;
}

static Port *take(unsigned int number)
{
	const PortsGuard guard;
	Port *port = find_locked(number);

	if (port) {
		rt::List<Port>::remove(*port);
		IoGetConfigurationInformation()->ParallelCount--;
	}
	return port;
}

/// Enables the device's interface, by which programs find it.
static void offer(PDEVICE_OBJECT device)
{
	UNICODE_STRING name;

	if (!NT_SUCCESS(IoRegisterDeviceInterface(device, &GUID_PARALLEL_DEVICE, nullptr, &name)))
		return;
	IoSetDeviceInterfaceState(&name, TRUE);
	RtlFreeUnicodeString(&name);
}

static void set_registers(unsigned long start, unsigned int count, bool known)
{
	for (; count && start < NT_IO_PORTS; start++, count--)
		nt_io_port_set(start, known);
}

/// Drivers may access the port's registers, or no longer.
static void set_registers(const parport *parport, bool known)
{
	set_registers(nt_parport_base(parport), glue_parport_span(parport), known);
	if (const unsigned long ecp = glue_parport_ecp_base(parport))
		set_registers(ecp, port::ecp_registers, known);
}

void nt_port_added(const parport *parport)
{
	const unsigned int number = nt_parport_number(parport);

	set_registers(parport, true);
	Port *port = add(number);
	if (!port) {
		nt_warn("parport%u is not \\Device\\ParallelPort%u: no memory, or the name is taken\n",
			number, number);
		return;
	}
	offer(port->device());
	port::pnp_port_added(*port);
}

/// Files and requests that are left keep the port's device until they end.
void nt_port_removed(const parport *parport)
{
	// A driver that has not been told yet can no longer write anywhere.
	set_registers(parport, false);
	Port *port = take(nt_parport_number(parport));
	if (!port)
		return;
	port->set_gone();
	port::pnp_port_removed(*port);
	port->remove();
}

/// A device whose name was taken has no port.
static void device_gone(PDEVICE_OBJECT device)
{
	if (auto *port = static_cast<Port *>(nt_device_port(device)))
		port->put();
}

int nt_ports_init()
{
	nt_driver *driver = nt_driver_create(nullptr, nullptr, "ntparport");

	if (!driver)
		return -GLUE_ENOMEM;
	if (const int err = port::pnp_start()) {
		nt_object_put(driver);
		return err;
	}
	port::builtin_driver = nt_driver_object(driver);
	port::builtin_driver->Flags |= DRVO_BUILTIN_DRIVER;
	nt_driver_set_device_gone(driver, device_gone);
	port::set_dispatch_routines(port::builtin_driver);
	UNICODE_STRING name = port::builtin_driver->DriverName;
	// Drivers may look for it by its name; nothing else needs that.
	static_cast<void>(nt_name_object(&name, driver, nullptr, 0));
	nt_io_ports_init(nt_look_round, port::refuse_register);
	return 0;
}

void nt_ports_exit()
{
	port::pnp_stop();
	nt_unname_object(port::builtin_driver);
	nt_object_put(port::builtin_driver);
}
