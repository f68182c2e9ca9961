/* SPDX-License-Identifier: GPL-2.0 */
/*
 * wmilib.h - the library for drivers that offer management data (WMI).
 *
 * A driver registers its data as on Windows; nobody asks for it here, so that its
 * routines are not called, and its events have no receivers.
 */
#ifndef COMPAT_WMILIB_H
#define COMPAT_WMILIB_H

#ifdef COMPAT_DRIVER_MSC_H
#define _WMILIB_
#endif

#include "wdm.h"
#include "wmistr.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum _WMIENABLEDISABLECONTROL {
	WmiEventControl,
	WmiDataBlockControl,
} WMIENABLEDISABLECONTROL, *PWMIENABLEDISABLECONTROL;

/* What has become of a request; see WmiSystemControl(). */
typedef enum _SYSCTL_IRP_DISPOSITION {
	IrpProcessed,
	IrpNotCompleted,	/* the driver completes it, with the status that is in it */
	IrpNotWmi,		/* the driver passes it on, or completes it */
	IrpForward,		/* likewise: it is for another device */
} SYSCTL_IRP_DISPOSITION, *PSYSCTL_IRP_DISPOSITION;

typedef struct _WMIGUIDREGINFO {
	LPCGUID Guid;
	ULONG InstanceCount;
	ULONG Flags;
} WMIGUIDREGINFO, *PWMIGUIDREGINFO;

/* Routines of a driver. */
typedef NTSTATUS NTAPI WMI_QUERY_REGINFO_CALLBACK(PDEVICE_OBJECT DeviceObject, PULONG RegFlags,
						  PUNICODE_STRING InstanceName,
						  PUNICODE_STRING *RegistryPath,
						  PUNICODE_STRING MofResourceName,
						  PDEVICE_OBJECT *Pdo);
typedef WMI_QUERY_REGINFO_CALLBACK *PWMI_QUERY_REGINFO;
typedef NTSTATUS NTAPI WMI_FUNCTION_CONTROL_CALLBACK(PDEVICE_OBJECT DeviceObject, PIRP Irp,
						     ULONG GuidIndex,
						     WMIENABLEDISABLECONTROL Function,
						     BOOLEAN Enable);
typedef WMI_FUNCTION_CONTROL_CALLBACK *PWMI_FUNCTION_CONTROL;
typedef NTSTATUS NTAPI WMI_QUERY_DATABLOCK_CALLBACK(PDEVICE_OBJECT DeviceObject, PIRP Irp,
						    ULONG GuidIndex, ULONG InstanceIndex,
						    ULONG InstanceCount, PULONG InstanceLengthArray,
						    ULONG BufferAvail, PUCHAR Buffer);
typedef WMI_QUERY_DATABLOCK_CALLBACK *PWMI_QUERY_DATABLOCK;
typedef NTSTATUS NTAPI WMI_EXECUTE_METHOD_CALLBACK(PDEVICE_OBJECT DeviceObject, PIRP Irp,
						   ULONG GuidIndex, ULONG InstanceIndex,
						   ULONG MethodId, ULONG InBufferSize,
						   ULONG OutBufferSize, PUCHAR Buffer);
typedef WMI_EXECUTE_METHOD_CALLBACK *PWMI_EXECUTE_METHOD;
typedef NTSTATUS NTAPI WMI_SET_DATABLOCK_CALLBACK(PDEVICE_OBJECT DeviceObject, PIRP Irp,
						  ULONG GuidIndex, ULONG InstanceIndex,
						  ULONG BufferSize, PUCHAR Buffer);
typedef WMI_SET_DATABLOCK_CALLBACK *PWMI_SET_DATABLOCK;
typedef NTSTATUS NTAPI WMI_SET_DATAITEM_CALLBACK(PDEVICE_OBJECT DeviceObject, PIRP Irp,
						 ULONG GuidIndex, ULONG InstanceIndex,
						 ULONG DataItemId, ULONG BufferSize, PUCHAR Buffer);
typedef WMI_SET_DATAITEM_CALLBACK *PWMI_SET_DATAITEM;

typedef struct _WMILIB_CONTEXT {
	ULONG GuidCount;
	PWMIGUIDREGINFO GuidList;
	PWMI_QUERY_REGINFO QueryWmiRegInfo;
	PWMI_QUERY_DATABLOCK QueryWmiDataBlock;
	PWMI_SET_DATABLOCK SetWmiDataBlock;
	PWMI_SET_DATAITEM SetWmiDataItem;
	PWMI_EXECUTE_METHOD ExecuteWmiMethod;
	PWMI_FUNCTION_CONTROL WmiFunctionControl;
} WMILIB_CONTEXT, *PWMILIB_CONTEXT;

/*
 * What becomes of a request IRP_MJ_SYSTEM_CONTROL: IrpNotWmi, IrpForward, or, if it is
 * for this device, IrpNotCompleted and STATUS_WMI_GUID_NOT_FOUND, in the request as
 * well. PASSIVE_LEVEL. Linux: fields of the request.
 *
 * Differs: the driver's routines are not called. Such a request comes from another
 * driver only.
 */
#define WmiSystemControl ntparport_WmiSystemControl
NTSTATUS NTAPI WmiSystemControl(PWMILIB_CONTEXT WmiLibInfo, PDEVICE_OBJECT DeviceObject, PIRP Irp,
				PSYSCTL_IRP_DISPOSITION IrpDisposition);
/*
 * Completes such a request, with Status and, if that is a success, BufferUsed bytes.
 * Returns Status; for STATUS_BUFFER_TOO_SMALL it returns STATUS_SUCCESS. At or below
 * DISPATCH_LEVEL. Linux: IofCompleteRequest().
 */
#define WmiCompleteRequest ntparport_WmiCompleteRequest
NTSTATUS NTAPI WmiCompleteRequest(PDEVICE_OBJECT DeviceObject, PIRP Irp, NTSTATUS Status,
				  ULONG BufferUsed, CCHAR PriorityBoost);
/*
 * An event for whoever has asked for it: nobody. Frees EventData, a block of the pool
 * or NULL. STATUS_SUCCESS; STATUS_INVALID_PARAMETER: no device, or no GUID. At or below
 * DISPATCH_LEVEL. Linux: ExFreePool().
 */
#define WmiFireEvent ntparport_WmiFireEvent
NTSTATUS NTAPI WmiFireEvent(PDEVICE_OBJECT DeviceObject, LPCGUID Guid, ULONG InstanceIndex,
			    ULONG EventDataSize, PVOID EventData);

#ifdef __cplusplus
}
#endif

#ifdef COMPAT_DRIVER_MSC_H
#define NT_WHOLE_WMILIB
#include <nt_labels.h>
#endif

#endif
