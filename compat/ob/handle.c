// SPDX-License-Identifier: GPL-2.0
/* handle.c - handles of objects. */

#include <linux/export.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/irql.h"
#include "base/log.h"
#include "base/object.h"
#include "ob/handle.h"

/* Handles are indices into it, times four: Windows leaves the lower bits to the owner. */
static DEFINE_XARRAY_ALLOC1(handles);
#define HANDLE_SHIFT 2

/* What a handle stands for, and who made it. */
struct handle {
	void *object;
	const void *caller;
};

atomic_t nt_handle_count;

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
	atomic_inc(&nt_handle_count);
	ObReferenceObject(object);
	*result = (HANDLE)((unsigned long)index << HANDLE_SHIFT);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI ObReferenceObjectByPointer(PVOID object, ACCESS_MASK access, POBJECT_TYPE type,
					  KPROCESSOR_MODE mode)
{
	NTSTATUS status;

	if (!nt_irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_PARAMETER;
	status = nt_object_reference(object, (const struct nt_object_type *)type);
	if (status == STATUS_INVALID_PARAMETER)
		nt_complain("%p is no object, or is gone already", object);
	return status;
}
EXPORT_SYMBOL_GPL(ObReferenceObjectByPointer);

NTSTATUS nt_object_of_handle(HANDLE handle, const struct nt_object_type *type, void **object)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct handle *found;

	/* It is one of a thread. */
	if (handle == NtCurrentThread())
		return STATUS_OBJECT_TYPE_MISMATCH;
	if ((unsigned long)handle & (BIT(HANDLE_SHIFT) - 1))
		return STATUS_INVALID_HANDLE;
	xa_lock(&handles);
	found = xa_load(&handles, (unsigned long)handle >> HANDLE_SHIFT);
	if (found) {
		status = STATUS_OBJECT_TYPE_MISMATCH;
		if (!type || nt_object_of(found->object)->type == type) {
			nt_object_get(found->object);
			*object = found->object;
			status = STATUS_SUCCESS;
		}
	}
	xa_unlock(&handles);
	return status;
}

NTSTATUS NTAPI ObReferenceObjectByHandle(HANDLE handle, ACCESS_MASK access, POBJECT_TYPE type,
					 KPROCESSOR_MODE mode, PVOID *object,
					 POBJECT_HANDLE_INFORMATION information)
{
	NTSTATUS status;

	if (!nt_ok(nt_is_memory(object, sizeof(*object)), "the place for the object"))
		return STATUS_INVALID_PARAMETER;
	*object = NULL;
	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_HANDLE;
	if (information &&
	    nt_ok(nt_is_memory(information, sizeof(*information)),
		  "the place for what is known of it"))
		*information = (OBJECT_HANDLE_INFORMATION){ .GrantedAccess = access };
	if (handle == NtCurrentThread()) {
		if (type && (const struct nt_object_type *)type != nt_task_type)
			return STATUS_OBJECT_TYPE_MISMATCH;
		*object = KeGetCurrentThread();
		nt_object_get(*object);
		nt_object_lend(*object);
		return STATUS_SUCCESS;
	}
	status = nt_object_of_handle(handle, (const struct nt_object_type *)type, object);
	if (NT_SUCCESS(status))
		nt_object_lend(*object);
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
	atomic_dec(&nt_handle_count);
	return true;
}

NTSTATUS NTAPI ZwClose(HANDLE handle)
{
	unsigned long index = (unsigned long)handle >> HANDLE_SHIFT;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_HANDLE;
	if (!((unsigned long)handle & (BIT(HANDLE_SHIFT) - 1)) &&
	    close_handle(xa_erase(&handles, index)))
		return STATUS_SUCCESS;
	nt_complain("0x%lx is no handle, or was closed already", (unsigned long)handle);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_GPL(ZwClose);

/* One the driver has made, out of the table, or NULL. */
static struct handle *take_one_of(const struct module *module)
{
	unsigned long index = 0;
	struct handle *handle;

	xa_lock(&handles);
	for (handle = xa_find(&handles, &index, ULONG_MAX, XA_PRESENT);
	     handle && !within_module((unsigned long)handle->caller, module);
	     handle = xa_find_after(&handles, &index, ULONG_MAX, XA_PRESENT))
		;
	if (handle)
		__xa_erase(&handles, index);
	xa_unlock(&handles);
	return handle;
}

void nt_handles_gone(const struct module *module, const char *name)
{
	unsigned int number = 0;

	while (close_handle(take_one_of(module)))
		number++;
	if (number)
		pr_warn("%s: %u handle%s never closed by ZwClose: closed\n", name,
			number, number == 1 ? " was" : "s were");
}
