/* SPDX-License-Identifier: GPL-2.0 */
/* irql.h - IRQL; internal. */
#ifndef COMPAT_BASE_IRQL_H
#define COMPAT_BASE_IRQL_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * KeRaiseIrql() and KeLowerIrql(); @old is the current IRQL. False: it is already above @irql, or
 * it is not the caller's to lower. Any IRQL.
 */
bool nt_irql_raise(KIRQL old, KIRQL irql);
bool nt_irql_lower(KIRQL old, KIRQL irql);

/* Whether an allocation for a driver may wait for memory. */
static inline bool nt_may_sleep(void)
{
	return KeGetCurrentIrql() < DISPATCH_LEVEL;
}

#ifdef __cplusplus
}
#endif

#endif
