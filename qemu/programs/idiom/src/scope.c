// SPDX-License-Identifier: GPL-2.0 OR MIT
/* scope.c - finds scopes by their interface, as programs for WDM drivers did. */
#include <windows.h>
#include <winioctl.h>
#include <setupapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <tchar.h>
#include <initguid.h>
#include "..\inc\SCOPEIF.H"

#pragma comment(lib, "setupapi.lib")
#pragma comment(lib, "advapi32.lib")

/* Returns a handle to the scope with this index, or INVALID_HANDLE_VALUE. */
static HANDLE OpenByInterface(LPGUID pClassGuid, DWORD instance, PDWORD pError)
{
	HDEVINFO hardwareDeviceInfo;
	SP_DEVICE_INTERFACE_DATA deviceInterfaceData;
	PSP_DEVICE_INTERFACE_DETAIL_DATA detail = NULL;
	SP_DEVINFO_DATA info;
	TCHAR name[64];
	ULONG predictedLength = 0, requiredLength = 0;
	DWORD type, size;
	HKEY key;
	HANDLE device;

	hardwareDeviceInfo = SetupDiGetClassDevs(pClassGuid, NULL, NULL,
						 (DIGCF_PRESENT | DIGCF_DEVICEINTERFACE));
	if (hardwareDeviceInfo == INVALID_HANDLE_VALUE) {
		*pError = GetLastError();
		return INVALID_HANDLE_VALUE;
	}
	deviceInterfaceData.cbSize = sizeof(SP_DEVICE_INTERFACE_DATA);
	if (!SetupDiEnumDeviceInterfaces(hardwareDeviceInfo, 0, pClassGuid, instance, &deviceInterfaceData)) {
		*pError = GetLastError();
		SetupDiDestroyDeviceInfoList(hardwareDeviceInfo);
		return INVALID_HANDLE_VALUE;
	}
	if (!SetupDiGetDeviceInterfaceDetail(hardwareDeviceInfo, &deviceInterfaceData, NULL, 0, &requiredLength, NULL) &&
	    GetLastError() != ERROR_INSUFFICIENT_BUFFER)
		printf("detail: error %lu\n", GetLastError());
	predictedLength = requiredLength;
	detail = (PSP_DEVICE_INTERFACE_DETAIL_DATA)LocalAlloc(LPTR, predictedLength);
	detail->cbSize = sizeof(SP_DEVICE_INTERFACE_DETAIL_DATA);
	info.cbSize = sizeof(info);
	if (!SetupDiGetDeviceInterfaceDetail(hardwareDeviceInfo, &deviceInterfaceData, detail, predictedLength,
					     &requiredLength, &info)) {
		*pError = GetLastError();
		LocalFree(detail);
		SetupDiDestroyDeviceInfoList(hardwareDeviceInfo);
		return INVALID_HANDLE_VALUE;
	}
	_tprintf(_T("%s\n"), detail->DevicePath);
	if (!SetupDiGetDeviceRegistryProperty(hardwareDeviceInfo, &info, SPDRP_FRIENDLYNAME, &type, (PBYTE)name,
					      sizeof(name), NULL) || type != REG_SZ)
		lstrcpy(name, _T("no name"));
	_tprintf(_T("is \"%s\""), name);
	if (!SetupDiGetDeviceRegistryProperty(hardwareDeviceInfo, &info, SPDRP_SERVICE, NULL, NULL, 0, NULL))
		printf(", service: error %lu", GetLastError());
	key = SetupDiOpenDevRegKey(hardwareDeviceInfo, &info, DICS_FLAG_GLOBAL, 0, DIREG_DEV, KEY_READ);
	size = sizeof(name);
	if (key != (HKEY)INVALID_HANDLE_VALUE) {
		if (RegQueryValueEx(key, _T("PortName"), NULL, &type, (LPBYTE)name, &size) == ERROR_SUCCESS)
			_tprintf(_T(" on %s (%lu)"), name, size / sizeof(TCHAR));
		RegCloseKey(key);
	}
	printf("\n");
	device = CreateFile(detail->DevicePath, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
			    OPEN_EXISTING, 0, NULL);
	*pError = device == INVALID_HANDLE_VALUE ? GetLastError() : ERROR_SUCCESS;
	LocalFree(detail);
	SetupDiDestroyDeviceInfoList(hardwareDeviceInfo);
	return device;
}

/* What the driver was given, from its key. */
static void ShowSettings(void)
{
	TCHAR text[80], name[40];
	HKEY service, parameters;
	DWORD timeout = 0, size = sizeof(timeout), type, i, length;
	LONG error;

	error = RegOpenKeyEx(HKEY_LOCAL_MACHINE, _T("System\\CurrentControlSet\\Services\\") _T(SCOPE_SERVICE), 0,
			     KEY_ALL_ACCESS, &service);
	if (error != ERROR_SUCCESS) {
		printf("RegOpenKeyEx: error %ld\n", error);
		return;
	}
	if (RegOpenKeyEx(service, _T("Parameters"), 0, KEY_READ, &parameters) == ERROR_SUCCESS) {
		if (RegQueryValueEx(parameters, _T("TIMEOUT"), NULL, &type, (LPBYTE)&timeout, &size) == ERROR_SUCCESS &&
		    type == REG_DWORD)
			printf("Timeout %lu\n", timeout);
		size = 4;
		error = RegQueryValueEx(parameters, _T("Title"), NULL, &type, (LPBYTE)text, &size);
		printf("Title: %ld, %lu bytes\n", error, size / sizeof(TCHAR));
		size = sizeof(text);
		if (RegQueryValueEx(parameters, _T("Title"), NULL, &type, (LPBYTE)text, &size) == ERROR_SUCCESS)
			_tprintf(_T("Title %s\n"), text);
		for (i = 0; ; i++) {
			length = 40;
			if (RegEnumValue(parameters, i, name, &length, NULL, &type, NULL, NULL) != ERROR_SUCCESS)
				break;
			_tprintf(_T("%s%s:%lu"), i ? _T(" ") : _T(""), name, type);
		}
		printf("\n");
		timeout = 5;
		error = RegSetValueEx(parameters, _T("Timeout"), 0, REG_DWORD, (CONST BYTE *)&timeout, sizeof(timeout));
		printf("RegSetValueEx: error %ld\n", error);
		RegCloseKey(parameters);
	}
	RegCloseKey(service);
}

static void ShowPorts(void)
{
	TCHAR name[60], data[60], target[100];
	DWORD i, length, size, type;
	HKEY key;

	if (RegOpenKeyEx(HKEY_LOCAL_MACHINE, _T("HARDWARE\\DEVICEMAP\\PARALLEL PORTS"), 0, KEY_QUERY_VALUE, &key) ==
		ERROR_SUCCESS) {
		for (i = 0; ; i++) {
			length = 60;
			size = sizeof(data);
			if (RegEnumValue(key, i, name, &length, NULL, &type, (LPBYTE)data, &size) != ERROR_SUCCESS)
				break;
			_tprintf(_T("%s is %s\n"), name, data);
		}
		RegCloseKey(key);
	}
	if (QueryDosDevice(_T("SCOPE1"), target, 100))
		_tprintf(_T("SCOPE1 is %s\n"), target);
	if (!QueryDosDevice(_T("SCOPE2"), target, 100))
		printf("SCOPE2: error %lu\n", GetLastError());
	if (!QueryDosDevice(NULL, target, 3))
		printf("all: error %lu\n", GetLastError());
	if (QueryDosDevice(NULL, target, 100))
		_tprintf(_T("the first is %s\n"), target);
}

int _tmain(int argc, TCHAR *argv[])
{
	HANDLE device;
	DWORD i, error, n;
	char text[20];
	ULONG version;

	for (i = 0; i < 4; i++) {
		device = OpenByInterface((LPGUID)&GUID_DEVINTERFACE_SCOPE, i, &error);
		if (device == INVALID_HANDLE_VALUE) {
			printf("%s (%lu)\n", error == ERROR_NO_MORE_ITEMS ? "no more" : "cannot open", error);
			break;
		}
		if (DeviceIoControl(device, IOCTL_SCOPE_VERSION, NULL, 0, &version, sizeof(version), &n, NULL))
			printf("version %lu\n", version);
		else if (ReadFile(device, text, sizeof(text) - 1, &n, NULL))
			printf("says %.*s\n", (int)n, text);
		CloseHandle(device);
	}
	ShowSettings();
	ShowPorts();
	return argc > 1 ? _ttoi(argv[1]) : 0;
}
