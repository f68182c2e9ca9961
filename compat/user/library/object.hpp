// SPDX-License-Identifier: GPL-2.0 OR MIT
/// object.hpp - what handles stand for: events and open devices; and waiting for them.
///
/// One lock is for all objects, as a wait may be for several; it is held for a few instructions.
#pragma once

#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>

#include <ntparport/windows.h>

namespace nt {

struct File;
struct Event;

/// Anything that can be waited for.
struct Object {
	virtual ~Object() = default;
	virtual File *file() { return nullptr; }
	virtual Event *event() { return nullptr; }

	bool signaled = false;
	bool reset_by_wait = false;
};

struct Event final : Object {
	Event *event() override { return this; }
};

using ObjectRef = std::shared_ptr<Object>;
using Lock = std::unique_lock<std::mutex>;

/// The lock of all objects, and what is notified whenever one is signaled or a request completes.
std::mutex &objects_mutex();
std::condition_variable &objects_changed();

/// A handle for the object; nullptr and ERROR_NOT_ENOUGH_MEMORY if there is no memory.
HANDLE handle_for(const ObjectRef &object);

/// The object; nullptr and ERROR_INVALID_HANDLE if it is not one, or not of that kind.
ObjectRef object_of(HANDLE handle);
std::shared_ptr<File> file_of(HANDLE handle);
std::shared_ptr<Event> event_of(HANDLE handle);

/// Takes the handle away and returns its object.
ObjectRef forget(HANDLE handle);

/// Signals the object. Lock held.
void signal_locked(Object &object);

/// SetLastError(), for `return fail(...)`.
inline BOOL fail(DWORD error)
{
	SetLastError(error);
	return FALSE;
}

}
