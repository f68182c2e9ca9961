// SPDX-License-Identifier: GPL-2.0
/// request.cc - programs' requests: made, sent, waited for, left.

#include "glue/debug_file.h"
#include "glue/log.h"
#include "glue/wait_state.h"
#include "base/gate.hh"
#include "base/new.hh"
#include "io/device.h"
#include "io/file.hh"
#include "node/request.hh"

using rt::Unique;

namespace node {

namespace {

/// Seconds until the second line about a request whose caller was killed.
constexpr unsigned long first_reminder = 60;

/// The requests under way, for those who wonder why a driver cannot be unloaded (W6).
constinit rt::List<Request> under_way GUARDED_BY(RequestsGuard::lock);

}

/// The memory of a request, for as long as drivers have locked it: until the request ends, the
/// request has it.
struct Kept {
	Request *request GUARDED_BY(RequestsGuard::lock) = nullptr;
	unsigned int locks GUARDED_BY(RequestsGuard::lock) = 0;
	Copy copy{};
	Pages pages{};

	Kept() = default;
	~Kept() = default;
	Kept(const Kept &) = delete;
	Kept &operator=(const Kept &) = delete;
};

namespace {

const char *driver_name(const Request &request)
{
	return nt_driver_name(nt_device_driver(nt_file_device_object(request.file.get())));
}

const char *device_label(const Request &request)
{
	return nt_device_label(nt_file_device_object(request.file.get()));
}

}

Request::Request(PFILE_OBJECT to, UCHAR function)
	: file(Ref<FILE_OBJECT>::of(to)), device(io::top_of(to)), major(function)
{ }

Unique<Request> Request::create(PFILE_OBJECT file, UCHAR major)
{
	Unique<Request> request(new (rt::kernel) Request(file, major));

	if (!request)
		return request;
	request->irp = nt_irp_create(nt_device_stack_size(request->device.object()), false);
	if (!request->irp)
		return {};
	request->irp->RequestorMode = UserMode;
	request->irp->Tail.Overlay.OriginalFileObject = file;
	IO_STACK_LOCATION &location = request->location();
	location.MajorFunction = major;
	location.FileObject = file;
	return request;
}

/// The driver is done with the IRP: nothing in it is looked at any longer.
Request::~Request()
{
	{
		const RequestsGuard guard;

		leave_list();
		end_lending();
	}
	reminder.cancel();
	if (irp)
		nt_irp_free(irp);
}

Error Request::describe(void *memory, size_t length) const
{
	if (!length)
		return Error::none;
	PMDL mdl = IoAllocateMdl(memory, static_cast<ULONG>(length), FALSE, FALSE, irp);
	if (!mdl)
		return Error::no_memory;
	MmBuildMdlForNonPagedPool(mdl);
	return Error::none;
}

void Request::join()
{
	nt_program_note(&program);
	const RequestsGuard guard;
	under_way.push_back(*this);
}

void Request::leave_list()
{
	if (link.next)
		rt::List<Request>::remove(*this);
}

/// Whoever has locked the memory of the request has it from here on.
void Request::end_lending()
{
	if (!kept)
		return;
	kept->copy = std::move(copy);
	kept->pages = std::move(pages);
	kept->request = nullptr;
}

bool Request::has_lent(const void *memory, size_t length) const
{
	return pages.has(memory, length) || (neither && copy.has(memory, length));
}

bool Request::is_lent(const void *memory, size_t length)
{
	const RequestsGuard guard;

	bool found = false;
	for (const Request &request : under_way)
		found = found || request.has_lent(memory, length);
	return found;
}

NTSTATUS Request::keep(const void *memory, size_t length, void **result)
{
	// Before the lock, which is held no longer when what is left of it goes.
	Unique<Kept> fresh(new (rt::kernel, nt_may_sleep()) Kept);
	const RequestsGuard guard;

	for (Request &request : under_way) {
		if (!request.has_lent(memory, length))
			continue;
		if (!request.kept) {
			if (!fresh)
				return STATUS_INSUFFICIENT_RESOURCES;
			request.kept = fresh.release();
			request.kept->request = &request;
		}
		request.kept->locks++;
		*result = request.kept;
		return STATUS_SUCCESS;
	}
	return STATUS_ACCESS_VIOLATION;
}

void Request::give_up(void *memory)
{
	auto *const given = static_cast<Kept *>(memory);
	Unique<Kept> last;
	const RequestsGuard guard;

	if (--given->locks)
		return;
	if (given->request)
		given->request->kept = nullptr;
	last = Unique(given);
}

constinit const nt_lender Request::lender = { is_lent, give_up, keep };

void Request::show(seq_file *text)
{
	const RequestsGuard guard;

	for (const Request &request : under_way)
		nt_file_print(text, "%s: major function 0x%02x to %s, by %s (pid %d), for %lu s\n",
			      driver_name(request), request.major, device_label(request),
			      request.program.name, request.program.pid,
			      nt_program_seconds(&request.program));
}

bool Request::become(State wanted)
{
	int expected = sent;

	return __atomic_compare_exchange_n(&state, &expected, wanted, false, __ATOMIC_SEQ_CST,
					   __ATOMIC_ACQUIRE);
}

/// At or below DISPATCH_LEVEL. Whoever sent the request may free it as soon as it is complete.
void Request::done(PIRP irp, void *request)
{
	auto *it = static_cast<Request *>(request);
	const int *state = &it->state;

	it->result = irp->IoStatus;
	if (it->become(completed))
		nt_state_changed(state);
	else
		it->burial.queue(0);
}

void Request::bury(void *request) { delete static_cast<Request *>(request); }

void Request::remind(void *request) { static_cast<Request *>(request)->tell(); }

/// W6: nobody sees such a request, and it keeps the driver loaded: the kernel refuses to unload the
/// driver, and does not tell us. (It does not tell us while the caller lives, either; but then
/// there is a process to be seen, and the list of requests under way.)
void Request::tell()
{
	const unsigned long seconds = nt_program_seconds(&program);

	nt_warn("%s: request %p (major function 0x%02x) to %s, by %s (pid %d), which was killed, is not complete after %lu s: the driver cannot be unloaded until it completes it\n",
		driver_name(*this), irp, major, device_label(*this), program.name, program.pid,
		seconds);
	// The next line comes after twice that time.
	reminder.queue(seconds + first_reminder);
}

/// The caller is being killed. False: the request is complete after all.
bool Request::leave()
{
	burial.create(NT_BURIAL, bury, this);
	reminder.create(NT_REMINDER, remind, this);
	// First, because after become() it may be freed at any time.
	tell();
	return become(left);
}

/// The driver will not complete the request (W4), which therefore must not keep the driver. False:
/// it has completed it.
bool Request::forget()
{
	burial.create(NT_BURIAL, bury, this);
	{
		const RequestsGuard guard;

		leave_list();
	}
	file = {};
	return become(left);
}

Error Request::wait(bool nonblocking)
{
	bool interrupted = false;

	if (nonblocking && !is_complete())
		IoCancelIrp(irp);
	if (!nt_state_wait(&state, sent, NT_ALL_SIGNALS)) {
		interrupted = true;
		IoCancelIrp(irp);
		if (!nt_state_wait(&state, sent, NT_SIGNALS_THAT_KILL) && leave())
			return Error::left;
	}
	// Then it is as if there had been no request.
	if (result.Status == STATUS_CANCELLED && !result.Information) {
		if (interrupted)
			return Error::restart;
		if (nonblocking)
			return Error::again;
	}
	return Error::none;
}

Error Request::send(Unique<Request> &request, bool nonblocking, IO_STATUS_BLOCK &result)
{
	Request *const it = request.get();

	it->join();
	nt_irp_set_done(it->irp, done, it);
	nt_irp_set_call(it->irp);
	const NTSTATUS status = nt_irp_send(it->device.object(), it->irp, code_of(send));
	it->device = {};
	if (!it->is_complete() && nt_irp_forgotten(it->irp, status)) {
		result = {};
		result.Status = status;
		if (it->forget())
			static_cast<void>(request.release());
		else
			request = {};
		return Error::none;
	}
	const Error error = it->wait(nonblocking);
	if (error == Error::left)
		static_cast<void>(request.release());
	else
		result = it->result;
	return error;
}

}
