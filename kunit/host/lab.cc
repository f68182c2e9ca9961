// SPDX-License-Identifier: GPL-2.0
/// lab.cc - clients, Linux drivers and a port, doing what a sequence says.

#include "lab.hh"

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <memory>
#include <optional>
#include <sstream>

#include "fibers.hh"
#include "model.hh"
#include "world.hh"

namespace lab {

bool verbose;

namespace {

using Call = Model::Call;
using Connected = Model::Connected;
using State = Model::State;
using Slot = std::optional<size_t>;
using world::Device;

[[gnu::format(printf, 1, 2)]] void say(const char *format, ...)
{
	va_list arguments;

	if (!verbose)
		return;
	va_start(arguments, format);
	fputs("        ", stdout);
	vprintf(format, arguments);
	fputc('\n', stdout);
	va_end(arguments);
}

void expect(bool condition, const char *rule, const char *what)
{
	if (!condition)
		machine::fail(rule, "%s", what);
}

/// The value of the control register shows who wrote it.
constexpr int by_client = 0x1000;
constexpr int by_linux = 0x2000;
constexpr int line = 7;

/// A Linux driver that behaves like one of Linux's own.
class Driver : public Device {
public:
	enum Kind {
		sleeper,  ///< sleeps until it has the port: ppdev
		waker,	  ///< takes it when it is woken
		lurker,	  ///< the same, and lets others preempt it: plip
		visitor,  ///< asks only once
		kinds
	};

	Driver(parport &port, Kind kind)
		: Device(port, names[kind], world::neutral_control), kind(kind)
	{ }
	bool preempt() override { return kind != lurker || busy; }
	bool has_wakeup() const override { return kind == waker || kind == lurker; }
	void wakeup() override
	{
		if (wants && !busy)
			take();
	}
	/// False: not now; a sleeper, or a driver that wants the port, gets it later.
	bool take()
	{
		int err;

		busy = true;
		err = kind == sleeper ? world::claim_or_sleep(*this) : world::claim(*this);
		busy = false;
		wants = wants && (err || kind == lurker);
		return !err;
	}

	static constexpr const char *names[] = { "sleeper", "waker", "lurker", "visitor" };
	const Kind kind;
	bool wants = false;
	bool busy = false;  ///< in a call of its own
};

/// What a client remembers of a request: freed when the client has the answer.
struct Ticket {
	ntparport_waiter waiter;
	size_t slot;
	unsigned int then;
};

/// The context of a connection's routines: freed when the connection has ended.
struct Routine {
	size_t slot;
	unsigned int then;
	unsigned int turns;  ///< how often it may still take the port: not for ever
};

constexpr size_t requests = std::tuple_size<decltype(Model::requests)>();
constexpr size_t connections = std::tuple_size<decltype(Model::connections)>();

struct Lab : world::Observer {
	Lab();
	~Lab() override { world::observer = nullptr; }
	Lab(const Lab &) = delete;
	Lab &operator=(const Lab &) = delete;

	void owner(parport &port, Device *device) override;
	void refused(parport &) override
	{
		say("the module keeps the port");
		model.linux_refused();
	}
	void unlocking() override { model.unlocking(); }

	/// Clients may make calls.
	bool usable() const { return gets && !last_put; }
	Slot idle_request() const;
	Slot holder() const;
	void count_linux();
	int new_value(int writer) { return writer + (++values & 0xfff); }

	std::shared_ptr<parport> linux;
	Model model{ [this] { return linux->control.load(); } };
	std::vector<std::unique_ptr<Driver>> drivers;
	ntparport *port = nullptr;
	bool plugged = false;
	unsigned int gets = 0;	 ///< how many references clients have
	unsigned int users = 0;	 ///< how many calls that need one are under way
	unsigned int puts = 0;	 ///< how many puts are under way
	bool last_put = false;	 ///< the last put is under way
	bool removing = false;	 ///< a removal is under way
	bool loaded = false;	 ///< the client module's init routine is over
	bool leaving = false;	 ///< the client module is being unloaded
	bool watching = false;	 ///< in a call that files in debugfs make
	bool timed = false;	 ///< interrupt routines are measured
	unsigned int values = 0;
	unsigned int stray_frees = 0;  ///< strays that were logged before this port came
	unsigned int done = 0;

	/// For each request: what the core has of it, and how many calls are about it.
	std::array<Ticket *, requests> tickets{};
	std::array<unsigned int, requests> calls{};
	/// For each connection.
	std::array<std::unique_ptr<Routine>, connections> routines;
	std::array<unsigned int, connections> changes{};
	std::array<ntparport_interrupt_information, connections> facts_of{};

	/// For each context: its innermost call, and what its interrupt does.
	struct Doing {
		const Call *call = nullptr;
		unsigned int plan = 0;
		unsigned int called = 0;
		bool claimed = false;
	};
	std::vector<Doing> doing{ machine::contexts_size() };
	Doing &here() { return doing[&machine::here() - machine::contexts()]; }
};

Lab *lab;

/// Stands for a call under way; `user`: it needs a reference.
class Inside {
public:
	explicit Inside(const char *what, bool user = true) : user_(user), outer_(lab->here().call)
	{
		say("%s", what);
		lab->count_linux();
		call = lab->model.begin();
		lab->here().call = &call;
		lab->done++;
		lab->users += user;
	}
	~Inside()
	{
		lab->here().call = outer_;
		lab->users -= user_;
		lab->model.end();
	}
	Inside(const Inside &) = delete;
	Inside &operator=(const Inside &) = delete;
	bool alone() const { return lab->model.alone(call); }

	Call call{};

private:
	bool user_;
	const Call *outer_;
};

void Lab::owner(parport &port, Device *device)
{
	if (!device || !device->is_module())
		expect(!(port.control & by_client), "L4", "Linux finds what a client wrote");
	say("%s has the Linux port", device ? device->name : "nobody");
	count_linux();
	model.owner(!device		? Model::Owner::nobody :
		    device->is_module() ? Model::Owner::module :
					  Model::Owner::linux);
}

Slot Lab::idle_request() const
{
	for (size_t i = 0; i < requests; i++)
		if (model.requests[i].state == State::idle && !tickets[i] && !calls[i])
			return i;
	return {};
}

Slot Lab::holder() const
{
	for (size_t i = 0; i < requests; i++)
		if (model.requests[i].state == State::holding)
			return i;
	return {};
}

void Lab::count_linux()
{
	model.linux_listed = model.linux_waits = 0;
	for (const auto &driver : drivers) {
		model.linux_listed += driver->waiting & 1;
		model.linux_waits += driver->waiting & 1 && !driver->offered;
	}
}

machine::Tasklet *pending_tasklet()
{
	machine::Tasklet *tasklet = lab->linux ? world::tasklet(*lab->linux) : nullptr;

	return tasklet && tasklet->pending() ? tasklet : nullptr;
}

// Clients: the port.

void ask(size_t slot, bool at_interrupt_level, bool (*try_it)())
{
	lab->calls[slot]++;
	lab->model.ask(slot, *lab->here().call, at_interrupt_level);
	if (try_it()) {
		say("%zu has the port", slot);
		lab->model.granted(slot);
	} else {
		lab->model.denied(slot, *lab->here().call);
	}
	lab->calls[slot]--;
}

void try_allocate(unsigned int)
{
	Slot slot = lab->idle_request();

	if (!lab->usable() || !slot)
		return;
	Inside inside("try");
	ask(*slot, false, [] { return ntparport_try_allocate(lab->port); });
}

void give_back(unsigned int)
{
	Slot slot = lab->holder();

	if (!lab->usable() || !slot)
		return;
	Inside inside("free");
	lab->model.free(*slot);
	ntparport_free(lab->port);
	lab->model.freed(*slot);
}

/// For when nobody has the port, and nothing that could change that is under way or may come.
void stray_free(unsigned int)
{
	unsigned int lines;

	if (!lab->usable() || fibers::others() || lab->here().call || !lab->idle_request() ||
	    std::any_of(lab->model.requests.begin(), lab->model.requests.end(),
			[](const Model::Request &r) { return r.state != State::idle; }))
		return;
	Inside inside("free, nobody has it");
	ntparport_free(lab->port);
	lines = world::counters.stray_frees - lab->stray_frees;
	lab->model.stray_free(lines, inside.call);
}

void allocate(unsigned int argument);
void cancel(unsigned int argument);

void write_control(unsigned int)
{
	int value = lab->new_value(by_client);

	if (!lab->holder() || !lab->usable() || lab->removing)
		return;
	say("control 0x%x", value);
	lab->done++;
	lab->linux->control = value;
	lab->model.control(value);
}

void completed(Ticket *ticket, int status)
{
	size_t slot = ticket->slot;
	unsigned int then = ticket->then;

	say("%zu is completed: %d", slot, status);
	lab->model.completed(slot, status);
	lab->tickets[slot] = nullptr;
	// A canceller looks at it, so the client keeps it meanwhile.
	if (lab->calls[slot])
		lab->tickets[slot] = ticket;
	else
		delete ticket;
	if (status || lab->model.requests[slot].state != State::holding)
		return;
	machine::point();
	switch (then) {
	case 1:
		give_back(0);
		break;
	case 2:
		give_back(0);
		allocate(0);
		break;
	case 3:
		try_allocate(0);
		break;
	case 4:
		cancel(slot + 1);
		break;
	case 5:
		write_control(0);
		break;
	default:
		break;
	}
}

/// The client module that comes and goes, and its code.
bool is_of_module(const void *address);
module client_module{ "client", {}, {}, is_of_module, false };

template <bool of_module>
void complete(ntparport_waiter *waiter, int status)
{
	completed(reinterpret_cast<Ticket *>(waiter), status);
}

Lab::Lab()
{
	world::observer = this;
	world::wake = complete<false>;
}

/// Nobody is in a call about the slot any longer: frees what is completed.
void leave_slot(size_t slot)
{
	if (--lab->calls[slot] || lab->model.requests[slot].state == State::waiting)
		return;
	delete std::exchange(lab->tickets[slot], nullptr);
}

void allocate(unsigned int argument)
{
	Slot slot = lab->idle_request();
	bool of_module = argument & 8 && !lab->leaving;
	int err;

	if (!lab->usable() || !slot)
		return;
	Inside inside(of_module ? "allocate, module" : "allocate");
	bool sleeps = !of_module && argument & 32;
	// A sleeper wakes up later, in a thread of its own.
	auto *ticket = new Ticket{ {}, *slot, sleeps ? 0u : argument & 7u };

	lab->tickets[*slot] = ticket;
	ticket->waiter.complete = sleeps    ? glue_complete_sleeper :
				  of_module ? complete<true> :
					      complete<false>;
	lab->calls[*slot]++;
	lab->model.ask(*slot, inside.call, false, of_module);
	if (of_module)
		err = ntparport_allocate_async_as(lab->port, &ticket->waiter,
						  argument & 16 && !lab->loaded ?
							  client_module.init :
							  client_module.core);
	else
		err = ntparport_allocate_async(lab->port, &ticket->waiter);
	switch (err) {
	case 0:
		say("%zu has the port", *slot);
		lab->model.granted(*slot);
		break;
	case -EINPROGRESS:
		say("%zu is queued", *slot);
		lab->model.queued(*slot, inside.call);
		break;
	case -ENODEV:
		lab->model.refused(*slot);
		break;
	default:
		machine::fail("A1", "allocate returned %d", err);
	}
	leave_slot(*slot);
}

void cancel(unsigned int argument)
{
	for (size_t i = 0; i < requests; i++) {
		size_t slot = (i + argument) % requests;
		const Model::Request &request = lab->model.requests[slot];
		bool cancelled;

		if (request.state != State::waiting || (request.of_module && lab->leaving) ||
		    !lab->usable())
			continue;
		Inside inside("cancel");
		lab->calls[slot]++;
		lab->model.cancel(slot);
		cancelled = ntparport_cancel(lab->port, &lab->tickets[slot]->waiter);
		say("%zu is %scancelled", slot, cancelled ? "" : "not ");
		lab->model.cancelled(slot, cancelled, inside.call);
		leave_slot(slot);
		return;
	}
}

void query(unsigned int)
{
	if (!lab->usable())
		return;
	Inside inside("query");
	lab->model.query(ntparport_query_waiters(lab->port), inside.call);
}

// Clients: connections. The interrupt lock is held in their routines.

void act_at_interrupt_level(unsigned int what)
{
	const ntparport_interrupt_information *information = nullptr;
	Slot slot = lab->idle_request();
	Slot holder = lab->holder();

	for (size_t i = 0; i < connections && !information; i++)
		if (lab->model.connections[i].state == Connected::yes)
			information = &lab->facts_of[i];
	if (!information)
		return;
	if (what & 1 && slot) {
		static const ntparport_interrupt_information *for_try;

		for_try = information;
		say("try at interrupt level");
		lab->done++;
		ask(*slot, true,
		    [] { return !!for_try->try_allocate_at_interrupt_level(for_try->context); });
		holder = lab->holder();
	}
	if (what & 2 && holder) {
		say("free at interrupt level");
		lab->done++;
		lab->model.free(*holder);
		information->free_from_interrupt_level(information->context);
		lab->model.freed(*holder);
	}
}

template <bool of_module>
unsigned char isr(_KINTERRUPT *, void *context)
{
	const auto *routine = static_cast<const Routine *>(context);
	Lab::Doing &here = lab->here();
	size_t slot = routine->slot;
	bool mine = (here.plan >> 2 & 1) == (slot & 1);

	say("isr %zu", slot);
	lab->model.isr(slot);
	here.called++;
	if (mine)
		act_at_interrupt_level(std::exchange(here.plan, 0));
	machine::point();
	expect(routine->slot == slot, "D3", "a connection ended while its routine ran");
	here.claimed |= mine;
	return mine;
}

template <bool of_module>
void deferred(void *context)
{
	auto *routine = static_cast<Routine *>(context);
	int value = lab->new_value(by_client);

	say("deferred %zu", routine->slot);
	lab->model.deferred(routine->slot);
	if (routine->then & 4) {
		lab->linux->control = value;
		lab->model.control(value);
	}
	if (routine->turns) {
		routine->turns--;
		act_at_interrupt_level(routine->then & 3);
	}
	machine::point();
}

bool is_of_module(const void *address)
{
	return address == reinterpret_cast<const void *>(complete<true>) ||
	       address == reinterpret_cast<const void *>(isr<true>) ||
	       address == reinterpret_cast<const void *>(deferred<true>);
}

ntparport_interrupt_service service(size_t slot)
{
	const Model::Connection &connection = lab->model.connections[slot];
	void *context = lab->routines[slot].get();
	bool of_module = connection.of_module;

	return {
		!connection.isr ? nullptr :
		of_module	? isr<true> :
				  isr<false>,
		context,
		!connection.deferred ? nullptr :
		of_module	     ? deferred<true> :
				       deferred<false>,
		context,
	};
}

/// Frees what is not connected and no longer in a call.
void leave_connection(size_t slot)
{
	if (!--lab->changes[slot] && lab->model.connections[slot].state == Connected::no)
		lab->routines[slot].reset();
}

int expected_of_connect(unsigned int fault, int line_error)
{
	if (lab->model.gone())
		return -ENODEV;
	if (fault == 1)
		return -EPERM;
	if (fault == 2)
		return -ENOMEM;
	if (lab->model.connected_count() > 1)
		return 0;
	if (world::settings.irq < 0)
		return lab->linux->irq < 0 ? -EOPNOTSUPP : 0;
	return fault != 3 ? 0 : line_error == -EINVAL ? -EOPNOTSUPP : line_error;
}

void connect(unsigned int argument)
{
	static constexpr int line_errors[] = { -EBUSY, -ENOMEM, -EINVAL, -EBUSY };
	unsigned int kind = argument & 3, fault = argument >> 5 & 3;
	int line_error = line_errors[kind];
	bool of_module = argument & 4 && !lab->leaving;
	unsigned int warnings = world::counters.warnings;
	size_t slot = 0;
	unsigned int refused = world::counters.refused;
	int err, expected, expected_with_memory;

	while (slot < connections &&
	       (lab->model.connections[slot].state != Connected::no || lab->changes[slot]))
		slot++;
	if (!lab->usable() || slot == connections)
		return;
	Inside inside("connect");
	lab->changes[slot]++;
	lab->routines[slot] = std::make_unique<Routine>(Routine{ slot, argument >> 3 & 7, 3 });
	lab->model.connect(slot, kind != 2, kind != 1, of_module, inside.call);
	expected = expected_of_connect(fault, line_error);
	expected_with_memory = expected_of_connect(0, line_error);
	world::settings.connect_enabled = fault != 1;
	// Makes the first allocation fail, the second, or the third, if there are that many.
	int which = static_cast<int>((argument >> 7) + (argument >> 4 & 1));
	world::settings.allocations_left = fault == 2 ? which : -1;
	world::settings.line_error = fault == 3 ? line_error : 0;

	ntparport_interrupt_service connected = service(slot);
	err = ntparport_connect(lab->port, &connected, &lab->facts_of[slot]);
	say("connection %zu: %d", slot, err);
	world::settings.connect_enabled = true;
	world::settings.allocations_left = -1;
	world::settings.line_error = 0;
	if (fault == 2 && world::counters.refused == refused)
		expected = expected_with_memory;
	if (inside.alone()) {
		expect(err == expected, "C6", "connect returned something else");
		expect(!err || err == -ENODEV || world::counters.warnings == warnings + 1, "C6",
		       "a failure is not logged in one line");
	}
	if (err)
		lab->model.disconnected(slot);
	else if (lab->model.connections[slot].state == Connected::begun)
		lab->model.connected(slot);
	leave_connection(slot);
}

void disconnect(unsigned int argument)
{
	for (size_t i = 0; i < connections; i++) {
		size_t slot = (i + argument) % connections;
		ntparport_interrupt_service wanted = service(slot);
		int err;

		if (lab->model.connections[slot].state != Connected::yes || !lab->usable())
			continue;
		Inside inside("disconnect");
		lab->changes[slot]++;
		lab->model.disconnect(slot);
		err = ntparport_disconnect(lab->port, &wanted);
		say("connection %zu ended: %d", slot, err);
		expect(!err || (err == -ENODEV && !inside.alone()), "D2",
		       "a connection could not be ended");
		lab->model.disconnected(slot);
		leave_connection(slot);
		return;
	}
}

/// D2, C4: disconnects what is not connected, and what is nothing.
void disconnect_other(unsigned int)
{
	ntparport_interrupt_service other{ isr<false>, lab, nullptr, nullptr };
	ntparport_interrupt_service nothing{};
	int expected;

	if (!lab->usable())
		return;
	Inside inside("disconnect, not connected");
	expected = lab->model.gone() ? -ENODEV : -EINVAL;
	int not_connected = ntparport_disconnect(lab->port, &other);
	int not_connectable = ntparport_connect(lab->port, &nothing, nullptr);
	expect(!inside.alone() || (not_connected == expected && not_connectable == expected), "D2",
	       "what is not connected could be ended");
}

unsigned char synchronized(void *context)
{
	act_at_interrupt_level(*static_cast<unsigned int *>(context));
	return 42;
}

void synchronize(unsigned int argument)
{
	unsigned int what = argument & 3;

	for (size_t slot = 0; slot < connections; slot++) {
		if (lab->model.connections[slot].state != Connected::yes || !lab->usable())
			continue;
		Inside inside("synchronize");
		expect(ntparport_synchronize_execution(lab->facts_of[slot].interrupt, synchronized,
						       &what) == 42,
		       "I3", "the routine's answer is lost");
		return;
	}
}

void interrupt(unsigned int argument)
{
	bool direct = world::settings.irq >= 0;
	bool handled;

	if (!lab->plugged)
		return;
	Inside inside("interrupt", false);
	Lab::Doing &here = lab->here();
	here = { &inside.call, argument & 7, 0, false };
	// The module may be about to leave the port.
	bool settled = !pending_tasklet();
	handled = world::interrupt(*lab->linux, direct);
	lab->model.interrupted(here.called || !settled, inside.call);
	expect(!direct || handled == here.claimed, "I2", "handled is not what the routines say");
}

// Clients: the port's lifetime.

void get(unsigned int argument)
{
	static constexpr int errors[] = { 0, -EBUSY, -ENODEV, -ENOMEM };
	int err = errors[argument % 16 < 4 ? argument % 4 : 0];
	bool next = argument & 16;

	if (lab->last_put || !lab->linux || (lab->gets && lab->model.gone()))
		return;
	Inside inside("get");
	bool open = lab->gets || lab->model.connected_count();
	int expected = !lab->plugged ? -ENODEV : open ? 0 : err;
	world::settings.register_error = err;
	ntparport *port = next ? ntparport_get_next(nullptr) : ntparport_get(0);
	world::settings.register_error = 0;
	long result = reinterpret_cast<long>(port);
	bool failed = !port || (result < 0 && result >= -4095);
	say("%ld", failed ? result : 0);
	expect(!inside.alone() || failed == !!expected, "C7", "get ends otherwise than it should");
	expect(!inside.alone() || next || !failed || result == expected, "C7",
	       "get fails otherwise than it should");
	if (failed)
		return;
	lab->port = port;
	lab->gets++;
}

void put(unsigned int)
{
	// Know beforehand which put is the last one.
	if (!lab->gets || lab->last_put ||
	    (lab->gets == 1 && (lab->users || lab->puts || lab->removing || lab->leaving)))
		return;
	Inside inside("put", false);
	lab->puts++;
	lab->gets--;
	lab->last_put = !lab->gets && !lab->model.connected_count();
	if (!lab->last_put) {
		ntparport_put(lab->port);
		lab->puts--;
		return;
	}
	say("the last one");
	lab->model.ending();
	ntparport_put(lab->port);
	lab->model.ended(lab->model.gone());
	lab->last_put = false;
	lab->puts--;
}

/// Ends what the client module has, at the word of the module loader.
void module_gone(unsigned int)
{
	if (!lab->usable() || lab->users || lab->puts || lab->removing || lab->leaving)
		return;
	Inside inside("the client module is unloaded");
	lab->leaving = true;
	lab->model.module_gone();
	core_module_gone(&client_module);
	// Before its memory goes: whoever is still in its code leaves it.
	machine::synchronize();
	lab->model.module_went();
	for (size_t slot = 0; slot < requests; slot++)
		if (lab->model.requests[slot].of_module && !lab->calls[slot] && lab->tickets[slot])
			delete std::exchange(lab->tickets[slot], nullptr);
	for (size_t slot = 0; slot < connections; slot++)
		if (lab->model.connections[slot].state == Connected::no && !lab->changes[slot])
			lab->routines[slot].reset();
	lab->leaving = lab->loaded = client_module.live = false;
}

/// The module's init routine is over: no call from there is under way.
void module_live(unsigned int)
{
	if (!lab->plugged || lab->leaving || lab->loaded || lab->users)
		return;
	Inside inside("the client module is loaded");
	lab->loaded = true;
	core_module_live(&client_module);
	client_module.live = true;
}

/// Somebody begins or stops watching: this must change nothing.
void watch(unsigned int argument)
{
	unsigned int seen = 0;

	if (!lab->plugged || lab->removing || lab->watching)
		return;
	Inside inside("watch", lab->usable());
	lab->watching = true;
	world::settings.watching = argument & 1;
	core_redirect();
	switch (argument >> 1 & 3) {
	case 0:
		// Turned on or off, as by the file in debugfs.
		if (lab->timed)
			break;
		// Which allocation fails, if any: then everything is as it was.
		world::settings.allocations_left = static_cast<int>(argument >> 3 & 3) - 1;
		lab->timed = !core_start_timing();
		world::settings.allocations_left = -1;
		break;
	case 1:
		if (std::exchange(lab->timed, false))
			core_stop_timing();
		break;
	case 2:
		core_sample();
		break;
	default:
		if (!lab->usable())
			break;
		core_visit_clients(
			lab->port,
			[](void *data, const ntparport_interrupt_service *, const glue_times *) {
				++*static_cast<unsigned int *>(data);
			},
			[](void *, const void *, unsigned long long) {}, &seen);
		expect(!inside.alone() || lab->model.gone() || seen == lab->model.connected_count(),
		       "C5", "it shows other connections than there are");
	}
	lab->watching = false;
}

// The Linux side.

void linux_claim(unsigned int argument)
{
	if (!lab->plugged)
		return;
	Driver &driver = *lab->drivers[argument % Driver::kinds];
	int value = lab->new_value(by_linux);

	if (driver.busy || lab->linux->cad == &driver || driver.waiting)
		return;
	Inside inside(Driver::names[driver.kind], false);
	bool sure = lab->model.linux_may_have_it();
	driver.wants = argument & 4;
	if (!driver.take()) {
		say("does not get the port");
		lab->model.linux_denied(sure, inside.call);
	} else if (argument & 8 && lab->linux->cad == &driver) {
		lab->linux->control = value;
	}
}

void linux_release(unsigned int argument)
{
	if (!lab->plugged)
		return;
	for (const auto &driver : lab->drivers) {
		if (lab->linux->cad != driver.get() || driver->busy)
			continue;
		Inside inside("Linux releases the port", false);
		driver->busy = true;
		machine::here().irqs_off = argument & 1;
		world::release(*driver);
		machine::here().irqs_off = false;
		driver->busy = false;
		return;
	}
}

/// It gives up, whether it sleeps or not, and may come back.
void linux_leave(unsigned int argument)
{
	if (!lab->plugged)
		return;
	Driver &driver = *lab->drivers[argument % Driver::kinds];

	if (driver.busy)
		return;
	Inside inside("a Linux driver leaves", false);
	driver.busy = true;
	driver.wants = false;
	world::remove(driver);
	driver.state = world::neutral_control;
	world::add(driver);
	driver.busy = false;
}

void tasklet(unsigned int)
{
	machine::Tasklet *tasklet = pending_tasklet();

	if (!tasklet)
		return;
	Inside inside("tasklet", false);
	tasklet->run();
}

void remove(unsigned int)
{
	if (!lab->plugged || lab->removing || lab->last_put || lab->leaving)
		return;
	Inside inside("the port is removed", false);
	lab->removing = true;
	lab->model.ending();
	core_detach(lab->linux.get());
	lab->model.ended(true);
	lab->plugged = lab->removing = false;
	for (size_t slot = 0; slot < connections; slot++)
		if (!lab->changes[slot])
			lab->routines[slot].reset();
}

void plug(unsigned int argument)
{
	if (lab->plugged || lab->gets || fibers::others())
		return;
	Inside inside("a port comes", false);
	lab->drivers.clear();
	lab->linux = std::make_shared<parport>();
	for (int kind = 0; kind < Driver::kinds; kind++) {
		lab->drivers.push_back(
			std::make_unique<Driver>(*lab->linux, static_cast<Driver::Kind>(kind)));
		world::add(*lab->drivers.back());
	}
	world::settings.irq = argument & 1 ? line : -1;
	lab->linux->irq = argument % 8 ? line : -1;
	lab->stray_frees = world::counters.stray_frees;
	core_attach(lab->linux.get());
	// parport announces a port twice if it appears while we register.
	core_attach(lab->linux.get());
	lab->model.plugged();
	lab->plugged = true;
}

// Sequences.

struct Operation {
	const char *name;
	unsigned int weight;
	void (*run)(unsigned int argument);
};

/// For what is done from outside the fibers.
enum Special : size_t { resume, settle, specials };

constexpr Operation table[] = {
	{ "resume", 20, nullptr },
	{ "settle", 6, nullptr },
	{ "get", 3, get },
	{ "put", 2, put },
	{ "connect", 8, connect },
	{ "disconnect", 6, disconnect },
	{ "disconnect_other", 1, disconnect_other },
	{ "try", 8, try_allocate },
	{ "allocate", 16, allocate },
	{ "cancel", 6, cancel },
	{ "free", 16, give_back },
	{ "stray_free", 1, stray_free },
	{ "query", 4, query },
	{ "synchronize", 3, synchronize },
	{ "write_control", 3, write_control },
	{ "interrupt", 10, interrupt },
	{ "linux_claim", 14, linux_claim },
	{ "linux_release", 14, linux_release },
	{ "linux_leave", 2, linux_leave },
	{ "tasklet", 10, tasklet },
	{ "watch", 2, watch },
	{ "module_live", 1, module_live },
	{ "module_gone", 1, module_gone },
	{ "remove", 1, remove },
	{ "plug", 2, plug },
};

bool run_tasklet()
{
	if (!pending_tasklet())
		return false;
	fibers::start([] { tasklet(0); }, 0);
	return true;
}

/// Does all that is to be done.
void make_quiet()
{
	fibers::finish(run_tasklet);
	if (!lab->linux)
		return;

	Device *owner = lab->linux->cad;
	ntparport_information facts{};
	bool allocated = lab->model.held();
	bool module_has_port = owner && owner->is_module();

	say("all is quiet");
	if (lab->usable()) {
		fibers::start(
			[&] {
				int err = ntparport_get_information(lab->port, &facts);
				expect(err == (lab->model.gone() ? -ENODEV : 0), "C7",
				       "information of a removed port");
			},
			0);
		allocated = facts.allocated;
		module_has_port = facts.have_port;
		expect(facts.connections == lab->model.connected_count(), "C5",
		       "it is wrong about connections");
	}
	lab->count_linux();
	lab->model.quiet(module_has_port, allocated, world::waits(*lab->linux));
}

void perform(void (*run)(unsigned int), unsigned int argument)
{
	fibers::start([=] { run(argument); }, 0);
	make_quiet();
}

bool linux_has_it()
{
	Device *owner = lab->plugged ? lab->linux->cad.load() : nullptr;

	return owner && !owner->is_module();
}

/// Everybody lets go of everything.
void take_down()
{
	for (const auto &driver : lab->drivers)
		driver->wants = false;
	// Whoever was waiting gets it next.
	while ((lab->holder() && lab->usable()) || linux_has_it()) {
		perform(give_back, 0);
		perform(linux_release, 0);
	}
	for (size_t i = 0; i < connections; i++) {
		if (lab->model.connected_count() && !lab->gets)
			perform(get, 4);
		perform(disconnect, 0);
	}
	fibers::start([] { core_stop_timing(); }, 0);
	world::settings.watching = false;
	while (lab->gets)
		perform(put, 0);
	perform(remove, 0);
	fibers::start([] { core_exit(); }, 0);
	expect(!world::counters.allocations, "L5", "memory is lost");
}

}

size_t operations() { return std::size(table); }
unsigned int weight(size_t operation) { return table[operation].weight; }

std::string describe(Step step)
{
	const Operation &operation = table[step.operation % std::size(table)];
	std::string text = std::string(operation.name) + " " + std::to_string(step.argument);

	if (step.points)
		text += " " + std::to_string(step.points);
	return text;
}

std::optional<Step> parse(const std::string &text)
{
	std::istringstream words(text);
	std::string name;
	unsigned int argument = 0, points = 0;

	words >> name >> argument;
	if (!words)
		return {};
	words >> points;
	for (size_t i = 0; i < std::size(table); i++)
		if (name == table[i].name && argument < 256 && points < 256)
			return Step{ static_cast<uint8_t>(i), static_cast<uint8_t>(argument),
				     static_cast<uint8_t>(points) };
	return {};
}

unsigned int play(const Sequence &sequence)
{
	Lab here;

	lab = &here;
	client_module.live = false;
	// A sequence needs a port that somebody uses: a certain one, or any.
	bool certain = !sequence.empty() &&
		       table[sequence[0].operation % std::size(table)].run == plug;
	unsigned int which = certain ? sequence[0].argument : 2;

	fibers::start(
		[=] {
			plug(which);
			get(4);
		},
		0);
	for (const Step &step : sequence) {
		size_t operation = step.operation % std::size(table);

		if (verbose)
			printf("    %s\n", describe(step).c_str());
		if (operation == settle)
			make_quiet();
		else if (operation == resume)
			fibers::resume(step.argument, step.points);
		else
			fibers::start(
				[=] {
					// With points to pass, others may run this context's
					// tasklet.
					machine::here().lazy = step.points & 1;
					table[operation].run(step.argument);
				},
				table[operation].run == stray_free ? 0 : step.points);
	}
	make_quiet();
	take_down();
	lab = nullptr;
	return here.done;
}

}
