// SPDX-License-Identifier: GPL-2.0
/* dpc.c - DPCs: one queue, served in order by one tasklet. */

#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/interrupt.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/gate.h"
#include "base/irql.h"
#include "base/list.h"
#include "base/log.h"
#include "ke/dpc.h"
#include "ke/gone.h"

/* Windows' number for Type in a KDPC. */
#define DPC_OBJECT 19

static void run(struct tasklet_struct *tasklet);

/* A raw lock, as DPCs are queued with interrupts off on PREEMPT_RT, too. */
static DEFINE_RAW_SPINLOCK(queue_lock);
static LIST_HEAD(queue);
/* What this run of the tasklet has still to call. */
static LIST_HEAD(batch);
/*
 * What goes away: a DPC of it that is queued, by its own routine perhaps, gets no
 * further than to the second list, where it is until it is forgotten.
 */
static LIST_HEAD(stopping);
static LIST_HEAD(kept_back);
static DECLARE_TASKLET(tasklet, run);

static PKDPC dpc_of(struct list_head *entry)
{
	return container_of((LIST_ENTRY *)entry, KDPC, DpcListEntry);
}

/* It is queued as long as DpcData says so. Queue lock held. */
static void take_out(PKDPC dpc)
{
	list_del(nt_list(&dpc->DpcListEntry));
	dpc->DpcData = NULL;
}

static void run(struct tasklet_struct *unused)
{
	unsigned long flags;
	bool more;

	/* What a routine queues waits for the next run: other softirqs want their turn. */
	raw_spin_lock_irqsave(&queue_lock, flags);
	list_splice_init(&queue, &batch);
	while (!list_empty(&batch)) {
		PKDPC dpc = dpc_of(batch.next);
		PKDEFERRED_ROUTINE routine = dpc->DeferredRoutine;
		void *context = dpc->DeferredContext;
		void *argument1 = dpc->SystemArgument1;
		void *argument2 = dpc->SystemArgument2;

		/* From here on its owner may queue it again, or free it. */
		take_out(dpc);
		raw_spin_unlock_irqrestore(&queue_lock, flags);
		nt_call(routine, dpc, context, argument1, argument2);
		raw_spin_lock_irqsave(&queue_lock, flags);
	}
	more = !list_empty(&queue);
	raw_spin_unlock_irqrestore(&queue_lock, flags);
	if (more)
		tasklet_schedule(&tasklet);
}

/* Its memory may hold anything: the lists know whether it is in one. */
static bool remove_known(PKDPC dpc)
{
	struct list_head *const lists[] = { &queue, &batch, &kept_back };
	struct list_head *entry;
	unsigned long flags;
	bool was_queued = false;
	unsigned int i;

	raw_spin_lock_irqsave(&queue_lock, flags);
	for (i = 0; i < ARRAY_SIZE(lists) && !was_queued; i++) {
		list_for_each(entry, lists[i]) {
			if (dpc_of(entry) == dpc) {
				take_out(dpc);
				was_queued = true;
				break;
			}
		}
	}
	raw_spin_unlock_irqrestore(&queue_lock, flags);
	return was_queued;
}

VOID NTAPI KeInitializeDpc(PRKDPC dpc, PKDEFERRED_ROUTINE routine, PVOID context)
{
	if (!nt_ok(nt_is_memory(dpc, sizeof(*dpc)), "the DPC"))
		return;
	if (remove_known(dpc))
		nt_complain("the DPC is queued: it is taken out");
	*dpc = (KDPC){
		.Type = DPC_OBJECT,
		.Importance = MediumImportance,
		.DeferredRoutine = routine,
		.DeferredContext = context,
	};
}
EXPORT_SYMBOL_GPL(KeInitializeDpc);

bool nt_dpc_initialised(const KDPC *dpc)
{
	return nt_is_address(dpc) && dpc->Type == DPC_OBJECT && dpc->DeferredRoutine;
}

/* Queue lock held. */
static bool stops(const KDPC *dpc)
{
	const struct nt_gone *gone;

	list_for_each_entry(gone, &stopping, node)
		if (nt_goes(gone, dpc, dpc->DeferredRoutine))
			return true;
	return false;
}

bool nt_dpc_queue(PKDPC dpc, void *argument1, void *argument2)
{
	struct list_head *list = &queue;
	unsigned long flags;
	bool inserted = false;

	raw_spin_lock_irqsave(&queue_lock, flags);
	if (!dpc->DpcData) {
		dpc->SystemArgument1 = argument1;
		dpc->SystemArgument2 = argument2;
		if (unlikely(!list_empty(&stopping)) && stops(dpc))
			list = &kept_back;
		if (dpc->Importance == HighImportance)
			list_add(nt_list(&dpc->DpcListEntry), list);
		else
			list_add_tail(nt_list(&dpc->DpcListEntry), list);
		dpc->DpcData = &queue;
		inserted = true;
	}
	raw_spin_unlock_irqrestore(&queue_lock, flags);
	if (inserted)
		tasklet_schedule(&tasklet);
	return inserted;
}

BOOLEAN NTAPI KeInsertQueueDpc(PRKDPC dpc, PVOID argument1, PVOID argument2)
{
	bool inserted;

	if (!nt_dpc_initialised(dpc)) {
		nt_complain("the DPC is not initialised");
		return FALSE;
	}
	if (KeGetCurrentIrql() != PASSIVE_LEVEL)
		return nt_dpc_queue(dpc, argument1, argument2);
	/* Enabling runs it here and now, instead of waking ksoftirqd. */
	local_bh_disable();
	inserted = nt_dpc_queue(dpc, argument1, argument2);
	local_bh_enable();
	return inserted;
}
EXPORT_SYMBOL_GPL(KeInsertQueueDpc);

BOOLEAN NTAPI KeRemoveQueueDpc(PRKDPC dpc)
{
	unsigned long flags;
	bool queued;

	if (!nt_dpc_initialised(dpc)) {
		nt_complain("the DPC is not initialised");
		return FALSE;
	}
	raw_spin_lock_irqsave(&queue_lock, flags);
	queued = dpc->DpcData;
	if (queued)
		take_out(dpc);
	raw_spin_unlock_irqrestore(&queue_lock, flags);
	return queued;
}
EXPORT_SYMBOL_GPL(KeRemoveQueueDpc);

VOID NTAPI KeSetImportanceDpc(PRKDPC dpc, KDPC_IMPORTANCE importance)
{
	if (!nt_ok(nt_is_memory(dpc, sizeof(*dpc)), "the DPC"))
		return;
	if ((unsigned int)importance > MediumHighImportance)
		nt_complain("there is no importance %d", importance);
	else
		dpc->Importance = importance;
}
EXPORT_SYMBOL_GPL(KeSetImportanceDpc);

VOID NTAPI KeSetTargetProcessorDpc(PRKDPC dpc, CCHAR number)
{
	if (!nt_ok(nt_is_memory(dpc, sizeof(*dpc)), "the DPC"))
		return;
	if (number < 0 || number >= KeNumberProcessors)
		nt_complain("there is no processor %d", number);
	else
		dpc->Number = number;
}
EXPORT_SYMBOL_GPL(KeSetTargetProcessorDpc);

static VOID NTAPI reached(PKDPC dpc, PVOID done, PVOID argument1, PVOID argument2)
{
	complete(done);
}

VOID NTAPI KeFlushQueuedDpcs(void)
{
	DECLARE_COMPLETION_ONSTACK(done);
	KDPC last;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return;
	/* As they run in order and one at a time, the others are over when this one runs. */
	KeInitializeDpc(&last, reached, &done);
	KeInsertQueueDpc(&last, NULL, NULL);
	wait_for_completion(&done);
}
EXPORT_SYMBOL_GPL(KeFlushQueuedDpcs);

/* Queue lock held. */
static unsigned int forget(struct list_head *list, const struct nt_gone *gone, void **routine)
{
	unsigned int forgotten = 0;
	struct list_head *entry;
	struct list_head *next;

	list_for_each_safe(entry, next, list) {
		PKDPC dpc = dpc_of(entry);

		if (!nt_goes(gone, dpc, dpc->DeferredRoutine))
			continue;
		*routine = dpc->DeferredRoutine;
		take_out(dpc);
		forgotten++;
	}
	return forgotten;
}

/* @stopped: its entry, to be taken out of the list of what stops in the same moment. */
static void forget_all(const struct nt_gone *gone, struct list_head *stopped)
{
	unsigned int forgotten;
	unsigned long flags;
	void *routine = NULL;

	raw_spin_lock_irqsave(&queue_lock, flags);
	forgotten = forget(&batch, gone, &routine) + forget(&queue, gone, &routine) +
		forget(&kept_back, gone, &routine);
	if (stopped)
		list_del(stopped);
	raw_spin_unlock_irqrestore(&queue_lock, flags);
	if (forgotten)
		pr_warn("%s left %u DPCs in the queue, the last with routine %pS\n",
			nt_gone_name(gone), forgotten, routine);
}

void nt_dpc_forget(const struct nt_gone *gone)
{
	forget_all(gone, NULL);
}

/* Queue lock held. */
static void keep_back(struct list_head *list, const struct nt_gone *gone)
{
	struct list_head *entry;
	struct list_head *next;

	list_for_each_safe(entry, next, list)
		if (nt_goes(gone, dpc_of(entry), dpc_of(entry)->DeferredRoutine))
			list_move_tail(entry, &kept_back);
}

void nt_dpc_stop(struct nt_gone *gone)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&queue_lock, flags);
	if (!gone->stopping) {
		gone->stopping = true;
		list_add(&gone->node, &stopping);
		keep_back(&batch, gone);
		keep_back(&queue, gone);
	}
	raw_spin_unlock_irqrestore(&queue_lock, flags);
	KeFlushQueuedDpcs();
}

void nt_dpc_stopped(struct nt_gone *gone)
{
	if (!gone->stopping)
		return;
	forget_all(gone, &gone->node);
	gone->stopping = false;
}

void nt_dpc_exit(void)
{
	tasklet_kill(&tasklet);
}
