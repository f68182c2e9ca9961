// SPDX-License-Identifier: GPL-2.0
/* contexts.c - the contexts in which a driver runs, and threads beside that of the case. */

#include <linux/irq_work.h>
#include <linux/list.h>
#include <linux/umh.h>

#include "contexts.h"

int run(char *program, char *argument1, char *argument2)
{
	static char *environment[] = { "PATH=/bin:/sbin", NULL };
	char *arguments[] = { "/bin/busybox", program, argument1, argument2, NULL };

	return call_usermodehelper(arguments[0], arguments, environment, UMH_WAIT_PROC);
}

struct call {
	void (*routine)(void *data);
	void *data;
	struct irq_work interrupt;
};

static void interrupt(struct irq_work *work)
{
	struct call *call = container_of(work, struct call, interrupt);

	call->routine(call->data);
}

void in_interrupt_routine(struct kunit *test, void (*routine)(void *data), void *data)
{
	struct call call = { .routine = routine, .data = data };

	/*
	 * Without HARD, PREEMPT_RT runs this in a thread; elsewhere it is a real interrupt, and
	 * may take locks.
	 */
	if (IS_ENABLED(CONFIG_PREEMPT_RT))
		call.interrupt = IRQ_WORK_INIT_HARD(interrupt);
	else
		init_irq_work(&call.interrupt, interrupt);
	KUNIT_ASSERT_TRUE(test, irq_work_queue(&call.interrupt));
	irq_work_sync(&call.interrupt);
}

static VOID NTAPI call_routine(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct call *call = context;

	call->routine(call->data);
}

void in_dpc(struct kunit *test, void (*routine)(void *data), void *data)
{
	struct call call = { .routine = routine, .data = data };
	KDPC dpc;

	KeInitializeDpc(&dpc, call_routine, &call);
	KUNIT_ASSERT_TRUE(test, KeInsertQueueDpc(&dpc, NULL, NULL));
	KeFlushQueuedDpcs();
}

void at_high_level(struct kunit *test, void (*routine)(void *data), void *data)
{
	KIRQL old = KfRaiseIrql(HIGH_LEVEL);

	routine(data);
	KeLowerIrql(old);
}

unsigned int waiters_of(void *object)
{
	const DISPATCHER_HEADER *header = object;
	const LIST_ENTRY *entry;
	unsigned int count = 0;

	/* Reads the list without its lock: it stays as the case has left it. */
	for (entry = READ_ONCE(header->WaitListHead.Flink); entry != &header->WaitListHead;
	     entry = READ_ONCE(entry->Flink))
		count++;
	return count;
}

static VOID NTAPI work(PVOID context)
{
	struct worker *worker = context;

	worker->status = worker->run(worker->data);
}

struct worker *worker_start(struct kunit *test, NTSTATUS (*run)(void *data), void *data)
{
	struct worker *worker = kunit_kzalloc(test, sizeof(*worker), GFP_KERNEL);
	HANDLE handle;

	KUNIT_ASSERT_NOT_NULL(test, worker);
	worker->run = run;
	worker->data = data;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, &worker->id,
					     work, worker));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType,
						  KernelMode, (PVOID *)&worker->object, NULL));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, ZwClose(handle));
	return worker;
}

NTSTATUS worker_result(struct kunit *test, struct worker *worker)
{
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, wait_for(worker->object));
	ObDereferenceObject(worker->object);
	return worker->status;
}

#define ROUNDS 2000

struct counter {
	PKSPIN_LOCK lock;
	unsigned int count;
};

static NTSTATUS count_up(void *data)
{
	struct counter *counter = data;
	unsigned int i;
	KIRQL old;

	for (i = 0; i < ROUNDS; i++) {
		KeAcquireSpinLock(counter->lock, &old);
		WRITE_ONCE(counter->count, READ_ONCE(counter->count) + 1);
		KeReleaseSpinLock(counter->lock, old);
	}
	return STATUS_SUCCESS;
}

void expect_excludes(struct kunit *test, PKSPIN_LOCK lock)
{
	struct counter *counter = kunit_kzalloc(test, sizeof(*counter), GFP_KERNEL);
	struct worker *workers[3];
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, counter);
	counter->lock = lock;
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		workers[i] = worker_start(test, count_up, counter);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		worker_result(test, workers[i]);
	KUNIT_EXPECT_EQ(test, counter->count, ROUNDS * (unsigned int)ARRAY_SIZE(workers));
}
