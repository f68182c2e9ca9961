// SPDX-License-Identifier: GPL-2.0
/* main.c - loading and unloading of ntparport.ko. */

#define pr_fmt(fmt) "ntparport: " fmt

#include <linux/bitmap.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/parport.h>
#include <linux/stringify.h>

#include "glue/glue.h"
#include "../compat/load/load.h"

/* The ports that the parameter "irq" may name. parport attaches and detaches one at a time. */
static DECLARE_BITMAP(attached, PARPORT_MAX);

/*
 * The core comes first: the device of a port needs the port. If the port has gone meanwhile, it
 * fails the device's requests.
 */
static void attach(struct parport *parport)
{
	if (!core_attach(parport))
		return;
	if (parport->number < PARPORT_MAX)
		set_bit(parport->number, attached);
	nt_port_added(parport);
}

static void detach(struct parport *parport)
{
	/* A port that attach() passed over may share its registers with one that stays. */
	if (core_detach(parport))
		nt_port_removed(parport);
}

static struct parport_driver parport_driver = {
	.name = "ntparport",
	.match_port = attach,
	.detach = detach,
};

static int module_event(struct notifier_block *block, unsigned long state, void *module)
{
	if (state == MODULE_STATE_COMING) {
		nt_module_coming(module);
	} else if (state == MODULE_STATE_LIVE) {
		core_module_live(module);
	} else if (state == MODULE_STATE_GOING) {
		core_module_gone(module);
		nt_module_gone(module);
	}
	return NOTIFY_DONE;
}

static struct notifier_block module_notifier = {
	.notifier_call = module_event,
	/* So that this runs before those that call code of the module, such as KUnit. */
	.priority = 1,
};

/* Such an entry is a mistake, unless its port comes later. */
static void __init name_unused_irqs(void)
{
	unsigned int n;

	for_each_clear_bit(n, attached, PARPORT_MAX)
		if (glue_parameter_irq(n) >= 0)
			pr_info("irq= names interrupt %d for parport%u, but there is no such port yet\n",
				glue_parameter_irq(n), n);
}

static int __init ntparport_init(void)
{
	int err;

	err = glue_class_register();
	if (err)
		return err;
	glue_debugfs_create();
	err = nt_start();
	if (err)
		goto remove_debugfs;
	err = register_module_notifier(&module_notifier);
	if (err)
		goto stop_nt;
	err = parport_register_driver(&parport_driver);
	if (err)
		goto unregister_notifier;
	name_unused_irqs();
	return 0;

unregister_notifier:
	unregister_module_notifier(&module_notifier);
stop_nt:
	nt_stop();
remove_debugfs:
	glue_debugfs_remove();
	glue_class_unregister();
	return err;
}

static void __exit ntparport_exit(void)
{
	/* This detaches all ports. */
	parport_unregister_driver(&parport_driver);
	unregister_module_notifier(&module_notifier);
	nt_stop();
	core_exit();
	glue_debugfs_remove();
	glue_class_unregister();
}

module_init(ntparport_init);
module_exit(ntparport_exit);

MODULE_DESCRIPTION("Windows-style interrupt services on parallel ports");
MODULE_AUTHOR("The ntparport authors");
MODULE_VERSION(__stringify(NTPARPORT_VERSION));
MODULE_LICENSE("GPL");
