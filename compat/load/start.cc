// SPDX-License-Identifier: GPL-2.0
/// start.cc - starts and stops everything in these rooms.

#include "glue/work.h"
#include "base/client.h"
#include "ke/clock.h"
#include "ke/dpc.h"
#include "ke/gone.h"
#include "ke/interrupt.h"
#include "ke/timer.h"
#include "ex/pool.h"
#include "ex/work_queue.h"
#include "rtl/debug_print.h"
#include "ob/callback.h"
#include "ps/thread.h"
#include "cm/registry.h"
#include "io/irp.h"
#include "io/shutdown.h"
#include "io/work.h"
#include "port/pnp.h"
#include "port/ports.h"
#include "node/node.h"
#include "load/load.h"

static int start_ke()
{
	const int err = nt_bug_checks_init();

	if (err)
		return err;
	nt_threads_init();
	nt_irps_init();
	nt_mdls_init();
	nt_pnp_init();
	nt_interrupts_init();
	nt_processors_init();
	nt_dpc_init();
	nt_timer_init();
	return 0;
}

static void stop_ke()
{
	nt_bug_checks_exit();
	nt_timer_exit();
	nt_dpc_exit();
	nt_pool_gone(nullptr);
	nt_clients_free();
}

namespace {

struct Step {
	int (*start)();
	void (*stop)();
};

/// Done in this order; if one fails, those before it are stopped.
constexpr Step steps[] = {
	{ start_ke, stop_ke },
	{ nt_registry_start, nt_registry_stop },
	{ nt_callbacks_init, nt_callbacks_exit },
	{ nt_node_init, nt_node_exit },
	{ nt_work_init, nt_work_exit },
	{ nt_work_queue_init, nt_work_queue_exit },
	{ nt_shutdown_init, nt_shutdown_exit },
	{ nt_ports_init, nullptr },
};

}

int nt_start()
{
	unsigned int started = 0;

	for (const Step &step : steps) {
		const int err = step.start();
		if (!err) {
			started++;
			continue;
		}
		while (started--)
			steps[started].stop();
		return err;
	}
	return 0;
}

/// Not simply the reverse: queued work ends before the ports and files it is about.
void nt_stop()
{
	nt_power_exit();
	nt_shutdown_exit();
	nt_work_exit();
	nt_work_queue_exit();
	nt_ports_exit();
	nt_node_exit();
	nt_callbacks_exit();
	nt_registry_stop();
	stop_ke();
}

void nt_module_gone(const module *module)
{
	nt_gone gone = { .module = module };

	nt_module_end(&gone);
	nt_pool_gone(module);
	nt_module_stopped(&gone);
	nt_print_gone(module);
	nt_client_remove(module);
}
