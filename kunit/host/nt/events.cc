// SPDX-License-Identifier: GPL-2.0
/// events.cc - events with names and handles: threads make, open, set, reset and close them, and
/// another thread may come in between at any place. A name stands for one event for as long as
/// somebody has a handle of it, and for none afterwards.
///
/// events SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cinttypes>

#include <ntifs.h>

using world::check;
using world::Random;

namespace {

Random *chances;
unsigned int below(unsigned int limit) { return chances->below(limit); }
bool one_in(unsigned int n) { return chances->one_in(n); }

unsigned long operations, made, joined, opened, missed, changed, without_memory;
bool fails;

std::u16string names[] = { u"\\BaseNamedObjects\\One", u"\\BaseNamedObjects\\Two",
			   u"\\BaseNamedObjects\\Three" };

/// What is known of a name: less than the truth while a routine returns.
struct Named {
	unsigned int handles = 0;
	void *event = nullptr;	// what the name stands for
} all[std::size(names)];

/// A handle of a name.
struct Held {
	unsigned int name;
	HANDLE handle;
};

void *object_of(HANDLE handle)
{
	void *object = nullptr;

	check(!ObReferenceObjectByHandle(handle, EVENT_ALL_ACCESS, *ExEventObjectType, KernelMode,
					 &object, nullptr),
	      "event: a handle that is open has no event");
	ObDereferenceObject(object);
	return object;
}

class Thread {
public:
	void run(unsigned int steps)
	{
		while (steps--)
			step();
		while (!held_.empty())
			close(0);
	}

private:
	void step()
	{
		operations++;
		switch (below(8)) {
		case 0:
		case 1:
			make(below(std::size(names)));
			break;
		case 2:
			create(below(std::size(names)));
			break;
		case 3:
			open(below(std::size(names)));
			break;
		case 4:
		case 5:
			if (!held_.empty())
				close(below(held_.size()));
			break;
		case 6:
			if (!held_.empty())
				change(held_[below(held_.size())]);
			break;
		default:
			give_way();
			break;
		}
	}

	/// Whether this thread has a handle of it, so that nobody else can end it.
	bool has(unsigned int name) const
	{
		return std::any_of(held_.begin(), held_.end(),
				   [name](const Held &held) { return held.name == name; });
	}

	/// A handle of what the name stands for.
	void got(unsigned int name, HANDLE handle)
	{
		Named &named = all[name];
		void *event = object_of(handle);

		check(!named.handles || named.event == event,
		      "event: a name stands for two events");
		named.event = event;
		named.handles++;
		held_.push_back({ name, handle });
	}

	void make(unsigned int name)
	{
		UNICODE_STRING string = world::string_of(names[name]);
		const bool had = has(name);
		HANDLE handle = nullptr;
		PKEVENT event = one_in(2) ? IoCreateNotificationEvent(&string, &handle) :
					    IoCreateSynchronizationEvent(&string, &handle);

		check(event || fails, "event: it is not made");
		check(!event == !handle, "event: there is a handle, or an event, and not both");
		without_memory += !event;
		if (!event)
			return;
		joined += had;
		made += !had;
		got(name, handle);
		check(event == all[name].event, "event: the handle is another event's");
	}

	/// An event of that name must not be there.
	void create(unsigned int name)
	{
		UNICODE_STRING string = world::string_of(names[name]);
		const bool had = has(name);
		OBJECT_ATTRIBUTES attributes;
		HANDLE handle = nullptr;

		InitializeObjectAttributes(&attributes, &string, 0, nullptr, nullptr);
		const NTSTATUS status = ZwCreateEvent(&handle, EVENT_ALL_ACCESS, &attributes,
						      NotificationEvent, FALSE);
		check(!had || !NT_SUCCESS(status), "event: there are two of one name");
		check(NT_SUCCESS(status) || fails || status == STATUS_OBJECT_NAME_COLLISION,
		      "event: it is not made: %08x", status);
		check(NT_SUCCESS(status) == !!handle, "event: a status that is not the handle's");
		if (!NT_SUCCESS(status))
			return;
		made++;
		got(name, handle);
	}

	void open(unsigned int name)
	{
		UNICODE_STRING string = world::string_of(names[name]);
		const bool had = has(name);
		OBJECT_ATTRIBUTES attributes;
		HANDLE handle = nullptr;

		InitializeObjectAttributes(&attributes, &string, 0, nullptr, nullptr);
		const NTSTATUS status = ZwOpenEvent(&handle, EVENT_ALL_ACCESS, &attributes);
		check(NT_SUCCESS(status) || !had || fails,
		      "event: one that exists is not opened: %08x", status);
		check(NT_SUCCESS(status) || fails || status == STATUS_OBJECT_NAME_NOT_FOUND,
		      "event: it is not opened: %08x", status);
		missed += !NT_SUCCESS(status);
		if (!NT_SUCCESS(status))
			return;
		opened++;
		got(name, handle);
	}

	void close(size_t which)
	{
		const Held held = held_[which];

		held_.erase(held_.begin() + static_cast<ptrdiff_t>(which));
		// Before the call, in which the name may go already.
		all[held.name].handles--;
		check(!ZwClose(held.handle), "event: a handle cannot be closed");
	}

	/// Another thread may come in between, except where none can run.
	static void change(const Held &held)
	{
		LONG before = 0;

		world::interleave(0);
		check(!ZwResetEvent(held.handle, nullptr), "event: it cannot be reset");
		check(!ZwSetEvent(held.handle, &before) && !before,
		      "event: one that was reset is set");
		check(KeReadStateEvent(static_cast<PKEVENT>(all[held.name].event)),
		      "event: a handle's event is another");
		check(!ZwPulseEvent(held.handle, &before) && before,
		      "event: one that was set is not");
		check(!ZwClearEvent(held.handle), "event: it cannot be cleared");
		changed++;
		world::interleave(between);
	}

	static void give_way()
	{
		LARGE_INTEGER none{};

		KeDelayExecutionThread(KernelMode, FALSE, &none);
	}

	std::vector<Held> held_;

public:
	static inline unsigned int between;
};

void round()
{
	const long before = world::left();
	const unsigned int count = 1 + below(5);

	fails = one_in(3);
	world::fail_allocations(fails ? 6 : 0);
	Thread::between = 1 + below(6);
	world::interleave(Thread::between);
	for (unsigned int n = 0; n < count; n++) {
		task_struct *task = world::start("thread", [] { Thread().run(5 + below(40)); });

		if (task)
			nt_task_put(task);
	}
	check(world::run_until([] { return !world::tasks(); }), "event: %u threads wait for ever",
	      world::tasks());
	world::interleave(0);
	world::fail_allocations(0);
	check(world::log.empty(), "event: the log has a mistake that was not made: %s",
	      world::log.empty() ? "" : world::log.front().c_str());
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = world::play(argc, argv, 100000, chances, operations, round);

	check(operations && (operations < 1000 ||
			     (made && joined && opened && missed && changed && without_memory)),
	      "set-up: no operation");
	printf("%lu operations: %lu made, %lu found by a thread that has one, %lu opened, %lu not there, %lu changed, seed %" PRIu64
	       "\n",
	       operations, made, joined, opened, missed, changed, seed);
}
