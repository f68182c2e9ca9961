/* SPDX-License-Identifier: GPL-2.0 */
/* handle.h - handles; no driver sees it. */
#ifndef COMPAT_OB_HANDLE_H
#define COMPAT_OB_HANDLE_H

#include "base/object.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* The object of a handle, with a reference of ours; statuses as of ObReferenceObjectByHandle(). */
NTSTATUS nt_object_of_handle(HANDLE handle, const struct nt_object_type *type, void **object);

/*
 * A handle, with a reference of its own, of the driver that has the code at
 * @caller. STATUS_INSUFFICIENT_RESOURCES. May sleep.
 */
NTSTATUS nt_handle_create(const void *caller, void *object, HANDLE *result);

/* Closes the handles that a driver of this module and name has left, and says so. */
void nt_handles_gone(const struct module *module, const char *name);
/* How many there are. Any IRQL. */
unsigned int nt_handle_count(void);

#ifdef __cplusplus
}
#endif

#endif
