// SPDX-License-Identifier: GPL-2.0
/* start.c - starts and ends all that is in this folder. */

#include "node/node.h"
#include "io/nt_io.h"

int nt_start(void)
{
	int err;

	nt_init();
	err = nt_registry_start();
	if (err)
		goto exit_nt;
	err = nt_node_init();
	if (err)
		goto stop_registry;
	err = nt_io_init();
	if (err)
		goto exit_node;
	return 0;

exit_node:
	nt_node_exit();
stop_registry:
	nt_registry_stop();
exit_nt:
	nt_exit();
	return err;
}

void nt_stop(void)
{
	nt_io_exit();
	nt_node_exit();
	nt_registry_stop();
	nt_exit();
}
