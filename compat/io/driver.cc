// SPDX-License-Identifier: GPL-2.0
/// driver.cc - driver objects.

#include <new>
#include <utility>

#include "module/rt/guard.hh"
#include "glue/log.h"
#include "base/gate.hh"
#include "base/text.hh"
#include "base/guard.hh"
#include "base/handed.hh"
#include "base/idle.hh"
#include "ob/namespace.h"
#include "io/driver.hh"
#include "io/held.hh"
#include "io/irp.h"

using io::HeldDriver;
using rt::Unique;
using Driver = nt_driver;

static void destroy(void *object) { static_cast<Driver *>(object)->~Driver(); }

/// \Driver\<name>, which it keeps when nobody can find it by that any longer.
static void *named_after_nothing(const void *object, UNICODE_STRING *rest)
{
	RtlInitUnicodeString(rest, static_cast<const nt_driver *>(object)->texts[0].get());
	return nullptr;
}

static constinit const nt_object_type driver_type = {
	.name = "driver",
	.destroy = destroy,
	.release = nullptr,
	.named_after = named_after_nothing,
};

// For other rooms

bool nt_driver_known(PDRIVER_OBJECT object)
{
	return nt_object_known(object, &driver_type) && !nt_driver_gone(Driver::of(object));
}

Driver *nt_driver_of_object(PDRIVER_OBJECT object) { return Driver::of(object); }
PDRIVER_OBJECT nt_driver_object(Driver *driver) { return &driver->object; }
const char *nt_driver_name(const Driver *driver) { return driver->name.get(); }
const module *nt_driver_module(const Driver *driver) { return driver->module; }
const void *nt_driver_code(const Driver *driver) { return code_of(driver->entry); }
nt_registry *nt_driver_registry(Driver *driver) { return &driver->registry; }
UNICODE_STRING *nt_driver_registry_path(Driver *driver) { return &driver->registry_path; }
PDRIVER_EXTENSION nt_driver_extension(Driver *driver) { return &driver->extension; }
bool nt_driver_ready(const Driver *driver) { return driver->ready; }
void nt_driver_set_ready(Driver *driver, bool ready) { driver->ready = ready; }

PDRIVER_DISPATCH nt_driver_major(const Driver *driver, UCHAR major)
{
	return driver->majors[major];
}

PDRIVER_STARTIO nt_driver_start_io(const Driver *driver)
{
	return driver->module ? driver->object.DriverStartIo : nullptr;
}

void nt_driver_set_majors(Driver *driver, const PDRIVER_DISPATCH *majors)
{
	driver->majors = majors;
}

bool nt_driver_dead(const Driver *driver)
{
	return driver->module && nt_module_dead(driver->module);
}

void nt_driver_set_device_gone(Driver *driver, void (*device_gone)(PDEVICE_OBJECT device))
{
	driver->device_gone = device_gone;
}

// Drivers in use

void nt_driver_set_going(Driver *driver, bool going)
{
	__atomic_store_n(&driver->going, going, __ATOMIC_RELAXED);
}

void nt_driver_set_gone(Driver *driver) { __atomic_store_n(&driver->gone, true, __ATOMIC_RELAXED); }
bool nt_driver_gone(const Driver *driver)
{
	return __atomic_load_n(&driver->gone, __ATOMIC_RELAXED);
}

void nt_driver_pin(Driver *driver) { driver->pinned = nt_module_get(driver->module); }

void nt_driver_unpin(Driver *driver)
{
	if (driver->pinned)
		nt_module_put(driver->module);
}

bool Driver::hold(bool module_wanted)
{
	nt_object_get(this);
	if (module_wanted && module && !__atomic_load_n(&going, __ATOMIC_RELAXED) &&
	    nt_module_get(module))
		return true;
	lent.add();
	return false;
}

bool Driver::hold_again()
{
	const bool is_used = lent.join();

	if (is_used)
		nt_object_get(this);
	return is_used;
}

void Driver::release(bool module_held)
{
	if (module_held)
		nt_module_put(module);
	else if (lent.leave())
		wake_idle();
	nt_object_put(this);
}

HeldDriver::HeldDriver(Driver *driver, bool module) { set(driver, driver->hold(module)); }

void io::end_hold(Driver *driver, bool module) { driver->release(module); }

unsigned int nt_driver_uses(const Driver *driver)
{
	return __atomic_load_n(&driver->lent.number, __ATOMIC_RELAXED);
}

bool nt_driver_idle_within(const Driver *driver, unsigned int seconds)
{
	return wait_until_idle(driver->lent.number, seconds);
}

// The list of drivers, without the driver of the ports

namespace {

/// The first in the list. Whoever changes the list holds the mutex; whoever goes through it holds
/// the mutex or is in an RCU section, because it is searched in any context.
Driver *first;

/// Held while drivers are called.
constinit nt_call_mutex drivers_mutex{};

Driver *read(Driver *const &link) { return __atomic_load_n(&link, __ATOMIC_ACQUIRE); }
/// Release: whoever sees the driver also sees what is in it.
void write(Driver *&link, Driver *driver) { __atomic_store_n(&link, driver, __ATOMIC_RELEASE); }

/// The first driver for which `wanted(driver)` is true, or none. Any context: the mutex is not
/// taken, because whoever holds it may be waiting for this driver.
template <typename Predicate>
Ref<Driver> find(Predicate wanted)
{
	const rt::Section section;

	for (Driver *driver = read(first); driver; driver = read(driver->next))
		if (wanted(*driver))
			return Ref<Driver>::of(driver);
	return {};
}

}

void nt_driver_publish(Driver *driver)
{
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, driver->texts[0].get());
	if (!NT_SUCCESS(nt_name_object(&name, driver, nullptr, 0)))
		nt_warn("%s: the driver object cannot be found by its name: no memory, or the name is taken\n",
			driver->name.get());
	const CallGuard guard(drivers_mutex);

	driver->next = first;
	write(first, driver);
}

void nt_driver_unpublish(Driver *driver)
{
	nt_unname_object(driver);
	{
		const CallGuard guard(drivers_mutex);
		Driver **link = &first;

		while (*link != driver)
			link = &(*link)->next;
		// Its own link stays, because somebody may be at it.
		write(*link, driver->next);
	}
	glue_synchronize();
}

Driver *nt_driver_get(const void *address)
{
	return find([=](const Driver &driver) { return driver.has(address); }).release();
}

Driver *nt_driver_of_module(const module *module, PDRIVER_INITIALIZE entry)
{
	return find([=](const Driver &driver) {
		       return driver.module == module && (!entry || driver.entry == entry);
	       })
		.release();
}

void nt_visit_drivers(void (*visit)(Driver *driver, void *context), void *context)
{
	const CallGuard guard(drivers_mutex);

	for (Driver *driver = first; driver; driver = driver->next)
		visit(driver, context);
}

unsigned int nt_driver_count()
{
	const CallGuard guard(drivers_mutex);
	unsigned int number = 0;

	for (const Driver *driver = first; driver; driver = driver->next)
		number++;
	return number;
}

// Making a driver

namespace {

constexpr char directory[] = "\\Driver\\";
constexpr char services[] = "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\";

/// The path of the name in a directory, terminated.
Unique<WCHAR[]> path_of(const char *in, const char *name)
{
	Unique<WCHAR[]> path(strlen(in) + strlen(name) + 1);
	WCHAR *end = path.get();

	if (!path)
		return path;
	for (const char *from : { in, name })
		while (*from)
			*end++ = static_cast<WCHAR>(*from++);
	return path;
}

UNICODE_STRING string_of(WCHAR *text)
{
	UNICODE_STRING string;

	RtlInitUnicodeString(&string, text);
	return string;
}

NTSTATUS NTAPI invalid_request(PDEVICE_OBJECT, PIRP irp)
{
	return nt_irp_finish(irp, STATUS_INVALID_DEVICE_REQUEST, 0);
}

}

Driver::nt_driver(::module *its_module, PDRIVER_INITIALIZE routine, Unique<char[]> called,
		  Unique<WCHAR[]> object_name, Unique<WCHAR[]> key_path)
	: module{ its_module },
	  entry{ routine },
	  name{ std::move(called) },
	  texts{ std::move(object_name), std::move(key_path) }
{
	object.Type = IO_TYPE_DRIVER;
	object.Size = sizeof(object);
	object.DriverInit = entry;
	object.DriverExtension = &extension;
	object.DriverName = string_of(texts[0].get());
	for (PDRIVER_DISPATCH &major : object.MajorFunction)
		major = handed<invalid_request>();
	registry_path = string_of(texts[1].get());
	extension.DriverObject = &object;
	extension.ServiceKeyName = string_of(texts[0].get() + strlen(directory));
}

Driver *nt_driver_create(module *module, PDRIVER_INITIALIZE entry, const char *name)
{
	Unique<char[]> copy = copy_of(name);
	Unique<WCHAR[]> object_name = path_of(directory, name);
	Unique<WCHAR[]> key_path = path_of(services, name);

	if (!copy || !object_name || !key_path)
		return nullptr;
	void *memory = nt_object_alloc(&driver_type, sizeof(Driver));
	if (!memory)
		return nullptr;
	return new (memory)
		Driver(module, entry, std::move(copy), std::move(object_name), std::move(key_path));
}

static constinit nt_object_type *driver_type_pointer = const_cast<nt_object_type *>(&driver_type);
POBJECT_TYPE *IoDriverObjectType = reinterpret_cast<POBJECT_TYPE *>(&driver_type_pointer);
