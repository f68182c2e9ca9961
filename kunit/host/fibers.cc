// SPDX-License-Identifier: GPL-2.0
/// fibers.cc - machine.hh in one thread.

#include "fibers.hh"

#include <algorithm>
#include <memory>
#include <vector>

#include "switch_stack.hh"

namespace {

/// The first fiber is the caller of fibers.hh.
constexpr size_t count = 6;
constexpr size_t stack_size = 256UL * 1024;

struct Fiber {
	void *top = nullptr;  ///< top of its stack, while another fiber runs
	std::unique_ptr<char[]> stack;
	const void *bottom = nullptr;
	size_t size = 0;
	std::function<void()> work;
	unsigned int points = 0;  ///< points to pass until it is suspended; 0: no limit
};

machine::Context all[count];
Fiber pool[count];
std::vector<Fiber *> busy;  ///< oldest first
Fiber *current = pool;

void switch_to(Fiber &next)
{
	Fiber &last = *current;

	current = &next;
#ifdef NTPARPORT_ASAN
	void *fake_stack;

	__sanitizer_start_switch_fiber(&fake_stack, next.bottom, next.size);
#endif
	switch_stack(&last.top, next.top);
#ifdef NTPARPORT_ASAN
	__sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
#endif
}

[[noreturn]] void run_fiber()
{
#ifdef NTPARPORT_ASAN
	__sanitizer_finish_switch_fiber(nullptr, &pool[0].bottom, &pool[0].size);
#endif
	for (;;) {
		current->work();
		current->work = nullptr;
		switch_to(pool[0]);
	}
}

void prepare(Fiber &fiber)
{
	fiber.stack = std::make_unique<char[]>(stack_size);
	fiber.bottom = fiber.stack.get();
	fiber.size = stack_size;
	// Makes the stack look as if the fiber had been suspended in a call of run_fiber() from
	// nowhere: six registers to pop, an address to return to, and the alignment that a
	// stack has after a call.
	auto **top = reinterpret_cast<void **>(fiber.stack.get() + stack_size);
	*--top = nullptr;
	*--top = reinterpret_cast<void *>(run_fiber);
	fiber.top = top - 6;
}

void go_on(Fiber &fiber, unsigned int points)
{
	fiber.points = points;
	switch_to(fiber);
	if (!fiber.work)
		busy.erase(std::find(busy.begin(), busy.end(), &fiber));
}

/// Lets all fibers go on until one ends. False: all wait for each other.
bool end_something()
{
	size_t before = busy.size();

	// Waiting fibers are asked again, since others may have gone a step further meanwhile.
	for (int rounds = 0; rounds < 100; rounds++) {
		for (size_t i = 0; i < busy.size(); i++) {
			go_on(*busy[i], 0);
			if (busy.size() < before)
				return true;
		}
	}
	return false;
}

}

namespace machine {

Context &here() { return all[current - pool]; }
Context *contexts() { return all; }
size_t contexts_size() { return count; }

void point()
{
	if (current != pool && current->points && !--current->points)
		switch_to(pool[0]);
}

void pause()
{
	if (current == pool)
		fail("fibers", "nobody is left to wait for");
	switch_to(pool[0]);
}

}

namespace fibers {

void start(std::function<void()> work, unsigned int points)
{
	if (busy.size() == count - 1 && !end_something())
		machine::fail("deadlock", "all wait for each other");
	for (size_t i = 1; i < count; i++) {
		Fiber &fiber = pool[i];

		if (fiber.work)
			continue;
		if (!fiber.stack)
			prepare(fiber);
		fiber.work = std::move(work);
		all[i].softirq = all[i].irqs_off = all[i].lazy = false;
		busy.push_back(&fiber);
		go_on(fiber, points);
		return;
	}
}

void resume(unsigned int skip, unsigned int points)
{
	if (!busy.empty())
		go_on(*busy[skip % busy.size()], points);
}

void finish(const std::function<bool()> &more)
{
	// What is left to do may take a while, but must not take for ever.
	for (int rounds = 0; rounds < 1000; rounds++) {
		while (!busy.empty() && end_something())
			continue;
		if (!more()) {
			if (busy.empty())
				return;
			machine::fail("deadlock", "%zu wait for each other", busy.size());
		}
	}
	machine::fail("livelock", "there is no end of work");
}

unsigned int others() { return busy.size() - (current != pool); }

}
