// SPDX-License-Identifier: GPL-2.0
/// ending.hh - the end of a file, for whoever waits for it; internal.
#pragma once

#include "glue/memory.h"
#include "glue/wait_alive.h"
#include "base/references.hh"
#include "ex/pool.h"

namespace io {

/// The end of a file. The part that is shared outlives the file and the waiter.
class Ending {
public:
	/// With a shared part of its own; without one if there is no memory. PASSIVE_LEVEL.
	static Ending create()
	{
		auto *shared = static_cast<Shared *>(nt_zalloc(sizeof(Shared)));

		if (shared)
			shared->shares.set(1);
		return Ending(shared);
	}
	Ending(Ending &&other) noexcept : shared_(other.shared_) { other.shared_ = nullptr; }
	~Ending()
	{
		if (shared_ && shared_->shares.put())
			nt_free(shared_);
	}
	Ending(const Ending &) = delete;
	Ending &operator=(const Ending &) = delete;
	Ending &operator=(Ending &&) = delete;

	explicit operator bool() const { return shared_; }
	Ending share() const
	{
		shared_->shares.get();
		return Ending(shared_);
	}
	void has_come() const
	{
		__atomic_store_n(&shared_->come, true, __ATOMIC_RELEASE);
		nt_wake_all();
	}
	/// Waits until the end has come, or the process is killed. PASSIVE_LEVEL.
	void wait() const { nt_wait_while_alive(is_there, shared_); }

private:
	struct Shared {
		References shares;
		bool come;
	};

	explicit Ending(Shared *shared) : shared_(shared) { }

	static bool is_there(const void *shared)
	{
		return __atomic_load_n(&static_cast<const Shared *>(shared)->come,
				       __ATOMIC_ACQUIRE);
	}

	Shared *shared_;
};

}
