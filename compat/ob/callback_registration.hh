// SPDX-License-Identifier: GPL-2.0
/// callback_registration.hh - calling what is registered with a callback object; internal.
#pragma once

#include <utility>

#include "module/rt/unique.hh"
#include "glue/wait.h"
#include "ke/thread.hh"
#include "ob/callback.hh"

namespace ob {

/// No longer called, off the list.
inline rt::Unique<Registration> take_locked(Registration &registration)
	REQUIRES(CallbacksGuard::lock)
{
	Registrations::remove(registration);
	return rt::Unique<Registration>(&registration);
}

/// The call is under way from now on.
inline void enter_locked(Registration &registration, Call &call) REQUIRES(CallbacksGuard::lock)
{
	call.thread = KeGetCurrentThread();
	registration.calls.push_back(call);
}

/// The registration may end now, if it has to. What is to be freed goes to the caller, when nobody
/// has the lock. True: somebody may wait for that.
inline bool look_for_end_locked(Registration &registration, rt::Unique<Registration> &over)
	REQUIRES(CallbacksGuard::lock)
{
	if (!registration.ended || !registration.is_idle())
		return false;
	if (registration.ends_itself)
		over = take_locked(registration);
	return true;
}

/// The first one, from this one on, that is to be called; the call is under way.
inline Registration *begin_call_locked(Callback &callback, Registration *from, Call &call)
	REQUIRES(CallbacksGuard::lock)
{
	while (from && from->ended)
		from = callback.registrations.after(*from);
	if (from)
		enter_locked(*from, call);
	return from;
}

/// Calls `visit(registration)` for each that is to be called, without a lock; the registration
/// is called until that returns.
template <typename Visitor>
void visit_registrations(Callback &callback, Visitor visit)
{
	Registration *now;
	Call self;

	{
		const CallbacksGuard guard;

		now = begin_call_locked(callback, callback.registrations.first(), self);
	}
	while (now) {
		rt::Unique<Registration> over;
		bool ended;

		visit(*now);
		{
			const CallbacksGuard guard;

			rt::List<Call>::remove(self);
			Registration *next = begin_call_locked(callback,
							       callback.registrations.after(*now),
							       self);
			ended = look_for_end_locked(*now, over);
			now = next;
		}
		if (ended)
			nt_wake(NT_IDLE_QUEUE);
	}
}

/// Ends the registrations that a driver of this module and name has left, and says so. May sleep.
void registrations_gone(const module *which, const char *name);

}
