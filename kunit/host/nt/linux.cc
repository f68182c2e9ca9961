// SPDX-License-Identifier: GPL-2.0
/// linux.cc - glue/linux.h in one thread of a program, with small stand-ins for port/, node/
/// and the core.

#include "linux.hh"

#include <algorithm>
#include <cerrno>
#include <cinttypes>
#include <ctime>
#include <deque>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/uio.h>
#include <unistd.h>

#include "module/glue/glue.h"
#include "module/ntparport.h"
#include "base/call_mutex.h"
#include "base/client.h"
#include "base/irql.h"
#include "base/poll.h"
#include "io/driver.h"
#include "load/load.h"
#include "load/routine.hh"
#include "node/node.h"
#include "port/detect.h"
#include "port/pnp.h"
#include "port/ports.h"
#include "kit/driver_entry.h"

#include "../switch_stack.hh"
#include "order.hh"

#ifdef NTPARPORT_ASAN
#include <sanitizer/asan_interface.h>
#endif

using world::check;

std::vector<std::string> world::log;

namespace {

constexpr LONGLONG never = INT64_MAX;
constexpr LONGLONG tick_ns = 4'000'000;
constexpr size_t stack_size = 256UL * 1024;

world::Random chance(1);
unsigned int interleaving;

// Counts, kept as Linux keeps them: of preemption, of softirqs that are off or running, of
// interrupts.
constexpr unsigned int lock_step = 1, serving_step = 0x100, softirq_step = 0x200,
		       hardirq_step = 0x10000;
constexpr unsigned int softirq_mask = 0xff00, hardirq_mask = 0xf0000;

}

/// A task is a fiber.
struct task_struct {
	enum State { created, ready, waiting, stopped, ended };

	std::string name;
	int number = 0;
	unsigned int references = 1;  // its own reference goes when it has ended
	State state = created;
	bool of_kernel = false;
	int (*run)(void *context) = nullptr;
	void *context = nullptr;
	std::function<void()> work;

	const void *channel = nullptr;	// what it waits for
	const char *where = "";
	bool woken = false;
	LONGLONG deadline = never;
	unsigned long sleeps = 0;
	bool signalled = false;
	bool killed = false;
	int nice = 0;
	unsigned int realtime = 0;
	std::vector<unsigned int> mutexes;

	void *top = nullptr;  // top of its stack, while another task runs
	char *stack = nullptr;
	const void *bottom = nullptr;
	size_t size = 0;

	void *thread = nullptr;	 // see order.hh

	bool can_run() const { return state == ready || (state == waiting && woken); }
};

struct module {
	const char *name;
	const char *start, *end;
	unsigned int holds = 0;
	bool going = false;
	bool loaded = false;
	std::vector<std::pair<const char *, size_t>> data{};

	bool contains(const void *address) const
	{
		const auto *at = static_cast<const char *>(address);

		if (at >= start && at < end)
			return true;
		return std::any_of(data.begin(), data.end(), [=](const auto &range) {
			return at >= range.first && at < range.first + range.second;
		});
	}
};

struct nt_work {
	void (*run)(void *context);
	void *context;
	bool queued;
};

/// Lives in a driver's spin lock.
struct spinlock {
	unsigned int magic;
	bool taken;
};

struct tasks { };

extern "C" {
extern const char __start_driver_a[], __stop_driver_a[], __start_driver_b[], __stop_driver_b[];
extern const char __start_driver_c[], __stop_driver_c[], __start_driver_d[], __stop_driver_d[];
}

namespace {

// Tasks

task_struct main_task;
task_struct *current = &main_task;
task_struct *previous;
// These outlive main(): stacks may be left.
auto &others = *new std::vector<task_struct *>;	 // oldest first
auto &free_stacks = *new std::vector<char *>;
std::unordered_set<const task_struct *> known_tasks{ &main_task };
int last_number = 100;

// The processor

unsigned int preempt;
unsigned int sections;
bool irqs_off;
nt_raised raised;
/// The locks that the current context holds.
struct nt_locks &locks()
{
#ifdef NTPARPORT_TSAN
	// With ThreadSanitizer, each may run on a processor of its own.
	static std::unordered_map<const void *, struct nt_locks> of;

	return of[order::self()];
#else
	static struct nt_locks of_processor;

	return of_processor;
#endif
}
nt_gate *in_tasks, *in_softirqs, *in_interrupts;
tasks all_tasks;
int nesting;
nt_polling polling;

bool in_hardirq() { return preempt & hardirq_mask; }
bool in_softirq() { return preempt & softirq_mask; }
bool serving_softirq() { return preempt & serving_step; }
bool may_switch() { return !preempt && !irqs_off && !sections; }

void check_may_sleep(const char *where)
{
	check(may_switch(), "context: %s may sleep, at IRQL %u, with preemption count %#x%s", where,
	      KeGetCurrentIrql(), preempt, sections ? ", in a section" : "");
}

void check_dispatch(const char *where)
{
	check(!irqs_off && !in_hardirq(), "context: %s above DISPATCH_LEVEL", where);
}

// Time

LONGLONG now = 1000 * 1000'000'000LL;
LONGLONG day_offset = 1'700'000'000LL * 1000'000'000LL;
bool gives_way = true;
ULONGLONG seen_tick;
LONGLONG due[NT_CLOCKS] = { never, never };
void (*timer_routine)(nt_clock which);

LONGLONG time_of(int which) { return which == NT_REALTIME ? now + day_offset : now; }
ULONGLONG tick() { return static_cast<ULONGLONG>(now / tick_ns); }

bool timer_is_due()
{
	for (int which = 0; which < NT_CLOCKS; which++)
		if (due[which] <= time_of(which))
			return true;
	return false;
}

void time_is(LONGLONG time)
{
	now = time;
	for (task_struct *task : others)
		if (task->state == task_struct::waiting && task->deadline <= now)
			task->woken = true;
	if (main_task.state == task_struct::waiting && main_task.deadline <= now)
		main_task.woken = true;
}

/// When the next thing happens by itself.
LONGLONG next_time()
{
	LONGLONG next = main_task.state == task_struct::waiting ? main_task.deadline : never;

	for (const task_struct *task : others)
		if (task->state == task_struct::waiting)
			next = std::min(next, task->deadline);
	for (int which = 0; which < NT_CLOCKS; which++)
		if (due[which] != never)
			next = std::min(next, std::max(now, which == NT_REALTIME ?
								    due[which] - day_offset :
								    due[which]));
	return next;
}

// What runs

/// Stands for what programs and drivers do; they know themselves what they may do at once. See
/// below.
char actions;

bool dpcs_scheduled;
void (*dpc_routine)();
std::deque<nt_work *> queue;
std::vector<const nt_work *> running;  // each is run by a thread

void switch_to(task_struct &next)
{
	task_struct &last = *current;

	previous = &last;
	current = &next;
	if (next.state == task_struct::waiting)
		next.woken = false;
	next.state = task_struct::ready;
	next.deadline = never;
	if (!next.thread)
		next.thread = order::create();
	if (!last.thread)
		last.thread = order::self();
	order::go_on_as(next.thread);
#ifdef NTPARPORT_ASAN
	void *fake_stack = nullptr;

	__sanitizer_start_switch_fiber(last.state == task_struct::ended ? nullptr : &fake_stack,
				       next.bottom, next.size);
#endif
	switch_stack(&last.top, next.top);
#ifdef NTPARPORT_ASAN
	__sanitizer_finish_switch_fiber(fake_stack, &previous->bottom, &previous->size);
#endif
}

char *new_stack()
{
#ifdef NTPARPORT_TSAN
	// Fresh memory, where nobody has been: ThreadSanitizer forgets what it knew of the
	// addresses.
	return static_cast<char *>(mmap(nullptr, stack_size, PROT_READ | PROT_WRITE,
					MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
#else
	return static_cast<char *>(aligned_alloc(64, stack_size));
#endif
}

/// Keeps a stack that nobody uses any longer.
void keep_stack(char *stack)
{
#ifdef NTPARPORT_TSAN
	munmap(stack, stack_size);
#else
	free_stacks.push_back(stack);
#endif
}

/// Frees tasks that ended before the one that runs now.
void bury()
{
	for (size_t n = others.size(); n--;) {
		task_struct *task = others[n];

		if (task->state != task_struct::ended || task == current)
			continue;
		others.erase(others.begin() + static_cast<ptrdiff_t>(n));
		if (task->stack)
			keep_stack(task->stack);
		task->stack = nullptr;
		task->work = nullptr;
		if (task->thread)
			order::destroy(task->thread);
		task->thread = nullptr;
		nt_task_put(task);
	}
}

void choose();

[[noreturn]] void end_task()
{
	check(may_switch(), "context: a thread ends at IRQL %u", KeGetCurrentIrql());
	check(current->mutexes.empty(), "locks: a thread ends with a mutex");
	for (const nt_gate *gate = in_tasks; gate; gate = gate->next)
		check(gate->context.task != current,
		      "gate: a thread ends in a routine of a driver");
	current->state = task_struct::ended;
	order::before(current);
	choose();
	abort();
}

[[noreturn]] void run_fiber()
{
#ifdef NTPARPORT_ASAN
	__sanitizer_finish_switch_fiber(nullptr, &previous->bottom, &previous->size);
#endif
	order::after(current);
	if (current->run)
		current->run(current->context);
	else
		current->work();
	end_task();
}

void prepare(task_struct &task, void (*run)())
{
	if (free_stacks.empty()) {
		task.stack = new_stack();
	} else {
		task.stack = free_stacks.back();
		free_stacks.pop_back();
	}
#ifdef NTPARPORT_ASAN
	__asan_unpoison_memory_region(task.stack, stack_size);
#endif
	task.bottom = task.stack;
	task.size = stack_size;
	auto **top = reinterpret_cast<void **>(task.stack + stack_size);
	*--top = nullptr;
	*--top = reinterpret_cast<void *>(run);
	task.top = top - 6;
}

void go_on(task_struct &task)
{
	if (!task.top)
		prepare(task, run_fiber);
	switch_to(task);
	bury();
}

task_struct *create_task(const char *name)
{
	auto *task = new task_struct;

	task->name = name;
	task->number = ++last_number;
	known_tasks.insert(task);
	others.push_back(task);
	return task;
}

#ifdef NTPARPORT_TSAN

/// What comes in between by itself counts as a thread and has a stack: it would otherwise share
/// memory with the one it interrupts.
struct Between {
	const std::function<void()> &routine;
	void *const interrupted;
	void *top;  // top of the interrupted stack
};
Between *arriving;

[[noreturn]] void run_between()
{
	const Between &between = *arriving;
	void *unused;

	between.routine();
	order::go_on_as(between.interrupted);
	switch_stack(&unused, between.top);
	abort();
}

void come_between(void *&thread, const std::function<void()> &routine)
{
	Between between{ routine, order::self(), nullptr };
	task_struct stack;

	if (!thread)
		thread = order::create();
	prepare(stack, run_between);
	arriving = &between;
	order::go_on_as(thread);
	switch_stack(&between.top, stack.top);
	keep_stack(stack.stack);
}

#else

void come_between(void *&, const std::function<void()> &routine) { routine(); }

#endif

void softirq(const std::function<void()> &routine)
{
	const unsigned int before = preempt;

	check(!irqs_off && !in_softirq() && !in_hardirq(),
	      "program: a softirq where none can come");
	preempt += serving_step;
	routine();
	check(preempt == before + serving_step && !irqs_off,
	      "context: a softirq left preemption count %#x", preempt);
	preempt = before;
}

void serve_dpcs()
{
	static void *thread;

	dpcs_scheduled = false;
	softirq([] {
		come_between(thread, [] {
			order::after(&dpcs_scheduled);
			dpc_routine();
			order::before(&dpc_routine);
		});
	});
}

void serve_timers()
{
	for (int which = 0; which < NT_CLOCKS; which++) {
		if (due[which] > time_of(which))
			continue;
		due[which] = never;
		softirq([=] {
			static void *threads[NT_CLOCKS];

			come_between(threads[which], [=] {
				order::after(&due[which]);
				timer_routine(static_cast<nt_clock>(which));
				order::before(&timer_routine);
			});
		});
	}
}

/// This also wakes tasks that look once more before they wait: prepare_to_wait().
void wake_at(const void *channel)
{
	order::before(channel);
	for (task_struct *task : others)
		if (task->channel == channel)
			task->woken = true;
	if (main_task.channel == channel)
		main_task.woken = true;
}

/// Makes a thread of the system for the first work item in the queue.
task_struct *worker()
{
	nt_work *work = queue.front();
	task_struct *task = create_task("worker");

	queue.pop_front();
	work->queued = false;
	running.push_back(work);
	task->of_kernel = true;
	task->state = task_struct::ready;
	task->work = [work, run = work->run, context = work->context] {
		order::after(work);
		run(context);
		order::before(&running);
		running.erase(std::find(running.begin(), running.end(), work));
		wake_at(&running);
	};
	return task;
}

/// Chooses among the tasks that can run and `others_count` other things. nullptr: one of the other
/// things, or nothing.
task_struct *choose_task(size_t others_count, size_t &other)
{
	std::vector<task_struct *> able;

	for (task_struct *task : others)
		if (task != current && task->can_run())
			able.push_back(task);
	if (current != &main_task && main_task.can_run())
		able.push_back(&main_task);
	const size_t count = able.size() + others_count;
	const size_t which = count ? chance.below(static_cast<unsigned int>(count)) : 0;
	other = which - able.size();
	return which < able.size() ? able[which] : nullptr;
}

/// Runs something that can run, but not the current task. False: there was nothing. This may
/// never return, so nothing here may need destruction.
bool run_any()
{
	const bool softirqs = !in_softirq() && !in_hardirq() && !irqs_off;
	const bool dpcs = dpcs_scheduled && softirqs, timers = timer_is_due() && softirqs;
	const size_t count = size_t{ !queue.empty() } + dpcs + timers;
	size_t which = 0;

	if (task_struct *task = choose_task(count, which))
		go_on(*task);
	else if (!count)
		return false;
	else if (!queue.empty() && !which--)
		go_on(*worker());
	else if (dpcs && !which--)
		serve_dpcs();
	else
		serve_timers();
	return true;
}

[[noreturn]] void deadlock()
{
	std::string text;

	for (const task_struct *task : others)
		if (task->state == task_struct::waiting)
			text += ", " + task->name + " in " + task->where;
	if (main_task.state == task_struct::waiting)
		text += std::string(", main in ") + main_task.where;
	check(false, "deadlock: all wait%s", text.c_str());
	abort();
}

/// The current task cannot go on: runs others until it can.
void choose()
{
	for (;;) {
		if (current != &main_task && main_task.can_run()) {
			go_on(main_task);
			return;
		}
		task_struct *const self = current;
		if (!run_any()) {
			if (self->can_run()) {
				self->state = task_struct::ready;
				self->woken = false;
				return;
			}
			const LONGLONG next = next_time();
			if (next == never)
				deadlock();
			time_is(std::max(next, now));
			continue;
		}
		// Another task has switched back to this one, unless a softirq ran.
		if (self->state == task_struct::ready)
			return;
		if (self->can_run()) {
			self->state = task_struct::ready;
			self->woken = false;
			self->deadline = never;
			return;
		}
	}
}

void prepare_to_wait(const void *channel)
{
	current->channel = channel;
	current->woken = false;
}

void finish_wait()
{
	order::after(current->channel);
	current->channel = nullptr;
	current->woken = false;
}

/// Waits at the channel until somebody wakes it (or has done so since prepare_to_wait()), or until
/// the deadline.
void wait_at(const void *channel, const char *where, LONGLONG deadline = never)
{
	check_may_sleep(where);
	if (current->channel != channel)
		prepare_to_wait(channel);
	current->where = where;
	current->woken = current->woken || deadline <= now;
	current->deadline = deadline;
	current->state = task_struct::waiting;
	current->sleeps++;
	choose();
	finish_wait();
}

/// Waits until `is` is true, or until `give_up` is; both are asked again each time the task is
/// woken. False: it gave up.
template <typename Is, typename GiveUp>
bool wait_until(const void *channel, const char *where, Is is, GiveUp give_up,
		LONGLONG deadline = never)
{
	check_may_sleep(where);
	for (;;) {
		prepare_to_wait(channel);
		const bool so = is();
		if (so || now >= deadline || give_up()) {
			finish_wait();
			return so;
		}
		wait_at(channel, where, deadline);
	}
}

/// Others may run here, in between.
void point()
{
	if (!interleaving || irqs_off || in_hardirq() || in_softirq() ||
	    !chance.one_in(interleaving))
		return;
	if (dpcs_scheduled && chance.one_in(2))
		serve_dpcs();
	else if (!may_switch())
		return;
	else if (current != &main_task && main_task.can_run())
		go_on(main_task);
	else
		run_any();
}

// Memory

std::unordered_map<const void *, size_t> blocks;
bool failing, failed;
unsigned int fail_after, fail_one_in, never_failing;

bool fails()
{
	if (never_failing)
		return false;
	if (fail_one_in && chance.one_in(fail_one_in))
		return failed = true;
	if (!failing || fail_after--)
		return false;
	failing = false;
	return failed = true;
}

void *allocate_surely(size_t size, size_t alignment = 16)
{
	size = (size ? size : 1);
	alignment = std::max<size_t>(alignment, 16);
	void *block = alignment > 16 ?
			      aligned_alloc(alignment, (size + alignment - 1) & ~(alignment - 1)) :
			      malloc(size);

	memset(block, 0x5a, size);
	blocks[block] = size;
	return block;
}

void *allocate(size_t size, size_t alignment = 16)
{
	return fails() ? nullptr : allocate_surely(size, alignment);
}

void *cleared(void *block) { return block ? memset(block, 0, blocks[block]) : nullptr; }

#ifndef NTPARPORT_ASAN
/// The blocks freed last stay for a while, to see that nobody writes to them.
std::deque<std::pair<unsigned char *, size_t>> graves;
constexpr unsigned char freed = 0x6b;

void open_grave()
{
	const auto [block, size] = graves.front();

	graves.pop_front();
	for (size_t n = 0; n < size; n++)
		check(block[n] == freed, "memory: freed memory was written to");
	// Somebody else freed it, so it is examined as by a thread of its own.
	static void *const digger = order::create();
	void *const self = order::self();
	order::go_on_as(digger);
	order::after(block);
	free(block);
	order::go_on_as(self);
}
#endif

void release(const void *memory)
{
	if (!memory)
		return;
	const auto at = blocks.find(memory);
	check(at != blocks.end(), "memory: %p is freed, but is not a block", memory);
	auto *block = static_cast<unsigned char *>(const_cast<void *>(memory));
	[[maybe_unused]] const size_t size = at->second;
	blocks.erase(at);
#ifdef NTPARPORT_ASAN
	free(block);
#else
	order::before(block);
	memset(block, freed, size);
	graves.emplace_back(block, size);
	if (graves.size() > 256)
		open_grave();
#endif
}

// Locks. Each pair is always taken in the same order.

enum : unsigned int { of_spins = 32, of_raw = 64, of_handles = 72, of_dispatcher, of_all };

task_struct *owners[NT_MUTEXES];
bool taken[of_all];
bool in_order[of_all][of_all];
std::vector<unsigned int> held;

void note_order(unsigned int id)
{
	const auto note = [=](unsigned int before) {
		check(!in_order[id][before], "locks: %u is taken before %u, and %u before %u",
		      before, id, id, before);
		in_order[before][id] = true;
	};

	if (!in_softirq() && !in_hardirq())
		for (unsigned int mutex : current->mutexes)
			note(mutex);
	for (unsigned int spin : held)
		note(spin);
}

void take(unsigned int id)
{
	check(!taken[id], "locks: %u is taken twice", id);
	note_order(id);
	order::after(&taken[id]);
	taken[id] = true;
	held.push_back(id);
	preempt += lock_step;
}

void give_back(unsigned int id)
{
	check(taken[id], "locks: %u is given back that nobody has", id);
	order::before(&taken[id]);
	taken[id] = false;
	held.erase(std::find(held.begin(), held.end(), id));
	preempt -= lock_step;
}

unsigned long take_irqsave(unsigned int id)
{
	const unsigned long flags = irqs_off;

	irqs_off = true;
	take(id);
	return flags;
}

void give_back_irqrestore(unsigned int id, unsigned long flags)
{
	check(irqs_off, "locks: interrupts are on, with %u held", id);
	give_back(id);
	irqs_off = flags;
	point();
}

// What is in no driver's memory

std::map<const nt_tree *, std::multimap<ULONG_PTR, nt_tree_node *>> trees;
std::map<ULONG_PTR, void *> handles;
std::vector<nt_module_entry *> entries;
void (*watcher)(unsigned long event, nt_link *link);

struct module modules[] = {
	{ .name = "driver_a", .start = __start_driver_a, .end = __stop_driver_a },
	{ .name = "driver_b", .start = __start_driver_b, .end = __stop_driver_b },
	{ .name = "driver_c", .start = __start_driver_c, .end = __stop_driver_c },
	{ .name = "driver_d", .start = __start_driver_d, .end = __stop_driver_d },
};

// The log

const char *windows_name(const char *routine)
{
	constexpr char prefix[] = "ntparport_";

	return strncmp(routine, prefix, sizeof(prefix) - 1) ? routine :
							      routine + sizeof(prefix) - 1;
}

void add_line(const std::string &head, const char *format, va_list arguments)
{
	char line[1024];

	// A pointer in the log is printed without the kernel's suffixes.
	std::string plain;
	for (const char *c = format; *c; c++) {
		plain += *c;
		if (c[0] == '%' && c[1] == 'p') {
			plain += *++c;
			if (c[1] == 'S' || c[1] == 's')
				c++;
		}
	}
	vsnprintf(line, sizeof(line), plain.c_str(), arguments);
	world::log.push_back(head + line);
}

}

/// Makes addresses the same each time, for what is found or sorted by them.
[[gnu::constructor]] static void fix_addresses(int, char **arguments, char **)
{
	const int now = personality(0xffffffff);

	if (now == -1 || now & ADDR_NO_RANDOMIZE ||
	    personality(static_cast<unsigned long>(now) | ADDR_NO_RANDOMIZE) == -1)
		return;
	execv("/proc/self/exe", arguments);
}

// For the programs

void world::check(bool holds, const char *format, ...)
{
	va_list arguments;

	if (holds) [[likely]]
		return;
	va_start(arguments, format);
	fflush(stdout);
	for (size_t n = log.size() > 20 ? log.size() - 20 : 0; n < log.size(); n++)
		printf("log: %s%s", log[n].c_str(),
		       log[n].empty() || log[n].back() != '\n' ? "\n" : "");
	printf("VIOLATED ");
	vprintf(format, arguments);
	printf("\n");
	va_end(arguments);
	fflush(stdout);
	if (getenv("ABORT"))
		abort();
	_Exit(1);
}

bool world::logged(const char *part)
{
	return std::any_of(log.begin(), log.end(), [=](const std::string &line) {
		return line.find(part) != std::string::npos;
	});
}

void world::fail_allocation(unsigned int after)
{
	failing = true;
	failed = false;
	fail_after = after;
}

bool world::allocation_failed()
{
	const bool did = failed;

	failing = failed = false;
	return did;
}

void world::fail_allocations(unsigned int one_in) { fail_one_in = one_in; }

long world::left() { return static_cast<long>(blocks.size() + handles.size() + others.size()); }

std::string world::what_is_left()
{
	std::string text = std::to_string(handles.size()) + " handles";

	for (const task_struct *task : others)
		text += ", task " + task->name + " in " + task->where;
	for (const auto &block : blocks)
		text += ", " + std::to_string(block.second) + " bytes";
	return text;
}

UNICODE_STRING world::string_of(std::u16string &text)
{
	const auto length = static_cast<USHORT>(text.size() * sizeof(WCHAR));

	return { length, length, reinterpret_cast<WCHAR *>(text.data()) };
}

std::u16string world::text_of(const UNICODE_STRING &string)
{
	return { reinterpret_cast<const char16_t *>(string.Buffer), string.Length / sizeof(WCHAR) };
}

void world::seed(uint64_t seed)
{
	chance = Random(seed);
	main_task.name = "main";
	main_task.number = 100;
	main_task.state = task_struct::ready;
	// As deep as the stacks of others may go.
	main_task.stack = static_cast<char *>(__builtin_frame_address(0)) - stack_size;
}

void world::interleave(unsigned int one_in) { interleaving = one_in; }
void world::never_give_way() { gives_way = false; }
void world::advance(LONGLONG nanoseconds) { time_is(now + nanoseconds); }
void world::set_clock(LONGLONG by) { day_offset += by; }

bool world::run_one()
{
	check_may_sleep("run_one()");
	return run_any();
}

bool world::run_work()
{
	check_may_sleep("run_work()");
	if (queue.empty())
		return false;
	go_on(*worker());
	return true;
}

bool world::run_dpcs()
{
	if (!dpcs_scheduled || irqs_off || in_softirq() || in_hardirq())
		return false;
	serve_dpcs();
	return true;
}

bool world::run_timers()
{
	if (!timer_is_due() || irqs_off || in_softirq() || in_hardirq())
		return false;
	serve_timers();
	return true;
}

bool world::run_task()
{
	size_t other = 0;

	check_may_sleep("run_task()");
	task_struct *task = choose_task(0, other);
	if (task)
		go_on(*task);
	return task;
}

bool world::run_task(task_struct *task)
{
	check_may_sleep("run_task()");
	if (task == current || !task->can_run())
		return false;
	go_on(*task);
	return true;
}

void world::run_all()
{
	while (run_one())
		;
}

bool world::run_until(const std::function<bool()> &is)
{
	while (!is()) {
		if (run_one())
			continue;
		const LONGLONG next = next_time();
		if (next == never)
			return is();
		time_is(std::max(next, now));
	}
	return true;
}

void world::interrupt(const std::function<void()> &routine)
{
	check(!irqs_off, "program: an interrupt while they are off");
	const unsigned int before = preempt;
	const bool were_off = std::exchange(irqs_off, true);
	preempt += hardirq_step;
	static void *thread;
	come_between(thread, routine);
	check(preempt == before + hardirq_step, "context: an interrupt left preemption count %#x",
	      preempt);
	preempt = before;
	irqs_off = were_off;
}

task_struct *world::start(const char *name, std::function<void()> work)
{
	task_struct *task = create_task(name);

	task->work = std::move(work);
	order::before(task);
	task->state = task_struct::ready;
	task->references++;
	return task;
}

bool world::is_alive(const task_struct *task) { return task->state != task_struct::ended; }

void world::signal(task_struct *task, bool kills)
{
	task->signalled = true;
	task->killed = task->killed || kills;
	nt_wake_task(task);
}

unsigned int world::tasks() { return static_cast<unsigned int>(others.size()); }

void world::check_context(const char *where, KIRQL irql)
{
	check(KeGetCurrentIrql() == irql, "context: %s: IRQL is %u, not %u", where,
	      KeGetCurrentIrql(), irql);
	check(held.empty() && current->mutexes.empty(), "locks: %s: one is held", where);
	check(irql != PASSIVE_LEVEL || may_switch(), "context: %s: preemption count %#x%s", where,
	      preempt, sections ? ", in a section" : "");
	check(irql != PASSIVE_LEVEL || !locks().count, "locks: %s: a driver's is held", where);
}

// Drivers

namespace {

IN_DRIVER(a) void run_a(const std::function<void()> *routine) { (*routine)(); }
IN_DRIVER(b) void run_b(const std::function<void()> *routine) { (*routine)(); }
IN_DRIVER(c) void run_c(const std::function<void()> *routine) { (*routine)(); }
IN_DRIVER(d) void run_d(const std::function<void()> *routine) { (*routine)(); }

constexpr void (*run_as[])(const std::function<void()> *routine) = { run_a, run_b, run_c, run_d };

}

struct module *world::module_of(unsigned int driver) { return &modules[driver]; }
void world::as(unsigned int driver, const std::function<void()> &routine)
{
	call(run_as[driver], &routine);
}
void world::give(unsigned int driver, const void *data, size_t size)
{
	modules[driver].data.emplace_back(static_cast<const char *>(data), size);
}
unsigned int world::holds_of(unsigned int driver) { return modules[driver].holds; }

int world::load(unsigned int driver, PDRIVER_INITIALIZE entry)
{
	module &loaded = modules[driver];

	check(!loaded.loaded, "program: a driver is loaded twice");
	order::after(&loaded);
	loaded.loaded = true;
	loaded.going = false;
	// If an allocation failed here, its code would count as nobody's.
	never_failing++;
	nt_module_coming(&loaded);
	never_failing--;
	const int err = ntparport_driver_load(&loaded, entry, loaded.name, nullptr, 0, nullptr, 0);
	if (err) {
		loaded.going = true;
		nt_module_gone(&loaded);
		loaded.loaded = false;
		loaded.data.clear();
		loaded.holds = 0;
	}
	return err;
}

bool world::unload(unsigned int driver, PDRIVER_INITIALIZE entry)
{
	module &loaded = modules[driver];

	check(loaded.loaded, "program: a driver is unloaded twice");
	if (loaded.holds)
		return false;
	order::after(&loaded);
	loaded.going = true;
	ntparport_driver_unload(&loaded, entry);
	nt_module_gone(&loaded);
	check(!loaded.holds, "modules: one that is going is held");
	order::before(&loaded);
	loaded.loaded = false;
	loaded.data.clear();
	return true;
}

// Files

struct seq_file {
	std::string text;
};

static void (*debug_files[NT_DEBUG_FILES])(seq_file *file);
const std::string *world::settings_file;
int world::settings_error;
bool world::freezing;

std::string world::debug_text(nt_debug_file which)
{
	seq_file file;

	check(debug_files[which], "debugfs: there is no such file");
	debug_files[which](&file);
	return file.text;
}

// Rooms

void world::start_rooms() { check(!nt_start(), "start: there is memory"); }
void world::stop_rooms() { nt_stop(); }

uint64_t world::play(int argc, char **argv, unsigned long unless_told, Random *&chances,
		     const unsigned long &operations, void (*round)())
{
	const uint64_t seed = argc > 1 ? strtoull(argv[1], nullptr, 0) : 1;
	const unsigned long wanted = argc > 2 ? strtoul(argv[2], nullptr, 0) : unless_told;
	Random random(seed);

	world::seed(seed);
	chances = &random;
	start_rooms();
	while (operations < wanted)
		round();
	stop_rooms();
	chances = nullptr;
	check(!left(), "memory: left are %s", what_is_left().c_str());
	return seed;
}

extern "C" {

// memory.c: what cases pass as no memory is in one of the first or last pages.

const ULONG_PTR nt_kernel_start = 0x10000;

bool nt_is_memory(const void *address, size_t size)
{
	const auto at = reinterpret_cast<uintptr_t>(address);

	return at >= 0x10000 && at + size >= at && at + size < UINTPTR_MAX - 0x10000;
}

// Asks the system: there may be no memory, or a sanitizer may take care of it.
bool nt_read(void *to, const void *address, size_t size)
{
	const iovec local = { to, size }, remote = { const_cast<void *>(address), size };

	return nt_is_memory(address, size) &&
	       process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == static_cast<ssize_t>(size);
}

void *nt_alloc(size_t size, bool may_sleep)
{
	if (may_sleep) {
		check_may_sleep("nt_alloc()");
		point();
	}
	check_dispatch("nt_alloc()");
	return size > nt_alloc_max() ? nullptr : allocate(size);
}

void *nt_alloc_surely(size_t size)
{
	check_may_sleep("nt_alloc_surely()");
	point();
	return allocate_surely(size);
}

void *nt_memory_alloc(size_t size, size_t alignment, bool clear, bool may_sleep)
{
	if (may_sleep)
		check_may_sleep("nt_memory_alloc()");
	check_dispatch("nt_memory_alloc()");
	if (size > nt_alloc_max())
		return nullptr;
	void *memory = allocate(size, alignment);
	return clear ? cleared(memory) : memory;
}

void *nt_zalloc(size_t size) { return nt_memory_alloc(size, 1, true, true); }

void nt_free(const void *memory)
{
	check_dispatch("nt_free()");
	release(memory);
}

size_t nt_cache_line() { return 64; }
size_t nt_alloc_max() { return 4UL << 20; }

void *glue_alloc(size_t size)
{
	check_may_sleep("glue_alloc()");
	point();
	return size > nt_alloc_max() ? nullptr : cleared(allocate(size));
}

void glue_free(void *memory) { release(memory); }
// The operator delete of rooms: see build.sh.
void room_delete(void *memory) { release(memory); }
void room_delete_sized(void *memory, size_t) { release(memory); }

// lock.c

void nt_mutex_lock(nt_mutex which)
{
	check_may_sleep("nt_mutex_lock()");
	check(owners[which] != current, "locks: mutex %u is taken twice", which);
	point();
	while (owners[which])
		wait_at(&owners[which], "nt_mutex_lock()");
	note_order(which);
	order::after(&owners[which]);
	owners[which] = current;
	current->mutexes.push_back(which);
}

void nt_mutex_unlock(nt_mutex which)
{
	auto &mine = current->mutexes;

	check(owners[which] == current,
	      "locks: mutex %u is given back by a task that does not have it", which);
	order::before(&owners[which]);
	owners[which] = nullptr;
	mine.erase(std::find(mine.begin(), mine.end(), which));
	wake_at(&owners[which]);
	point();
}

void nt_assert_mutex(nt_mutex which)
{
	check(owners[which] == current, "locks: mutex %u is not held", which);
}

void nt_spin_lock(nt_spin which)
{
	check_dispatch("nt_spin_lock()");
	preempt += softirq_step;
	take(of_spins + static_cast<unsigned int>(which));
}

void nt_spin_unlock(nt_spin which)
{
	give_back(of_spins + static_cast<unsigned int>(which));
	nt_softirqs_on();
}

unsigned long nt_raw_spin_lock(nt_raw_spin which)
{
	return take_irqsave(of_raw + static_cast<unsigned int>(which));
}
void nt_raw_spin_unlock(nt_raw_spin which, unsigned long flags)
{
	give_back_irqrestore(of_raw + static_cast<unsigned int>(which), flags);
}

unsigned long nt_dispatcher_lock()
{
	check_dispatch("nt_dispatcher_lock()");
	return take_irqsave(of_dispatcher);
}

void nt_dispatcher_unlock(unsigned long flags) { give_back_irqrestore(of_dispatcher, flags); }
void nt_assert_dispatcher_lock()
{
	check(taken[of_dispatcher], "locks: the dispatcher lock is not held");
}

// spin_lock.c

static void check_spinlock(const spinlock *lock)
{
	check(lock->magic == 0x10c4, "locks: one was never initialised");
}

void nt_spinlock_init(spinlock *lock, const void *) { *lock = { 0x10c4, false }; }

void nt_spinlock_lock(spinlock *lock)
{
	check_spinlock(lock);
	check(preempt && !irqs_off, "locks: a driver's is taken at IRQL %u", KeGetCurrentIrql());
	check(!lock->taken, "deadlock: a driver's lock is taken that somebody has");
	order::after(lock);
	lock->taken = true;
	preempt += lock_step;
}

bool nt_spinlock_trylock(spinlock *lock)
{
	check_spinlock(lock);
	if (lock->taken)
		return false;
	nt_spinlock_lock(lock);
	return true;
}

void nt_random_guid(GUID *guid)
{
	static ULONG last;

	*guid = {};
	guid->Data1 = ++last;
}

void nt_spinlock_unlock(spinlock *lock)
{
	check_spinlock(lock);
	check(lock->taken, "locks: a driver's is given back that nobody has");
	order::before(lock);
	lock->taken = false;
	preempt -= lock_step;
}

bool nt_spinlock_is_locked(spinlock *lock) { return lock->taken; }
bool nt_has_small_locks() { return false; }
void nt_interrupt_lock_set(spinlock *) { }
bool nt_spinlock_is_mine(spinlock *) { return false; }

unsigned long nt_spin_lock_irqsave(spinlock *lock)
{
	const unsigned long flags = irqs_off;

	check_spinlock(lock);
	check(!lock->taken, "deadlock: a driver's lock is taken that somebody has");
	order::after(lock);
	irqs_off = lock->taken = true;
	preempt += lock_step;
	return flags;
}

void nt_spin_unlock_irqrestore(spinlock *lock, unsigned long flags)
{
	check_spinlock(lock);
	check(lock->taken && irqs_off, "locks: a driver's is given back that nobody has");
	order::before(lock);
	lock->taken = false;
	preempt -= lock_step;
	irqs_off = flags;
}

void nt_preempt_off() { preempt += lock_step; }
void nt_preempt_on() { preempt -= lock_step; }
void nt_cpu_relax() { }

// preempt.c

void nt_irqs_off() { irqs_off = true; }
void nt_irqs_on() { irqs_off = false; }
void nt_softirqs_off() { preempt += softirq_step; }

void nt_softirqs_on()
{
	check(!irqs_off && !in_hardirq(), "context: softirqs are allowed while interrupts are off");
	check((preempt & softirq_mask) >= softirq_step,
	      "context: softirqs are allowed that were not forbidden");
	preempt -= softirq_step;
	point();
}

bool nt_softirqs_are_off() { return in_softirq() && !serving_softirq(); }
bool nt_in_softirq() { return in_softirq(); }
void nt_preempt_count_set(unsigned int count) { preempt = count; }

// level.c, held_locks.c, calls.c

const bool nt_preempt_rt = false;
const unsigned int nt_lock_step = lock_step;
const unsigned int nt_softirq_step = softirq_step;

KIRQL NTAPI ntparport_KeGetCurrentIrql()
{
	if (irqs_off)
		return raised.irql ? raised.irql : NT_DIRQL;
	if (in_hardirq())
		return NT_DIRQL;
	return in_softirq() ? DISPATCH_LEVEL : PASSIVE_LEVEL;
}

KIRQL nt_polled_irql()
{
	const KIRQL irql = KeGetCurrentIrql();

	if (irql == PASSIVE_LEVEL && nt_tick_is_new())
		nt_look_round();
	return irql;
}

nt_raised nt_raised_get() { return raised; }
void nt_raised_set(KIRQL irql, bool disabled_irqs) { raised = { irql, disabled_irqs }; }
void nt_raised_by_set(const void *) { }
const void *nt_raised_by() { return nullptr; }
KIRQL nt_raised_forget() { return std::exchange(raised.irql, 0); }

void nt_level_get(nt_level *level)
{
	*level = { preempt, preempt & softirq_mask, locks().count, raised, irqs_off };
}

bool nt_level_is(const nt_level *level)
{
	return irqs_off == level->irqs_off && preempt == level->preempt &&
	       locks().count == level->locks && (!irqs_off || raised.irql == level->raised.irql);
}

void nt_calls_lock(nt_context *context)
{
	// A driver's routine begins or ends. (This locks only the calls of one context.)
	order::before(&actions);
	order::after(&actions);
	context->task = current;
	context->softirq = serving_softirq();
	context->tasks = nullptr;
	if (in_hardirq()) {
		context->innermost = &in_interrupts;
	} else if (serving_softirq()) {
		context->innermost = &in_softirqs;
	} else {
		context->innermost = &in_tasks;
		context->tasks = &all_tasks;
		order::after(&all_tasks);
		context->flags = irqs_off;
		irqs_off = true;
	}
}

void nt_calls_lock_again(nt_context *context)
{
	if (context->tasks) {
		order::after(&all_tasks);
		context->flags = irqs_off;
		irqs_off = true;
	}
}

void nt_calls_unlock(const nt_context *context)
{
	if (context->tasks) {
		order::before(&all_tasks);
		irqs_off = context->flags;
	}
}

struct nt_locks *nt_locks() { return &locks(); }
unsigned int nt_locks_count() { return locks().count; }

// Sections; tasks that are not running have left theirs.

void glue_enter_section() { sections++; }

void glue_leave_section()
{
	check(sections, "sections: one is left that was not entered");
	order::before(&sections);
	sections--;
}

void glue_synchronize()
{
	check_may_sleep("glue_synchronize()");
	point();
	order::after(&sections);
}

// handles.c

bool nt_handles_add(void *entry, ULONG last, ULONG *number)
{
	check_may_sleep("nt_handles_add()");
	point();
	if (fails())
		return false;
	ULONG free = 1;
	for (const auto &handle : handles) {
		if (handle.first != free)
			break;
		free++;
	}
	if (free > last)
		return false;
	order::before(&taken[of_handles]);
	handles[free] = entry;
	*number = free;
	return true;
}

void *nt_handles_remove(ULONG_PTR number)
{
	const auto at = handles.find(number);

	order::before(&taken[of_handles]);
	order::after(&taken[of_handles]);
	if (at == handles.end())
		return nullptr;
	void *entry = at->second;
	handles.erase(at);
	return entry;
}

void nt_handles_lock()
{
	check(!irqs_off && !in_softirq(), "context: handles are looked up outside process context");
	take(of_handles);
}

void nt_handles_unlock()
{
	give_back(of_handles);
	point();
}

void *nt_handles_find(ULONG_PTR number)
{
	const auto at = handles.find(number);

	check(taken[of_handles], "locks: that of handles is not held");
	return at == handles.end() ? nullptr : at->second;
}

void *nt_handles_next(ULONG_PTR *number)
{
	const auto at = handles.lower_bound(*number);

	check(taken[of_handles], "locks: that of handles is not held");
	if (at == handles.end())
		return nullptr;
	*number = at->first;
	return at->second;
}

void nt_handles_remove_locked(ULONG_PTR number)
{
	check(taken[of_handles], "locks: that of handles is not held");
	handles.erase(number);
}

// module/glue/parameters.c

bool glue_verifies = true;

// refcount.c

void nt_references_miscounted(int *, nt_miscount what)
{
	check(what != NT_TAKEN_WITHOUT_ANY, "references: one is taken to what is gone");
	check(what != NT_GIVEN_BACK_WITHOUT_ANY, "references: one is given back too many");
	check(what != NT_OVERFLOW, "references: there are too many");
}

// tree.c

void nt_tree_insert(nt_tree *tree, nt_tree_node *node) { trees[tree].emplace(node->key, node); }

void nt_tree_remove(nt_tree *tree, nt_tree_node *node)
{
	auto &nodes = trees[tree];

	for (auto [at, end] = nodes.equal_range(node->key); at != end; ++at) {
		if (at->second == node) {
			nodes.erase(at);
			return;
		}
	}
	check(false, "tree: what is removed is not in it");
}

nt_tree_node *nt_tree_last_up_to(const nt_tree *tree, ULONG_PTR key)
{
	auto &nodes = trees[tree];
	auto at = nodes.upper_bound(key);

	return at == nodes.begin() ? nullptr : (--at)->second;
}

nt_tree_node *nt_tree_first_from(const nt_tree *tree, ULONG_PTR key)
{
	auto &nodes = trees[tree];
	const auto at = nodes.lower_bound(key);

	return at == nodes.end() ? nullptr : at->second;
}

// notifier.c

void nt_link_notify(unsigned long event, nt_link *link)
{
	check_may_sleep("nt_link_notify()");
	if (watcher)
		watcher(event, link);
}

int nt_links_watch(void (*told)(unsigned long event, nt_link *link))
{
	watcher = told;
	return 0;
}

void nt_links_unwatch() { watcher = nullptr; }

// log.c

#define ADD_LINE(head) \
	do { \
		va_list arguments; \
\
		va_start(arguments, format); \
		add_line(head, format, arguments); \
		va_end(arguments); \
	} while (0)

void nt_warn(const char *format, ...) { ADD_LINE("ntparport: "); }
void nt_error(const char *format, ...) { ADD_LINE("ntparport: "); }
void nt_info(const char *format, ...) { ADD_LINE("ntparport: "); }
void nt_emergency(const char *format, ...) { ADD_LINE("ntparport: "); }

void nt_log_bug_check(const void *, ULONG code, const ULONG_PTR[4], KIRQL irql, const char *then)
{
	world::log.push_back("bug check " + std::to_string(code) + " at IRQL " +
			     std::to_string(irql) + then);
}

void nt_vwarn_of_call(const void *, const char *routine, const char *format, va_list arguments)
{
	add_line(std::string(windows_name(routine)) + ": ", format, arguments);
}

void nt_warn_of_call(const void *, const char *routine, const char *format, ...)
{
	ADD_LINE(std::string(windows_name(routine)) + ": ");
}

void nt_warn_of_mistake(const void *, const char *routine, const char *mistake)
{
	world::log.push_back(std::string(windows_name(routine)) + ": " + mistake);
}

void nt_warn_of_address(const void *, const char *routine, const char *what)
{
	world::log.push_back(std::string(windows_name(routine)) + ": " + what +
			     " is not at a valid address");
}

void nt_warn_of_irql(const void *, const char *routine, KIRQL irql, KIRQL max)
{
	world::log.push_back("a driver called " + std::string(windows_name(routine)) + " at IRQL " +
			     std::to_string(irql) + "; it is allowed up to " + std::to_string(max));
}

void nt_log_line(const void *, const char *name, nt_importance, const char *line)
{
	world::log.push_back(std::string(name) + ": " + line);
}

void nt_log_error(const void *, const char *name, const char *format, ...)
{
	ADD_LINE(std::string(name) + ": ");
}

void nt_pointer_text(char text[NT_POINTER_TEXT], const void *pointer)
{
	snprintf(text, NT_POINTER_TEXT, "%016zx", reinterpret_cast<uintptr_t>(pointer));
}

unsigned long nt_printer()
{
	return in_hardirq()	 ? 0 :
	       serving_softirq() ? 1 :
				   static_cast<unsigned long>(current->number) * 4 + 2;
}

// work.c

nt_work *nt_work_create(void (*run)(void *context), void *context, bool may_sleep)
{
	auto *work = static_cast<nt_work *>(nt_alloc(sizeof(nt_work), may_sleep));

	if (work)
		*work = { run, context, false };
	return work;
}

static void queue_work(nt_work *work, bool urgent)
{
	order::before(work);
	if (std::exchange(work->queued, true))
		return;
	if (urgent)
		queue.push_front(work);
	else
		queue.push_back(work);
}

void nt_work_queue(nt_work *work)
{
	check_dispatch("nt_work_queue()");
	queue_work(work, false);
}

void nt_work_queue_urgent(nt_work *work) { queue_work(work, true); }

void nt_work_flush(nt_work *work)
{
	check_may_sleep("nt_work_flush()");
	// It exists while it is queued.
	while (std::find(queue.begin(), queue.end(), work) != queue.end() ||
	       std::find(running.begin(), running.end(), work) != running.end())
		wait_at(&running, "nt_work_flush()");
	order::after(&running);
}

void nt_work_free(nt_work *work)
{
	check(!work || !work->queued, "work: it is freed while it is queued");
	release(work);
}

int nt_work_init() { return 0; }

void nt_work_exit()
{
	while (!queue.empty() || !running.empty())
		wait_at(&running, "nt_work_exit()");
}

// tasklet.c

void nt_dpc_tasklet_init(void (*routine)()) { dpc_routine = routine; }
void nt_dpc_tasklet_schedule()
{
	order::before(&dpcs_scheduled);
	dpcs_scheduled = true;
}

void nt_dpc_tasklet_exit()
{
	check_may_sleep("nt_dpc_tasklet_exit()");
	while (dpcs_scheduled)
		serve_dpcs();
	order::after(&dpc_routine);
}

// clock.c, hrtimer.c

LONGLONG nt_clock_now(nt_clock which) { return time_of(which); }
ULONGLONG nt_time_running() { return static_cast<ULONGLONG>(now / 100); }
LONGLONG nt_time_zone_bias() { return 0; }
ULONGLONG nt_time_since_boot() { return static_cast<ULONGLONG>(now / 100); }
LONGLONG nt_time_since_1970() { return time_of(NT_REALTIME) / 100; }
ULONGLONG nt_tick_count() { return tick(); }
ULONG nt_tick_length() { return tick_ns / 100; }
void nt_delay(ULONG microseconds) { time_is(now + microseconds * 1000LL); }

void nt_hrtimers_init(void (*routine)(nt_clock which)) { timer_routine = routine; }

void nt_hrtimer_start(nt_clock which, LONGLONG time)
{
	order::before(&due[which]);
	due[which] = time;
}

/// Nobody looks at the page of the time here.
void nt_ticks_start(bool (*routine)()) { routine(); }

void nt_hrtimers_exit()
{
	check_may_sleep("nt_hrtimers_exit()");
	due[NT_MONOTONIC] = due[NT_REALTIME] = never;
	order::after(&timer_routine);
}

// processors.c

ULONG nt_this_processor() { return 0; }
unsigned long nt_online_processors() { return 1; }
unsigned long nt_possible_processors() { return 1; }
ULONG nt_online_processor_count() { return 1; }
bool nt_processor_has(nt_processor_feature) { return false; }

// task.c

task_struct *nt_process_of_task(task_struct *task) { return task; }
bool nt_task_is_kernels(const task_struct *) { return true; }
bool nt_task_is_32bit(task_struct *) { return false; }
bool nt_task_is_worker(const task_struct *) { return false; }

// memory.c

void *nt_contiguous_alloc(size_t size, nt_where, bool may_sleep)
{
	return nt_memory_alloc(size, PAGE_SIZE, false, may_sleep);
}

void nt_contiguous_free(const void *memory, size_t) { nt_free(memory); }

bool nt_physical(const void *address, ULONGLONG *physical)
{
	*physical = reinterpret_cast<ULONG_PTR>(address);
	return address;
}

// affinity.c

size_t nt_affinity_size() { return sizeof(unsigned long); }
void nt_affinity_note(void *mask) { *static_cast<unsigned long *>(mask) = 1; }
bool nt_affinity_choose(void *, unsigned long first) { return first & 1; }
void nt_affinity_put_back(task_struct *, const void *, const void *) { }

// reboot.c

int nt_reboot_register(void (*)()) { return 0; }
void nt_reboot_unregister() { }

// load/routine_table.cc

extern "C++" {
const SystemRoutine system_routines[] = {
	{ "IoCreateDevice", reinterpret_cast<void *>(IoCreateDevice) },
	{ "KeSetEvent", reinterpret_cast<void *>(KeSetEvent) },
	{ "ZwClose", reinterpret_cast<void *>(ZwClose) },
};
const unsigned int system_routine_count = 3;
}

// task.c, priority.c

task_struct *nt_current_task() { return current; }
task_struct *nt_current_process() { return &main_task; }
void nt_task_get(task_struct *task) { task->references++; }

bool nt_task_get_known(task_struct *task)
{
	if (!known_tasks.contains(task))
		return false;
	nt_task_get(task);
	return true;
}

void nt_task_put(task_struct *task)
{
	check(task->references, "references: one of a task is given back too many");
	order::before(task);
	if (--task->references)
		return;
	order::after(task);
	check(task != &main_task && task->state == task_struct::ended,
	      "references: the last one of a task that is alive");
	known_tasks.erase(task);
	delete task;
}

unsigned int nt_task_references(const task_struct *task) { return task->references; }
bool nt_task_is_realtime(task_struct *task) { return task->realtime; }
unsigned int nt_task_realtime_priority(const task_struct *task) { return task->realtime; }
int nt_task_nice(const task_struct *task) { return task->nice; }

void nt_task_set_nice(task_struct *task, int nice)
{
	task->realtime = 0;
	task->nice = nice;
}

void nt_task_set_fifo_low(task_struct *task) { task->realtime = 1; }
void nt_task_set_fifo(task_struct *task) { task->realtime = 50; }
bool nt_task_set_processors(task_struct *, unsigned long mask) { return mask; }

// thread.c, sleep.c

task_struct *nt_thread_create(int (*run)(void *context), void *context, const char *name)
{
	check_may_sleep("nt_thread_create()");
	point();
	if (fails())
		return nullptr;
	task_struct *task = create_task(name);
	task->of_kernel = true;
	task->run = run;
	task->context = context;
	order::before(task);
	task->references++;
	return task;
}

ULONG nt_thread_process(task_struct *task) { return static_cast<ULONG>(task->number); }
ULONG nt_thread_number(task_struct *task) { return static_cast<ULONG>(task->number); }

void nt_thread_start(task_struct *task)
{
	check(task->state == task_struct::created, "threads: one is started twice");
	order::before(task);
	task->state = task_struct::ready;
	point();
}

void nt_thread_discard(task_struct *task)
{
	check(task->state == task_struct::created, "threads: one that was started is discarded");
	task->state = task_struct::ended;
	bury();
}

void nt_thread_exit() { end_task(); }

void *nt_thread_context(int (*run)(void *context))
{
	return current->of_kernel && current->run == run ? current->context : nullptr;
}

// jump.c, jump_to.S: no driver here has a __try block, so nothing is asked and nothing is left.

void nt_place_note(NT_PLACE *) { check(false, "exceptions: a filter is asked"); }
void nt_place_go(const NT_PLACE *, LONG) { check(false, "exceptions: a block is run"); }

LONG nt_place_call(NT_PLACE *, const NT_PLACE *, LONG)
{
	check(false, "exceptions: a filter is run");
	return EXCEPTION_CONTINUE_SEARCH;
}

LONG nt_windows_call(const void *, ULONG_PTR, ULONG_PTR)
{
	check(false, "exceptions: a block of an image is run");
	return EXCEPTION_CONTINUE_SEARCH;
}

void nt_windows_block() { check(false, "exceptions: a block of an image is run"); }
void nt_windows_resume() { check(false, "exceptions: an image goes on"); }

// fault.c: there are none.

int nt_faults_watch(bool (*)(nt_fault *)) { return 0; }
void nt_faults_unwatch() { }

// user_memory.c: there is no program.

bool nt_user_has(unsigned long, size_t) { return false; }
bool nt_user_can_write(unsigned long, size_t) { return false; }
int nt_user_pages_map(unsigned long, size_t, bool, nt_user_pages **) { return -NT_EFAULT; }
void *nt_user_pages_address(const nt_user_pages *) { return nullptr; }
void nt_user_pages_unmap(nt_user_pages *, bool) { }

void nt_stop_thread()
{
	check(current != &main_task, "program: main() is stopped by a bug check");
	check_may_sleep("nt_stop_thread()");
	current->state = task_struct::stopped;
	choose();
	abort();
}

// sleep.c, wait.c, wait_alive.c, wait_state.c

void nt_sleep_until(const bool *done, bool alertable)
{
	check_may_sleep("nt_sleep_until()");
	while (!*done && !(alertable && current->signalled))
		wait_at(current, "nt_sleep_until()");
	order::after(current);
}

void nt_sleep_until_dpc(const bool *done) { nt_sleep_until(done, false); }

void nt_wake_task(task_struct *task)
{
	check(known_tasks.contains(task), "tasks: one that is gone is woken");
	order::before(task);
	if (task->state == task_struct::waiting)
		task->woken = true;
}

unsigned long nt_switches() { return 0; }

void nt_yield()
{
	check_may_sleep("nt_yield()");
	run_any();
}

static const char queues[NT_QUEUES] = {};
static const char changes = 0;

bool nt_wait_until(nt_queue which, bool (*is)(void *context), void *context, unsigned long ticks)
{
	const LONGLONG deadline =
		ticks == NT_FOREVER ? never : now + static_cast<LONGLONG>(ticks) * tick_ns;

	return wait_until(
		&queues[which], "nt_wait_until()", [=] { return is(context); },
		[] { return false; }, deadline);
}

void nt_wake(nt_queue which)
{
	check_dispatch("nt_wake()");
	wake_at(&queues[which]);
}

void nt_wait_for(bool (*is)(const void *context), const void *context)
{
	wait_until(
		&changes, "nt_wait_for()", [=] { return is(context); }, [] { return false; });
}

bool nt_wait_unless_killed(bool (*is)(const void *context), const void *context)
{
	return wait_until(
		&changes, "nt_wait_unless_killed()", [=] { return is(context); },
		[] { return current->killed; });
}

bool nt_wait_while_alive(bool (*is)(const void *context), const void *context)
{
	const LONGLONG deadline = current->of_kernel ? now + 5'000'000'000 : never;

	return wait_until(
		&changes, "nt_wait_while_alive()", [=] { return is(context); },
		[] { return current->killed; }, deadline);
}

void nt_wake_all()
{
	check_dispatch("nt_wake_all()");
	wake_at(&changes);
}

bool nt_state_wait(const int *state, int value, nt_signals which)
{
	check_may_sleep("nt_state_wait()");
	while (*state == value) {
		if (current->killed || (which == NT_ALL_SIGNALS && current->signalled))
			return false;
		wait_at(state, "nt_state_wait()");
	}
	order::after(state);
	return true;
}

void nt_state_changed(const int *state) { wake_at(state); }

// modules.c

void nt_modules_add(nt_module_entry *entry) { entries.push_back(entry); }
void nt_modules_remove(nt_module_entry *entry)
{
	entries.erase(std::find(entries.begin(), entries.end(), entry));
}

nt_module_entry *nt_modules_have(const void *address)
{
	check(sections, "sections: modules are looked up in none");
	for (nt_module_entry *entry : entries)
		if (entry->module->contains(address))
			return entry;
	return nullptr;
}

bool nt_is_in_module(const void *address)
{
	return std::any_of(entries.begin(), entries.end(), [=](const nt_module_entry *entry) {
		return entry->module->contains(address);
	});
}

nt_module_entry *nt_modules_find(const module *module)
{
	for (nt_module_entry *entry : entries)
		if (!module || entry->module == module)
			return entry;
	return nullptr;
}

void nt_module_name(const module *module, char *name)
{
	snprintf(name, NT_DRIVER_NAME, "%s", module->name);
}

bool nt_module_get(module *module)
{
	if (module->going)
		return false;
	order::after(module);
	module->holds++;
	return true;
}

void nt_module_put(module *module)
{
	check(module->holds, "modules: one is given back that was not held");
	order::before(module);
	module->holds--;
}

bool nt_is_own(const void *address)
{
	return std::none_of(std::begin(modules), std::end(modules),
			    [=](const module &other) { return other.contains(address); });
}

bool glue_module_contains(const module *module, const void *address)
{
	return module->contains(address);
}
const char *glue_module_name(const module *module) { return module->name; }

// poll.c

bool nt_tick_is_new() { return seen_tick != tick() && !preempt; }
void nt_tick_seen() { seen_tick = tick(); }
void nt_tick_forget() { seen_tick = tick() - 1; }
unsigned long nt_ticks(unsigned int ms) { return (ms + 3) / 4; }
nt_runner nt_runner_now()
{
	return { current, current->sleeps, static_cast<unsigned long>(tick()) };
}

nt_polling *nt_polling_lock()
{
	preempt += lock_step;
	order::after(&polling);
	return &polling;
}

void nt_polling_unlock()
{
	order::before(&polling);
	preempt -= lock_step;
}
bool nt_may_give_way() { return may_switch(); }
void nt_give_way()
{
	if (gives_way)
		point();
}
void nt_sleep_for_a_tick() { wait_at(current, "nt_sleep_for_a_tick()", now + tick_ns); }
bool nt_is_freezing() { return world::freezing; }
bool nt_is_realtime() { return current->realtime; }

// stack.c

nt_stack nt_thread_stack()
{
	if (serving_softirq() || in_hardirq())
		return {};
	const auto *here = static_cast<const char *>(__builtin_frame_address(0));
	return { stack_size, here < current->stack ? 0 : static_cast<size_t>(here - current->stack),
		 reinterpret_cast<ULONG_PTR>(current->stack) };
}

int nt_cpu_nesting(int step) { return nesting += step; }

// debug_file.c, settings_file.c

void nt_debug_file_create(nt_debug_file which, void (*show)(seq_file *file))
{
	check_may_sleep("nt_debug_file_create()");
	check(!debug_files[which], "debugfs: a file is created twice");
	debug_files[which] = show;
}

void nt_debug_file_remove(nt_debug_file which)
{
	check_may_sleep("nt_debug_file_remove()");
	debug_files[which] = nullptr;
}

void nt_file_print(seq_file *file, const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	check(vasprintf(&text, format, arguments) >= 0, "set-up: no memory");
	va_end(arguments);
	file->text += text;
	free(text);
}

int nt_settings_file_read(const char *path, size_t max, const char **text, size_t *length)
{
	check_may_sleep("nt_settings_file_read()");
	check(strncmp(path, "/lib/firmware/ntparport/", 24) == 0, "settings: file %s", path);
	if (world::settings_error)
		return -world::settings_error;
	if (!world::settings_file)
		return -NT_ENOENT;
	const size_t size = world::settings_file->size();
	if (!size)
		return -GLUE_EINVAL;
	if (size > max)
		return -NT_EFBIG;
	void *contents = nt_memory_alloc(size, 1, false, true);
	if (!contents)
		return -GLUE_ENOMEM;
	*text = static_cast<char *>(contents);
	*length = size;
	memcpy(contents, world::settings_file->data(), size);
	return 0;
}

// divide.c, calendar.c, text.c

ULONGLONG nt_divide(ULONGLONG dividend, ULONG divisor, ULONG *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

void nt_sort(void *base, size_t count, size_t size,
	     int (*compare)(const void *a, const void *b, const void *context), const void *context)
{
	qsort_r(base, count, size, reinterpret_cast<__compar_d_fn_t>(compare),
		const_cast<void *>(context));
}

LONGLONG nt_divide_signed(LONGLONG dividend, LONGLONG divisor) { return dividend / divisor; }

void nt_calendar(LONGLONG seconds, TIME_FIELDS *fields)
{
	const time_t time = seconds;
	tm calendar{};

	gmtime_r(&time, &calendar);
	fields->Year = static_cast<CSHORT>(calendar.tm_year + 1900);
	fields->Month = static_cast<CSHORT>(calendar.tm_mon + 1);
	fields->Day = static_cast<CSHORT>(calendar.tm_mday);
	fields->Hour = static_cast<CSHORT>(calendar.tm_hour);
	fields->Minute = static_cast<CSHORT>(calendar.tm_min);
	fields->Second = static_cast<CSHORT>(calendar.tm_sec);
	fields->Weekday = static_cast<CSHORT>(calendar.tm_wday);
}

LONGLONG nt_seconds(const TIME_FIELDS *fields)
{
	tm calendar{};

	calendar.tm_year = fields->Year - 1900;
	calendar.tm_mon = fields->Month - 1;
	calendar.tm_mday = fields->Day;
	calendar.tm_hour = fields->Hour;
	calendar.tm_min = fields->Minute;
	calendar.tm_sec = fields->Second;
	return timegm(&calendar);
}

/// Like the kernel's: refuses overlong forms of a character and halves of a pair, and writes no
/// more than there is room for.
int nt_utf8_to_utf16(const char *text, size_t length, WCHAR *result, size_t room)
{
	size_t used = 0;

	for (size_t n = 0; n < length && used < room;) {
		const auto lead = static_cast<unsigned char>(text[n]);
		const unsigned int more = lead < 0x80 ? 0 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
		static constexpr uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
		uint32_t c = lead < 0x80 ? lead : lead & (0x3f >> more);

		if (!lead)
			break;
		if ((lead >= 0x80 && lead < 0xc0) || lead >= 0xf8 || n + more >= length)
			return -1;
		for (unsigned int i = 1; i <= more; i++) {
			const auto next = static_cast<unsigned char>(text[n + i]);
			if ((next & 0xc0) != 0x80)
				return -1;
			c = c << 6 | (next & 0x3f);
		}
		if (c < least[more] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
			return -1;
		n += more + 1;
		if (c < 0x10000) {
			result[used++] = static_cast<WCHAR>(c);
		} else if (used + 1 < room) {
			result[used++] = static_cast<WCHAR>(0xd800 + ((c - 0x10000) >> 10));
			result[used++] = static_cast<WCHAR>(0xdc00 + ((c - 0x10000) & 0x3ff));
		} else {
			break;
		}
	}
	return static_cast<int>(used);
}

bool nt_parse_number(const char *text, ULONGLONG *number)
{
	char *end;

	if (text[0] < '0' || text[0] > '9')
		return false;
	errno = 0;
	*number = strtoull(text, &end, 0);
	return end != text && !errno && !*end;
}

// The core, port/, node/. What is weak is the room's own in ports.cc, which has that room.

void glue_set_gate(const glue_gate *) { }
void core_module_gone(const module *) { }
bool core_has_lock(const ntparport *) { return false; }
spinlock *core_lock_of(ntparport *) { return nullptr; }

unsigned char ntparport_synchronize_execution(_KINTERRUPT *,
					      unsigned char (*routine)(void *context),
					      void *context)
{
	const bool were_off = std::exchange(irqs_off, true);

	preempt += lock_step;
	const unsigned char result = routine(context);
	preempt -= lock_step;
	irqs_off = were_off;
	return result;
}

[[gnu::weak]] void nt_claims_gone(const nt_driver *) { }
[[gnu::weak]] void nt_interrupts_die(const module *, const char *) { }
[[gnu::weak]] void nt_interrupts_gone(const module *, const char *) { }
[[gnu::weak]] void nt_pnp_init() { }
[[gnu::weak]] void nt_power_exit() { }
[[gnu::weak]] void nt_pnp_driver_added(nt_driver *driver) { nt_driver_set_ready(driver, true); }
[[gnu::weak]] void nt_pnp_driver_going(nt_driver *driver) { nt_driver_set_ready(driver, false); }
[[gnu::weak]] int nt_ports_init() { return 0; }
[[gnu::weak]] void nt_ports_exit() { }
int nt_node_init() { return 0; }
void nt_node_exit() { }
unsigned int nt_node_count() { return 0; }
}

#ifdef NTPARPORT_TSAN

// The compiler has each function of the rooms call these. What a program begins after another
// call has ended counts as coming after it: drivers have locks for that, and these programs have
// one thread.

extern "C" {

void *__libc_malloc(size_t size);
void __libc_free(void *memory);

// What the programs, and this file, do with the standard library's containers is not checked.

void *plain_memcpy(void *to, const void *from, size_t size)
{
	void *at = to;

	asm volatile("rep movsb" : "+D"(at), "+S"(from), "+c"(size) : : "memory");
	return to;
}

void *plain_memmove(void *to, const void *from, size_t size)
{
	auto *last = static_cast<char *>(to) + size - 1;
	const auto *from_last = static_cast<const char *>(from) + size - 1;

	if (to <= from)
		return plain_memcpy(to, from, size);
	asm volatile("std; rep movsb; cld" : "+D"(last), "+S"(from_last), "+c"(size) : : "memory");
	return to;
}

void *plain_memset(void *to, int byte, size_t size)
{
	void *at = to;

	asm volatile("rep stosb" : "+D"(at), "+c"(size) : "a"(byte) : "memory");
	return to;
}

void *plain_new(size_t size) { return __libc_malloc(size); }
void plain_delete(void *memory) { __libc_free(memory); }
void plain_delete_sized(void *memory, size_t) { __libc_free(memory); }

extern const char __start_rooms[], __stop_rooms[], __start_world[], __stop_world[];

static bool is_action(const void *caller)
{
	const auto *at = static_cast<const char *>(caller);

	return !(at >= __start_rooms && at < __stop_rooms) &&
	       !(at >= __start_world && at < __stop_world);
}

void __cyg_profile_func_enter(void *, void *caller)
{
	if (is_action(caller))
		order::after(&actions);
}

void __cyg_profile_func_exit(void *, void *caller)
{
	if (is_action(caller))
		order::before(&actions);
}
}

#endif
