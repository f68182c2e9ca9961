// SPDX-License-Identifier: GPL-2.0
/// watch.cc - a closer look at a port's interrupts: which routine, for how long.

#include "watch.hh"

#include <utility>

unsigned char Watch::interrupt(glue_port *glue, IsrChain &chain, _KINTERRUPT *object)
{
	unsigned char claimed = 0;

	glue_watch_interrupt(glue);
	chain.for_each([&](const Connection &connection) {
		const ntparport_interrupt_service &service = connection.service;
		const void *routine = reinterpret_cast<const void *>(service.isr);

		if (!service.isr)
			return;
		unsigned long long start = glue_watch_routine(glue, routine, service.isr_context);
		unsigned char mine = glue_call_isr(service.isr, object, service.isr_context);

		glue_watch_routine_end(glue, routine, mine, start, connection.times.get());
		claimed |= mine;
	});
	glue_watch_interrupt_end(glue, claimed);
	return claimed;
}

Status Watch::start_timing(glue_port *glue, IsrChain &chain)
{
	Status status = Status::ok;

	glue_assert_registry_locked();
	timing_ = true;
	chain.for_each([&](Connection &connection) {
		rt::Unique<glue_times[]> times(1);
		rt::InterruptGuard guard(glue);

		if (!times)
			status = Status::no_memory;
		connection.times = std::move(times);
	});
	if (status != Status::ok)
		stop_timing(glue, chain);
	return status;
}

void Watch::stop_timing(glue_port *glue, IsrChain &chain)
{
	glue_assert_registry_locked();
	timing_ = false;
	chain.for_each([&](Connection &connection) {
		rt::Unique<glue_times[]> times;	 // freed after the lock is given back
		rt::InterruptGuard guard(glue);

		times = std::move(connection.times);
	});
}
