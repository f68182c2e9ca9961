/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * winreg.h - the registry, as far as there is one: what drivers are given. It can be read:
 *
 *	HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\<driver>
 *			and what is below it, as /etc/ntparport/<driver>.settings and, of a driver
 *			that is loaded, its parameters say
 *	HKEY_LOCAL_MACHINE\HARDWARE\DEVICEMAP\PARALLEL PORTS
 *			the ports, as \DosDevices\LPT1
 *
 * Other keys are not there. Functions return the error, and do not set that of GetLastError().
 */
#ifndef NTPARPORT_WINREG_H
#define NTPARPORT_WINREG_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef ACCESS_MASK REGSAM;
typedef LONG LSTATUS;

#define HKEY_CLASSES_ROOT ((HKEY)(ULONG_PTR)(LONG)0x80000000)
#define HKEY_CURRENT_USER ((HKEY)(ULONG_PTR)(LONG)0x80000001)
#define HKEY_LOCAL_MACHINE ((HKEY)(ULONG_PTR)(LONG)0x80000002)
#define HKEY_USERS ((HKEY)(ULONG_PTR)(LONG)0x80000003)

/* ERROR_FILE_NOT_FOUND: there is no such key. Any access is granted, but see RegSetValueEx(). */
LONG WINAPI RegOpenKeyExA(HKEY hKey, LPCSTR lpSubKey, DWORD ulOptions, REGSAM samDesired,
			  PHKEY phkResult);
LONG WINAPI RegOpenKeyExW(HKEY hKey, LPCWSTR lpSubKey, DWORD ulOptions, REGSAM samDesired,
			  PHKEY phkResult);
LONG WINAPI RegOpenKeyA(HKEY hKey, LPCSTR lpSubKey, PHKEY phkResult);
LONG WINAPI RegOpenKeyW(HKEY hKey, LPCWSTR lpSubKey, PHKEY phkResult);
/* Opens one that is there; to make another is ERROR_ACCESS_DENIED. */
LONG WINAPI RegCreateKeyExA(HKEY hKey, LPCSTR lpSubKey, DWORD Reserved, LPSTR lpClass,
			    DWORD dwOptions, REGSAM samDesired,
			    LPSECURITY_ATTRIBUTES lpSecurityAttributes, PHKEY phkResult,
			    LPDWORD lpdwDisposition);
LONG WINAPI RegCreateKeyExW(HKEY hKey, LPCWSTR lpSubKey, DWORD Reserved, LPWSTR lpClass,
			    DWORD dwOptions, REGSAM samDesired,
			    LPSECURITY_ATTRIBUTES lpSecurityAttributes, PHKEY phkResult,
			    LPDWORD lpdwDisposition);
LONG WINAPI RegCloseKey(HKEY hKey);
/*
 * ERROR_FILE_NOT_FOUND: there is no such value; ERROR_MORE_DATA: it does not fit, and *lpcbData is
 * its size in bytes, with the terminators of a text.
 */
LONG WINAPI RegQueryValueExA(HKEY hKey, LPCSTR lpValueName, LPDWORD lpReserved, LPDWORD lpType,
			     LPBYTE lpData, LPDWORD lpcbData);
LONG WINAPI RegQueryValueExW(HKEY hKey, LPCWSTR lpValueName, LPDWORD lpReserved, LPDWORD lpType,
			     LPBYTE lpData, LPDWORD lpcbData);
/* ERROR_NO_MORE_ITEMS at the end; lengths of names are in characters. */
LONG WINAPI RegEnumValueA(HKEY hKey, DWORD dwIndex, LPSTR lpValueName, LPDWORD lpcchValueName,
			  LPDWORD lpReserved, LPDWORD lpType, LPBYTE lpData, LPDWORD lpcbData);
LONG WINAPI RegEnumValueW(HKEY hKey, DWORD dwIndex, LPWSTR lpValueName, LPDWORD lpcchValueName,
			  LPDWORD lpReserved, LPDWORD lpType, LPBYTE lpData, LPDWORD lpcbData);
LONG WINAPI RegEnumKeyExA(HKEY hKey, DWORD dwIndex, LPSTR lpName, LPDWORD lpcchName,
			  LPDWORD lpReserved, LPSTR lpClass, LPDWORD lpcchClass,
			  PFILETIME lpftLastWriteTime);
LONG WINAPI RegEnumKeyExW(HKEY hKey, DWORD dwIndex, LPWSTR lpName, LPDWORD lpcchName,
			  LPDWORD lpReserved, LPWSTR lpClass, LPDWORD lpcchClass,
			  PFILETIME lpftLastWriteTime);
/*
 * ERROR_ACCESS_DENIED, as for a user who may not, and a line on the standard error says which file
 * has the driver's settings.
 */
LONG WINAPI RegSetValueExA(HKEY hKey, LPCSTR lpValueName, DWORD Reserved, DWORD dwType,
			   const BYTE *lpData, DWORD cbData);
LONG WINAPI RegSetValueExW(HKEY hKey, LPCWSTR lpValueName, DWORD Reserved, DWORD dwType,
			   const BYTE *lpData, DWORD cbData);
LONG WINAPI RegDeleteValueA(HKEY hKey, LPCSTR lpValueName);
LONG WINAPI RegDeleteValueW(HKEY hKey, LPCWSTR lpValueName);

#ifdef UNICODE
#define RegOpenKeyEx RegOpenKeyExW
#define RegOpenKey RegOpenKeyW
#define RegCreateKeyEx RegCreateKeyExW
#define RegQueryValueEx RegQueryValueExW
#define RegEnumValue RegEnumValueW
#define RegEnumKeyEx RegEnumKeyExW
#define RegSetValueEx RegSetValueExW
#define RegDeleteValue RegDeleteValueW
#else
#define RegOpenKeyEx RegOpenKeyExA
#define RegOpenKey RegOpenKeyA
#define RegCreateKeyEx RegCreateKeyExA
#define RegQueryValueEx RegQueryValueExA
#define RegEnumValue RegEnumValueA
#define RegEnumKeyEx RegEnumKeyExA
#define RegSetValueEx RegSetValueExA
#define RegDeleteValue RegDeleteValueA
#endif

#ifdef __cplusplus
}
#endif

#endif
