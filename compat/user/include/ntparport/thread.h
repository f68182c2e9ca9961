/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * thread.h - threads, mutexes, semaphores, critical sections, and numbers that threads share.
 *
 * A thread is Linux'. Its handle is signaled when it has ended; it may be closed before that.
 */
#ifndef NTPARPORT_THREAD_H
#define NTPARPORT_THREAD_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef DWORD (WINAPI *LPTHREAD_START_ROUTINE)(LPVOID lpThreadParameter);
typedef LPTHREAD_START_ROUTINE PTHREAD_START_ROUTINE;

/* ERROR_NOT_ENOUGH_MEMORY only. A thread that is made suspended runs once it is resumed. */
HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES lpThreadAttributes, SIZE_T dwStackSize,
			   LPTHREAD_START_ROUTINE lpStartAddress, LPVOID lpParameter,
			   DWORD dwCreationFlags, LPDWORD lpThreadId);
DECLSPEC_NORETURN VOID WINAPI ExitThread(DWORD dwExitCode);
/* STILL_ACTIVE while it runs. */
BOOL WINAPI GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode);
/* Only for a thread that was made suspended and has not run; else ERROR_NOT_SUPPORTED. */
DWORD WINAPI SuspendThread(HANDLE hThread);
DWORD WINAPI ResumeThread(HANDLE hThread);
/* Threads cannot be ended from outside: ERROR_NOT_SUPPORTED. */
BOOL WINAPI TerminateThread(HANDLE hThread, DWORD dwExitCode);
/* A thread keeps the priority that it is given, and Linux runs it as any other. */
BOOL WINAPI SetThreadPriority(HANDLE hThread, int nPriority);
int WINAPI GetThreadPriority(HANDLE hThread);
/* Handles that stand for whoever uses them. */
HANDLE WINAPI GetCurrentThread(void);
HANDLE WINAPI GetCurrentProcess(void);
/* For handles of this process, which must be the source and the target. */
BOOL WINAPI DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle,
			    HANDLE hTargetProcessHandle, LPHANDLE lpTargetHandle,
			    DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwOptions);
BOOL WINAPI SetPriorityClass(HANDLE hProcess, DWORD dwPriorityClass);
DWORD WINAPI GetPriorityClass(HANDLE hProcess);

/* <process.h> */
uintptr_t _beginthread(void (*start)(void *), unsigned int stack, void *argument);
uintptr_t _beginthreadex(void *security, unsigned int stack, unsigned int (*start)(void *),
			 void *argument, unsigned int flags, unsigned int *id);
void _endthread(void) __attribute__((noreturn));
void _endthreadex(unsigned int code) __attribute__((noreturn));

/* Without names, as events: lpName must be NULL, else ERROR_NOT_SUPPORTED. */
HANDLE WINAPI CreateMutexA(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner, LPCSTR lpName);
HANDLE WINAPI CreateMutexW(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner, LPCWSTR lpName);
/* ERROR_NOT_OWNER: it is not this thread's. A thread that ends abandons its mutexes. */
BOOL WINAPI ReleaseMutex(HANDLE hMutex);
HANDLE WINAPI CreateSemaphoreA(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount,
			       LONG lMaximumCount, LPCSTR lpName);
HANDLE WINAPI CreateSemaphoreW(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount,
			       LONG lMaximumCount, LPCWSTR lpName);
BOOL WINAPI ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount, PLONG lpPreviousCount);

typedef struct _RTL_CRITICAL_SECTION {
	PVOID DebugInfo;	/* the lock itself; NULL: DeleteCriticalSection() was called */
	LONG LockCount;
	LONG RecursionCount;
	HANDLE OwningThread;
	HANDLE LockSemaphore;
	ULONG_PTR SpinCount;
} RTL_CRITICAL_SECTION, *PRTL_CRITICAL_SECTION;
typedef RTL_CRITICAL_SECTION CRITICAL_SECTION, *PCRITICAL_SECTION, *LPCRITICAL_SECTION;

VOID WINAPI InitializeCriticalSection(LPCRITICAL_SECTION lpCriticalSection);
BOOL WINAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION lpCriticalSection,
						  DWORD dwSpinCount);
VOID WINAPI EnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection);
BOOL WINAPI TryEnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection);
VOID WINAPI LeaveCriticalSection(LPCRITICAL_SECTION lpCriticalSection);
VOID WINAPI DeleteCriticalSection(LPCRITICAL_SECTION lpCriticalSection);

#define TLS_OUT_OF_INDEXES 0xffffffffu
DWORD WINAPI TlsAlloc(void);
LPVOID WINAPI TlsGetValue(DWORD dwTlsIndex);
BOOL WINAPI TlsSetValue(DWORD dwTlsIndex, LPVOID lpTlsValue);
BOOL WINAPI TlsFree(DWORD dwTlsIndex);

FORCEINLINE LONG InterlockedIncrement(LONG volatile *to)
{
	return __atomic_add_fetch(to, 1, __ATOMIC_SEQ_CST);
}
FORCEINLINE LONG InterlockedDecrement(LONG volatile *to)
{
	return __atomic_sub_fetch(to, 1, __ATOMIC_SEQ_CST);
}
FORCEINLINE LONG InterlockedExchange(LONG volatile *to, LONG value)
{
	return __atomic_exchange_n(to, value, __ATOMIC_SEQ_CST);
}
FORCEINLINE LONG InterlockedExchangeAdd(LONG volatile *to, LONG value)
{
	return __atomic_fetch_add(to, value, __ATOMIC_SEQ_CST);
}
FORCEINLINE LONG InterlockedCompareExchange(LONG volatile *to, LONG value, LONG expected)
{
	__atomic_compare_exchange_n(to, &expected, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	return expected;
}
FORCEINLINE LONG InterlockedAnd(LONG volatile *to, LONG value)
{
	return __atomic_fetch_and(to, value, __ATOMIC_SEQ_CST);
}
FORCEINLINE LONG InterlockedOr(LONG volatile *to, LONG value)
{
	return __atomic_fetch_or(to, value, __ATOMIC_SEQ_CST);
}
FORCEINLINE LONG InterlockedXor(LONG volatile *to, LONG value)
{
	return __atomic_fetch_xor(to, value, __ATOMIC_SEQ_CST);
}
FORCEINLINE PVOID InterlockedExchangePointer(PVOID volatile *to, PVOID value)
{
	return __atomic_exchange_n(to, value, __ATOMIC_SEQ_CST);
}
FORCEINLINE PVOID InterlockedCompareExchangePointer(PVOID volatile *to, PVOID value, PVOID expected)
{
	__atomic_compare_exchange_n(to, &expected, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	return expected;
}
#define MemoryBarrier() __sync_synchronize()
#define YieldProcessor() __builtin_ia32_pause()

#ifdef __cplusplus
}
#endif

#endif
