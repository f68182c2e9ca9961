/* SPDX-License-Identifier: GPL-2.0 */
/*
 * msc.h - what Microsoft's compiler knows by itself.
 *
 * driver.mk includes it before the first line of every source of a Windows
 * driver. What no macro can express (10i64, __inline) dialect.py translates.
 */
#ifndef COMPAT_DRIVER_MSC_H
#define COMPAT_DRIVER_MSC_H

/*
 * What the compiler and the kit's build environment define. NT_KIT, the version of
 * Windows that the kit was made for, is from driver.mk; a source may say more.
 */
#ifndef NT_KIT
#define NT_KIT		0x0501
#endif
#ifndef _MSC_VER
#if NT_KIT >= 0x0601
#define _MSC_VER	1500
#define _MSC_FULL_VER	150030729
#elif NT_KIT >= 0x0501
#define _MSC_VER	1300
#define _MSC_FULL_VER	13009466
#elif NT_KIT >= 0x0500
#define _MSC_VER	1200
#define _MSC_FULL_VER	12008804
#else
#define _MSC_VER	1100
#define _MSC_FULL_VER	11007022
#endif
#endif
#define _WIN32		1
#define WIN32		100
#define WINNT		1
#define _NT1X_		100
#define DEVL		1
#define _MSC_EXTENSIONS	1
#define _INTEGRAL_MAX_BITS 64
#define CONDITION_HANDLING 1
#define NT_INST		0
#define WIN32_LEAN_AND_MEAN 1
#include "include/sdkddkver.h"
#ifndef _WIN32_WINNT
#define _WIN32_WINNT	NT_KIT
#endif
#ifndef WINVER
#define WINVER		_WIN32_WINNT
#endif
#ifndef NTDDI_VERSION
#define NTDDI_VERSION	((NT_KIT) << 16)
#endif
#if defined(__x86_64__)
#define _WIN64		1
#define _AMD64_		1
#define AMD64		1
#define _M_AMD64	100
#define _M_X64		100
#elif defined(__i386__)
#define _X86_		1
#define _M_IX86		500
#define STD_CALL	1
#endif

/* As winnt.h has it. */
#ifdef __cplusplus
#define EXTERN_C extern "C"
#define REFGUID const GUID &
#define REFIID const IID &
#define REFCLSID const IID &
#define REFFMTID const IID &
#else
#define EXTERN_C extern
#define REFGUID const GUID *const
#define REFIID const IID *const
#define REFCLSID const IID *const
#define REFFMTID const IID *const
#endif

#if defined(__cplusplus) && _MSC_VER < 1300
/* Until Visual C++ 6 there was no other operator for arrays: allocations.py. */
#if __SIZEOF_SIZE_T__ == 8
void *operator new[](__SIZE_TYPE__) __asm__("_Znwm");
#else
void *operator new[](__SIZE_TYPE__) __asm__("_Znwj");
#endif
void operator delete[](void *) noexcept __asm__("_ZdlPv");
#endif

#define __int8		char
#define __int16		short
#define __int32		int
#define __int64		long long
#define _int8		__int8
#define _int16		__int16
#define _int32		__int32
#define _int64		__int64
#define __ptr32
#define __ptr64
#define __unaligned
#define __w64

/* One calling convention serves all: drivers are compiled along with what they call. */
#define __cdecl
#define _cdecl
#define __stdcall
#define _stdcall
#define __fastcall
#define _fastcall
#define __thiscall
#define __vectorcall
/* Those of 16 bits are obsolete there, too, and mean nothing. */
#define __far
#define _far
#define __near
#define _near
#define __huge
#define _huge
#define __pascal
#define _pascal
#define __fortran
#define _fortran
#define __export
#define _export
#define __loadds
#define _loadds
#define __saveregs
#define _saveregs
#define _alignof	__alignof__
#define __wchar_t	wchar_t

/* clang has it if it takes Microsoft's extensions; macros in it are expanded. */
#ifndef __pragma
#define __pragma(...)		NT_PRAGMA(__VA_ARGS__)
#define NT_PRAGMA(...)		_Pragma(#__VA_ARGS__)
#endif

/*
 * W9: x is not evaluated, and means nothing unless it is a constant 0 as it is
 * written, not one that an optimisation finds: drivers have __assume(x) after the
 * message that says that x does not hold.
 */
#ifdef __cplusplus
#define NT_IS_FALSE(x)	(sizeof(char[__builtin_constant_p(!(x)) && !(x) ? 1 : 2]) == 1)
#else
#define NT_IS_FALSE(x)	__builtin_choose_expr(__builtin_constant_p(!(x)), !(x), 0)
#endif
#define __assume(x)	(NT_IS_FALSE(x) ? __builtin_unreachable() : (void)0)
#define __noop(...)	((void)0)
#define UNALIGNED

/* Annotations for the static analyser of the driver kit. */
#include "include/sal.h"

/* Microsoft's compiler has these only if it is told to be strict; gcc warns here otherwise. */
#pragma GCC system_header
#undef __STDC__
#undef __STDC_VERSION__

#endif
