// SPDX-License-Identifier: GPL-2.0
/// address.cc - whether there is memory at an address.

#include "base/check.hh"
#include "base/poll.h"

BOOLEAN NTAPI MmIsAddressValid(PVOID address)
{
	nt_poll();
	return nt_is_memory(address, 1);
}
