// SPDX-License-Identifier: GPL-2.0
/*
 * forgetful.c - a client that leaves without cleaning up (D4).
 *
 * It gives its reference to the port back at once: references are only counted and belong to
 * nobody. So somebody else has to keep one while this module has the port or waits for it.
 */

#include <linux/err.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#include <ntparport.h>

static unsigned int port;
module_param(port, uint, 0444);
MODULE_PARM_DESC(port, "N of parportN");

static unsigned int connections;
module_param(connections, uint, 0444);
MODULE_PARM_DESC(connections, "Connects so often");

static bool holds;
module_param(holds, bool, 0444);
MODULE_PARM_DESC(holds, "Takes the port, which must be free");

static bool holds_last;
module_param(holds_last, bool, 0444);
MODULE_PARM_DESC(holds_last, "Takes it as the last act of its init routine");

static bool waits;
module_param(waits, bool, 0444);
MODULE_PARM_DESC(waits, "Queues a request for the port, which must not be free");

static bool fails;
module_param(fails, bool, 0444);
MODULE_PARM_DESC(fails, "Does all this and fails to load then");

static unsigned long base;

static unsigned char forgetful_isr(struct _KINTERRUPT *interrupt, void *context)
{
	inb(base + 1);
	return 1;
}

static void forgetful_check(void *context)
{
}

static void forgetful_complete(struct ntparport_waiter *waiter, int status)
{
}

static struct ntparport_waiter waiter = { .complete = forgetful_complete };

static int __init forgetful_init(void)
{
	static const struct ntparport_interrupt_service service = {
		.isr = forgetful_isr, .deferred = forgetful_check,
	};
	struct ntparport_information facts;
	struct ntparport *lpt = ntparport_get(port);
	int err = 0;
	unsigned int i;

	if (IS_ERR(lpt))
		return PTR_ERR(lpt);
	ntparport_get_information(lpt, &facts);
	base = facts.base;
	for (i = 0; i < connections && !err; i++)
		err = ntparport_connect(lpt, &service, NULL);
	if (!err && holds && !ntparport_try_allocate(lpt))
		err = -EBUSY;
	if (!err && waits && ntparport_allocate_async(lpt, &waiter) != -EINPROGRESS)
		err = -EALREADY;
	ntparport_put(lpt);
	if (!err && holds_last)
		return ntparport_allocate(lpt, 0);
	return err ?: fails ? -ECANCELED : 0;
}

static void __exit forgetful_exit(void)
{
}

module_init(forgetful_init);
module_exit(forgetful_exit);

MODULE_DESCRIPTION("A client of ntparport that leaves without cleaning up");
MODULE_LICENSE("GPL");
