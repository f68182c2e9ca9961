// SPDX-License-Identifier: GPL-2.0
/*
 * fault.c - faults of the processor in code that somebody here knows (x86-64).
 *
 * Linux asks its die notifiers what is to be done with a fault of the kernel: before it reports a
 * general protection fault, an invalid instruction or a division by zero, so that there is no
 * report if somebody takes it; but for page faults in the middle of the report. These are an oops
 * in the log, which taints the kernel and ends lockdep, and then code goes on. (Exception tables
 * would be silent. But with SMAP, Linux does not look at them for an address that is a program's,
 * and that is what NULL is.) It was so in all of Linux 6.1 to 6.12.
 */

#include <linux/kdebug.h>
#include <linux/notifier.h>
#include <linux/sched.h>
#include <asm/ptrace.h>
#include <asm/traps.h>

#include "glue/linux.h"

#ifdef CONFIG_X86_64

static bool (*taker)(struct nt_fault *fault);

static NTSTATUS status_of(unsigned long event, int trap)
{
	if (event != DIE_TRAP)
		return (NTSTATUS)0xC0000005;	/* STATUS_ACCESS_VIOLATION */
	return trap == X86_TRAP_DE ? (NTSTATUS)0xC0000094 : (NTSTATUS)0xC000001D;
}

static void note(struct nt_fault *fault, const struct pt_regs *regs)
{
	const ULONG_PTR registers[] = { regs->ax, regs->cx, regs->dx, regs->bx, regs->sp, regs->bp,
		regs->si, regs->di, regs->r8, regs->r9, regs->r10, regs->r11, regs->r12, regs->r13,
		regs->r14, regs->r15 };

	static_assert(sizeof(registers) == sizeof(fault->registers));
	memcpy(fault->registers, registers, sizeof(registers));
	fault->code = regs->ip;
	/* Stacks of threads and of interrupts have the same size, and begin at a multiple of it. */
	fault->stack = ALIGN_DOWN(regs->sp, THREAD_SIZE);
	fault->stack_end = fault->stack + THREAD_SIZE;
}

static int ask(struct notifier_block *block, unsigned long event, void *data)
{
	const struct die_args *args = data;
	struct pt_regs *regs = args->regs;
	struct nt_fault fault;

	if ((event != DIE_OOPS && event != DIE_GPF && event != DIE_TRAP) || !regs || user_mode(regs))
		return NOTIFY_DONE;
	/* These have stacks of their own, and interrupt what may not be interrupted. */
	if (in_nmi() || args->trapnr == X86_TRAP_DF || args->trapnr == X86_TRAP_MC)
		return NOTIFY_DONE;
	note(&fault, regs);
	fault.status = status_of(event, args->trapnr);
	if (!taker(&fault))
		return NOTIFY_DONE;
	regs->ip = fault.code;
	regs->sp = fault.registers[4];
	regs->di = fault.registers[7];
	return NOTIFY_STOP;
}

static struct notifier_block asked = {
	.notifier_call = ask,
};

int nt_faults_watch(bool (*takes)(struct nt_fault *fault))
{
	taker = takes;
	return register_die_notifier(&asked);
}

void nt_faults_unwatch(void)
{
	unregister_die_notifier(&asked);
}

#else

int nt_faults_watch(bool (*takes)(struct nt_fault *fault)) { return 0; }
void nt_faults_unwatch(void) { }

#endif
