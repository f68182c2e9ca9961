/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt/guid.h - GUIDs. A header names them with DEFINE_GUID(); the source files
 * that have included initguid.h before that header define them, too.
 */
#ifndef COMPAT_NT_GUID_H
#define COMPAT_NT_GUID_H

#include "../ntdef.h"

typedef struct _GUID {
	ULONG Data1;
	USHORT Data2;
	USHORT Data3;
	UCHAR Data4[8];
} GUID, *LPGUID;
typedef const GUID *LPCGUID;

#endif

/* Every time this is included: INITGUID may have been defined meanwhile. */
#undef DEFINE_GUID
#ifdef INITGUID
/* Several files may define the same: one of them is kept. */
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
	extern const GUID name __attribute__((weak)); \
	const GUID name = { l, w1, w2, { b1, b2, b3, b4, b5, b6, b7, b8 } }
#else
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
	extern const GUID name
#endif
