// SPDX-License-Identifier: GPL-2.0
/// claims.cc - drivers claim ports for themselves (IoReportResourceUsage(), IoAssignResources()): a
/// port that is claimed is allocated to its driver.

#include "module/glue/glue.h"
#include "module/rt/minmax.hh"
#include "module/rt/unique.hh"
#include "base/check.hh"
#include "ex/pool.h"
#include "io/check.hh"
#include "io/device.h"
#include "port/detect.h"
#include "port/opened.hh"

using port::Opened;
using port::Port;
using port::Wanted;
using rt::Unique;
using ClaimsGuard = MutexGuard<NT_CLAIMS_MUTEX>;

namespace {

/// A port that a driver has claimed, for itself or for one of its devices.
struct Claim {
	rt::Link link{};  // first: in a list
	const nt_driver *const driver;
	const DEVICE_OBJECT *const device;  // only its name; NULL: for the driver
	const Opened port;
	bool holds = false;  // it was this claim that allocated the port

	Claim(const nt_driver *owner, const DEVICE_OBJECT *for_device, Opened opened)
		: driver(owner), device(for_device), port(std::move(opened))
	{ }
	~Claim() = default;
	Claim(const Claim &) = delete;
	Claim &operator=(const Claim &) = delete;

	bool is_for(const nt_driver *owner, const DEVICE_OBJECT *for_device) const
	{
		return driver == owner && device == for_device;
	}
};

using Claims = rt::List<Claim>;

/// Guarded by the mutex.
constinit Claims claims;

/// A claim that stands for the port, or nullptr. Mutex held.
Claim *claim_on(const Port *port)
{
	for (Claim &claim : claims)
		if (claim.port.get() == port && claim.holds)
			return &claim;
	return nullptr;
}

/// Mutex held.
void end(Unique<Claim> claim)
{
	if (!claim->holds)
		return;
	for (Claim &other : claims) {
		if (other.port.get() == claim->port.get()) {
			other.holds = true;
			return;
		}
	}
	// The driver may have freed the port itself, and somebody else have it now.
	core_free_of(claim->port.core(), nt_driver_code(claim->driver));
}

void end_all(Claims &list)
{
	while (Claim *claim = list.pop_front())
		end(Unique(claim));
}

/// A report of one list.
class Report {
public:
	Report(const nt_driver *driver, const DEVICE_OBJECT *device, Caller caller)
		: driver_(driver), device_(device), caller_(caller)
	{ }
	/// What was not recorded is given back. Mutex held.
	~Report() { end_all(fresh_); }
	Report(const Report &) = delete;
	Report &operator=(const Report &) = delete;

	/// Claims what is in the list, if there is one, as far as it can be had. Mutex held.
	NTSTATUS claim(const CM_RESOURCE_LIST *list, ULONG size, bool quiet);
	bool conflicts() const { return conflicts_; }
	/// Claims a port that has such registers, and can be had: `start` is the first of them.
	/// STATUS_CONFLICTING_ADDRESSES: there is none, which is not logged. Mutex held.
	NTSTATUS claim(const Wanted &wanted, unsigned long &start);
	/// Finds an interrupt, of a port that is claimed here if one of these has one: it
	/// goes with the registers, and connecting decides who has it. Mutex held.
	NTSTATUS find_interrupt(ULONG least, ULONG last, ULONG &irq);
	/// Gives back what has been claimed so far. Mutex held.
	void start_again() { end_all(fresh_); }
	/// It takes the place of what was claimed before, if there was a list. Mutex held.
	void record() { record(given_); }
	void record(bool given);

private:
	NTSTATUS claim_all(const CM_RESOURCE_LIST &list, ULONG size);
	NTSTATUS claim(const CM_PARTIAL_RESOURCE_DESCRIPTOR &descriptor);
	NTSTATUS claim_registers(unsigned long start, ULONG length);
	/// STATUS_CONFLICTING_ADDRESSES: somebody else has it.
	NTSTATUS claim(Opened port);
	template <typename... Arguments>
	void conflict(const char *format, Arguments... arguments)
	{
		conflicts_ = true;
		if (!quiet_)
			caller_.complain(format, arguments...);
	}

	const nt_driver *const driver_;
	const DEVICE_OBJECT *const device_;
	const Caller caller_;
	Claims fresh_;
	bool conflicts_ = false;
	bool quiet_ = false;
	bool given_ = false;
};

NTSTATUS Report::claim(Opened port)
{
	for (const Claim &claim : fresh_)
		if (claim.port.get() == port.get())
			return STATUS_SUCCESS;
	const unsigned int number = port.get()->number();
	const Claim *other = claim_on(port.get());
	if (other && other->driver != driver_) {
		conflict("parport%u is claimed by %s: not claimed", number,
			 nt_driver_name(other->driver));
		return STATUS_CONFLICTING_ADDRESSES;
	}
	// Others may have its object, but nobody would end the claim.
	if (nt_driver_gone(driver_))
		return STATUS_DELETE_PENDING;
	ntparport *core = port.core();
	Unique<Claim> claim(new (rt::kernel) Claim(driver_, device_, std::move(port)));
	if (!claim)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (!other) {
		claim->holds = ntparport_try_allocate_as(core, nt_driver_code(driver_));
		if (!claim->holds) {
			conflict("parport%u is in use by another driver: not claimed", number);
			return STATUS_CONFLICTING_ADDRESSES;
		}
	}
	fresh_.push_back(*claim.release());
	return STATUS_SUCCESS;
}

NTSTATUS Report::claim_registers(unsigned long start, ULONG length)
{
	// A range may be that of a port and of its ECP registers, or of two ports.
	for (unsigned long number = start; number - start < length; number++) {
		Opened port = Opened::with_register(number);

		if (!port) {
			conflict("0x%lx is not a register of a parallel port: not claimed", number);
			break;
		}
		const NTSTATUS status = claim(std::move(port));
		if (status == STATUS_CONFLICTING_ADDRESSES)
			break;
		if (!NT_SUCCESS(status))
			return status;
	}
	return STATUS_SUCCESS;
}

NTSTATUS Report::claim(const CM_PARTIAL_RESOURCE_DESCRIPTOR &descriptor)
{
	/// No port has more.
	constexpr ULONG most_registers = 64;

	switch (descriptor.Type) {
	case CmResourceTypePort: {
		const auto &range = descriptor.u.Port;
		const auto start = static_cast<ULONGLONG>(range.Start.QuadPart);

		if (start < NT_IO_PORTS && range.Length <= most_registers)
			return claim_registers(static_cast<unsigned long>(start), range.Length);
		conflict("0x%llx is not a register of a parallel port: not claimed", start);
		break;
	}
	case CmResourceTypeInterrupt:
		// It goes with the registers: connecting decides who has it.
		if (!Opened::with_interrupt(descriptor.u.Interrupt.Level))
			conflict("%u is not the interrupt of a parallel port: not claimed",
				 descriptor.u.Interrupt.Level);
		break;
	case CmResourceTypeNull:
	case CmResourceTypeDeviceSpecific:
		break;
	default:
		conflict("a parallel port has no resource of type %u: not claimed",
			 descriptor.Type);
	}
	return STATUS_SUCCESS;
}

NTSTATUS Report::claim_all(const CM_RESOURCE_LIST &list, ULONG size)
{
	constexpr ULONG head =
		offsetof(CM_FULL_RESOURCE_DESCRIPTOR, PartialResourceList.PartialDescriptors);
	ULONG at = offsetof(CM_RESOURCE_LIST, List);

	if (size < at)
		return STATUS_INVALID_PARAMETER;
	for (ULONG n = 0; n < list.Count; n++) {
		const auto *full = reinterpret_cast<const CM_FULL_RESOURCE_DESCRIPTOR *>(
			reinterpret_cast<const UCHAR *>(&list) + at);

		if (size - at < head)
			return STATUS_INVALID_PARAMETER;
		const ULONG count = full->PartialResourceList.Count;
		if ((size - at - head) / sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR) < count)
			return STATUS_INVALID_PARAMETER;
		at += head + count * sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR);
		for (ULONG m = 0; m < count; m++) {
			const NTSTATUS status =
				claim(full->PartialResourceList.PartialDescriptors[m]);

			if (!NT_SUCCESS(status))
				return status;
		}
	}
	return STATUS_SUCCESS;
}

NTSTATUS Report::claim(const CM_RESOURCE_LIST *list, ULONG size, bool quiet)
{
	if (!list)
		return STATUS_SUCCESS;
	if (!ok(nt_is_memory(list, size), "the list", caller_))
		return STATUS_INVALID_PARAMETER;
	quiet_ = quiet;
	given_ = true;
	const NTSTATUS status = claim_all(*list, size);
	if (status == STATUS_INVALID_PARAMETER)
		caller_.complain("the list of resources is damaged, or longer than its size says");
	return status;
}

NTSTATUS Report::claim(const Wanted &wanted, unsigned long &start)
{
	quiet_ = true;
	for (unsigned int skipped = 0;; skipped++) {
		Opened port = Opened::with_registers(wanted, skipped, start);

		if (!port)
			return STATUS_CONFLICTING_ADDRESSES;
		const NTSTATUS status = claim(std::move(port));
		if (status != STATUS_CONFLICTING_ADDRESSES)
			return status;
	}
}

NTSTATUS Report::find_interrupt(ULONG least, ULONG last, ULONG &irq)
{
	for (const Claim &claim : fresh_) {
		ntparport_information facts{};

		if (ntparport_get_information(claim.port.core(), &facts) || facts.irq < 0)
			continue;
		irq = static_cast<ULONG>(facts.irq);
		if (irq >= least && irq <= last)
			return STATUS_SUCCESS;
	}
	return Opened::with_interrupt(least, last, irq) ? STATUS_SUCCESS :
							  STATUS_CONFLICTING_ADDRESSES;
}

void Report::record(bool given)
{
	Claims old;

	if (!given)
		return;
	while (Claim *claim = claims.pop_if(
		       [&](const Claim &known) { return known.is_for(driver_, device_); }))
		old.push_back(*claim);
	while (Claim *claim = fresh_.pop_front())
		claims.push_back(*claim);
	// Last: where a port is in both, its new claim holds it now.
	end_all(old);
}

/// One of the lists of requirements, each of which has alternatives: the first of them has no
/// IO_RESOURCE_ALTERNATIVE.
struct Requirements {
	const IO_RESOURCE_DESCRIPTOR *descriptors;
	ULONG count;

	/// Where the next requirement begins.
	ULONG after(ULONG n) const
	{
		do
			n++;
		while (n < count && descriptors[n].Option & IO_RESOURCE_ALTERNATIVE);
		return n;
	}
};

/// Tells nothing of the hardware.
bool is_empty(const IO_RESOURCE_DESCRIPTOR &wanted)
{
	return wanted.Type == CmResourceTypeNull || wanted.Type == CmResourceTypeConfigData;
}

/// What is allocated for lists of requirements: one resource for each requirement.
class Assignment {
public:
	Assignment(Report &report, const IO_RESOURCE_REQUIREMENTS_LIST &wanted, Caller caller)
		: report_(report), wanted_(wanted), caller_(caller)
	{ }
	~Assignment()
	{
		if (list_)
			nt_pool_free(caller_.code(), caller_.called(), list_);
	}
	Assignment(const Assignment &) = delete;
	Assignment &operator=(const Assignment &) = delete;

	/// Claims what the first list needs of which all can be had. Mutex held.
	NTSTATUS find();
	/// Hands the list over to the driver.
	PCM_RESOURCE_LIST release() { return std::exchange(list_, nullptr); }

private:
	NTSTATUS meet_all(const Requirements &requirements);
	NTSTATUS meet_some(const Requirements &requirements, bool registers);
	NTSTATUS meet_one(const Requirements &requirements, ULONG n, ULONG end, ULONG place);
	NTSTATUS meet(const IO_RESOURCE_DESCRIPTOR &wanted,
		      CM_PARTIAL_RESOURCE_DESCRIPTOR &resource);
	[[nodiscard]] bool allocate(ULONG count);
	void complain() const;

	Report &report_;
	const IO_RESOURCE_REQUIREMENTS_LIST &wanted_;
	const Caller caller_;
	PCM_RESOURCE_LIST list_ = nullptr;
	const IO_RESOURCE_DESCRIPTOR *unmet_ = nullptr;
};

NTSTATUS Assignment::meet(const IO_RESOURCE_DESCRIPTOR &wanted,
			  CM_PARTIAL_RESOURCE_DESCRIPTOR &resource)
{
	NTSTATUS status = STATUS_CONFLICTING_ADDRESSES;

	resource.Type = wanted.Type;
	resource.ShareDisposition = wanted.ShareDisposition;
	resource.Flags = wanted.Flags;
	if (wanted.Type == CmResourceTypePort) {
		const auto &range = wanted.u.Port;
		unsigned long start = 0;

		status = report_.claim({ static_cast<ULONGLONG>(range.MinimumAddress.QuadPart),
					 static_cast<ULONGLONG>(range.MaximumAddress.QuadPart),
					 range.Length, range.Alignment },
				       start);
		resource.u.Port.Start.QuadPart = static_cast<LONGLONG>(start);
		resource.u.Port.Length = range.Length;
	} else if (wanted.Type == CmResourceTypeInterrupt) {
		ULONG irq = 0;

		status = report_.find_interrupt(wanted.u.Interrupt.MinimumVector,
						wanted.u.Interrupt.MaximumVector, irq);
		resource.u.Interrupt.Level = irq;
		resource.u.Interrupt.Vector = irq;
		resource.u.Interrupt.Affinity = ~static_cast<KAFFINITY>(0);
	}
	return status;
}

/// Takes the first alternative, from `n` to `end`, that can be had.
NTSTATUS Assignment::meet_one(const Requirements &requirements, ULONG n, ULONG end, ULONG place)
{
	CM_PARTIAL_RESOURCE_LIST &partial = list_->List[0].PartialResourceList;
	NTSTATUS status = STATUS_CONFLICTING_ADDRESSES;

	unmet_ = &requirements.descriptors[n];
	for (; n < end && status == STATUS_CONFLICTING_ADDRESSES; n++)
		status = meet(requirements.descriptors[n], partial.PartialDescriptors[place]);
	return status;
}

NTSTATUS Assignment::meet_some(const Requirements &requirements, bool registers)
{
	ULONG place = 0;

	for (ULONG n = 0, end = 0; n < requirements.count; n = end) {
		const IO_RESOURCE_DESCRIPTOR &first = requirements.descriptors[n];

		end = requirements.after(n);
		if (is_empty(first))
			continue;
		if ((first.Type == CmResourceTypePort) == registers) {
			const NTSTATUS status = meet_one(requirements, n, end, place);
			if (!NT_SUCCESS(status))
				return status;
		}
		place++;
	}
	return STATUS_SUCCESS;
}

bool Assignment::allocate(ULONG count)
{
	constexpr ULONG tag = 0x73526f49;  // 'IoRs'
	constexpr size_t head =
		offsetof(CM_RESOURCE_LIST, List[0].PartialResourceList.PartialDescriptors);
	const size_t size = head + size_t{ count } * sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR);

	if (list_)
		nt_pool_free(caller_.code(), caller_.called(), list_);
	list_ = static_cast<PCM_RESOURCE_LIST>(
		nt_pool_alloc(caller_.code(), rt::max(size, sizeof(*list_)), 1, tag, true));
	if (!list_)
		return false;
	CM_FULL_RESOURCE_DESCRIPTOR &full = list_->List[0];
	list_->Count = 1;
	full.InterfaceType = wanted_.InterfaceType;
	full.BusNumber = wanted_.BusNumber;
	full.PartialResourceList.Version = 1;
	full.PartialResourceList.Revision = 1;
	full.PartialResourceList.Count = count;
	return true;
}

NTSTATUS Assignment::meet_all(const Requirements &requirements)
{
	ULONG count = 0;

	for (ULONG n = 0; n < requirements.count; n = requirements.after(n))
		count += !is_empty(requirements.descriptors[n]);
	if (!allocate(count))
		return STATUS_INSUFFICIENT_RESOURCES;
	// The interrupt should be that of the port whose registers are claimed.
	const NTSTATUS status = meet_some(requirements, true);
	return NT_SUCCESS(status) ? meet_some(requirements, false) : status;
}

void Assignment::complain() const
{
	if (!unmet_)
		caller_.complain("there is no list of requirements: nothing is claimed");
	else if (unmet_->Type == CmResourceTypePort)
		caller_.complain(
			"no parallel port that can be had has %u registers from 0x%llx to 0x%llx: nothing is claimed",
			unmet_->u.Port.Length, unmet_->u.Port.MinimumAddress.QuadPart,
			unmet_->u.Port.MaximumAddress.QuadPart);
	else if (unmet_->Type == CmResourceTypeInterrupt)
		caller_.complain(
			"no parallel port has an interrupt from %u to %u: nothing is claimed",
			unmet_->u.Interrupt.MinimumVector, unmet_->u.Interrupt.MaximumVector);
	else
		caller_.complain("a parallel port has no resource of type %u: nothing is claimed",
				 unmet_->Type);
}

NTSTATUS Assignment::find()
{
	constexpr ULONG head = offsetof(IO_RESOURCE_LIST, Descriptors);
	const ULONG size = wanted_.ListSize;
	ULONG at = offsetof(IO_RESOURCE_REQUIREMENTS_LIST, List);
	NTSTATUS status = STATUS_CONFLICTING_ADDRESSES;

	for (ULONG n = 0; n < wanted_.AlternativeLists; n++) {
		const auto *list = reinterpret_cast<const IO_RESOURCE_LIST *>(
			reinterpret_cast<const UCHAR *>(&wanted_) + at);

		if (size < at || size - at < head ||
		    (size - at - head) / sizeof(IO_RESOURCE_DESCRIPTOR) < list->Count) {
			caller_.complain(
				"the list of requirements is damaged, or longer than its size says");
			return STATUS_INVALID_PARAMETER;
		}
		status = meet_all({ list->Descriptors, list->Count });
		if (status != STATUS_CONFLICTING_ADDRESSES)
			return status;
		report_.start_again();
		at += head + list->Count * static_cast<ULONG>(sizeof(IO_RESOURCE_DESCRIPTOR));
	}
	complain();
	return status;
}

/// Whether it is a list, as far as its own size says.
bool is_requirements(const IO_RESOURCE_REQUIREMENTS_LIST *list)
{
	return nt_is_memory(list, offsetof(IO_RESOURCE_REQUIREMENTS_LIST, List)) &&
	       nt_is_memory(list, list->ListSize);
}

/// Whose resources they are; nullptr: nobody's, which is logged. The driver of the ports has none:
/// it is never unloaded, so they would stay when the caller goes.
const nt_driver *owner_of(PDRIVER_OBJECT object, PDEVICE_OBJECT device, Caller caller)
{
	if (device && !io::device_ok(device, caller))
		return nullptr;
	// For a device, its driver need not be given.
	const bool by_device = device && !object;
	if (!by_device && !ok(nt_driver_known(object), "the driver object", caller))
		return nullptr;
	const nt_driver *driver = by_device ? nt_device_driver(device) :
					      nt_driver_of_object(object);
	if (nt_driver_module(driver))
		return driver;
	caller.complain("the driver object is not the driver's: it is that of the ports");
	return nullptr;
}

}

NTSTATUS NTAPI IoAssignResources(PUNICODE_STRING path, PUNICODE_STRING, PDRIVER_OBJECT object,
				 PDEVICE_OBJECT device, PIO_RESOURCE_REQUIREMENTS_LIST wanted,
				 PCM_RESOURCE_LIST *allocated)
{
	const Caller caller;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!ok(nt_is_string(path), "the registry path"))
		return STATUS_INVALID_PARAMETER;
	if (wanted && (!ok(is_requirements(wanted), "the list") ||
		       !ok(is_memory(allocated), "the place for AllocatedResources")))
		return STATUS_INVALID_PARAMETER;
	const nt_driver *driver = owner_of(object, device, caller);
	if (!driver)
		return STATUS_INVALID_PARAMETER;
	const ClaimsGuard guard;
	Report report(driver, device, caller);
	if (!wanted) {
		report.record(true);
		return STATUS_SUCCESS;
	}
	*allocated = nullptr;
	Assignment assignment(report, *wanted, caller);
	const NTSTATUS status = assignment.find();
	if (!NT_SUCCESS(status))
		return status;
	report.record(true);
	*allocated = assignment.release();
	return STATUS_SUCCESS;
}

namespace {

/// What a driver reports, for itself and for one of its devices.
struct Reported {
	PCM_RESOURCE_LIST driver_list;
	ULONG driver_size;
	PDEVICE_OBJECT device;
	PCM_RESOURCE_LIST device_list;
	ULONG device_size;
};

NTSTATUS report(PDRIVER_OBJECT object, const Reported &reported, bool override, PBOOLEAN conflict,
		Caller caller)
{
	if (!irql_ok(PASSIVE_LEVEL, caller))
		return STATUS_INVALID_DEVICE_STATE;
	if (!ok(is_memory(conflict), "the place for ConflictDetected", caller))
		return STATUS_INVALID_PARAMETER;
	*conflict = FALSE;
	if (reported.device_list && !io::device_ok(reported.device, caller))
		return STATUS_INVALID_PARAMETER;
	const nt_driver *driver = owner_of(object, nullptr, caller);
	if (!driver)
		return STATUS_INVALID_PARAMETER;
	const ClaimsGuard guard;
	Report for_driver(driver, nullptr, caller);
	Report for_device(driver, reported.device, caller);
	NTSTATUS status = for_driver.claim(reported.driver_list, reported.driver_size, override);
	if (NT_SUCCESS(status))
		status = for_device.claim(reported.device_list, reported.device_size, override);
	if (!NT_SUCCESS(status))
		return status;
	*conflict = for_driver.conflicts() || for_device.conflicts();
	if (*conflict && !override)
		return STATUS_CONFLICTING_ADDRESSES;
	// Both, or neither.
	for_driver.record();
	for_device.record();
	return STATUS_SUCCESS;
}

}

NTSTATUS NTAPI IoReportResourceUsage(PUNICODE_STRING, PDRIVER_OBJECT object,
				     PCM_RESOURCE_LIST driver_list, ULONG driver_size,
				     PDEVICE_OBJECT device, PCM_RESOURCE_LIST device_list,
				     ULONG device_size, BOOLEAN override, PBOOLEAN conflict)
{
	return report(object, { driver_list, driver_size, device, device_list, device_size },
		      override, conflict, Caller());
}

NTSTATUS NTAPI IoReportResourceForDetection(PDRIVER_OBJECT object, PCM_RESOURCE_LIST driver_list,
					    ULONG driver_size, PDEVICE_OBJECT device,
					    PCM_RESOURCE_LIST device_list, ULONG device_size,
					    PBOOLEAN conflict)
{
	return report(object, { driver_list, driver_size, device, device_list, device_size }, false,
		      conflict, Caller());
}

NTSTATUS NTAPI IoReportDetectedDevice(PDRIVER_OBJECT driver, INTERFACE_TYPE, ULONG, ULONG,
				      PCM_RESOURCE_LIST, PIO_RESOURCE_REQUIREMENTS_LIST, BOOLEAN,
				      PDEVICE_OBJECT *device)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!io::driver_ok(driver) || !ok(is_memory(device), "the place for the device"))
		return STATUS_INVALID_PARAMETER;
	Caller().complain(
		"Linux finds the parallel ports, and AddDevice is called for each: nothing else can be reported");
	return STATUS_UNSUCCESSFUL;
}

void nt_claims_gone(const nt_driver *driver)
{
	unsigned int ports = 0;
	{
		const ClaimsGuard guard;

		while (Claim *claim = claims.pop_if(
			       [=](const Claim &known) { return known.driver == driver; })) {
			end(Unique(claim));
			ports++;
		}
	}
	if (ports)
		nt_warn("%s left what it had claimed by IoReportResourceUsage() or IoAssignResources() (ports: %u): freed\n",
			nt_driver_name(driver), ports);
}
