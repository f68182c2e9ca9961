// SPDX-License-Identifier: GPL-2.0
/// call_mutex.cc - mutexes that are held while drivers are called.

#include "glue/poll.h"
#include "glue/task.h"
#include "glue/wait.h"
#include "base/call_mutex.h"
#include "base/guard.hh"

namespace {

using Guard = SpinGuard<NT_CALL_MUTEXES_LOCK>;

/// The mutexes that somebody holds. The lock also guards the mutexes in the list.
constinit nt_call_mutex *held GUARDED_BY(Guard::lock);

bool try_lock(void *context)
{
	auto *mutex = static_cast<nt_call_mutex *>(context);
	const Guard guard;

	if (mutex->owner)
		return false;
	mutex->owner = nt_current_task();
	mutex->next = held;
	held = mutex;
	return true;
}

/// Gives back the first held mutex for which `wanted(mutex)`; false: there is none.
template <typename Predicate>
bool unlock_if(Predicate wanted)
{
	const Guard guard;

	for (nt_call_mutex **at = &held; *at; at = &(*at)->next) {
		nt_call_mutex *const mutex = *at;

		if (!wanted(mutex))
			continue;
		*at = mutex->next;
		mutex->owner = nullptr;
		return true;
	}
	return false;
}

}

// A driver that is called may wait for ever: whoever waits for the mutex can be frozen (W8).

void nt_call_lock(nt_call_mutex *mutex)
{
	nt_wait_until(NT_CALL_MUTEXES_QUEUE, try_lock, mutex, NT_FOREVER);
}

bool nt_call_lock_within_seconds(nt_call_mutex *mutex, unsigned int seconds)
{
	return nt_wait_until(NT_CALL_MUTEXES_QUEUE, try_lock, mutex, nt_ticks(seconds * 1000));
}

void nt_call_unlock(nt_call_mutex *mutex)
{
	unlock_if([=](const nt_call_mutex *known) { return known == mutex; });
	nt_wake(NT_CALL_MUTEXES_QUEUE);
}

void nt_call_unlock_all()
{
	const task_struct *mine = nt_current_task();

	while (unlock_if([=](const nt_call_mutex *known) { return known->owner == mine; }))
		nt_wake(NT_CALL_MUTEXES_QUEUE);
}
