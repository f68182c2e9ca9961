/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mingw.h - the yardstick: the Windows headers of mingw-w64.
 *
 * They know two compilers for Windows: one whose long has 32 bits, and Cygwin's, whose long has
 * 64 bits; for the latter they call every 32-bit long __LONG32. The second way lets the host's
 * gcc read them, so that no cross compiler is needed. What the host's gcc does not define about
 * the target is defined here.
 */
#ifndef __MINGW32__
#define _WIN32		1
#ifdef __x86_64__
#define _WIN64		1
#else
#define _X86_		1
#endif
#define __cdecl
#define __fastcall
#define __declspec(x)
/* Compiler intrinsics, which are not compared and clash with the host's. */
#define __INTRIN_H_
#endif

#ifndef __x86_64__
/* mingw-w64's inline functions of wdm.h, as for 64 bits, which the kit has for both if asked to. */
#define USE_DMA_MACROS	1
/* For i386 it lacks what it has for all others. */
#define IsNEC_98	(FALSE)
#define IsNotNEC_98	(TRUE)
#define SetNEC_98
#define SetNotNEC_98
#endif

/* Calling conventions are not compared: clients are compiled along with the module. */
#undef __stdcall
#define __stdcall

#include <ntdef.h>

#ifndef __MINGW32__
/* The intrinsics for which names of wdm.h stand, as documented. */
LONG _InterlockedIncrement(LONG volatile *Addend);
LONG _InterlockedDecrement(LONG volatile *Addend);
LONG _InterlockedExchange(LONG volatile *Target, LONG Value);
LONG _InterlockedExchangeAdd(LONG volatile *Addend, LONG Value);
LONG _InterlockedCompareExchange(LONG volatile *Destination, LONG Exchange, LONG Comparand);
LONG _InterlockedOr(LONG volatile *Destination, LONG Value);
LONG _InterlockedAnd(LONG volatile *Destination, LONG Value);
LONG _InterlockedXor(LONG volatile *Destination, LONG Value);
LONGLONG _InterlockedIncrement64(LONGLONG volatile *Addend);
LONGLONG _InterlockedDecrement64(LONGLONG volatile *Addend);
LONGLONG _InterlockedExchange64(LONGLONG volatile *Target, LONGLONG Value);
LONGLONG _InterlockedExchangeAdd64(LONGLONG volatile *Addend, LONGLONG Value);
LONGLONG _InterlockedCompareExchange64(LONGLONG volatile *Destination, LONGLONG Exchange,
				       LONGLONG Comparand);
PVOID _InterlockedExchangePointer(PVOID volatile *Target, PVOID Value);
PVOID _InterlockedCompareExchangePointer(PVOID volatile *Destination, PVOID Exchange,
					 PVOID Comparand);
UCHAR __inbyte(USHORT Port);
USHORT __inword(USHORT Port);
ULONG __indword(USHORT Port);
VOID __outbyte(USHORT Port, UCHAR Data);
VOID __outword(USHORT Port, USHORT Data);
VOID __outdword(USHORT Port, ULONG Data);
VOID __inbytestring(USHORT Port, PUCHAR Buffer, ULONG Count);
VOID __inwordstring(USHORT Port, PUSHORT Buffer, ULONG Count);
VOID __indwordstring(USHORT Port, PULONG Buffer, ULONG Count);
VOID __outbytestring(USHORT Port, PUCHAR Buffer, ULONG Count);
VOID __outwordstring(USHORT Port, PUSHORT Buffer, ULONG Count);
VOID __outdwordstring(USHORT Port, PULONG Buffer, ULONG Count);
#endif

#include <ntstatus.h>
#include <ntiologc.h>
#include <ddk/ntddk.h>
#include <ddk/csq.h>
#include <initguid.h>
#include <ddk/parallel.h>
#include <ddk/wdmguid.h>
#include <devguid.h>

/* Declared only; and without the C library of user programs, of which it needs nothing then. */
#define __CRT__NO_INLINE
#define _INC_STDIO
#define _INC_STRING
#include <ddk/ntstrsafe.h>
/* At its end it takes away the names of what its functions are made of, as ours are. */
#undef RtlStringLengthWorkerA
#undef RtlStringLengthWorkerW
#undef RtlStringCatNExWorkerA
#undef RtlStringCatNExWorkerW
#undef RtlStringVPrintfExWorkerA
#undef RtlStringVPrintfExWorkerW

#include <ntddser.h>
/* As the kit's build environment has it. */
#define WINNT	1
#include <wmistr.h>
#undef WINNT
#include <ddk/wmilib.h>

/* ntdef.h has it, too, and differently. */
#define _REPARSE_DATA_BUFFER	_REPARSE_DATA_BUFFER_OF_NTIFS
#define REPARSE_DATA_BUFFER	REPARSE_DATA_BUFFER_OF_NTIFS
#define PREPARSE_DATA_BUFFER	PREPARSE_DATA_BUFFER_OF_NTIFS
#include <ddk/ntifs.h>

#include <ntdddisk.h>
/* Declared only, as the functions of ntstrsafe.h. */
#include <winapifamily.h>
#include <ddk/ntintsafe.h>
#include <ddk/wdmsec.h>
