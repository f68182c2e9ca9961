// SPDX-License-Identifier: GPL-2.0
/// claims.cc - drivers claim ports for themselves (IoReportResourceUsage()): a port that is claimed
/// is allocated to its driver.

#include "module/glue/glue.h"
#include "module/rt/unique.hh"
#include "base/check.hh"
#include "io/check.hh"
#include "port/detect.h"
#include "port/opened.hh"

using port::Opened;
using port::Port;
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
	/// It takes the place of what was claimed before, if there was a list. Mutex held.
	void record();

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

void Report::record()
{
	Claims old;

	if (!given_)
		return;
	while (Claim *claim = claims.pop_if(
		       [&](const Claim &known) { return known.is_for(driver_, device_); }))
		old.push_back(*claim);
	while (Claim *claim = fresh_.pop_front())
		claims.push_back(*claim);
	// Last: where a port is in both, its new claim holds it now.
	end_all(old);
}

}

NTSTATUS NTAPI IoReportResourceUsage(PUNICODE_STRING, PDRIVER_OBJECT object,
				     PCM_RESOURCE_LIST driver_list, ULONG driver_size,
				     PDEVICE_OBJECT device, PCM_RESOURCE_LIST device_list,
				     ULONG device_size, BOOLEAN override, PBOOLEAN conflict)
{
	const Caller caller;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_INVALID_DEVICE_STATE;
	if (!ok(is_memory(conflict), "the place for ConflictDetected"))
		return STATUS_INVALID_PARAMETER;
	*conflict = FALSE;
	if (!ok(nt_driver_known(object), "the driver object") ||
	    (device_list && !io::device_ok(device)))
		return STATUS_INVALID_PARAMETER;
	const nt_driver *driver = nt_driver_of_object(object);
	const ClaimsGuard guard;
	Report for_driver(driver, nullptr, caller);
	Report for_device(driver, device, caller);
	NTSTATUS status = for_driver.claim(driver_list, driver_size, override);
	if (NT_SUCCESS(status))
		status = for_device.claim(device_list, device_size, override);
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
		nt_warn("%s left what it had claimed by IoReportResourceUsage() (ports: %u): freed\n",
			nt_driver_name(driver), ports);
}
