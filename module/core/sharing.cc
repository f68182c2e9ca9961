// SPDX-License-Identifier: GPL-2.0
/// sharing.cc - living with Linux's own drivers on one port (L1 to L4, L7).

#include "sharing.hh"

using Guard = Ownership::Guard;
using rt::Section;

Status Sharing::open()
{
	glue_assert_registry_locked();
	int err = glue_parport_register(glue());

	if (err == -GLUE_ENODEV)
		return Status::removed;
	if (err == -GLUE_EBUSY) {
		glue_log(
			GLUE_WARN, glue(),
			"a Linux driver has this port exclusively: unload it or end the program that uses it");
		return Status::busy;
	}
	if (err) {
		glue_log(GLUE_WARN, glue(),
			 "no memory to open the port: close something and try again");
		return Status::no_memory;
	}

	Guard guard(ownership());

	guard->open();
	return Status::ok;
}

void Sharing::close()
{
	bool has_port;

	glue_assert_registry_locked();
	// preempt() refuses now.
	{
		Guard guard(ownership());

		has_port = guard->has_port();
		if (has_port)
			glue_registers_neutral(glue());
	}
	if (has_port) {
		bool declined = glue_parport_release(glue());

		Guard guard(ownership());

		guard->end_release(declined);
	}
	glue_parport_unregister(glue());
	glue_registers_forget(glue());
}

bool Sharing::claim(const void *holder)
{
	Section section;
	bool taken = false;

	{
		Guard guard(ownership());

		if (!guard->begin_claim())
			return false;
	}
	Arbiter::Claim result = Arbiter::Claim::queued;
	switch (glue_parport_claim(glue())) {
	case 0:
		result = Arbiter::Claim::done;
		break;
	case -GLUE_EBUSY:
		result = Arbiter::Claim::again;
		break;
	}
	{
		// The lock makes this one step as preempt() sees it: either it finds us still
		// claiming, or the registers are the client's before it saves them.
		Guard guard(ownership());

		if (guard->end_claim(result, glue_parport_last_waiter(glue()))) {
			glue_registers_restore(glue());
			glue_trace_regain(glue());
			taken = holder && guard->try_take(holder);
		}
	}
	ownership_->schedule_if_needed();
	return taken;
}

void Sharing::release()
{
	Section section;

	{
		Guard guard(ownership());

		if (!guard->begin_release(glue_parport_last_waiter(glue())))
			return;
		glue_registers_save(glue());
		glue_registers_neutral(glue());
		if (guard->linux_waits())
			count_yield();
	}
	bool declined = glue_parport_release(glue());

	Guard guard(ownership());

	guard->end_release(declined);
}

bool Sharing::preempt()
{
	Guard guard(ownership());

	switch (guard->preempt()) {
	case Arbiter::Preemption::refused:
		return true;
	case Arbiter::Preemption::granted:
		glue_registers_save(glue());
		break;
	case Arbiter::Preemption::lost:
		break;
	}
	glue_registers_neutral(glue());
	count_yield();
	if (guard->has_work())
		glue_tasklet_schedule_locked(glue());
	return false;
}

void Sharing::count_yield()
{
	++yields_;
	glue_trace_yield(glue());
}

void Sharing::wakeup()
{
	Section section;
	bool claim_now;

	{
		Guard guard(ownership());

		guard->wakeup(glue_parport_queued(glue()));
		claim_now = guard->next_work() == Arbiter::Work::claim;
	}
	// Claim here and now: otherwise parport goes on to the next waiter.
	if (claim_now)
		claim(nullptr);
}

void Sharing::wakeup_later()
{
	Guard guard(ownership());

	guard->wakeup(glue_parport_queued(glue()));
	if (guard->has_work())
		glue_tasklet_schedule_locked(glue());
}

/// Only for a port that is ours: what a Linux driver left in one is parport's business.
void Sharing::set_suspended(bool suspended)
{
	{
		Guard guard(ownership());
		bool ours = guard->delivers();

		if (suspended)
			asleep_ = ours;
		// Otherwise the registers were put back, or will be, when the Linux port is
		// regained.
		if (!asleep_ || !ours)
			return;
		if (suspended) {
			glue_registers_suspend(glue());
			return;
		}
		glue_registers_resume(glue());
		guard->check_again();
	}
	ownership_->schedule_if_needed();
	glue_log(GLUE_DEBUG, glue(), "resumed: the registers are what they were before suspend");
}
