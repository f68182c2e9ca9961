// SPDX-License-Identifier: GPL-2.0
/* driver.c - a driver's life: loaded, unloaded, dead. */

#include <linux/export.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "module/glue/glue.h"
#include "base/nt.h"
#include "base/gate.h"
#include "base/log.h"
#include "base/object.h"
#include "ke/gone.h"
#include "glue/linux.h"
#include "ob/handle.h"
#include "ob/namespace.h"
#include "ps/thread.h"
#include "cm/registry.h"
#include "io/device.h"
#include "io/driver.h"
#include "io/file.h"
#include "io/irp.h"
#include "io/work.h"
#include "port/pnp.h"
#include "load/load.h"
#include "kit/driver_entry.h"

/* Waits until nothing of it is in use; nothing new may begin. */
static void wait_until_idle(struct nt_driver *driver)
{
	while (!nt_driver_idle_within(driver, 10))
		pr_warn("%s: unloading waits for requests of the driver that are not complete\n",
			driver->name);
}

void nt_module_end(struct nt_gone *gone)
{
	/* First: they may wait for a DPC. */
	nt_threads_end(gone->module);
	nt_module_stop(gone);
}

/* Ends what of the driver runs or is under way. */
static void stop(struct nt_driver *driver, struct nt_gone *gone)
{
	nt_irps_of_driver_end(driver);
	wait_until_idle(driver);
	if (driver->module) {
		core_module_gone(driver->module);
		nt_module_end(gone);
	}
}

/* What the driver has left ends, with a line in the log; it is known no more. */
static void remove(struct nt_driver *driver)
{
	struct nt_gone gone = { .module = driver->module };

	WRITE_ONCE(driver->going, true);
	stop(driver, &gone);
	/* Once more: a thread may have sent a request to the end, a DPC queued a work item. */
	stop(driver, &gone);
	/* Only now: these are what its routines work on. */
	nt_links_gone(&driver->object, driver->name);
	nt_devices_gone(driver);
	/* The DPC or timer of a device, which ended with it, may have queued one. */
	wait_until_idle(driver);
	nt_work_items_gone(driver);
	nt_log_entries_gone(driver);
	nt_irps_gone(driver);
	nt_mdls_gone(driver);
	nt_files_gone(driver);
	if (driver->module)
		nt_handles_gone(driver->module, driver->name);
	nt_module_stopped(&gone);
	nt_driver_unpublish(driver);
	nt_registry_free(&driver->registry);
	ObDereferenceObject(&driver->object);
}

void nt_driver_dies(const struct module *module)
{
	struct nt_driver *driver = nt_driver_of_module(module, NULL);

	/* First, or a port that is freed would go to the next request of the same driver. */
	if (driver) {
		nt_irps_of_driver_end(driver);
		ObDereferenceObject(&driver->object);
	}
	core_module_gone(module);
	nt_irps_look();
}

static void devices_are_initialized(struct nt_driver *driver)
{
	PDEVICE_OBJECT device;

	nt_devices_link(driver);
	for (device = driver->object.DeviceObject; device; device = device->NextDevice)
		device->Flags &= ~DO_DEVICE_INITIALIZING;
}

int ntparport_driver_load(struct module *module, PDRIVER_INITIALIZE entry, const char *name,
			  char *const *parameters, unsigned int parameter_count,
			  char *const *service, unsigned int service_count)
{
	struct nt_driver *driver = nt_driver_create(module, entry, name);
	NTSTATUS status;
	int err;

	if (!driver)
		return -ENOMEM;
	err = nt_registry_init(&driver->registry, &driver->registry_path, parameter_count,
			       parameters, service_count, service);
	if (err) {
		ObDereferenceObject(&driver->object);
		return err;
	}
	nt_driver_publish(driver);
	status = nt_call_or(STATUS_UNSUCCESSFUL, entry, &driver->object, &driver->registry_path);
	if (!NT_SUCCESS(status)) {
		pr_err("%s: DriverEntry failed, status 0x%08x: not loaded\n", name, status);
		remove(driver);
		err = nt_errno(status);
		/* For insmod, ENOENT is a symbol that the kernel has not. */
		return err == -ENOENT ? -ENODEV : err ?: -EIO;
	}
	devices_are_initialized(driver);
	WRITE_ONCE(driver->going, false);
	if (!driver->object.DriverUnload) {
		pr_info("%s: has no DriverUnload, cannot be unloaded\n", name);
		driver->pinned = true;
		__module_get(module);
	}
	nt_pnp_driver_added(driver);
	return 0;
}
EXPORT_SYMBOL_GPL(ntparport_driver_load);

void ntparport_driver_unload(struct module *module, PDRIVER_INITIALIZE entry)
{
	struct nt_driver *driver = nt_driver_of_module(module, entry);

	if (!driver)
		return;
	/* The list has one, and it is taken off at the end of this. */
	ObDereferenceObject(&driver->object);
	WRITE_ONCE(driver->going, true);
	nt_pnp_driver_going(driver);
	if (driver->pinned)
		module_put(module);
	driver->object.Flags |= DRVO_UNLOAD_INVOKED;
	if (driver->object.DriverUnload)
		nt_call(driver->object.DriverUnload, &driver->object);
	remove(driver);
}
EXPORT_SYMBOL_GPL(ntparport_driver_unload);
