/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * msc.h - words of Microsoft's compiler, and what it defines by itself. user.mk includes it
 * before the first line of every source; windows.h does so, too.
 */
#ifndef NTPARPORT_MSC_H
#define NTPARPORT_MSC_H

#ifndef _WIN32
#define _WIN32 1
#endif
#ifndef WIN32
#define WIN32 1
#endif
#ifndef _CONSOLE
#define _CONSOLE 1
#endif
#ifdef __x86_64__
#ifndef _WIN64
#define _WIN64 1
#endif
#define _M_AMD64 100
#define _M_X64 100
#define _AMD64_ 1
#else
#define _M_IX86 500
#define _X86_ 1
#endif
#define _INTEGRAL_MAX_BITS 64

#define __int8 char
#define __int16 short
#define __int32 int
#define __int64 long long
#define _int8 char
#define _int16 short
#define _int32 int
#define _int64 long long
#define __ptr32
#define __ptr64
#define __unaligned
#define __w64
#define UNALIGNED

/* Programs are compiled along with the library, and so there is one calling convention. */
#undef __cdecl
#undef _cdecl
#undef __stdcall
#undef _stdcall
#undef __fastcall
#undef _fastcall
#undef __thiscall
#undef __pascal
#undef _pascal
#undef __export
#define __cdecl
#define _cdecl
#define __stdcall
#define _stdcall
#define __fastcall
#define _fastcall
#define __thiscall
#define __pascal
#define _pascal
#define __export
#define _CRTAPI1
#define _CRTAPI2
#ifndef _CRTIMP
#define _CRTIMP
#endif

/* In C they mean static: any number of sources may have such a function. */
#ifdef __cplusplus
#define _inline inline
#define __forceinline inline
#define _forceinline inline
#else
#define _inline static __inline__
#define __forceinline static __inline__
#define _forceinline static __inline__
/* Else `static __inline` would be static twice. */
#ifndef NTPARPORT_DIALECT
#define __inline __inline__
#endif
#endif
#ifdef NTPARPORT_DIALECT
/* cc.py does it, which sees what is before and behind it. */
#undef _inline
#undef __forceinline
#undef _forceinline
#endif

/* __declspec(what): of two of them in one, the first counts. */
#undef __declspec
#undef _declspec
#define __declspec(what) NTPARPORT_DECLSPEC_##what
#define _declspec(what) NTPARPORT_DECLSPEC_##what
#define NTPARPORT_DECLSPEC_dllexport
#define NTPARPORT_DECLSPEC_dllimport
#define NTPARPORT_DECLSPEC_novtable
#define NTPARPORT_DECLSPEC_nothrow
#define NTPARPORT_DECLSPEC_restrict
#define NTPARPORT_DECLSPEC_safebuffers
#define NTPARPORT_DECLSPEC_uuid(text)
#define NTPARPORT_DECLSPEC_property(what)
#define NTPARPORT_DECLSPEC_allocate(section)
#define NTPARPORT_DECLSPEC_deprecated __attribute__((deprecated))
#define NTPARPORT_DECLSPEC_noreturn __attribute__((noreturn))
#define NTPARPORT_DECLSPEC_noinline __attribute__((noinline))
#define NTPARPORT_DECLSPEC_noalias
#define NTPARPORT_DECLSPEC_naked __attribute__((naked))
#define NTPARPORT_DECLSPEC_selectany __attribute__((weak))
#define NTPARPORT_DECLSPEC_thread __thread
#define NTPARPORT_DECLSPEC_align(bytes) __attribute__((aligned(bytes)))

#ifndef __pragma
#define __pragma(...) NTPARPORT_PRAGMA(__VA_ARGS__)
#define NTPARPORT_PRAGMA(...) _Pragma(#__VA_ARGS__)
#endif
#define __assume(condition) ((void)0)
#define __noop(...) ((void)0)
#define __debugbreak() __builtin_trap()
#define _alignof __alignof__
#define _ReturnAddress() __builtin_return_address(0)

/* Pragmas that are not known are none of these. */
#pragma GCC diagnostic ignored "-Wunknown-pragmas"

#endif
