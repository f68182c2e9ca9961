// SPDX-License-Identifier: GPL-2.0
/* thread_kunit.c - system threads, their objects and handles. */

#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/sched/prio.h>
#include <linux/sched/rt.h>
#include <linux/sched/task.h>

#include <ntifs.h>

#include "contexts.h"

/**
 * struct life - the life of a thread
 * @go: the thread waits for this
 * @ends_by: what it calls at its end
 * @thread: the thread object, as the thread sees it
 * @id: its IDs, as it sees them
 * @irql: the IRQL at which it began
 * @comm: its name
 * @task: its task
 * @went_on: it went on after what should have ended it
 */
struct life {
	KEVENT go;
	void (*ends_by)(struct life *life);
	PKTHREAD thread;
	CLIENT_ID id;
	KIRQL irql;
	char comm[TASK_COMM_LEN];
	struct task_struct *task;
	bool went_on;
};

static VOID NTAPI live(PVOID context)
{
	struct life *life = context;

	life->thread = KeGetCurrentThread();
	life->id.UniqueProcess = PsGetCurrentProcessId();
	life->id.UniqueThread = PsGetCurrentThreadId();
	life->irql = KeGetCurrentIrql();
	life->task = current;
	get_task_comm(life->comm, current);
	KeWaitForSingleObject(&life->go, Executive, KernelMode, FALSE, NULL);
	if (life->ends_by)
		life->ends_by(life);
}

static struct life *life_create(struct kunit *test)
{
	struct life *life = kunit_kzalloc(test, sizeof(*life), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, life);
	KeInitializeEvent(&life->go, NotificationEvent, FALSE);
	return life;
}

static HANDLE start(struct kunit *test, struct life *life, CLIENT_ID *id)
{
	HANDLE handle = NULL;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, id, live,
					     life));
	KUNIT_ASSERT_NOT_NULL(test, handle);
	return handle;
}

static PKTHREAD object_of(struct kunit *test, HANDLE handle)
{
	void *object = NULL;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType,
						  KernelMode, &object, NULL));
	KUNIT_ASSERT_NOT_NULL(test, object);
	return object;
}

static void thread_runs_its_routine(struct kunit *test)
{
	struct life *life = life_create(test);
	CLIENT_ID id = { };
	HANDLE handle = start(test, life, &id);
	PKTHREAD object = object_of(test, handle);

	KUNIT_EXPECT_EQ(test, STATUS_TIMEOUT, try_wait(object));
	ASSERT_SEEN(test, waiters_of(&life->go) == 1);
	KeSetEvent(&life->go, 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(object));
	/* A thread that has ended stays signaled. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(object));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, try_wait(object));
	KUNIT_EXPECT_PTR_EQ(test, life->thread, object);
	KUNIT_EXPECT_PTR_EQ(test, life->id.UniqueThread, id.UniqueThread);
	KUNIT_EXPECT_PTR_EQ(test, life->id.UniqueProcess, id.UniqueProcess);
	KUNIT_EXPECT_PTR_NE(test, life->id.UniqueThread, PsGetCurrentThreadId());
	KUNIT_EXPECT_EQ(test, life->irql, PASSIVE_LEVEL);
	/* The thread has the name of the driver, or of ntparport while that is not known. */
	KUNIT_EXPECT_TRUE_MSG(test, strstarts(life->comm, "ntparport"), "it is %s", life->comm);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, ZwClose(handle));
	ObDereferenceObject(object);
}

static void end_here(struct life *life)
{
	PsTerminateSystemThread(STATUS_SUCCESS);
	life->went_on = true;
}

static void end_in_the_middle(struct life *life)
{
	int i;

	for (i = 0; i < 10; i++)
		if (i == 3)
			end_here(life);
}

static void terminated_thread_does_not_go_on(struct kunit *test)
{
	struct life *life = life_create(test);
	HANDLE handle;
	PKTHREAD object;

	life->ends_by = end_in_the_middle;
	handle = start(test, life, NULL);
	object = object_of(test, handle);
	KeSetEvent(&life->go, 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(object));
	KUNIT_EXPECT_FALSE(test, life->went_on);
	ZwClose(handle);
	ObDereferenceObject(object);
}

static void end_raised(struct life *life)
{
	KfRaiseIrql(DISPATCH_LEVEL);
}

static void thread_that_ends_at_a_raised_irql_is_lowered(struct kunit *test)
{
	struct life *life = life_create(test);
	struct log log;
	PKTHREAD object;
	HANDLE handle;

	log_mark(&log);
	life->ends_by = end_raised;
	handle = start(test, life, NULL);
	object = object_of(test, handle);
	KeSetEvent(&life->go, 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(object));
	EXPECT_LOGGED_ONCE(test, &log, "returned at IRQL 2, it was called at 0: put back");
	ZwClose(handle);
	ObDereferenceObject(object);
}

static void only_system_threads_terminate(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, PsTerminateSystemThread(STATUS_SUCCESS));
	EXPECT_LOGGED_ONCE(test, &log,
			   "PsTerminateSystemThread: the caller is not a system thread");
}

static void closing_the_handle_does_not_end_the_thread(struct kunit *test)
{
	struct life *life = life_create(test);
	HANDLE handle = start(test, life, NULL);
	PKTHREAD object = object_of(test, handle);
	void *other = NULL;

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, ZwClose(handle));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_HANDLE, ZwClose(handle));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_HANDLE,
			ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType,
						  KernelMode, &other, NULL));
	KUNIT_EXPECT_NULL(test, other);
	ASSERT_SEEN(test, waiters_of(&life->go) == 1);
	KeSetEvent(&life->go, 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(object));
	ObDereferenceObject(object);
}

static void strange_handles_are_invalid(struct kunit *test)
{
	static const unsigned long handles[] = { 0, 1, 2, 3, 5, 0x7ffffffc, ~3UL - 12, ~0UL };
	void *object;
	int i;

	for (i = 0; i < ARRAY_SIZE(handles); i++) {
		HANDLE handle = (HANDLE)handles[i];

		object = test;
		KUNIT_EXPECT_EQ(test, STATUS_INVALID_HANDLE,
				ObReferenceObjectByHandle(handle, 0, NULL, KernelMode, &object,
							  NULL));
		KUNIT_EXPECT_NULL(test, object);
		KUNIT_EXPECT_EQ(test, STATUS_INVALID_HANDLE, ZwClose(handle));
	}
}

static void current_thread_has_a_handle(struct kunit *test)
{
	OBJECT_HANDLE_INFORMATION information;
	void *object = NULL;

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ObReferenceObjectByHandle(NtCurrentThread(), THREAD_ALL_ACCESS,
						  *PsThreadType, KernelMode, &object,
						  &information));
	KUNIT_EXPECT_PTR_EQ(test, object, (void *)KeGetCurrentThread());
	KUNIT_EXPECT_EQ(test, information.GrantedAccess, THREAD_ALL_ACCESS);
	ObDereferenceObject(object);
}

/* It is not a system thread, but an object all the same. */
static void any_thread_can_be_referenced(struct kunit *test)
{
	PKTHREAD thread = KeGetCurrentThread();
	LONG_PTR references = ObReferenceObject(thread);
	struct log log;

	KUNIT_EXPECT_PTR_EQ(test, thread, KeGetCurrentThread());
	KUNIT_EXPECT_PTR_EQ(test, (void *)thread, (void *)PsGetCurrentThread());
	KUNIT_EXPECT_EQ(test, ObDereferenceObject(thread), references - 1);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, try_wait(thread));
	EXPECT_LOGGED_ONCE(test, &log, "KeWaitForSingleObject: not an object to wait for");
}

/* References to a thread of our own, to the calling one, and to an object of another type. */
static void reference_by_pointer_checks_the_type(struct kunit *test)
{
	struct life *life = life_create(test);
	HANDLE handle = start(test, life, NULL);
	PKTHREAD threads[] = { object_of(test, handle), KeGetCurrentThread() };
	POBJECT_TYPE other = (POBJECT_TYPE)test;
	LONG_PTR references;
	int i;

	for (i = 0; i < ARRAY_SIZE(threads); i++) {
		references = ObReferenceObject(threads[i]);
		KUNIT_EXPECT_EQ(test, STATUS_OBJECT_TYPE_MISMATCH,
				ObReferenceObjectByPointer(threads[i], 0, other, KernelMode));
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
				ObReferenceObjectByPointer(threads[i], 0, *PsThreadType,
							   KernelMode));
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
				ObReferenceObjectByPointer(threads[i], 0, NULL, KernelMode));
		KUNIT_EXPECT_EQ(test, ObDereferenceObject(threads[i]), references + 1);
		ObDereferenceObject(threads[i]);
		ObDereferenceObject(threads[i]);
	}
	ZwClose(handle);
	ASSERT_SEEN(test, waiters_of(&life->go) == 1);
	KeSetEvent(&life->go, 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(threads[0]));
	ObDereferenceObject(threads[0]);
}

static void arguments_are_checked(struct kunit *test)
{
	HANDLE handle = NULL;

	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			PsCreateSystemThread(NULL, 0, NULL, NULL, NULL, live, NULL));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			PsCreateSystemThread(&handle, 0, NULL, NULL, NULL, NULL, NULL));
	KUNIT_EXPECT_NULL(test, handle);
}

struct priority {
	KPRIORITY number;
	bool fifo;
	int value;	/* the nice value, or the priority in SCHED_FIFO */
};

static const struct priority priorities[] = {
	{ 1, false, 14 }, { 8, false, 0 }, { 9, false, -2 }, { 15, false, -14 },
	{ LOW_REALTIME_PRIORITY, true, 1 }, { 23, true, 1 }, { 24, true, MAX_RT_PRIO / 2 },
	{ HIGH_PRIORITY, true, MAX_RT_PRIO / 2 },
};

static void priority_name(const struct priority *priority, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%d", priority->number);
}

KUNIT_ARRAY_PARAM(priority, priorities, priority_name);

static void priority_is_that_of_the_scheduler(struct kunit *test)
{
	const struct priority *priority = test->param_value;
	struct life *life = life_create(test);
	HANDLE handle = start(test, life, NULL);
	PKTHREAD object = object_of(test, handle);

	ASSERT_SEEN(test, waiters_of(&life->go) == 1);
	KUNIT_EXPECT_EQ(test, KeQueryPriorityThread(object), 8);
	KUNIT_EXPECT_EQ(test, KeSetPriorityThread(object, priority->number), 8);
	KUNIT_EXPECT_EQ(test, KeQueryPriorityThread(object), priority->number);
	KUNIT_EXPECT_EQ(test, (bool)rt_task(life->task), priority->fifo);
	KUNIT_EXPECT_EQ(test, priority->fifo ? (int)life->task->rt_priority :
			task_nice(life->task), priority->value);
	KUNIT_EXPECT_EQ(test, KeSetPriorityThread(object, 8), priority->number);
	KUNIT_EXPECT_FALSE(test, rt_task(life->task));
	KUNIT_EXPECT_EQ(test, task_nice(life->task), 0);
	KeSetEvent(&life->go, 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(object));
	/* The end of the thread does not matter to its object. */
	KUNIT_EXPECT_EQ(test, KeSetPriorityThread(object, priority->number), 8);
	ZwClose(handle);
	ObDereferenceObject(object);
}

static void priority_of_any_thread(struct kunit *test)
{
	PKTHREAD thread = KeGetCurrentThread();
	KPRIORITY old = KeQueryPriorityThread(thread);

	KUNIT_EXPECT_EQ(test, old, 8 - task_nice(current) / 2);
	KUNIT_EXPECT_EQ(test, KeSetPriorityThread(thread, LOW_REALTIME_PRIORITY), old);
	KUNIT_EXPECT_TRUE(test, rt_task(current));
	KUNIT_EXPECT_EQ(test, KeSetPriorityThread(thread, 11), LOW_REALTIME_PRIORITY);
	KUNIT_EXPECT_EQ(test, KeSetPriorityThread(thread, old), 11);
}

static void strange_priorities_change_nothing(struct kunit *test)
{
	static const KPRIORITY strange[] = { 0, -1, 32, INT_MAX, INT_MIN };
	PKTHREAD thread = KeGetCurrentThread();
	KPRIORITY old = KeQueryPriorityThread(thread);
	struct log log;
	int i;

	for (i = 0; i < ARRAY_SIZE(strange); i++) {
		log_mark(&log);
		KUNIT_EXPECT_EQ(test, KeSetPriorityThread(thread, strange[i]), old);
		EXPECT_LOGGED_ONCE(test, &log, "KeSetPriorityThread: there is no priority");
		KUNIT_EXPECT_EQ(test, KeQueryPriorityThread(thread), old);
	}
}

static void many_threads(struct kunit *test)
{
	int i, j;

	for (i = 0; i < 20; i++) {
		struct life *life = life_create(test);
		HANDLE handles[5];
		PKTHREAD objects[5];

		life->ends_by = i % 2 ? end_here : NULL;
		for (j = 0; j < 5; j++) {
			handles[j] = start(test, life, NULL);
			objects[j] = object_of(test, handles[j]);
			if (j % 2)
				ZwClose(handles[j]);
		}
		KeSetEvent(&life->go, 0, FALSE);
		for (j = 0; j < 5; j++) {
			KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(objects[j]));
			/* This is the last reference, apart from the handle's if that is open. */
			ObDereferenceObject(objects[j]);
			if (j % 2 == 0)
				KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, ZwClose(handles[j]));
		}
		KUNIT_EXPECT_FALSE(test, life->went_on);
	}
}

/* Processes */

static NTSTATUS look_at_process(void *data)
{
	*(PEPROCESS *)data = PsGetCurrentProcess();
	return STATUS_SUCCESS;
}

static void process_is_an_object(struct kunit *test)
{
	PEPROCESS mine = IoGetCurrentProcess(), others[2];
	struct worker *workers[2];
	struct log log;
	unsigned int i;

	log_mark(&log);
	KUNIT_EXPECT_PTR_EQ(test, mine, PsGetCurrentProcess());
	KUNIT_EXPECT_PTR_NE(test, (void *)mine, (void *)KeGetCurrentThread());
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByPointer(mine, 0, *PsProcessType, KernelMode),
			STATUS_SUCCESS);
	ObDereferenceObject(mine);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByPointer(mine, 0, *PsThreadType, KernelMode),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByPointer(KeGetCurrentThread(), 0, *PsProcessType,
							 KernelMode), STATUS_OBJECT_TYPE_MISMATCH);
	/* All threads of the system are in one. */
	for (i = 0; i < 2; i++)
		workers[i] = worker_start(test, look_at_process, &others[i]);
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_EQ(test, worker_result(test, workers[i]), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, others[0], others[1]);
	KUNIT_EXPECT_PTR_EQ(test, PsGetProcessId(others[0]), NULL);
	EXPECT_NOT_LOGGED(test, &log);
	/* A process is not a thread. */
	KUNIT_EXPECT_EQ(test, KeQueryPriorityThread((PKTHREAD)mine), 0);
	EXPECT_LOGGED_ONCE(test, &log, "is not a thread");
	log_mark(&log);
	KUNIT_EXPECT_NULL(test, PsGetProcessId((PEPROCESS)KeGetCurrentThread()));
	EXPECT_LOGGED_ONCE(test, &log, "is not a process");
	log_mark(&log);
	ObDereferenceObject(mine);
	EXPECT_LOGGED_ONCE(test, &log, "has no reference");
}

/* What is not an object */

/* Memory in which everything that looks like a number is one. */
static unsigned long rubbish[PAGE_SIZE / sizeof(unsigned long)];

static const struct stranger {
	const char *name;
	const void *base;
	long offset;	/* from @base */
} strangers[] = {
	{ "nothing", NULL, 0 },
	{ "a small odd number", NULL, 1 },
	{ "a small number with the marks of a process", NULL, 3 },
	{ "the highest address", NULL, -1 },
	{ "memory", rubbish, 16 },
	{ "memory at an odd address", rubbish, 17 },
	{ "memory with the marks of a process", rubbish, 19 },
	{ "a task without the mark", &init_task, 0 },
	{ "the middle of a task", &init_task, 65 },
	{ "the middle of a task with the marks of a process", &init_task, 67 },
	{ "what follows a task", &init_task, sizeof(init_task) | 1 },
};

static void stranger_name(const struct stranger *stranger, char *name)
{
	strscpy(name, stranger->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(stranger, strangers, stranger_name);

static void what_is_no_thread_is_refused(struct kunit *test)
{
	const struct stranger *stranger = test->param_value;
	void *object = (void *)((unsigned long)stranger->base + stranger->offset);
	unsigned int references = refcount_read(&init_task.usage);
	struct log log;

	memset(rubbish, 1, sizeof(rubbish));
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, KeQueryPriorityThread(object), 0);
	EXPECT_LOGGED_ONCE(test, &log, "is not a thread");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, KeSetPriorityThread(object, 9), 0);
	EXPECT_LOGGED_ONCE(test, &log, "is not a thread");
	log_mark(&log);
	KUNIT_EXPECT_NULL(test, PsGetProcessId(object));
	EXPECT_LOGGED_ONCE(test, &log, "is not a process");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, ObReferenceObject(object), 0);
	EXPECT_LOGGED_ONCE(test, &log, "is not an object");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByPointer(object, 0, *PsThreadType, KernelMode),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &log, "is not an object");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, ObDereferenceObject(object), 0);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 1U);
	KUNIT_EXPECT_EQ(test, refcount_read(&init_task.usage), references);
	KUNIT_EXPECT_NULL(test, memchr_inv(rubbish, 1, sizeof(rubbish)));
}

/* The middle of a system thread's object, and that object when the thread has ended. */
static void system_thread_is_known_by_its_address(struct kunit *test)
{
	struct life *life = life_create(test);
	HANDLE handle = start(test, life, NULL);
	PKTHREAD object = object_of(test, handle);
	struct log log;
	int offset;

	for (offset = 1; offset <= 16; offset *= 4) {
		PKTHREAD middle = (void *)((char *)object + offset);

		log_mark(&log);
		KUNIT_EXPECT_EQ(test, KeQueryPriorityThread(middle), 0);
		EXPECT_LOGGED_ONCE(test, &log, "is not a thread");
		log_mark(&log);
		KUNIT_EXPECT_EQ(test, ObReferenceObject(middle), 0);
		EXPECT_LOGGED_ONCE(test, &log, "is not an object");
	}
	KeSetEvent(&life->go, 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(object));
	ZwClose(handle);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, KeQueryPriorityThread(object), 8);
	EXPECT_NOT_LOGGED(test, &log);
	ObDereferenceObject(object);
}

struct passing {
	PKTHREAD thread;
	struct completion known;
};

/* A thread of Linux. */
static int reference_itself(void *data)
{
	struct passing *passing = data;

	passing->thread = KeGetCurrentThread();
	ObReferenceObject(passing->thread);
	complete(&passing->known);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

/* Linux no longer knows anything of it. */
static void thread_that_has_ended_is_known_by_its_reference(struct kunit *test)
{
	struct passing passing = { };
	struct task_struct *task;
	HANDLE handle = NULL;
	void *object = NULL;
	PKTHREAD thread;
	struct log log;

	init_completion(&passing.known);
	log_mark(&log);
	task = kthread_run(reference_itself, &passing, "passing");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	wait_for_completion(&passing.known);
	thread = passing.thread;
	KUNIT_ASSERT_EQ(test, kthread_stop(task), 0);
	KUNIT_EXPECT_NE(test, KeQueryPriorityThread(thread), 0);
	KUNIT_EXPECT_NE(test, ObReferenceObject(thread), 0);
	KUNIT_ASSERT_EQ(test, ObOpenObjectByPointer(thread, 0, NULL, 0, *PsThreadType, KernelMode,
						    &handle), STATUS_SUCCESS);
	ObDereferenceObject(thread);
	ObDereferenceObject(thread);
	/* The handle has one. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType,
						  KernelMode, &object, NULL));
	KUNIT_EXPECT_PTR_EQ(test, object, (void *)thread);
	ObDereferenceObject(object);
	ZwClose(handle);
	EXPECT_NOT_LOGGED(test, &log);
}

static void thread_has_ids_and_a_process(struct kunit *test)
{
	struct life *life = life_create(test);
	CLIENT_ID id = { };
	HANDLE handle = start(test, life, &id);
	PETHREAD thread = (PETHREAD)object_of(test, handle);
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_PTR_EQ(test, PsGetThreadId(thread), id.UniqueThread);
	KUNIT_EXPECT_PTR_EQ(test, PsGetThreadProcessId(thread), id.UniqueProcess);
	KUNIT_EXPECT_TRUE(test, PsIsSystemThread(thread));
	KUNIT_EXPECT_TRUE(test, IoIsSystemThread(thread));
	KUNIT_EXPECT_PTR_EQ(test, PsGetThreadId(PsGetCurrentThread()), PsGetCurrentThreadId());
	KUNIT_EXPECT_PTR_EQ(test, IoThreadToProcess(PsGetCurrentThread()), IoGetCurrentProcess());
	KeSetEvent(&life->go, 0, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(thread));
	ZwClose(handle);
	ObDereferenceObject(thread);
	EXPECT_NOT_LOGGED(test, &log);
	KUNIT_EXPECT_NULL(test, PsGetThreadId(NULL));
	EXPECT_LOGGED_ONCE(test, &log, "PsGetThreadId: ");
	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, PsIsSystemThread((PETHREAD)life));
	EXPECT_LOGGED_ONCE(test, &log, "PsIsSystemThread: ");
}

static void priority_is_that_of_the_process_and_more(struct kunit *test)
{
	static const struct {
		LONG increment;
		KPRIORITY priority;
	} steps[] = { { 2, 10 }, { -2, 6 }, { 16, 15 }, { -16, 1 }, { MAXLONG, 15 }, { 0, 8 } };
	PKTHREAD self = KeGetCurrentThread();
	const KPRIORITY before = KeQueryPriorityThread(self);
	LONG last = before - 8;
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(steps); n++) {
		KUNIT_EXPECT_EQ(test, KeSetBasePriorityThread(self, steps[n].increment), last);
		KUNIT_EXPECT_EQ(test, KeQueryPriorityThread(self), steps[n].priority);
		last = steps[n].priority - 8;
	}
	KeSetPriorityThread(self, before);
}

static NTSTATUS set_information(HANDLE thread, THREADINFOCLASS class, ULONG_PTR value, ULONG length)
{
	return ZwSetInformationThread(thread, class, &value, length);
}

/* Without CONFIG_SMP, there is nothing to be set. */
static bool runs_only_on(struct task_struct *task, const struct cpumask *processors)
{
	return !IS_ENABLED(CONFIG_SMP) || cpumask_equal(task->cpus_ptr, processors);
}

static void thread_is_changed_by_its_handle(struct kunit *test)
{
	struct life *life = life_create(test);
	HANDLE handle = start(test, life, NULL);
	PKTHREAD thread = object_of(test, handle);
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, set_information(handle, ThreadPriority, 10, sizeof(KPRIORITY)),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeQueryPriorityThread(thread), 10);
	KUNIT_EXPECT_EQ(test, set_information(handle, ThreadPriority, 0, sizeof(KPRIORITY)),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, set_information(handle, ThreadPriority, 32, sizeof(KPRIORITY)),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, set_information(handle, ThreadBasePriority, (ULONG_PTR)-2L,
					      sizeof(LONG)), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeQueryPriorityThread(thread), 6);
	KUNIT_EXPECT_EQ(test, set_information(handle, ThreadBasePriority, 15, sizeof(LONG)),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeQueryPriorityThread(thread), 15);
	KUNIT_EXPECT_EQ(test, set_information(handle, ThreadBasePriority, 3, sizeof(LONG)),
			STATUS_INVALID_PARAMETER);
	ASSERT_SEEN(test, waiters_of(&life->go) == 1);
	KUNIT_EXPECT_EQ(test, set_information(handle, ThreadAffinityMask, 1, sizeof(KAFFINITY)),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, runs_only_on(life->task, cpumask_of(0)));
	KUNIT_EXPECT_EQ(test, set_information(handle, ThreadAffinityMask, ~(ULONG_PTR)0,
					      sizeof(KAFFINITY)), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, runs_only_on(life->task, cpu_online_mask));
	KUNIT_EXPECT_EQ(test, set_information(handle, ThreadAffinityMask, 0, sizeof(KAFFINITY)),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, set_information(handle, ThreadAffinityMask, 1, 2),
			STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, set_information(handle, ThreadHideFromDebugger, 1, 4),
			STATUS_INVALID_INFO_CLASS);
	KUNIT_EXPECT_EQ(test, set_information((HANDLE)4000, ThreadPriority, 8, sizeof(KPRIORITY)),
			STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_EQ(test, set_information(NtCurrentThread(), ThreadPriority, 8,
					      sizeof(KPRIORITY)), STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &log);
	KUNIT_EXPECT_EQ(test, ZwSetInformationThread(handle, ThreadPriority, NULL,
						     sizeof(KPRIORITY)), STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &log, "ZwSetInformationThread: the information");
	KeSetEvent(&life->go, 0, FALSE);
	KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL);
	ObDereferenceObject(thread);
	ZwClose(handle);
}

static void processor_is_given_to_others(struct kunit *test)
{
	NTSTATUS status = ZwYieldExecution();
	struct log log;
	KIRQL irql;

	KUNIT_EXPECT_TRUE(test, status == STATUS_SUCCESS || status == STATUS_NO_YIELD_PERFORMED);
	log_mark(&log);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	status = ZwYieldExecution();
	KeLowerIrql(irql);
	KUNIT_EXPECT_EQ(test, status, STATUS_NO_YIELD_PERFORMED);
	EXPECT_LOGGED_ONCE(test, &log, "called ZwYieldExecution at IRQL 2");
}

static struct kunit_case ps_cases[] = {
	KUNIT_CASE(thread_has_ids_and_a_process),
	KUNIT_CASE(priority_is_that_of_the_process_and_more),
	KUNIT_CASE(thread_runs_its_routine),
	KUNIT_CASE(terminated_thread_does_not_go_on),
	KUNIT_CASE(thread_that_ends_at_a_raised_irql_is_lowered),
	KUNIT_CASE(only_system_threads_terminate),
	KUNIT_CASE(closing_the_handle_does_not_end_the_thread),
	KUNIT_CASE(strange_handles_are_invalid),
	KUNIT_CASE(current_thread_has_a_handle),
	KUNIT_CASE(any_thread_can_be_referenced),
	KUNIT_CASE(reference_by_pointer_checks_the_type),
	KUNIT_CASE(arguments_are_checked),
	KUNIT_CASE_PARAM(priority_is_that_of_the_scheduler, priority_gen_params),
	KUNIT_CASE(priority_of_any_thread),
	KUNIT_CASE(strange_priorities_change_nothing),
	KUNIT_CASE(many_threads),
	KUNIT_CASE(process_is_an_object),
	KUNIT_CASE_PARAM(what_is_no_thread_is_refused, stranger_gen_params),
	KUNIT_CASE(system_thread_is_known_by_its_address),
	KUNIT_CASE(thread_that_has_ended_is_known_by_its_reference),
	KUNIT_CASE(thread_is_changed_by_its_handle),
	KUNIT_CASE(processor_is_given_to_others),
	{}
};

static struct kunit_suite ps_suite = {
	.name = "ntparport_windows_ps",
	.test_cases = ps_cases,
};

kunit_test_suites(&ps_suite);
