// SPDX-License-Identifier: GPL-2.0
/*
 * world_kunit.c - a world that misbehaves: level-triggered lines shared with foreign devices,
 * interrupts for nothing, lines that are refused, and ports that go at the wrong moment. All on
 * the ports of fake_port.h.
 */

#include <linux/irqflags.h>
#include <linux/irq_work.h>
#include <linux/pci.h>
#include <linux/printk.h>

#include "neighbour.h"
#include "fake_port.h"

static struct foreign_device foreign;

/* What the case's clients do when they are called. */
static void serve(struct client *client)
{
	fake_acknowledge(fake_of(client->lpt));
}

/* A client whose device may interrupt. */
static struct client *client_serving(struct kunit *test, struct fake_port *fake)
{
	struct client *client = client_create(test, &fake->lpt);

	client->on_interrupt = serve;
	client_connect(test, client);
	fake_write_control(fake, CONTROL_IDLE | CONTROL_IRQ);
	return client;
}

/* A client whose device is quiet, and which says so. */
static struct client *client_declining(struct kunit *test, struct fake_port *fake)
{
	struct client *client = client_create(test, &fake->lpt);

	client->answer = 0;
	client_connect(test, client);
	return client;
}

static void foreign_device_come(struct kunit *test, struct fake_port *fake)
{
	KUNIT_ASSERT_EQ(test, 0, foreign_device_request(&foreign, fake));
}

static void glitch(struct kunit *test, struct fake_port *fake)
{
	fake_glitch(fake);
	ASSERT_SEEN(test, fake_glitched(fake));
}

/*
 * Whether the kernel counts none of the line's interrupts as unhandled. (With PREEMPT_RT it
 * counts what a thread has handled only when the next one comes, and the first one as
 * unhandled.)
 */
static bool all_were_handled(struct fake_port *fake)
{
	int unhandled = fake_line_unhandled(fake);

	return !unhandled || (IS_ENABLED(CONFIG_PREEMPT_RT) && unhandled == 1);
}

/*
 * I1, I2: interrupts of a foreign device on the line are offered to clients, and left to that
 * device's driver.
 */
static void foreign_device_is_served(struct kunit *test)
{
	struct fake_port *fake = fake_of(lpt_of(test));
	struct client *client = client_declining(test, fake);
	struct ntparport_information before, after;
	int i, calls = interrupts_of(client);

	before = facts_of(client);
	foreign_device_come(test, fake);
	for (i = 1; i <= 100; i++) {
		foreign_device_raise(&foreign);
		ASSERT_EVENTUALLY(test, atomic_read(&foreign.served) == i);
	}
	EVENTUALLY(test, interrupts_of(client) >= calls + 100);
	after = facts_of(client);
	KUNIT_EXPECT_GE(test, after.interrupts, before.interrupts + 100);
	KUNIT_EXPECT_EQ(test, after.handled, before.handled);
}

/* I1: a device that raises the line at the same moment as a foreign device is not overlooked. */
static void devices_that_raise_the_line_together_are_served(struct kunit *test)
{
	struct fake_port *fake = fake_of(lpt_of(test));
	unsigned long flags;
	int i;

	client_serving(test, fake);
	foreign_device_come(test, fake);
	for (i = 1; i <= 100; i++) {
		local_irq_save(flags);
		if (i % 2)
			foreign_device_raise(&foreign);
		fake_raise(fake);
		if (i % 2 == 0)
			foreign_device_raise(&foreign);
		local_irq_restore(flags);
		ASSERT_EVENTUALLY(test, atomic_read(&foreign.served) == i);
		ASSERT_SEEN(test, !fake_pending(fake));
	}
}

/* I1: a line that stays up makes one interrupt after the other, until everything is served. */
static void line_that_stays_up_is_served(struct kunit *test)
{
	struct fake_port *fake = fake_of(lpt_of(test));
	struct client *client = client_serving(test, fake);
	struct client *other = client_declining(test, fake);
	int before = interrupts_of(client), others = interrupts_of(other);
	unsigned long flags;
	int i;

	/* Raise all at once, so that none of them can be a new edge. */
	local_irq_save(flags);
	for (i = 0; i < 100; i++)
		fake_raise(fake);
	local_irq_restore(flags);
	EVENTUALLY(test, interrupts_of(other) >= others + 100);
	KUNIT_EXPECT_EQ(test, interrupts_of(client), before + 100);
	KUNIT_EXPECT_EQ(test, interrupts_of(other), others + 100);
	KUNIT_EXPECT_EQ(test, fake_pending(fake), 0U);
}

/*
 * C8, I1: the device of a client that has the port holds the line up before anybody has that:
 * the first interrupt finds the routine in place.
 */
static void line_that_is_up_is_served_from_the_first(struct kunit *test)
{
	struct fake_port *fake = fake_of(lpt_of(test));
	struct client *client = client_create(test, &fake->lpt);
	int i;

	client->on_interrupt = serve;
	for (i = 1; i <= 10; i++) {
		KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
		fake_write_control(fake, CONTROL_IDLE | CONTROL_IRQ);
		if (fake == &fake_direct)
			fake_raise(fake);
		client_connect(test, client);
		if (fake == &fake_parport)
			fake_raise(fake);
		EVENTUALLY(test, interrupts_of(client) == i);
		KUNIT_EXPECT_TRUE(test, all_were_handled(fake));
		KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
		ntparport_free(client->port);
	}
}

/* I2: the kernel turns off a line that nobody serves, so it must be told the truth. */
static void spurious_interrupts_are_declined(struct kunit *test)
{
	struct fake_port *fake = &fake_direct;
	struct client *client = client_declining(test, fake);
	struct client *other;
	int i;

	for (i = 0; i < 3; i++)
		glitch(test, fake);
	EVENTUALLY(test, interrupts_of(client) >= 3);
	KUNIT_EXPECT_GT(test, fake_line_unhandled(fake), 0);

	/* The count begins anew when the line is requested again. */
	KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
	client_connect(test, client);
	other = client_serving(test, fake);
	for (i = 0; i < 3; i++)
		glitch(test, fake);
	EVENTUALLY(test, interrupts_of(other) >= 3);
	KUNIT_EXPECT_TRUE(test, all_were_handled(fake));
}

/* This many interrupts in one go; the kernel looks at a hundred thousand together. */
#define BATCH 1000

/*
 * D5: a line that the kernel has turned off because nobody cared is as good as new for the next
 * client.
 */
static void line_nobody_cared_for_can_be_had_again(struct kunit *test)
{
	struct fake_port *fake = &fake_direct;
	struct client *client = client_declining(test, fake);
	unsigned long deadline = jiffies + PATIENCE;
	int unhandled, before;

	/* scan_console() of qemu/guest.sh ignores what is between these two lines. */
	pr_info("expected report begins\n");
	while (!fake_line_is_off(fake) && time_before(jiffies, deadline)) {
		fake_glitches(fake, BATCH);
		if (!spin_until(fake_glitched(fake) || fake_line_is_off(fake)))
			break;
		cond_resched();
	}
	pr_info("expected report ends\n");
	unhandled = fake_line_unhandled(fake);
	if (!fake_line_is_off(fake)) {
		KUNIT_ASSERT_GT(test, unhandled, 0);
		/* The kernel does not count interrupts that came a tenth of a second earlier. */
		kunit_skip(test, "this machine is too slow for the kernel to turn the line off");
	}
	fake_calm(fake);

	KUNIT_EXPECT_EQ(test, 0, client_disconnect(client));
	client = client_serving(test, fake);
	KUNIT_EXPECT_FALSE(test, fake_line_is_off(fake));
	before = interrupts_of(client);
	fake_raise(fake);
	EVENTUALLY(test, interrupts_of(client) == before + 1);
}

/* I2: it is enough if one of several clients cares: then the line stays on. */
static void line_somebody_cares_for_stays(struct kunit *test)
{
	struct fake_port *fake = &fake_direct;
	unsigned long deadline = jiffies + PATIENCE;
	struct client *client;
	bool came = true;

	client_declining(test, fake);
	client = client_serving(test, fake);
	client_declining(test, fake);
	/* With PREEMPT_RT one call may stand for several interrupts. */
	while (came && interrupts_of(client) < 101 * BATCH && time_before(jiffies, deadline)) {
		fake_glitches(fake, BATCH);
		came = spin_until(fake_glitched(fake));
		cond_resched();
	}
	KUNIT_EXPECT_TRUE(test, came);
	KUNIT_EXPECT_TRUE(test, all_were_handled(fake));
	KUNIT_EXPECT_FALSE(test, fake_line_is_off(fake));
	if (came && interrupts_of(client) < 101 * BATCH)
		kunit_skip(test, "this machine is too slow for a hundred thousand interrupts");
}

struct refusal {
	const char *name;
	int error;
	int status;
	const char *text;
};

static const struct refusal refusals[] = {
	{ "no such line", -ENXIO, -EOPNOTSUPP, "interrupt 45 is not available (error -6)" },
	{ "hardware fault", -EIO, -EOPNOTSUPP, "interrupt 45 is not available (error -5)" },
	{ "not allowed", -EPERM, -EOPNOTSUPP, "interrupt 45 is not available (error -1)" },
	{ "busy", -EBUSY, -EBUSY, "interrupt 45 is busy" },
	{ "no memory", -ENOMEM, -ENOMEM, "no memory to request interrupt 45" },
};

static void describe_refusal(const struct refusal *refusal, char *description)
{
	strscpy(description, refusal->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(refusals, refusals, describe_refusal);

/* C6: request_irq() fails: the status says so, the log has one line, and nothing is left. */
static void refused_line_is_reported(struct kunit *test)
{
	const struct refusal *refusal = test->param_value;
	struct fake_port *fake = &fake_direct;
	struct client *client = client_create(test, &fake->lpt);
	struct log log;

	client->on_interrupt = serve;
	fake->line.refusal = refusal->error;
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, refusal->status,
			ntparport_connect(client->port, &client->service, &client->information));
	EXPECT_LOGGED_ONCE(test, &log, refusal->text);
	KUNIT_EXPECT_EQ(test, facts_of(client).connections, 0U);
	KUNIT_EXPECT_FALSE(test, facts_of(client).have_port);
	KUNIT_EXPECT_PTR_EQ(test, fake->lpt.parport->cad, NULL);

	fake->line.refusal = 0;
	client_connect(test, client);
	fake_write_control(fake, CONTROL_IDLE | CONTROL_IRQ);
	fake_raise(fake);
	EVENTUALLY(test, interrupts_of(client) == 1);
}

/* C7: the low-level driver is being unloaded: the port is refused, and loops pass over it. */
static void port_of_a_driver_that_goes_is_refused(struct kunit *test)
{
	struct fake_port *fake = fake_of(lpt_of(test));
	unsigned int found = 0;
	struct ntparport *port;

	fake_set_going(fake, true);
	port = ntparport_get(fake->lpt.number);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(port), -ENODEV);
	ntparport_for_each(port) {
		struct ntparport_information facts;

		KUNIT_EXPECT_EQ(test, 0, ntparport_get_information(port, &facts));
		KUNIT_EXPECT_NE(test, facts.number, fake->lpt.number);
		found++;
	}
	KUNIT_EXPECT_EQ(test, found, 4U);
	KUNIT_EXPECT_PTR_EQ(test, fake->lpt.parport->devices, NULL);

	fake_set_going(fake, false);
	client_serving(test, fake);
}

/* So that it can be plugged in again: since Linux 6.10, parport cannot fill gaps in the numbers. */
static void unplug_with_those_behind(struct fake_port *fake)
{
	fake_unplug(&fake_parport);
	fake_unplug(fake);
}

/* ntparport_get_information(): a port on a PCI card says so. */
static void pci_card_is_known(struct kunit *test)
{
	struct fake_port *fake = fake_of(lpt_of(test));
	struct pci_dev *card = pci_get_device(PCI_ANY_ID, PCI_ANY_ID, NULL);
	struct client *client = client_create(test, &fake->lpt);
	int err;

	KUNIT_EXPECT_FALSE(test, facts_of(client).pci);
	client_destroy(client);
	if (!card)
		kunit_skip(test, "this machine has no PCI bus");
	unplug_with_those_behind(fake);
	err = fake_plug(fake, &card->dev);
	pci_dev_put(card);
	KUNIT_ASSERT_EQ(test, 0, err);
	client = client_serving(test, fake);
	KUNIT_EXPECT_TRUE(test, facts_of(client).pci);
	fake_raise(fake);
	EVENTUALLY(test, interrupts_of(client) == 1);
}

struct oddity {
	const char *name;
	unsigned long base;
	unsigned int modes;
	bool multiplexed;
	const char *text;
};

static const struct oddity oddities[] = {
	{ "no I/O base", 0, PARPORT_MODE_PCSPP, false, "not a PC-style port" },
	{ "other registers", 0x268, PARPORT_MODE_TRISTATE, false, "not a PC-style port" },
	{ "multiplexed", 0x268, PARPORT_MODE_PCSPP, true, "behind a multiplexer" },
};

static void describe_oddity(const struct oddity *oddity, char *description)
{
	strscpy(description, oddity->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(oddities, oddities, describe_oddity);

/* A port that is not like a PC's is left alone, and the log says so. */
static void odd_port_is_left_alone(struct kunit *test)
{
	const struct oddity *oddity = test->param_value;
	struct parport *physical = fake_direct.lpt.parport;
	struct device_driver *driver = driver_find("ntparport", physical->bus_dev.bus);
	struct parport *parport = parport_register_port(oddity->base, PARPORT_IRQ_NONE,
							PARPORT_DMA_NONE, &fake_direct.operations);
	struct ntparport *port;
	struct log log;

	KUNIT_ASSERT_NOT_NULL(test, parport);
	parport->modes = oddity->modes;
	if (oddity->multiplexed)
		parport->physport = physical;
	log_mark(&log);
	/* As parport does when it announces a port. */
	if (driver)
		to_parport_driver(driver)->match_port(parport);
	port = ntparport_get(parport->number);
	parport_del_port(parport);
	KUNIT_EXPECT_NOT_NULL(test, driver);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(port), -ENODEV);
	EXPECT_LOGGED_ONCE(test, &log, oddity->text);
}

/*
 * L4, F4: on a level-triggered line, a Linux driver is not disturbed by interrupts that a
 * client has enabled, and the client's device is served when the port is back.
 */
static void device_of_a_client_is_quiet_under_linux(struct kunit *test)
{
	struct fake_port *fake = fake_of(lpt_of(test));
	struct client *client = client_serving(test, fake);
	struct linux_driver *driver = linux_driver_create(test, &fake->lpt);
	int before, checks;

	KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
	before = interrupts_of(client);
	checks = checks_of(client);
	fake_raise(fake);
	foreign_device_come(test, fake);
	/* If the client's device still interrupted, that would come together with this one. */
	foreign_device_raise(&foreign);
	EVENTUALLY(test, atomic_read(&foreign.served) == 1);
	KUNIT_EXPECT_EQ(test, fake_pending(fake), 1U);
	KUNIT_EXPECT_EQ(test, interrupts_of(client), before);
	KUNIT_EXPECT_EQ(test, fake->control & CONTROL_IRQ, 0);

	parport_release(driver->device);
	ASSERT_SEEN(test, !fake_pending(fake));
	EVENTUALLY(test, checks_of(client) > checks);
	KUNIT_EXPECT_EQ(test, fake->control & CONTROL_IRQ, CONTROL_IRQ);
}

/*
 * L2, L3, L6: the line rises whenever the registers are touched, even in the middle of a claim:
 * the port changes hands all the same, and interrupts that are Linux's go to Linux.
 */
static void port_that_interrupts_at_every_touch_changes_hands(struct kunit *test)
{
	struct fake_port *fake = fake_of(lpt_of(test));
	struct client *client = client_serving(test, fake);
	struct linux_driver *driver = linux_driver_create(test, &fake->lpt);
	int i, touched = atomic_read(&fake->touched);

	WRITE_ONCE(fake->restless, true);
	for (i = 0; i < 200; i++) {
		int before, checks;

		KUNIT_ASSERT_EQ(test, 0, parport_claim(driver->device));
		ASSERT_SEEN(test, fake_glitched(fake));
		before = interrupts_of(client);
		checks = checks_of(client);
		glitch(test, fake);
		KUNIT_EXPECT_EQ(test, interrupts_of(client), before);
		parport_release(driver->device);
		EVENTUALLY(test, checks_of(client) > checks);
	}
	KUNIT_EXPECT_GE(test, atomic_read(&fake->touched), touched + 400);
	WRITE_ONCE(fake->restless, false);
	ASSERT_SEEN(test, fake_glitched(fake));
	fake_raise(fake);
	ASSERT_SEEN(test, !fake_pending(fake));
}

/* Interrupts, from one CPU, of a port that the case is about to lose. */
struct nuisance {
	struct fake_port *fake;
	struct parport *parport;
	struct irq_work work;
	bool stop;
	unsigned int calls;
};

/* Calls as the low-level driver of a port with several lines does. */
static void nuisance_call(struct irq_work *work)
{
	struct nuisance *nuisance = container_of(work, struct nuisance, work);

	parport_irq_handler(0, nuisance->parport);
	nuisance->calls++;
}

static int nuisance_glitch(void *data)
{
	struct nuisance *nuisance = data;

	while (!READ_ONCE(nuisance->stop)) {
		if (fake_glitched(nuisance->fake))
			fake_glitch(nuisance->fake);
		cond_resched();
	}
	return 0;
}

static atomic_t inside, together;

static void enter(struct client *client)
{
	if (atomic_inc_return(&inside) != 1)
		atomic_inc(&together);
	cpu_relax();
	atomic_dec(&inside);
}

#define MANY 2000

static int nuisance_calls(void *data)
{
	struct nuisance *nuisance = data;
	int i;

	for (i = 0; i < MANY; i++) {
		irq_work_queue(&nuisance->work);
		irq_work_sync(&nuisance->work);
		cond_resched();
	}
	return 0;
}

/*
 * I1, I2: a low-level driver calls from all CPUs at once: each call counts, and they are taken one
 * at a time.
 */
static void calls_from_all_cpus_are_taken_in_turn(struct kunit *test)
{
	struct fake_port *fake = &fake_parport;
	struct nuisance nuisances[2] = { };
	struct thread *threads[2];
	struct client *client = client_create(test, &fake->lpt);
	int i;

	atomic_set(&inside, 0);
	atomic_set(&together, 0);
	client->on_interrupt = enter;
	client_connect(test, client);
	for (i = 0; i < ARRAY_SIZE(threads); i++) {
		nuisances[i].parport = fake->lpt.parport;
		nuisances[i].work = IRQ_WORK_INIT(nuisance_call);
		threads[i] = thread_start(test, i, nuisance_calls, &nuisances[i]);
	}
	for (i = 0; i < ARRAY_SIZE(threads); i++)
		KUNIT_EXPECT_EQ(test, 0, thread_result(test, threads[i]));
	KUNIT_EXPECT_EQ(test, nuisances[0].calls + nuisances[1].calls, 2U * MANY);
	KUNIT_EXPECT_EQ(test, interrupts_of(client), 2 * MANY);
	KUNIT_EXPECT_EQ(test, atomic_read(&together), 0);
}

/*
 * L5, D3: a port goes in the middle of its interrupts; after that, no routine is called any
 * longer.
 */
static void port_vanishes_under_its_interrupts(struct kunit *test)
{
	struct fake_port *fake = fake_of(lpt_of(test));
	struct nuisance *nuisance = kunit_kzalloc(test, sizeof(*nuisance), GFP_KERNEL);
	struct request *request = kunit_kzalloc(test, sizeof(*request), GFP_KERNEL);
	unsigned int round, interrupts = 0;
	struct thread *thread;

	KUNIT_ASSERT_NOT_NULL(test, nuisance);
	KUNIT_ASSERT_NOT_NULL(test, request);
	nuisance->fake = fake;
	thread = thread_start(test, OTHER_CPU, nuisance_glitch, nuisance);
	for (round = 0; round < 20; round++) {
		struct client *client = client_serving(test, fake);
		struct client *waiter = client_declining(test, fake);
		int before;

		request_init(request);
		KUNIT_ASSERT_TRUE(test, ntparport_try_allocate(client->port));
		KUNIT_ASSERT_EQ(test, -EINPROGRESS,
				ntparport_allocate_async(waiter->port, &request->waiter));
		before = interrupts_of(client);
		EVENTUALLY(test, interrupts_of(client) != before);

		unplug_with_those_behind(fake);
		before = interrupts_of(client);
		interrupts += before;
		EVENTUALLY(test, completions_of(request) == 1);
		KUNIT_EXPECT_EQ(test, request->status, -ENODEV);
		KUNIT_EXPECT_EQ(test, -ENODEV, client_disconnect(client));
		KUNIT_EXPECT_EQ(test, interrupts_of(client), before);
		/* The port keeps its number for as long as anybody refers to it. */
		client_destroy(client);
		client_destroy(waiter);
		KUNIT_ASSERT_EQ(test, 0, fake_plug(fake, NULL));
	}
	WRITE_ONCE(nuisance->stop, true);
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	kunit_info(test, "%u rounds, %u interrupts\n", round, interrupts);
}

static struct {
	bool entered;
	bool removing;
} visit;

/* On the first call, stays for a while after the removal has begun. */
static void stay(struct client *client)
{
	int i;

	if (READ_ONCE(visit.removing))
		return;
	/* Pairs with the case. */
	smp_store_release(&visit.entered, true);
	spin_until(READ_ONCE(visit.removing));
	for (i = 0; i < 100000; i++)
		cpu_relax();
	WRITE_ONCE(visit.entered, false);
}

static int glitch_once(void *data)
{
	fake_glitch(data);
	return 0;
}

/* D3, L5: removing a port waits for an interrupt routine that is running. */
static void removal_waits_for_interrupt_routine(struct kunit *test)
{
	struct fake_port *fake = fake_of(lpt_of(test));
	struct client *client = client_create(test, &fake->lpt);

	visit.entered = false;
	visit.removing = false;
	client->on_interrupt = stay;
	client_connect(test, client);
	stay_on(test, OTHER_CPU);
	thread_start(test, INTERRUPT_CPU, glitch_once, fake);
	/* Pairs with stay(). */
	KUNIT_ASSERT_TRUE(test, spin_until(smp_load_acquire(&visit.entered)));
	WRITE_ONCE(visit.removing, true);
	fake_unplug(fake);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(visit.entered));
}

static void world_suite_exit(struct kunit_suite *suite)
{
	fake_line_destroy(&fake_parport);
	fake_line_destroy(&fake_direct);
	fixture_suite_exit(suite);
}

static int world_suite_init(struct kunit_suite *suite)
{
	int err = fixture_suite_init(suite);

	if (err)
		return err;
	err = fake_line_create(&fake_direct) ?: fake_line_create(&fake_parport);
	if (err) {
		pr_err("no lines for fake ports (%d)\n", err);
		world_suite_exit(suite);
	}
	return err;
}

static int world_init(struct kunit *test)
{
	return fixture_init(test) ?: fake_plug(&fake_direct, NULL) ?:
	       fake_plug(&fake_parport, NULL);
}

static void world_exit(struct kunit *test)
{
	foreign_device_free(&foreign);
	neighbour_exit(test);
	fake_calm(&fake_direct);
	fake_calm(&fake_parport);
}

static struct kunit_case world_cases[] = {
	KUNIT_CASE_PARAM(foreign_device_is_served, fake_gen_params),
	KUNIT_CASE_PARAM(devices_that_raise_the_line_together_are_served, fake_gen_params),
	KUNIT_CASE_PARAM(line_that_stays_up_is_served, fake_gen_params),
	KUNIT_CASE_PARAM(line_that_is_up_is_served_from_the_first, fake_gen_params),
	KUNIT_CASE(spurious_interrupts_are_declined),
	KUNIT_CASE(line_nobody_cared_for_can_be_had_again),
	KUNIT_CASE(line_somebody_cares_for_stays),
	KUNIT_CASE_PARAM(refused_line_is_reported, refusals_gen_params),
	KUNIT_CASE_PARAM(port_of_a_driver_that_goes_is_refused, fake_gen_params),
	KUNIT_CASE_PARAM(pci_card_is_known, fake_gen_params),
	KUNIT_CASE_PARAM(odd_port_is_left_alone, oddities_gen_params),
	KUNIT_CASE_PARAM(device_of_a_client_is_quiet_under_linux, fake_gen_params),
	KUNIT_CASE_PARAM(port_that_interrupts_at_every_touch_changes_hands, fake_gen_params),
	KUNIT_CASE(calls_from_all_cpus_are_taken_in_turn),
	KUNIT_CASE_PARAM(port_vanishes_under_its_interrupts, fake_gen_params),
	KUNIT_CASE_PARAM(removal_waits_for_interrupt_routine, fake_gen_params),
	{ }
};

static struct kunit_suite world_suite = {
	.name = "ntparport_world",
	.suite_init = world_suite_init,
	.suite_exit = world_suite_exit,
	.init = world_init,
	.exit = world_exit,
	.test_cases = world_cases,
};

kunit_test_suites(&world_suite);
