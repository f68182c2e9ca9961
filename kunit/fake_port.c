// SPDX-License-Identifier: GPL-2.0
/*
 * fake_port.c - a low-level parport driver, its hardware and its interrupt line,
 * which do what a case tells them.
 */

#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/parport.h>
#include <linux/parport_pc.h>
#include <linux/platform_device.h>
#include <linux/string.h>

#include "fake_port.h"

/* The line. */

static bool line_is_up(const struct fake_line *line)
{
	return (line->pending && line->enabled) || line->foreign || line->glitches;
}

/* To be called when something changed; with the lock held. */
static void line_drive(struct fake_line *line)
{
	if (!line->masked && line_is_up(line))
		irq_work_queue(&line->work);
}

static void line_deliver(struct irq_work *work)
{
	struct fake_line *line = container_of(work, struct fake_line, work);
	unsigned long flags;
	bool up;

	raw_spin_lock_irqsave(&line->lock, flags);
	up = !line->masked && line_is_up(line);
	/* By the time somebody looks, the line is down again. */
	if (up && line->glitches)
		line->glitches--;
	raw_spin_unlock_irqrestore(&line->lock, flags);
	if (up)
		generic_handle_irq(line->irq);
}

static void set_masked(struct irq_data *data, bool masked)
{
	struct fake_line *line = irq_data_get_irq_chip_data(data);
	unsigned long flags;

	raw_spin_lock_irqsave(&line->lock, flags);
	line->masked = masked;
	line_drive(line);
	raw_spin_unlock_irqrestore(&line->lock, flags);
}

static void line_mask(struct irq_data *data)
{
	set_masked(data, true);
}

static void line_unmask(struct irq_data *data)
{
	set_masked(data, false);
}

static int line_request(struct irq_data *data)
{
	struct fake_line *line = irq_data_get_irq_chip_data(data);

	return line->refusal;
}

static struct irq_chip line_chip = {
	.name = "kunit",
	.irq_mask = line_mask,
	.irq_unmask = line_unmask,
	.irq_request_resources = line_request,
};

int fake_line_create(struct fake_port *fake)
{
	struct fake_line *line = &fake->line;
	/* The line of the direct route gets the number that irq= names. */
	int irq = fake->lpt.line ? irq_alloc_desc_at(fake->lpt.line, NUMA_NO_NODE) :
				   irq_alloc_desc(NUMA_NO_NODE);

	if (irq < 0)
		return irq;
	raw_spin_lock_init(&line->lock);
	line->irq = irq;
	line->masked = true;
	line->work = IRQ_WORK_INIT_HARD(line_deliver);
	irq_set_chip_and_handler(irq, &line_chip, handle_level_irq);
	irq_set_chip_data(irq, line);
	irq_modify_status(irq, IRQ_NOREQUEST | IRQ_NOAUTOEN, IRQ_NOPROBE | IRQ_LEVEL);
	return 0;
}

void fake_line_destroy(struct fake_port *fake)
{
	struct fake_line *line = &fake->line;

	if (!line->irq)
		return;
	irq_work_sync(&line->work);
	irq_free_desc(line->irq);
	line->irq = 0;
}

/* Adds or removes one of the things that hold the line up. */
static void line_count(struct fake_line *line, unsigned int *count, int difference)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&line->lock, flags);
	if (difference > 0 || *count)
		*count += difference;
	line_drive(line);
	raw_spin_unlock_irqrestore(&line->lock, flags);
}

void fake_raise(struct fake_port *fake)
{
	line_count(&fake->line, &fake->line.pending, 1);
}

void fake_acknowledge(struct fake_port *fake)
{
	line_count(&fake->line, &fake->line.pending, -1);
}

static unsigned int line_read(struct fake_line *line, const unsigned int *count)
{
	unsigned long flags;
	unsigned int value;

	raw_spin_lock_irqsave(&line->lock, flags);
	value = *count;
	raw_spin_unlock_irqrestore(&line->lock, flags);
	return value;
}

unsigned int fake_pending(struct fake_port *fake)
{
	return line_read(&fake->line, &fake->line.pending);
}

void fake_glitches(struct fake_port *fake, unsigned int times)
{
	line_count(&fake->line, &fake->line.glitches, times);
}

bool fake_glitched(struct fake_port *fake)
{
	return !line_read(&fake->line, &fake->line.glitches);
}

void fake_write_control(struct fake_port *fake, u8 control)
{
	struct fake_line *line = &fake->line;
	unsigned long flags;

	fake->control = control;
	if (!line->irq)
		return;
	raw_spin_lock_irqsave(&line->lock, flags);
	line->enabled = control & CONTROL_IRQ;
	line_drive(line);
	raw_spin_unlock_irqrestore(&line->lock, flags);
}

void fake_calm(struct fake_port *fake)
{
	struct fake_line *line = &fake->line;
	unsigned long flags;

	raw_spin_lock_irqsave(&line->lock, flags);
	line->pending = 0;
	line->foreign = 0;
	line->glitches = 0;
	line->refusal = 0;
	raw_spin_unlock_irqrestore(&line->lock, flags);
	WRITE_ONCE(fake->restless, false);
	fake_set_going(fake, false);
	fake_write_control(fake, CONTROL_IDLE);
}

bool fake_line_is_off(struct fake_port *fake)
{
	return irqd_irq_disabled(irq_get_irq_data(fake->line.irq));
}

int fake_line_unhandled(struct fake_port *fake)
{
	char path[40], text[80];
	unsigned int count, unhandled;
	loff_t position = 0;
	struct file *file;
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/irq/%u/spurious", fake->line.irq);
	file = open_file(path, O_RDONLY);
	if (IS_ERR(file))
		return PTR_ERR(file);
	length = kernel_read(file, text, sizeof(text) - 1, &position);
	filp_close(file, NULL);
	if (length < 0)
		return length;
	text[length] = '\0';
	return sscanf(text, "count %u unhandled %u", &count, &unhandled) == 2 ? unhandled : -EIO;
}

/* The low-level driver. */

/* With this module, try_module_get() fails as for a driver that is being unloaded. */
static struct module going = { .state = MODULE_STATE_GOING };

void fake_set_going(struct fake_port *fake, bool is_going)
{
	fake->operations.owner = is_going ? &going : THIS_MODULE;
}

static void fake_touch(struct fake_port *fake)
{
	atomic_inc(&fake->touched);
	if (READ_ONCE(fake->restless))
		fake_glitch(fake);
}

static void fake_init_state(struct pardevice *device, struct parport_state *state)
{
	bool interrupts = device->irq_func && device->port->irq != PARPORT_IRQ_NONE;

	state->u.pc.ctr = CONTROL_IDLE | (interrupts ? CONTROL_IRQ : 0);
}

static void fake_save_state(struct parport *parport, struct parport_state *state)
{
	struct fake_port *fake = container_of(parport->ops, struct fake_port, operations);

	state->u.pc.ctr = fake->control;
	fake_touch(fake);
}

static void fake_restore_state(struct parport *parport, struct parport_state *state)
{
	struct fake_port *fake = container_of(parport->ops, struct fake_port, operations);

	fake_write_control(fake, state->u.pc.ctr);
	fake_touch(fake);
}

static void fake_switch(struct parport *parport) { }

static size_t fake_send(struct parport *parport, const void *buffer, size_t length, int flags)
{
	return 0;
}

static size_t fake_receive(struct parport *parport, void *buffer, size_t length, int flags)
{
	return 0;
}

/*
 * If parport is configured for PCs only, it calls parport_pc's functions for every port; so
 * these ports use them, too, with no hardware to answer.
 */
#define FAKE_OPERATIONS {							\
	.write_data = parport_pc_write_data,					\
	.read_data = parport_pc_read_data,					\
	.write_control = parport_pc_write_control,				\
	.read_control = parport_pc_read_control,				\
	.frob_control = parport_pc_frob_control,				\
	.read_status = parport_pc_read_status,					\
	.enable_irq = fake_switch,						\
	.disable_irq = fake_switch,						\
	.data_forward = fake_switch,						\
	.data_reverse = fake_switch,						\
	.init_state = fake_init_state,						\
	.save_state = fake_save_state,						\
	.restore_state = fake_restore_state,					\
	.epp_write_data = fake_send,						\
	.epp_read_data = fake_receive,						\
	.epp_write_addr = fake_send,						\
	.epp_read_addr = fake_receive,						\
	.ecp_write_data = fake_send,						\
	.ecp_read_data = fake_receive,						\
	.ecp_write_addr = fake_send,						\
	.compat_write_data = fake_send,						\
	.nibble_read_data = fake_receive,					\
	.byte_read_data = fake_receive,						\
	.owner = THIS_MODULE,							\
}

static struct parport_pc_private privates[2];

struct fake_port fake_direct = {
	.lpt = {
		.name = "fake, direct route", .base = 0x3bc, .line = 45,
		.given = PARPORT_IRQ_NONE, .number = 3,
	},
	.private = &privates[0],
	.operations = FAKE_OPERATIONS,
};

struct fake_port fake_parport = {
	.lpt = { .name = "fake, parport route", .base = 0x268, .number = 4 },
	.private = &privates[1],
	.operations = FAKE_OPERATIONS,
};

KUNIT_GENERATOR(fake_gen_params, previous, description)
{
	struct lpt *next = NULL;

	if (!previous)
		next = &fake_direct.lpt;
	else if (previous == &fake_direct.lpt)
		next = &fake_parport.lpt;
	if (next)
		strscpy(description, next->name, KUNIT_PARAM_DESC_SIZE);
	return next;
}

static struct platform_device *parent_create(void)
{
	return platform_device_register_simple("ntparport_kunit", PLATFORM_DEVID_AUTO, NULL, 0);
}

static void remove_parent(struct fake_port *fake)
{
	if (fake->parent)
		platform_device_unregister(to_platform_device(fake->parent));
	fake->parent = NULL;
}

int fake_plug(struct fake_port *fake, struct device *parent)
{
	struct lpt *lpt = &fake->lpt;
	struct parport *parport;
	int err = -ENOMEM;

	if (!parent) {
		struct platform_device *device = parent_create();

		if (IS_ERR(device))
			return PTR_ERR(device);
		parent = &device->dev;
		fake->parent = parent;
	}
	if (lpt != &fake_direct.lpt)
		lpt->given = fake->line.irq;
	parport = parport_register_port(lpt->base, lpt->given, PARPORT_DMA_NONE,
					&fake->operations);
	if (!parport)
		goto remove_parent;
	if (lpt->given != PARPORT_IRQ_NONE) {
		err = request_irq(lpt->given, parport_irq_handler, IRQF_SHARED, "kunit", parport);
		if (err)
			goto del_port;
	}
	parport->dev = parent;
	parport->modes = PARPORT_MODE_PCSPP;
	parport->private_data = fake->private;
	fake_write_control(fake, CONTROL_IDLE);
	parport_announce_port(parport);
	lpt->parport = parport;
	if (parport->number == lpt->number)
		return 0;
	pr_err("the port is parport%d, not parport%u\n", parport->number, lpt->number);
	fake_unplug(fake);
	return -EBUSY;

del_port:
	parport_del_port(parport);
remove_parent:
	remove_parent(fake);
	return err;
}

void fake_unplug(struct fake_port *fake)
{
	struct parport *parport = fake->lpt.parport;

	if (!parport)
		return;
	parport_remove_port(parport);
	if (fake->lpt.given != PARPORT_IRQ_NONE)
		free_irq(fake->lpt.given, parport);
	parport_del_port(parport);
	remove_parent(fake);
	fake->lpt.parport = NULL;
}

/* The foreign device. */

static irqreturn_t foreign_interrupt(int irq, void *data)
{
	struct foreign_device *device = data;
	struct fake_line *line = &device->fake->line;

	/* If nobody else serves the foreign device, its events stay pending. */
	if (!line_read(line, &line->foreign))
		return IRQ_NONE;
	line_count(line, &line->foreign, -1);
	atomic_inc(&device->served);
	wake_up(&happened);
	return IRQ_HANDLED;
}

int foreign_device_request(struct foreign_device *device, struct fake_port *fake)
{
	device->fake = fake;
	atomic_set(&device->served, 0);
	return request_irq(fake->line.irq, foreign_interrupt, IRQF_SHARED, "foreign", device);
}

void foreign_device_free(struct foreign_device *device)
{
	if (device->fake)
		free_irq(device->fake->line.irq, device);
	device->fake = NULL;
}

void foreign_device_raise(struct foreign_device *device)
{
	line_count(&device->fake->line, &device->fake->line.foreign, 1);
}
