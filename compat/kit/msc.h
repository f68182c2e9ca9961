/* SPDX-License-Identifier: GPL-2.0 */
/*
 * msc.h - what Microsoft's compiler knows by itself.
 *
 * driver.mk includes it before the first line of every source of a Windows
 * driver. What no macro can express (10i64, __inline) dialect.py translates.
 */
#ifndef COMPAT_DRIVER_MSC_H
#define COMPAT_DRIVER_MSC_H

/* What the compiler and the driver kit's build environment define. */
#define _WIN32		1
#define WIN32		100
#define WINNT		1
#define _WIN32_WINNT	0x0501
#if defined(__x86_64__)
#define _WIN64		1
#define _AMD64_		1
#define AMD64		1
#define _M_AMD64	100
#define _M_X64		100
#elif defined(__i386__)
#define _X86_		1
#define _M_IX86		500
#endif

/* Windows knows the kernel it builds for by this; sources that know better may say. */
#ifndef NTDDI_VERSION
#define NTDDI_VERSION	0x05010000
#endif

/* As winnt.h has it. */
#ifdef __cplusplus
#define EXTERN_C extern "C"
#define REFGUID const GUID &
#else
#define EXTERN_C extern
#define REFGUID const GUID *const
#endif

#define __int8		char
#define __int16		short
#define __int32		int
#define __int64		long long
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

#define __declspec(x)		NT_DECLSPEC_##x
#define NT_DECLSPEC_align(n)	__attribute__((__aligned__(n)))
#define NT_DECLSPEC_allocate(s)	/* a section of the image: means nothing here */
#define NT_DECLSPEC_code_seg(s)	/* nor does that */
#define NT_DECLSPEC_deprecated	__attribute__((__deprecated__))
#define NT_DECLSPEC_dllexport
#define NT_DECLSPEC_dllimport
#define NT_DECLSPEC_noinline	__attribute__((__noinline__))
#define NT_DECLSPEC_noreturn	__attribute__((__noreturn__))
#define NT_DECLSPEC_nothrow
#define NT_DECLSPEC_novtable
#define NT_DECLSPEC_selectany	__attribute__((__weak__))

/*
 * W9: x is not evaluated, and means nothing unless it is a constant 0 as it is
 * written, not one that an optimisation finds: drivers have __assume(x) behind the
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

/* Annotations for the static analyser of the driver kit: old style, ... */
#define __in
#define __in_opt
#define __in_bcount(n)
#define __in_bcount_opt(n)
#define __in_ecount(n)
#define __in_ecount_opt(n)
#define __out
#define __out_opt
#define __out_bcount(n)
#define __out_bcount_opt(n)
#define __out_bcount_part(n, m)
#define __out_ecount(n)
#define __out_ecount_opt(n)
#define __inout
#define __inout_opt
#define __inout_bcount(n)
#define __inout_ecount(n)
#define __deref_out
#define __deref_out_opt
#define __reserved
#define __checkReturn
#define __drv_aliasesMem
#define __drv_dispatchType(t)
#define __drv_freesMem(k)
#define __drv_allocatesMem(k)
#define __drv_maxIRQL(l)
#define __drv_minIRQL(l)
#define __drv_requiresIRQL(l)
#define __drv_raisesIRQL(l)
#define __drv_restoresIRQL
#define __drv_savesIRQL
#define __drv_sameIRQL
#define __drv_useCancelIRQL

/* ... and new. */
#define _In_
#define _In_opt_
#define _In_z_
#define _In_reads_(n)
#define _In_reads_opt_(n)
#define _In_reads_bytes_(n)
#define _In_reads_bytes_opt_(n)
#define _Inout_
#define _Inout_opt_
#define _Inout_updates_(n)
#define _Inout_updates_bytes_(n)
#define _Out_
#define _Out_opt_
#define _Out_writes_(n)
#define _Out_writes_opt_(n)
#define _Out_writes_bytes_(n)
#define _Out_writes_bytes_opt_(n)
#define _Out_writes_bytes_to_(n, m)
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_maybenull_
#define _Reserved_
#define _Ret_maybenull_
#define _Check_return_
#define _Must_inspect_result_
#define _Use_decl_annotations_
#define _Success_(e)
#define _When_(e, a)
#define _At_(e, a)
#define _Always_(a)
#define _Analysis_assume_(e)
#define _Dispatch_type_(t)
#define _Function_class_(c)
#define _IRQL_always_function_max_(l)
#define _IRQL_always_function_min_(l)
#define _IRQL_is_cancel_
#define _IRQL_raises_(l)
#define _IRQL_requires_(l)
#define _IRQL_requires_max_(l)
#define _IRQL_requires_min_(l)
#define _IRQL_requires_same_
#define _IRQL_restores_
#define _IRQL_saves_
#define _Acquires_lock_(l)
#define _Releases_lock_(l)
#define _Requires_lock_held_(l)
#define _Requires_lock_not_held_(l)
#define _Guarded_by_(l)
#define _Interlocked_operand_
#define _Kernel_clear_do_init_(y)
#define _Const_

#endif
