/* SPDX-License-Identifier: GPL-2.0 */
/* handle.h - handles; internal. */
#ifndef COMPAT_OB_HANDLE_H
#define COMPAT_OB_HANDLE_H

#include "base/object.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* The object of a handle, with a reference of ours; statuses as for ObReferenceObjectByHandle(). */
NTSTATUS nt_object_of_handle(HANDLE handle, const struct nt_object_type *type, void **object);

/*
 * Makes a handle, with a reference of its own, for the driver whose code is at @caller.
 * STATUS_INSUFFICIENT_RESOURCES. May sleep.
 */
NTSTATUS nt_handle_create(const void *caller, void *object, HANDLE *result);

/* Closes the handles that a driver of this module and name has left open, and logs it. */
void nt_handles_gone(const struct module *module, const char *name);
/* How many handles there are. Any IRQL. */
unsigned int nt_handle_count(void);

#ifdef __cplusplus
}
#endif

#endif
