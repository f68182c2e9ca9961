// SPDX-License-Identifier: GPL-2.0
/// instance.hh - a driver on a port; internal.
#pragma once

#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "io/device.h"
#include "io/driver.h"
#include "port/port.hh"
#include "port/resources.hh"

namespace port {

/// A driver with AddDevice, on a port: it has a physical device of its own there, through which it
/// passes requests to the port. Guarded by the mutex of pnp.cc, which is also held while the driver
/// is called. PASSIVE_LEVEL.
class Instance {
public:
	/// Adds the driver to the port and starts it, unless it is there already. Failures are
	/// logged.
	static void add(nt_driver *driver, Port &port);
	/// Calls visit(instance) for all instances of the driver, in the order in which they were
	/// added. It may end the instance.
	template <typename Visit>
	static void for_each_of(const nt_driver *driver, Visit visit)
	{
		for (auto at = all.begin(); at != all.end();) {
			Instance &instance = *at;

			++at;
			if (instance.driver_ == driver)
				visit(instance);
		}
	}
	/// Whether there are instances whose port has gone, or were a moment ago. Any IRQL.
	static bool any_surprised() { return __atomic_load_n(&surprised_count, __ATOMIC_RELAXED); }
	Instance(const Instance &) = delete;
	Instance &operator=(const Instance &) = delete;

	bool is_on(const Port &port) const { return port_ == &port; }
	const Port &port() const { return *port_; }

	/// Its driver is being unloaded: tells the driver, and ends this.
	void remove();
	/// Its port has gone: nobody can open its devices any longer.
	void set_surprised();
	/// After set_surprised(): tells the driver, once. As on Windows, the last handle keeps the
	/// instance; without one it ends.
	void remove_if_closed();

	/// Sends IRP_MN_SET_POWER for its device, if a driver is there to get it. Waits, but not
	/// for ever.
	void set_power(DEVICE_POWER_STATE state);

private:
	friend rt::List<Instance>;
	friend rt::Unique<Instance>;

	Instance(nt_driver *driver, Port &port) : driver_(driver), port_(&port) { }
	~Instance();

	const char *name() const { return nt_driver_name(driver_); }
	bool is_attached() const { return nt_device_is_attached_to(device_); }
	bool create_device();
	bool add_device();
	NTSTATUS tell(UCHAR minor, rt::Unique<Resources> resources = {});
	void start(rt::Unique<Resources> resources);
	void end();

	rt::Link link{};		   // first: in the list of all
	nt_driver *const driver_;	   // unloading removes this first
	Port *const port_;		   // the device has a reference
	bool open_ = false;		   // this is a user of the port
	PDEVICE_OBJECT device_ = nullptr;  // the physical one
	bool surprised_ = false;	   // its port has gone
	bool told_ = false;		   // and the driver has been told

	static rt::List<Instance> all;
	static unsigned int surprised_count;
};

/// A Plug and Play request for the top of a stack; nullptr: there is no memory. PASSIVE_LEVEL.
PIRP create_pnp_request(PDEVICE_OBJECT top, UCHAR minor);

}
