// SPDX-License-Identifier: GPL-2.0
/// kept_memory.hh - memory that is kept in place; internal.
#pragma once

#include <utility>

#include "base/user_pages.hh"
#include "ex/probe.h"

namespace io {

/// What keeps memory in place, and where the kernel has it; or nothing. Pages of programs are
/// pinned, and mapped; memory of the kernel stays where it is anyhow.
class KeptMemory {
public:
	constexpr KeptMemory() = default;
	/// At or below DISPATCH_LEVEL.
	~KeptMemory()
	{
		if (kept_)
			nt_lent_memory_give_up(kept_);
	}
	KeptMemory(const KeptMemory &) = delete;
	KeptMemory &operator=(const KeptMemory &) = delete;
	KeptMemory(KeptMemory &&) = delete;
	/// Takes the other's, for its own.
	KeptMemory &operator=(KeptMemory &&other) noexcept
	{
		pages_ = std::move(other.pages_);
		std::swap(kept_, other.kept_);
		std::swap(address_, other.address_);
		return *this;
	}

	/// STATUS_ACCESS_VIOLATION: there is no such memory; STATUS_INSUFFICIENT_RESOURCES. A
	/// program's: at or below APC_LEVEL.
	NTSTATUS take(void *address, ULONG length, KPROCESSOR_MODE mode, bool write);
	void *address() const { return address_; }

private:
	NTSTATUS take_of_program(void *address, ULONG length, bool write);
	NTSTATUS take_of_kernel(void *address, ULONG length, KPROCESSOR_MODE mode);

	UserPages pages_{};	// a program's, at its own address
	void *kept_ = nullptr;	// a program's, at an address of the kernel
	void *address_ = nullptr;
};

}
