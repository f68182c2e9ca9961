/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * windows.h - the part of Windows' interface that a program that talks to a driver needs, for
 * programs on Linux, in C11 and C++17. Link them with libntparport.a: see ../../README.md, which
 * also says what is different from Windows.
 *
 * A function that returns BOOL fails with FALSE, and GetLastError() has the reason; the last
 * error belongs to the thread. Any function may be called by any thread, but not in a signal
 * handler.
 *
 * A WCHAR has 16 bits, as there: it is wchar_t if the program is compiled with -fshort-wchar, so
 * that L"text" can be passed, and else char16_t, for u"text". TEXT("text") is right in any case.
 * Narrow texts are UTF-8.
 */
#ifndef NTPARPORT_WINDOWS_H
#define NTPARPORT_WINDOWS_H

#include "types.h"

#include "crt.h"
#include "system.h"
#include "thread.h"
#include "winioctl.h"
#include "winreg.h"
#include "winsvc.h"

#ifdef __cplusplus
extern "C" {
#endif

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
} OVERLAPPED, *POVERLAPPED, *LPOVERLAPPED;

/* ReadFileEx() and the like, which call it, are not there. */
typedef VOID (WINAPI *LPOVERLAPPED_COMPLETION_ROUTINE)(DWORD dwErrorCode,
						       DWORD dwNumberOfBytesTransfered,
						       LPOVERLAPPED lpOverlapped);

#define HasOverlappedIoCompleted(overlapped) \
	((DWORD)__atomic_load_n(&(overlapped)->Internal, __ATOMIC_ACQUIRE) != STILL_ACTIVE)

/*
 * CreateFile() opens the device whose driver made the symbolic link \DosDevices\Name: the name is
 * \\.\Name, \\?\Name or, for LPT1, COM1 and the like, that alone, with or without a colon; upper
 * and lower case are the same. Access is GENERIC_READ, GENERIC_WRITE, both, or 0 for requests
 * that need neither; flags are FILE_FLAG_OVERLAPPED or not. Returns INVALID_HANDLE_VALUE if it
 * fails:
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
 * What a name of a device stands for; NULL: all names. Each text has a terminator, and so has the
 * list. The number of characters, or 0: ERROR_FILE_NOT_FOUND, ERROR_INSUFFICIENT_BUFFER. What it
 * stands for is \Device\ and the name, whatever its driver has called the device.
 */
DWORD WINAPI QueryDosDeviceA(LPCSTR lpDeviceName, LPSTR lpTargetPath, DWORD ucchMax);
DWORD WINAPI QueryDosDeviceW(LPCWSTR lpDeviceName, LPWSTR lpTargetPath, DWORD ucchMax);

/*
 * One request each. With a handle that is not overlapped they return when it is complete. With
 * one that is, lpOverlapped must be given, and stay, together with the buffers, until the
 * request is complete: it fails with ERROR_IO_PENDING if the driver has the request and has not
 * completed it. Requests reach the driver in the order in which a thread makes them.
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
/* The same within some milliseconds (WAIT_TIMEOUT), or INFINITE; 0 is ERROR_IO_INCOMPLETE. */
BOOL WINAPI GetOverlappedResultEx(HANDLE hFile, LPOVERLAPPED lpOverlapped,
				  LPDWORD lpNumberOfBytesTransferred, DWORD dwMilliseconds,
				  BOOL bAlertable);

/*
 * Ask the driver to give requests up, and do not wait for that: those that this thread has made
 * with the handle; those that any has, or only the one with lpOverlapped (ERROR_NOT_FOUND: there
 * is none). Such a request ends with ERROR_OPERATION_ABORTED, unless the driver completes it.
 */
BOOL WINAPI CancelIo(HANDLE hFile);
BOOL WINAPI CancelIoEx(HANDLE hFile, LPOVERLAPPED lpOverlapped);

/*
 * For a device, cancels what is under way with the handle, and waits, up to five seconds, for
 * that to end. The device is closed when it has.
 */
BOOL WINAPI CloseHandle(HANDLE hObject);

/* An event without a name: lpName must be NULL, else ERROR_NOT_SUPPORTED. */
HANDLE WINAPI CreateEventA(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
			   BOOL bInitialState, LPCSTR lpName);
HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
			   BOOL bInitialState, LPCWSTR lpName);
BOOL WINAPI SetEvent(HANDLE hEvent);
BOOL WINAPI ResetEvent(HANDLE hEvent);
/* Lets those run that wait now. */
BOOL WINAPI PulseEvent(HANDLE hEvent);

/*
 * Wait, in milliseconds or INFINITE, for events, threads, mutexes, semaphores, and for devices: a
 * device is signaled when a request with it that has no event of its own is complete.
 * WAIT_OBJECT_0 or, if its thread has ended without giving up the mutex, WAIT_ABANDONED_0, plus
 * the index; WAIT_TIMEOUT or WAIT_FAILED. Those with Ex are the same, as nothing is queued to
 * threads.
 */
DWORD WINAPI WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds);
DWORD WINAPI WaitForMultipleObjects(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll,
				    DWORD dwMilliseconds);

DWORD WINAPI WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds, BOOL bAlertable);
DWORD WINAPI WaitForMultipleObjectsEx(DWORD nCount, const HANDLE *lpHandles, BOOL bWaitAll,
				      DWORD dwMilliseconds, BOOL bAlertable);

DWORD WINAPI GetLastError(void);
VOID WINAPI SetLastError(DWORD dwErrCode);
/* The code for a status, as GetLastError() has it. */
ULONG WINAPI RtlNtStatusToDosError(NTSTATUS Status);

/*
 * FORMAT_MESSAGE_FROM_SYSTEM only, in English, or the name of the code; returns the number of
 * characters, or 0:
 *	ERROR_MR_MID_NOT_FOUND		there is no such code
 *	ERROR_INSUFFICIENT_BUFFER	nSize is too small
 */
DWORD WINAPI FormatMessageA(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId,
			    LPSTR lpBuffer, DWORD nSize, va_list *Arguments);
DWORD WINAPI FormatMessageW(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId,
			    LPWSTR lpBuffer, DWORD nSize, va_list *Arguments);
#ifdef UNICODE
#define CreateFile CreateFileW
#define QueryDosDevice QueryDosDeviceW
#define ReadConsole ReadConsoleW
#define CreateEvent CreateEventW
#define FormatMessage FormatMessageW
#define CreateMutex CreateMutexW
#define CreateSemaphore CreateSemaphoreW
#define lstrlen lstrlenW
#define lstrcpy lstrcpyW
#define lstrcpyn lstrcpynW
#define lstrcat lstrcatW
#define lstrcmp lstrcmpW
#define lstrcmpi lstrcmpiW
#define wsprintf wsprintfW
#define wvsprintf wvsprintfW
#define OutputDebugString OutputDebugStringW
#define GetCommandLine GetCommandLineW
#define GetModuleFileName GetModuleFileNameW
#define GetModuleHandle GetModuleHandleW
#define LoadLibrary LoadLibraryW
#define GetVersionEx GetVersionExW
#define WriteConsole WriteConsoleW
#define OSVERSIONINFO OSVERSIONINFOW
#define LPOSVERSIONINFO LPOSVERSIONINFOW
#else
#define CreateFile CreateFileA
#define QueryDosDevice QueryDosDeviceA
#define ReadConsole ReadConsoleA
#define CreateEvent CreateEventA
#define FormatMessage FormatMessageA
#define CreateMutex CreateMutexA
#define CreateSemaphore CreateSemaphoreA
#define lstrlen lstrlenA
#define lstrcpy lstrcpyA
#define lstrcpyn lstrcpynA
#define lstrcat lstrcatA
#define lstrcmp lstrcmpA
#define lstrcmpi lstrcmpiA
#define wsprintf wsprintfA
#define wvsprintf wvsprintfA
#define OutputDebugString OutputDebugStringA
#define GetCommandLine GetCommandLineA
#define GetModuleFileName GetModuleFileNameA
#define GetModuleHandle GetModuleHandleA
#define LoadLibrary LoadLibraryA
#define GetVersionEx GetVersionExA
#define WriteConsole WriteConsoleA
#define OSVERSIONINFO OSVERSIONINFOA
#define LPOSVERSIONINFO LPOSVERSIONINFOA
#define LoadLibraryEx LoadLibraryExA
#define GetCurrentDirectory GetCurrentDirectoryA
#define GetSystemDirectory GetSystemDirectoryA
#define GetWindowsDirectory GetWindowsDirectoryA
#define GetEnvironmentVariable GetEnvironmentVariableA
#define GetComputerName GetComputerNameA
#define CharToOem CharToOemA
#define OemToChar OemToCharA
#define SetConsoleTitle SetConsoleTitleA
#endif

#ifdef __cplusplus
}
#endif

#endif
