// SPDX-License-Identifier: GPL-2.0
/// notification.hh - registrations, and what they are told, within this room.
///
/// Each registration has a queue of events, which one thread at a time delivers: a thread of the
/// system or, for the interfaces that exist already, the one that registers.
#pragma once

#include <utility>

#include "module/glue/glue.h"
#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/gate.hh"
#include "base/guard.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "base/object.hh"
#include "base/work.hh"
#include "io/held.hh"
#include "io/notification.h"

namespace io::notification {

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
	const HeldDriver driver;     // that reports
	const HeldDriver callbacks;  // whose routine is called
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
	static rt::Unique<Event> create(const GUID &guid, const UNICODE_STRING *name);
	static rt::Unique<Event> create(const Custom &custom, USHORT size);
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
		while (const rt::Unique<Event> event{ events.pop_front() }) { }
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
	/// Whether it is told of anything. Nobody delivers what is queued behind a routine that had
	/// a bug check.
	bool listens() const REQUIRES(Guard::lock) { return !ended && !nt_dead(code_of(routine)); }
	/// Adds an event. False: there is no memory.
	bool add_locked(rt::Unique<Event> event) REQUIRES(Guard::lock);
	/// Adds an event for one that listens, and has a thread deliver it.
	void post_locked(rt::Unique<Event> event) REQUIRES(Guard::lock);
	/// Calls the routine.
	void tell(Event &event) const EXCLUDES(Guard::lock);
	/// Delivers up to this many events; then the rest is a thread's. The caller has set `busy`.
	/// The registration may be gone afterwards.
	void deliver(unsigned int most);
	static void run(void *registration)
	{
		static_cast<Registration *>(registration)->deliver(~0u);
	}

	/// Those that there are.
	static rt::List<Registration> all GUARDED_BY(Guard::lock);
};

}
