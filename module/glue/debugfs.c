// SPDX-License-Identifier: GPL-2.0
/*
 * debugfs.c - /sys/kernel/debug/ntparport: who is connected and waits, how long
 * routines take, and whether an interrupt arrives at all.
 */

#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/kstrtox.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>

#include "../ntparport.h"
#include "port.h"
#include "watch.h"

static struct dentry *root;

/* timing: whether every interrupt is timed. */

static DEFINE_MUTEX(timing_mutex);
static bool timing;

static int timing_get(void *data, u64 *value)
{
	*value = timing;
	return 0;
}

static int timing_set(void *data, u64 value)
{
	int err = 0;

	if (value > 1)
		return -EINVAL;
	mutex_lock(&timing_mutex);
	if (value && !timing) {
		err = core_start_timing();
		if (!err)
			watch_begin();
	} else if (!value && timing) {
		core_stop_timing();
		watch_end();
	}
	if (!err)
		timing = value;
	mutex_unlock(&timing_mutex);
	return err;
}
DEFINE_DEBUGFS_ATTRIBUTE(timing_fops, timing_get, timing_set, "%llu\n");

/* clients: connections with their times, and waiters. */

static void show_connection(void *data, const struct ntparport_interrupt_service *service,
			    const struct glue_times *times)
{
	struct seq_file *file = data;
	int i;

	seq_printf(file, "connection isr=%ps deferred=%ps", service->isr, service->deferred);
	if (times) {
		seq_printf(file, " calls=%llu true=%llu false=%llu longest_ns=%llu histogram_ns=",
			   times->calls, times->claimed, times->calls - times->claimed,
			   times->longest);
		/* "1024:7": seven of them took from 512 to 1023. */
		for (i = 0; i < GLUE_TIMES; i++)
			if (times->histogram[i])
				seq_printf(file, "%llu:%u,", 1ull << i, times->histogram[i]);
	}
	seq_putc(file, '\n');
}

static void show_waiter(void *data, const void *caller, unsigned long long since)
{
	struct seq_file *file = data;

	seq_printf(file, "waiter %pS age_us=%llu\n", caller,
		   div_u64(ktime_get_ns() - since, NSEC_PER_USEC));
}

static int clients_show(struct seq_file *file, void *unused)
{
	struct glue_port *port = file->private;

	core_visit_clients(port->core, show_connection, show_waiter, file);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(clients);

/* selftest: sends one byte to the device, which acknowledges it with an interrupt. */

static DEFINE_MUTEX(selftest_mutex);

static ssize_t selftest_write(struct file *file, const char __user *text, size_t length,
			      loff_t *position)
{
	struct glue_port *port = ((struct seq_file *)file->private_data)->private;
	struct ntparport *core;
	unsigned int value;
	int err;

	err = kstrtouint_from_user(text, length, 10, &value);
	if (err || value != 1)
		return -EINVAL;
	core = ntparport_get(port->parport->number);
	if (IS_ERR(core))
		return PTR_ERR(core);
	mutex_lock(&selftest_mutex);
	err = core_self_test(port, core, &port->selftest);
	mutex_unlock(&selftest_mutex);
	ntparport_put(core);
	return err ?: length;
}

static int selftest_show(struct seq_file *file, void *unused)
{
	struct glue_port *port = file->private;
	struct glue_self_test found;

	mutex_lock(&selftest_mutex);
	found = port->selftest;
	mutex_unlock(&selftest_mutex);
	if (!found.done)
		seq_puts(file, "write 1 to run it\n");
	else if (found.arrived)
		seq_printf(file, "interrupt %d arrived after %u us by the %s route\n", found.irq,
			   found.us, found.direct ? "direct" : "parport");
	else
		seq_printf(file, "no interrupt %d within %d ms: is a device connected and switched on, and is the line right?\n",
			   found.irq, GLUE_SELF_TEST_MS);
	return 0;
}

static int selftest_open(struct inode *inode, struct file *file)
{
	return single_open(file, selftest_show, inode->i_private);
}

static const struct file_operations selftest_fops = {
	.owner = THIS_MODULE,
	.open = selftest_open,
	.read = seq_read,
	.write = selftest_write,
	.llseek = seq_lseek,
	.release = single_release,
};

void glue_debugfs_create(void)
{
	root = debugfs_create_dir("ntparport", NULL);
	debugfs_create_file("timing", 0600, root, NULL, &timing_fops);
}

void glue_debugfs_remove(void)
{
	debugfs_remove(root);
	if (timing)
		watch_end();
	watch_stop();
}

void glue_port_debugfs_create(struct glue_port *port)
{
	port->debugfs = debugfs_create_dir(port->parport->name, root);
	debugfs_create_file("clients", 0400, port->debugfs, port, &clients_fops);
	debugfs_create_file("selftest", 0600, port->debugfs, port, &selftest_fops);
}

void glue_port_debugfs_remove(struct glue_port *port)
{
	debugfs_remove(port->debugfs);
}
