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

	/// Called with cad_lock held. True: it keeps the port.
	virtual bool preempt() { return true; }
	virtual bool has_wakeup() const { return false; }
	virtual void wakeup() { }
	virtual void interrupt() { }
	virtual bool is_module() const { return false; }

	parport &port;
	const char *const name;
	int state;				///< its registers, while others have the port
	std::atomic<unsigned int> waiting = 0;	///< 1: on the list; 2: sleeps until it has the port
	Device *next = nullptr;			///< the next one on the list, when it was taken off
	std::atomic<bool> offered = false;	///< woken since it last asked for the port
};

/// For whoever wants to know. Called with whatever locks are held at that moment.
class Observer {
public:
	virtual ~Observer() = default;
	/// Called with cad_lock held and registers set: `device` (or nobody) has the Linux
	/// port.
	virtual void owner(parport &port, Device *device) = 0;
	/// Called with cad_lock held: the module keeps the port from a Linux driver.
	virtual void refused(parport &port) = 0;
	/// The interrupt lock is about to be given back.
	virtual void unlocking() = 0;
};

inline constexpr int neutral_control = 0x0c;

/// What the kernel and the administrator decide; set by the tests.
struct Settings {
	std::atomic<bool> connect_enabled = true;
	std::atomic<bool> watching = false;  ///< an event of the interrupt is enabled
	std::atomic<int> irq = -1;	     ///< the parameter
	std::atomic<int> register_error = 0;
	std::atomic<int> line_error = 0;
	std::atomic<int> allocations_left = -1;	 ///< that many succeed, then one fails; -1: none
};

/// What the core did, to be compared with what it should have done.
struct Counters {
	std::atomic<long> allocations;	    ///< not yet freed
	std::atomic<unsigned int> refused;  ///< allocations that failed
	std::atomic<unsigned int> warnings;
	std::atomic<unsigned int> stray_frees;	///< lines in the log about stray frees
};

extern Settings settings;
extern Counters counters;
extern Observer *observer;
/// Wakes whoever sleeps in ntparport_allocate(), with this status.
extern void (*wake)(ntparport_waiter *waiter, int status);

// share.c.
int claim(Device &device);
/// Sleeps until the port is the driver's: when `waiting` is 0 again.
int claim_or_sleep(Device &device);
void release(Device &device);
void add(Device &device);
void remove(Device &device);

/// Raises the line of the port. True: the interrupt was handled.
bool interrupt(parport &port, bool direct);

/// Whether the module waits for this Linux port, which somebody else has.
bool waits(const parport &port);

/// The tasklet of our port on `port`, if any; valid for as long as the section lasts.
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
	std::atomic<glue_port *> glue = nullptr;  ///< only for world::tasklet()
};

struct module {
	const char *name;
	char init[8];  ///< stands for the code of its init routine, which is freed with `live`
	char core[8];  ///< stands for the rest
	bool (*contains)(const void *address);
	std::atomic<bool> live;
};
