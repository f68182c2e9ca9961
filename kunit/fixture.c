// SPDX-License-Identifier: GPL-2.0
/* fixture.c - emulated ports, clients and Linux drivers for the KUnit suites. */

#include <linux/fs.h>
#include <linux/module.h>
#include <linux/parport.h>
#include <linux/parport_pc.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#include "fixture.h"

struct lpt lpt_direct = {
	.name = "direct route", .base = 0x378, .line = 7, .given = PARPORT_IRQ_NONE, .number = 0,
};

struct lpt lpt_parport = {
	.name = "parport route", .base = 0x278, .line = 5, .given = 5, .number = 1,
};

struct lpt lpt_lineless = {
	.name = "no line", .base = 0x260, .line = -1, .given = PARPORT_IRQ_NONE, .number = 2,
};

static struct lpt *const all_lpts[] = { &lpt_direct, &lpt_parport, &lpt_lineless };

DECLARE_WAIT_QUEUE_HEAD(happened);

static LIST_HEAD(clients);

const void *lpt_gen_params(const void *previous, char *description)
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

int lpt_plug(struct lpt *lpt)
{
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

void lpt_unplug(struct lpt *lpt)
{
	struct device *dev;

	if (!lpt->parport)
		return;
	dev = lpt->parport->dev;
	parport_pc_unregister_port(lpt->parport);
	platform_device_unregister(to_platform_device(dev));
	lpt->parport = NULL;
}

static unsigned char client_isr(struct _KINTERRUPT *interrupt, void *context)
{
	struct client *client = context;

	if (client->acknowledges)
		lpt_acknowledge(client->lpt);
	if (client->on_interrupt)
		client->on_interrupt(client);
	atomic_inc(&client->interrupts);
	wake_up(&happened);
	return client->answer;
}

static void client_check(void *context)
{
	struct client *client = context;

	if (client->on_check)
		client->on_check(client);
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

void client_fire(struct kunit *test, struct client *client)
{
	int before = atomic_read(&client->interrupts);

	lpt_fire(client->lpt);
	ASSERT_EVENTUALLY(test, atomic_read(&client->interrupts) != before);
}

static atomic_t completion_order;

static void request_complete(struct ntparport_waiter *waiter, int status)
{
	struct request *request = container_of(waiter, struct request, waiter);

	request->status = status;
	request->order = atomic_inc_return(&completion_order);
	atomic_inc(&request->completions);
	wake_up(&happened);
}

void request_init(struct request *request)
{
	*request = (struct request) { .waiter.complete = request_complete, .status = 1 };
}

void requests_reset(void)
{
	atomic_set(&completion_order, 0);
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
	return driver;
}

void linux_driver_destroy(struct linux_driver *driver)
{
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

	unplug_all();
	for (i = 0; i < ARRAY_SIZE(all_lpts); i++) {
		int err = lpt_plug(all_lpts[i]);

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
	requests_reset();
	set_connect_enabled(true);
	return 0;
}

void fixture_exit(struct kunit *test)
{
	struct client *client, *next;

	list_for_each_entry_safe(client, next, &clients, node)
		client_destroy(client);
}

/* As root does it, through sysfs. */
void set_connect_enabled(bool enabled)
{
	struct file *file = filp_open("/sys/module/ntparport/parameters/enable_connect_interrupt",
				      O_WRONLY, 0);
	loff_t position = 0;

	if (WARN_ON(IS_ERR(file)))
		return;
	WARN_ON(kernel_write(file, enabled ? "1" : "0", 1, &position) != 1);
	filp_close(file, NULL);
}

MODULE_DESCRIPTION("KUnit suites of ntparport");
MODULE_LICENSE("GPL");
