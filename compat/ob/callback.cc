// SPDX-License-Identifier: GPL-2.0
/// callback.cc - callback objects, with which drivers call each other.

#include <new>
#include <utility>

#include "module/glue/glue.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/guard.hh"
#include "base/idle.hh"
#include "base/irql.h"
#include "base/list.hh"
#include "base/new.hh"
#include "base/object.hh"
#include "base/work.hh"
#include "ob/callback.h"
#include "ob/namespace.h"

using rt::Unique;
using Callback = _CALLBACK_OBJECT;

namespace {

/// What is said of objects and registrations below.
using Guard = SpinGuard<NT_CALLBACKS_LOCK>;

/// A function, which stays in the list while it is called.
struct Registration {
	LIST_ENTRY link{};  // in that of the object
	const Ref<Callback> object;
	const PCALLBACK_FUNCTION function;
	const PVOID context;
	unsigned int calls = 0;		// under way
	const void *thread = nullptr;	// of the last of them, while it is in one
	unsigned int thread_calls = 0;	// in how many, if it calls itself
	bool ended = false;		// it is not to be called
	bool ends_itself = false;	// who calls it last frees it

	Registration(Callback *of, PCALLBACK_FUNCTION routine, PVOID its_context);
	~Registration() = default;
	Registration(const Registration &) = delete;
	Registration &operator=(const Registration &) = delete;
};

using Registrations = EntryList<Registration, offsetof(Registration, link)>;

}

/// An object.
struct _CALLBACK_OBJECT {
	rt::Link link{};  // in the list of all
	Registrations registrations;
	const bool multiple;
	const void *const creator;  // code of the driver that made it
	bool kept = false;	    // by a reference of ours, while it has a name

	_CALLBACK_OBJECT(bool many, const void *code) : multiple(many), creator(code) { }
	~_CALLBACK_OBJECT() = default;
	_CALLBACK_OBJECT(const _CALLBACK_OBJECT &) = delete;
	_CALLBACK_OBJECT &operator=(const _CALLBACK_OBJECT &) = delete;

	static Ref<Callback> create(bool multiple, const void *code);
	static void destroy(void *object);
};

namespace {

constinit const nt_object_type callback_type = {
	.name = "callback object",
	.destroy = Callback::destroy,
	.release = nullptr,
	.named_after = nullptr,
};

constinit rt::List<Callback> callbacks;

Registration::Registration(Callback *of, PCALLBACK_FUNCTION routine, PVOID its_context)
	: object(Ref<Callback>::of(of)), function{ routine }, context{ its_context }
{ }

bool object_ok(PCALLBACK_OBJECT object, Caller caller = Caller())
{
	if (nt_object_known(object, &callback_type)) [[likely]]
		return true;
	caller.complain("%p is not a callback object, or is already gone", object);
	return false;
}

}

Ref<Callback> Callback::create(bool multiple, const void *code)
{
	void *memory = nt_object_alloc(&callback_type, sizeof(Callback));

	if (!memory)
		return {};
	auto fresh = Ref<Callback>::taken(new (memory) Callback(multiple, code));
	const Guard guard;
	callbacks.push_back(*fresh);
	return fresh;
}

/// Registrations have references, so there is none.
void Callback::destroy(void *object)
{
	auto *self = static_cast<Callback *>(object);

	{
		const Guard guard;

		rt::List<Callback>::remove(*self);
	}
	self->~Callback();
}

namespace {

/// The object of that name, if it is one of these.
Ref<Callback> open(PUNICODE_STRING name, NTSTATUS &status)
{
	UNICODE_STRING rest{};
	auto found = Ref<void>::taken(nt_name_lookup(name, &rest, &status));

	if (!found)
		return {};
	if (rest.Length)
		status = STATUS_OBJECT_PATH_NOT_FOUND;
	else if (!nt_object_known(found.get(), &callback_type))
		status = STATUS_OBJECT_TYPE_MISMATCH;
	else
		return Ref<Callback>::taken(static_cast<Callback *>(found.release()));
	return {};
}

/// A new one, which is kept if it has a name.
Ref<Callback> make(PUNICODE_STRING name, bool multiple, const void *code, NTSTATUS &status)
{
	Ref<Callback> fresh = Callback::create(multiple, code);
	char label[1];

	status = fresh ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
	if (!fresh || !name)
		return fresh;
	status = nt_name_object(name, fresh.get(), label, sizeof(label));
	if (!NT_SUCCESS(status))
		return {};
	const Guard guard;
	fresh->kept = true;
	static_cast<void>(Ref<Callback>::of(fresh.get()).release());
	return fresh;
}

/// It loses its name, and the reference of ours.
void end_name(Callback *callback)
{
	bool kept;

	{
		const Guard guard;

		kept = std::exchange(callback->kept, false);
	}
	if (!kept)
		return;
	nt_unname_object(callback);
	nt_object_put(callback);
}

/// Not called any more, off the list. Lock held.
Unique<Registration> take_locked(Registration &registration)
{
	Registrations::remove(registration);
	return Unique<Registration>(&registration);
}

/// The first one, from this one on, that is to be called; it is under way from now on.
Registration *begin_call_locked(Callback &callback, Registration *from)
{
	while (from && from->ended)
		from = callback.registrations.after(*from);
	if (from) {
		from->calls++;
		if (from->thread != KeGetCurrentThread()) {
			from->thread = KeGetCurrentThread();
			from->thread_calls = 0;
		}
		from->thread_calls++;
	}
	return from;
}

/// It has returned. What is to be freed goes to the caller, when nobody has the lock.
Registration *end_call_locked(Callback &callback, Registration &registration,
			      Unique<Registration> &over, bool &ended)
{
	Registration *next =
		begin_call_locked(callback, callback.registrations.after(registration));

	registration.calls--;
	// It may end the registration now, and has to wait for the others.
	if (registration.thread == KeGetCurrentThread() && !--registration.thread_calls)
		registration.thread = nullptr;
	ended = registration.ended && !registration.calls;
	if (ended && registration.ends_itself)
		over = take_locked(registration);
	return next;
}

void notify(Callback &callback, PVOID argument1, PVOID argument2)
{
	Registration *now;

	{
		const Guard guard;

		now = begin_call_locked(callback, callback.registrations.first());
	}
	while (now) {
		Unique<Registration> over;
		bool ended;

		call(now->function, now->context, argument1, argument2);
		{
			const Guard guard;

			now = end_call_locked(callback, *now, over, ended);
		}
		if (ended)
			nt_wake(NT_IDLE_QUEUE);
	}
}

bool is_idle(void *registration)
{
	const Guard guard;

	return !static_cast<const Registration *>(registration)->calls;
}

/// One for which `wanted(registration)`, which is not to be called any more, or nullptr.
template <typename Predicate>
Registration *end_one(Predicate wanted)
{
	const Guard guard;

	for (Callback &callback : callbacks)
		for (Registration &registration : callback.registrations)
			if (!registration.ended && wanted(registration)) {
				registration.ended = true;
				return &registration;
			}
	return nullptr;
}

/// Frees one that is not to be called any more, as soon as nobody is in it.
void wait_and_free(Registration *ended)
{
	Unique<Registration> over;

	{
		const Guard guard;

		// It would wait for itself.
		if (ended->calls && ended->thread == KeGetCurrentThread()) {
			ended->ends_itself = true;
			return;
		}
	}
	nt_wait_until(NT_IDLE_QUEUE, is_idle, ended, NT_FOREVER);
	const Guard guard;
	over = take_locked(*ended);
}

/// One that the module has made and that is there, or none.
Ref<Callback> made_by(const module *which)
{
	const Guard guard;

	for (Callback &callback : callbacks)
		if (callback.kept && glue_module_contains(which, callback.creator) &&
		    nt_object_get_unless_gone(&callback))
			return Ref<Callback>::taken(&callback);
	return {};
}

constinit Callback *power_state;

/// How long its functions may take.
constexpr unsigned int patience_s = 5;

/// They are called in a thread of the system, because one that waits, or has a bug check, would
/// block the thread that suspends the machine for good.
constinit Work *teller;
/// 1 until they have returned, or else 0.
unsigned int pending;
bool is_awake;

bool any_registered(const Callback &callback)
{
	const Guard guard;

	return !callback.registrations.empty();
}

bool is_pending() { return __atomic_load_n(&pending, __ATOMIC_ACQUIRE); }

void tell(void *)
{
	notify(*power_state, reinterpret_cast<PVOID>(ULONG_PTR{ PO_CB_SYSTEM_STATE_LOCK }),
	       reinterpret_cast<PVOID>(ULONG_PTR{ is_awake }));
	__atomic_store_n(&pending, 0, __ATOMIC_RELEASE);
	wake_idle();
}

}

NTSTATUS NTAPI ExCreateCallback(PCALLBACK_OBJECT *result, POBJECT_ATTRIBUTES attributes,
				BOOLEAN create, BOOLEAN multiple)
{
	if (!ok(is_memory(result), "the place for the object"))
		return STATUS_INVALID_PARAMETER;
	*result = nullptr;
	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(attributes), "the attributes") ||
	    (attributes->ObjectName && !ok(nt_is_string(attributes->ObjectName), "the name")))
		return STATUS_INVALID_PARAMETER;
	PUNICODE_STRING name = attributes->ObjectName;
	NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;
	Ref<Callback> callback;
	if (name)
		callback = open(name, status);
	if (!callback && status == STATUS_OBJECT_NAME_NOT_FOUND && create)
		callback = make(name, multiple, Caller().code(), status);
	if (!callback)
		return status;
	nt_object_lend(callback.get());
	*result = callback.release();
	return STATUS_SUCCESS;
}

PVOID NTAPI ExRegisterCallback(PCALLBACK_OBJECT object, PCALLBACK_FUNCTION function, PVOID context)
{
	if (!irql_ok(DISPATCH_LEVEL) || !object_ok(object) ||
	    !ok(is_routine(function), "the function"))
		return nullptr;
	Unique<Registration> fresh(new (rt::kernel, nt_may_sleep())
					   Registration(object, function, context));
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
	if (irql_ok(DISPATCH_LEVEL) && object_ok(object))
		notify(*object, argument1, argument2);
}

void nt_callback_power_state(bool awake)
{
	if (!is_pending() && !any_registered(*power_state))
		return;
	if (!is_pending()) {
		is_awake = awake;
		__atomic_store_n(&pending, 1, __ATOMIC_RELEASE);
		teller->queue();
	}
	if (!wait_until_idle(pending, patience_s))
		nt_warn("a function registered with \\Callback\\PowerState has not returned after %u s: going on without\n",
			patience_s);
}

void nt_callbacks_gone(const module *which, const char *name)
{
	auto is_of_it = [=](const Registration &one) {
		return glue_module_contains(which, code_of(one.function));
	};
	unsigned int number = 0;

	for (; Registration *ended = end_one(is_of_it); number++)
		wait_and_free(ended);
	if (number)
		nt_warn("%s: %u callback%s never unregistered by ExUnregisterCallback: ended\n",
			name, number, number == 1 ? " was" : "s were");
	while (const Ref<Callback> made = made_by(which))
		end_name(made.get());
}

int nt_callbacks_init()
{
	static constinit const WCHAR text[] = L"\\Callback\\PowerState";
	UNICODE_STRING name;
	NTSTATUS status;

	RtlInitUnicodeString(&name, text);
	power_state = make(&name, true, nullptr, status).release();
	teller = new (rt::kernel) Work(tell, nullptr, true);
	if (power_state && teller && *teller)
		return 0;
	nt_callbacks_exit();
	return -GLUE_ENOMEM;
}

void nt_callbacks_exit()
{
	if (power_state) {
		end_name(power_state);
		nt_object_put(power_state);
		power_state = nullptr;
	}
	delete teller;
	teller = nullptr;
}
