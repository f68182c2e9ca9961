/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * setupapi.h - devices by the interfaces that their drivers have registered
 * (IoRegisterDeviceInterface), and the ports.
 *
 * A device is a parallel port, to which drivers with AddDevice have added theirs. What
 * SetupDiGetDeviceInterfaceDetail() gives is a name for CreateFile(); the node is in
 * /dev/ntparport. The interface of the ports themselves, GUID_PARALLEL_DEVICE, is only for drivers.
 */
#ifndef NTPARPORT_SETUPAPI_H
#define NTPARPORT_SETUPAPI_H

#include "winreg.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef PVOID HDEVINFO;

#define ERROR_NO_SUCH_DEVINST 0xe000020bu

/* As there: without gaps for 32 bits. */
#ifdef _WIN64
#pragma pack(push, 8)
#else
#pragma pack(push, 1)
#endif
typedef struct _SP_DEVINFO_DATA {
	DWORD cbSize;
	GUID ClassGuid;
	DWORD DevInst;
	ULONG_PTR Reserved;
} SP_DEVINFO_DATA, *PSP_DEVINFO_DATA;
typedef struct _SP_DEVICE_INTERFACE_DATA {
	DWORD cbSize;
	GUID InterfaceClassGuid;
	DWORD Flags;
	ULONG_PTR Reserved;
} SP_DEVICE_INTERFACE_DATA, *PSP_DEVICE_INTERFACE_DATA;
typedef struct _SP_DEVICE_INTERFACE_DETAIL_DATA_A {
	DWORD cbSize;
	CHAR DevicePath[ANYSIZE_ARRAY];
} SP_DEVICE_INTERFACE_DETAIL_DATA_A, *PSP_DEVICE_INTERFACE_DETAIL_DATA_A;
typedef struct _SP_DEVICE_INTERFACE_DETAIL_DATA_W {
	DWORD cbSize;
	WCHAR DevicePath[ANYSIZE_ARRAY];
} SP_DEVICE_INTERFACE_DETAIL_DATA_W, *PSP_DEVICE_INTERFACE_DETAIL_DATA_W;
#pragma pack(pop)

/*
 * A set of devices, to be given back by SetupDiDestroyDeviceInfoList(). With DIGCF_DEVICEINTERFACE,
 * those with an interface of that class, and else those of that class of set-up, which is that of
 * ports (GUID_DEVCLASS_PORTS). DIGCF_ALLCLASSES: of any. It stays as it is when devices come and
 * go. INVALID_HANDLE_VALUE: ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY.
 */
HDEVINFO WINAPI SetupDiGetClassDevsA(const GUID *ClassGuid, LPCSTR Enumerator, HWND hwndParent,
				     DWORD Flags);
HDEVINFO WINAPI SetupDiGetClassDevsW(const GUID *ClassGuid, LPCWSTR Enumerator, HWND hwndParent,
				     DWORD Flags);
BOOL WINAPI SetupDiDestroyDeviceInfoList(HDEVINFO DeviceInfoSet);
/*
 * The device, or the interface of that class, with the index in the set; ERROR_NO_MORE_ITEMS at the
 * end; ERROR_INVALID_USER_BUFFER: cbSize is wrong.
 */
BOOL WINAPI SetupDiEnumDeviceInfo(HDEVINFO DeviceInfoSet, DWORD MemberIndex,
				  PSP_DEVINFO_DATA DeviceInfoData);
BOOL WINAPI SetupDiEnumDeviceInterfaces(HDEVINFO DeviceInfoSet, PSP_DEVINFO_DATA DeviceInfoData,
					const GUID *InterfaceClassGuid, DWORD MemberIndex,
					PSP_DEVICE_INTERFACE_DATA DeviceInterfaceData);
/* The interface's name, and its device. ERROR_INSUFFICIENT_BUFFER, and the size that it needs. */
BOOL WINAPI SetupDiGetDeviceInterfaceDetailA(HDEVINFO DeviceInfoSet,
					     PSP_DEVICE_INTERFACE_DATA DeviceInterfaceData,
					     PSP_DEVICE_INTERFACE_DETAIL_DATA_A Detail,
					     DWORD DetailSize, PDWORD RequiredSize,
					     PSP_DEVINFO_DATA DeviceInfoData);
BOOL WINAPI SetupDiGetDeviceInterfaceDetailW(HDEVINFO DeviceInfoSet,
					     PSP_DEVICE_INTERFACE_DATA DeviceInterfaceData,
					     PSP_DEVICE_INTERFACE_DETAIL_DATA_W Detail,
					     DWORD DetailSize, PDWORD RequiredSize,
					     PSP_DEVINFO_DATA DeviceInfoData);
/*
 * The same as drivers get from IoGetDeviceProperty(): SPDRP_DEVICEDESC, SPDRP_FRIENDLYNAME,
 * SPDRP_HARDWAREID, SPDRP_CLASS, SPDRP_CLASSGUID, SPDRP_ENUMERATOR_NAME,
 * SPDRP_LOCATION_INFORMATION. ERROR_INVALID_DATA: the device has no such property.
 */
BOOL WINAPI SetupDiGetDeviceRegistryPropertyA(HDEVINFO DeviceInfoSet,
					      PSP_DEVINFO_DATA DeviceInfoData, DWORD Property,
					      PDWORD PropertyRegDataType, PBYTE PropertyBuffer,
					      DWORD PropertyBufferSize, PDWORD RequiredSize);
BOOL WINAPI SetupDiGetDeviceRegistryPropertyW(HDEVINFO DeviceInfoSet,
					      PSP_DEVINFO_DATA DeviceInfoData, DWORD Property,
					      PDWORD PropertyRegDataType, PBYTE PropertyBuffer,
					      DWORD PropertyBufferSize, PDWORD RequiredSize);
BOOL WINAPI SetupDiGetDeviceInstanceIdA(HDEVINFO DeviceInfoSet, PSP_DEVINFO_DATA DeviceInfoData,
					LPSTR DeviceInstanceId, DWORD DeviceInstanceIdSize,
					PDWORD RequiredSize);
BOOL WINAPI SetupDiGetDeviceInstanceIdW(HDEVINFO DeviceInfoSet, PSP_DEVINFO_DATA DeviceInfoData,
					LPWSTR DeviceInstanceId, DWORD DeviceInstanceIdSize,
					PDWORD RequiredSize);
/* The key with PortName (LPT1); KeyType is DIREG_DEV. INVALID_HANDLE_VALUE if there is none. */
HKEY WINAPI SetupDiOpenDevRegKey(HDEVINFO DeviceInfoSet, PSP_DEVINFO_DATA DeviceInfoData,
				 DWORD Scope, DWORD HwProfile, DWORD KeyType, REGSAM samDesired);
/* Of "Ports". */
BOOL WINAPI SetupDiClassGuidsFromNameA(LPCSTR ClassName, GUID *ClassGuidList,
				       DWORD ClassGuidListSize, PDWORD RequiredSize);

#ifdef UNICODE
typedef SP_DEVICE_INTERFACE_DETAIL_DATA_W SP_DEVICE_INTERFACE_DETAIL_DATA;
typedef PSP_DEVICE_INTERFACE_DETAIL_DATA_W PSP_DEVICE_INTERFACE_DETAIL_DATA;
#define SetupDiGetClassDevs SetupDiGetClassDevsW
#define SetupDiGetDeviceInterfaceDetail SetupDiGetDeviceInterfaceDetailW
#define SetupDiGetDeviceRegistryProperty SetupDiGetDeviceRegistryPropertyW
#define SetupDiGetDeviceInstanceId SetupDiGetDeviceInstanceIdW
#else
typedef SP_DEVICE_INTERFACE_DETAIL_DATA_A SP_DEVICE_INTERFACE_DETAIL_DATA;
typedef PSP_DEVICE_INTERFACE_DETAIL_DATA_A PSP_DEVICE_INTERFACE_DETAIL_DATA;
#define SetupDiGetClassDevs SetupDiGetClassDevsA
#define SetupDiGetDeviceInterfaceDetail SetupDiGetDeviceInterfaceDetailA
#define SetupDiGetDeviceRegistryProperty SetupDiGetDeviceRegistryPropertyA
#define SetupDiGetDeviceInstanceId SetupDiGetDeviceInstanceIdA
#define SetupDiClassGuidsFromName SetupDiClassGuidsFromNameA
#endif

/* What they were called in Windows 98 and in the first kits for Windows 2000. */
typedef SP_DEVICE_INTERFACE_DATA SP_INTERFACE_DEVICE_DATA, *PSP_INTERFACE_DEVICE_DATA;
typedef SP_DEVICE_INTERFACE_DETAIL_DATA SP_INTERFACE_DEVICE_DETAIL_DATA,
	*PSP_INTERFACE_DEVICE_DETAIL_DATA;
#define SetupDiEnumInterfaceDevice SetupDiEnumDeviceInterfaces
#define SetupDiGetInterfaceDeviceDetail SetupDiGetDeviceInterfaceDetail

#ifdef __cplusplus
}
#endif

#endif
