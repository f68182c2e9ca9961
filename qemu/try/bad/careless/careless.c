/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A driver that frees a block twice and never frees another, and whose device never answers: for
 * the test of `make try`.
 */
#include <ntddk.h>

static UNICODE_STRING Link;
static KEVENT Never;

static NTSTATUS Dispatch(IN PDEVICE_OBJECT DeviceObject, IN PIRP Irp)
{
    /* Somebody has to set it; only a signal ends the wait. */
    if (IoGetCurrentIrpStackLocation(Irp)->MajorFunction == IRP_MJ_READ)
        KeWaitForSingleObject(&Never, UserRequest, UserMode, TRUE, NULL);
    Irp->IoStatus.Status = STATUS_SUCCESS;
    Irp->IoStatus.Information = 0;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return STATUS_SUCCESS;
}

static VOID Unload(IN PDRIVER_OBJECT DriverObject)
{
    IoDeleteSymbolicLink(&Link);
    IoDeleteDevice(DriverObject->DeviceObject);
}

NTSTATUS DriverEntry(IN PDRIVER_OBJECT DriverObject, IN PUNICODE_STRING RegistryPath)
{
    UNICODE_STRING name;
    PDEVICE_OBJECT device;
    NTSTATUS status;
    PVOID twice;

    RtlInitUnicodeString(&name, L"\\Device\\Careless");
    status = IoCreateDevice(DriverObject, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
    if (!NT_SUCCESS(status))
        return status;
    RtlInitUnicodeString(&Link, L"\\DosDevices\\Careless");
    status = IoCreateSymbolicLink(&Link, &name);
    if (!NT_SUCCESS(status)) {
        IoDeleteDevice(device);
        return status;
    }
    KeInitializeEvent(&Never, NotificationEvent, FALSE);
    DriverObject->MajorFunction[IRP_MJ_CREATE] = Dispatch;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = Dispatch;
    DriverObject->MajorFunction[IRP_MJ_READ] = Dispatch;
    DriverObject->DriverUnload = Unload;

    ExAllocatePoolWithTag(NonPagedPool, 100, 'tsoL');
    twice = ExAllocatePoolWithTag(NonPagedPool, 200, 'eciT');
    if (twice) {
        ExFreePool(twice);
        ExFreePool(twice);
    }
    return STATUS_SUCCESS;
}
