// SPDX-License-Identifier: GPL-2.0
/// rundown.cc - run-down protection: threads let themselves in, once or several times, and leave,
/// while others run it down and wait, and another thread may come in between at any place. Nobody
/// is let in after a run-down has begun, nobody's wait ends before the last user has gone, and all
/// waits end.
///
/// rundown SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cinttypes>
#include <iterator>
#include <memory>

using world::check;
using world::Random;

namespace {

constexpr unsigned int protections = 3;

Random *chances;
unsigned int below(unsigned int limit) { return chances->below(limit); }
bool one_in(unsigned int n) { return chances->one_in(n); }

unsigned long operations, let_in, refused, run_down, waited;

/// A protection, and what is known of it.
struct Protected {
	EX_RUNDOWN_REF ref{};
	/// Less than the truth while somebody enters or leaves.
	unsigned long users = 0;
	/// Somebody has called to run it down; the call may not have begun.
	bool called = false;
	/// The wait of one that did so is over: nobody may be in there.
	bool over = false;
};

std::vector<std::unique_ptr<Protected>> all;

class Thread {
public:
	void run(unsigned int steps)
	{
		while (steps--)
			step();
		for (unsigned int which = 0; which < protections; which++)
			while (mine_[which])
				leave(which);
	}

private:
	void step()
	{
		const unsigned int which = below(protections);

		operations++;
		switch (below(9)) {
		case 0:
		case 1:
		case 2:
		case 3:
			enter(which);
			break;
		case 4:
		case 5:
		case 6:
			if (mine_[which])
				leave(which);
			break;
		case 7:
			if (one_in(4) && may_wait(which))
				wait(which);
			break;
		default:
			give_way();
			break;
		}
	}

	/// Whether it may wait for the users to go: else two threads could wait for each other.
	bool may_wait(unsigned int which) const
	{
		return std::none_of(mine_ + which, std::end(mine_),
				    [](ULONG times) { return times; });
	}

	void enter(unsigned int which)
	{
		Protected &one = *all[which];
		const ULONG times = one_in(2) ? 1 : 1 + below(4);
		const bool was_over = one.over;
		const bool was_called = one.called;
		const bool in = times == 1 && one_in(2) ?
					ExAcquireRundownProtection(&one.ref) :
					ExAcquireRundownProtectionEx(&one.ref, times);

		check(!in || !was_over, "rundown: a thread is let in after the run-down");
		check(in || one.called, "rundown: a thread is kept out without a run-down");
		refused += was_called && !in;
		if (!in)
			return;
		check(!one.over, "rundown: a wait is over, and a thread is in there");
		one.users += times;
		mine_[which] += times;
		let_in++;
	}

	void leave(unsigned int which)
	{
		Protected &one = *all[which];
		const ULONG times = one_in(2) ? 1 : 1 + below(mine_[which]);

		// Before the call, in which the last wait may end already.
		one.users -= times;
		mine_[which] -= times;
		if (times == 1 && one_in(2))
			ExReleaseRundownProtection(&one.ref);
		else
			ExReleaseRundownProtectionEx(&one.ref, times);
	}

	static void wait(unsigned int which)
	{
		Protected &one = *all[which];

		waited += one.users != 0;
		one.called = true;
		ExWaitForRundownProtectionRelease(&one.ref);
		check(!one.users, "rundown: a wait is over with %lu users", one.users);
		one.over = true;
		run_down++;
	}

	static void give_way()
	{
		LARGE_INTEGER none{};

		KeDelayExecutionThread(KernelMode, FALSE, &none);
	}

	ULONG mine_[protections]{};
};

/// One thread alone knows what each call returns.
void alone()
{
	EX_RUNDOWN_REF ref{ 1 };

	ExInitializeRundownProtection(&ref);
	check(ExAcquireRundownProtectionEx(&ref, 3), "rundown: nobody is let in");
	ExReleaseRundownProtectionEx(&ref, 4);
	check(world::logged("not that many users"), "rundown: more leave than are in there");
	world::forget_log();
	check(!ExAcquireRundownProtectionEx(&ref, ~0u) || sizeof(ULONG_PTR) > sizeof(ULONG),
	      "rundown: more are let in than can be counted");
	world::forget_log();
	ExInitializeRundownProtection(&ref);
	ExReInitializeRundownProtection(&ref);
	check(world::logged("not run down"), "rundown: one in use begins anew");
	world::forget_log();
	ExWaitForRundownProtectionRelease(&ref);
	ExWaitForRundownProtectionRelease(&ref);
	check(!ExAcquireRundownProtection(&ref), "rundown: a thread is let in after the run-down");
	ExReleaseRundownProtection(&ref);
	check(world::logged("not that many users"),
	      "rundown: a thread leaves that is not in there");
	world::forget_log();
	ExReInitializeRundownProtection(&ref);
	check(ExAcquireRundownProtection(&ref), "rundown: it does not begin anew");
	ExReleaseRundownProtection(&ref);
	ExRundownCompleted(&ref);
	check(!ExAcquireRundownProtection(&ref), "rundown: a thread is let in after the run-down");
	check(world::log.empty(), "rundown: the log has a mistake that was not made");
}

void round()
{
	const long before = world::left();
	const unsigned int count = 1 + below(6);

	alone();
	for (unsigned int n = 0; n < protections; n++) {
		all.push_back(std::make_unique<Protected>());
		ExInitializeRundownProtection(&all.back()->ref);
	}
	world::interleave(1 + below(6));
	for (unsigned int n = 0; n < count; n++)
		nt_task_put(world::start("thread", [] { Thread().run(5 + below(40)); }));
	world::run_all();
	check(!world::tasks(), "rundown: %u threads wait for ever", world::tasks());
	world::interleave(0);
	check(world::log.empty(), "rundown: the log has a mistake that was not made: %s",
	      world::log.empty() ? "" : world::log.front().c_str());
	for (const auto &one : all) {
		check(one->called == one->over, "rundown: a wait that began is not over");
		check(ExAcquireRundownProtection(&one->ref) == !one->over,
		      "rundown: the wrong thread is let in afterwards");
		if (!one->over)
			ExReleaseRundownProtection(&one->ref);
	}
	all.clear();
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = world::play(argc, argv, 100000, chances, operations, round);

	check(operations && (operations < 1000 || (let_in && refused && run_down && waited)),
	      "set-up: no operation");
	printf("%lu operations: %lu let in, %lu refused, %lu run down, %lu of them waited, seed %" PRIu64
	       "\n",
	       operations, let_in, refused, run_down, waited, seed);
}
