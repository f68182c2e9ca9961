// SPDX-License-Identifier: GPL-2.0
/// gone.cc - code and memory of drivers that go away.

#include "module/glue/glue.h"
#include "base/client.h"
#include "ke/affinity.h"
#include "ke/bug_check_callback.h"
#include "ke/dpc.h"
#include "ke/gone.h"
#include "ke/mutex.h"
#include "ke/region.h"
#include "ke/spin_lock.h"
#include "ke/timer.h"

bool nt_goes(const nt_gone *gone, const void *object, const void *code)
{
	if (gone->module)
		return glue_module_contains(gone->module, object) ||
		       glue_module_contains(gone->module, code);
	return reinterpret_cast<ULONG_PTR>(object) - reinterpret_cast<ULONG_PTR>(gone->start) <
	       gone->size;
}

const char *nt_gone_name(const nt_gone *gone, char room[NT_DRIVER_NAME])
{
	if (gone->module)
		return glue_module_name(gone->module);
	return nt_driver_name_of(gone->owner, room);
}

void nt_module_stop(nt_gone *gone)
{
	nt_dpc_stop(gone);
	// Nobody is left who could set a timer or queue a DPC again.
	nt_timer_forget(gone);
	nt_dpc_forget(gone);
	nt_mutex_forget(gone);
	nt_bug_check_callbacks_forget(gone);
	nt_regions_gone(gone->module);
	nt_affinities_gone(gone->module);
}

void nt_module_stopped(nt_gone *gone) { nt_dpc_stopped(gone); }

static nt_gone memory_of(const void *start, size_t size, const void *code)
{
	nt_gone gone{};

	gone.start = start;
	gone.size = size;
	gone.owner = code;
	return gone;
}

void nt_memory_gone(const void *start, size_t size, const void *code)
{
	const nt_gone gone = memory_of(start, size, code);

	nt_spinlocks_gone(&gone);
	nt_timer_forget(&gone);
	nt_dpc_forget(&gone);
	nt_mutex_forget(&gone);
	nt_bug_check_callbacks_forget(&gone);
}

void nt_memory_stop(const void *start, size_t size, const void *code)
{
	nt_gone gone = memory_of(start, size, code);

	nt_dpc_stop(&gone);
	nt_timer_forget(&gone);
	nt_dpc_stopped(&gone);
	nt_mutex_forget(&gone);
	nt_bug_check_callbacks_forget(&gone);
}
