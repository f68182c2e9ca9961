// SPDX-License-Identifier: GPL-2.0
/// security.cc - security descriptors: made, measured, checked.

#include <stddef.h>

#include <ntifs.h>

#include "base/check.hh"

namespace {

/// The same in memory that is in one piece: its parts by their offsets; 0: there is none.
struct Relative {
	UCHAR revision;
	UCHAR reserved;
	SECURITY_DESCRIPTOR_CONTROL control;
	ULONG owner;
	ULONG group;
	ULONG sacl;
	ULONG dacl;
};

/// What a descriptor refers to, of whichever kind it is; nullptr: not to that.
struct Parts {
	const SID *owner;
	const SID *group;
	const ACL *sacl;
	const ACL *dacl;
};

template <typename T>
const T *at(const Relative &descriptor, ULONG offset)
{
	const auto *begin = reinterpret_cast<const UCHAR *>(&descriptor);

	return offset ? reinterpret_cast<const T *>(begin + offset) : nullptr;
}

/// The memory of the descriptor was checked.
Parts parts_of(const SECURITY_DESCRIPTOR &descriptor)
{
	const SECURITY_DESCRIPTOR_CONTROL control = descriptor.Control;
	Parts parts{};

	if (control & SE_SELF_RELATIVE) {
		const auto &relative = reinterpret_cast<const Relative &>(descriptor);

		parts = { at<SID>(relative, relative.owner), at<SID>(relative, relative.group),
			  at<ACL>(relative, relative.sacl), at<ACL>(relative, relative.dacl) };
	} else {
		parts = { static_cast<const SID *>(descriptor.Owner),
			  static_cast<const SID *>(descriptor.Group), descriptor.Sacl,
			  descriptor.Dacl };
	}
	if (!(control & SE_SACL_PRESENT))
		parts.sacl = nullptr;
	if (!(control & SE_DACL_PRESENT))
		parts.dacl = nullptr;
	return parts;
}

/// Whether there is memory for what both kinds begin with, and the rest of the one that it is.
bool is_descriptor(const void *descriptor)
{
	if (!nt_is_memory(descriptor, sizeof(Relative)))
		return false;
	return static_cast<const Relative *>(descriptor)->control & SE_SELF_RELATIVE ||
	       nt_is_memory(descriptor, sizeof(SECURITY_DESCRIPTOR));
}

ULONG length_of(const SID &sid)
{
	return static_cast<ULONG>(offsetof(SID, SubAuthority) +
				  sid.SubAuthorityCount * sizeof(ULONG));
}

bool is_valid(const SID *sid)
{
	return !sid ||
	       (nt_is_memory(sid, offsetof(SID, SubAuthority)) && sid->Revision == SID_REVISION &&
		sid->SubAuthorityCount <= SID_MAX_SUB_AUTHORITIES &&
		nt_is_memory(sid, length_of(*sid)));
}

/// Its entries are within it.
bool is_valid(const ACL *list)
{
	constexpr UCHAR first_revision = 2;
	constexpr UCHAR last_revision = 4;

	if (!list)
		return true;
	if (!is_memory(list) || list->AclRevision < first_revision ||
	    list->AclRevision > last_revision || list->AclSize < sizeof(*list) ||
	    !nt_is_memory(list, list->AclSize))
		return false;
	size_t end = sizeof(*list);
	for (ULONG n = 0; n < list->AceCount; n++) {
		const auto *entry = reinterpret_cast<const ACE_HEADER *>(
			reinterpret_cast<const UCHAR *>(list) + end);

		if (list->AclSize - end < sizeof(*entry) || entry->AceSize < sizeof(*entry) ||
		    list->AclSize - end < entry->AceSize)
			return false;
		end += entry->AceSize;
	}
	return true;
}

bool are_valid(const Parts &parts)
{
	return is_valid(parts.owner) && is_valid(parts.group) && is_valid(parts.sacl) &&
	       is_valid(parts.dacl);
}

ULONG rounded(ULONG length) { return (length + 3) & ~ULONG{ 3 }; }

}

NTSTATUS NTAPI RtlCreateSecurityDescriptor(PSECURITY_DESCRIPTOR descriptor, ULONG revision)
{
	auto *fresh = static_cast<PISECURITY_DESCRIPTOR>(descriptor);

	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_memory(fresh), "the descriptor"))
		return STATUS_INVALID_PARAMETER;
	if (revision != SECURITY_DESCRIPTOR_REVISION)
		return STATUS_UNKNOWN_REVISION;
	*fresh = {};
	fresh->Revision = SECURITY_DESCRIPTOR_REVISION;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlSetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR object, BOOLEAN present, PACL list,
					    BOOLEAN defaulted)
{
	auto *descriptor = static_cast<PISECURITY_DESCRIPTOR>(object);

	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_descriptor(descriptor), "the descriptor"))
		return STATUS_INVALID_PARAMETER;
	if (descriptor->Revision != SECURITY_DESCRIPTOR_REVISION)
		return STATUS_UNKNOWN_REVISION;
	if (descriptor->Control & SE_SELF_RELATIVE)
		return STATUS_INVALID_SECURITY_DESCR;
	ULONG control = descriptor->Control & ~(SE_DACL_PRESENT | SE_DACL_DEFAULTED);
	if (present) {
		control |= SE_DACL_PRESENT | (defaulted ? SE_DACL_DEFAULTED : 0);
		descriptor->Dacl = list;
	}
	descriptor->Control = static_cast<SECURITY_DESCRIPTOR_CONTROL>(control);
	return STATUS_SUCCESS;
}

BOOLEAN NTAPI RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR object)
{
	const auto *descriptor = static_cast<const SECURITY_DESCRIPTOR *>(object);

	return irql_ok(PASSIVE_LEVEL) && is_descriptor(descriptor) &&
	       descriptor->Revision == SECURITY_DESCRIPTOR_REVISION &&
	       are_valid(parts_of(*descriptor));
}

ULONG NTAPI RtlLengthSecurityDescriptor(PSECURITY_DESCRIPTOR object)
{
	const auto *descriptor = static_cast<const SECURITY_DESCRIPTOR *>(object);

	if (!irql_ok(PASSIVE_LEVEL) || !ok(is_descriptor(descriptor), "the descriptor"))
		return 0;
	const Parts parts = parts_of(*descriptor);
	if (!ok(are_valid(parts), "what the descriptor refers to"))
		return 0;
	ULONG length = descriptor->Control & SE_SELF_RELATIVE ?
			       static_cast<ULONG>(sizeof(Relative)) :
			       static_cast<ULONG>(sizeof(*descriptor));
	const SID *const sids[] = { parts.owner, parts.group };
	const ACL *const lists[] = { parts.sacl, parts.dacl };

	for (const SID *sid : sids)
		length += sid ? rounded(length_of(*sid)) : 0;
	for (const ACL *list : lists)
		length += list ? rounded(list->AclSize) : 0;
	return length;
}
