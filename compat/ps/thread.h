/* SPDX-License-Identifier: GPL-2.0 */
/* thread.h - system threads; internal. */
#ifndef COMPAT_PS_THREAD_H
#define COMPAT_PS_THREAD_H

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* Waits until the module's last threads have ended. May sleep. */
void nt_threads_end(const struct module *module);

/* Loading of ntparport. */
void nt_threads_init(void);

#ifdef __cplusplus
}
#endif

#endif
