// SPDX-License-Identifier: GPL-2.0
/// held_locks.cc - which spin locks of drivers the calling code holds.

#include "module/rt/minmax.hh"
#include "glue/held_locks.h"
#include "glue/level.h"
#include "glue/spin_lock.h"
#include "base/held_locks.h"

using Locks = struct nt_locks;	// not the function nt_locks()

/// The index of the lock among the tracked ones, or -1.
static int index_of(const Locks *mine, const spinlock *lock)
{
	for (unsigned int n = rt::min<unsigned int>(mine->count, NT_LOCKS_MAX); n--;)
		if (mine->locks[n] == lock)
			return static_cast<int>(n);
	return -1;
}

bool nt_locks_have(const spinlock *lock)
{
	if (!nt_locks_count()) [[likely]]
		return false;
	return index_of(nt_locks(), lock) >= 0;
}

void nt_locks_add(spinlock *lock)
{
	Locks *mine = nt_locks();

	if (!mine)
		return;
	if (mine->count < NT_LOCKS_MAX) [[likely]]
		mine->locks[mine->count] = lock;
	mine->count++;
}

bool nt_locks_remove(const spinlock *lock)
{
	Locks *mine = nt_locks();

	if (!mine)
		return true;
	const unsigned int known = rt::min<unsigned int>(mine->count, NT_LOCKS_MAX);
	const int found = index_of(mine, lock);
	if (found < 0 && mine->count <= NT_LOCKS_MAX)
		// On PREEMPT_RT, locks taken before any driver was called are not tracked here.
		return nt_preempt_rt;
	if (found >= 0) {
		for (unsigned int n = found + 1; n < known; n++)
			mine->locks[n - 1] = mine->locks[n];
		// If there are more locks than are tracked, the last slot is now unknown.
		if (mine->count > NT_LOCKS_MAX)
			mine->locks[NT_LOCKS_MAX - 1] = nullptr;
	}
	mine->count--;
	return true;
}

spinlock *nt_locks_in(const void *start, size_t size)
{
	if (!nt_locks_count()) [[likely]]
		return nullptr;
	const Locks *mine = nt_locks();
	for (unsigned int n = rt::min<unsigned int>(mine->count, NT_LOCKS_MAX); n--;) {
		const auto offset = reinterpret_cast<ULONG_PTR>(mine->locks[n]) -
				    reinterpret_cast<ULONG_PTR>(start);

		if (mine->locks[n] && offset < size)
			return mine->locks[n];
	}
	return nullptr;
}

unsigned int nt_locks_release(unsigned int keep)
{
	unsigned int released = 0;

	while (nt_locks_count() > keep) {
		Locks *mine = nt_locks();
		const unsigned int last = --mine->count;
		// Locks beyond the tracked ones are not known: they stay taken.
		spinlock *lock = last < NT_LOCKS_MAX ? mine->locks[last] : nullptr;

		if (lock)
			nt_spinlock_unlock(lock);
		released++;
	}
	return released;
}
