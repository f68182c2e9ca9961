// SPDX-License-Identifier: GPL-2.0
/// user_pages.hh - the owner of a program's pages that are mapped for the kernel.
#pragma once

#include <utility>

#include "base/irql.h"
#include "glue/user_pages.h"

/// Pages of a program that stay in place, and mapped, as long as this exists, even if the program
/// ends; or none. Ends at or below DISPATCH_LEVEL.
class UserPages {
public:
	constexpr UserPages() = default;
	~UserPages()
	{
		if (pages_)
			nt_user_pages_unmap(pages_, nt_may_sleep());
	}
	UserPages(const UserPages &) = delete;
	UserPages &operator=(const UserPages &) = delete;
	UserPages(UserPages &&) = delete;
	/// Takes the other's, for its own.
	UserPages &operator=(UserPages &&other) noexcept
	{
		std::swap(pages_, other.pages_);
		return *this;
	}

	/// As nt_user_pages_map(). There were none before.
	int map(unsigned long address, size_t length, bool write)
	{
		return nt_user_pages_map(address, length, write, &pages_);
	}
	/// Where the first byte is; nullptr: there are none.
	void *get() const { return pages_ ? nt_user_pages_address(pages_) : nullptr; }

private:
	nt_user_pages *pages_ = nullptr;
};
