// SPDX-License-Identifier: GPL-2.0
/// switch_stack.hh - switches from one stack to another. One file of a program includes it.
#pragma once

// AddressSanitizer is told of each switch.
#ifdef __SANITIZE_ADDRESS__
#define NTPARPORT_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define NTPARPORT_ASAN 1
#endif
#endif
#ifdef NTPARPORT_ASAN
#include <sanitizer/common_interface_defs.h>
#endif

#ifndef __x86_64__
#error "switch_stack() is written for x86-64"
#endif

// Saves what a function must keep on the stack, and continues on another one. swapcontext()
// would also make two system calls for the signal mask in each step, and AddressSanitizer warns
// about it.
extern "C" void switch_stack(void **save, void *next);
asm(R"(
	.pushsection .text
	.type switch_stack, @function
switch_stack:
	push %rbp
	push %rbx
	push %r12
	push %r13
	push %r14
	push %r15
	mov %rsp, (%rdi)
	mov %rsi, %rsp
	pop %r15
	pop %r14
	pop %r13
	pop %r12
	pop %rbx
	pop %rbp
	ret
	.size switch_stack, . - switch_stack
	.popsection
)");
