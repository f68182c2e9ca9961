// SPDX-License-Identifier: GPL-2.0
/// poll.cc - drivers that poll let others run (W7).
///
/// On Windows a thread that polls is preempted, and one with a real-time priority has the processor
/// for itself. On Linux, kernel code may not be preemptible, and on a machine with one processor a
/// thread of real-time priority would keep even softirqs from running. So whatever a polling loop
/// calls comes here once per tick.

#include "glue/priority.h"
#include "glue/sleep.h"
#include "base/gate.h"
#include "base/irql.h"
#include "base/poll.h"

namespace {

/// How long a thread of real-time priority runs before it sleeps for one tick.
constexpr unsigned int run_ms = 20;
/// Such a sleep begins a rest of the CPU: it lasts until the tick in which the thread wakes, and no
/// other thread of real-time priority polls meanwhile. Otherwise two of them would take turns, and
/// leave nothing to anybody else.
constexpr unsigned long rest_ticks = 2;

/// The threads that poll on this CPU.
class Polling {
public:
	Polling() : polling_(nt_polling_lock()) { }
	~Polling() { nt_polling_unlock(); }
	Polling(const Polling &) = delete;
	Polling &operator=(const Polling &) = delete;

	bool rests_in(unsigned long tick) const { return tick - polling_->rest < rest_ticks; }
	void begin_rest(unsigned long tick) const { polling_->rest = tick; }
	/// Whether the thread has run for a long time without sleeping, whoever else ran meanwhile.
	bool ran_long(const nt_runner &now) const;

private:
	nt_polling *const polling_;
};

bool Polling::ran_long(const nt_runner &now) const
{
	for (nt_runner &last : polling_->runners) {
		if (last.task != now.task)
			continue;
		if (last.sleeps == now.sleeps)
			return now.since - last.since >= nt_ticks(run_ms);
		last = now;
		return false;
	}
	polling_->runners[polling_->next++ % NT_RUNNERS] = now;
	return false;
}

bool runs_long()
{
	const Polling polling;

	return polling.ran_long(nt_runner_now());
}

/// Whether the thread, of real-time priority, has to sleep.
bool has_to_rest()
{
	const Polling polling;
	const nt_runner now = nt_runner_now();

	if (!polling.rests_in(now.since)) {
		if (!polling.ran_long(now))
			return false;
		polling.begin_rest(now.since);
	}
	// Whoever polls next has to look, too, even in the same tick.
	nt_tick_forget();
	return true;
}

}

void nt_look_round()
{
	if (KeGetCurrentIrql() != PASSIVE_LEVEL || !nt_may_give_way())
		return;
	// Not before: an interrupt routine or a DPC that reads a register in each tick must not use
	// up the tick of the thread that it interrupts.
	nt_tick_seen();
	nt_give_way();
	// A thread that is to be frozen has to sleep in a way that allows it (W8). Not one that
	// only passes by, and not one that is not in a driver's routine: it may hold what
	// suspending waits for, such as the lock of a device that comes or is being removed.
	if (nt_is_realtime() ? has_to_rest() : nt_is_freezing() && nt_gate_here() && runs_long())
		nt_sleep_for_a_tick();
}
