// SPDX-License-Identifier: GPL-2.0
/// callback.cc - callback objects, with which drivers call each other.

#include <new>
#include <utility>

#include "module/glue/glue.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/check.hh"
#include "base/depth.hh"
#include "base/gate.hh"
#include "base/guard.hh"
#include "base/idle.hh"
#include "base/irql.h"
#include "base/list.hh"
#include "base/new.hh"
#include "base/object.hh"
#include "base/work.hh"
#include "ob/by_name.hh"
#include "ob/callback.h"
#include "ob/namespace.h"

using rt::Unique;
using Callback = _CALLBACK_OBJECT;

namespace {

using Guard = SpinGuard<NT_CALLBACKS_LOCK>;

struct Errand;

/// A call of a function that is under way, on the stack of whoever makes it.
struct Call {
	rt::Link link{};  // in that of the registration
	const void *thread = nullptr;
};

/// A function, which stays in the list of the object while it is called.
struct Registration {
	LIST_ENTRY link{};  // in that of the object
	const Ref<Callback> object;
	const PCALLBACK_FUNCTION function;
	const PVOID context;
	rt::List<Call> calls GUARDED_BY(Guard::lock);
	/// Oldest first; the first one is being done.
	rt::List<Errand> errands GUARDED_BY(Guard::lock);
	/// It is not to be called.
	bool ended GUARDED_BY(Guard::lock) = false;
	/// Who calls it last frees it.
	bool ends_itself GUARDED_BY(Guard::lock) = false;

	Registration(Ref<Callback> of, PCALLBACK_FUNCTION routine, PVOID its_context);
	~Registration() = default;
	Registration(const Registration &) = delete;
	Registration &operator=(const Registration &) = delete;

	bool is_idle() const REQUIRES(Guard::lock) { return calls.empty() && errands.empty(); }
	bool is_called_by(const void *thread) REQUIRES(Guard::lock)
	{
		bool found = false;

		for (const Call &call : calls)
			found = found || call.thread == thread;
		return found;
	}
};

using Registrations = EntryList<Registration, offsetof(Registration, link)>;

}

namespace {

/// A driver that has opened an object by its name, or has made it.
struct User {
	rt::Link link{};	   // in that of the object
	const void *const driver;  // see nt_driver_of()

	explicit User(const void *one) : driver(one) { }
	~User() = default;
	User(const User &) = delete;
	User &operator=(const User &) = delete;
};

using NamesGuard = MutexGuard<NT_CALLBACKS_MUTEX>;

}

/// An object.
struct _CALLBACK_OBJECT {
	rt::Link link{};  // in the list of all
	Registrations registrations GUARDED_BY(Guard::lock);
	rt::List<User> users GUARDED_BY(NamesGuard::lock);
	const bool multiple;
	/// By a reference of ours, while it has a name.
	bool kept GUARDED_BY(NamesGuard::lock) = false;

	explicit _CALLBACK_OBJECT(bool many) : multiple(many) { }
	~_CALLBACK_OBJECT() = default;
	_CALLBACK_OBJECT(const _CALLBACK_OBJECT &) = delete;
	_CALLBACK_OBJECT &operator=(const _CALLBACK_OBJECT &) = delete;

	static Ref<Callback> create(bool multiple);
	static void destroy(void *object);
};

namespace {

constinit const nt_object_type callback_type = {
	.name = "callback object",
	.destroy = Callback::destroy,
	.release = nullptr,
	.named_after = nullptr,
};

constinit rt::List<Callback> callbacks GUARDED_BY(Guard::lock);

Registration::Registration(Ref<Callback> of, PCALLBACK_FUNCTION routine, PVOID its_context)
	: object(std::move(of)), function{ routine }, context{ its_context }
{ }

/// A reference to what a driver says is an object; none: it is not, which is logged. At or below
/// DISPATCH_LEVEL.
Ref<Callback> get_known(PCALLBACK_OBJECT object, Caller caller = Caller())
{
	if (NT_SUCCESS(nt_object_get_known(object, &callback_type))) [[likely]]
		return Ref<Callback>::taken(object);
	caller.complain("%p is not a callback object, or is already gone", object);
	return {};
}

}

Ref<Callback> Callback::create(bool multiple)
{
	void *memory = nt_object_alloc(&callback_type, sizeof(Callback));

	if (!memory)
		return {};
	auto fresh = Ref<Callback>::taken(new (memory) Callback(multiple));
	const Guard guard;
	callbacks.push_back(*fresh);
	return fresh;
}

/// Registrations have references, so there is none; and there are users only while it has a name.
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
	return Ref<Callback>::taken(
		static_cast<Callback *>(ob::find(name, &callback_type, status).release()));
}

/// The driver has it open by its name from now on. False: there is no memory.
bool note_user(Callback &callback, const void *code) REQUIRES(NamesGuard::lock)
{
	char name[NT_DRIVER_NAME];
	const void *driver = nt_driver_of(code, name);

	for (const User &user : callback.users)
		if (user.driver == driver)
			return true;
	Unique<User> user(new (rt::kernel) User(driver));
	if (!user)
		return false;
	callback.users.push_back(*user.release());
	return true;
}

/// A new one, which is kept if it has a name.
Ref<Callback> make(PUNICODE_STRING name, bool multiple, NTSTATUS &status) REQUIRES(NamesGuard::lock)
{
	Ref<Callback> fresh = Callback::create(multiple);

	status = fresh ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
	if (!fresh || !name)
		return fresh;
	status = nt_name_object(name, fresh.get(), nullptr, 0);
	if (!NT_SUCCESS(status))
		return {};
	fresh->kept = true;
	static_cast<void>(Ref<Callback>::of(fresh.get()).release());
	return fresh;
}

/// It loses its name, its users, and the reference of ours.
void end_name(Callback *callback) REQUIRES(NamesGuard::lock)
{
	if (!std::exchange(callback->kept, false))
		return;
	while (const Unique<User> user{ callback->users.pop_front() }) { }
	nt_unname_object(callback);
	nt_object_put(callback);
}

/// No longer called, off the list.
Unique<Registration> take_locked(Registration &registration) REQUIRES(Guard::lock)
{
	Registrations::remove(registration);
	return Unique<Registration>(&registration);
}

/// The call is under way from now on.
void enter_locked(Registration &registration, Call &call) REQUIRES(Guard::lock)
{
	call.thread = KeGetCurrentThread();
	registration.calls.push_back(call);
}

/// The registration may end now, if it has to. What is to be freed goes to the caller, when nobody
/// has the lock. True: somebody may wait for that.
bool look_for_end_locked(Registration &registration, Unique<Registration> &over)
	REQUIRES(Guard::lock)
{
	if (!registration.ended || !registration.is_idle())
		return false;
	if (registration.ends_itself)
		over = take_locked(registration);
	return true;
}

/// The first one, from this one on, that is to be called; the call is under way.
Registration *begin_call_locked(Callback &callback, Registration *from, Call &call)
	REQUIRES(Guard::lock)
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
		const Guard guard;

		now = begin_call_locked(callback, callback.registrations.first(), self);
	}
	while (now) {
		Unique<Registration> over;
		bool ended;

		visit(*now);
		{
			const Guard guard;

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

constinit Callback *power_state;

/// One whose name no driver needs, or nullptr.
Callback *without_users() REQUIRES(NamesGuard::lock)
{
	const Guard guard;

	for (Callback &callback : callbacks)
		if (callback.kept && &callback != power_state && callback.users.empty() &&
		    callback.registrations.empty())
			return &callback;
	return nullptr;
}

void end_unused_names() REQUIRES(NamesGuard::lock)
{
	while (Callback *unused = without_users())
		end_name(unused);
}

/// Takes a user that is this driver off an object, or returns none.
Unique<User> take_user(const void *driver) REQUIRES(NamesGuard::lock)
{
	const Guard guard;

	for (Callback &callback : callbacks)
		if (User *user = callback.users.pop_if(
			    [=](const User &known) { return known.driver == driver; }))
			return Unique<User>(user);
	return {};
}

/// How long functions may take, all together, before the machine continues without them.
constexpr unsigned int patience_ms = 5000;

/// A function is to be told of a change of the power state. It is called in a thread of the system,
/// because one that waits, or has a bug check, would block the thread that suspends the machine;
/// and one function is told of one change after the other.
struct Errand {
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
	const NamesGuard guard;
	if (name)
		callback = open(name, status);
	if (!callback && status == STATUS_OBJECT_NAME_NOT_FOUND && create)
		callback = make(name, multiple, status);
	if (!callback)
		return status;
	if (name && !note_user(*callback, Caller().code())) {
		end_unused_names();
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	nt_object_lend(callback.get());
	*result = callback.release();
	return STATUS_SUCCESS;
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

void nt_callback_power_state(bool awake)
{
	const LONGLONG until = nt_clock_now(NT_MONOTONIC) + patience_ms * 1000000LL;

	visit_registrations(*power_state, [=](Registration &now) { tell(now, awake, until); });
}

void nt_callbacks_die() { wake_idle(); }

void nt_callbacks_gone(const module *which, const char *name)
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
	const NamesGuard guard;
	while (const Unique<User> user = take_user(which)) { }
	end_unused_names();
}

int nt_callbacks_init()
{
	static constinit const WCHAR text[] = L"\\Callback\\PowerState";
	const NamesGuard guard;
	UNICODE_STRING name;
	NTSTATUS status;

	RtlInitUnicodeString(&name, text);
	power_state = make(&name, true, status).release();
	return power_state ? 0 : -GLUE_ENOMEM;
}

void nt_callbacks_exit()
{
	const NamesGuard guard;

	if (!power_state)
		return;
	end_name(power_state);
	nt_object_put(power_state);
	power_state = nullptr;
}
