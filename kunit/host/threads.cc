// SPDX-License-Identifier: GPL-2.0
/// threads.cc - machine.hh with threads; and clients, Linux drivers and interrupts at once, for
/// ThreadSanitizer. The checks here need no lock, which would hide races; the detailed rules
/// are lab.cc's.
///
/// Usage: threads SEED ROUNDS

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "world.hh"

namespace machine {

namespace {

constexpr size_t count = 16;
Context all[count];
std::atomic<size_t> used;
thread_local Context *mine;

}

Context &here()
{
	if (!mine)
		mine = &all[used++ % count];
	return *mine;
}

Context *contexts() { return all; }
size_t contexts_size() { return count; }
void point() { }
void pause() { std::this_thread::yield(); }

}

namespace {

using Random = std::minstd_rand;

constexpr unsigned int steps = 400;  ///< of each thread in a round

/// One round: a port comes, is used by all, and goes.
struct Round {
	std::shared_ptr<parport> linux = std::make_shared<parport>();
	std::atomic<int> holders = 0;
	std::atomic<bool> over = false;	 ///< for the threads that serve the others
	std::atomic<unsigned long> operations = 0;
};

Round *the_round;

void expect(bool condition, const char *rule, const char *what)
{
	if (!condition)
		machine::fail(rule, "%s", what);
}

void enter_port()
{
	expect(!the_round->holders.fetch_add(1, std::memory_order_relaxed), "A1",
	       "two have the port");
}
void leave_port() { the_round->holders.fetch_sub(1, std::memory_order_relaxed); }

/// A connection: plain memory that is gone when the connection is (D3).
struct Connected {
	ntparport_interrupt_information information;
	bool tries;
	unsigned long interrupts;
	unsigned long checks;
};

/// The interrupt lock is held: what is changed here needs no other lock.
unsigned char isr(_KINTERRUPT *, void *context)
{
	auto *connected = static_cast<Connected *>(context);

	connected->interrupts++;
	if (connected->tries && connected->information.try_allocate_at_interrupt_level &&
	    connected->information.try_allocate_at_interrupt_level(
		    connected->information.context)) {
		enter_port();
		leave_port();
		connected->information.free_from_interrupt_level(connected->information.context);
	}
	return 1;
}

void deferred(void *context) { static_cast<Connected *>(context)->checks++; }

struct Request {
	ntparport_waiter waiter{};
	std::atomic<int> completions = 0;
	int status = 0;
};

void complete(ntparport_waiter *waiter, int status)
{
	auto *request = reinterpret_cast<Request *>(waiter);

	if (!status)
		enter_port();
	request->status = status;
	request->completions.fetch_add(1, std::memory_order_release);
}

/// Takes the port in one way or another, and frees it.
void use_port(ntparport *port, Random &random)
{
	Request request;
	int err;

	if (random() % 2) {
		if (!ntparport_try_allocate(port))
			return;
		enter_port();
	} else {
		request.waiter.complete = random() % 2 ? complete : glue_complete_sleeper;
		err = ntparport_allocate_async(port, &request.waiter);
		if (err == -ENODEV)
			return;
		if (!err) {
			enter_port();
		} else {
			expect(err == -EINPROGRESS, "A1", "allocate returns something else");
			bool cancelled = random() % 3 == 0 &&
					 ntparport_cancel(port, &request.waiter);

			machine::wait_until([&] {
				return request.completions.load(std::memory_order_acquire);
			});
			expect(!cancelled || request.status == -ECANCELED, "A2",
			       "cancelled, but completed otherwise");
			if (request.status)
				return;
		}
	}
	ntparport_query_waiters(port);
	leave_port();
	ntparport_free(port);
	expect(request.completions.load(std::memory_order_relaxed) <= 1, "A2", "completed twice");
}

void client(unsigned int seed)
{
	Random random(seed);
	ntparport *port = ntparport_get(0);
	std::unique_ptr<Connected> connected;
	ntparport_interrupt_service service{};

	for (unsigned int i = 0; i < steps; i++) {
		the_round->operations.fetch_add(1, std::memory_order_relaxed);
		// The port may be gone, or may go meanwhile.
		if (!port || reinterpret_cast<long>(port) < 0 || random() % 50 == 0) {
			if (connected)
				ntparport_disconnect(port, &service);
			connected.reset();
			ntparport_put(port);
			port = ntparport_get(0);
			continue;
		}
		if (random() % 4) {
			use_port(port, random);
		} else if (connected) {
			auto *information = &connected->information;

			if (random() % 2 && information->interrupt)
				ntparport_synchronize_execution(
					information->interrupt,
					[](void *context) {
						return static_cast<unsigned char>(
							++static_cast<Connected *>(context)
								  ->checks);
					},
					connected.get());
			ntparport_disconnect(port, &service);
			connected.reset();
		} else {
			// information is written before the first interrupt may come (C8).
			connected = std::make_unique<Connected>();
			connected->tries = random() % 2;
			service = { isr, connected.get(), deferred, connected.get() };
			if (ntparport_connect(port, &service, &connected->information))
				connected.reset();
		}
	}
	if (connected)
		ntparport_disconnect(port, &service);
	ntparport_put(port);
}

/// A Linux driver, which lets others preempt it, sleeps for the port, or is woken.
class Driver : public world::Device {
public:
	enum Kind { lurker, sleeper, waker, kinds };

	Driver(parport &port, Kind kind)
		: Device(port, names[kind], world::neutral_control), kind_(kind)
	{ }
	bool preempt() override { return kind_ != lurker; }
	bool has_wakeup() const override { return kind_ == waker; }
	void wakeup() override { woken_.store(true, std::memory_order_relaxed); }

	void run(unsigned int seed)
	{
		Random random(seed);

		for (unsigned int i = 0; i < steps; i++) {
			the_round->operations.fetch_add(1, std::memory_order_relaxed);
			if (!(kind_ == sleeper ? sleep() : !world::claim(*this)))
				continue;
			machine::here().irqs_off = random() % 2;
			world::release(*this);
			machine::here().irqs_off = false;
		}
		world::remove(*this);
	}

private:
	bool sleep()
	{
		if (world::claim_or_sleep(*this))
			machine::wait_until([this] { return !waiting; });
		return true;
	}

	static constexpr const char *names[] = { "lurker", "sleeper", "waker" };
	const Kind kind_;
	std::atomic<bool> woken_ = false;
};

void interrupts(bool direct)
{
	while (!the_round->over.load(std::memory_order_acquire)) {
		world::interrupt(*the_round->linux, direct);
		the_round->operations.fetch_add(1, std::memory_order_relaxed);
		machine::pause();
	}
}

/// Plays ksoftirqd.
void softirqs()
{
	while (!the_round->over.load(std::memory_order_acquire)) {
		machine::enter_section();
		if (machine::Tasklet *tasklet = world::tasklet(*the_round->linux))
			tasklet->run();
		machine::leave_section();
		machine::pause();
	}
}

unsigned long play(unsigned int seed)
{
	Round round;
	Random random(seed);
	bool direct = random() % 2;
	bool removed_early = random() % 2;
	std::vector<std::unique_ptr<Driver>> drivers;
	std::vector<std::thread> threads;

	the_round = &round;
	machine::here();
	world::settings.irq = direct ? 7 : -1;
	for (int kind = 0; kind < Driver::kinds; kind++) {
		drivers.push_back(
			std::make_unique<Driver>(*round.linux, static_cast<Driver::Kind>(kind)));
		world::add(*drivers.back());
	}
	core_attach(round.linux.get());
	std::thread softirq(softirqs), interrupt(interrupts, direct);
	threads.reserve(3 + drivers.size());
	for (int i = 0; i < 3; i++)
		threads.emplace_back(client, random());
	for (const auto &driver : drivers)
		threads.emplace_back([&](unsigned int of) { driver->run(of); }, random());
	if (removed_early) {
		unsigned long until = steps * (1 + random() % 4);

		machine::wait_until(
			[&] { return round.operations.load(std::memory_order_relaxed) > until; });
		core_detach(round.linux.get());
	}
	for (std::thread &thread : threads)
		thread.join();
	if (!removed_early)
		core_detach(round.linux.get());
	round.over.store(true, std::memory_order_release);
	softirq.join();
	interrupt.join();
	core_exit();
	expect(!round.holders, "A1", "somebody has the port");
	if (const world::Device *owner = round.linux->cad)
		machine::fail("L1", "%s still has the Linux port", owner->name);
	expect(!world::counters.allocations, "L5", "memory is lost");
	machine::used = 1;  // All but this thread have ended.
	return round.operations;
}

}

int main(int count, char **words)
{
	world::wake = complete;
	if (count != 3) {
		fprintf(stderr, "usage: threads SEED ROUNDS\n");
		return 2;
	}
	unsigned long seed = std::stoul(words[1]), rounds = std::stoul(words[2]), operations = 0;

	for (unsigned long i = 0; i < rounds; i++)
		operations += play(seed + i);
	printf("%lu operations by threads in %lu rounds, seed %lu\n", operations, rounds, seed);
	return operations ? 0 : 1;
}
