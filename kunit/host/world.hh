// SPDX-License-Identifier: GPL-2.0
/// world.hh - the kernel around the core, in user space: glue.h implemented on
/// machine.hh, and parport's way of sharing a port (drivers/parport/share.c).
#pragma once

#include <list>
#include <memory>
#include <string>
#include <vector>

#include "../../module/glue/glue.h"
#include "../../module/ntparport.h"
#include "machine.hh"

namespace world {

/// A driver's device on a Linux port (struct pardevice).
class Device {
public:
	Device(parport &port, const char *name, int neutral)
		: port(port), name(name), state(neutral)
	{ }
	virtual ~Device() = default;
	Device(const Device &) = delete;
	Device &operator=(const Device &) = delete;

	/// cad_lock held. True: it keeps the port.
	virtual bool preempt() { return true; }
	virtual bool has_wakeup() const { return false; }
	virtual void wakeup() { }
	virtual void interrupt() { }
	virtual bool is_module() const { return false; }

	parport &port;
	const char *const name;
	int state;				///< registers, while others have the port
	std::atomic<unsigned int> waiting = 0;	///< 1: on the list; 2: sleeps until it has the port
	Device *next = nullptr;			///< on the list, when it was taken off it
	std::atomic<bool> offered = false;	///< woken since it last asked for the port
};

/// Who wants to know. Called with the locks held that are held then.
class Observer {
public:
	virtual ~Observer() = default;
	/// cad_lock held, registers set: `device` (or nobody) has the Linux port.
	virtual void owner(parport &port, Device *device) = 0;
	/// cad_lock held: the module keeps the port from a Linux driver.
	virtual void refused(parport &port) = 0;
	/// The interrupt lock is about to be given back.
	virtual void unlocking() = 0;
};

inline constexpr int neutral_control = 0x0c;

/// What the kernel and the administrator decide; set by the tests.
struct Settings {
	std::atomic<bool> connect_enabled = true;
	std::atomic<bool> watching = false;  ///< an event of the interrupt is on
	std::atomic<int> irq = -1;	     ///< the parameter
	std::atomic<int> register_error = 0;
	std::atomic<int> line_error = 0;
	std::atomic<int> allocations_left = -1;	 ///< before one fails; -1: none does
};

/// What the core did, to be compared.
struct Counters {
	std::atomic<long> allocations;	    ///< not yet freed
	std::atomic<unsigned int> refused;  ///< allocations that failed
	std::atomic<unsigned int> warnings;
	std::atomic<unsigned int> stray_frees;	///< lines in the log about them
};

extern Settings settings;
extern Counters counters;
extern Observer *observer;
/// Whoever sleeps in ntparport_allocate() is woken, with this status.
extern void (*wake)(ntparport_waiter *waiter, int status);

// share.c.
int claim(Device &device);
/// Sleeps: the port is the driver's once `waiting` is 0 again.
int claim_or_sleep(Device &device);
void release(Device &device);
void add(Device &device);
void remove(Device &device);

/// The line of the port rises. True: it was handled.
bool interrupt(parport &port, bool direct);

/// The module waits for this Linux port, which somebody else has.
bool waits(const parport &port);

/// The tasklet of our port on `port`, if any: for as long as the section lasts.
machine::Tasklet *tasklet(parport &port);

}

/// A Linux port.
struct parport : std::enable_shared_from_this<parport> {
	unsigned int number = 0;
	std::string name = "parport0";
	unsigned long base = 0x378;
	int irq = 7;
	bool multiplexed = false;

	std::atomic<int> control = world::neutral_control;  ///< the register
	machine::SpinLock cad_lock;
	std::atomic<world::Device *> cad = nullptr;  ///< who has the port
	machine::SpinLock lists_lock;
	std::list<world::Device *> waiters;
	std::list<world::Device *> devices;
	std::atomic<glue_port *> glue = nullptr;  ///< for world::tasklet()
};

struct module {
	const char *name;
	char init[8];  ///< stands for the code of its init routine, which goes with `live`
	char core[8];  ///< and for the rest
	bool (*contains)(const void *address);
	std::atomic<bool> live;
};
