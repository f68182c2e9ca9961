// SPDX-License-Identifier: GPL-2.0
/* hal_kunit.c - I/O ports: those of a parallel port, and all others. */

#include <linux/bitops.h>
#include <linux/cpumask.h>
#include <linux/device.h>
#include <linux/io.h>
#include <linux/parport.h>
#include <linux/parport_pc.h>
#include <linux/platform_device.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "contexts.h"

#define BASE 0x378
#define LPT_DATA 0
#define LPT_CONTROL 2
#define CONTROL_IDLE 0x0c
/* Nothing is at this address, and it is not a port of the guest's. */
#define NOBODY 0x2f0

static struct parport *parport;

static void unplug(struct parport *port)
{
	struct device *dev = port->dev;

	if (dev->bus == &platform_bus_type) {
		parport_pc_unregister_port(port);
		platform_device_unregister(to_platform_device(dev));
	} else {
		device_release_driver(dev);
	}
}

static int plug(void)
{
	parport = parport_pc_probe_port(BASE, 0, PARPORT_IRQ_NONE, PARPORT_DMA_NONE, NULL, 0);
	return parport ? 0 : -ENODEV;
}

static int hal_suite_init(struct kunit_suite *suite)
{
	struct parport *found = parport_find_base(BASE);

	if (found) {
		parport_put_port(found);
		unplug(found);
	}
	return plug();
}

static void hal_suite_exit(struct kunit_suite *suite)
{
	if (parport)
		unplug(parport);
	parport = NULL;
}

static void *address(unsigned long port)
{
	return (void *)port;
}

static void registers_of_a_port_can_be_accessed(struct kunit *test)
{
	u8 control[4] = { 1, 2, 3, CONTROL_IDLE };
	u8 read[4];
	struct log log;

	log_mark(&log);
	WRITE_PORT_UCHAR(address(BASE + LPT_DATA), 0x5a);
	KUNIT_EXPECT_EQ(test, inb(BASE + LPT_DATA), 0x5a);
	KUNIT_EXPECT_EQ(test, READ_PORT_UCHAR(address(BASE + LPT_DATA)), 0x5a);
	outb(0xa5, BASE + LPT_DATA);
	KUNIT_EXPECT_EQ(test, READ_PORT_UCHAR(address(BASE + LPT_DATA)), 0xa5);
	KUNIT_EXPECT_EQ(test, READ_PORT_UCHAR(address(BASE + LPT_CONTROL)),
			inb(BASE + LPT_CONTROL));
	KUNIT_EXPECT_EQ(test, READ_PORT_USHORT(address(BASE)), inw(BASE));
	WRITE_PORT_BUFFER_UCHAR(address(BASE + LPT_CONTROL), control, sizeof(control));
	KUNIT_EXPECT_EQ(test, inb(BASE + LPT_CONTROL) & 0x0f, CONTROL_IDLE);
	READ_PORT_BUFFER_UCHAR(address(BASE + LPT_DATA), read, sizeof(read));
	KUNIT_EXPECT_EQ(test, memcmp(read, "\xa5\xa5\xa5\xa5", 4), 0);
	EXPECT_NOT_LOGGED(test, &log);
}

#define MANY 1001
#define LAST 0xe8	/* what the last of them is, if the first is 0 */

/* More than are transferred at a time. */
static void many_accesses_are_all_made(struct kunit *test)
{
	u8 *bytes = kunit_kzalloc(test, MANY + 1, GFP_KERNEL);
	struct log log;
	unsigned int n;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	log_mark(&log);
	for (n = 0; n < MANY; n++)
		bytes[n] = n;
	WRITE_PORT_BUFFER_UCHAR(address(BASE + LPT_DATA), bytes, MANY);
	KUNIT_EXPECT_EQ(test, inb(BASE + LPT_DATA), LAST);
	READ_PORT_BUFFER_UCHAR(address(BASE + LPT_DATA), bytes, MANY);
	KUNIT_EXPECT_NULL(test, memchr_inv(bytes, LAST, MANY));
	KUNIT_EXPECT_EQ(test, bytes[MANY], 0);
	EXPECT_NOT_LOGGED(test, &log);
	READ_PORT_BUFFER_UCHAR(address(NOBODY), bytes, MANY);
	KUNIT_EXPECT_NULL(test, memchr_inv(bytes, 0xff, MANY));
	KUNIT_EXPECT_EQ(test, bytes[MANY], 0);
}

/* Addresses at which nothing can be accessed; the last two are not I/O ports at all. */
static const unsigned long refused[] = {
	NOBODY, BASE - 1, 0, 0x61, 0xffff, 0x10000, ~0UL,
};

static void read_all_ones(struct kunit *test, void *port)
{
	u32 buffer[2] = { };
	u32 ones[2] = { U32_MAX, U32_MAX };

	KUNIT_EXPECT_EQ(test, READ_PORT_UCHAR(port), U8_MAX);
	KUNIT_EXPECT_EQ(test, READ_PORT_USHORT(port), U16_MAX);
	KUNIT_EXPECT_EQ(test, READ_PORT_ULONG(port), U32_MAX);
	READ_PORT_BUFFER_UCHAR(port, (u8 *)buffer, 8);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, ones, 8), 0);
	memset(buffer, 0, sizeof(buffer));
	READ_PORT_BUFFER_USHORT(port, (u16 *)buffer, 4);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, ones, 8), 0);
	memset(buffer, 0, sizeof(buffer));
	READ_PORT_BUFFER_ULONG(port, (ULONG *)buffer, 1);
	KUNIT_EXPECT_EQ(test, buffer[0], U32_MAX);
	KUNIT_EXPECT_EQ(test, buffer[1], 0U);
	READ_PORT_BUFFER_ULONG(port, (ULONG *)buffer + 1, 0);
	KUNIT_EXPECT_EQ(test, buffer[1], 0U);
}

static void other_addresses_read_as_all_ones(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(refused); i++)
		read_all_ones(test, address(refused[i]));
	/* Only a part of these is a register. */
	KUNIT_EXPECT_EQ(test, READ_PORT_USHORT(address(BASE - 1)), U16_MAX);
	KUNIT_EXPECT_EQ(test, READ_PORT_ULONG(address(BASE - 3)), U32_MAX);
}

static void other_addresses_are_not_written(struct kunit *test)
{
	/*
	 * CMOS memory behind an index register: if the write came through, it could be read
	 * back.
	 */
	u8 buffer[4] = { };
	u8 before;

	outb(0x0f, 0x70);
	before = inb(0x71);
	WRITE_PORT_UCHAR(address(0x71), ~before);
	WRITE_PORT_BUFFER_UCHAR(address(0x71), buffer, sizeof(buffer));
	WRITE_PORT_USHORT(address(0x71), 0);
	WRITE_PORT_ULONG(address(0x71), 0);
	WRITE_PORT_BUFFER_USHORT(address(0x71), (u16 *)buffer, 2);
	WRITE_PORT_BUFFER_ULONG(address(0x71), (ULONG *)buffer, 1);
	outb(0x0f, 0x70);
	KUNIT_EXPECT_EQ(test, inb(0x71), before);
	/* This reaches a register, but begins before it. */
	outb(0x33, BASE + LPT_DATA);
	WRITE_PORT_USHORT(address(BASE - 1), 0xffff);
	WRITE_PORT_ULONG(address(BASE - 1), ~0U);
	KUNIT_EXPECT_EQ(test, inb(BASE + LPT_DATA), 0x33);
}

static void wrong_address_is_logged_once(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	READ_PORT_UCHAR(address(0xabcd));
	EXPECT_LOGGED_ONCE(test, &log, "READ_PORT_UCHAR: 0xabcd is not a register of a parallel");
	KUNIT_EXPECT_EQ(test, log_lines(&log, "wrong_address_is_logged_once"), 1U);
	READ_PORT_UCHAR(address(0xabcd));
	WRITE_PORT_ULONG(address(0xabcd), 0);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 1U);
	WRITE_PORT_UCHAR(address(0xabce), 0);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "WRITE_PORT_UCHAR: 0xabce"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 2U);
}

static void removed_port_cannot_be_accessed(struct kunit *test)
{
	KUNIT_EXPECT_NE(test, READ_PORT_UCHAR(address(BASE + LPT_CONTROL)), U8_MAX);
	unplug(parport);
	parport = NULL;
	KUNIT_EXPECT_EQ(test, READ_PORT_UCHAR(address(BASE + LPT_CONTROL)), U8_MAX);
	KUNIT_ASSERT_EQ(test, plug(), 0);
	KUNIT_EXPECT_NE(test, READ_PORT_UCHAR(address(BASE + LPT_CONTROL)), U8_MAX);
}

static void access(void *data)
{
	u8 *seen = data;

	WRITE_PORT_UCHAR(address(BASE + LPT_DATA), 0x77);
	seen[0] = READ_PORT_UCHAR(address(BASE + LPT_DATA));
	seen[1] = READ_PORT_UCHAR(address(NOBODY));
}

static void ports_can_be_accessed_at_any_irql(struct kunit *test)
{
	static void (*const contexts[])(struct kunit *, void (*)(void *), void *) = {
		in_dpc, in_interrupt_routine, at_high_level,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(contexts); i++) {
		u8 seen[2] = { };

		contexts[i](test, access, seen);
		KUNIT_EXPECT_EQ(test, seen[0], 0x77);
		KUNIT_EXPECT_EQ(test, seen[1], 0xff);
	}
}

/* What polling loops call. Most of these fail, or find nothing. */
static KEVENT never;
static LARGE_INTEGER no_time;

/* Each thread has its own. */
struct objects {
	KEVENT event;
	KTIMER timer;
	KDPC dpc;
	KSPIN_LOCK lock;
	SINGLE_LIST_ENTRY stack;
	LIST_ENTRY list;
	SLIST_HEADER slist;
	KDEVICE_QUEUE queue;
	KDEVICE_QUEUE_ENTRY entry;
	FAST_MUTEX mutex;
	IO_REMOVE_LOCK removed;
};

static void read_uchar(struct objects *my) { READ_PORT_UCHAR(address(BASE + LPT_DATA)); }
static void read_ushort(struct objects *my) { READ_PORT_USHORT(address(BASE)); }
static void read_buffer(struct objects *my)
{
	UCHAR byte;

	READ_PORT_BUFFER_UCHAR(address(BASE), &byte, 1);
}

static void stall(struct objects *my) { KeStallExecutionProcessor(1); }
static void stall_longer(struct objects *my) { KeStallExecutionProcessor(100); }
static void tick_count(struct objects *my) { LARGE_INTEGER ticks; KeQueryTickCount(&ticks); }
static void system_time(struct objects *my) { LARGE_INTEGER time; KeQuerySystemTime(&time); }
static void interrupt_time(struct objects *my) { KeQueryInterruptTime(); }
static void performance_counter(struct objects *my) { KeQueryPerformanceCounter(NULL); }
static void event_state(struct objects *my) { KeReadStateEvent(&never); }
static void delay(struct objects *my) { KeDelayExecutionThread(KernelMode, FALSE, &no_time); }
static void wait_for_nothing(struct objects *my)
{
	KeWaitForSingleObject(&never, Executive, KernelMode, FALSE, &no_time);
}

static void set_event(struct objects *my) { KeSetEvent(&my->event, IO_NO_INCREMENT, FALSE); }
static void reset_event(struct objects *my) { KeResetEvent(&my->event); }
static void cancel_timer(struct objects *my) { KeCancelTimer(&my->timer); }
static void remove_dpc(struct objects *my) { KeRemoveQueueDpc(&my->dpc); }
static void pop_entry(struct objects *my) { ExInterlockedPopEntryList(&my->stack, &my->lock); }
static void remove_head(struct objects *my) { ExInterlockedRemoveHeadList(&my->list, &my->lock); }
static void pop_slist(struct objects *my) { InterlockedPopEntrySList(&my->slist); }
static void remove_entry(struct objects *my) { KeRemoveEntryDeviceQueue(&my->queue, &my->entry); }
static void try_mutex(struct objects *my) { ExTryToAcquireFastMutex(&my->mutex); }
static void acquire_removed(struct objects *my) { IoAcquireRemoveLock(&my->removed, my); }

static void look_under_lock(struct objects *my)
{
	KIRQL irql;

	KeAcquireSpinLock(&my->lock, &irql);
	KeReleaseSpinLock(&my->lock, irql);
}

static void look_at_dispatch_level(struct objects *my)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeLowerIrql(irql);
}

static void read_no_register(struct objects *my) { READ_PORT_UCHAR(address(NOBODY)); }
static void write_uchar(struct objects *my) { WRITE_PORT_UCHAR(address(BASE + LPT_DATA), 0); }

static void open_no_key(struct objects *my)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Registry\\Machine\\Nothing");
	OBJECT_ATTRIBUTES attributes;
	HANDLE key;

	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	ZwOpenKey(&key, KEY_READ, &attributes);
}

struct polled {
	const char *name;
	void (*call)(struct objects *my);
};

static const struct polled polled[] = {
	{ "READ_PORT_UCHAR", read_uchar }, { "READ_PORT_USHORT", read_ushort },
	{ "READ_PORT_BUFFER_UCHAR", read_buffer },
	{ "KeStallExecutionProcessor", stall }, { "... for longer", stall_longer },
	{ "KeQueryTickCount", tick_count }, { "KeQuerySystemTime", system_time },
	{ "KeQueryInterruptTime", interrupt_time },
	{ "KeQueryPerformanceCounter", performance_counter },
	{ "KeReadStateEvent", event_state }, { "KeDelayExecutionThread", delay },
	{ "KeWaitForSingleObject", wait_for_nothing },
	{ "KeSetEvent", set_event }, { "KeResetEvent", reset_event },
	{ "KeCancelTimer", cancel_timer }, { "KeRemoveQueueDpc", remove_dpc },
	{ "ExInterlockedPopEntryList", pop_entry },
	{ "ExInterlockedRemoveHeadList", remove_head },
	{ "InterlockedPopEntrySList", pop_slist },
	{ "KeRemoveEntryDeviceQueue", remove_entry },
	{ "ExTryToAcquireFastMutex", try_mutex }, { "IoAcquireRemoveLock", acquire_removed },
	{ "KeAcquireSpinLock", look_under_lock }, { "KeRaiseIrql", look_at_dispatch_level },
	{ "READ_PORT_UCHAR of no port", read_no_register }, { "WRITE_PORT_UCHAR", write_uchar },
	{ "ZwOpenKey", open_no_key },
};

static void describe_polled(const struct polled *polled, char *description)
{
	strscpy(description, polled->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(polled, polled, describe_polled);

/* A thread that polls, and how often it slept meanwhile. */
struct poller {
	void (*call)(struct objects *my);
	KPRIORITY priority;
	bool is_bound;		/* to this CPU */
	unsigned int cpu;
	bool stop;
	unsigned long sleeps;
	PKTHREAD thread;
	struct objects *my;
};

static VOID NTAPI run_nothing(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2) { }

/* No list has an entry, and whatever can be tried for fails. */
static void prepare(struct objects *my)
{
	KeInitializeEvent(&my->event, NotificationEvent, FALSE);
	KeInitializeTimer(&my->timer);
	KeInitializeDpc(&my->dpc, run_nothing, NULL);
	KeInitializeSpinLock(&my->lock);
	InitializeListHead(&my->list);
	InitializeSListHead(&my->slist);
	KeInitializeDeviceQueue(&my->queue);
	ExInitializeFastMutex(&my->mutex);
	ExAcquireFastMutex(&my->mutex);
	IoInitializeRemoveLock(&my->removed, 0, 0, 0);
	my->removed.Common.Removed = TRUE;
}

static VOID NTAPI poll(PVOID context)
{
	struct poller *poller = context;
	unsigned long before;

	if (poller->is_bound)
		set_cpus_allowed_ptr(current, cpumask_of(poller->cpu));
	KeSetPriorityThread(KeGetCurrentThread(), poller->priority);
	prepare(poller->my);
	before = current->nvcsw;
	while (!READ_ONCE(poller->stop)) {
		poller->call(poller->my);
		WRITE_ONCE(poller->sleeps, current->nvcsw - before);
	}
}

static void poller_start(struct kunit *test, struct poller *poller)
{
	HANDLE handle;

	poller->my = kunit_kzalloc(test, sizeof(*poller->my), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, poller->my);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			PsCreateSystemThread(&handle, 0, NULL, NULL, NULL, poll, poller));
	ObReferenceObjectByHandle(handle, 0, *PsThreadType, KernelMode, (void **)&poller->thread,
				  NULL);
	ZwClose(handle);
}

static void poller_end(struct poller *poller)
{
	WRITE_ONCE(poller->stop, true);
	KeWaitForSingleObject(poller->thread, Executive, KernelMode, FALSE, NULL);
	ObDereferenceObject(poller->thread);
}

#define SLEEPS 3

/* W7: even at the highest priority, on every CPU. */
static void polling_threads_leave_room(struct kunit *test)
{
	const struct polled *param = test->param_value;
	unsigned int n, cpus = num_online_cpus();
	unsigned long deadline = jiffies + 60 * HZ;
	struct poller *pollers = kunit_kcalloc(test, cpus, sizeof(*pollers), GFP_KERNEL);
	bool slept = false;

	KUNIT_ASSERT_NOT_NULL(test, pollers);
	KeInitializeEvent(&never, NotificationEvent, FALSE);
	for (n = 0; n < cpus; n++) {
		pollers[n].call = param->call;
		pollers[n].priority = HIGH_PRIORITY;
		poller_start(test, &pollers[n]);
	}
	while (!slept && time_before(jiffies, deadline)) {
		schedule_timeout_uninterruptible(1);
		slept = true;
		for (n = 0; n < cpus; n++)
			slept &= READ_ONCE(pollers[n].sleeps) >= SLEEPS;
	}
	KUNIT_EXPECT_TRUE(test, slept);
	for (n = 0; n < cpus; n++)
		poller_end(&pollers[n]);
}

/* Sleeps often by itself, and then takes the CPU from whoever has a lower priority. */
static void read_and_sleep(struct objects *my)
{
	LARGE_INTEGER time = MILLISECONDS(5);

	read_uchar(my);
	KeDelayExecutionThread(KernelMode, FALSE, &time);
}

static const struct sharers {
	void (*calls[3])(struct objects *my);
	int priorities[3];
	const char *name;
} sharers[] = {
	{ { read_uchar, read_uchar }, { HIGH_PRIORITY, HIGH_PRIORITY }, "two of one priority" },
	{ { read_uchar, stall, tick_count }, { HIGH_PRIORITY, HIGH_PRIORITY, HIGH_PRIORITY },
	  "three of one priority" },
	{ { read_uchar, read_uchar }, { HIGH_PRIORITY, LOW_REALTIME_PRIORITY },
	  "two of different priorities" },
	{ { read_and_sleep, read_uchar }, { HIGH_PRIORITY, LOW_REALTIME_PRIORITY },
	  "one that is interrupted often" },
};

static void describe_sharers(const struct sharers *sharers, char *description)
{
	strscpy(description, sharers->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(sharers, sharers, describe_sharers);

#define SLOTS 20
#define SLOT (HZ / 10)

/*
 * W7: several threads of real-time priority poll on one CPU. This one, of normal priority, runs in
 * most tenths of a second. It would in a few of them anyway: of each second, the scheduler keeps
 * 50 ms for threads like this.
 */
static void threads_that_share_a_cpu_leave_room(struct kunit *test)
{
	const struct sharers *param = test->param_value;
	struct poller pollers[ARRAY_SIZE(param->calls)] = { };
	unsigned long begin, passed, ran = 0;
	unsigned int n, cpu = cpumask_any(cpu_online_mask);

	KUNIT_ASSERT_EQ(test, set_cpus_allowed_ptr(current, cpumask_of(cpu)), 0);
	for (n = 0; n < ARRAY_SIZE(pollers) && param->calls[n]; n++) {
		pollers[n].call = param->calls[n];
		pollers[n].priority = param->priorities[n];
		pollers[n].is_bound = true;
		pollers[n].cpu = cpu;
		poller_start(test, &pollers[n]);
	}
	for (begin = jiffies; (passed = jiffies - begin) < SLOTS * SLOT;) {
		ran |= 1UL << passed / SLOT;
		schedule_timeout_uninterruptible(1);
	}
	while (n--)
		poller_end(&pollers[n]);
	set_cpus_allowed_ptr(current, cpu_possible_mask);
	KUNIT_EXPECT_GE_MSG(test, hweight_long(ran), (unsigned long)SLOTS / 2,
			    "in these tenths: %lx", ran);
}

static struct kunit_case hal_cases[] = {
	KUNIT_CASE(registers_of_a_port_can_be_accessed),
	KUNIT_CASE(many_accesses_are_all_made),
	KUNIT_CASE(other_addresses_read_as_all_ones),
	KUNIT_CASE(other_addresses_are_not_written),
	KUNIT_CASE(wrong_address_is_logged_once),
	KUNIT_CASE(removed_port_cannot_be_accessed),
	KUNIT_CASE(ports_can_be_accessed_at_any_irql),
	KUNIT_CASE_PARAM(polling_threads_leave_room, polled_gen_params),
	KUNIT_CASE_PARAM(threads_that_share_a_cpu_leave_room, sharers_gen_params),
	{}
};

static struct kunit_suite hal_suite = {
	.name = "ntparport_windows_hal",
	.suite_init = hal_suite_init,
	.suite_exit = hal_suite_exit,
	.test_cases = hal_cases,
};

kunit_test_suites(&hal_suite);
