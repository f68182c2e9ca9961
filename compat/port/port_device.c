// SPDX-License-Identifier: GPL-2.0
/* port_device.c - the ports as devices \Device\ParallelPortN. */

#include <linux/export.h>
#include <linux/parport.h>
#include <linux/slab.h>

#include "module/glue/glue.h"
#include "module/ntparport.h"
#include "base/nt.h"

#include <initguid.h>
#include <ntddpar.h>

#include "base/call_mutex.h"
#include "base/check.h"
#include "base/client.h"
#include "base/log.h"
#include "base/object.h"
#include "io/device.h"
#include "io/driver.h"
#include "io/irp.h"
#include "io/work.h"
#include "port/port_device.h"
#include "port/ports.h"
#include "port/registers.h"

PDRIVER_OBJECT nt_port_driver;

static LIST_HEAD(ports);
static NT_CALL_MUTEX(ports_mutex);

/* Guards what a queued request and its cancellation agree on, see nt_irp. */
static DEFINE_SPINLOCK(requests_lock);

struct nt_port *nt_port_get(struct nt_port *port)
{
	refcount_inc(&port->references);
	return port;
}

void nt_port_put(struct nt_port *port)
{
	if (port && refcount_dec_and_test(&port->references))
		kfree(port);
}

void nt_visit_ports(void (*visit)(struct nt_port *port, void *context), void *context)
{
	struct nt_port *port;

	nt_call_lock(&ports_mutex);
	list_for_each_entry(port, &ports, link)
		visit(port, context);
	nt_call_unlock(&ports_mutex);
}

/* Users of the module's port */

/* Where it is open already. At or below DISPATCH_LEVEL. */
static bool use(struct nt_port *port)
{
	bool open;

	spin_lock_bh(&port->lock);
	open = port->port;
	port->users += open;
	spin_unlock_bh(&port->lock);
	return open;
}

int nt_port_open(struct nt_port *port)
{
	struct ntparport *core;
	int err = 0;

	mutex_lock(&port->mutex);
	if (!use(port)) {
		core = port->removed ? ERR_PTR(-ENODEV) : ntparport_get(port->number);
		if (IS_ERR(core)) {
			err = PTR_ERR(core);
		} else {
			spin_lock_bh(&port->lock);
			port->port = core;
			port->users = 1;
			spin_unlock_bh(&port->lock);
		}
	}
	mutex_unlock(&port->mutex);
	return err;
}

static void give_back(struct nt_port *port)
{
	struct ntparport *core = NULL;

	mutex_lock(&port->mutex);
	spin_lock_bh(&port->lock);
	if (!port->users)
		swap(core, port->port);
	spin_unlock_bh(&port->lock);
	ntparport_put(core);
	mutex_unlock(&port->mutex);
}

static void put(struct work_struct *work)
{
	struct nt_port *port = container_of(work, struct nt_port, put);

	give_back(port);
	nt_port_put(port);
}

void nt_port_close(struct nt_port *port)
{
	bool last;

	spin_lock_bh(&port->lock);
	last = !--port->users;
	spin_unlock_bh(&port->lock);
	if (!last)
		return;
	if (KeGetCurrentIrql() == PASSIVE_LEVEL) {
		give_back(port);
		return;
	}
	nt_port_get(port);
	if (!queue_work(nt_workqueue, &port->put))
		nt_port_put(port);
}

static NTSTATUS open_status(int err)
{
	switch (err) {
	case 0:
		return STATUS_SUCCESS;
	case -EBUSY:
		return STATUS_DEVICE_BUSY;
	case -ENOMEM:
		return STATUS_INSUFFICIENT_RESOURCES;
	default:
		return STATUS_DELETE_PENDING;
	}
}

/*
 * For one request. A driver that has given back the file of
 * IoGetDeviceObjectPointer() and goes on using the device has the port as well:
 * Windows knows no difference.
 */
static NTSTATUS use_for_request(struct nt_port *port, const void *caller)
{
	NTSTATUS status;

	if (use(port))
		return STATUS_SUCCESS;
	if (KeGetCurrentIrql() > PASSIVE_LEVEL)
		return STATUS_INVALID_DEVICE_STATE;
	status = open_status(nt_port_open(port));
	if (!NT_SUCCESS(status))
		return status;
	mutex_lock(&port->mutex);
	if (!port->borrowed && !port->removed) {
		port->borrowed = true;
		use(port);
		pr_info("%pS: %s is used without being open: kept open until it goes\n",
			caller, nt_device(port->device)->label);
	}
	mutex_unlock(&port->mutex);
	return STATUS_SUCCESS;
}

/* Dispatch routines */

static struct nt_port *port_of(PDEVICE_OBJECT device)
{
	return ((struct nt_port_extension *)device->DeviceExtension)->port;
}

static NTSTATUS NTAPI create(PDEVICE_OBJECT device, PIRP irp)
{
	return nt_irp_finish(irp, open_status(nt_port_open(port_of(device))), 0);
}

static NTSTATUS NTAPI cleanup(PDEVICE_OBJECT device, PIRP irp)
{
	return nt_irp_finish(irp, STATUS_SUCCESS, 0);
}

static NTSTATUS NTAPI close(PDEVICE_OBJECT device, PIRP irp)
{
	nt_port_close(port_of(device));
	return nt_irp_finish(irp, STATUS_SUCCESS, 0);
}

/* Requests that wait for the port */

static NTSTATUS status_of_answer(int err)
{
	switch (err) {
	case 0:
		return STATUS_SUCCESS;
	case -ECANCELED:
		return STATUS_CANCELLED;
	default:
		return STATUS_DELETE_PENDING;
	}
}

/* The request has the port, or will not get it. */
static NTSTATUS end_wait(struct nt_irp *known)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(known->irp);
	ULONG code = location->Parameters.DeviceIoControl.IoControlCode;
	NTSTATUS status = status_of_answer(known->answer);
	struct nt_port *port = known->port;

	if (NT_SUCCESS(status) && code == IOCTL_INTERNAL_SELECT_DEVICE)
		status = nt_port_selected(port, port->port,
					  known->irp->AssociatedIrp.SystemBuffer);
	/* The request holds the device, and that the port. */
	nt_port_get(port);
	WRITE_ONCE(known->queued, false);
	nt_irp_finish(known->irp, status, 0);
	nt_port_close(port);
	nt_port_put(port);
	return status;
}

static void answered(struct ntparport_waiter *waiter, int answer)
{
	struct nt_irp *known = container_of(waiter, struct nt_irp, waiter);
	bool ours;

	spin_lock_bh(&requests_lock);
	known->answer = answer;
	/* If the cancel routine is gone, it runs: the second of both finishes. */
	ours = IoSetCancelRoutine(known->irp, NULL) || known->cancelled;
	known->granted = !ours;
	spin_unlock_bh(&requests_lock);
	if (ours)
		end_wait(known);
}

/* Whoever has taken the cancel routine away calls this. */
static void cancel_known(struct nt_irp *known)
{
	struct nt_port *port = known->port;
	bool ours;

	ntparport_cancel(port->port, &known->waiter);
	spin_lock_bh(&requests_lock);
	ours = known->granted;
	known->cancelled = !ours;
	spin_unlock_bh(&requests_lock);
	if (ours)
		end_wait(known);
}

static VOID NTAPI cancel_wait(PDEVICE_OBJECT device, PIRP irp)
{
	IoReleaseCancelSpinLock(irp->CancelIrql);
	cancel_known(nt_irp_find(irp));
}

/* Takes the port or queues for it; returns what the dispatch routine does. */
static NTSTATUS wait_for_port(struct nt_port *port, PIRP irp)
{
	struct nt_irp *known = nt_irp_find(irp);
	bool lost = false;
	int err;

	known->port = port;
	WRITE_ONCE(known->queued, true);
	known->granted = false;
	known->cancelled = false;
	known->waiter = (struct ntparport_waiter){ .complete = answered };
	spin_lock_bh(&requests_lock);
	err = irp->Cancel ? -ECANCELED :
		ntparport_allocate_async_as(port->port, &known->waiter, known->caller);
	/* The answer waits for the lock. */
	if (err == -EINPROGRESS) {
		IoMarkIrpPending(irp);
		IoSetCancelRoutine(irp, cancel_wait);
		/* Cancelled since it was looked at: nobody has found the routine. */
		lost = irp->Cancel && IoSetCancelRoutine(irp, NULL);
	}
	spin_unlock_bh(&requests_lock);
	if (lost)
		cancel_known(known);
	if (err == -EINPROGRESS)
		return STATUS_PENDING;
	known->answer = err;
	return end_wait(known);
}

/*
 * The routines of PARALLEL_PORT_INFORMATION and PARALLEL_INTERRUPT_INFORMATION.
 * The core's own take its port for the context, those of Windows the extension
 * of the port's device (W3). A port that nobody has open is not there.
 */

static struct ntparport *core_of(PVOID context)
{
	return context ? READ_ONCE(nt_port_of_context(context)->port) : NULL;
}

static BOOLEAN NTAPI try_allocate_port(PVOID context)
{
	struct ntparport *core = core_of(context);

	return core && ntparport_try_allocate_as(core, nt_caller());
}

static VOID NTAPI free_port(PVOID context)
{
	ntparport_free(core_of(context));
}

static ULONG NTAPI query_num_waiters(PVOID context)
{
	return ntparport_query_waiters(core_of(context));
}

static BOOLEAN NTAPI try_allocate_at_interrupt_level(PVOID context)
{
	struct ntparport *core = core_of(context);

	return core && core_try_allocate_at_interrupt_level(core, nt_caller());
}

static VOID NTAPI free_from_interrupt_level(PVOID context)
{
	struct ntparport *core = core_of(context);

	if (core)
		core_free_from_interrupt_level(core);
}

static void give_extension(ULONG code, const struct nt_port_request *request)
{
	PARALLEL_PORT_INFORMATION *port = request->buffer;
	PARALLEL_INTERRUPT_INFORMATION *interrupt = request->buffer;

	if (code == IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO) {
		port->TryAllocatePort = try_allocate_port;
		port->FreePort = free_port;
		port->QueryNumWaiters = query_num_waiters;
		port->Context = request->extension;
	} else if (code == IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT) {
		interrupt->TryAllocatePortAtInterruptLevel = try_allocate_at_interrupt_level;
		interrupt->FreePortFromInterruptLevel = free_from_interrupt_level;
		interrupt->Context = request->extension;
	}
}

static bool may_sleep(ULONG code)
{
	return code == IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT ||
		code == IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT;
}

static NTSTATUS serve(ULONG code, struct nt_port_request *request)
{
	struct ntparport_information facts;
	unsigned long information = 0;
	NTSTATUS status;

	if (ntparport_get_information(request->core, &facts))
		return STATUS_DELETE_PENDING;	/* C7, for any request */
	switch (code) {
	case IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT:
		core_enable_connect(request->core, nt_port_connect_enabled(request->port));
		break;
	case IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE:
		return STATUS_PENDING;
	case IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO:
		return nt_port_pnp_information(request);
	case IOCTL_INTERNAL_PARALLEL_SET_CHIP_MODE:
		return nt_port_chip_mode(request, true);
	case IOCTL_INTERNAL_PARALLEL_CLEAR_CHIP_MODE:
		return nt_port_chip_mode(request, false);
	case IOCTL_INTERNAL_INIT_1284_3_BUS:
		return nt_port_init_chain(request);
	case IOCTL_INTERNAL_SELECT_DEVICE:
		return nt_port_select(request);
	case IOCTL_INTERNAL_DESELECT_DEVICE:
		return nt_port_deselect(request);
	}
	status = ntparport_request_as(request->core, code, request->buffer, request->input_length,
				      request->output_length, NULL, &information, request->caller);
	request->information = information;
	if (NT_SUCCESS(status))
		give_extension(code, request);
	return status;
}

static NTSTATUS NTAPI internal_control(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	ULONG code = location->Parameters.DeviceIoControl.IoControlCode;
	struct nt_port *port = port_of(device);
	struct nt_port_request request = {
		.port = port,
		.buffer = irp->AssociatedIrp.SystemBuffer,
		.input_length = location->Parameters.DeviceIoControl.InputBufferLength,
		.output_length = location->Parameters.DeviceIoControl.OutputBufferLength,
		.extension = device->DeviceExtension,
		.caller = nt_irp_find(irp)->caller,
	};
	NTSTATUS status;

	if (may_sleep(code) && KeGetCurrentIrql() > PASSIVE_LEVEL) {
		pr_warn_ratelimited("%pS: connecting and disconnecting an interrupt is allowed at PASSIVE_LEVEL only\n",
				    request.caller);
		return nt_irp_finish(irp, STATUS_INVALID_DEVICE_STATE, 0);
	}
	if (!request.buffer) {
		request.input_length = 0;
		request.output_length = 0;
	} else if (!nt_is_memory(request.buffer,
				 max(request.input_length, request.output_length))) {
		pr_warn("%pS: a request to a port has its system buffer at no address that is memory\n",
			request.caller);
		return nt_irp_finish(irp, STATUS_INVALID_PARAMETER, 0);
	}
	status = use_for_request(port, request.caller);
	if (!NT_SUCCESS(status))
		return nt_irp_finish(irp, status, 0);
	request.core = port->port;
	status = serve(code, &request);
	if (status == STATUS_PENDING)
		return wait_for_port(port, irp);
	nt_port_close(port);
	return nt_irp_finish(irp, status, request.information);
}

/* Ports come and go */

static void widen(WCHAR *wide, size_t size, const char *format, unsigned int number)
{
	char text[ARRAY_SIZE(((struct nt_port *)NULL)->name)];
	size_t n;

	snprintf(text, size, format, number);
	for (n = 0; n < size; n++)
		wide[n] = text[n];
}

static void offer(PDEVICE_OBJECT device)
{
	UNICODE_STRING name;

	if (!NT_SUCCESS(IoRegisterDeviceInterface(device, &GUID_PARALLEL_DEVICE, NULL, &name)))
		return;
	IoSetDeviceInterfaceState(&name, TRUE);
	RtlFreeUnicodeString(&name);
}

static struct nt_port *create_port(unsigned int number)
{
	struct nt_port_extension *extension;
	struct nt_port *port = kzalloc(sizeof(*port), GFP_KERNEL);
	UNICODE_STRING name;

	if (!port)
		return NULL;
	refcount_set(&port->references, 1);
	port->number = number;
	port->chip_mode = NT_NO_CHIP_MODE;
	spin_lock_init(&port->lock);
	mutex_init(&port->mutex);
	INIT_WORK(&port->put, put);
	widen(port->name, ARRAY_SIZE(port->name), "\\Device\\ParallelPort%u", number);
	widen(port->lpt, ARRAY_SIZE(port->lpt), "LPT%u", number + 1);
	RtlInitUnicodeString(&name, port->name);
	if (!NT_SUCCESS(IoCreateDevice(nt_port_driver, sizeof(*extension), &name,
				       FILE_DEVICE_PARALLEL_PORT, 0, FALSE, &port->device))) {
		kfree(port);
		return NULL;
	}
	extension = port->device->DeviceExtension;
	extension->port = port;
	port->device->Flags |= DO_BUS_ENUMERATED_DEVICE;
	port->device->Flags &= ~DO_DEVICE_INITIALIZING;
	return port;
}

static struct nt_port *find_port(unsigned int number)
{
	struct nt_port *port;

	list_for_each_entry(port, &ports, link)
		if (port->number == number)
			return port;
	return NULL;
}

/* Drivers may access its registers, or no longer. */
static void set_registers(const struct parport *parport, bool known)
{
	/* parport_pc always reserves the three registers of the base. */
	nt_io_ports_set(parport->base, max(parport->size, 3u), known);
	if (glue_parport_ecp_base(parport))
		nt_io_ports_set(glue_parport_ecp_base(parport), NT_ECP_REGISTERS, known);
}

void nt_port_added(const struct parport *parport)
{
	unsigned int number = parport->number;
	struct nt_port *port;

	set_registers(parport, true);
	nt_call_lock(&ports_mutex);
	port = find_port(number) ? NULL : create_port(number);
	if (port) {
		list_add_tail(&port->link, &ports);
		IoGetConfigurationInformation()->ParallelCount++;
	}
	nt_call_unlock(&ports_mutex);
	if (!port) {
		pr_warn("parport%u is not \\Device\\ParallelPort%u: no memory, or the name is taken\n",
			number, number);
		return;
	}
	offer(port->device);
	nt_pnp_port_added(port);
}

/* Files and requests that are left keep the port's device until they end. */
void nt_port_removed(const struct parport *parport)
{
	unsigned int number = parport->number;
	struct nt_port *port;

	/* A driver that knows nothing of this yet writes nowhere. */
	set_registers(parport, false);

	nt_call_lock(&ports_mutex);
	port = find_port(number);
	if (port) {
		list_del(&port->link);
		IoGetConfigurationInformation()->ParallelCount--;
	}
	nt_call_unlock(&ports_mutex);
	if (!port)
		return;
	nt_pnp_port_removed(port);
	mutex_lock(&port->mutex);
	port->removed = true;
	mutex_unlock(&port->mutex);
	if (port->borrowed)
		nt_port_close(port);
	IoDeleteDevice(port->device);
}

static void device_gone(struct nt_device *device)
{
	nt_port_put(port_of(&device->object));
}

int nt_ports_init(void)
{
	struct nt_driver *driver = nt_driver_create(NULL, NULL, "ntparport");
	int err;

	if (!driver)
		return -ENOMEM;
	err = nt_power_init();
	if (err) {
		ObDereferenceObject(&driver->object);
		return err;
	}
	nt_port_driver = &driver->object;
	nt_port_driver->Flags |= DRVO_BUILTIN_DRIVER;
	driver->device_gone = device_gone;
	nt_port_driver->MajorFunction[IRP_MJ_CREATE] = create;
	nt_port_driver->MajorFunction[IRP_MJ_CLEANUP] = cleanup;
	nt_port_driver->MajorFunction[IRP_MJ_CLOSE] = close;
	nt_port_driver->MajorFunction[IRP_MJ_INTERNAL_DEVICE_CONTROL] = internal_control;
	nt_port_driver->MajorFunction[IRP_MJ_PNP] = nt_pnp_request;
	nt_port_driver->MajorFunction[IRP_MJ_POWER] = nt_power_request;
	return 0;
}

void nt_ports_exit(void)
{
	ObDereferenceObject(nt_port_driver);
}

/* It is in parport.cc: genksyms reads only C. */
EXPORT_SYMBOL_GPL(ntparport_request_as);
