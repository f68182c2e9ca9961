// SPDX-License-Identifier: GPL-2.0
/* wmi_kunit.c - management data: registered, and never asked for. */

#include <linux/module.h>

#include "toy.h"

#include <wmilib.h>

static const GUID block = { 0x12345678, 0x1234, 0x5678, { 1, 2, 3, 4, 5, 6, 7, 8 } };
static WMIGUIDREGINFO blocks[] = { { &block, 1, 0 } };
static WMILIB_CONTEXT library = { .GuidCount = 1, .GuidList = blocks };

static void device_is_registered(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	ULONG action;

	for (action = WMIREG_ACTION_REGISTER; action <= WMIREG_ACTION_BLOCK_IRPS; action++)
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoWMIRegistrationControl(device, action));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, IoWMIRegistrationControl(device, 0));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, IoWMIRegistrationControl(device, 6));
	KUNIT_EXPECT_EQ(test, toy.requests, 0U);
}

static struct {
	ULONG_PTR provider;
	NTSTATUS status;
	SYSCTL_IRP_DISPOSITION disposition;
} asked;

/* What the documentation has a driver do. */
static NTSTATUS system_control(PDEVICE_OBJECT device, PIRP irp)
{
	IoGetCurrentIrpStackLocation(irp)->Parameters.WMI.ProviderId = asked.provider;
	asked.status = WmiSystemControl(&library, device, irp, &asked.disposition);
	if (asked.disposition == IrpNotCompleted)
		IoCompleteRequest(irp, IO_NO_INCREMENT);
	else
		return toy_complete(irp, STATUS_NOT_SUPPORTED, 0);
	return asked.status;
}

static const struct request {
	const char *name;
	UCHAR minor;
	bool for_this_device;
	SYSCTL_IRP_DISPOSITION disposition;
	NTSTATUS returned;
	NTSTATUS completed;
} requests[] = {
	{ "for this device", IRP_MN_QUERY_ALL_DATA, true, IrpNotCompleted,
	  STATUS_WMI_GUID_NOT_FOUND, STATUS_WMI_GUID_NOT_FOUND },
	{ "registration", IRP_MN_REGINFO_EX, true, IrpNotCompleted,
	  STATUS_WMI_GUID_NOT_FOUND, STATUS_WMI_GUID_NOT_FOUND },
	{ "for another device", IRP_MN_EXECUTE_METHOD, false, IrpForward, STATUS_SUCCESS,
	  STATUS_NOT_SUPPORTED },
	{ "no request of WMI", 0x0a, true, IrpNotWmi, STATUS_SUCCESS, STATUS_NOT_SUPPORTED },
	{ "unknown", 0x55, true, IrpNotWmi, STATUS_SUCCESS, STATUS_NOT_SUPPORTED },
};

static void request_name(const struct request *request, char *name)
{
	strscpy(name, request->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(requests, requests, request_name);

static void request_is_sorted(struct kunit *test)
{
	const struct request *request = test->param_value;
	PDEVICE_OBJECT device = toy_device(test, NULL);
	IO_STATUS_BLOCK result = { };
	PIRP irp = IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS, device, NULL, 0, NULL, NULL,
						&result);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_SYSTEM_CONTROL;
	IoGetNextIrpStackLocation(irp)->MinorFunction = request->minor;
	asked.provider = request->for_this_device ? (ULONG_PTR)device : 0;
	toy.on_request = system_control;
	KUNIT_EXPECT_EQ(test, request->completed, IoCallDriver(device, irp));
	KUNIT_EXPECT_EQ(test, (int)request->disposition, (int)asked.disposition);
	KUNIT_EXPECT_EQ(test, request->returned, asked.status);
	KUNIT_EXPECT_EQ(test, request->completed, result.Status);
}

static NTSTATUS too_small(PDEVICE_OBJECT device, PIRP irp)
{
	asked.status = WmiCompleteRequest(device, irp, STATUS_BUFFER_TOO_SMALL, 8, IO_NO_INCREMENT);
	return STATUS_BUFFER_TOO_SMALL;
}

static NTSTATUS enough(PDEVICE_OBJECT device, PIRP irp)
{
	return WmiCompleteRequest(device, irp, STATUS_SUCCESS, 0, IO_NO_INCREMENT);
}

static void request_is_completed(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	IO_STATUS_BLOCK result = { };

	toy.on_request = enough;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoCallDriver(device, IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS,
									  device, NULL, 0, NULL,
									  NULL, &result)));
	toy.on_request = too_small;
	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			IoCallDriver(device, IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS,
									  device, NULL, 0, NULL,
									  NULL, &result)));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, asked.status);
}

/* The block of the pool is gone then: toy_exit() counts what is left. */
static void event_takes_its_data(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PVOID data = ExAllocatePoolWithTag(NonPagedPool, 16, 0x54776d69);

	KUNIT_ASSERT_NOT_NULL(test, data);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, WmiFireEvent(device, &block, 0, 16, data));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, WmiFireEvent(device, &block, 0, 0, NULL));
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, WmiFireEvent(device, NULL, 0, 0, NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "WmiFireEvent");
}

static void event_item_is_taken(struct kunit *test)
{
	PVOID event = ExAllocatePoolWithTag(NonPagedPool, 128, 0x54776d69);
	ULONG first = 7, second = 7;
	GUID class = block;

	KUNIT_ASSERT_NOT_NULL(test, event);
	KUNIT_EXPECT_EQ(test, IoWMIWriteEvent(event), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, IoWMIAllocateInstanceIds(&class, 3, &first), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, IoWMIAllocateInstanceIds(&class, 1, &second), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, second, first + 3);
	KUNIT_EXPECT_EQ(test, IoWMIAllocateInstanceIds(&class, 0xffffffff, &second),
			STATUS_UNSUCCESSFUL);
	/* They are the driver's. */
	toy_unload();
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
	KUNIT_EXPECT_EQ(test, IoWMIAllocateInstanceIds(&class, 1, &first), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, first, 0U);
	KUNIT_EXPECT_NE(test, IoWMIDeviceObjectToProviderId(toy_device(test, NULL)), 0U);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, IoWMIWriteEvent(&class), STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoWMIWriteEvent");
}

/* Misuse: a line in the log. */
static void what_is_no_device_is_refused(struct kunit *test)
{
	SYSCTL_IRP_DISPOSITION disposition = IrpProcessed;

	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			IoWMIRegistrationControl(NULL, WMIREG_ACTION_REGISTER));
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoWMIRegistrationControl");
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			WmiSystemControl(&library, NULL, NULL, &disposition));
	KUNIT_EXPECT_EQ(test, (int)IrpNotWmi, (int)disposition);
	EXPECT_LOGGED_ONCE(test, &toy.log, "WmiSystemControl");
}

static struct kunit_case wmi_cases[] = {
	KUNIT_CASE(device_is_registered),
	KUNIT_CASE_PARAM(request_is_sorted, requests_gen_params),
	KUNIT_CASE(request_is_completed),
	KUNIT_CASE(event_takes_its_data),
	KUNIT_CASE(event_item_is_taken),
	KUNIT_CASE(what_is_no_device_is_refused),
	{ }
};

static struct kunit_suite wmi_suite = {
	.name = "ntparport_windows_wmi",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = wmi_cases,
};

kunit_test_suites(&wmi_suite);
