// SPDX-License-Identifier: GPL-2.0
/// callback.cc - callback objects, with which drivers call each other: their names, and who has
/// opened them.

#include <new>
#include <utility>

#include "module/glue/glue.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/check.hh"
#include "base/guard.hh"
#include "base/object.hh"
#include "ob/by_name.hh"
#include "ob/callback.h"
#include "ob/callback_registration.hh"
#include "ob/namespace.h"

using ob::callback_type;
using ob::callbacks;
using ob::power_state;
using ob::User;
using rt::Unique;
using Guard = ob::CallbacksGuard;
using NamesGuard = ob::CallbackNamesGuard;

/// A driver that has opened an object by its name, or has made it.
struct ob::User {
	rt::Link link{};	   // in that of the object
	const void *const driver;  // see nt_driver_of()

	explicit User(const void *one) : driver(one) { }
	~User() = default;
	User(const User &) = delete;
	User &operator=(const User &) = delete;
};

constinit const nt_object_type ob::callback_type = {
	.name = "callback object",
	.destroy = Callback::destroy,
	.release = nullptr,
	.named_after = nullptr,
};

constinit rt::List<Callback> ob::callbacks GUARDED_BY(Guard::lock);

constinit Callback *ob::power_state;

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

void nt_callbacks_gone(const module *which, const char *name)
{
	ob::registrations_gone(which, name);
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
