// SPDX-License-Identifier: GPL-2.0
/// resources.cc - resources: threads acquire them exclusively or to share them, again, or only
/// if they are free, and another thread may come in between at any place. No two have one unless
/// both share it; each knows how it has one; and none waits for ever.
///
/// resources SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cinttypes>
#include <memory>

using world::check;
using world::Random;

namespace {

constexpr unsigned int resources = 3;

Random *chances;
unsigned int below(unsigned int limit) { return chances->below(limit); }
bool one_in(unsigned int n) { return chances->one_in(n); }

unsigned long acquired, tried, waited, converted, operations;

/// A resource, and who is known to have it: less than the truth while a routine returns.
struct Shared {
	ERESOURCE resource{};
	unsigned int threads = 0;
	bool exclusive = false;
};

std::vector<std::unique_ptr<Shared>> all;

/// What a thread has of each.
struct Holding {
	ULONG times = 0;
	bool exclusive = false;
};

class Thread {
public:
	void run(unsigned int steps)
	{
		while (steps--)
			step();
		for (unsigned int which = 0; which < resources; which++)
			while (mine_[which].times)
				release(which);
	}

private:
	void step()
	{
		const unsigned int which = below(resources);

		operations++;
		switch (below(6)) {
		case 0:
		case 1:
			acquire(which);
			break;
		case 2:
		case 3:
			if (mine_[which].times)
				release(which);
			break;
		case 4:
			if (mine_[which].exclusive)
				convert(which);
			break;
		default:
			give_way();
			break;
		}
		look(which);
	}

	/// Whether it may wait for it: else two threads could wait for each other.
	bool may_wait(unsigned int which) const
	{
		return std::none_of(mine_ + which, mine_ + resources,
				    [](const Holding &holding) { return holding.times; });
	}

	void acquire(unsigned int which)
	{
		const bool exclusive = one_in(2);
		Holding &mine = mine_[which];
		const bool again = mine.times && (mine.exclusive || !exclusive);
		const bool never = mine.times && !again;
		const bool wait = (never || again || may_wait(which)) && !one_in(3);

		const bool got = call(all[which]->resource, exclusive, wait);
		check(!again || got, "resource: a thread that has it does not get it again");
		check(!never || !got, "resource: a thread that shares it gets it exclusively");
		check(never || !wait || got, "resource: a thread that waits does not get it");
		if (got && !again)
			entered(*all[which], exclusive);
		if (got && !again)
			mine.exclusive = exclusive;
		mine.times += got;
		tried += !wait && got;
		waited += wait && got;
		acquired += got;
	}

	static bool call(ERESOURCE &resource, bool exclusive, bool wait)
	{
		if (exclusive)
			return ExAcquireResourceExclusiveLite(&resource, wait);
		switch (below(3)) {
		case 0:
			return ExAcquireSharedStarveExclusive(&resource, wait);
		case 1:
			return ExAcquireSharedWaitForExclusive(&resource, wait);
		default:
			return ExAcquireResourceSharedLite(&resource, wait);
		}
	}

	static void entered(Shared &shared, bool exclusive)
	{
		check(!shared.exclusive && (!exclusive || !shared.threads),
		      "resource: two threads have it, and one of them exclusively");
		shared.threads++;
		shared.exclusive = exclusive;
	}

	void release(unsigned int which)
	{
		Shared &shared = *all[which];
		Holding &mine = mine_[which];

		// Before the call, in which another thread may get it already.
		if (!--mine.times) {
			shared.threads--;
			shared.exclusive = false;
			mine.exclusive = false;
		}
		if (one_in(2))
			ExReleaseResourceLite(&shared.resource);
		else
			ExReleaseResourceForThreadLite(&shared.resource,
						       reinterpret_cast<ERESOURCE_THREAD>(
							       PsGetCurrentThread()));
	}

	void convert(unsigned int which)
	{
		mine_[which].exclusive = false;
		all[which]->exclusive = false;
		converted++;
		ExConvertExclusiveToSharedLite(&all[which]->resource);
	}

	void look(unsigned int which) const
	{
		const Holding &mine = mine_[which];
		ERESOURCE &resource = all[which]->resource;

		check(ExIsResourceAcquiredSharedLite(&resource) == mine.times,
		      "resource: a thread has it %u times, and not so often", mine.times);
		check(ExIsResourceAcquiredExclusiveLite(&resource) == mine.exclusive,
		      "resource: how a thread has it is wrong");
	}

	static void give_way()
	{
		LARGE_INTEGER none{};

		KeDelayExecutionThread(KernelMode, FALSE, &none);
	}

	Holding mine_[resources];
};

/// One thread alone knows what each call returns.
void alone()
{
	ERESOURCE resource{};

	check(!ExInitializeResourceLite(&resource), "resource: it cannot be initialised");
	check(ExAcquireResourceExclusiveLite(&resource, FALSE),
	      "resource: a free one cannot be had");
	ExReleaseResourceLite(&resource);
	check(ExAcquireResourceSharedLite(&resource, FALSE), "resource: a free one is not shared");
	check(!ExReinitializeResourceLite(&resource) && world::logged("a thread has the resource"),
	      "resource: one that a thread has is initialised, and nobody says so");
	check(!ExIsResourceAcquiredSharedLite(&resource),
	      "resource: one that is initialised again is not free");
	world::forget_log();
	ExReleaseResourceLite(&resource);
	check(world::logged("does not have the resource"),
	      "resource: a thread releases one that it does not have");
	check(!ExDeleteResourceLite(&resource), "resource: it cannot be deleted");
	check(!ExAcquireResourceExclusiveLite(&resource, TRUE) && world::logged("not initialised"),
	      "resource: one that is deleted can be had");
	world::forget_log();
}

void round()
{
	const long before = world::left();
	const unsigned int count = 1 + below(5);

	alone();
	for (unsigned int n = 0; n < resources; n++) {
		all.push_back(std::make_unique<Shared>());
		ExInitializeResourceLite(&all.back()->resource);
	}
	world::fail_allocations(one_in(3) ? 6 : 0);
	world::interleave(1 + below(6));
	for (unsigned int n = 0; n < count; n++)
		nt_task_put(world::start("thread", [] { Thread().run(5 + below(60)); }));
	world::run_all();
	check(!world::tasks(), "resource: %u threads wait for ever", world::tasks());
	world::interleave(0);
	world::fail_allocations(0);
	for (const std::string &line : world::log)
		check(line.find("it would wait for ever") != std::string::npos,
		      "resource: the log has a mistake that was not made: %s", line.c_str());
	for (const auto &shared : all) {
		check(!ExGetSharedWaiterCount(&shared->resource) &&
			      !ExGetExclusiveWaiterCount(&shared->resource),
		      "resource: a thread that has ended waits");
		check(!ExDeleteResourceLite(&shared->resource), "resource: it cannot be deleted");
	}
	check(!world::logged("a thread has the resource"), "resource: one is never free again");
	all.clear();
	world::forget_log();
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = world::play(argc, argv, 100000, chances, operations, round);

	check(operations && (operations < 1000 || (acquired && tried && waited && converted)),
	      "set-up: no operation");
	printf("%lu operations: %lu acquired, %lu of which waiting and %lu trying, %lu converted, seed %" PRIu64
	       "\n",
	       operations, acquired, waited, tried, converted, seed);
}
