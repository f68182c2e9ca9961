/* SPDX-License-Identifier: GPL-2.0 */
/* irql.h - IRQL; no driver sees it. */
#ifndef COMPAT_BASE_IRQL_H
#define COMPAT_BASE_IRQL_H

#ifndef __cplusplus
#include <linux/gfp.h>
#include <linux/types.h>
#endif

#include "base/nt.h"
#include "base/client.h"
#include "glue/linux.h"

/* What an interrupt has: Windows' own values are between DISPATCH_LEVEL and CLOCK_LEVEL. */
#define NT_DIRQL 9

#ifdef __cplusplus
extern "C" {
#endif

/*
 * KeRaiseIrql() and KeLowerIrql() from what the IRQL is. False: it is above already, or
 * it is not the caller's to lower. Any IRQL.
 */
bool nt_irql_raise(KIRQL old, KIRQL irql);
bool nt_irql_lower(KIRQL old, KIRQL irql);

/* Whether what is allocated for a driver may wait for memory. */
static inline bool nt_may_sleep(void)
{
	return KeGetCurrentIrql() < DISPATCH_LEVEL;
}

#ifdef __cplusplus
}
#else

/* For rooms that are C still. */

/*
 * Whether the IRQL is at most max. If not, the log names the routine that was
 * called (the one this is used in) and its caller, and the routine has to do
 * nothing.
 */
#define nt_irql_ok(max)									\
({											\
	KIRQL __irql = KeGetCurrentIrql();						\
	bool __ok = __irql <= (max);							\
											\
	if (!__ok)									\
		nt_warn_of_irql(nt_caller(), __func__, __irql, max);			\
	__ok;										\
})

/* How to allocate for a driver that may be at DISPATCH_LEVEL. */
static inline gfp_t nt_gfp(void)
{
	return nt_may_sleep() ? GFP_KERNEL : GFP_ATOMIC;
}

#endif

#endif
