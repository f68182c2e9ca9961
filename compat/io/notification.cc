// SPDX-License-Identifier: GPL-2.0
/// notification.cc - drivers are told of interfaces and devices that come and go.
///
/// Each registration has a queue of events, which one thread at a time delivers: a thread of the
/// system or, for the interfaces that exist already, the one that registers.

#include <new>
#include <utility>

#define INITGUID
#include "wdmguid.h"

#include "module/glue/glue.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/gate.hh"
#include "base/guard.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "base/object.hh"
#include "base/work.hh"
#include "io/check.hh"
#include "io/device.h"
#include "io/file.h"
#include "io/held.hh"
#include "io/notification.h"

using rt::Unique;

namespace {

using Guard = SpinGuard<NT_NOTIFICATIONS_LOCK>;

using Custom = TARGET_DEVICE_CUSTOM_NOTIFICATION;

/// A driver tells others of a change of its device, and may wait until they have been told, or have
/// a routine called then.
struct Report {
	// The later of the two frees it: whoever is told last, or whoever waits for that.
	/// Events that are not delivered yet.
	unsigned int pending GUARDED_BY(Guard::lock) = 0;
	const void *const device;
	const void *const thread;
	bool left GUARDED_BY(Guard::lock) = false;
	const PDEVICE_CHANGE_COMPLETE_CALLBACK callback;
	const PVOID context;
	const io::HeldDriver driver;	 // that reports
	const io::HeldDriver callbacks;	 // whose routine is called
	Work work{ run, this, nt_may_sleep() };

	/// Somebody waits.
	explicit Report(const void *of)
		: device(of), thread(KeGetCurrentThread()), callback{ nullptr }, context(nullptr)
	{ }
	/// The driver's routine is called. One more is pending, until all are told who listen.
	Report(const void *of, PDEVICE_CHANGE_COMPLETE_CALLBACK then, PVOID with, nt_driver *whose,
	       nt_driver *callees)
		: pending(1),
		  device(of),
		  thread(nullptr),
		  left(true),
		  callback{ then },
		  context(with),
		  driver(whose, true),
		  callbacks(callees, true)
	{ }
	~Report() = default;
	Report(const Report &) = delete;
	Report &operator=(const Report &) = delete;

	/// An event of it has been delivered, or never will be.
	void end_one_locked() REQUIRES(Guard::lock)
	{
		if (!--pending && left)
			work.queue();
	}
	/// Nobody waits any longer.
	void leave();
	static void run(void *report);
};

/// What a routine is to be told. The name of an interface, or what a driver tells, follows it in
/// memory.
struct Event {
	rt::Link link{};  // first: in the registration's queue
	const GUID guid;
	UNICODE_STRING name{};
	Report *report = nullptr;
	Custom *custom = nullptr;

	/// nullptr: there is no memory. At or below DISPATCH_LEVEL.
	static Unique<Event> create(const GUID &guid, const UNICODE_STRING *name);
	static Unique<Event> create(const Custom &custom, USHORT size);
	/// Takes the lock; nobody else knows the event.
	~Event() EXCLUDES(Guard::lock)
	{
		if (report)
			end_report();
	}
	Event(const Event &) = delete;
	Event &operator=(const Event &) = delete;

	/// Its report no longer counts it.
	void end_report_locked() REQUIRES(Guard::lock)
	{
		if (Report *of = std::exchange(report, nullptr))
			of->end_one_locked();
	}

private:
	explicit Event(const GUID &what) : guid(what) { }
	void end_report() EXCLUDES(Guard::lock);
};

void Report::run(void *report)
{
	const Unique<Report> self(static_cast<Report *>(report));

	if (self->callback)
		call(self->callback, self->context);
}

void Report::leave()
{
	const Guard guard;

	left = true;
	if (!pending)
		work.queue();
}

void Event::end_report()
{
	{
		const Guard guard;

		end_report_locked();
	}
	nt_wake(NT_IDLE_QUEUE);
}

Unique<Event> Event::create(const Custom &custom, USHORT size)
{
	void *memory = nt_alloc(sizeof(Event) + size, false);

	if (!memory)
		return {};
	Unique<Event> event(new (memory) Event(custom.Event));
	event->custom = reinterpret_cast<Custom *>(event.get() + 1);
	memcpy(static_cast<void *>(event->custom), &custom, size);
	// What the driver has changed meanwhile does not count.
	event->custom->Size = size;
	return event;
}

Unique<Event> Event::create(const GUID &guid, const UNICODE_STRING *name)
{
	const size_t length = name ? name->Length : 0;
	void *memory = nt_alloc(sizeof(Event) + length + sizeof(WCHAR), false);

	if (!memory)
		return {};
	Unique<Event> event(new (memory) Event(guid));
	auto *text = reinterpret_cast<WCHAR *>(event.get() + 1);
	if (name)
		memcpy(text, name->Buffer, length);
	text[length / sizeof(WCHAR)] = 0;
	event->name = { static_cast<USHORT>(length), static_cast<USHORT>(length + sizeof(WCHAR)),
			text };
	return event;
}

/// A routine, and what it is to be told of.
struct Registration {
	rt::Link link{};  // first: in the list of all, until it is freed
	const IO_NOTIFICATION_EVENT_CATEGORY category;
	const PDRIVER_NOTIFICATION_CALLBACK_ROUTINE routine;
	const PVOID context;
	GUID interface_class{};	      // of interfaces
	PFILE_OBJECT file = nullptr;  // of a target: what the driver gave, which may be gone
	Ref<DEVICE_OBJECT> bottom{};  // the target
	bool target_gone GUARDED_BY(Guard::lock) = false;
	/// Oldest first.
	rt::List<Event> events GUARDED_BY(Guard::lock);
	/// Somebody delivers them.
	bool busy GUARDED_BY(Guard::lock) = false;
	/// Who is in the routine, and what it is being told.
	const void *thread GUARDED_BY(Guard::lock) = nullptr;
	Event *current GUARDED_BY(Guard::lock) = nullptr;
	/// It must no longer be called.
	bool ended GUARDED_BY(Guard::lock) = false;
	/// Who delivers events frees it.
	bool ends_itself GUARDED_BY(Guard::lock) = false;
	Work work{ run, this, true };

	Registration(IO_NOTIFICATION_EVENT_CATEGORY what,
		     PDRIVER_NOTIFICATION_CALLBACK_ROUTINE to_call, PVOID with)
		: category(what), routine{ to_call }, context(with)
	{ }
	~Registration()
	{
		while (const Unique<Event> event{ events.pop_front() }) { }
	}
	Registration(const Registration &) = delete;
	Registration &operator=(const Registration &) = delete;

	bool is_for(const GUID &wanted) const
	{
		return category == EventCategoryDeviceInterfaceChange &&
		       !memcmp(&interface_class, &wanted, sizeof(wanted));
	}
	bool is_of(const module *which) const
	{
		return glue_module_contains(which, code_of(routine));
	}
	/// Calls the routine.
	void tell(Event &event) const EXCLUDES(Guard::lock);
	/// Delivers up to this many events; then the rest is a thread's. The caller has set `busy`.
	/// The registration may be gone afterwards.
	void deliver(unsigned int most);
	static void run(void *registration)
	{
		static_cast<Registration *>(registration)->deliver(~0u);
	}
};

constinit rt::List<Registration> registrations GUARDED_BY(Guard::lock);

/// PLUGPLAY_NOTIFICATION_HEADER, with which all begin.
template <typename Notification>
void begin(Notification &notification, const GUID &event)
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

/// Adds an event. False: there is no memory.
bool add_locked(Registration &registration, Unique<Event> event) REQUIRES(Guard::lock)
{
	if (!event)
		return false;
	registration.events.push_back(*event.release());
	return true;
}

/// Whether it is told of anything. Nobody delivers what is queued behind a routine that had a bug
/// check.
bool listens(const Registration &registration) REQUIRES(Guard::lock)
{
	return !registration.ended && !nt_dead(code_of(registration.routine));
}

/// Adds an event for one that listens, and has a thread deliver it.
void post_locked(Registration &registration, Unique<Event> event) REQUIRES(Guard::lock)
{
	if (!add_locked(registration, std::move(event))) {
		nt_warn("%pS was not notified of a Plug and Play event: no memory\n",
			code_of(registration.routine));
		return;
	}
	if (registration.busy)
		return;
	registration.busy = true;
	registration.work.queue();
}

/// One for which `wanted(registration)`, which is no longer to be called, or nullptr.
template <typename Predicate>
Registration *end_locked(Predicate wanted) REQUIRES(Guard::lock)
{
	for (Registration &registration : registrations)
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
			registrations.push_back(*self->registration);
	} else if (self->with_existing) {
		self->failed |= !add_locked(*self->registration,
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
	registrations.push_back(*fresh.release());
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
	registrations.push_back(*fresh.release());
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI IoUnregisterPlugPlayNotification(PVOID entry) { return end_entry(entry, false); }
NTSTATUS NTAPI IoUnregisterPlugPlayNotificationEx(PVOID entry) { return end_entry(entry, true); }

void nt_interface_changed(const GUID *interface_class, const UNICODE_STRING *name, bool enabled)
{
	const Guard guard;

	for (Registration &registration : registrations)
		if (registration.is_for(*interface_class) && listens(registration))
			post_locked(registration,
				    Event::create(enabled ? GUID_DEVICE_INTERFACE_ARRIVAL :
							    GUID_DEVICE_INTERFACE_REMOVAL,
						  name));
}

void nt_target_gone(PDEVICE_OBJECT device)
{
	const Guard guard;

	for (Registration &registration : registrations) {
		if (registration.bottom.get() != device || registration.target_gone)
			continue;
		registration.target_gone = true;
		if (listens(registration))
			post_locked(registration,
				    Event::create(GUID_TARGET_DEVICE_REMOVE_COMPLETE, nullptr));
	}
}

// What drivers tell of their devices

namespace {

/// What comes before the data.
constexpr size_t custom_head = offsetof(Custom, CustomDataBuffer);

bool is_of_the_system(const GUID &event)
{
	bool is = false;

	for (const GUID *known :
	     { &GUID_TARGET_DEVICE_QUERY_REMOVE, &GUID_TARGET_DEVICE_REMOVE_CANCELLED,
	       &GUID_TARGET_DEVICE_REMOVE_COMPLETE })
		is = is || !memcmp(known, &event, sizeof(event));
	return is;
}

/// Whether it is what a driver may tell of the device, and how long that is.
NTSTATUS check_report(PDEVICE_OBJECT device, const Custom *custom, USHORT &size, Caller caller)
{
	if (!io::device_ok(device, caller))
		return STATUS_INVALID_PARAMETER;
	if (!nt_device_is_physical(device)) {
		caller.complain("device %p is not one that AddDevice was called with", device);
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	if (!ok(nt_is_memory(custom, custom_head), "the notification", caller))
		return STATUS_INVALID_PARAMETER;
	size = custom->Size;
	if (!ok(size >= custom_head && nt_is_memory(custom, size),
		"what the notification's Size covers", caller))
		return STATUS_INVALID_PARAMETER;
	if (is_of_the_system(custom->Event)) {
		caller.complain("the event is one of the system's, which drivers cannot report");
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	if (custom->FileObject) {
		caller.complain("FileObject of the notification is reserved: it must be NULL");
		return STATUS_INVALID_PARAMETER;
	}
	const LONG name = custom->NameBufferOffset;
	if (name < -1 || (name >= 0 && static_cast<size_t>(name) > size - custom_head)) {
		caller.complain("NameBufferOffset is %d, which is not in the notification", name);
		return STATUS_INVALID_PARAMETER;
	}
	return STATUS_SUCCESS;
}

/// Has those who are registered for the device told. `report` may be nullptr. False: there is no
/// memory for one of them.
bool tell_of(PDEVICE_OBJECT device, const Custom &custom, USHORT size, Report *report)
{
	const Guard guard;
	bool all = true;

	for (Registration &registration : registrations) {
		if (registration.bottom.get() != device || !listens(registration))
			continue;
		Unique<Event> event = Event::create(custom, size);
		all = all && event;
		if (event && report) {
			event->report = report;
			report->pending++;
		}
		post_locked(registration, std::move(event));
	}
	return all;
}

/// Whether nobody for whom the caller can wait is left to be told: not a driver that is dead, nor
/// the routine that the caller is in.
bool is_told(void *context)
{
	const auto *report = static_cast<const Report *>(context);
	const Guard guard;
	bool left = false;

	if (!report->pending)
		return true;
	for (const Registration &registration : registrations)
		left = left || (registration.bottom.get() == report->device && registration.busy &&
				registration.thread != report->thread &&
				!nt_dead(code_of(registration.routine)));
	return !left;
}

}

NTSTATUS NTAPI IoReportTargetDeviceChange(PDEVICE_OBJECT device, PVOID notification)
{
	const auto *custom = static_cast<const Custom *>(notification);

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	USHORT size = 0;
	const NTSTATUS status = check_report(device, custom, size, Caller());
	if (!NT_SUCCESS(status))
		return status;
	Unique<Report> fresh(new (rt::kernel) Report(device));
	if (!fresh || !fresh->work)
		return STATUS_INSUFFICIENT_RESOURCES;
	Report *report = fresh.release();
	const bool all = tell_of(device, *custom, size, report);
	nt_wait_until(NT_IDLE_QUEUE, is_told, report, NT_FOREVER);
	report->leave();
	return all ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

NTSTATUS NTAPI IoReportTargetDeviceChangeAsynchronous(PDEVICE_OBJECT device, PVOID notification,
						      PDEVICE_CHANGE_COMPLETE_CALLBACK callback,
						      PVOID context)
{
	const Caller caller;
	const auto *custom = static_cast<const Custom *>(notification);

	if (!irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	USHORT size = 0;
	const NTSTATUS status = check_report(device, custom, size, caller);
	if (!NT_SUCCESS(status))
		return status;
	if (!callback)
		return tell_of(device, *custom, size, nullptr) ? STATUS_PENDING :
								 STATUS_INSUFFICIENT_RESOURCES;
	const auto driver = Ref<nt_driver>::taken(nt_driver_get(caller.code()));
	if (!ok(is_routine(callback), "the callback") || !driver)
		return STATUS_INVALID_PARAMETER;
	const auto callbacks = Ref<nt_driver>::taken(nt_driver_get(code_of(callback)));
	if (!ok(callbacks.get(), "the callback's driver"))
		return STATUS_INVALID_PARAMETER;
	Unique<Report> fresh(
		new (rt::kernel, nt_may_sleep())
			Report(device, callback, context, driver.get(), callbacks.get()));
	if (!fresh || !fresh->work)
		return STATUS_INSUFFICIENT_RESOURCES;
	Report *report = fresh.release();
	tell_of(device, *custom, size, report);
	const Guard guard;
	report->end_one_locked();
	return STATUS_PENDING;
}

void nt_notifications_die(const module *which)
{
	const Guard guard;

	for (Registration &registration : registrations) {
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
	for (const Registration &registration : registrations)
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
