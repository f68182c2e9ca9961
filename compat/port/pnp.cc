// SPDX-License-Identifier: GPL-2.0
/// pnp.cc - drivers and ports come, go and meet, one at a time; and the machine is suspended (L7).
///
/// When a port comes or goes, Linux holds the lock of its device, and suspending waits for that
/// lock: nobody who holds it may wait for somebody who is frozen. So suspending begins only when no
/// driver is being told of a port; and until the machine is awake again, drivers are told nothing,
/// and none comes or goes.

#include <utility>

#include "module/glue/glue.h"
#include "glue/log.h"
#include "glue/suspend.h"
#include "base/guard.hh"
#include "base/idle.hh"
#include "base/use_count.hh"
#include "base/work.hh"
#include "ob/callback.h"
#include "io/file.h"
#include "port/instance.hh"
#include "port/pnp.hh"
#include "port/ports.h"
#include "port/ports.hh"

using port::Instance;
using port::Port;

namespace {

/// How long a driver may keep the machine from being suspended.
constexpr unsigned int patience_s = 5;

/// Whoever tells drivers of ports, one at a time, holds this while drivers are called.
constinit nt_call_mutex pnp_mutex{};

/// `changing`: how many ports that come or go drivers are being told of. `falling_asleep`: 1 if the
/// machine is being suspended, otherwise 0. Whoever sets one of the two then looks at the other,
/// with a fence in between: if both are set at once, at least one sees the other.
constinit UseCount changing{};
unsigned int falling_asleep;

bool is_falling_asleep() { return __atomic_load_n(&falling_asleep, __ATOMIC_RELAXED); }

/// Holds the mutex while the machine is awake: suspending begins by taking the mutex, and so waits
/// for whoever has it. PASSIVE_LEVEL.
class LOCK_GUARD AwakeGuard {
public:
	AwakeGuard() ACQUIRES(pnp_mutex)
	{
		constexpr unsigned int some_s = 60;

		nt_call_lock(&pnp_mutex);
		while (is_falling_asleep()) {
			nt_call_unlock(&pnp_mutex);
			wait_until_idle(falling_asleep, some_s);
			nt_call_lock(&pnp_mutex);
		}
	}
	~AwakeGuard() RELEASES() { nt_call_unlock(&pnp_mutex); }
	AwakeGuard(const AwakeGuard &) = delete;
	AwakeGuard &operator=(const AwakeGuard &) = delete;
};

bool wants_ports(nt_driver *driver)
{
	return nt_driver_ready(driver) && nt_driver_extension(driver)->AddDevice &&
	       !nt_driver_dead(driver);
}

void add_driver_to(Port &port, void *driver)
{
	Instance::add(static_cast<nt_driver *>(driver), port);
}

void add_port_to(nt_driver *driver, void *port)
{
	if (!is_falling_asleep() && wants_ports(driver))
		Instance::add(driver, *static_cast<Port *>(port));
}

/// Removes the driver's instances whose port has gone.
void remove_surprised_of(nt_driver *driver, void *)
{
	Instance::for_each_of(driver, [](Instance &instance) {
		if (!instance.port().is_gone())
			return;
		instance.set_surprised();
		if (!is_falling_asleep())
			instance.remove_if_closed();
	});
}

/// Visits all drivers; not while the machine is being suspended, because whoever has the mutex may
/// be frozen. catch_up() does it later.
void visit_drivers_of_port(void (*visit)(nt_driver *driver, void *port), Port &port)
{
	changing.add();
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!is_falling_asleep()) {
		const CallGuard guard(pnp_mutex);

		nt_visit_drivers(visit, &port);
	}
	if (changing.leave())
		wake_idle();
}

void add_ports_to(nt_driver *driver, void *)
{
	if (wants_ports(driver))
		port::visit_ports(add_driver_to, driver);
}

/// A file was closed, perhaps on a port that has gone.
void remove_closed(void *)
{
	const AwakeGuard guard;

	nt_visit_drivers(remove_surprised_of, nullptr);
}

/// Tells drivers of the ports that came and went while drivers were not told.
void catch_up(void *)
{
	const AwakeGuard guard;

	nt_visit_drivers(remove_surprised_of, nullptr);
	nt_visit_drivers(add_ports_to, nullptr);
}

/// What worker threads do here, from pnp_start() to pnp_stop().
struct Works {
	Work removal{ remove_closed, nullptr, true };
	Work catching_up{ catch_up, nullptr, true };
};

constinit Works *works;

void file_closed()
{
	if (Instance::any_surprised())
		works->removal.queue();
}

// Power

void set_power_of(nt_driver *driver, void *state)
{
	Instance::for_each_of(driver, [&](Instance &instance) {
		instance.set_power(*static_cast<DEVICE_POWER_STATE *>(state));
	});
}

/// A driver that does not return from a Plug and Play request must not keep the machine awake.
/// False: no driver was told.
bool set_power_of_all(DEVICE_POWER_STATE state)
{
	if (!nt_call_lock_within_seconds(&pnp_mutex, patience_s)) {
		nt_warn("a driver has not returned from AddDevice or a Plug and Play request: no driver is told of suspend\n");
		return false;
	}
	nt_visit_drivers(set_power_of, &state);
	nt_call_unlock(&pnp_mutex);
	return true;
}

/// Drivers were told to turn their devices off. Set by the thread that suspends the machine.
bool told;

void stay_awake()
{
	__atomic_store_n(&falling_asleep, 0, __ATOMIC_RELAXED);
	wake_idle();
	works->catching_up.queue();
}

/// Turns off every device that a driver has on a port. -EBUSY: the machine cannot be suspended, and
/// the log says why.
int fall_asleep()
{
	__atomic_store_n(&falling_asleep, 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!wait_until_idle(changing.number, patience_s)) {
		nt_warn("a port comes or goes, and a driver has not returned from AddDevice or a Plug and Play request for that: the machine stays awake\n");
		stay_awake();
		return -GLUE_EBUSY;
	}
	nt_callback_power_state(false);
	told = set_power_of_all(PowerDeviceD3);
	return 0;
}

/// Turns them on again.
void wake_up()
{
	// This comes before anybody else can take the mutex.
	if (std::exchange(told, false))
		set_power_of_all(PowerDeviceD0);
	nt_callback_power_state(true);
	stay_awake();
}

}

void nt_pnp_init() { nt_file_closed = file_closed; }

int port::pnp_start()
{
	works = new (rt::kernel) Works;
	if (!works || !works->removal || !works->catching_up) {
		pnp_stop();
		return -GLUE_ENOMEM;
	}
	const int err = nt_suspend_register(fall_asleep, wake_up);
	if (err)
		pnp_stop();
	return err;
}

void nt_power_exit() { nt_suspend_unregister(); }

void port::pnp_stop()
{
	delete works;
	works = nullptr;
}

void nt_pnp_driver_added(nt_driver *driver)
{
	const AwakeGuard guard;

	nt_driver_set_ready(driver, true);
	if (nt_driver_extension(driver)->AddDevice)
		port::visit_ports(add_driver_to, driver);
}

void nt_pnp_driver_going(nt_driver *driver)
{
	const AwakeGuard guard;

	nt_driver_set_ready(driver, false);
	Instance::for_each_of(driver, [](Instance &instance) { instance.remove(); });
}

void port::pnp_do_while_awake(void (*routine)(void *context), void *context)
{
	const AwakeGuard guard;

	routine(context);
}

void port::pnp_port_added(Port &port) { visit_drivers_of_port(add_port_to, port); }

void port::pnp_port_removed(Port &port) { visit_drivers_of_port(remove_surprised_of, port); }
