// SPDX-License-Identifier: GPL-2.0
/// request.hh - a program's request, and everything that belongs to it.
#pragma once

#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "glue/debug_file.h"
#include "glue/program.h"
#include "base/guard.hh"
#include "base/object.hh"
#include "ex/probe.h"
#include "io/held.hh"
#include "io/irp.h"
#include "node/buffer.hh"
#include "node/later.hh"

namespace node {

struct Kept;

using RequestsGuard = SpinGuard<NT_REQUESTS_LOCK>;

/// A program's call makes a request, sends it and waits. A signal cancels the request, and the call
/// goes on waiting, because a driver may be using what the request points to; a signal that kills
/// the program ends that wait, too. The request then lives on by itself: it owns all its buffers
/// and a reference to the file, and so to the driver.
struct Request {
	/// Whoever is done with it last, the driver or the call, frees it.
	enum State : int { sent, completed, left };

	rt::Link link{};	// first: in the list of those under way, or zeroed
	Ref<FILE_OBJECT> file;	// goes last: file and driver may go with it
	io::Held device;	// the top of the file's stack, until it has the request
	Copy copy;		// a copy of the program's memory
	bool neither = false;	// which the driver gets in place of that memory
	Pages pages;		// or that memory itself
	/// Outlives the request with these two: a driver has locked one.
	Kept *kept GUARDED_BY(RequestsGuard::lock) = nullptr;
	PIRP irp = nullptr;
	Later burial;	 // frees the request after its caller has left it
	Later reminder;	 // logs reminders of it meanwhile
	int state = sent;
	UCHAR major;
	IO_STATUS_BLOCK result{};
	nt_program program{};  // who sent it, and when

	/// A request whose stack location is set up except for its parameters; none: there is no
	/// memory.
	static rt::Unique<Request> create(PFILE_OBJECT file, UCHAR major);
	~Request();
	Request(const Request &) = delete;
	Request &operator=(const Request &) = delete;

	IO_STACK_LOCATION &location() const { return *IoGetNextIrpStackLocation(irp); }
	/// Describes `length` bytes of memory to the driver, in MdlAddress.
	Error describe(void *memory, size_t length) const;

	/// Gives the request to the driver and waits. No error: `result` is the driver's; the
	/// request is gone if the driver has forgotten to complete it. Error::left: the program is
	/// being killed, and the request is no longer its caller's.
	static Error send(rt::Unique<Request> &request, bool nonblocking, IO_STATUS_BLOCK &result);

	/// What the drivers of requests have of their programs' memory.
	static const nt_lender lender;
	/// Prints a line for each request under way.
	static void show(seq_file *text);

private:
	Request(PFILE_OBJECT to, UCHAR function);

	void join();
	/// Neighbours that leave write the link, too.
	void leave_list() REQUIRES(RequestsGuard::lock);
	void end_lending() REQUIRES(RequestsGuard::lock);
	bool has_lent(const void *memory, size_t length) const REQUIRES(RequestsGuard::lock);
	bool is_complete() const { return __atomic_load_n(&state, __ATOMIC_ACQUIRE) != sent; }
	/// False: the other side was first.
	bool become(State wanted);
	Error wait(bool nonblocking);
	bool leave();
	void tell();
	bool forget();

	static bool is_lent(const void *memory, size_t length);
	static NTSTATUS keep(const void *memory, size_t length, void **kept);
	static void give_up(void *kept);
	static void done(PIRP irp, void *request);
	static void bury(void *request);
	static void remind(void *request);
};

}
