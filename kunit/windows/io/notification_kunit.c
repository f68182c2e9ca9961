// SPDX-License-Identifier: GPL-2.0
/* notification_kunit.c - drivers that are told of interfaces and ports that come and go. */

#include <linux/module.h>

#include "device_client.h"
#include "wdm_driver.h"

static const GUID parallel_class = {
	0x97F76EF0, 0xF883, 0x11D0, { 0xAF, 0x1F, 0x00, 0x00, 0xF8, 0x00, 0x84, 0x5C }
};

static const GUID arrival = {
	0xcb3a4004, 0x46f0, 0x11d0, { 0xb0, 0x8f, 0x00, 0x60, 0x97, 0x13, 0x05, 0x3f }
};

static const GUID removal = {
	0xcb3a4005, 0x46f0, 0x11d0, { 0xb0, 0x8f, 0x00, 0x60, 0x97, 0x13, 0x05, 0x3f }
};

static const GUID remove_complete = {
	0xcb3a4008, 0x46f0, 0x11d0, { 0xb0, 0x8f, 0x00, 0x60, 0x97, 0x13, 0x05, 0x3f }
};

static struct {
	PDRIVER_OBJECT driver;
	PVOID entry;
	unsigned int arrivals, removals, gone, wrong;
	WCHAR last[128];		/* the name of the last interface */
	PFILE_OBJECT file;
	unsigned int custom, completed;
	bool unregisters, stays, gives_back, end_returned, reports;
	PDEVICE_OBJECT physical;
	KEVENT inside, go_on;
} told;

/* Waits for an event, but not for ever. */
static NTSTATUS wait_for(PKEVENT event)
{
	LARGE_INTEGER minute = { .QuadPart = -600000000 };

	return KeWaitForSingleObject(event, Executive, KernelMode, FALSE, &minute);
}

static bool same(const GUID *a, const GUID *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static void note_interface(const DEVICE_INTERFACE_CHANGE_NOTIFICATION *notification)
{
	const UNICODE_STRING *name = notification->SymbolicLinkName;

	if (notification->Size != sizeof(*notification) || name->Length >= sizeof(told.last))
		told.wrong++;
	memset(told.last, 0, sizeof(told.last));
	memcpy(told.last, name->Buffer, min_t(size_t, name->Length, sizeof(told.last) - 2));
	if (same(&notification->Event, &arrival))
		WRITE_ONCE(told.arrivals, told.arrivals + 1);
	else
		WRITE_ONCE(told.removals, told.removals + 1);
}

static void note_target(const TARGET_DEVICE_REMOVAL_NOTIFICATION *notification)
{
	if (notification->Size != sizeof(*notification) || notification->FileObject != told.file)
		told.wrong++;
	if (told.gives_back)
		ObDereferenceObject(notification->FileObject);
	WRITE_ONCE(told.gone, told.gone + 1);
}

static const GUID custom_event = {
	0x1d5f2c31, 0x5d1c, 0x4a52, { 0x9a, 0x11, 0x20, 0x51, 0x3f, 0x5e, 0x70, 0x19 }
};

static struct {
	TARGET_DEVICE_CUSTOM_NOTIFICATION notification;
	u8 more[16];
} news;

static void make_news(void)
{
	memset(&news, 0, sizeof(news));
	news.notification.Version = 1;
	news.notification.Size = sizeof(news);
	news.notification.Event = custom_event;
	news.notification.NameBufferOffset = -1;
	memset(news.more, 0x5c, sizeof(news.more));
}

static void note_custom(const TARGET_DEVICE_CUSTOM_NOTIFICATION *notification)
{
	if (notification->Size != sizeof(news) || notification->FileObject != told.file ||
	    memcmp((u8 *)notification + sizeof(*notification), news.more, sizeof(news.more)))
		told.wrong++;
	WRITE_ONCE(told.custom, told.custom + 1);
	/* It would wait for itself. */
	if (told.reports) {
		told.reports = false;
		if (IoReportTargetDeviceChange(told.physical, &news) != STATUS_SUCCESS)
			told.wrong++;
	}
}

static NTSTATUS NTAPI be_told(PVOID structure, PVOID context)
{
	const PLUGPLAY_NOTIFICATION_HEADER *header = structure;

	if (header->Version != 1 || context != &told || KeGetCurrentIrql() != PASSIVE_LEVEL)
		told.wrong++;
	if (same(&header->Event, &arrival) || same(&header->Event, &removal))
		note_interface(structure);
	else if (same(&header->Event, &remove_complete))
		note_target(structure);
	else if (same(&header->Event, &custom_event))
		note_custom(structure);
	else
		told.wrong++;
	if (told.stays) {
		KeSetEvent(&told.inside, IO_NO_INCREMENT, FALSE);
		KeWaitForSingleObject(&told.go_on, Executive, KernelMode, FALSE, NULL);
	}
	if (told.unregisters)
		IoUnregisterPlugPlayNotificationEx(told.entry);
	wake_up(&happened);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	told.driver = driver;
	driver->DriverUnload = wdm_unload;
	return STATUS_SUCCESS;
}

static void forget(void)
{
	memset(&told, 0, sizeof(told));
	KeInitializeEvent(&told.inside, SynchronizationEvent, FALSE);
	KeInitializeEvent(&told.go_on, SynchronizationEvent, FALSE);
}

static void load(struct kunit *test)
{
	forget();
	KUNIT_ASSERT_EQ(test, 0,
			ntparport_driver_load(THIS_MODULE, entry, "told", NULL, 0, NULL, 0));
}

static void unload(void)
{
	ntparport_driver_unload(THIS_MODULE, entry);
}

static NTSTATUS watch(IO_NOTIFICATION_EVENT_CATEGORY category, ULONG flags, const void *data)
{
	return IoRegisterPlugPlayNotification(category, flags, (PVOID)data, told.driver, be_told,
					      &told, &told.entry);
}

static NTSTATUS watch_class(const GUID *class, ULONG flags)
{
	return watch(EventCategoryDeviceInterfaceChange, flags, class);
}

/* As drivers of XP's time find ports. */
static void ports_are_reported_when_they_are_there_and_when_they_come(struct kunit *test)
{
	WCHAR before[ARRAY_SIZE(told.last)];
	/* No other is plugged in again with the last one. */
	struct lpt *lpt = &lpt_lineless;
	PDEVICE_OBJECT device;
	UNICODE_STRING name;
	PFILE_OBJECT file;

	load(test);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			watch_class(&parallel_class,
				    PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES));
	KUNIT_ASSERT_NOT_NULL(test, told.entry);
	KUNIT_EXPECT_EQ(test, told.arrivals, 3U);
	lpt_unplug(lpt);
	EVENTUALLY(test, READ_ONCE(told.removals) == 1);
	memcpy(before, told.last, sizeof(before));
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(lpt));
	EVENTUALLY(test, READ_ONCE(told.arrivals) == 4);
	/* It is another interface, and a port can be opened by it. */
	KUNIT_EXPECT_NE(test, memcmp(before, told.last, sizeof(before)), 0);
	RtlInitUnicodeString(&name, told.last);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &file, &device));
	KUNIT_EXPECT_EQ(test, device->DeviceType, FILE_DEVICE_PARALLEL_PORT);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoUnregisterPlugPlayNotificationEx(told.entry));
	lpt_unplug(lpt);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(lpt));
	log_mark(&said);
	unload();
	EXPECT_NOT_LOGGED(test, &said);
	KUNIT_EXPECT_EQ(test, told.removals, 1U);
	KUNIT_EXPECT_EQ(test, told.arrivals, 4U);
	KUNIT_EXPECT_EQ(test, told.wrong, 0U);
}

/* Loads a driver that is told of an interface of its own. */
static UNICODE_STRING own_interface(struct kunit *test)
{
	struct wdm_extension *extension;
	UNICODE_STRING name = { };

	forget();
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	told.driver = wdm.driver;
	extension = wdm.devices[0]->DeviceExtension;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(extension->physical, &wdm_class, NULL, &name));
	return name;
}

static void events_come_in_order(struct kunit *test)
{
	UNICODE_STRING name = own_interface(test);
	unsigned int n;

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, TRUE));
	/* What is there already is not reported unless asked for, nor is another class. */
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, watch_class(&wdm_class, 0));
	KUNIT_EXPECT_EQ(test, told.arrivals, 0U);
	told.stays = true;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, FALSE));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&told.inside));
	KUNIT_EXPECT_EQ(test, told.removals, 1U);
	/* They wait for each other, and none is lost. */
	for (n = 0; n < 3; n++) {
		IoSetDeviceInterfaceState(&name, TRUE);
		IoSetDeviceInterfaceState(&name, FALSE);
	}
	for (n = 0; n < 6; n++) {
		KUNIT_EXPECT_EQ(test, told.arrivals, (n + 1) / 2);
		KUNIT_EXPECT_EQ(test, told.removals, n / 2 + 1);
		KeSetEvent(&told.go_on, IO_NO_INCREMENT, FALSE);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&told.inside));
	}
	told.stays = false;
	KeSetEvent(&told.go_on, IO_NO_INCREMENT, FALSE);
	IoSetDeviceInterfaceState(&name, TRUE);
	EVENTUALLY(test, READ_ONCE(told.arrivals) == 4);
	/* The end of its device, with the port, is the end of the interface. */
	lpt_unplug(&lpt_direct);
	EVENTUALLY(test, READ_ONCE(told.removals) == 5);
	RtlFreeUnicodeString(&name);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoUnregisterPlugPlayNotification(told.entry));
	KUNIT_EXPECT_EQ(test, told.wrong, 0U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_direct));
}

static void routine_ends_its_registration(struct kunit *test)
{
	UNICODE_STRING name = own_interface(test);

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, watch_class(&wdm_class, 0));
	told.unregisters = true;
	IoSetDeviceInterfaceState(&name, TRUE);
	EVENTUALLY(test, READ_ONCE(told.arrivals) == 1);
	IoSetDeviceInterfaceState(&name, FALSE);
	RtlFreeUnicodeString(&name);
	log_mark(&said);
	/* Waits for the routine. */
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	EXPECT_NOT_LOGGED(test, &said);
	KUNIT_EXPECT_EQ(test, told.removals, 0U);
	KUNIT_EXPECT_EQ(test, told.wrong, 0U);
}

static int end_in_thread(void *unused)
{
	NTSTATUS status = IoUnregisterPlugPlayNotificationEx(told.entry);

	WRITE_ONCE(told.end_returned, true);
	return status;
}

static void ending_waits_for_the_routine_or_not(struct kunit *test)
{
	UNICODE_STRING name = own_interface(test);
	struct thread *ender;
	unsigned int waits;

	for (waits = 0; waits < 2; waits++) {
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, watch_class(&wdm_class, 0));
		told.stays = true;
		IoSetDeviceInterfaceState(&name, TRUE);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&told.inside));
		IoSetDeviceInterfaceState(&name, FALSE);
		if (waits) {
			ender = thread_start(test, -1, end_in_thread, NULL);
			schedule_timeout_uninterruptible(HZ / 20);
			KUNIT_EXPECT_FALSE(test, READ_ONCE(told.end_returned));
		} else {
			KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
					IoUnregisterPlugPlayNotification(told.entry));
		}
		KeSetEvent(&told.go_on, IO_NO_INCREMENT, FALSE);
		if (waits)
			KUNIT_EXPECT_EQ(test, thread_result(test, ender), STATUS_SUCCESS);
	}
	RtlFreeUnicodeString(&name);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	/* What was queued is not delivered. */
	KUNIT_EXPECT_EQ(test, told.arrivals, 2U);
	KUNIT_EXPECT_EQ(test, told.removals, 0U);
}

static void file_on_a_port_that_is_pulled_is_told_of(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client client;

	load(test);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, open_port(lpt->number, &client));
	told.file = client.file;
	told.gives_back = true;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			watch(EventCategoryTargetDeviceChange, 0, client.file));
	lpt_unplug(lpt);
	EVENTUALLY(test, READ_ONCE(told.gone) == 1);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoUnregisterPlugPlayNotificationEx(told.entry));
	KUNIT_EXPECT_EQ(test, told.wrong, 0U);
	unload();
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(lpt));
}

/* An open file keeps the driver's device on a port that is gone: whoever has it gives it back. */
static void file_on_a_drivers_device_is_told_of(struct kunit *test)
{
	UNICODE_STRING name = own_interface(test);
	PDEVICE_OBJECT device;

	IoSetDeviceInterfaceState(&name, TRUE);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &told.file, &device));
	KUNIT_EXPECT_PTR_EQ(test, device, wdm.devices[0]);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			watch(EventCategoryTargetDeviceChange, 0, told.file));
	told.gives_back = true;
	lpt_unplug(&lpt_direct);
	EVENTUALLY(test, READ_ONCE(told.gone) == 1);
	ASSERT_SEEN(test, READ_ONCE(wdm.minors[IRP_MN_REMOVE_DEVICE]) == 1);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoUnregisterPlugPlayNotificationEx(told.entry));
	KUNIT_EXPECT_EQ(test, told.gone, 1U);
	KUNIT_EXPECT_EQ(test, told.wrong, 0U);
	RtlFreeUnicodeString(&name);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_direct));
}

static void what_cannot_be_watched_is_refused(struct kunit *test)
{
	struct device_client client;

	load(test);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, open_port(0, &client));
	lpt_unplug(&lpt_direct);
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING,
			watch(EventCategoryTargetDeviceChange, 0, client.file));
	KUNIT_EXPECT_NULL(test, told.entry);
	ObDereferenceObject(client.file);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_direct));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, watch(EventCategoryReserved, 0, NULL));
	KUNIT_EXPECT_NULL(test, told.entry);
	/* Nobody is ever told of that. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, watch(EventCategoryHardwareProfileChange, 0, NULL));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoUnregisterPlugPlayNotification(told.entry));
	unload();
}

static void unloading_ends_what_is_left(struct kunit *test)
{
	load(test);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, watch_class(&parallel_class, 0));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, watch_class(&wdm_class, 0));
	log_mark(&said);
	unload();
	EXPECT_LOGGED_ONCE(test, &said, "2 registrations were never ended");
	lpt_unplug(&lpt_direct);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_direct));
	KUNIT_EXPECT_EQ(test, told.removals, 0U);
}

static VOID NTAPI all_are_told(PVOID context)
{
	if (context != &told || KeGetCurrentIrql() != PASSIVE_LEVEL)
		told.wrong++;
	WRITE_ONCE(told.completed, told.completed + 1);
	wake_up(&happened);
}

static void driver_tells_of_its_device(struct kunit *test)
{
	UNICODE_STRING name = own_interface(test), alias, other;
	struct wdm_extension *extension = wdm.devices[0]->DeviceExtension;
	PDEVICE_OBJECT device;
	KIRQL irql;

	told.physical = extension->physical;
	IoSetDeviceInterfaceState(&name, TRUE);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &told.file, &device));
	make_news();
	log_mark(&said);
	/* Nobody listens. */
	KUNIT_EXPECT_EQ(test, IoReportTargetDeviceChange(told.physical, &news), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, told.custom, 0U);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			watch(EventCategoryTargetDeviceChange, 0, told.file));
	KUNIT_EXPECT_EQ(test, IoReportTargetDeviceChange(told.physical, &news), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, told.custom, 1U);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KUNIT_EXPECT_EQ(test, IoReportTargetDeviceChangeAsynchronous(told.physical, &news,
								     all_are_told, &told),
			STATUS_PENDING);
	KeLowerIrql(irql);
	EVENTUALLY(test, READ_ONCE(told.completed) == 1);
	KUNIT_EXPECT_EQ(test, told.custom, 2U);
	KUNIT_EXPECT_EQ(test, IoReportTargetDeviceChangeAsynchronous(told.physical, &news, NULL,
								     NULL), STATUS_PENDING);
	EVENTUALLY(test, READ_ONCE(told.custom) == 3);
	told.reports = true;
	KUNIT_EXPECT_EQ(test, IoReportTargetDeviceChange(told.physical, &news), STATUS_SUCCESS);
	EVENTUALLY(test, READ_ONCE(told.custom) == 5);
	/* Another class of the same device. */
	KUNIT_EXPECT_EQ(test, IoGetDeviceInterfaceAlias(&name, &custom_event, &alias),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(told.physical, &custom_event, NULL, &other));
	KUNIT_ASSERT_EQ(test, IoGetDeviceInterfaceAlias(&name, &custom_event, &alias),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, RtlEqualUnicodeString(&alias, &other, FALSE));
	RtlFreeUnicodeString(&alias);
	RtlFreeUnicodeString(&other);
	EXPECT_NOT_LOGGED(test, &said);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoUnregisterPlugPlayNotificationEx(told.entry));
	ObDereferenceObject(told.file);
	RtlFreeUnicodeString(&name);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, told.wrong, 0U);
}

/* What it is being told, and what it would have been told next, is over with it. */
static void listener_ends_while_it_is_told(struct kunit *test)
{
	UNICODE_STRING name = own_interface(test);
	struct wdm_extension *extension = wdm.devices[0]->DeviceExtension;
	PDEVICE_OBJECT device;
	unsigned int n;

	told.physical = extension->physical;
	IoSetDeviceInterfaceState(&name, TRUE);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &told.file, &device));
	make_news();
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			watch(EventCategoryTargetDeviceChange, 0, told.file));
	told.stays = true;
	for (n = 0; n < 2; n++)
		KUNIT_EXPECT_EQ(test,
				IoReportTargetDeviceChangeAsynchronous(told.physical, &news,
								       all_are_told, &told),
				STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&told.inside));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoUnregisterPlugPlayNotification(told.entry));
	KUNIT_EXPECT_EQ(test, READ_ONCE(told.completed), 0U);
	KeSetEvent(&told.go_on, IO_NO_INCREMENT, FALSE);
	EVENTUALLY(test, READ_ONCE(told.completed) == 2);
	KUNIT_EXPECT_EQ(test, told.custom, 1U);
	ObDereferenceObject(told.file);
	RtlFreeUnicodeString(&name);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, told.wrong, 0U);
}

static void what_cannot_be_told_is_refused(struct kunit *test)
{
	UNICODE_STRING name = own_interface(test);
	struct wdm_extension *extension = wdm.devices[0]->DeviceExtension;
	PDEVICE_OBJECT physical = extension->physical;

	RtlFreeUnicodeString(&name);
	make_news();
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, IoReportTargetDeviceChange(wdm.devices[0], &news),
			STATUS_INVALID_DEVICE_REQUEST);
	EXPECT_LOGGED_ONCE(test, &said, "is not one that AddDevice was called with");
	log_mark(&said);
	news.notification.Event = remove_complete;
	KUNIT_EXPECT_EQ(test, IoReportTargetDeviceChange(physical, &news),
			STATUS_INVALID_DEVICE_REQUEST);
	EXPECT_LOGGED_ONCE(test, &said, "one of the system's");
	make_news();
	log_mark(&said);
	news.notification.FileObject = (PFILE_OBJECT)&news;
	KUNIT_EXPECT_EQ(test, IoReportTargetDeviceChange(physical, &news),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &said, "FileObject of the notification");
	make_news();
	log_mark(&said);
	news.notification.NameBufferOffset = 1000;
	KUNIT_EXPECT_EQ(test, IoReportTargetDeviceChangeAsynchronous(physical, &news, NULL, NULL),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &said, "NameBufferOffset is 1000");
	make_news();
	log_mark(&said);
	news.notification.Size = 4;
	KUNIT_EXPECT_EQ(test, IoReportTargetDeviceChange(physical, &news),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &said, "Size covers");
	log_mark(&said);
	IoRequestDeviceEject(physical);
	EXPECT_LOGGED_ONCE(test, &said, "can be ejected");
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, IoReportDetectedDevice(wdm.driver, Isa, 0, -1, NULL, NULL, FALSE,
						     &physical), STATUS_UNSUCCESSFUL);
	EXPECT_LOGGED_ONCE(test, &said, "Linux finds the parallel ports");
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static void state_is_asked_for(struct kunit *test)
{
	UNICODE_STRING name = own_interface(test);
	struct wdm_extension *extension = wdm.devices[0]->DeviceExtension;
	UNICODE_STRING suggested, expected;

	log_mark(&said);
	KUNIT_EXPECT_EQ(test, IoWMISuggestInstanceName(extension->physical, NULL, FALSE,
						       &suggested), STATUS_SUCCESS);
	RtlInitUnicodeString(&expected, L"Parallel port");
	KUNIT_EXPECT_TRUE(test, RtlEqualUnicodeString(&suggested, &expected, FALSE));
	RtlFreeUnicodeString(&suggested);
	KUNIT_EXPECT_EQ(test, IoWMISuggestInstanceName(extension->physical, &name, TRUE,
						       &suggested), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, suggested.Length, expected.Length + 2 + name.Length);
	RtlFreeUnicodeString(&suggested);
	KUNIT_EXPECT_EQ(test, IoWMISuggestInstanceName(NULL, NULL, TRUE, &suggested),
			STATUS_INVALID_PARAMETER);
	RtlFreeUnicodeString(&name);
	IoInvalidateDeviceState(extension->physical);
	ASSERT_SEEN(test, READ_ONCE(wdm.minors[IRP_MN_QUERY_PNP_DEVICE_STATE]) == 1);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	EXPECT_NOT_LOGGED(test, &said);
}

static struct kunit_case notification_cases[] = {
	KUNIT_CASE(ports_are_reported_when_they_are_there_and_when_they_come),
	KUNIT_CASE(events_come_in_order),
	KUNIT_CASE(routine_ends_its_registration),
	KUNIT_CASE(ending_waits_for_the_routine_or_not),
	KUNIT_CASE_PARAM(file_on_a_port_that_is_pulled_is_told_of, lpt_gen_params),
	KUNIT_CASE(file_on_a_drivers_device_is_told_of),
	KUNIT_CASE(what_cannot_be_watched_is_refused),
	KUNIT_CASE(unloading_ends_what_is_left),
	KUNIT_CASE(driver_tells_of_its_device),
	KUNIT_CASE(listener_ends_while_it_is_told),
	KUNIT_CASE(what_cannot_be_told_is_refused),
	KUNIT_CASE(state_is_asked_for),
	{ }
};

static struct kunit_suite notification_suite = {
	.name = "ntparport_windows_io_notification",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = port_init,
	.exit = port_exit,
	.test_cases = notification_cases,
};

kunit_test_suites(&notification_suite);
