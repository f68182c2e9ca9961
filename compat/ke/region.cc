// SPDX-License-Identifier: GPL-2.0
/// region.cc - critical and guarded regions. There are no APCs to keep away: what is kept is which
/// threads are in one.

#include <new>

#include "module/glue/glue.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "glue/log.h"
#include "glue/task.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/guard.hh"
#include "ke/region.h"

using rt::Unique;

namespace {

using Guard = SpinGuard<NT_REGIONS_LOCK>;

enum Kind { critical, guarded, kinds };

/// A task that is in some, referenced: no other gets its place in memory.
struct Visitor {
	rt::Link link{};  // in the list
	task_struct *const task;
	const void *const code;	 // that entered the first
	const bool called;	 // it did so in a routine of a driver
	unsigned int depth[kinds] = {};

	Visitor(task_struct *of, const void *first) : task(of), code(first), called(nt_gate_here())
	{
		nt_task_get(task);
	}
	~Visitor() { nt_task_put(task); }
	Visitor(const Visitor &) = delete;
	Visitor &operator=(const Visitor &) = delete;

	bool is_in_any() const { return depth[critical] || depth[guarded]; }
};

constinit rt::List<Visitor> visitors GUARDED_BY(Guard::lock);

void end_left(const void *routine);

/// Says whether there are any to those who would have to end them.
void note_visitors_locked() REQUIRES(Guard::lock)
{
	nt_left_note_locked(NT_LEFT_IN_REGION, visitors.empty() ? nullptr : end_left);
}

Visitor *find_locked(const task_struct *task) REQUIRES(Guard::lock)
{
	for (Visitor &visitor : visitors)
		if (visitor.task == task)
			return &visitor;
	return nullptr;
}

/// Only a task itself enters and leaves: false if it is not in one yet.
bool enter_again(Kind kind)
{
	const Guard guard;
	Visitor *visitor = find_locked(nt_current_task());

	if (visitor)
		visitor->depth[kind]++;
	return visitor;
}

void enter(Kind kind, const void *code)
{
	if (enter_again(kind))
		return;
	void *memory = nt_alloc_surely(sizeof(Visitor));
	Unique<Visitor> fresh(new (memory) Visitor(nt_current_task(), code));
	fresh->depth[kind] = 1;
	const Guard guard;
	visitors.push_front(*fresh.release());
	note_visitors_locked();
}

void enter(Kind kind, Caller caller = Caller())
{
	if (irql_ok(APC_LEVEL, caller))
		enter(kind, caller.code());
}

/// Whether it was in one.
bool leave(Kind kind)
{
	Unique<Visitor> last;
	const Guard guard;
	Visitor *visitor = find_locked(nt_current_task());

	if (!visitor || !visitor->depth[kind])
		return false;
	visitor->depth[kind]--;
	if (visitor->is_in_any())
		return true;
	rt::List<Visitor>::remove(*visitor);
	note_visitors_locked();
	last = Unique<Visitor>(visitor);
	return true;
}

void leave(Kind kind, const char *which, Caller caller = Caller())
{
	if (irql_ok(APC_LEVEL, caller) && !leave(kind))
		caller.complain("the thread is not in a %s region", which);
}

bool is_in(Kind kind)
{
	const Guard guard;
	const Visitor *visitor = find_locked(nt_current_task());

	return visitor && visitor->depth[kind];
}

template <typename Predicate>
Unique<Visitor> take_if(Predicate wanted)
{
	const Guard guard;
	Unique<Visitor> taken(visitors.pop_if(wanted));

	note_visitors_locked();
	return taken;
}

template <typename Predicate>
void end_those(Predicate wanted)
{
	while (const Unique<Visitor> left = take_if(wanted)) {
		char name[NT_DRIVER_NAME];

		nt_warn("%s: a thread was left in a critical or guarded region, which %pS entered: ended\n",
			nt_driver_name_of(left->code, name), left->code);
	}
}

/// A routine of a driver has returned, to where no driver's code is: nobody is left who could leave
/// the regions that the calling thread has entered in it.
void end_left(const void *routine)
{
	const task_struct *self = nt_current_task();
	const Unique<Visitor> left = take_if(
		[=](const Visitor &visitor) { return visitor.task == self && visitor.called; });
	char name[NT_DRIVER_NAME];

	if (left)
		nt_warn("%s: %ps has returned, and its thread was left in a critical or guarded region, which %pS entered: ended\n",
			nt_driver_name_of(routine, name), routine, left->code);
}

}

VOID NTAPI KeEnterCriticalRegion() { enter(critical); }
VOID NTAPI KeLeaveCriticalRegion() { leave(critical, "critical"); }
VOID NTAPI KeEnterGuardedRegion() { enter(guarded); }
VOID NTAPI KeLeaveGuardedRegion() { leave(guarded, "guarded"); }

BOOLEAN NTAPI KeAreApcsDisabled()
{
	return irql_ok(DISPATCH_LEVEL) && (is_in(critical) || is_in(guarded));
}

BOOLEAN NTAPI KeAreAllApcsDisabled()
{
	const KIRQL irql = KeGetCurrentIrql();

	return irql >= APC_LEVEL || is_in(guarded);
}

void nt_guarded_region_enter(const void *code) { enter(guarded, code); }
bool nt_guarded_region_leave() { return leave(guarded); }

void nt_regions_thread_ends()
{
	const task_struct *self = nt_current_task();

	end_those([=](const Visitor &visitor) { return visitor.task == self; });
}

void nt_regions_gone(const module *which)
{
	end_those(
		[=](const Visitor &visitor) { return glue_module_contains(which, visitor.code); });
}
