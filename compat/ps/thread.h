/* SPDX-License-Identifier: GPL-2.0 */
/* thread.h - system threads; internal. */
#ifndef COMPAT_PS_THREAD_H
#define COMPAT_PS_THREAD_H

#include "glue/nt.h"

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
/**
 * struct nt_thread_facts - what is known of the process of a thread
 * @process: as drivers know it; NULL: there is no such thread
 * @number: its ID
 * @is_32bit: it is a program of 32 bits, and the kernel has 64
 */
struct nt_thread_facts {
	PEPROCESS process;
	ULONG number;
	bool is_32bit;
};

/* At or below DISPATCH_LEVEL. */
struct nt_thread_facts nt_thread_facts_of(PETHREAD thread);

/* Loading of ntparport. */
void nt_threads_init(void);

#ifdef __cplusplus
}
#endif

#endif
