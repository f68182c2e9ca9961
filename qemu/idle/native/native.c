// SPDX-License-Identifier: GPL-2.0
/* native.c - a native client that waits for the port while it is being loaded. */

#include <linux/err.h>
#include <linux/module.h>

#include <ntparport.h>

static int __init native_init(void)
{
	struct ntparport *port = ntparport_get(0);
	int err;

	if (IS_ERR(port))
		return PTR_ERR(port);
	err = ntparport_allocate(port, NTPARPORT_FOREVER);
	if (!err)
		ntparport_free(port);
	ntparport_put(port);
	return err;
}

static void __exit native_exit(void)
{
}

module_init(native_init);
module_exit(native_exit);

MODULE_DESCRIPTION("Waits for a parallel port");
MODULE_AUTHOR("The ntparport authors");
MODULE_LICENSE("GPL");
