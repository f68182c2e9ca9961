// SPDX-License-Identifier: GPL-2.0 OR MIT
/// watch.cpp - threads that count for each other, as a program does that reads a device in one thread
/// and its keys in another.

#include <windows.h>
#include <process.h>
#include <conio.h>
#include <stdio.h>
#include <iostream>
#include <string>
#include <vector>
#include <algorithm>

using namespace std;

class CLock
{
public:
	CLock(CRITICAL_SECTION &Section) : m_Section(Section) { EnterCriticalSection(&m_Section); }
	~CLock() { LeaveCriticalSection(&m_Section); }

private:
	CRITICAL_SECTION &m_Section;
};

static CRITICAL_SECTION g_Section;
static HANDLE g_hStop, g_hMutex, g_hSemaphore;
static volatile long g_nTurns = 0;
static unsigned long g_nSum;

static DWORD WINAPI Turn(LPVOID lpParameter)
{
	unsigned long nBy = (unsigned long)(ULONG_PTR)lpParameter;

	for (int i = 0; i < 1000; i++) {
		InterlockedIncrement((LPLONG)&g_nTurns);
		CLock Lock(g_Section);
		g_nSum += nBy;
	}
	return 40 + nBy;
}

static unsigned __stdcall Wait(void *)
{
	WaitForSingleObject(g_hMutex, INFINITE);
	ReleaseSemaphore(g_hSemaphore, 2, NULL);
	WaitForSingleObject(g_hStop, INFINITE);
	_endthreadex(7);
	return 0;
}

static BOOL WINAPI OnControl(DWORD dwEvent)
{
	if (dwEvent != CTRL_C_EVENT)
		return FALSE;
	SetEvent(g_hStop);
	return TRUE;
}

int main(int argc, char *argv[])
{
	HANDLE hThreads[2];
	DWORD dwId, dwCode = 0;
	long nCount = 0;
	vector<string> Names(argv, argv + argc);

	InitializeCriticalSection(&g_Section);
	g_hStop = CreateEvent(NULL, TRUE, FALSE, NULL);
	g_hMutex = CreateMutex(NULL, FALSE, NULL);
	g_hSemaphore = CreateSemaphore(NULL, 0, 10, NULL);
	for (nCount = 0; nCount < 2; nCount++)
		hThreads[nCount] = CreateThread(NULL, 0, Turn, (LPVOID)(LONG_PTR)(nCount + 1), nCount ? CREATE_SUSPENDED : 0,
						&dwId);
	if (WaitForMultipleObjects(2, hThreads, TRUE, 20) != WAIT_TIMEOUT)
		return 1;
	GetExitCodeThread(hThreads[1], &dwCode);
	cout << "suspended " << (dwCode == STILL_ACTIVE) << endl;
	ResumeThread(hThreads[1]);
	WaitForMultipleObjects(2, hThreads, TRUE, INFINITE);
	GetExitCodeThread(hThreads[1], &dwCode);
	cout << "turns " << g_nTurns << ", sum " << g_nSum << ", code " << dwCode << endl;

	unsigned int nId;
	HANDLE hWaiter = (HANDLE)_beginthreadex(NULL, 0, Wait, NULL, 0, &nId);
	WaitForSingleObject(g_hSemaphore, INFINITE);
	WaitForSingleObject(g_hSemaphore, INFINITE);
	cout << "mutex is taken " << (WaitForSingleObject(g_hMutex, 0) == WAIT_TIMEOUT) << endl;
	SetConsoleCtrlHandler(OnControl, TRUE);
	GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
	WaitForSingleObject(hWaiter, INFINITE);
	GetExitCodeThread(hWaiter, &dwCode);
	cout << "code " << dwCode << ", abandoned " << (WaitForSingleObject(g_hMutex, INFINITE) == WAIT_ABANDONED)
	     << endl;
	cout << "not mine " << (ReleaseMutex(g_hMutex) && !ReleaseMutex(g_hMutex)) << endl;
	DeleteCriticalSection(&g_Section);
	printf("%I64d %s\n", (__int64)max(nCount, 2L) << 40, Names.size() > 1 ? _strupr(&Names[1][0]) : "");
	return _kbhit() && _getch() == 'q' ? 0 : 1;
}
