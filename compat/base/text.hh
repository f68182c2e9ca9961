// SPDX-License-Identifier: GPL-2.0
/// text.hh - texts of our own.
#pragma once

#include "module/rt/unique.hh"
#include "glue/nt.h"

/// A terminated copy, or none if there is no memory. PASSIVE_LEVEL.
inline rt::Unique<char[]> copy_of(const char *text)
{
	const size_t size = strlen(text) + 1;
	rt::Unique<char[]> copy(size);

	if (copy)
		memcpy(copy.get(), text, size);
	return copy;
}

constexpr unsigned int no_character = 0xfffd;

/// Calls put(byte) for each byte of the character in UTF-8. What is not a character, such as half
/// of a pair of surrogates, becomes U+FFFD.
template <typename Put>
void put_utf8(unsigned int c, Put put)
{
	if ((c >= 0xd800 && c <= 0xdfff) || c > 0x10ffff)
		c = no_character;
	if (c < 0x80) {
		put(c);
		return;
	}
	unsigned int more = 1 + (c >= 0x800) + (c >= 0x10000);
	put((0xffu << (7 - more) & 0xff) | c >> 6 * more);
	while (more--)
		put(0x80 | (c >> 6 * more & 0x3f));
}
