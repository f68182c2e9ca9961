// SPDX-License-Identifier: GPL-2.0
/* start.c - starts and ends all that is in these rooms. */

#include "base/nt.h"
#include "base/client.h"
#include "ke/clock.h"
#include "ke/dpc.h"
#include "ke/gone.h"
#include "ke/interrupt.h"
#include "ke/timer.h"
#include "ex/pool.h"
#include "rtl/debug_print.h"
#include "ps/thread.h"
#include "cm/registry.h"
#include "io/work.h"
#include "port/pnp.h"
#include "port/ports.h"
#include "node/node.h"
#include "load/load.h"

static void exit_ke(void)
{
	nt_timer_exit();
	nt_dpc_exit();
	nt_pool_gone(NULL);
	nt_clients_free();
}

int nt_start(void)
{
	int err;

	nt_threads_init();
	nt_pnp_init();
	nt_interrupts_init();
	nt_processors_init();
	nt_dpc_init();
	nt_timer_init();
	err = nt_registry_start();
	if (err)
		goto exit_ke;
	err = nt_node_init();
	if (err)
		goto stop_registry;
	err = nt_work_init();
	if (err)
		goto exit_node;
	err = nt_ports_init();
	if (err)
		goto exit_work;
	return 0;

exit_work:
	nt_work_exit();
exit_node:
	nt_node_exit();
stop_registry:
	nt_registry_stop();
exit_ke:
	exit_ke();
	return err;
}

void nt_stop(void)
{
	nt_power_exit();
	nt_work_exit();
	nt_ports_exit();
	nt_node_exit();
	nt_registry_stop();
	exit_ke();
}

void nt_module_gone(const struct module *module)
{
	struct nt_gone gone = { .module = module };

	nt_module_end(&gone);
	nt_pool_gone(module);
	nt_module_stopped(&gone);
	nt_print_gone(module);
	nt_client_remove(module);
}
