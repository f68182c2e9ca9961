// SPDX-License-Identifier: GPL-2.0
/// notification_event.cc - what routines are told of what comes and goes, and who waits for that.

#include <new>

#include "glue/wait.h"
#include "base/gate.hh"
#include "io/notification.hh"

using io::notification::Custom;
using io::notification::Event;
using io::notification::Guard;
using io::notification::Report;
using rt::Unique;

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
