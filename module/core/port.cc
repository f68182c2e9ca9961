// SPDX-License-Identifier: GPL-2.0
/// port.cc - one parallel port: its line, its clients, its place beside Linux.

#include "port.hh"

#include "../rt/new.hh"

using rt::Section;

/// The interrupt lock, for members that may change who has the port: interrupts
/// follow.
class Port::Guard {
public:
	explicit Guard(Port &port) : guard_(port.glue_), port_(port) { }
	~Guard() { port_.redirect_interrupts_locked(); }
	Guard(const Guard &) = delete;
	Guard &operator=(const Guard &) = delete;

private:
	rt::InterruptGuard guard_;
	Port &port_;
};

// Interrupts. What happens when one comes is glue_interrupt() (port.h of glue);
// what it calls is settled here, beforehand.

void Port::direct_interrupts_locked()
{
	directed_ = arbiter_.delivers();
	if (!directed_)
		glue_set_isrs(glue_, &miss_, 1);
	else if (!chain_.isr_count())
		glue_set_isrs(glue_, &decline_, 1);
	else if (sample_ || glue_watching())
		glue_set_isrs(glue_, &watch_, 1);
	else
		glue_set_isrs(glue_, chain_.isrs(), chain_.isr_count());
}

void Port::redirect()
{
	rt::InterruptGuard guard(glue_);

	direct_interrupts_locked();
}

/// L6: the interrupt is a Linux driver's business.
unsigned char Port::miss(_KINTERRUPT *, void *port)
{
	++static_cast<Port *>(port)->missed_;
	return 0;
}

/// All routines, as glue_interrupt() does it, with somebody watching.
unsigned char Port::watch(_KINTERRUPT *object, void *context)
{
	Port *port = static_cast<Port *>(context);
	unsigned char claimed = 0;

	glue_watch_interrupt(port->glue_);
	port->chain_.for_each([&](const Connection &connection) {
		const ntparport_interrupt_service &service = connection.service;
		const void *routine = reinterpret_cast<const void *>(service.isr);

		if (!service.isr)
			return;
		unsigned long long start = glue_watch_routine(port->glue_, routine, service.isr_context);
		unsigned char mine = glue_call_isr(service.isr, object, service.isr_context);

		glue_watch_routine_end(port->glue_, routine, mine, start, connection.times);
		claimed |= mine;
	});
	glue_watch_interrupt_end(port->glue_, claimed);
	if (port->sample_) {
		port->sample_ = false;
		port->direct_interrupts_locked();
	}
	return claimed;
}

bool Port::sample()
{
	rt::InterruptGuard guard(glue_);

	sample_ = chain_.isr_count();
	direct_interrupts_locked();
	return sample_;
}

// With the registry mutex held, connections neither come nor go; what a routine
// finds in them changes under the interrupt lock only.

Status Port::start_timing()
{
	Status status = Status::ok;

	timing_ = true;
	chain_.for_each([&](Connection &connection) {
		glue_times *times = static_cast<glue_times *>(glue_alloc(sizeof(glue_times)));
		rt::InterruptGuard guard(glue_);

		if (!times)
			status = Status::no_memory;
		connection.times = times;
	});
	if (status != Status::ok)
		stop_timing();
	return status;
}

void Port::stop_timing()
{
	timing_ = false;
	chain_.for_each([&](Connection &connection) {
		glue_times *times;
		{
			rt::InterruptGuard guard(glue_);

			times = connection.times;
			connection.times = nullptr;
		}
		glue_free(times);
	});
}

/// There are connections, all without an interrupt routine.
unsigned char Port::decline(_KINTERRUPT *, void *)
{
	return 0;
}

bool Port::try_allocate_at_interrupt_level(const void *caller)
{
	glue_assert_locked(glue_);
	bool taken = arbiter_.try_take(caller);
	redirect_interrupts_locked();
	if (taken)
		glue_trace_granted(glue_, caller);
	return taken;
}

void Port::free_from_interrupt_level()
{
	glue_assert_locked(glue_);
	free_locked();
	bool work = has_work_locked();
	redirect_interrupts_locked();
	if (work)
		glue_tasklet_schedule_locked(glue_);
}

bool Port::with_parport(bool allocated, void (*routine)(parport *, void *), void *context)
{
	rt::InterruptGuard guard(glue_);

	if (removed_ || (allocated && !arbiter_.is_held()))
		return false;
	routine(glue_port_parport(glue_), context);
	return true;
}

unsigned char Port::synchronize(unsigned char (*routine)(void *), void *context)
{
	rt::InterruptGuard guard(glue_);

	return routine(context);
}

// Lifetime.

ntparport *Port::create(parport *parport)
{
	Port *port = new (rt::kernel) Port;

	if (!port)
		return nullptr;
	port->glue_ = glue_port_create(parport, port);
	if (!port->glue_) {
		delete port;
		return nullptr;
	}
	{
		rt::InterruptGuard guard(port->glue_);

		port->direct_interrupts_locked();
	}
	return port;
}

void Port::publish()
{
	if (glue_port_sysfs_create(glue_))
		glue_log(GLUE_WARN, glue_, "no memory for its files in /sys/class/ntparport");
	glue_port_debugfs_create(glue_);
}

void Port::unpublish()
{
	glue_port_debugfs_remove(glue_);
	glue_port_sysfs_remove(glue_);
}

Port::~ntparport()
{
	if (glue_)
		glue_port_destroy(glue_);
}

Status Port::get()
{
	glue_assert_registry_locked();
	if (!references_) {
		Status status = open();
		if (status != Status::ok)
			return status;
	}
	++references_;
	return Status::ok;
}

bool Port::put()
{
	glue_assert_registry_locked();
	if (--references_)
		return false;
	if (removed_)
		return true;
	close();
	return false;
}

Status Port::open()
{
	int err = glue_parport_register(glue_);

	if (err == -GLUE_ENODEV)
		return Status::removed;
	if (err == -GLUE_EBUSY) {
		glue_log(GLUE_WARN, glue_, "a Linux driver has this port exclusively: unload it or end the program that uses it");
		return Status::busy;
	}
	if (err) {
		glue_log(GLUE_WARN, glue_, "no memory to open the port: close something and try again");
		return Status::no_memory;
	}

	Guard guard(*this);
	arbiter_.open();
	return Status::ok;
}

/// unpublish (the registry did) -> stop the line -> mark closed, completing the
/// waiters -> wait for whoever is inside -> leave the Linux port.
void Port::close()
{
	const void *holder;
	bool has_port;

	close_line();
	{
		Guard guard(*this);

		holder = arbiter_.holder();
		close_locked();
	}
	if (holder && !removed_)
		glue_log(GLUE_WARN, glue_, "%pS still had the port when the last client let it go: freed",
			 holder);
	glue_synchronize();
	do {
		glue_tasklet_schedule(glue_);
		glue_tasklet_flush(glue_);
	} while (has_work());
	// Nobody claims or releases any more, and preempt() refuses.
	{
		Guard guard(*this);

		has_port = arbiter_.has_port();
		if (has_port)
			glue_registers_neutral(glue_);
	}
	if (has_port) {
		bool declined = glue_parport_release(glue_);

		Guard guard(*this);

		arbiter_.end_release(declined);
	}
	glue_parport_unregister(glue_);
	glue_registers_forget(glue_);
}

/// No routine is called any more: the device has no reason to hold the line up.
void Port::close_locked()
{
	if (arbiter_.delivers())
		glue_registers_neutral(glue_);
	arbiter_.close();
}

/// The same when the last connection has ended, for a port that is to be left.
void Port::quiet_locked()
{
	if (!chain_.isr_count() && arbiter_.delivers() && !arbiter_.is_held())
		glue_registers_quiet(glue_);
}

bool Port::remove()
{
	glue_assert_registry_locked();
	close_line();
	{
		Guard guard(*this);

		removed_ = true;
		// In one step: who is told that the port is gone may rely on it that no
		// routine runs any more.
		close_locked();
	}
	if (!references_)
		return true;
	glue_log(GLUE_WARN, glue_, "removed while in use: its connections end, and requests to it fail from now on");  // L9
	close();

	// L5: all connections end. Their routines cannot run any more.
	for (;;) {
		Connection *connection;
		{
			Guard guard(*this);

			connection = chain_.remove_if([](const Connection &) { return true; });
			forced_disconnects_ += connection != nullptr;
			connections_changed_locked();
		}
		if (!connection)
			break;
		delete connection;
		--references_;
	}
	return !references_;
}

void Port::settle(const module *module)
{
	Guard guard(*this);

	// The module's own structure stays as long as the module does.
	arbiter_.replace_callers([&](const void *caller) { return glue_module_init_contains(module, caller); },
				 module);
}

void Port::forget(const module *module)
{
	auto is_in = [&](const void *address) { return address && glue_module_contains(module, address); };
	const char *name = glue_module_name(module);
	bool freed = false;

	// Its completions first: what follows may complete requests. One that is
	// under way ends before the module's memory goes, which waits for RCU.
	for (;;) {
		ntparport_waiter *waiter;
		{
			Guard guard(*this);

			waiter = arbiter_.forget_if([&](const ntparport_waiter &w) {
				return is_in(reinterpret_cast<const void *>(w.complete));
			});
		}
		if (!waiter)
			break;
		glue_log(GLUE_WARN, glue_, "%s was unloaded while it waited for the port: request dropped",
			 name);
	}

	{
		Guard guard(*this);

		if (is_in(arbiter_.holder())) {
			free_locked();
			freed = true;
		}
	}
	if (freed)
		glue_log(GLUE_WARN, glue_, "%s was unloaded while it had the port: freed", name);

	for (;;) {
		Connection *connection;
		{
			Guard guard(*this);

			connection = chain_.remove_if([&](const Connection &c) {
				return is_in(reinterpret_cast<const void *>(c.service.isr)) ||
				       is_in(reinterpret_cast<const void *>(c.service.deferred));
			});
			forced_disconnects_ += connection != nullptr;
			connections_changed_locked();
			quiet_locked();
		}
		if (!connection)
			break;
		glue_log(GLUE_WARN, glue_, "%s was unloaded without disconnecting %ps: disconnected",
			 name,
			 connection->service.isr
				 ? reinterpret_cast<const void *>(connection->service.isr)
				 : reinterpret_cast<const void *>(connection->service.deferred));
		drop_connection(connection);
	}
	schedule_if_needed();
}

// The interrupt line.

void Port::log_presence()
{
	ntparport_information facts { };

	static_cast<void>(information(facts));
	switch (facts.route) {
	case NTPARPORT_ROUTE_DIRECT:
		glue_log(GLUE_INFO, glue_, "port at 0x%lx, interrupt %d by the direct route when a client connects", facts.base, facts.irq);
		break;
	case NTPARPORT_ROUTE_PARPORT:
		glue_log(GLUE_INFO, glue_, "port at 0x%lx, interrupt %d by the parport route", facts.base, facts.irq);
		break;
	case NTPARPORT_ROUTE_NONE:
		glue_log(GLUE_INFO, glue_, "port at 0x%lx, no interrupt line (name one with irq= to connect interrupts)",
			 facts.base);
		break;
	}
}

Status Port::open_line()
{
	int irq = glue_parameter_irq(number());

	if (irq < 0) {
		if (glue_port_irq(glue_) < 0) {
			glue_log(GLUE_WARN, glue_,
				 "no interrupt line: enable the port's interrupt in the firmware set-up, or load ntparport with irq= naming it");
			return Status::no_interrupt;
		}
		route_ = NTPARPORT_ROUTE_PARPORT;
		return Status::ok;
	}
	switch (int err = glue_line_open(glue_, irq)) {
	case 0:
		route_ = NTPARPORT_ROUTE_DIRECT;
		return Status::ok;
	case -GLUE_ENOMEM:
		glue_log(GLUE_WARN, glue_, "no memory to request interrupt %d: close something and try again", irq);
		return Status::no_memory;
	case -GLUE_EBUSY:
		glue_log(GLUE_WARN, glue_,
			 "interrupt %d is busy (see /proc/interrupts): load ntparport without irq= for this port if parport_pc owns the line, or unload parport_pc and load it with irq=none",
			 irq);
		return Status::busy;
	default:
		glue_log(GLUE_WARN, glue_, "interrupt %d cannot be had (error %d): load ntparport with the line this port really has in irq=",
			 irq, err);
		return Status::no_interrupt;
	}
}

void Port::close_line()
{
	if (route_ == NTPARPORT_ROUTE_DIRECT)
		glue_line_close(glue_);
	route_ = NTPARPORT_ROUTE_NONE;
}

// Connections.

Status Port::connect(const ntparport_interrupt_service &service,
		     ntparport_interrupt_information *information)
{
	glue_assert_registry_locked();
	if (removed_)
		return Status::removed;
	if (!service.isr && !service.deferred)
		return Status::invalid;
	if (!connect_is_enabled()) {
		glue_log(GLUE_WARN, glue_,
			 "connect refused: write 1 to /sys/module/ntparport/parameters/enable_connect_interrupt or load ntparport with enable_connect_interrupt=1");
		return Status::disabled;
	}

	glue_times *times = timing_ ? static_cast<glue_times *>(glue_alloc(sizeof(glue_times))) : nullptr;
	Connection *connection = new (rt::kernel) Connection(service, times);
	IsrChain::Room room(chain_);

	if (!connection || !room || (timing_ && !times)) {
		if (!connection)
			glue_free(times);
		delete connection;
		glue_log(GLUE_WARN, glue_, "no memory for a connection: close something and try again");
		return Status::no_memory;
	}
	Status status = Status::ok;
	bool opens_line = false;

	if (route_ == NTPARPORT_ROUTE_NONE) {
		opens_line = glue_parameter_irq(number()) >= 0;
		if (!opens_line)
			status = open_line();
		if (status != Status::ok) {
			delete connection;
			return status;
		}
	}
	if (information)
		*information = {
			object(),
			ntparport_try_allocate_at_interrupt_level,
			ntparport_free_from_interrupt_level,
			this,
		};
	++references_;
	bool first = !chain_.size();
	bool work;
	{
		Guard guard(*this);

		chain_.add(*connection, room);
		connections_changed_locked();
		// No check for a connection that may yet fail.
		if (opens_line)
			arbiter_.set_connections(chain_.size(), false);
		work = has_work_locked();
	}
	if (chain_.isr_count() == 1)
		glue_sample();
	// With others connected the port is ours, or on its way to us.
	if (first) {
		claim(nullptr);
		work = true;
	}
	if (opens_line) {
		// Last: a level-triggered line may be up already, and leaves this CPU
		// no time for anything else until a routine has seen to the device.
		status = open_line();

		Guard guard(*this);

		if (status != Status::ok)
			static_cast<void>(chain_.remove(service));
		connections_changed_locked();
	}
	if (status != Status::ok)
		drop_connection(connection);
	if (work)
		schedule_if_needed();
	if (status != Status::ok)
		glue_tasklet_flush(glue_);
	return status;
}

Status Port::disconnect(const ntparport_interrupt_service &service)
{
	Connection *connection;
	bool work;

	glue_assert_registry_locked();
	if (removed_)
		return Status::removed;
	// First: nobody would see to a level-triggered line that is up.
	if (chain_.is_only(service))
		close_line();
	{
		// D3: routines run under this lock, so none of this connection's runs
		// once we have it, and none will after it is out of the chain.
		Guard guard(*this);

		connection = chain_.remove(service);
		connections_changed_locked();
		quiet_locked();
		work = has_work_locked();
	}
	if (!connection)
		return Status::invalid;
	drop_connection(connection);
	if (work)
		schedule_if_needed();
	return Status::ok;
}

/// `connection` is out of the chain. Gives the line back with the last one (D5).
void Port::drop_connection(Connection *connection)
{
	delete connection;
	if (!chain_.size())
		close_line();
	// A removed port has no connections: this never is its last reference.
	static_cast<void>(put());
}

// Allocation.

bool Port::take(const void *caller)
{
	Guard guard(*this);

	return arbiter_.try_take(caller);
}

bool Port::try_allocate(const void *caller)
{
	bool taken = take(caller) || claim(caller);

	if (taken)
		glue_trace_granted(glue_, caller);
	return taken;
}

Status Port::allocate(ntparport_waiter &waiter, const void *caller)
{
	if (try_allocate(caller))
		return Status::ok;
	{
		Guard guard(*this);

		if (removed_)
			return Status::removed;
		waiter.caller = caller;
		waiter.since = glue_now();
		waiter.status = to_errno(Status::pending);
		arbiter_.enqueue(waiter);
	}
	glue_trace_queued(glue_, caller);
	// It may have become free since: then this grants it.
	schedule_if_needed();
	return Status::pending;
}

bool Port::cancel(ntparport_waiter &waiter)
{
	bool cancelled;
	{
		Guard guard(*this);

		cancelled = arbiter_.cancel(waiter);
	}
	schedule_if_needed();
	return cancelled;
}

void Port::free()
{
	bool work;
	{
		Guard guard(*this);

		free_locked();
		// A thread that sleeps for the port needs no tasklet to be woken. With
		// the lock held: else removal could come in between (L5).
		if (ntparport_waiter *sleeper = arbiter_.pop_done_of(glue_complete_sleeper))
			complete(*sleeper, sleeper->status);
		work = has_work_locked();
	}
	if (work)
		glue_tasklet_schedule(glue_);
}

void Port::free_locked()
{
	const void *holder = arbiter_.holder();

	if (arbiter_.free()) {
		glue_trace_free(glue_, holder);
		return;
	}
	if (removed_ || stray_free_logged_)
		return;
	stray_free_logged_ = true;
	glue_log(GLUE_WARN, glue_, "freed although nobody had it: a client frees the port twice (said only once)");
}

unsigned int Port::query_waiters()
{
	Guard guard(*this);

	return arbiter_.waiters();
}

Status Port::information(ntparport_information &information)
{
	int irq = glue_parameter_irq(number());

	information = { };
	information.number = number();
	information.base = glue_port_base(glue_);
	information.base_hi = glue_parport_ecp_base(glue_port_parport(glue_));
	information.span = glue_port_span(glue_);
	information.pci = glue_port_is_pci(glue_);
	if (irq >= 0) {
		information.irq = irq;
		information.route = NTPARPORT_ROUTE_DIRECT;
	} else {
		information.irq = glue_port_irq(glue_);
		information.route = information.irq < 0 ? NTPARPORT_ROUTE_NONE
							: NTPARPORT_ROUTE_PARPORT;
	}

	Guard guard(*this);

	information.connections = chain_.size();
	information.waiters = arbiter_.waiters();
	information.have_port = arbiter_.has_port();
	information.allocated = arbiter_.is_held();
	information.holder = arbiter_.holder();
	information.handled = glue_claimed_interrupts(glue_);
	information.interrupts = information.handled + glue_unclaimed_interrupts(glue_) - missed_;
	information.missed = missed_;
	information.forced_disconnects = forced_disconnects_;
	information.deferred_checks = deferred_checks_;
	information.yields = yields_;
	return removed_ ? Status::removed : Status::ok;
}

// Living with Linux.

/// Claims the Linux port and, in the same step, takes it for `holder` unless that
/// is NULL or somebody waits. True: `holder` has it.
bool Port::claim(const void *holder)
{
	Section section;
	bool taken = false;

	{
		Guard guard(*this);

		if (!arbiter_.begin_claim())
			return false;
	}
	Arbiter::Claim result = Arbiter::Claim::queued;
	switch (glue_parport_claim(glue_)) {
	case 0:
		result = Arbiter::Claim::done;
		break;
	case -GLUE_EBUSY:
		result = Arbiter::Claim::again;
		break;
	}
	{
		// The lock makes this one step for preempt(): either it saw us
		// claiming, or the registers are the client's before it saves them.
		Guard guard(*this);

		if (arbiter_.end_claim(result, glue_parport_last_waiter(glue_))) {
			glue_registers_restore(glue_);
			glue_trace_regain(glue_);
			taken = holder && arbiter_.try_take(holder);
		}
	}
	schedule_if_needed();
	return taken;
}

void Port::release()
{
	Section section;

	{
		Guard guard(*this);

		if (!arbiter_.begin_release(glue_parport_last_waiter(glue_)))
			return;
		glue_registers_save(glue_);
		glue_registers_neutral(glue_);
		if (arbiter_.linux_waits()) {
			++yields_;
			glue_trace_yield(glue_);
		}
	}
	bool declined = glue_parport_release(glue_);

	Guard guard(*this);

	arbiter_.end_release(declined);
}

bool Port::preempt()
{
	Guard guard(*this);

	switch (arbiter_.preempt()) {
	case Arbiter::Preemption::refused:
		return true;
	case Arbiter::Preemption::granted:
		glue_registers_save(glue_);
		break;
	case Arbiter::Preemption::lost:
		break;
	}
	glue_registers_neutral(glue_);
	++yields_;
	glue_trace_yield(glue_);
	if (has_work_locked())
		glue_tasklet_schedule_locked(glue_);
	return false;
}

void Port::wakeup()
{
	Section section;
	bool claim_now;

	{
		Guard guard(*this);

		arbiter_.wakeup(glue_parport_queued(glue_));
		claim_now = arbiter_.next_work() == Arbiter::Work::claim;
	}
	// Here and now: parport goes on to the next waiter if we do not.
	if (claim_now)
		claim(nullptr);
}

void Port::wakeup_later()
{
	Guard guard(*this);

	arbiter_.wakeup(glue_parport_queued(glue_));
	if (has_work_locked())
		glue_tasklet_schedule_locked(glue_);
}

/// Of a port that is ours: what a Linux driver left in it is parport's business.
void Port::set_suspended(bool suspended)
{
	{
		rt::InterruptGuard guard(glue_);
		bool ours = arbiter_.delivers();

		if (suspended)
			asleep_ = ours;
		// Else what there was to put back came with the Linux port, or will.
		if (!asleep_ || !ours)
			return;
		if (suspended) {
			glue_registers_suspend(glue_);
			return;
		}
		glue_registers_resume(glue_);
		arbiter_.check_again();
	}
	schedule_if_needed();
	glue_log(GLUE_DEBUG, glue_, "resumed: the registers are what they were before suspend");
}

// Deferred work.

bool Port::has_work()
{
	Guard guard(*this);

	return has_work_locked();
}

void Port::schedule_if_needed()
{
	if (has_work())
		glue_tasklet_schedule(glue_);
}

/// One piece of work for each run. What is left, also what clients add in their
/// routines, waits for the next one: others on this CPU get their turn between.
void Port::run_tasklet()
{
	Arbiter::Work work;
	ntparport_waiter *waiter = nullptr;
	int status = 0;
	{
		Guard guard(*this);

		work = arbiter_.next_work();
		if (work == Arbiter::Work::check)
			check_locked();
		if (work == Arbiter::Work::complete) {
			waiter = arbiter_.pop_done();
			status = waiter->status;
		}
	}
	switch (work) {
	case Arbiter::Work::none:
		return;
	case Arbiter::Work::complete:
		complete(*waiter, status);
		break;
	case Arbiter::Work::claim:
		claim(nullptr);
		break;
	case Arbiter::Work::release:
		release();
		break;
	case Arbiter::Work::check:
		break;
	}
	schedule_if_needed();
}

void Port::check_locked()
{
	arbiter_.begin_check();
	++deferred_checks_;
	glue_trace_check(glue_);
	chain_.check([this] { return arbiter_.is_free(); });
}

/// No lock, but for a sleeper: the completion may free the waiter, free the port,
/// queue again.
void Port::complete(ntparport_waiter &waiter, int status)
{
	if (status)
		glue_trace_cancelled(glue_, waiter.caller);
	else
		glue_trace_granted(glue_, waiter.caller);
	waiter.complete(&waiter, status);
}

void core_set_suspended(ntparport *port, bool suspended) { port->set_suspended(suspended); }
void core_tasklet(ntparport *port) { port->run_tasklet(); }
bool core_preempt(ntparport *port) { return port->preempt(); }
void core_wakeup(ntparport *port) { port->wakeup(); }
void core_wakeup_later(ntparport *port) { port->wakeup_later(); }
