// SPDX-License-Identifier: GPL-2.0 OR MIT
/// file.hpp - open devices and their requests.
#pragma once

#include "library/object.hpp"

#include <ntparport_ioctl.h>

namespace nt {

/// One read(), write() or ioctl(), by the thread that made it or, if it may pend, by one of its
/// own.
/// The fields below `by` change with the lock held.
struct Request {
	std::shared_ptr<File> file;
	LPOVERLAPPED overlapped = nullptr;
	std::shared_ptr<Event> event;  // of the OVERLAPPED
	long number = 0;	       // of the system call
	long second = 0, third = 0;    // its arguments
	ntparport_device_control control{};
	DWORD issuer = 0;   // the thread that made it
	DWORD by = 0;	    // the thread that makes the call; 0: not yet
	int cancelled = 0;  // ntparport_call() reads it
	bool done = false;
	NTSTATUS status = 0;
	ULONG_PTR information = 0;

	/// Makes the call and completes the request.
	void run();

	/// Has a thread run it, and returns when it is complete or the driver keeps it: then true.
	static bool pends(const std::shared_ptr<Request> &request, bool &started);

	/// Interrupts the call, wherever its thread is. Lock held.
	void cancel_locked();

private:
	void call();
	void complete();
	bool is_kept_by_driver() const;
};

struct File final : Object {
	~File() override;
	File *file() override { return this; }

	/// Cancels all requests and waits for them, but not for ever.
	void end();

	/// The same requests without waiting: of one thread (0: any), with one OVERLAPPED (nullptr:
	/// any). The number of requests.
	unsigned int cancel(DWORD issuer, const OVERLAPPED *overlapped);

	int fd = -1;
	bool overlapped = false;
	bool ended = false;		// no further requests
	std::list<Request *> requests;	// that are under way
};

/// The status for an errno of read(), write() or fsync(), or of an ioctl() that no driver has seen.
NTSTATUS status_of_errno(int error);

}
