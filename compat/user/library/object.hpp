// SPDX-License-Identifier: GPL-2.0 OR MIT
/// object.hpp - what handles stand for: events, threads, mutexes, semaphores, open devices; and
/// waiting for them.
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
struct Thread;
struct Mutex;
struct Semaphore;
struct Service;
struct Key;
struct Devices;

/// Anything that a handle stands for.
struct Object {
	virtual ~Object() = default;
	virtual File *file() { return nullptr; }
	virtual Event *event() { return nullptr; }
	virtual Thread *thread() { return nullptr; }
	virtual Mutex *mutex() { return nullptr; }
	virtual Semaphore *semaphore() { return nullptr; }
	virtual Service *service() { return nullptr; }
	virtual Key *key() { return nullptr; }
	virtual Devices *devices() { return nullptr; }

	/// Whether a wait by this thread is over. Lock held.
	virtual bool is_signaled(DWORD) const { return signaled; }

	/// What such a wait takes; whether it takes something abandoned. Lock held.
	virtual bool take(DWORD)
	{
		signaled = signaled && !reset_by_wait;
		return false;
	}

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

/// The same for any kind, by the function that tells it.
template <typename Kind>
std::shared_ptr<Kind> kind_of(HANDLE handle, Kind *(Object::*kind)())
{
	const ObjectRef object = object_of(handle);
	Kind *const found = object ? (object.get()->*kind)() : nullptr;

	if (object && !found)
		SetLastError(ERROR_INVALID_HANDLE);
	return found ? std::shared_ptr<Kind>(object, found) : nullptr;
}

/// The object of the thread that calls, for GetCurrentThread().
ObjectRef current_thread();

/// Handles that stand for whoever uses them.
inline const HANDLE this_process = reinterpret_cast<HANDLE>(-1);
inline const HANDLE this_thread = reinterpret_cast<HANDLE>(-2);

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
