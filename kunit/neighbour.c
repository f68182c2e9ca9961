// SPDX-License-Identifier: GPL-2.0
/* neighbour.c - Linux drivers of three kinds that share a port with ntparport. */

#include <linux/acpi.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/lockdep.h>
#include <linux/parport.h>
#include <linux/parport_pc.h>
#include <linux/pnp.h>
#include <linux/ppdev.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "neighbour.h"

static LIST_HEAD(neighbours);
static LIST_HEAD(lines);

u8 lpt_soft_control(const struct lpt *lpt)
{
	const struct parport_pc_private *private = lpt->parport->private_data;

	return READ_ONCE(private->ctr) & CONTROL_MASK;
}

bool lpt_is_ours(const struct lpt *lpt)
{
	const struct pardevice *owner = READ_ONCE(lpt->parport->cad);

	return owner && !strcmp(owner->name, "ntparport");
}

static int register_device(struct neighbour *neighbour, const struct pardev_cb *callbacks)
{
	static int id;

	neighbour->device = parport_register_dev_model(neighbour->lpt->parport, "neighbour",
						       callbacks, id++);
	return neighbour->device ? 0 : -ENOMEM;
}

static void unregister_device(struct neighbour *neighbour)
{
	parport_unregister_device(neighbour->device);
}

static void release_device(struct neighbour *neighbour)
{
	parport_release(neighbour->device);
}

static int refuse(void *private)
{
	return 1;
}

static void wakeup(void *private)
{
	struct neighbour *neighbour = private;

	if (neighbour->wants && !parport_claim(neighbour->device)) {
		neighbour->wants = false;
		/* Pairs with the wait in the thread that wants the port. */
		smp_store_release(&neighbour->given, true);
		wake_up(&happened);
	}
}

static void interrupt(void *private)
{
	struct neighbour *neighbour = private;

	/* The line of the parport route is level-triggered. */
	lpt_acknowledge(neighbour->lpt);
	atomic_inc(&neighbour->interrupts);
	wake_up(&happened);
}

static int waking_open(struct neighbour *neighbour)
{
	const struct pardev_cb callbacks = {
		.preempt = refuse, .wakeup = wakeup, .irq_func = interrupt, .private = neighbour,
	};

	return register_device(neighbour, &callbacks);
}

static int waking_claim(struct neighbour *neighbour)
{
	neighbour->given = false;
	neighbour->wants = true;
	if (!parport_claim(neighbour->device)) {
		neighbour->wants = false;
		return 0;
	}
	/* Pairs with parport's wakeup above. */
	return wait_event_killable(happened, smp_load_acquire(&neighbour->given));
}

const struct neighbour_kind neighbour_waking = {
	.name = "waking", .open = waking_open, .close = unregister_device,
	.claim = waking_claim, .release = release_device,
};

static int blocking_open(struct neighbour *neighbour)
{
	static const struct pardev_cb none;

	return register_device(neighbour, &none);
}

static int blocking_claim(struct neighbour *neighbour)
{
	int slept = parport_claim_or_block(neighbour->device);

	return slept < 0 ? slept : 0;
}

const struct neighbour_kind neighbour_blocking = {
	.name = "blocking", .open = blocking_open, .close = unregister_device,
	.claim = blocking_claim, .release = release_device,
};

static int ppdev_open(struct neighbour *neighbour)
{
	char path[sizeof("/dev/parport00")];

	snprintf(path, sizeof(path), "/dev/parport%u", neighbour->lpt->number);
	neighbour->file = open_file(path, O_RDWR);
	return PTR_ERR_OR_ZERO(neighbour->file);
}

static long close_file(void *file)
{
	__fput_sync(file);
	return 0;
}

static void ppdev_close(struct neighbour *neighbour)
{
	/*
	 * fput() would close it later, when the port may be gone. __fput_sync() is only for
	 * kernel threads, and the end of a case that failed does not run in one.
	 */
	work_on_cpu(cpumask_last(cpu_online_mask), close_file, neighbour->file);
}

static int ppdev_claim(struct neighbour *neighbour)
{
	return neighbour->file->f_op->unlocked_ioctl(neighbour->file, PPCLAIM, 0);
}

static void ppdev_release(struct neighbour *neighbour)
{
	neighbour->file->f_op->unlocked_ioctl(neighbour->file, PPRELEASE, 0);
}

const struct neighbour_kind neighbour_ppdev = {
	.name = "ppdev", .enables = true, .open = ppdev_open, .close = ppdev_close,
	.claim = ppdev_claim, .release = ppdev_release,
};

struct neighbour_param {
	struct lpt *lpt;
	const struct neighbour_kind *kind;
};

static const struct neighbour_param params[] = {
	{ &lpt_direct, &neighbour_waking },
	{ &lpt_direct, &neighbour_blocking },
	{ &lpt_direct, &neighbour_ppdev },
	{ &lpt_parport, &neighbour_waking },
	{ &lpt_parport, &neighbour_blocking },
	{ &lpt_parport, &neighbour_ppdev },
};

KUNIT_GENERATOR(neighbour_gen_params, previous, description)
{
	const struct neighbour_param *next = previous ? previous + sizeof(*next) : params;

	if (next == params + ARRAY_SIZE(params))
		return NULL;
	snprintf(description, KUNIT_PARAM_DESC_SIZE, "%s, %s", next->lpt->name, next->kind->name);
	return next;
}

struct lpt *neighbour_lpt(struct kunit *test)
{
	return ((const struct neighbour_param *)test->param_value)->lpt;
}

struct neighbour *neighbour_of(struct kunit *test)
{
	const struct neighbour_param *param = test->param_value;

	return neighbour_create(test, param->lpt, param->kind);
}

struct neighbour *neighbour_create(struct kunit *test, struct lpt *lpt,
				   const struct neighbour_kind *kind)
{
	struct neighbour *neighbour = kzalloc(sizeof(*neighbour), GFP_KERNEL);
	int err;

	KUNIT_ASSERT_NOT_NULL(test, neighbour);
	neighbour->kind = kind;
	neighbour->lpt = lpt;
	err = kind->open(neighbour);
	if (err) {
		kfree(neighbour);
		KUNIT_ASSERT_EQ(test, err, 0);
	}
	list_add_tail(&neighbour->node, &neighbours);
	return neighbour;
}

int neighbour_claim_here(struct neighbour *neighbour)
{
	struct parport *parport = neighbour->lpt->parport;
	int err = neighbour->kind->claim(neighbour);

	/*
	 * A driver that sleeps goes on as soon as whoever gives it the port has marked it as no
	 * longer waiting. At that moment, parport_claim() has yet to restore its registers,
	 * with this lock held.
	 */
	read_lock_irq(&parport->cad_lock);
	read_unlock_irq(&parport->cad_lock);
	return err;
}

static int claim(void *data)
{
	struct neighbour *neighbour = data;
	int err = neighbour_claim_here(neighbour);

	if (err)
		return err;
	neighbour->control = lpt_control(neighbour->lpt);
	neighbour->soft_control = lpt_soft_control(neighbour->lpt);
	atomic_inc(&neighbour->claims);
	/* Pairs with neighbour_has(). */
	smp_store_release(&neighbour->has, true);
	wake_up(&happened);
	return 0;
}

struct thread *neighbour_claim(struct kunit *test, struct neighbour *neighbour)
{
	return thread_start(test, -1, claim, neighbour);
}

void neighbour_take(struct kunit *test, struct neighbour *neighbour)
{
	KUNIT_ASSERT_EQ(test, 0, thread_result(test, neighbour_claim(test, neighbour)));
}

void neighbour_release(struct neighbour *neighbour)
{
	neighbour->has = false;
	neighbour->kind->release(neighbour);
}

static void line_off(const struct lpt *lpt)
{
	if (lpt->parport->irq != PARPORT_IRQ_NONE)
		disable_irq_nosync(lpt->parport->irq);
}

static void line_on(const struct lpt *lpt)
{
	if (lpt->parport->irq != PARPORT_IRQ_NONE)
		enable_irq(lpt->parport->irq);
}

void neighbour_hand_over(struct neighbour *neighbour)
{
	line_off(neighbour->lpt);
	lockdep_off();
	neighbour_release(neighbour);
	lockdep_on();
	line_on(neighbour->lpt);
}

void neighbour_quiet(struct neighbour *neighbour)
{
	struct parport *parport = neighbour->lpt->parport;

	/* The emulated port takes this for a reason to interrupt. */
	line_off(neighbour->lpt);
	parport->ops->disable_irq(parport);
	lpt_acknowledge(neighbour->lpt);
	line_on(neighbour->lpt);
}

void neighbour_destroy(struct neighbour *neighbour)
{
	if (neighbour->has)
		neighbour_release(neighbour);
	list_del(&neighbour->node);
	neighbour->kind->close(neighbour);
	kfree(neighbour);
}

struct device *pnp_device(const struct lpt *lpt)
{
	struct acpi_device *firmware = NULL;

	while ((firmware = acpi_dev_get_next_match_dev(firmware, "PNP0400", NULL, -1))) {
		struct device *dev = acpi_get_first_physical_node(firmware);

		if (dev && pnp_port_start(to_pnp_dev(dev), 0) == lpt->base) {
			acpi_dev_put(firmware);
			return dev;
		}
	}
	return NULL;
}

static irqreturn_t line_interrupt(int irq, void *data)
{
	struct line *line = data;

	lpt_acknowledge(line->lpt);
	atomic_inc(&line->interrupts);
	wake_up(&happened);
	return IRQ_HANDLED;
}

static struct line *line_request(struct kunit *test, struct lpt *lpt, unsigned long flags)
{
	struct line *line = kzalloc(sizeof(*line), GFP_KERNEL);
	int err;

	KUNIT_ASSERT_NOT_NULL(test, line);
	line->lpt = lpt;
	err = request_irq(lpt->line, line_interrupt, flags | IRQF_PROBE_SHARED, "kunit", line);
	if (err) {
		kfree(line);
		KUNIT_ASSERT_EQ(test, err, 0);
	}
	/* CONFIG_DEBUG_SHIRQ has called the handler without an interrupt of the line. */
	atomic_set(&line->interrupts, 0);
	list_add_tail(&line->node, &lines);
	return line;
}

struct line *line_watch(struct kunit *test, struct lpt *lpt)
{
	return line_request(test, lpt, IRQF_SHARED);
}

struct line *line_take(struct kunit *test, struct lpt *lpt)
{
	return line_request(test, lpt, 0);
}

void line_leave(struct line *line)
{
	list_del(&line->node);
	free_irq(line->lpt->line, line);
	kfree(line);
}

void line_fire(struct kunit *test, struct line *line)
{
	int before = atomic_read(&line->interrupts);

	lpt_fire(line->lpt);
	ASSERT_EVENTUALLY(test, atomic_read(&line->interrupts) != before);
}

void neighbour_exit(struct kunit *test)
{
	struct neighbour *neighbour, *next;
	struct line *line, *next_line;

	list_for_each_entry_safe(line, next_line, &lines, node)
		line_leave(line);
	/* This ends the threads in which they may still claim. */
	fixture_exit(test);
	list_for_each_entry_safe(neighbour, next, &neighbours, node)
		neighbour_destroy(neighbour);
}
