/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * types.h - Windows' types, and the macros that go with them: what windef.h, basetsd.h, guiddef.h
 * and a part of winnt.h have.
 */
#ifndef NTPARPORT_TYPES_H
#define NTPARPORT_TYPES_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifndef __cplusplus
#include <uchar.h>
#endif

#include "msc.h"
#include "sal.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Headers that serve drivers, too, ask for these. */
#define _WINDOWS_
#define _INC_WINDOWS
#define _WINDEF_
#define _WINNT_
#define _WINBASE_
#define _WINERROR_
#define _BASETSD_H_

#ifndef WINVER
#define WINVER 0x0501
#endif
#ifndef _WIN32_WINNT
#define _WIN32_WINNT WINVER
#endif

#define WINAPI
#define WINAPIV
#define WINBASEAPI
#define WINADVAPI
#define WINUSERAPI
#define NTAPI
#define NTSYSAPI
#define APIENTRY
#define APIPRIVATE
#define PASCAL
#define CDECL
#define CALLBACK
#define STDMETHODCALLTYPE
#define DECLSPEC_IMPORT
#define DECLSPEC_NORETURN __attribute__((noreturn))
#define DECLSPEC_ALIGN(bytes) __attribute__((aligned(bytes)))
#define DECLSPEC_SELECTANY __attribute__((weak))
#define FORCEINLINE static __inline__ __attribute__((unused))
#ifndef CONST
#define CONST const
#endif
#define FAR
#define NEAR
#define far
#define near
#define IN
#define OUT
#ifndef OPTIONAL
#define OPTIONAL
#endif
#define VOID void
#ifdef __cplusplus
#define EXTERN_C extern "C"
#define NTPARPORT_REF(type) const type &
#else
#define EXTERN_C extern
#define NTPARPORT_REF(type) const type *
#endif
#define STDAPI EXTERN_C HRESULT

#ifndef FALSE
#define FALSE 0
#endif
#ifndef TRUE
#define TRUE 1
#endif

/* Windows' long has 32 bits. */
typedef int BOOL, *PBOOL, *LPBOOL;
typedef uint8_t BYTE, *PBYTE, *LPBYTE, BOOLEAN, *PBOOLEAN;
typedef uint16_t WORD, *PWORD, *LPWORD;
typedef uint32_t DWORD, *PDWORD, *LPDWORD;
typedef int INT, *PINT, *LPINT;
typedef unsigned int UINT, *PUINT, *LPUINT;
typedef short SHORT, *PSHORT;
typedef uint16_t USHORT, *PUSHORT;
typedef int32_t LONG, *PLONG, *LPLONG;
typedef uint32_t ULONG, *PULONG, *LPULONG;
typedef long long LONGLONG, *PLONGLONG, LONG64, *PLONG64, INT64, *PINT64;
typedef unsigned long long ULONGLONG, *PULONGLONG, DWORDLONG, *PDWORDLONG;
typedef unsigned long long ULONG64, *PULONG64, DWORD64, *PDWORD64, UINT64, *PUINT64;
typedef int32_t LONG32, *PLONG32, INT32, *PINT32;
typedef uint32_t ULONG32, *PULONG32, DWORD32, *PDWORD32, UINT32, *PUINT32;
typedef signed char INT8, *PINT8;
typedef unsigned char UINT8, *PUINT8;
typedef short INT16, *PINT16;
typedef uint16_t UINT16, *PUINT16;
typedef intptr_t INT_PTR, *PINT_PTR, LONG_PTR, *PLONG_PTR, SSIZE_T, *PSSIZE_T;
typedef uintptr_t UINT_PTR, *PUINT_PTR, ULONG_PTR, *PULONG_PTR, DWORD_PTR, *PDWORD_PTR;
typedef ULONG_PTR KAFFINITY, *PKAFFINITY;
typedef size_t SIZE_T, *PSIZE_T;
typedef unsigned char UCHAR, *PUCHAR, *LPUCHAR, *PSZ_UNSIGNED;
typedef float FLOAT, *PFLOAT;
typedef double DOUBLE, DATE;
typedef void *PVOID, *LPVOID, *HANDLE, **PHANDLE, **LPHANDLE, *PVOID64;
typedef const void *LPCVOID, *PCVOID;
typedef int32_t NTSTATUS, *PNTSTATUS;
typedef LONG HRESULT, SCODE;
typedef DWORD LCID, LGRPID, ACCESS_MASK, *PACCESS_MASK, COLORREF, *LPCOLORREF;
typedef WORD LANGID, ATOM;
typedef BYTE FCHAR;
typedef CONST BYTE *LPCBYTE, *PCBYTE;
typedef char CCHAR, *PCCHAR;
typedef int (WINAPI *FARPROC)(void), (WINAPI *NEARPROC)(void), (WINAPI *PROC)(void);

#define DECLARE_HANDLE(name) typedef struct name##__ { int unused; } *name

/* These are handles of any kind, as they are without STRICT. */
typedef HANDLE HGLOBAL, HLOCAL, GLOBALHANDLE, LOCALHANDLE, HINSTANCE, HMODULE, HRSRC;
typedef HANDLE HWND, HKEY, *PHKEY, HMENU, HICON, HCURSOR, HBRUSH, HFONT, HDC, HBITMAP, HGDIOBJ;
typedef int HFILE;
typedef UINT_PTR WPARAM;
typedef LONG_PTR LPARAM, LRESULT;

typedef char CHAR, *PCHAR, *LPCH, *PCH, *PSTR, *LPSTR, *NPSTR, *PSZ, *LPSZ;
typedef const char *PCSTR, *LPCSTR, *PCSZ, *LPCCH;
#if __WCHAR_MAX__ > 0xffff
typedef char16_t WCHAR, *PWCHAR, *LPWCH, *PWCH, *PWSTR, *LPWSTR, *NWPSTR, *BSTR, OLECHAR, *LPOLESTR;
typedef const char16_t *PCWSTR, *LPCWSTR, *LPCWCH, *PCWCH, *LPCOLESTR;
#define NTPARPORT_WIDE(text) u##text
#else
typedef wchar_t WCHAR, *PWCHAR, *LPWCH, *PWCH, *PWSTR, *LPWSTR, *NWPSTR, *BSTR, OLECHAR, *LPOLESTR;
typedef const wchar_t *PCWSTR, *LPCWSTR, *LPCWCH, *PCWCH, *LPCOLESTR;
#define NTPARPORT_WIDE(text) L##text
#endif
#define NTPARPORT_WIDE_TEXT(text) NTPARPORT_WIDE(text)
#ifdef UNICODE
typedef WCHAR TCHAR, *PTCHAR, TBYTE, *PTBYTE, *PTSTR, *LPTSTR, *LPTCH, *PTCH;
typedef const WCHAR *PCTSTR, *LPCTSTR;
#define __TEXT(text) NTPARPORT_WIDE_TEXT(text)
#else
typedef char TCHAR, *PTCHAR, *PTSTR, *LPTSTR, *LPTCH, *PTCH;
typedef unsigned char TBYTE, *PTBYTE;
typedef const char *PCTSTR, *LPCTSTR;
#define __TEXT(text) text
#endif
#define TEXT(text) __TEXT(text)
#ifndef UNICODE_NULL
#define UNICODE_NULL ((WCHAR)0)
#endif
#define ANSI_NULL ((CHAR)0)

typedef union _LARGE_INTEGER {
	__extension__ struct {
		DWORD LowPart;
		LONG HighPart;
	};
	struct {
		DWORD LowPart;
		LONG HighPart;
	} u;
	LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

typedef union _ULARGE_INTEGER {
	__extension__ struct {
		DWORD LowPart;
		DWORD HighPart;
	};
	struct {
		DWORD LowPart;
		DWORD HighPart;
	} u;
	ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

typedef struct _LUID {
	DWORD LowPart;
	LONG HighPart;
} LUID, *PLUID;

typedef struct _LIST_ENTRY {
	struct _LIST_ENTRY *Flink;
	struct _LIST_ENTRY *Blink;
} LIST_ENTRY, *PLIST_ENTRY;

typedef struct _SINGLE_LIST_ENTRY {
	struct _SINGLE_LIST_ENTRY *Next;
} SINGLE_LIST_ENTRY, *PSINGLE_LIST_ENTRY;

typedef struct _FILETIME {
	DWORD dwLowDateTime;
	DWORD dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

typedef struct _SYSTEMTIME {
	WORD wYear;
	WORD wMonth;
	WORD wDayOfWeek;
	WORD wDay;
	WORD wHour;
	WORD wMinute;
	WORD wSecond;
	WORD wMilliseconds;
} SYSTEMTIME, *PSYSTEMTIME, *LPSYSTEMTIME;

typedef struct tagPOINT {
	LONG x;
	LONG y;
} POINT, *PPOINT, *LPPOINT;

typedef struct tagSIZE {
	LONG cx;
	LONG cy;
} SIZE, *PSIZE, *LPSIZE;

typedef struct tagRECT {
	LONG left;
	LONG top;
	LONG right;
	LONG bottom;
} RECT, *PRECT, *LPRECT;

typedef struct _COORD {
	SHORT X;
	SHORT Y;
} COORD, *PCOORD;

typedef struct _SECURITY_ATTRIBUTES {
	DWORD nLength;
	LPVOID lpSecurityDescriptor;
	BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;
typedef PVOID PSECURITY_DESCRIPTOR, PSID;

#ifndef GUID_DEFINED
#define GUID_DEFINED
typedef struct _GUID {
	DWORD Data1;
	WORD Data2;
	WORD Data3;
	BYTE Data4[8];
} GUID;
#endif
typedef GUID *PGUID, *LPGUID, IID, *LPIID, CLSID, *LPCLSID, UUID;
typedef const GUID *LPCGUID;
#define REFGUID NTPARPORT_REF(GUID)
#define REFIID NTPARPORT_REF(IID)
#define REFCLSID NTPARPORT_REF(CLSID)

#define LOBYTE(word) ((BYTE)((DWORD_PTR)(word) & 0xff))
#define HIBYTE(word) ((BYTE)((DWORD_PTR)(word) >> 8 & 0xff))
#define LOWORD(dword) ((WORD)((DWORD_PTR)(dword) & 0xffff))
#define HIWORD(dword) ((WORD)((DWORD_PTR)(dword) >> 16 & 0xffff))
#define MAKEWORD(low, high) ((WORD)((BYTE)(low) | (WORD)(BYTE)(high) << 8))
#define MAKELONG(low, high) ((LONG)((WORD)(low) | (DWORD)(WORD)(high) << 16))
#define MAKEWPARAM(low, high) ((WPARAM)(DWORD)MAKELONG(low, high))
#define MAKELPARAM(low, high) ((LPARAM)(DWORD)MAKELONG(low, high))

#define Int32x32To64(a, b) ((LONGLONG)(LONG)(a) * (LONGLONG)(LONG)(b))
#define UInt32x32To64(a, b) ((ULONGLONG)(DWORD)(a) * (ULONGLONG)(DWORD)(b))
#define Int64ShllMod32(value, count) ((ULONGLONG)(value) << ((count) & 31))
#define Int64ShraMod32(value, count) ((LONGLONG)(value) >> ((count) & 31))
#define Int64ShrlMod32(value, count) ((ULONGLONG)(value) >> ((count) & 31))

#define UNREFERENCED_PARAMETER(name) ((void)(name))
#define DBG_UNREFERENCED_PARAMETER(name) ((void)(name))
#define DBG_UNREFERENCED_LOCAL_VARIABLE(name) ((void)(name))

#ifndef FIELD_OFFSET
#define FIELD_OFFSET(type, field) ((LONG)offsetof(type, field))
#endif
#ifndef CONTAINING_RECORD
#define CONTAINING_RECORD(address, type, field) \
	((type *)((char *)(address) - offsetof(type, field)))
#endif
#define RTL_FIELD_SIZE(type, field) (sizeof(((type *)0)->field))
#define RTL_NUMBER_OF(array) (sizeof(array) / sizeof((array)[0]))
#define ARRAYSIZE(array) RTL_NUMBER_OF(array)
#define _ARRAYSIZE(array) RTL_NUMBER_OF(array)

#define HandleToUlong(handle) ((ULONG)(ULONG_PTR)(handle))
#define HandleToULong HandleToUlong
#define HandleToLong(handle) ((LONG)(LONG_PTR)(handle))
#define ULongToHandle(number) ((HANDLE)(ULONG_PTR)(number))
#define UlongToHandle ULongToHandle
#define LongToHandle(number) ((HANDLE)(LONG_PTR)(number))
#define PtrToUlong(pointer) ((ULONG)(ULONG_PTR)(pointer))
#define PtrToULong PtrToUlong
#define PtrToLong(pointer) ((LONG)(LONG_PTR)(pointer))
#define PtrToUint(pointer) ((UINT)(UINT_PTR)(pointer))
#define PtrToInt(pointer) ((INT)(INT_PTR)(pointer))
#define UlongToPtr(number) ((PVOID)(ULONG_PTR)(ULONG)(number))
#define ULongToPtr UlongToPtr
#define LongToPtr(number) ((PVOID)(LONG_PTR)(LONG)(number))
#define IntToPtr(number) ((PVOID)(INT_PTR)(INT)(number))
#define UIntToPtr(number) ((PVOID)(UINT_PTR)(UINT)(number))

#define RtlZeroMemory(to, length) memset((to), 0, (length))
#define RtlFillMemory(to, length, byte) memset((to), (byte), (length))
#define RtlCopyMemory(to, from, length) memcpy((to), (from), (length))
#define RtlMoveMemory(to, from, length) memmove((to), (from), (length))
#define RtlEqualMemory(a, b, length) (!memcmp((a), (b), (length)))
#define ZeroMemory RtlZeroMemory
#define FillMemory RtlFillMemory
#define CopyMemory RtlCopyMemory
#define MoveMemory RtlMoveMemory
#define SecureZeroMemory(to, length) \
	(memset((to), 0, (length)), __asm__ volatile("" : : "r"(to) : "memory"))

/* windef.h's macros; in C++ functions, which are in nobody's way. */
#ifdef __cplusplus
}
#ifndef NOMINMAX
#ifndef max
template <typename A, typename B>
inline auto max(A a, B b)
{
	return a > b ? a : b;
}
#endif
#ifndef min
template <typename A, typename B>
inline auto min(A a, B b)
{
	return a < b ? a : b;
}
#endif
#endif
inline bool operator==(const GUID &a, const GUID &b)
{
	return !memcmp(&a, &b, sizeof(a));
}
inline bool operator!=(const GUID &a, const GUID &b)
{
	return !(a == b);
}
#define InlineIsEqualGUID(a, b) ((a) == (b))
extern "C" {
#else
#ifndef NOMINMAX
#ifndef max
#define max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#ifndef min
#define min(a, b) (((a) < (b)) ? (a) : (b))
#endif
#endif
#define InlineIsEqualGUID(a, b) (!memcmp((a), (b), sizeof(GUID)))
#endif
#define IsEqualGUID(a, b) InlineIsEqualGUID(a, b)
#define IsEqualIID IsEqualGUID
#define IsEqualCLSID IsEqualGUID

#ifdef __cplusplus
}
#endif

#include "constants.h"
#include "../../../uapi/winerror.h"

#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)
#define _MAX_PATH 260
#define _MAX_DRIVE 3
#define _MAX_DIR 256
#define _MAX_FNAME 256
#define _MAX_EXT 256
#define MAXULONG 0xffffffffu
#define MAXULONG_PTR (~(ULONG_PTR)0)
#define MAXDWORD_PTR MAXULONG_PTR
#ifndef STATUS_SUCCESS
#define STATUS_SUCCESS				((NTSTATUS)0x00000000L)
#endif
#define MAKELANGID(primary, sub) ((WORD)((WORD)(sub) << 10 | (WORD)(primary)))
#define MAKELCID(language, sort) ((DWORD)((DWORD)(WORD)(sort) << 16 | (DWORD)(WORD)(language)))
#define PRIMARYLANGID(language) ((WORD)(language) & 0x3ff)
#define SUBLANGID(language) ((WORD)(language) >> 10)
#define LANG_SYSTEM_DEFAULT MAKELANGID(LANG_NEUTRAL, SUBLANG_SYS_DEFAULT)
#define LANG_USER_DEFAULT MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT)
#define LOCALE_SYSTEM_DEFAULT MAKELCID(LANG_SYSTEM_DEFAULT, SORT_DEFAULT)
#define LOCALE_USER_DEFAULT MAKELCID(LANG_USER_DEFAULT, SORT_DEFAULT)

#ifndef NT_SUCCESS
#define NT_SUCCESS(status) ((NTSTATUS)(status) >= 0)
#endif
#define NT_INFORMATION(status) ((ULONG)(status) >> 30 == 1)
#define NT_WARNING(status) ((ULONG)(status) >> 30 == 2)
#define NT_ERROR(status) ((ULONG)(status) >> 30 == 3)

/* HRESULTs, and which of them are errors. */
#define S_OK ((HRESULT)0x00000000)
#define S_FALSE ((HRESULT)0x00000001)
#define NOERROR 0
#define E_PENDING ((HRESULT)0x8000000A)
#define E_NOTIMPL ((HRESULT)0x80004001)
#define E_NOINTERFACE ((HRESULT)0x80004002)
#define E_POINTER ((HRESULT)0x80004003)
#define E_ABORT ((HRESULT)0x80004004)
#define E_FAIL ((HRESULT)0x80004005)
#define E_UNEXPECTED ((HRESULT)0x8000FFFF)
#define E_ACCESSDENIED ((HRESULT)0x80070005)
#define E_HANDLE ((HRESULT)0x80070006)
#define E_OUTOFMEMORY ((HRESULT)0x8007000E)
#define E_INVALIDARG ((HRESULT)0x80070057)
#define SEVERITY_SUCCESS 0
#define SEVERITY_ERROR 1
#define FACILITY_NULL 0
#define FACILITY_ITF 4
#define FACILITY_WIN32 7
#define SUCCEEDED(result) ((HRESULT)(result) >= 0)
#define FAILED(result) ((HRESULT)(result) < 0)
#define IS_ERROR(result) ((ULONG)(result) >> 31 == SEVERITY_ERROR)
#define HRESULT_CODE(result) ((result) & 0xffff)
#define HRESULT_FACILITY(result) ((result) >> 16 & 0x1fff)
#define HRESULT_SEVERITY(result) ((result) >> 31 & 1)
#define MAKE_HRESULT(severity, facility, code) \
	((HRESULT)((ULONG)(severity) << 31 | (ULONG)(facility) << 16 | (ULONG)(code)))
#define HRESULT_FROM_WIN32(error) \
	((HRESULT)((HRESULT)(error) <= 0 ? (HRESULT)(error) : \
		   (HRESULT)(((error) & 0xffff) | FACILITY_WIN32 << 16 | 0x80000000u)))
#define __HRESULT_FROM_WIN32 HRESULT_FROM_WIN32
#define HRESULT_FROM_NT(status) ((HRESULT)((status) | 0x10000000))

#include "guid.h"

#endif
