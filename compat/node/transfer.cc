// SPDX-License-Identifier: GPL-2.0
/// transfer.cc - read(), write() and fsync() for programs.

#include "module/rt/minmax.hh"
#include "glue/user_memory.h"
#include "node/calls.hh"
#include "node/request.hh"

using rt::Unique;

namespace node {

namespace {

/// A longer transfer is cut to this length.
size_t allowed(size_t length) { return rt::min<size_t>(length, NT_MAX_TRANSFER); }

/// The number of bytes, or a negative errno.
long transferred(const IO_STATUS_BLOCK &result, size_t length)
{
	const Error error = file_error(result.Status);

	// A request that was cut short counts for as many bytes as it transferred.
	if (error == Error::none ||
	    (result.Information && (result.Status == STATUS_CANCELLED || !NT_ERROR(result.Status))))
		return static_cast<long>(rt::min<size_t>(result.Information, length));
	return to_errno(error);
}

/// Where the driver puts what it reads, in the form that its device wants.
Error take_destination(Request &request, Address to, size_t length)
{
	const ULONG flags = request.device.object()->Flags;

	if (flags & DO_BUFFERED_IO) {
		// It is better to read nothing than to lose data.
		if (!nt_user_can_write(to, length))
			return Error::fault;
		const Error error = request.copy.take(0, 0, length);
		request.irp->AssociatedIrp.SystemBuffer = request.copy.get();
		return error;
	}
	const Error error = request.pages.map(to, length);
	if (error != Error::none)
		return error;
	if (flags & DO_DIRECT_IO)
		return request.describe(request.pages.get(), length);
	request.irp->UserBuffer = request.pages.get();
	return Error::none;
}

/// What the driver writes, in the same forms, but always a copy.
Error take_source(Request &request, Address from, size_t length)
{
	const ULONG flags = request.device.object()->Flags;
	const Error error = request.copy.take(from, length, length);

	if (error != Error::none)
		return error;
	if (flags & DO_DIRECT_IO && !(flags & DO_BUFFERED_IO))
		return request.describe(request.copy.get(), length);
	request.neither = !(flags & DO_BUFFERED_IO);
	if (request.neither)
		request.irp->UserBuffer = request.copy.get();
	else
		request.irp->AssociatedIrp.SystemBuffer = request.copy.get();
	return Error::none;
}

}

long read(void *file, Address to, size_t length, bool nonblocking)
{
	Unique<Request> request = Request::create(static_cast<PFILE_OBJECT>(file), IRP_MJ_READ);
	IO_STATUS_BLOCK result;

	if (!request)
		return to_errno(Error::no_memory);
	length = allowed(length);
	request->location().Parameters.Read.Length = static_cast<ULONG>(length);
	Error error = take_destination(*request, to, length);
	if (error == Error::none)
		error = Request::send(request, nonblocking, result);
	if (error != Error::none)
		return to_errno(error);
	if (result.Status == STATUS_END_OF_FILE)
		return 0;
	const long count = transferred(result, length);
	// Otherwise the driver has put the data there itself.
	if (count > 0 && request && request->copy.get() &&
	    !nt_to_user(to, request->copy.get(), static_cast<size_t>(count)))
		return to_errno(Error::fault);
	return count;
}

long write(void *file, Address from, size_t length, bool nonblocking)
{
	Unique<Request> request = Request::create(static_cast<PFILE_OBJECT>(file), IRP_MJ_WRITE);
	IO_STATUS_BLOCK result;

	if (!request)
		return to_errno(Error::no_memory);
	length = allowed(length);
	request->location().Parameters.Write.Length = static_cast<ULONG>(length);
	Error error = take_source(*request, from, length);
	if (error == Error::none)
		error = Request::send(request, nonblocking, result);
	return error == Error::none ? transferred(result, length) : to_errno(error);
}

int flush(void *file)
{
	Unique<Request> request =
		Request::create(static_cast<PFILE_OBJECT>(file), IRP_MJ_FLUSH_BUFFERS);
	IO_STATUS_BLOCK result;

	if (!request)
		return to_errno(Error::no_memory);
	const Error error = Request::send(request, false, result);
	// For an unknown request the error is EINVAL, as for files that have nothing to flush.
	return to_errno(error == Error::none ? file_error(result.Status) : error);
}

}
