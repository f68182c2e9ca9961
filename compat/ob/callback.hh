// SPDX-License-Identifier: GPL-2.0
/// callback.hh - callback objects, and the functions that are registered with them; internal.
#pragma once

#include "module/rt/list.hh"
#include "base/check.hh"
#include "base/guard.hh"
#include "base/list.hh"
#include "base/object.hh"

using Callback = _CALLBACK_OBJECT;

namespace ob {

/// Guards the objects and what is registered with them.
using CallbacksGuard = SpinGuard<NT_CALLBACKS_LOCK>;
/// Guards which of them have a name, and who has opened them by it; taken before the other one.
using CallbackNamesGuard = MutexGuard<NT_CALLBACKS_MUTEX>;

struct Errand;
struct User;

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
	rt::List<Call> calls GUARDED_BY(CallbacksGuard::lock);
	/// Oldest first; the first one is being done.
	rt::List<Errand> errands GUARDED_BY(CallbacksGuard::lock);
	/// It is not to be called.
	bool ended GUARDED_BY(CallbacksGuard::lock) = false;
	/// Who calls it last frees it.
	bool ends_itself GUARDED_BY(CallbacksGuard::lock) = false;

	Registration(Ref<Callback> of, PCALLBACK_FUNCTION routine, PVOID its_context);
	~Registration() = default;
	Registration(const Registration &) = delete;
	Registration &operator=(const Registration &) = delete;

	bool is_idle() const REQUIRES(CallbacksGuard::lock)
	{
		return calls.empty() && errands.empty();
	}
	bool is_called_by(const void *thread) REQUIRES(CallbacksGuard::lock)
	{
		bool found = false;

		for (const Call &call : calls)
			found = found || call.thread == thread;
		return found;
	}
};

using Registrations = EntryList<Registration, offsetof(Registration, link)>;

}

/// A callback object.
struct _CALLBACK_OBJECT {
	rt::Link link{};  // in the list of all
	ob::Registrations registrations GUARDED_BY(ob::CallbacksGuard::lock);
	rt::List<ob::User> users GUARDED_BY(ob::CallbackNamesGuard::lock);
	const bool multiple;
	/// By a reference of ours, while it has a name.
	bool kept GUARDED_BY(ob::CallbackNamesGuard::lock) = false;

	explicit _CALLBACK_OBJECT(bool many) : multiple(many) { }
	~_CALLBACK_OBJECT() = default;
	_CALLBACK_OBJECT(const _CALLBACK_OBJECT &) = delete;
	_CALLBACK_OBJECT &operator=(const _CALLBACK_OBJECT &) = delete;

	static Ref<Callback> create(bool multiple);
	static void destroy(void *object);
};

namespace ob {

extern const nt_object_type callback_type;
/// All there are.
extern rt::List<Callback> callbacks GUARDED_BY(CallbacksGuard::lock);
/// \Callback\PowerState: from loading to unloading.
extern Callback *power_state;

}
