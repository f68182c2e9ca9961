// SPDX-License-Identifier: GPL-2.0
/// known_requests.cc - the requests that exist, and those that a driver has left.

#include "glue/log.h"
#include "glue/task.h"
#include "base/object.hh"
#include "io/irp.h"
#include "io/known_requests.hh"

using io::KnownRequests;
using io::Request;
using rt::Unique;

Request *KnownRequests::chains_[1 << bits];

Request *KnownRequests::add(Unique<Request> added)
{
	Request *request = added.release();
	Request *&chain = chain_of(request->irp);

	request->next = chain;
	chain = request;
	return request;
}

void KnownRequests::forget_master(const Request &master) const
{
	for_each([&](Request &request) {
		if (request.master == &master)
			request.master = nullptr;
	});
}

Unique<Request> KnownRequests::take(Request &request) const
{
	Request **link = &chain_of(request.irp);

	while (*link != &request)
		link = &(*link)->next;
	*link = request.next;
	if (request.has_associated) [[unlikely]]
		forget_master(request);
	return Unique<Request>(&request);
}

static bool get_task_of_request(task_struct *task)
{
	const KnownRequests known;
	const Request *found = known.find_if([=](const Request &request) {
		return nt_foreign_task(request.thread.get()) == task;
	});

	if (found)
		nt_task_get(task);
	return found;
}

static bool task_works_for_program(const task_struct *task)
{
	const KnownRequests known;
	const Request *last = nullptr;

	known.for_each([&](const Request &request) {
		if (request.call && request.is_under_way() &&
		    nt_foreign_task(request.thread.get()) == task &&
		    (!last || request.call > last->call))
			last = &request;
	});
	return last && last->irp->RequestorMode == UserMode;
}

void nt_irps_init()
{
	nt_task_get_of_request = get_task_of_request;
	nt_task_works_for_program = task_works_for_program;
}

nt_irp *nt_irp_find(PIRP irp) { return KnownRequests().find(irp); }

const void *nt_irp_caller(PIRP irp) { return nt_irp_find(irp)->caller; }

nt_driver *nt_irp_sender(PIRP irp) { return nt_irp_find(irp)->sender.driver(); }

void nt_irp_set_queued(PIRP irp, bool queued)
{
	__atomic_store_n(&nt_irp_find(irp)->queued, queued, __ATOMIC_RELAXED);
}

void nt_irp_set_done(PIRP irp, void (*done)(PIRP irp, void *context), void *context)
{
	Request *request = nt_irp_find(irp);

	request->done = done;
	request->done_context = context;
}

void nt_irp_set_call(PIRP irp)
{
	static constinit unsigned long last;
	const KnownRequests known;

	known.find(irp)->call = ++last;
}

/// A request that the driver has and will not complete; for its sender it is over. nullptr: none.
static Request *claim_forgotten(const nt_driver *driver)
{
	const KnownRequests known;
	Request *found = known.find_if([=](const Request &request) {
		return request.forgotten_by.get() == driver && request.is_under_way();
	});

	if (found)
		found->origin = 0;
	return found;
}

static Unique<Request> take_of(const nt_driver *driver)
{
	KnownRequests known;
	Request *found = known.find_if([=](const Request &request) {
		return request.owner.get() == driver && !request.is_under_way();
	});

	return found ? known.take(*found) : Unique<Request>();
}

void nt_irps_gone(nt_driver *driver)
{
	unsigned int number = 0;

	while (Request *forgotten = claim_forgotten(driver))
		forgotten->done(forgotten->irp, forgotten->done_context);
	while (const Unique<Request> left = take_of(driver)) {
		if (left->built)
			io::free_buffers(*left);
		number++;
	}
	if (number)
		nt_warn("%s: %u request%s never sent, or never freed by IoFreeIrp: freed\n",
			nt_driver_name(driver), number, number == 1 ? " was" : "s were");
}
