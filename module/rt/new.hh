// SPDX-License-Identifier: GPL-2.0
/// new.hh - `new (kernel) T`: kernel memory, NULL when there is none.
#pragma once

#include <stddef.h>

#include "../glue/glue.h"

namespace rt {

enum Kernel { kernel };

}

// noexcept: this has the compiler check the result for NULL before it constructs.
inline void *operator new(size_t size, rt::Kernel) noexcept { return glue_alloc(size); }
inline void operator delete(void *memory, rt::Kernel) noexcept { glue_free(memory); }
