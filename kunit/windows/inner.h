/* SPDX-License-Identifier: GPL-2.0 */
/*
 * inner.h - functions of compat/ that suites call and drivers do not, under the names by which
 * they are exported. (The rooms' own headers are for C++, or contain more than that.)
 */
#ifndef NTPARPORT_KUNIT_INNER_H
#define NTPARPORT_KUNIT_INNER_H

#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/sched.h>

#include <ntddk.h>

#include "cm/settings.h"
#include "kit/driver_entry.h"
#include "load/counts.h"
#include "ob/namespace.h"

struct notifier_block;

/*
 * References that are not a driver's, and do not count as lent to one. True: that was the last
 * one. At or below DISPATCH_LEVEL.
 */
void ntparport_object_get(void *object);
bool ntparport_object_put(void *object);

/* To code that does not see the structure, this is the driver's object. */
struct nt_driver;

/* The driver whose code or data is at the address, with a reference, or NULL. Any context. */
struct nt_driver *ntparport_driver_get(const void *address);

/* The device's name, for the log. */
const char *ntparport_device_label(PDEVICE_OBJECT device);

/* The driver that sent a request that is under way. */
struct nt_driver *ntparport_irp_sender(PIRP irp);

/* A driver's part of the registry: room for it, which must be zeroed. */
struct nt_registry {
	void *room[4];
};

int ntparport_registry_init(struct nt_registry *registry, PCUNICODE_STRING path,
			    const struct nt_settings *settings);
void ntparport_registry_free(struct nt_registry *registry);

/* What happens when the machine is about to be turned off. Process context. */
void ntparport_shutdown(void);

/* What \Callback\PowerState is told before the machine sleeps, and after. May sleep. */
void ntparport_callback_power_state(bool awake);

/* The block is told of links: NT_LINK_ADDED or NT_LINK_REMOVED, with a struct nt_link. */
int ntparport_link_notifier_register(struct notifier_block *block);
void ntparport_link_notifier_unregister(struct notifier_block *block);

/*
 * Whether there is no more of anything than before. Files, requests and threads that are ending
 * may take a little longer; so what a case counted before may have been on its way out.
 */
static inline bool nothing_is_left(const struct nt_io_counts *before)
{
	unsigned long deadline = jiffies + 60 * HZ;
	struct nt_io_counts now;

	do {
		ntparport_io_counts(&now);
		if (now.drivers <= before->drivers && now.devices <= before->devices &&
		    now.links <= before->links && now.nodes <= before->nodes &&
		    now.files <= before->files && now.irps <= before->irps &&
		    now.work_items <= before->work_items &&
		    now.log_entries <= before->log_entries && now.mdls <= before->mdls &&
		    now.objects <= before->objects && now.handles <= before->handles &&
		    now.blocks <= before->blocks)
			return true;
		schedule_timeout_uninterruptible(1);
	} while (time_before(jiffies, deadline));
	pr_err("left: %d drivers, %d devices, %d links, %d nodes, %d files, %d requests, %d work items, %d log entries, %d MDLs, %d objects, %d handles, %d blocks\n",
	       now.drivers - before->drivers, now.devices - before->devices,
	       now.links - before->links, now.nodes - before->nodes, now.files - before->files,
	       now.irps - before->irps, now.work_items - before->work_items,
	       now.log_entries - before->log_entries, now.mdls - before->mdls,
	       now.objects - before->objects, now.handles - before->handles,
	       now.blocks - before->blocks);
	return false;
}

#endif
