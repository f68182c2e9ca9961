// SPDX-License-Identifier: GPL-2.0
/// buffer.hh - a program's memory, as drivers get it.
#pragma once

#include <utility>

#include "glue/memory.h"
#include "base/user_pages.hh"
#include "node/error.hh"

namespace node {

/// An address in the calling program: nobody else can make use of it.
using Address = unsigned long;

/// Whether all of the first memory is part of the second, which there may not be.
inline bool is_within(const void *address, size_t length, const void *start, size_t size)
{
	const auto offset = reinterpret_cast<ULONG_PTR>(address) -
			    reinterpret_cast<ULONG_PTR>(start);

	return start && offset <= size && length <= size - offset;
}

/// A copy of a program's memory, charged to the program; or none.
class Copy {
public:
	constexpr Copy() = default;
	~Copy() { nt_free(memory_); }
	Copy(const Copy &) = delete;
	Copy &operator=(const Copy &) = delete;
	Copy(Copy &&) = delete;
	/// Takes the other's, for its own.
	Copy &operator=(Copy &&other) noexcept
	{
		std::swap(memory_, other.memory_);
		std::swap(size_, other.size_);
		return *this;
	}

	/// Allocates `length` bytes, which hold whatever was in that memory; 0: none.
	[[nodiscard]] bool allocate(size_t length);
	/// Copies some of them from the program.
	Error fill(size_t offset, Address from, size_t length);
	/// Zeroes some of them, so that they do not reveal what was in that memory.
	void clear(size_t offset, size_t length);
	/// All of the above: `length` bytes, the first `input_length` of which are the program's.
	Error take(Address from, size_t input_length, size_t length);

	UCHAR *get() const { return memory_; }
	bool has(const void *address, size_t length) const
	{
		return is_within(address, length, memory_, size_);
	}

private:
	UCHAR *memory_ = nullptr;
	size_t size_ = 0;
};

/// The program's own memory, for a driver to write to; or none. The memory stays as long as this
/// does, even if the program ends.
class Pages {
public:
	/// 0 bytes: none are mapped.
	Error map(Address to, size_t length);
	void *get() const { return pages_.get(); }
	bool has(const void *address, size_t length) const
	{
		return is_within(address, length, get(), size_);
	}

private:
	UserPages pages_{};
	size_t size_ = 0;
};

}
