// SPDX-License-Identifier: GPL-2.0
/// resources.hh - what a driver on a port may use; internal.
#pragma once

#include "module/ntparport.h"
#include "glue/nt.h"

namespace port {

/// The resources of a port, as a driver gets them with IRP_MN_START_DEVICE.
struct Resources {
	CM_RESOURCE_LIST list{};
	/// Room for two more than the one in the list.
	CM_PARTIAL_RESOURCE_DESCRIPTOR more[2]{};

	/// To be called once, while the port is in use.
	void fill(ntparport *port);

private:
	CM_PARTIAL_RESOURCE_DESCRIPTOR &add(UCHAR type, UCHAR share, ULONG flags);
	void add_registers(unsigned long base, ULONG length);
};

}
