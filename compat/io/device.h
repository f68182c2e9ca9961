/* SPDX-License-Identifier: GPL-2.0 */
/* device.h - devices; internal. */
#ifndef COMPAT_IO_DEVICE_H
#define COMPAT_IO_DEVICE_H

#include "glue/nt.h"
#include "base/check.h"
#include "io/driver.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * For ntparport itself, which may change the devices of any driver: what IoCreateDevice() and
 * IoDeleteDevice() do for a driver with its own. @port is what nt_device_port() returns; NULL: it
 * is not a device of the ports. Before anybody can find the device, it has the port, and @result
 * the device; if this fails, it has never had the port. PASSIVE_LEVEL.
 */
NTSTATUS nt_device_create(PDRIVER_OBJECT driver, ULONG extension_size, PUNICODE_STRING name,
			  DEVICE_TYPE type, ULONG characteristics, BOOLEAN exclusive, void *port,
			  PDEVICE_OBJECT *result);
void nt_device_delete(PDEVICE_OBJECT device);

/* These take an existing device. Any IRQL. */
PDEVICE_OBJECT nt_device_object(struct nt_device *device);
struct nt_driver *nt_device_driver(PDEVICE_OBJECT device);
/* Exported for the suites. */
#define nt_device_label ntparport_device_label
const char *nt_device_label(PDEVICE_OBJECT device);
/* Whether IoDeleteDevice() was called. */
bool nt_device_deleted(PDEVICE_OBJECT device);
/* Its extension, wherever its object points. */
void *nt_device_extension(PDEVICE_OBJECT device);
/* How many stack locations a request to it needs. */
CCHAR nt_device_stack_size(PDEVICE_OBJECT device);
/* Whether AddDevice is called with it, or could be. */
bool nt_device_is_physical(PDEVICE_OBJECT device);
/* Whether another device is attached to it. At or below DISPATCH_LEVEL. */
bool nt_device_is_attached_to(PDEVICE_OBJECT device);

/*
 * What the ports keep with a device of theirs: not in its extension, which drivers know. Any IRQL.
 */
void *nt_device_port(PDEVICE_OBJECT device);
/* The same for the device with this extension. */
void *nt_device_port_of_extension(void *extension);
/* Whether it is the extension of such a device. */
bool nt_device_is_port_extension(void *extension);

/* Whether there is such a device, deleted or not. Any IRQL. */
bool nt_device_known(PDEVICE_OBJECT device);
/* The top of the device's stack, with a reference of ours. At or below DISPATCH_LEVEL. */
PDEVICE_OBJECT nt_device_top(PDEVICE_OBJECT device);
/* The same for the bottom. */
PDEVICE_OBJECT nt_device_bottom(PDEVICE_OBJECT device);
/*
 * From now on neither the device nor any above it can be opened. False: a file is still open on one
 * of them. At or below DISPATCH_LEVEL.
 */
bool nt_device_end_opens(PDEVICE_OBJECT device);

/* DriverEntry has made what devices it makes: they can be opened from now on. */
void nt_devices_ready(const struct nt_driver *driver);
/*
 * Deletes the devices that the driver has left, and logs it. From then on nobody can begin to use
 * one of its devices; whoever has begun still holds the driver.
 */
void nt_devices_gone(struct nt_driver *driver);

/* Deletes the controllers that the driver has left, and logs it. Nothing of it runs any longer. */
void nt_controllers_gone(struct nt_driver *driver);

/* Deletes the device's interfaces, before the device goes. */
void nt_interfaces_gone(PDEVICE_OBJECT device);

/* Frees the device's timer: the device is about to be freed. */
void nt_timer_free(PDEVICE_OBJECT device);

/* How many devices there are. Any IRQL. */
unsigned int nt_device_count(void);

#ifdef __cplusplus
}
#endif

#endif
