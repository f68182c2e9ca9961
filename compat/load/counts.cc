// SPDX-License-Identifier: GPL-2.0
/// counts.cc - what exists at the moment.

#include "base/object.h"
#include "ex/pool.h"
#include "ob/handle.h"
#include "ob/namespace.h"
#include "io/device.h"
#include "io/driver.h"
#include "io/file.h"
#include "io/irp.h"
#include "io/work.h"
#include "node/node.h"
#include "load/counts.h"

void ntparport_io_counts(nt_io_counts *counts)
{
	*counts = {
		.drivers = nt_driver_count(),
		.devices = nt_device_count(),
		.links = nt_link_count(),
		.nodes = nt_node_count(),
		.files = nt_file_count(),
		.irps = nt_irp_count(),
		.work_items = nt_work_item_count(),
		.log_entries = nt_log_entry_count(),
		.mdls = nt_mdl_count(),
		.objects = nt_objects(),
		.handles = nt_handle_count(),
		.blocks = nt_pool_count(),
	};
}
