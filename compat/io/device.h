/* SPDX-License-Identifier: GPL-2.0 */
/* device.h - devices; no driver sees it. */
#ifndef COMPAT_IO_DEVICE_H
#define COMPAT_IO_DEVICE_H

#include "base/nt.h"
#include "base/check.h"
#include "io/driver.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct nt_start_io - what start_io.cc keeps of a device
 * @dpc: routine of IoRequestDpc()
 * @starting: a thread or softirq is in StartIo
 * @to_start: the current request, if it is not started yet
 * @timer: of IoInitializeTimer(); Timer is what drivers see of it
 */
struct nt_start_io {
	PIO_DPC_ROUTINE dpc;
	bool starting;
	PIRP to_start;
	struct _IO_TIMER *timer;
};

/* Of a device that there is. Any IRQL. */
PDEVICE_OBJECT nt_device_object(struct nt_device *device);
struct nt_driver *nt_device_driver(PDEVICE_OBJECT device);
/* Exported for the suites. */
#define nt_device_label ntparport_device_label
const char *nt_device_label(PDEVICE_OBJECT device);
struct nt_start_io *nt_device_start_io(PDEVICE_OBJECT device);
/* IoDeleteDevice() was called. */
bool nt_device_deleted(PDEVICE_OBJECT device);

/* There is such a device, deleted or not. Any IRQL. */
bool nt_device_known(PDEVICE_OBJECT device);
/* The top of the stack the device is in, with a reference of ours. At or below DISPATCH_LEVEL. */
PDEVICE_OBJECT nt_device_top(PDEVICE_OBJECT device);
/*
 * From now on neither the device nor any above it is to be opened. False: a file is open on
 * one of them still. At or below DISPATCH_LEVEL.
 */
bool nt_device_end_opens(PDEVICE_OBJECT device);

/* The driver's list of its devices, which it may have damaged, is what it should be. */
void nt_devices_link(struct nt_driver *driver);
/*
 * Deletes what the driver has left, and says so. From then on nobody can begin to use a device of
 * its; who has begun still holds the driver.
 */
void nt_devices_gone(struct nt_driver *driver);

/* Its interfaces go before it does. */
void nt_interfaces_gone(PDEVICE_OBJECT device);

/* The device is about to be freed. */
void nt_timer_free(PDEVICE_OBJECT device);

/* How many there are. Any IRQL. */
unsigned int nt_device_count(void);

#ifdef __cplusplus
}
#endif

#endif
