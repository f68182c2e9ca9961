/* SPDX-License-Identifier: GPL-2.0 */
/*
 * image_frames.S - for image_test.py: an image with functions of every kind that unwind data knows, in which
 * an exception is raised, and with the handlers that the stack protector has. It is assembled by clang for Windows,
 * and says how many exceptions were taken with all registers as they were.
 */
	.text

/* CASE name: a function that changes all registers, and raises once its prologue has ended. */
.macro CASE name
	.p2align 4
	.seh_proc \name
\name:
.endm

.macro RAISE
	.seh_endprologue
	xorl %ebx, %ebx
	xorl %esi, %esi
	xorl %edi, %edi
	xorl %r12d, %r12d
	xorl %r13d, %r13d
	xorl %r14d, %r14d
	xorl %r15d, %r15d
	movl $0xe0000001, %ecx
	callq *__imp_ExRaiseStatus(%rip)
	int3
	.seh_endproc
.endm

.macro PUSH register
	pushq %\register
	.seh_pushreg %\register
.endm

.macro SAVE register, at
	movq %\register, \at(%rsp)
	.seh_savereg %\register, \at
.endm

.macro PUSH_MOST
	PUSH rbx
	PUSH rsi
	PUSH rdi
	PUSH r12
	PUSH r13
	PUSH r14
	PUSH r15
.endm

CASE pushes
	PUSH_MOST
	subq $32, %rsp
	.seh_stackalloc 32
	RAISE

CASE large
	PUSH_MOST
	subq $0x9000, %rsp
	.seh_stackalloc 0x9000
	RAISE

CASE larger
	PUSH_MOST
	subq $0x90000, %rsp
	.seh_stackalloc 0x90000
	RAISE

CASE saves
	subq $0x78, %rsp
	.seh_stackalloc 0x78
	SAVE rbx, 0x20
	SAVE rsi, 0x28
	SAVE rdi, 0x30
	SAVE r12, 0x38
	SAVE r13, 0x40
	SAVE r14, 0x48
	SAVE r15, 0x50
	RAISE

CASE saves_far
	PUSH rsi
	PUSH rdi
	PUSH r12
	PUSH r13
	PUSH r14
	subq $0x90000, %rsp
	.seh_stackalloc 0x90000
	SAVE rbx, 0x8fff0
	SAVE r15, 0x8fff8
	RAISE

/* The stack pointer is anywhere. */
CASE pointer
	PUSH rbp
	PUSH_MOST
	subq $0x48, %rsp
	.seh_stackalloc 0x48
	leaq 0x20(%rsp), %rbp
	.seh_setframe %rbp, 0x20
	.seh_endprologue
	subq $0x1230, %rsp
	xorl %ebx, %ebx
	xorl %r15d, %r15d
	movl $0xe0000001, %ecx
	callq *__imp_ExRaiseStatus(%rip)
	int3
	.seh_endproc

/*
 * It saves the rest of the registers where it needs them; that part has data of its own, and the first that of
 * epilogues, too: it has none.
 */
	.p2align 4
parts:
	pushq %rbx
	pushq %rsi
	pushq %rdi
	subq $0x60, %rsp
	xorl %ebx, %ebx
	xorl %esi, %esi
.Lsecond:
	movq %r12, 0x30(%rsp)
	movq %r13, 0x38(%rsp)
	movq %r14, 0x40(%rsp)
	movq %r15, 0x48(%rsp)
	xorl %edi, %edi
	xorl %r12d, %r12d
	xorl %r13d, %r13d
	xorl %r14d, %r14d
	xorl %r15d, %r15d
	movl $0xe0000001, %ecx
	callq *__imp_ExRaiseStatus(%rip)
.Lparts_end:

	.section .pdata, "dr"
	.long parts@IMGREL, .Lsecond@IMGREL, .Lparts_data@IMGREL
	.long .Lsecond@IMGREL, .Lparts_end@IMGREL, .Lsecond_data@IMGREL
	.section .xdata, "dr"
	.p2align 2
.Lparts_data:
	.byte 2, 7, 6, 0
	.byte 5, 0x16, 0, 0
	.byte 7, 0xb2, 3, 0x70, 2, 0x60, 1, 0x30
.Lsecond_data:
	.byte 0x21, 20, 8, 0
	.byte 20, 0xf4, 9, 0, 15, 0xe4, 8, 0, 10, 0xd4, 7, 0, 5, 0xc4, 6, 0
	.long parts@IMGREL, .Lsecond@IMGREL, .Lparts_data@IMGREL
	.text

/* What the stack protector's functions look like: they look at the value, and go on as is usual. */
	.p2align 4
	.seh_proc check_value
check_value:
	subq $40, %rsp
	.seh_stackalloc 40
	.seh_endprologue
	cmpq __security_cookie(%rip), %rcx
	jne 1f
	addq $40, %rsp
	retq
1:	int $0x29
	.seh_endproc

	.p2align 4
	.seh_proc protected
protected:
	subq $40, %rsp
	.seh_stackalloc 40
	.seh_endprologue
	movq 0x38(%r9), %r8
	movq %rdx, %rcx
	movq %r9, %rdx
	callq check_value
	movl $1, %eax
	addq $40, %rsp
	retq
	.seh_endproc

	.p2align 4
	.seh_proc protected_tries
protected_tries:
	pushq %rbx
	.seh_pushreg %rbx
	subq $32, %rsp
	.seh_stackalloc 32
	.seh_endprologue
	movq %rcx, %rbx
	callq check_value
	movq %rbx, %rcx
	testb $0x66, 4(%rcx)
	jne 1f
	callq __C_specific_handler
	jmp 2f
1:	movl $1, %eax
2:	addq $32, %rsp
	popq %rbx
	retq
	.seh_endproc

/* One that a C++ compiler has. */
	.p2align 4
	.seh_proc other_handler
other_handler:
	subq $40, %rsp
	.seh_stackalloc 40
	.seh_endprologue
	leaq name(%rip), %rcx
	callq *__imp_DbgPrint(%rip)
	movl $1, %eax
	addq $40, %rsp
	retq
	.seh_endproc

/* The same, statically linked: the stack protector's check comes before a routine of the language. */
	.p2align 4
	.seh_proc other_protected
other_protected:
	subq $40, %rsp
	.seh_stackalloc 40
	.seh_endprologue
	callq check_value
	callq blocks_of_language
	movl $1, %eax
	addq $40, %rsp
	retq
	.seh_endproc

	.p2align 4
blocks_of_language:
	movl $2, %eax
	retq

/* And inline. */
	.p2align 4
	.seh_proc other_inlined
other_inlined:
	subq $40, %rsp
	.seh_stackalloc 40
	.seh_endprologue
	callq check_value
	movl $1, %eax
	testb $0x66, 4(%rsp)
	jne 1f
	xorl %eax, %eax
1:	addq $40, %rsp
	retq
	.seh_endproc

/* Between the code that raises and the one that takes: no block of its own. */
	.p2align 4
	.seh_proc between
between:
	.seh_handler MIDDLE, @unwind, @except
	subq $40, %rsp
	.seh_stackalloc 40
	.seh_endprologue
	callq *%rcx
	nop
	addq $40, %rsp
	retq
	.seh_handlerdata
	.long 0x20
	.text
	.seh_endproc

	.p2align 4
	.seh_proc finally
finally:
	/* Both have it as their variable. */
	incl 32(%rdx)
	retq
	.seh_endproc

	.p2align 4
	.seh_proc takes
takes:
	.seh_handler __C_specific_handler, @unwind, @except
	subq $40, %rsp
	.seh_stackalloc 40
	.seh_endprologue
	movl $0, 32(%rsp)
.Lbegin:
	callq between
	nop
.Lend:
	xorl %eax, %eax
.Lout:
	addq $40, %rsp
	retq
.Ltarget:
	subl $0xe0000000, %eax
	shll $4, %eax
	orl 32(%rsp), %eax
	jmp .Lout
	.seh_handlerdata
	.long 2
	.long .Lbegin@IMGREL, .Lend@IMGREL, finally@IMGREL, 0
	.long .Lbegin@IMGREL, .Lend@IMGREL, 1, .Ltarget@IMGREL
	.text
	.seh_endproc

	.p2align 4
	.seh_proc takes_protected
takes_protected:
	.seh_handler protected_tries, @unwind, @except
	subq $40, %rsp
	.seh_stackalloc 40
	.seh_endprologue
	movl $0, 32(%rsp)
.Lbegin2:
	callq between
	nop
.Lend2:
	xorl %eax, %eax
.Lout2:
	addq $40, %rsp
	retq
.Ltarget2:
	subl $0xe0000000, %eax
	shll $4, %eax
	orl 32(%rsp), %eax
	jmp .Lout2
	.seh_handlerdata
	.long 2
	.long .Lbegin2@IMGREL, .Lend2@IMGREL, finally@IMGREL, 0
	.long .Lbegin2@IMGREL, .Lend2@IMGREL, 1, .Ltarget2@IMGREL
	.long 0x20
	.text
	.seh_endproc

/* Leaves its block by a jump, for which the block of __finally is run. */
	.p2align 4
	.seh_proc jumps
jumps:
	.seh_handler __C_specific_handler, @unwind, @except
	pushq %rbp
	.seh_pushreg %rbp
	subq $48, %rsp
	.seh_stackalloc 48
	leaq 32(%rsp), %rbp
	.seh_setframe %rbp, 32
	.seh_endprologue
	/* Found by the frame: that is the stack pointer here. */
	movl $0, (%rbp)
.Lbegin3:
	leaq -32(%rbp), %rcx
	leaq .Ltarget3(%rip), %rdx
	callq *__imp__local_unwind(%rip)
	int3
.Lend3:
	int3
.Ltarget3:
	movl (%rbp), %eax
	orl $0x10, %eax
	addq $48, %rsp
	popq %rbp
	retq
	.seh_handlerdata
	.long 2
	.long .Lbegin3@IMGREL, .Lend3@IMGREL, finally@IMGREL, 0
	/* Around both: it is not left. */
	.long .Lbegin3@IMGREL, .Ltarget3@IMGREL+1, other_handler@IMGREL, 0
	.text
	.seh_endproc

/* The same by a routine that says what is in rax then. */
	.p2align 4
	.seh_proc unwinds
unwinds:
	.seh_handler __C_specific_handler, @unwind, @except
	subq $72, %rsp
	.seh_stackalloc 72
	.seh_endprologue
	/* Found by the frame: that is the stack pointer here. */
	movl $0, 32(%rsp)
.Lbegin4:
	movq %rsp, %rcx
	leaq .Ltarget4(%rip), %rdx
	xorl %r8d, %r8d
	movabsq $0x1100000010, %r9
	callq *__imp_RtlUnwind(%rip)
	int3
.Lend4:
	int3
.Ltarget4:
	movq %rax, %rcx
	shrq $32, %rcx
	orl 32(%rsp), %eax
	cmpl $0x11, %ecx
	je 1f
	xorl %eax, %eax
1:	addq $72, %rsp
	retq
	.seh_handlerdata
	.long 1
	.long .Lbegin4@IMGREL, .Lend4@IMGREL, finally@IMGREL, 0
	.text
	.seh_endproc

/* TRY taker, raiser: counts it in rbp, if it was taken with its registers as they were. */
.macro TRY taker, raiser
	leaq \raiser(%rip), %rcx
	callq \taker
	xorl $0x11, %eax
	movq %rbx, %rcx
	xorq $1, %rcx
	orq %rcx, %rax
	movq %rsi, %rcx
	xorq $2, %rcx
	orq %rcx, %rax
	movq %rdi, %rcx
	xorq $3, %rcx
	orq %rcx, %rax
	movq %r12, %rcx
	xorq $4, %rcx
	orq %rcx, %rax
	movq %r13, %rcx
	xorq $5, %rcx
	orq %rcx, %rax
	movq %r14, %rcx
	xorq $6, %rcx
	orq %rcx, %rax
	movq %r15, %rcx
	xorq $7, %rcx
	orq %rcx, %rax
	cmpq $1, %rax
	adcq $0, %rbp
.endm

	.globl DriverEntry
	.p2align 4
	.seh_proc DriverEntry
DriverEntry:
	PUSH rbp
	PUSH_MOST
	subq $40, %rsp
	.seh_stackalloc 40
	.seh_endprologue
	xorl %ebp, %ebp
	movl $1, %ebx
	movl $2, %esi
	movl $3, %edi
	movl $4, %r12d
	movl $5, %r13d
	movl $6, %r14d
	movl $7, %r15d
	TRY takes, pushes
	TRY takes, large
	TRY takes, larger
	TRY takes, saves
	TRY takes, saves_far
	TRY takes, pointer
	TRY takes, parts
	TRY takes_protected, pushes
	TRY jumps, pushes
	TRY unwinds, pushes
	leaq text(%rip), %rcx
	movl %ebp, %edx
	callq *__imp_DbgPrint(%rip)
	xorl %eax, %eax
	addq $40, %rsp
	popq %r15
	popq %r14
	popq %r13
	popq %r12
	popq %rdi
	popq %rsi
	popq %rbx
	popq %rbp
	retq
	.seh_endproc

	.section .rdata, "dr"
text:	.asciz "taken: %d\n"
name:	.asciz "other\n"
	.p2align 3
	.globl _load_config_used
_load_config_used:
	.long 112
	.skip 84
	.quad __security_cookie
	.skip 16

	.data
	.globl __security_cookie
	.p2align 3
__security_cookie:
	.quad 0x2b992ddfa232
