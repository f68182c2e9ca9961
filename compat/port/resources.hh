// SPDX-License-Identifier: GPL-2.0
/// resources.hh - what a driver on a port may use; no driver sees it.
#pragma once

#include "module/ntparport.h"
#include "base/nt.h"

namespace port {

/// Resources of a port, as a driver gets them with IRP_MN_START_DEVICE.
struct Resources {
	CM_RESOURCE_LIST list{};
	/// Two more after the one in the list.
	CM_PARTIAL_RESOURCE_DESCRIPTOR more[2]{};

	/// Once. The port is in use.
	void fill(ntparport *port);

private:
	CM_PARTIAL_RESOURCE_DESCRIPTOR &add(UCHAR type, UCHAR share, ULONG flags);
	void add_registers(unsigned long base, ULONG length);
};

}
