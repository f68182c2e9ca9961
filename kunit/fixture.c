// SPDX-License-Identifier: GPL-2.0
/* fixture.c - emulated ports, clients and Linux drivers for the KUnit suites. */

#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/parport.h>
#include <linux/parport_pc.h>
#include <linux/platform_device.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fake_port.h"

struct lpt lpt_direct = {
	.name = "direct route", .base = 0x378, .line = 7, .given = PARPORT_IRQ_NONE, .number = 0,
};

struct lpt lpt_parport = {
	.name = "parport route", .base = 0x278, .line = 15, .given = 15, .number = 1,
};

struct lpt lpt_lineless = {
	.name = "no line", .base = 0x260, .line = -1, .given = PARPORT_IRQ_NONE, .number = 2,
};

static struct lpt *const all_lpts[] = { &lpt_direct, &lpt_parport, &lpt_lineless };

DECLARE_WAIT_QUEUE_HEAD(happened);

static LIST_HEAD(clients);
static LIST_HEAD(requests);
static LIST_HEAD(threads);
static LIST_HEAD(linux_drivers);

KUNIT_GENERATOR(lpt_gen_params, previous, description)
{
	const struct lpt *next = NULL;

	if (!previous)
		next = &lpt_direct;
	else if (previous == &lpt_direct)
		next = &lpt_parport;
	if (next)
		strscpy(description, next->name, KUNIT_PARAM_DESC_SIZE);
	return next;
}

static int plug(struct lpt *lpt)
{
	if (lpt_is_fake(lpt))
		return fake_plug(fake_of(lpt), NULL);
	lpt->parport = parport_pc_probe_port(lpt->base, 0, lpt->given, PARPORT_DMA_NONE, NULL, 0);
	if (!lpt->parport)
		return -ENODEV;
	if (lpt->parport->number != lpt->number) {
		pr_err("the port at 0x%lx is parport%d, not parport%u\n",
		       lpt->base, lpt->parport->number, lpt->number);
		lpt_unplug(lpt);
		return -EBUSY;
	}
	return 0;
}

int lpt_plug(struct lpt *lpt)
{
	bool behind[ARRAY_SIZE(all_lpts)] = { };
	unsigned int i;
	int err, other;

	/*
	 * Since Linux 6.10, a port that should fill a gap in the numbers is given the number
	 * behind the gap, even if that is taken: so leave no port behind it. A port for which
	 * there is still a gap comes back when the case ends.
	 */
	for (i = 0; i < ARRAY_SIZE(all_lpts); i++) {
		behind[i] = all_lpts[i]->parport && all_lpts[i]->number > lpt->number;
		if (behind[i])
			lpt_unplug(all_lpts[i]);
	}
	err = plug(lpt);
	for (i = 1; i < ARRAY_SIZE(all_lpts); i++) {
		if (!behind[i] || !all_lpts[i - 1]->parport)
			continue;
		other = plug(all_lpts[i]);
		err = err ?: other;
	}
	return err;
}

void lpt_unplug(struct lpt *lpt)
{
	struct device *dev;

	if (!lpt->parport)
		return;
	if (lpt_is_fake(lpt)) {
		fake_unplug(fake_of(lpt));
		return;
	}
	dev = lpt->parport->dev;
	parport_pc_unregister_port(lpt->parport);
	platform_device_unregister(to_platform_device(dev));
	lpt->parport = NULL;
}

/*
 * No interrupt is pending, and none comes until one is fired. When a selected port's interrupts
 * go off, QEMU raises one more, which could still be under way when the case connects.
 */
static void lpt_quiet(const struct lpt *lpt)
{
	outb(CONTROL_IDLE & ~PARPORT_CONTROL_SELECT, lpt->base + LPT_CONTROL);
	outb(CONTROL_IDLE, lpt->base + LPT_CONTROL);
	lpt_acknowledge(lpt);
}

/* Where the interrupt of lpt_aim() arrived. */
static int aim;

static irqreturn_t note_aim(int irq, void *data)
{
	lpt_acknowledge(data);
	WRITE_ONCE(aim, raw_smp_processor_id());
	wake_up(&happened);
	return IRQ_HANDLED;
}

/* From now on, interrupts of the port arrive on INTERRUPT_CPU. Nobody has the line. */
static int lpt_aim_once(struct lpt *lpt)
{
	int i, err;

	lpt_quiet(lpt);
	err = request_irq(lpt->line, note_aim, IRQF_PROBE_SHARED, "ntparport_kunit", lpt);
	if (err)
		return err;
	err = irq_set_affinity(lpt->line, cpumask_of(INTERRUPT_CPU));
	/* An interrupt moves to another CPU only when it comes: the second one arrives there. */
	for (i = 0; i < 2 && !err; i++) {
		WRITE_ONCE(aim, -1);
		lpt_fire(lpt);
		if (!wait_event_timeout(happened, READ_ONCE(aim) >= 0, PATIENCE))
			err = -EIO;
	}
	if (!err && READ_ONCE(aim) != INTERRUPT_CPU)
		err = -EXDEV;
	lpt_quiet(lpt);
	free_irq(lpt->line, lpt);
	return err;
}

/*
 * Linux before 6.17 may lose the vector of a line that opens just after it was closed ("No irq
 * handler for vector"): when it is opened once more, it has one.
 */
static int lpt_aim(struct lpt *lpt)
{
	int err = lpt_aim_once(lpt);

	return err == -EIO ? lpt_aim_once(lpt) : err;
}

void stay_on(struct kunit *test, int cpu)
{
	if (!cpu_online(cpu))
		kunit_skip(test, "needs two CPUs");
	KUNIT_ASSERT_EQ(test, 0, set_cpus_allowed_ptr(current, cpumask_of(cpu)));
}

bool lpt_in_handler(const struct lpt *lpt)
{
	struct irq_data *data = irq_get_irq_data(lpt->line);

	/* On PREEMPT_RT handlers run in threads. */
	return irqd_irq_inprogress(data) || atomic_read(&irq_data_to_desc(data)->threads_active);
}

static unsigned char client_isr(struct _KINTERRUPT *interrupt, void *context)
{
	struct client *client = context;
	void (*on_interrupt)(struct client *client) = READ_ONCE(client->on_interrupt);

	client->cpu = raw_smp_processor_id();
	if (client->acknowledges)
		lpt_acknowledge(client->lpt);
	if (on_interrupt)
		on_interrupt(client);
	atomic_inc(&client->interrupts);
	wake_up(&happened);
	return client->answer;
}

static void client_check(void *context)
{
	struct client *client = context;
	void (*on_check)(struct client *client) = READ_ONCE(client->on_check);

	if (on_check)
		on_check(client);
	atomic_inc(&client->checks);
	wake_up(&happened);
}

struct client *client_create(struct kunit *test, struct lpt *lpt)
{
	struct client *client = kzalloc(sizeof(*client), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, client);
	client->lpt = lpt;
	client->answer = 1;
	client->acknowledges = true;
	client->service.isr = client_isr;
	client->service.isr_context = client;
	client->service.deferred = client_check;
	client->service.deferred_context = client;
	INIT_LIST_HEAD(&client->node);
	client->port = ntparport_get(lpt->number);
	if (IS_ERR(client->port)) {
		int err = PTR_ERR(client->port);

		kfree(client);
		KUNIT_ASSERT_EQ(test, err, 0);
	}
	list_add_tail(&client->node, &clients);
	return client;
}

void client_connect(struct kunit *test, struct client *client)
{
	KUNIT_ASSERT_EQ(test, 0, ntparport_connect(client->port, &client->service,
						   &client->information));
}

struct client *client_connected(struct kunit *test, struct lpt *lpt)
{
	struct client *client = client_create(test, lpt);

	client_connect(test, client);
	return client;
}

struct client *client_checked(struct kunit *test, struct lpt *lpt)
{
	struct client *client = client_connected(test, lpt);

	ASSERT_EVENTUALLY(test, checks_of(client) == 1);
	return client;
}

void client_take(struct kunit *test, struct client *client)
{
	/* Try again while the module is just leaving the Linux port on the other CPU. */
	ASSERT_SEEN(test, ntparport_try_allocate(client->port));
}

int client_disconnect(struct client *client)
{
	return ntparport_disconnect(client->port, &client->service);
}

void client_destroy(struct client *client)
{
	while (!client_disconnect(client))
		;
	list_del(&client->node);
	ntparport_put(client->port);
	kfree(client);
}

bool client_fired(struct client *client)
{
	int before = interrupts_of(client);

	lpt_fire(client->lpt);
	if (!wait_event_timeout(happened, interrupts_of(client) != before, PATIENCE))
		return false;
	/* Wait until the routines after this one have been called, too. */
	synchronize_irq(client->lpt->line);
	return true;
}

void client_fire(struct kunit *test, struct client *client)
{
	KUNIT_ASSERT_TRUE_MSG(test, client_fired(client), "the interrupt never came");
}

static atomic_t completion_order;

static void request_complete(struct ntparport_waiter *waiter, int status)
{
	struct request *request = container_of(waiter, struct request, waiter);

	request->status = status;
	request->order = atomic_inc_return(&completion_order);
	if (request->on_complete)
		request->on_complete(request);
	/* From here on the case may free it. */
	atomic_inc(&request->completions);
	wake_up(&happened);
}

void request_init(struct request *request)
{
	*request = (struct request) { .waiter.complete = request_complete, .status = 1 };
	INIT_LIST_HEAD(&request->node);
}

void requests_reset(void)
{
	atomic_set(&completion_order, 0);
}

struct request *request_create(struct kunit *test, struct client *client)
{
	struct request *request = kmalloc(sizeof(*request), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, request);
	request_init(request);
	request->client = client;
	list_add_tail(&request->node, &requests);
	return request;
}

int request_send(struct request *request)
{
	int err;

	atomic_inc(&request->pending);
	err = ntparport_allocate_async(request->client->port, &request->waiter);
	if (err != -EINPROGRESS)
		atomic_dec(&request->pending);
	return err;
}

struct request *request_queued(struct kunit *test, struct client *client)
{
	struct request *request = request_create(test, client);

	KUNIT_ASSERT_EQ(test, -EINPROGRESS, request_send(request));
	return request;
}

static void request_destroy(struct kunit *test, struct request *request)
{
	bool completed;

	request->on_complete = NULL;
	ntparport_cancel(request->client->port, &request->waiter);
	completed = wait_event_timeout(happened, completions_of(request) >=
						 atomic_read(&request->pending), PATIENCE);
	KUNIT_EXPECT_TRUE_MSG(test, completed, "a request is never completed");
	list_del(&request->node);
	if (completed)
		kfree(request);
}

static int thread_main(void *data)
{
	struct thread *thread = data;

	allow_signal(SIGKILL);
	thread->result = thread->run(thread->data);
	/* Pairs with thread_result(): the result is there. */
	smp_store_release(&thread->done, true);
	wake_up(&happened);
	return 0;
}

struct thread *thread_start(struct kunit *test, int cpu, int (*run)(void *data), void *data)
{
	struct thread *thread = kzalloc(sizeof(*thread), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, thread);
	thread->run = run;
	thread->data = data;
	thread->task = kthread_create(thread_main, thread, "ntparport_kunit");
	if (IS_ERR(thread->task)) {
		int err = PTR_ERR(thread->task);

		kfree(thread);
		KUNIT_ASSERT_EQ(test, err, 0);
	}
	get_task_struct(thread->task);
	list_add_tail(&thread->node, &threads);
	if (cpu >= 0)
		kthread_bind(thread->task, cpu_online(cpu) ? cpu : INTERRUPT_CPU);
	wake_up_process(thread->task);
	return thread;
}

int thread_result(struct kunit *test, struct thread *thread)
{
	/* Pairs with thread_main(). */
	ASSERT_EVENTUALLY(test, smp_load_acquire(&thread->done));
	return thread->result;
}

static void thread_destroy(struct thread *thread)
{
	if (!READ_ONCE(thread->done))
		send_sig(SIGKILL, thread->task, 1);
	kthread_stop(thread->task);
	put_task_struct(thread->task);
	list_del(&thread->node);
	kfree(thread);
}

static int linux_preempt(void *private)
{
	struct linux_driver *driver = private;

	atomic_inc(&driver->preempted);
	wake_up(&happened);
	return 1;
}

static void linux_irq(void *private)
{
	struct linux_driver *driver = private;

	atomic_inc(&driver->interrupts);
	wake_up(&happened);
}

static void linux_wakeup(void *private)
{
	struct linux_driver *driver = private;

	if (driver->wants && !parport_claim(driver->device)) {
		driver->wants = false;
		driver->has = true;
	}
	atomic_inc(&driver->woken);
	wake_up(&happened);
}

struct linux_driver *linux_driver_create(struct kunit *test, struct lpt *lpt)
{
	struct linux_driver *driver = kzalloc(sizeof(*driver), GFP_KERNEL);
	const struct pardev_cb callbacks = {
		.preempt = linux_preempt,
		.wakeup = linux_wakeup,
		.irq_func = linux_irq,
		.private = driver,
	};
	static int id;

	KUNIT_ASSERT_NOT_NULL(test, driver);
	driver->device = parport_register_dev_model(lpt->parport, "kunit", &callbacks, id++);
	if (!driver->device) {
		kfree(driver);
		KUNIT_ASSERT_NOT_NULL(test, NULL);
	}
	list_add_tail(&driver->node, &linux_drivers);
	return driver;
}

void linux_driver_destroy(struct linux_driver *driver)
{
	list_del(&driver->node);
	parport_unregister_device(driver->device);
	kfree(driver);
}

/* parport_pc has found ports by itself when it was loaded. */
static void unplug_all(void)
{
	unsigned int number;

	for (number = 0; number < PARPORT_MAX; number++) {
		struct parport *parport = parport_find_number(number);
		struct device *dev;

		if (!parport)
			continue;
		dev = parport->dev;
		parport_put_port(parport);
		if (dev->bus == &platform_bus_type) {
			parport_pc_unregister_port(parport);
			platform_device_unregister(to_platform_device(dev));
		} else {
			device_release_driver(dev);
		}
	}
}

int fixture_suite_init(struct kunit_suite *suite)
{
	unsigned int i;
	int err;

	unplug_all();
	err = lpt_aim(&lpt_direct) ?: lpt_aim(&lpt_parport);
	if (err) {
		pr_err("interrupts do not arrive, or not on CPU %d (%d)\n", INTERRUPT_CPU, err);
		return err;
	}
	for (i = 0; i < ARRAY_SIZE(all_lpts); i++) {
		err = lpt_plug(all_lpts[i]);
		if (err) {
			fixture_suite_exit(suite);
			return err;
		}
	}
	return 0;
}

void fixture_suite_exit(struct kunit_suite *suite)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(all_lpts); i++)
		lpt_unplug(all_lpts[i]);
}

int fixture_init(struct kunit *test)
{
	unsigned int i;

	requests_reset();
	set_connect_enabled(true);
	for (i = 0; i < ARRAY_SIZE(all_lpts); i++)
		lpt_quiet(all_lpts[i]);
	return 0;
}

void fixture_exit(struct kunit *test)
{
	struct linux_driver *driver, *next_driver;
	struct request *request, *next_request;
	struct client *client, *next_client;
	struct thread *thread, *next_thread;
	unsigned int i;

	/* What these use may be on the stack of a case that is over. */
	list_for_each_entry(client, &clients, node) {
		WRITE_ONCE(client->on_interrupt, NULL);
		WRITE_ONCE(client->on_check, NULL);
	}
	list_for_each_entry_safe(request, next_request, &requests, node)
		request_destroy(test, request);
	list_for_each_entry_safe(thread, next_thread, &threads, node)
		thread_destroy(thread);
	list_for_each_entry_safe(driver, next_driver, &linux_drivers, node)
		linux_driver_destroy(driver);
	list_for_each_entry_safe(client, next_client, &clients, node)
		client_destroy(client);
	/* In this order, because parport gives a new port the lowest number that is free. */
	fake_unplug(&fake_parport);
	fake_unplug(&fake_direct);
	for (i = 0; i < ARRAY_SIZE(all_lpts); i++)
		if (!all_lpts[i]->parport)
			KUNIT_EXPECT_EQ(test, lpt_plug(all_lpts[i]), 0);
}

/* Sets it as root does, through sysfs. */
void set_connect_enabled(bool enabled)
{
	struct file *file = open_file("/sys/module/ntparport/parameters/enable_connect_interrupt",
				      O_WRONLY);
	loff_t position = 0;

	if (WARN_ON(IS_ERR(file)))
		return;
	WARN_ON(kernel_write(file, enabled ? "1" : "0", 1, &position) != 1);
	filp_close(file, NULL);
}

MODULE_DESCRIPTION("KUnit suites of ntparport");
MODULE_LICENSE("GPL");
