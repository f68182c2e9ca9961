// SPDX-License-Identifier: GPL-2.0
/// work_queue.cc - work items in drivers' own memory. Those that are queued are a list through them;
/// each has a work of the system's take one from it, which need not be the same one.

#include "module/glue/glue.h"
#include "glue/log.h"
#include "glue/wait.h"
#include "glue/work.h"
#include "base/chain.hh"
#include "base/check.hh"
#include "base/gate.hh"
#include "base/guard.hh"
#include "base/irql.h"
#include "ex/work_queue.h"

namespace {

using Guard = SpinGuard<NT_WORK_QUEUE_LOCK>;

/// Items, first come, first served. They are linked by Blink alone: ExInitializeWorkItem() is code of
/// the driver itself, and clears Flink, even if the item is queued.
class Items {
public:
	constexpr Items() : end_(&first_) { }
	~Items() = default;
	Items(const Items &) = delete;
	Items &operator=(const Items &) = delete;

	/// Whether `wanted`, which may be any address, is one.
	bool contains(const WORK_QUEUE_ITEM *wanted) const
	{
		const LIST_ENTRY *at = first_;

		while (at && at != &wanted->List)
			at = at->Blink;
		return at;
	}
	void push_back(WORK_QUEUE_ITEM &item)
	{
		item.List = { &item.List, nullptr };
		*end_ = &item.List;
		end_ = &item.List.Blink;
	}
	/// Takes out the first one for which `wanted(item)` is true, or nullptr.
	template <typename Predicate>
	WORK_QUEUE_ITEM *pop_if(Predicate wanted)
	{
		for (LIST_ENTRY **at = &first_; *at; at = &(*at)->Blink) {
			auto *item = CONTAINING_RECORD(*at, WORK_QUEUE_ITEM, List);

			if (!wanted(*item))
				continue;
			*at = item->List.Blink;
			if (end_ == &item->List.Blink)
				end_ = at;
			item->List.Flink = nullptr;
			return item;
		}
		return nullptr;
	}

private:
	LIST_ENTRY *first_ = nullptr;
	LIST_ENTRY **end_;
};

constinit Items queued GUARDED_BY(Guard::lock);
/// Also read without the lock, in one step.
constinit unsigned int queued_count GUARDED_BY(Guard::lock);

void set_queued_count(unsigned int number) REQUIRES(Guard::lock)
{
	__atomic_store_n(&queued_count, number, __ATOMIC_RELAXED);
}

/// A routine that runs, on the stack of its thread.
struct Running {
	Running *next = nullptr;  // in the list, with `at`
	Running **at = nullptr;
	const void *code = nullptr;
};
constinit Running *running GUARDED_BY(Guard::lock);

/// A module that is going, on the stack of the thread that waits for its routines.
struct Going {
	Going *next = nullptr;	// in the list, with `at`
	Going **at = nullptr;
	const module *const which;

	explicit Going(const module *one) : which(one) { }
};
constinit Going *going GUARDED_BY(Guard::lock);

/// Empties the queue: for what had no memory for a work of its own.
constinit nt_work *last_resort;

bool is_going(const void *code) REQUIRES(Guard::lock)
{
	for (const Going *one = going; one; one = one->next)
		if (glue_module_contains(one->which, code))
			return true;
	return false;
}

/// The first one that is wanted, no longer queued, or nullptr.
template <typename Predicate>
WORK_QUEUE_ITEM *take(Predicate wanted) REQUIRES(Guard::lock)
{
	WORK_QUEUE_ITEM *item = queued.pop_if(wanted);

	if (item)
		set_queued_count(queued_count - 1);
	return item;
}

/// Calls the routine of the first one. False: there is none.
bool run_first()
{
	Running self;
	PWORKER_THREAD_ROUTINE routine;
	PVOID parameter;

	{
		const Guard guard;
		const WORK_QUEUE_ITEM *first = take([](const WORK_QUEUE_ITEM &) { return true; });

		if (!first)
			return false;
		routine = first->WorkerRoutine;
		parameter = first->Parameter;
		self.code = code_of(routine);
		chain::push(running, self);
	}
	call(routine, parameter);
	{
		const Guard guard;

		chain::remove(self);
	}
	nt_wake(NT_IDLE_QUEUE);
	return true;
}

void run_one(void *work)
{
	run_first();
	nt_work_free(*static_cast<nt_work **>(work));
	nt_free(work);
}

void run_all(void *)
{
	while (run_first())
		;
}

/// Has a thread of the system look for one.
void wake_worker(bool urgent)
{
	const bool may_sleep = nt_may_sleep();
	auto **place = static_cast<nt_work **>(nt_alloc(sizeof(void *), may_sleep));
	nt_work *work = place ? nt_work_create(run_one, place, may_sleep) : nullptr;

	if (work) {
		*place = work;
	} else {
		nt_free(place);
		work = last_resort;
	}
	if (urgent)
		nt_work_queue_urgent(work);
	else
		nt_work_queue(work);
}

/// nullptr: it is queued now.
const char *queue(WORK_QUEUE_ITEM &item)
{
	const Guard guard;

	if (queued.contains(&item))
		return "the item is queued already";
	if (is_going(code_of(item.WorkerRoutine)))
		return "the driver is being unloaded: not queued";
	queued.push_back(item);
	set_queued_count(queued_count + 1);
	return nullptr;
}

/// Takes out what is `wanted`; returns how many, and the code of one.
template <typename Predicate>
unsigned int take_all(Predicate wanted, const void *&code)
{
	const Guard guard;
	unsigned int number = 0;

	while (const WORK_QUEUE_ITEM *item = take(wanted)) {
		code = code_of(item->WorkerRoutine);
		number++;
	}
	return number;
}

bool none_runs(void *context)
{
	const auto *which = static_cast<const module *>(context);
	const Guard guard;

	for (const Running *one = running; one; one = one->next)
		if (glue_module_contains(which, one->code))
			return false;
	return true;
}

void tell_taken(unsigned int number, const char *why, const void *code)
{
	char name[NT_DRIVER_NAME];

	if (number)
		nt_warn("%s: %u work item%s of ExQueueWorkItem, one with routine %pS, %s queued when %s: not run\n",
			nt_driver_name_of(code, name), number, number == 1 ? "" : "s", code,
			number == 1 ? "was" : "were", why);
}

}

VOID NTAPI ExQueueWorkItem(PWORK_QUEUE_ITEM item, WORK_QUEUE_TYPE type)
{
	if (!irql_ok(DISPATCH_LEVEL) || !ok(is_memory(item), "the item") ||
	    !ok(is_routine(item->WorkerRoutine), "the routine"))
		return;
	if (const char *wrong = queue(*item))
		complain_of_mistake(wrong, Caller());
	else
		wake_worker(type == HyperCriticalWorkQueue);
}

int nt_work_queue_init()
{
	last_resort = nt_work_create(run_all, nullptr, true);
	return last_resort ? 0 : -GLUE_ENOMEM;
}

void nt_work_queue_exit()
{
	nt_work_free(last_resort);
	last_resort = nullptr;
}

void nt_work_queue_end(const module *which)
{
	Going self(which);
	const void *code = nullptr;

	{
		const Guard guard;

		chain::push(going, self);
	}
	const unsigned int taken = take_all(
		[=](const WORK_QUEUE_ITEM &item) {
			return glue_module_contains(which, &item) ||
			       glue_module_contains(which, code_of(item.WorkerRoutine));
		},
		code);
	tell_taken(taken, "it was unloaded", code);
	nt_wait_until(NT_IDLE_QUEUE, none_runs, const_cast<module *>(which), NT_FOREVER);
	const Guard guard;
	chain::remove(self);
}

void nt_work_queue_memory_gone(const void *start, size_t size)
{
	const void *code = nullptr;

	// Whoever frees what another thread queues at this moment is lost anyway.
	if (!__atomic_load_n(&queued_count, __ATOMIC_RELAXED)) [[likely]]
		return;
	const unsigned int number = take_all(
		[=](const WORK_QUEUE_ITEM &item) {
			return reinterpret_cast<ULONG_PTR>(&item) -
				       reinterpret_cast<ULONG_PTR>(start) <
			       size;
		},
		code);
	tell_taken(number, "its memory was freed", code);
}
