// SPDX-License-Identifier: GPL-2.0
/* work.c - routines that worker threads run. */

#include <linux/slab.h>
#include <linux/workqueue.h>

#include "glue/memory.h"
#include "glue/work.h"

struct nt_work {
	struct work_struct work;
	void (*run)(void *context);
	void *context;
};

struct workqueue_struct *nt_workqueue;
/* Of our own: what is queued has run before the module goes. */
static struct workqueue_struct *urgent_workqueue;

/* The routine may free it. */
static void work_function(struct work_struct *linux_work)
{
	struct nt_work *work = container_of(linux_work, struct nt_work, work);

	work->run(work->context);
}

struct nt_work *nt_work_create(void (*run)(void *context), void *context, bool may_sleep)
{
	struct nt_work *work = nt_alloc(sizeof(*work), may_sleep);

	if (!work)
		return NULL;
	INIT_WORK(&work->work, work_function);
	work->run = run;
	work->context = context;
	return work;
}

void nt_work_queue(struct nt_work *work)
{
	queue_work(nt_workqueue, &work->work);
}

void nt_work_queue_urgent(struct nt_work *work)
{
	queue_work(urgent_workqueue, &work->work);
}

void nt_work_flush(struct nt_work *work)
{
	flush_work(&work->work);
}

void nt_work_free(struct nt_work *work)
{
	kfree(work);
}

int nt_work_init(void)
{
	nt_workqueue = alloc_workqueue("ntparport", WQ_UNBOUND, 0);
	urgent_workqueue = alloc_workqueue("ntparport_urgent", WQ_UNBOUND | WQ_HIGHPRI, 0);
	if (nt_workqueue && urgent_workqueue)
		return 0;
	nt_work_exit();
	return -ENOMEM;
}

void nt_work_exit(void)
{
	if (urgent_workqueue)
		destroy_workqueue(urgent_workqueue);
	if (nt_workqueue)
		destroy_workqueue(nt_workqueue);
}
