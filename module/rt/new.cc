// SPDX-License-Identifier: GPL-2.0
/// new.cc - the operator delete that delete expressions call.

#include "new.hh"

void operator delete(void *memory) noexcept { glue_free(memory); }
void operator delete(void *memory, size_t) noexcept { glue_free(memory); }
