// SPDX-License-Identifier: GPL-2.0
/* power.c - the machine is suspended, and drivers are told (L7). */

#include <linux/suspend.h>

#include "base/nt.h"
#include "port/port_device.h"
#include "port/ports.h"

/*
 * Before anything is frozen, and after all of it was thawed: drivers may need their
 * threads, and programs, to do what they are asked to.
 */
static int power_event(struct notifier_block *block, unsigned long event, void *unused)
{
	switch (event) {
	case PM_SUSPEND_PREPARE:
	case PM_HIBERNATION_PREPARE:
		return notifier_from_errno(nt_pnp_fall_asleep());
	case PM_POST_SUSPEND:
	case PM_POST_HIBERNATION:
		nt_pnp_wake_up();
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block power_notifier = {
	.notifier_call = power_event,
};

int nt_power_init(void)
{
	return register_pm_notifier(&power_notifier);
}

void nt_power_exit(void)
{
	unregister_pm_notifier(&power_notifier);
}
