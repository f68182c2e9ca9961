// SPDX-License-Identifier: GPL-2.0
/// control.cc - DeviceIoControl() for programs.

#include "module/rt/minmax.hh"
#include "glue/user_memory.h"
#include "rtl/errno.hh"
#include "node/calls.hh"
#include "node/request.hh"

using rt::Unique;

namespace node {

namespace {

constexpr ULONG method_of(ULONG code) { return code & 3; }
constexpr ULONG access_of(ULONG code) { return code >> 14 & 3; }

/// Where the second input starts in a request with two of them: after the first, aligned.
constexpr size_t aligned(size_t length) { return (length + 15) & ~size_t{ 15 }; }

/// Takes the program's buffers into the request, as the transfer method requires.
Error take_buffers(Request &request, const nt_control &control)
{
	const ULONG method = method_of(control.code);
	const auto input = static_cast<Address>(control.input);
	const auto output = static_cast<Address>(control.output);
	const size_t input_length = control.input_length;
	const size_t output_length = control.output_length;
	Copy &copy = request.copy;
	PIRP irp = request.irp;
	Error error = Error::none;

	switch (method) {
	case METHOD_BUFFERED:  // one copy; the output replaces the input
		error = copy.take(input, input_length, rt::max(input_length, output_length));
		irp->AssociatedIrp.SystemBuffer = copy.get();
		// Some drivers also write to UserBuffer (W1).
		if (error == Error::none)
			error = request.pages.map(output, output_length);
		irp->UserBuffer = request.pages.get();
		return error;
	case METHOD_IN_DIRECT: {  // both are input, in one copy
		const size_t second = aligned(input_length);

		if (!copy.allocate(second + output_length))
			return Error::no_memory;
		error = copy.fill(0, input, input_length);
		if (error == Error::none)
			error = copy.fill(second, output, output_length);
		if (error != Error::none)
			return error;
		copy.clear(input_length, second - input_length);
		irp->AssociatedIrp.SystemBuffer = input_length ? copy.get() : nullptr;
		return request.describe(copy.get() + second, output_length);
	}
	default:  // a copy of the input, but the output itself
		error = copy.take(input, input_length, input_length);
		if (error == Error::none)
			error = request.pages.map(output, output_length);
		if (error != Error::none)
			return error;
		if (method == METHOD_OUT_DIRECT) {
			irp->AssociatedIrp.SystemBuffer = copy.get();
			return request.describe(request.pages.get(), output_length);
		}
		request.neither = true;
		request.location().Parameters.DeviceIoControl.Type3InputBuffer = copy.get();
		irp->UserBuffer = request.pages.get();
		return Error::none;
	}
}

/// The error of a call that is wrong before there is a request.
Error check(const nt_control &control, bool may_read, bool may_write)
{
	const ULONG access = access_of(control.code);

	if (control.reserved)
		return Error::invalid;
	if (control.input_length > NT_MAX_TRANSFER || control.output_length > NT_MAX_TRANSFER)
		return Error::too_long;
	if ((access & FILE_READ_ACCESS && !may_read) || (access & FILE_WRITE_ACCESS && !may_write))
		return Error::access;
	return Error::none;
}

/// Sends the request, and puts the driver's results into `control`.
Error send(PFILE_OBJECT file, nt_control &control)
{
	Unique<Request> request = Request::create(file, IRP_MJ_DEVICE_CONTROL);
	IO_STATUS_BLOCK result;

	if (!request)
		return Error::no_memory;
	auto &parameters = request->location().Parameters.DeviceIoControl;
	parameters.IoControlCode = control.code;
	parameters.InputBufferLength = control.input_length;
	parameters.OutputBufferLength = control.output_length;
	Error error = take_buffers(*request, control);
	if (error == Error::none)
		error = Request::send(request, false, result);
	if (error != Error::none)
		return error;
	control.status = result.Status;
	control.information = result.Information;
	// As on Windows, a warning brings data, an error does not.
	const auto length = rt::min<size_t>(result.Information, control.output_length);
	if (method_of(control.code) == METHOD_BUFFERED && !NT_ERROR(result.Status) && length &&
	    request &&
	    !nt_to_user(static_cast<Address>(control.output), request->copy.get(), length))
		return Error::fault;
	return error_of(rtl::errno_of(result.Status));
}

}

long control(void *file, Address argument, bool may_read, bool may_write)
{
	nt_control control{};

	// First, because the driver's work must not be lost for lack of a place for the results.
	if (!nt_control_get(&control, argument))
		return to_errno(Error::fault);
	control.status = STATUS_PENDING;
	Error error = check(control, may_read, may_write);
	if (error == Error::none)
		error = send(static_cast<PFILE_OBJECT>(file), control);
	// Results are written whatever the error is, if the driver has had the request.
	if (control.status != STATUS_PENDING && !nt_control_put(&control, argument))
		return to_errno(Error::fault);
	return to_errno(error);
}

}
