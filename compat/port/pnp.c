// SPDX-License-Identifier: GPL-2.0
/*
 * pnp.c - drivers with AddDevice: each gets a physical device of its own for
 * every port, with which it passes requests to the port.
 */

#include <linux/completion.h>
#include <linux/export.h>
#include <linux/refcount.h>
#include <linux/slab.h>

#include "module/ntparport.h"
#include "base/nt.h"
#include "base/call_mutex.h"
#include "base/check.h"
#include "base/client.h"
#include "base/gate.h"
#include "base/irql.h"
#include "base/log.h"
#include "base/object.h"
#include "base/poll.h"
#include "ex/pool.h"
#include "ob/handle.h"
#include "cm/registry.h"
#include "io/device.h"
#include "io/driver.h"
#include "io/file.h"
#include "io/irp.h"
#include "io/work.h"
#include "port/pnp.h"
#include "port/port_device.h"

/* What a query for relations answers with: 'Ptrl'. */
#define TAG_RELATIONS 0x6c727450

/* A driver on a port. */
struct node {
	struct list_head link;		/* of the driver's */
	struct nt_driver *driver;
	struct nt_port *port;
	PDEVICE_OBJECT device;		/* the physical one */
	bool surprised;			/* its port has gone */
	bool told;			/* and the driver knows */
};

/* Drivers and ports that come and go: one at a time. */
static NT_CALL_MUTEX(pnp_mutex);
/*
 * Where a port comes or goes, Linux has the lock of its device, which the machine's way
 * into sleep waits for: nobody may stop there for somebody who is frozen. So it begins
 * when no driver is being told of a port, and until it is awake again none is, and none
 * comes or goes.
 */
static atomic_t changing = ATOMIC_INIT(0);
static bool falling_asleep;
static DECLARE_WAIT_QUEUE_HEAD(changes);
static atomic_t instances = ATOMIC_INIT(0);
/* Drivers on ports that have gone, but are open still. */
static atomic_t surprised = ATOMIC_INIT(0);

/* Resources of a port, as a driver gets them with IRP_MN_START_DEVICE. */
struct resources {
	CM_RESOURCE_LIST list;
	/* Two more after the one in the list. */
	CM_PARTIAL_RESOURCE_DESCRIPTOR more[2];
};

static CM_PARTIAL_RESOURCE_DESCRIPTOR *add(struct resources *resources, UCHAR type, UCHAR share,
					   USHORT flags)
{
	CM_PARTIAL_RESOURCE_LIST *list = &resources->list.List[0].PartialResourceList;
	CM_PARTIAL_RESOURCE_DESCRIPTOR *descriptor =
		(void *)list->PartialDescriptors + list->Count++ * sizeof(*descriptor);

	descriptor->Type = type;
	descriptor->ShareDisposition = share;
	descriptor->Flags = flags;
	return descriptor;
}

static void add_registers(struct resources *resources, unsigned long base, ULONG length)
{
	CM_PARTIAL_RESOURCE_DESCRIPTOR *descriptor =
		add(resources, CmResourceTypePort, CmResourceShareDeviceExclusive,
		    CM_RESOURCE_PORT_IO);

	descriptor->u.Port.Start.QuadPart = base;
	descriptor->u.Port.Length = length;
}

static void fill(struct resources *resources, struct ntparport *port)
{
	CM_PARTIAL_RESOURCE_DESCRIPTOR *descriptor;
	struct ntparport_information facts;

	ntparport_get_information(port, &facts);
	resources->list.Count = 1;
	resources->list.List[0].InterfaceType = facts.pci ? PCIBus : Isa;
	resources->list.List[0].PartialResourceList.Version = 1;
	resources->list.List[0].PartialResourceList.Revision = 1;
	add_registers(resources, facts.base, facts.span);
	if (facts.base_hi)
		add_registers(resources, facts.base_hi, NT_ECP_REGISTERS);
	if (facts.irq < 0)
		return;
	descriptor = add(resources, CmResourceTypeInterrupt,
			 facts.pci ? CmResourceShareShared : CmResourceShareDeviceExclusive,
			 facts.pci ? CM_RESOURCE_INTERRUPT_LEVEL_SENSITIVE :
				     CM_RESOURCE_INTERRUPT_LATCHED);
	descriptor->u.Interrupt.Level = facts.irq;
	descriptor->u.Interrupt.Vector = facts.irq;
	descriptor->u.Interrupt.Affinity = ~(KAFFINITY)0;
}

static void free_resources(void *resources, NTSTATUS status)
{
	kfree(resources);
}

/* A request to the top of the driver's stack, which takes @resources over; they may be NULL. */
static NTSTATUS tell(struct node *node, UCHAR minor, struct resources *resources)
{
	PDEVICE_OBJECT top = nt_device_top(node->device);
	NTSTATUS status = STATUS_INSUFFICIENT_RESOURCES;
	PIO_STACK_LOCATION location;
	PIRP irp = nt_irp_alloc(top->StackSize, GFP_KERNEL);

	if (irp) {
		irp->IoStatus.Status = STATUS_NOT_SUPPORTED;
		location = IoGetNextIrpStackLocation(irp);
		location->MajorFunction = IRP_MJ_PNP;
		location->MinorFunction = minor;
		if (resources) {
			location->Parameters.StartDevice.AllocatedResources = &resources->list;
			location->Parameters.StartDevice.AllocatedResourcesTranslated =
				&resources->list;
		}
		status = nt_irp_send_and_wait(top, irp, node->driver, free_resources, resources);
	} else {
		kfree(resources);
	}
	ObDereferenceObject(top);
	return status;
}

static PDEVICE_OBJECT create_device(struct nt_port *port)
{
	struct nt_port_extension *extension;
	UNICODE_STRING name;
	PDEVICE_OBJECT device;
	WCHAR wide[32];
	char text[32];
	unsigned int n;

	/* Windows makes such names up, too. */
	snprintf(text, sizeof(text), "\\Device\\Parallel%u.%u", port->number,
		 atomic_inc_return(&instances));
	for (n = 0; n < ARRAY_SIZE(wide); n++)
		wide[n] = text[n];
	RtlInitUnicodeString(&name, wide);
	if (!NT_SUCCESS(IoCreateDevice(nt_port_driver, sizeof(*extension), &name,
				       FILE_DEVICE_PARALLEL_PORT, FILE_AUTOGENERATED_DEVICE_NAME,
				       FALSE, &device)))
		return NULL;
	extension = device->DeviceExtension;
	extension->port = nt_port_get(port);
	device->Flags |= DO_BUS_ENUMERATED_DEVICE;
	device->Flags &= ~DO_DEVICE_INITIALIZING;
	return device;
}

static void free_node(struct node *node)
{
	list_del(&node->link);
	atomic_sub(node->surprised, &surprised);
	if (node->device->AttachedDevice && !nt_driver_dead(node->driver))
		pr_warn("%s: a device is still attached after IRP_MN_REMOVE_DEVICE: detach and delete it there\n",
			node->driver->name);
	/* The device holds the port. */
	nt_port_close(node->port);
	IoDeleteDevice(node->device);
	kfree(node);
}

static void remove_node(struct node *node)
{
	if (node->device->AttachedDevice) {
		if (!node->surprised &&
		    !NT_SUCCESS(tell(node, IRP_MN_QUERY_REMOVE_DEVICE, NULL)))
			pr_warn("%s: refuses IRP_MN_QUERY_REMOVE_DEVICE, but is being unloaded\n",
				node->driver->name);
		tell(node, IRP_MN_REMOVE_DEVICE, NULL);
	}
	free_node(node);
}

/* No device of the stack is to be opened from now on. False: a file is open still. */
static bool end_opens(const struct node *node)
{
	struct nt_device *device;
	bool open = false;

	spin_lock_bh(&nt_devices_lock);
	for (device = nt_device(node->device); device; device = device->above) {
		device->removing = true;
		open |= device->opens;
	}
	spin_unlock_bh(&nt_devices_lock);
	return !open;
}

/* Its port has gone. As on Windows, the last handle keeps it: see file_closed(). */
static void surprise(struct node *node)
{
	end_opens(node);
	if (!node->told && node->device->AttachedDevice)
		tell(node, IRP_MN_SURPRISE_REMOVAL, NULL);
	node->told = true;
	if (end_opens(node))
		remove_node(node);
}

static void remove_if_closed(struct nt_driver *driver, void *unused)
{
	struct node *node, *next;

	list_for_each_entry_safe(node, next, &driver->nodes, link)
		if (node->surprised)
			surprise(node);
}

/* Before the mutex is taken by whoever may be frozen with it. */
static void while_awake(void)
{
	nt_wait_event_timeout(changes, !READ_ONCE(falling_asleep), MAX_SCHEDULE_TIMEOUT);
}

static void remove_closed(struct work_struct *work)
{
	while_awake();
	nt_call_lock(&pnp_mutex);
	nt_visit_drivers(remove_if_closed, NULL);
	nt_call_unlock(&pnp_mutex);
}

static DECLARE_WORK(removal, remove_closed);

static void file_closed(void)
{
	if (atomic_read(&surprised))
		queue_work(nt_workqueue, &removal);
}

void nt_pnp_init(void)
{
	nt_file_closed = file_closed;
}

static bool has_node(const struct nt_driver *driver, const struct nt_port *port)
{
	const struct node *node;

	list_for_each_entry(node, &driver->nodes, link)
		if (node->port == port)
			return true;
	return false;
}

static void add_node(struct nt_driver *driver, struct nt_port *port)
{
	struct resources *resources;
	struct node *node;
	NTSTATUS status;
	int err;

	/* A driver and a port that come at once find each other twice. */
	if (has_node(driver, port))
		return;

	err = nt_port_open(port);
	if (err) {
		pr_warn("%s: parport%u cannot be had, error %d: not added\n", driver->name,
			port->number, err);
		return;
	}
	node = kzalloc(sizeof(*node), GFP_KERNEL);
	resources = kzalloc(sizeof(*resources), GFP_KERNEL);
	if (node && resources)
		node->device = create_device(port);
	if (!node || !node->device) {
		pr_warn("%s: no memory: parport%u is not added\n", driver->name, port->number);
		kfree(resources);
		kfree(node);
		nt_port_close(port);
		return;
	}
	node->driver = driver;
	node->port = port;
	list_add_tail(&node->link, &driver->nodes);
	status = nt_call_or(STATUS_DEVICE_REMOVED, driver->extension.AddDevice, &driver->object,
			    node->device);
	if (!NT_SUCCESS(status)) {
		pr_warn("%s: AddDevice failed for parport%u, status 0x%08x\n", driver->name,
			port->number, status);
		kfree(resources);
		free_node(node);
		return;
	}
	if (!node->device->AttachedDevice) {
		kfree(resources);
		return;
	}
	fill(resources, port->port);
	status = tell(node, IRP_MN_START_DEVICE, resources);
	if (!NT_SUCCESS(status)) {
		pr_warn("%s: IRP_MN_START_DEVICE failed for parport%u, status 0x%08x: removed\n",
			driver->name, port->number, status);
		end_opens(node);
		tell(node, IRP_MN_REMOVE_DEVICE, NULL);
		free_node(node);
	}
}

static bool wants_ports(const struct nt_driver *driver)
{
	return driver->ready && driver->extension.AddDevice && !nt_driver_dead(driver);
}

static void add_port_to(struct nt_driver *driver, void *port)
{
	if (!READ_ONCE(falling_asleep) && wants_ports(driver))
		add_node(driver, port);
}

static void add_driver_to(struct nt_port *port, void *driver)
{
	add_node(driver, port);
}

void nt_pnp_driver_added(struct nt_driver *driver)
{
	while_awake();
	nt_call_lock(&pnp_mutex);
	driver->ready = true;
	if (driver->extension.AddDevice)
		nt_visit_ports(add_driver_to, driver);
	nt_call_unlock(&pnp_mutex);
}

void nt_pnp_driver_going(struct nt_driver *driver)
{
	struct node *node, *next;

	while_awake();
	nt_call_lock(&pnp_mutex);
	driver->ready = false;
	list_for_each_entry_safe(node, next, &driver->nodes, link)
		remove_node(node);
	nt_call_unlock(&pnp_mutex);
}

/* For all drivers, with the lock of the port's device. */
static void visit_drivers_of_port(void (*visit)(struct nt_driver *driver, void *port),
				  struct nt_port *port)
{
	atomic_inc(&changing);
	/* Either this sees that the machine falls asleep, or that sees this. */
	smp_mb__after_atomic();
	nt_call_lock(&pnp_mutex);
	nt_visit_drivers(visit, port);
	nt_call_unlock(&pnp_mutex);
	if (atomic_dec_and_test(&changing))
		wake_up_all(&changes);
}

void nt_pnp_port_added(struct nt_port *port)
{
	visit_drivers_of_port(add_port_to, port);
}

static void remove_port_from(struct nt_driver *driver, void *port)
{
	struct node *node, *next;

	list_for_each_entry_safe(node, next, &driver->nodes, link) {
		if (node->port != port)
			continue;
		node->surprised = true;
		atomic_inc(&surprised);
		if (READ_ONCE(falling_asleep))
			end_opens(node);
		else
			surprise(node);
	}
}

void nt_pnp_port_removed(struct nt_port *port)
{
	visit_drivers_of_port(remove_port_from, port);
}

/* Power */

/* So long a driver may take to change a device's power, and a call that keeps us from asking. */
#define POWER_PATIENCE (5 * HZ)

/* A request that may be complete only after nobody waits for it any more. */
struct power_request {
	refcount_t references;		/* of who waits, who sends, and the request */
	struct completion complete;
	struct work_struct send;
	PDEVICE_OBJECT top;		/* referenced */
	PIRP irp;
};

static void put_power_request(struct power_request *request)
{
	if (!refcount_dec_and_test(&request->references))
		return;
	nt_irp_free(request->irp);
	ObDereferenceObject(request->top);
	kfree(request);
}

static void power_set(PIRP irp, void *context)
{
	struct power_request *request = context;

	complete(&request->complete);
	put_power_request(request);
}

/*
 * Not in the thread that puts the machine to sleep: a driver that waits in its dispatch
 * routine, or has a bug check there, would have it for good.
 */
static void send_power_request(struct work_struct *work)
{
	struct power_request *request = container_of(work, struct power_request, send);
	NTSTATUS status = nt_irp_send(request->top, request->irp, send_power_request);

	if (nt_irp_forgotten(request->irp, status))
		complete(&request->complete);
	put_power_request(request);
}

/* Without memory the device goes on as it is: the port's registers are put back anyway. */
static void set_power(struct node *node, DEVICE_POWER_STATE state)
{
	struct power_request *request = kzalloc(sizeof(*request), GFP_KERNEL);
	PDEVICE_OBJECT top = nt_device_top(node->device);
	PIO_STACK_LOCATION location;

	if (request)
		request->irp = nt_irp_alloc(top->StackSize, GFP_KERNEL);
	if (!request || !request->irp) {
		kfree(request);
		ObDereferenceObject(top);
		return;
	}
	refcount_set(&request->references, 3);
	init_completion(&request->complete);
	INIT_WORK(&request->send, send_power_request);
	request->top = top;
	request->irp->IoStatus.Status = STATUS_NOT_SUPPORTED;
	location = IoGetNextIrpStackLocation(request->irp);
	location->MajorFunction = IRP_MJ_POWER;
	location->MinorFunction = IRP_MN_SET_POWER;
	location->Parameters.Power.Type = DevicePowerState;
	location->Parameters.Power.State.DeviceState = state;
	nt_irp_set_done(request->irp, power_set, request);
	queue_work(nt_workqueue, &request->send);
	if (!wait_for_completion_timeout(&request->complete, POWER_PATIENCE))
		pr_warn("%s: IRP_MN_SET_POWER for parport%u is not complete after %u s: going on without\n",
			node->driver->name, node->port->number, POWER_PATIENCE / HZ);
	put_power_request(request);
}

static void set_power_of(struct nt_driver *driver, void *state)
{
	struct node *node;

	list_for_each_entry(node, &driver->nodes, link)
		if (node->device->AttachedDevice && !node->surprised && !nt_driver_dead(driver))
			set_power(node, *(DEVICE_POWER_STATE *)state);
}

static void set_power_of_all(DEVICE_POWER_STATE state)
{
	/* A driver that does not return from a Plug and Play request keeps nobody awake. */
	if (!nt_call_lock_within(&pnp_mutex, POWER_PATIENCE)) {
		pr_warn("a driver has not returned from AddDevice or a Plug and Play request: no driver is told of suspend\n");
		return;
	}
	nt_visit_drivers(set_power_of, &state);
	nt_call_unlock(&pnp_mutex);
}

static void add_ports_to(struct nt_driver *driver, void *unused)
{
	if (wants_ports(driver))
		nt_visit_ports(add_driver_to, driver);
}

/* What came and went while drivers were not told. */
static void catch_up(struct work_struct *work)
{
	while_awake();
	nt_call_lock(&pnp_mutex);
	nt_visit_drivers(remove_if_closed, NULL);
	nt_visit_drivers(add_ports_to, NULL);
	nt_call_unlock(&pnp_mutex);
}

static DECLARE_WORK(catching_up, catch_up);

static void stay_awake(void)
{
	WRITE_ONCE(falling_asleep, false);
	wake_up_all(&changes);
	queue_work(nt_workqueue, &catching_up);
}

int nt_pnp_fall_asleep(void)
{
	WRITE_ONCE(falling_asleep, true);
	/* See visit_drivers_of_port(). */
	smp_mb();
	if (!nt_wait_event_timeout(changes, !atomic_read(&changing), POWER_PATIENCE)) {
		pr_warn("a port comes or goes, and a driver has not returned from AddDevice or a Plug and Play request for that: the machine stays awake\n");
		stay_awake();
		return -EBUSY;
	}
	set_power_of_all(PowerDeviceD3);
	return 0;
}

void nt_pnp_wake_up(void)
{
	stay_awake();
	set_power_of_all(PowerDeviceD0);
}

/* What comes to a physical device in the end. */

static void capabilities(PDEVICE_CAPABILITIES result)
{
	if (!nt_is_memory(result, sizeof(*result)) || result->Version != 1 ||
	    result->Size < sizeof(*result))
		return;
	result->UniqueID = 0;
	result->SurpriseRemovalOK = 1;
	result->Address = ~0u;
	result->UINumber = ~0u;
	result->DeviceState[PowerSystemWorking] = PowerDeviceD0;
	result->SystemWake = PowerSystemUnspecified;
	result->DeviceWake = PowerDeviceUnspecified;
}

/* W11. Whoever asked frees the answer and drops the reference in it. */
static NTSTATUS target_device(PDEVICE_OBJECT device, PIRP irp, ULONG_PTR *information)
{
	PDEVICE_RELATIONS relations = nt_pool_alloc(nt_irp_find(irp)->caller, sizeof(*relations),
						    1, TAG_RELATIONS, false);

	if (!relations)
		return STATUS_INSUFFICIENT_RESOURCES;
	ObReferenceObject(device);
	nt_object_lend(device);
	relations->Count = 1;
	relations->Objects[0] = device;
	*information = (ULONG_PTR)relations;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI nt_pnp_request(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	ULONG_PTR information = irp->IoStatus.Information;
	NTSTATUS status = irp->IoStatus.Status;

	switch (location->MinorFunction) {
	case IRP_MN_QUERY_DEVICE_RELATIONS:
		if (location->Parameters.QueryDeviceRelations.Type == TargetDeviceRelation)
			status = target_device(device, irp, &information);
		break;
	case IRP_MN_QUERY_CAPABILITIES:
		capabilities(location->Parameters.DeviceCapabilities.Capabilities);
		fallthrough;
	case IRP_MN_START_DEVICE:
	case IRP_MN_QUERY_REMOVE_DEVICE:
	case IRP_MN_REMOVE_DEVICE:
	case IRP_MN_CANCEL_REMOVE_DEVICE:
	case IRP_MN_STOP_DEVICE:
	case IRP_MN_QUERY_STOP_DEVICE:
	case IRP_MN_CANCEL_STOP_DEVICE:
	case IRP_MN_SURPRISE_REMOVAL:
		status = STATUS_SUCCESS;
	}
	/* Any other keeps its status: the rule for requests one does not know. */
	return nt_irp_finish(irp, status, information);
}

NTSTATUS NTAPI nt_power_request(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	NTSTATUS status = irp->IoStatus.Status;

	PoStartNextPowerIrp(irp);
	switch (location->MinorFunction) {
	case IRP_MN_SET_POWER:
		if (location->Parameters.Power.Type == DevicePowerState)
			PoSetPowerState(device, DevicePowerState,
					location->Parameters.Power.State);
		fallthrough;
	case IRP_MN_QUERY_POWER:
		status = STATUS_SUCCESS;
	}
	return nt_irp_finish(irp, status, irp->IoStatus.Information);
}

/* Properties */

/* DriverObject is what a driver has made of it. */
static bool is_of_port(PDEVICE_OBJECT device)
{
	return !nt_device(device)->driver->module;
}

NTSTATUS NTAPI IoGetDeviceProperty(PDEVICE_OBJECT device, DEVICE_REGISTRY_PROPERTY property,
				   ULONG length, PVOID buffer, PULONG result_length)
{
	static const WCHAR description[] = L"Parallel port";
	static const WCHAR hardware_id[] = L"PARPORT\\ntparport\0";	/* a list */
	static const WCHAR enumerator[] = L"PARPORT";
	const void *data;
	ULONG size, number = 0;

	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_device_ok(device) ||
	    !nt_ok(nt_is_memory(result_length, sizeof(*result_length)),
		   "the place for the length") ||
	    (length && !nt_ok(nt_is_memory(buffer, length), "the buffer")))
		return STATUS_INVALID_PARAMETER;
	*result_length = 0;
	if (!is_of_port(device))
		return STATUS_INVALID_DEVICE_REQUEST;
	switch (property) {
	case DevicePropertyDeviceDescription:
		data = description;
		size = sizeof(description);
		break;
	case DevicePropertyHardwareID:
		data = hardware_id;
		size = sizeof(hardware_id);
		break;
	case DevicePropertyEnumeratorName:
		data = enumerator;
		size = sizeof(enumerator);
		break;
	case DevicePropertyBusNumber:
		data = &number;
		size = sizeof(number);
		break;
	default:
		return STATUS_OBJECT_NAME_NOT_FOUND;
	}
	*result_length = size;
	if (length < size)
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(buffer, data, size);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(IoGetDeviceProperty);

/*
 * The key of a port, whichever of its devices is asked, with a reference. The keys
 * above it are made with it: few drivers ask for them.
 */
static NTSTATUS port_key(const struct nt_port *port, bool create, struct nt_key **key)
{
	const WCHAR *const names[] = {
		L"Registry\\Machine\\System\\CurrentControlSet",
		L"Enum",
		L"PARPORT",
		port->lpt,
		L"Device Parameters",
	};

	return nt_key_open(names, ARRAY_SIZE(names), create, key);
}

bool nt_port_connect_enabled(const struct nt_port *port)
{
	static const UNICODE_STRING name = RTL_CONSTANT_STRING(L"EnableConnectInterruptIoctl");
	struct nt_key *key;
	bool enabled;

	if (!NT_SUCCESS(port_key(port, false, &key)))
		return false;
	enabled = nt_key_number(key, &name);
	ObDereferenceObject(key);
	return enabled;
}

NTSTATUS NTAPI IoOpenDeviceRegistryKey(PDEVICE_OBJECT device, ULONG type, ACCESS_MASK access,
				       PHANDLE handle)
{
	struct nt_key *key;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_device_ok(device) ||
	    !nt_ok(nt_is_memory(handle, sizeof(*handle)), "the place for the handle"))
		return STATUS_INVALID_PARAMETER;
	if (!is_of_port(device))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (type != PLUGPLAY_REGKEY_DEVICE)
		return STATUS_INVALID_PARAMETER;
	status = port_key(((struct nt_port_extension *)device->DeviceExtension)->port, true, &key);
	if (!NT_SUCCESS(status))
		return status;
	status = nt_handle_create(nt_caller(), key, handle);
	ObDereferenceObject(key);
	return status;
}
EXPORT_SYMBOL_GPL(IoOpenDeviceRegistryKey);
