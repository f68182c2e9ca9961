// SPDX-License-Identifier: GPL-2.0
/// configuration.cc - the counters of the system's devices.

#include "glue/nt.h"

static constinit CONFIGURATION_INFORMATION configuration = {
	.Version = sizeof(CONFIGURATION_INFORMATION),
};

PCONFIGURATION_INFORMATION NTAPI IoGetConfigurationInformation() { return &configuration; }
