// SPDX-License-Identifier: GPL-2.0
/// exceptions.cc - for the kit's tests: what drivers with __try call, in a program. base/raise.cc,
/// what it needs for images, and glue/jump_to.S are the real ones; the program is one call of a
/// driver.

#include <stdio.h>
#include <stdlib.h>

#include "glue/jump.h"
#include "base/client.h"
#include "base/gate.h"
#include "base/image.h"
#include "base/raise.h"
#include "kit/include/nt_try.h"

static nt_gate *gate;

extern "C" {

nt_gate *nt_gate_here() { return gate; }
void nt_gate_complain_of_try(const nt_gate *) { }
void nt_place_note(NT_PLACE *place) { }
void nt_place_go(const NT_PLACE *place, LONG result) { nt_place_jump(place, result); }

LONG nt_try_entered(NT_TRY *) { return NT_TRY_ENTERED; }

/// If there is an image in the program.
extern const ntparport_image_code image_code __attribute__((__weak__));

const ntparport_image_code *nt_image_code(const void *) { return &image_code; }

VOID NTAPI ExRaiseStatus(NTSTATUS status) { nt_raise(status, __builtin_return_address(0)); }

// There is only one thread.
// NOLINTNEXTLINE(concurrency-mt-unsafe)
static void unhandled(NTSTATUS status, const void *) { exit(status & 0x7f); }

/// Whether all blocks have been left.
int blocks_left() { return gate->tries || gate->raising; }

int __real_main(int count, char **arguments);

/// For the linker (--wrap): a gate is on the stack, above what it calls.
int __wrap_main(int count, char **arguments)
{
	nt_gate mine{};

	gate = &mine;
	nt_unhandled_set(unhandled);
	return __real_main(count, arguments);
}
}
