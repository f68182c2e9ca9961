// SPDX-License-Identifier: GPL-2.0
/// block.hh - blocks that are to be freed; internal.
#pragma once

#include "ex/pool.h"

namespace ex {

/// What is known about a block.
struct Facts {
	ULONG_PTR start;
	size_t size;
	ULONG tag;
	nt_block kind;
	const void *caller;  // in the code of the driver that owns it
};

/// To Windows, no tag means any tag.
[[maybe_unused]] constexpr ULONG any_tag = 0;

/// What is to be freed; of whatever size, if that is 0.
struct Wanted {
	ULONG tag;
	nt_block kind;
	size_t size;

	bool is(const Facts &facts) const
	{
		return kind == facts.kind && (tag == any_tag || tag == facts.tag) &&
		       (!size || size == facts.size);
	}
};

/// Frees the block if it is that; if there is no such block, logs it.
void free_block(const void *memory, const Wanted &wanted, const void *caller, const char *routine);

}
