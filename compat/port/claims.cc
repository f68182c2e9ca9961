// SPDX-License-Identifier: GPL-2.0
/// claims.cc - ports that drivers have claimed for themselves: a port that is claimed is allocated
/// to its driver.

#include "module/glue/glue.h"
#include "module/rt/unique.hh"
#include "glue/io_port.h"
#include "glue/log.h"
#include "io/check.hh"
#include "io/device.h"
#include "port/claims.hh"
#include "port/detect.h"

using port::Claim;
using port::Claims;
using port::ClaimsGuard;
using port::NewClaims;
using port::Port;
using rt::Unique;

/// A port that a driver has claimed, for itself or for one of its devices.
struct port::Claim {
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

namespace {

constinit Claims claims GUARDED_BY(ClaimsGuard::lock);

/// A claim that stands for the port, or nullptr.
Claim *claim_on(const Port *port) REQUIRES(ClaimsGuard::lock)
{
	for (Claim &claim : claims)
		if (claim.port.get() == port && claim.holds)
			return &claim;
	return nullptr;
}

void end(Unique<Claim> claim) REQUIRES(ClaimsGuard::lock)
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

void end_all(Claims &list) REQUIRES(ClaimsGuard::lock)
{
	while (Claim *claim = list.pop_front())
		end(Unique(claim));
}

}

NewClaims::~NewClaims() { end_all(fresh_); }

void NewClaims::start_again() { end_all(fresh_); }

NTSTATUS NewClaims::claim(Opened port)
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

NTSTATUS NewClaims::claim_registers(unsigned long start, ULONG length)
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

NTSTATUS NewClaims::claim(const CM_PARTIAL_RESOURCE_DESCRIPTOR &descriptor)
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

NTSTATUS NewClaims::claim_all(const CM_RESOURCE_LIST &list, ULONG size)
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

NTSTATUS NewClaims::claim(const CM_RESOURCE_LIST *list, ULONG size, bool quiet)
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

NTSTATUS NewClaims::claim(const Wanted &wanted, unsigned long &start)
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

NTSTATUS NewClaims::find_interrupt(ULONG least, ULONG last, ULONG &irq)
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

void NewClaims::record(bool given)
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

const nt_driver *port::owner_of(PDRIVER_OBJECT object, PDEVICE_OBJECT device, Caller caller)
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
