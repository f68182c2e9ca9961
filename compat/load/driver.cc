// SPDX-License-Identifier: GPL-2.0
/// driver.cc - a driver's life: loaded, unloaded, dead.

#include <utility>

#include "module/glue/glue.h"
#include "glue/errno.h"
#include "glue/log.h"
#include "base/gate.hh"
#include "base/object.hh"
#include "ke/affinity.h"
#include "ke/gone.h"
#include "ke/region.h"
#include "ex/work_queue.h"
#include "rtl/errno.hh"
#include "ob/callback.h"
#include "ob/directory.h"
#include "ob/handle.h"
#include "ob/namespace.h"
#include "ps/thread.h"
#include "cm/registry.h"
#include "io/device.h"
#include "io/driver.h"
#include "io/file.h"
#include "io/irp.h"
#include "io/notification.h"
#include "io/work.h"
#include "port/detect.h"
#include "port/pnp.h"
#include "load/load.h"
#include "kit/driver_entry.h"

using Driver = Ref<nt_driver>;

/// Waits until nothing of the driver is in use. Nothing new can begin.
static void wait_until_idle(nt_driver *driver)
{
	while (!nt_driver_idle_within(driver, 10))
		nt_warn("%s: unloading waits for %u uses of the driver to end: requests that it holds or has sent, and work items that are queued or running\n",
			nt_driver_name(driver), nt_driver_uses(driver));
}

void nt_module_end(nt_gone *gone)
{
	// Threads first: they may wait for a DPC.
	nt_threads_end(gone->module);
	nt_work_queue_end(gone->module);
	nt_callbacks_gone(gone->module, glue_module_name(gone->module));
	nt_notifications_gone(gone->module, glue_module_name(gone->module));
	nt_module_stop(gone);
}

/// Ends what runs of the driver, and its requests that are under way.
static void stop(nt_driver *driver, nt_gone &gone)
{
	nt_irps_of_driver_end(driver);
	wait_until_idle(driver);
	nt_claims_gone(driver);
	if (gone.module) {
		nt_interrupts_gone(gone.module, nt_driver_name(driver));
		core_module_gone(gone.module);
		nt_module_end(&gone);
	}
}

/// Ends what the driver has left, with a line in the log for each; then nobody knows the driver any
/// longer. The order is part of the meaning: what runs ends before what it works on.
static void remove(Driver ours)
{
	nt_driver *const driver = ours.get();
	nt_gone gone = { .module = nt_driver_module(driver) };

	nt_driver_set_going(driver, true);
	stop(driver, gone);
	nt_driver_set_gone(driver);
	// Once more: a thread may have sent a request until its end, a DPC may have queued a work
	// item; and others, who have a reference to the driver's object, claimed a port for it.
	stop(driver, gone);
	// Only now, because its routines work on these.
	nt_links_gone(driver, nt_driver_name(driver));
	if (gone.module)
		nt_directories_gone(gone.module, nt_driver_name(driver));
	nt_controllers_gone(driver);
	nt_devices_gone(driver);
	// The DPC or timer of a device has ended with it, but may have queued a work item before.
	wait_until_idle(driver);
	nt_work_items_gone(driver);
	nt_instances_gone(driver);
	nt_log_entries_gone(driver);
	nt_irps_gone(driver);
	nt_mdls_gone(driver);
	nt_files_gone(driver);
	if (gone.module)
		nt_handles_gone(gone.module, nt_driver_name(driver));
	nt_module_stopped(&gone);
	nt_driver_unpublish(driver);
	nt_registry_free(nt_driver_registry(driver));
}

void nt_driver_dies(const module *module)
{
	nt_callbacks_die();
	// First, or a port that is freed would go to the next request of the same driver.
	if (const Driver driver = Driver::taken(nt_driver_of_module(module, nullptr))) {
		nt_irps_of_driver_end(driver.get());
		nt_claims_gone(driver.get());
		nt_interrupts_die(module, nt_driver_name(driver.get()));
	}
	core_module_gone(module);
	nt_notifications_die(module);
	// Its threads that have stopped stay bound for ever, and others would have to look at them.
	nt_affinities_gone(module);
	nt_regions_gone(module);
	nt_irps_look();
}

/// The errno of a DriverEntry that failed with this status.
static int load_error(NTSTATUS status)
{
	const int err = rtl::errno_of(status);

	// To insmod, ENOENT means a symbol that the kernel does not have.
	if (err == -NT_ENOENT)
		return -GLUE_ENODEV;
	return err ? err : -NT_EIO;
}

int ntparport_driver_load(module *module, PDRIVER_INITIALIZE entry, const char *name,
			  char *const *parameters, unsigned int parameter_count,
			  char *const *service, unsigned int service_count)
{
	Driver ours = Driver::taken(nt_driver_create(module, entry, name));
	nt_driver *const driver = ours.get();

	if (!driver)
		return -GLUE_ENOMEM;
	PDRIVER_OBJECT object = nt_driver_object(driver);
	PUNICODE_STRING path = nt_driver_registry_path(driver);
	nt_settings settings = { parameters, parameter_count, service, service_count, {} };
	int err = nt_settings_read(name, &settings.file);
	if (!err)
		err = nt_registry_init(nt_driver_registry(driver), path, &settings);
	nt_settings_free(&settings.file);
	if (err)
		return err;
	nt_driver_publish(driver);
	const NTSTATUS status = call_or(STATUS_UNSUCCESSFUL, entry, object, path);
	if (!NT_SUCCESS(status)) {
		nt_error("%s: DriverEntry failed, status 0x%08x: not loaded", name,
			 static_cast<unsigned int>(status));
		remove(std::move(ours));
		return load_error(status);
	}
	nt_devices_ready(driver);
	nt_driver_set_going(driver, false);
	if (!object->DriverUnload) {
		nt_info("%s: has no DriverUnload, cannot be unloaded", name);
		nt_driver_pin(driver);
	}
	// The list has the reference from here on; the driver stays until its module is unloaded.
	nt_pnp_driver_added(ours.release());
	nt_driver_reinitialize(driver);
	return 0;
}

void ntparport_driver_unload(module *module, PDRIVER_INITIALIZE entry)
{
	const Driver found = Driver::taken(nt_driver_of_module(module, entry));
	nt_driver *const driver = found.get();

	if (!driver)
		return;
	PDRIVER_OBJECT object = nt_driver_object(driver);
	nt_driver_set_going(driver, true);
	nt_pnp_driver_going(driver);
	nt_driver_unpin(driver);
	object->Flags |= DRVO_UNLOAD_INVOKED;
	if (object->DriverUnload && !is_routine(object->DriverUnload))
		nt_warn("%s: DriverUnload is not at a valid address: not called\n",
			nt_driver_name(driver));
	else if (object->DriverUnload)
		call(object->DriverUnload, object);
	// The reference was the list's, which no longer needs it when this returns.
	remove(Driver::taken(driver));
}
