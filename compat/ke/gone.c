// SPDX-License-Identifier: GPL-2.0
/* gone.c - code and memory of drivers that go away. */

#include <linux/rcupdate.h>

#include "base/nt.h"
#include "base/client.h"
#include "ke/dpc.h"
#include "ke/gone.h"
#include "ke/spin_lock.h"
#include "ke/timer.h"

bool nt_goes(const struct nt_gone *gone, const void *object, const void *code)
{
	if (gone->module)
		return within_module((unsigned long)object, gone->module) ||
			within_module((unsigned long)code, gone->module);
	return object >= gone->start && object < gone->start + gone->size;
}

void nt_module_stop(struct nt_gone *gone)
{
	nt_dpc_stop(gone);
	/* Nobody is left who could set one or queue the other again. */
	nt_timer_forget(gone);
	nt_dpc_forget(gone);
}

void nt_module_stopped(struct nt_gone *gone)
{
	nt_dpc_stopped(gone);
}

static struct nt_gone memory_of(const void *start, size_t size, const void *code)
{
	struct nt_gone gone = { .start = start, .size = size, .name = "a driver" };
	const struct module *module;

	rcu_read_lock();
	module = nt_module_of(code);
	if (module)
		strscpy(gone.name, module->name, sizeof(gone.name));
	rcu_read_unlock();
	return gone;
}

void nt_memory_gone(const void *start, size_t size, const void *code)
{
	const struct nt_gone gone = memory_of(start, size, code);

	nt_spinlocks_gone(start, size);
	nt_timer_forget(&gone);
	nt_dpc_forget(&gone);
}

void nt_memory_stop(const void *start, size_t size, const void *code)
{
	struct nt_gone gone = memory_of(start, size, code);

	nt_dpc_stop(&gone);
	nt_timer_forget(&gone);
	nt_dpc_stopped(&gone);
}
