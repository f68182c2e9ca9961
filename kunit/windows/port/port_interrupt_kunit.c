// SPDX-License-Identifier: GPL-2.0
/* port_interrupt_kunit.c - interrupts and DIRQL, for drivers that connect by request. */

#include <linux/module.h>

#include "device_client.h"

static unsigned int interrupts;

static BOOLEAN NTAPI isr(PKINTERRUPT interrupt, PVOID context)
{
	lpt_acknowledge(context);
	WRITE_ONCE(interrupts, interrupts + 1);
	wake_up(&happened);
	return TRUE;
}

static void interrupt_is_connected_by_request(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	union system_buffer buffer = {
		.service = { .InterruptServiceRoutine = isr, .InterruptServiceContext = lpt },
	};

	interrupts = 0;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), sizeof(buffer.interrupt)));
	KUNIT_EXPECT_EQ(test, client->result.Information, (ULONG_PTR)sizeof(buffer.interrupt));
	KUNIT_EXPECT_NOT_NULL(test, buffer.interrupt.InterruptObject);
	lpt_fire(lpt);
	EVENTUALLY(test, READ_ONCE(interrupts));
	KUNIT_EXPECT_EQ(test, READ_ONCE(interrupts), 1U);
	memset(&buffer, 0, sizeof(buffer));
	buffer.service.InterruptServiceRoutine = isr;
	buffer.service.InterruptServiceContext = lpt;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), 0));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			ask(client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), 0));
}

struct synchronised {
	unsigned int calls;
	KIRQL irql;
};

static BOOLEAN NTAPI synchronise(PVOID context)
{
	struct synchronised *seen = context;

	seen->calls++;
	seen->irql = KeGetCurrentIrql();
	return 42;
}

static void routine_is_synchronised_with_the_interrupt(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	union system_buffer buffer = {
		.service = { .InterruptServiceRoutine = isr, .InterruptServiceContext = lpt },
	};
	struct synchronised seen = { };
	KIRQL irql;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), sizeof(buffer.interrupt)));
	KUNIT_EXPECT_EQ(test, KeSynchronizeExecution(buffer.interrupt.InterruptObject, synchronise,
						     &seen), 42);
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	/* Locks of PREEMPT_RT leave interrupts on. */
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		KUNIT_EXPECT_GT(test, seen.irql, DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeSynchronizeExecution(buffer.interrupt.InterruptObject, synchronise, &seen);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), DISPATCH_LEVEL);
	KeLowerIrql(irql);
	KUNIT_EXPECT_EQ(test, seen.calls, 2U);
	KUNIT_EXPECT_EQ(test, KeSynchronizeExecution(NULL, synchronise, &seen), FALSE);
	KUNIT_EXPECT_EQ(test, seen.calls, 2U);
	memset(&buffer, 0, sizeof(buffer));
	buffer.service.InterruptServiceRoutine = isr;
	buffer.service.InterruptServiceContext = lpt;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), 0));
}

static NTSTATUS (*threads_work)(void *unused);

static VOID NTAPI run_in_thread(PVOID status)
{
	*(NTSTATUS *)status = threads_work(NULL);
}

/* Runs it as a driver's code, in a thread of the system. */
static NTSTATUS in_thread(struct kunit *test, NTSTATUS (*work)(void *unused))
{
	NTSTATUS status = STATUS_PENDING;
	PVOID thread = NULL;
	HANDLE handle;

	threads_work = work;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL,
					     run_in_thread, &status));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType,
						  KernelMode, &thread, NULL));
	KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL);
	ObDereferenceObject(thread);
	ZwClose(handle);
	return status;
}

/* What a driver does with the interrupt lock, in a thread of its own. */
static struct {
	PKINTERRUPT object;
	KIRQL old, held, still, after;
	struct synchronised refused;
} locked;

static NTSTATUS take_lock(void *unused)
{
	locked.old = KeAcquireInterruptSpinLock(locked.object);
	locked.held = KeGetCurrentIrql();
	KeSynchronizeExecution(locked.object, synchronise, &locked.refused);
	KeAcquireInterruptSpinLock(locked.object);
	KeLowerIrql(PASSIVE_LEVEL);
	locked.still = KeGetCurrentIrql();
	KeReleaseInterruptSpinLock(locked.object, locked.old);
	locked.after = KeGetCurrentIrql();
	KeReleaseInterruptSpinLock(locked.object, locked.old);
	return STATUS_SUCCESS;
}

static NTSTATUS keep_lock(void *unused)
{
	KeAcquireInterruptSpinLock(locked.object);
	return STATUS_SUCCESS;
}

static void lock_of_the_interrupt_is_taken_and_released(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	union system_buffer buffer = {
		.service = { .InterruptServiceRoutine = isr, .InterruptServiceContext = lpt },
	};

	interrupts = 0;
	memset(&locked, 0, sizeof(locked));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), sizeof(buffer.interrupt)));
	locked.object = buffer.interrupt.InterruptObject;
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, in_thread(test, take_lock), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, locked.old, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, locked.after, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, locked.refused.calls, 0U);
	if (!IS_ENABLED(CONFIG_PREEMPT_RT)) {
		KUNIT_EXPECT_GT(test, locked.held, DISPATCH_LEVEL);
		KUNIT_EXPECT_EQ(test, locked.still, locked.held);
		KUNIT_EXPECT_EQ(test, log_lines(&said, "the IRQL is not lowered"), 1U);
	}
	KUNIT_EXPECT_EQ(test, log_lines(&said, "does not have the lock of that interrupt"), 1U);
	/* What is not released is, and interrupts come. */
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, in_thread(test, keep_lock), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "1 spin lock held"), 1U);
	lpt_fire(lpt);
	EVENTUALLY(test, READ_ONCE(interrupts));
	log_mark(&said);
	KeReleaseInterruptSpinLock(locked.object, PASSIVE_LEVEL);
	EXPECT_LOGGED_ONCE(test, &said, "does not have the lock of that interrupt");
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, KeAcquireInterruptSpinLock(NULL), PASSIVE_LEVEL);
	EXPECT_LOGGED_ONCE(test, &said, "is not an interrupt object");
	log_mark(&said);
	KeReleaseInterruptSpinLock(NULL, PASSIVE_LEVEL);
	EXPECT_LOGGED_ONCE(test, &said, "does not have the lock of that interrupt");
	memset(&buffer, 0, sizeof(buffer));
	buffer.service.InterruptServiceRoutine = isr;
	buffer.service.InterruptServiceContext = lpt;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), 0));
}

/* What takes the interrupt lock is refused to whoever has it: on PREEMPT_RT, too. */

static struct {
	PARALLEL_PORT_INFORMATION port;
	PKINTERRUPT object;
	unsigned int good;
} inside;

static BOOLEAN NTAPI call_all(PVOID context)
{
	struct synchronised seen = { };

	inside.port.FreePort(inside.port.Context);
	inside.good += !inside.port.TryAllocatePort(inside.port.Context);
	inside.good += !inside.port.QueryNumWaiters(inside.port.Context);
	inside.good += !KeSynchronizeExecution(inside.object, synchronise, &seen) && !seen.calls;
	return TRUE;
}

static BOOLEAN NTAPI call_all_in_isr(PKINTERRUPT interrupt, PVOID context)
{
	if (!interrupts)
		call_all(NULL);
	return isr(interrupt, context);
}

static void expect_all_refused(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, inside.good, 3U);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "FreePort"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "TryAllocatePort"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "QueryNumWaiters"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "KeSynchronizeExecution"), 1U);
	inside.good = 0;
	log_mark(&said);
}

static void lock_is_not_taken_by_who_has_it(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	union system_buffer buffer = {
		.service = {
			.InterruptServiceRoutine = call_all_in_isr,
			.InterruptServiceContext = lpt,
		},
	};

	interrupts = 0;
	memset(&inside, 0, sizeof(inside));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &inside.port, 0,
			    sizeof(inside.port)));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), sizeof(buffer.interrupt)));
	inside.object = buffer.interrupt.InterruptObject;
	KUNIT_EXPECT_TRUE(test, inside.port.TryAllocatePort(inside.port.Context));
	log_mark(&said);
	KUNIT_EXPECT_TRUE(test, KeSynchronizeExecution(inside.object, call_all, NULL));
	expect_all_refused(test);
	lpt_fire(lpt);
	EVENTUALLY(test, READ_ONCE(interrupts));
	expect_all_refused(test);
	/* It was not freed. */
	KUNIT_EXPECT_FALSE(test, inside.port.TryAllocatePort(inside.port.Context));
	inside.port.FreePort(inside.port.Context);
	memset(&buffer, 0, sizeof(buffer));
	buffer.service.InterruptServiceRoutine = call_all_in_isr;
	buffer.service.InterruptServiceContext = lpt;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), 0));
}

/* Routines that run at DIRQL leave it as it was. */

static KIRQL dirql;

static BOOLEAN NTAPI stay_high(PVOID context)
{
	dirql = KeGetCurrentIrql();
	KfRaiseIrql(HIGH_LEVEL);
	return TRUE;
}

static BOOLEAN NTAPI stay_high_in_isr(PKINTERRUPT interrupt, PVOID context)
{
	isr(interrupt, context);
	return stay_high(NULL);
}

static VOID NTAPI stay_high_in_check(PVOID context)
{
	stay_high(NULL);
}

/* Connects or disconnects this routine, which needs to know the port. */
static void connect(struct kunit *test, struct device_client *client, ULONG code,
		    PKSERVICE_ROUTINE routine, PPARALLEL_DEFERRED_ROUTINE deferred,
		    union system_buffer *buffer)
{
	memset(buffer, 0, sizeof(*buffer));
	buffer->service.InterruptServiceRoutine = routine;
	buffer->service.InterruptServiceContext = lpt_of(test);
	buffer->service.DeferredPortCheckRoutine = deferred;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, code, buffer, sizeof(buffer->service),
			    sizeof(buffer->interrupt)));
}

/* An interrupt that arrives on the other CPU while a driver has the lock has to wait. */

static struct {
	struct lpt *lpt;
	PKINTERRUPT object;
	bool arrived;
	unsigned int during;
} waiting;

static NTSTATUS hold_off_interrupt(void *unused)
{
	const unsigned int before = READ_ONCE(interrupts);
	KIRQL old;

	KeSetSystemAffinityThread(1 << OTHER_CPU);
	old = KeAcquireInterruptSpinLock(waiting.object);
	lpt_fire(waiting.lpt);
	waiting.arrived = spin_until(lpt_in_handler(waiting.lpt));
	/* Long enough for a handler that does not wait to call the routine. */
	KeStallExecutionProcessor(2000);
	waiting.during = READ_ONCE(interrupts) - before;
	KeReleaseInterruptSpinLock(waiting.object, old);
	KeRevertToUserAffinityThread();
	return STATUS_SUCCESS;
}

static void interrupt_waits_for_the_lock(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	union system_buffer buffer;

	/* Skips the case if there is no such CPU. */
	stay_on(test, OTHER_CPU);
	WRITE_ONCE(interrupts, 0);
	memset(&waiting, 0, sizeof(waiting));
	connect(test, client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, isr, NULL, &buffer);
	waiting.lpt = lpt;
	waiting.object = buffer.interrupt.InterruptObject;
	KUNIT_EXPECT_EQ(test, in_thread(test, hold_off_interrupt), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, waiting.arrived);
	KUNIT_EXPECT_EQ(test, waiting.during, 0U);
	EVENTUALLY(test, READ_ONCE(interrupts) == 1);
	connect(test, client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, isr, NULL, &buffer);
}

/* The object of IoConnectInterrupt() has two locks: the port's, and the driver's. */

static struct {
	KSPIN_LOCK lock;
	PKINTERRUPT object;
	bool taken, released;
	struct synchronised refused;
} own;

static NTSTATUS take_own_lock(void *unused)
{
	KIRQL old = KeAcquireInterruptSpinLock(own.object);

	own.taken = is_locked(&own.lock);
	KeSynchronizeExecution(own.object, synchronise, &own.refused);
	KeReleaseInterruptSpinLock(own.object, old);
	own.released = !IS_ENABLED(CONFIG_SMP) || !is_locked(&own.lock);
	return STATUS_SUCCESS;
}

static NTSTATUS keep_own_lock(void *unused)
{
	KeAcquireInterruptSpinLock(own.object);
	return STATUS_SUCCESS;
}

static void lock_of_the_driver_is_taken_and_released(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	KAFFINITY processors;
	ULONG vector;
	KIRQL irql;

	memset(&own, 0, sizeof(own));
	WRITE_ONCE(interrupts, 0);
	KeInitializeSpinLock(&own.lock);
	vector = HalGetInterruptVector(Isa, 0, lpt->line, lpt->line, &irql, &processors);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoConnectInterrupt(&own.object, isr, lpt, &own.lock, vector, irql, irql,
					   Latched, TRUE, 1, FALSE));
	KUNIT_EXPECT_EQ(test, in_thread(test, take_own_lock), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, own.taken);
	KUNIT_EXPECT_TRUE(test, own.released);
	KUNIT_EXPECT_EQ(test, own.refused.calls, 0U);
	/* What is not released is, both of them, and interrupts come. */
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, in_thread(test, keep_own_lock), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "2 spin locks held"), 1U);
	lpt_fire(lpt);
	EVENTUALLY(test, READ_ONCE(interrupts));
	IoDisconnectInterrupt(own.object);
	log_mark(&said);
	KeAcquireInterruptSpinLock(own.object);
	EXPECT_LOGGED_ONCE(test, &said, "is not an interrupt object");
}

static void routines_at_dirql_leave_the_irql_as_it_was(struct kunit *test)
{
	struct device_client *client = client_of_port(test, lpt_of(test)->number);
	union system_buffer buffer;
	KIRQL irql;

	log_mark(&said);
	connect(test, client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, isr, stay_high_in_check,
		&buffer);
	ASSERT_SEEN(test,
		    log_lines(&said, "stay_high_in_check [ntparport_kunit] returned at IRQL"));
	KUNIT_EXPECT_TRUE(test, KeSynchronizeExecution(buffer.interrupt.InterruptObject, stay_high,
						       NULL));
	KUNIT_EXPECT_EQ(test, log_lines(&said, "stay_high [ntparport_kunit] returned at IRQL"), 1U);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	connect(test, client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, isr, stay_high_in_check,
		&buffer);
	/* Nothing of it is left. */
	KeRaiseIrql(dirql + 1, &irql);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), dirql + 1);
	KeLowerIrql(irql);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
}

static void isr_leaves_the_irql_as_it_was(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	union system_buffer buffer;

	/* Other kernels call it directly: not one instruction is spent on checks. */
	if (!IS_ENABLED(CONFIG_PROVE_LOCKING) && !IS_ENABLED(CONFIG_DEBUG_ATOMIC_SLEEP))
		kunit_skip(test, "only kernels that find mistakes look at interrupt routines");
	WRITE_ONCE(interrupts, 0);
	log_mark(&said);
	connect(test, client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, stay_high_in_isr, NULL,
		&buffer);
	lpt_fire(lpt);
	EVENTUALLY(test, READ_ONCE(interrupts) == 1);
	ASSERT_SEEN(test, log_lines(&said, "stay_high_in_isr [ntparport_kunit] returned at IRQL"));
	connect(test, client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, stay_high_in_isr, NULL,
		&buffer);
}

static void connect_at_dispatch_level_is_refused(struct kunit *test)
{
	struct device_client *client = client_of_port(test, 0);
	union system_buffer buffer = { .service.InterruptServiceRoutine = isr };
	NTSTATUS status;
	PIRP irp;
	KIRQL irql;

	irp = IoBuildDeviceIoControlRequest(IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT,
					    client->device, &buffer, sizeof(buffer.service),
					    &buffer, sizeof(buffer.interrupt), TRUE,
					    &client->event, &client->result);
	log_mark(&said);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	status = IoCallDriver(client->device, irp);
	KeLowerIrql(irql);
	KUNIT_EXPECT_EQ(test, status, STATUS_INVALID_DEVICE_STATE);
	EXPECT_LOGGED_ONCE(test, &said, "PASSIVE_LEVEL");
}

static struct kunit_case port_interrupt_cases[] = {
	KUNIT_CASE_PARAM(interrupt_is_connected_by_request, lpt_gen_params),
	KUNIT_CASE_PARAM(routine_is_synchronised_with_the_interrupt, lpt_gen_params),
	KUNIT_CASE_PARAM(lock_of_the_interrupt_is_taken_and_released, lpt_gen_params),
	KUNIT_CASE_PARAM(interrupt_waits_for_the_lock, lpt_gen_params),
	KUNIT_CASE_PARAM(lock_of_the_driver_is_taken_and_released, lpt_gen_params),
	KUNIT_CASE_PARAM(lock_is_not_taken_by_who_has_it, lpt_gen_params),
	KUNIT_CASE_PARAM(routines_at_dirql_leave_the_irql_as_it_was, lpt_gen_params),
	KUNIT_CASE_PARAM(isr_leaves_the_irql_as_it_was, lpt_gen_params),
	KUNIT_CASE(connect_at_dispatch_level_is_refused),
	{ }
};

static struct kunit_suite port_interrupt_suite = {
	.name = "ntparport_windows_port_interrupt",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = port_init,
	.exit = port_exit,
	.test_cases = port_interrupt_cases,
};

kunit_test_suites(&port_interrupt_suite);
