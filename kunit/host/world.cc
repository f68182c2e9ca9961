// SPDX-License-Identifier: GPL-2.0
/// world.cc - glue.h in user space, and parport's sharing of a port.

#include "world.hh"

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

using machine::fail;
using machine::Guard;
using machine::point;

void machine::fail(const char *rule, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fprintf(stderr, "VIOLATED %s: ", rule);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	fflush(stdout);
	abort();
}

namespace world {

Settings settings;
Counters counters;
Observer *observer;
void (*wake)(ntparport_waiter *waiter, int status);

namespace {

class ModuleDevice : public Device {
public:
	ModuleDevice(glue_port &glue, parport &port)
		: Device(port, "ntparport", neutral_control), glue_(glue)
	{ }
	bool preempt() override;
	bool has_wakeup() const override { return true; }
	void wakeup() override;
	void interrupt() override;
	bool is_module() const override { return true; }

private:
	glue_port &glue_;
};

}
}

struct glue_port {
	machine::SpinLock lock;
	ntparport *core;
	std::shared_ptr<struct parport> parport;
	std::atomic<world::ModuleDevice *> device = nullptr;
	machine::Tasklet tasklet;
	std::atomic<unsigned int> line = 0;
	bool registers_saved = false;
	int control = 0;
	const glue_isr *isrs = nullptr;
	unsigned int isr_count = 0;
	unsigned long long claimed = 0;
	unsigned long long unclaimed = 0;
};

namespace {

/// The one line of the direct route, and who requested it. Interrupts of a line never run two
/// at a time, and giving the line back waits for them.
machine::Lock line_lock;
glue_port *line_port;

machine::Lock registry_mutex;

}

// share.c as it is, except for the list of waiters, which it walks without a lock.

namespace world {

namespace {

void set_owner(parport &port, Device *device)
{
	port.cad = device;
	if (observer)
		observer->owner(port, device);
}

/// Takes `device` off the list of waiters. Whoever is just looking at it while walking along
/// the list goes on to `next`, where its pointer leads.
void unlist(Device &device, bool unregistered)
{
	std::list<Device *> &waiters = device.port.waiters;
	auto at = std::find(waiters.begin(), waiters.end(), &device);

	device.next = nullptr;
	if (at != waiters.end() && (at = waiters.erase(at)) != waiters.end() && unregistered)
		device.next = *at;
	device.waiting = 0;
}

/// The waiter after `device`, or the first one.
Device *next_waiter(parport &port, const Device *device)
{
	Guard guard(port.lists_lock);
	auto at = port.waiters.begin();

	if (device) {
		at = std::find(at, port.waiters.end(), device);
		if (at == port.waiters.end())
			return device->next;
		++at;
	}
	return at == port.waiters.end() ? nullptr : *at;
}

}

namespace {

/// `for_sleeper`: on behalf of a driver that sleeps, if it still does. share.c checks that
/// before it takes the lock, so it may give the port to a driver that has left.
int claim(Device &device, bool for_sleeper)
{
	parport &port = device.port;

	if (port.cad == &device) {
		if (device.is_module())
			fail("parport", "the module claims a port it has");
		return 0;
	}
	if (!for_sleeper)
		device.offered = false;

	Guard guard(port.cad_lock);
	Device *old = port.cad;

	if (for_sleeper && !(device.waiting & 1))
		return -ESRCH;
	if (old && old->preempt()) {
		if (old->is_module() && observer)
			observer->refused(port);
		if (device.waiting & 2 || device.has_wakeup()) {
			Guard list(port.lists_lock);

			if (!(device.waiting.fetch_or(1) & 1))
				port.waiters.push_back(&device);
		}
		return -EAGAIN;
	}
	// The old owner has agreed, but the port still has its name.
	point();
	if (old)
		device.state = port.control;
	if (device.waiting & 1) {
		Guard list(port.lists_lock);

		unlist(device, false);
	}
	port.control = device.state;
	set_owner(port, &device);
	return 0;
}

}

int claim(Device &device) { return claim(device, false); }

int claim_or_sleep(Device &device)
{
	device.waiting = 2;
	int err = claim(device);
	if (!err)
		device.waiting = 0;
	return err;
}

void release(Device &device)
{
	parport &port = device.port;

	// The walker is not scheduled out in the middle of its walk: see glue/parport.c.
	machine::enter_section();
	{
		Guard guard(port.cad_lock);

		if (port.cad != &device) {
			if (device.is_module())
				fail("parport", "the module releases a port it has not");
			goto out;  // It was preempted on its way here.
		}
		device.state = port.control;
		set_owner(port, nullptr);
	}
	for (Device *waiter = next_waiter(port, nullptr); waiter;
	     waiter = next_waiter(port, waiter)) {
		if (waiter->waiting & 2) {
			if (claim(*waiter, true) == -ESRCH)
				continue;
			goto out;
		}
		waiter->offered = true;
		waiter->wakeup();
		if (port.cad)
			goto out;
	}
	{
		std::vector<Device *> devices;
		{
			Guard guard(port.lists_lock);

			devices.assign(port.devices.begin(), port.devices.end());
		}
		for (Device *other : devices)
			if (!port.cad && other != &device && other->has_wakeup())
				other->wakeup();
	}
out:
	machine::leave_section();
}

void add(Device &device)
{
	Guard guard(device.port.lists_lock);

	device.port.devices.push_front(&device);
}

void remove(Device &device)
{
	parport &port = device.port;

	if (port.cad == &device) {
		if (device.is_module())
			fail("parport", "the module forgot to release the port");
		release(device);
	}
	Guard guard(port.lists_lock);

	port.devices.remove(&device);
	unlist(device, true);
}

// Interrupts.

namespace {

/// Like glue_interrupt() of module/glue/port.h.
bool handle(glue_port &glue)
{
	unsigned char claimed = 0;

	glue.lock.lock();
	// The array as it is now, whatever the routines do to it.
	const glue_isr *isr = glue.isrs;
	const glue_isr *end = isr + glue.isr_count;
	do
		claimed |= isr->routine(reinterpret_cast<_KINTERRUPT *>(glue.core), isr->context);
	while (++isr != end);
	++(claimed ? glue.claimed : glue.unclaimed);
	glue_unlock_irqrestore(&glue, 0);
	return claimed;
}

}

bool interrupt(parport &port, bool direct)
{
	if (direct) {
		Guard guard(line_lock);

		return line_port && handle(*line_port);
	}
	// parport_generic_irq(), with what low-level drivers return.
	Guard guard(port.cad_lock);
	if (Device *device = port.cad)
		device->interrupt();
	return true;
}

bool waits(const parport &port)
{
	return std::any_of(port.waiters.begin(), port.waiters.end(),
			   [](const Device *device) { return device->is_module(); });
}

machine::Tasklet *tasklet(parport &port)
{
	glue_port *glue = port.glue;

	return glue ? &glue->tasklet : nullptr;
}

bool ModuleDevice::preempt() { return core_preempt(glue_.core); }

void ModuleDevice::wakeup()
{
	if (machine::here().irqs_off)
		core_wakeup_later(glue_.core);
	else
		core_wakeup(glue_.core);
}

void ModuleDevice::interrupt()
{
	if (!glue_.line)
		handle(glue_);
}

}

// memory.c

void *glue_alloc(size_t size)
{
	int left = world::settings.allocations_left;

	if (!left) {
		++world::counters.refused;
		world::settings.allocations_left = -1;
		return nullptr;
	}
	if (left > 0)
		world::settings.allocations_left = left - 1;
	++world::counters.allocations;
	// NOLINTNEXTLINE(cppcoreguidelines-no-malloc): it is kzalloc()
	return calloc(1, size);
}

void glue_free(void *memory)
{
	if (memory)
		--world::counters.allocations;
	free(memory);  // NOLINT(cppcoreguidelines-no-malloc)
}

// log.c

void glue_log(glue_log_level level, const glue_port *port, const char *format, ...)
{
	// Printing it has the sanitizers look at the arguments; %ps is the kernel's.
	char line[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (level == GLUE_WARN)
		++world::counters.warnings;
	if (strstr(line, "nobody had it"))
		++world::counters.stray_frees;
	static_cast<void>(port);
}

unsigned long long glue_now()
{
	static std::atomic<unsigned long long> now;

	return now.fetch_add(1, std::memory_order_relaxed);
}

// lock.c

unsigned long glue_lock_irqsave(glue_port *port)
{
	port->lock.lock();
	return 0;
}

void glue_unlock_irqrestore(glue_port *port, unsigned long)
{
	if (world::observer)
		world::observer->unlocking();
	port->lock.unlock();
}

void glue_assert_locked(glue_port *port)
{
	if (!port->lock.is_mine())
		fail("lock", "the interrupt lock is not held");
}

bool glue_has_lock(const glue_port *port) { return port->lock.is_mine(); }

// Only compat/ wants it.
spinlock *glue_lock_of(glue_port *) { return nullptr; }
void glue_registry_lock() { registry_mutex.lock(); }
void glue_registry_unlock() { registry_mutex.unlock(); }

void glue_assert_registry_locked()
{
	if (!registry_mutex.is_mine())
		fail("lock", "the registry mutex is not held");
}

void glue_enter_section() { machine::enter_section(); }
void glue_leave_section() { machine::leave_section(); }
void glue_synchronize() { machine::synchronize(); }

// port.c

glue_port *glue_port_create(parport *parport, ntparport *core)
{
	if (!world::settings.allocations_left)
		return nullptr;

	auto *port = new glue_port{
		.lock = {},
		.core = core,
		.parport = parport->shared_from_this(),
		.tasklet = { [](void *core) { core_tasklet(static_cast<ntparport *>(core)); },
			     core },
	};

	parport->glue = port;
	return port;
}

unsigned char glue_call_isr(unsigned char (*routine)(_KINTERRUPT *, void *), _KINTERRUPT *object,
			    void *context)
{
	return routine(object, context);
}

void glue_call_deferred(void (*routine)(void *), void *context) { routine(context); }

void glue_set_isrs(glue_port *port, const glue_isr *isrs, unsigned int count)
{
	glue_assert_locked(port);
	port->isrs = isrs;
	port->isr_count = count;
}

unsigned long long glue_claimed_interrupts(const glue_port *port) { return port->claimed; }
unsigned long long glue_unclaimed_interrupts(const glue_port *port) { return port->unclaimed; }

void glue_port_destroy(glue_port *port)
{
	port->tasklet.flush();
	port->parport->glue = nullptr;
	// Those that run tasklets may still be looking at this one.
	machine::synchronize();
	delete port;
}

// sysfs.c, debugfs.c

int glue_port_sysfs_create(glue_port *) { return 0; }
void glue_port_sysfs_remove(glue_port *) { }
void glue_port_debugfs_create(glue_port *) { }
void glue_port_debugfs_remove(glue_port *) { }

// watch.c: nobody looks at anything here, but interrupts are watched.

bool glue_watching() { return world::settings.watching; }
void glue_sample() { }
void glue_watch_interrupt(const glue_port *) { }
void glue_watch_interrupt_end(const glue_port *, bool) { }
unsigned long long glue_watch_routine(const glue_port *, const void *, const void *)
{
	return glue_now();
}

void glue_watch_routine_end(const glue_port *, const void *, bool, unsigned long long,
			    glue_times *times)
{
	if (times)
		times->calls++;
}

void glue_trace_connect(const glue_port *, const ntparport_interrupt_service *, int) { }
void glue_trace_disconnect(const glue_port *, const ntparport_interrupt_service *, int) { }
void glue_trace_granted(const glue_port *, const void *) { }
void glue_trace_queued(const glue_port *, const void *) { }
void glue_trace_cancelled(const glue_port *, const void *) { }
void glue_trace_free(const glue_port *, const void *) { }
void glue_trace_yield(const glue_port *) { }
void glue_trace_regain(const glue_port *) { }
void glue_trace_check(const glue_port *) { }

// delay.c, io_port.c: self_test.cc has a program of its own

void glue_sleep(unsigned int, unsigned int) { }
void glue_delay(unsigned int) { }
unsigned char glue_in(unsigned long) { return 0; }
void glue_out(unsigned long, unsigned char) { }

// parport.c

bool glue_parport_is_pc_style(const parport *parport) { return parport->base; }
bool glue_parport_is_multiplexed(const parport *parport) { return parport->multiplexed; }
const char *glue_parport_name(const parport *parport) { return parport->name.c_str(); }
parport *glue_port_parport(const glue_port *port) { return port->parport.get(); }
unsigned int glue_port_number(const glue_port *port) { return port->parport->number; }
unsigned long glue_port_base(const glue_port *port) { return port->parport->base; }
void glue_registers_suspend(glue_port *) { }
void glue_registers_resume(glue_port *) { }
unsigned long glue_parport_ecp_base(const parport *) { return 0; }
unsigned int glue_parport_span(const parport *) { return 3; }
int glue_port_irq(const glue_port *port) { return port->parport->irq; }
bool glue_port_is_pci(const glue_port *) { return false; }

int glue_parport_register(glue_port *port)
{
	if (int err = world::settings.register_error)
		return err;
	port->device = new world::ModuleDevice(*port, *port->parport);
	world::add(*port->device);
	return 0;
}

void glue_parport_unregister(glue_port *port)
{
	world::ModuleDevice *device = port->device;

	world::remove(*device);
	port->device = nullptr;
	machine::synchronize();
	delete device;
}

namespace {

void assert_may_claim(const glue_port *port)
{
	if (port->lock.is_mine())
		fail("deadlock",
		     "the Linux port is claimed or released with the interrupt lock held");
	if (port->parport->cad_lock.is_mine())
		fail("deadlock",
		     "the Linux port is claimed or released from a callback of parport");
	if (!machine::here().sections)
		fail("lock", "the Linux port is claimed or released outside of a section");
}

}

// parport's unsafe claim, which can hang only the CPU that makes it, is not modelled.
int glue_parport_claim(glue_port *port)
{
	machine::SpinLock &cad_lock = port->parport->cad_lock;

	assert_may_claim(port);
	if (!machine::here().softirq)
		cad_lock.lock();
	else if (!cad_lock.try_lock())
		return -GLUE_EBUSY;
	cad_lock.unlock();
	return world::claim(*port->device);
}

bool glue_parport_release(glue_port *port)
{
	// Port::close() is outside any section, because nobody else uses the port then.
	machine::enter_section();
	assert_may_claim(port);
	world::release(*port->device);
	machine::leave_section();
	return !port->parport->cad;
}

const void *glue_parport_last_waiter(const glue_port *port)
{
	Guard guard(port->parport->lists_lock);

	return port->parport->waiters.empty() ? nullptr : port->parport->waiters.back();
}

bool glue_parport_queued(const glue_port *port)
{
	const world::ModuleDevice *device = port->device;

	return device && device->waiting;
}

namespace {

void assert_registers_are_ours(glue_port *port)
{
	glue_assert_locked(port);
	if (port->parport->cad != port->device)
		fail("L4", "the registers are touched while the Linux port is another's");
}

}

void glue_registers_save(glue_port *port)
{
	assert_registers_are_ours(port);
	port->control = port->parport->control;
	port->registers_saved = true;
}

void glue_registers_neutral(glue_port *port)
{
	assert_registers_are_ours(port);
	port->parport->control = world::neutral_control;
}

void glue_registers_restore(glue_port *port)
{
	assert_registers_are_ours(port);
	if (port->registers_saved)
		port->parport->control = port->control;
}

void glue_registers_forget(glue_port *port) { port->registers_saved = false; }

// Nothing more is modelled: it would change one bit of what a client left, which is just
// another value to whoever writes next.
void glue_registers_quiet(glue_port *port) { assert_registers_are_ours(port); }

// irq_line.c

int glue_line_open(glue_port *port, unsigned int irq)
{
	Guard guard(line_lock);

	if (int err = world::settings.line_error)
		return err;
	port->line = irq;
	line_port = port;
	return 0;
}

void glue_line_close(glue_port *port)
{
	Guard guard(line_lock);

	line_port = nullptr;
	port->line = 0;
}

// sleeper.c
void glue_complete_sleeper(ntparport_waiter *waiter, int status) { world::wake(waiter, status); }

// tasklet.c

void glue_tasklet_schedule(glue_port *port)
{
	if (port->lock.is_mine())
		fail("deadlock", "the tasklet may run here, and takes the interrupt lock");
	port->tasklet.schedule_here();
}

void glue_tasklet_schedule_locked(glue_port *port) { port->tasklet.schedule(); }

void glue_tasklet_flush(glue_port *port)
{
	if (machine::here().softirq)
		fail("lock", "sleeps in a softirq");
	port->tasklet.flush();
}

// parameters.c

bool glue_connect_enabled() { return world::settings.connect_enabled; }
int glue_parameter_irq(unsigned int) { return world::settings.irq; }

// module.c

/// The module that all of this is in; it contains no client module.
struct module __this_module {
	"host", {}, {}, [](const void *) { return false; }, true
};

bool glue_module_contains(const module *module, const void *address)
{
	// The code of its init routine may belong to another module now.
	if (glue_module_init_contains(module, address))
		return !module->live;
	return (address >= module && address < module + 1) || module->contains(address);
}

bool glue_module_init_contains(const module *module, const void *address)
{
	return address >= module->init && address < module->init + sizeof(module->init);
}

const char *glue_module_name(const module *module) { return module->name; }
