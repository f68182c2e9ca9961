// SPDX-License-Identifier: GPL-2.0
/// port.hh - one parallel port: its line, its clients, its place beside Linux.
#pragma once

#include "../glue/glue.h"
#include "../ntparport.h"
#include "../rt/guard.hh"
#include "../rt/list.hh"
#include "arbiter.hh"
#include "isr_chain.hh"
#include "status.hh"

/// One parallel port; to C an opaque `struct ntparport`.
///
/// Two locks, each for one half of the members. The registry mutex: who refers
/// to the port, whether its line is open. The interrupt lock: who has the port,
/// who is connected, what is counted. Connections come and go with both held: one
/// of them is enough to look at them.
///
/// A port is *open* while it is referred to: then it has a device on the Linux
/// port. It is *removed* when the Linux port went away; it stays so until the
/// last reference goes.
struct ntparport {
public:
	/// A port for `parport`, closed, or nullptr if there is no memory.
	static ntparport *create(parport *parport);
	~ntparport();
	ntparport(const ntparport &) = delete;
	ntparport &operator=(const ntparport &) = delete;

	// Registry mutex held, process context.

	Status get();
	/// True: that was the last reference to a removed port; delete it.
	[[nodiscard]] bool put();
	Status connect(const ntparport_interrupt_service &service,
		       ntparport_interrupt_information *information);
	Status disconnect(const ntparport_interrupt_service &service);
	/// Connect requests are accepted here even if the module's parameter says no.
	void enable_connect(bool enabled) { connect_enabled_ = enabled; }
	bool connect_is_enabled() const { return connect_enabled_ || glue_connect_enabled(); }
	/// The Linux port goes away (L5). Returns what put() returns.
	[[nodiscard]] bool remove();
	/// D4: knows the module even if its init routine took the port: that code
	/// goes, and its address may be another module's later.
	void settle(const module *module);
	/// D4: ends what a module left behind.
	void forget(const module *module);
	/// Interrupts go where they have to now.
	void redirect();
	/// Watches the next interrupt, to measure its routines. False: there are none.
	bool sample();
	Status start_timing();
	void stop_timing();
	/// One line in the log: where the port is, and which line it has.
	void log_presence();

	// Process or softirq context.

	bool try_allocate(const void *caller);
	Status allocate(ntparport_waiter &waiter, const void *caller);
	bool cancel(ntparport_waiter &waiter);
	void free();
	unsigned int query_waiters();
	Status information(ntparport_information &information);
	unsigned char synchronize(unsigned char (*routine)(void *), void *context);
	/// Runs the routine under the interrupt lock; false: the port was removed
	/// or, if it is to be `allocated`, no client has it.
	bool with_parport(bool allocated, void (*routine)(parport *, void *), void *context);

	// Interrupt lock held.

	template <typename OnConnection, typename OnWaiter>
	void visit(OnConnection on_connection, OnWaiter on_waiter)
	{
		rt::InterruptGuard guard(glue_);

		chain_.for_each(on_connection);
		arbiter_.for_each_waiter(on_waiter);
	}

	bool try_allocate_at_interrupt_level(const void *caller);
	void free_from_interrupt_level();

	// No lock held; process context.

	/// Appears in sysfs and debugfs.
	void publish();
	void unpublish();

	/// The machine is suspended, or was resumed (L7).
	void set_suspended(bool suspended);

	// From parport and the tasklet.

	bool preempt();
	void wakeup();
	void wakeup_later();
	void run_tasklet();

	glue_port *glue() { return glue_; }
	unsigned int number() const { return glue_port_number(glue_); }
	bool is_for(parport *parport) const { return glue_port_parport(glue_) == parport; }

	static ntparport *from(_KINTERRUPT *object) { return reinterpret_cast<ntparport *>(object); }

private:
	friend rt::List<ntparport>;

	class Guard;

	ntparport() = default;

	/// The interrupt object is the port itself: it stands for its lock.
	_KINTERRUPT *object() { return reinterpret_cast<_KINTERRUPT *>(this); }

	// Registry mutex held.
	Status open();
	void close();
	Status open_line();
	void close_line();
	void drop_connection(Connection *connection);

	// No lock held (a sleeper: any); process or softirq context.
	void complete(ntparport_waiter &waiter, int status);

	// No lock held; process or softirq context.
	bool take(const void *caller);
	bool claim(const void *holder);
	void release();
	void schedule_if_needed();
	bool has_work();

	// Interrupt lock held.
	void check_locked();
	void free_locked();
	void close_locked();
	void quiet_locked();
	bool has_work_locked() { return arbiter_.next_work() != Arbiter::Work::none; }
	void connections_changed_locked()
	{
		arbiter_.set_connections(chain_.size(), chain_.has_deferred());
		direct_interrupts_locked();
	}
	/// By now this is who gets the port's interrupts.
	void direct_interrupts_locked();
	void redirect_interrupts_locked()
	{
		if (arbiter_.delivers() != directed_)
			direct_interrupts_locked();
	}

	static unsigned char miss(_KINTERRUPT *object, void *port);
	static unsigned char watch(_KINTERRUPT *object, void *context);
	static unsigned char decline(_KINTERRUPT *object, void *port);

	rt::Link link { };  ///< in the registry
	glue_port *glue_ = nullptr;

	// Guarded by the interrupt lock.
	Arbiter arbiter_;
	IsrChain chain_;
	const glue_isr miss_ { miss, this };
	const glue_isr watch_ { watch, this };
	const glue_isr decline_ { decline, this };
	bool directed_ = false;	///< interrupts go to clients: what arbiter_.delivers() was
	bool sample_ = false;	///< the next interrupt is watched
	bool asleep_ = false;	///< the port was ours when the machine was suspended
	bool removed_ = false;	///< written with the registry mutex held, too
	bool stray_free_logged_ = false;
	unsigned long long missed_ = 0;
	unsigned long long forced_disconnects_ = 0;
	unsigned long long deferred_checks_ = 0;
	unsigned long long yields_ = 0;

	// Guarded by the registry mutex.
	unsigned int references_ = 0;
	bool timing_ = false;	///< connections are measured
	bool connect_enabled_ = false;
	ntparport_route route_ = NTPARPORT_ROUTE_NONE;	///< of the open line
};

using Port = ntparport;

/// The routines of PARALLEL_INTERRUPT_INFORMATION.
extern "C" unsigned char ntparport_try_allocate_at_interrupt_level(void *context);
extern "C" void ntparport_free_from_interrupt_level(void *context);
