// SPDX-License-Identifier: GPL-2.0
/* later.c - routines that worker threads run after a while. */

#include <linux/lockdep.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "glue/later.h"
#include "glue/work.h"

struct nt_later {
	struct delayed_work work;
	void (*run)(void *context);
	void *context;
};

/* The routine may free it. */
static void later_function(struct work_struct *linux_work)
{
	struct nt_later *later = container_of(linux_work, struct nt_later, work.work);

	later->run(later->context);
}

struct nt_later *nt_later_create(enum nt_later_kind kind, void (*run)(void *context), void *context)
{
	static struct lock_class_key kinds[NT_LATER_KINDS];
	struct nt_later *later = kmalloc(sizeof(*later), GFP_KERNEL | __GFP_NOFAIL);

	INIT_DELAYED_WORK(&later->work, later_function);
	lockdep_init_map(&later->work.work.lockdep_map, "later", &kinds[kind], 0);
	later->run = run;
	later->context = context;
	return later;
}

void nt_later_queue(struct nt_later *later, unsigned long seconds)
{
	queue_delayed_work(nt_workqueue, &later->work, seconds * HZ);
}

void nt_later_cancel(struct nt_later *later)
{
	cancel_delayed_work_sync(&later->work);
}

void nt_later_free(struct nt_later *later)
{
	kfree(later);
}
