/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt/guid.h - GUIDs. A header names them with DEFINE_GUID(); a source file that includes
 * initguid.h before that header also defines them.
 */
#ifndef COMPAT_NT_GUID_H
#define COMPAT_NT_GUID_H

#ifdef COMPAT_DRIVER_MSC_H
#define GUID_DEFINED
#define _GUIDDEF_H_
#define __LPGUID_DEFINED__
#define __LPCGUID_DEFINED__
#define __IID_DEFINED__
#define CLSID_DEFINED
#define _REFGUID_DEFINED
#define _REFIID_DEFINED
#define _REFCLSID_DEFINED
#define _REFFMTID_DEFINED
#define _SYS_GUID_OPERATORS_
#define _SYS_GUID_OPERATOR_EQ_
#endif

#include "../ntdef.h"

typedef struct _GUID {
	ULONG Data1;
	USHORT Data2;
	USHORT Data3;
	UCHAR Data4[8];
} GUID, *PGUID, *LPGUID, UUID, IID, *LPIID, CLSID, *LPCLSID, FMTID, *LPFMTID, UOW, *PUOW;
typedef const GUID *LPCGUID;

/* Whether two are the same: C takes pointers to them, C++ takes them. Any IRQL. */
#ifdef __cplusplus
extern "C++" {
FORCEINLINE int IsEqualGUID(const GUID &rguid1, const GUID &rguid2)
{
	return !__builtin_memcmp(&rguid1, &rguid2, sizeof(GUID));
}

/* As in C. */
FORCEINLINE int IsEqualGUID(const GUID *rguid1, const GUID *rguid2)
{
	return IsEqualGUID(*rguid1, *rguid2);
}

FORCEINLINE int InlineIsEqualGUID(const GUID *rguid1, const GUID *rguid2)
{
	return IsEqualGUID(*rguid1, *rguid2);
}

FORCEINLINE int IsEqualGUIDAligned(const GUID *guid1, const GUID *guid2)
{
	return IsEqualGUID(*guid1, *guid2);
}

FORCEINLINE int InlineIsEqualGUID(const GUID &rguid1, const GUID &rguid2)
{
	return IsEqualGUID(rguid1, rguid2);
}

FORCEINLINE int IsEqualGUIDAligned(const GUID &guid1, const GUID &guid2)
{
	return IsEqualGUID(guid1, guid2);
}

FORCEINLINE bool operator==(const GUID &guidOne, const GUID &guidOther)
{
	return IsEqualGUID(guidOne, guidOther);
}

FORCEINLINE bool operator!=(const GUID &guidOne, const GUID &guidOther)
{
	return !IsEqualGUID(guidOne, guidOther);
}
}
#else
#define IsEqualGUID(rguid1, rguid2)		(!__builtin_memcmp(rguid1, rguid2, sizeof(GUID)))
#define InlineIsEqualGUID(rguid1, rguid2)	IsEqualGUID(rguid1, rguid2)
#define IsEqualGUIDAligned(guid1, guid2)	IsEqualGUID(guid1, guid2)
#endif

#define IsEqualIID(riid1, riid2)		IsEqualGUID(riid1, riid2)
#define IsEqualCLSID(rclsid1, rclsid2)		IsEqualGUID(rclsid1, rclsid2)
#define IsEqualFMTID(rfmtid1, rfmtid2)		IsEqualGUID(rfmtid1, rfmtid2)

/* All zeros. */
extern const GUID GUID_NULL;
#define IID_NULL	GUID_NULL
#define CLSID_NULL	GUID_NULL
#define FMTID_NULL	GUID_NULL

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The GUID that a string says: {12345678-1234-1234-1234-123456789abc}. STATUS_INVALID_PARAMETER: it
 * does not say one. Any IRQL. Linux: own code. ("RtlGUIDFromString".)
 */
#define RtlGUIDFromString ntparport_RtlGUIDFromString
NTSTATUS NTAPI RtlGUIDFromString(PUNICODE_STRING GuidString, GUID *Guid);
/*
 * Such a string, with A to F, in memory for RtlFreeUnicodeString(). STATUS_NO_MEMORY. At
 * PASSIVE_LEVEL. Linux: own code. ("RtlStringFromGUID".)
 */
#define RtlStringFromGUID ntparport_RtlStringFromGUID
#if defined(__cplusplus) && defined(COMPAT_DRIVER_MSC_H)
NTSTATUS NTAPI RtlStringFromGUID(const GUID &Guid, PUNICODE_STRING GuidString);
#else
NTSTATUS NTAPI RtlStringFromGUID(const GUID *const Guid, PUNICODE_STRING GuidString);
#endif

/*
 * A GUID that nobody else has: a random one. STATUS_SUCCESS. IRQL: APC_LEVEL. Linux: guid_gen().
 * ("ExUuidCreate".)
 */
#define ExUuidCreate ntparport_ExUuidCreate
NTSTATUS NTAPI ExUuidCreate(UUID *Uuid);

#ifdef __cplusplus
}
#endif

#endif

/* One of those that differ in their first parts only. */
#undef DEFINE_OLEGUID
#define DEFINE_OLEGUID(name, l, w1, w2) \
	DEFINE_GUID(name, l, w1, w2, 0xC0, 0, 0, 0, 0, 0, 0, 0x46)

/* Done each time this is included, since INITGUID may have been defined meanwhile. */
#undef DEFINE_GUID
#ifdef INITGUID
/* Several files may define the same GUID: the linker keeps one of them. */
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
	extern const GUID name __attribute__((weak)); \
	const GUID name = { l, w1, w2, { b1, b2, b3, b4, b5, b6, b7, b8 } }
#else
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
	extern const GUID name
#endif
