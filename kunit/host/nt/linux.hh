// SPDX-License-Identifier: GPL-2.0
/// linux.hh - Linux below the rooms of compat/, in one thread of a program: what glue/linux.h
/// promises, and what else the program wants of it.
///
/// Nothing runs by itself. The program's main() is a task, and decides what comes next, with
/// run_one() and the like. Only when it has to wait does something else run, chosen at random; time
/// passes when nobody can run otherwise. The same seed does the same. Breaking a rule (of a lock,
/// of the context, of memory) ends the program: check().
#pragma once

// Our memory functions are the C library's.
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

/// If a rule does not hold, says so and ends the program.
[[gnu::format(printf, 2, 3)]] void check(bool holds, const char *format, ...);

/// Random numbers, the same for each seed.
class Random {
public:
	explicit Random(uint64_t seed) : engine_(seed) { }
	/// A number below the limit.
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
/// Whether one of them contains this.
bool logged(const char *part);

// Memory

/// Makes the allocation after that many others fail, once; 0: the next one.
void fail_allocation(unsigned int after);
/// Whether it has failed. From now on none fails.
bool allocation_failed();
/// Makes each allocation fail with a chance of one in that many; 0, the initial value: none
/// fails.
void fail_allocations(unsigned int one_in);
/// How many blocks of memory, handles and tasks exist.
long left();
/// Names what is left, for a message: sizes of blocks.
std::string what_is_left();

// Files

/// What every driver's settings file has; nullptr, the initial value: there is none. And the error
/// with which reading it fails, or 0.
extern const std::string *settings_file;
extern int settings_error;
/// What a file in debugfs shows; it must be there.
std::string debug_text(enum nt_debug_file which);

// Text in the kernel's way

UNICODE_STRING string_of(std::u16string &text);
std::u16string text_of(const UNICODE_STRING &string);

// Time and chance

/// Begins anew: determines all that is chosen at random. To be called before anything else.
void seed(uint64_t seed);
/// At one in that many of the places where the kernel may change to another task, or where an
/// interrupt may come (a lock was given back, memory is allocated …), that happens; 0, the
/// initial value: never.
void interleave(unsigned int one_in);
/// Not where a routine gives way before it does anything (nt_poll()): for models that are changed
/// before the routine is called.
void never_give_way();
/// Lets nanoseconds pass; timers that are then due have to be run.
void advance(LONGLONG nanoseconds);
/// The machine falls asleep: tasks are to be frozen. Initially not.
extern bool freezing;
/// Sets the clock of the day forward, by that much.
void set_clock(LONGLONG by);

// What may happen next. Each returns false if there was nothing of the kind. PASSIVE_LEVEL.

/// One of the following, chosen at random.
bool run_one();
/// Runs a work item of the workqueue, in a thread of its own, until that ends or waits.
bool run_work();
/// Runs the tasklet, if it is scheduled. At or below DISPATCH_LEVEL; at DISPATCH_LEVEL it does
/// nothing.
bool run_dpcs();
/// Runs the timers that are due.
bool run_timers();
/// Runs a task that can run, until it ends, waits, or another one comes in between.
bool run_task();
bool run_task(task_struct *task);
/// Runs everything until nothing is left: all tasks wait, or there are none.
void run_all();

/// Runs `routine` as an interrupt: at DIRQL.
void interrupt(const std::function<void()> &routine);

// Tasks

/// Starts a thread of a program, which can run then. The caller gets a reference:
/// nt_task_put().
task_struct *start(const char *name, std::function<void()> work);
/// Whether it has not ended.
bool is_alive(const task_struct *task);
/// Sends it a signal, which may be one that kills.
void signal(task_struct *task, bool kills);
/// How many tasks have not ended, not counting main()'s.
unsigned int tasks();
/// Runs others, and lets time pass, until `is` is true. False: nothing more could happen.
bool run_until(const std::function<bool()> &is);

/// Checks that the calling task holds no lock, and that this is the IRQL.
void check_context(const char *where, KIRQL irql = PASSIVE_LEVEL);

// Drivers. A function of driver n is in its section: IN_DRIVER(a) void f() { … }, for n = 0 to 3
// a to d. What it calls counts as that driver's, too, unless it is in another driver's section:
// the last caller in the context counts (nt_caller_of()).

#define IN_DRIVER(letter) [[gnu::section("driver_" #letter), gnu::noinline, gnu::used]]

constexpr unsigned int drivers = 4;

/// The module of a driver, named driver_a and so on.
struct module *module_of(unsigned int driver);
/// Makes that much data the driver's, too, until it is unloaded.
void give(unsigned int driver, const void *data, size_t size);
/// Has the driver's code call `routine`, through the gate.
void as(unsigned int driver, const std::function<void()> &routine);
/// Loads the driver as load/driver.cc does: makes its module known and calls DriverEntry.
/// Returns 0 or a negative errno.
int load(unsigned int driver, PDRIVER_INITIALIZE entry);
/// Unloads the driver: waits until nobody holds the module, calls DriverUnload, and ends what
/// is left. False: somebody holds the module (as rmmod would see), and nothing was done.
bool unload(unsigned int driver, PDRIVER_INITIALIZE entry);
/// How many hold the module: see nt_module_get().
unsigned int holds_of(unsigned int driver);

/// Start and stop the rooms, like load/start.cc, but without ports and nodes.
void start_rooms();
void stop_rooms();

/// What main() of a program does that plays rounds: its arguments are SEED OPERATIONS, and `operations`
/// counts them. Afterwards no memory is left. Returns the seed.
uint64_t play(int argc, char **argv, unsigned long unless_told, Random *&chances,
	      const unsigned long &operations, void (*round)());

}
