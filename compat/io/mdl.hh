// SPDX-License-Identifier: GPL-2.0
/// mdl.hh - what a memory descriptor list is, within this room.
#pragma once

#include "module/rt/list.hh"
#include "base/guard.hh"
#include "io/kept_memory.hh"
#include "io/request.hh"

namespace io {

/// Guards the lists, and who has locked them.
using MdlsGuard = SpinGuard<NT_MDLS_LOCK>;

/// A list, from IoAllocateMdl() to IoFreeMdl(), or until its request ends.
struct Mdl {
	/// Whose business it is to unlock the pages.
	enum class Lock {
		none,
		begins,	 // MmProbeAndLockPages() has begun
		driver,
		request,  // with which the list is freed
	};

	rt::Link link{};	   // first: in the list of all
	const void *const caller;  // the code that allocated it
	Lock lock = Lock::none;
	KeptMemory memory{};
	const PMDL object;  // what drivers see: the one below, or memory of the driver's
	MDL mdl{};

	Mdl(const void *code, PMDL own);
	~Mdl();
	Mdl(const Mdl &) = delete;
	Mdl &operator=(const Mdl &) = delete;

	bool is_of_driver() const { return object != &mdl; }
	/// Memory that is mapped at its own address.
	void set_mapped(SHORT flags);

	/// nullptr: there is no such list.
	static Mdl *find_locked(PMDL object) REQUIRES(MdlsGuard::lock);
};

/// What is wrong with a list; nullptr: nothing. It is logged without the lock.
using MdlMistake = const char *;

[[maybe_unused]] constexpr MdlMistake not_a_list =
	"is not a memory descriptor list, or is already free";

/// Whether there is none; if not, it is logged.
bool mdl_ok(MdlMistake mistake, PMDL object, Caller caller = Caller()) EXCLUDES(MdlsGuard::lock);

/// Gives the request a list for a buffer that stays in place. False: there is no memory.
[[nodiscard]] bool add_mdl(const void *caller, PIRP irp, void *buffer, ULONG length);
/// Frees the request's first list and those that drivers have added; what is not a list is left
/// alone.
void free_mdls(const Request &request);

}
