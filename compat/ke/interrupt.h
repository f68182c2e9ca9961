/* SPDX-License-Identifier: GPL-2.0 */
/* interrupt.h - interrupt objects; internal. */
#ifndef COMPAT_KE_INTERRUPT_H
#define COMPAT_KE_INTERRUPT_H

#ifdef __cplusplus
extern "C" {
#endif

/* Loading of ntparport. */
void nt_interrupts_init(void);

#ifdef __cplusplus
}
#endif

#endif
