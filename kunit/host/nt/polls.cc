// SPDX-License-Identifier: GPL-2.0
/// polls.cc - a thread that polls again and again, in a driver's routine or outside, whether or not
/// the machine goes to sleep. It sleeps to be frozen when it has run long in a driver's routine
/// (W8), and never outside: there it may hold what suspending waits for.
///
/// polls SEED OPERATIONS

#include "linux.hh"

#include <cinttypes>
#include <optional>

#include "base/poll.h"

using world::check;
using world::Random;

namespace {

constexpr LONGLONG tick = 4'000'000;
constexpr LONGLONG long_run = 20'000'000;

/// When the thread was first seen, since it slept.
std::optional<int64_t> first_seen;
unsigned long slept, times;

/// Polls once, at the beginning of a tick.
void look(bool in_driver)
{
	const LONGLONG now = nt_clock_now(NT_MONOTONIC);
	const bool counts = world::freezing && in_driver;

	nt_look_round();
	const bool sleeps = nt_clock_now(NT_MONOTONIC) != now;
	check(in_driver || !sleeps, "polls: it sleeps outside of a driver's routine");
	check(world::freezing || !sleeps, "polls: it sleeps while the machine is awake");
	const bool ran_long = first_seen && now - *first_seen >= long_run;
	check(sleeps == (counts && ran_long), "polls: it %s after %lld ms",
	      sleeps ? "sleeps" : "does not sleep",
	      static_cast<long long>(first_seen ? (now - *first_seen) / 1000000 : 0));
	if (sleeps)
		first_seen.reset();
	else if (counts && !first_seen)
		first_seen = now;
	slept += sleeps;
	times++;
	world::advance(tick);
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = argc > 1 ? strtoull(argv[1], nullptr, 0) : 1;
	const unsigned long wanted = argc > 2 ? strtoul(argv[2], nullptr, 0) : 1000000;
	Random random(seed);

	world::seed(seed);
	world::start_rooms();
	while (times < wanted) {
		const unsigned int ticks = 1 + random.below(12);

		world::freezing = !random.one_in(3);
		if (random.one_in(2))
			world::as(random.below(world::drivers), [&] {
				for (unsigned int n = 0; n < ticks; n++)
					look(true);
			});
		else
			for (unsigned int n = 0; n < ticks; n++)
				look(false);
	}
	check(slept, "set-up: it never slept");
	world::stop_rooms();
	printf("%lu times looked round, %lu times slept, seed %" PRIu64 "\n", times, slept, seed);
}
