// SPDX-License-Identifier: GPL-2.0
/// text.hh - texts of our own.
#pragma once

#include "module/rt/unique.hh"
#include "base/nt.h"

/// A terminated copy, or none if there is no memory. PASSIVE_LEVEL.
inline rt::Unique<char[]> copy_of(const char *text)
{
	const size_t size = strlen(text) + 1;
	rt::Unique<char[]> copy(size);

	if (copy)
		memcpy(copy.get(), text, size);
	return copy;
}
