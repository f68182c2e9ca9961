/* SPDX-License-Identifier: GPL-2.0 */
/* wdm_driver.h - a driver with AddDevice on the ports. */
#ifndef NTPARPORT_KUNIT_WDM_DRIVER_H
#define NTPARPORT_KUNIT_WDM_DRIVER_H

#include "inner.h"

#include <kunit/test.h>

/* What the driver was told, and what it has to do. */
struct wdm {
	PDRIVER_OBJECT driver;
	unsigned int added, unloads;
	PDEVICE_OBJECT devices[8];
	unsigned int minors[32];
	CM_FULL_RESOURCE_DESCRIPTOR resources;
	CM_PARTIAL_RESOURCE_DESCRIPTOR interrupt;
	ULONG resource_count;
	NTSTATUS add_status, start_status;
	unsigned char order[16];
	unsigned int told;
	bool killed_at_start;
	PIRP pending_start;
	bool refuses_removal;
	bool stays_attached;
	bool has_relations;
	PDEVICE_RELATIONS answer;	/* instead of those */
	bool waits_when_removed, waiting;
	KEVENT go_on;
};

extern struct wdm wdm;

/* A class of interfaces that nobody else uses. */
extern const GUID wdm_class;

struct wdm_extension {
	PDEVICE_OBJECT physical, below;
};

/* Loads the driver; the case ends if that fails. */
void wdm_load(struct kunit *test);
/* Its DriverEntry and DriverUnload. */
DRIVER_INITIALIZE wdm_entry;
DRIVER_UNLOAD wdm_unload;

#endif
