/* SPDX-License-Identifier: GPL-2.0 */
/* driver.h - drivers; no driver sees it. */
#ifndef COMPAT_IO_DRIVER_H
#define COMPAT_IO_DRIVER_H

#ifndef __cplusplus
#include <linux/list.h>
#include <linux/module.h>
#endif

#include "base/nt.h"
#include "base/client.h"
#ifndef __cplusplus
#include "base/irql.h"
#endif
#include "cm/registry.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;
struct nt_device;
struct nt_registry;

#ifndef __cplusplus

/**
 * struct nt_driver - a loaded Windows driver, an object, for who is C still; see driver.hh
 * @object: what the driver sees
 * @extension: likewise
 * @module: its module; NULL for the driver of the ports
 * @entry: its DriverEntry; DriverInit is what it sees of that
 * @name: that of the module
 * @registry_path: \Registry\Machine\System\CurrentControlSet\Services\<name>
 * @registry: the key of that name
 * @ready: see nt_driver_set_ready()
 * @going: see nt_driver_set_going()
 * @pinned: see nt_driver_pin()
 * @nodes: its devices on ports, see pnp.c
 * @device_gone: see nt_driver_set_device_gone()
 */
struct nt_driver {
	DRIVER_OBJECT object;
	DRIVER_EXTENSION extension;
	struct module *module;
	PDRIVER_INITIALIZE entry;
	char *name;
	UNICODE_STRING registry_path;
	struct nt_registry registry;
	bool ready;
	bool going;
	bool pinned;
	struct list_head nodes;
	void (*device_gone)(PDEVICE_OBJECT device);
};

static_assert(offsetof(struct nt_driver, name) ==
	      sizeof(DRIVER_OBJECT) + sizeof(DRIVER_EXTENSION) + 2 * sizeof(void *));

static inline struct nt_driver *nt_driver(PDRIVER_OBJECT object)
{
	return container_of(object, struct nt_driver, object);
}

#endif

/* It had a bug check: no routine of it is to be called. Any IRQL. */
bool nt_driver_dead(const struct nt_driver *driver);

/* Of a driver. Any IRQL. */
struct nt_driver *nt_driver_of_object(PDRIVER_OBJECT driver);
PDRIVER_OBJECT nt_driver_object(struct nt_driver *driver);
const char *nt_driver_name(const struct nt_driver *driver);
/* NULL for the driver of the ports. */
const struct module *nt_driver_module(const struct nt_driver *driver);
/* Code of the driver's: its DriverEntry. */
const void *nt_driver_code(const struct nt_driver *driver);
/* Code or data of the driver. */
bool nt_belongs_to(const struct nt_driver *driver, const void *address);
/* Its key under \Registry\Machine\System\CurrentControlSet\Services. */
UNICODE_STRING *nt_driver_registry_path(struct nt_driver *driver);
struct nt_registry *nt_driver_registry(struct nt_driver *driver);
/* The driver's object may point elsewhere. */
PDRIVER_EXTENSION nt_driver_extension(struct nt_driver *driver);
/* It is told of ports: DriverEntry has succeeded, unloading has not begun. At first it is not. */
bool nt_driver_ready(const struct nt_driver *driver);
void nt_driver_set_ready(struct nt_driver *driver, bool ready);
/* Of that of the ports: a device of its is about to be freed. */
void nt_driver_set_device_gone(struct nt_driver *driver,
			       void (*device_gone)(PDEVICE_OBJECT device));

/* A driver that is not loaded yet, or NULL. @module is NULL for that of the ports. */
struct nt_driver *nt_driver_create(struct module *module, PDRIVER_INITIALIZE entry,
				   const char *name);

/* There is such a driver. Any IRQL. */
bool nt_driver_known(PDRIVER_OBJECT object);

/* The driver whose code or data is there, referenced, or NULL. Any context. */
#define nt_driver_get ntparport_driver_get
struct nt_driver *nt_driver_get(const void *address);

/*
 * DriverEntry has not succeeded yet, or it is being unloaded: its module cannot be held. So
 * it is at first: should DriverEntry fail, the kernel frees the module whoever holds it.
 */
void nt_driver_set_going(struct nt_driver *driver, bool going);
/* It has no DriverUnload, and keeps its own module; and the reverse, if it does. */
void nt_driver_pin(struct nt_driver *driver);
void nt_driver_unpin(struct nt_driver *driver);
/* Nothing of it is in use, but for what holds its module: waits so long. Process context. */
bool nt_driver_idle_within(const struct nt_driver *driver, unsigned int seconds);

/*
 * For C, until there is none: see held.hh. Something in use: it stays, and so does its
 * driver. Its address, with the lowest bit set if the driver's module is held; otherwise
 * unloading waits.
 */
unsigned long nt_driver_hold(struct nt_driver *driver, bool module);
/* 0 is ignored. At or below DISPATCH_LEVEL, like nt_device_release(). */
void nt_driver_release(unsigned long hold);
#ifndef __cplusplus
static inline struct nt_driver *nt_held_driver(unsigned long hold)
{
	return (struct nt_driver *)(hold & ~1ul);
}
#endif

/* It is known from here on, by its code and to who visits; and no longer. Process context. */
void nt_driver_publish(struct nt_driver *driver);
void nt_driver_unpublish(struct nt_driver *driver);
/* The driver of that module with that DriverEntry (NULL: any), referenced, or NULL. Any context. */
struct nt_driver *nt_driver_of_module(const struct module *module, PDRIVER_INITIALIZE entry);

/* Calls @visit for every driver but that of the ports. Process context. */
void nt_visit_drivers(void (*visit)(struct nt_driver *driver, void *context), void *context);
unsigned int nt_driver_count(void);

#ifdef __cplusplus
}
#endif

#endif
