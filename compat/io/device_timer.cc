// SPDX-License-Identifier: GPL-2.0
/// device_timer.cc - a device's timer, which is due every second.

#include "module/rt/new.hh"
#include "module/rt/unique.hh"
#include "base/gate.hh"
#include "base/handed.hh"
#include "ke/gone.h"
#include "io/check.hh"
#include "io/device.hh"

using io::device_ok;
using io::own_device_ok;
using rt::Unique;

struct _IO_TIMER {
	KTIMER timer{};
	KDPC dpc{};
	PIO_TIMER_ROUTINE routine = nullptr;
	PVOID context = nullptr;
	DEVICE_OBJECT *const device = nullptr;
};

static VOID NTAPI run_timer(_KDPC *, PVOID context, PVOID, PVOID)
{
	const auto *timer = static_cast<_IO_TIMER *>(context);

	call(timer->routine, timer->device, timer->context);
}

NTSTATUS NTAPI IoInitializeTimer(PDEVICE_OBJECT object, PIO_TIMER_ROUTINE routine, PVOID context)
{
	if (!irql_ok(PASSIVE_LEVEL) || !own_device_ok(object) ||
	    !ok(is_routine(routine), "the routine"))
		return STATUS_INVALID_PARAMETER;
	_IO_TIMER *&timer = nt_device::of(object)->timer;
	_IO_TIMER *known = __atomic_load_n(&timer, __ATOMIC_ACQUIRE);
	if (!known) {
		Unique<_IO_TIMER> created{ new (rt::kernel) _IO_TIMER{
			.routine = routine, .context = context, .device = object } };
		if (!created)
			return STATUS_INSUFFICIENT_RESOURCES;
		KeInitializeTimer(&created->timer);
		KeInitializeDpc(&created->dpc, handed<run_timer>(), created.get());
		// Another thread may be first.
		if (__atomic_compare_exchange_n(&timer, &known, created.get(), false,
						__ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
			object->Timer = created.release();
			return STATUS_SUCCESS;
		}
	}
	known->routine = routine;
	known->context = context;
	return STATUS_SUCCESS;
}

VOID NTAPI IoStartTimer(PDEVICE_OBJECT object)
{
	constexpr LONG second_in_ms = 1000;
	constexpr LONGLONG second_in_100ns = 10000000;

	if (!irql_ok(DISPATCH_LEVEL) || !device_ok(object))
		return;
	_IO_TIMER *timer = nt_device::of(object)->timer;
	if (!timer) {
		Caller().complain("before IoInitializeTimer: nothing is done");
		return;
	}
	if (nt_device_deleted(object)) {
		Caller().complain("the device is deleted: nothing is done");
		return;
	}
	LARGE_INTEGER due;
	due.QuadPart = -second_in_100ns;
	KeSetTimerEx(&timer->timer, due, second_in_ms, &timer->dpc);
}

VOID NTAPI IoStopTimer(PDEVICE_OBJECT object)
{
	if (!irql_ok(DISPATCH_LEVEL) || !device_ok(object))
		return;
	// Not the timer that drivers see, because they may overwrite that.
	_IO_TIMER *timer = nt_device::of(object)->timer;
	if (!timer)
		return;
	KeCancelTimer(&timer->timer);
	KeRemoveQueueDpc(&timer->dpc);
}

void nt_timer_free(PDEVICE_OBJECT device)
{
	const Unique<_IO_TIMER> timer{ nt_device::of(device)->timer };

	if (timer)
		nt_memory_gone(timer.get(), sizeof(*timer),
			       nt_driver_code(nt_device_driver(device)));
}
