// SPDX-License-Identifier: GPL-2.0
/* reboot.c - the machine is about to be turned off, or to start again. */

#include <linux/notifier.h>
#include <linux/reboot.h>

#include "glue/reboot.h"

static void (*goes_down)(void);

static int reboot_event(struct notifier_block *block, unsigned long event, void *unused)
{
	goes_down();
	return NOTIFY_DONE;
}

static struct notifier_block reboot_notifier = {
	.notifier_call = reboot_event,
};

int nt_reboot_register(void (*go_down)(void))
{
	goes_down = go_down;
	return register_reboot_notifier(&reboot_notifier);
}

void nt_reboot_unregister(void)
{
	unregister_reboot_notifier(&reboot_notifier);
}
