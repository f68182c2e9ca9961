// SPDX-License-Identifier: GPL-2.0
/// linux.hh - Linux below the rooms of compat/, in one thread of a program: what glue/linux.h
/// promises, and what else the program wants of it.
///
/// Nothing runs by itself. The program's main() is a task, and decides what comes next: run_one()
/// and the like. Only when it has to wait does something else run, chosen at random; time passes
/// when nobody can run otherwise. The same seed does the same. A rule that is broken, of a lock, of
/// the context, of memory, ends the program: check().
#pragma once

// Ours are the C library's.
#include <cstring>
#define _LINUX_STRING_H_
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <ntddk.h>

#include "base/gate.hh"
#include "glue/linux.h"

struct module;
struct task_struct;

namespace world {

/// A rule does not hold: says so, and ends the program.
[[gnu::format(printf, 2, 3)]] void check(bool holds, const char *format, ...);

/// Random numbers, the same for each seed.
class Random {
public:
	explicit Random(uint64_t seed) : engine_(seed) { }
	/// Below the limit.
	unsigned int below(unsigned int limit)
	{
		return limit ? static_cast<unsigned int>(engine_() % limit) : 0;
	}
	bool one_in(unsigned int n) { return !below(n); }
	uint64_t number() { return engine_(); }

private:
	std::mt19937_64 engine_;
};

// The log

/// Its lines since the last forget_log().
extern std::vector<std::string> log;
inline void forget_log() { log.clear(); }
/// One of them has this in it.
bool logged(const char *part);

// Memory

/// The allocation after so many others fails, once; 0: the next.
void fail_allocation(unsigned int after);
/// It has. None fails from now on.
bool allocation_failed();
/// Each fails with this chance, one in so many; 0: none, as at the start.
void fail_allocations(unsigned int one_in);
/// Blocks of memory, handles and tasks that there are.
long left();
/// Names of what is left, for a message: sizes of blocks.
std::string what_is_left();

// Text in the kernel's way

UNICODE_STRING string_of(std::u16string &text);
std::u16string text_of(const UNICODE_STRING &string);

// Time and chance

/// Begins anew: what is chosen at random. To be called before anything else.
void seed(uint64_t seed);
/// At one in so many of the places where the kernel may change to another task, or an
/// interrupt may come (a lock was given back, memory is allocated …), it does; 0: never, as at
/// the start.
void interleave(unsigned int one_in);
/// Nanoseconds pass; timers that are due then have to be run.
void advance(LONGLONG nanoseconds);
/// The clock of the day is set, by so much.
void set_clock(LONGLONG by);

// What could happen. Each returns false if there was nothing of the kind. PASSIVE_LEVEL.

/// One of the following, chosen at random.
bool run_one();
/// A work item of the workqueue, in a thread of its own, until that ends or waits.
bool run_work();
/// The tasklet, if it is scheduled. At or below DISPATCH_LEVEL: at DISPATCH_LEVEL it is refused.
bool run_dpcs();
/// The timers that are due.
bool run_timers();
/// A task that can run, until it ends, waits, or another one comes between.
bool run_task();
bool run_task(task_struct *task);
/// Until nothing of it is left: all tasks wait, or there are none.
void run_all();

/// Runs `routine` as an interrupt: at DIRQL.
void interrupt(const std::function<void()> &routine);

// Tasks

/// A thread of a program, that can run. The reference is the caller's: nt_task_put().
task_struct *start(const char *name, std::function<void()> work);
/// It has not ended.
bool is_alive(const task_struct *task);
/// A signal comes, which may be one that kills.
void signal(task_struct *task, bool kills);
/// Tasks that have not ended, without main()'s.
unsigned int tasks();
/// Runs others, and lets time pass, until it `is` so; false: nothing could happen any more.
bool run_until(const std::function<bool()> &is);

/// The calling task holds no lock, and the IRQL is this.
void check_context(const char *where, KIRQL irql = PASSIVE_LEVEL);

// Drivers. A function of driver n is in its section: IN_DRIVER(a) void f() { … }, for n = 0 to 3
// a to d. So is what it calls, unless that is in another driver's: who called last in the context
// counts (nt_caller_of()).

#define IN_DRIVER(letter) [[gnu::section("driver_" #letter), gnu::noinline, gnu::used]]

constexpr unsigned int drivers = 4;

/// The module of a driver, named driver_a and so on.
struct module *module_of(unsigned int driver);
/// So much data is its, too, until it is unloaded.
void give(unsigned int driver, const void *data, size_t size);
/// Its code calls `routine`, through the gate.
void as(unsigned int driver, const std::function<void()> &routine);
/// Loads it as load/driver.cc does: module known, DriverEntry called. 0 or a negative errno.
int load(unsigned int driver, PDRIVER_INITIALIZE entry);
/// Unloads it: waits until nobody holds the module, calls DriverUnload, ends what it has left.
/// False: somebody holds the module (as rmmod has it), nothing was done.
bool unload(unsigned int driver, PDRIVER_INITIALIZE entry);
/// What holds the module: nt_module_get().
unsigned int holds_of(unsigned int driver);

/// Starts and stops the rooms: load/start.cc without ports and nodes.
void start_rooms();
void stop_rooms();

}
