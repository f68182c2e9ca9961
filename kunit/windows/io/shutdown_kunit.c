// SPDX-License-Identifier: GPL-2.0
/* shutdown_kunit.c - devices that are told when the machine is about to be turned off. */

#include "toy.h"

static struct {
	PDEVICE_OBJECT devices[4];
	unsigned int number;
} told;

static NTSTATUS note(PDEVICE_OBJECT device, PIRP irp)
{
	if (IoGetCurrentIrpStackLocation(irp)->MajorFunction == IRP_MJ_SHUTDOWN &&
	    told.number < ARRAY_SIZE(told.devices))
		told.devices[told.number++] = device;
	return toy_complete(irp, STATUS_SUCCESS, 0);
}

static void devices_are_told_in_order(struct kunit *test)
{
	PDEVICE_OBJECT first = toy_device(test, NULL), second = toy_device(test, NULL);
	PDEVICE_OBJECT last = toy_device(test, NULL);

	memset(&told, 0, sizeof(told));
	toy.on_request = note;
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, IoRegisterLastChanceShutdownNotification(last), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, IoRegisterShutdownNotification(first), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, IoRegisterShutdownNotification(second), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, first->Flags & DO_SHUTDOWN_REGISTERED);
	ntparport_shutdown();
	KUNIT_EXPECT_EQ(test, told.number, 3U);
	KUNIT_EXPECT_PTR_EQ(test, told.devices[0], first);
	KUNIT_EXPECT_PTR_EQ(test, told.devices[1], second);
	KUNIT_EXPECT_PTR_EQ(test, told.devices[2], last);
	IoUnregisterShutdownNotification(first);
	KUNIT_EXPECT_FALSE(test, first->Flags & DO_SHUTDOWN_REGISTERED);
	IoUnregisterShutdownNotification(last);
	ntparport_shutdown();
	KUNIT_EXPECT_EQ(test, told.number, 4U);
	KUNIT_EXPECT_PTR_EQ(test, told.devices[3], second);
	IoUnregisterShutdownNotification(second);
	EXPECT_NOT_LOGGED(test, &toy.log);
	IoUnregisterShutdownNotification(second);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not registered");
}

static void device_that_is_deleted_is_not_told(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);

	memset(&told, 0, sizeof(told));
	toy.on_request = note;
	KUNIT_EXPECT_EQ(test, IoRegisterShutdownNotification(device), STATUS_SUCCESS);
	log_mark(&toy.log);
	toy_delete(device);
	EXPECT_LOGGED_ONCE(test, &toy.log, "without IoUnregisterShutdownNotification");
	ntparport_shutdown();
	KUNIT_EXPECT_EQ(test, told.number, 0U);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, IoRegisterShutdownNotification(NULL), STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a device");
}

/* It is no longer told, and somebody else may get its memory. */
static void device_that_is_being_deleted_is_not_registered(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);

	ObReferenceObject(device);
	toy_delete(device);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, IoRegisterShutdownNotification(device), STATUS_DELETE_PENDING);
	EXPECT_NOT_LOGGED(test, &toy.log);
	ObDereferenceObject(device);
}

static struct kunit_case shutdown_cases[] = {
	KUNIT_CASE(devices_are_told_in_order),
	KUNIT_CASE(device_that_is_deleted_is_not_told),
	KUNIT_CASE(device_that_is_being_deleted_is_not_registered),
	{ }
};

static struct kunit_suite shutdown_suite = {
	.name = "ntparport_windows_io_shutdown",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = shutdown_cases,
};

kunit_test_suites(&shutdown_suite);
