/* SPDX-License-Identifier: GPL-2.0 */
/* driver.h - drivers; no driver sees it. */
#ifndef COMPAT_IO_DRIVER_H
#define COMPAT_IO_DRIVER_H

#include "base/nt.h"
#include "base/client.h"
#include "cm/registry.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;
struct nt_driver;
struct nt_device;
struct nt_registry;

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
/* Its key under \Registry\Machine\System\CurrentControlSet\Services. */
UNICODE_STRING *nt_driver_registry_path(struct nt_driver *driver);
struct nt_registry *nt_driver_registry(struct nt_driver *driver);
/* The driver's object may point elsewhere. */
PDRIVER_EXTENSION nt_driver_extension(struct nt_driver *driver);
/* It is told of ports: DriverEntry has succeeded, unloading has not begun. At first it is not. */
bool nt_driver_ready(const struct nt_driver *driver);
void nt_driver_set_ready(struct nt_driver *driver, bool ready);
/* Of that of the ports: one of its devices is about to be freed. */
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
