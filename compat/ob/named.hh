// SPDX-License-Identifier: GPL-2.0
/// named.hh - events and timers that have handles, and may have names; internal.
#pragma once

#include <utility>

#include "glue/log.h"
#include "base/object.hh"
#include "base/use_count.hh"
#include "ke/dispatcher.h"
#include "ob/by_name.hh"
#include "ob/full_name.hh"
#include "ob/handle.hh"
#include "ob/namespace.h"
#include "ob/race.hh"

namespace ob {

/// A dispatcher object T with handles, of that type. It has its name for as long as one of them is
/// open. PASSIVE_LEVEL.
template <typename T, const nt_object_type &type>
struct Named {
	using Reference = Ref<Named>;

	T object;	   // first: what drivers see
	UseCount handles;  // and callers that are about to make one
	bool named;
	const void *maker;  // code of the driver that made it

	// What `type` consists of.
	static void opened(void *object) { static_cast<Named *>(object)->handles.add(); }
	static void closed(void *object)
	{
		const auto last = Reference::taken(static_cast<Named *>(object));

		last->let_go();
	}
	/// Whoever waits for it by its address must not stay in the list of memory that is freed.
	void end_waits()
	{
		char name[NT_DRIVER_NAME];

		if (nt_header_end_waits(&object.Header))
			nt_warn("%s: the last handle of %s %p was closed while a thread waits for it: the wait is ended\n",
				nt_driver_name_of(maker, name), type.name, &object);
	}

	/// The one of a handle, or none.
	static Reference of(HANDLE handle, NTSTATUS &status)
	{
		Reference found;

		status = of_handle(handle, &type, found);
		return found;
	}
	/// The one of that name, reserved, or none. STATUS_DELETE_PENDING: its name is about to go.
	static Reference find(PUNICODE_STRING name, NTSTATUS &status)
	{
		auto found = Reference::taken(
			static_cast<Named *>(ob::find(name, &type, status).release()));

		if (!found || found->handles.join())
			return found;
		status = STATUS_DELETE_PENDING;
		return {};
	}
	/// A new one, reserved, which initialise(&object) initialises. `name` may be nullptr.
	template <typename Initialise>
	static Reference make(PUNICODE_STRING name, Initialise initialise, const void *maker,
			      NTSTATUS &status)
	{
		auto fresh = Reference::taken(
			static_cast<Named *>(nt_object_alloc(&type, sizeof(Named))));

		if (!fresh) {
			status = STATUS_INSUFFICIENT_RESOURCES;
			return {};
		}
		initialise(&fresh->object);
		fresh->handles.number = 1;
		fresh->named = name;
		fresh->maker = maker;
		status = name ? nt_name_object(name, fresh.get(), nullptr, 0) : STATUS_SUCCESS;
		return NT_SUCCESS(status) ? std::move(fresh) : Reference();
	}
	/// As make(); or the one of that name. STATUS_OBJECT_NAME_EXISTS: it was there.
	template <typename Initialise>
	static Reference find_or_make(PUNICODE_STRING name, Initialise initialise,
				      const void *maker, NTSTATUS &status)
	{
		for (unsigned int races = 0;; wait_a_tick()) {
			Reference found = find(name, status);

			if (found)
				status = STATUS_OBJECT_NAME_EXISTS;
			if (found || (status != STATUS_OBJECT_NAME_NOT_FOUND &&
				      status != STATUS_DELETE_PENDING))
				return found;
			if (status == STATUS_DELETE_PENDING)
				continue;
			Reference fresh = make(name, initialise, maker, status);
			if (fresh || status != STATUS_OBJECT_NAME_COLLISION ||
			    races++ == most_races)
				return fresh;
		}
	}
	/// Makes a handle of what is reserved.
	NTSTATUS give_handle(HANDLE *handle, Caller caller)
	{
		const NTSTATUS status = nt_handle_create(caller.code(), this, handle);

		let_go();
		return status;
	}

	/// ZwCreate...(): the caller has checked the place for the handle and the attributes.
	template <typename Initialise>
	static NTSTATUS create(HANDLE *handle, const OBJECT_ATTRIBUTES *attributes,
			       Initialise initialise, Caller caller)
	{
		FullName name;
		PUNICODE_STRING wanted = nullptr;
		NTSTATUS status = STATUS_SUCCESS;

		if (attributes && (attributes->ObjectName || attributes->RootDirectory)) {
			status = name.assign(attributes);
			wanted = name.get();
		}
		if (!NT_SUCCESS(status))
			return status;
		const Reference made =
			wanted && attributes->Attributes & OBJ_OPENIF ?
				find_or_make(wanted, initialise, caller.code(), status) :
				make(wanted, initialise, caller.code(), status);
		if (!made)
			return status;
		const NTSTATUS given = made->give_handle(handle, caller);
		return NT_SUCCESS(given) ? status : given;
	}
	/// ZwOpen...().
	static NTSTATUS open(HANDLE *handle, const OBJECT_ATTRIBUTES *attributes, Caller caller)
	{
		FullName name;

		NTSTATUS status = name.assign_for(handle, attributes, caller);
		if (!NT_SUCCESS(status))
			return status;
		const Reference found = find(name.get(), status);
		if (found)
			return found->give_handle(handle, caller);
		// For whoever opens, it has gone.
		return status == STATUS_DELETE_PENDING ? STATUS_OBJECT_NAME_NOT_FOUND : status;
	}

private:
	/// Ends a reservation, or a handle.
	void let_go()
	{
		if (handles.leave() && named)
			nt_unname_object(this);
	}
};

}
