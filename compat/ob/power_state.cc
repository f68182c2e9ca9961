// SPDX-License-Identifier: GPL-2.0
/// power_state.cc - those who are registered with \Callback\PowerState are told when the machine is
/// suspended, and when it is awake again.

#include "module/glue/glue.h"
#include "glue/clock.h"
#include "glue/divide.h"
#include "glue/log.h"
#include "base/gate.hh"
#include "base/idle.hh"
#include "base/new.hh"
#include "base/work.hh"
#include "ob/callback.h"
#include "ob/callback_registration.hh"

using ob::Errand;
using ob::Registration;
using ob::visit_registrations;
using rt::Unique;
using Guard = ob::CallbacksGuard;

/// How long functions may take, all together, before the machine continues without them.
constexpr unsigned int patience_ms = 5000;

/// A function is to be told of a change of the power state. It is called in a thread of the system,
/// because one that waits, or has a bug check, would block the thread that suspends the machine;
/// and one function is told of one change after the other.
struct ob::Errand {
	rt::Link link{};  // in that of the registration, until the function has returned
	Registration *const registration;
	const bool awake;
	Work work{ run, this, true };
	// Who is second, of who does it and who waits for that, frees it.
	bool done GUARDED_BY(Guard::lock) = false;
	bool left GUARDED_BY(Guard::lock) = false;

	Errand(Registration &whose, bool is_awake) : registration(&whose), awake(is_awake) { }
	~Errand() = default;
	Errand(const Errand &) = delete;
	Errand &operator=(const Errand &) = delete;

	static void run(void *first);

private:
	Errand *run();
};

/// Returns the next one for the same function, or nullptr.
Errand *Errand::run()
{
	Registration &whose = *registration;
	Unique<Registration> over;
	Unique<Errand> last;
	Errand *next;
	bool ended;
	Call self;

	{
		const Guard guard;

		enter_locked(whose, self);
		ended = whose.ended;
	}
	if (!ended)
		call(whose.function, whose.context,
		     reinterpret_cast<PVOID>(ULONG_PTR{ PO_CB_SYSTEM_STATE_LOCK }),
		     reinterpret_cast<PVOID>(ULONG_PTR{ awake }));
	{
		const Guard guard;

		rt::List<Call>::remove(self);
		rt::List<Errand>::remove(*this);
		next = whose.errands.empty() ? nullptr : &whose.errands.front();
		look_for_end_locked(whose, over);
		done = true;
		if (left)
			last = Unique(this);
	}
	wake_idle();
	return next;
}

void Errand::run(void *first)
{
	for (auto *now = static_cast<Errand *>(first); now;)
		now = now->run();
}

namespace {

bool is_over(void *context)
{
	const auto *errand = static_cast<const Errand *>(context);
	const Guard guard;

	return errand->done || nt_dead(code_of(errand->registration->function));
}

/// Has a function told of the change, and waits for it, until the time is up.
void tell(Registration &registration, bool awake, LONGLONG until)
{
	const void *code = code_of(registration.function);
	Unique<Errand> errand(nt_dead(code) ? nullptr :
					      new (rt::kernel) Errand(registration, awake));
	bool begins;

	if (!errand || !errand->work) {
		if (!nt_dead(code))
			nt_warn("%pS, registered with \\Callback\\PowerState, was not notified: no memory\n",
				code);
		return;
	}
	{
		const Guard guard;

		begins = registration.errands.empty();
		registration.errands.push_back(*errand);
	}
	if (begins)
		errand->work.queue();
	const LONGLONG left = until - nt_clock_now(NT_MONOTONIC);
	const auto left_ms = left > 0 ? static_cast<unsigned int>(nt_divide_signed(left, 1000000)) :
					0;
	if (!nt_wait_until(NT_IDLE_QUEUE, is_over, errand.get(), nt_ticks(left_ms)))
		nt_warn("%pS, registered with \\Callback\\PowerState, has not returned after %u s: continuing without it\n",
			code, patience_ms / 1000);
	const Guard guard;
	errand->left = true;
	if (!errand->done)
		static_cast<void>(errand.release());
}

}

void nt_callback_power_state(bool awake)
{
	const LONGLONG until = nt_clock_now(NT_MONOTONIC) + patience_ms * 1000000LL;

	visit_registrations(*ob::power_state, [=](Registration &now) { tell(now, awake, until); });
}
