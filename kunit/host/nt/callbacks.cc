// SPDX-License-Identifier: GPL-2.0
/// callbacks.cc - \Callback\PowerState: functions that are quick, take longer than the machine waits,
/// end their registration, or have a bug check. Each is told of every change, one after the other;
/// and no driver is unloaded while a function of its is at work.
///
/// callbacks SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cinttypes>
#include <memory>
#include <string>
#include <utility>

#include "base/image.h"
#include "ob/callback.h"

using world::check;
using world::Random;

namespace {

constexpr LONGLONG second = 1'000'000'000;
/// What the machine waits, and a little.
constexpr LONGLONG patience = 5 * second + second / 10;

Random *chances;
bool one_in(unsigned int n) { return chances->one_in(n); }

/// A function of a driver.
struct Function {
	unsigned int driver;
	PVOID handle = nullptr;
	std::vector<bool> due{};  // the changes that it is to be told of
	size_t told = 0;
	bool inside = false;
	LONGLONG takes = 0;
	LONGLONG takes_after_its_end = 0;
	bool ends_itself = false;
	bool dies = false;
	bool ended = false;  // or about to be
	bool gone = false;   // must no longer be called
};

std::vector<std::unique_ptr<Function>> functions;

void sleep(LONGLONG nanoseconds)
{
	LARGE_INTEGER time{};

	time.QuadPart = -nanoseconds / 100;
	if (nanoseconds)
		KeDelayExecutionThread(KernelMode, FALSE, &time);
}

void be_told(PVOID context, PVOID what, PVOID state)
{
	auto &self = *static_cast<Function *>(context);

	check(!self.gone, "callbacks: a function is called after its registration ended");
	check(!std::exchange(self.inside, true),
	      "callbacks: a function is told of two changes at once");
	check(what == reinterpret_cast<PVOID>(PO_CB_SYSTEM_STATE_LOCK),
	      "callbacks: it is told of something else");
	check(self.told < self.due.size(), "callbacks: a function is told of a change too many");
	check(self.due[self.told] == (state != nullptr),
	      "callbacks: the changes are in another order");
	self.told++;
	if (self.dies)
		ntparport_image_trap(STATUS_PRIVILEGED_INSTRUCTION, "rdmsr, at 0x10 of its image");
	sleep(self.takes);
	if (self.ends_itself && !self.ended) {
		self.ended = true;
		self.gone = true;
		ExUnregisterCallback(self.handle);
		sleep(self.takes_after_its_end);
	}
	self.inside = false;
}

IN_DRIVER(a) VOID NTAPI told_a(PVOID context, PVOID what, PVOID state)
{
	be_told(context, what, state);
}
IN_DRIVER(b) VOID NTAPI told_b(PVOID context, PVOID what, PVOID state)
{
	be_told(context, what, state);
}
IN_DRIVER(c) VOID NTAPI told_c(PVOID context, PVOID what, PVOID state)
{
	be_told(context, what, state);
}

constexpr PCALLBACK_FUNCTION routines[] = { told_a, told_b, told_c };
constexpr unsigned int drivers = 3;

NTSTATUS entry(PDRIVER_OBJECT driver, PUNICODE_STRING)
{
	driver->DriverUnload = [](PDRIVER_OBJECT) {};
	return STATUS_SUCCESS;
}

Function &add(unsigned int driver)
{
	auto &fresh = *functions.emplace_back(std::make_unique<Function>(Function{ driver }));

	world::as(driver, [&] {
		std::u16string text = u"\\Callback\\PowerState";
		UNICODE_STRING name = world::string_of(text);
		OBJECT_ATTRIBUTES attributes;
		PCALLBACK_OBJECT object;
		InitializeObjectAttributes(&attributes, &name, 0, nullptr, nullptr);
		check(!ExCreateCallback(&object, &attributes, FALSE, TRUE),
		      "callbacks: \\Callback\\PowerState does not open");
		fresh.handle = ExRegisterCallback(object, routines[driver], &fresh);
		check(fresh.handle, "callbacks: no function can be registered");
		ObDereferenceObject(object);
	});
	return fresh;
}

void end(Function &function)
{
	if (std::exchange(function.ended, true))
		return;
	world::as(function.driver, [&] { ExUnregisterCallback(function.handle); });
	check(!function.inside, "callbacks: a registration ends while its function is called");
	function.gone = true;
}

/// Returns how long it took.
LONGLONG change(bool awake)
{
	const LONGLONG begin = nt_clock_now(NT_MONOTONIC);
	std::vector<Function *> before;

	for (const auto &function : functions) {
		if (function->ended || function->dies)
			continue;
		function->due.push_back(awake);
		before.push_back(function.get());
	}
	nt_callback_power_state(awake);
	const LONGLONG took = nt_clock_now(NT_MONOTONIC) - begin;
	check(took <= patience, "callbacks: the machine waits for %lld ms",
	      static_cast<long long>(took / 1000000));
	if (took < 5 * second)
		for (const Function *function : before)
			check(function->ended ||
				      (function->told == function->due.size() && !function->inside),
			      "callbacks: the machine does not wait for a function");
	return took;
}

unsigned long round()
{
	const long before = world::left();
	const unsigned int steps = 5 + chances->below(30);

	for (unsigned int driver = 0; driver < drivers; driver++)
		check(!world::load(driver, entry), "driver: it does not load");
	world::interleave(one_in(2) ? 2 + chances->below(6) : 0);
	for (unsigned int n = 0; n < steps; n++) {
		Function *any = functions.empty() ?
					nullptr :
					functions[chances->below(static_cast<unsigned int>(
							  functions.size()))]
						.get();
		switch (chances->below(5)) {
		case 0: {
			Function &fresh = add(chances->below(drivers));
			if (one_in(3))
				fresh.takes = second * (1 + chances->below(12));
			fresh.ends_itself = one_in(6);
			if (one_in(2))
				fresh.takes_after_its_end = second * (1 + chances->below(12));
			break;
		}
		case 1:
			if (any)
				end(*any);
			break;
		case 2:
			world::advance(second * chances->below(8));
			world::run_timers();
			world::run_one();
			break;
		default:
			change(one_in(2));
			break;
		}
	}
	// Unloading waits for what is still to be done, too.
	if (!one_in(3)) {
		check(world::run_until([] {
			      return std::all_of(functions.begin(), functions.end(),
						 [](const auto &function) {
							 return function->ended ||
								function->told ==
									function->due.size();
						 });
		      }),
		      "callbacks: a function is never told of a change");
		world::run_all();
	}
	world::interleave(0);
	for (unsigned int driver = 0; driver < drivers; driver++) {
		check(world::unload(driver, entry), "driver: somebody holds it");
		check(std::none_of(functions.begin(), functions.end(),
				   [=](const auto &function) {
					   return function->driver == driver && function->inside;
				   }),
		      "callbacks: a driver goes while a function of its is called");
	}
	functions.clear();
	world::run_all();
	world::forget_log();
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
	return steps;
}

/// Last of all: the thread in which a driver has died stays.
void death()
{
	for (unsigned int driver = 0; driver < drivers; driver++)
		check(!world::load(driver, entry), "driver: it does not load");
	add(0);
	add(1).dies = true;
	add(2);
	functions[1]->due.push_back(false);
	for (unsigned int n = 0; n < 10; n++)
		check(change(n % 2) < second, "callbacks: the machine waits for a dead driver");
	check(functions[1]->told == 1, "callbacks: a dead driver is told");
	const auto says = [](const char *text) {
		return std::any_of(world::log.begin(), world::log.end(), [=](const auto &line) {
			return line.find(text) != std::string::npos;
		});
	};

	check(says("rdmsr, at 0x10 of its image") && says("bug check 30 at IRQL 0"),
	      "callbacks: the log does not say why a driver died");
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = argc > 1 ? strtoull(argv[1], nullptr, 0) : 1;
	const unsigned long wanted = argc > 2 ? strtoul(argv[2], nullptr, 0) : 1000000;
	unsigned long done = 0;
	Random random(seed);

	world::seed(seed);
	chances = &random;
	world::start_rooms();
	while (done < wanted)
		done += round();
	check(done, "set-up: no operation");
	death();
	printf("%lu operations, seed %" PRIu64 "\n", done, seed);
	fflush(stdout);
	// What the dead driver has stays, and is not a leak.
	quick_exit(0);
}
