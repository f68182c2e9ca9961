// SPDX-License-Identifier: GPL-2.0
/*
 * late.c - makes a port at 0x778 come when the machine has begun to go to sleep: all parts of
 * Linux that want to know have been told, but nobody is frozen yet.
 */

#include <linux/module.h>
#include <linux/parport.h>
#include <linux/parport_pc.h>
#include <linux/suspend.h>

static struct parport *late;

static int late_notify(struct notifier_block *block, unsigned long event, void *unused)
{
	if (event == PM_SUSPEND_PREPARE && !late)
		late = parport_pc_probe_port(0x778, 0, PARPORT_IRQ_NONE, PARPORT_DMA_NONE, NULL, 0);
	return NOTIFY_OK;
}

static struct notifier_block late_notifier = {
	.notifier_call = late_notify,
	.priority = -1,	/* after ntparport's notifier */
};

static int __init late_init(void)
{
	return register_pm_notifier(&late_notifier);
}

static void __exit late_exit(void)
{
	unregister_pm_notifier(&late_notifier);
	if (late)
		parport_pc_unregister_port(late);
}

module_init(late_init);
module_exit(late_exit);

MODULE_DESCRIPTION("A parallel port that comes while the machine falls asleep");
MODULE_AUTHOR("The ntparport authors");
MODULE_LICENSE("GPL");
