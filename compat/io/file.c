// SPDX-License-Identifier: GPL-2.0
/* file.c - open devices. */

#include <linux/export.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/irql.h"
#include "base/list.h"
#include "base/log.h"
#include "base/object.h"
#include "io/device.h"
#include "io/driver.h"
#include "io/file.h"
#include "io/irp.h"
#include "io/work.h"

/* It outlives the file, for those who wait for its end. */
struct closing {
	refcount_t references;
	struct completion closed;
};

/**
 * struct file_object - an open device, an object
 * @object: what drivers see
 * @link: in the list of those that drivers have opened, or empty
 * @opener: code of the driver that did
 * @name: the text in its FileName, which drivers may exchange
 * @hold: the device
 * @opened: IRP_MJ_CREATE succeeded: IRP_MJ_CLEANUP and IRP_MJ_CLOSE have to follow
 * @cleaned: IRP_MJ_CLEANUP was sent
 * @counted: among the opens of the device
 * @security: for IRP_MJ_CREATE
 * @close: sends it, should the last reference go above PASSIVE_LEVEL
 * @closing: for who waits for the end of all that
 */
struct file_object {
	FILE_OBJECT object;
	struct list_head link;
	const void *opener;
	WCHAR *name;
	unsigned long hold;
	bool opened;
	bool cleaned;
	bool counted;
	IO_SECURITY_CONTEXT security;
	struct work_struct close;
	struct closing *closing;
};

static atomic_t count;

unsigned int nt_file_count(void)
{
	return atomic_read(&count);
}

void (*nt_file_closed)(void);

static LIST_HEAD(opened_by_drivers);
static DEFINE_SPINLOCK(opened_lock);

static struct file_object *file_object(PFILE_OBJECT object)
{
	return container_of(object, struct file_object, object);
}

static struct nt_device *device_of(struct file_object *file)
{
	return nt_held_device(file->hold);
}

struct nt_device *nt_file_device(PFILE_OBJECT file)
{
	return device_of(file_object(file));
}

PDEVICE_OBJECT nt_file_device_object(PFILE_OBJECT file)
{
	return &device_of(file_object(file))->object;
}

unsigned long nt_file_top(PFILE_OBJECT file)
{
	PDEVICE_OBJECT top = nt_device_top(&device_of(file_object(file))->object);
	unsigned long hold = nt_device_hold(top);

	ObDereferenceObject(top);
	return hold;
}

static void put_closing(struct closing *closing)
{
	if (refcount_dec_and_test(&closing->references))
		kfree(closing);
}

static void free_file(struct file_object *file)
{
	struct closing *closing = file->closing;

	spin_lock_bh(&nt_devices_lock);
	device_of(file)->opens -= file->counted;
	spin_unlock_bh(&nt_devices_lock);
	nt_file_closed();
	nt_device_release(file->hold);
	kfree(file->name);
	atomic_dec(&count);
	nt_object_free(file);
	/* Last: the device can be opened again, and the driver be unloaded. */
	complete_all(&closing->closed);
	put_closing(closing);
}

static void close_done(void *context, NTSTATUS status)
{
	free_file(context);
}

/* For the top of the stack, which is held: the caller releases it. */
static PIRP file_request(struct file_object *file, UCHAR major, unsigned long *top)
{
	PIO_STACK_LOCATION location;
	PIRP irp;

	*top = nt_file_top(&file->object);
	/* But for the first they must not be lost: the driver would hang on to the file. */
	irp = nt_irp_alloc(clamp_t(int, nt_held_device(*top)->object.StackSize, 1, S8_MAX - 1),
			   major == IRP_MJ_CREATE ? GFP_KERNEL : GFP_KERNEL | __GFP_NOFAIL);
	if (!irp) {
		nt_device_release(*top);
		return NULL;
	}
	irp->Tail.Overlay.OriginalFileObject = &file->object;
	irp->Flags = IRP_SYNCHRONOUS_API;
	location = IoGetNextIrpStackLocation(irp);
	location->MajorFunction = major;
	location->FileObject = &file->object;
	return irp;
}

/* Holds the file, until cleanup_done(). */
static PIRP cleanup_request(struct file_object *file, unsigned long *top)
{
	PIRP irp = file_request(file, IRP_MJ_CLEANUP, top);

	file->cleaned = true;
	irp->Flags |= IRP_CLOSE_OPERATION;
	ObReferenceObject(&file->object);
	return irp;
}

static void cleanup_done(void *context, NTSTATUS status)
{
	struct file_object *file = context;

	file->object.Flags |= FO_CLEANUP_COMPLETE;
	ObDereferenceObject(&file->object);
}

/* The caller of open() was killed, and then the driver opened the device after all. */
static void clean_up_late(struct file_object *file)
{
	unsigned long top;
	PIRP irp;

	/* Nobody else knows the file any more. */
	refcount_set(&nt_object_of(&file->object)->references, 1);
	irp = cleanup_request(file, &top);
	nt_irp_send_and_finish(&nt_held_device(top)->object, irp, cleanup_done, file);
	nt_device_release(top);
	ObDereferenceObject(&file->object);
}

/* Nothing can be done if IRP_MJ_CLOSE fails. */
static void close(struct work_struct *work)
{
	struct file_object *file = container_of(work, struct file_object, close);
	unsigned long top;
	PIRP irp;

	if (!file->opened) {
		free_file(file);
		return;
	}
	if (!file->cleaned) {
		clean_up_late(file);
		return;
	}
	irp = file_request(file, IRP_MJ_CLOSE, &top);
	irp->Flags |= IRP_CLOSE_OPERATION;
	nt_irp_send_and_finish(&nt_held_device(top)->object, irp, close_done, file);
	nt_device_release(top);
}

static void release(void *object)
{
	struct file_object *file = file_object(object);

	spin_lock_bh(&opened_lock);
	list_del_init(&file->link);
	spin_unlock_bh(&opened_lock);
	INIT_WORK(&file->close, close);
	if (KeGetCurrentIrql() > PASSIVE_LEVEL)
		queue_work(nt_workqueue, &file->close);
	else
		close(&file->close);
}

static const struct nt_object_type file_type = {
	.name = "file",
	.release = release,
};

PDEVICE_OBJECT NTAPI IoGetRelatedDeviceObject(PFILE_OBJECT file)
{
	if (nt_object_known(file_object(file), &file_type))
		return IoGetAttachedDevice(&device_of(file_object(file))->object);
	nt_complain("%p is no file, or is gone already", file);
	return NULL;
}
EXPORT_SYMBOL_GPL(IoGetRelatedDeviceObject);

static void create_done(void *context, NTSTATUS status)
{
	struct file_object *file = context;

	if (NT_SUCCESS(status)) {
		file->opened = true;
		file->object.Flags |= FO_FILE_OPEN;
	}
	ObDereferenceObject(&file->object);
}

static NTSTATUS create(struct file_object *file, ACCESS_MASK access)
{
	PIO_STACK_LOCATION location;
	unsigned long top;
	NTSTATUS status;
	PIRP irp;

	irp = file_request(file, IRP_MJ_CREATE, &top);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	irp->Flags |= IRP_CREATE_OPERATION;
	location = IoGetNextIrpStackLocation(irp);
	file->security.DesiredAccess = access;
	file->security.FullCreateOptions = FILE_OPEN << 24;
	location->Parameters.Create.SecurityContext = &file->security;
	location->Parameters.Create.Options = FILE_OPEN << 24;
	location->Parameters.Create.ShareAccess = FILE_SHARE_READ | FILE_SHARE_WRITE;
	ObReferenceObject(&file->object);
	status = nt_irp_send_and_wait(&nt_held_device(top)->object, irp, NULL, create_done, file);
	nt_device_release(top);
	return status;
}

/*
 * Counts it among the opens of the device; an exclusive one takes only one. A
 * driver whose module cannot be held is not loaded yet, or has perhaps freed
 * already what an open file needs.
 */
static NTSTATUS count_open(struct file_object *file)
{
	struct nt_device *device = device_of(file);
	NTSTATUS status = STATUS_SUCCESS;

	spin_lock_bh(&nt_devices_lock);
	if (device->deleted)
		status = STATUS_NO_SUCH_DEVICE;
	else if (device->removing || (device->driver->module && !(file->hold & 1)))
		status = STATUS_DELETE_PENDING;
	else if (device->object.Flags & DO_DEVICE_INITIALIZING)
		status = STATUS_DEVICE_NOT_READY;
	else if (device->object.Flags & DO_EXCLUSIVE && device->opens)
		status = STATUS_ACCESS_DENIED;
	else
		device->opens++;
	file->counted = NT_SUCCESS(status);
	spin_unlock_bh(&nt_devices_lock);
	if (status == STATUS_DEVICE_NOT_READY)
		pr_warn_ratelimited("%s: %s cannot be opened: AddDevice has to clear DO_DEVICE_INITIALIZING in its Flags\n",
				    device->driver->name, device->label);
	return status;
}

NTSTATUS nt_file_open(PUNICODE_STRING name, ACCESS_MASK access, PFILE_OBJECT *result)
{
	struct file_object *file;
	UNICODE_STRING rest;
	NTSTATUS status;
	unsigned long hold;

	*result = NULL;
	hold = nt_device_by_name(name, &rest, &status);
	if (!hold)
		return status;
	file = nt_object_alloc(&file_type, sizeof(*file));
	if (!file) {
		nt_device_release(hold);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	file->closing = kzalloc(sizeof(*file->closing), GFP_KERNEL);
	if (!file->closing) {
		nt_object_free(file);
		nt_device_release(hold);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	refcount_set(&file->closing->references, 1);
	init_completion(&file->closing->closed);
	atomic_inc(&count);
	INIT_LIST_HEAD(&file->link);
	file->hold = hold;
	file->object.Type = IO_TYPE_FILE;
	file->object.Size = sizeof(file->object);
	file->object.DeviceObject = &nt_held_device(hold)->object;
	file->object.Flags = FO_SYNCHRONOUS_IO;
	file->object.ReadAccess = !!(access & (FILE_READ_DATA | GENERIC_READ | GENERIC_ALL));
	file->object.WriteAccess = !!(access & (FILE_WRITE_DATA | GENERIC_WRITE | GENERIC_ALL));
	file->object.SharedRead = TRUE;
	file->object.SharedWrite = TRUE;
	KeInitializeEvent(&file->object.Lock, SynchronizationEvent, FALSE);
	KeInitializeEvent(&file->object.Event, NotificationEvent, FALSE);
	INIT_LIST_HEAD(nt_list(&file->object.IrpList));
	if (rest.Length) {
		file->object.FileName.Buffer = kmemdup(rest.Buffer, rest.Length, GFP_KERNEL);
		file->name = file->object.FileName.Buffer;
		file->object.FileName.Length = rest.Length;
		file->object.FileName.MaximumLength = rest.Length;
	}
	status = rest.Length && !file->object.FileName.Buffer ?
		STATUS_INSUFFICIENT_RESOURCES : count_open(file);
	if (NT_SUCCESS(status))
		status = create(file, access);
	if (!NT_SUCCESS(status)) {
		ObDereferenceObject(&file->object);
		return status;
	}
	*result = &file->object;
	return STATUS_SUCCESS;
}

void nt_file_cleanup(PFILE_OBJECT object)
{
	struct file_object *file = file_object(object);
	unsigned long top;
	PIRP irp = cleanup_request(file, &top);

	nt_irp_send_and_wait(&nt_held_device(top)->object, irp, NULL, cleanup_done, file);
	nt_device_release(top);
}

void nt_file_close(PFILE_OBJECT object)
{
	struct closing *closing = file_object(object)->closing;

	refcount_inc(&closing->references);
	/* Otherwise a request that its caller has left keeps it open, or a driver. */
	if (nt_object_put(object))
		nt_wait_killable(&closing->closed);
	put_closing(closing);
}

NTSTATUS NTAPI IoGetDeviceObjectPointer(PUNICODE_STRING name, ACCESS_MASK access,
					PFILE_OBJECT *file, PDEVICE_OBJECT *device)
{
	struct file_object *opened;
	NTSTATUS status;

	if (!nt_ok(nt_is_memory(file, sizeof(*file)), "the place for the file") ||
	    !nt_ok(nt_is_memory(device, sizeof(*device)), "the place for the device"))
		return STATUS_INVALID_PARAMETER;
	*file = NULL;
	*device = NULL;
	if (!nt_irql_ok(PASSIVE_LEVEL) || !nt_ok(nt_is_string(name), "the name"))
		return STATUS_INVALID_PARAMETER;
	status = nt_file_open(name, access, file);
	if (!NT_SUCCESS(status))
		return status;
	*device = IoGetRelatedDeviceObject(*file);
	/* As on Windows: there is no handle to it. */
	nt_file_cleanup(*file);
	opened = file_object(*file);
	nt_object_lend(opened);
	opened->opener = nt_caller();
	spin_lock_bh(&opened_lock);
	list_add_tail(&opened->link, &opened_by_drivers);
	spin_unlock_bh(&opened_lock);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(IoGetDeviceObjectPointer);

/* One the driver has opened, with a reference of the caller's, out of the list; or NULL. */
static struct file_object *take_opened_by(const struct nt_driver *driver)
{
	struct file_object *file, *found = NULL;

	spin_lock_bh(&opened_lock);
	list_for_each_entry(file, &opened_by_drivers, link) {
		if (!nt_belongs_to(driver, file->opener) ||
		    !refcount_inc_not_zero(&nt_object_of(&file->object)->references))
			continue;
		list_del_init(&file->link);
		found = file;
		break;
	}
	spin_unlock_bh(&opened_lock);
	return found;
}

void nt_files_gone(struct nt_driver *driver)
{
	struct file_object *file;

	while ((file = take_opened_by(driver))) {
		/* More than the driver's and ours: another driver may have got it. */
		bool shared = refcount_read(&nt_object_of(&file->object)->references) > 2;

		pr_warn("%s: %s was opened by IoGetDeviceObjectPointer, and its file never given back by ObDereferenceObject: %s\n",
			driver->name, device_of(file)->label,
			shared ? "it has more than one reference, and stays open" : "closed");
		if (!shared)
			ObDereferenceObject(&file->object);
		ObDereferenceObject(&file->object);
	}
}
