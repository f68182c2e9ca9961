// SPDX-License-Identifier: GPL-2.0
/// driver.hh - what a driver is, within this room.
#pragma once

#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "base/guard.hh"
#include "base/object.hh"
#include "base/use_count.hh"
#include "cm/registry.h"
#include "io/driver.h"

struct nt_reinitialization;

using DevicesGuard = SpinGuard<NT_DEVICES_LOCK>;
using ReinitializationsGuard = SpinGuard<NT_REINITIALIZATIONS_LOCK>;

/// A loaded Windows driver, which is an object.
struct nt_driver {
	DRIVER_OBJECT object{};		 // first: what the driver sees
	DRIVER_EXTENSION extension{};	 // seen by it, too
	::module *const module;		 // nullptr: it is the driver of the ports
	const PDRIVER_INITIALIZE entry;	 // the driver sees it as DriverInit
	const rt::Unique<char[]> name;	 // that of the module
	UNICODE_STRING registry_path{};	 // the path of its key under Services
	nt_registry registry{};		 // that key
	bool ready = false;		 // see nt_driver_set_ready()
	bool going = true;		 // see nt_driver_set_going()
	bool gone = false;		 // see nt_driver_set_gone()
	bool pinned = false;		 // see nt_driver_pin()
	/// See nt_devices_gone().
	bool devices_gone GUARDED_BY(DevicesGuard::lock) = false;
	void (*device_gone)(PDEVICE_OBJECT device) = nullptr;
	const PDRIVER_DISPATCH *majors = object.MajorFunction;	// see nt_driver_set_majors()
	nt_driver *next = nullptr;				// in the list of all drivers
	UseCount lent{};					// uses that do not hold its module
	struct nt_client_extension *extensions = nullptr;	// see driver_extension.cc
	/// See nt_driver_reinitialize().
	bool initialized GUARDED_BY(ReinitializationsGuard::lock) = false;
	rt::List<nt_reinitialization> reinitializations GUARDED_BY(ReinitializationsGuard::lock);
	const rt::Unique<WCHAR[]> texts[2];  // its name and the path, as it sees them

	nt_driver(::module *its_module, PDRIVER_INITIALIZE routine, rt::Unique<char[]> called,
		  rt::Unique<WCHAR[]> object_name, rt::Unique<WCHAR[]> key_path);
	~nt_driver();
	nt_driver(const nt_driver &) = delete;
	nt_driver &operator=(const nt_driver &) = delete;

	static nt_driver *of(PDRIVER_OBJECT object)
	{
		return CONTAINING_RECORD(object, nt_driver, object);
	}
	bool has(const void *address) const
	{
		return module && glue_module_contains(module, address);
	}
	/// Begins a use of it. Returns whether its module is held, if that was wanted; if not,
	/// unloading waits for the use to end.
	bool hold(bool module_wanted);
	/// Begins a further use while unloading waits for another one; false: there is none.
	bool hold_again();
	void release(bool module_held);
	/// Those that nobody will call. Nobody else has the driver.
	NOT_CHECKED_FOR_LOCKS void forget_reinitializations();
};
