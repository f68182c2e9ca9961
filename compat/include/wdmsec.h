/* SPDX-License-Identifier: GPL-2.0 */
/*
 * wdmsec.h - devices that say who may open them.
 */
#ifndef COMPAT_WDMSEC_H
#define COMPAT_WDMSEC_H

#ifdef COMPAT_DRIVER_MSC_H
#define _WDMSEC_H_
#endif

#include "wdm.h"

#ifdef __cplusplus
extern "C" {
#endif

#define IoCreateDeviceSecure	WdmlibIoCreateDeviceSecure

/*
 * Makes a device, as IoCreateDevice() does. Any IRQL at which that may be called. Linux:
 * IoCreateDevice().
 *
 * Differs: neither the text nor the class counts. Who may open the device is up to the node in
 * /dev, whose owner and mode a rule of udev sets.
 */
FORCEINLINE NTSTATUS WdmlibIoCreateDeviceSecure(PDRIVER_OBJECT DriverObject,
						ULONG DeviceExtensionSize,
						PUNICODE_STRING DeviceName, DEVICE_TYPE DeviceType,
						ULONG DeviceCharacteristics, BOOLEAN Exclusive,
						PCUNICODE_STRING DefaultSDDLString,
						LPCGUID DeviceClassGuid,
						PDEVICE_OBJECT *DeviceObject)
{
	(void)DefaultSDDLString;
	(void)DeviceClassGuid;
	return IoCreateDevice(DriverObject, DeviceExtensionSize, DeviceName, DeviceType,
			      DeviceCharacteristics, Exclusive, DeviceObject);
}

#define SDDL_DEVOBJ_INF_SUPPLIED	SDDL_DEVOBJ_KERNEL_ONLY

#ifdef __cplusplus
}
#endif

/* Only for drivers, whose wide texts have 16 bits. */
#ifdef COMPAT_DRIVER_MSC_H
#define NT_SDDL(name, text)	\
	static const UNICODE_STRING name __attribute__((unused)) = RTL_CONSTANT_STRING(text)
NT_SDDL(SDDL_DEVOBJ_KERNEL_ONLY, L"D:P");
NT_SDDL(SDDL_DEVOBJ_SYS_ALL, L"D:P(A;;GA;;;SY)");
NT_SDDL(SDDL_DEVOBJ_SYS_ALL_ADM_ALL, L"D:P(A;;GA;;;SY)(A;;GA;;;BA)");
NT_SDDL(SDDL_DEVOBJ_SYS_ALL_ADM_RX, L"D:P(A;;GA;;;SY)(A;;GRGX;;;BA)");
NT_SDDL(SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_R, L"D:P(A;;GA;;;SY)(A;;GRGWGX;;;BA)(A;;GR;;;WD)");
NT_SDDL(SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_R_RES_R,
	L"D:P(A;;GA;;;SY)(A;;GRGWGX;;;BA)(A;;GR;;;WD)(A;;GR;;;RC)");
NT_SDDL(SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RW_RES_R,
	L"D:P(A;;GA;;;SY)(A;;GRGWGX;;;BA)(A;;GRGW;;;WD)(A;;GR;;;RC)");
NT_SDDL(SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RWX_RES_RWX,
	L"D:P(A;;GA;;;SY)(A;;GRGWGX;;;BA)(A;;GRGWGX;;;WD)(A;;GRGWGX;;;RC)");
#undef NT_SDDL
#endif

#endif
