// SPDX-License-Identifier: GPL-2.0
/// pnp.cc - drivers and ports come and go, and meet, one at a time; the machine falls asleep (L7).
///
/// Where a port comes or goes, Linux has the lock of its device, which the machine's way into
/// sleep waits for: nobody may stop there for somebody who is frozen. So it begins when no
/// driver is being told of a port, and until it is awake again none is, and none comes or goes.

#include <utility>

#include "module/glue/glue.h"
#include "base/guard.hh"
#include "base/idle.hh"
#include "base/work.hh"
#include "io/file.h"
#include "port/instance.hh"
#include "port/pnp.hh"
#include "port/ports.h"
#include "port/ports.hh"

using port::Instance;
using port::Port;

namespace {

/// So long a driver may take that keeps the machine from falling asleep.
constexpr unsigned int patience_s = 5;

/// Of who tells drivers of ports, one at a time: it is held while they are called.
constinit nt_call_mutex pnp_mutex{};

/// Drivers are being told of so many ports that come or go; the machine falls asleep: 1, or
/// else 0. Who sets one of the two looks at the other then, with a fence in between: so of two
/// at once one sees the other.
unsigned int changing;
unsigned int falling_asleep;

bool is_falling_asleep() { return __atomic_load_n(&falling_asleep, __ATOMIC_RELAXED); }

/// The mutex, while the machine is awake: the way into sleep, which begins by taking it, waits for
/// who has it. PASSIVE_LEVEL.
class AwakeGuard {
public:
	AwakeGuard()
	{
		constexpr unsigned int some_s = 60;

		nt_call_lock(&pnp_mutex);
		while (is_falling_asleep()) {
			nt_call_unlock(&pnp_mutex);
			wait_until_idle(falling_asleep, some_s);
			nt_call_lock(&pnp_mutex);
		}
	}
	~AwakeGuard() { nt_call_unlock(&pnp_mutex); }
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

/// Its instances whose port has gone.
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

/// For all drivers. Not while the machine falls asleep, for who has the mutex may be frozen:
/// catch_up() does it then.
void visit_drivers_of_port(void (*visit)(nt_driver *driver, void *port), Port &port)
{
	__atomic_fetch_add(&changing, 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!is_falling_asleep()) {
		const CallGuard guard(pnp_mutex);

		nt_visit_drivers(visit, &port);
	}
	if (!__atomic_sub_fetch(&changing, 1, __ATOMIC_RELEASE))
		wake_idle();
}

void add_ports_to(nt_driver *driver, void *)
{
	if (wants_ports(driver))
		port::visit_ports(add_driver_to, driver);
}

/// A file was closed on what may be a port that has gone.
void remove_closed(void *)
{
	const AwakeGuard guard;

	nt_visit_drivers(remove_surprised_of, nullptr);
}

/// What came and went while drivers were not told.
void catch_up(void *)
{
	const AwakeGuard guard;

	nt_visit_drivers(remove_surprised_of, nullptr);
	nt_visit_drivers(add_ports_to, nullptr);
}

/// What threads of the system do here, from pnp_start() to pnp_stop().
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

/// A driver that does not return from a Plug and Play request keeps nobody awake. False: none
/// was told.
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

/// They are turned off. Set by the thread that puts the machine to sleep.
bool told;

void stay_awake()
{
	__atomic_store_n(&falling_asleep, 0, __ATOMIC_RELAXED);
	wake_idle();
	works->catching_up.queue();
}

/// Each device that a driver has on a port is turned off. -EBUSY: the machine cannot sleep, and
/// the log says why.
int fall_asleep()
{
	__atomic_store_n(&falling_asleep, 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!wait_until_idle(changing, patience_s)) {
		nt_warn("a port comes or goes, and a driver has not returned from AddDevice or a Plug and Play request for that: the machine stays awake\n");
		stay_awake();
		return -GLUE_EBUSY;
	}
	told = set_power_of_all(PowerDeviceD3);
	return 0;
}

/// The same to turn them on.
void wake_up()
{
	// Before anybody else can have the mutex.
	if (std::exchange(told, false))
		set_power_of_all(PowerDeviceD0);
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

void port::pnp_port_added(Port &port) { visit_drivers_of_port(add_port_to, port); }

void port::pnp_port_removed(Port &port) { visit_drivers_of_port(remove_surprised_of, port); }
