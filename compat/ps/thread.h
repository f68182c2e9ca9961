/* SPDX-License-Identifier: GPL-2.0 */
/* thread.h - system threads; no driver sees it. */
#ifndef COMPAT_PS_THREAD_H
#define COMPAT_PS_THREAD_H

#include <linux/module.h>

/* Waits for the threads of a module that are left. May sleep. */
void nt_threads_end(const struct module *module);

/* Loading of ntparport. */
void nt_threads_init(void);

#endif
