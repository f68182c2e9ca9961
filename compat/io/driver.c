// SPDX-License-Identifier: GPL-2.0
/* driver.c - driver objects. */

#include <linux/export.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/wait.h>

#include "base/nt.h"
#include "base/call_mutex.h"
#include "base/object.h"
#include "base/poll.h"
#include "io/driver.h"
#include "io/irp.h"

/* Readers are in RCU sections: the list is looked at in any context. */
static LIST_HEAD(drivers);
static NT_CALL_MUTEX(drivers_mutex);

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

bool nt_driver_dead(const struct nt_driver *driver)
{
	return driver->module && nt_module_dead(driver->module);
}

struct nt_driver *nt_driver_of_object(PDRIVER_OBJECT object)
{
	return nt_driver(object);
}

PDRIVER_OBJECT nt_driver_object(struct nt_driver *driver)
{
	return &driver->object;
}

const char *nt_driver_name(const struct nt_driver *driver)
{
	return driver->name;
}

const struct module *nt_driver_module(const struct nt_driver *driver)
{
	return driver->module;
}

const void *nt_driver_code(const struct nt_driver *driver)
{
	return driver->entry;
}

PDRIVER_EXTENSION nt_driver_extension(struct nt_driver *driver)
{
	return &driver->extension;
}

bool nt_driver_ready(const struct nt_driver *driver)
{
	return driver->ready;
}

void nt_driver_set_ready(struct nt_driver *driver, bool ready)
{
	driver->ready = ready;
}

void nt_driver_set_device_gone(struct nt_driver *driver, void (*device_gone)(PDEVICE_OBJECT device))
{
	driver->device_gone = device_gone;
}

struct nt_registry *nt_driver_registry(struct nt_driver *driver)
{
	return &driver->registry;
}

PUNICODE_STRING nt_driver_registry_path(struct nt_driver *driver)
{
	return &driver->registry_path;
}

void nt_driver_set_going(struct nt_driver *driver, bool going)
{
	WRITE_ONCE(driver->going, going);
}

void nt_driver_pin(struct nt_driver *driver)
{
	driver->pinned = true;
	__module_get(driver->module);
}

void nt_driver_unpin(struct nt_driver *driver)
{
	if (driver->pinned)
		module_put(driver->module);
}

bool nt_driver_idle_within(struct nt_driver *driver, unsigned int seconds)
{
	return nt_wait_event_timeout(driver->idle, !atomic_read(&driver->lent), seconds * HZ);
}

struct nt_driver *nt_driver_get(const void *address)
{
	struct nt_driver *driver, *found = NULL;

	rcu_read_lock();
	list_for_each_entry_rcu(driver, &drivers, link) {
		if (nt_belongs_to(driver, address)) {
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

	nt_call_lock(&drivers_mutex);
	list_for_each_entry(driver, &drivers, link)
		visit(driver, context);
	nt_call_unlock(&drivers_mutex);
}

unsigned int nt_driver_count(void)
{
	struct nt_driver *driver;
	unsigned int number = 0;

	nt_call_lock(&drivers_mutex);
	list_for_each_entry(driver, &drivers, link)
		number++;
	nt_call_unlock(&drivers_mutex);
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
	driver->entry = entry;
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

void nt_driver_publish(struct nt_driver *driver)
{
	nt_call_lock(&drivers_mutex);
	list_add_rcu(&driver->link, &drivers);
	nt_call_unlock(&drivers_mutex);
}

void nt_driver_unpublish(struct nt_driver *driver)
{
	nt_call_lock(&drivers_mutex);
	list_del_rcu(&driver->link);
	nt_call_unlock(&drivers_mutex);
	synchronize_rcu();
}

struct nt_driver *nt_driver_of_module(const struct module *module, PDRIVER_INITIALIZE entry)
{
	struct nt_driver *driver, *found = NULL;

	/* Not the mutex: whoever has it may be waiting for this driver. */
	rcu_read_lock();
	list_for_each_entry_rcu(driver, &drivers, link) {
		if (driver->module == module && (!entry || driver->entry == entry)) {
			ObReferenceObject(&driver->object);
			found = driver;
			break;
		}
	}
	rcu_read_unlock();
	return found;
}
