/* SPDX-License-Identifier: GPL-2.0 */
/* affinity.h - the processors that a driver has bound a thread to; internal. */
#ifndef COMPAT_KE_AFFINITY_H
#define COMPAT_KE_AFFINITY_H

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* The calling thread, which is a system thread, ends: nothing is to be put back. May sleep. */
void nt_affinity_thread_ends(void);
/* Puts back what code of this module has set, with a line in the log. May sleep. */
void nt_affinities_gone(const struct module *module);

#ifdef __cplusplus
}
#endif

#endif
