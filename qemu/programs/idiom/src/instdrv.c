// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * instdrv.c - loads a driver by the service manager, and removes it, as programs that came with
 * their driver did it.
 *
 *	instdrv NAME FILE
 */

#include <windows.h>
#include <winsvc.h>
#include <stdio.h>
#include <string.h>

static VOID ShowError(LPCSTR lpszWhat)
{
	DWORD dwError = GetLastError();
	LPVOID lpMessage;

	if (!FormatMessage(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM |
			   FORMAT_MESSAGE_IGNORE_INSERTS, NULL, dwError,
			   MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT), (LPTSTR)&lpMessage, 0, NULL)) {
		printf("%s: error %ld\n", lpszWhat, dwError);
		return;
	}
	printf("%s: error %ld: %s", lpszWhat, dwError, (char *)lpMessage);
	LocalFree(lpMessage);
}

static BOOL StartDriver(SC_HANDLE hManager, LPCTSTR lpszName)
{
	SC_HANDLE hService = OpenService(hManager, lpszName, SERVICE_ALL_ACCESS);
	BOOL bDone;

	if (hService == NULL) {
		ShowError("OpenService");
		return FALSE;
	}
	bDone = StartService(hService, 0, NULL) || GetLastError() == ERROR_SERVICE_ALREADY_RUNNING;
	if (!bDone)
		ShowError("StartService");
	CloseServiceHandle(hService);
	return bDone;
}

static BOOL InstallDriver(SC_HANDLE hManager, LPCTSTR lpszName, LPCTSTR lpszFile)
{
	SC_HANDLE hService = CreateService(hManager, lpszName, lpszName, SERVICE_ALL_ACCESS,
					   SERVICE_KERNEL_DRIVER, SERVICE_DEMAND_START,
					   SERVICE_ERROR_NORMAL, lpszFile, NULL, NULL, NULL, NULL, NULL);

	if (hService == NULL && GetLastError() != ERROR_SERVICE_EXISTS) {
		ShowError("CreateService");
		return FALSE;
	}
	if (!StartService(hService, 0, NULL))
		ShowError("StartService");
	CloseServiceHandle(hService);
	return TRUE;
}

static void RemoveDriver(SC_HANDLE hManager, LPCTSTR lpszName)
{
	SC_HANDLE hService = OpenService(hManager, lpszName, SERVICE_ALL_ACCESS);
	SERVICE_STATUS Status;

	if (hService == NULL)
		return;
	if (QueryServiceStatus(hService, &Status))
		printf("%s is %s\n", lpszName, Status.dwCurrentState == SERVICE_RUNNING ? "running" : "stopped");
	if (!ControlService(hService, SERVICE_CONTROL_STOP, &Status))
		printf("it stays: %d\n", GetLastError() == ERROR_INVALID_SERVICE_CONTROL);
	DeleteService(hService);
	CloseServiceHandle(hService);
}

int __cdecl main(int argc, char **argv)
{
	TCHAR szPath[MAX_PATH];
	SC_HANDLE hManager;
	OSVERSIONINFO Version;

	Version.dwOSVersionInfoSize = sizeof(Version);
	if (!GetVersionEx(&Version) || Version.dwPlatformId != VER_PLATFORM_WIN32_NT || argc != 3)
		return 2;
	if (!GetCurrentDirectory(sizeof(szPath), szPath) || strlen(szPath) + strlen(argv[2]) > MAX_PATH - 2)
		return 2;
	wsprintf(szPath + lstrlen(szPath), "\\%s", argv[2]);
	hManager = OpenSCManager(NULL, NULL, SC_MANAGER_ALL_ACCESS);
	if (hManager == NULL) {
		ShowError("OpenSCManager");
		return 1;
	}
	if (!InstallDriver(hManager, argv[1], szPath))
		return 1;
	StartDriver(hManager, argv[1]);
	RemoveDriver(hManager, argv[1]);
	CloseServiceHandle(hManager);
	return 0;
}
