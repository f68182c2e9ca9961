// SPDX-License-Identifier: GPL-2.0
/* bug_check.c - the end of a driver, not of the machine. */

#include <linux/export.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "base/nt.h"
#include "base/call_mutex.h"
#include "base/client.h"
#include "base/log.h"
#include "rtl/debug_print.h"
#include "load/load.h"

/*
 * In a thread of its own: a bug check may happen in an interrupt, which has the
 * interrupt lock. Only when its interrupt routines are disconnected is it true
 * that it is called no more.
 */
static void die(struct module *module, bool stays)
{
	nt_driver_dies(module);
	pr_emerg("%s: dead, it is called no more%s\n", module->name,
		 stays ? " and stays loaded" : ": it was being unloaded");
}

void nt_module_coming(struct module *module)
{
	nt_client_add(module, die);
}

static void bug_check(const void *caller, ULONG code, const ULONG_PTR parameters[4])
{
	KIRQL irql = KeGetCurrentIrql();
	struct module *module = NULL;
	enum nt_death death;

	rcu_read_lock();
	death = nt_client_kill(caller, &module);
	if (death != NT_DEAD)
		pr_emerg_ratelimited("%pS: bug check 0x%x (0x%lx, 0x%lx, 0x%lx, 0x%lx) at IRQL %u%s\n",
				     caller, code, (long)parameters[0], (long)parameters[1],
				     (long)parameters[2], (long)parameters[3], irql,
				     irql == PASSIVE_LEVEL ? "" : ", goes on to its end");
	if (death == NT_DIES)
		nt_print_gone(module);
	rcu_read_unlock();
	if (irql != PASSIVE_LEVEL)
		return;
	nt_call_unlock_all();
	for (;;) {
		set_current_state(TASK_IDLE | TASK_FREEZABLE_UNSAFE);
		schedule();
	}
}

VOID NTAPI KeBugCheckEx(ULONG code, ULONG_PTR parameter1, ULONG_PTR parameter2,
			ULONG_PTR parameter3, ULONG_PTR parameter4)
{
	const ULONG_PTR parameters[] = { parameter1, parameter2, parameter3, parameter4 };

	bug_check(nt_caller(), code, parameters);
}
EXPORT_SYMBOL_GPL(KeBugCheckEx);

VOID NTAPI KeBugCheck(ULONG code)
{
	const ULONG_PTR parameters[4] = { 0 };

	bug_check(nt_caller(), code, parameters);
}
EXPORT_SYMBOL_GPL(KeBugCheck);
