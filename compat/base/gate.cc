// SPDX-License-Identifier: GPL-2.0
/// gate.cc - the gate into drivers: whose code runs, and what state it leaves.

#include "module/rt/guard.hh"
#include "glue/log.h"
#include "glue/preempt.h"
#include "base/chain.hh"
#include "base/client.h"
#include "base/gate.hh"
#include "base/held_locks.h"
#include "base/irql.h"

using rt::Section;

namespace {

/// The calls that this context is in, locked. `context` receives what is known of the context.
class Calls {
public:
	explicit Calls(nt_context &context) : context_(&context) { nt_calls_lock(context_); }
	~Calls() { nt_calls_unlock(context_); }
	Calls(const Calls &) = delete;
	Calls &operator=(const Calls &) = delete;

	void push(nt_gate &gate) const { chain::push(*context_->innermost, gate); }
	/// The innermost call, or nullptr.
	nt_gate *first() const { return own(*context_->innermost); }
	/// The next outer one, or nullptr.
	nt_gate *after(const nt_gate &gate) const { return own(gate.next); }
	/// Whether both or neither, the call and this context, are of a softirq: on PREEMPT_RT
	/// a softirq runs in a task, but is in none of the task's own calls.
	bool is_of_softirq(const nt_gate &gate) const
	{
		return gate.context.softirq == context_->softirq;
	}

private:
	/// The first call of this task, from this one on.
	nt_gate *own(nt_gate *gate) const
	{
		while (gate && gate->context.task != context_->task)
			gate = gate->next;
		return gate;
	}

	nt_context *const context_;
};

/// An interrupt service routine raised the IRQL and left it so. Only kernels that are built to find
/// mistakes call these routines through a gate.
[[gnu::noinline]] void forget_raised()
{
	const void *code = nt_raised_by();
	const KIRQL irql = nt_raised_forget();
	char name[NT_DRIVER_NAME];

	if (irql)
		nt_warn("%s: an interrupt service routine returned at IRQL %u, which %pS had raised: put back\n",
			nt_driver_name_of(code, name), irql, code);
}

nt_level current_level()
{
	nt_level level{};

	nt_level_get(&level);
	return level;
}

/// Makes the level what it is after a spin lock was given back and the IRQL lowered to `irql`.
void level_without_lock(nt_level &level, KIRQL irql)
{
	// It may not have been known whose lock it was.
	if (level.locks)
		level.locks--;
	level.preempt -= nt_lock_step;
	if (irql >= DISPATCH_LEVEL)
		return;
	level.softirq -= nt_softirq_step;
	if (!nt_preempt_rt)
		level.preempt -= nt_softirq_step;
}

void put_irqs_back(const nt_level &level, bool irqs_off)
{
	if (!irqs_off && level.irqs_off)
		nt_irqs_off();
	if (level.irqs_off)
		nt_raised_set(level.raised.irql, level.raised.disabled_irqs);
	else if (irqs_off)
		nt_raised_set(0, false);
	if (irqs_off && !level.irqs_off)
		nt_irqs_on();
}

void put_softirqs_back(const nt_level &level)
{
	while (current_level().softirq > level.softirq)
		nt_softirqs_on();
	while (current_level().softirq < level.softirq)
		nt_softirqs_off();
}

/// Returns how many spin locks had to be released.
unsigned int put_level_back(const nt_level &level)
{
	const unsigned int released = nt_locks_release(level.locks);

	put_irqs_back(level, current_level().irqs_off);
	if (!level.irqs_off)
		put_softirqs_back(level);
	// The routine released a lock that it had not taken: whoever took it will be told so.
	const nt_level now = current_level();
	if (now.locks == level.locks && now.preempt != level.preempt)
		nt_preempt_count_set(level.preempt);
	return released;
}

[[gnu::noinline]] void put_back(const nt_gate &gate)
{
	const KIRQL left = KeGetCurrentIrql();
	const unsigned int released = put_level_back(gate.level);
	const KIRQL irql = KeGetCurrentIrql();
	char name[NT_DRIVER_NAME];
	const char *driver = nt_driver_name_of(gate.code, name);

	if (released)
		nt_warn("%s: %ps returned at IRQL %u with %u spin lock%s held, it was called at %u: released\n",
			driver, gate.code, left, released, released == 1 ? "" : "s", irql);
	else
		nt_warn("%s: %ps returned at IRQL %u, it was called at %u: put back\n", driver,
			gate.code, left, irql);
}

/// The innermost call of this context for which that is true, or nullptr.
template <typename Predicate>
nt_gate *innermost(Predicate wanted)
{
	nt_context context{};
	const Calls calls(context);

	for (nt_gate *gate = calls.first(); gate; gate = calls.after(*gate))
		if (calls.is_of_softirq(*gate) && wanted(*gate))
			return gate;
	return nullptr;
}

/// The driver's code that was called last in this context, or nullptr.
const void *innermost_code()
{
	const Section section;
	const nt_gate *gate =
		innermost([](const nt_gate &of) { return nt_module_of(of.code) != nullptr; });

	return gate ? gate->code : nullptr;
}

[[gnu::always_inline]] inline void push(nt_gate &gate, const void *code)
{
	gate.code = code;
	gate.held.count = 0;
	gate.held.of_interrupt = nullptr;
	gate.tries = nullptr;
	gate.raising = nullptr;
	Calls(gate.context).push(gate);
}

[[gnu::always_inline]] inline void pop(nt_gate &gate)
{
	if (gate.tries) [[unlikely]]
		nt_gate_complain_of_try(&gate);
	nt_calls_lock_again(&gate.context);
	chain::remove(gate);
	nt_calls_unlock(&gate.context);
}

}

const void *nt_caller_of(const void *address)
{
	if (nt_is_in_module(address))
		return address;
	const void *code = innermost_code();
	return code ? code : address;
}

using Left = void (*)(const void *code);

using RegionsGuard = SpinGuard<NT_REGIONS_LOCK>;

/// Also read without the lock, one by one.
static constinit Left those_left[NT_LEFT_KINDS] GUARDED_BY(RegionsGuard::lock);
/// Whether there is any.
static constinit bool any_left GUARDED_BY(RegionsGuard::lock);

void nt_left_note_locked(nt_left which, Left left)
{
	bool any = false;

	__atomic_store_n(&those_left[which], left, __ATOMIC_RELEASE);
	for (const auto entry : those_left)
		any = any || entry;
	__atomic_store_n(&any_left, any, __ATOMIC_RELAXED);
}

/// Not inlined: there is hardly ever anything to be done.
[[gnu::noinline]] static void leave_task(const nt_gate &gate)
{
	bool outermost;

	if (!gate.context.tasks || gate.context.softirq || KeGetCurrentIrql() > DISPATCH_LEVEL)
		return;
	{
		nt_context context{};
		const Calls calls(context);

		outermost = !calls.after(gate);
	}
	if (!outermost)
		return;
	for (auto &entry : those_left)
		if (const auto left = __atomic_load_n(&entry, __ATOMIC_ACQUIRE))
			left(gate.code);
}

/// Most routines are looked at when a driver hands them over, but not those that it writes into
/// structures itself.
[[gnu::noinline]] static void complain_of_code(const void *code)
{
	const void *caller = innermost_code();
	char name[NT_DRIVER_NAME];

	nt_warn("%s: the routine %p is not at a valid address: not called\n",
		nt_driver_name_of(caller, name), code);
}

bool nt_gate_enter(nt_gate *gate, const void *code)
{
	if (reinterpret_cast<ULONG_PTR>(code) < nt_kernel_start) [[unlikely]] {
		complain_of_code(code);
		return false;
	}
	if (nt_dead(code))
		return false;
	nt_level_get(&gate->level);
	// What KeRaiseIrql() left is the caller's only while interrupts are off.
	if (!gate->level.irqs_off && gate->level.raised.irql) [[unlikely]]
		forget_raised();
	push(*gate, code);
	return true;
}

void nt_gate_leave(nt_gate *gate)
{
	if (!nt_level_is(&gate->level)) [[unlikely]]
		put_back(*gate);
	if (__atomic_load_n(&any_left, __ATOMIC_RELAXED)) [[unlikely]]
		leave_task(*gate);
	pop(*gate);
}

void nt_gate_leave_cancel(nt_gate *gate, KIRQL irql)
{
	level_without_lock(gate->level, irql);
	nt_gate_leave(gate);
}

void nt_gate_push(nt_gate *gate, const void *code) { push(*gate, code); }
void nt_gate_pop(nt_gate *gate) { pop(*gate); }

[[gnu::noinline]] void nt_gate_complain_of_try(const nt_gate *gate)
{
	char name[NT_DRIVER_NAME];

	nt_warn("%s: %ps has left a __try block without __leave, return or goto: its blocks are ignored from now on\n",
		nt_driver_name_of(gate->code, name), gate->code);
}

nt_gate *nt_gate_here()
{
	return innermost([](const nt_gate &) { return true; });
}

bool nt_gate_is_in(const void *code)
{
	return code && innermost([=](const nt_gate &gate) { return gate.code == code; });
}

bool nt_gate_is_inner()
{
	nt_context context{};
	const Calls calls(context);
	const nt_gate *gate = calls.first();

	return gate && calls.after(*gate);
}

void nt_gate_forget()
{
	nt_context context{};
	const Calls calls(context);

	if (nt_gate *gate = calls.first())
		chain::remove(*gate);
}
