// SPDX-License-Identifier: GPL-2.0
/// requests.cc - requests through stacks of one to four drivers that do anything a driver may do
/// with a request, and some of what no driver may do; allocations fail now and then.
///
/// requests SEED OPERATIONS
///
/// The model knows where each request is, and which completion routine is next.

#include "linux.hh"

#include <algorithm>
#include <cinttypes>
#include <map>
#include <memory>
#include <utility>

#include "io/irp.h"
#include "load/counts.h"

using world::check;
using world::Random;

namespace {

struct Request;

/// A completion routine that was set.
struct Context {
	Request *request;
	unsigned int driver;
	bool may_keep;	// the driver has marked the request pending
	bool called = false;
};

/// A completion that is under way: from IoCompleteRequest() until a routine keeps the request, or
/// until the end.
struct Run {
	NTSTATUS status = STATUS_SUCCESS;
	ULONG_PTR information = 0;
	bool cancelled = false;	 // before the completion began
	bool over = false;
	bool ended = false;  // nobody has kept the request
};

/// A call of IoCallDriver(), until the request has reached somebody.
struct Sending {
	PDEVICE_OBJECT device = nullptr;
	bool cancelled = false;	 // before it was sent
	bool reached = false;
	bool refused = false;
	NTSTATUS result = STATUS_SUCCESS;
	Run run{};  // used if it is refused
	size_t log_size = world::log.size();
};

struct Location {
	Context *routine = nullptr;
	bool is_kept = false;	  // set by IoSetCompletionRoutineEx(): must be called
	bool of_forward = false;  // set by IoForwardIrpSynchronously()
	UCHAR flags = 0;
	bool pending = false;
	PDEVICE_OBJECT device = nullptr;
};

struct Request {
	PIRP irp = nullptr;
	unsigned int owner = 0;
	int count = 0;
	std::unique_ptr<char[]> memory;	 // memory of the driver's own, if any
	bool is_free = false;
	bool under_way = false;
	bool cancelled = false;	 // somebody has tried to cancel it
	KIRQL cancel_irql = PASSIVE_LEVEL;
	bool lock_left = false;	 // its cancel routine has not given back the lock
	bool in_use = false;	 // somebody is about to use it
	int at = 0;
	int last = 0;  // the location where it was sent or completed last
	unsigned int cancellers = 0;
	std::vector<Location> locations;
	Run *run = nullptr;
	Sending *sending = nullptr;

	void begin()
	{
		at = last = count + 1;
		cancelled = false;
		locations.assign(static_cast<size_t>(count) + 2, {});
	}
	Location &location(int n) { return locations[static_cast<size_t>(n)]; }
};

/// A request that a driver has, to complete it later.
struct Kept {
	Request *request;
	unsigned int driver;
	bool cancellable;
};

/// A completion from a DPC or a work item.
struct Later {
	Request *request;
	unsigned int driver;
	KDPC dpc;
	PIO_WORKITEM item;
};

struct Driver {
	PDRIVER_OBJECT object = nullptr;
	PDEVICE_OBJECT device = nullptr, lower = nullptr;
	size_t log_size = 0;
	KSPIN_LOCK lock{};
	unsigned int active = 0;  // how many run its code without the system's knowledge
	bool loaded = false;	  // its code may be called
	bool going = false;
	bool deleted = false;
	bool to_cancel = false;	 // it is unloaded while requests that it sent are under way
};

Random *random_numbers;
Driver drivers[world::drivers];
std::vector<std::unique_ptr<Request>> requests;
std::vector<std::unique_ptr<Context>> contexts;
std::map<PIRP, Request *> by_irp;
std::vector<Kept> kept;
std::vector<PDEVICE_OBJECT> references;	 // to devices, whatever becomes of their drivers
unsigned int later_count, depth, main_number;
bool ending, interleaved;
unsigned long counts[8];
enum { sent, completed, kept_by_routine, cancelled, refused, forwarded, unloaded, damaged };

Random &chance() { return *random_numbers; }
bool one_in(unsigned int n) { return chance().one_in(n); }
bool in_main() { return nt_thread_number(nt_current_task()) == main_number; }
bool can_wait() { return !in_main() && KeGetCurrentIrql() == PASSIVE_LEVEL; }

/// Runs the driver's code; the driver waits for that to end before it is unloaded.
template <typename Routine>
void as(unsigned int driver, Routine routine)
{
	drivers[driver].active++;
	world::as(driver, routine);
	drivers[driver].active--;
}

bool is_busy(unsigned int driver);

/// Whether the log has got such a line since it had `since` lines.
bool said(size_t since, const char *part)
{
	return std::any_of(world::log.begin() + static_cast<ptrdiff_t>(since), world::log.end(),
			   [=](const std::string &line) {
				   return line.find(part) != std::string::npos;
			   });
}

// The model of completion

bool is_wanted(const Location &left, const Run &run)
{
	UCHAR wanted = NT_SUCCESS(run.status) ? SL_INVOKE_ON_SUCCESS : SL_INVOKE_ON_ERROR;

	if (run.cancelled)
		wanted |= SL_INVOKE_ON_CANCEL;
	return left.flags & wanted;
}

/// Goes up to the location of the routine, or to the end (nullptr). Returns what
/// PendingReturned has to be there.
bool go_up(Request &request, Run &run, const Context *routine)
{
	for (;;) {
		const Location left = std::exchange(request.location(request.at), {});
		const bool cancelled_since = left.flags & SL_INVOKE_ON_CANCEL &&
					     request.irp->Cancel;

		request.last = ++request.at;
		if (left.routine && left.routine == routine) {
			check(is_wanted(left, run) || cancelled_since,
			      "completion: a routine that is not to be is called");
			return left.pending;
		}
		if (left.of_forward) {
			check(!routine,
			      "completion: a routine is called before IoForwardIrpSynchronously() returns");
			run.over = true;
			return left.pending;
		}
		check(!left.routine || !is_wanted(left, run),
		      "completion: the routine of location %d is not called", request.at - 1);
		if (request.at > request.count) {
			check(!routine, "completion: a routine is called that was not set");
			run.over = run.ended = true;
			return left.pending;
		}
		if (left.pending)
			request.location(request.at).pending = true;
	}
}

/// To be called when no routine has kept the request.
void end_run(Request &request, Run &run, size_t log_size)
{
	if (!run.over) {
		check(request.run == &run, "completion: it is another one's");
		request.run = nullptr;
		if (request.at <= request.count)
			go_up(request, run, nullptr);
		else
			run.over = run.ended = true;
	}
	if (!run.ended)
		return;
	request.under_way = request.in_use = false;
	check(request.memory || said(log_size, "must return STATUS_MORE_PROCESSING_REQUIRED"),
	      "completion: nothing is said of a request that nobody frees");
}

// What drivers do

/// Makes of the request what no driver may; that is then put right.
void damage(PIRP irp)
{
	counts[damaged]++;
	switch (chance().below(5)) {
	case 0:
		irp->StackCount++;
		break;
	case 3:
		irp->CurrentLocation = static_cast<CHAR>(irp->CurrentLocation + 20);
		irp->Tail.Overlay.CurrentStackLocation += 20;
		break;
	case 1:
		irp->CurrentLocation = 100;
		break;
	case 2:
		irp->CurrentLocation = -3;
		break;
	default:
		irp->Tail.Overlay.CurrentStackLocation++;
		break;
	}
}

/// The driver completes a request that it has.
void complete(Request &request, unsigned int driver, NTSTATUS status)
{
	PIRP irp = request.irp;
	const KIRQL irql = KeGetCurrentIrql();
	const size_t log_size = world::log.size();
	const bool damages = one_in(40);
	Run run{ .status = status,
		 .information = chance().below(1000),
		 .cancelled = irp->Cancel != 0 };

	check(!request.run && !request.sending && request.under_way,
	      "model: a request is completed that is not the driver's");
	check(irp->CurrentLocation == request.at, "request: it is at location %d, not %d",
	      irp->CurrentLocation, request.at);
	counts[completed]++;
	request.run = &run;
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = run.information;
	if (one_in(30)) {
		irp->IoStatus.Status = STATUS_PENDING;
		IoCompleteRequest(irp, IO_NO_INCREMENT);
		check(said(log_size, "must not be completed with STATUS_PENDING") &&
			      request.run == &run && !run.over,
		      "refused: completion with STATUS_PENDING");
		irp->IoStatus.Status = status;
	}
	if (damages)
		damage(irp);
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	check(!damages || said(log_size, "its stack location, or their number, is damaged"),
	      "refused: nothing is said of damage");
	end_run(request, run, log_size);
	check(KeGetCurrentIrql() == irql,
	      "context: IoCompleteRequest() changes the IRQL from %u to %u", irql,
	      KeGetCurrentIrql());
	// Complete it once more, at a time when it is nobody's.
	if (!one_in(20) || request.in_use || request.under_way ||
	    by_irp.count(irp) != !request.is_free || request.memory)
		return;
	request.in_use = true;
	const size_t twice = world::log.size();
	as(driver, [=] { IoCompleteRequest(irp, IO_NO_INCREMENT); });
	request.in_use = false;
	check(said(twice, "already complete"), "refused: a request is completed twice");
}

NTSTATUS any_status()
{
	static constexpr NTSTATUS all[] = { STATUS_SUCCESS,	    STATUS_SUCCESS,
					    STATUS_UNSUCCESSFUL,    STATUS_IO_TIMEOUT,
					    STATUS_BUFFER_OVERFLOW, STATUS_CANCELLED };

	return all[chance().below(std::size(all))];
}

/// The request has been refused: begins its completion.
void begin_refusal(Request &request)
{
	Sending &sending = *std::exchange(request.sending, nullptr);
	const NTSTATUS status = request.irp->IoStatus.Status;

	counts[refused]++;
	sending.reached = sending.refused = true;
	sending.run = { .status = status, .information = 0, .cancelled = sending.cancelled };
	request.run = &sending.run;
	if (status == STATUS_NO_SUCH_DEVICE)
		check(said(sending.log_size, "is not a device, or was deleted"),
		      "refused: nothing is said of a device");
	else if (status == STATUS_INSUFFICIENT_RESOURCES)
		check(request.memory || said(sending.log_size, "until the stack is full"),
		      "refused: for want of memory");
	else
		check(status == STATUS_INVALID_PARAMETER &&
			      (said(sending.log_size, "has no stack location left") ||
			       said(sending.log_size,
				    "its stack location, or their number, is damaged")),
		      "refused: with status %#x", static_cast<unsigned int>(status));
}

bool is_there(PDEVICE_OBJECT device)
{
	return std::any_of(std::begin(drivers), std::end(drivers), [=](const Driver &driver) {
		return driver.loaded && !driver.going && !driver.deleted && driver.device == device;
	});
}

/// To be called after IoCallDriver() has returned this status.
void end_sending(Request &request, Sending &sending, NTSTATUS status)
{
	if (!sending.reached) {
		check(request.sending == &sending, "sending: it is another one's");
		begin_refusal(request);
	}
	if (sending.refused) {
		sending.result = status;
		end_run(request, sending.run, sending.log_size);
	}
	check(status == sending.result, "sending: IoCallDriver() returns %#x, not %#x",
	      static_cast<unsigned int>(status), static_cast<unsigned int>(sending.result));
}

/// Sends it to the next location.
NTSTATUS send(Request &request, PDEVICE_OBJECT device)
{
	Sending sending{ .device = device, .cancelled = request.irp->Cancel != 0 };
	const KIRQL irql = KeGetCurrentIrql();
	const unsigned int locks = nt_locks_count();
	PIRP irp = request.irp;
	const bool there = is_there(device);

	counts[sent]++;
	request.sending = &sending;
	request.at--;
	// A driver that damages a request does as much harm as one that completes it.
	if (request.at < request.count && irp->CurrentLocation <= request.count &&
	    !request.location(request.at).is_kept && one_in(50)) {
		damage(irp);
		request.at = request.last;
	}
	if (request.at <= request.count)
		request.location(request.at).device = nullptr;
	const NTSTATUS status = IoCallDriver(device, irp);
	end_sending(request, sending, status);
	check(!sending.refused || status != STATUS_NO_SUCH_DEVICE || !there || !is_there(device),
	      "refused: the device is there");
	check(KeGetCurrentIrql() == irql && nt_locks_count() == locks,
	      "context: IoCallDriver() leaves IRQL %u, %u locks", KeGetCurrentIrql(),
	      nt_locks_count());
	return status;
}

extern PIO_COMPLETION_ROUTINE const completion_routines[];
extern PDRIVER_CANCEL const cancel_routines[];
extern PIO_WORKITEM_ROUTINE const item_routines[];
extern PKDEFERRED_ROUTINE const dpc_routines[];

Context *set_routine(Request &request, unsigned int driver, bool always, bool may_keep)
{
	contexts.push_back(std::make_unique<Context>(Context{ &request, driver, may_keep }));
	Context *context = contexts.back().get();
	UCHAR flags =
		static_cast<UCHAR>(SL_INVOKE_ON_SUCCESS | SL_INVOKE_ON_ERROR | SL_INVOKE_ON_CANCEL);
	Location &next = request.location(request.at - 1);

	next = {};
	if (always && drivers[driver].device && is_there(drivers[driver].device) && one_in(4) &&
	    NT_SUCCESS(IoSetCompletionRoutineEx(drivers[driver].device, request.irp,
						completion_routines[driver], context, TRUE, TRUE,
						TRUE))) {
		next.routine = context;
		next.is_kept = true;
		next.flags = flags;
		return context;
	}
	if (!always)
		flags = static_cast<UCHAR>(flags & (chance().below(8) << 5));
	IoSetCompletionRoutine(request.irp, completion_routines[driver], context,
			       (flags & SL_INVOKE_ON_SUCCESS) != 0,
			       (flags & SL_INVOKE_ON_ERROR) != 0,
			       (flags & SL_INVOKE_ON_CANCEL) != 0);
	next.routine = context;
	next.flags = flags;
	return context;
}

void mark_pending(Request &request)
{
	IoMarkIrpPending(request.irp);
	request.location(request.at).pending = true;
}

/// The driver keeps a request that it has marked pending.
void keep(Request &request, unsigned int driver)
{
	PIRP irp = request.irp;
	KIRQL irql;

	if (one_in(2)) {
		kept.push_back({ &request, driver, false });
		return;
	}
	IoAcquireCancelSpinLock(&irql);
	if (irp->Cancel) {
		IoReleaseCancelSpinLock(irql);
		complete(request, driver, STATUS_CANCELLED);
		return;
	}
	IoSetCancelRoutine(irp, cancel_routines[driver]);
	kept.push_back({ &request, driver, true });
	IoReleaseCancelSpinLock(irql);
}

/// Leaves something behind that must not be left; what is called next must not find any of it.
void leave_something(unsigned int driver)
{
	KIRQL irql;

	if (!one_in(25))
		return;
	if (one_in(2))
		KeRaiseIrql(one_in(2) ? HIGH_LEVEL : DISPATCH_LEVEL, &irql);
	else
		KeAcquireSpinLock(&drivers[driver].lock, &irql);
}

NTSTATUS pass_with_routine(Request &request, unsigned int driver)
{
	const bool pends = one_in(2);

	IoCopyCurrentIrpStackLocationToNext(request.irp);
	request.location(request.at - 1) = {};
	if (pends)
		mark_pending(request);
	set_routine(request, driver, one_in(2), pends);
	const NTSTATUS status = send(request, drivers[driver].lower);
	return pends ? STATUS_PENDING : status;
}

NTSTATUS forward_synchronously(Request &request, unsigned int driver)
{
	Sending sending{ .device = drivers[driver].lower, .cancelled = request.irp->Cancel != 0 };
	const int mine = request.at;

	counts[forwarded]++;
	if (request.at > 1) {
		request.sending = &sending;
		request.at--;
		request.location(request.at) = { .of_forward = true,
						 .flags = SL_INVOKE_ON_SUCCESS |
							  SL_INVOKE_ON_ERROR |
							  SL_INVOKE_ON_CANCEL };
	}
	const BOOLEAN done = IoForwardIrpSynchronously(drivers[driver].lower, request.irp);
	check(done == (mine > 1), "forward: returns %d", done);
	if (done && !sending.reached)
		end_sending(request, sending, request.irp->IoStatus.Status);
	// Whoever completes it may not have returned from that yet.
	if (Run *run = std::exchange(request.run, nullptr))
		go_up(request, *run, nullptr);
	check(request.at == mine && request.irp->CurrentLocation == mine,
	      "forward: the request is at location %d, not %d", request.at, mine);
	const NTSTATUS status = any_status();
	complete(request, driver, status);
	return status;
}

NTSTATUS dispatch(Request &request, unsigned int driver)
{
	const bool has_lower = drivers[driver].lower;
	// Below the first location there is a spare one only in memory of Linux's.
	const bool has_next = request.at > 1 || !request.memory;

	switch (chance().below(7)) {
	case 0:
	case 1:
		if (!has_lower)
			break;
		IoSkipCurrentIrpStackLocation(request.irp);
		request.at++;
		return send(request, drivers[driver].lower);
	case 2:
	case 3:
		if (has_lower && has_next)
			return pass_with_routine(request, driver);
		break;
	case 4:
		if (has_lower && can_wait())
			return forward_synchronously(request, driver);
		[[fallthrough]];
	case 5:
		mark_pending(request);
		keep(request, driver);
		return STATUS_PENDING;
	}
	const NTSTATUS status = any_status();
	complete(request, driver, status);
	return status;
}

NTSTATUS on_dispatch(unsigned int driver, PDEVICE_OBJECT device, PIRP irp)
{
	const auto found = by_irp.find(irp);

	check(found != by_irp.end(), "dispatch: there is no such request");
	check(drivers[driver].loaded, "dispatch: the driver is not loaded");
	Request &request = *found->second;
	Sending *sending = std::exchange(request.sending, nullptr);
	check(sending, "dispatch: nobody has sent the request");
	check(sending->device == device && drivers[driver].device == device,
	      "dispatch: it is another device");
	check(irp->CurrentLocation == request.at &&
		      IoGetCurrentIrpStackLocation(irp)->DeviceObject == device,
	      "dispatch: it is at location %d, not %d", irp->CurrentLocation, request.at);
	sending->reached = true;
	request.last = request.at;
	request.location(request.at).device = device;
	const NTSTATUS status = dispatch(request, driver);
	sending->result = status;
	leave_something(driver);
	return status;
}

void free_request(Request &request)
{
	PIRP irp = request.irp;

	request.is_free = true;
	by_irp.erase(irp);
	if (request.memory)
		request.memory.reset();
	else
		IoFreeIrp(irp);
}

void resend(Request &request);

/// The sender gets the request back.
NTSTATUS on_return(Request &request, Run &run, unsigned int driver)
{
	request.under_way = false;
	if (one_in(12) && !ending) {
		// This is a mistake, unless the memory is the driver's own. The request is not the
		// driver's again before the end.
		request.in_use = true;
		return STATUS_SUCCESS;
	}
	request.run = nullptr;
	run.over = true;
	switch (chance().below(4)) {
	case 0:
		if (!request.cancellers)
			free_request(request);
		break;
	case 1:
		if (depth < 3 && !ending && !drivers[driver].going && !request.in_use &&
		    !request.cancellers) {
			depth++;
			resend(request);
			depth--;
		}
		break;
	}
	return STATUS_MORE_PROCESSING_REQUIRED;
}

NTSTATUS on_completion(unsigned int driver, PDEVICE_OBJECT device, PIRP irp, PVOID memory)
{
	auto *context = static_cast<Context *>(memory);
	Request &request = *context->request;

	check(!context->called, "completion: a routine is called twice");
	context->called = true;
	check(drivers[driver].loaded, "completion: the driver is not loaded");
	check(context->driver == driver && request.irp == irp && !request.is_free,
	      "completion: it is another request");
	if (request.sending)
		begin_refusal(request);
	check(request.run, "completion: nobody completes the request");
	Run &run = *request.run;
	const bool pending = go_up(request, run, context);
	check(irp->CurrentLocation == request.at, "completion: it is at location %d, not %d",
	      irp->CurrentLocation, request.at);
	check(!irp->PendingReturned == !pending, "completion: PendingReturned is %d",
	      irp->PendingReturned);
	check(!irp->Cancel || request.cancelled || drivers[request.owner].going,
	      "cancel: nobody was to cancel it");
	check(irp->IoStatus.Status == run.status && irp->IoStatus.Information == run.information,
	      "completion: the status is %#x, not %#x",
	      static_cast<unsigned int>(irp->IoStatus.Status),
	      static_cast<unsigned int>(run.status));
	if (request.at > request.count) {
		check(!device, "completion: the sender is told of a device");
		return on_return(request, run, driver);
	}
	check(device == request.location(request.at).device, "completion: it is another device");
	if (context->may_keep && one_in(2)) {
		counts[kept_by_routine]++;
		request.run = nullptr;
		run.over = true;
		if (one_in(3))
			complete(request, driver, any_status());
		else
			keep(request, driver);
		leave_something(driver);
		return STATUS_MORE_PROCESSING_REQUIRED;
	}
	if (irp->PendingReturned)
		mark_pending(request);
	if (one_in(4))
		irp->IoStatus.Status = run.status = any_status();
	if (one_in(40)) {
		counts[damaged]++;
		if (one_in(2))
			IoSkipCurrentIrpStackLocation(irp);
		else
			IoSetNextIrpStackLocation(irp);
	}
	leave_something(driver);
	return STATUS_SUCCESS;
}

void complete_later(Request &request, unsigned int driver);

void on_cancel(unsigned int driver, PDEVICE_OBJECT device, PIRP irp)
{
	const auto at = std::find_if(kept.begin(), kept.end(),
				     [=](const Kept &one) { return one.request->irp == irp; });

	check(at != kept.end() && at->cancellable && at->driver == driver,
	      "cancel: the driver has no such request");
	check(drivers[driver].loaded, "cancel: the driver is not loaded");
	Request &request = *at->request;
	check(device == request.location(request.at).device, "cancel: it is another device");
	check(irp->Cancel && KeGetCurrentIrql() == DISPATCH_LEVEL, "cancel: at IRQL %u",
	      KeGetCurrentIrql());
	kept.erase(at);
	counts[cancelled]++;
	if (one_in(20)) {
		// The routine forgets to release the lock; the request is completed later.
		request.lock_left = true;
		kept.push_back({ &request, driver, false });
		return;
	}
	check(interleaved ||
		      irp->CancelIrql == (request.cancellers ? request.cancel_irql : PASSIVE_LEVEL),
	      "cancel: the IRQL was not %u", irp->CancelIrql);
	IoReleaseCancelSpinLock(irp->CancelIrql);
	if (one_in(2))
		complete(request, driver, STATUS_CANCELLED);
	else
		complete_later(request, driver);
}

void on_item(unsigned int driver, PVOID memory)
{
	const std::unique_ptr<Later> later(static_cast<Later *>(memory));

	check(drivers[driver].loaded, "work: the driver is not loaded");
	later_count--;
	IoFreeWorkItem(later->item);
	complete(*later->request, driver, any_status());
	leave_something(driver);
}

void on_dpc(unsigned int driver, PVOID memory)
{
	const std::unique_ptr<Later> later(static_cast<Later *>(memory));

	check(drivers[driver].loaded, "DPC: the driver is not loaded");
	later_count--;
	complete(*later->request, driver, any_status());
	leave_something(driver);
}

/// Completes a request that the driver has marked pending.
void complete_later(Request &request, unsigned int driver)
{
	const auto how = drivers[driver].going ? 3 : chance().below(4);

	if (how == 0 && is_there(drivers[driver].device)) {
		PIO_WORKITEM item = IoAllocateWorkItem(drivers[driver].device);
		if (item) {
			later_count++;
			IoQueueWorkItem(item, item_routines[driver], DelayedWorkQueue,
					new Later{ &request, driver, {}, item });
			return;
		}
	} else if (how == 1) {
		auto *later = new Later{ &request, driver, {}, nullptr };

		later_count++;
		KeInitializeDpc(&later->dpc, dpc_routines[driver], later);
		KeInsertQueueDpc(&later->dpc, nullptr, nullptr);
		return;
	} else if (how == 2 && KeGetCurrentIrql() == PASSIVE_LEVEL) {
		KIRQL irql;

		KeRaiseIrql(DISPATCH_LEVEL, &irql);
		complete(request, driver, any_status());
		KeLowerIrql(irql);
		return;
	}
	complete(request, driver, any_status());
}

/// Completes one of those that are kept.
bool complete_one()
{
	if (kept.empty())
		return false;
	const size_t n = chance().below(static_cast<unsigned int>(kept.size()));
	const Kept one = kept[n];
	// Whoever gets the cancel routine has the request.
	if (one.cancellable && !IoSetCancelRoutine(one.request->irp, nullptr))
		return false;
	kept.erase(kept.begin() + static_cast<ptrdiff_t>(n));
	as(one.driver, [&] { complete_later(*one.request, one.driver); });
	return true;
}

// What senders do

/// Sends a request that is not under way to a device of the stack.
void resend(Request &request)
{
	PIRP irp = request.irp;
	std::vector<PDEVICE_OBJECT> devices;
	const size_t log_size = world::log.size();

	for (const Driver &driver : drivers)
		if (driver.device)
			devices.push_back(driver.device);
	devices.insert(devices.end(), references.begin(), references.end());
	// A canceller is not done with it yet.
	if (devices.empty() || request.cancellers)
		return;
	request.in_use = true;
	request.begin();
	if (one_in(2))
		IoReuseIrp(irp, STATUS_SUCCESS);
	else
		irp->Cancel = FALSE;
	IoGetNextIrpStackLocation(irp)->MajorFunction = one_in(2) ? IRP_MJ_READ : IRP_MJ_WRITE;
	IoGetNextIrpStackLocation(irp)->Control = 0;
	if (!one_in(20))
		set_routine(request, request.owner, true, false);
	PDEVICE_OBJECT device = devices[chance().below(static_cast<unsigned int>(devices.size()))];
	if (one_in(30)) {
		KIRQL irql;

		KeRaiseIrql(HIGH_LEVEL, &irql);
		const NTSTATUS status = IoCallDriver(device, irp);
		KeLowerIrql(irql);
		check(status == STATUS_INVALID_DEVICE_REQUEST &&
			      said(log_size, "called IofCallDriver at IRQL"),
		      "refused: a request is sent at a high IRQL");
	}
	request.under_way = true;
	request.in_use = false;
	send(request, device);
}

Request *allocate(unsigned int driver)
{
	int size = 1 + static_cast<int>(chance().below(world::drivers));

	for (const Driver &other : drivers)
		if (is_there(other.device) && other.device->StackSize > size && !one_in(6))
			size = static_cast<unsigned char>(other.device->StackSize);
	auto request = std::make_unique<Request>();
	request->owner = driver;
	request->count = size;
	if (one_in(4)) {
		const USHORT bytes = IoSizeOfIrp(static_cast<CCHAR>(size));

		request->memory = std::make_unique<char[]>(bytes);
		request->irp = reinterpret_cast<PIRP>(request->memory.get());
		IoInitializeIrp(request->irp, bytes, static_cast<CCHAR>(size));
	} else {
		request->irp = IoAllocateIrp(static_cast<CCHAR>(size), FALSE);
		if (!request->irp)
			return nullptr;
		check(!by_irp.contains(request->irp), "memory: two requests are at one place");
	}
	request->begin();
	by_irp[request->irp] = request.get();
	requests.push_back(std::move(request));
	return requests.back().get();
}

void send_new(unsigned int driver)
{
	Request *request = allocate(driver);

	if (request)
		resend(*request);
}

/// Sends at any IRQL at which that is allowed.
void send_somehow(unsigned int driver, Request *request)
{
	KIRQL irql = PASSIVE_LEVEL;
	const bool raises = one_in(3);

	if (raises)
		KeRaiseIrql(DISPATCH_LEVEL, &irql);
	if (request)
		resend(*request);
	else
		send_new(driver);
	if (raises)
		KeLowerIrql(irql);
}

// Drivers come and go

NTSTATUS on_entry(unsigned int n, PDRIVER_OBJECT object, PDRIVER_DISPATCH routine,
		  PDRIVER_UNLOAD unload)
{
	Driver &driver = drivers[n];
	PDEVICE_OBJECT device;

	object->DriverUnload = unload;
	std::fill(std::begin(object->MajorFunction), std::end(object->MajorFunction), routine);
	const NTSTATUS status =
		IoCreateDevice(object, 0, nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	// Until the driver is loaded, nobody asks it for anything.
	driver = { .object = object, .device = device, .loaded = true, .going = true };
	for (Driver &other : drivers)
		if (&other != &driver && is_there(other.device) && !driver.lower) {
			// Whoever names a device has to ensure that it stays.
			other.active++;
			driver.lower = IoAttachDeviceToDeviceStack(device, other.device);
			other.active--;
		}
	KeInitializeSpinLock(&driver.lock);
	return STATUS_SUCCESS;
}

void delete_device(Driver &driver)
{
	if (driver.deleted)
		return;
	driver.deleted = true;
	IoDeleteDevice(driver.device);
}

void on_unload(unsigned int n)
{
	Driver &driver = drivers[n];

	while (is_busy(n))
		nt_yield();
	if (one_in(3) && !ending)
		send_new(n);
	if (driver.lower && one_in(2))
		IoDetachDevice(driver.lower);
	if (one_in(2))
		delete_device(driver);
	while (is_busy(n))
		nt_yield();
	driver.to_cancel = !interleaved &&
			   std::any_of(kept.begin(), kept.end(), [=](const Kept &one) {
				   return one.request->owner == n && !one.request->cancelled;
			   });
	driver.log_size = world::log.size();
	leave_something(n);
}

#define DRIVER(letter, n) \
	IN_DRIVER(letter) NTSTATUS NTAPI dispatch_##letter(PDEVICE_OBJECT device, PIRP irp) \
	{ \
		return on_dispatch(n, device, irp); \
	} \
	IN_DRIVER(letter) \
	NTSTATUS NTAPI completion_##letter(PDEVICE_OBJECT device, PIRP irp, PVOID context) \
	{ \
		return on_completion(n, device, irp, context); \
	} \
	IN_DRIVER(letter) VOID NTAPI cancel_##letter(PDEVICE_OBJECT device, PIRP irp) \
	{ \
		on_cancel(n, device, irp); \
	} \
	IN_DRIVER(letter) VOID NTAPI item_##letter(PDEVICE_OBJECT, PVOID context) \
	{ \
		on_item(n, context); \
	} \
	IN_DRIVER(letter) VOID NTAPI dpc_##letter(PKDPC, PVOID context, PVOID, PVOID) \
	{ \
		on_dpc(n, context); \
	} \
	IN_DRIVER(letter) VOID NTAPI unload_##letter(PDRIVER_OBJECT) { on_unload(n); } \
	IN_DRIVER(letter) NTSTATUS NTAPI entry_##letter(PDRIVER_OBJECT object, PUNICODE_STRING) \
	{ \
		return on_entry(n, object, dispatch_##letter, unload_##letter); \
	}

DRIVER(a, 0)
DRIVER(b, 1)
DRIVER(c, 2)
DRIVER(d, 3)

#define EACH(name) \
	{ \
		name##_a, name##_b, name##_c, name##_d \
	}

PIO_COMPLETION_ROUTINE const completion_routines[] = EACH(completion);
PDRIVER_CANCEL const cancel_routines[] = EACH(cancel);
PIO_WORKITEM_ROUTINE const item_routines[] = EACH(item);
PKDEFERRED_ROUTINE const dpc_routines[] = EACH(dpc);
constexpr PDRIVER_INITIALIZE entries[] = EACH(entry);

/// Forgets requests that the driver has left behind: they are gone.
void forget_requests_of(unsigned int driver)
{
	for (auto &request : requests) {
		if (request->owner != driver || request->is_free)
			continue;
		check(!request->under_way, "unload: a request of the driver's is under way");
		request->is_free = true;
		by_irp.erase(request->irp);
		request->memory.reset();
	}
}

void unload(unsigned int n)
{
	Driver &driver = drivers[n];

	driver.going = true;
	if (!world::unload(n, entries[n])) {
		driver.going = false;
		return;
	}
	counts[unloaded]++;
	check(std::none_of(kept.begin(), kept.end(),
			   [=](const Kept &one) { return one.driver == n; }),
	      "unload: the driver has a request");
	check(!driver.to_cancel ||
		      said(driver.log_size, "is still under way when the driver ends: cancelled"),
	      "unload: what the driver has sent is not cancelled");
	forget_requests_of(n);
	driver = {};
}

// One round

bool is_busy(unsigned int driver)
{
	return drivers[driver].active ||
	       std::any_of(requests.begin(), requests.end(), [=](const auto &request) {
		       return request->owner == driver && (request->cancellers || request->in_use);
	       });
}

/// A driver that can be asked to do something; world::drivers: there is none.
unsigned int any_driver()
{
	std::vector<unsigned int> able;

	for (unsigned int n = 0; n < world::drivers; n++)
		if (drivers[n].loaded && !drivers[n].going)
			able.push_back(n);
	return able.empty() ? world::drivers :
			      able[chance().below(static_cast<unsigned int>(able.size()))];
}

Request *any_request()
{
	if (requests.empty())
		return nullptr;
	// Mostly one of the latest.
	const size_t n =
		requests.size() - 1 -
		chance().below(static_cast<unsigned int>(std::min<size_t>(requests.size(), 12)));
	return requests[n].get();
}

void cancel(Request &request)
{
	PIRP irp = request.irp;
	const size_t log_size = world::log.size();
	const bool known = !request.is_free && (!request.memory || request.under_way);

	// As on Windows, the request has to exist meanwhile.
	if (request.is_free ? by_irp.count(irp) : drivers[request.owner].going)
		return;
	request.cancellers++;
	request.cancelled = true;
	request.lock_left = false;
	request.cancel_irql = one_in(2) ? DISPATCH_LEVEL : PASSIVE_LEVEL;
	KIRQL irql = PASSIVE_LEVEL;
	if (request.cancel_irql)
		KeRaiseIrql(DISPATCH_LEVEL, &irql);
	IoCancelIrp(irp);
	if (request.cancel_irql)
		KeLowerIrql(irql);
	request.cancellers--;
	check(!request.lock_left ||
		      said(log_size, "a cancel routine must release the cancel spin lock"),
	      "cancel: nothing is said of the lock");
	check(known || said(log_size, "is not a request, or is already gone"),
	      "refused: what is not a request is cancelled");
}

void free_one(Request &request)
{
	PIRP irp = request.irp;
	const size_t log_size = world::log.size();

	if (request.in_use || request.cancellers)
		return;
	if (request.is_free) {
		if (by_irp.contains(irp))
			return;
		IoFreeIrp(irp);
		check(said(log_size, "is already free"), "refused: a request is freed twice");
	} else if (request.under_way) {
		// Only if it certainly stays under way: on Windows, too, nobody may do this at
		// any other time.
		if (std::none_of(kept.begin(), kept.end(), [&](const Kept &one) {
			    return one.request == &request && !one.cancellable;
		    }))
			return;
		request.cancellers++;
		IoFreeIrp(irp);
		IoReuseIrp(irp, STATUS_SUCCESS);
		check(said(log_size, "IoFreeIrp: request") &&
			      said(log_size, "IoReuseIrp: request") &&
			      said(log_size, "is under way"),
		      "refused: a request is freed that is under way");
		request.cancellers--;
	} else if (!drivers[request.owner].going) {
		free_request(request);
	}
}

/// Sends memory that is not a request.
void send_nothing(unsigned int driver)
{
	alignas(16) char memory[IoSizeOfIrp(2)];
	auto *irp = reinterpret_cast<PIRP>(memory);
	const size_t log_size = world::log.size();

	IoInitializeIrp(irp, sizeof(memory), 2);
	switch (chance().below(5)) {
	case 0:
		irp->Type = IO_TYPE_FILE;
		break;
	case 1:
		irp->StackCount = 127;
		break;
	case 2:
		irp->CurrentLocation = 9;
		break;
	case 3:
		irp->Tail.Overlay.CurrentStackLocation--;
		break;
	default:
		irp = reinterpret_cast<PIRP>(0x100);
		break;
	}
	check(IoCallDriver(drivers[driver].device, irp) == STATUS_INVALID_PARAMETER &&
		      said(log_size, "is not a request"),
	      "refused: what is not a request is sent");
}

/// Takes one more reference to a device, or gives one back.
void refer(unsigned int driver)
{
	if (references.size() < 3 && !one_in(4)) {
		if (is_there(drivers[driver].device))
			references.push_back(IoGetAttachedDeviceReference(drivers[driver].device));
	} else if (!references.empty()) {
		PDEVICE_OBJECT device = references.back();

		references.pop_back();
		ObfDereferenceObject(device);
	}
}

/// Loads a driver that was unloaded.
void load_one()
{
	const unsigned int n = chance().below(world::drivers);

	if (drivers[n].loaded || drivers[n].going)
		return;
	drivers[n].going = true;
	nt_task_put(world::start("load", [=] {
		world::load(n, entries[n]);
		drivers[n].going = false;
	}));
}

void step()
{
	const unsigned int driver = any_driver();
	Request *request = any_request();

	switch (chance().below(16)) {
	case 0:
	case 1:
	case 2:
		if (driver < world::drivers)
			as(driver, [=] { send_somehow(driver, nullptr); });
		break;
	case 3:
	case 4:
		if (driver < world::drivers)
			nt_task_put(world::start("sender", [=] {
				if (drivers[driver].loaded && !drivers[driver].going)
					as(driver, [=] { send_somehow(driver, nullptr); });
			}));
		break;
	case 5:
		if (request && !request->is_free && !request->under_way && !request->cancellers &&
		    !request->in_use && drivers[request->owner].loaded &&
		    !drivers[request->owner].going)
			as(request->owner, [=] { send_somehow(request->owner, request); });
		break;
	case 6:
	case 7:
	case 8:
		complete_one();
		break;
	case 9:
		if (request && driver < world::drivers)
			as(driver, [=] { cancel(*request); });
		break;
	case 10:
		if (request && driver < world::drivers)
			as(driver, [=] { free_one(*request); });
		break;
	case 11:
		if (one_in(3))
			load_one();
		if (driver < world::drivers && one_in(6))
			nt_task_put(world::start("unload", [=] {
				if (drivers[driver].loaded && !drivers[driver].going)
					unload(driver);
			}));
		break;
	case 13:
		if (driver < world::drivers && one_in(4))
			as(driver, [=] { one_in(2) ? send_nothing(driver) : refer(driver); });
		break;
	case 12:
		if (driver < world::drivers && one_in(20))
			as(driver, [=] {
				if (drivers[driver].lower && one_in(2))
					IoDetachDevice(drivers[driver].lower);
				else if (drivers[driver].active == 1)
					delete_device(drivers[driver]);
			});
		break;
	default:
		world::run_one();
		break;
	}
	world::check_context("after an operation");
}

/// Gets back everything that is under way.
void finish()
{
	ending = true;
	world::fail_allocations(0);
	for (unsigned int n = 0; n < 10000 && (world::tasks() || !kept.empty() || later_count);
	     n++) {
		complete_one();
		if (!world::run_one())
			world::advance(1'000'000'000);
	}
	check(!world::tasks() && kept.empty() && !later_count,
	      "end: %u tasks, %zu requests kept, %u to complete later: %s", world::tasks(),
	      kept.size(), later_count, world::what_is_left().c_str());
	for (const auto &request : requests)
		check(!request->under_way, "end: a request never came back");
	world::run_all();
	for (; !references.empty(); references.pop_back())
		ObfDereferenceObject(references.back());
}

void round(unsigned int steps)
{
	nt_io_counts left{};

	world::forget_log();
	world::start_rooms();
	interleaved = !one_in(3);
	world::interleave(interleaved ? 2 + chance().below(40) : 0);
	ending = false;
	const unsigned int count = 1 + chance().below(world::drivers);
	for (unsigned int n = 0; n < count; n++) {
		check(!world::load(n, entries[n]), "load: there is memory");
		drivers[n].going = false;
	}
	if (one_in(2))
		world::fail_allocations(10 + chance().below(60));
	while (steps--)
		step();
	finish();
	for (unsigned int n = 0; n < world::drivers; n++)
		check(!drivers[n].loaded || !world::holds_of(n),
		      "holds: driver %u is held %u times", n, world::holds_of(n));
	for (unsigned int n = 0; n < world::drivers; n++) {
		if (!drivers[n].loaded)
			continue;
		unload(n);
		check(!drivers[n].loaded, "unload: the driver is held");
	}
	ntparport_io_counts(&left);
	check(!left.irps && !left.devices && !left.drivers && !left.work_items,
	      "end: %u requests, %u devices, %u drivers are left", left.irps, left.devices,
	      left.drivers);
	world::stop_rooms();
	check(!world::left(), "memory: left are %s", world::what_is_left().c_str());
	check(by_irp.empty(), "model: requests are left");
	requests.clear();
	contexts.clear();
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = argc > 1 ? strtoull(argv[1], nullptr, 0) : 1;
	const unsigned long operations = argc > 2 ? strtoul(argv[2], nullptr, 0) : 100000;
	Random random(seed);

	world::seed(seed);
	random_numbers = &random;
	main_number = nt_thread_number(nt_current_task());
	for (unsigned long n = 0; n < operations;) {
		const unsigned int steps = 30 + random.below(200);

		round(steps);
		n += steps;
	}
	check(operations, "set-up: no operation");
	printf("%lu operations: %lu calls of drivers, %lu completions, %lu kept, %lu cancelled, %lu refused, %lu forwarded, "
	       "%lu unloaded, %lu damaged, seed %" PRIu64 "\n",
	       operations, counts[sent], counts[completed], counts[kept_by_routine],
	       counts[cancelled], counts[refused], counts[forwarded], counts[unloaded],
	       counts[damaged], seed);
}
