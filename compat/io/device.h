/* SPDX-License-Identifier: GPL-2.0 */
/* device.h - devices; no driver sees it. */
#ifndef COMPAT_IO_DEVICE_H
#define COMPAT_IO_DEVICE_H

#ifndef __cplusplus
#include <linux/list.h>
#include <linux/spinlock.h>
#endif

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

#ifndef __cplusplus

/**
 * struct nt_device - a device, an object
 * @object: what drivers see
 * @link: in the list of all devices
 * @driver: its driver
 * @attached_to: the device below, referenced
 * @above: the device attached to it; AttachedDevice is what drivers see of it
 * @size: of all this and the extension behind it
 * @label: its name, for the log
 * @deleted: IoDeleteDevice() was called
 * @removing: its port has gone, or it could not be started: not to be opened
 * @opens: files on it
 * @start_io: its requests, its DPC and its timer
 * @power: of PoSetPowerState()
 * @node: pnp.c's, for a physical device
 */
struct nt_device {
	DEVICE_OBJECT object;
	struct list_head link;
	struct nt_driver *driver;
	struct nt_device *attached_to;
	struct nt_device *above;
	size_t size;
	char label[32];
	bool deleted;
	bool removing;
	unsigned int opens;
	struct nt_start_io start_io;
	POWER_STATE power;
	void *node;
};

/* To those who do not see the structure, it is the object. */
static_assert(!offsetof(struct nt_device, object));

static inline struct nt_device *nt_device(PDEVICE_OBJECT object)
{
	return container_of(object, struct nt_device, object);
}

/* Guards the list of devices and how they are attached. */
extern spinlock_t nt_devices_lock;

#endif

/* Of a device that there is, for C++. Any IRQL. */
struct nt_driver *nt_device_driver(PDEVICE_OBJECT device);
/* Exported for the suites. */
#define nt_device_label ntparport_device_label
const char *nt_device_label(PDEVICE_OBJECT device);
struct nt_start_io *nt_device_start_io(PDEVICE_OBJECT device);
/* IoDeleteDevice() was called. */
bool nt_device_deleted(PDEVICE_OBJECT device);

/* A device in use, and its driver with it. 0: there is no such device. */
unsigned long nt_device_hold(PDEVICE_OBJECT device);
void nt_device_release(unsigned long hold);
/* The device of that name, held, and what follows its name; 0: none. Process context. */
unsigned long nt_device_by_name(PUNICODE_STRING name, UNICODE_STRING *rest, NTSTATUS *status);
#ifndef __cplusplus
static inline struct nt_device *nt_held_device(unsigned long hold)
{
	return (struct nt_device *)(hold & ~1ul);
}
#endif

/* There is such a device, deleted or not. Any IRQL. */
bool nt_device_known(PDEVICE_OBJECT device);
/* The top of the stack the device is in, with a reference of ours. At or below DISPATCH_LEVEL. */
PDEVICE_OBJECT nt_device_top(PDEVICE_OBJECT device);

#ifndef __cplusplus
/* Whether it is; if not, the log has a line. Like nt_complain(). See check.hh for C++. */
#define nt_device_ok(device)							\
({										\
	bool __known = nt_device_known(device);					\
										\
	if (!__known)								\
		nt_complain("%p is no device, or is gone already", device);	\
	__known;								\
})
#endif

/* The driver's list of its devices, which it may have damaged, is what it should be. */
void nt_devices_link(struct nt_driver *driver);
/* Deletes what the driver has left, and says so. */
void nt_devices_gone(struct nt_driver *driver);

/* Its interfaces go before it does. */
void nt_interfaces_gone(PDEVICE_OBJECT device);

/* The device is about to be freed. */
void nt_timer_free(PDEVICE_OBJECT device);

#ifdef __cplusplus
}
#else
/* How many there are. */
extern atomic_t nt_device_count;
#endif

#endif
