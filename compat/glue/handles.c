// SPDX-License-Identifier: GPL-2.0
/* handles.c - the table of handles: an XArray. */

#include <linux/xarray.h>

#include "glue/handles.h"

static DEFINE_XARRAY_ALLOC1(handles);

bool nt_handles_add(void *entry, ULONG last, ULONG *number)
{
	return !xa_alloc(&handles, number, entry, XA_LIMIT(1, last), GFP_KERNEL);
}

void *nt_handles_remove(ULONG_PTR number)
{
	return xa_erase(&handles, number);
}

void nt_handles_lock(void)
	__acquires(&handles.xa_lock)
{
	xa_lock(&handles);
}

void nt_handles_unlock(void)
	__releases(&handles.xa_lock)
{
	xa_unlock(&handles);
}

void *nt_handles_find(ULONG_PTR number)
{
	return xa_load(&handles, number);
}

void *nt_handles_next(ULONG_PTR *number)
{
	/* ULONG_PTR is another type on some machines. */
	unsigned long index = *number;
	void *entry = xa_find(&handles, &index, ULONG_MAX, XA_PRESENT);

	*number = index;
	return entry;
}

void nt_handles_remove_locked(ULONG_PTR number)
{
	__xa_erase(&handles, number);
}
