// SPDX-License-Identifier: GPL-2.0
/// callback_registration.cc - functions that are registered with callback objects, until they are
/// unregistered and nobody is in them.

#include "module/glue/glue.h"
#include "glue/log.h"
#include "base/depth.hh"
#include "base/gate.hh"
#include "base/idle.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "ob/callback.h"
#include "ob/callback_registration.hh"

using ob::callback_type;
using ob::callbacks;
using ob::Registration;
using ob::visit_registrations;
using rt::Unique;
using Guard = ob::CallbacksGuard;

ob::Registration::Registration(Ref<Callback> of, PCALLBACK_FUNCTION routine, PVOID its_context)
	: object(std::move(of)), function{ routine }, context{ its_context }
{ }

namespace {

/// A reference to what a driver says is an object; none: it is not, which is logged. At or below
/// DISPATCH_LEVEL.
Ref<Callback> get_known(PCALLBACK_OBJECT object, Caller caller = Caller())
{
	if (NT_SUCCESS(nt_object_get_known(object, &callback_type))) [[likely]]
		return Ref<Callback>::taken(object);
	caller.complain("%p is not a callback object, or is already gone", object);
	return {};
}

void notify(Callback &callback, PVOID argument1, PVOID argument2)
{
	visit_registrations(callback, [=](const Registration &now) {
		call(now.function, now.context, argument1, argument2);
	});
}

bool is_idle(void *registration)
{
	const Guard guard;

	return static_cast<const Registration *>(registration)->is_idle();
}

/// One for which `wanted(registration)`, or nullptr.
template <typename Predicate>
Registration *find_locked(Predicate wanted) REQUIRES(Guard::lock)
{
	for (Callback &callback : callbacks)
		for (Registration &registration : callback.registrations)
			if (wanted(registration))
				return &registration;
	return nullptr;
}

/// The same for one that has not ended yet; it is no longer to be called.
template <typename Predicate>
Registration *end_one(Predicate wanted)
{
	const Guard guard;
	Registration *found = find_locked([=](const Registration &one) REQUIRES(Guard::lock) {
		return !one.ended && wanted(one);
	});

	if (found)
		found->ended = true;
	return found;
}

bool is_of(const Registration &registration, const module *which)
{
	return glue_module_contains(which, code_of(registration.function));
}

/// Whether all of the module's have ended, also those that end themselves.
bool none_of(void *context)
{
	const auto *which = static_cast<const module *>(context);
	const Guard guard;

	return !find_locked([=](const Registration &one) { return is_of(one, which); });
}

/// Frees one that is no longer to be called, as soon as nobody is in it.
void wait_and_free(Registration *ended)
{
	Unique<Registration> over;

	{
		const Guard guard;

		// It would wait for itself.
		if (ended->is_called_by(KeGetCurrentThread())) {
			ended->ends_itself = true;
			return;
		}
	}
	nt_wait_until(NT_IDLE_QUEUE, is_idle, ended, NT_FOREVER);
	const Guard guard;
	over = take_locked(*ended);
}

}

PVOID NTAPI ExRegisterCallback(PCALLBACK_OBJECT object, PCALLBACK_FUNCTION function, PVOID context)
{
	if (!irql_ok(DISPATCH_LEVEL))
		return nullptr;
	Ref<Callback> keep = get_known(object);
	if (!keep || !ok(is_routine(function), "the function"))
		return nullptr;
	Unique<Registration> fresh(new (rt::kernel, nt_may_sleep())
					   Registration(std::move(keep), function, context));
	if (!fresh)
		return nullptr;
	const Guard guard;
	if (!object->multiple && !object->registrations.empty())
		return nullptr;
	object->registrations.push_back(*fresh);
	return fresh.release();
}

VOID NTAPI ExUnregisterCallback(PVOID handle)
{
	if (!irql_ok(APC_LEVEL))
		return;
	if (Registration *ended = end_one([=](const Registration &one) { return &one == handle; }))
		wait_and_free(ended);
	else
		Caller().complain("%p is not a registration, or has ended", handle);
}

VOID NTAPI ExNotifyCallback(PCALLBACK_OBJECT object, PVOID argument1, PVOID argument2)
{
	if (!irql_ok(DISPATCH_LEVEL))
		return;
	const Ref<Callback> keep = get_known(object);
	if (!keep)
		return;
	const Depth depth;
	if (depth.too_deep())
		Caller().complain(
			"the functions of %p call it again until the stack is full: not called",
			object);
	else
		notify(*keep, argument1, argument2);
}

void nt_callbacks_die() { wake_idle(); }

void ob::registrations_gone(const module *which, const char *name)
{
	auto is_of_it = [=](const Registration &one) { return is_of(one, which); };
	unsigned int number = 0;

	for (; Registration *ended = end_one(is_of_it); number++)
		wait_and_free(ended);
	// A function that has ended its own registration may still be at work.
	nt_wait_until(NT_IDLE_QUEUE, none_of, const_cast<module *>(which), NT_FOREVER);
	if (number)
		nt_warn("%s: %u callback%s never unregistered by ExUnregisterCallback: ended\n",
			name, number, number == 1 ? " was" : "s were");
}
