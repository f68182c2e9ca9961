// SPDX-License-Identifier: GPL-2.0
/* power_kunit.c - power requests that a driver sends to a device. */

#include "toy.h"

static struct {
	KEVENT arrived, done;
	/* What arrived. */
	PDEVICE_OBJECT at;
	IO_STACK_LOCATION location;
	PIRP irp;
	KIRQL irql;
	/* What the completion routine got. */
	unsigned int completions;
	PDEVICE_OBJECT of;
	UCHAR minor;
	POWER_STATE state;
	PVOID context;
	NTSTATUS status;
	NTSTATUS returned;
} seen;

static const POWER_STATE off = { .DeviceState = PowerDeviceD3 };

static VOID NTAPI note_completion(PDEVICE_OBJECT device, UCHAR minor, POWER_STATE state,
				  PVOID context, PIO_STATUS_BLOCK status)
{
	seen.completions++;
	seen.of = device;
	seen.minor = minor;
	seen.state = state;
	seen.context = context;
	seen.status = status->Status;
	KeSetEvent(&seen.done, IO_NO_INCREMENT, FALSE);
}

static void note(PDEVICE_OBJECT device, PIRP irp)
{
	seen.at = device;
	seen.irp = irp;
	seen.irql = KeGetCurrentIrql();
	seen.location = *IoGetCurrentIrpStackLocation(irp);
}

static NTSTATUS answer(PDEVICE_OBJECT device, PIRP irp)
{
	note(device, irp);
	PoStartNextPowerIrp(irp);
	return toy_complete(irp, STATUS_SUCCESS, 0);
}

static VOID NTAPI cancel(PDEVICE_OBJECT device, PIRP irp)
{
	IoReleaseCancelSpinLock(irp->CancelIrql);
	toy_complete(irp, STATUS_CANCELLED, 0);
}

static NTSTATUS keep(PDEVICE_OBJECT device, PIRP irp)
{
	note(device, irp);
	IoMarkIrpPending(irp);
	IoSetCancelRoutine(irp, cancel);
	KeSetEvent(&seen.arrived, IO_NO_INCREMENT, FALSE);
	return STATUS_PENDING;
}

static NTSTATUS forget(PDEVICE_OBJECT device, PIRP irp)
{
	note(device, irp);
	return STATUS_UNSUCCESSFUL;
}

static PDEVICE_OBJECT stack(struct kunit *test, PDEVICE_OBJECT *top)
{
	PDEVICE_OBJECT devices[2];

	memset(&seen, 0, sizeof(seen));
	KeInitializeEvent(&seen.arrived, SynchronizationEvent, FALSE);
	KeInitializeEvent(&seen.done, SynchronizationEvent, FALSE);
	toy_stack(test, devices, 2);
	*top = devices[1];
	return devices[0];
}

static void set_power_goes_to_the_top_of_the_stack(struct kunit *test)
{
	PDEVICE_OBJECT top, bottom = stack(test, &top);

	toy.on_request = answer;
	KUNIT_EXPECT_EQ(test, STATUS_PENDING,
			PoRequestPowerIrp(bottom, IRP_MN_SET_POWER, off, note_completion, &seen,
					  NULL));
	KUNIT_ASSERT_EQ(test, wait_for(&seen.done), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, seen.at, top);
	KUNIT_EXPECT_EQ(test, seen.irql, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, seen.location.MajorFunction, IRP_MJ_POWER);
	KUNIT_EXPECT_EQ(test, seen.location.MinorFunction, IRP_MN_SET_POWER);
	KUNIT_EXPECT_EQ(test, (int)seen.location.Parameters.Power.Type, (int)DevicePowerState);
	KUNIT_EXPECT_EQ(test, (int)seen.location.Parameters.Power.State.DeviceState,
			(int)PowerDeviceD3);
	KUNIT_EXPECT_PTR_EQ(test, seen.of, bottom);
	KUNIT_EXPECT_EQ(test, seen.minor, IRP_MN_SET_POWER);
	KUNIT_EXPECT_EQ(test, (int)seen.state.DeviceState, (int)PowerDeviceD3);
	KUNIT_EXPECT_PTR_EQ(test, seen.context, (PVOID)&seen);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_SUCCESS);
}

static void query(void *device)
{
	seen.returned = PoRequestPowerIrp(device, IRP_MN_QUERY_POWER, off, note_completion, &seen,
					  NULL);
}

static void request_is_sent_at_dispatch_level(struct kunit *test)
{
	PDEVICE_OBJECT top, bottom = stack(test, &top);

	toy.on_request = answer;
	in_dpc(test, query, bottom);
	KUNIT_EXPECT_EQ(test, seen.returned, STATUS_PENDING);
	KUNIT_ASSERT_EQ(test, wait_for(&seen.done), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen.irql, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, seen.minor, IRP_MN_QUERY_POWER);
}

static void wait_for_wake_can_be_cancelled(struct kunit *test)
{
	POWER_STATE from = { .SystemState = PowerSystemSleeping3 };
	PDEVICE_OBJECT top, bottom = stack(test, &top);
	PIRP irp = NULL;

	toy.on_request = keep;
	KUNIT_EXPECT_EQ(test, STATUS_PENDING,
			PoRequestPowerIrp(bottom, IRP_MN_WAIT_WAKE, from, note_completion, &seen,
					  &irp));
	KUNIT_ASSERT_EQ(test, wait_for(&seen.arrived), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, irp, seen.irp);
	KUNIT_EXPECT_EQ(test, (int)seen.location.Parameters.WaitWake.PowerState,
			(int)PowerSystemSleeping3);
	KUNIT_EXPECT_EQ(test, seen.completions, 0U);
	KUNIT_EXPECT_TRUE(test, IoCancelIrp(irp));
	KUNIT_ASSERT_EQ(test, wait_for(&seen.done), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_CANCELLED);
}

/* Its completion routine is called once. */
static void forgotten_request_is_complete(struct kunit *test)
{
	PDEVICE_OBJECT top, bottom = stack(test, &top);

	log_mark(&toy.log);
	toy.on_request = forget;
	KUNIT_EXPECT_EQ(test, STATUS_PENDING,
			PoRequestPowerIrp(bottom, IRP_MN_SET_POWER, off, note_completion, &seen,
					  NULL));
	KUNIT_ASSERT_EQ(test, wait_for(&seen.done), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen.status, STATUS_UNSUCCESSFUL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "but neither completed request");
	toy_delete(top);
	toy_delete(bottom);
	toy_unload();
	KUNIT_EXPECT_EQ(test, seen.completions, 1U);
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
}

static void other_requests_are_refused(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);

	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER_2,
			PoRequestPowerIrp(device, IRP_MN_POWER_SEQUENCE, off, NULL, NULL, NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a power request that can be sent");
	ObReferenceObject(device);
	toy_delete(device);
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING,
			PoRequestPowerIrp(device, IRP_MN_SET_POWER, off, NULL, NULL, NULL));
	ObDereferenceObject(device);
}

static struct kunit_case power_cases[] = {
	KUNIT_CASE(set_power_goes_to_the_top_of_the_stack),
	KUNIT_CASE(request_is_sent_at_dispatch_level),
	KUNIT_CASE(wait_for_wake_can_be_cancelled),
	KUNIT_CASE(forgotten_request_is_complete),
	KUNIT_CASE(other_requests_are_refused),
	{ }
};

static struct kunit_suite power_suite = {
	.name = "ntparport_windows_io_power",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = power_cases,
};

kunit_test_suites(&power_suite);
