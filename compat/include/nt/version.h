/* SPDX-License-Identifier: GPL-2.0 */
/*
 * version.h - which Windows this is. Included by wdm.h.
 *
 * It is Windows XP, which is also what NTDDI_VERSION says unless a driver knows
 * better: 5.1, build 2600, Service Pack 3, a workstation.
 */
#ifndef COMPAT_NT_VERSION_H
#define COMPAT_NT_VERSION_H

#include "../ntdef.h"
#include "../ntstatus.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _OSVERSIONINFOW {
	ULONG dwOSVersionInfoSize;
	ULONG dwMajorVersion;
	ULONG dwMinorVersion;
	ULONG dwBuildNumber;
	ULONG dwPlatformId;
	WCHAR szCSDVersion[128];
} OSVERSIONINFOW, *POSVERSIONINFOW, *LPOSVERSIONINFOW, RTL_OSVERSIONINFOW, *PRTL_OSVERSIONINFOW;

typedef struct _OSVERSIONINFOEXW {
	ULONG dwOSVersionInfoSize;
	ULONG dwMajorVersion;
	ULONG dwMinorVersion;
	ULONG dwBuildNumber;
	ULONG dwPlatformId;
	WCHAR szCSDVersion[128];
	USHORT wServicePackMajor;
	USHORT wServicePackMinor;
	USHORT wSuiteMask;
	UCHAR wProductType;
	UCHAR wReserved;
} OSVERSIONINFOEXW, *POSVERSIONINFOEXW, *LPOSVERSIONINFOEXW, RTL_OSVERSIONINFOEXW,
	*PRTL_OSVERSIONINFOEXW;

#define VER_PLATFORM_WIN32s		0
#define VER_PLATFORM_WIN32_WINDOWS	1
#define VER_PLATFORM_WIN32_NT		2

#define VER_NT_WORKSTATION		0x0000001
#define VER_NT_DOMAIN_CONTROLLER	0x0000002
#define VER_NT_SERVER			0x0000003

/*
 * Fills in the structure, whose first member says which of the two it is (the one
 * with the service pack only if that is exactly its size). STATUS_SUCCESS. Any IRQL.
 * Linux: none: constants.
 */
#define RtlGetVersion ntparport_RtlGetVersion
NTSTATUS NTAPI RtlGetVersion(PRTL_OSVERSIONINFOW lpVersionInformation);

/*
 * The same in parts; what is NULL is not wanted. CSDVersion gets a text that is not
 * to be written to. FALSE: it is not a checked build. Any IRQL. Linux: none: constants.
 */
#define PsGetVersion ntparport_PsGetVersion
BOOLEAN NTAPI PsGetVersion(PULONG MajorVersion, PULONG MinorVersion, PULONG BuildNumber,
			   PUNICODE_STRING CSDVersion);

/*
 * Whether the interface of WDM drivers is at least of this version. Windows XP's is 1.30, both
 * parts in hexadecimal. Any IRQL. Linux: none: constants.
 */
#define IoIsWdmVersionAvailable ntparport_IoIsWdmVersionAvailable
BOOLEAN NTAPI IoIsWdmVersionAvailable(UCHAR MajorVersion, UCHAR MinorVersion);

/*
 * Whether the interface is that of this version or of a newer one. Version is NTDDI_WINXP or the
 * like; one that has a service pack gives FALSE. Any IRQL. Linux: none: constants.
 */
#define RtlIsNtDdiVersionAvailable ntparport_RtlIsNtDdiVersionAvailable
BOOLEAN NTAPI RtlIsNtDdiVersionAvailable(ULONG Version);

/*
 * Whether this is exactly that version, with that service pack or a later one. Version is
 * NTDDI_WINXPSP2 or the like. Any IRQL. Linux: none: constants.
 */
#define RtlIsServicePackVersionInstalled ntparport_RtlIsServicePackVersionInstalled
BOOLEAN NTAPI RtlIsServicePackVersionInstalled(ULONG Version);

/* How a value of Windows' has to compare with the one given. */
#define VER_EQUAL			1
#define VER_GREATER			2
#define VER_GREATER_EQUAL		3
#define VER_LESS			4
#define VER_LESS_EQUAL			5
#define VER_AND				6
#define VER_OR				7

#define VER_CONDITION_MASK		7
#define VER_NUM_BITS_PER_CONDITION_MASK	3

/* Which values. */
#define VER_MINORVERSION		0x0000001
#define VER_MAJORVERSION		0x0000002
#define VER_BUILDNUMBER			0x0000004
#define VER_PLATFORMID			0x0000008
#define VER_SERVICEPACKMINOR		0x0000010
#define VER_SERVICEPACKMAJOR		0x0000020
#define VER_SUITENAME			0x0000040
#define VER_PRODUCT_TYPE		0x0000080

/* ConditionMask with a condition for the values of TypeMask. Any IRQL. Linux: own code. */
#define VerSetConditionMask ntparport_VerSetConditionMask
ULONGLONG NTAPI VerSetConditionMask(ULONGLONG ConditionMask, ULONG TypeMask, UCHAR Condition);
#define VER_SET_CONDITION(m, t, c)	((m) = VerSetConditionMask((m), (t), (c)))

/*
 * Whether the version is as VersionInfo, TypeMask and ConditionMask ask.
 * STATUS_REVISION_MISMATCH: it is not; STATUS_INVALID_PARAMETER: nothing is asked, or
 * no condition is given for what is. Of the versions and those of the service pack,
 * each is looked at only if those before it are equal. Any IRQL. Linux: own code.
 */
#define RtlVerifyVersionInfo ntparport_RtlVerifyVersionInfo
NTSTATUS NTAPI RtlVerifyVersionInfo(PRTL_OSVERSIONINFOEXW VersionInfo, ULONG TypeMask,
				    ULONGLONG ConditionMask);

typedef enum _MM_SYSTEM_SIZE {
	MmSmallSystem,
	MmMediumSystem,
	MmLargeSystem,
} MM_SYSTEMSIZE;

/*
 * How much memory the machine has, by the measure of the time: much. Any IRQL. Linux: none: a
 * constant. ("MmQuerySystemSize".)
 */
#define MmQuerySystemSize ntparport_MmQuerySystemSize
MM_SYSTEMSIZE NTAPI MmQuerySystemSize(VOID);
/* Whether this is a server: no. Any IRQL. Linux: none: a constant. ("MmIsThisAnNtAsSystem".) */
#define MmIsThisAnNtAsSystem ntparport_MmIsThisAnNtAsSystem
BOOLEAN NTAPI MmIsThisAnNtAsSystem(VOID);

#ifdef __cplusplus
}
#endif

#endif
