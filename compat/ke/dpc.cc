// SPDX-License-Identifier: GPL-2.0
/// dpc.cc - DPCs: one queue, served in order by one tasklet.

#include "glue/log.h"
#include "glue/preempt.h"
#include "glue/sleep.h"
#include "glue/task.h"
#include "glue/tasklet.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/guard.hh"
#include "base/handed.hh"
#include "base/list.hh"
#include "base/poll.h"
#include "ke/dpc.h"

namespace {

/// Windows' number for Type in a KDPC.
constexpr UCHAR dpc_object = 19;

using Dpcs = EntryList<KDPC, offsetof(KDPC, DpcListEntry)>;
using Gone = EntryList<nt_gone, offsetof(nt_gone, node)>;

/// A raw lock, because on PREEMPT_RT, too, DPCs are queued with interrupts off.
using DpcsGuard = RawGuard<NT_DPCS_LOCK>;

constinit Dpcs queued GUARDED_BY(DpcsGuard::lock);
/// What this run of the tasklet still has to call.
constinit Dpcs batch GUARDED_BY(DpcsGuard::lock);
/// What goes away. If one of its DPCs is queued, perhaps by its own routine, it gets only into
/// `kept_back`, where it stays until it is forgotten.
constinit Gone stopping GUARDED_BY(DpcsGuard::lock);
constinit Dpcs kept_back GUARDED_BY(DpcsGuard::lock);

/// Whether the DPC is in a list. The lists are searched, because the memory is the driver's and may
/// be a copy, or written over. They are short.
bool is_known(const KDPC &dpc) REQUIRES(DpcsGuard::lock)
{
	return queued.contains(&dpc) || batch.contains(&dpc) || kept_back.contains(&dpc);
}

/// The DPC is in one of the lists; DpcData, which only drivers read, says so.
void take_dpc_out(KDPC &dpc) REQUIRES(DpcsGuard::lock)
{
	Dpcs::remove(dpc);
	dpc.DpcData = nullptr;
}

/// A call for a DPC, which may be queued again meanwhile, or freed.
struct Call {
	KDPC *dpc;
	PKDEFERRED_ROUTINE routine;
	void *context;
	void *argument1;
	void *argument2;
};

/// Takes the next DPC of the batch out of its list; false: there is none. `more` says then whether
/// others were queued meanwhile.
bool take_next(Call &next, bool &more)
{
	const DpcsGuard guard;
	KDPC *dpc = batch.first();

	more = !queued.empty();
	if (!dpc)
		return false;
	next = { dpc, dpc->DeferredRoutine, dpc->DeferredContext, dpc->SystemArgument1,
		 dpc->SystemArgument2 };
	take_dpc_out(*dpc);
	return true;
}

void begin_batch()
{
	const DpcsGuard guard;

	batch.take_all(queued);
}

/// The tasklet's routine.
void run_dpcs()
{
	Call next{};
	bool more;

	// DPCs that a routine queues wait for the next run, so that other softirqs get their turn.
	begin_batch();
	while (take_next(next, more))
		call(next.routine, next.dpc, next.context, next.argument1, next.argument2);
	if (more)
		nt_dpc_tasklet_schedule();
}

/// False: the DPC is in none of the lists.
bool remove_known(KDPC &dpc) REQUIRES(DpcsGuard::lock)
{
	if (!is_known(dpc))
		return false;
	take_dpc_out(dpc);
	return true;
}

/// Returns whether the DPC was in one of the lists.
bool initialise(KDPC &dpc, PKDEFERRED_ROUTINE routine, PVOID context)
{
	// A timer may be queueing it at the same moment.
	const DpcsGuard guard;
	const bool removed = remove_known(dpc);

	dpc = {};
	dpc.Type = dpc_object;
	dpc.Importance = MediumImportance;
	dpc.DeferredRoutine = routine;
	dpc.DeferredContext = context;
	return removed;
}

bool goes(const nt_gone &gone, const KDPC &dpc)
{
	return nt_goes(&gone, &dpc, code_of(dpc.DeferredRoutine));
}

/// Whether the DPC belongs to something that is stopping.
bool stops(const KDPC &dpc) REQUIRES(DpcsGuard::lock)
{
	return stopping.any([&](const nt_gone &gone) { return goes(gone, dpc); });
}

/// False: the DPC is in one of the lists already.
bool insert_dpc(KDPC &dpc, void *argument1, void *argument2)
{
	const DpcsGuard guard;

	if (is_known(dpc))
		return false;
	Dpcs &list = !stopping.empty() && stops(dpc) ? kept_back : queued;
	dpc.SystemArgument1 = argument1;
	dpc.SystemArgument2 = argument2;
	if (dpc.Importance == HighImportance)
		list.push_front(dpc);
	else
		list.push_back(dpc);
	dpc.DpcData = &queued;
	return true;
}

/// For routines of any IRQL: a loop of them lets others run (W7).
bool dpc_ok(const KDPC *dpc, Caller caller = Caller())
{
	nt_poll();
	const bool is = nt_dpc_initialised(dpc);

	if (!is) [[unlikely]]
		complain_of_mistake("the DPC is not initialised", caller);
	return is;
}

void initialise_checked(PRKDPC dpc, PKDEFERRED_ROUTINE routine, PVOID context,
			Caller caller = Caller())
{
	if (!ok(is_memory(dpc), "the DPC", caller) ||
	    !ok(is_routine(routine), "the routine", caller))
		return;
	if (initialise(*dpc, routine, context))
		caller.complain("the DPC is queued: it is taken out");
}

}

VOID NTAPI KeInitializeDpc(PRKDPC dpc, PKDEFERRED_ROUTINE routine, PVOID context)
{
	initialise_checked(dpc, routine, context);
}

VOID NTAPI KeInitializeThreadedDpc(PRKDPC dpc, PKDEFERRED_ROUTINE routine, PVOID context)
{
	initialise_checked(dpc, routine, context);
}

bool nt_dpc_initialised(const KDPC *dpc)
{
	return nt_is_address(dpc) && dpc->Type == dpc_object &&
	       nt_is_address(code_of(dpc->DeferredRoutine));
}

bool nt_dpc_queue(PKDPC dpc, void *argument1, void *argument2)
{
	const bool inserted = insert_dpc(*dpc, argument1, argument2);

	if (inserted)
		nt_dpc_tasklet_schedule();
	return inserted;
}

/// The DPC is initialised.
static bool queue_dpc(PKDPC dpc, void *argument1, void *argument2)
{
	if (KeGetCurrentIrql() != PASSIVE_LEVEL)
		return nt_dpc_queue(dpc, argument1, argument2);
	// When softirqs are on again they run here and now; otherwise ksoftirqd would be woken.
	nt_softirqs_off();
	const bool inserted = nt_dpc_queue(dpc, argument1, argument2);
	nt_softirqs_on();
	return inserted;
}

BOOLEAN NTAPI KeInsertQueueDpc(PRKDPC dpc, PVOID argument1, PVOID argument2)
{
	return dpc_ok(dpc) && queue_dpc(dpc, argument1, argument2);
}

BOOLEAN NTAPI KeRemoveQueueDpc(PRKDPC dpc)
{
	if (!dpc_ok(dpc))
		return FALSE;
	const DpcsGuard guard;
	return remove_known(*dpc);
}

VOID NTAPI KeSetImportanceDpc(PRKDPC dpc, KDPC_IMPORTANCE importance)
{
	if (!ok(is_memory(dpc), "the DPC"))
		return;
	if (static_cast<unsigned int>(importance) > MediumHighImportance) {
		Caller().complain("there is no importance %d", importance);
		return;
	}
	// It may be in the middle of being queued.
	const DpcsGuard guard;
	dpc->Importance = importance;
}

VOID NTAPI KeSetTargetProcessorDpc(PRKDPC dpc, CCHAR number)
{
	if (!ok(is_memory(dpc), "the DPC"))
		return;
	if (number < 0 || number >= KeNumberProcessors) {
		Caller().complain("there is no processor %d", number);
		return;
	}
	const DpcsGuard guard;
	dpc->Number = static_cast<UCHAR>(number);
}

namespace {

/// A thread that waits until the DPCs before its own are done.
struct Flush {
	task_struct *const task = nt_current_task();
	bool done = false;
};

/// The thread may end once it sees `done`; its memory stays until this interrupt's end (RCU).
VOID NTAPI reached(_KDPC *, PVOID context, PVOID, PVOID)
{
	auto *flush = static_cast<Flush *>(context);
	task_struct *const task = flush->task;

	__atomic_store_n(&flush->done, true, __ATOMIC_RELEASE);
	nt_wake_task(task);
}

/// Process context. Cannot be frozen (nt_sleep_until_dpc()).
void flush_dpcs()
{
	Flush flush;
	KDPC last{};

	// DPCs run in order and one at a time: when this one runs, the others are done.
	KeInitializeDpc(&last, handed<reached>(), &flush);
	queue_dpc(&last, nullptr, nullptr);
	nt_sleep_until_dpc(&flush.done);
}

}

VOID NTAPI KeFlushQueuedDpcs()
{
	if (irql_ok(PASSIVE_LEVEL))
		flush_dpcs();
}

// Code and memory that go away

namespace {

/// Returns how many were forgotten; `code`: the routine of the last one.
unsigned int forget_dpcs(Dpcs &list, const nt_gone &gone, const void *&code)
	REQUIRES(DpcsGuard::lock)
{
	unsigned int forgotten = 0;

	for (KDPC &dpc : list) {
		if (!goes(gone, dpc))
			continue;
		code = code_of(dpc.DeferredRoutine);
		take_dpc_out(dpc);
		forgotten++;
	}
	return forgotten;
}

unsigned int forget_all_dpcs(const nt_gone &gone, const void *&code) REQUIRES(DpcsGuard::lock)
{
	return forget_dpcs(batch, gone, code) + forget_dpcs(queued, gone, code) +
	       forget_dpcs(kept_back, gone, code);
}

void tell(const nt_gone &gone, unsigned int forgotten, const void *code)
{
	char name[NT_DRIVER_NAME];

	if (forgotten)
		nt_warn("%s left %u DPC%s in the queue, the last with routine %pS: taken out, because KeRemoveQueueDpc was not called\n",
			nt_gone_name(&gone, name), forgotten, forgotten == 1 ? "" : "s", code);
}

void keep_back(Dpcs &list, const nt_gone &gone) REQUIRES(DpcsGuard::lock)
{
	for (KDPC &dpc : list) {
		if (goes(gone, dpc)) {
			Dpcs::remove(dpc);
			kept_back.push_back(dpc);
		}
	}
}

}

void nt_dpc_forget(const nt_gone *gone)
{
	const void *code = nullptr;
	unsigned int forgotten;

	{
		const DpcsGuard guard;

		forgotten = forget_all_dpcs(*gone, code);
	}
	tell(*gone, forgotten, code);
}

void nt_dpc_stop(nt_gone *gone)
{
	{
		const DpcsGuard guard;

		if (!gone->stopping) {
			gone->stopping = true;
			stopping.push_front(*gone);
			keep_back(batch, *gone);
			keep_back(queued, *gone);
		}
	}
	flush_dpcs();
}

void nt_dpc_stopped(nt_gone *gone)
{
	const void *code = nullptr;
	unsigned int forgotten;

	if (!gone->stopping)
		return;
	{
		const DpcsGuard guard;

		forgotten = forget_all_dpcs(*gone, code);
		// Under the same lock, or its DPCs would run again.
		Gone::remove(*gone);
	}
	tell(*gone, forgotten, code);
	gone->stopping = false;
}

void nt_dpc_init() { nt_dpc_tasklet_init(run_dpcs); }
void nt_dpc_exit() { nt_dpc_tasklet_exit(); }
