// SPDX-License-Identifier: GPL-2.0
/// timed_request.cc - requests for which their sender does not wait for ever.

#include <utility>

#include "base/gate.hh"
#include "base/idle.hh"
#include "base/object.hh"
#include "io/timed_request.hh"

using io::TimedRequest;

TimedRequest::TimedRequest(PDEVICE_OBJECT device)
	: top_(Held::top_of(device)),
	  irp_(nt_irp_create(nt_device_stack_size(top_.object()), false)),
	  send_(send, this, true)
{ }

TimedRequest *TimedRequest::create(PDEVICE_OBJECT device, UCHAR major)
{
	rt::Unique<TimedRequest> request(new (rt::kernel) TimedRequest(device));

	if (!request || !request->irp_ || !request->send_)
		return nullptr;
	request->irp_->IoStatus.Status = STATUS_NOT_SUPPORTED;
	request->location()->MajorFunction = major;
	nt_irp_set_done(request->irp_, done, request.get());
	return request.release();
}

void TimedRequest::complete()
{
	__atomic_store_n(&pending_, 0, __ATOMIC_RELEASE);
	wake_idle();
}

void TimedRequest::done(PIRP, void *context)
{
	const auto request = CountedRef<TimedRequest>::taken(context);

	request->complete();
}

/// Runs in a worker thread, because a driver that waits in its dispatch routine, or has a bug check
/// there, would block the thread that suspends the machine for good.
void TimedRequest::send(void *context)
{
	const auto request = CountedRef<TimedRequest>::taken(context);
	const Held top = std::move(request->top_);
	const NTSTATUS status = nt_irp_send(top.object(), request->irp_, code_of(send));

	if (nt_irp_forgotten(request->irp_, status))
		request->complete();
}

bool TimedRequest::send_and_wait(unsigned int seconds)
{
	send_.queue();
	const bool in_time = wait_until_idle(pending_, seconds);
	put();
	return in_time;
}
