// SPDX-License-Identifier: GPL-2.0
/* parameters.c - the module parameters. */

#define pr_fmt(fmt) "ntparport: " fmt

#include <linux/cache.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/parport.h>
#include <linux/string.h>

#include "glue.h"
#include "version.h"

static bool enable_connect_interrupt;
module_param(enable_connect_interrupt, bool, 0644);
MODULE_PARM_DESC(enable_connect_interrupt,
		 "Accept requests to connect an interrupt service (default: no; Windows: EnableConnectInterruptIoctl)");

/* One entry for each parportN; 0: none. */
static struct irq_list {
	unsigned int of[PARPORT_MAX];
} irqs;

/* "7", "7,5", "none,5": either all of the list is taken or nothing. */
static int irq_set(const char *value, const struct kernel_param *param)
{
	unsigned int parsed[PARPORT_MAX] = { };
	const char *item = value;
	unsigned int n;

	for (n = 0; ; n++) {
		size_t length = strcspn(item, ",");
		char text[12];

		if (n == PARPORT_MAX) {
			pr_err("irq=%s: more than %d ports\n", value, PARPORT_MAX);
			return -EINVAL;
		}
		if (length >= sizeof(text))
			goto bad;
		memcpy(text, item, length);
		text[length] = '\0';
		if (strcmp(text, "none")) {
			/* kstrtouint() would also accept "+7" and "07". */
			if (text[0] < '1' || text[0] > '9')
				goto bad;
			if (kstrtouint(text, 10, &parsed[n]) || parsed[n] >= glue_nr_irqs())
				goto bad;
		}
		if (item[length] != ',')
			break;
		item += length + 1;
	}
	memcpy(irqs.of, parsed, sizeof(irqs.of));
	return 0;

bad:
	pr_err("irq=%s: entry %u must be \"none\" or an interrupt number from 1 to %u, for example irq=7 or irq=none,5\n",
	       value, n + 1, glue_nr_irqs() - 1);
	return -EINVAL;
}

static int irq_get(char *buffer, const struct kernel_param *param)
{
	unsigned int n, last = 0;
	int length = 0;

	for (n = 0; n < PARPORT_MAX; n++)
		if (irqs.of[n])
			last = n;
	for (n = 0; n <= last; n++) {
		if (n)
			length += sysfs_emit_at(buffer, length, ",");
		if (irqs.of[n])
			length += sysfs_emit_at(buffer, length, "%u", irqs.of[n]);
		else
			length += sysfs_emit_at(buffer, length, "none");
	}
	return length + sysfs_emit_at(buffer, length, "\n");
}

static const struct kernel_param_ops param_ops_irq_list = {
	.set = irq_set,
	.get = irq_get,
};

#define param_check_irq_list(name, pointer) __param_check(name, pointer, struct irq_list)

/* module_param_hw: a kernel that is locked down has to know that this says where hardware is. */
module_param_hw_named(irq, irqs, irq_list, irq, 0444);
MODULE_PARM_DESC(irq,
		 "Interrupt lines to request for parport0,parport1,...: a number, or none (default) to use the line of the parport driver");

bool glue_verifies __ro_after_init = IS_ENABLED(CONFIG_PROVE_LOCKING) || IS_ENABLED(CONFIG_KASAN);
module_param_named(verify, glue_verifies, bool, 0444);
MODULE_PARM_DESC(verify,
		 "Check more of what drivers do, which costs time (default: yes on kernels with PROVE_LOCKING or KASAN, no elsewhere)");

bool glue_connect_enabled(void)
{
	return READ_ONCE(enable_connect_interrupt);
}

int glue_parameter_irq(unsigned int number)
{
	return number < PARPORT_MAX && irqs.of[number] ? irqs.of[number] : -1;
}
