// SPDX-License-Identifier: GPL-2.0
/// interrupt.cc - interrupt objects: routines that run under the lock of an interrupt.

#include "ke/interrupt.hh"

#include "module/glue/glue.h"
#include "glue/log.h"
#include "glue/spin_lock.h"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/held_locks.h"
#include "base/irql.h"
#include "ke/interrupt.h"
#include "ke/spin_lock.h"

using ke::Interrupt;
using ke::InterruptsGuard;
using ke::PortInterrupt;

namespace {

constinit rt::List<Interrupt> interrupts GUARDED_BY(InterruptsGuard::lock);
/// How many are in the list; also read without the lock, in one step.
constinit unsigned int published GUARDED_BY(InterruptsGuard::lock);
constinit rt::List<PortInterrupt> ports GUARDED_BY(InterruptsGuard::lock);

/// Out of the list, or nullptr.
template <typename Predicate>
Interrupt *take(Predicate wanted)
{
	const InterruptsGuard guard;
	Interrupt *taken = interrupts.pop_if(wanted);

	if (taken)
		__atomic_store_n(&published, published - 1, __ATOMIC_RELAXED);
	return taken;
}

/// A driver's spin lock, if there is one, for a scope at DIRQL in which its code is called.
class LockGuard {
public:
	LockGuard(PKSPIN_LOCK lock, const void *code)
		: lock_(lock ? nt_spinlock(lock, nullptr) : nullptr)
	{
		// On this CPU, the wait for it would never end.
		if (lock_ && nt_locks_have(lock_)) [[unlikely]] {
			nt_warn("%pS: the code that was interrupted has the spin lock of IoConnectInterrupt, which is not taken again: only KeSynchronizeExecution keeps the interrupt away\n",
				code);
			lock_ = nullptr;
		}
		if (!lock_)
			return;
		nt_spinlock_lock(lock_);
		nt_interrupt_lock_set(lock_);
	}
	~LockGuard()
	{
		if (!lock_)
			return;
		nt_interrupt_lock_set(nullptr);
		nt_spinlock_unlock(lock_);
	}
	LockGuard(const LockGuard &) = delete;
	LockGuard &operator=(const LockGuard &) = delete;

private:
	spinlock *lock_;
};

struct Synchronized {
	PKSYNCHRONIZE_ROUTINE routine;
	PVOID context;
	PKSPIN_LOCK lock;
};

unsigned char synchronize(void *context)
{
	const auto *call = static_cast<const Synchronized *>(context);

	return call_or(FALSE, call->routine, call->context);
}

unsigned char synchronize_with_lock(void *context)
{
	const auto *call = static_cast<const Synchronized *>(context);
	const LockGuard guard(call->lock, code_of(call->routine));

	return synchronize(context);
}

unsigned char call_isr(PKSERVICE_ROUTINE routine, PKINTERRUPT interrupt, void *context)
{
	return call_or(FALSE, routine, interrupt, context);
}

void call_deferred(void (*routine)(void *context), void *context) { call(routine, context); }

constexpr glue_gate gate = { .isr = call_isr, .deferred = call_deferred };

}

BOOLEAN Interrupt::isr(PKINTERRUPT, PVOID interrupt)
{
	auto *self = static_cast<Interrupt *>(interrupt);
	const LockGuard guard(self->lock_, self->code());

	return call_or(FALSE, self->routine_, self->object(), self->context_);
}

bool Interrupt::is_of(const module *module) const { return glue_module_contains(module, code()); }

void Interrupt::publish()
{
	const InterruptsGuard guard;

	interrupts.push_back(*this);
	__atomic_store_n(&published, published + 1, __ATOMIC_RELAXED);
}

Interrupt *Interrupt::unpublish(PKINTERRUPT object)
{
	return take([=](Interrupt &interrupt) { return interrupt.object() == object; });
}

Interrupt *Interrupt::unpublish_of(const module *module)
{
	return take([=](const Interrupt &interrupt) { return interrupt.is_of(module); });
}

Interrupt *Interrupt::disconnected_of(const module *module)
{
	const InterruptsGuard guard;

	for (Interrupt &interrupt : interrupts)
		if (interrupt.is_of(module) && interrupt.connected_) {
			interrupt.connected_ = false;
			return &interrupt;
		}
	return nullptr;
}

void Interrupt::set_connected()
{
	const InterruptsGuard guard;

	connected_ = true;
}

void PortInterrupt::publish(ntparport *port)
{
	const InterruptsGuard guard;

	port_ = port;
	ports.push_back(*this);
}

void PortInterrupt::unpublish()
{
	const InterruptsGuard guard;

	rt::List<PortInterrupt>::remove(*this);
}

bool ke::may_lock(const ntparport *port, Caller caller)
{
	if (!nt_preempt_rt || !core_has_lock(port)) [[likely]]
		return true;
	complain_of_mistake("the caller already has the port's interrupt lock: nothing is done",
			    caller);
	return false;
}

/// Whether the routine may be called with the driver's own lock.
static bool may_take(PKSPIN_LOCK lock, Caller caller)
{
	if (!lock || !nt_spinlock_is_callers(lock)) [[likely]]
		return true;
	complain_of_mistake(
		"the caller already has the spin lock of the interrupt: nothing is done", caller);
	return false;
}

/// The port of it, and its driver's own lock, if it is one of these; else nullptr.
static ntparport *port_of_own(PKINTERRUPT object, PKSPIN_LOCK &lock)
{
	if (!__atomic_load_n(&published, __ATOMIC_RELAXED)) [[likely]]
		return nullptr;
	const InterruptsGuard guard;
	for (Interrupt &interrupt : interrupts) {
		if (interrupt.object() != object)
			continue;
		lock = interrupt.lock();
		return interrupt.port();
	}
	return nullptr;
}

/// Whether it is one of these; then the routine has run, unless the call is a mistake.
static bool synchronize_own(PKINTERRUPT object, Synchronized &call, BOOLEAN &result, Caller caller)
{
	ntparport *port = port_of_own(object, call.lock);

	if (!port)
		return false;
	if (!ke::may_lock(port, caller) || !may_take(call.lock, caller))
		return true;
	// Whoever disconnects it meanwhile ends what this uses.
	result = ntparport_synchronize_execution(reinterpret_cast<PKINTERRUPT>(port),
						 synchronize_with_lock, &call);
	return true;
}

BOOLEAN NTAPI KeSynchronizeExecution(PKINTERRUPT interrupt, PKSYNCHRONIZE_ROUTINE routine,
				     PVOID context)
{
	Synchronized call = { routine, context, nullptr };
	BOOLEAN result = FALSE;
	const Caller caller;

	if (!irql_ok(DISPATCH_LEVEL, caller) ||
	    !ok(nt_is_address(code_of(routine)), "the routine", caller))
		return FALSE;
	if (synchronize_own(interrupt, call, result, caller)) [[unlikely]]
		return result;
	if (interrupt && !ke::may_lock(reinterpret_cast<const ntparport *>(interrupt), caller))
		return FALSE;
	return ntparport_synchronize_execution(interrupt, synchronize, &call);
}

namespace {

/// The locks of an interrupt: that of the port, and inside that the driver's own, or nullptr.
struct InterruptLocks {
	spinlock *port;
	spinlock *own;
};

/// The port that this is the object of, or nullptr.
ntparport *port_of(PKINTERRUPT object)
{
	const InterruptsGuard guard;

	for (const PortInterrupt &known : ports)
		if (reinterpret_cast<PKINTERRUPT>(known.port()) == object)
			return known.port();
	return nullptr;
}

/// False: the caller may not take them, or the object is not one.
bool find_locks(PKINTERRUPT object, InterruptLocks &locks, Caller caller)
{
	PKSPIN_LOCK own = nullptr;
	ntparport *port = port_of_own(object, own);

	if (!port)
		port = port_of(object);
	if (!port) {
		caller.complain("%p is not an interrupt object", object);
		return false;
	}
	if (!ke::may_lock(port, caller) || !may_take(own, caller))
		return false;
	locks = { core_lock_of(port), own ? nt_spinlock(own, caller.address()) : nullptr };
	return true;
}

/// Each lock is tracked as those of drivers are: what is left is released where their routine
/// returns.
void take_lock(spinlock *lock)
{
	nt_spinlock_lock(lock);
	nt_locks_add(lock);
}

void give_lock_back(spinlock *lock)
{
	if (!lock || !nt_locks_have(lock))
		return;
	nt_locks_remove(lock);
	nt_spinlock_unlock(lock);
}

/// Whether these locks have that of an interrupt among them.
bool has_lock_of_interrupt(const struct nt_locks *mine)
{
	return mine->of_interrupt && nt_locks_have(mine->of_interrupt);
}

/// Whether what the calling code holds is known, and there is room for more.
bool can_track(Caller caller)
{
	const struct nt_locks *mine = nt_locks();

	// On PREEMPT_RT, the IRQL does not say so.
	if (mine && has_lock_of_interrupt(mine)) [[unlikely]] {
		complain_of_mistake("the caller has the lock of another interrupt: not taken",
				    caller);
		return false;
	}
	if (mine && mine->count + 2 <= NT_LOCKS_MAX) [[likely]]
		return true;
	complain_of_mistake(
		"the caller has too many locks, or is not a routine of a driver: not taken",
		caller);
	return false;
}

}

KIRQL NTAPI KeAcquireInterruptSpinLock(PKINTERRUPT interrupt)
{
	const KIRQL old = nt_polled_irql();
	const Caller caller;
	InterruptLocks locks{};

	if (!irql_is_ok(old, DISPATCH_LEVEL, caller) || !find_locks(interrupt, locks, caller))
		return old;
	// Locks of PREEMPT_RT sleep: they leave interrupts on.
	if (!nt_preempt_rt)
		nt_irql_raise(old, NT_DIRQL);
	if (!can_track(caller)) {
		if (!nt_preempt_rt)
			nt_irql_lower(NT_DIRQL, old);
		return old;
	}
	take_lock(locks.port);
	if (locks.own)
		take_lock(locks.own);
	struct nt_locks *mine = nt_locks();
	mine->interrupt = interrupt;
	mine->of_interrupt = locks.port;
	mine->of_driver = locks.own;
	return old;
}

VOID NTAPI KeReleaseInterruptSpinLock(PKINTERRUPT interrupt, KIRQL old)
{
	struct nt_locks *mine = nt_locks();
	const Caller caller;

	// The object may be gone: what it had is known.
	if (!mine || !has_lock_of_interrupt(mine) || mine->interrupt != interrupt) {
		complain_of_mistake("the caller does not have the lock of that interrupt", caller);
		return;
	}
	const InterruptLocks locks = { mine->of_interrupt, mine->of_driver };
	mine->of_interrupt = nullptr;
	give_lock_back(locks.own);
	give_lock_back(locks.port);
	if (old <= DISPATCH_LEVEL && !nt_irql_lower(KeGetCurrentIrql(), old))
		complain_of_mistake("the IRQL is not the driver's to lower", caller);
}

void nt_interrupts_init() { glue_set_gate(&gate); }
