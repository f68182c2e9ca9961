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

/*
 * What is done when the code at @caller ends its thread inside a routine that something else has
 * called there, and waits for: a bug check. It does not return.
 */
void nt_threads_set_ended_inside(void (*ended_inside)(const void *caller));
/* Loading of ntparport. */
void nt_threads_init(void);

#ifdef __cplusplus
}
#endif

#endif
