// SPDX-License-Identifier: GPL-2.0
/// notification.cc - drivers are told of interfaces and devices that come and go.

#include <utility>

#define INITGUID
#include "wdmguid.h"

#include "module/glue/glue.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "glue/log.h"
#include "glue/wait.h"
#include "base/gate.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "base/object.hh"
#include "io/check.hh"
#include "io/device.h"
#include "io/file.h"
#include "io/notification.hh"

using io::notification::Event;
using io::notification::Guard;
using io::notification::Registration;
using rt::Unique;

constinit rt::List<Registration> Registration::all;

/// PLUGPLAY_NOTIFICATION_HEADER, with which all begin.
template <typename Notification>
static void begin(Notification &notification, const GUID &event)
{
	notification.Version = 1;
	notification.Size = sizeof(notification);
	notification.Event = event;
}

void Registration::tell(Event &event) const
{
	if (category == EventCategoryDeviceInterfaceChange) {
		DEVICE_INTERFACE_CHANGE_NOTIFICATION notification{};

		begin(notification, event.guid);
		notification.InterfaceClassGuid = interface_class;
		notification.SymbolicLinkName = &event.name;
		call_or(STATUS_DEVICE_REMOVED, routine, &notification, context);
	} else if (event.custom) {
		event.custom->FileObject = file;
		call_or(STATUS_DEVICE_REMOVED, routine, event.custom, context);
	} else {
		TARGET_DEVICE_REMOVAL_NOTIFICATION notification{};

		begin(notification, event.guid);
		notification.FileObject = file;
		call_or(STATUS_DEVICE_REMOVED, routine, &notification, context);
	}
}

void Registration::deliver(unsigned int most)
{
	Unique<Registration> over;

	for (;; most--) {
		Unique<Event> event;
		{
			const Guard guard;

			thread = nullptr;
			if (!ended && !events.empty() && !most) {
				work.queue();
				return;
			}
			if (ended || events.empty()) {
				busy = false;
				if (ends_itself) {
					rt::List<Registration>::remove(*this);
					over = Unique(this);
				}
				break;
			}
			event = Unique(events.pop_front());
			current = event.get();
			thread = KeGetCurrentThread();
		}
		tell(*event);
		const Guard guard;
		current = nullptr;
	}
	nt_wake(NT_IDLE_QUEUE);
}

bool Registration::add_locked(Unique<Event> event)
{
	if (!event)
		return false;
	events.push_back(*event.release());
	return true;
}

void Registration::post_locked(Unique<Event> event)
{
	if (!add_locked(std::move(event))) {
		nt_warn("%pS was not notified of a Plug and Play event: no memory\n",
			code_of(routine));
		return;
	}
	if (busy)
		return;
	busy = true;
	work.queue();
}

namespace {

/// One for which `wanted(registration)`, which is no longer to be called, or nullptr.
template <typename Predicate>
Registration *end_locked(Predicate wanted) REQUIRES(Guard::lock)
{
	for (Registration &registration : Registration::all)
		if (!registration.ended && wanted(registration)) {
			registration.ended = true;
			return &registration;
		}
	return nullptr;
}

bool is_idle(void *registration)
{
	const Guard guard;

	return !static_cast<const Registration *>(registration)->busy;
}

/// Ends a registration; `waits`: its routine has returned afterwards, unless this thread is in it.
/// False: there is none.
template <typename Predicate>
bool end(Predicate wanted, bool waits)
{
	Unique<Registration> over;
	Registration *ended;
	{
		const Guard guard;

		ended = end_locked(wanted);
		if (!ended)
			return false;
		if (!ended->busy) {
			rt::List<Registration>::remove(*ended);
			over = Unique(ended);
			return true;
		}
		if (!waits || ended->thread == KeGetCurrentThread()) {
			ended->ends_itself = true;
			return true;
		}
	}
	nt_wait_until(NT_IDLE_QUEUE, is_idle, ended, NT_FOREVER);
	const Guard guard;
	rt::List<Registration>::remove(*ended);
	over = Unique(ended);
	return true;
}

NTSTATUS end_entry(PVOID entry, bool waits, Caller caller = Caller())
{
	if (!irql_ok(PASSIVE_LEVEL, caller))
		return STATUS_INVALID_DEVICE_STATE;
	if (end([=](const Registration &one) { return &one == entry; }, waits))
		return STATUS_SUCCESS;
	caller.complain("%p is not a registration, or has ended", entry);
	return STATUS_INVALID_PARAMETER;
}

/// For a registration that begins: the interfaces that exist.
struct Begin {
	Registration *registration;
	bool with_existing;
	unsigned int events;
	bool failed;
};

/// The name of each interface that is enabled, and then nullptr.
void begin_with(const UNICODE_STRING *name, void *context)
{
	auto *self = static_cast<Begin *>(context);
	const Guard guard;

	if (!name) {
		self->registration->busy = self->events && !self->failed;
		if (!self->failed)
			Registration::all.push_back(*self->registration);
	} else if (self->with_existing) {
		self->failed |= !self->registration->add_locked(
			Event::create(GUID_DEVICE_INTERFACE_ARRIVAL, name));
		self->events++;
	}
}

/// The registration is published. `entry` is set before the routine is called.
NTSTATUS begin_interfaces(Unique<Registration> fresh, const GUID &interface_class, bool existing,
			  PVOID *entry)
{
	Begin begin{ fresh.get(), existing, 0, false };

	fresh->interface_class = interface_class;
	*entry = fresh.get();
	nt_interfaces_visit(&interface_class, begin_with, &begin);
	if (begin.failed) {
		*entry = nullptr;
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	Registration *published = fresh.release();
	// It may be gone already, if there is nothing to deliver.
	if (begin.events)
		published->deliver(begin.events);
	return STATUS_SUCCESS;
}

NTSTATUS begin_target(Unique<Registration> fresh, PFILE_OBJECT file, PVOID *entry)
{
	auto bottom = Ref<DEVICE_OBJECT>::taken(nt_device_bottom(nt_file_device_object(file)));

	if (!nt_device_is_physical(bottom.get()))
		return STATUS_INVALID_DEVICE_REQUEST;
	fresh->file = file;
	*entry = fresh.get();
	const Guard guard;
	// nt_target_gone() comes after that, and looks under the lock.
	if (nt_device_deleted(bottom.get())) {
		*entry = nullptr;
		return STATUS_DELETE_PENDING;
	}
	fresh->bottom = std::move(bottom);
	Registration::all.push_back(*fresh.release());
	return STATUS_SUCCESS;
}

}

NTSTATUS NTAPI IoRegisterPlugPlayNotification(IO_NOTIFICATION_EVENT_CATEGORY category, ULONG flags,
					      PVOID data, PDRIVER_OBJECT driver,
					      PDRIVER_NOTIFICATION_CALLBACK_ROUTINE routine,
					      PVOID context, PVOID *entry)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!ok(is_memory(entry), "the place for the entry"))
		return STATUS_INVALID_PARAMETER;
	*entry = nullptr;
	if (!ok(nt_driver_known(driver), "the driver object") ||
	    !ok(is_routine(routine), "the routine"))
		return STATUS_INVALID_PARAMETER;
	const auto *interface_class = static_cast<const GUID *>(data);
	auto *file = static_cast<PFILE_OBJECT>(data);
	switch (category) {
	case EventCategoryHardwareProfileChange:
		break;
	case EventCategoryDeviceInterfaceChange:
		if (!ok(is_memory(interface_class), "the class"))
			return STATUS_INVALID_PARAMETER;
		break;
	case EventCategoryTargetDeviceChange:
		if (!ok(nt_file_known(file), "the file"))
			return STATUS_INVALID_PARAMETER;
		break;
	default:
		Caller().complain("there is no category %d", static_cast<int>(category));
		return STATUS_INVALID_PARAMETER;
	}
	Unique<Registration> fresh(new (rt::kernel) Registration(category, routine, context));
	if (!fresh || !fresh->work)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (category == EventCategoryDeviceInterfaceChange)
		return begin_interfaces(
			std::move(fresh), *interface_class,
			flags & PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES, entry);
	if (category == EventCategoryTargetDeviceChange)
		return begin_target(std::move(fresh), file, entry);
	*entry = fresh.get();
	const Guard guard;
	Registration::all.push_back(*fresh.release());
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI IoUnregisterPlugPlayNotification(PVOID entry) { return end_entry(entry, false); }
NTSTATUS NTAPI IoUnregisterPlugPlayNotificationEx(PVOID entry) { return end_entry(entry, true); }

void nt_interface_changed(const GUID *interface_class, const UNICODE_STRING *name, bool enabled)
{
	const Guard guard;

	for (Registration &registration : Registration::all)
		if (registration.is_for(*interface_class) && registration.listens())
			registration.post_locked(
				Event::create(enabled ? GUID_DEVICE_INTERFACE_ARRIVAL :
							GUID_DEVICE_INTERFACE_REMOVAL,
					      name));
}

void nt_target_gone(PDEVICE_OBJECT device)
{
	const Guard guard;

	for (Registration &registration : Registration::all) {
		if (registration.bottom.get() != device || registration.target_gone)
			continue;
		registration.target_gone = true;
		if (registration.listens())
			registration.post_locked(
				Event::create(GUID_TARGET_DEVICE_REMOVE_COMPLETE, nullptr));
	}
}

void nt_notifications_die(const module *which)
{
	const Guard guard;

	for (Registration &registration : Registration::all) {
		if (!registration.is_of(which))
			continue;
		if (registration.current)
			registration.current->end_report_locked();
		for (Event &event : registration.events)
			event.end_report_locked();
	}
}

/// Whether all of the module's have ended, also those that end themselves.
static bool none_of(void *context)
{
	const auto *which = static_cast<const module *>(context);
	const Guard guard;

	bool found = false;
	for (const Registration &registration : Registration::all)
		found = found || registration.is_of(which);
	return !found;
}

void nt_notifications_gone(const module *which, const char *name)
{
	auto is_of_it = [=](const Registration &one) { return one.is_of(which); };
	unsigned int number = 0;

	while (end(is_of_it, true))
		number++;
	nt_wait_until(NT_IDLE_QUEUE, none_of, const_cast<module *>(which), NT_FOREVER);
	if (number)
		nt_warn("%s: %u registration%s never ended by IoUnregisterPlugPlayNotification: ended\n",
			name, number, number == 1 ? " was" : "s were");
}
