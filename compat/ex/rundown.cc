// SPDX-License-Identifier: GPL-2.0
/// rundown.cc - run-down protection: what has users ends when the last one has gone, and lets
/// nobody in from then on.

#include "base/check.hh"
#include "base/list.hh"
#include "ke/dispatcher.hh"

namespace {

// What is in the driver's memory: twice the number of users; from the run-down on, this bit.
constexpr ULONG_PTR run_down = 1;
constexpr ULONG_PTR one = 2;

/// A thread that waits for the users to go, on its stack. It is found by the protection, and not by
/// what is in there, which a driver may have written over.
struct Wait {
	PEX_RUNDOWN_REF ref;
	ULONG_PTR left;	 // users; only of the one that was first
	KEVENT over;
	LIST_ENTRY link;
};

using Waits = EntryList<Wait, offsetof(Wait, link)>;

constinit Waits waits GUARDED_BY(ke::dispatcher_lock);

/// The first one.
Wait *wait_for(const EX_RUNDOWN_REF *ref) REQUIRES(ke::dispatcher_lock)
{
	Wait *wait = waits.first();

	while (wait && wait->ref != ref)
		wait = waits.after(*wait);
	return wait;
}

bool is_waited_for(const EX_RUNDOWN_REF *ref)
{
	const ke::DispatcherGuard guard;

	return wait_for(ref);
}

ULONG_PTR read(const EX_RUNDOWN_REF *ref) { return __atomic_load_n(&ref->Count, __ATOMIC_ACQUIRE); }

/// In one step, unless it has changed; `now` is what it is then.
bool replace(PEX_RUNDOWN_REF ref, ULONG_PTR &now, ULONG_PTR with)
{
	return __atomic_compare_exchange_n(&ref->Count, &now, with, false, __ATOMIC_SEQ_CST,
					   __ATOMIC_ACQUIRE);
}

void set(PEX_RUNDOWN_REF ref, ULONG_PTR value)
{
	__atomic_store_n(&ref->Count, value, __ATOMIC_SEQ_CST);
}

bool ref_ok(PEX_RUNDOWN_REF ref, KIRQL max, Caller caller)
{
	return irql_ok(max, caller) && ok(is_memory(ref), "the protection", caller);
}

bool acquire(PEX_RUNDOWN_REF ref, ULONG_PTR count, Caller caller = Caller())
{
	if (!ref_ok(ref, DISPATCH_LEVEL, caller))
		return false;
	ULONG_PTR now = read(ref);
	ULONG_PTR more;
	while (!(now & run_down)) {
		if (__builtin_mul_overflow(count, one, &more) ||
		    __builtin_add_overflow(now, more, &more)) {
			caller.complain("there cannot be that many users");
			return false;
		}
		if (replace(ref, now, more))
			return true;
	}
	return false;
}

/// After the run-down. False: there are not that many users.
bool leave(PEX_RUNDOWN_REF ref, ULONG_PTR count)
{
	const ke::DispatcherGuard guard;
	Wait *wait = wait_for(ref);

	if (!wait || wait->left < count)
		return false;
	wait->left -= count;
	if (wait->left)
		return true;
	for (Wait &ended : waits) {
		if (ended.ref != ref)
			continue;
		Waits::remove(ended);
		ke::set_state(ended.over.Header, 1);
		nt_header_signal(&ended.over.Header);
	}
	return true;
}

void release(PEX_RUNDOWN_REF ref, ULONG_PTR count, Caller caller = Caller())
{
	if (!ref_ok(ref, DISPATCH_LEVEL, caller) || !count)
		return;
	ULONG_PTR now = read(ref);
	while (!(now & run_down) && now / one >= count)
		if (replace(ref, now, now - count * one))
			return;
	if (!(now & run_down) || !leave(ref, count))
		caller.complain("there are not that many users");
}

/// From here on nobody is let in. False: all have gone.
bool begin(Wait &wait)
{
	const ke::DispatcherGuard guard;
	ULONG_PTR now = read(wait.ref);

	while (!(now & run_down))
		if (replace(wait.ref, now, run_down))
			break;
	// Somebody else may have been first.
	if (!(now & run_down))
		wait.left = now / one;
	if (!wait.left && !wait_for(wait.ref))
		return false;
	waits.push_back(wait);
	return true;
}

}

VOID NTAPI ExInitializeRundownProtection(PEX_RUNDOWN_REF ref)
{
	if (ok(is_memory(ref), "the protection"))
		set(ref, 0);
}

VOID NTAPI ExReInitializeRundownProtection(PEX_RUNDOWN_REF ref)
{
	if (!ok(is_memory(ref), "the protection"))
		return;
	ULONG_PTR now = run_down;
	if (is_waited_for(ref) || !replace(ref, now, 0))
		Caller().complain("it is not run down");
}

VOID NTAPI ExRundownCompleted(PEX_RUNDOWN_REF ref)
{
	if (ok(is_memory(ref), "the protection"))
		set(ref, run_down);
}

BOOLEAN NTAPI ExAcquireRundownProtection(PEX_RUNDOWN_REF ref) { return acquire(ref, 1); }

BOOLEAN NTAPI ExAcquireRundownProtectionEx(PEX_RUNDOWN_REF ref, ULONG count)
{
	return acquire(ref, count);
}

VOID NTAPI ExReleaseRundownProtection(PEX_RUNDOWN_REF ref) { release(ref, 1); }
VOID NTAPI ExReleaseRundownProtectionEx(PEX_RUNDOWN_REF ref, ULONG count) { release(ref, count); }

VOID NTAPI ExWaitForRundownProtectionRelease(PEX_RUNDOWN_REF ref)
{
	Wait wait{};

	if (!ref_ok(ref, APC_LEVEL, Caller()))
		return;
	wait.ref = ref;
	KeInitializeEvent(&wait.over, SynchronizationEvent, FALSE);
	if (begin(wait))
		KeWaitForSingleObject(&wait.over, Executive, KernelMode, FALSE, nullptr);
}
