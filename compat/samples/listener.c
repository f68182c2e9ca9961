// SPDX-License-Identifier: GPL-2.0
/*
 * listener.c - counts the interrupts of a port and claims none of them.
 *
 * An example of the module's own API, and a witness for tests: it sees every
 * interrupt that the port delivers, whoever it is for (I1).
 */

#include <linux/err.h>
#include <linux/module.h>

#include "ntparport.h"

static unsigned int port;
module_param(port, uint, 0444);
MODULE_PARM_DESC(port, "Number of the port: N of parportN (default: 0)");

/* Written under the interrupt lock. */
static unsigned long interrupts;
module_param(interrupts, ulong, 0444);
MODULE_PARM_DESC(interrupts, "Calls of the interrupt service routine (read only)");

static struct ntparport *listener_port;

static unsigned char listener_interrupt(struct _KINTERRUPT *interrupt, void *context)
{
	interrupts++;
	return false;
}

static const struct ntparport_interrupt_service listener_service = {
	.isr = listener_interrupt,
};

static int __init listener_init(void)
{
	int err;

	listener_port = ntparport_get(port);
	if (IS_ERR(listener_port))
		return PTR_ERR(listener_port);
	err = ntparport_connect(listener_port, &listener_service, NULL);
	if (err)
		ntparport_put(listener_port);
	return err;
}

static void __exit listener_exit(void)
{
	ntparport_disconnect(listener_port, &listener_service);
	ntparport_put(listener_port);
}

module_init(listener_init);
module_exit(listener_exit);

MODULE_DESCRIPTION("Counts the interrupts of a Windows-style parallel port");
MODULE_AUTHOR("The ntparport authors");
MODULE_LICENSE("GPL");
