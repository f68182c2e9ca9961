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
bool satisfied_locked(const std::vector<ObjectRef> &objects, bool all, DWORD &index)
{
	DWORD count = 0;

	for (DWORD i = 0; i < objects.size(); i++) {
		if (!objects[i]->signaled)
			continue;
		if (!all) {
			index = i;
			objects[i]->signaled = !objects[i]->reset_by_wait;
			return true;
		}
		count++;
	}
	if (!all || count != objects.size())
		return false;
	for (const ObjectRef &object : objects)
		object->signaled = !object->reset_by_wait;
	index = 0;
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
	const Lock lock(objects_mutex());
	const ObjectRef *entry = entry_locked(handle);

	if (entry)
		return *entry;
	SetLastError(ERROR_INVALID_HANDLE);
	return nullptr;
}

std::shared_ptr<File> file_of(HANDLE handle)
{
	const ObjectRef object = object_of(handle);
	File *const file = object ? object->file() : nullptr;

	if (object && !file)
		SetLastError(ERROR_INVALID_HANDLE);
	return file ? std::shared_ptr<File>(object, file) : nullptr;
}

std::shared_ptr<Event> event_of(HANDLE handle)
{
	const ObjectRef object = object_of(handle);
	Event *const event = object ? object->event() : nullptr;

	if (object && !event)
		SetLastError(ERROR_INVALID_HANDLE);
	return event ? std::shared_ptr<Event>(object, event) : nullptr;
}

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

DWORD WaitForSingleObject(HANDLE handle, DWORD milliseconds)
{
	return WaitForMultipleObjects(1, &handle, FALSE, milliseconds);
}

DWORD WaitForMultipleObjects(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds)
{
	const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
	std::vector<ObjectRef> objects;
	DWORD index = 0;

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
	while (!satisfied_locked(objects, all, index)) {
		if (milliseconds == INFINITE)
			objects_changed().wait(lock);
		else if (std::chrono::steady_clock::now() >= end)
			return WAIT_TIMEOUT;
		else
			objects_changed().wait_until(lock, end);
	}
	return WAIT_OBJECT_0 + index;
}

BOOL CloseHandle(HANDLE handle)
{
	const ObjectRef object = forget(handle);

	if (!object)
		return FALSE;
	if (object->file())
		object->file()->end();
	return TRUE;
}
}
