// SPDX-License-Identifier: GPL-2.0
/*
 * fault.c - faults of the processor in code that somebody here knows (x86-64).
 *
 * Linux asks its die notifiers what is to be done with a fault of the kernel: before it reports a
 * general protection fault, an invalid instruction or a division by zero, so that there is no
 * report if somebody takes it; but for page faults, it asks in the middle of the report. These are
 * an oops in the log, which taints the kernel and ends lockdep and tracing, and then code goes on;
 * unless a crash kernel is loaded: whatever we say, oops_end() starts it in interrupts, with
 * softirqs off, in the idle task and in init, and with panic_on_oops everywhere
 * (kexec_should_crash()). Without one, panic_on_oops does nothing here. (Exception tables would be
 * silent. But with SMAP, Linux does not look at them for an address that is a program's, and that
 * is what NULL is.) It is so in Linux 6.1, 6.12 and 7.3.
 */

#include <linux/kdebug.h>
#include <linux/notifier.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <asm/processor-flags.h>
#include <asm/ptrace.h>
#include <asm/traps.h>

#include <ntstatus.h>

#include "glue/fault.h"
#include "glue/memory.h"

#ifdef CONFIG_X86_64

static bool (*taker)(struct nt_fault *fault);

static NTSTATUS status_of(unsigned long event, int trap)
{
	if (event != DIE_TRAP)
		return STATUS_ACCESS_VIOLATION;
	return trap == X86_TRAP_DE ? STATUS_INTEGER_DIVIDE_BY_ZERO : STATUS_ILLEGAL_INSTRUCTION;
}

/* There must be at least this much of the stack for the code that goes on. */
#define ROOM 4096

/*
 * Linux does not tell modules where the stacks of interrupts are. They are as large as those of
 * threads, but begin at any page. What comes after them cannot be read, or is other memory, and
 * then what is found there is not a call of an image's entry: no harm is done by reading it.
 */
static ULONG_PTR end_of_stack_of(ULONG_PTR sp)
{
	const ULONG_PTR page = ALIGN_DOWN(sp, PAGE_SIZE);
	ULONG_PTR size = 0;

	if (object_is_on_stack((void *)sp))
		return (ULONG_PTR)task_stack_page(current) + THREAD_SIZE;
	while (size < THREAD_SIZE && nt_is_memory((void *)(page + size), 1))
		size += PAGE_SIZE;
	return page + size;
}

static bool has_room(ULONG_PTR sp)
{
	if (object_is_on_stack((void *)sp))
		return sp - (ULONG_PTR)task_stack_page(current) >= ROOM;
	return nt_is_memory((void *)(sp - ROOM), ROOM);
}

/* Where the registers are, by Windows' numbers. */
#define AT(name) offsetof(struct pt_regs, name)
static const unsigned int places[] = {
	AT(ax), AT(cx), AT(dx), AT(bx), AT(sp), AT(bp), AT(si), AT(di),
	AT(r8), AT(r9), AT(r10), AT(r11), AT(r12), AT(r13), AT(r14), AT(r15),
};

static_assert(ARRAY_SIZE(places) == ARRAY_SIZE(((struct nt_fault *)NULL)->registers));

static void note(struct nt_fault *fault, const struct pt_regs *regs)
{
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(places); n++)
		fault->registers[n] = *(const ULONG_PTR *)((const char *)regs + places[n]);
	fault->code = regs->ip;
	fault->stack_end = end_of_stack_of(regs->sp);
}

static void give_back(const struct nt_fault *fault, struct pt_regs *regs)
{
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(places); n++)
		*(ULONG_PTR *)((char *)regs + places[n]) = fault->registers[n];
	regs->ip = fault->code;
	/* As every function finds it. */
	regs->flags &= ~X86_EFLAGS_DF;
}

static int ask(struct notifier_block *block, unsigned long event, void *data)
{
	const struct die_args *args = data;
	struct pt_regs *regs = args->regs;
	struct nt_fault fault;

	if (event != DIE_OOPS && event != DIE_GPF && event != DIE_TRAP)
		return NOTIFY_DONE;
	if (!regs || user_mode(regs))
		return NOTIFY_DONE;
	/*
	 * These have stacks of their own or, like int 3, may interrupt what must not be
	 * interrupted.
	 */
	if (in_nmi() || args->trapnr == X86_TRAP_DF || args->trapnr == X86_TRAP_MC)
		return NOTIFY_DONE;
	if (!has_room(regs->sp))
		return NOTIFY_DONE;
	note(&fault, regs);
	fault.status = status_of(event, args->trapnr);
	if (!taker(&fault))
		return NOTIFY_DONE;
	give_back(&fault, regs);
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
