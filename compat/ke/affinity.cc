// SPDX-License-Identifier: GPL-2.0
/// affinity.cc - the processors that a driver has bound a thread to.

#include <new>
#include <utility>

#include "module/glue/glue.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "glue/affinity.h"
#include "glue/log.h"
#include "glue/processors.h"
#include "glue/task.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/guard.hh"
#include "ke/affinity.h"
#include "ke/thread.hh"

using rt::Unique;

namespace {

using Guard = SpinGuard<NT_REGIONS_LOCK>;

/// A task that is bound, referenced: no other gets its place in memory.
struct Bound {
	rt::Link link{};  // in the list
	task_struct *const task;
	const void *const code;	 // that has bound it first
	const bool reverts;	 // once it leaves the routines of drivers
	KAFFINITY mask = 0;	 // what it is bound to
	void *const own;	 // the mask that Linux had for it
	void *const set;	 // the one that it got

	Bound(task_struct *of, const void *first)
		: task(of),
		  code(first),
		  // A system thread may be bound for as long as it runs.
		  reverts(nt_gate_here() && !nt_current_system_thread()),
		  own(nt_alloc_surely(nt_affinity_size())),
		  set(nt_alloc_surely(nt_affinity_size()))
	{
		nt_task_get(task);
		nt_affinity_note(own);
	}
	~Bound()
	{
		nt_free(set);
		nt_free(own);
		nt_task_put(task);
	}
	Bound(const Bound &) = delete;
	Bound &operator=(const Bound &) = delete;

	void put_back() const { nt_affinity_put_back(task, set, own); }
};

/// Whoever works on one has taken it off the list.
constinit rt::List<Bound> bound_tasks GUARDED_BY(Guard::lock);

void end_left(const void *routine);

bool some_revert_locked() REQUIRES(Guard::lock)
{
	return bound_tasks.any([](const Bound &bound) { return bound.reverts; });
}

/// Says whether there are any to those who would have to put something back.
void note_bound_locked() REQUIRES(Guard::lock)
{
	nt_left_note_locked(NT_LEFT_BOUND, some_revert_locked() ? end_left : nullptr);
}

void add(Unique<Bound> bound)
{
	const Guard guard;

	bound_tasks.push_front(*bound.release());
	note_bound_locked();
}

template <typename Predicate>
Unique<Bound> take_if(Predicate wanted)
{
	const Guard guard;
	Unique<Bound> taken(bound_tasks.pop_if(wanted));

	note_bound_locked();
	return taken;
}

/// That of the calling thread, or none.
Unique<Bound> take_own()
{
	const task_struct *self = nt_current_task();

	return take_if([=](const Bound &bound) { return bound.task == self; });
}

/// Whether these processors exist, and one of them is online.
bool is_valid(KAFFINITY mask)
{
	return !(mask & ~nt_possible_processors()) && mask & nt_online_processors();
}

Unique<Bound> fresh(const void *code)
{
	void *memory = nt_alloc_surely(sizeof(Bound));

	return Unique<Bound>(new (memory) Bound(nt_current_task(), code));
}

/// Returns what it was bound to before. `again`: only if it is bound.
KAFFINITY bind_to(KAFFINITY mask, bool again, Caller caller = Caller())
{
	if (!irql_ok(APC_LEVEL, caller))
		return 0;
	Unique<Bound> bound = take_own();
	const KAFFINITY old = bound ? bound->mask : 0;
	if (is_valid(mask) && (bound || !again)) {
		if (!bound)
			bound = fresh(caller.code());
		// A processor that has gone meanwhile is none of them.
		if (nt_affinity_choose(bound->set, mask))
			bound->mask = mask;
	}
	if (bound && bound->mask)
		add(std::move(bound));
	return old;
}

void revert(Caller caller = Caller())
{
	if (!irql_ok(APC_LEVEL, caller))
		return;
	if (const Unique<Bound> bound = take_own())
		bound->put_back();
}

/// A routine of a driver has returned, to where no driver's code is.
void end_left(const void *routine)
{
	const task_struct *self = nt_current_task();

	// To put it back sleeps: the next routine that returns below does so.
	if (KeGetCurrentIrql() > APC_LEVEL)
		return;
	const Unique<Bound> left =
		take_if([=](const Bound &bound) { return bound.task == self && bound.reverts; });
	char name[NT_DRIVER_NAME];

	if (!left)
		return;
	left->put_back();
	nt_warn("%s: %ps has returned without KeRevertToUserAffinityThread after %pS called KeSetSystemAffinityThread: reverted\n",
		nt_driver_name_of(routine, name), routine, left->code);
}

}

VOID NTAPI KeSetSystemAffinityThread(KAFFINITY mask) { bind_to(mask, false); }
KAFFINITY NTAPI KeSetSystemAffinityThreadEx(KAFFINITY mask) { return bind_to(mask, false); }
VOID NTAPI KeRevertToUserAffinityThread() { revert(); }

VOID NTAPI KeRevertToUserAffinityThreadEx(KAFFINITY mask)
{
	if (!mask)
		revert();
	else
		bind_to(mask, true);
}

void nt_affinity_thread_ends() { take_own(); }

void nt_affinities_gone(const module *which)
{
	auto is_of_it = [=](const Bound &bound) { return glue_module_contains(which, bound.code); };

	while (const Unique<Bound> left = take_if(is_of_it)) {
		char name[NT_DRIVER_NAME];

		left->put_back();
		nt_warn("%s: a thread was left with the processors that %pS gave it by KeSetSystemAffinityThread: reverted\n",
			nt_driver_name_of(left->code, name), left->code);
	}
}
