/* SPDX-License-Identifier: GPL-2.0 */
/* thread.h - system threads; no driver sees it. */
#ifndef COMPAT_PS_THREAD_H
#define COMPAT_PS_THREAD_H

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* Waits for the threads of a module that are left. May sleep. */
void nt_threads_end(const struct module *module);

/* Loading of ntparport. */
void nt_threads_init(void);

#ifdef __cplusplus
}
#endif

#endif
