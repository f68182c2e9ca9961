// SPDX-License-Identifier: GPL-2.0
/// self_test.cc - the core's self test, with a device of any kind on the port: what it says, and that
/// it leaves the port as it found it.
///
/// Usage: self_test SEED TESTS

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "../../module/ntparport.h"
#include "../../module/glue/glue.h"

struct module {
} __this_module;

namespace {

constexpr unsigned long base = 0x378;
constexpr unsigned long long ns_per_us = 1000, ns_per_ms = 1000000;
constexpr unsigned int strobe = 0x01, interrupts_on = 0x10;
// None of them is what the test writes.
constexpr unsigned char controls[] = { 0x0c, 0x00, 0x3c, 0x14 };

/// The port, its clients, and a device on it.
struct World {
	bool free;	     ///< for whoever asks for the port
	const void *holder;  ///< otherwise
	unsigned int clients;
	int connect_error;
	int irq;
	ntparport_route route;
	bool early;		    ///< an interrupt comes as soon as they are allowed
	bool late;		    ///< and when the registers are put back
	unsigned long long answer;  ///< how long after the strobe; 0: never
	unsigned char before;	    ///< what the control register was

	unsigned long long now = 1;
	unsigned long long due = 0;
	bool held = false;
	const ntparport_interrupt_service *service = nullptr;
	unsigned char control = 0;
	unsigned int strobes = 0;
	std::string warning = {};
};

World *world;

[[noreturn]] void fail(const char *rule)
{
	printf("VIOLATED self test: %s\n", rule);
	exit(1);
}

void expect(bool condition, const char *rule)
{
	if (!condition)
		fail(rule);
}

void interrupt()
{
	if (world->service && world->control & interrupts_on)
		expect(world->service->isr(nullptr, world->service->isr_context),
		       "it does not claim its interrupt");
}

void pass(unsigned long long ns)
{
	const unsigned long long end = world->now + ns;

	if (world->due && world->due <= end) {
		world->now = world->due;
		world->due = 0;
		interrupt();
	}
	world->now = end;
}

}

unsigned long long glue_now() { return world->now; }
void glue_sleep(unsigned int min_us, unsigned int) { pass(min_us * ns_per_us); }
void glue_delay(unsigned int us) { pass(us * ns_per_us); }

unsigned char glue_in(unsigned long port)
{
	expect(world->held && world->service, "a register is read before the port is the test's");
	return port == base + 2 ? world->control : 0;
}

void glue_out(unsigned long port, unsigned char value)
{
	expect(world->held && world->service,
	       "a register is written before the port is the test's");
	expect(port == base || port == base + 2, "another register is written");
	if (port == base)
		return;
	const unsigned char old = world->control;

	world->control = value;
	if (!(old & interrupts_on) && value & interrupts_on && world->early)
		interrupt();
	if (~old & value & strobe && world->service) {
		world->strobes++;
		world->due = world->answer ? world->now + world->answer : 0;
	}
	if (world->strobes && value == world->before && world->late)
		world->due = world->now + ns_per_us;
}

void glue_log(glue_log_level, const glue_port *, const char *format, ...)
{
	char line[200];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	world->warning = line;
}

bool ntparport_try_allocate_as(ntparport *, const void *client)
{
	expect(client == &__this_module, "another client");
	return world->held = world->free;
}

void ntparport_free(ntparport *)
{
	expect(world->held && !world->service, "the port is freed too early");
	world->held = false;
}

int ntparport_get_information(ntparport *, ntparport_information *information)
{
	*information = {};
	information->base = base;
	information->irq = world->irq;
	information->route = world->route;
	information->connections = world->clients;
	information->holder = world->holder;
	return 0;
}

int ntparport_connect(ntparport *, const ntparport_interrupt_service *service,
		      ntparport_interrupt_information *)
{
	expect(world->held && !world->clients, "it connects beside others");
	if (!world->connect_error)
		world->service = service;
	return world->connect_error;
}

int ntparport_disconnect(ntparport *, const ntparport_interrupt_service *service)
{
	expect(world->service == service, "it disconnects what it has not connected");
	world->service = nullptr;
	return 0;
}

namespace {

void play(std::minstd_rand &random)
{
	auto one_of = [&](unsigned int n) { return random() % n == 0; };
	World here = {
		.free = !one_of(8),
		.holder = one_of(2) ? &here : nullptr,
		.clients = one_of(8) ? 1 + static_cast<unsigned int>(random() % 3) : 0,
		.connect_error = one_of(8) ? -GLUE_EOPNOTSUPP : 0,
		.irq = static_cast<int>(random() % 16),
		.route = one_of(2) ? NTPARPORT_ROUTE_DIRECT : NTPARPORT_ROUTE_PARPORT,
		.early = one_of(3),
		.late = one_of(3),
		.answer = one_of(3) ? 0 : 1 + random() % (3000 * ns_per_ms / 2),
		.before = controls[random() % 4],
	};
	glue_self_test found = {};

	here.control = here.before;
	world = &here;
	const int err = core_self_test(nullptr, nullptr, &found);

	expect(!here.held && !here.service, "it keeps the port");
	expect(here.control == here.before, "the control register is another");
	if (!here.free || here.clients) {
		expect(err == -GLUE_EBUSY && !found.done && !here.strobes, "the port is busy");
		expect(!here.warning.compare(0, 14, "no self test: "), "nobody is told why");
		return;
	}
	if (here.connect_error) {
		expect(err == here.connect_error && !found.done, "it could not connect");
		return;
	}
	expect(!err && found.done && here.strobes == 1, "there was no test");
	expect(found.irq == here.irq, "the interrupt is another");
	expect(found.direct == (here.route == NTPARPORT_ROUTE_DIRECT), "the route is another");
	// It looks now and then.
	if (here.answer && here.answer <= GLUE_SELF_TEST_MS * ns_per_ms)
		expect(found.arrived && found.us == here.answer / ns_per_us,
		       "the interrupt arrived");
	if (!here.answer || here.answer > (GLUE_SELF_TEST_MS + 1) * ns_per_ms)
		expect(!found.arrived, "no interrupt arrived");
}

}

int main(int count, char **words)
{
	if (count != 3) {
		fprintf(stderr, "usage: self_test SEED TESTS\n");
		return 2;
	}
	const unsigned long seed = std::stoul(words[1]), tests = std::stoul(words[2]);
	std::minstd_rand random(seed);

	for (unsigned long n = 0; n < tests; n++)
		play(random);
	printf("%lu self tests, seed %lu\n", tests, seed);
	return tests ? 0 : 1;
}
