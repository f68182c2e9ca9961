// SPDX-License-Identifier: GPL-2.0
/// waits.cc - what threads wait for, timers and DPCs, against a model of Windows' rules.
///
/// waits SEED OPERATIONS
///
/// main() never waits: it hands orders to threads, lets DPCs and timers come, and compares.
/// Whatever is done, the model is told first, and then the rooms: so it also holds when others come
/// in between.

#include "linux.hh"
#include "order.hh"

#include <algorithm>
#include <cinttypes>
#include <deque>
#include <memory>
#include <utility>

#include "ke/clock.h"
#include "ke/dispatcher.h"

using world::check;
using world::Random;

namespace {

using Wide = __int128;

constexpr LONGLONG never = INT64_MAX;
constexpr LONGLONG second = 1'000'000'000;

enum class Kind {
	notification_event,
	synchronization_event,
	mutex,
	semaphore,
	notification_timer,
	synchronization_timer,
	thread
};

constexpr const char *kind_names[] = {
	"notification event", "synchronization event", "mutex", "semaphore",
	"notification timer", "synchronization timer", "thread"
};

struct Worker;
struct Deferred;

/// A dispatcher object, with what the model knows of it.
struct Object {
	Kind kind = Kind::notification_event;
	LONG state = 0;
	LONG limit = 0;
	Worker *owner = nullptr;  // owner of a mutex
	bool abandoned = false;
	Deferred *dpc = nullptr;  // DPC of a timer
	LONG period = 0;

	KEVENT event{};
	KMUTEX mutex{};
	KSEMAPHORE semaphore{};
	KTIMER timer{};
	void *thread = nullptr;

	void *real()
	{
		switch (kind) {
		case Kind::mutex:
			return &mutex;
		case Kind::semaphore:
			return &semaphore;
		case Kind::notification_timer:
		case Kind::synchronization_timer:
			return &timer;
		case Kind::thread:
			return thread;
		default:
			return &event;
		}
	}
	bool is_event() const { return kind <= Kind::synchronization_event; }
	bool is_timer() const
	{
		return kind == Kind::notification_timer || kind == Kind::synchronization_timer;
	}
	const char *name() const { return kind_names[static_cast<int>(kind)]; }
};

/// A timer that is set, or the time limit of a wait.
struct Due {
	nt_clock clock;
	LONGLONG time;
	Object *timer;
	Worker *waiter;
};

struct Deferred {
	KDPC dpc{};
	bool queued = false;
	bool high = false;
	unsigned long times = 0;   // how often it was queued
	unsigned int setting = 0;  // how many threads are setting a timer with it
	void *argument1 = nullptr, *argument2 = nullptr;
};

/// A wait, as the model sees it.
struct Wait {
	std::vector<Object *> objects;
	bool all = false;
	bool alertable = false;
	NTSTATUS alerted = STATUS_ALERTED;
	bool is_delay = false;
	bool done = true;
	NTSTATUS status = STATUS_SUCCESS;
};

struct Fast {
	FAST_MUTEX mutex{};
	Worker *owner = nullptr;
	std::deque<Worker *> waiting;
};

enum class Order {
	wait,
	signal,
	fast_acquire,
	fast_try,
	fast_release,
	release,
	flush,
	mistake,
	end,
	terminate
};

/// A thread, and what it is doing.
struct Worker {
	unsigned int number = 0;
	bool of_system = false;
	int has_order = 0;
	Order order = Order::wait;
	task_struct *task = nullptr;
	bool ended = false;
	bool signalled = false;
	unsigned int seen = 0;		 // how many orders are over
	std::unique_ptr<Object> object;	 // the thread object
	std::vector<Object *> mutexes;	 // in the order in which they were acquired

	Wait wait;
	LARGE_INTEGER timeout{};
	bool timed = false;
	bool single = false;
	KPROCESSOR_MODE mode = KernelMode;
	bool raised = false;

	Fast *fast = nullptr;
	std::vector<std::pair<Deferred *, unsigned long>> to_flush;
};

Random *random_numbers;
std::vector<std::unique_ptr<Worker>> workers;
std::vector<std::unique_ptr<Object>> objects;
std::vector<std::unique_ptr<Deferred>> dpcs;
std::vector<std::unique_ptr<Fast>> fasts;
std::vector<Worker *> waiting;	// in the order in which they came
std::vector<Due> timers;	// in the order in which they were set
std::deque<Deferred *> queued, batch;
unsigned int interleaving, depth;
bool ending;

enum {
	waits,
	blocked,
	timeouts,
	alerts,
	abandonments,
	expiries,
	dpc_calls,
	refused,
	ended_threads,
	fast_acquired,
	counters
};
unsigned long counts[counters];

unsigned int below(unsigned int limit) { return random_numbers->below(limit); }
bool one_in(unsigned int n) { return random_numbers->one_in(n); }

/// Keeps anything from coming in between, for a scope.
class Alone {
public:
	Alone()
	{
		depth++;
		world::interleave(0);
	}
	~Alone()
	{
		if (!--depth)
			world::interleave(interleaving);
	}
	Alone(const Alone &) = delete;
	Alone &operator=(const Alone &) = delete;
};

/// Whether the log has got such a line since it had `before` lines.
bool said(size_t before, const char *part)
{
	for (size_t n = before; n < world::log.size(); n++)
		if (world::log[n].find(part) != std::string::npos)
			return true;
	return false;
}

// The model

bool is_there(const Object &object, const Worker &worker)
{
	return object.state > 0 || (object.kind == Kind::mutex && object.owner == &worker);
}

/// Returns whether it was abandoned.
bool consume(Object &object, Worker &worker)
{
	switch (object.kind) {
	case Kind::synchronization_event:
	case Kind::synchronization_timer:
		object.state = 0;
		return false;
	case Kind::semaphore:
		object.state--;
		return false;
	case Kind::mutex:
		object.state--;
		if (object.owner != &worker) {
			object.owner = &worker;
			worker.mutexes.push_back(&object);
		}
		return std::exchange(object.abandoned, false);
	default:
		return false;
	}
}

void forget_timeout(const Worker &worker)
{
	timers.erase(std::remove_if(timers.begin(), timers.end(),
				    [&](const Due &due) { return due.waiter == &worker; }),
		     timers.end());
}

void end_wait(Worker &worker, NTSTATUS status)
{
	worker.wait.done = true;
	worker.wait.status = status;
	waiting.erase(std::remove(waiting.begin(), waiting.end(), &worker), waiting.end());
	forget_timeout(worker);
	if ((status & ~0x3f) == STATUS_ABANDONED)
		counts[abandonments]++;
}

/// Satisfies the wait if what it is for is there; `object`: looks only at that one.
bool satisfy(Worker &worker, const Object *object)
{
	const Wait &wait = worker.wait;
	NTSTATUS status = STATUS_WAIT_0;

	if (wait.objects.empty())
		return false;
	if (wait.all) {
		for (const Object *one : wait.objects)
			if (!is_there(*one, worker))
				return false;
		for (Object *one : wait.objects)
			if (consume(*one, worker))
				status = STATUS_ABANDONED;
		end_wait(worker, status);
		return true;
	}
	for (size_t n = 0; n < wait.objects.size(); n++) {
		Object &one = *wait.objects[n];

		if ((object && object != &one) || !is_there(one, worker))
			continue;
		status = consume(one, worker) ? STATUS_ABANDONED_WAIT_0 : STATUS_WAIT_0;
		end_wait(worker, status + static_cast<NTSTATUS>(n));
		return true;
	}
	return false;
}

bool waits_for(const Worker &worker, const Object &object)
{
	const auto &of = worker.wait.objects;

	return std::find(of.begin(), of.end(), &object) != of.end();
}

/// To be called when the object's state has changed: lets those that came first through.
void signal(Object &object)
{
	bool any = true;

	while (any && object.state > 0) {
		any = false;
		for (Worker *worker : waiting) {
			if (!waits_for(*worker, object) || !satisfy(*worker, &object))
				continue;
			any = true;
			break;
		}
	}
}

void make_free(Object &mutex)
{
	auto &of_owner = mutex.owner->mutexes;

	of_owner.erase(std::find(of_owner.begin(), of_owner.end(), &mutex));
	mutex.owner = nullptr;
	mutex.state = 1;
	signal(mutex);
}

bool queue_dpc(Deferred &deferred, void *argument1, void *argument2)
{
	if (deferred.queued)
		return false;
	deferred.queued = true;
	deferred.times++;
	deferred.argument1 = argument1;
	deferred.argument2 = argument2;
	if (deferred.high)
		queued.push_front(&deferred);
	else
		queued.push_back(&deferred);
	return true;
}

bool unqueue_dpc(Deferred &deferred)
{
	if (!std::exchange(deferred.queued, false))
		return false;
	queued.erase(std::remove(queued.begin(), queued.end(), &deferred), queued.end());
	batch.erase(std::remove(batch.begin(), batch.end(), &deferred), batch.end());
	return true;
}

bool is_set(const Object &timer)
{
	return std::any_of(timers.begin(), timers.end(),
			   [&](const Due &due) { return due.timer == &timer; });
}

bool cancel_timer(const Object &timer)
{
	const bool was_set = is_set(timer);

	timers.erase(std::remove_if(timers.begin(), timers.end(),
				    [&](const Due &due) { return due.timer == &timer; }),
		     timers.end());
	return was_set;
}

nt_clock clock_of(LARGE_INTEGER due) { return due.QuadPart < 0 ? NT_MONOTONIC : NT_REALTIME; }

LONGLONG due_time(LARGE_INTEGER due)
{
	const Wide time = due.QuadPart < 0 ? nt_clock_now(NT_MONOTONIC) -
						     static_cast<Wide>(due.QuadPart) * 100 :
					     (static_cast<Wide>(due.QuadPart) - NT_EPOCH) * 100;

	return static_cast<LONGLONG>(std::clamp<Wide>(time, 0, never));
}

void expire(Object &timer)
{
	counts[expiries]++;
	timer.state = 1;
	signal(timer);
	if (timer.dpc)
		queue_dpc(*timer.dpc, nullptr, nullptr);
}

/// From now on, and never again by the system clock.
void set_period(Object &timer)
{
	timers.push_back({ NT_MONOTONIC, nt_clock_now(NT_MONOTONIC) + timer.period * 1'000'000LL,
			   &timer, nullptr });
}

bool set_timer(Object &timer, LARGE_INTEGER due, LONG period, Deferred *dpc)
{
	const bool was_set = cancel_timer(timer);
	const nt_clock clock = clock_of(due);
	const LONGLONG now = nt_clock_now(clock), time = due_time(due);

	timer.state = 0;
	timer.period = std::max(period, 0);
	timer.dpc = dpc;
	if (time > now) {
		timers.push_back({ clock, time, &timer, nullptr });
		return was_set;
	}
	if (timer.period)
		set_period(timer);
	expire(timer);
	return was_set;
}

/// The one of that clock that is due next; timers due at the same time come in the order in
/// which they were set.
std::vector<Due>::iterator next_due(nt_clock clock)
{
	auto next = timers.end();

	for (auto at = timers.begin(); at != timers.end(); ++at)
		if (at->clock == clock && (next == timers.end() || at->time < next->time))
			next = at;
	return next;
}

void expire_timers()
{
	for (const nt_clock clock : { NT_MONOTONIC, NT_REALTIME }) {
		const LONGLONG now = nt_clock_now(clock);

		for (auto at = next_due(clock); at != timers.end() && at->time <= now;
		     at = next_due(clock)) {
			const Due due = *at;

			timers.erase(at);
			if (due.waiter) {
				end_wait(*due.waiter, STATUS_TIMEOUT);
				continue;
			}
			const LONGLONG period = due.timer->period * 1'000'000LL;

			if (period && (clock == NT_REALTIME || due.time + period < now))
				set_period(*due.timer);
			else if (period)
				timers.push_back({ clock, due.time + period, due.timer, nullptr });
			expire(*due.timer);
		}
	}
}

/// The worker begins to wait.
void begin_wait(Worker &worker)
{
	Wait &wait = worker.wait;

	counts[waits]++;
	wait.done = false;
	if (satisfy(worker, nullptr))
		return;
	if (worker.timed && (!worker.timeout.QuadPart ||
			     due_time(worker.timeout) <= nt_clock_now(clock_of(worker.timeout)))) {
		end_wait(worker, STATUS_TIMEOUT);
		return;
	}
	if (wait.alertable && worker.signalled) {
		counts[alerts]++;
		end_wait(worker, wait.alerted);
		return;
	}
	counts[blocked]++;
	waiting.push_back(&worker);
	if (worker.timed)
		timers.push_back(
			{ clock_of(worker.timeout), due_time(worker.timeout), nullptr, &worker });
}

void end_thread(Worker &worker)
{
	while (!worker.mutexes.empty()) {
		worker.mutexes.front()->abandoned = true;
		make_free(*worker.mutexes.front());
	}
	if (!worker.object)
		return;
	worker.object->state = 1;
	signal(*worker.object);
}

// What changes objects, in any context in which nothing waits. Each tells the model first.

LARGE_INTEGER any_time(bool not_over)
{
	LARGE_INTEGER time;
	const LONGLONG day = NT_EPOCH + nt_clock_now(NT_REALTIME) / 100;

	switch (below(not_over ? 5 : 8)) {
	case 0:
	case 1:
		time.QuadPart = -1 - static_cast<LONGLONG>(below(50'000'000));
		break;
	case 2:
		// So that several are due at the same time.
		time.QuadPart = -10'000'000 * (1 + static_cast<LONGLONG>(below(3)));
		break;
	case 3:
		time.QuadPart = day + 1 + static_cast<LONGLONG>(below(50'000'000));
		break;
	case 4:
		time.QuadPart = day / 10'000'000 * 10'000'000 +
				10'000'000 * (1 + static_cast<LONGLONG>(below(3)));
		break;
	case 5:
		time.QuadPart = day - static_cast<LONGLONG>(below(2) * below(10'000'000));
		break;
	case 6:
		time.QuadPart = static_cast<LONGLONG>(below(2));
		break;
	default:
		time.QuadPart = one_in(2) ? INT64_MAX : INT64_MIN;
		break;
	}
	return time;
}

Deferred &any_dpc() { return *dpcs[below(static_cast<unsigned int>(dpcs.size()))]; }
Object &any_object() { return *objects[below(static_cast<unsigned int>(objects.size()))]; }

void change_event(Object &object)
{
	const LONG old = object.state;
	const char *what = "";
	LONG result = old;

	switch (below(6)) {
	case 0:
		what = "KeResetEvent()";
		object.state = 0;
		result = KeResetEvent(&object.event);
		break;
	case 1:
		object.state = 0;
		KeClearEvent(&object.event);
		break;
	case 2:
		what = "KePulseEvent()";
		object.state = 1;
		signal(object);
		object.state = 0;
		result = KePulseEvent(&object.event, IO_NO_INCREMENT, FALSE);
		break;
	default:
		what = "KeSetEvent()";
		object.state = 1;
		signal(object);
		result = KeSetEvent(&object.event, IO_NO_INCREMENT, static_cast<BOOLEAN>(below(2)));
		break;
	}
	check(result == old, "state: %s returns %d, and the state was %d", what, result, old);
}

void release_mutex(Object &object, Worker *worker)
{
	const LONG old = object.state;
	const size_t log_size = world::log.size();
	const bool mine = object.owner == worker;

	if (mine && old)
		object.state++;
	else if (mine)
		make_free(object);
	const LONG result = KeReleaseMutex(&object.mutex, FALSE);
	check(result == old, "state: KeReleaseMutex() returns %d, and the state was %d", result,
	      old);
	if (mine)
		return;
	counts[refused]++;
	check(said(log_size, "not the caller's"),
	      "refused: a mutex is released by a thread that does not have it");
}

void release_semaphore(Object &object)
{
	const LONG old = object.state;
	const LONG more = static_cast<LONG>(below(5)) - (one_in(8) ? 1 : 0) +
			  (one_in(20) ? MAXLONG - 4 : 0);
	const size_t log_size = world::log.size();
	const bool can_be = more > 0 && static_cast<Wide>(old) + more <= object.limit;

	if (can_be) {
		object.state += more;
		signal(object);
	}
	const LONG result = KeReleaseSemaphore(&object.semaphore, IO_NO_INCREMENT, more, FALSE);
	check(result == old, "state: KeReleaseSemaphore() returns %d, and the count was %d", result,
	      old);
	if (can_be)
		return;
	counts[refused]++;
	check(said(log_size, "is beyond the limit"),
	      "refused: a semaphore takes %d more than %d, of %d", more, old, object.limit);
}

void change_timer(Object &object)
{
	if (one_in(4)) {
		const bool was_set = cancel_timer(object);
		const BOOLEAN result = KeCancelTimer(&object.timer);

		check(result == was_set, "timer: KeCancelTimer() returns %u, and it was %sset",
		      result, was_set ? "" : "not ");
		return;
	}
	Deferred *dpc = one_in(3) ? nullptr : &any_dpc();
	const LARGE_INTEGER due = any_time(false);
	const LONG period = one_in(2) ? static_cast<LONG>(1 + below(3000)) : one_in(10) ? -1 : 0;
	const bool ex = period || one_in(2);
	const bool was_set = set_timer(object, due, period, dpc);
	if (dpc) {
		dpc->setting++;
		order::after(&dpc->dpc);
	}
	const BOOLEAN result =
		ex ? KeSetTimerEx(&object.timer, due, period, dpc ? &dpc->dpc : nullptr) :
		     KeSetTimer(&object.timer, due, dpc ? &dpc->dpc : nullptr);

	if (dpc) {
		order::before(&dpc->setting);
		dpc->setting--;
	}
	check(result == was_set, "timer: KeSetTimer() returns %u, and it was %sset", result,
	      was_set ? "" : "not ");
}

void change_dpc(Deferred &deferred)
{
	const bool was_queued = deferred.queued;
	BOOLEAN result;

	switch (below(6)) {
	case 0:
		unqueue_dpc(deferred);
		result = KeRemoveQueueDpc(&deferred.dpc);
		check(result == was_queued,
		      "DPC: KeRemoveQueueDpc() returns %u, and it was %squeued", result,
		      was_queued ? "" : "not ");
		break;
	case 1: {
		const unsigned int importance = below(4);

		deferred.high = importance == HighImportance;
		KeSetImportanceDpc(&deferred.dpc, static_cast<KDPC_IMPORTANCE>(importance));
		break;
	}
	case 2:
		KeSetTargetProcessorDpc(&deferred.dpc, 0);
		break;
	default: {
		void *argument1 = reinterpret_cast<void *>(uintptr_t{ below(1000) });
		void *argument2 = reinterpret_cast<void *>(uintptr_t{ below(1000) });

		queue_dpc(deferred, argument1, argument2);
		result = KeInsertQueueDpc(&deferred.dpc, argument1, argument2);
		check(result == !was_queued,
		      "DPC: KeInsertQueueDpc() returns %u, and it was %squeued", result,
		      was_queued ? "" : "not ");
		break;
	}
	}
	// Drivers read it to see whether a DPC is queued.
	check(!deferred.dpc.DpcData == !deferred.queued, "DPC: DpcData says that it is %squeued",
	      deferred.dpc.DpcData ? "" : "not ");
}

/// `worker`: the thread that does it; nullptr: none that has mutexes.
void change_one(Worker *worker)
{
	if (one_in(4)) {
		change_dpc(any_dpc());
		return;
	}
	Object &object = any_object();
	if (object.is_event())
		change_event(object);
	else if (object.is_timer())
		change_timer(object);
	else if (object.kind == Kind::semaphore)
		release_semaphore(object);
	else if (worker)
		release_mutex(object, worker);
}

/// Waits without sleeping, where nothing may sleep.
void wait_in_dpc()
{
	LARGE_INTEGER none{};
	Object &object = any_object();
	const size_t log_size = world::log.size();

	if (object.kind == Kind::mutex)
		return;
	if (one_in(4)) {
		const NTSTATUS status =
			KeWaitForSingleObject(object.real(), Executive, KernelMode, FALSE, nullptr);

		counts[refused]++;
		check(status == STATUS_INVALID_PARAMETER && said(log_size, "IRQL"),
		      "refused: a wait in a DPC returns %#x", static_cast<unsigned int>(status));
		return;
	}
	const bool there = object.state > 0;
	Worker nobody{};
	if (there)
		consume(object, nobody);
	const NTSTATUS status =
		KeWaitForSingleObject(object.real(), Executive, KernelMode, FALSE, &none);
	check(status == (there ? STATUS_SUCCESS : STATUS_TIMEOUT),
	      "wait: one in a DPC for a %s that is %sthere returns %#x", object.name(),
	      there ? "" : "not ", static_cast<unsigned int>(status));
}

VOID NTAPI deferred_routine(KDPC *dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	auto &deferred = *static_cast<Deferred *>(context);

	check(dpc == &deferred.dpc, "DPC: its routine is called with another");
	check(KeGetCurrentIrql() == DISPATCH_LEVEL, "DPC: its routine is called at IRQL %u",
	      KeGetCurrentIrql());
	counts[dpc_calls]++;
	// A batch is all that is queued when it begins.
	if (batch.empty())
		batch.swap(queued);
	check(!batch.empty() && batch.front() == &deferred, "DPC: it is called, and %s",
	      deferred.queued ? "another one is before it" : "is not queued");
	batch.pop_front();
	deferred.queued = false;
	check(argument1 == deferred.argument1 && argument2 == deferred.argument2,
	      "DPC: its arguments are %p and %p, not %p and %p", argument1, argument2,
	      deferred.argument1, deferred.argument2);
	if (ending)
		return;
	for (unsigned int n = below(3); n--;)
		change_one(nullptr);
	if (one_in(4))
		wait_in_dpc();
}

// Threads

void wait_really(Worker &worker)
{
	Wait &wait = worker.wait;
	const size_t count = wait.objects.size();
	std::vector<void *> list;
	std::unique_ptr<KWAIT_BLOCK[]> blocks;
	LARGE_INTEGER timeout = worker.timeout;
	PLARGE_INTEGER time = worker.timed ? &timeout : nullptr;
	const auto alertable = static_cast<BOOLEAN>(wait.alertable);
	KIRQL irql = PASSIVE_LEVEL;
	NTSTATUS status;

	for (Object *object : wait.objects)
		list.push_back(object->real());
	if (count > THREAD_WAIT_OBJECTS || one_in(3))
		blocks = std::make_unique<KWAIT_BLOCK[]>(count);
	if (worker.raised)
		KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (wait.is_delay)
		status = KeDelayExecutionThread(worker.mode, alertable, time);
	else if (worker.single)
		status = KeWaitForSingleObject(list[0], Executive, worker.mode, alertable, time);
	else
		status = KeWaitForMultipleObjects(static_cast<ULONG>(count), list.data(),
						  wait.all ? WaitAll : WaitAny, Executive,
						  worker.mode, alertable, time, blocks.get());
	if (worker.raised)
		KeLowerIrql(irql);
	check(wait.done,
	      "wait: thread %u's for %zu objects, the first a %s, ends with %#x; it must not",
	      worker.number, count, count ? wait.objects[0]->name() : "time",
	      static_cast<unsigned int>(status));
	const NTSTATUS expected = wait.is_delay && wait.status == STATUS_TIMEOUT ? STATUS_SUCCESS :
										   wait.status;
	check(status == expected,
	      "wait: thread %u's for %s%zu objects, the first a %s, returns %#x, not %#x",
	      worker.number, wait.all ? "all of " : "", count,
	      count ? wait.objects[0]->name() : "time", static_cast<unsigned int>(status),
	      static_cast<unsigned int>(expected));
	if (status == STATUS_TIMEOUT)
		counts[timeouts]++;
}

void refuse(const char *what, NTSTATUS status, size_t log_size, const char *line)
{
	counts[refused]++;
	check(status == STATUS_INVALID_PARAMETER, "refused: %s returns %#x", what,
	      static_cast<unsigned int>(status));
	check(said(log_size, line), "refused: %s, and the log does not say so", what);
}

void make_mistake(Worker &worker)
{
	const size_t log_size = world::log.size();
	KMUTEX nothing{};
	KDPC no_dpc{};
	void *list[MAXIMUM_WAIT_OBJECTS + 1];
	KWAIT_BLOCK blocks[MAXIMUM_WAIT_OBJECTS + 1];
	LARGE_INTEGER none{};
	Object &object = any_object();

	std::fill(std::begin(list), std::end(list), object.real());
	switch (below(14)) {
	case 0:
		nothing.Header.Type = 77;
		refuse("a wait for nothing",
		       KeWaitForSingleObject(&nothing, Executive, KernelMode, FALSE, &none),
		       log_size, "not an object");
		KeInitializeMutex(&nothing, 0);
		nothing.Header.Type = 6;
		refuse("a wait for what only looks like a thread",
		       KeWaitForSingleObject(&nothing, Executive, KernelMode, FALSE, &none),
		       log_size, "not an object");
		break;
	case 1:
		list[1] = &nothing;
		refuse("a wait for something and nothing",
		       KeWaitForMultipleObjects(2, list, WaitAny, Executive, KernelMode, FALSE,
						&none, nullptr),
		       log_size, "element 1");
		break;
	case 2:
		refuse("a wait for no objects",
		       KeWaitForMultipleObjects(0, list, WaitAny, Executive, KernelMode, FALSE,
						&none, nullptr),
		       log_size, "0 objects");
		break;
	case 3:
		refuse("a wait without blocks",
		       KeWaitForMultipleObjects(THREAD_WAIT_OBJECTS + 1, list, WaitAny, Executive,
						KernelMode, FALSE, &none, nullptr),
		       log_size, "4 objects");
		break;
	case 4:
		refuse("a wait for too much",
		       KeWaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS + 1, list, WaitAny, Executive,
						KernelMode, FALSE, &none, blocks),
		       log_size, "65 objects");
		break;
	case 5: {
		KIRQL irql;

		KeRaiseIrql(DISPATCH_LEVEL, &irql);
		none.QuadPart = -1;
		refuse("a wait with a spin lock",
		       KeWaitForSingleObject(object.real(), Executive, KernelMode, FALSE, &none),
		       log_size, "IRQL");
		KeLowerIrql(irql);
		break;
	}
	case 6:
		KeSetEvent(reinterpret_cast<PKEVENT>(&nothing.Header), 0, FALSE);
		check(said(log_size, "not initialised") && !nothing.Header.SignalState,
		      "refused: nothing is set");
		break;
	case 7:
		KeInsertQueueDpc(&no_dpc, nullptr, nullptr);
		check(said(log_size, "not initialised"), "refused: no DPC is queued");
		break;
	case 8:
		KeSetTargetProcessorDpc(&dpcs[0]->dpc, 1);
		check(said(log_size, "no processor 1") && !dpcs[0]->dpc.Number,
		      "refused: a DPC has a processor that does not exist");
		break;
	case 9: {
		if (!object.is_timer())
			break;
		none.QuadPart = -10'000'000;
		const bool was_set = set_timer(object, none, 0, nullptr);
		check(KeSetTimer(&object.timer, none, &no_dpc) == was_set &&
			      said(log_size, "without it"),
		      "refused: a timer is set with no DPC");
		break;
	}
	case 10:
		if (worker.of_system)
			break;
		refuse("a wait for a thread that is Linux's",
		       KeWaitForSingleObject(KeGetCurrentThread(), Executive, KernelMode, FALSE,
					     &none),
		       log_size, "not an object");
		refuse("the end of a thread that is Linux's",
		       PsTerminateSystemThread(STATUS_SUCCESS), log_size, "not a system thread");
		break;
	case 11:
	case 12: {
		Fast &fast = *fasts[0];
		const LONG count = fast.mutex.Count;

		if (fast.owner == &worker)
			ExAcquireFastMutex(&fast.mutex);
		else
			ExReleaseFastMutex(&fast.mutex);
		check(said(log_size, fast.owner == &worker ? "already owns the mutex" :
							     "does not own the mutex"),
		      "refused: the owner of a fast mutex is wrong");
		check(fast.mutex.Count == count, "refused: a fast mutex changes, from %d to %d",
		      count, fast.mutex.Count);
		break;
	}
	default:
		// Acquires it as often as is possible.
		if (object.kind != Kind::mutex || object.owner != &worker)
			break;
		const LONG state = object.mutex.Header.SignalState;
		object.mutex.Header.SignalState = -MAXLONG - 1;
		const NTSTATUS status =
			KeWaitForSingleObject(&object.mutex, Executive, KernelMode, FALSE, nullptr);
		check(status == STATUS_MUTANT_LIMIT_EXCEEDED &&
			      object.mutex.Header.SignalState == -MAXLONG - 1,
		      "limit: a mutex that its thread has as often as it can returns %#x",
		      static_cast<unsigned int>(status));
		object.mutex.Header.SignalState = state;
		break;
	}
}

void flush(const Worker &worker)
{
	KeFlushQueuedDpcs();
	for (const auto &[deferred, times] : worker.to_flush)
		check(!deferred->queued || deferred->times != times,
		      "DPC: one that was queued before KeFlushQueuedDpcs() has not run");
}

void obey(Worker &worker)
{
	KIRQL irql = PASSIVE_LEVEL;

	switch (worker.order) {
	case Order::wait:
		wait_really(worker);
		break;
	case Order::signal:
		if (worker.raised)
			KeRaiseIrql(DISPATCH_LEVEL, &irql);
		change_one(&worker);
		if (worker.raised)
			KeLowerIrql(irql);
		break;
	case Order::fast_acquire:
		ExAcquireFastMutex(&worker.fast->mutex);
		check(worker.fast->owner == &worker,
		      "fast mutex: thread %u acquires it, and another has it", worker.number);
		break;
	case Order::fast_try: {
		const bool mine = worker.fast->owner == &worker;
		const BOOLEAN result = ExTryToAcquireFastMutex(&worker.fast->mutex);

		check(result == mine, "fast mutex: trying returns %u", result);
		break;
	}
	case Order::fast_release:
		ExReleaseFastMutex(&worker.fast->mutex);
		break;
	case Order::release:
		while (!worker.mutexes.empty())
			release_mutex(*worker.mutexes.front(), &worker);
		break;
	case Order::flush:
		flush(worker);
		break;
	case Order::mistake:
		make_mistake(worker);
		break;
	default:
		break;
	}
	check(KeGetCurrentIrql() == PASSIVE_LEVEL, "context: IRQL %u after an order",
	      KeGetCurrentIrql());
}

VOID NTAPI work(PVOID context)
{
	auto &worker = *static_cast<Worker *>(context);

	worker.task = nt_current_task();
	for (;;) {
		nt_state_wait(&worker.has_order, 0, NT_SIGNALS_THAT_KILL);
		if (worker.order == Order::end || worker.order == Order::terminate)
			break;
		obey(worker);
		worker.seen++;
		worker.has_order = 0;
	}
	worker.has_order = 0;
	if (worker.order == Order::terminate && worker.of_system)
		PsTerminateSystemThread(STATUS_SUCCESS);
}

// What main() does

bool is_idle(const Worker &worker) { return !worker.ended && !worker.has_order; }

void run_tasks()
{
	const Alone alone;

	while (world::run_task())
		;
}

/// `fails`: memory may be short.
void start_worker(unsigned int number, bool fails)
{
	auto worker = std::make_unique<Worker>();
	HANDLE handle;

	worker->number = number;
	worker->of_system = !one_in(4);
	if (worker->of_system) {
		const Alone alone;

		worker->object = std::make_unique<Object>();
		worker->object->kind = Kind::thread;
		if (fails)
			world::fail_allocation(below(5));
		NTSTATUS status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, nullptr, nullptr,
						       nullptr, work, worker.get());
		if (world::allocation_failed()) {
			check(status == STATUS_INSUFFICIENT_RESOURCES,
			      "thread: without memory creating one returns %#x",
			      static_cast<unsigned int>(status));
			return;
		}
		check(NT_SUCCESS(status), "thread: there is memory: %#x",
		      static_cast<unsigned int>(status));
		status = ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType,
						   KernelMode, &worker->object->thread, nullptr);
		check(NT_SUCCESS(status), "thread: its handle is of no thread: %#x",
		      static_cast<unsigned int>(status));
		ZwClose(handle);
	} else {
		Worker *of = worker.get();

		nt_task_put(world::start("other", [=] { work(of); }));
	}
	workers.push_back(std::move(worker));
	run_tasks();
}

void give_order(Worker &worker, Order order)
{
	worker.order = order;
	worker.has_order = 1;
	nt_state_changed(&worker.has_order);
	world::run_task(worker.task);
}

/// Runs the DPCs that are queued.
bool run_dpcs()
{
	const bool did = world::run_dpcs();

	check(did || queued.empty(), "DPC: %zu are queued, and do not run", queued.size());
	check(batch.empty(), "DPC: %zu were queued, and did not run", batch.size());
	return did;
}

LIST_ENTRY &list_of(Object &object)
{
	return static_cast<DISPATCHER_HEADER *>(object.real())->WaitListHead;
}
LONG state_of(Object &object)
{
	return static_cast<const DISPATCHER_HEADER *>(object.real())->SignalState;
}

void compare(Object &object)
{
	size_t in_list = 0, in_model = 0;

	check(state_of(object) == object.state, "state: a %s has %d, not %d", object.name(),
	      state_of(object), object.state);
	for (const LIST_ENTRY *at = list_of(object).Flink; at != &list_of(object); at = at->Flink)
		in_list++;
	for (const Worker *worker : waiting)
		in_model += static_cast<size_t>(std::count(worker->wait.objects.begin(),
							   worker->wait.objects.end(), &object));
	check(in_list == in_model, "wait: %zu wait for a %s, not %zu", in_list, object.name(),
	      in_model);
}

/// Lets all that can go on; then everybody must be where the model has them.
void compare_all()
{
	for (const auto &object : objects)
		compare(*object);
	for (const auto &worker : workers)
		if (worker->object)
			compare(*worker->object);
	if (one_in(2))
		return;
	run_tasks();
	for (const auto &worker : workers) {
		if (worker->ended || !worker->has_order || worker->order == Order::flush)
			continue;
		if (worker->order == Order::fast_acquire)
			check(worker->fast->owner != worker.get(),
			      "fast mutex: thread %u has it, and waits", worker->number);
		else
			check(worker->order == Order::wait && !worker->wait.done,
			      "wait: thread %u's, for %zu objects, the first a %s, must end with %#x, and does not",
			      worker->number, worker->wait.objects.size(),
			      worker->wait.objects.empty() ? "time" :
							     worker->wait.objects[0]->name(),
			      static_cast<unsigned int>(worker->wait.status));
	}
	for (const auto &fast : fasts)
		check(fast->mutex.Count ==
			      (fast->owner ? -static_cast<LONG>(fast->waiting.size()) : 1),
		      "fast mutex: its count is %d", fast->mutex.Count);
}

void order_wait(Worker &worker)
{
	Wait &wait = worker.wait;
	const unsigned int most = one_in(4) ? 8 : 3;
	bool may_stay = false;	// only something else can end it

	wait = {};
	wait.is_delay = one_in(8);
	wait.all = one_in(2);
	const unsigned int count = wait.is_delay ? 0 : 1 + below(most);
	for (unsigned int n = 0; n < count; n++) {
		Object *object = &any_object();

		if (one_in(8)) {
			Worker &other = *workers[below(static_cast<unsigned int>(workers.size()))];

			if (other.object)
				object = other.object.get();
		}
		if (wait.all && waits_for(worker, *object))
			continue;
		wait.objects.push_back(object);
		may_stay = may_stay || object->kind == Kind::mutex || object->kind == Kind::thread;
	}
	worker.single = wait.objects.size() == 1 && one_in(2);
	if (wait.objects.size() <= 1 && worker.single)
		wait.all = false;
	worker.mode = one_in(2) ? KernelMode : UserMode;
	wait.alertable = one_in(3);
	wait.alerted = worker.mode == UserMode ? STATUS_USER_APC : STATUS_ALERTED;
	worker.timed = wait.is_delay || one_in(2) || (may_stay && !wait.alertable);
	worker.timeout.QuadPart = 0;
	if (worker.timed && !one_in(5))
		do {
			worker.timeout = any_time(may_stay);
		} while ((wait.is_delay || !wait.alertable) &&
			 (worker.timeout.QuadPart == INT64_MAX ||
			  worker.timeout.QuadPart == INT64_MIN));
	worker.raised = false;
	if (wait.is_delay && !worker.timeout.QuadPart) {
		// It only lets others run.
		wait.done = true;
		wait.status = STATUS_SUCCESS;
		give_order(worker, Order::wait);
		return;
	}
	worker.raised = worker.timed && !worker.timeout.QuadPart && one_in(3);
	begin_wait(worker);
	// To the model it waits already: nothing comes in between.
	const Alone alone;
	if (wait.alertable && worker.signalled)
		run_tasks();
	give_order(worker, Order::wait);
}

void alert(Worker &worker)
{
	const Alone alone;

	if (worker.ended || !worker.task)
		return;
	worker.signalled = true;
	world::signal(worker.task, false);
	// What happens before the thread runs, comes first for it.
	if (one_in(3) && !ending)
		change_one(nullptr);
	if (worker.has_order && worker.order == Order::wait && !worker.wait.done &&
	    worker.wait.alertable) {
		counts[alerts]++;
		end_wait(worker, worker.wait.alerted);
	}
	world::run_task(worker.task);
}

void order_fast(Worker &worker)
{
	const unsigned int which = below(static_cast<unsigned int>(fasts.size()));
	Fast &fast = *fasts[which];
	const Alone alone;

	worker.fast = &fast;
	if (fast.owner == &worker) {
		fast.owner = nullptr;
		if (!fast.waiting.empty()) {
			fast.owner = fast.waiting.front();
			fast.waiting.pop_front();
		}
		give_order(worker, Order::fast_release);
	} else if (one_in(3)) {
		const bool is_free = !fast.owner;

		if (is_free)
			fast.owner = &worker;
		// obey() checks whether it was free.
		give_order(worker, Order::fast_try);
	} else {
		// Otherwise two threads might wait for each other.
		for (size_t n = which + 1; n < fasts.size(); n++)
			if (fasts[n]->owner == &worker)
				return;
		counts[fast_acquired]++;
		if (fast.owner)
			fast.waiting.push_back(&worker);
		else
			fast.owner = &worker;
		give_order(worker, Order::fast_acquire);
	}
	run_tasks();
}

bool has_fast(const Worker &worker)
{
	return std::any_of(fasts.begin(), fasts.end(),
			   [&](const auto &fast) { return fast->owner == &worker; });
}

/// Ends an idle thread.
void end_worker(Worker &worker)
{
	const size_t log_size = world::log.size();
	const bool had_mutexes = !worker.mutexes.empty();
	const Alone alone;

	// Mutexes of other threads have to be given back by those themselves.
	if (has_fast(worker) || (had_mutexes && !worker.of_system))
		return;
	run_tasks();
	end_thread(worker);
	worker.ended = true;
	counts[ended_threads]++;
	give_order(worker, one_in(2) ? Order::end : Order::terminate);
	check(said(log_size, "without releasing its mutexes") == had_mutexes,
	      "thread: what the log says of its mutexes is wrong");
}

/// Runs the timers that are due.
void run_timers()
{
	expire_timers();
	world::run_timers();
	check(!world::run_timers(), "timer: one is due, and does not expire");
}

void let_time_pass()
{
	LONGLONG by = one_in(3) ? below(1000) :
		      one_in(2) ? below(20'000'000) :
				  static_cast<LONGLONG>(below(4000)) * 1'000'000;

	// Until something is just due, or just not due yet.
	if (one_in(2) && !timers.empty()) {
		const Due &due = timers[below(static_cast<unsigned int>(timers.size()))];
		const LONGLONG left = due.time == never ? 0 :
							  due.time - nt_clock_now(due.clock) -
								  (one_in(2) ? 1 : 0);

		if (left >= 0 && left < 100 * second)
			by = left;
	}
	const Alone alone;
	world::advance(by);
	run_timers();
}

void set_the_clock()
{
	const Alone alone;

	world::set_clock((static_cast<LONGLONG>(below(4000)) - 2000) * 1'000'000);
	run_timers();
}

void interrupt()
{
	Deferred &deferred = any_dpc();
	const Alone alone;

	world::interrupt([&] {
		Object &object = any_object();
		const size_t log_size = world::log.size();

		change_dpc(deferred);
		if (!object.is_event())
			return;
		// Must not have any effect.
		counts[refused]++;
		KeSetEvent(&object.event, 0, FALSE);
		check(said(log_size, "IRQL"), "refused: an event is set by an interrupt routine");
	});
}

void initialise(Object &object)
{
	const size_t log_size = world::log.size();
	const bool was_set = object.is_timer() && cancel_timer(object);

	object.owner = nullptr;
	object.abandoned = false;
	switch (object.kind) {
	case Kind::mutex:
		object.state = 1;
		KeInitializeMutex(&object.mutex, below(3));
		break;
	case Kind::semaphore:
		object.limit = one_in(8) ? MAXLONG : static_cast<LONG>(1 + below(6));
		object.state = static_cast<LONG>(
			below(static_cast<unsigned int>(std::min(object.limit, 5)) + 1));
		KeInitializeSemaphore(&object.semaphore, object.state, object.limit);
		break;
	case Kind::notification_timer:
	case Kind::synchronization_timer:
		object.state = 0;
		if (object.kind == Kind::notification_timer && one_in(2))
			KeInitializeTimer(&object.timer);
		else
			KeInitializeTimerEx(&object.timer, object.kind == Kind::notification_timer ?
								   NotificationTimer :
								   SynchronizationTimer);
		check(said(log_size, "it is cancelled") == was_set,
		      "timer: what the log says of one that is initialised is wrong");
		break;
	default:
		object.state = static_cast<LONG>(below(2));
		KeInitializeEvent(&object.event,
				  object.kind == Kind::notification_event ? NotificationEvent :
									    SynchronizationEvent,
				  static_cast<BOOLEAN>(object.state));
		break;
	}
}

/// Initialises an object that nobody waits for and nobody has.
void initialise_again()
{
	Object &object = any_object();
	const Alone alone;

	// A thread that waited for it may be about to look at it.
	run_tasks();
	if (object.owner || std::any_of(waiting.begin(), waiting.end(), [&](const Worker *worker) {
		    return waits_for(*worker, object);
	    }))
		return;
	initialise(object);
}

void initialise_dpc(Deferred &deferred)
{
	const size_t log_size = world::log.size();

	// A driver sees to it that no other thread of it is setting a timer with the DPC.
	if (deferred.setting)
		return;
	const bool was_queued = unqueue_dpc(deferred);

	deferred.high = false;
	order::after(&deferred.setting);
	KeInitializeDpc(&deferred.dpc, deferred_routine, &deferred);
	order::before(&deferred.dpc);
	check(said(log_size, "it is taken out") == was_queued,
	      "DPC: what the log says of one that is initialised is wrong");
}

void read_states()
{
	const Alone alone;
	Object &object = any_object();
	LONG state = object.state;

	if (object.is_event())
		state = KeReadStateEvent(&object.event);
	else if (object.is_timer())
		state = KeReadStateTimer(&object.timer);
	else if (object.kind == Kind::mutex)
		state = KeReadStateMutex(&object.mutex);
	else if (object.kind == Kind::semaphore)
		state = KeReadStateSemaphore(&object.semaphore);
	check(state == object.state, "state: that of a %s is read as %d, not %d", object.name(),
	      state, object.state);
}

void step()
{
	Worker &worker = *workers[below(static_cast<unsigned int>(workers.size()))];
	const bool is_free = is_idle(worker);

	switch (below(16)) {
	case 0:
	case 1:
	case 2:
	case 3:
		if (is_free)
			order_wait(worker);
		break;
	case 4:
	case 5:
	case 6:
		if (!is_free)
			break;
		worker.raised = one_in(3);
		give_order(worker, Order::signal);
		break;
	case 7: {
		const Alone alone;

		change_one(nullptr);
		break;
	}
	case 8:
	case 9:
		let_time_pass();
		break;
	case 10:
		if (one_in(2))
			interrupt();
		else
			run_dpcs();
		break;
	case 11:
		if (is_free)
			order_fast(worker);
		break;
	case 12:
		if (one_in(6))
			alert(worker);
		else
			read_states();
		break;
	case 13:
		if (one_in(3)) {
			set_the_clock();
		} else if (is_free && one_in(2)) {
			worker.to_flush.clear();
			for (const auto &deferred : dpcs)
				if (deferred->queued)
					worker.to_flush.emplace_back(deferred.get(),
								     deferred->times);
			give_order(worker, Order::flush);
		}
		break;
	case 14:
		if (one_in(4)) {
			initialise_again();
		} else if (one_in(4)) {
			const Alone alone;

			initialise_dpc(any_dpc());
		} else if (is_free) {
			const Alone alone;

			give_order(worker, Order::mistake);
		}
		break;
	default:
		if (one_in(4) && is_free)
			end_worker(worker);
		else if (one_in(4) && workers.size() < 12)
			start_worker(static_cast<unsigned int>(workers.size()), one_in(3));
		break;
	}
	world::check_context("after an operation");
	compare_all();
	world::forget_log();
}

void satisfy_all()
{
	LARGE_INTEGER now{};

	for (const auto &object : objects) {
		if (object->is_event()) {
			object->state = 1;
			signal(*object);
			KeSetEvent(&object->event, 0, FALSE);
		} else if (object->is_timer()) {
			set_timer(*object, now, 0, nullptr);
			KeSetTimer(&object->timer, now, nullptr);
		} else if (object->kind == Kind::semaphore && object->state < object->limit) {
			object->state++;
			signal(*object);
			KeReleaseSemaphore(&object->semaphore, 0, 1, FALSE);
		}
	}
}

/// Gives back the fast mutexes that the thread has.
void give_back(Worker &worker)
{
	for (const auto &fast : fasts) {
		if (fast->owner != &worker)
			continue;
		fast->owner = nullptr;
		if (!fast->waiting.empty()) {
			fast->owner = fast->waiting.front();
			fast->waiting.pop_front();
		}
		worker.fast = fast.get();
		give_order(worker, Order::fast_release);
		run_tasks();
	}
}

/// Ends all waits and threads.
void finish()
{
	const Alone alone;
	unsigned int rounds = 0;

	ending = true;
	interleaving = 0;
	while (std::any_of(workers.begin(), workers.end(),
			   [](const auto &worker) { return !worker->ended; })) {
		check(rounds++ < 1000, "end: threads do not end: %s",
		      world::what_is_left().c_str());
		satisfy_all();
		world::advance(10 * second);
		run_timers();
		while (run_dpcs())
			;
		run_tasks();
		for (const auto &worker : workers) {
			if (worker->ended)
				continue;
			if (!is_idle(*worker)) {
				alert(*worker);
				continue;
			}
			give_back(*worker);
			if (worker->of_system || worker->mutexes.empty()) {
				end_worker(*worker);
				continue;
			}
			// Only the thread itself can release it.
			give_order(*worker, Order::release);
		}
		compare_all();
	}
	// Perhaps there was no thread from the start.
	satisfy_all();
}

void begin_round()
{
	constexpr Kind kinds[] = { Kind::notification_event,
				   Kind::synchronization_event,
				   Kind::mutex,
				   Kind::mutex,
				   Kind::semaphore,
				   Kind::notification_timer,
				   Kind::synchronization_timer };

	ending = false;
	interleaving = 0;
	world::start_rooms();
	for (unsigned int n = 2 + below(6); n--;) {
		objects.push_back(std::make_unique<Object>());
		objects.back()->kind = kinds[below(std::size(kinds))];
		initialise(*objects.back());
	}
	for (unsigned int n = 1 + below(4); n--;) {
		dpcs.push_back(std::make_unique<Deferred>());
		initialise_dpc(*dpcs.back());
	}
	for (unsigned int n = 1 + below(3); n--;) {
		fasts.push_back(std::make_unique<Fast>());
		ExInitializeFastMutex(&fasts.back()->mutex);
	}
	for (unsigned int n = 0, count = 1 + below(6); n < count; n++)
		start_worker(n, false);
	interleaving = one_in(3) ? 0 : 1 + below(10);
	world::interleave(interleaving);
}

void end_round()
{
	finish();
	while (run_dpcs())
		;
	check(waiting.empty() && timers.empty(), "end: %zu wait, %zu timers are set",
	      waiting.size(), timers.size());
	for (const auto &object : objects) {
		compare(*object);
		check(!object->is_timer() || !KeCancelTimer(&object->timer), "end: a timer is set");
		check(!object->owner, "end: a mutex is not free");
	}
	for (const auto &worker : workers)
		if (worker->object)
			ObDereferenceObject(worker->object->thread);
	objects.clear();
	dpcs.clear();
	fasts.clear();
	workers.clear();
	world::stop_rooms();
	check(!world::left(), "memory: left are %s", world::what_is_left().c_str());
	world::forget_log();
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = argc > 1 ? strtoull(argv[1], nullptr, 0) : 1;
	const unsigned long operations = argc > 2 ? strtoul(argv[2], nullptr, 0) : 100000;
	Random random(seed);

	world::seed(seed);
	world::never_give_way();
	random_numbers = &random;
	check(operations, "set-up: no operation");
	for (unsigned long n = 0; n < operations;) {
		const unsigned int steps = 20 + random.below(200);

		begin_round();
		for (unsigned int i = 0; i < steps; i++)
			step();
		end_round();
		n += steps;
	}
	printf("%lu operations: %lu waits, %lu of which slept, %lu timed out, %lu alerted, %lu abandoned; %lu timers were due, "
	       "%lu DPCs called, %lu threads ended, %lu refused, %lu fast mutexes, seed %" PRIu64
	       "\n",
	       operations, counts[waits], counts[blocked], counts[timeouts], counts[alerts],
	       counts[abandonments], counts[expiries], counts[dpc_calls], counts[ended_threads],
	       counts[refused], counts[fast_acquired], seed);
}
