// SPDX-License-Identifier: GPL-2.0
/* counts.c - shows what drivers have at the moment, to scripts that look for leaks. */

#include <linux/module.h>
#include <linux/moduleparam.h>

#include "load/counts.h"

static int show(char *buffer, const struct kernel_param *param)
{
	struct nt_io_counts now;
	int length;

	ntparport_io_counts(&now);
	length = sysfs_emit(buffer, "%u drivers, %u devices, %u links, %u nodes, ",
			    now.drivers, now.devices, now.links, now.nodes);
	length += sysfs_emit_at(buffer, length, "%u files, %u requests, ", now.files, now.irps);
	length += sysfs_emit_at(buffer, length, "%u work items, %u log entries, %u MDLs, ",
				now.work_items, now.log_entries, now.mdls);
	return length + sysfs_emit_at(buffer, length, "%u objects, %u handles, %u blocks\n",
				      now.objects, now.handles, now.blocks);
}

static const struct kernel_param_ops now_ops = { .get = show };
module_param_cb(now, &now_ops, NULL, 0444);
MODULE_PARM_DESC(now, "What exists");

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Counts the objects of Windows drivers");
