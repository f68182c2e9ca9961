// SPDX-License-Identifier: GPL-2.0
/// irql.cc - drivers raise and lower the IRQL. glue/level.c says what it is.

#include "module/rt/minmax.hh"
#include "glue/held_locks.h"
#include "glue/preempt.h"
#include "base/check.hh"
#include "base/held_locks.h"
#include "base/image.h"
#include "base/irql.h"

bool nt_irql_raise(KIRQL old, KIRQL irql)
{
	if (irql < old)
		return false;
	if (irql > DISPATCH_LEVEL) {
		bool disabled_irqs = true;

		if (old <= DISPATCH_LEVEL)
			nt_irqs_off();
		else
			disabled_irqs = nt_raised_get().disabled_irqs;
		nt_raised_set(rt::min<KIRQL>(irql, HIGH_LEVEL), disabled_irqs);
	} else if (irql == DISPATCH_LEVEL && old < DISPATCH_LEVEL) {
		nt_softirqs_off();
	}
	return true;
}

/// Turns on the interrupts that KeRaiseIrql() has turned off.
static void leave_dirql(KIRQL irql)
{
	// If the IRQL was raised from below DISPATCH_LEVEL and is lowered to it, no DPC may run in
	// between. On PREEMPT_RT one can, because turning softirqs off takes a sleeping lock there.
	const bool to_dispatch = irql == DISPATCH_LEVEL && !nt_in_softirq();

	if (to_dispatch && !nt_preempt_rt)
		nt_softirqs_off();
	nt_raised_set(0, false);
	nt_irqs_on();
	if (to_dispatch && nt_preempt_rt)
		nt_softirqs_off();
}

bool nt_irql_lower(KIRQL old, KIRQL irql)
{
	if (old > DISPATCH_LEVEL) {
		const bool disabled_irqs = nt_raised_get().disabled_irqs;

		if (irql > DISPATCH_LEVEL) {
			// An interrupt routine that raised the IRQL must leave nothing behind when
			// it returns.
			nt_raised_set(!disabled_irqs && irql <= NT_DIRQL ? 0 : irql, disabled_irqs);
			return true;
		}
		if (!disabled_irqs)
			return false;
		leave_dirql(irql);
		old = KeGetCurrentIrql();
	}
	if (old == DISPATCH_LEVEL && irql < DISPATCH_LEVEL) {
		if (!nt_softirqs_are_off())
			return false;
		nt_softirqs_on();
	}
	return true;
}

static void raise(KIRQL old, KIRQL irql, Caller caller = Caller())
{
	if (!nt_irql_raise(old, irql))
		caller.complain("IRQL is %u, cannot be raised to %u", old, irql);
	else if (irql > DISPATCH_LEVEL)
		nt_raised_by_set(caller.address());
}

/// Whether KeAcquireInterruptSpinLock() was called at this IRQL: interrupts must stay off. On
/// PREEMPT_RT they are not.
static bool has_interrupt_lock(KIRQL irql)
{
	if (irql <= DISPATCH_LEVEL || nt_preempt_rt) [[likely]]
		return false;
	const spinlock *lock = nt_locks()->of_interrupt;
	return lock && nt_locks_have(lock);
}

static void lower(KIRQL irql, Caller caller = Caller())
{
	const KIRQL old = KeGetCurrentIrql();

	if (irql <= DISPATCH_LEVEL && has_interrupt_lock(old))
		complain_of_mistake(
			"the caller has the lock of an interrupt: the IRQL is not lowered", caller);
	else if (irql > old)
		caller.complain("IRQL is %u, cannot be lowered to %u", old, irql);
	else if (!nt_irql_lower(old, irql))
		caller.complain("IRQL %u is not the driver's to lower", old);
}

KIRQL NTAPI KfRaiseIrql(KIRQL irql)
{
	const KIRQL old = nt_polled_irql();

	raise(old, irql);
	return old;
}

VOID NTAPI KeRaiseIrql(KIRQL irql, PKIRQL old)
{
	if (!ok(is_memory(old), "the place for the IRQL"))
		return;
	*old = nt_polled_irql();
	raise(*old, irql);
}

KIRQL NTAPI KeRaiseIrqlToDpcLevel()
{
	const KIRQL old = nt_polled_irql();

	raise(old, DISPATCH_LEVEL);
	return old;
}

KIRQL NTAPI KeRaiseIrqlToSynchLevel()
{
	// Two below that at which processors interrupt each other.
	constexpr KIRQL synch_level = HIGH_LEVEL == 15 ? 12 : 27;
	const KIRQL old = nt_polled_irql();

	raise(old, synch_level);
	return old;
}

VOID NTAPI KfLowerIrql(KIRQL irql) { lower(irql); }
VOID NTAPI KeLowerIrql(KIRQL irql) { lower(irql); }

void ntparport_image_set_irql(KIRQL irql)
{
	if (irql > KeGetCurrentIrql())
		KfRaiseIrql(irql);
	else
		lower(irql);
}
