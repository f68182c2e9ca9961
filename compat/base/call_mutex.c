// SPDX-License-Identifier: GPL-2.0
/* call_mutex.c - mutexes that are held while drivers are called. */

#include <linux/jiffies.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#include "base/nt.h"
#include "base/call_mutex.h"
#include "base/poll.h"

NT_CALL_MUTEX(nt_pnp_mutex);
NT_CALL_MUTEX(nt_ports_mutex);
NT_CALL_MUTEX(nt_drivers_mutex);

static LIST_HEAD(held);
static DEFINE_SPINLOCK(held_lock);
/* One for all: they are seldom waited for. */
static DECLARE_WAIT_QUEUE_HEAD(call_unlocked);

bool nt_call_lock_within(struct nt_call_mutex *mutex, long timeout)
{
	/* A driver that is called may wait for ever: who waits for it can be frozen (W8). */
	if (!nt_wait_event_timeout(call_unlocked, mutex_trylock(&mutex->mutex), timeout))
		return false;
	mutex->owner = current;
	spin_lock(&held_lock);
	list_add(&mutex->link, &held);
	spin_unlock(&held_lock);
	return true;
}

bool nt_call_lock_within_seconds(struct nt_call_mutex *mutex, unsigned int seconds)
{
	return nt_call_lock_within(mutex, seconds * HZ);
}

void nt_call_lock(struct nt_call_mutex *mutex)
{
	nt_call_lock_within(mutex, MAX_SCHEDULE_TIMEOUT);
}

void nt_call_unlock(struct nt_call_mutex *mutex)
{
	spin_lock(&held_lock);
	list_del(&mutex->link);
	spin_unlock(&held_lock);
	mutex_unlock(&mutex->mutex);
	wake_up(&call_unlocked);
}

static struct nt_call_mutex *one_of_mine(void)
{
	struct nt_call_mutex *mutex, *found = NULL;

	spin_lock(&held_lock);
	list_for_each_entry(mutex, &held, link)
		if (mutex->owner == current)
			found = mutex;
	spin_unlock(&held_lock);
	return found;
}

void nt_call_unlock_all(void)
{
	struct nt_call_mutex *mutex;

	while ((mutex = one_of_mine()))
		nt_call_unlock(mutex);
}
