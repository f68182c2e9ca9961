// SPDX-License-Identifier: GPL-2.0
/// stack.cc - the stack that a driver's code runs on.

#include "glue/stack.h"
#include "base/check.hh"

namespace {

struct Limits {
	ULONG_PTR low;
	ULONG_PTR high;
};

/// Of a stack that is not the thread's, such as an interrupt's, only the page of the caller is
/// known.
Limits limits()
{
	const nt_stack stack = nt_thread_stack();
	const auto here = reinterpret_cast<ULONG_PTR>(__builtin_frame_address(0));

	if (stack.size)
		return { stack.low, stack.low + stack.size };
	const ULONG_PTR page = here & ~(ULONG_PTR{ PAGE_SIZE } - 1);
	return { page, page + PAGE_SIZE };
}

}

VOID NTAPI IoGetStackLimits(PULONG_PTR low, PULONG_PTR high)
{
	const Limits known = limits();

	if (!ok(is_memory(low), "the place for the limit") ||
	    !ok(is_memory(high), "the place for the limit"))
		return;
	*low = known.low;
	*high = known.high;
}

PVOID NTAPI IoGetInitialStack() { return reinterpret_cast<PVOID>(limits().high); }

LOGICAL NTAPI IoWithinStackLimits(ULONG_PTR start, SIZE_T size)
{
	const Limits known = limits();

	return start >= known.low && start <= known.high && size <= known.high - start;
}
