/* SPDX-License-Identifier: GPL-2.0 */
/* finder.c - lists the parallel ports of the machine by their interfaces, and opens each. XP. */
#include <ntddk.h>
#include <initguid.h>
#include <ntddpar.h>

#define FINDER_TAG 'dniF'

typedef struct _FINDER {
	LIST_ENTRY Ports;
	FAST_MUTEX Mutex;
	ULONG Number;
} FINDER, *PFINDER;

typedef struct _FOUND {
	LIST_ENTRY Entry;
	PFILE_OBJECT File;
	PDEVICE_OBJECT Device;
} FOUND, *PFOUND;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD FinderUnload;
__drv_dispatchType(IRP_MJ_CREATE) __drv_dispatchType(IRP_MJ_CLOSE) DRIVER_DISPATCH FinderCreateClose;
__drv_dispatchType(IRP_MJ_READ) DRIVER_DISPATCH FinderRead;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, FinderUnload)
#pragma alloc_text(PAGE, FinderRead)
#endif

static NTSTATUS FinderAdd(PFINDER Finder, PCWSTR Name)
{
	UNICODE_STRING name;
	NTSTATUS status;
	PFOUND found = ExAllocatePoolWithTag(NonPagedPool, sizeof(FOUND), FINDER_TAG);

	if (found == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	RtlInitUnicodeString(&name, Name);
	status = IoGetDeviceObjectPointer(&name, FILE_ALL_ACCESS, &found->File, &found->Device);
	if (!NT_SUCCESS(status)) {
		KdPrint(("finder: %wZ cannot be opened: %x\n", &name, status));
		ExFreePoolWithTag(found, FINDER_TAG);
		return status;
	}
	KdPrint(("finder: %wZ\n", &name));
	ExAcquireFastMutex(&Finder->Mutex);
	InsertTailList(&Finder->Ports, &found->Entry);
	Finder->Number++;
	ExReleaseFastMutex(&Finder->Mutex);
	return STATUS_SUCCESS;
}

static VOID FinderForget(PFINDER Finder)
{
	while (!IsListEmpty(&Finder->Ports)) {
		PFOUND found = CONTAINING_RECORD(RemoveHeadList(&Finder->Ports), FOUND, Entry);

		ObDereferenceObject(found->File);
		ExFreePoolWithTag(found, FINDER_TAG);
	}
}

NTSTATUS FinderCreateClose(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	Irp->IoStatus.Status = STATUS_SUCCESS;
	Irp->IoStatus.Information = 0;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

NTSTATUS FinderRead(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PFINDER finder = DeviceObject->DeviceExtension;
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
	NTSTATUS status = STATUS_SUCCESS;

	PAGED_CODE()
	if (stack->Parameters.Read.Length < sizeof(ULONG)) {
		status = STATUS_BUFFER_TOO_SMALL;
		Irp->IoStatus.Information = 0;
	} else {
		ExAcquireFastMutex(&finder->Mutex);
		RtlCopyMemory(Irp->AssociatedIrp.SystemBuffer, &finder->Number, sizeof(ULONG));
		ExReleaseFastMutex(&finder->Mutex);
		Irp->IoStatus.Information = sizeof(ULONG);
	}
	Irp->IoStatus.Status = status;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return status;
}

VOID FinderUnload(PDRIVER_OBJECT DriverObject)
{
	UNICODE_STRING link = RTL_CONSTANT_STRING(L"\\DosDevices\\Finder");

	PAGED_CODE();
	FinderForget(DriverObject->DeviceObject->DeviceExtension);
	IoDeleteSymbolicLink(&link);
	IoDeleteDevice(DriverObject->DeviceObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\Finder");
	UNICODE_STRING link = RTL_CONSTANT_STRING(L"\\DosDevices\\Finder");
	PDEVICE_OBJECT device;
	PWSTR names, next;
	NTSTATUS status;
	PFINDER finder;

	status = IoCreateDevice(DriverObject, sizeof(FINDER), &name, FILE_DEVICE_UNKNOWN,
				FILE_DEVICE_SECURE_OPEN, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	finder = device->DeviceExtension;
	InitializeListHead(&finder->Ports);
	ExInitializeFastMutex(&finder->Mutex);
	device->Flags |= DO_BUFFERED_IO;
	status = IoGetDeviceInterfaces(&GUID_PARALLEL_DEVICE, NULL, 0, &names);
	if (!NT_SUCCESS(status)) {
		IoDeleteDevice(device);
		return status;
	}
	for (next = names; *next; next += wcslen(next) + 1)
		FinderAdd(finder, next);
	ExFreePool(names);
	status = IoCreateSymbolicLink(&link, &name);
	if (!NT_SUCCESS(status)) {
		FinderForget(finder);
		IoDeleteDevice(device);
		return status;
	}
	DriverObject->MajorFunction[IRP_MJ_CREATE] = FinderCreateClose;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = FinderCreateClose;
	DriverObject->MajorFunction[IRP_MJ_READ] = FinderRead;
	DriverObject->DriverUnload = FinderUnload;
	return STATUS_SUCCESS;
}
