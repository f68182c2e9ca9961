// SPDX-License-Identifier: GPL-2.0
/// references.hh - a count of references that does not overflow.
#pragma once

#include "glue/refcount.h"

/// Linux's refcount_t, with its memory order, but inline: a request takes and gives back many
/// references, and a call for each would be noticed.
class References {
public:
	References() = delete;	// in zeroed memory: set()
	constexpr explicit References(int number) : number_(number) { }

	void set(int number) { __atomic_store_n(&number_, number, __ATOMIC_RELAXED); }
	int number() const { return __atomic_load_n(&number_, __ATOMIC_RELAXED); }

	/// Takes a reference; the caller knows that there is one.
	void get() { check_taken(__atomic_fetch_add(&number_, 1, __ATOMIC_RELAXED)); }
	/// Takes a reference; false: there is none left.
	bool get_unless_none()
	{
		int old = number();

		do {
			if (!old)
				return false;
		} while (!__atomic_compare_exchange_n(&number_, &old, old + 1, true,
						      __ATOMIC_RELAXED, __ATOMIC_RELAXED));
		check_taken(old);
		return true;
	}
	/// Gives a reference back; true: it was the last one.
	bool put()
	{
		const int old = __atomic_fetch_sub(&number_, 1, __ATOMIC_RELEASE);

		if (old == 1) {
			__atomic_thread_fence(__ATOMIC_ACQUIRE);
			return true;
		}
		if (old <= 0) [[unlikely]]
			nt_references_miscounted(&number_, NT_GIVEN_BACK_WITHOUT_ANY);
		return false;
	}

private:
	void check_taken(int old)
	{
		if (old <= 0 || old == MAXLONG) [[unlikely]]
			nt_references_miscounted(&number_,
						 old ? NT_OVERFLOW : NT_TAKEN_WITHOUT_ANY);
	}

	int number_;
};
