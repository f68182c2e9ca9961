/* SPDX-License-Identifier: GPL-2.0 */
/* probe.h - which memory of the kernel stands for a program's; internal. */
#ifndef COMPAT_EX_PROBE_H
#define COMPAT_EX_PROBE_H

#include "base/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Sets who knows that: true if all of this memory is what a driver was given for a program's, and
 * has not been taken back. At or below DISPATCH_LEVEL.
 */
void nt_lent_memory_set(bool (*is_lent)(const void *address, size_t length));

/*
 * Whether a driver may take it for a program's memory; @write: may write to it. At or below
 * APC_LEVEL; may sleep.
 */
bool nt_is_programs(const volatile void *address, size_t length, bool write);

#ifdef __cplusplus
}
#endif

#endif
