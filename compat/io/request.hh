// SPDX-License-Identifier: GPL-2.0
/// request.hh - what is kept of a request. Drivers see the IRP, and may damage that.
#pragma once

#include <utility>

#include "module/rt/unique.hh"
#include "base/irql.h"
#include "base/object.hh"
#include "io/held.hh"
#include "io/irp.h"

namespace io {

using Request = ::nt_irp;

/// So many stack locations are too many: the sender's CurrentLocation is one more.
constexpr CCHAR too_many_locations = 127;
inline bool is_stack_count(CCHAR count) { return count >= 1 && count < too_many_locations; }

/// Whether there is to be memory at any rate.
enum class Memory { at_once, may_sleep, surely };

/// For a driver, at the IRQL of the caller.
inline Memory memory_now() { return nt_may_sleep() ? Memory::may_sleep : Memory::at_once; }

}

/// What is kept of a request. Behind it in memory are the holds of devices, and then its IRP, if
/// that is not a driver's own.
struct nt_irp {
	const PIRP irp;
	nt_irp *next = nullptr;	 // in the table, by the address of the IRP
	CHAR count;		 // its StackCount
	const CHAR holds_count;
	const bool foreign;		  // memory of a driver's, known only while it is under way
	CHAR location;			  // its CurrentLocation when it was sent or completed last
	CHAR origin = 0;		  // its CurrentLocation when it was sent; 0: not under way
	bool finished = false;		  // all drivers have had it: what follows has begun
	bool cancelling = false;	  // cancelled because its sender is being unloaded
	bool queued = false;		  // it waits for a port, which is to complete it
	bool built = false;		  // made by IoBuild...Request(), with its buffers
	Ref<nt_driver> owner;		  // the driver that allocated it
	Ref<_ETHREAD> thread;		  // for whom it is
	io::HeldDriver sender;		  // the driver that sent it, while it is under way
	Ref<nt_driver> forgotten_by;	  // the driver that has it, and will not complete it
	const void *caller = nullptr;	  // code that sent it
	const void *completer = nullptr;  // code that completed it last
	void (*done)(PIRP irp, void *context) = nullptr;  // called when it is complete
	void *done_context = nullptr;
	void *buffer = nullptr;	  // the system buffer that was made for it
	ULONG output_length = 0;  // how much of that may be copied back

	/// A new one, not known yet; none: there is no memory, or no request of that size.
	static rt::Unique<nt_irp> create(CHAR stack_count, io::Memory wanted);
	/// For memory of a driver's that is an IRP.
	static rt::Unique<nt_irp> create_foreign(PIRP irp);
	~nt_irp();
	nt_irp(const nt_irp &) = delete;
	nt_irp &operator=(const nt_irp &) = delete;

	/// It begins anew.
	void initialize(USHORT size, CCHAR stack_count);
	/// It is for the calling thread, and may outlive that, which can be killed.
	void set_thread();

	/// A stack location, from 0 if the memory is ours: see initialize_irp().
	PIO_STACK_LOCATION location_at(int at) const
	{
		return reinterpret_cast<PIO_STACK_LOCATION>(irp + 1) + !foreign - 1 + at;
	}
	/// The device that works on it at its current stack location, which is one. Whoever
	/// completes it there takes it, or whoever finds that it was forgotten (Held::take()).
	io::Held &worker() { return holds()[static_cast<UCHAR>(irp->CurrentLocation)]; }

	/// It gets back to where it was sent or completed last: whoever sent it waits for it.
	void put_back() const;
	/// What a driver has made of its place in the stack locations. Where that is none, it is
	/// put back: the answer is false then.
	bool mend() const;
	/// The same, and it is nowhere else than where it was sent or completed last.
	bool mend_place() const;

	bool is_queued() const { return __atomic_load_n(&queued, __ATOMIC_RELAXED); }
	/// For others than who sends it: what the sender has set before is there.
	bool is_under_way() const { return __atomic_load_n(&origin, __ATOMIC_ACQUIRE); }
	void set_under_way(CHAR at) { __atomic_store_n(&origin, at, __ATOMIC_RELEASE); }
	/// It was made for whoever waits for it, who has been told that it is complete, and is
	/// about to free it. What a driver allocates it may send again.
	bool is_over() const { return finished && done && !origin; }
	/// The I/O manager made it for a driver, which has sent it, and has got it back by a
	/// completion routine that returned STATUS_MORE_PROCESSING_REQUIRED (W2).
	bool sender_has_it_back() const { return built && caller && !origin; }

private:
	nt_irp(PIRP request, CHAR stack_count, CHAR at, bool is_foreign);
	io::Held *holds() { return reinterpret_cast<io::Held *>(this + 1); }
};

namespace io {

/// An IRP as it is at the start, in memory of any kind. `spare`: there is memory for a stack
/// location below the first one: a driver whose StackSize is too small fills that in before
/// IoCallDriver() can refuse.
void initialize_irp(PIRP irp, USHORT size, CCHAR stack_count, bool spare);

/// Memory of a driver's, as IoInitializeIrp() leaves it. It may be gone.
bool is_irp(PIRP irp);

// irp_damage.cc: requests as drivers hand them over. In order is one that can be sent, or
// completed; of one that is not, the log has a line.

/// `request` is nullptr for memory of a driver's that is not known. False: it was refused with
/// STATUS_INVALID_PARAMETER, and completed, if somebody waits for it.
[[nodiscard]] bool may_be_sent(Request *request, PIRP irp, const void *caller);
/// Nobody gets the request: it ends as if a driver had completed it at its current location.
/// `request` is nullptr if there is no memory for it. Returns the status.
NTSTATUS refuse(Request *request, PIRP irp, NTSTATUS status);

// irp.cc

/// Completes it at its current location, which is one. `request` as for refuse().
void complete(Request *request, PIRP irp);
/// Whoever gets true ends the request, and nobody does after that.
[[nodiscard]] bool claim_end(PIRP irp);

// irp_build.cc

/// What was made with it.
void free_buffers(Request &request);

}
