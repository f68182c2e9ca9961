// SPDX-License-Identifier: GPL-2.0
/*
 * gate_kunit.c - the way into a driver's code and back: whose code it is, and what it leaves
 * behind.
 */

#include <linux/cpumask.h>
#include <linux/module.h>
#include <linux/sched.h>

#include "gate_tail.h"
#include "toy.h"

#include <csq.h>

static KSPIN_LOCK lock, other_lock;

/* What a faulty routine does before it returns; any kind of routine can do it. */

static void stay_raised(void)
{
	KIRQL old;

	KeRaiseIrql(DISPATCH_LEVEL, &old);
}

static void stay_high(void)
{
	KIRQL old;

	KeRaiseIrql(HIGH_LEVEL, &old);
}

static void keep_lock(void)
{
	KIRQL old;

	KeAcquireSpinLock(&lock, &old);
}

static void keep_two_locks(void)
{
	keep_lock();
	KeAcquireSpinLockAtDpcLevel(&other_lock);
}

static void keep_lock_and_lower(void)
{
	KIRQL old;

	KeRaiseIrql(DISPATCH_LEVEL, &old);
	KeAcquireSpinLockAtDpcLevel(&lock);
	KeAcquireSpinLockAtDpcLevel(&other_lock);
	KeReleaseSpinLockFromDpcLevel(&lock);
}

static void keep_cancel_lock(void)
{
	KIRQL old;

	IoAcquireCancelSpinLock(&old);
}

static void lower_too_far(void)
{
	KeLowerIrql(PASSIVE_LEVEL);
}

/**
 * struct mistake - one of these mistakes
 * @name: of the case
 * @make: makes the mistake
 * @from: the IRQL at which the routine is called
 * @line: what the log says of it
 */
struct mistake {
	const char *name;
	void (*make)(void);
	KIRQL from;
	const char *line;
};

static const struct mistake mistakes[] = {
	{ "stays raised", stay_raised, PASSIVE_LEVEL,
	  "returned at IRQL 2, it was called at 0: put back" },
	{ "stays at HIGH_LEVEL", stay_high, PASSIVE_LEVEL,
	  "it was called at 0: put back" },
	{ "stays at HIGH_LEVEL, from DISPATCH_LEVEL", stay_high, DISPATCH_LEVEL,
	  "it was called at 2: put back" },
	{ "keeps a lock", keep_lock, PASSIVE_LEVEL,
	  "returned at IRQL 2 with 1 spin lock held, it was called at 0: released" },
	{ "keeps a lock, from DISPATCH_LEVEL", keep_lock, DISPATCH_LEVEL,
	  "returned at IRQL 2 with 1 spin lock held, it was called at 2: released" },
	{ "keeps two locks", keep_two_locks, PASSIVE_LEVEL,
	  "with 2 spin locks held, it was called at 0: released" },
	{ "keeps the second lock", keep_lock_and_lower, PASSIVE_LEVEL,
	  "with 1 spin lock held, it was called at 0: released" },
	{ "keeps the cancel spin lock", keep_cancel_lock, PASSIVE_LEVEL,
	  "with 1 spin lock held, it was called at 0: released" },
	{ "lowers too far", lower_too_far, DISPATCH_LEVEL,
	  "returned at IRQL 0, it was called at 2: put back" },
};

static void describe(const struct mistake *made, char *description)
{
	strscpy(description, made->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(mistake, mistakes, describe);

static const struct mistake *mistake;

static void expect_put_back(struct kunit *test, const struct log *log)
{
	KIRQL irql;

	EXPECT_LOGGED_ONCE(test, log, mistake->line);
	KUNIT_EXPECT_EQ(test, log_lines(log, "ntparport_windows_kunit: "), 1U);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), mistake->from);
	/* The next one to take the locks must not wait for ever. */
	KeAcquireSpinLock(&lock, &irql);
	KeReleaseSpinLock(&lock, irql);
	KeAcquireSpinLock(&other_lock, &irql);
	KeReleaseSpinLock(&other_lock, irql);
	IoAcquireCancelSpinLock(&irql);
	IoReleaseCancelSpinLock(irql);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), mistake->from);
}

static NTSTATUS NTAPI wrong_dispatch(PDEVICE_OBJECT device, PIRP irp)
{
	NTSTATUS status = toy_succeed(device, irp);

	mistake->make();
	return status;
}

static NTSTATUS NTAPI wrong_completion(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	mistake->make();
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static NTSTATUS NTAPI keep(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	return STATUS_MORE_PROCESSING_REQUIRED;
}

/* Sends a request, at the IRQL of the mistake; in the end, it comes to @completion. */
static void send(struct kunit *test, PDEVICE_OBJECT device, PIO_COMPLETION_ROUTINE completion)
{
	PIRP irp = IoAllocateIrp(1, FALSE);
	KIRQL irql;

	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_READ;
	IoSetCompletionRoutine(irp, completion, NULL, TRUE, TRUE, TRUE);
	KeInitializeSpinLock(&lock);
	KeInitializeSpinLock(&other_lock);
	KeRaiseIrql(mistake->from, &irql);
	log_mark(&toy.log);
	IoCallDriver(device, irp);
	expect_put_back(test, &toy.log);
	KeLowerIrql(irql);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	IoFreeIrp(irp);
}

static void dispatch_routine_leaves_all_as_it_was(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);

	mistake = test->param_value;
	toy.driver->MajorFunction[IRP_MJ_READ] = wrong_dispatch;
	send(test, device, keep);
}

static void completion_routine_leaves_all_as_it_was(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);

	mistake = test->param_value;
	send(test, device, wrong_completion);
}

/* StartIo is called at DISPATCH_LEVEL, whatever the level of its caller. */

static VOID NTAPI wrong_start(PDEVICE_OBJECT device, PIRP irp)
{
	IoStartNextPacket(device, FALSE);
	toy_complete(irp, STATUS_SUCCESS, 0);
	mistake->make();
}

static NTSTATUS start(PDEVICE_OBJECT device, PIRP irp)
{
	IoMarkIrpPending(irp);
	IoStartPacket(device, irp, NULL, NULL);
	return STATUS_PENDING;
}

static void start_io_leaves_all_as_it_was(struct kunit *test)
{
	const struct mistake *end = mistakes + ARRAY_SIZE(mistakes);
	PDEVICE_OBJECT device = toy_device(test, NULL);

	toy.driver->DriverStartIo = wrong_start;
	toy.on_request = start;
	for (mistake = mistakes; mistake < end; mistake++)
		if (mistake->from == DISPATCH_LEVEL)
			send(test, device, keep);
}

/* DriverEntry, AddDevice and DriverUnload are called at PASSIVE_LEVEL. */

static void wrong_entry(PDRIVER_OBJECT driver)
{
	mistake->make();
}

static void entry_and_unload_leave_all_as_it_was(struct kunit *test)
{
	const struct mistake *end = mistakes + ARRAY_SIZE(mistakes);

	for (mistake = mistakes; mistake < end; mistake++) {
		if (mistake->from != PASSIVE_LEVEL)
			continue;
		toy_unload();
		KeInitializeSpinLock(&lock);
		KeInitializeSpinLock(&other_lock);
		toy.on_entry = wrong_entry;
		log_mark(&toy.log);
		KUNIT_ASSERT_EQ(test, 0, toy_load());
		expect_put_back(test, &toy.log);
		toy.on_entry = NULL;
		toy.on_unload = wrong_entry;
		log_mark(&toy.log);
		toy_unload();
		expect_put_back(test, &toy.log);
		toy.on_unload = NULL;
		KUNIT_ASSERT_EQ(test, 0, toy_load());
	}
}

/* A DPC is called at DISPATCH_LEVEL, below which it must not go. */

static VOID NTAPI wrong_dpc(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	mistake->make();
}

static void use_lock(void *unused)
{
	KIRQL irql;

	KeAcquireSpinLock(&lock, &irql);
	KeReleaseSpinLock(&lock, irql);
}

static void dpc_leaves_all_as_it_was(struct kunit *test)
{
	const struct mistake *end = mistakes + ARRAY_SIZE(mistakes);
	KDPC dpc;

	KeInitializeDpc(&dpc, wrong_dpc, NULL);
	for (mistake = mistakes; mistake < end; mistake++) {
		if (mistake->from != DISPATCH_LEVEL || mistake->make == lower_too_far)
			continue;
		KeInitializeSpinLock(&lock);
		log_mark(&toy.log);
		KeInsertQueueDpc(&dpc, NULL, NULL);
		KeFlushQueuedDpcs();
		EXPECT_LOGGED_ONCE(test, &toy.log, mistake->line);
		/* In the next DPC, everything is as it should be. */
		log_mark(&toy.log);
		in_dpc(test, use_lock, NULL);
		EXPECT_NOT_LOGGED(test, &toy.log);
	}
}

/* A cancel routine releases the cancel spin lock, and nothing else. */

static VOID NTAPI wrong_cancel(PDEVICE_OBJECT device, PIRP irp)
{
	IoReleaseCancelSpinLock(irp->CancelIrql);
	toy_complete(irp, STATUS_CANCELLED, 0);
	mistake->make();
}

static NTSTATUS pend_with_cancel(PDEVICE_OBJECT device, PIRP irp)
{
	IoSetCancelRoutine(irp, wrong_cancel);
	return toy_pend(device, irp);
}

static void cancel_with_mistake(struct kunit *test, PDEVICE_OBJECT device)
{
	PIRP irp = IoAllocateIrp(1, FALSE);
	KIRQL irql;

	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_READ;
	IoSetCompletionRoutine(irp, keep, NULL, TRUE, TRUE, TRUE);
	IoCallDriver(device, irp);
	KeInitializeSpinLock(&lock);
	KeInitializeSpinLock(&other_lock);
	KeRaiseIrql(mistake->from, &irql);
	log_mark(&toy.log);
	IoCancelIrp(irp);
	expect_put_back(test, &toy.log);
	KeLowerIrql(irql);
	IoFreeIrp(irp);
}

static void cancel_routine_leaves_all_as_it_was(struct kunit *test)
{
	const struct mistake *end = mistakes + ARRAY_SIZE(mistakes);
	PDEVICE_OBJECT device = toy_device(test, NULL);

	toy.on_request = pend_with_cancel;
	for (mistake = mistakes; mistake < end; mistake++)
		/* Keeping the cancel lock has a line of its own. */
		if (mistake->make != keep_cancel_lock)
			cancel_with_mistake(test, device);
}

static void right_cancel_routine_is_not_blamed(struct kunit *test)
{
	static const struct mistake none = { .make = KeFlushQueuedDpcs };
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp = IoAllocateIrp(1, FALSE);
	KIRQL irql;

	KUNIT_ASSERT_NOT_NULL(test, irp);
	mistake = &none;
	toy.on_request = pend_with_cancel;
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_READ;
	IoSetCompletionRoutine(irp, keep, NULL, TRUE, TRUE, TRUE);
	IoCallDriver(device, irp);
	log_mark(&toy.log);
	IoCancelIrp(irp);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	IoAcquireCancelSpinLock(&irql);
	IoReleaseCancelSpinLock(irql);
	IoFreeIrp(irp);
}

/* A work item and a thread. */

static VOID NTAPI wrong_work(PDEVICE_OBJECT device, PVOID context)
{
	mistake->make();
	KeSetEvent(context, IO_NO_INCREMENT, FALSE);
}

static void work_item_leaves_all_as_it_was(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIO_WORKITEM item = IoAllocateWorkItem(device);
	KEVENT done;

	KUNIT_ASSERT_NOT_NULL(test, item);
	mistake = &mistakes[0];
	KeInitializeEvent(&done, NotificationEvent, FALSE);
	log_mark(&toy.log);
	IoQueueWorkItem(item, wrong_work, DelayedWorkQueue, &done);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, wait_for(&done));
	ASSERT_SEEN(test, log_lines(&toy.log, mistake->line));
	EXPECT_LOGGED_ONCE(test, &toy.log, mistake->line);
	IoFreeWorkItem(item);
}

static NTSTATUS end_with_lock(void *data)
{
	keep_lock();
	return STATUS_SUCCESS;
}

static void thread_releases_its_locks_at_its_end(struct kunit *test)
{
	KIRQL irql;

	KeInitializeSpinLock(&lock);
	log_mark(&toy.log);
	worker_result(test, worker_start(test, end_with_lock, NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log,
			   "returned at IRQL 2 with 1 spin lock held, it was called at 0: released");
	KeAcquireSpinLock(&lock, &irql);
	KeReleaseSpinLock(&lock, irql);
}

/* The routines of a cancel-safe queue acquire and release its lock. */

static LIST_ENTRY queue;

static VOID NTAPI queue_insert(PIO_CSQ csq, PIRP irp)
{
	InsertTailList(&queue, &irp->Tail.Overlay.ListEntry);
}

static VOID NTAPI queue_remove(PIO_CSQ csq, PIRP irp)
{
	RemoveEntryList(&irp->Tail.Overlay.ListEntry);
}

static PIRP NTAPI queue_peek(PIO_CSQ csq, PIRP irp, PVOID context)
{
	return NULL;
}

static VOID NTAPI queue_acquire(PIO_CSQ csq, PKIRQL irql)
{
	KeAcquireSpinLock(&lock, irql);
}

static VOID NTAPI queue_release(PIO_CSQ csq, KIRQL irql)
{
	KeReleaseSpinLock(&lock, irql);
}

static VOID NTAPI queue_complete(PIO_CSQ csq, PIRP irp)
{
	toy_complete(irp, STATUS_CANCELLED, 0);
}

static IO_CSQ csq;

static NTSTATUS queue_request(PDEVICE_OBJECT device, PIRP irp)
{
	IoCsqInsertIrp(&csq, irp, NULL);
	return STATUS_PENDING;
}

static void locks_of_a_queue_are_its_own(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	KeInitializeSpinLock(&lock);
	InitializeListHead(&queue);
	IoCsqInitialize(&csq, queue_insert, queue_remove, queue_peek, queue_acquire, queue_release,
			queue_complete);
	toy.on_request = queue_request;
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_READ;
	IoSetCompletionRoutine(irp, keep, NULL, TRUE, TRUE, TRUE);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, IoCallDriver(device, irp));
	KUNIT_EXPECT_TRUE(test, IoCancelIrp(irp));
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, irp->IoStatus.Status, STATUS_CANCELLED);
	IoFreeIrp(irp);
}

/* Memory that is freed with a lock in it. */

static NTSTATUS free_lock(PDEVICE_OBJECT device, PIRP irp)
{
	PKSPIN_LOCK own = ExAllocatePoolWithTag(NonPagedPool, sizeof(*own), 1);
	KIRQL old;

	if (own) {
		KeInitializeSpinLock(own);
		KeAcquireSpinLock(own, &old);
		ExFreePool(own);
		KeLowerIrql(old);
	}
	return toy_succeed(device, irp);
}

static void lock_in_freed_memory_is_released_before(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	toy.on_request = free_lock;
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_READ;
	IoSetCompletionRoutine(irp, keep, NULL, TRUE, TRUE, TRUE);
	log_mark(&toy.log);
	IoCallDriver(device, irp);
	EXPECT_LOGGED_ONCE(test, &toy.log, "memory is freed with a spin lock in it that is held");
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	IoFreeIrp(irp);
}

/* Whose code it is where the return address does not say so */

static void sender_is_known_by_what_was_called(struct kunit *test)
{
	struct tail tail = { .device = toy_device(test, NULL), .irp = IoAllocateIrp(1, FALSE) };
	KDPC dpc;

	KUNIT_ASSERT_NOT_NULL(test, tail.irp);
	toy.on_request = toy_pend;
	IoGetNextIrpStackLocation(tail.irp)->MajorFunction = IRP_MJ_READ;
	IoSetCompletionRoutine(tail.irp, keep, NULL, TRUE, TRUE, TRUE);
	KeInitializeDpc(&dpc, tail_call_driver, &tail);
	KeInsertQueueDpc(&dpc, NULL, NULL);
	KeFlushQueuedDpcs();
	KUNIT_ASSERT_NOT_NULL(test, toy.request);
	KUNIT_EXPECT_PTR_EQ(test, (PDRIVER_OBJECT)ntparport_irp_sender(tail.irp), toy.driver);
	toy_complete(tail.irp, STATUS_SUCCESS, 0);
	IoFreeIrp(tail.irp);
}

/* Has the driver make a link of its own: it goes when the driver goes. */
static NTSTATUS make_link(void *device)
{
	IO_STATUS_BLOCK result;

	return IoCallDriver(device, IoBuildSynchronousFsdRequest(IRP_MJ_READ, device, NULL, 0, NULL,
								 NULL, &result));
}

static void expect_link_of_driver(struct kunit *test, PDEVICE_OBJECT device)
{
	toy_delete(device);
	log_mark(&toy.log);
	toy_unload();
	EXPECT_LOGGED_ONCE(test, &toy.log, "Tail was never deleted");
}

static void owner_is_known_by_what_was_called(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);

	toy.driver->MajorFunction[IRP_MJ_READ] = tail_link;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, make_link(device));
	expect_link_of_driver(test, device);
}

static NTSTATUS NTAPI enter(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	driver->DriverUnload = tail_unload;
	return tail_device ? STATUS_SUCCESS :
			     IoCreateDevice(driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE,
					    &tail_device);
}

/* Loads and unloads a driver, which deletes the device; NULL: one of its own. */
static void delete_in_unload(struct kunit *test, PDEVICE_OBJECT device)
{
	tail_device = device;
	KUNIT_ASSERT_EQ(test, 0, ntparport_driver_load(THIS_MODULE, enter, "toy2", NULL, 0, NULL,
						       0));
	log_mark(&toy.log);
	ntparport_driver_unload(THIS_MODULE, enter);
}

static void device_is_deleted_only_by_its_own_driver(struct kunit *test)
{
	PDEVICE_OBJECT below = toy_device(test, L"\\Device\\Toy0"), other;

	KUNIT_ASSERT_EQ(test, run("insmod", "/modules/ntparport_careless.ko", "attaches=1"), 0);
	other = IoGetAttachedDevice(below);
	KUNIT_EXPECT_PTR_NE(test, other, below);
	delete_in_unload(test, NULL);
	EXPECT_NOT_LOGGED(test, &toy.log);
	delete_in_unload(test, other);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not the driver's: it is one of ntparport_careless");
	KUNIT_EXPECT_PTR_EQ(test, IoGetAttachedDevice(below), other);
	KUNIT_EXPECT_EQ(test, run("rmmod", "ntparport_careless", NULL), 0);
}

static VOID NTAPI never_ticks(PDEVICE_OBJECT device, PVOID context)
{
}

/* Its code is that of each of them. */
static void driver_has_its_devices_beside_others_in_its_module(struct kunit *test)
{
	PDEVICE_OBJECT devices[2], deleted = toy_device(test, NULL);

	toy_stack(test, devices, 2);
	tail_device = NULL;
	KUNIT_ASSERT_EQ(test, 0, ntparport_driver_load(THIS_MODULE, enter, "toy2", NULL, 0, NULL,
						       0));
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoInitializeTimer(devices[0], never_ticks, NULL));
	IoDetachDevice(devices[0]);
	KUNIT_EXPECT_NULL(test, devices[0]->AttachedDevice);
	ntparport_driver_unload(THIS_MODULE, enter);
	EXPECT_NOT_LOGGED(test, &toy.log);
	toy_forget(deleted);
	delete_in_unload(test, deleted);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* W13: also for a tail call */
static void log_names_what_was_called(struct kunit *test)
{
	KDPC dpc;

	log_mark(&toy.log);
	KeInitializeDpc(&dpc, tail_lower, NULL);
	KeInsertQueueDpc(&dpc, NULL, NULL);
	KeFlushQueuedDpcs();
	EXPECT_LOGGED_ONCE(test, &toy.log, "tail_lower");
	log_mark(&toy.log);
	KeInitializeDpc(&dpc, tail_print, NULL);
	KeInsertQueueDpc(&dpc, NULL, NULL);
	KeFlushQueuedDpcs();
	EXPECT_LOGGED_ONCE(test, &toy.log, "said at the end");
	/* What precedes the text is not the name of ntparport itself. */
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "ntparport: ntparport: "), 0U);
}

/* A routine may continue on another CPU, while others run on its former CPU. */

static KEVENT moved, go_on;

static void move_to_another_cpu(void)
{
	const int other = cpumask_any_but(cpu_online_mask, raw_smp_processor_id());

	KeSetEvent(&moved, IO_NO_INCREMENT, FALSE);
	KeWaitForSingleObject(&go_on, Executive, KernelMode, FALSE, NULL);
	if (other < nr_cpu_ids)
		set_cpus_allowed_ptr(current, cpumask_of(other));
}

static void caller_is_known_after_it_moved(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	struct worker *worker;

	KeInitializeEvent(&moved, NotificationEvent, FALSE);
	KeInitializeEvent(&go_on, NotificationEvent, FALSE);
	toy.driver->MajorFunction[IRP_MJ_READ] = tail_link;
	tail_link_first = move_to_another_cpu;
	worker = worker_start(test, make_link, device);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, wait_for(&moved));
	/* Meanwhile, other routines come and go on all CPUs. */
	log_names_what_was_called(test);
	KeSetEvent(&go_on, IO_NO_INCREMENT, FALSE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, worker_result(test, worker));
	tail_link_first = NULL;
	expect_link_of_driver(test, device);
}

/* A lock is released only by whoever has it. */

static NTSTATUS release_foreign(void *data)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeReleaseSpinLockFromDpcLevel(&lock);
	KeLowerIrql(irql);
	return STATUS_SUCCESS;
}

/*
 * The CPU of the case itself: timers and DPCs must not run where somebody spins with the lock
 * held.
 */
static int home_cpu;

static NTSTATUS have_lock(void *data)
{
	KIRQL irql;

	set_cpus_allowed_ptr(current, cpumask_of(cpumask_any_but(cpu_online_mask, home_cpu)));
	KeAcquireSpinLock(&lock, &irql);
	WRITE_ONCE(*(int *)data, 1);
	while (READ_ONCE(*(int *)data) == 1)
		cpu_relax();
	KeReleaseSpinLock(&lock, irql);
	return STATUS_SUCCESS;
}

static void lock_of_somebody_else_stays_taken(struct kunit *test)
{
	struct worker *worker;
	int state = 0;

	if (num_online_cpus() == 1 || IS_ENABLED(CONFIG_PREEMPT_RT))
		kunit_skip(test, "one CPU has no other; PREEMPT_RT does not know whose a lock is");
	home_cpu = raw_smp_processor_id();
	set_cpus_allowed_ptr(current, cpumask_of(home_cpu));
	KeInitializeSpinLock(&lock);
	worker = worker_start(test, have_lock, &state);
	/* Without sleeping: the timer that would end a sleep could be the other CPU's. */
	while (!READ_ONCE(state))
		cond_resched();
	log_mark(&toy.log);
	release_foreign(NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "the caller does not have the lock");
	WRITE_ONCE(state, 2);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, worker_result(test, worker));
	EXPECT_LOGGED_ONCE(test, &toy.log, "the caller does not have the lock");
}

static struct kunit_case gate_cases[] = {
	KUNIT_CASE_PARAM(dispatch_routine_leaves_all_as_it_was, mistake_gen_params),
	KUNIT_CASE_PARAM(completion_routine_leaves_all_as_it_was, mistake_gen_params),
	KUNIT_CASE(cancel_routine_leaves_all_as_it_was),
	KUNIT_CASE(start_io_leaves_all_as_it_was),
	KUNIT_CASE(entry_and_unload_leave_all_as_it_was),
	KUNIT_CASE(dpc_leaves_all_as_it_was),
	KUNIT_CASE(right_cancel_routine_is_not_blamed),
	KUNIT_CASE(work_item_leaves_all_as_it_was),
	KUNIT_CASE(thread_releases_its_locks_at_its_end),
	KUNIT_CASE(locks_of_a_queue_are_its_own),
	KUNIT_CASE(lock_in_freed_memory_is_released_before),
	KUNIT_CASE(sender_is_known_by_what_was_called),
	KUNIT_CASE(owner_is_known_by_what_was_called),
	KUNIT_CASE(device_is_deleted_only_by_its_own_driver),
	KUNIT_CASE(driver_has_its_devices_beside_others_in_its_module),
	KUNIT_CASE(log_names_what_was_called),
	KUNIT_CASE(caller_is_known_after_it_moved),
	KUNIT_CASE(lock_of_somebody_else_stays_taken),
	{ }
};

static struct kunit_suite gate_suite = {
	.name = "ntparport_windows_gate",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = gate_cases,
};

kunit_test_suites(&gate_suite);
