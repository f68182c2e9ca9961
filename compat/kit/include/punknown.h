/* SPDX-License-Identifier: GPL-2.0 */
/* punknown.h - objects with reference counts, as C++ has them. */
#ifndef COMPAT_DRIVER_PUNKNOWN_H
#define COMPAT_DRIVER_PUNKNOWN_H

#define _UNKNOWN_H_
#define _PUNKNOWN_H_
#define __IUnknown_INTERFACE_DEFINED__

#include <wdm.h>

DEFINE_GUID(IID_IUnknown, 0x00000000, 0x0000, 0x0000,
	    0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46);

#ifdef __cplusplus
struct IUnknown {
	virtual NTSTATUS NTAPI QueryInterface(REFIID Id, PVOID *Interface) = 0;
	virtual ULONG NTAPI AddRef() = 0;
	virtual ULONG NTAPI Release() = 0;
};

#define DEFINE_ABSTRACT_UNKNOWN() \
	virtual NTSTATUS NTAPI QueryInterface(REFIID InterfaceId, PVOID *Interface) = 0; \
	virtual ULONG NTAPI AddRef() = 0; \
	virtual ULONG NTAPI Release() = 0;
#else
typedef struct IUnknown IUnknown;
#endif
typedef IUnknown *PUNKNOWN;

#endif
