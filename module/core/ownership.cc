// SPDX-License-Identifier: GPL-2.0
/// ownership.cc - who has a port, behind its interrupt lock.

#include "ownership.hh"

void Ownership::unlock(unsigned long flags)
{
	delivery_.follow(arbiter_.delivers());
	glue_unlock_irqrestore(glue(), flags);
}

// Clients.

bool Ownership::take(const void *caller)
{
	Guard guard(*this);

	return guard->try_take(caller);
}

bool Ownership::take_at_interrupt_level(const void *caller)
{
	glue_assert_locked(glue());
	bool taken = arbiter_.try_take(caller);
	delivery_.follow(arbiter_.delivers());
	if (taken)
		glue_trace_granted(glue(), caller);
	return taken;
}

Status Ownership::queue(ntparport_waiter &waiter, const void *caller)
{
	{
		Guard guard(*this);

		if (guard->is_removed())
			return Status::removed;
		waiter.caller = caller;
		waiter.since = glue_now();
		waiter.status = to_errno(Status::pending);
		guard->enqueue(waiter);
	}
	glue_trace_queued(glue(), caller);
	// The port may have become free meanwhile: this then has it granted.
	schedule_if_needed();
	return Status::pending;
}

bool Ownership::cancel(ntparport_waiter &waiter)
{
	bool cancelled;
	{
		Guard guard(*this);

		cancelled = guard->cancel(waiter);
	}
	schedule_if_needed();
	return cancelled;
}

/// `client`: nullptr, or who must still have it.
void Ownership::free_if_of(const void *client)
{
	bool work;
	{
		Guard guard(*this);

		if (!client || arbiter_.holder() == client)
			free_locked();
		// Waking a thread that sleeps for the port needs no tasklet. The lock must be
		// held, or else removal could come in between (L5).
		if (ntparport_waiter *sleeper = guard->pop_done_of(glue_complete_sleeper))
			complete(*sleeper, sleeper->status);
		work = guard->has_work();
	}
	if (work)
		glue_tasklet_schedule(glue());
}

void Ownership::free_from_interrupt_level()
{
	glue_assert_locked(glue());
	free_locked();
	bool work = arbiter_.has_work();
	delivery_.follow(arbiter_.delivers());
	if (work)
		glue_tasklet_schedule_locked(glue());
}

void Ownership::free_locked()
{
	const void *holder = arbiter_.holder();

	if (arbiter_.free()) {
		glue_trace_free(glue(), holder);
		return;
	}
	if (is_removed() || stray_free_logged_)
		return;
	stray_free_logged_ = true;
	glue_log(GLUE_WARN, glue(),
		 "freed although nobody had it: a client frees the port twice (said only once)");
}

// Connections.

void Ownership::connections_changed(bool stays)
{
	IsrChain &chain = delivery_.chain();

	arbiter_.set_connections(chain.size(), stays && chain.has_deferred());
	delivery_.lay_out();
}

void Ownership::quiet()
{
	if (!delivery_.chain().isr_count() && arbiter_.delivers() && !arbiter_.is_held())
		glue_registers_quiet(glue());
}

// Deferred work.

bool Ownership::has_work()
{
	Guard guard(*this);

	return guard->has_work();
}

void Ownership::schedule_if_needed()
{
	if (has_work())
		glue_tasklet_schedule(glue());
}

Arbiter::Work Ownership::work()
{
	Arbiter::Work work;
	ntparport_waiter *waiter = nullptr;
	int status = 0;
	{
		Guard guard(*this);

		work = guard->next_work();
		if (work == Arbiter::Work::check)
			check();
		if (work == Arbiter::Work::complete) {
			waiter = guard->pop_done();
			status = waiter->status;
		}
	}
	if (waiter)
		complete(*waiter, status);
	return work;
}

void Ownership::check()
{
	arbiter_.begin_check();
	++checks_;
	glue_trace_check(glue());
	delivery_.chain().check(
		[this]() REQUIRES(rt::interrupt_lock) { return arbiter_.is_free(); });
}

/// The completion may free the waiter, free the port, or queue again. That of a sleeper does
/// none of these.
void Ownership::complete(ntparport_waiter &waiter, int status) const
{
	if (status)
		glue_trace_cancelled(glue(), waiter.caller);
	else
		glue_trace_granted(glue(), waiter.caller);
	waiter.complete(&waiter, status);
}

// The end.

/// No routine is called any longer, so the device must not hold the line up.
void Ownership::close_locked()
{
	if (arbiter_.delivers())
		glue_registers_neutral(glue());
	arbiter_.close();
}

const void *Ownership::close()
{
	Guard guard(*this);
	const void *holder = guard->holder();

	close_locked();
	return holder;
}

void Ownership::remove()
{
	Guard guard(*this);

	guard->remove();
	// In one step: whoever is told that the port is gone may rely on no routine running
	// any longer.
	close_locked();
}

void Ownership::drain()
{
	glue_synchronize();
	do {
		glue_tasklet_schedule(glue());
		glue_tasklet_flush(glue());
	} while (has_work());
}

void Ownership::settle(const module *module)
{
	Guard guard(*this);

	// The address of the module's own structure stays valid as long as the module does.
	guard->replace_callers(
		[&](const void *caller) { return glue_module_init_contains(module, caller); },
		module);
}

void Ownership::forget(const module *module, const char *name)
{
	bool freed = false;

	// The module's completion routines first, since what follows may complete requests. A
	// completion that is under way ends before the module's memory goes: freeing that waits
	// for RCU.
	for (;;) {
		ntparport_waiter *waiter;
		{
			Guard guard(*this);

			waiter = guard->forget_if([&](const ntparport_waiter &w) {
				const auto *code = reinterpret_cast<const void *>(w.complete);

				return glue_module_contains(module, code);
			});
		}
		if (!waiter)
			break;
		glue_log(GLUE_WARN, glue(),
			 "%s was unloaded while it waited for the port: request dropped", name);
	}
	{
		Guard guard(*this);

		if (guard->holder() && glue_module_contains(module, guard->holder())) {
			free_locked();
			freed = true;
		}
	}
	if (freed)
		glue_log(GLUE_WARN, glue(), "%s was unloaded while it had the port: freed", name);
}
