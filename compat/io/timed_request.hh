// SPDX-License-Identifier: GPL-2.0
/// timed_request.hh - a request for which its sender does not wait for ever; internal.
#pragma once

#include "module/rt/unique.hh"
#include "base/counted.hh"
#include "base/work.hh"
#include "io/held.hh"
#include "io/irp.h"

namespace io {

/// A request of the system's to the top of a device's stack, which may be completed after its
/// sender has stopped waiting.
class TimedRequest : public Counted<TimedRequest> {
public:
	/// One for that major function; what else it asks is to be set in its location. nullptr:
	/// there is no memory.
	static TimedRequest *create(PDEVICE_OBJECT device, UCHAR major);
	TimedRequest(const TimedRequest &) = delete;
	TimedRequest &operator=(const TimedRequest &) = delete;

	PIO_STACK_LOCATION location() { return IoGetNextIrpStackLocation(irp_); }
	/// Sends it. False: it was not complete within that many seconds. Called once, as the last
	/// thing its owner does.
	bool send_and_wait(unsigned int seconds);

private:
	friend Counted<TimedRequest>;
	friend rt::Unique<TimedRequest>;

	explicit TimedRequest(PDEVICE_OBJECT device);
	~TimedRequest()
	{
		if (irp_)
			nt_irp_free(irp_);
	}

	void complete();
	static void send(void *request);
	static void done(PIRP irp, void *request);

	References references_{ 3 };  // of the waiter, the sender and the IRP
	unsigned int pending_ = 1;
	Held top_;  // held until it has the request
	const PIRP irp_;
	Work send_;
};

}
