// SPDX-License-Identifier: GPL-2.0
/// power.cc - power requests that drivers have sent to a device, and its state.

#include <utility>

#include "base/counted.hh"
#include "base/gate.hh"
#include "base/irql.h"
#include "base/new.hh"
#include "base/object.hh"
#include "base/work.hh"
#include "module/rt/unique.hh"
#include "io/check.hh"
#include "io/device.hh"
#include "io/held.hh"
#include "io/known_requests.hh"
#include "io/request.hh"

using io::Held;
using io::HeldDriver;
using io::KnownRequests;
using io::Request;
using rt::Unique;

namespace {

/// A request that a driver has asked for. It is sent by a thread of the system, because a stack may
/// want PASSIVE_LEVEL, and the driver be in the middle of another power request.
class PowerRequest : public Counted<PowerRequest> {
public:
	/// nullptr: there is no memory. At or below DISPATCH_LEVEL.
	static Unique<PowerRequest> create(PDEVICE_OBJECT device, UCHAR minor, POWER_STATE state);
	PowerRequest(const PowerRequest &) = delete;
	PowerRequest &operator=(const PowerRequest &) = delete;

	/// What is called when it is complete.
	void set_completion(PREQUEST_POWER_COMPLETE function, PVOID context)
	{
		function_ = function;
		context_ = context;
	}
	PIRP irp() const { return irp_; }
	/// Sends it on behalf of the code, whose driver stays until it is complete.
	static void send(Unique<PowerRequest> request, const void *caller);

private:
	friend Counted<PowerRequest>;
	friend Unique<PowerRequest>;

	PowerRequest(PDEVICE_OBJECT device, UCHAR minor, POWER_STATE state)
		: device_(Ref<DEVICE_OBJECT>::of(device)),
		  minor_(minor),
		  state_(state),
		  top_(Held::top_of(device)),
		  send_(run, this, nt_may_sleep())
	{ }
	~PowerRequest()
	{
		if (irp_)
			nt_irp_free(irp_);
	}

	bool create_irp();
	void finish(const IO_STATUS_BLOCK &result);
	static void run(void *request);
	static void done(PIRP irp, void *request);

	References references_{ 2 };  // of the sender and the IRP
	bool finished_ = false;
	const Ref<DEVICE_OBJECT> device_;
	const UCHAR minor_;
	const POWER_STATE state_;
	PREQUEST_POWER_COMPLETE function_ = nullptr;
	PVOID context_ = nullptr;
	const void *caller_ = nullptr;
	PIRP irp_ = nullptr;
	HeldDriver sender_;  // until the request is under way
	Held top_;	     // until it has the request
	Work send_;
};

bool PowerRequest::create_irp()
{
	Unique<Request> request =
		Request::create(nt_device_stack_size(top_.object()), io::memory_now());

	if (!request)
		return false;
	irp_ = KnownRequests().add(std::move(request))->irp;
	irp_->IoStatus.Status = STATUS_NOT_SUPPORTED;
	PIO_STACK_LOCATION location = IoGetNextIrpStackLocation(irp_);
	location->MajorFunction = IRP_MJ_POWER;
	location->MinorFunction = minor_;
	if (minor_ == IRP_MN_WAIT_WAKE) {
		location->Parameters.WaitWake.PowerState = state_.SystemState;
	} else {
		location->Parameters.Power.Type = DevicePowerState;
		location->Parameters.Power.State = state_;
	}
	nt_irp_set_done(irp_, done, this);
	return true;
}

Unique<PowerRequest> PowerRequest::create(PDEVICE_OBJECT device, UCHAR minor, POWER_STATE state)
{
	Unique<PowerRequest> request(new (rt::kernel, nt_may_sleep())
					     PowerRequest(device, minor, state));

	if (!request || !request->send_ || !request->create_irp())
		return {};
	return request;
}

void PowerRequest::finish(const IO_STATUS_BLOCK &result)
{
	IO_STATUS_BLOCK status = result;

	// A request that was forgotten ends once more when its driver is unloaded.
	if (!__atomic_exchange_n(&finished_, true, __ATOMIC_ACQ_REL) && function_)
		call(function_, device_.get(), minor_, state_, context_, &status);
}

void PowerRequest::done(PIRP irp, void *context)
{
	const auto request = CountedRef<PowerRequest>::taken(context);

	request->finish(irp->IoStatus);
}

void PowerRequest::run(void *context)
{
	const auto request = CountedRef<PowerRequest>::taken(context);
	const HeldDriver sender = std::move(request->sender_);
	const Held top = std::move(request->top_);
	const NTSTATUS status = nt_irp_send(top.object(), request->irp_, request->caller_);

	// The driver that has forgotten it keeps the IRP's reference.
	if (nt_irp_forgotten(request->irp_, status))
		request->finish({ { status }, 0 });
}

void PowerRequest::send(Unique<PowerRequest> request, const void *caller)
{
	const Ref<nt_driver> sender = Ref<nt_driver>::taken(nt_driver_get(caller));

	request->caller_ = caller;
	if (sender)
		request->sender_ = HeldDriver(sender.get(), false);
	request.release()->send_.queue();
}

}

NTSTATUS NTAPI PoRequestPowerIrp(PDEVICE_OBJECT device, UCHAR minor, POWER_STATE state,
				 PREQUEST_POWER_COMPLETE function, PVOID context, PIRP *irp)
{
	if (!irql_ok(DISPATCH_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!io::device_ok(device) || (function && !ok(is_routine(function), "the routine")) ||
	    (irp && !ok(is_memory(irp), "the place for the request")))
		return STATUS_INVALID_PARAMETER;
	if (minor != IRP_MN_SET_POWER && minor != IRP_MN_QUERY_POWER && minor != IRP_MN_WAIT_WAKE) {
		Caller().complain("0x%02x is not a power request that can be sent", minor);
		return STATUS_INVALID_PARAMETER_2;
	}
	if (nt_device_deleted(device))
		return STATUS_DELETE_PENDING;
	Unique<PowerRequest> request = PowerRequest::create(device, minor, state);
	if (!request)
		return STATUS_INSUFFICIENT_RESOURCES;
	request->set_completion(function, context);
	// Of any other, the driver could not know whether it is still there.
	if (irp && minor == IRP_MN_WAIT_WAKE)
		*irp = request->irp();
	PowerRequest::send(std::move(request), Caller().code());
	return STATUS_PENDING;
}

VOID NTAPI PoStartNextPowerIrp(PIRP) { static_cast<void>(irql_ok(DISPATCH_LEVEL)); }

POWER_STATE NTAPI PoSetPowerState(PDEVICE_OBJECT object, POWER_STATE_TYPE type, POWER_STATE state)
{
	POWER_STATE old{ .DeviceState = PowerDeviceUnspecified };

	if (!irql_ok(DISPATCH_LEVEL) || !io::device_ok(object))
		return old;
	nt_device *device = nt_device::of(object);
	old = device->power;
	if (type == DevicePowerState)
		device->power = state;
	return old;
}
