/* SPDX-License-Identifier: GPL-2.0 */
/* raise.h - raises exceptions in drivers' code; internal. */
#ifndef COMPAT_BASE_RAISE_H
#define COMPAT_BASE_RAISE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Raises an exception in the code that called, at that address: returns only if nothing takes it,
 * which was a bug check. The caller holds nothing that has to be given back. Any IRQL.
 */
void nt_raise(NTSTATUS status, const void *address);
/* What is done with an exception that nothing takes. */
void nt_unhandled_set(void (*unhandled)(NTSTATUS status, const void *address));

#ifdef __cplusplus
}
#endif

#endif
