// SPDX-License-Identifier: GPL-2.0
/* suspend.c - the machine is about to sleep or hibernate, or has woken up. */

#include <linux/notifier.h>
#include <linux/suspend.h>

#include "glue/suspend.h"

static int (*falls_asleep)(void);
static void (*is_awake)(void);

static int power_event(struct notifier_block *block, unsigned long event, void *unused)
{
	switch (event) {
	case PM_SUSPEND_PREPARE:
	case PM_HIBERNATION_PREPARE:
		return notifier_from_errno(falls_asleep());
	case PM_POST_SUSPEND:
	case PM_POST_HIBERNATION:
		is_awake();
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block power_notifier = {
	.notifier_call = power_event,
};

int nt_suspend_register(int (*fall_asleep)(void), void (*wake_up)(void))
{
	falls_asleep = fall_asleep;
	is_awake = wake_up;
	return register_pm_notifier(&power_notifier);
}

void nt_suspend_unregister(void)
{
	unregister_pm_notifier(&power_notifier);
}
