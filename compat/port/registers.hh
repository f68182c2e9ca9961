// SPDX-License-Identifier: GPL-2.0
/// registers.hh - a port's registers; internal.
#pragma once

#include "module/glue/glue.h"
#include "glue/nt.h"

namespace port {

/// Relative to the base.
enum : unsigned long { control_register = 2, epp_registers = 3 };
enum : ULONG { epp_span = 5 };

/// Relative to the base of the ECP registers: two of FIFO and configuration, then the extended
/// control register.
enum : unsigned long { ecr = 2 };
enum : ULONG { ecp_registers = 3 };

/// What READ_PORT_UCHAR() and the like do about any other address: they log it.
void refuse_register(const void *address, const char *routine, unsigned long number);

/// Runs routine(parport) under the port's interrupt lock. False: the Linux port has gone or, if it
/// must be `allocated`, no client has it. Registers are touched only in this way: a client that has
/// the port keeps Linux drivers away from it.
template <typename Routine>
bool with_parport(ntparport *core, bool allocated, Routine routine)
{
	return core_with_parport(
		core, allocated,
		[](parport *parport, void *context) {
			(*static_cast<Routine *>(context))(parport);
		},
		&routine);
}

}
