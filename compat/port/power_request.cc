// SPDX-License-Identifier: GPL-2.0
/// power_request.cc - asks a driver to turn its device on or off.

#include <utility>

#include "base/gate.hh"
#include "base/idle.hh"
#include "base/object.hh"
#include "base/work.hh"
#include "io/held.hh"
#include "io/irp.h"
#include "port/instance.hh"

using port::Instance;

namespace {

/// How long a driver may take.
constexpr unsigned int patience_s = 5;

/// IRP_MN_SET_POWER, which may be completed after its sender has stopped waiting.
class PowerRequest {
public:
	/// nullptr: there is no memory.
	static PowerRequest *create(PDEVICE_OBJECT device, DEVICE_POWER_STATE state);
	PowerRequest(const PowerRequest &) = delete;
	PowerRequest &operator=(const PowerRequest &) = delete;

	/// Sends it. False: it was not complete in time. Called once, as the last thing its owner
	/// does.
	bool send_and_wait();

private:
	friend rt::Unique<PowerRequest>;

	explicit PowerRequest(PDEVICE_OBJECT device)
		: top_(io::Held::top_of(device)),
		  irp_(nt_irp_create(top_.object()->StackSize, false)),
		  send_(send, this, true)
	{ }
	~PowerRequest()
	{
		if (irp_)
			nt_irp_free(irp_);
	}

	void put();
	void complete();
	static void send(void *request);
	static void done(PIRP irp, void *request);

	unsigned int references_ = 3;  // of the waiter, the sender and the IRP
	unsigned int pending_ = 1;
	io::Held top_;	// held until it has the request
	const PIRP irp_;
	Work send_;
};

PowerRequest *PowerRequest::create(PDEVICE_OBJECT device, DEVICE_POWER_STATE state)
{
	rt::Unique<PowerRequest> request(new (rt::kernel) PowerRequest(device));

	if (!request || !request->irp_ || !request->send_)
		return nullptr;
	request->irp_->IoStatus.Status = STATUS_NOT_SUPPORTED;
	PIO_STACK_LOCATION location = IoGetNextIrpStackLocation(request->irp_);
	location->MajorFunction = IRP_MJ_POWER;
	location->MinorFunction = IRP_MN_SET_POWER;
	location->Parameters.Power.Type = DevicePowerState;
	location->Parameters.Power.State.DeviceState = state;
	nt_irp_set_done(request->irp_, done, request.get());
	return request.release();
}

void PowerRequest::put()
{
	if (!__atomic_sub_fetch(&references_, 1, __ATOMIC_ACQ_REL))
		delete this;
}

void PowerRequest::complete()
{
	__atomic_store_n(&pending_, 0, __ATOMIC_RELEASE);
	wake_idle();
}

void PowerRequest::done(PIRP, void *context)
{
	auto *request = static_cast<PowerRequest *>(context);

	request->complete();
	request->put();
}

/// Runs in a worker thread, because a driver that waits in its dispatch routine, or has a bug check
/// there, would block the thread that suspends the machine for good.
void PowerRequest::send(void *context)
{
	auto *request = static_cast<PowerRequest *>(context);
	const io::Held top = std::move(request->top_);
	const NTSTATUS status = nt_irp_send(top.object(), request->irp_, code_of(send));

	if (nt_irp_forgotten(request->irp_, status))
		request->complete();
	request->put();
}

bool PowerRequest::send_and_wait()
{
	send_.queue();
	const bool in_time = wait_until_idle(pending_, patience_s);
	put();
	return in_time;
}

}

/// Without memory, the device goes on as it is: the port's registers are restored anyway.
void Instance::set_power(DEVICE_POWER_STATE state)
{
	if (!is_attached() || surprised_ || nt_driver_dead(driver_))
		return;
	PowerRequest *request = PowerRequest::create(device_, state);
	if (request && !request->send_and_wait())
		nt_warn("%s: IRP_MN_SET_POWER for parport%u is not complete after %u s: going on without\n",
			name(), port_->number(), patience_s);
}
