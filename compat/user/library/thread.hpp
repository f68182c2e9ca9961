// SPDX-License-Identifier: GPL-2.0 OR MIT
/// thread.hpp - threads, and what they own.
#pragma once

#include "library/object.hpp"

namespace nt {

/// The fields change with the lock held.
struct Thread final : Object {
	Thread *thread() override { return this; }

	DWORD id = 0;
	DWORD code = STILL_ACTIVE;
	int priority = THREAD_PRIORITY_NORMAL;
	DWORD suspended = 0;
	bool started = false;
	LPTHREAD_START_ROUTINE routine = nullptr;
	LPVOID argument = nullptr;
};

struct Mutex final : Object, std::enable_shared_from_this<Mutex> {
	Mutex *mutex() override { return this; }
	bool is_signaled(DWORD thread) const override { return !owner || owner == thread; }
	bool take(DWORD thread) override;

	DWORD owner = 0;
	unsigned int depth = 0;
	bool abandoned = false;
};

struct Semaphore final : Object {
	Semaphore *semaphore() override { return this; }
	bool is_signaled(DWORD) const override { return count > 0; }
	bool take(DWORD) override
	{
		count--;
		return false;
	}

	LONG count = 0, most = 0;
};

}
