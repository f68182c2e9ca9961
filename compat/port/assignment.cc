// SPDX-License-Identifier: GPL-2.0
/// assignment.cc - drivers ask for whatever port meets their requirements (IoAssignResources()),
/// which is claimed for them.

#include <utility>

#include "module/rt/minmax.hh"
#include "base/check.hh"
#include "ex/pool.h"
#include "port/claims.hh"

using port::ClaimsGuard;
using port::NewClaims;

namespace {

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
	Assignment(NewClaims &claims, const IO_RESOURCE_REQUIREMENTS_LIST &wanted, Caller caller)
		: claims_(claims), wanted_(wanted), caller_(caller)
	{ }
	~Assignment()
	{
		if (list_)
			nt_pool_free(caller_.code(), caller_.called(), list_);
	}
	Assignment(const Assignment &) = delete;
	Assignment &operator=(const Assignment &) = delete;

	/// Claims what the first list needs of which all can be had.
	NTSTATUS find() REQUIRES(ClaimsGuard::lock);
	/// Hands the list over to the driver.
	PCM_RESOURCE_LIST release() { return std::exchange(list_, nullptr); }

private:
	NTSTATUS meet_all(const Requirements &requirements) REQUIRES(ClaimsGuard::lock);
	NTSTATUS meet_some(const Requirements &requirements, bool registers)
		REQUIRES(ClaimsGuard::lock);
	NTSTATUS meet_one(const Requirements &requirements, ULONG n, ULONG end, ULONG place)
		REQUIRES(ClaimsGuard::lock);
	NTSTATUS meet(const IO_RESOURCE_DESCRIPTOR &wanted,
		      CM_PARTIAL_RESOURCE_DESCRIPTOR &resource) REQUIRES(ClaimsGuard::lock);
	[[nodiscard]] bool allocate(ULONG count);
	void complain() const;

	NewClaims &claims_;
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

		status = claims_.claim({ static_cast<ULONGLONG>(range.MinimumAddress.QuadPart),
					 static_cast<ULONGLONG>(range.MaximumAddress.QuadPart),
					 range.Length, range.Alignment },
				       start);
		resource.u.Port.Start.QuadPart = static_cast<LONGLONG>(start);
		resource.u.Port.Length = range.Length;
	} else if (wanted.Type == CmResourceTypeInterrupt) {
		ULONG irq = 0;

		status = claims_.find_interrupt(wanted.u.Interrupt.MinimumVector,
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
		claims_.start_again();
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
	const nt_driver *driver = port::owner_of(object, device, caller);
	if (!driver)
		return STATUS_INVALID_PARAMETER;
	const ClaimsGuard guard;
	NewClaims claims(driver, device, caller);
	if (!wanted) {
		claims.record(true);
		return STATUS_SUCCESS;
	}
	*allocated = nullptr;
	Assignment assignment(claims, *wanted, caller);
	const NTSTATUS status = assignment.find();
	if (!NT_SUCCESS(status))
		return status;
	claims.record(true);
	*allocated = assignment.release();
	return STATUS_SUCCESS;
}
