// SPDX-License-Identifier: GPL-2.0
/* driver.c - a driver's life: loaded, known by its code, unloaded. */

#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "module/glue/glue.h"
#include "kit/driver_entry.h"
#include "base/gate.h"
#include "node/node.h"
#include "io/nt_io.h"

struct workqueue_struct *nt_workqueue;

/* Readers are in RCU sections: the list is looked at in any context. */
static LIST_HEAD(drivers);
NT_CALL_MUTEX(nt_drivers_mutex);

static NTSTATUS NTAPI invalid_request(PDEVICE_OBJECT device, PIRP irp)
{
	return nt_irp_finish(irp, STATUS_INVALID_DEVICE_REQUEST, 0);
}

static void destroy(void *object)
{
	struct nt_driver *driver = nt_driver(object);

	kfree(driver->texts[0]);
	kfree(driver->texts[1]);
	kfree(driver->name);
}

static const struct nt_object_type driver_type = {
	.name = "driver",
	.destroy = destroy,
};

bool nt_driver_known(PDRIVER_OBJECT object)
{
	return nt_object_known(object, &driver_type);
}

static bool belongs_to(const struct nt_driver *driver, const void *address)
{
	return driver->module && within_module((unsigned long)address, driver->module);
}

struct nt_driver *nt_driver_get(const void *address)
{
	struct nt_driver *driver, *found = NULL;

	rcu_read_lock();
	list_for_each_entry_rcu(driver, &drivers, link) {
		if (belongs_to(driver, address)) {
			ObReferenceObject(&driver->object);
			found = driver;
			break;
		}
	}
	rcu_read_unlock();
	return found;
}
EXPORT_SYMBOL_GPL(nt_driver_get);

unsigned long nt_driver_hold(struct nt_driver *driver, bool module)
{
	ObReferenceObject(&driver->object);
	if (module && driver->module && !READ_ONCE(driver->going) &&
	    try_module_get(driver->module))
		return (unsigned long)driver | 1;
	atomic_inc(&driver->lent);
	return (unsigned long)driver;
}

void nt_driver_release(unsigned long hold)
{
	struct nt_driver *driver = nt_held_driver(hold);

	if (!driver)
		return;
	if (hold & 1)
		module_put(driver->module);
	else if (atomic_dec_and_test(&driver->lent))
		wake_up_all(&driver->idle);
	ObDereferenceObject(&driver->object);
}

void nt_visit_drivers(void (*visit)(struct nt_driver *driver, void *context), void *context)
{
	struct nt_driver *driver;

	nt_call_lock(&nt_drivers_mutex);
	list_for_each_entry(driver, &drivers, link)
		visit(driver, context);
	nt_call_unlock(&nt_drivers_mutex);
}

unsigned int nt_driver_count(void)
{
	struct nt_driver *driver;
	unsigned int number = 0;

	nt_call_lock(&nt_drivers_mutex);
	list_for_each_entry(driver, &drivers, link)
		number++;
	nt_call_unlock(&nt_drivers_mutex);
	return number;
}

static bool make_string(UNICODE_STRING *string, const char *directory, const char *name)
{
	size_t length = strlen(directory) + strlen(name), n;
	WCHAR *text = kmalloc_array(length + 1, sizeof(*text), GFP_KERNEL);

	if (!text)
		return false;
	for (n = 0; n < length; n++)
		text[n] = n < strlen(directory) ? directory[n] : name[n - strlen(directory)];
	text[length] = 0;
	string->Buffer = text;
	string->Length = length * sizeof(*text);
	string->MaximumLength = string->Length + sizeof(*text);
	return true;
}

struct nt_driver *nt_driver_create(struct module *module, PDRIVER_INITIALIZE entry,
				   const char *name)
{
	struct nt_driver *driver = nt_object_alloc(&driver_type, sizeof(*driver));
	PDRIVER_OBJECT object;
	unsigned int n;

	if (!driver)
		return NULL;
	INIT_LIST_HEAD(&driver->link);
	INIT_LIST_HEAD(&driver->nodes);
	init_waitqueue_head(&driver->idle);
	driver->module = module;
	/* Should DriverEntry fail, the kernel frees the module whoever holds it. */
	driver->going = true;
	driver->name = kstrdup(name, GFP_KERNEL);
	object = &driver->object;
	object->Type = IO_TYPE_DRIVER;
	object->Size = sizeof(*object);
	object->DriverInit = entry;
	object->DriverExtension = &driver->extension;
	driver->extension.DriverObject = object;
	for (n = 0; n < ARRAY_SIZE(object->MajorFunction); n++)
		object->MajorFunction[n] = invalid_request;
	if (!driver->name || !make_string(&object->DriverName, "\\Driver\\", name) ||
	    !make_string(&driver->registry_path,
			 "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\", name)) {
		driver->texts[0] = object->DriverName.Buffer;
		ObDereferenceObject(object);
		return NULL;
	}
	driver->texts[0] = object->DriverName.Buffer;
	driver->texts[1] = driver->registry_path.Buffer;
	driver->extension.ServiceKeyName = object->DriverName;
	driver->extension.ServiceKeyName.Buffer += strlen("\\Driver\\");
	driver->extension.ServiceKeyName.Length -= strlen("\\Driver\\") * sizeof(WCHAR);
	driver->extension.ServiceKeyName.MaximumLength -= strlen("\\Driver\\") * sizeof(WCHAR);
	return driver;
}

/* Waits until nothing of it is in use; nothing new may begin. */
static void wait_until_idle(struct nt_driver *driver)
{
	while (!nt_wait_event_timeout(driver->idle, !atomic_read(&driver->lent), 10 * HZ))
		pr_warn("%s: unloading waits for requests of the driver that are not complete\n",
			driver->name);
}

/* Ends what of the driver runs or is under way. */
static void stop(struct nt_driver *driver, struct nt_gone *gone)
{
	nt_irps_of_driver_end(driver);
	wait_until_idle(driver);
	if (driver->module) {
		core_module_gone(driver->module);
		nt_module_stop(gone);
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
	nt_links_gone(driver);
	nt_devices_gone(driver);
	/* The DPC or timer of a device, which ended with it, may have queued one. */
	wait_until_idle(driver);
	nt_work_items_gone(driver);
	nt_log_entries_gone(driver);
	nt_irps_gone(driver);
	nt_mdls_gone(driver);
	nt_files_gone(driver);
	nt_handles_gone(driver);
	nt_module_stopped(&gone);
	nt_call_lock(&nt_drivers_mutex);
	list_del_rcu(&driver->link);
	nt_call_unlock(&nt_drivers_mutex);
	synchronize_rcu();
	nt_registry_free(&driver->registry);
	ObDereferenceObject(&driver->object);
}

void nt_driver_dies(const struct module *module)
{
	struct nt_driver *driver, *found = NULL;

	/* Not the mutex: whoever has it may be waiting for this driver. */
	rcu_read_lock();
	list_for_each_entry_rcu(driver, &drivers, link) {
		if (driver->module == module) {
			ObReferenceObject(&driver->object);
			found = driver;
		}
	}
	rcu_read_unlock();
	/* First, or a port that is freed would go to the next request of the same driver. */
	if (found) {
		nt_irps_of_driver_end(found);
		ObDereferenceObject(&found->object);
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
	nt_call_lock(&nt_drivers_mutex);
	list_add_rcu(&driver->link, &drivers);
	nt_call_unlock(&nt_drivers_mutex);
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
	struct nt_driver *driver, *found = NULL;

	nt_call_lock(&nt_drivers_mutex);
	list_for_each_entry(driver, &drivers, link)
		if (driver->module == module && driver->object.DriverInit == entry)
			found = driver;
	nt_call_unlock(&nt_drivers_mutex);
	if (!found)
		return;
	WRITE_ONCE(found->going, true);
	nt_pnp_driver_going(found);
	if (found->pinned)
		module_put(module);
	found->object.Flags |= DRVO_UNLOAD_INVOKED;
	if (found->object.DriverUnload)
		nt_call(found->object.DriverUnload, &found->object);
	remove(found);
}
EXPORT_SYMBOL_GPL(ntparport_driver_unload);

int nt_io_init(void)
{
	int err;

	nt_workqueue = alloc_workqueue("ntparport", WQ_UNBOUND, 0);
	if (!nt_workqueue)
		return -ENOMEM;
	err = nt_ports_init();
	if (err)
		destroy_workqueue(nt_workqueue);
	return err;
}

void nt_io_exit(void)
{
	destroy_workqueue(nt_workqueue);
	nt_ports_exit();
}
