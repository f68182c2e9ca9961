// SPDX-License-Identifier: GPL-2.0
/// reinitialization.cc - routines that are called when a driver has been initialised.

#include "glue/log.h"
#include "base/gate.hh"
#include "base/new.hh"
#include "io/check.hh"
#include "io/driver.hh"

using rt::Unique;

/// A routine that is to be called, once.
struct nt_reinitialization {
	rt::Link link{};  // in the driver's list
	const PDRIVER_REINITIALIZE routine;
	const PVOID context;
	const bool early;

	nt_reinitialization(PDRIVER_REINITIALIZE called, PVOID its_context, bool boot)
		: routine{ called }, context{ its_context }, early{ boot }
	{ }
	~nt_reinitialization() = default;
	nt_reinitialization(const nt_reinitialization &) = delete;
	nt_reinitialization &operator=(const nt_reinitialization &) = delete;
};

namespace {

using Reinitialization = nt_reinitialization;

constexpr ULONG flag_of(bool early)
{
	return early ? DRVO_BOOTREINIT_REGISTERED : DRVO_REINIT_REGISTERED;
}

void add(PDRIVER_OBJECT object, PDRIVER_REINITIALIZE routine, PVOID context, bool early,
	 Caller caller = Caller())
{
	if (!irql_ok(PASSIVE_LEVEL, caller) || !io::driver_ok(object, caller) ||
	    !ok(is_routine(routine), "the routine", caller))
		return;
	nt_driver *const driver = nt_driver::of(object);
	Unique<Reinitialization> fresh(new (rt::kernel) Reinitialization(routine, context, early));
	if (!fresh) {
		nt_warn("%s: its reinitialization routine is not called: no memory\n",
			nt_driver_name(driver));
		return;
	}
	{
		const ReinitializationsGuard guard;

		if (!driver->initialized) {
			driver->reinitializations.push_back(*fresh.release());
			object->Flags |= flag_of(early);
			return;
		}
	}
	caller.complain("the driver is initialised: its routine is not called");
}

/// The next one, off the list; those of boot drivers come first.
Unique<Reinitialization> take_next(nt_driver &driver)
{
	const ReinitializationsGuard guard;

	constexpr bool order[] = { true, false };

	for (const bool early : order) {
		Unique<Reinitialization> next(driver.reinitializations.pop_if(
			[=](const Reinitialization &one) { return one.early == early; }));

		if (next)
			return next;
		driver.object.Flags &= ~flag_of(early);
	}
	driver.initialized = true;
	return {};
}

}

void nt_driver_reinitialize(nt_driver *driver)
{
	while (const Unique<Reinitialization> next = take_next(*driver))
		call(next->routine, &driver->object, next->context, ++driver->extension.Count);
}

void nt_driver::forget_reinitializations()
{
	while (const Unique<Reinitialization> left{ reinitializations.pop_front() }) { }
}

VOID NTAPI IoRegisterDriverReinitialization(PDRIVER_OBJECT driver, PDRIVER_REINITIALIZE routine,
					    PVOID context)
{
	add(driver, routine, context, false);
}

VOID NTAPI IoRegisterBootDriverReinitialization(PDRIVER_OBJECT driver, PDRIVER_REINITIALIZE routine,
						PVOID context)
{
	add(driver, routine, context, true);
}
