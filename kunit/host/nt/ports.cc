// SPDX-License-Identifier: GPL-2.0
/// ports.cc - the port room: ports come and go; drivers claim them, have them assigned, ask for them
/// by requests, which wait and are cancelled, and free them. Below is a core of a few lines, which
/// answers those who wait later. A port has one client at most, which is known; what drivers are told
/// is what a model says; each request is completed once; and what was claimed is freed in the end.
///
/// ports SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cinttypes>
#include <deque>
#include <memory>
#include <set>
#include <utility>

#include <parallel.h>

#include "module/glue/glue.h"
#include "module/ntparport.h"
#include "port/ports.h"

using world::check;
using world::Random;

/// A Linux port, which is there, or not.
struct parport {
	unsigned int number;
	unsigned long base;
	unsigned long ecp;
	int irq;
	ntparport *core = nullptr;
};

/// What the module knows of it.
struct ntparport {
	parport *linux;
	unsigned int references = 0;
	const void *client = nullptr;
	std::deque<ntparport_waiter *> waiting{};
	bool gone = false;
};

namespace {

Random *chances;
bool one_in(unsigned int n) { return chances->one_in(n); }

constexpr unsigned int drivers = 2;
constexpr unsigned long span = 3;
constexpr unsigned long ecp_span = 3;

parport ports[] = { { 0, 0x378, 0x778, 7 }, { 1, 0x278, 0, 5 }, { 2, 0xd010, 0xd000, -1 } };
unsigned long operations, granted, claimed, refused;

/// What the core has to tell those who waited, which it does in its tasklet.
struct Answer {
	ntparport_waiter *waiter;
	int status;
};
std::deque<Answer> answers;

std::set<unsigned long> known_registers;

bool is_drivers(unsigned int driver, const void *code)
{
	return code && glue_module_contains(world::module_of(driver), code);
}

/// The port goes to whoever waits longest.
void hand_over(ntparport &core)
{
	core.client = nullptr;
	if (core.gone || core.waiting.empty())
		return;
	ntparport_waiter *next = core.waiting.front();
	core.waiting.pop_front();
	core.client = next->caller;
	answers.push_back({ next, 0 });
}

/// The core's tasklet.
bool run_core()
{
	KIRQL old;

	if (answers.empty())
		return false;
	const Answer next = answers.front();
	answers.pop_front();
	KeRaiseIrql(DISPATCH_LEVEL, &old);
	next.waiter->complete(next.waiter, next.status);
	KeLowerIrql(old);
	return true;
}

}

// The core, and Linux's ports

extern "C" {

ntparport *ntparport_get(unsigned int number)
{
	ntparport *core = number < std::size(ports) ? ports[number].core : nullptr;

	if (!core)
		return reinterpret_cast<ntparport *>(-static_cast<long>(GLUE_ENODEV));
	core->references++;
	return core;
}

void ntparport_put(ntparport *core)
{
	check(core->references, "ports: one is given back that nobody has");
	if (--core->references)
		return;
	check(core->waiting.empty(), "ports: one is given back that somebody waits for");
	core->client = nullptr;
	if (core->gone)
		delete core;
}

int ntparport_get_information(ntparport *core, ntparport_information *facts)
{
	check(core->references, "ports: one is asked that nobody has");
	if (core->gone)
		return -GLUE_ENODEV;
	*facts = {};
	facts->number = core->linux->number;
	facts->base = core->linux->base;
	facts->base_hi = core->linux->ecp;
	facts->span = span;
	facts->irq = core->linux->irq;
	facts->allocated = core->client;
	facts->holder = core->client;
	return 0;
}

bool ntparport_try_allocate_as(ntparport *core, const void *client)
{
	check(core->references, "ports: one is allocated that nobody has");
	if (core->gone || core->client || !core->waiting.empty())
		return false;
	core->client = client;
	return true;
}

int ntparport_allocate_async_as(ntparport *core, ntparport_waiter *waiter, const void *client)
{
	if (core->gone)
		return -GLUE_ENODEV;
	if (ntparport_try_allocate_as(core, client))
		return 0;
	waiter->caller = client;
	core->waiting.push_back(waiter);
	return -GLUE_EINPROGRESS;
}

int ntparport_allocate_as(ntparport *, unsigned int, const void *) { return -GLUE_EINTR; }

bool ntparport_cancel(ntparport *core, ntparport_waiter *waiter)
{
	const auto at = std::find(core->waiting.begin(), core->waiting.end(), waiter);

	if (at == core->waiting.end())
		return false;
	core->waiting.erase(at);
	answers.push_back({ waiter, -GLUE_ECANCELED });
	return true;
}

void ntparport_free(ntparport *core)
{
	if (core && !core->gone && core->client)
		hand_over(*core);
}

void core_free_of(ntparport *core, const void *client)
{
	for (unsigned int n = 0; n < drivers; n++)
		if (is_drivers(n, client) && is_drivers(n, core->client))
			ntparport_free(core);
}

unsigned int ntparport_query_waiters(ntparport *core)
{
	return static_cast<unsigned int>(core->waiting.size());
}

bool core_with_parport(ntparport *, bool, void (*)(parport *, void *), void *) { return false; }
void core_enable_connect(ntparport *, bool) { }
int core_connect_line(ntparport *, const ntparport_interrupt_service *, bool)
{
	return -GLUE_EOPNOTSUPP;
}
bool core_try_allocate_at_interrupt_level(ntparport *, const void *) { return false; }
void core_free_from_interrupt_level(ntparport *) { }
int ntparport_connect(ntparport *, const ntparport_interrupt_service *,
		      ntparport_interrupt_information *)
{
	return -GLUE_EOPNOTSUPP;
}
int ntparport_disconnect(ntparport *, const ntparport_interrupt_service *) { return -GLUE_EINVAL; }

unsigned long glue_parport_ecp_base(const parport *linux) { return linux->ecp; }
unsigned int glue_parport_span(const parport *) { return span; }
unsigned int nt_parport_number(const parport *linux) { return linux->number; }
unsigned long nt_parport_base(const parport *linux) { return linux->base; }
bool nt_parport_has_byte_mode(const parport *) { return false; }
bool nt_parport_has_epp_mode(const parport *) { return false; }
bool nt_parport_fifo(const parport *, ULONG *, ULONG *) { return false; }
void nt_parport_data_forward(parport *) { }
void nt_parport_write_data(parport *, UCHAR) { }
UCHAR nt_parport_read_status(parport *) { return 0; }
UCHAR nt_parport_read_control(parport *) { return 0; }
void nt_parport_write_control(parport *, UCHAR) { }
void nt_parport_strobe(parport *, bool) { }
void glue_log(glue_log_level, const glue_port *, const char *, ...) { }

void nt_io_port_set(unsigned long port, bool known)
{
	if (known)
		known_registers.insert(port);
	else
		known_registers.erase(port);
}
bool nt_io_port_known(unsigned long port, unsigned int) { return known_registers.contains(port); }
void nt_io_ports_init(void (*)(), void (*)(const void *, const char *, unsigned long)) { }
UCHAR nt_in(unsigned long) { return 0; }
void nt_out(unsigned long, UCHAR) { }
void nt_in_string(unsigned long, unsigned int, void *, ULONG) { }
void nt_out_string(unsigned long, unsigned int, const void *, ULONG) { }
int nt_suspend_register(int (*)(), void (*)()) { return 0; }
void nt_suspend_unregister() { }
}

namespace {

// The model

struct Claim {
	unsigned int driver;
	PDEVICE_OBJECT device;	// nullptr: for the driver
	parport *port;
};

struct Request {
	unsigned int driver;
	ntparport *core;
	PIRP irp;
	bool cancelled = false;
	bool done = false;
};

struct Driver {
	PDRIVER_OBJECT object;
	PDEVICE_OBJECT device;
	PFILE_OBJECT files[std::size(ports)];
};

Driver loaded[drivers];
unsigned int now;  // the one whose code runs
std::vector<Claim> claims;
std::vector<std::unique_ptr<Request>> requests;
bool may_fail;	// memory may be short

parport &any_port() { return ports[chances->below(std::size(ports))]; }

bool has(const std::vector<Claim> &list, const parport &port)
{
	return std::any_of(list.begin(), list.end(),
			   [&](const Claim &claim) { return claim.port == &port; });
}

parport *with_register(unsigned long number)
{
	for (parport &port : ports)
		if (port.core &&
		    (number - port.base < span || (port.ecp && number - port.ecp < ecp_span)))
			return &port;
	return nullptr;
}

bool with_interrupt(ULONG least, ULONG last)
{
	return std::any_of(std::begin(ports), std::end(ports), [=](const parport &port) {
		return port.core && port.irq >= 0 && static_cast<ULONG>(port.irq) >= least &&
		       static_cast<ULONG>(port.irq) <= last;
	});
}

/// Whether the driver that runs can claim it, and has not done so in the list.
bool can_claim(const parport &port)
{
	for (const Claim &claim : claims)
		if (claim.port == &port)
			return claim.driver == now;
	return !port.core->client && port.core->waiting.empty();
}

/// What is recorded for the driver or the device is now this.
void record(PDEVICE_OBJECT device, const std::vector<Claim> &fresh)
{
	claims.erase(std::remove_if(claims.begin(), claims.end(),
				    [=](const Claim &claim) {
					    return claim.driver == now && claim.device == device;
				    }),
		     claims.end());
	claims.insert(claims.end(), fresh.begin(), fresh.end());
	claimed += fresh.size();
}

/// Those that claim ports have them as the driver's own entry.
bool is_by_claim(const void *client);

/// Whoever has claimed a port that is there has it, and no longer if the claim has ended.
void check_owners(const char *what)
{
	for (parport &port : ports) {
		if (!port.core)
			continue;
		const auto claim =
			std::find_if(claims.begin(), claims.end(),
				     [&](const Claim &one) { return one.port == &port; });

		if (claim != claims.end())
			check(is_drivers(claim->driver, port.core->client),
			      "claims: %s: the driver does not have port %u", what, port.number);
		else
			check(!is_by_claim(port.core->client), "claims: %s: port %u is not freed",
			      what, port.number);
	}
}

/// A list of resources with room for what follows it.
struct List {
	CM_RESOURCE_LIST list{};
	CM_PARTIAL_RESOURCE_DESCRIPTOR more[4]{};
};

/// Reports some resources, of ports or not, and looks at what becomes of it.
void report()
{
	PDEVICE_OBJECT device = one_in(2) ? loaded[now].device : nullptr;
	const bool override = one_in(3);
	const ULONG count = chances->below(4);
	std::vector<Claim> fresh;
	bool conflicts = false;
	BOOLEAN conflict = 2;
	List given;

	CM_FULL_RESOURCE_DESCRIPTOR &full = given.list.List[0];
	given.list.Count = 1;
	full.PartialResourceList.Count = count;
	for (ULONG n = 0; n < count; n++) {
		CM_PARTIAL_RESOURCE_DESCRIPTOR &one =
			full.PartialResourceList.PartialDescriptors[n];
		const parport &port = any_port();

		switch (chances->below(5)) {
		case 0:
			one.Type = CmResourceTypeInterrupt;
			one.u.Interrupt.Level = one_in(4) ? 9 : static_cast<ULONG>(port.irq);
			conflicts |= !with_interrupt(one.u.Interrupt.Level, one.u.Interrupt.Level);
			break;
		case 1:
			one.Type = one_in(2) ? CmResourceTypeNull : CmResourceTypeMemory;
			conflicts |= one.Type == CmResourceTypeMemory;
			break;
		default:
			one.Type = CmResourceTypePort;
			one.u.Port.Start.QuadPart = static_cast<LONGLONG>(one_in(8) ? 0x100 :
									  port.ecp && one_in(2) ?
										      port.ecp :
										      port.base);
			one.u.Port.Length = 1 + chances->below(4);
			for (ULONG at = 0; at < one.u.Port.Length; at++) {
				const auto start =
					static_cast<unsigned long>(one.u.Port.Start.QuadPart);
				parport *found = with_register(start + at);

				if (found && has(fresh, *found))
					continue;
				if (!found || !can_claim(*found)) {
					conflicts = true;
					break;
				}
				fresh.push_back({ now, device, found });
			}
		}
	}
	const ULONG size = sizeof(given);
	const NTSTATUS status =
		IoReportResourceUsage(nullptr, loaded[now].object, device ? nullptr : &given.list,
				      device ? 0 : size, device, device ? &given.list : nullptr,
				      device ? size : 0, override, &conflict);
	if (status == STATUS_INSUFFICIENT_RESOURCES && may_fail)
		return;
	check(conflict == conflicts, "claims: a conflict is %u, and should be %u", conflict,
	      conflicts);
	check(status == (conflicts && !override ? STATUS_CONFLICTING_ADDRESSES : STATUS_SUCCESS),
	      "claims: a report has status 0x%08x", status);
	if (NT_SUCCESS(status))
		record(device, fresh);
	else
		refused++;
	check_owners("report");
}

struct Wanted {
	IO_RESOURCE_REQUIREMENTS_LIST list{};
	IO_RESOURCE_DESCRIPTOR more[4]{};
};

/// Whether the port has such registers.
bool has_registers(const parport &port, const IO_RESOURCE_DESCRIPTOR &wanted)
{
	const auto fits = [&](unsigned long base, unsigned long length) {
		for (unsigned long at = base; at < base + length; at++)
			if (at >= static_cast<unsigned long>(
					  wanted.u.Port.MinimumAddress.QuadPart) &&
			    !(at % wanted.u.Port.Alignment))
				return at + wanted.u.Port.Length <= base + length &&
				       at + wanted.u.Port.Length - 1 <=
					       static_cast<unsigned long>(
						       wanted.u.Port.MaximumAddress.QuadPart);
		return false;
	};

	return fits(port.base, span) || (port.ecp && fits(port.ecp, ecp_span));
}

/// Asks for whatever port meets some requirements: alternatives of registers, and perhaps an
/// interrupt.
void assign()
{
	PDEVICE_OBJECT device = one_in(2) ? loaded[now].device : nullptr;
	std::u16string key = u"\\Registry\\Machine";
	UNICODE_STRING path = world::string_of(key);
	const ULONG alternatives = 1 + chances->below(3);
	const bool interrupt = one_in(3);
	PCM_RESOURCE_LIST result = nullptr;
	std::vector<Claim> fresh;
	parport *expected = nullptr;
	Wanted wanted;

	if (one_in(8)) {
		const NTSTATUS status = IoAssignResources(&path, nullptr, loaded[now].object,
							  device, nullptr, nullptr);

		check(NT_SUCCESS(status), "claims: giving back has status 0x%08x", status);
		record(device, {});
		check_owners("nothing assigned");
		return;
	}
	IO_RESOURCE_LIST &list = wanted.list.List[0];
	wanted.list.ListSize = sizeof(wanted);
	wanted.list.AlternativeLists = 1;
	list.Count = alternatives + interrupt;
	for (ULONG n = 0; n < alternatives; n++) {
		IO_RESOURCE_DESCRIPTOR &one = list.Descriptors[n];
		const parport &port = any_port();

		one.Type = CmResourceTypePort;
		one.Option = n ? IO_RESOURCE_ALTERNATIVE : 0;
		one.u.Port.Length = 1 + chances->below(3);
		one.u.Port.Alignment = 1u << chances->below(3);
		one.u.Port.MinimumAddress.QuadPart =
			one_in(2) ? 0 : static_cast<LONGLONG>(port.base + chances->below(span));
		one.u.Port.MaximumAddress.QuadPart =
			one_in(2) ? 0xffff : static_cast<LONGLONG>(port.base + span - 1);
		for (parport &candidate : ports)
			if (!expected && candidate.core && has_registers(candidate, one) &&
			    can_claim(candidate))
				expected = &candidate;
	}
	const ULONG least = one_in(2) ? 0 : 6;
	bool met = expected;
	if (interrupt) {
		IO_RESOURCE_DESCRIPTOR &one = list.Descriptors[alternatives];

		one.Type = CmResourceTypeInterrupt;
		one.u.Interrupt.MinimumVector = least;
		one.u.Interrupt.MaximumVector = 8;
		met = met && with_interrupt(least, 8);
	}
	const NTSTATUS status = IoAssignResources(&path, nullptr, loaded[now].object, device,
						  &wanted.list, &result);
	if (status == STATUS_INSUFFICIENT_RESOURCES && may_fail)
		return;
	check(status == (met ? STATUS_SUCCESS : STATUS_CONFLICTING_ADDRESSES),
	      "claims: an assignment has status 0x%08x", status);
	if (!NT_SUCCESS(status)) {
		check(!result, "claims: nothing is assigned, but there is a list");
		refused++;
		check_owners("nothing found");
		return;
	}
	const CM_PARTIAL_RESOURCE_LIST &partial = result->List[0].PartialResourceList;
	check(partial.Count == 1u + interrupt, "claims: %u resources are assigned", partial.Count);
	check(with_register(static_cast<unsigned long>(
		      partial.PartialDescriptors[0].u.Port.Start.QuadPart)) == expected,
	      "claims: the registers are another port's");
	if (interrupt && expected->irq >= static_cast<int>(least) && expected->irq <= 8)
		check(partial.PartialDescriptors[1].u.Interrupt.Level ==
			      static_cast<ULONG>(expected->irq),
		      "claims: the interrupt is another port's");
	ExFreePool(result);
	record(device, { { now, device, expected } });
	check_owners("assignment");
}

NTSTATUS NTAPI complete(PDEVICE_OBJECT, PIRP irp, PVOID context)
{
	auto &request = *static_cast<Request *>(context);
	const NTSTATUS status = irp->IoStatus.Status;

	check(!std::exchange(request.done, true), "requests: one is completed twice");
	if (NT_SUCCESS(status)) {
		granted++;
		check(request.core->gone || is_drivers(request.driver, request.core->client),
		      "requests: one is granted a port that its driver does not have");
	} else if (status == STATUS_CANCELLED) {
		check(request.cancelled, "requests: one is cancelled by nobody");
	} else if (status == STATUS_DELETE_PENDING) {
		check(request.core->gone, "requests: a port is gone that is there");
	} else {
		check(status == STATUS_INSUFFICIENT_RESOURCES && may_fail,
		      "requests: one has status 0x%08x", status);
	}
	return STATUS_MORE_PROCESSING_REQUIRED;
}

/// Frees those that are complete.
void forget_requests()
{
	for (size_t n = 0; n < requests.size();) {
		if (!requests[n]->done) {
			n++;
			continue;
		}
		IoFreeIrp(requests[n]->irp);
		requests.erase(requests.begin() + static_cast<long>(n));
	}
}

PDEVICE_OBJECT open_port(parport &port)
{
	std::u16string text = u"\\Device\\ParallelPort" + std::u16string(1, u'0' + port.number);
	UNICODE_STRING name = world::string_of(text);
	PFILE_OBJECT &file = loaded[now].files[port.number];
	PDEVICE_OBJECT device = nullptr;

	if (!file && !NT_SUCCESS(IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &file, &device)))
		file = nullptr;
	return file ? file->DeviceObject : nullptr;
}

void close_port(unsigned int driver, parport &port)
{
	if (PFILE_OBJECT file = std::exchange(loaded[driver].files[port.number], nullptr))
		ObDereferenceObject(file);
}

/// Sends a request, which `request` is about, or nullptr: it need not be looked at.
void send(PDEVICE_OBJECT device, PIRP irp, ULONG code, Request *request)
{
	PIO_STACK_LOCATION location = IoGetNextIrpStackLocation(irp);

	location->MajorFunction = IRP_MJ_INTERNAL_DEVICE_CONTROL;
	location->Parameters.DeviceIoControl.IoControlCode = code;
	if (request)
		IoSetCompletionRoutine(irp, complete, request, TRUE, TRUE, TRUE);
	const NTSTATUS status = IoCallDriver(device, irp);
	if (request)
		check(request->done == (status != STATUS_PENDING),
		      "requests: the status is 0x%08x, and it is complete: %d", status,
		      request->done);
}

void ask(parport &port)
{
	PDEVICE_OBJECT device = port.core ? open_port(port) : nullptr;
	PIRP irp = device && requests.size() < 12 ? IoAllocateIrp(device->StackSize, FALSE) :
						    nullptr;

	if (!irp)
		return;
	requests.push_back(std::make_unique<Request>(Request{ now, port.core, irp }));
	send(device, irp, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, requests.back().get());
}

NTSTATUS NTAPI freed(PDEVICE_OBJECT, PIRP, PVOID) { return STATUS_MORE_PROCESSING_REQUIRED; }

/// Only whoever has a port by a request frees it.
void give_back(parport &port)
{
	PDEVICE_OBJECT device;
	PIRP irp;

	if (!port.core || !is_drivers(now, port.core->client) || has(claims, port))
		return;
	// It is not known yet to whoever asked.
	for (const Answer &answer : answers)
		if (!answer.status && answer.waiter->caller == port.core->client)
			return;
	device = open_port(port);
	irp = device ? IoAllocateIrp(device->StackSize, FALSE) : nullptr;
	if (!irp)
		return;
	IoSetCompletionRoutine(irp, freed, nullptr, TRUE, TRUE, TRUE);
	send(device, irp, IOCTL_INTERNAL_PARALLEL_PORT_FREE, nullptr);
	IoFreeIrp(irp);
}

void cancel_one()
{
	if (requests.empty())
		return;
	Request &request = *requests[chances->below(static_cast<unsigned int>(requests.size()))];
	request.cancelled = true;
	IoCancelIrp(request.irp);
}

void add_port(parport &port)
{
	port.core = new ntparport{ &port };
	nt_port_added(&port);
}

void remove_port(parport &port)
{
	ntparport *core = port.core;

	for (unsigned int n = 0; n < drivers; n++)
		close_port(n, port);
	core->gone = true;
	core->client = nullptr;
	for (ntparport_waiter *waiter : std::exchange(core->waiting, {}))
		answers.push_back({ waiter, -GLUE_ENODEV });
	// The room knows it until nobody has claimed it.
	core->references++;
	port.core = nullptr;
	nt_port_removed(&port);
	ntparport_put(core);
	claims.erase(std::remove_if(claims.begin(), claims.end(),
				    [&](const Claim &claim) { return claim.port == &port; }),
		     claims.end());
}

/// Drivers may access the registers of ports that are there.
void check_registers()
{
	std::set<unsigned long> there;

	for (const parport &port : ports) {
		for (unsigned long n = 0; port.core && n < span; n++)
			there.insert(port.base + n);
		for (unsigned long n = 0; port.core && port.ecp && n < ecp_span; n++)
			there.insert(port.ecp + n);
	}
	check(known_registers == there, "ports: other registers are known than those of ports");
}

/// Has the code of driver `n` do this.
void as(unsigned int n, const std::function<void()> &routine)
{
	now = n;
	world::as(n, routine);
}

void one_operation()
{
	parport &port = any_port();

	operations++;
	world::forget_log();
	forget_requests();
	switch (chances->below(16)) {
	case 0:
		if (!port.core) {
			world::fail_allocations(0);
			add_port(port);
			world::fail_allocations(may_fail ? 20 : 0);
		} else if (one_in(4)) {
			remove_port(port);
		}
		check_registers();
		break;
	case 1:
	case 2:
	case 3:
		as(chances->below(drivers), report);
		break;
	case 4:
	case 5:
		as(chances->below(drivers), assign);
		break;
	case 6:
	case 7:
	case 8:
		as(chances->below(drivers), [&] { ask(port); });
		break;
	case 9:
	case 10:
	case 11:
		as(chances->below(drivers), [&] { give_back(port); });
		break;
	case 12:
		cancel_one();
		break;
	case 13:
		world::run_one();
		break;
	default:
		run_core();
	}
}

NTSTATUS entry(PDRIVER_OBJECT object, PUNICODE_STRING)
{
	Driver &driver = loaded[now];

	driver = {};
	driver.object = object;
	object->DriverUnload = [](PDRIVER_OBJECT) {};
	return IoCreateDevice(object, 0, nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE, &driver.device);
}

IN_DRIVER(a) NTSTATUS entry_a(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return entry(object, path);
}

IN_DRIVER(b) NTSTATUS entry_b(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return entry(object, path);
}

constexpr PDRIVER_INITIALIZE entries[drivers] = { entry_a, entry_b };

bool is_by_claim(const void *client)
{
	return std::any_of(std::begin(entries), std::end(entries), [=](PDRIVER_INITIALIZE entry) {
		return reinterpret_cast<const void *>(entry) == client;
	});
}

void end_requests()
{
	for (const auto &request : requests) {
		request->cancelled = true;
		if (!request->done)
			IoCancelIrp(request->irp);
	}
	while (run_core())
		;
	for (const auto &request : requests)
		check(request->done, "requests: one is cancelled, but not completed");
	forget_requests();
}

void unload(unsigned int driver)
{
	const bool leaves = std::any_of(claims.begin(), claims.end(),
					[=](const Claim &claim) { return claim.driver == driver; });

	for (parport &port : ports)
		close_port(driver, port);
	as(driver, [=] { IoDeleteDevice(loaded[driver].device); });
	world::forget_log();
	check(world::unload(driver, entries[driver]), "driver: somebody holds it");
	check(!leaves || world::logged("left what it had claimed"),
	      "claims: nothing is said of those that are left");
	claims.erase(std::remove_if(claims.begin(), claims.end(),
				    [=](const Claim &claim) { return claim.driver == driver; }),
		     claims.end());
}

void round()
{
	const long before = world::left();

	for (now = 0; now < drivers; now++)
		check(!world::load(now, entries[now]), "driver: it does not load");
	may_fail = one_in(4);
	world::fail_allocations(may_fail ? 20 : 0);
	for (unsigned int n = 10 + chances->below(300); n; n--)
		one_operation();
	world::fail_allocations(0);
	end_requests();
	for (unsigned int n = 0; n < drivers; n++)
		unload(n);
	world::run_all();
	for (parport &port : ports) {
		if (!port.core)
			continue;
		check(port.core->references == 0, "ports: %u is still open", port.number);
		remove_port(port);
	}
	world::run_all();
	world::forget_log();
	check(world::left() == before, "memory: left: %s", world::what_is_left().c_str());
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = world::play(argc, argv, 1000000, chances, operations, round);

	check(operations && granted > operations / 100 && claimed > operations / 50 &&
		      refused > operations / 100,
	      "set-up: hardly anything was granted, claimed or refused");
	printf("%lu operations, %lu ports granted, %lu claimed, %lu refused, seed %" PRIu64 "\n",
	       operations, granted, claimed, refused, seed);
}
