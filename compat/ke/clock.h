/* SPDX-License-Identifier: GPL-2.0 */
/* clock.h - time and processors; internal. */
#ifndef COMPAT_KE_CLOCK_H
#define COMPAT_KE_CLOCK_H

#ifdef __cplusplus
extern "C" {
#endif

/* From 1601, where system times begin, to 1970, in units of 100 ns. */
#define NT_EPOCH 116444736000000000LL

void nt_processors_init(void);

#ifdef __cplusplus
}
#endif

#endif
