// SPDX-License-Identifier: GPL-2.0
/// buffer.cc - a program's memory, as drivers get it.

#include "glue/user_memory.h"
#include "node/buffer.hh"

namespace node {

bool Copy::allocate(size_t length)
{
	memory_ = length ? static_cast<UCHAR *>(nt_charged_alloc(length)) : nullptr;
	size_ = length;
	return memory_ || !length;
}

Error Copy::fill(size_t offset, Address from, size_t length)
{
	return !length || nt_from_user(memory_ + offset, from, length) ? Error::none : Error::fault;
}

void Copy::clear(size_t offset, size_t length)
{
	if (length)
		memset(memory_ + offset, 0, length);
}

Error Copy::take(Address from, size_t input_length, size_t length)
{
	if (!allocate(length))
		return Error::no_memory;
	if (!memory_)
		return Error::none;
	clear(input_length, length - input_length);
	return fill(0, from, input_length);
}

Error Pages::map(Address to, size_t length)
{
	size_ = length;
	return length ? error_of(pages_.map(to, length, true)) : Error::none;
}

}
