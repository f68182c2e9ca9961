/* SPDX-License-Identifier: GPL-2.0 */
/* stack.h - the stack that code runs on. Any context. */
#ifndef COMPAT_GLUE_STACK_H
#define COMPAT_GLUE_STACK_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The thread's stack: its size, how much is left, and where it ends; 0: this is an interrupt's. */
struct nt_stack {
	size_t size;
	size_t left;
	ULONG_PTR low;
};

struct nt_stack nt_thread_stack(void);
#ifndef __x86_64__
/*
 * What is left of an address in a stack, of a thread or of interrupts, is where that ends. There,
 * but for a word that is Linux', code of images has its list of exception handlers, which Windows
 * has at fs:[0]: whoever changes it puts it back, and so whatever it was before does not matter.
 */
extern const unsigned long ntparport_image_stack;
#endif
/* Adds to a number of the CPU, at first 0, and returns it. The caller must stay on the CPU. */
int nt_cpu_nesting(int step);

#ifdef __cplusplus
}
#endif

#endif
