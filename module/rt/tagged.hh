// SPDX-License-Identifier: GPL-2.0
/// tagged.hh - a pointer and a few bits, in one word.
#pragma once

#include <stdint.h>

namespace rt {

/// A pointer, or nullptr, and beside it a number up to `mask`, in the bits that alignment leaves:
/// both change in one step.
template <typename T, uintptr_t mask = 1>
class Tagged {
	static_assert((mask & (mask + 1)) == 0 && mask < sizeof(void *));

public:
	constexpr Tagged() = default;
	Tagged(T *pointer, uintptr_t tag) : word_(reinterpret_cast<uintptr_t>(pointer) | tag) { }
	/// What word() has returned, or any other address.
	static Tagged of_word(const void *word)
	{
		return Tagged(reinterpret_cast<uintptr_t>(word));
	}

	/// Whether there is a pointer, or a tag.
	explicit operator bool() const { return word_; }
	T *pointer() const { return reinterpret_cast<T *>(word_ & ~mask); }
	uintptr_t tag() const { return word_ & mask; }
	/// Both, for whoever keeps them as the address of something else.
	void *word() const { return reinterpret_cast<void *>(word_); }

	/// What this was; from now on it is empty. If two contexts do this at once, one of them gets it.
	Tagged take_atomic() { return Tagged(__atomic_exchange_n(&word_, 0, __ATOMIC_ACQ_REL)); }

private:
	explicit Tagged(uintptr_t word) : word_(word) { }

	uintptr_t word_ = 0;
};

}
