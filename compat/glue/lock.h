/* SPDX-License-Identifier: GPL-2.0 */
/* lock.h - locks that are held while something is looked up or changed, and no longer */
#ifndef COMPAT_GLUE_LOCK_H
#define COMPAT_GLUE_LOCK_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct spinlock;

enum nt_mutex {
	NT_CALLBACKS_MUTEX,	/* names of callback objects; before those of links and names */
	NT_ANNOUNCE_MUTEX,	/* links are announced one at a time; taken before the next */
	NT_CLAIMS_MUTEX,	/* drivers claim ports themselves, and disconnect from them */
	NT_INTERFACES_MUTEX,
	NT_NAMES_MUTEX,
	NT_PORTS_MUTEX,		/* which ports are open */
	NT_NODES_MUTEX,
	NT_REGISTRY_MUTEX,
	NT_MUTEXES
};

/* PASSIVE_LEVEL. */
void nt_mutex_lock(enum nt_mutex which);
void nt_mutex_unlock(enum nt_mutex which);
/* The caller holds it; if not, the log has a report (lockdep). */
void nt_assert_mutex(enum nt_mutex which);

enum nt_spin {
	NT_CALL_MUTEXES_LOCK,
	NT_CONTROLLERS_LOCK,	/* which devices have one, and which wait for it */
	NT_DEVICES_LOCK,	/* their list, and how they are attached */
	NT_FILES_LOCK,		/* those that drivers have opened */
	NT_DEVICE_QUEUES_LOCK,
	NT_INSTANCES_LOCK,	/* of the numbers that WMI gives to them */
	NT_LOG_ENTRIES_LOCK,
	NT_MDLS_LOCK,
	NT_MESSAGES_LOCK,
	NT_NOTIFICATIONS_LOCK,	/* which drivers are told of Plug and Play events, and of what */
	NT_PACKETS_LOCK,
	NT_POOL_LOCK,		/* its blocks */
	NT_PORT_REQUESTS_LOCK,	/* those that wait for a port */
	NT_REGIONS_LOCK,	/* of the threads that are in one, and of those that are bound */
	NT_REINITIALIZATIONS_LOCK,	/* of what is called once a driver is loaded */
	NT_REQUESTS_LOCK,	/* programs' requests that are under way */
	NT_RESOURCES_LOCK,	/* which threads have drivers' resources, and which wait for them */
	NT_CALLBACKS_LOCK,	/* of callback objects, and who is registered there */
	NT_SHUTDOWNS_LOCK,	/* which devices are told when the machine is turned off */
	NT_THREADS_LOCK,	/* those that run */
	NT_WORK_ITEMS_LOCK,
	NT_WORK_QUEUE_LOCK,	/* of what ExQueueWorkItem() was called for */
	NT_SPINS
};

/* At or below DISPATCH_LEVEL; the IRQL is DISPATCH_LEVEL in between. */
void nt_spin_lock(enum nt_spin which);
void nt_spin_unlock(enum nt_spin which);

enum nt_raw_spin {
	NT_BUG_CHECKS_LOCK,	/* of what drivers do then */
	NT_DPCS_LOCK,
	NT_INTERRUPTS_LOCK,	/* the objects of interrupts: of ports, and those of drivers */
	NT_IRPS_LOCK,		/* all that there are */
	NT_LINES_LOCK,		/* lines of drivers that are not complete yet */
	NT_OBJECTS_LOCK,
	NT_SLISTS_LOCK,
	NT_RAW_SPINS
};

/* The same, but at any IRQL; interrupts are off in between. Returns the flags for unlocking. */
unsigned long nt_raw_spin_lock(enum nt_raw_spin which);
void nt_raw_spin_unlock(enum nt_raw_spin which, unsigned long flags);

/* Interrupts are off in between. Any context. Returns the flags for unlocking. */
unsigned long nt_spin_lock_irqsave(struct spinlock *lock);
void nt_spin_unlock_irqrestore(struct spinlock *lock, unsigned long flags);

/*
 * The dispatcher lock (ke/dispatcher.hh); interrupts are off in between. At or below
 * DISPATCH_LEVEL. Returns the flags for unlocking.
 */
unsigned long nt_dispatcher_lock(void);
void nt_dispatcher_unlock(unsigned long flags);
/* The caller holds it; if not, the log has a report (lockdep). */
void nt_assert_dispatcher_lock(void);

#ifdef __cplusplus
}
#endif

#endif
