// SPDX-License-Identifier: GPL-2.0
/// request.hh - what is kept about a request. Drivers see the IRP, and may damage that.
#pragma once

#include <utility>

#include "module/rt/unique.hh"
#include "base/check.hh"
#include "base/irql.h"
#include "base/object.hh"
#include "io/held.hh"
#include "io/irp.h"

namespace io {

using Request = ::nt_irp;

/// Stack locations of which there are too many: the sender's CurrentLocation is one more.
constexpr CCHAR most_locations = 126;
inline bool is_stack_count(CCHAR count) { return count >= 1 && count <= most_locations; }

/// How hard to try to get memory.
enum class Memory { at_once, may_sleep, surely };

/// For a driver: depends on the caller's IRQL.
inline Memory memory_now() { return nt_may_sleep() ? Memory::may_sleep : Memory::at_once; }

}

/// What is kept about a request. In memory, the holds of devices follow it, and then its IRP,
/// unless that is a driver's own.
struct nt_irp {
	const PIRP irp;
	nt_irp *next = nullptr;	 // in the table, by the address of the IRP
	CHAR count;		 // its StackCount
	const CHAR holds_count;
	const bool foreign;		  // in a driver's memory: known only while it is under way
	CHAR location;			  // its CurrentLocation when it was last sent or completed
	CHAR origin = 0;		  // its CurrentLocation when it was sent; 0: not under way
	bool finished = false;		  // all drivers have had it, and what follows has begun
	bool cancelled_at_end = false;	  // because its sender is being unloaded or dies
	bool cancelled_for_file = false;  // by ZwCancelIoFile()
	bool queued = false;		  // it waits for a port, which will complete it
	bool built = false;		  // made by IoBuild...Request(), with its buffers
	unsigned long call = 0;		  // see nt_irp_set_call(); a later one has a higher number
	Ref<nt_driver> owner;		  // the driver that allocated it
	Ref<_ETHREAD> thread;		  // the thread that it is for
	io::HeldDriver sender;		  // the driver that sent it, while it is under way
	Ref<nt_driver> forgotten_by;	  // the driver that has it, and will not complete it
	const void *caller = nullptr;	  // the code that sent it
	const void *completer = nullptr;  // the code that completed it last
	void (*done)(PIRP irp, void *context) = nullptr;  // called when it is complete
	void *done_context = nullptr;
	void *buffer = nullptr;		     // the system buffer that was made for it
	ULONG output_length = 0;	     // how much of the buffer may be copied back
	nt_irp *master = nullptr;	     // of an associated request; nullptr: it has gone
	bool has_associated = false;	     // it is or was the master of some
	UCHAR splits = 0;		     // how many masters it has, one of the other
	PDEVICE_OBJECT packet_of = nullptr;  // the device that it was last started for, see below
	CHAR packet_at = 0;		     // its CurrentLocation then

	/// A new request, not known yet; none: there is no memory, or too large a stack count.
	static rt::Unique<nt_irp> create(CHAR stack_count, io::Memory wanted);
	/// For a driver's memory that is an IRP.
	static rt::Unique<nt_irp> create_foreign(PIRP irp);
	~nt_irp();
	nt_irp(const nt_irp &) = delete;
	nt_irp &operator=(const nt_irp &) = delete;

	/// Makes it new again.
	void initialize(USHORT size, CCHAR stack_count);
	/// It is for the calling thread, which can be killed and may go before the request does.
	void set_thread();

	/// A stack location; location 0 exists only if the memory is ours: see initialize_irp().
	PIO_STACK_LOCATION location_at(int at) const
	{
		return reinterpret_cast<PIO_STACK_LOCATION>(irp + 1) + !foreign - 1 + at;
	}
	/// The device that works on the request at its current stack location, which is a valid
	/// one. Whoever completes the request there takes it (Held::take()), or whoever finds that
	/// it was forgotten.
	io::Held &worker() { return worker_at(irp->CurrentLocation); }
	/// The same for a stack location that exists.
	io::Held &worker_at(CHAR at) { return holds()[static_cast<UCHAR>(at)]; }

	/// Puts it back to where it was last sent or completed, because whoever sent it waits for
	/// it.
	void put_back() const;
	/// Whether the place in the stack locations that a driver has left it at exists.
	bool is_in_order() const;
	/// Accepts that place. False: it does not exist, and the request has been put back. Only for
	/// whoever has the request: another CPU may be completing any other.
	bool mend() const;
	/// The same, but accepts only the place where it was last sent or completed.
	bool mend_place() const;

	bool is_queued() const { return __atomic_load_n(&queued, __ATOMIC_RELAXED); }
	/// For everyone but the sender: what the sender has set before can be seen.
	bool is_under_way() const { return __atomic_load_n(&origin, __ATOMIC_ACQUIRE); }
	void set_under_way(CHAR at) { __atomic_store_n(&origin, at, __ATOMIC_RELEASE); }
	/// Whoever waits for the request made it, has been told that it is complete, and is about
	/// to free it. A request that a driver allocated may be sent again.
	bool is_over() const { return finished && done && !origin; }
	/// The I/O manager made it for a driver, which has sent it, and got it back through a
	/// completion routine that returned STATUS_MORE_PROCESSING_REQUIRED (W2).
	bool sender_has_it_back() const { return built && caller && !origin; }

private:
	nt_irp(PIRP request, CHAR stack_count, CHAR at, bool is_foreign);
	io::Held *holds() { return reinterpret_cast<io::Held *>(this + 1); }
};

namespace io {

/// Initialises an IRP, in memory of any kind. `spare`: there is memory for a stack location below
/// the first one: a driver whose StackSize is too small fills that in before IoCallDriver() can
/// refuse.
void initialize_irp(PIRP irp, USHORT size, CCHAR stack_count, bool spare);

/// Whether a driver's memory, which may be gone, is as IoInitializeIrp() leaves it.
bool is_irp(PIRP irp);
/// Whether a driver's memory, which may be gone, may be a request that is damaged: its type or its
/// locations are as IoInitializeIrp() leaves them. Any IRQL.
bool looks_like_irp(PIRP irp);

// irp_damage.cc: requests as drivers hand them over. One that is in order can be sent, or
// completed; otherwise the log has a line.

/// `request` is nullptr for a driver's memory that is not known. False: the request was refused
/// with STATUS_INVALID_PARAMETER, and completed if somebody waits for it.
[[nodiscard]] bool may_be_sent(Request *request, PIRP irp, const void *caller);
/// No driver gets the request: it ends as if one had completed it at its current location.
/// `request` is nullptr if there is no memory for it. Returns the status.
NTSTATUS refuse(Request *request, PIRP irp, NTSTATUS status);

// start_io.cc: a request is a packet from IoStartPacket() until it ends: it is completed at the
// location at which it was then, freed, or initialised anew. The device may be gone earlier.

/// A request in its device's queue has ended: takes it out, or the queue would refer to freed
/// memory. At or below DISPATCH_LEVEL.
void leave_queue(PDEVICE_OBJECT device, PIRP irp);
/// The request, which is a packet, has ended: its device knows nothing of it from now on, except as
/// CurrentIrp. `worker`: the device that has worked on it, if the caller holds that. At or below
/// DISPATCH_LEVEL.
void end_packet(Request &request, const Held &worker = {});

// irp.cc

/// Completes it at its current location, which is a valid one. `request` is as for refuse().
void complete(Request *request, PIRP irp);
/// IoCompleteRequest() on behalf of a driver. At or below DISPATCH_LEVEL.
void complete_for(PIRP irp, Caller caller);
/// Whoever gets true ends the request; nobody else does.
[[nodiscard]] bool claim_end(PIRP irp);

// irp_alloc.cc

/// IoAllocateIrp() on behalf of a driver. At or below DISPATCH_LEVEL.
PIRP allocate_irp(CCHAR stack_size, Caller caller);

// irp_build.cc

/// Frees the buffers that were made with the request.
void free_buffers(Request &request);

/// A device control.
struct Control {
	ULONG code;
	PVOID input;
	ULONG input_length;
	PVOID output;
	ULONG output_length;
	UCHAR major = IRP_MJ_DEVICE_CONTROL;
};

/// A read or a write.
struct Transfer {
	bool is_read;
	PVOID buffer;
	ULONG length;
	LARGE_INTEGER offset;
	ULONG key;
};

/// Requests of ntparport itself with buffers of the driver whose code is at `caller`, which only
/// lack the file. nullptr: there is no memory. Whoever gets the result calls give_output(), and
/// nt_irp_free() in the end. PASSIVE_LEVEL.
PIRP build_control(const void *caller, PDEVICE_OBJECT device, const Control &control);
PIRP build_transfer(const void *caller, PDEVICE_OBJECT device, const Transfer &transfer);
PIRP build_query(const void *caller, PDEVICE_OBJECT device, FILE_INFORMATION_CLASS wanted,
		 PVOID buffer, ULONG length);
PIRP build_set(const void *caller, PDEVICE_OBJECT device, FILE_INFORMATION_CLASS which,
	       const void *information, ULONG length);
PIRP build_volume_query(const void *caller, PDEVICE_OBJECT device, FS_INFORMATION_CLASS wanted,
			PVOID buffer, ULONG length);
PIRP build_flush(const void *caller, PDEVICE_OBJECT device);
/// Cancels what the calling thread has sent for the file by such requests and is not complete.
/// PASSIVE_LEVEL.
void cancel_for(PFILE_OBJECT file);
/// Copies what drivers have put into the system buffer of a complete request to the buffer of its
/// sender, if it was successful. At or below DISPATCH_LEVEL.
void give_output(PIRP irp);

// irp_wait.cc

/// What a driver has asked for by a call, and may be waiting for.
struct CallOfDriver {
	const void *caller;  // the code that is the sender
	/// Called with what is below it when the request is complete, at or below DISPATCH_LEVEL;
	/// never after the call has given up.
	void (*finish)(void *context, PIRP irp);
	void *context;
	bool wait;	 // or else returns what the dispatch routine does
	bool alertable;	 // the request is cancelled if the process is killed
};

/// Sends the request, which is freed when it is complete. `gave_up`: finish() has not been called
/// and will not be. A wait gives up only if the device's driver dies (STATUS_DEVICE_REMOVED) or has
/// forgotten the request (W4). PASSIVE_LEVEL.
NTSTATUS send_for_driver(PDEVICE_OBJECT device, PIRP irp, const CallOfDriver &call, bool &gave_up);

}
