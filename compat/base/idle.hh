// SPDX-License-Identifier: GPL-2.0
/// idle.hh - waiting until something is no longer in use; internal.
#pragma once

#include "glue/poll.h"
#include "glue/wait.h"

/// Waits until the number is 0; false: it was not within this many seconds. Freezable, whatever
/// locks are held (W8). PASSIVE_LEVEL.
inline bool wait_until_idle(const unsigned int &in_use, unsigned int seconds)
{
	constexpr auto is_zero = [](void *context) {
		const auto *number = static_cast<const unsigned int *>(context);

		return !__atomic_load_n(number, __ATOMIC_RELAXED);
	};

	return nt_wait_until(NT_IDLE_QUEUE, is_zero, const_cast<unsigned int *>(&in_use),
			     nt_ticks(seconds * 1000));
}

/// To be called when such a number has become 0. At or below DISPATCH_LEVEL.
inline void wake_idle() { nt_wake(NT_IDLE_QUEUE); }
