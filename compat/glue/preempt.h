/* SPDX-License-Identifier: GPL-2.0 */
/* preempt.h - turns off what may come in between */
#ifndef COMPAT_GLUE_PREEMPT_H
#define COMPAT_GLUE_PREEMPT_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Any context. */
void nt_irqs_off(void);
void nt_irqs_on(void);
/* At or below DISPATCH_LEVEL. Softirqs that wait run when they are turned on again. */
void nt_softirqs_off(void);
void nt_softirqs_on(void);
/* First: softirqs are off, and this is not one. Second: either of the two. Any context. */
bool nt_softirqs_are_off(void);
bool nt_in_softirq(void);
/* For loops that wait for another processor. Any context. */
void nt_preempt_off(void);
void nt_preempt_on(void);
void nt_cpu_relax(void);
/* Puts back what a driver left wrong. Any context. */
void nt_preempt_count_set(unsigned int count);

#ifdef __cplusplus
}
#endif

#endif
