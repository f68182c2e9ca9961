// SPDX-License-Identifier: GPL-2.0
/* driver_kunit.c - a driver's life, and what it leaves behind. */

#include <linux/module.h>

#include "toy.h"

static void driver_object_is_filled_in(struct kunit *test)
{
	PDRIVER_OBJECT driver = toy.driver;

	KUNIT_EXPECT_EQ(test, driver->Type, IO_TYPE_DRIVER);
	KUNIT_EXPECT_PTR_EQ(test, driver->DriverExtension->DriverObject, driver);
	EXPECT_SAME_BYTES(test, driver->DriverName.Buffer, L"\\Driver\\toy", 24);
	EXPECT_SAME_BYTES(test, driver->DriverExtension->ServiceKeyName.Buffer, L"toy", 8);
	EXPECT_SAME_BYTES(test, toy.path.Buffer,
			  L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\toy",
			  toy.path.Length);
	KUNIT_EXPECT_EQ(test, toy.path.Length, 2 * 55);
}

static void make_device(PDRIVER_OBJECT driver)
{
	PDEVICE_OBJECT device;
	UNICODE_STRING name = text(L"\\Device\\Toy0");

	IoCreateDevice(driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
}

static void devices_of_driver_entry_are_ready(struct kunit *test)
{
	toy_unload();
	toy.on_entry = make_device;
	KUNIT_ASSERT_EQ(test, 0, toy_load());
	KUNIT_ASSERT_NOT_NULL(test, toy.driver->DeviceObject);
	KUNIT_EXPECT_EQ(test, toy.driver->DeviceObject->Flags & DO_DEVICE_INITIALIZING, 0U);
	IoDeleteDevice(toy.driver->DeviceObject);
}

static PDRIVER_DISPATCH unset;

static VOID NTAPI do_nothing(PDRIVER_OBJECT driver)
{
}

static NTSTATUS NTAPI set_nothing(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	unset = driver->MajorFunction[IRP_MJ_READ];
	driver->DriverUnload = do_nothing;
	return STATUS_SUCCESS;
}

static void routine_that_is_not_set_refuses(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	IO_STATUS_BLOCK result = { };

	KUNIT_ASSERT_EQ(test, 0, ntparport_driver_load(THIS_MODULE, set_nothing, "toy2", NULL, 0,
						       NULL, 0));
	ntparport_driver_unload(THIS_MODULE, set_nothing);
	KUNIT_ASSERT_NOT_NULL(test, unset);
	toy.driver->MajorFunction[IRP_MJ_READ] = unset;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_REQUEST,
			IoCallDriver(device, IoBuildSynchronousFsdRequest(IRP_MJ_READ, device,
									  NULL, 0, NULL, NULL,
									  &result)));
}

static void driver_that_fails_leaves_nothing(struct kunit *test)
{
	toy_unload();
	toy.on_entry = make_device;
	toy.entry_status = STATUS_NO_SUCH_DEVICE;
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, -ENODEV, toy_load());
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "DriverEntry failed, status 0xc000000e"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "\\Device\\Toy0 was never deleted"), 1U);
	KUNIT_EXPECT_EQ(test, toy.unloads, 1U);	/* this is toy_unload()'s */
	toy.driver = NULL;
	/* The name can be used again. */
	toy.on_entry = NULL;
	toy.entry_status = STATUS_SUCCESS;
	KUNIT_EXPECT_EQ(test, 0, toy_load());
	toy_device(test, L"\\Device\\Toy0");
}

static KEVENT work_may_end;
static bool work_has_ended;
static int references_of_work;

static VOID NTAPI wait_in_work(PDEVICE_OBJECT device, PVOID context)
{
	KeWaitForSingleObject(&work_may_end, Executive, KernelMode, FALSE, NULL);
	work_has_ended = true;
	IoFreeWorkItem(context);
}

static void queue_work_in_entry(PDRIVER_OBJECT driver)
{
	int references = module_refcount(THIS_MODULE);
	PIO_WORKITEM item;

	make_device(driver);
	item = IoAllocateWorkItem(driver->DeviceObject);
	if (item)
		IoQueueWorkItem(item, wait_in_work, DelayedWorkQueue, item);
	references_of_work = module_refcount(THIS_MODULE) - references;
}

static NTSTATUS end_work_after_failure(void *data)
{
	while (!log_lines(&toy.log, "DriverEntry failed"))
		schedule_timeout_uninterruptible(1);
	KeSetEvent(&work_may_end, IO_NO_INCREMENT, FALSE);
	return STATUS_SUCCESS;
}

static void driver_that_fails_waits_for_its_work(struct kunit *test)
{
	struct worker *worker;

	toy_unload();
	KeInitializeEvent(&work_may_end, NotificationEvent, FALSE);
	work_has_ended = false;
	references_of_work = -1;
	toy.on_entry = queue_work_in_entry;
	toy.entry_status = STATUS_NO_SUCH_DEVICE;
	log_mark(&toy.log);
	worker = worker_start(test, end_work_after_failure, NULL);
	KUNIT_EXPECT_EQ(test, -ENODEV, toy_load());
	toy.driver = NULL;
	/* The kernel ignores references when it frees a module that failed. */
	KUNIT_EXPECT_EQ(test, references_of_work, 0);
	KUNIT_EXPECT_TRUE(test, work_has_ended);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker), STATUS_SUCCESS);
}

static NTSTATUS open_status;

static void try_to_open(PDRIVER_OBJECT driver)
{
	UNICODE_STRING name = text(L"\\Device\\Toy0");
	PDEVICE_OBJECT device;
	PFILE_OBJECT file;

	open_status = IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &file, &device);
	if (NT_SUCCESS(open_status))
		ObDereferenceObject(file);
}

static void open_in_entry(PDRIVER_OBJECT driver)
{
	make_device(driver);
	driver->DeviceObject->Flags &= ~DO_DEVICE_INITIALIZING;
	try_to_open(driver);
}

static void open_and_delete(PDRIVER_OBJECT driver)
{
	try_to_open(driver);
	IoDeleteDevice(driver->DeviceObject);
}

static void nobody_opens_what_comes_or_goes(struct kunit *test)
{
	toy_unload();
	toy.on_entry = open_in_entry;
	KUNIT_ASSERT_EQ(test, 0, toy_load());
	KUNIT_EXPECT_EQ(test, open_status, STATUS_DELETE_PENDING);
	try_to_open(toy.driver);
	KUNIT_EXPECT_EQ(test, open_status, STATUS_SUCCESS);
	toy.on_unload = open_and_delete;
	toy_unload();
	KUNIT_EXPECT_EQ(test, open_status, STATUS_DELETE_PENDING);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CREATE], 1U);
}

static KTIMER forgotten_timer;
static KDPC forgotten_dpc;

static VOID NTAPI touch_device(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	ULONG *counter = context;

	(*counter)++;
}

static void unloading_ends_timers_before_devices(struct kunit *test)
{
	PDEVICE_OBJECT device;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoCreateDevice(toy.driver, sizeof(ULONG), NULL, FILE_DEVICE_UNKNOWN, 0,
				       FALSE, &device));
	KeInitializeTimer(&forgotten_timer);
	KeInitializeDpc(&forgotten_dpc, touch_device, device->DeviceExtension);
	KeSetTimerEx(&forgotten_timer, MILLISECONDS(1), 1, &forgotten_dpc);
	log_mark(&toy.log);
	toy_unload();
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "left 1 timer set, one with routine touch"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "was never deleted"), 1U);
	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&forgotten_timer));
}

static void unloading_ends_restless_dpcs(struct kunit *test)
{
	static atomic_t calls;
	int n;

	for (n = 0; n < 20; n++) {
		toy_restless_device(test, &calls);
		log_mark(&toy.log);
		toy_unload();
		KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "was never deleted"), 1U);
		toy_expect_rest(test, &toy.log, 1, &calls);
		KUNIT_ASSERT_EQ(test, 0, toy_load());
	}
}

static void forget_unload(PDRIVER_OBJECT driver)
{
	driver->DriverUnload = NULL;
}

static void driver_without_unload_stays(struct kunit *test)
{
	int references;

	toy_unload();
	references = module_refcount(THIS_MODULE);
	toy.on_entry = forget_unload;
	log_mark(&toy.log);
	KUNIT_ASSERT_EQ(test, 0, toy_load());
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "has no DriverUnload"), 1U);
	KUNIT_EXPECT_EQ(test, module_refcount(THIS_MODULE), references + 1);
	/* No program could unload it. */
	toy_unload();
	KUNIT_EXPECT_EQ(test, module_refcount(THIS_MODULE), references);
}

static void unloading_reports_what_is_left(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\TOY1"), target = text(L"\\Device\\Toy0");
	UNICODE_STRING name = text(L"\\Device\\Toy0");
	PDEVICE_OBJECT device;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoCreateDevice(toy.driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE,
				       &device));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	KUNIT_ASSERT_NOT_NULL(test, IoAllocateIrp(1, FALSE));
	KUNIT_ASSERT_NOT_NULL(test, IoAllocateIrp(2, FALSE));
	KUNIT_ASSERT_NOT_NULL(test, IoAllocateWorkItem(device));
	KUNIT_ASSERT_NOT_NULL(test, IoAllocateErrorLogEntry(device, ERROR_LOG_MAXIMUM_SIZE));
	log_mark(&toy.log);
	toy_unload();
	KUNIT_EXPECT_EQ(test, toy.unloads, 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "toy: device \\Device\\Toy0 was never"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "toy: link TOY1 was never"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "toy: 2 requests were never"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "toy: a work item was never"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "toy: an error log entry was never"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, ""), 5U);
}

static void unloading_is_clean(struct kunit *test)
{
	log_mark(&toy.log);
	toy_unload();
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, toy.unloads, 1U);
}

/* Whatever a driver works on keeps it loaded. */

static void request_under_way_holds_the_driver(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	int references = module_refcount(THIS_MODULE);
	IO_STATUS_BLOCK result = { };

	toy.on_request = toy_pend;
	KUNIT_ASSERT_EQ(test, STATUS_PENDING,
			IoCallDriver(device, IoBuildDeviceIoControlRequest(4, device, NULL, 0,
									   NULL, 0, FALSE, NULL,
									   &result)));
	KUNIT_EXPECT_GT(test, module_refcount(THIS_MODULE), references);
	toy_complete(toy.request, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, module_refcount(THIS_MODULE), references);
}

static void open_file_holds_the_driver(struct kunit *test)
{
	int references = module_refcount(THIS_MODULE);
	UNICODE_STRING name = text(L"\\Device\\Toy0");
	PDEVICE_OBJECT device;
	PFILE_OBJECT file;

	toy_device(test, L"\\Device\\Toy0");
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &file, &device));
	KUNIT_EXPECT_EQ(test, module_refcount(THIS_MODULE), references + 1);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, module_refcount(THIS_MODULE), references);
}

static void queued_work_holds_the_driver(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	int references = module_refcount(THIS_MODULE);
	PIO_WORKITEM item = IoAllocateWorkItem(device);

	KUNIT_ASSERT_NOT_NULL(test, item);
	KeInitializeEvent(&work_may_end, NotificationEvent, FALSE);
	IoQueueWorkItem(item, wait_in_work, DelayedWorkQueue, item);
	KUNIT_EXPECT_GT(test, module_refcount(THIS_MODULE), references);
	KeSetEvent(&work_may_end, IO_NO_INCREMENT, FALSE);
	ASSERT_SEEN(test, module_refcount(THIS_MODULE) == references);
}

static void driver_is_known_by_its_code(struct kunit *test)
{
	struct nt_driver *driver = ntparport_driver_get(driver_is_known_by_its_code);

	KUNIT_ASSERT_NOT_NULL(test, driver);
	KUNIT_EXPECT_PTR_EQ(test, (PDRIVER_OBJECT)driver, toy.driver);
	ntparport_object_put(driver);
	KUNIT_EXPECT_NULL(test, ntparport_driver_get(IoAllocateIrp));
	KUNIT_EXPECT_NULL(test, ntparport_driver_get(memset));
}

/* Parameters */

static NTSTATUS NTAPI succeed(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	return STATUS_SUCCESS;
}

static void bad_parameter_is_refused(struct kunit *test)
{
	char entry[] = "no value";
	char *parameters[] = { entry };

	KUNIT_EXPECT_EQ(test, -EINVAL,
			ntparport_driver_load(THIS_MODULE, succeed, "toy2", parameters, 1,
					      NULL, 0));
}

/* However long its name is, the line has all of it. */
static void bad_parameter_names_the_driver(struct kunit *test)
{
	static const char name[] = "a_driver_whose_name_is_as_long_as_linux_lets_one_be_lon";
	char entry[] = "no value";
	char *parameters[] = { entry };

	BUILD_BUG_ON(sizeof(name) > MODULE_NAME_LEN);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, -EINVAL,
			ntparport_driver_load(THIS_MODULE, succeed, name, parameters, 1, NULL, 0));
	EXPECT_LOGGED_ONCE(test, &toy.log, name);
}

static void drivers_come_and_go(struct kunit *test)
{
	int n;

	for (n = 0; n < 100; n++) {
		toy_unload();
		KUNIT_ASSERT_EQ(test, 0, toy_load());
	}
	KUNIT_EXPECT_EQ(test, toy.unloads, 100U);
}

static struct kunit_case driver_cases[] = {
	KUNIT_CASE(driver_object_is_filled_in),
	KUNIT_CASE(devices_of_driver_entry_are_ready),
	KUNIT_CASE(routine_that_is_not_set_refuses),
	KUNIT_CASE(driver_that_fails_leaves_nothing),
	KUNIT_CASE(driver_that_fails_waits_for_its_work),
	KUNIT_CASE(nobody_opens_what_comes_or_goes),
	KUNIT_CASE(unloading_ends_timers_before_devices),
	KUNIT_CASE(unloading_ends_restless_dpcs),
	KUNIT_CASE(driver_without_unload_stays),
	KUNIT_CASE(unloading_reports_what_is_left),
	KUNIT_CASE(unloading_is_clean),
	KUNIT_CASE(request_under_way_holds_the_driver),
	KUNIT_CASE(open_file_holds_the_driver),
	KUNIT_CASE(queued_work_holds_the_driver),
	KUNIT_CASE(driver_is_known_by_its_code),
	KUNIT_CASE(bad_parameter_is_refused),
	KUNIT_CASE(bad_parameter_names_the_driver),
	KUNIT_CASE(drivers_come_and_go),
	{ }
};

static struct kunit_suite driver_suite = {
	.name = "ntparport_windows_driver",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = driver_cases,
};

kunit_test_suites(&driver_suite);
