// SPDX-License-Identifier: GPL-2.0
/*
 * printer.c - an interrupt-driven printer: an example of a Windows class driver.
 *
 * What is written to /dev/ntprinter<port> leaves the port byte by byte, each
 * byte strobed after the interrupt of the one before. The upper half of this
 * file is what such a driver looks like on Windows; the lower half, from
 * printer_write() on, is its Linux side: a character device.
 */

#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "parallel.h"
#include "ntparport.h"

/* Registers of the port, and what a printer's driver reads and writes there. */
enum {
	DATA_REGISTER = 0,
	STATUS_REGISTER = 1,
	CONTROL_REGISTER = 2,

	STATUS_MASK = 0xb8,	/* not busy, paper out, online, no error */
	STATUS_READY = 0x98,

	CONTROL_MASK = 0x3f,
	CONTROL_INTERRUPT = 0x10,
	CONTROL_IDLE = 0x1c,	/* interrupts on, selected, not being reset */
	CONTROL_STROBE = 0x1d,

	/* Acknowledged, a printer may take another moment to be ready: ISA reads. */
	READY_READS = 10,
};

/**
 * enum transfer_state - what the printer does with the buffer
 * @IDLE: there is none; an interrupt is not ours
 * @SENDING: a byte was strobed, its interrupt is to come
 * @STALLED: the next byte waits for the printer to be ready
 * @DONE: all bytes have been strobed and acknowledged
 */
enum transfer_state { IDLE, SENDING, STALLED, DONE };

/**
 * struct printer - the device extension
 * @port: the port
 * @registers: I/O port of its data register
 * @interrupt: its interrupt object
 * @dpc: wakes the writer after an interrupt that leaves it something to do
 * @event: what the writer waits for
 * @failed: the last write was cut short; the next one reports that
 *
 * The rest belongs to the interrupt lock:
 *
 * @state: see there
 * @data: what is being sent
 * @length: how many bytes that is
 * @sent: how many of them have been strobed
 * @progress: jiffies at the last strobe or interrupt
 */
struct printer {
	struct ntparport *port;
	unsigned long registers;
	PKINTERRUPT interrupt;
	struct tasklet_struct dpc;
	struct completion event;
	bool failed;

	enum transfer_state state;
	const u8 *data;
	size_t length;
	size_t sent;
	unsigned long progress;
};

static struct printer printer;

static unsigned int port;
module_param(port, uint, 0444);
MODULE_PARM_DESC(port, "Number of the port: N of parportN (default: 0)");

static unsigned int timeout = 10;
module_param(timeout, uint, 0644);
MODULE_PARM_DESC(timeout, "Seconds without progress after which a write ends (default: 10)");

/* Written under the interrupt lock. */
static unsigned long bytes;
module_param(bytes, ulong, 0444);
MODULE_PARM_DESC(bytes, "Bytes strobed (read only)");

static unsigned long interrupts;
module_param(interrupts, ulong, 0444);
MODULE_PARM_DESC(interrupts, "Calls of the interrupt service routine (read only)");

static unsigned long declined;
module_param(declined, ulong, 0444);
MODULE_PARM_DESC(declined, "Calls that returned FALSE: no byte was in flight (read only)");

/* On Windows: READ_PORT_UCHAR() and WRITE_PORT_UCHAR(). */
static UCHAR read_register(const struct printer *p, unsigned int offset)
{
	return inb(p->registers + offset);
}

static void write_register(const struct printer *p, unsigned int offset, UCHAR value)
{
	outb(value, p->registers + offset);
}

/* DIRQL. Never send a byte to a printer that is not ready: it would be lost. */
static bool printer_ready(const struct printer *p)
{
	unsigned int reads;

	for (reads = 0; reads < READY_READS; reads++)
		if ((read_register(p, STATUS_REGISTER) & STATUS_MASK) == STATUS_READY)
			return true;
	return false;
}

/* DIRQL. The delays are those of IEEE 1284 compatibility mode, rounded up. */
static void printer_strobe(struct printer *p)
{
	write_register(p, DATA_REGISTER, p->data[p->sent]);
	udelay(1);
	write_register(p, CONTROL_REGISTER, CONTROL_STROBE);
	udelay(1);
	write_register(p, CONTROL_REGISTER, CONTROL_IDLE);
	udelay(1);
	p->sent++;
	p->state = SENDING;
	p->progress = jiffies;
	bytes++;
}

static BOOLEAN printer_interrupt(PKINTERRUPT interrupt, PVOID context)
{
	struct printer *p = context;

	/* Acknowledges: some ports keep the line up until the status is read. */
	read_register(p, STATUS_REGISTER);
	interrupts++;
	if (p->state != SENDING) {
		declined++;
		return FALSE;
	}
	p->progress = jiffies;
	if (p->sent < p->length && printer_ready(p)) {
		printer_strobe(p);
		return TRUE;
	}
	p->state = p->sent < p->length ? STALLED : DONE;
	tasklet_schedule(&p->dpc);
	return TRUE;
}

static void printer_dpc(struct tasklet_struct *dpc)
{
	struct printer *p = from_tasklet(p, dpc, dpc);

	complete(&p->event);
}

/* The port was in other hands: without interrupts nothing would be sent. */
static VOID printer_deferred_check(PVOID context)
{
	struct printer *p = context;

	if (!(read_register(p, CONTROL_REGISTER) & CONTROL_INTERRUPT))
		write_register(p, CONTROL_REGISTER, CONTROL_IDLE);
}

/* The routines below run under KeSynchronizeExecution(). */

struct start {
	struct printer *printer;
	const u8 *data;
	size_t length;
};

static BOOLEAN printer_start(PVOID context)
{
	const struct start *start = context;
	struct printer *p = start->printer;

	p->data = start->data;
	p->length = start->length;
	p->sent = 0;
	p->progress = jiffies;
	p->state = STALLED;
	/* Some ports raise the line at every write of this register. */
	if ((read_register(p, CONTROL_REGISTER) & CONTROL_MASK) != CONTROL_IDLE)
		write_register(p, CONTROL_REGISTER, CONTROL_IDLE);
	return TRUE;
}

struct look {
	struct printer *printer;
	enum transfer_state state;
	unsigned long progress;
};

static BOOLEAN printer_advance(PVOID context)
{
	struct look *look = context;
	struct printer *p = look->printer;

	if (p->state == STALLED && printer_ready(p))
		printer_strobe(p);
	look->state = p->state;
	look->progress = p->progress;
	return TRUE;
}

static BOOLEAN printer_stop(PVOID context)
{
	struct printer *p = context;

	p->state = IDLE;
	p->data = NULL;
	return TRUE;
}

/*
 * A removed port must not be touched: its registers may be someone else's. Its
 * interrupt service routine is not called any more, and nothing else tells.
 */
static bool printer_removed(const struct printer *p)
{
	struct ntparport_information information;

	return ntparport_get_information(p->port, &information) == -ENODEV;
}

/*
 * Waits until the buffer is printed. The interrupt routine sends; we send the
 * first byte, and the next one whenever the printer was not ready in time.
 */
static int printer_wait(struct printer *p)
{
	struct look look = { .printer = p };
	unsigned int nap = 1;

	for (;;) {
		unsigned long limit, now, wait;

		if (printer_removed(p))
			return -ENODEV;
		KeSynchronizeExecution(p->interrupt, printer_advance, &look);
		if (look.state == DONE)
			return 0;
		now = jiffies;
		limit = look.progress + max(READ_ONCE(timeout), 1u) * (unsigned long)HZ;
		if (time_after_eq(now, limit))
			return -EIO;
		if (look.state == STALLED) {
			/* Poll it ever more slowly. */
			wait = msecs_to_jiffies(nap);
			nap = min(2 * nap, 64u);
		} else {
			wait = HZ;
			nap = 1;
		}
		if (wait_for_completion_killable_timeout(&p->event, min(wait, limit - now)) < 0)
			return -EINTR;
	}
}

/* Sends @length bytes, adds what was sent to @done. The caller has the port. */
static int printer_send(struct printer *p, const u8 *data, size_t length, size_t *done)
{
	struct start start = { .printer = p, .data = data, .length = length };
	int err;

	if (printer_removed(p))
		return -ENODEV;
	reinit_completion(&p->event);
	KeSynchronizeExecution(p->interrupt, printer_start, &start);
	err = printer_wait(p);
	KeSynchronizeExecution(p->interrupt, printer_stop, p);
	/* A strobed byte is the printer's, acknowledged or not: sending it again is worse. */
	*done += p->sent;
	return err;
}

static const PARALLEL_INTERRUPT_SERVICE_ROUTINE printer_service = {
	.InterruptServiceRoutine = printer_interrupt,
	.InterruptServiceContext = &printer,
	.DeferredPortCheckRoutine = printer_deferred_check,
	.DeferredPortCheckContext = &printer,
};

/* METHOD_BUFFERED: one buffer for input and output. */
union connect_buffer {
	PARALLEL_INTERRUPT_SERVICE_ROUTINE service;
	PARALLEL_INTERRUPT_INFORMATION information;
};

static NTSTATUS printer_connect(struct printer *p)
{
	union connect_buffer buffer = { .service = printer_service };
	PARALLEL_PORT_INFORMATION information;
	unsigned long length;
	NTSTATUS status;

	status = ntparport_request(p->port, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &information,
				   0, sizeof(information), NULL, &length);
	if (!NT_SUCCESS(status))
		return status;
	p->registers = (unsigned long)information.Controller;
	/* From here on the routines may be called, even before this one returns (C8). */
	status = ntparport_request(p->port, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &buffer,
				   sizeof(buffer.service), sizeof(buffer.information), NULL,
				   &length);
	if (!NT_SUCCESS(status))
		return status;
	p->interrupt = buffer.information.InterruptObject;
	return STATUS_SUCCESS;
}

/* A removed port has ended the connection by itself (L5). */
static void printer_disconnect(struct printer *p)
{
	PARALLEL_INTERRUPT_SERVICE_ROUTINE service = printer_service;
	unsigned long length;

	ntparport_request(p->port, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &service,
			  sizeof(service), 0, NULL, &length);
}

/* A new user starts afresh. */
static int printer_open(struct inode *inode, struct file *file)
{
	WRITE_ONCE(printer.failed, false);
	return stream_open(inode, file);
}

/*
 * The port is ours from the first to the last byte of a call: what two
 * processes write at the same time is not mixed. A write that ends early
 * returns how much was sent, and the next one returns -EIO; otherwise a user
 * who goes on would feed a dead printer one byte per timeout.
 */
static ssize_t printer_write(struct file *file, const char __user *from, size_t count,
			     loff_t *position)
{
	struct printer *p = &printer;
	size_t done = 0;
	u8 *buffer;
	int err;

	if (!count)
		return 0;
	buffer = kmalloc(min_t(size_t, count, PAGE_SIZE), GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	err = ntparport_allocate(p->port, NTPARPORT_FOREVER);
	if (err)
		goto free_buffer;
	if (xchg(&p->failed, false))
		err = -EIO;
	while (!err && done < count) {
		size_t length = min_t(size_t, count - done, PAGE_SIZE);

		if (copy_from_user(buffer, from + done, length))
			err = -EFAULT;
		else
			err = printer_send(p, buffer, length, &done);
	}
	if (err == -EIO && done)
		WRITE_ONCE(p->failed, true);
	ntparport_free(p->port);
free_buffer:
	kfree(buffer);
	return done ?: err;
}

static const struct file_operations printer_operations = {
	.owner = THIS_MODULE,
	.open = printer_open,
	.write = printer_write,
};

static char node[sizeof("ntprinter4294967295")];

static struct miscdevice printer_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = node,
	.fops = &printer_operations,
	.mode = 0600,
};

/* What the module loader understands. The port has logged the reason. */
static int status_to_errno(NTSTATUS status)
{
	switch (status) {
	case STATUS_SUCCESS:
		return 0;
	case STATUS_UNSUCCESSFUL:
		return -EPERM;
	case STATUS_NOT_SUPPORTED:
		return -EOPNOTSUPP;
	case STATUS_DEVICE_BUSY:
		return -EBUSY;
	case STATUS_INSUFFICIENT_RESOURCES:
		return -ENOMEM;
	case STATUS_DELETE_PENDING:
		return -ENODEV;
	default:
		return -EIO;
	}
}

static int __init printer_init(void)
{
	struct printer *p = &printer;
	int err;

	tasklet_setup(&p->dpc, printer_dpc);
	init_completion(&p->event);
	p->port = ntparport_get(port);
	if (IS_ERR(p->port))
		return PTR_ERR(p->port);
	err = status_to_errno(printer_connect(p));
	if (err)
		goto put;
	snprintf(node, sizeof(node), "ntprinter%u", port);
	err = misc_register(&printer_device);
	if (err)
		goto disconnect;
	return 0;

disconnect:
	printer_disconnect(p);
	tasklet_kill(&p->dpc);
put:
	ntparport_put(p->port);
	return err;
}

static void __exit printer_exit(void)
{
	misc_deregister(&printer_device);
	printer_disconnect(&printer);
	/* No interrupt routine runs any more that could request it. */
	tasklet_kill(&printer.dpc);
	ntparport_put(printer.port);
}

module_init(printer_init);
module_exit(printer_exit);

MODULE_DESCRIPTION("Interrupt-driven printer on a Windows-style parallel port");
MODULE_AUTHOR("The ntparport authors");
MODULE_LICENSE("GPL");
