// SPDX-License-Identifier: GPL-2.0
/// target_change.cc - drivers tell others of a change of their device.

#include <utility>

#include "wdmguid.h"

#include "module/rt/unique.hh"
#include "glue/wait.h"
#include "base/irql.h"
#include "base/new.hh"
#include "base/object.hh"
#include "io/check.hh"
#include "io/device.h"
#include "io/notification.hh"

using io::notification::Custom;
using io::notification::Event;
using io::notification::Guard;
using io::notification::Registration;
using io::notification::Report;
using rt::Unique;

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

	for (Registration &registration : Registration::all) {
		if (registration.bottom.get() != device || !registration.listens())
			continue;
		Unique<Event> event = Event::create(custom, size);
		all = all && event;
		if (event && report) {
			event->report = report;
			report->pending++;
		}
		registration.post_locked(std::move(event));
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
	for (const Registration &registration : Registration::all)
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
