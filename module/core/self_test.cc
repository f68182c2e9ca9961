// SPDX-License-Identifier: GPL-2.0
/// self_test.cc - sends one byte to the device, which acknowledges it with an interrupt.

#include "../glue/glue.h"
#include "../ntparport.h"
#include "../rt/status.hh"

namespace {

constexpr unsigned long status_register = 1, control_register = 2;
constexpr unsigned char idle = 0x1c;  // interrupts on, selected, not being reset
constexpr unsigned char strobe = 0x1d;
constexpr unsigned long long timeout_ns = GLUE_SELF_TEST_MS * 1000000ull;

struct Interrupt {
	unsigned long base;
	unsigned long long when;  // it arrived first
	bool arrived_;

	bool arrived() const { return __atomic_load_n(&arrived_, __ATOMIC_ACQUIRE); }
	void set_arrived(bool arrived) { __atomic_store_n(&arrived_, arrived, __ATOMIC_RELEASE); }
};

unsigned char self_test_isr(_KINTERRUPT *, void *context)
{
	auto *interrupt = static_cast<Interrupt *>(context);

	glue_in(interrupt->base + status_register);
	if (!interrupt->arrived()) {
		interrupt->when = glue_now();
		interrupt->set_arrived(true);
	}
	return 1;
}

/// The caller has the port.
Status test_line(const glue_port *glue, ntparport *port, glue_self_test *result)
{
	ntparport_information facts = {};
	ntparport_interrupt_service service = {};
	Interrupt interrupt = {};

	ntparport_get_information(port, &facts);
	if (facts.connections) {
		glue_log(GLUE_WARN, glue, "no self test: %u clients are connected",
			 facts.connections);
		return Status::busy;
	}
	interrupt.base = facts.base;
	service.isr = self_test_isr;
	service.isr_context = &interrupt;
	if (const int err = ntparport_connect(port, &service, nullptr))
		return static_cast<Status>(err);

	const unsigned long control = facts.base + control_register;
	const unsigned char before = glue_in(control);

	glue_out(control, idle);
	glue_out(facts.base, 0);
	// Some ports raise an interrupt as soon as they are allowed to: that is not the answer.
	glue_sleep(100, 1000);
	interrupt.set_arrived(false);

	const unsigned long long fired = glue_now();

	glue_out(control, strobe);
	glue_delay(1);
	glue_out(control, idle);
	while (!interrupt.arrived() && glue_now() - fired < timeout_ns)
		glue_sleep(100, 1000);

	const bool arrived = interrupt.arrived();

	*result = {
		.done = true,
		.arrived = arrived,
		.direct = facts.route == NTPARPORT_ROUTE_DIRECT,
		.irq = facts.irq,
		.us = arrived ? static_cast<unsigned int>(interrupt.when - fired) / 1000 : 0,
	};
	glue_out(control, before);
	// The same may happen here: let it come while there is somebody to take it.
	glue_sleep(100, 1000);
	ntparport_disconnect(port, &service);
	return Status::ok;
}

}

int core_self_test(const glue_port *glue, ntparport *port, glue_self_test *result)
{
	ntparport_information facts = {};

	if (!ntparport_try_allocate(port)) {
		ntparport_get_information(port, &facts);
		if (facts.holder)
			glue_log(GLUE_WARN, glue, "no self test: %pS has the port", facts.holder);
		else
			glue_log(
				GLUE_WARN, glue,
				"no self test: a Linux driver has the port, or a client waits for it");
		return to_errno(Status::busy);
	}
	const Status status = test_line(glue, port, result);

	ntparport_free(port);
	return to_errno(status);
}
