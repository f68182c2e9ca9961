// SPDX-License-Identifier: GPL-2.0
/// irp_build.cc - requests with buffers: made for their sender, taken apart when they are complete.

#include "module/rt/minmax.hh"
#include "glue/log.h"
#include "base/check.hh"
#include "ex/pool.h"
#include "io/check.hh"
#include "io/driver.h"
#include "io/known_requests.hh"
#include "io/mdl.hh"
#include "io/request.hh"

using io::device_ok;
using io::KnownRequests;
using io::Memory;
using io::Request;
using rt::Unique;

static constexpr ULONG tag_buffer = 0x6f497379;	 // as on Windows: 'ysIo'

// What we made is freed, whatever drivers have put in its place.

void io::free_buffers(Request &request)
{
	if (nt_pool_has(request.buffer, tag_buffer))
		nt_pool_free(request.caller, "free_buffers", request.buffer);
	request.buffer = nullptr;
	free_mdls(request);
}

/// False: a driver has freed or exchanged the system buffer.
static bool has_its_buffer(const Request &request)
{
	if (!request.buffer || (nt_pool_has(request.buffer, tag_buffer) &&
				request.irp->AssociatedIrp.SystemBuffer == request.buffer))
		return true;
	// What the ports complete has been in the hands of whoever sent it.
	nt_warn("%pS: IofCompleteRequest: request %p no longer has its system buffer, which is not the driver's to free or exchange\n",
		nt_is_own(request.completer) ? request.caller : request.completer, request.irp);
	return false;
}

static void copy_output(const Request &request, ULONG_PTR wanted)
{
	const ULONG_PTR length = request.output_length;

	if (wanted > length)
		nt_warn("%pS: IofCompleteRequest: Information of request %p is %lu, but its output buffer has %lu bytes\n",
			request.completer, request.irp, static_cast<unsigned long>(wanted),
			static_cast<unsigned long>(length));
	memcpy(request.irp->UserBuffer, request.buffer, rt::min(wanted, length));
}

void io::give_output(PIRP irp)
{
	const Request &request = *nt_irp_find(irp);

	if (has_its_buffer(request) && irp->Flags & IRP_BUFFERED_IO &&
	    irp->Flags & IRP_INPUT_OPERATION && !NT_ERROR(irp->IoStatus.Status))
		copy_output(request, irp->IoStatus.Information);
}

/// The sender gets the output, then the result, then the event.
static void give_results(PIRP irp, void *)
{
	const IO_STATUS_BLOCK result = irp->IoStatus;
	PIO_STATUS_BLOCK iosb = irp->UserIosb;
	PKEVENT event = irp->UserEvent;

	io::give_output(irp);
	io::free_buffers(*nt_irp_find(irp));
	nt_irp_destroy(irp);
	if (iosb)
		*iosb = result;
	if (event)
		KeSetEvent(event, IO_NO_INCREMENT, FALSE);
}

namespace {

/// A request that is being built. Until all that it needs is there, the destructor frees it and
/// what was made for it.
class Building {
public:
	Building(const void *caller, PDEVICE_OBJECT device, PKEVENT event, PIO_STATUS_BLOCK iosb)
		: caller_(caller),
		  request_(Request::create(nt_device_stack_size(device), io::memory_now()))
	{
		if (!request_)
			return;
		irp()->UserIosb = iosb;
		irp()->UserEvent = event;
		request_->set_thread();
		request_->done = give_results;
		request_->owner = Ref<nt_driver>::taken(nt_driver_get(caller));
		request_->built = true;
	}
	/// A request of ntparport itself, which sends it for the caller.
	Building(const void *caller, PDEVICE_OBJECT device)
		: caller_(caller),
		  request_(Request::create(nt_device_stack_size(device), Memory::may_sleep))
	{
		if (request_)
			request_->set_thread();
	}
	~Building()
	{
		if (request_)
			io::free_buffers(*request_);
	}
	Building(const Building &) = delete;
	Building &operator=(const Building &) = delete;

	/// False: there was no memory.
	explicit operator bool() const { return static_cast<bool>(request_); }
	PIRP irp() const { return request_->irp; }
	PIO_STACK_LOCATION location() const { return IoGetNextIrpStackLocation(irp()); }

	// These return false if there is no memory for a buffer.

	/// Adds the system buffer, with the input in it. The output of the request is later copied
	/// to `output`.
	[[nodiscard]] bool add_buffer(ULONG size, const void *input, ULONG input_length,
				      void *output);
	[[nodiscard]] bool add_mdl(void *buffer, ULONG length)
	{
		return io::add_mdl(caller_, irp(), buffer, length);
	}
	void set_output_length(ULONG length) { request_->output_length = length; }

	/// The request becomes known, and its sender's.
	PIRP finish() { return KnownRequests().add(std::move(request_))->irp; }

private:
	const void *caller_;
	Unique<Request> request_;
};

bool Building::add_buffer(ULONG size, const void *input, ULONG input_length, void *output)
{
	// Zeroed, because what the driver does not write must not be what was in that memory.
	void *buffer = nt_pool_alloc(caller_, size, 1, tag_buffer, true);

	irp()->AssociatedIrp.SystemBuffer = buffer;
	if (!buffer)
		return false;
	request_->buffer = buffer;
	if (input)
		memcpy(buffer, input, input_length);
	irp()->Flags |= IRP_BUFFERED_IO | IRP_DEALLOCATE_BUFFER;
	if (output)
		irp()->Flags |= IRP_INPUT_OPERATION;
	irp()->UserBuffer = output;
	return true;
}

// What drivers hand over, each of which may be missing

bool results_ok(const KEVENT *event, const IO_STATUS_BLOCK *iosb, Caller caller = Caller())
{
	return (!event || ok(is_memory(event), "the event", caller)) &&
	       (!iosb || ok(is_memory(iosb), "the status block", caller));
}

bool buffer_ok(const void *buffer, ULONG length, const char *what, Caller caller = Caller())
{
	return !buffer || !length || ok(nt_is_memory(buffer, length), what, caller);
}

bool is_transfer(ULONG major) { return major == IRP_MJ_READ || major == IRP_MJ_WRITE; }

bool can_be_built(ULONG major)
{
	return is_transfer(major) || major == IRP_MJ_FLUSH_BUFFERS || major == IRP_MJ_SHUTDOWN ||
	       major == IRP_MJ_PNP || major == IRP_MJ_POWER;
}

bool fsd_request_ok(ULONG major, const void *buffer, ULONG length, Caller caller = Caller())
{
	if (!can_be_built(major)) {
		caller.complain("no request with major function 0x%x can be built", major);
		return false;
	}
	return !is_transfer(major) || !length ||
	       ok(nt_is_memory(buffer, length), "the buffer", caller);
}

/// The transfer type of the code says how the buffers are passed.
bool add_control(Building &building, const io::Control &control)
{
	auto &parameters = building.location()->Parameters.DeviceIoControl;

	parameters.IoControlCode = control.code;
	parameters.InputBufferLength = control.input_length;
	parameters.OutputBufferLength = control.output_length;
	switch (control.code & 3) {
	case METHOD_BUFFERED:
		building.set_output_length(control.output_length);
		if (!control.input_length && !control.output_length)
			return true;
		return building.add_buffer(rt::max(control.input_length, control.output_length),
					   control.input, control.input_length, control.output);
	case METHOD_IN_DIRECT:
	case METHOD_OUT_DIRECT:
		if (control.input && control.input_length &&
		    !building.add_buffer(control.input_length, control.input, control.input_length,
					 nullptr))
			return false;
		return !control.output || !control.output_length ||
		       building.add_mdl(control.output, control.output_length);
	default:
		building.irp()->UserBuffer = control.output;
		building.location()->Parameters.DeviceIoControl.Type3InputBuffer = control.input;
		return true;
	}
}

}

PIRP NTAPI IoBuildDeviceIoControlRequest(ULONG code, PDEVICE_OBJECT device, PVOID input,
					 ULONG input_length, PVOID output, ULONG output_length,
					 BOOLEAN internal, PKEVENT event, PIO_STATUS_BLOCK iosb)
{
	if (!irql_ok(PASSIVE_LEVEL) || !device_ok(device) || !results_ok(event, iosb) ||
	    !buffer_ok(input, input_length, "the input buffer") ||
	    !buffer_ok(output, output_length, "the output buffer"))
		return nullptr;
	Building building(Caller().code(), device, event, iosb);
	if (!building)
		return nullptr;
	building.location()->MajorFunction = internal ? IRP_MJ_INTERNAL_DEVICE_CONTROL :
							IRP_MJ_DEVICE_CONTROL;
	return add_control(building, { code, input, input_length, output, output_length }) ?
		       building.finish() :
		       nullptr;
}

namespace {

/// Adds a read or a write; `offset` may be nullptr.
bool add_transfer(Building &building, bool is_read, PDEVICE_OBJECT device, PVOID buffer,
		  ULONG length, const LARGE_INTEGER *offset)
{
	PIO_STACK_LOCATION location = building.location();

	if (is_read) {
		building.irp()->Flags |= IRP_READ_OPERATION;
		location->Parameters.Read.Length = length;
		if (offset)
			location->Parameters.Read.ByteOffset = *offset;
	} else {
		building.irp()->Flags |= IRP_WRITE_OPERATION;
		location->Parameters.Write.Length = length;
		if (offset)
			location->Parameters.Write.ByteOffset = *offset;
	}
	if (length && device->Flags & DO_BUFFERED_IO) {
		building.set_output_length(length);
		return is_read ? building.add_buffer(length, nullptr, 0, buffer) :
				 building.add_buffer(length, buffer, length, nullptr);
	}
	if (length && device->Flags & DO_DIRECT_IO)
		return building.add_mdl(buffer, length);
	building.irp()->UserBuffer = buffer;
	return true;
}

PIRP build_fsd_request(const void *caller, ULONG major, PDEVICE_OBJECT device, PVOID buffer,
		       ULONG length, const LARGE_INTEGER *offset, PKEVENT event,
		       PIO_STATUS_BLOCK iosb)
{
	Building building(caller, device, event, iosb);

	if (!building)
		return nullptr;
	building.location()->MajorFunction = static_cast<UCHAR>(major);
	if (major == IRP_MJ_PNP || major == IRP_MJ_POWER)
		building.irp()->IoStatus.Status = STATUS_NOT_SUPPORTED;
	if (is_transfer(major) &&
	    !add_transfer(building, major == IRP_MJ_READ, device, buffer, length, offset))
		return nullptr;
	return building.finish();
}

}

PIRP NTAPI IoBuildSynchronousFsdRequest(ULONG major, PDEVICE_OBJECT device, PVOID buffer,
					ULONG length, PLARGE_INTEGER offset, PKEVENT event,
					PIO_STATUS_BLOCK iosb)
{
	if (!irql_ok(PASSIVE_LEVEL) || !device_ok(device) || !results_ok(event, iosb) ||
	    !fsd_request_ok(major, buffer, length))
		return nullptr;
	PIRP irp = build_fsd_request(Caller().code(), major, device, buffer, length, offset, event,
				     iosb);
	if (irp)
		irp->Flags |= IRP_SYNCHRONOUS_API;
	return irp;
}

PIRP NTAPI IoBuildAsynchronousFsdRequest(ULONG major, PDEVICE_OBJECT device, PVOID buffer,
					 ULONG length, PLARGE_INTEGER offset, PIO_STATUS_BLOCK iosb)
{
	if (!irql_ok(DISPATCH_LEVEL) || !device_ok(device) || !results_ok(nullptr, iosb) ||
	    !fsd_request_ok(major, buffer, length))
		return nullptr;
	return build_fsd_request(Caller().code(), major, device, buffer, length, offset, nullptr,
				 iosb);
}

// For our own use

PIRP io::build_control(const void *caller, PDEVICE_OBJECT device, const Control &control)
{
	Building building(caller, device);

	if (!building)
		return nullptr;
	building.location()->MajorFunction = control.major;
	return add_control(building, control) ? building.finish() : nullptr;
}

PIRP io::build_transfer(const void *caller, PDEVICE_OBJECT device, const Transfer &transfer)
{
	Building building(caller, device);

	if (!building)
		return nullptr;
	building.location()->MajorFunction = transfer.is_read ? IRP_MJ_READ : IRP_MJ_WRITE;
	// Reads and writes have it in the same place.
	building.location()->Parameters.Read.Key = transfer.key;
	return add_transfer(building, transfer.is_read, device, transfer.buffer, transfer.length,
			    &transfer.offset) ?
		       building.finish() :
		       nullptr;
}

PIRP io::build_query(const void *caller, PDEVICE_OBJECT device, FILE_INFORMATION_CLASS wanted,
		     PVOID buffer, ULONG length)
{
	Building building(caller, device);

	if (!building)
		return nullptr;
	building.location()->MajorFunction = IRP_MJ_QUERY_INFORMATION;
	building.location()->Parameters.QueryFile.Length = length;
	building.location()->Parameters.QueryFile.FileInformationClass = wanted;
	building.set_output_length(length);
	return building.add_buffer(length, nullptr, 0, buffer) ? building.finish() : nullptr;
}

PIRP io::build_set(const void *caller, PDEVICE_OBJECT device, FILE_INFORMATION_CLASS which,
		   const void *information, ULONG length)
{
	Building building(caller, device);

	if (!building)
		return nullptr;
	building.location()->MajorFunction = IRP_MJ_SET_INFORMATION;
	building.location()->Parameters.SetFile.Length = length;
	building.location()->Parameters.SetFile.FileInformationClass = which;
	return building.add_buffer(length, information, length, nullptr) ? building.finish() :
									   nullptr;
}

PIRP io::build_volume_query(const void *caller, PDEVICE_OBJECT device, FS_INFORMATION_CLASS wanted,
			    PVOID buffer, ULONG length)
{
	Building building(caller, device);

	if (!building)
		return nullptr;
	building.location()->MajorFunction = IRP_MJ_QUERY_VOLUME_INFORMATION;
	building.location()->Parameters.QueryVolume.Length = length;
	building.location()->Parameters.QueryVolume.FsInformationClass = wanted;
	building.set_output_length(length);
	return building.add_buffer(length, nullptr, 0, buffer) ? building.finish() : nullptr;
}

PIRP io::build_flush(const void *caller, PDEVICE_OBJECT device)
{
	Building building(caller, device);

	if (!building)
		return nullptr;
	building.location()->MajorFunction = IRP_MJ_FLUSH_BUFFERS;
	return building.finish();
}
