/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * winsvc.h - the service manager, for programs that load their driver themselves.
 *
 * Drivers are Linux's modules, which root loads: so these only say what is. A driver runs if a
 * module of its name is loaded.
 * Nothing is made, changed or deleted.
 */
#ifndef NTPARPORT_WINSVC_H
#define NTPARPORT_WINSVC_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef HANDLE SC_HANDLE, *LPSC_HANDLE;

typedef struct _SERVICE_STATUS {
	DWORD dwServiceType;
	DWORD dwCurrentState;
	DWORD dwControlsAccepted;
	DWORD dwWin32ExitCode;
	DWORD dwServiceSpecificExitCode;
	DWORD dwCheckPoint;
	DWORD dwWaitHint;
} SERVICE_STATUS, *LPSERVICE_STATUS;

#define SERVICES_ACTIVE_DATABASEA "ServicesActive"
#define SERVICES_ACTIVE_DATABASEW NTPARPORT_WIDE("ServicesActive")

SC_HANDLE WINAPI OpenSCManagerA(LPCSTR lpMachineName, LPCSTR lpDatabaseName, DWORD dwDesiredAccess);
SC_HANDLE WINAPI OpenSCManagerW(LPCWSTR lpMachineName, LPCWSTR lpDatabaseName, DWORD dwDesiredAccess);
/* For a driver (SERVICE_KERNEL_DRIVER) it succeeds; other services are ERROR_NOT_SUPPORTED. */
SC_HANDLE WINAPI CreateServiceA(SC_HANDLE hSCManager, LPCSTR lpServiceName, LPCSTR lpDisplayName,
				DWORD dwDesiredAccess, DWORD dwServiceType, DWORD dwStartType,
				DWORD dwErrorControl, LPCSTR lpBinaryPathName,
				LPCSTR lpLoadOrderGroup, LPDWORD lpdwTagId, LPCSTR lpDependencies,
				LPCSTR lpServiceStartName, LPCSTR lpPassword);
SC_HANDLE WINAPI CreateServiceW(SC_HANDLE hSCManager, LPCWSTR lpServiceName, LPCWSTR lpDisplayName,
				DWORD dwDesiredAccess, DWORD dwServiceType, DWORD dwStartType,
				DWORD dwErrorControl, LPCWSTR lpBinaryPathName,
				LPCWSTR lpLoadOrderGroup, LPDWORD lpdwTagId, LPCWSTR lpDependencies,
				LPCWSTR lpServiceStartName, LPCWSTR lpPassword);
/* ERROR_SERVICE_DOES_NOT_EXIST: it does not run. */
SC_HANDLE WINAPI OpenServiceA(SC_HANDLE hSCManager, LPCSTR lpServiceName, DWORD dwDesiredAccess);
SC_HANDLE WINAPI OpenServiceW(SC_HANDLE hSCManager, LPCWSTR lpServiceName, DWORD dwDesiredAccess);
/*
 * TRUE if the driver runs. Else ERROR_FILE_NOT_FOUND, and a line on the standard error says what
 * to do: on Linux it is loaded by `sudo modprobe NAME`.
 */
BOOL WINAPI StartServiceA(SC_HANDLE hService, DWORD dwNumServiceArgs, LPCSTR *lpServiceArgVectors);
BOOL WINAPI StartServiceW(SC_HANDLE hService, DWORD dwNumServiceArgs, LPCWSTR *lpServiceArgVectors);
/*
 * SERVICE_CONTROL_INTERROGATE. To stop it is ERROR_INVALID_SERVICE_CONTROL, as for a driver that
 * cannot be unloaded.
 */
BOOL WINAPI ControlService(SC_HANDLE hService, DWORD dwControl, LPSERVICE_STATUS lpServiceStatus);
BOOL WINAPI QueryServiceStatus(SC_HANDLE hService, LPSERVICE_STATUS lpServiceStatus);
/* As on Windows, a driver that runs does so until it is unloaded. */
BOOL WINAPI DeleteService(SC_HANDLE hService);
BOOL WINAPI CloseServiceHandle(SC_HANDLE hSCObject);

#ifdef UNICODE
#define SERVICES_ACTIVE_DATABASE SERVICES_ACTIVE_DATABASEW
#define OpenSCManager OpenSCManagerW
#define CreateService CreateServiceW
#define OpenService OpenServiceW
#define StartService StartServiceW
#else
#define SERVICES_ACTIVE_DATABASE SERVICES_ACTIVE_DATABASEA
#define OpenSCManager OpenSCManagerA
#define CreateService CreateServiceA
#define OpenService OpenServiceA
#define StartService StartServiceA
#endif

#ifdef __cplusplus
}
#endif

#endif
