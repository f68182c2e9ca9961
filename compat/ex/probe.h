/* SPDX-License-Identifier: GPL-2.0 */
/* probe.h - which memory of the kernel stands for a program's; internal. */
#ifndef COMPAT_EX_PROBE_H
#define COMPAT_EX_PROBE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct nt_lender - who gives drivers memory of the kernel for a program's
 * @has: all of this memory is what a driver was given, and has not been taken back
 * @give_up: the end of what @keep begins
 * @keep: if it is, it stays in place, even if it is taken back, until @give_up gets *@kept.
 *	STATUS_ACCESS_VIOLATION: it is not what a driver was given; STATUS_INSUFFICIENT_RESOURCES
 *
 * All are at or below DISPATCH_LEVEL.
 */
struct nt_lender {
	bool (*has)(const void *address, size_t length);
	void (*give_up)(void *kept);

	NTSTATUS (*keep)(const void *address, size_t length, void **kept);
};

/* Sets who that is, before the first driver is loaded. */
void nt_lender_set(const struct nt_lender *lender);
NTSTATUS nt_lent_memory_keep(const void *address, size_t length, void **kept);
void nt_lent_memory_give_up(void *kept);

/*
 * Whether a driver may take it for a program's memory; @write: may write to it. At or below
 * APC_LEVEL; may sleep.
 */
bool nt_is_programs(const volatile void *address, size_t length, bool write);

#ifdef __cplusplus
}
#endif

#endif
