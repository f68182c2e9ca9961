// SPDX-License-Identifier: GPL-2.0
/*
 * device_kunit.c - devices: names, links, stacks, files, timers, DPCs, work items,
 * remove locks, error log entries.
 */

#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/notifier.h>
#include <linux/smp.h>

#include "toy.h"

/* Devices */

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

static void name_is_taken_only_once(struct kunit *test)
{
	PDEVICE_OBJECT first = toy_device(test, L"\\Device\\Toy0"), second = (void *)1;
	UNICODE_STRING name = text(L"\\device\\TOY0");

	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_COLLISION,
			IoCreateDevice(toy.driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE,
				       &second));
	KUNIT_EXPECT_NULL(test, second);
	toy_delete(first);
	toy_device(test, L"\\device\\TOY0");
}

struct bad_name {
	const WCHAR *name;
	NTSTATUS status;
	const char *description;
};

static const struct bad_name bad_names[] = {
	{ L"", STATUS_OBJECT_NAME_INVALID, "empty" },
	{ L"Toy", STATUS_OBJECT_PATH_SYNTAX_BAD, "relative" },
	{ L"\\Device\\", STATUS_OBJECT_NAME_INVALID, "only a directory" },
	{ L"\\DosDevices\\", STATUS_OBJECT_NAME_INVALID, "only the other one" },
	{ L"\\Device\\a\\b", STATUS_OBJECT_PATH_NOT_FOUND, "two parts" },
	{ L"\\Nowhere\\Toy", STATUS_OBJECT_PATH_NOT_FOUND, "no such directory" },
	{ L"\\DosDevices", STATUS_OBJECT_NAME_COLLISION, "a directory itself" },
	{ L"\\??", STATUS_OBJECT_NAME_COLLISION, "the same" },
	{ L"\\global??", STATUS_OBJECT_NAME_COLLISION, "the same in lower case" },
	{ L"\\Device", STATUS_OBJECT_NAME_COLLISION, "the other directory" },
};

static void describe_bad_name(const struct bad_name *name, char *description)
{
	strscpy(description, name->description, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(bad_names, bad_names, describe_bad_name);

static void bad_name_is_refused(struct kunit *test)
{
	const struct bad_name *bad = test->param_value;
	UNICODE_STRING name = text(bad->name), good = text(L"\\Device\\Toy0");
	PDEVICE_OBJECT device;

	KUNIT_EXPECT_EQ(test, bad->status,
			IoCreateDevice(toy.driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE,
				       &device));
	KUNIT_EXPECT_EQ(test, bad->status, IoCreateSymbolicLink(&name, &good));
	KUNIT_EXPECT_NULL(test, toy.driver->DeviceObject);
}

/* Links, as the owner of device nodes learns of them. */

static struct {
	unsigned int added, removed;
	char name[32];
} links;

static int note_link(struct notifier_block *block, unsigned long event, void *data)
{
	const struct nt_link *link = data;

	strscpy(links.name, link->name, sizeof(links.name));
	if (event == NT_LINK_ADDED)
		links.added++;
	else
		links.removed++;
	return NOTIFY_DONE;
}

static struct notifier_block note_links = { .notifier_call = note_link };

static PDEVICE_OBJECT opened(struct kunit *test, const WCHAR *name, PFILE_OBJECT *file)
{
	UNICODE_STRING string = text(name);
	PDEVICE_OBJECT device = NULL;

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&string, FILE_READ_DATA, file, &device));
	return device;
}

static NTSTATUS open_status(const WCHAR *name)
{
	UNICODE_STRING string = text(name);
	PDEVICE_OBJECT device;
	PFILE_OBJECT file;
	NTSTATUS status;

	status = IoGetDeviceObjectPointer(&string, FILE_READ_DATA, &file, &device);
	if (NT_SUCCESS(status))
		ObDereferenceObject(file);
	return status;
}

static void link_leads_to_its_device(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	UNICODE_STRING link = text(L"\\DosDevices\\TOY1"), target = text(L"\\Device\\Toy0");
	PFILE_OBJECT file = NULL;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_COLLISION,
			IoCreateUnprotectedSymbolicLink(&link, &target));
	KUNIT_EXPECT_PTR_EQ(test, opened(test, L"\\??\\toy1", &file), device);
	ObDereferenceObject(file);
	KUNIT_EXPECT_PTR_EQ(test, opened(test, L"\\DosDevices\\Toy1\\sub\\file", &file), device);
	KUNIT_EXPECT_EQ(test, file->FileName.Length, 18);
	EXPECT_SAME_BYTES(test, file->FileName.Buffer, L"\\sub\\file", 18);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, IoDeleteSymbolicLink(&link));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, open_status(L"\\DosDevices\\TOY1"));
	/* A device is not a link. */
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(IoDeleteSymbolicLink(&target)));
}

static void links_are_announced(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\TOY1"), target = text(L"\\Device\\Toy0");
	PDEVICE_OBJECT device;

	memset(&links, 0, sizeof(links));
	KUNIT_ASSERT_EQ(test, 0, nt_link_notifier_register(&note_links));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateUnprotectedSymbolicLink(&link, &target));
	KUNIT_EXPECT_EQ(test, links.added, 0U);
	device = toy_device(test, L"\\Device\\Toy0");
	KUNIT_EXPECT_EQ(test, links.added, 1U);
	KUNIT_EXPECT_STREQ(test, links.name, "TOY1");
	toy_delete(device);
	KUNIT_EXPECT_EQ(test, links.removed, 1U);
	device = toy_device(test, L"\\Device\\Toy0");
	KUNIT_EXPECT_EQ(test, links.added, 2U);
	IoDeleteSymbolicLink(&link);
	KUNIT_EXPECT_EQ(test, links.removed, 2U);
	/* A device may have such a name itself. */
	toy_device(test, L"\\DosDevices\\Toy2");
	KUNIT_EXPECT_EQ(test, links.added, 3U);
	KUNIT_EXPECT_STREQ(test, links.name, "Toy2");
	nt_link_notifier_unregister(&note_links);
}

#define LINKERS 4
#define LINK_ROUNDS 250

static struct {
	atomic_t going;
	atomic_t refused;
	KEVENT over;
} linkers;

static VOID NTAPI link_and_unlink(PVOID number)
{
	WCHAR name[] = L"\\DosDevices\\Linker0";
	UNICODE_STRING link, target = text(L"\\Device\\Toy0");
	unsigned int round;

	name[ARRAY_SIZE(name) - 2] += (unsigned long)number;
	link = text(name);
	for (round = 0; round < LINK_ROUNDS; round++)
		if (IoCreateSymbolicLink(&link, &target) != STATUS_SUCCESS ||
		    IoDeleteSymbolicLink(&link) != STATUS_SUCCESS)
			atomic_inc(&linkers.refused);
	if (atomic_dec_and_test(&linkers.going))
		KeSetEvent(&linkers.over, IO_NO_INCREMENT, FALSE);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

/* While one is announced, another one goes: its node must go, too. */
static void links_of_many_threads_leave_no_nodes(struct kunit *test)
{
	struct nt_io_counts before, after;
	unsigned long n;
	HANDLE thread;

	toy_device(test, L"\\Device\\Toy0");
	ntparport_io_counts(&before);
	atomic_set(&linkers.going, LINKERS);
	atomic_set(&linkers.refused, 0);
	KeInitializeEvent(&linkers.over, NotificationEvent, FALSE);
	for (n = 0; n < LINKERS; n++) {
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
				PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL,
						     link_and_unlink, (void *)n));
		ZwClose(thread);
	}
	KeWaitForSingleObject(&linkers.over, Executive, KernelMode, FALSE, NULL);
	ntparport_io_counts(&after);
	KUNIT_EXPECT_EQ(test, atomic_read(&linkers.refused), 0);
	KUNIT_EXPECT_EQ(test, after.links, before.links);
	KUNIT_EXPECT_EQ(test, after.nodes, before.nodes);
}

static void circle_of_links_leads_nowhere(struct kunit *test)
{
	UNICODE_STRING a = text(L"\\DosDevices\\a"), b = text(L"\\DosDevices\\b");

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&a, &b));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&b, &a));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, open_status(L"\\DosDevices\\a"));
	IoDeleteSymbolicLink(&a);
	IoDeleteSymbolicLink(&b);
}

/* The driver goes on without it. */
static const struct {
	const WCHAR *name;
	const char *reason;
} no_files[] = {
	{ L"\\DosDevices\\.", "." },
	{ L"\\DosDevices\\..", ".." },
	{ L"\\DosDevices\\../null", "../null: no file can have that name" },
	{ L"\\DosDevices\\a/../null", "a/../null: no file can have that name" },
	{ L"\\DosDevices\\a!..!b", "a!..!b: no file can have that name" },
	{ L"\\DosDevices\\a//b", "a//b: no file can have that name" },
	{ L"\\DosDevices\\/a", "/a: no file can have that name" },
	{ L"\\DosDevices\\a!", "a!: no file can have that name" },
	{ L"\\DosDevices\\a\nb", "no file can have that name" },
	{ L"\\DosDevices\\toy!0", "toy!0: the one of another link has its name" },
	{ L"\\DosDevices\\null", "null: there is another file of that name in /dev" },
};

static void name_that_is_no_file_name_gets_no_node(struct kunit *test)
{
	UNICODE_STRING target = text(L"\\Device\\Toy0"), link;
	UNICODE_STRING folder = text(L"\\DosDevices\\toy/0");
	unsigned int i;

	toy_device(test, L"\\Device\\Toy0");
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&folder, &target));
	for (i = 0; i < ARRAY_SIZE(no_files); i++) {
		link = text(no_files[i].name);
		log_mark(&toy.log);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
		KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "no device node for \\DosDevices\\"), 1U);
		KUNIT_EXPECT_EQ_MSG(test, log_lines(&toy.log, no_files[i].reason), 1U, "%s",
				    no_files[i].reason);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, open_status(no_files[i].name));
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
	}
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&folder));
	/* The name is free again. */
	log_mark(&toy.log);
	link = text(L"\\DosDevices\\toy!0");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
}

/* Files */

static void file_is_opened_and_closed(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	PFILE_OBJECT file = NULL;

	KUNIT_ASSERT_PTR_EQ(test, opened(test, L"\\Device\\Toy0", &file), device);
	KUNIT_EXPECT_EQ(test, file->Type, IO_TYPE_FILE);
	KUNIT_EXPECT_PTR_EQ(test, file->DeviceObject, device);
	KUNIT_EXPECT_PTR_EQ(test, IoGetRelatedDeviceObject(file), device);
	KUNIT_EXPECT_TRUE(test, file->ReadAccess);
	KUNIT_EXPECT_FALSE(test, file->WriteAccess);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CREATE], 1U);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLEANUP], 1U);
	ObfReferenceObject(file);
	ObfDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 0U);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 1U);
}

static void dereference(void *file)
{
	ObDereferenceObject(file);
}

static void file_may_be_given_back_in_a_dpc(struct kunit *test)
{
	PFILE_OBJECT file = NULL;

	toy_device(test, L"\\Device\\Toy0");
	opened(test, L"\\Device\\Toy0", &file);
	KUNIT_ASSERT_NOT_NULL(test, file);
	in_dpc(test, dereference, file);
	ASSERT_SEEN(test, READ_ONCE(toy.majors[IRP_MJ_CLOSE]) == 1);
}

static NTSTATUS NTAPI refuse(PDEVICE_OBJECT device, PIRP irp)
{
	return toy_complete(irp, STATUS_SHARING_VIOLATION, 0);
}

static void open_that_the_driver_refuses(struct kunit *test)
{
	PDRIVER_DISPATCH kept = toy.driver->MajorFunction[IRP_MJ_CREATE];

	toy_device(test, L"\\Device\\Toy0");
	toy.driver->MajorFunction[IRP_MJ_CREATE] = refuse;
	KUNIT_EXPECT_EQ(test, STATUS_SHARING_VIOLATION, open_status(L"\\Device\\Toy0"));
	toy.driver->MajorFunction[IRP_MJ_CREATE] = kept;
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 0U);
}

static void exclusive_device_is_opened_once(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	PFILE_OBJECT file = NULL;

	device->Flags |= DO_EXCLUSIVE;
	opened(test, L"\\Device\\Toy0", &file);
	KUNIT_EXPECT_EQ(test, STATUS_ACCESS_DENIED, open_status(L"\\Device\\Toy0"));
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, open_status(L"\\Device\\Toy0"));
}

static void device_that_is_not_ready_cannot_be_opened(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");

	device->Flags |= DO_DEVICE_INITIALIZING;
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_DEVICE_NOT_READY, open_status(L"\\Device\\Toy0"));
	EXPECT_LOGGED_ONCE(test, &toy.log, "DO_DEVICE_INITIALIZING");
	device->Flags &= ~DO_DEVICE_INITIALIZING;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, open_status(L"\\Device\\Toy0"));
}

static void deleted_device_stays_while_it_is_open(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	struct nt_io_counts counts;
	PFILE_OBJECT file = NULL;

	opened(test, L"\\Device\\Toy0", &file);
	log_mark(&toy.log);
	toy_delete(device);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is open");
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, open_status(L"\\Device\\Toy0"));
	ntparport_io_counts(&counts);
	KUNIT_EXPECT_EQ(test, counts.devices, toy.before.devices + 1);
	log_mark(&toy.log);
	IoDeleteDevice(device);
	EXPECT_LOGGED_ONCE(test, &toy.log, "deleted already");
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_CLOSE], 1U);
	ntparport_io_counts(&counts);
	KUNIT_EXPECT_EQ(test, counts.devices, toy.before.devices);
	log_mark(&toy.log);
	IoDeleteDevice(device);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoDeleteDevice");
}

/* Stacks */

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
	KUNIT_EXPECT_PTR_EQ(test, opened(test, L"\\Device\\Toy0", &file), above);
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
	KUNIT_EXPECT_NULL(test, nt_device(devices[1])->attached_to);
	log_mark(&toy.log);
	IoDeleteDevice(devices[2]);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoDetachDevice");
	KUNIT_EXPECT_NULL(test, devices[1]->AttachedDevice);
	toy_forget(devices[2]);
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
	/* As an interrupt routine does, and without a request. */
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

static struct {
	KEVENT started, go;
	unsigned int calls;
	KIRQL irql;
	PIO_WORKITEM frees;
} work;

static VOID NTAPI do_work(PDEVICE_OBJECT device, PVOID context)
{
	work.calls++;
	work.irql = KeGetCurrentIrql();
	KeSetEvent(&work.started, IO_NO_INCREMENT, FALSE);
	KeWaitForSingleObject(&work.go, Executive, KernelMode, FALSE, NULL);
	if (work.frees)
		IoFreeWorkItem(work.frees);
}

static PIO_WORKITEM work_item(struct kunit *test)
{
	memset(&work, 0, sizeof(work));
	KeInitializeEvent(&work.started, SynchronizationEvent, FALSE);
	KeInitializeEvent(&work.go, SynchronizationEvent, FALSE);
	return IoAllocateWorkItem(toy_device(test, NULL));
}

static void queue_work_item(void *item)
{
	IoQueueWorkItem(item, do_work, DelayedWorkQueue, NULL);
}

static unsigned int work_items(void)
{
	struct nt_io_counts counts;

	ntparport_io_counts(&counts);
	return counts.work_items;
}

/**
 * struct straggler - a DPC that is running when a device is deleted
 * @dpc: it
 * @device: the device
 * @timer: in its extension
 * @timer_dpc: there, too
 * @timer_calls: of the routine of @timer_dpc
 */
struct straggler {
	KDPC dpc;
	PDEVICE_OBJECT device;
	PKTIMER timer;
	PKDPC timer_dpc;
	unsigned int timer_calls;
};

static VOID NTAPI straggle(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	unsigned long deadline = jiffies + 5 * HZ;
	struct straggler *straggler = context;
	unsigned int n;

	while (!READ_ONCE(nt_device(straggler->device)->deleted) && time_before(jiffies, deadline))
		KeStallExecutionProcessor(10);
	/* The deletion has begun, and comes to where it waits for the end of this. */
	for (n = 0; n < 2000; n++) {
		KeRemoveQueueDpc(straggler->timer_dpc);
		KeSetTimer(straggler->timer, AT_ONCE, straggler->timer_dpc);
		KeStallExecutionProcessor(100);
	}
	KeSetTimer(straggler->timer, MILLISECONDS(3600000), straggler->timer_dpc);
}

static void start_straggling(void *data)
{
	struct straggler *straggler = data;

	KeInsertQueueDpc(&straggler->dpc, NULL, NULL);
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
	int err;

	if (num_online_cpus() < 2)
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
	/* DPCs run where they are queued. */
	err = smp_call_function_single(cpumask_any_but(cpu_online_mask, get_cpu()),
				       start_straggling, &straggler, true);
	put_cpu();
	KUNIT_EXPECT_EQ_MSG(test, err, 0, "there is no other CPU");
	IoDeleteDevice(device);
	KUNIT_EXPECT_EQ(test, straggler.timer_calls, 0U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "left 1 timers set, one with routine never"),
			1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "left 1 DPCs in the queue"), 1U);
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

static void work_item_runs_in_a_thread(struct kunit *test)
{
	PIO_WORKITEM item = work_item(test);

	KUNIT_ASSERT_NOT_NULL(test, item);
	in_dpc(test, queue_work_item, item);
	KUNIT_EXPECT_EQ(test, wait_for(&work.started), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, work.irql, PASSIVE_LEVEL);
	/* From its own start on it can be queued again. */
	queue_work_item(item);
	log_mark(&toy.log);
	queue_work_item(item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is queued already");
	log_mark(&toy.log);
	IoFreeWorkItem(item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is queued");
	KeSetEvent(&work.go, IO_NO_INCREMENT, FALSE);
	KUNIT_EXPECT_EQ(test, wait_for(&work.started), STATUS_SUCCESS);
	work.frees = item;
	KeSetEvent(&work.go, IO_NO_INCREMENT, FALSE);
	ASSERT_SEEN(test, !work_items());
	KUNIT_EXPECT_EQ(test, work.calls, 2U);
	log_mark(&toy.log);
	IoFreeWorkItem(item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoFreeWorkItem");
}

static void work_item_of_a_deleted_device_is_not_queued(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIO_WORKITEM item = IoAllocateWorkItem(device);

	KUNIT_ASSERT_NOT_NULL(test, item);
	memset(&work, 0, sizeof(work));
	toy_delete(device);
	log_mark(&toy.log);
	queue_work_item(item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoQueueWorkItem: the device of work item");
	log_mark(&toy.log);
	IoFreeWorkItem(item);
	EXPECT_NOT_LOGGED(test, &toy.log);
	queue_work_item(item);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is none, or was freed");
	KUNIT_EXPECT_EQ(test, work.calls, 0U);
}

/* Remove locks */

static NTSTATUS remove(void *lock)
{
	IoReleaseRemoveLockAndWait((PIO_REMOVE_LOCK)lock, NULL);
	return STATUS_SUCCESS;
}

static void remove_lock_waits_for_requests(struct kunit *test)
{
	struct worker *worker;
	IO_REMOVE_LOCK lock;

	IoInitializeRemoveLock(&lock, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoAcquireRemoveLock(&lock, NULL));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoAcquireRemoveLock(&lock, NULL));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoAcquireRemoveLock(&lock, NULL));
	IoReleaseRemoveLock(&lock, NULL);
	worker = worker_start(test, remove, &lock);
	ASSERT_SEEN(test, waiters_of(&lock.Common.RemoveEvent) == 1);
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING, IoAcquireRemoveLock(&lock, NULL));
	KUNIT_EXPECT_EQ(test, waiters_of(&lock.Common.RemoveEvent), 1U);
	IoReleaseRemoveLock(&lock, NULL);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING, IoAcquireRemoveLock(&lock, NULL));
}

static void remove_lock_is_misused(struct kunit *test)
{
	IO_REMOVE_LOCK lock;

	IoInitializeRemoveLock(&lock, 0, 0, 0);
	log_mark(&toy.log);
	IoReleaseRemoveLock(&lock, NULL);
	IoReleaseRemoveLockAndWait(&lock, NULL);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "is not acquired"), 2U);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoAcquireRemoveLock(&lock, NULL));
	IoReleaseRemoveLockAndWait(&lock, NULL);
}

/* Error log */

static void error_log_entry_is_a_line(struct kunit *test)
{
	const UCHAR size = sizeof(IO_ERROR_LOG_PACKET) + 16;
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	IO_ERROR_LOG_PACKET *packet = IoAllocateErrorLogEntry(device, size);

	KUNIT_ASSERT_NOT_NULL(test, packet);
	packet->ErrorCode = 0xc0040123;
	packet->UniqueErrorValue = 0x77;
	packet->DumpDataSize = 4;
	packet->DumpData[0] = 0x64636261;
	packet->NumberOfStrings = 1;
	packet->StringOffset = sizeof(*packet);
	memcpy(packet + 1, L"paper", 12);
	log_mark(&toy.log);
	IoWriteErrorLogEntry(packet);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "toy \\Device\\Toy0: error log"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "0xc0040123"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "paper"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "61 62 63 64"), 1U);
	log_mark(&toy.log);
	IoWriteErrorLogEntry(packet);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoWriteErrorLogEntry");
}

static void error_log_entry_does_not_believe_lengths(struct kunit *test)
{
	IO_ERROR_LOG_PACKET *packet = IoAllocateErrorLogEntry(toy.driver, sizeof(*packet));

	KUNIT_ASSERT_NOT_NULL(test, packet);
	packet->DumpDataSize = 0xffff;
	packet->NumberOfStrings = 0xffff;
	packet->StringOffset = 1;
	log_mark(&toy.log);
	IoWriteErrorLogEntry(packet);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "error log"), 1U);
}

/* W14 */
static void error_log_entry_has_its_message(struct kunit *test)
{
	static const struct nt_message list[] = {
		{ 0xc0040001, "not this" },
		{ 0xc0040002, "%1: no %2!s! in\n%3, %%%4 %12%!%n%0not this" },
		{ }
	};
	static const char *const lines[] = {
		"toy \\Device\\Toy0: error log: \\Device\\Toy0: no paper in tray ? z, % ! : code 0xc0040002,",
		"toy \\Device\\Toy0: error log: \\Device\\Toy0: no  in , % ! : code 0xc0040002,",
		"toy \\Device\\Toy0: error log: code 0xc0040003, ",
		"paper tray ? z, data",
	};
	static const WCHAR strings[] = L"paper\0tray \x20ac z\0";
	struct nt_messages messages = { .module = THIS_MODULE, .list = list };
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	IO_ERROR_LOG_PACKET *packet;
	struct log log;
	unsigned int n;

	ntparport_messages_add(&messages);
	log_mark(&log);
	/* With strings, and with fewer than the text has insertions. */
	for (n = 0; n < 3; n++) {
		packet = IoAllocateErrorLogEntry(device, sizeof(*packet) + sizeof(strings));
		KUNIT_EXPECT_NOT_NULL(test, packet);
		if (!packet)
			break;
		packet->ErrorCode = n == 2 ? 0xc0040003 : 0xc0040002;
		packet->NumberOfStrings = n == 1 ? 0 : 2;
		packet->StringOffset = sizeof(*packet);
		memcpy(packet + 1, strings, sizeof(strings));
		IoWriteErrorLogEntry(packet);
	}
	ntparport_messages_remove(&messages);
	for (n = 0; n < ARRAY_SIZE(lines); n++)
		KUNIT_EXPECT_EQ_MSG(test, log_lines(&log, lines[n]), 1U, "%s", lines[n]);
}

/* What a driver can repeat has a limit. */
static void mistakes_do_not_fill_the_log(struct kunit *test)
{
	UNICODE_STRING name = text(L"\\Device\\Toy0");
	ktime_t start = ktime_get();
	unsigned int n, limit;
	struct log log;

	log_mark(&log);
	for (n = 0; n < 200; n++) {
		PDEVICE_OBJECT device;
		PFILE_OBJECT file;

		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
				IoCreateDevice(toy.driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE,
					       &device));
		device->Flags &= ~DO_DEVICE_INITIALIZING;
		opened(test, L"\\Device\\Toy0", &file);
		IoDeleteDevice(device);
		ObDereferenceObject(file);
	}
	/* Some in five seconds, and five seconds more may have begun. */
	limit = 50 * (ktime_ms_delta(ktime_get(), start) / 5000 + 2);
	KUNIT_EXPECT_LE(test, log_lines(&log, "is open"), limit);
	KUNIT_EXPECT_GE(test, log_lines(&log, "is open"), 1U);
	/* Kinds of lines may share their limit: the next case's have to be seen. */
	msleep(6000);
}

static void error_log_entry_has_a_size(struct kunit *test)
{
	PVOID entry;

	KUNIT_EXPECT_NULL(test, IoAllocateErrorLogEntry(toy.driver,
							sizeof(IO_ERROR_LOG_PACKET) - 1));
	KUNIT_EXPECT_NULL(test, IoAllocateErrorLogEntry(toy.driver, ERROR_LOG_MAXIMUM_SIZE + 1));
	KUNIT_EXPECT_NULL(test, IoAllocateErrorLogEntry(NULL, ERROR_LOG_MAXIMUM_SIZE));
	entry = IoAllocateErrorLogEntry(toy.driver, ERROR_LOG_MAXIMUM_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, entry);
	log_mark(&toy.log);
	IoFreeErrorLogEntry(entry);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void error_log_entry_is_of_a_device_or_driver(struct kunit *test)
{
	PIRP irp = IoAllocateIrp(1, FALSE);
	struct nt_io_counts counts;

	KUNIT_ASSERT_NOT_NULL(test, irp);
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoAllocateErrorLogEntry(irp, ERROR_LOG_MAXIMUM_SIZE));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is neither a device nor a driver");
	ntparport_io_counts(&counts);
	KUNIT_EXPECT_EQ(test, counts.log_entries, toy.before.log_entries);
	IoFreeIrp(irp);
}

/* Power */

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

static struct kunit_case device_cases[] = {
	KUNIT_CASE(device_is_as_asked_for),
	KUNIT_CASE(name_is_taken_only_once),
	KUNIT_CASE_PARAM(bad_name_is_refused, bad_names_gen_params),
	KUNIT_CASE(link_leads_to_its_device),
	KUNIT_CASE(links_are_announced),
	KUNIT_CASE(links_of_many_threads_leave_no_nodes),
	KUNIT_CASE(circle_of_links_leads_nowhere),
	KUNIT_CASE(name_that_is_no_file_name_gets_no_node),
	KUNIT_CASE(file_is_opened_and_closed),
	KUNIT_CASE(file_may_be_given_back_in_a_dpc),
	KUNIT_CASE(open_that_the_driver_refuses),
	KUNIT_CASE(exclusive_device_is_opened_once),
	KUNIT_CASE(device_that_is_not_ready_cannot_be_opened),
	KUNIT_CASE(deleted_device_stays_while_it_is_open),
	KUNIT_CASE(devices_are_stacked),
	KUNIT_CASE(device_is_attached_by_name),
	KUNIT_CASE(stack_cannot_become_a_circle),
	KUNIT_CASE(opening_goes_to_the_top),
	KUNIT_CASE(deleting_in_a_stack_is_logged),
	KUNIT_CASE(dpc_is_requested),
	KUNIT_CASE(timer_ticks_every_second),
	KUNIT_CASE(deleted_device_has_no_timer),
	KUNIT_CASE(timer_of_a_deleted_device_is_not_started),
	KUNIT_CASE(what_a_last_dpc_leaves_ends_with_the_device),
	KUNIT_CASE(restless_dpcs_end_with_the_device),
	KUNIT_CASE(work_item_runs_in_a_thread),
	KUNIT_CASE(work_item_of_a_deleted_device_is_not_queued),
	KUNIT_CASE(remove_lock_waits_for_requests),
	KUNIT_CASE(remove_lock_is_misused),
	KUNIT_CASE(error_log_entry_is_a_line),
	KUNIT_CASE(error_log_entry_does_not_believe_lengths),
	KUNIT_CASE(error_log_entry_has_its_message),
	KUNIT_CASE(error_log_entry_has_a_size),
	KUNIT_CASE(error_log_entry_is_of_a_device_or_driver),
	KUNIT_CASE(power_state_is_noted),
	KUNIT_CASE(power_request_is_passed_on),
	KUNIT_CASE(mistakes_do_not_fill_the_log),
	{ }
};

static struct kunit_suite device_suite = {
	.name = "ntparport_windows_device",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = device_cases,
};

kunit_test_suites(&device_suite);
