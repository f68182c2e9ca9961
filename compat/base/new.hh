// SPDX-License-Identifier: GPL-2.0
/// new.hh - `new (rt::kernel, may_sleep) T`: kernel memory, also where drivers must not sleep.
#pragma once

#include "module/rt/new.hh"
#include "glue/memory.h"

// noexcept: the compiler checks the result for NULL before it constructs.
inline void *operator new(size_t size, rt::Kernel, bool may_sleep) noexcept
{
	return nt_alloc(size, may_sleep);
}

inline void operator delete(void *memory, rt::Kernel, bool) noexcept { glue_free(memory); }
