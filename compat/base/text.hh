// SPDX-License-Identifier: GPL-2.0
/// text.hh - texts of this kernel's own.
#pragma once

#include "module/rt/unique.hh"
#include "base/nt.h"

/// A copy, terminated; none: there is no memory. PASSIVE_LEVEL.
inline rt::Unique<char[]> copy_of(const char *text)
{
	const size_t size = strlen(text) + 1;
	rt::Unique<char[]> copy(size);

	if (copy)
		memcpy(copy.get(), text, size);
	return copy;
}
