// SPDX-License-Identifier: GPL-2.0
/* device_kunit.c - devices: made, stacked, deleted; their DPC, timer and power. */

#include <linux/cpumask.h>
#include <linux/ktime.h>
#include <linux/sched.h>

#include <ntifs.h>

#include "toy.h"

static void device_is_as_asked_for(struct kunit *test)
{
	UNICODE_STRING name = text(L"\\Device\\Toy0");
	PDEVICE_OBJECT device, second;
	static const u8 zeros[100];

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoCreateDevice(toy.driver, sizeof(zeros), &name, FILE_DEVICE_PRINTER,
				       FILE_DEVICE_SECURE_OPEN, TRUE, &device));
	KUNIT_EXPECT_EQ(test, device->Type, IO_TYPE_DEVICE);
	KUNIT_EXPECT_EQ(test, device->DeviceType, FILE_DEVICE_PRINTER);
	KUNIT_EXPECT_EQ(test, device->Characteristics, FILE_DEVICE_SECURE_OPEN);
	KUNIT_EXPECT_EQ(test, device->Flags,
			DO_DEVICE_INITIALIZING | DO_EXCLUSIVE | DO_DEVICE_HAS_NAME);
	KUNIT_EXPECT_EQ(test, (int)device->StackSize, 1);
	KUNIT_EXPECT_PTR_EQ(test, device->DriverObject, toy.driver);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)device->DeviceExtension, 16));
	EXPECT_SAME_BYTES(test, device->DeviceExtension, zeros, sizeof(zeros));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoCreateDevice(toy.driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE,
				       &second));
	KUNIT_EXPECT_NULL(test, second->DeviceExtension);
	KUNIT_EXPECT_PTR_EQ(test, toy.driver->DeviceObject, second);
	KUNIT_EXPECT_PTR_EQ(test, second->NextDevice, device);
	IoDeleteDevice(second);
	KUNIT_EXPECT_PTR_EQ(test, toy.driver->DeviceObject, device);
	IoDeleteDevice(device);
	KUNIT_EXPECT_NULL(test, toy.driver->DeviceObject);
}

static void devices_are_stacked(struct kunit *test)
{
	PDEVICE_OBJECT devices[3], top;

	toy_stack(test, devices, 3);
	KUNIT_EXPECT_PTR_EQ(test, devices[0]->AttachedDevice, devices[1]);
	KUNIT_EXPECT_PTR_EQ(test, IoGetAttachedDevice(devices[0]), devices[2]);
	KUNIT_EXPECT_EQ(test, (int)devices[2]->StackSize, 3);
	top = IoGetAttachedDeviceReference(devices[1]);
	KUNIT_EXPECT_PTR_EQ(test, top, devices[2]);
	ObDereferenceObject(top);
	IoDetachDevice(devices[1]);
	KUNIT_EXPECT_PTR_EQ(test, IoGetAttachedDevice(devices[0]), devices[1]);
	log_mark(&toy.log);
	IoDetachDevice(devices[1]);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoDetachDevice");
}

static void device_is_attached_by_name(struct kunit *test)
{
	PDEVICE_OBJECT below = toy_device(test, L"\\Device\\Toy0");
	PDEVICE_OBJECT above = toy_device(test, NULL), found = NULL;
	UNICODE_STRING name = text(L"\\Device\\Toy0"), wrong = text(L"\\Device\\Toy1");

	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, IoAttachDevice(above, &wrong, &found));
	KUNIT_EXPECT_NULL(test, found);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoAttachDevice(above, &name, &found));
	KUNIT_EXPECT_PTR_EQ(test, found, below);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, IoAttachDevice(above, &name, &found));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is attached already");
}

static void stack_cannot_become_a_circle(struct kunit *test)
{
	PDEVICE_OBJECT devices[3];

	toy_stack(test, devices, 3);
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoAttachDeviceToDeviceStack(devices[0], devices[1]));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is attached already");
	KUNIT_EXPECT_NULL(test, devices[2]->AttachedDevice);
}

static void opening_goes_to_the_top(struct kunit *test)
{
	PDEVICE_OBJECT below = toy_device(test, L"\\Device\\Toy0");
	PDEVICE_OBJECT above = toy_device(test, NULL);
	PFILE_OBJECT file = NULL;

	KUNIT_ASSERT_PTR_EQ(test, IoAttachDeviceToDeviceStack(above, below), below);
	KUNIT_EXPECT_PTR_EQ(test, toy_open(test, L"\\Device\\Toy0", &file), above);
	KUNIT_EXPECT_PTR_EQ(test, file->DeviceObject, below);
	ObDereferenceObject(file);
}

static void deleting_in_a_stack_is_logged(struct kunit *test)
{
	PDEVICE_OBJECT devices[3];

	toy_stack(test, devices, 3);
	log_mark(&toy.log);
	toy_delete(devices[0]);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is attached to");
	log_mark(&toy.log);
	IoDeleteDevice(devices[2]);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoDetachDevice");
	KUNIT_EXPECT_NULL(test, devices[1]->AttachedDevice);
	toy_forget(devices[2]);
	/* Nor is there anything below it now. */
	log_mark(&toy.log);
	toy_delete(devices[1]);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* DPC */

static struct {
	unsigned int calls;
	PDEVICE_OBJECT device;
	PIRP irp;
	void *context;
	KIRQL irql;
} dpc_seen;

static VOID NTAPI note_dpc(struct _KDPC *dpc, PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	dpc_seen.calls++;
	dpc_seen.device = device;
	dpc_seen.irp = irp;
	dpc_seen.context = context;
	dpc_seen.irql = KeGetCurrentIrql();
}

static void request_dpc(void *device)
{
	IoRequestDpc(device, NULL, device);
}

static void dpc_is_requested(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp = IoAllocateIrp(1, FALSE);

	memset(&dpc_seen, 0, sizeof(dpc_seen));
	log_mark(&toy.log);
	KUNIT_EXPECT_FALSE(test, IoRequestDpc(device, NULL, NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoInitializeDpcRequest");
	IoInitializeDpcRequest(device, note_dpc);
	KUNIT_EXPECT_TRUE(test, IoRequestDpc(device, irp, &dpc_seen));
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, dpc_seen.calls, 1U);
	KUNIT_EXPECT_PTR_EQ(test, dpc_seen.device, device);
	KUNIT_EXPECT_PTR_EQ(test, dpc_seen.irp, irp);
	KUNIT_EXPECT_PTR_EQ(test, dpc_seen.context, (void *)&dpc_seen);
	KUNIT_EXPECT_EQ(test, dpc_seen.irql, DISPATCH_LEVEL);
	/* As an interrupt routine does it, without a request. */
	in_interrupt_routine(test, request_dpc, device);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, dpc_seen.calls, 2U);
	KUNIT_EXPECT_NULL(test, dpc_seen.irp);
	IoFreeIrp(irp);
}

/* Timer */

static struct {
	KEVENT event;
	unsigned int calls;
	PDEVICE_OBJECT device;
	KIRQL irql;
} tick;

static VOID NTAPI note_tick(PDEVICE_OBJECT device, PVOID context)
{
	tick.calls++;
	tick.device = device;
	tick.irql = KeGetCurrentIrql();
	KeSetEvent(context, IO_NO_INCREMENT, FALSE);
}

static void timer_ticks_every_second(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	ULONGLONG begin, end;

	memset(&tick, 0, sizeof(tick));
	KeInitializeEvent(&tick.event, SynchronizationEvent, FALSE);
	log_mark(&toy.log);
	IoStartTimer(device);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoInitializeTimer");
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoInitializeTimer(device, note_tick, &tick.event));
	begin = KeQueryInterruptTime();
	IoStartTimer(device);
	KUNIT_EXPECT_EQ(test, wait_for(&tick.event), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, wait_for(&tick.event), STATUS_SUCCESS);
	IoStopTimer(device);
	KeFlushQueuedDpcs();
	end = KeQueryInterruptTime();
	KUNIT_EXPECT_GE(test, end - begin, 2 * 10000000ULL - 10000);
	KUNIT_EXPECT_PTR_EQ(test, tick.device, device);
	KUNIT_EXPECT_EQ(test, tick.irql, DISPATCH_LEVEL);
}

static void deleted_device_has_no_timer(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);

	memset(&tick, 0, sizeof(tick));
	KeInitializeEvent(&tick.event, SynchronizationEvent, FALSE);
	IoInitializeTimer(device, note_tick, &tick.event);
	IoStartTimer(device);
	toy_delete(device);
	KUNIT_EXPECT_EQ(test, tick.calls, 0U);
}

/* Work items */

/**
 * struct straggler - a DPC that is running when a device is deleted
 * @dpc: the DPC
 * @device: the device
 * @timer: a timer in the device's extension
 * @timer_dpc: a DPC in the extension
 * @runs: the DPC has begun
 * @timer_calls: calls of the routine of @timer_dpc
 */
struct straggler {
	KDPC dpc;
	PDEVICE_OBJECT device;
	PKTIMER timer;
	PKDPC timer_dpc;
	bool runs;
	unsigned int timer_calls;
};

static VOID NTAPI straggle(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	unsigned long deadline = jiffies + 5 * HZ;
	struct straggler *straggler = context;
	unsigned int n;

	WRITE_ONCE(straggler->runs, true);
	while (READ_ONCE(toy.driver->DeviceObject) == straggler->device &&
	       time_before(jiffies, deadline))
		KeStallExecutionProcessor(10);
	/* The deletion has begun, and comes to the point where it waits for the end of this DPC. */
	for (n = 0; n < 2000; n++) {
		KeRemoveQueueDpc(straggler->timer_dpc);
		KeSetTimer(straggler->timer, AT_ONCE, straggler->timer_dpc);
		KeStallExecutionProcessor(100);
	}
	KeSetTimer(straggler->timer, MILLISECONDS(3600000), straggler->timer_dpc);
}

/* DPCs run on the CPU on which they are queued. */
static NTSTATUS start_straggling(void *data)
{
	struct straggler *straggler = data;

	if (set_cpus_allowed_ptr(current, cpumask_of(0)))
		return STATUS_UNSUCCESSFUL;
	KeInsertQueueDpc(&straggler->dpc, NULL, NULL);
	return STATUS_SUCCESS;
}

static VOID NTAPI never(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct straggler *straggler = context;

	straggler->timer_calls++;
}

static void what_a_last_dpc_leaves_ends_with_the_device(struct kunit *test)
{
	struct {
		KTIMER timer;
		KDPC dpc;
	} *extension;
	struct straggler straggler = { };
	PDEVICE_OBJECT device;
	struct worker *worker;

	if (set_cpus_allowed_ptr(current, cpumask_of(1)))
		kunit_skip(test, "needs two CPUs");
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoCreateDevice(toy.driver, sizeof(*extension), NULL, FILE_DEVICE_UNKNOWN,
				       0, FALSE, &device));
	extension = device->DeviceExtension;
	KeInitializeTimer(&extension->timer);
	KeInitializeDpc(&extension->dpc, never, &straggler);
	KeInitializeDpc(&straggler.dpc, straggle, &straggler);
	straggler.device = device;
	straggler.timer = &extension->timer;
	straggler.timer_dpc = &extension->dpc;
	log_mark(&toy.log);
	worker = worker_start(test, start_straggling, &straggler);
	ASSERT_SEEN(test, READ_ONCE(straggler.runs));
	IoDeleteDevice(device);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, straggler.timer_calls, 0U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "left 1 timer set, one with routine never"),
			1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "left 1 DPC in the queue"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, ""), 2U);
}

static void restless_dpcs_end_with_the_device(struct kunit *test)
{
	static atomic_t calls;
	int n;

	for (n = 0; n < 20; n++) {
		PDEVICE_OBJECT device = toy_restless_device(test, &calls);

		log_mark(&toy.log);
		IoDeleteDevice(device);
		toy_expect_rest(test, &toy.log, 0, &calls);
	}
}

static void timer_of_a_deleted_device_is_not_started(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);

	KeInitializeEvent(&tick.event, SynchronizationEvent, FALSE);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoInitializeTimer(device, note_tick, &tick.event));
	ObReferenceObject(device);
	toy_delete(device);
	log_mark(&toy.log);
	IoStartTimer(device);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoStartTimer: the device is deleted");
	ObDereferenceObject(device);
}

static void power_state_is_noted(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	POWER_STATE state = { .DeviceState = PowerDeviceD3 };

	KUNIT_EXPECT_EQ(test, (int)PowerDeviceD0,
			(int)PoSetPowerState(device, DevicePowerState, state).DeviceState);
	KUNIT_EXPECT_EQ(test, (int)PowerDeviceD3,
			(int)PoSetPowerState(device, DevicePowerState, state).DeviceState);
}

static void power_request_is_passed_on(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	IO_STATUS_BLOCK result = { };
	PIRP irp = IoBuildSynchronousFsdRequest(IRP_MJ_POWER, device, NULL, 0, NULL, NULL,
						&result);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	PoStartNextPowerIrp(irp);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, PoCallDriver(device, irp));
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_POWER], 1U);
}

static void driver_detaches_its_own_devices_only(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");

	KUNIT_ASSERT_EQ(test, run("insmod", "/modules/ntparport_careless.ko", "attaches=1"), 0);
	KUNIT_EXPECT_PTR_NE(test, IoGetAttachedDevice(device), device);
	log_mark(&toy.log);
	IoDetachDevice(device);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not the driver's: it is one of ntparport_careless");
	KUNIT_EXPECT_PTR_NE(test, IoGetAttachedDevice(device), device);
	/* Its own driver detaches it. */
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, run("rmmod", "ntparport_careless", NULL), 0);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_PTR_EQ(test, IoGetAttachedDevice(device), device);
}

static void device_is_attached_safely(struct kunit *test)
{
	PDEVICE_OBJECT devices[3], top = NULL;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(devices); i++)
		devices[i] = toy_device(test, NULL);
	KUNIT_EXPECT_EQ(test, IoAttachDeviceToDeviceStackSafe(devices[1], devices[0], &top),
			STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, top, devices[0]);
	KUNIT_EXPECT_EQ(test, IoAttachDeviceByPointer(devices[2], devices[0]), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, IoGetAttachedDevice(devices[0]), devices[2]);
	/* It is in a stack already. */
	KUNIT_EXPECT_EQ(test, IoAttachDeviceToDeviceStackSafe(devices[1], devices[0], &top),
			STATUS_NO_SUCH_DEVICE);
	KUNIT_EXPECT_NULL(test, top);
	KUNIT_EXPECT_EQ(test, IoAttachDeviceByPointer(devices[2], devices[0]),
			STATUS_NO_SUCH_DEVICE);
	IoDetachDevice(devices[1]);
	IoDetachDevice(devices[0]);
}

/* What is left goes with the driver. */
static void driver_object_has_extensions(struct kunit *test)
{
	static char first, second;
	PVOID memory = NULL, other = NULL;

	KUNIT_EXPECT_NULL(test, IoGetDriverObjectExtension(toy.driver, &first));
	KUNIT_EXPECT_EQ(test, IoAllocateDriverObjectExtension(toy.driver, &first, 1000, &memory),
			STATUS_SUCCESS);
	KUNIT_ASSERT_NOT_NULL(test, memory);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)memory, 2 * sizeof(void *)));
	KUNIT_EXPECT_NULL(test, memchr_inv(memory, 0, 1000));
	memset(memory, 0x5a, 1000);
	KUNIT_EXPECT_EQ(test, IoAllocateDriverObjectExtension(toy.driver, &first, 10, &other),
			STATUS_OBJECT_NAME_COLLISION);
	KUNIT_EXPECT_NULL(test, other);
	KUNIT_EXPECT_EQ(test, IoAllocateDriverObjectExtension(toy.driver, &second, 0, &other),
			STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, IoGetDriverObjectExtension(toy.driver, &first), memory);
	KUNIT_EXPECT_PTR_EQ(test, IoGetDriverObjectExtension(toy.driver, &second), other);
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoGetDriverObjectExtension(memory, &first));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a driver");
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, IoAllocateDriverObjectExtension(toy.driver, &toy, 1, NULL),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "the place for the extension");
}

/* A timer without a DPC is found by its address only. */
static void timer_in_an_extension_goes_with_it(struct kunit *test)
{
	static char id;
	LARGE_INTEGER later = { .QuadPart = -600000000 };
	PVOID memory = NULL;

	KUNIT_ASSERT_EQ(test, IoAllocateDriverObjectExtension(toy.driver, &id, sizeof(KTIMER),
							      &memory), STATUS_SUCCESS);
	KeInitializeTimer(memory);
	KeSetTimer(memory, later, NULL);
	log_mark(&toy.log);
	toy_unload();
	EXPECT_LOGGED_ONCE(test, &toy.log, "left 1 timer set");
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
}

static void devices_are_found_by_others(struct kunit *test)
{
	PDEVICE_OBJECT stack[3], list[4] = { }, device;
	ULONG number = 0;

	toy_stack(test, stack, 3);
	device = IoGetLowerDeviceObject(stack[2]);
	KUNIT_EXPECT_PTR_EQ(test, device, stack[1]);
	ObDereferenceObject(device);
	KUNIT_EXPECT_NULL(test, IoGetLowerDeviceObject(stack[0]));
	device = IoGetDeviceAttachmentBaseRef(stack[2]);
	KUNIT_EXPECT_PTR_EQ(test, device, stack[0]);
	ObDereferenceObject(device);
	KUNIT_EXPECT_EQ(test, IoEnumerateDeviceObjectList(toy.driver, list, sizeof(list), &number),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number, 3U);
	while (number--)
		ObDereferenceObject(list[number]);
	KUNIT_EXPECT_EQ(test, IoEnumerateDeviceObjectList(toy.driver, list, 2 * sizeof(*list) + 1,
							  &number), STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, number, 3U);
	ObDereferenceObject(list[0]);
	ObDereferenceObject(list[1]);
	KUNIT_EXPECT_EQ(test, IoEnumerateDeviceObjectList(toy.driver, NULL, 0, &number),
			STATUS_BUFFER_TOO_SMALL);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_NULL(test, IoGetLowerDeviceObject((PDEVICE_OBJECT)&number));
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoGetLowerDeviceObject");
}

static struct kunit_case device_cases[] = {
	KUNIT_CASE(device_is_as_asked_for),
	KUNIT_CASE(devices_are_stacked),
	KUNIT_CASE(devices_are_found_by_others),
	KUNIT_CASE(device_is_attached_by_name),
	KUNIT_CASE(device_is_attached_safely),
	KUNIT_CASE(driver_object_has_extensions),
	KUNIT_CASE(timer_in_an_extension_goes_with_it),
	KUNIT_CASE(stack_cannot_become_a_circle),
	KUNIT_CASE(driver_detaches_its_own_devices_only),
	KUNIT_CASE(opening_goes_to_the_top),
	KUNIT_CASE(deleting_in_a_stack_is_logged),
	KUNIT_CASE(dpc_is_requested),
	KUNIT_CASE(timer_ticks_every_second),
	KUNIT_CASE(deleted_device_has_no_timer),
	KUNIT_CASE(timer_of_a_deleted_device_is_not_started),
	KUNIT_CASE(what_a_last_dpc_leaves_ends_with_the_device),
	KUNIT_CASE(restless_dpcs_end_with_the_device),
	KUNIT_CASE(power_state_is_noted),
	KUNIT_CASE(power_request_is_passed_on),
	{ }
};

static struct kunit_suite device_suite = {
	.name = "ntparport_windows_device",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = device_cases,
};

kunit_test_suites(&device_suite);
