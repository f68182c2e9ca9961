// SPDX-License-Identifier: GPL-2.0
/// open_count.hh - how often an object is open that has its name for as long; internal.
#pragma once

/// How many handles there are, and callers that are about to make one. Once it is 0, it stays so for
/// whoever looks for the name. In zeroed memory it is 0.
struct OpenCount {
	unsigned int number;

	/// False: the last handle has just been closed.
	bool reserve()
	{
		unsigned int now = __atomic_load_n(&number, __ATOMIC_RELAXED);

		do {
			if (!now)
				return false;
		} while (!__atomic_compare_exchange_n(&number, &now, now + 1, true,
						      __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
		return true;
	}
	void add() { __atomic_add_fetch(&number, 1, __ATOMIC_SEQ_CST); }
	/// Ends what reserve() began, or a handle. True: that was the last one.
	bool release() { return !__atomic_sub_fetch(&number, 1, __ATOMIC_SEQ_CST); }
};
