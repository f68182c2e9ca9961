// SPDX-License-Identifier: GPL-2.0
/* suspend_kunit.c - a machine that sleeps: its ports, and whoever waits for them (L7, W8). */

#include <linux/delay.h>
#include <linux/err.h>

#include "windows.h"

/* The device in sysfs through which suspend reaches the port, with a reference. */
static struct device *suspended(struct kunit *test, struct lpt *lpt)
{
	struct device *device = device_find_child_by_name(&lpt->parport->bus_dev,
							  lpt->parport->name);

	KUNIT_ASSERT_NOT_NULL(test, device);
	return device;
}

/* What suspend to RAM does to a port. */
static void lose_registers(struct lpt *lpt)
{
	outb(0, lpt->base + LPT_DATA);
	outb(0, lpt->base + LPT_CONTROL);
}

static u8 control_of(struct lpt *lpt)
{
	return inb(lpt->base + LPT_CONTROL) & 0x3f;
}

/* L7: a client that waits for interrupts gets them after resume, and its check is called. */
static void idle_client_is_checked_after_resume(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_connected(test, lpt);
	struct device *device = suspended(test, lpt);
	struct log log;
	int checks;

	client_fire(test, client);
	outb(0x5a, lpt->base + LPT_DATA);
	outb(CONTROL_IDLE | CONTROL_IRQ, lpt->base + LPT_CONTROL);
	ASSERT_EVENTUALLY(test, checks_of(client) > 0);
	checks = checks_of(client);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, 0, device->class->pm->suspend(device));
	/* No interrupt may come while the machine is going to sleep. */
	KUNIT_EXPECT_EQ(test, control_of(lpt) & CONTROL_IRQ, 0);
	lose_registers(lpt);
	EXPECT_NOT_LOGGED(test, &log);
	KUNIT_EXPECT_EQ(test, 0, device->class->pm->resume(device));
	EXPECT_LOGGED_ONCE(test, &log, "resumed: the registers are what they were");
	KUNIT_EXPECT_EQ(test, control_of(lpt), CONTROL_IDLE | CONTROL_IRQ);
	KUNIT_EXPECT_EQ(test, inb(lpt->base + LPT_DATA), 0x5a);
	ASSERT_EVENTUALLY(test, checks_of(client) > checks);
	client_fire(test, client);
	put_device(device);
}

/* L7: the holder finds its registers; the check comes when it frees the port. */
static void holder_has_its_registers_after_resume(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_connected(test, lpt);
	struct client *holder = client_create(test, lpt);
	struct device *device = suspended(test, lpt);
	int checks;

	KUNIT_ASSERT_EQ(test, 0, ntparport_allocate(holder->port, NTPARPORT_FOREVER));
	outb(0xa5, lpt->base + LPT_DATA);
	outb(CONTROL_IDLE | 0x02, lpt->base + LPT_CONTROL);
	checks = checks_of(client);
	device->class->pm->suspend(device);
	lose_registers(lpt);
	device->class->pm->resume(device);
	KUNIT_EXPECT_EQ(test, control_of(lpt), CONTROL_IDLE | 0x02);
	KUNIT_EXPECT_EQ(test, inb(lpt->base + LPT_DATA), 0xa5);
	KUNIT_EXPECT_EQ(test, checks_of(client), checks);
	ntparport_free(holder->port);
	ASSERT_EVENTUALLY(test, checks_of(client) > checks);
	put_device(device);
}

/* L7: a port that a Linux driver has is left to that driver; F4 covers what was missed. */
static void port_of_linux_is_left_alone_by_resume(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct client *client = client_connected(test, lpt);
	struct linux_driver *driver = linux_driver_create(test, lpt);
	struct device *device = suspended(test, lpt);
	int checks;

	KUNIT_ASSERT_EQ(test, 0, parport_claim_or_block(driver->device) < 0);
	checks = checks_of(client);
	device->class->pm->suspend(device);
	lose_registers(lpt);
	device->class->pm->resume(device);
	KUNIT_EXPECT_EQ(test, control_of(lpt), 0);
	KUNIT_EXPECT_EQ(test, inb(lpt->base + LPT_DATA), 0);
	KUNIT_EXPECT_EQ(test, checks_of(client), checks);
	parport_release(driver->device);
	ASSERT_EVENTUALLY(test, checks_of(client) > checks);
	put_device(device);
}

static KEVENT frozen_event;

static int wait_for_event(void *alertable)
{
	return KeWaitForSingleObject(&frozen_event, Executive, KernelMode, !!alertable, NULL);
}

static int wait_for_native_port(void *port)
{
	return ntparport_allocate(port, NTPARPORT_FOREVER);
}

static bool sleeps_freezable(struct thread *thread)
{
	return READ_ONCE(thread->task->__state) & TASK_FREEZABLE;
}

/* L7, W8: a program that waits in any of these ways does not keep the machine from sleeping. */
static void waits_can_be_frozen(struct kunit *test)
{
	struct ntparport *port = ntparport_get(0);
	struct thread *threads[3];
	unsigned int n;

	KUNIT_ASSERT_FALSE(test, IS_ERR(port));
	KUNIT_ASSERT_EQ(test, 0, ntparport_allocate(port, NTPARPORT_FOREVER));
	KeInitializeEvent(&frozen_event, NotificationEvent, FALSE);
	threads[0] = thread_start(test, -1, wait_for_event, NULL);
	threads[1] = thread_start(test, -1, wait_for_event, port);
	threads[2] = thread_start(test, -1, wait_for_native_port, port);
	for (n = 0; n < ARRAY_SIZE(threads); n++)
		ASSERT_SEEN(test, sleeps_freezable(threads[n]));
	KeSetEvent(&frozen_event, IO_NO_INCREMENT, FALSE);
	ntparport_free(port);
	for (n = 0; n < ARRAY_SIZE(threads); n++)
		KUNIT_EXPECT_EQ(test, thread_result(test, threads[n]), 0);
	ntparport_free(port);
	ntparport_put(port);
}

static struct kunit_case suspend_cases[] = {
	KUNIT_CASE_PARAM(idle_client_is_checked_after_resume, lpt_gen_params),
	KUNIT_CASE_PARAM(holder_has_its_registers_after_resume, lpt_gen_params),
	KUNIT_CASE_PARAM(port_of_linux_is_left_alone_by_resume, lpt_gen_params),
	KUNIT_CASE(waits_can_be_frozen),
	{ }
};

static struct kunit_suite suspend_suite = {
	.name = "ntparport_suspend",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = fixture_init,
	.exit = fixture_exit,
	.test_cases = suspend_cases,
};

kunit_test_suites(&suspend_suite);
