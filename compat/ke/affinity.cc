// SPDX-License-Identifier: GPL-2.0
/// affinity.cc - the processors that a driver has bound a thread to.

#include <new>

#include "module/glue/glue.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/check.hh"
#include "base/gate.h"
#include "base/guard.hh"
#include "ke/affinity.h"
#include "ke/region.h"
#include "ke/thread.hh"

using rt::Unique;

namespace {

using Guard = SpinGuard<NT_REGIONS_LOCK>;

/// A task that is bound, referenced: no other gets its place in memory.
struct Bound {
	rt::Link link{};  // in the list
	task_struct *const task;
	const void *const code;	 // that has bound it first
	const bool called;	 // it did so in a routine of a driver
	KAFFINITY mask = 0;	 // what it is bound to
	void *const own;	 // its own mask, which Linux has for it
	void *const room;	 // for another one

	Bound(task_struct *of, const void *first)
		: task(of),
		  code(first),
		  called(nt_gate_here()),
		  own(nt_alloc_surely(nt_affinity_size())),
		  room(nt_alloc_surely(nt_affinity_size()))
	{
		nt_task_get(task);
		nt_affinity_note(own);
	}
	~Bound()
	{
		nt_free(room);
		nt_free(own);
		nt_task_put(task);
	}
	Bound(const Bound &) = delete;
	Bound &operator=(const Bound &) = delete;

	void put_back() const { nt_affinity_put_back(task, own); }
};

/// Guarded by the lock.
constinit rt::List<Bound> bound_tasks;

void end_left(const void *routine);

/// Says whether there are any to those who would have to put something back. Lock held.
void note_bound_locked()
{
	nt_left_note_locked(NT_LEFT_BOUND, bound_tasks.empty() ? nullptr : end_left);
}

/// That of the calling thread, or nullptr: only the thread itself binds and reverts.
Bound *find()
{
	const Guard guard;

	for (Bound &bound : bound_tasks)
		if (bound.task == nt_current_task())
			return &bound;
	return nullptr;
}

Bound *add(const void *code)
{
	void *memory = nt_alloc_surely(sizeof(Bound));
	Bound *fresh = new (memory) Bound(nt_current_task(), code);
	const Guard guard;

	bound_tasks.push_front(*fresh);
	note_bound_locked();
	return fresh;
}

template <typename Predicate>
Unique<Bound> take_if(Predicate wanted)
{
	const Guard guard;
	Unique<Bound> taken(bound_tasks.pop_if(wanted));

	note_bound_locked();
	return taken;
}

Unique<Bound> take_own()
{
	const task_struct *self = nt_current_task();

	return take_if([=](const Bound &bound) { return bound.task == self; });
}

/// Returns what it was bound to before.
KAFFINITY bind(KAFFINITY mask, Caller caller = Caller())
{
	if (!irql_ok(APC_LEVEL, caller))
		return 0;
	Bound *bound = find();
	const KAFFINITY old = bound ? bound->mask : 0;
	if (!(mask & nt_online_processors()))
		return old;
	if (!bound)
		bound = add(caller.code());
	// A processor that has gone meanwhile is none of them.
	if (nt_affinity_choose(bound->room, mask))
		bound->mask = mask;
	return old;
}

void revert(Caller caller = Caller())
{
	if (!irql_ok(APC_LEVEL, caller))
		return;
	if (const Unique<Bound> bound = take_own())
		bound->put_back();
}

/// A routine of a driver has returned, to where no driver's code is. A system thread, whose own
/// routine that was, may have been bound for as long as it runs.
void end_left(const void *routine)
{
	const task_struct *self = nt_current_task();
	const Unique<Bound> left =
		take_if([=](const Bound &bound) { return bound.task == self && bound.called; });
	char name[NT_DRIVER_NAME];

	if (!left)
		return;
	left->put_back();
	if (!nt_current_system_thread())
		nt_warn("%s: %ps has returned without KeRevertToUserAffinityThread after %pS called KeSetSystemAffinityThread: reverted\n",
			nt_driver_name_of(routine, name), routine, left->code);
}

}

VOID NTAPI KeSetSystemAffinityThread(KAFFINITY mask) { bind(mask); }
KAFFINITY NTAPI KeSetSystemAffinityThreadEx(KAFFINITY mask) { return bind(mask); }
VOID NTAPI KeRevertToUserAffinityThread() { revert(); }

VOID NTAPI KeRevertToUserAffinityThreadEx(KAFFINITY mask)
{
	if (!mask)
		revert();
	else if (irql_ok(APC_LEVEL) && find())
		bind(mask);
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
