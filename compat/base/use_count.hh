// SPDX-License-Identifier: GPL-2.0
/// use_count.hh - how many use something; internal.
#pragma once

/// Goes up, unless the last user has gone, and down. Once it is 0, it stays so for whoever joins
/// others. In zeroed memory it is 0.
struct UseCount {
	unsigned int number;

	/// A further user, besides others; false: the last one has just gone.
	bool join()
	{
		unsigned int now = __atomic_load_n(&number, __ATOMIC_RELAXED);

		do {
			if (!now)
				return false;
		} while (!__atomic_compare_exchange_n(&number, &now, now + 1, true,
						      __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
		return true;
	}
	/// A user, whether or not there are others.
	void add() { __atomic_add_fetch(&number, 1, __ATOMIC_SEQ_CST); }
	/// Ends what either has begun. True: that was the last one.
	bool leave() { return !__atomic_sub_fetch(&number, 1, __ATOMIC_SEQ_CST); }
};
