/* SPDX-License-Identifier: GPL-2.0 */
/* basetsd.h - more types with their width in the name, and what ntdef.h has for texts. */
#ifndef COMPAT_DRIVER_BASETSD_H
#define COMPAT_DRIVER_BASETSD_H

#define _BASETSD_H_
#define _DWORDLONG_

#include <ntdef.h>

/* Drivers before Windows XP may have their own. */
#if !defined(NT_KIT) || NT_KIT >= 0x0501
typedef signed char INT8, *PINT8;
typedef SHORT INT16, *PINT16;
typedef UCHAR UINT8, *PUINT8;
typedef USHORT UINT16, *PUINT16;
#endif
typedef LONG INT32, *PINT32;
typedef LONGLONG INT64, *PINT64;
typedef ULONG UINT32, *PUINT32;
typedef ULONGLONG UINT64, *PUINT64;
typedef ULONG DWORD, *PDWORD;
typedef ULONG DWORD32, *PDWORD32;
typedef ULONGLONG DWORD64, *PDWORD64;
typedef ULONGLONG DWORDLONG, *PDWORDLONG;
typedef UCHAR BYTE, *PBYTE;
/* To be carried: the kernel has no floating point. */
typedef float FLOAT, *PFLOAT;
typedef double DOUBLE;
typedef INT *PINT, *LPINT;

typedef ULONG_PTR DWORD_PTR, *PDWORD_PTR;
typedef LONG_PTR SSIZE_T, *PSSIZE_T;
#ifdef _WIN64
typedef int HALF_PTR, *PHALF_PTR;
typedef unsigned int UHALF_PTR, *PUHALF_PTR;
#else
typedef short HALF_PTR, *PHALF_PTR;
typedef unsigned short UHALF_PTR, *PUHALF_PTR;
#endif

/* More of ntdef.h. Nothing is imported. */
#define NTSYSAPI
#define NTHALAPI
#define NTSYSCALLAPI
#define NTAPI_INLINE
#define RESTRICTED_POINTER	__restrict
#define POINTER_SIGNED
#define POINTER_UNSIGNED
#define DECLSPEC_IMPORT
#define DECLSPEC_ALIGN(n)	__declspec(align(n))
#define DECLSPEC_NORETURN	__declspec(noreturn)
#define DECLSPEC_NOINLINE	__declspec(noinline)
#define DECLSPEC_NOVTABLE
#define DECLSPEC_DEPRECATED	__declspec(deprecated)
#define DECLSPEC_DEPRECATED_DDK
#define DECLSPEC_EXPORT
#define DECLSPEC_ADDRSAFE
#define DECLSPEC_SAFEBUFFERS
#define DECLSPEC_SELECTANY	__declspec(selectany)
#define DECLSPEC_CACHEALIGN	DECLSPEC_ALIGN(SYSTEM_CACHE_ALIGNMENT_SIZE)
#define SYSTEM_CACHE_ALIGNMENT_SIZE	64
typedef CCHAR *PCCHAR;
#ifndef _HRESULT_DEFINED
#define _HRESULT_DEFINED
typedef LONG HRESULT;
#endif

typedef CHAR *LPSTR;
typedef const CHAR *LPCSTR;
typedef WCHAR *LPWSTR;
typedef const WCHAR *LPCWSTR;

#define NT_WIDE(text)	L##text
#ifdef UNICODE
typedef WCHAR TCHAR, *PTCHAR;
typedef LPWSTR PTSTR, LPTSTR;
typedef LPCWSTR PCTSTR, LPCTSTR;
#define TEXT(text)	NT_WIDE(text)
#else
typedef CHAR TCHAR, *PTCHAR;
typedef LPSTR PTSTR, LPTSTR;
typedef LPCSTR PCTSTR, LPCTSTR;
#define TEXT(text)	text
#endif

#endif
