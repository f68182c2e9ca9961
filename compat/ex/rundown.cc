// SPDX-License-Identifier: GPL-2.0
/// rundown.cc - run-down protection: what has users ends when the last one has gone, and lets
/// nobody in from then on.

#include "base/check.hh"
#include "ke/dispatcher.h"

namespace {

/// Who waits for the users to go, on the stack.
struct Wait {
	KEVENT over;
	ULONG_PTR left;
};

// What is in the driver's memory: twice the number of users; or, from the run-down on, this bit and
// the address of who waits, if somebody does.
constexpr ULONG_PTR run_down = 1;
static_assert(alignof(Wait) > run_down);
constexpr ULONG_PTR one = 2;

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
	while (!(now & run_down))
		if (replace(ref, now, now + count * one))
			return true;
	return false;
}

/// False: there are not so many users.
bool leave(Wait &wait, ULONG_PTR count)
{
	ULONG_PTR left = __atomic_load_n(&wait.left, __ATOMIC_RELAXED);

	do {
		if (left < count)
			return false;
	} while (!__atomic_compare_exchange_n(&wait.left, &left, left - count, false,
					      __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
	if (left == count)
		KeSetEvent(&wait.over, IO_NO_INCREMENT, FALSE);
	return true;
}

void release(PEX_RUNDOWN_REF ref, ULONG_PTR count, Caller caller = Caller())
{
	if (!ref_ok(ref, DISPATCH_LEVEL, caller) || !count)
		return;
	ULONG_PTR now = read(ref);
	while (!(now & run_down) && now >= count * one)
		if (replace(ref, now, now - count * one))
			return;
	auto *wait = reinterpret_cast<Wait *>(now & ~run_down);
	if (!(now & run_down) || !wait || !leave(*wait, count))
		caller.complain("there are not so many users");
}

/// Until somebody else, who was first, has waited.
void wait_for_other(PEX_RUNDOWN_REF ref)
{
	LARGE_INTEGER a_tick;

	a_tick.QuadPart = -static_cast<LONGLONG>(KeQueryTimeIncrement());
	while (read(ref) & ~run_down)
		KeDelayExecutionThread(KernelMode, FALSE, &a_tick);
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
	if (!replace(ref, now, 0))
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
	KeInitializeEvent(&wait.over, SynchronizationEvent, FALSE);
	const auto address = reinterpret_cast<ULONG_PTR>(&wait);
	ULONG_PTR now = read(ref);
	do {
		if (now & run_down) {
			wait_for_other(ref);
			return;
		}
		wait.left = now / one;
	} while (!replace(ref, now, now ? address | run_down : run_down));
	if (!wait.left)
		return;
	KeWaitForSingleObject(&wait.over, Executive, KernelMode, FALSE, nullptr);
	set(ref, run_down);
}
