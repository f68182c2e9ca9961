// SPDX-License-Identifier: GPL-2.0
/// machine.hh - what the kernel gives the module, in user space: contexts,
/// locks, sections, tasklets.
///
/// Built on pause() and point() of one of two machines: fibers.cc, where everything happens in
/// one thread and in a chosen order, and threads.cc, which has threads.
#pragma once

#include <atomic>
#include <cstddef>

namespace machine {

/// What kind of code is running, as in the kernel's preempt count.
struct Context {
	bool softirq = false;
	bool irqs_off = false;
	bool lazy = false;		       ///< its tasklets run later, "on another CPU"
	unsigned int sections = 0;	       ///< sections that are entered
	std::atomic<unsigned long> epoch = 0;  ///< odd while inside a section
};

Context &here();
/// All contexts that exist or will exist.
Context *contexts();
size_t contexts_size();

/// Lets others run here, maybe.
void point();
/// For when others must run before this can go on.
void pause();

/// Prints what is wrong and ends the process.
[[noreturn, gnu::format(printf, 2, 3)]] void fail(const char *rule, const char *format, ...);

template <typename Predicate>
void wait_until(Predicate done)
{
	while (!done())
		pause();
}

class Lock {
public:
	bool try_lock()
	{
		const Context *nobody = nullptr;

		return owner_.compare_exchange_strong(nobody, &here(), std::memory_order_acquire);
	}
	void lock()
	{
		point();
		if (is_mine())
			fail("deadlock", "a lock is taken by whoever has it");
		wait_until([this] { return try_lock(); });
	}
	void unlock()
	{
		if (!is_mine())
			fail("lock", "a lock is given back by somebody else");
		owner_.store(nullptr, std::memory_order_release);
		point();
	}
	bool is_mine() const { return owner_.load(std::memory_order_relaxed) == &here(); }

private:
	std::atomic<const Context *> owner_ = nullptr;
};

/// RCU. There is one counter for each context and no lock: sections must not order what happens
/// in them, or ThreadSanitizer would miss races.
inline void enter_section()
{
	Context &context = here();

	if (!context.sections++)
		context.epoch.fetch_add(1, std::memory_order_seq_cst);
}

inline void leave_section()
{
	Context &context = here();

	if (--context.sections)
		return;
	context.epoch.fetch_add(1, std::memory_order_release);
	point();
}

inline void synchronize()
{
	if (here().sections)
		fail("deadlock", "synchronize inside of a section");
	point();
	for (size_t i = 0; i < contexts_size(); i++) {
		std::atomic<unsigned long> &epoch = contexts()[i].epoch;
		unsigned long begun = epoch.load(std::memory_order_seq_cst);

		if (begun & 1)
			wait_until([&] { return epoch.load(std::memory_order_acquire) != begun; });
	}
}

/// The holder is not scheduled out, so this is also a section.
class SpinLock : public Lock {
public:
	bool try_lock()
	{
		enter_section();
		if (Lock::try_lock())
			return true;
		leave_section();
		return false;
	}
	void lock()
	{
		enter_section();
		Lock::lock();
	}
	void unlock()
	{
		Lock::unlock();
		leave_section();
	}
};

template <typename Kind>
class Guard {
public:
	explicit Guard(Kind &lock) : lock_(lock) { lock_.lock(); }
	~Guard() { lock_.unlock(); }
	Guard(const Guard &) = delete;
	Guard &operator=(const Guard &) = delete;

private:
	Kind &lock_;
};

class Tasklet {
public:
	Tasklet(void (*routine)(void *), void *argument)
		: routine_(routine), argument_(argument) { }

	void schedule() { pending_.store(true, std::memory_order_release); }
	bool pending() const { return pending_.load(std::memory_order_acquire); }
	/// Runs it once, if it is scheduled and does not run elsewhere.
	void run()
	{
		Context &context = here();
		bool softirq = context.softirq;

		if (running_.exchange(true, std::memory_order_acquire))
			return;
		if (pending_.exchange(false, std::memory_order_acquire)) {
			context.softirq = true;
			enter_section();
			routine_(argument_);
			leave_section();
			context.softirq = softirq;
		}
		running_.store(false, std::memory_order_release);
		point();
	}
	/// Runs it as when softirqs are enabled again: a few times; the rest is left to
	/// ksoftirqd.
	void schedule_here()
	{
		const Context &context = here();
		bool later = context.softirq || context.irqs_off || context.lazy;

		schedule();
		for (int i = 0; i < 10 && pending() && !later; i++)
			run();
	}
	void flush()
	{
		for (;;) {
			run();
			if (!pending() && !running_.load(std::memory_order_acquire))
				return;
			pause();
		}
	}

private:
	void (*routine_)(void *);
	void *argument_;
	std::atomic<bool> pending_ = false;
	std::atomic<bool> running_ = false;
};

}
