// SPDX-License-Identifier: GPL-2.0
/* lock.c - the locks of the core: interrupt lock, registry mutex, RCU. */

#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "port.h"

static DEFINE_MUTEX(registry_mutex);

/* The lock stays held, and the section entered: the annotations tell sparse so. */
unsigned long glue_lock_irqsave(struct glue_port *port)
	__acquires(&port->lock)
{
	unsigned long flags;

	spin_lock_irqsave(&port->lock, flags);
	return flags;
}

void glue_unlock_irqrestore(struct glue_port *port, unsigned long flags)
	__releases(&port->lock)
{
	spin_unlock_irqrestore(&port->lock, flags);
}

void glue_assert_locked(struct glue_port *port)
{
	lockdep_assert_held(&port->lock);
}

bool glue_has_lock(const struct glue_port *port)
{
#ifdef CONFIG_PREEMPT_RT
	/* The lowest bit says that others wait for it. */
	return ((unsigned long)READ_ONCE(port->lock.lock.owner) & ~1ul) == (unsigned long)current;
#else
	return false;
#endif
}

struct spinlock *glue_lock_of(struct glue_port *port)
{
	return &port->lock;
}

void glue_registry_lock(void)
{
	mutex_lock(&registry_mutex);
}

void glue_registry_unlock(void)
{
	mutex_unlock(&registry_mutex);
}

void glue_assert_registry_locked(void)
{
	lockdep_assert_held(&registry_mutex);
}

void glue_enter_section(void)
	__acquires(RCU)
{
	rcu_read_lock();
}

void glue_leave_section(void)
	__releases(RCU)
{
	rcu_read_unlock();
}

void glue_synchronize(void)
{
	synchronize_rcu();
}
