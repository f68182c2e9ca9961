// SPDX-License-Identifier: GPL-2.0
/// version.cc - which Windows this is.

#include "base/check.hh"
#include "rtl/version.hh"

namespace {

constexpr ULONG major = rtl::major_version;
constexpr ULONG minor = rtl::minor_version;
constexpr ULONG build = 2600;
constexpr USHORT service_pack = 3;
/// As NTDDI_VERSION has them: the version of Windows, and its service pack.
constexpr ULONG ddi = major << 24 | minor << 16;
constexpr ULONG of_pack = 0xffff;
constexpr WCHAR service_pack_name[] = L"Service Pack 3";

/// What `is`, compared with what is asked, has to be.
bool compares(ULONG is, ULONG asked, ULONG condition)
{
	switch (condition) {
	case VER_EQUAL:
		return is == asked;
	case VER_GREATER:
		return is > asked;
	case VER_GREATER_EQUAL:
		return is >= asked;
	case VER_LESS:
		return is < asked;
	case VER_LESS_EQUAL:
		return is <= asked;
	}
	return false;
}

bool suites_match(ULONG are, ULONG asked, ULONG condition)
{
	return condition == VER_AND ? (are & asked) == asked :
				      condition == VER_OR && (!asked || are & asked);
}

unsigned int place_of(ULONG type)
{
	return VER_NUM_BITS_PER_CONDITION_MASK * static_cast<unsigned int>(__builtin_ctz(type));
}

ULONG condition_of(ULONGLONG mask, ULONG type)
{
	return static_cast<ULONG>(mask >> place_of(type)) & VER_CONDITION_MASK;
}

constexpr ULONG all_types = VER_MINORVERSION | VER_MAJORVERSION | VER_BUILDNUMBER | VER_PLATFORMID |
			    VER_SERVICEPACKMINOR | VER_SERVICEPACKMAJOR | VER_SUITENAME |
			    VER_PRODUCT_TYPE;

/// A condition is given for each of these.
bool conditions_given(ULONG types, ULONGLONG mask)
{
	for (ULONG type = 1; type <= all_types; type <<= 1)
		if (types & type && !condition_of(mask, type))
			return false;
	return true;
}

struct Asked {
	ULONG type;
	ULONG is;
	ULONG asked;
};

/// Of several that follow one another, those up to the first that is not equal count.
bool version_matches(const RTL_OSVERSIONINFOEXW &asked, ULONG types, ULONGLONG mask)
{
	const Asked parts[] = {
		{ VER_MAJORVERSION, major, asked.dwMajorVersion },
		{ VER_MINORVERSION, minor, asked.dwMinorVersion },
		{ VER_SERVICEPACKMAJOR, service_pack, asked.wServicePackMajor },
		{ VER_SERVICEPACKMINOR, 0, asked.wServicePackMinor },
	};
	bool matches = true;

	for (const Asked &part : parts) {
		if (!(types & part.type))
			continue;
		matches = compares(part.is, part.asked, condition_of(mask, part.type));
		if (part.is != part.asked)
			break;
	}
	return matches;
}

}

NTSTATUS NTAPI RtlGetVersion(PRTL_OSVERSIONINFOW version)
{
	if (!ok(is_memory(version), "the place for the version"))
		return STATUS_INVALID_PARAMETER;
	version->dwMajorVersion = major;
	version->dwMinorVersion = minor;
	version->dwBuildNumber = build;
	version->dwPlatformId = VER_PLATFORM_WIN32_NT;
	__builtin_memset(version->szCSDVersion, 0, sizeof(version->szCSDVersion));
	__builtin_memcpy(version->szCSDVersion, service_pack_name, sizeof(service_pack_name));
	if (version->dwOSVersionInfoSize != sizeof(RTL_OSVERSIONINFOEXW))
		return STATUS_SUCCESS;
	auto *more = reinterpret_cast<PRTL_OSVERSIONINFOEXW>(version);
	if (!ok(is_memory(more), "the place for the version"))
		return STATUS_INVALID_PARAMETER;
	more->wServicePackMajor = service_pack;
	more->wServicePackMinor = 0;
	more->wSuiteMask = 0;
	more->wProductType = VER_NT_WORKSTATION;
	more->wReserved = 0;
	return STATUS_SUCCESS;
}

BOOLEAN NTAPI PsGetVersion(PULONG to_major, PULONG to_minor, PULONG to_build, PUNICODE_STRING text)
{
	if (to_major && ok(is_memory(to_major), "the place for the major version"))
		*to_major = major;
	if (to_minor && ok(is_memory(to_minor), "the place for the minor version"))
		*to_minor = minor;
	if (to_build && ok(is_memory(to_build), "the place for the build"))
		*to_build = build;
	if (text && ok(is_memory(text), "the place for the service pack"))
		*text = { sizeof(service_pack_name) - sizeof(WCHAR), sizeof(service_pack_name),
			  const_cast<WCHAR *>(service_pack_name) };
	return FALSE;
}

BOOLEAN NTAPI IoIsWdmVersionAvailable(UCHAR asked_major, UCHAR asked_minor)
{
	return asked_major < 1 || (asked_major == 1 && asked_minor <= 0x30);
}

BOOLEAN NTAPI RtlIsNtDdiVersionAvailable(ULONG version)
{
	return !(version & of_pack) && version <= ddi;
}

BOOLEAN NTAPI RtlIsServicePackVersionInstalled(ULONG version)
{
	return (version & ~of_pack) == ddi && version <= (ddi | service_pack << 8);
}

ULONGLONG NTAPI VerSetConditionMask(ULONGLONG mask, ULONG types, UCHAR condition)
{
	const ULONGLONG bits = condition & VER_CONDITION_MASK;

	for (ULONG type = 1; type <= all_types; type <<= 1)
		if (types & type)
			mask = (mask & ~(ULONGLONG{ VER_CONDITION_MASK } << place_of(type))) |
			       bits << place_of(type);
	return mask;
}

NTSTATUS NTAPI RtlVerifyVersionInfo(PRTL_OSVERSIONINFOEXW asked, ULONG types, ULONGLONG mask)
{
	if (!ok(is_memory(asked), "the version") || !types || types & ~all_types ||
	    !conditions_given(types, mask))
		return STATUS_INVALID_PARAMETER;
	auto matches = [=](ULONG type, ULONG is, ULONG wanted) {
		return !(types & type) || compares(is, wanted, condition_of(mask, type));
	};
	const bool suites = !(types & VER_SUITENAME) ||
			    suites_match(0, asked->wSuiteMask, condition_of(mask, VER_SUITENAME));
	const bool is = suites && version_matches(*asked, types, mask) &&
			matches(VER_BUILDNUMBER, build, asked->dwBuildNumber) &&
			matches(VER_PLATFORMID, VER_PLATFORM_WIN32_NT, asked->dwPlatformId) &&
			matches(VER_PRODUCT_TYPE, VER_NT_WORKSTATION, asked->wProductType);
	return is ? STATUS_SUCCESS : STATUS_REVISION_MISMATCH;
}

MM_SYSTEMSIZE NTAPI MmQuerySystemSize() { return MmLargeSystem; }
BOOLEAN NTAPI MmIsThisAnNtAsSystem() { return FALSE; }
