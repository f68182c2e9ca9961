// SPDX-License-Identifier: GPL-2.0
/*
 * scopedrv.c - a WDM driver without a name: programs find its device by the interface
 * (qemu/programs/idiom/src/scope.c). Its one request gives a number.
 */

#include <initguid.h>
#include <wdm.h>

DEFINE_GUID(GUID_DEVINTERFACE_SCOPE,
	    0x5a1c7e40L, 0x3b0f, 0x11d6, 0x9e, 0x4c, 0x00, 0xa0, 0xc9, 0xb2, 0xd1, 0x7f);
#define IOCTL_SCOPE_VERSION CTL_CODE(FILE_DEVICE_UNKNOWN, 0x900, METHOD_BUFFERED, FILE_ANY_ACCESS)

typedef struct {
	PDEVICE_OBJECT Lower;
	UNICODE_STRING Interface;
} SCOPE, *PSCOPE;

DRIVER_INITIALIZE DriverEntry;

static NTSTATUS Complete(PIRP Irp, NTSTATUS Status, ULONG_PTR Information)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Information;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

static NTSTATUS NTAPI ScopeOpenClose(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	return Complete(Irp, STATUS_SUCCESS, 0);
}

static NTSTATUS NTAPI ScopeControl(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);

	if (location->Parameters.DeviceIoControl.IoControlCode != IOCTL_SCOPE_VERSION)
		return Complete(Irp, STATUS_INVALID_DEVICE_REQUEST, 0);
	if (location->Parameters.DeviceIoControl.OutputBufferLength < sizeof(ULONG))
		return Complete(Irp, STATUS_BUFFER_TOO_SMALL, 0);
	*(PULONG)Irp->AssociatedIrp.SystemBuffer = 7;
	return Complete(Irp, STATUS_SUCCESS, sizeof(ULONG));
}

static NTSTATUS NTAPI ScopePnp(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PSCOPE scope = DeviceObject->DeviceExtension;
	PDEVICE_OBJECT lower = scope->Lower;
	UCHAR minor = IoGetCurrentIrpStackLocation(Irp)->MinorFunction;
	NTSTATUS status;

	if (minor == IRP_MN_START_DEVICE)
		IoSetDeviceInterfaceState(&scope->Interface, TRUE);
	if (minor == IRP_MN_REMOVE_DEVICE || minor == IRP_MN_SURPRISE_REMOVAL)
		IoSetDeviceInterfaceState(&scope->Interface, FALSE);
	if (minor == IRP_MN_START_DEVICE || minor == IRP_MN_REMOVE_DEVICE ||
	    minor == IRP_MN_SURPRISE_REMOVAL || minor == IRP_MN_QUERY_REMOVE_DEVICE ||
	    minor == IRP_MN_CANCEL_REMOVE_DEVICE)
		Irp->IoStatus.Status = STATUS_SUCCESS;
	IoSkipCurrentIrpStackLocation(Irp);
	status = IoCallDriver(lower, Irp);
	if (minor == IRP_MN_REMOVE_DEVICE) {
		RtlFreeUnicodeString(&scope->Interface);
		IoDetachDevice(lower);
		IoDeleteDevice(DeviceObject);
	}
	return status;
}

static NTSTATUS NTAPI ScopeAddDevice(PDRIVER_OBJECT DriverObject,
				     PDEVICE_OBJECT PhysicalDeviceObject)
{
	PDEVICE_OBJECT device;
	PSCOPE scope;
	NTSTATUS status;

	status = IoCreateDevice(DriverObject, sizeof(*scope), NULL, FILE_DEVICE_UNKNOWN, 0, FALSE,
				&device);
	if (!NT_SUCCESS(status))
		return status;
	scope = device->DeviceExtension;
	status = IoRegisterDeviceInterface(PhysicalDeviceObject, &GUID_DEVINTERFACE_SCOPE, NULL,
					   &scope->Interface);
	if (!NT_SUCCESS(status)) {
		IoDeleteDevice(device);
		return status;
	}
	scope->Lower = IoAttachDeviceToDeviceStack(device, PhysicalDeviceObject);
	if (!scope->Lower) {
		RtlFreeUnicodeString(&scope->Interface);
		IoDeleteDevice(device);
		return STATUS_DEVICE_REMOVED;
	}
	device->Flags &= ~DO_DEVICE_INITIALIZING;
	return STATUS_SUCCESS;
}

static VOID NTAPI ScopeUnload(PDRIVER_OBJECT DriverObject)
{
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	DriverObject->DriverUnload = ScopeUnload;
	DriverObject->DriverExtension->AddDevice = ScopeAddDevice;
	DriverObject->MajorFunction[IRP_MJ_CREATE] = ScopeOpenClose;
	DriverObject->MajorFunction[IRP_MJ_CLEANUP] = ScopeOpenClose;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = ScopeOpenClose;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = ScopeControl;
	DriverObject->MajorFunction[IRP_MJ_PNP] = ScopePnp;
	return STATUS_SUCCESS;
}
