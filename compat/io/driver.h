/* SPDX-License-Identifier: GPL-2.0 */
/* driver.h - drivers; internal. */
#ifndef COMPAT_IO_DRIVER_H
#define COMPAT_IO_DRIVER_H

#include "glue/nt.h"
#include "base/client.h"
#include "cm/registry.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;
struct nt_driver;
struct nt_device;
struct nt_registry;

/* The driver had a bug check: none of its routines may be called. Any IRQL. */
bool nt_driver_dead(const struct nt_driver *driver);

/* These take a driver. Any IRQL. */
struct nt_driver *nt_driver_of_object(PDRIVER_OBJECT driver);
PDRIVER_OBJECT nt_driver_object(struct nt_driver *driver);
const char *nt_driver_name(const struct nt_driver *driver);
/* NULL for the driver of the ports. */
const struct module *nt_driver_module(const struct nt_driver *driver);
/* An address in the driver's code: its DriverEntry. */
const void *nt_driver_code(const struct nt_driver *driver);
/* Its key under \Registry\Machine\System\CurrentControlSet\Services. */
UNICODE_STRING *nt_driver_registry_path(struct nt_driver *driver);
struct nt_registry *nt_driver_registry(struct nt_driver *driver);
/* The driver's own extension: its object may point elsewhere. */
PDRIVER_EXTENSION nt_driver_extension(struct nt_driver *driver);
/*
 * Whether it is told of ports: DriverEntry has succeeded, unloading has not begun. False at first.
 */
bool nt_driver_ready(const struct nt_driver *driver);
void nt_driver_set_ready(struct nt_driver *driver, bool ready);
/* Its dispatch routine for requests of this kind; NULL: the driver has cleared the pointer. */
PDRIVER_DISPATCH nt_driver_major(const struct nt_driver *driver, UCHAR major);
/* Its StartIo, or NULL. */
PDRIVER_STARTIO nt_driver_start_io(const struct nt_driver *driver);
/*
 * For the driver of the ports: goes by this table of IRP_MJ_MAXIMUM_FUNCTION + 1 routines, and not
 * by its object, to which any driver can write.
 */
void nt_driver_set_majors(struct nt_driver *driver, const PDRIVER_DISPATCH *majors);
/* For the driver of the ports: called when one of its devices is about to be freed. */
void nt_driver_set_device_gone(struct nt_driver *driver,
			       void (*device_gone)(PDEVICE_OBJECT device));

/* A driver that is not loaded yet, or NULL. @module is NULL for the driver of the ports. */
struct nt_driver *nt_driver_create(struct module *module, PDRIVER_INITIALIZE entry,
				   const char *name);

/* Whether there is such a driver. Any IRQL. */
bool nt_driver_known(PDRIVER_OBJECT object);

/* The driver whose code or data is at @address, with a reference, or NULL. Any context. */
#define nt_driver_get ntparport_driver_get
struct nt_driver *nt_driver_get(const void *address);

/*
 * While a driver is going, its module cannot be held: DriverEntry has not succeeded yet, or the
 * driver is being unloaded. It is so at first: if DriverEntry fails, the kernel frees the module
 * even if somebody holds it.
 */
void nt_driver_set_going(struct nt_driver *driver, bool going);
/*
 * The driver has been unloaded, and what it had is about to end. Other drivers may have references
 * to its object, but can no longer do anything with it. Any IRQL.
 */
void nt_driver_set_gone(struct nt_driver *driver);
bool nt_driver_gone(const struct nt_driver *driver);
/*
 * Calls the routines that were registered with IoRegisterDriverReinitialization() and its like,
 * also those that are registered by these; afterwards none can be. Process context.
 */
void nt_driver_reinitialize(struct nt_driver *driver);
/* Pin: the driver has no DriverUnload, and keeps its own module. Unpin undoes that. */
void nt_driver_pin(struct nt_driver *driver);
void nt_driver_unpin(struct nt_driver *driver);
/*
 * Waits until nothing holds the driver except through its module; false: something still does after
 * @seconds. Process context.
 */
bool nt_driver_idle_within(const struct nt_driver *driver, unsigned int seconds);
/* How many things hold it in that way. */
unsigned int nt_driver_uses(const struct nt_driver *driver);

/*
 * From publishing on, the driver is found by its code and visited; after unpublishing, no longer.
 * Process context.
 */
void nt_driver_publish(struct nt_driver *driver);
void nt_driver_unpublish(struct nt_driver *driver);
/*
 * The driver of this module with this DriverEntry (NULL: any), with a reference, or NULL. Any
 * context.
 */
struct nt_driver *nt_driver_of_module(const struct module *module, PDRIVER_INITIALIZE entry);

/* Calls @visit for every driver except that of the ports. Process context. */
void nt_visit_drivers(void (*visit)(struct nt_driver *driver, void *context), void *context);
unsigned int nt_driver_count(void);

#ifdef __cplusplus
}
#endif

#endif
