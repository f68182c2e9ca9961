// SPDX-License-Identifier: GPL-2.0
/* ob.c - objects with references, and handles to them. */

#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include "nt_io.h"

/* Handles are indices into it, times four: Windows leaves the lower bits to the owner. */
static DEFINE_XARRAY_ALLOC1(handles);
#define HANDLE_SHIFT 2

/* What a handle stands for, and who made it. */
struct handle {
	void *object;
	const void *caller;
};

atomic_t nt_io_count_objects, nt_io_count_handles;

void *nt_object_alloc(const struct nt_object_type *type, size_t size)
{
	struct nt_object *header = kzalloc(sizeof(*header) + size, GFP_KERNEL);

	if (!header)
		return NULL;
	refcount_set(&header->references, 1);
	header->type = type;
	atomic_inc(&nt_io_count_objects);
	return header + 1;
}

void nt_object_free(void *object)
{
	kfree(nt_object_of(object));
	atomic_dec(&nt_io_count_objects);
}

LONG_PTR NTAPI ObfReferenceObject(PVOID object)
{
	struct task_struct *task = nt_foreign_task(object);

	if (task) {
		get_task_struct(task);
		return refcount_read(&task->usage);
	}
	refcount_inc(&nt_object_of(object)->references);
	return refcount_read(&nt_object_of(object)->references);
}
EXPORT_SYMBOL_GPL(ObfReferenceObject);

LONG_PTR NTAPI ObfDereferenceObject(PVOID object)
{
	struct task_struct *task = nt_foreign_task(object);
	struct nt_object *header;
	int left;

	if (task) {
		left = refcount_read(&task->usage) - 1;
		put_task_struct(task);
		return left;
	}
	header = nt_object_of(object);
	left = refcount_read(&header->references) - 1;
	if (!refcount_dec_and_test(&header->references))
		return left;
	if (header->type->release) {
		header->type->release(object);
		return 0;
	}
	if (header->type->destroy)
		header->type->destroy(object);
	nt_object_free(object);
	return 0;
}
EXPORT_SYMBOL_GPL(ObfDereferenceObject);

NTSTATUS nt_handle_create(const void *caller, void *object, HANDLE *result)
{
	struct handle *handle = kmalloc(sizeof(*handle), GFP_KERNEL);
	u32 index;

	if (!handle)
		return STATUS_INSUFFICIENT_RESOURCES;
	handle->object = object;
	handle->caller = caller;
	if (xa_alloc(&handles, &index, handle, XA_LIMIT(1, U32_MAX >> HANDLE_SHIFT), GFP_KERNEL)) {
		kfree(handle);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	atomic_inc(&nt_io_count_handles);
	ObReferenceObject(object);
	*result = (HANDLE)((unsigned long)index << HANDLE_SHIFT);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI ObReferenceObjectByPointer(PVOID object, ACCESS_MASK access, POBJECT_TYPE type,
					  KPROCESSOR_MODE mode)
{
	const struct nt_object_type *wanted = (const struct nt_object_type *)type;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_PARAMETER;
	/* Any other task is a thread, too. */
	if (wanted && (nt_foreign_task(object) ? type != *PsThreadType :
		       nt_object_of(object)->type != wanted))
		return STATUS_OBJECT_TYPE_MISMATCH;
	ObReferenceObject(object);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(ObReferenceObjectByPointer);

NTSTATUS NTAPI ObReferenceObjectByHandle(HANDLE handle, ACCESS_MASK access, POBJECT_TYPE type,
					 KPROCESSOR_MODE mode, PVOID *object,
					 POBJECT_HANDLE_INFORMATION information)
{
	const struct nt_object_type *wanted = (const struct nt_object_type *)type;
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct handle *found;

	*object = NULL;
	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_HANDLE;
	if (information)
		*information = (OBJECT_HANDLE_INFORMATION){ .GrantedAccess = access };
	if (handle == NtCurrentThread()) {
		if (type && type != *PsThreadType)
			return STATUS_OBJECT_TYPE_MISMATCH;
		*object = KeGetCurrentThread();
		ObReferenceObject(*object);
		return STATUS_SUCCESS;
	}
	if ((unsigned long)handle & (BIT(HANDLE_SHIFT) - 1))
		return STATUS_INVALID_HANDLE;
	xa_lock(&handles);
	found = xa_load(&handles, (unsigned long)handle >> HANDLE_SHIFT);
	if (found) {
		status = STATUS_OBJECT_TYPE_MISMATCH;
		if (!wanted || nt_object_of(found->object)->type == wanted) {
			ObReferenceObject(found->object);
			*object = found->object;
			status = STATUS_SUCCESS;
		}
	}
	xa_unlock(&handles);
	return status;
}
EXPORT_SYMBOL_GPL(ObReferenceObjectByHandle);

/* It is out of the table: nobody else has it. */
static bool close_handle(struct handle *handle)
{
	if (!handle)
		return false;
	ObDereferenceObject(handle->object);
	kfree(handle);
	atomic_dec(&nt_io_count_handles);
	return true;
}

NTSTATUS NTAPI ZwClose(HANDLE handle)
{
	unsigned long index = (unsigned long)handle >> HANDLE_SHIFT;

	if (!nt_irql_ok(PASSIVE_LEVEL) || (unsigned long)handle & (BIT(HANDLE_SHIFT) - 1) ||
	    !close_handle(xa_erase(&handles, index)))
		return STATUS_INVALID_HANDLE;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(ZwClose);

/* One the driver has made, out of the table, or NULL. */
static struct handle *take_one_of(const struct nt_driver *driver)
{
	unsigned long index = 0;
	struct handle *handle;

	xa_lock(&handles);
	for (handle = xa_find(&handles, &index, ULONG_MAX, XA_PRESENT);
	     handle && !nt_belongs_to(driver, handle->caller);
	     handle = xa_find_after(&handles, &index, ULONG_MAX, XA_PRESENT))
		;
	if (handle)
		__xa_erase(&handles, index);
	xa_unlock(&handles);
	return handle;
}

void nt_handles_gone(struct nt_driver *driver)
{
	unsigned int number = 0;

	while (close_handle(take_one_of(driver)))
		number++;
	if (number)
		pr_warn("%s: %u handle%s never closed by ZwClose: closed\n", driver->name,
			number, number == 1 ? " was" : "s were");
}
