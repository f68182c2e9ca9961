// SPDX-License-Identifier: GPL-2.0
/// poll.cc - drivers that poll let others run (W7).
///
/// On Windows a thread that polls is preempted, and one with a real-time priority has the processor
/// for itself. On Linux, kernel code may not be preemptible, and on a machine with one processor a
/// thread of real-time priority would keep even softirqs from running. So whatever a polling loop
/// calls comes here once per tick.

#include "base/irql.h"
#include "base/poll.h"

namespace {

/// How long a thread of real-time priority runs before it sleeps for one tick.
constexpr unsigned int run_ms = 20;

/// Who was last found polling on this CPU.
class LastRunner {
public:
	LastRunner() : runner_(nt_runner_lock()) { }
	~LastRunner() { nt_runner_unlock(); }
	LastRunner(const LastRunner &) = delete;
	LastRunner &operator=(const LastRunner &) = delete;

	nt_runner *operator->() const { return runner_; }
	nt_runner &operator*() const { return *runner_; }

private:
	nt_runner *const runner_;
};

/// Whether the thread has run for a long time without sleeping.
bool ran_long()
{
	const LastRunner last;
	const nt_runner now = nt_runner_now();

	if (last->task == now.task && last->sleeps == now.sleeps)
		return now.since - last->since >= nt_ticks(run_ms);
	*last = now;
	return false;
}

}

void nt_look_round()
{
	nt_tick_seen();
	if (KeGetCurrentIrql() != PASSIVE_LEVEL || !nt_may_give_way())
		return;
	nt_give_way();
	// A thread that is to be frozen has to sleep in a way that allows it (W8).
	if (nt_is_freezing() || (nt_is_realtime() && ran_long()))
		nt_sleep_for_a_tick();
}
