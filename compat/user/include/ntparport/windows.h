/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * windows.h - the part of Windows' interface that a program that talks to a driver needs, for
 * programs on Linux, in C11 and C++17. Link them with libntparport.a: see ../../README.md, which
 * also says what is different from Windows.
 *
 * A function that returns BOOL fails with FALSE, and GetLastError() has the reason; the last error
 * belongs to the thread. Any function may be called by any thread, but not in a signal handler.
 *
 * A WCHAR has 16 bits, as there: it is wchar_t if the program is compiled with -fshort-wchar, so
 * that L"text" can be passed, and else char16_t, for u"text". TEXT("text") is right in any case.
 * Narrow texts are UTF-8.
 */
#ifndef NTPARPORT_WINDOWS_H
#define NTPARPORT_WINDOWS_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifndef __cplusplus
#include <uchar.h>
#endif

#include "../../../uapi/winerror.h"
#include "winioctl.h"

#ifdef __cplusplus
extern "C" {
#endif

#define WINAPI
#define APIENTRY
#define CALLBACK
#ifndef CONST
#define CONST const
#endif
#define FAR
#define NEAR
#define IN
#define OUT
#define OPTIONAL
#define VOID void

#ifndef FALSE
#define FALSE 0
#define TRUE 1
#endif

/* Windows' long has 32 bits. */
typedef int BOOL, *PBOOL, *LPBOOL;
typedef uint8_t BYTE, *PBYTE, *LPBYTE, BOOLEAN, *PBOOLEAN;
typedef uint16_t WORD, *PWORD, *LPWORD;
typedef uint32_t DWORD, *PDWORD, *LPDWORD;
typedef int INT, *PINT, *LPINT;
typedef unsigned int UINT, *PUINT;
typedef short SHORT, *PSHORT;
typedef uint16_t USHORT, *PUSHORT;
typedef int32_t LONG, *PLONG, *LPLONG;
typedef uint32_t ULONG, *PULONG;
typedef long long LONGLONG;
typedef unsigned long long ULONGLONG, DWORDLONG;
typedef int64_t LONG64, INT64;
typedef uint64_t ULONG64, DWORD64, UINT64;
typedef int32_t LONG32, INT32;
typedef uint32_t ULONG32, DWORD32, UINT32;
typedef intptr_t INT_PTR, LONG_PTR;
typedef uintptr_t UINT_PTR, ULONG_PTR, DWORD_PTR, *PULONG_PTR, *PDWORD_PTR;
typedef size_t SIZE_T;
typedef unsigned char UCHAR, *PUCHAR;
typedef float FLOAT;
typedef void *PVOID, *LPVOID, *HANDLE, **PHANDLE, *HLOCAL, *HMODULE, *HINSTANCE;
typedef const void *LPCVOID, *PCVOID;
typedef int32_t NTSTATUS;
typedef LONG HRESULT;

typedef char CHAR, *PCHAR, *PSTR, *LPSTR;
typedef const char *PCSTR, *LPCSTR;
#if __WCHAR_MAX__ > 0xffff
typedef char16_t WCHAR, *PWCHAR, *PWSTR, *LPWSTR;
typedef const char16_t *PCWSTR, *LPCWSTR;
#define NTPARPORT_WIDE(text) u##text
#else
typedef wchar_t WCHAR, *PWCHAR, *PWSTR, *LPWSTR;
typedef const wchar_t *PCWSTR, *LPCWSTR;
#define NTPARPORT_WIDE(text) L##text
#endif
#ifdef UNICODE
typedef WCHAR TCHAR, *PTCHAR, *PTSTR, *LPTSTR;
typedef const WCHAR *PCTSTR, *LPCTSTR;
#define TEXT(text) NTPARPORT_WIDE(text)
#define CreateFile CreateFileW
#define CreateEvent CreateEventW
#define FormatMessage FormatMessageW
#else
typedef char TCHAR, *PTCHAR, *PTSTR, *LPTSTR;
typedef const char *PCTSTR, *LPCTSTR;
#define TEXT(text) text
#define CreateFile CreateFileA
#define CreateEvent CreateEventA
#define FormatMessage FormatMessageA
#endif

#define MAX_PATH 260
#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)
#define INFINITE 0xffffffffu
#define MAXIMUM_WAIT_OBJECTS 64
#define WAIT_OBJECT_0 0u
#define WAIT_TIMEOUT 258u
#define WAIT_FAILED 0xffffffffu
#define STATUS_PENDING 0x00000103
#define STILL_ACTIVE STATUS_PENDING

#define GENERIC_READ 0x80000000u
#define GENERIC_WRITE 0x40000000u
#define GENERIC_EXECUTE 0x20000000u
#define GENERIC_ALL 0x10000000u
#define FILE_READ_DATA 0x0001
#define FILE_WRITE_DATA 0x0002
#define FILE_SHARE_READ 0x00000001
#define FILE_SHARE_WRITE 0x00000002
#define FILE_SHARE_DELETE 0x00000004
#define CREATE_NEW 1
#define CREATE_ALWAYS 2
#define OPEN_EXISTING 3
#define OPEN_ALWAYS 4
#define TRUNCATE_EXISTING 5
#define FILE_ATTRIBUTE_NORMAL 0x00000080
#define FILE_FLAG_WRITE_THROUGH 0x80000000u
#define FILE_FLAG_OVERLAPPED 0x40000000u
#define FILE_FLAG_NO_BUFFERING 0x20000000u

#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x00000100
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x00000200
#define FORMAT_MESSAGE_FROM_STRING 0x00000400
#define FORMAT_MESSAGE_FROM_HMODULE 0x00000800
#define FORMAT_MESSAGE_FROM_SYSTEM 0x00001000
#define FORMAT_MESSAGE_ARGUMENT_ARRAY 0x00002000
#define FORMAT_MESSAGE_MAX_WIDTH_MASK 0x000000ff
#define LANG_NEUTRAL 0x00
#define LANG_ENGLISH 0x09
#define SUBLANG_NEUTRAL 0x00
#define SUBLANG_DEFAULT 0x01
#define MAKELANGID(primary, sub) (((WORD)(sub) << 10) | (WORD)(primary))

#define CP_ACP 0
#define CP_UTF8 65001
#define WC_ERR_INVALID_CHARS 0x00000080
#define MB_ERR_INVALID_CHARS 0x00000008

#define ZeroMemory(to, length) memset((to), 0, (length))
#define FillMemory(to, length, byte) memset((to), (byte), (length))
#define CopyMemory(to, from, length) memcpy((to), (from), (length))
#define MoveMemory(to, from, length) memmove((to), (from), (length))

typedef struct _SECURITY_ATTRIBUTES {
	DWORD nLength;
	LPVOID lpSecurityDescriptor;
	BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

typedef struct _OVERLAPPED {
	ULONG_PTR Internal;	/* an NTSTATUS: STATUS_PENDING while the request is under way */
	ULONG_PTR InternalHigh;	/* how many bytes were transferred */
	__extension__ union {
		__extension__ struct {
			DWORD Offset;
			DWORD OffsetHigh;
		};
		PVOID Pointer;
	};
	HANDLE hEvent;
} OVERLAPPED, *LPOVERLAPPED;

#define HasOverlappedIoCompleted(overlapped) \
	((DWORD)__atomic_load_n(&(overlapped)->Internal, __ATOMIC_ACQUIRE) != STATUS_PENDING)

/*
 * CreateFile() opens the device whose driver made the symbolic link \DosDevices\Name: the name is
 * \\.\Name, \\?\Name or, for LPT1, COM1 and the like, that alone; upper and lower case are the
 * same. Access is GENERIC_READ, GENERIC_WRITE, both, or 0 for requests that need neither; flags are
 * FILE_FLAG_OVERLAPPED or not. Returns INVALID_HANDLE_VALUE if it fails:
 *	ERROR_FILE_NOT_FOUND	no loaded driver has that device
 *	ERROR_ACCESS_DENIED	the node in /dev is not for this user, or the device is exclusive
 *				and open
 *	ERROR_NOT_SUPPORTED	a file that is not a device
 * and what the driver's status says.
 */
HANDLE WINAPI CreateFileA(LPCSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
			  LPSECURITY_ATTRIBUTES lpSecurityAttributes, DWORD dwCreationDisposition,
			  DWORD dwFlagsAndAttributes, HANDLE hTemplateFile);
HANDLE WINAPI CreateFileW(LPCWSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
			  LPSECURITY_ATTRIBUTES lpSecurityAttributes, DWORD dwCreationDisposition,
			  DWORD dwFlagsAndAttributes, HANDLE hTemplateFile);

/*
 * One request each. With a handle that is not overlapped they return when it is complete. With one
 * that is, lpOverlapped must be given, and stay, together with the buffers, until the request is
 * complete: it fails with ERROR_IO_PENDING if the driver has the request and has not completed it.
 * Requests reach the driver in the order in which a thread makes them.
 */
BOOL WINAPI ReadFile(HANDLE hFile, LPVOID lpBuffer, DWORD nNumberOfBytesToRead,
		     LPDWORD lpNumberOfBytesRead, LPOVERLAPPED lpOverlapped);
BOOL WINAPI WriteFile(HANDLE hFile, LPCVOID lpBuffer, DWORD nNumberOfBytesToWrite,
		      LPDWORD lpNumberOfBytesWritten, LPOVERLAPPED lpOverlapped);
BOOL WINAPI DeviceIoControl(HANDLE hDevice, DWORD dwIoControlCode, LPVOID lpInBuffer,
			    DWORD nInBufferSize, LPVOID lpOutBuffer, DWORD nOutBufferSize,
			    LPDWORD lpBytesReturned, LPOVERLAPPED lpOverlapped);
BOOL WINAPI FlushFileBuffers(HANDLE hFile);

/* The result of an overlapped request; ERROR_IO_INCOMPLETE if it is under way and bWait FALSE. */
BOOL WINAPI GetOverlappedResult(HANDLE hFile, LPOVERLAPPED lpOverlapped,
				LPDWORD lpNumberOfBytesTransferred, BOOL bWait);

/*
 * Ask the driver to give requests up, and do not wait for that: those that this thread has made
 * with the handle; those that any has, or only the one with lpOverlapped (ERROR_NOT_FOUND: there
 * is none). Such a request ends with ERROR_OPERATION_ABORTED, unless the driver completes it.
 */
BOOL WINAPI CancelIo(HANDLE hFile);
BOOL WINAPI CancelIoEx(HANDLE hFile, LPOVERLAPPED lpOverlapped);

/*
 * For a device, cancels what is under way with the handle, and waits, up to five seconds, for that
 * to end. The device is closed when it has.
 */
BOOL WINAPI CloseHandle(HANDLE hObject);

/* An event without a name: lpName must be NULL, else ERROR_NOT_SUPPORTED. */
HANDLE WINAPI CreateEventA(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
			   BOOL bInitialState, LPCSTR lpName);
HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
			   BOOL bInitialState, LPCWSTR lpName);
BOOL WINAPI SetEvent(HANDLE hEvent);
BOOL WINAPI ResetEvent(HANDLE hEvent);

/*
 * Wait, in milliseconds or INFINITE, for events, and for devices: a device is signaled when a
 * request with it that has no event of its own is complete. WAIT_OBJECT_0 plus the index,
 * WAIT_TIMEOUT or WAIT_FAILED.
 */
DWORD WINAPI WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds);
DWORD WINAPI WaitForMultipleObjects(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll,
				    DWORD dwMilliseconds);

DWORD WINAPI GetLastError(void);
VOID WINAPI SetLastError(DWORD dwErrCode);
/* The code for a status, as GetLastError() has it. */
ULONG WINAPI RtlNtStatusToDosError(NTSTATUS Status);

/*
 * FORMAT_MESSAGE_FROM_SYSTEM only, in English; returns the number of characters, or 0:
 *	ERROR_MR_MID_NOT_FOUND		the library knows no text for it
 *	ERROR_INSUFFICIENT_BUFFER	nSize is too small
 */
DWORD WINAPI FormatMessageA(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId,
			    LPSTR lpBuffer, DWORD nSize, va_list *Arguments);
DWORD WINAPI FormatMessageW(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId,
			    LPWSTR lpBuffer, DWORD nSize, va_list *Arguments);
HLOCAL WINAPI LocalFree(HLOCAL hMem);

/* Between UTF-8 (CP_ACP is the same here) and UTF-16; a length of -1: up to the NUL, with it. */
int WINAPI MultiByteToWideChar(UINT CodePage, DWORD dwFlags, LPCSTR lpMultiByteStr, int cbMultiByte,
			       LPWSTR lpWideCharStr, int cchWideChar);
int WINAPI WideCharToMultiByte(UINT CodePage, DWORD dwFlags, LPCWSTR lpWideCharStr, int cchWideChar,
			       LPSTR lpMultiByteStr, int cbMultiByte, LPCSTR lpDefaultChar,
			       LPBOOL lpUsedDefaultChar);

VOID WINAPI Sleep(DWORD dwMilliseconds);
/* Milliseconds since the machine was started. */
DWORD WINAPI GetTickCount(void);
ULONGLONG WINAPI GetTickCount64(void);
DWORD WINAPI GetCurrentProcessId(void);
DWORD WINAPI GetCurrentThreadId(void);

#ifdef __cplusplus
}
#endif

#endif
