// SPDX-License-Identifier: GPL-2.0 OR MIT
/// object.cpp - handles, events and waits.

#include <chrono>
#include <new>
#include <vector>

#include "library/file.hpp"

namespace nt {

namespace {

/// The objects by handle / 4 - 1, as Windows numbers them; empty where a handle is closed. Never
/// destroyed: other threads may use them while the program exits.
std::vector<ObjectRef> &table()
{
	static auto *const objects = new std::vector<ObjectRef>;

	return *objects;
}

/// The entry of a handle, or nullptr. Lock held.
ObjectRef *entry_locked(HANDLE handle)
{
	const auto number = reinterpret_cast<uintptr_t>(handle);

	if (!number || number % 4 || number / 4 > table().size() || !table()[number / 4 - 1])
		return nullptr;
	return &table()[number / 4 - 1];
}

/// Whether a wait for these is over; if so, takes what it takes. Lock held.
bool satisfied_locked(const std::vector<ObjectRef> &objects, bool all, DWORD &result)
{
	const DWORD thread = GetCurrentThreadId();
	DWORD count = 0;

	for (DWORD i = 0; i < objects.size(); i++) {
		if (!objects[i]->is_signaled(thread))
			continue;
		if (!all) {
			result = (objects[i]->take(thread) ? WAIT_ABANDONED_0 : WAIT_OBJECT_0) + i;
			return true;
		}
		count++;
	}
	if (!all || count != objects.size())
		return false;
	result = WAIT_OBJECT_0;
	for (const ObjectRef &object : objects)
		if (object->take(thread))
			result = WAIT_ABANDONED_0;
	return true;
}

}

std::mutex &objects_mutex()
{
	static auto *const mutex = new std::mutex;

	return *mutex;
}

std::condition_variable &objects_changed()
{
	static auto *const changed = new std::condition_variable;

	return *changed;
}

HANDLE handle_for(const ObjectRef &object)
{
	const Lock lock(objects_mutex());
	size_t i = 0;

	while (i < table().size() && table()[i])
		i++;
	if (i == table().size()) {
		try {
			table().emplace_back();
		} catch (const std::bad_alloc &) {
			SetLastError(ERROR_NOT_ENOUGH_MEMORY);
			return nullptr;
		}
	}
	table()[i] = object;
	return reinterpret_cast<HANDLE>((i + 1) * 4);
}

ObjectRef object_of(HANDLE handle)
{
	if (handle == this_thread)
		return current_thread();
	const Lock lock(objects_mutex());
	const ObjectRef *entry = entry_locked(handle);

	if (entry)
		return *entry;
	SetLastError(ERROR_INVALID_HANDLE);
	return nullptr;
}

std::shared_ptr<File> file_of(HANDLE handle) { return kind_of(handle, &Object::file); }
std::shared_ptr<Event> event_of(HANDLE handle) { return kind_of(handle, &Object::event); }

ObjectRef forget(HANDLE handle)
{
	const Lock lock(objects_mutex());
	ObjectRef *const entry = entry_locked(handle);
	ObjectRef object;

	if (entry)
		object.swap(*entry);
	else
		SetLastError(ERROR_INVALID_HANDLE);
	return object;
}

void signal_locked(Object &object)
{
	object.signaled = true;
	objects_changed().notify_all();
}

}

using namespace nt;

extern "C" {

HANDLE CreateEventA(LPSECURITY_ATTRIBUTES, BOOL manual, BOOL initial, LPCSTR name)
{
	if (name) {
		SetLastError(ERROR_NOT_SUPPORTED);
		return nullptr;
	}
	try {
		const auto event = std::make_shared<Event>();

		event->signaled = initial;
		event->reset_by_wait = !manual;
		return handle_for(event);
	} catch (const std::bad_alloc &) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return nullptr;
	}
}

HANDLE CreateEventW(LPSECURITY_ATTRIBUTES attributes, BOOL manual, BOOL initial, LPCWSTR name)
{
	return CreateEventA(attributes, manual, initial, name ? "" : nullptr);
}

BOOL SetEvent(HANDLE handle)
{
	const auto event = event_of(handle);

	if (!event)
		return FALSE;
	const Lock lock(objects_mutex());
	signal_locked(*event);
	return TRUE;
}

BOOL ResetEvent(HANDLE handle)
{
	const auto event = event_of(handle);

	if (!event)
		return FALSE;
	const Lock lock(objects_mutex());
	event->signaled = false;
	return TRUE;
}

BOOL PulseEvent(HANDLE handle)
{
	if (!SetEvent(handle))
		return FALSE;
	// Whoever waits has the lock next, or soon.
	Sleep(1);
	return ResetEvent(handle);
}

DWORD WaitForSingleObject(HANDLE handle, DWORD milliseconds)
{
	return WaitForMultipleObjects(1, &handle, FALSE, milliseconds);
}

DWORD WaitForMultipleObjects(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds)
{
	const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
	std::vector<ObjectRef> objects;
	DWORD result = WAIT_FAILED;

	if (!count || count > MAXIMUM_WAIT_OBJECTS || !handles) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return WAIT_FAILED;
	}
	try {
		objects.reserve(count);
	} catch (const std::bad_alloc &) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return WAIT_FAILED;
	}
	for (DWORD i = 0; i < count; i++) {
		const ObjectRef object = object_of(handles[i]);

		if (!object)
			return WAIT_FAILED;
		for (const ObjectRef &other : objects) {
			if (!all || other != object)
				continue;
			SetLastError(ERROR_INVALID_PARAMETER);
			return WAIT_FAILED;
		}
		objects.push_back(object);
	}
	Lock lock(objects_mutex());
	while (!satisfied_locked(objects, all, result)) {
		if (milliseconds == INFINITE)
			objects_changed().wait(lock);
		else if (std::chrono::steady_clock::now() >= end)
			return WAIT_TIMEOUT;
		else
			objects_changed().wait_until(lock, end);
	}
	return result;
}

DWORD WaitForSingleObjectEx(HANDLE handle, DWORD milliseconds, BOOL)
{
	return WaitForSingleObject(handle, milliseconds);
}

DWORD WaitForMultipleObjectsEx(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds,
			       BOOL)
{
	return WaitForMultipleObjects(count, handles, all, milliseconds);
}

BOOL CloseHandle(HANDLE handle)
{
	// As there, to close what stands for whoever uses it does nothing. (GetCurrentProcess() is
	// INVALID_HANDLE_VALUE, which programs close by mistake.)
	if (handle == this_thread)
		return TRUE;
	const ObjectRef object = forget(handle);

	if (!object)
		return FALSE;
	if (object->file())
		object->file()->end();
	return TRUE;
}
}
