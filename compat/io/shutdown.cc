// SPDX-License-Identifier: GPL-2.0
/// shutdown.cc - devices that are told when the machine is about to be turned off.

#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "glue/log.h"
#include "glue/reboot.h"
#include "base/guard.hh"
#include "io/check.hh"
#include "io/shutdown.h"
#include "io/timed_request.hh"

using io::Held;
using rt::Unique;

namespace {

using Guard = SpinGuard<NT_SHUTDOWNS_LOCK>;

/// How long a driver may take.
constexpr unsigned int patience_s = 20;

struct Registration {
	rt::Link link{};  // in the list
	DEVICE_OBJECT *const device;
	const bool last_chance;
	bool told GUARDED_BY(Guard::lock) = false;

	Registration(PDEVICE_OBJECT of, bool last) : device(of), last_chance(last) { }
	~Registration() = default;
	Registration(const Registration &) = delete;
	Registration &operator=(const Registration &) = delete;
};

constinit rt::List<Registration> registrations GUARDED_BY(Guard::lock);

NTSTATUS add(PDEVICE_OBJECT device, bool last_chance, Caller caller = Caller())
{
	if (!irql_ok(PASSIVE_LEVEL, caller) || !io::own_device_ok(device, caller))
		return STATUS_INVALID_PARAMETER;
	Unique<Registration> fresh(new (rt::kernel) Registration(device, last_chance));
	if (!fresh)
		return STATUS_INSUFFICIENT_RESOURCES;
	const Guard guard;
	// nt_shutdown_device_gone() comes after that, and looks under the lock.
	if (nt_device_deleted(device))
		return STATUS_DELETE_PENDING;
	device->Flags |= DO_SHUTDOWN_REGISTERED;
	registrations.push_back(*fresh.release());
	return STATUS_SUCCESS;
}

/// Ends those of the device, and returns how many there were.
unsigned int remove(PDEVICE_OBJECT device)
{
	unsigned int number = 0;

	for (;;) {
		Unique<Registration> old;
		const Guard guard;

		old = Unique<Registration>(registrations.pop_if(
			[=](const Registration &known) { return known.device == device; }));
		if (!old)
			return number;
		number++;
	}
}

bool is_to_be_told(PDEVICE_OBJECT device)
{
	const Guard guard;

	return registrations.any([=](const Registration &known) REQUIRES(Guard::lock) {
		return known.device == device && known.told;
	});
}

/// The next device that is to be told; it may have been deleted just now, and another device may
/// have been made in its place in memory.
bool take_next(bool last_chance, Held &device)
{
	PDEVICE_OBJECT next = nullptr;

	{
		const Guard guard;

		for (Registration &known : registrations) {
			if (known.told || known.last_chance != last_chance)
				continue;
			known.told = true;
			next = known.device;
			break;
		}
	}
	if (next)
		device = Held(next);
	if (device && !is_to_be_told(next))
		device = Held();
	return next;
}

void tell(const Held &device)
{
	io::TimedRequest *request = io::TimedRequest::create(device.object(), IRP_MJ_SHUTDOWN);

	if (request && !request->send_and_wait(patience_s))
		nt_warn("%s: IRP_MJ_SHUTDOWN is not complete after %u s: continuing without it\n",
			nt_driver_name(device.driver()), patience_s);
}

void tell_all(bool last_chance)
{
	for (Held device; take_next(last_chance, device); device = Held())
		if (device && !nt_driver_dead(device.driver()))
			tell(device);
}

}

NTSTATUS NTAPI IoRegisterShutdownNotification(PDEVICE_OBJECT device) { return add(device, false); }

NTSTATUS NTAPI IoRegisterLastChanceShutdownNotification(PDEVICE_OBJECT device)
{
	return add(device, true);
}

VOID NTAPI IoUnregisterShutdownNotification(PDEVICE_OBJECT device)
{
	if (!irql_ok(PASSIVE_LEVEL) || !io::own_device_ok(device))
		return;
	if (!remove(device))
		Caller().complain("device %p is not registered", device);
	device->Flags &= ~DO_SHUTDOWN_REGISTERED;
}

void nt_shutdown_device_gone(PDEVICE_OBJECT device)
{
	if (remove(device))
		nt_warn("%s: device %s was deleted without IoUnregisterShutdownNotification: no longer registered\n",
			nt_driver_name(nt_device_driver(device)), nt_device_label(device));
}

void nt_shutdown()
{
	{
		const Guard guard;

		// From an attempt that was broken off.
		for (Registration &known : registrations)
			known.told = false;
	}
	tell_all(false);
	tell_all(true);
}

int nt_shutdown_init() { return nt_reboot_register(nt_shutdown); }
void nt_shutdown_exit() { nt_reboot_unregister(); }
