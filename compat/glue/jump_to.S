/* SPDX-License-Identifier: GPL-2.0 */
/*
 * jump_to.S - where code goes on: saves the place (NT_PLACE, kit/include/nt_try.h), and jumps there.
 *
 * No tracer sees these functions. They return by the place's own address, as a jump to it
 * would need an ENDBR there.
 */

#ifdef __KERNEL__
#include <linux/linkage.h>
#include <linux/objtool.h>
#include <asm/ibt.h>
#include <asm/nospec-branch.h>
#else
/* For tests. */
#define SYM_FUNC_START(name) .globl name; name:
#define SYM_FUNC_START_LOCAL(name) name:
#define SYM_FUNC_END(name) .type name, %function; .size name, . - name
#define ENDBR
#define RET ret
.macro STACK_FRAME_NON_STANDARD name
.endm
#ifdef __linux__
.section .note.GNU-stack, "", %progbits
#endif
#endif

	.text

#ifdef __x86_64__

/* Into the place that RDI points to: what holds when the caller's caller goes on. */
.macro SAVE_PLACE
	leaq 8(%rsp), %rax
	movq %rax, (%rdi)
	movq (%rsp), %rax
	movq %rax, 8(%rdi)
	movq %rbx, 16(%rdi)
	movq %rbp, 24(%rdi)
	movq %r12, 32(%rdi)
	movq %r13, 40(%rdi)
	movq %r14, 48(%rdi)
	movq %r15, 56(%rdi)
.endm

/* LONG ntparport_try_enter(NT_TRY *Try) */
SYM_FUNC_START(ntparport_try_enter)
	ENDBR	/* exported */
	SAVE_PLACE
	jmp nt_try_entered
SYM_FUNC_END(ntparport_try_enter)

/*
 * To the place RDI, with the stack at RSI and the result EDX. A function of its own, so that objtool
 * sees that the others return.
 */
SYM_FUNC_START_LOCAL(place_go)
	movl %edx, %eax
	movq 16(%rdi), %rbx
	movq 24(%rdi), %rbp
	movq 32(%rdi), %r12
	movq 40(%rdi), %r13
	movq 48(%rdi), %r14
	movq 56(%rdi), %r15
	movq 8(%rdi), %rcx
	leaq -8(%rsi), %rsp
	movq %rcx, (%rsp)
	RET
SYM_FUNC_END(place_go)

/* LONG nt_place_call(NT_PLACE *Back, const NT_PLACE *Place, LONG Result) */
SYM_FUNC_START(nt_place_call)
	SAVE_PLACE
	movq %rsi, %rdi
	/* What the function there may have on its stack for the functions that it calls. */
	leaq -512(%rsp), %rsi
	andq $-16, %rsi
	jmp place_go
SYM_FUNC_END(nt_place_call)

/* VOID nt_place_jump(const NT_PLACE *Place, LONG Result) */
SYM_FUNC_START(nt_place_jump)
	movl %esi, %edx
	movq (%rdi), %rsi
	jmp place_go
SYM_FUNC_END(nt_place_jump)

/* LONG nt_windows_call(const void *Code, ULONG_PTR First, ULONG_PTR Second) */
SYM_FUNC_START(nt_windows_call)
	pushq %rbp
	movq %rsp, %rbp
	andq $-16, %rsp
	/* Where it may keep what it got in registers; the second is in RDX for both. */
	subq $32, %rsp
	movq %rsi, %rcx
	call windows_enter
	leave
	RET
SYM_FUNC_END(nt_windows_call)

/* To the code RDI, which returns to whoever has called this. */
SYM_FUNC_START_LOCAL(windows_enter)
	pushq %rdi
	RET
SYM_FUNC_END(windows_enter)

SYM_FUNC_START(nt_windows_block)
	ENDBR	/* objtool wants one where an address is taken */
	movq %rbx, %rdi
	movl %eax, %esi
	andq $-16, %rsp
	/* It does not return: there is nothing to return to. */
	pushq $0
	pushq %r12
	RET
SYM_FUNC_END(nt_windows_block)

SYM_FUNC_START(nt_windows_resume)
	ENDBR
	popq %rax
	popq %rsi
	popq %rdi
	RET
SYM_FUNC_END(nt_windows_resume)

	STACK_FRAME_NON_STANDARD windows_enter
	STACK_FRAME_NON_STANDARD nt_windows_block
	STACK_FRAME_NON_STANDARD nt_windows_resume

#else

/* The same for 32 bits: the kernel passes three arguments in EAX, EDX and ECX. */
.macro SAVE_PLACE
	pushl %ecx
	leal 8(%esp), %ecx
	movl %ecx, (%eax)
	movl 4(%esp), %ecx
	movl %ecx, 4(%eax)
	popl %ecx
	movl %ebx, 8(%eax)
	movl %ebp, 12(%eax)
	movl %esi, 16(%eax)
	movl %edi, 20(%eax)
.endm

SYM_FUNC_START(ntparport_try_enter)
	ENDBR
	SAVE_PLACE
	jmp nt_try_entered
SYM_FUNC_END(ntparport_try_enter)

/* To the place EAX, with the stack at EDX and the result ECX. */
SYM_FUNC_START_LOCAL(place_go)
	movl 8(%eax), %ebx
	movl 12(%eax), %ebp
	movl 16(%eax), %esi
	movl 20(%eax), %edi
	movl 4(%eax), %eax
	leal -4(%edx), %esp
	movl %eax, (%esp)
	movl %ecx, %eax
	RET
SYM_FUNC_END(place_go)

SYM_FUNC_START(nt_place_call)
	SAVE_PLACE
	movl %edx, %eax
	leal -512(%esp), %edx
	andl $-16, %edx
	jmp place_go
SYM_FUNC_END(nt_place_call)

SYM_FUNC_START(nt_place_jump)
	movl %edx, %ecx
	movl (%eax), %edx
	jmp place_go
SYM_FUNC_END(nt_place_jump)

#endif

	STACK_FRAME_NON_STANDARD place_go
	STACK_FRAME_NON_STANDARD nt_place_call
	STACK_FRAME_NON_STANDARD nt_place_jump
