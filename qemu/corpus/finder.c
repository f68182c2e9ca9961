/* SPDX-License-Identifier: GPL-2.0 */
/* finder.c - is told of the interfaces of parallel ports, and opens each while it is there. XP. */
#include <ntddk.h>
#include <initguid.h>
#include <ntddpar.h>
#include <wdmguid.h>

#define FINDER_TAG 'dniF'

typedef struct _FINDER {
	LIST_ENTRY Ports;
	FAST_MUTEX Mutex;
	ULONG Number;
	PVOID Notification;
} FINDER, *PFINDER;

typedef struct _FOUND {
	LIST_ENTRY Entry;
	PFILE_OBJECT File;
	PDEVICE_OBJECT Device;
	UNICODE_STRING Name;
} FOUND, *PFOUND;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD FinderUnload;
DRIVER_NOTIFICATION_CALLBACK_ROUTINE FinderChanged;
__drv_dispatchType(IRP_MJ_CREATE) __drv_dispatchType(IRP_MJ_CLOSE) DRIVER_DISPATCH FinderCreateClose;
__drv_dispatchType(IRP_MJ_READ) DRIVER_DISPATCH FinderRead;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, FinderUnload)
#pragma alloc_text(PAGE, FinderChanged)
#pragma alloc_text(PAGE, FinderRead)
#endif

static PFOUND FinderFind(PFINDER Finder, PUNICODE_STRING Name)
{
	PLIST_ENTRY entry;

	for (entry = Finder->Ports.Flink; entry != &Finder->Ports; entry = entry->Flink) {
		PFOUND found = CONTAINING_RECORD(entry, FOUND, Entry);

		if (RtlEqualUnicodeString(&found->Name, Name, TRUE))
			return found;
	}
	return NULL;
}

static VOID FinderFree(PFOUND Found)
{
	ObDereferenceObject(Found->File);
	ExFreePoolWithTag(Found, FINDER_TAG);
}

static VOID FinderAdd(PFINDER Finder, PUNICODE_STRING Name)
{
	NTSTATUS status;
	PFOUND found = ExAllocatePoolWithTag(PagedPool, sizeof(FOUND) + Name->Length, FINDER_TAG);

	if (found == NULL)
		return;
	found->Name.Buffer = (PWCHAR)(found + 1);
	found->Name.Length = 0;
	found->Name.MaximumLength = Name->Length;
	RtlCopyUnicodeString(&found->Name, Name);
	status = IoGetDeviceObjectPointer(Name, FILE_ALL_ACCESS, &found->File, &found->Device);
	if (!NT_SUCCESS(status)) {
		KdPrint(("finder: %wZ cannot be opened: %x\n", Name, status));
		ExFreePoolWithTag(found, FINDER_TAG);
		return;
	}
	KdPrint(("finder: %wZ\n", Name));
	ExAcquireFastMutex(&Finder->Mutex);
	/* One that comes while the existing ones are told of may be told of twice. */
	if (FinderFind(Finder, Name) == NULL) {
		InsertTailList(&Finder->Ports, &found->Entry);
		Finder->Number++;
		found = NULL;
	}
	ExReleaseFastMutex(&Finder->Mutex);
	if (found != NULL)
		FinderFree(found);
}

static VOID FinderRemove(PFINDER Finder, PUNICODE_STRING Name)
{
	PFOUND found;

	ExAcquireFastMutex(&Finder->Mutex);
	found = FinderFind(Finder, Name);
	if (found != NULL) {
		RemoveEntryList(&found->Entry);
		Finder->Number--;
	}
	ExReleaseFastMutex(&Finder->Mutex);
	if (found != NULL)
		FinderFree(found);
}

NTSTATUS FinderChanged(PVOID NotificationStructure, PVOID Context)
{
	PDEVICE_INTERFACE_CHANGE_NOTIFICATION notification = NotificationStructure;
	PFINDER finder = Context;

	PAGED_CODE();
	ASSERT(IsEqualGUID(&notification->InterfaceClassGuid, &GUID_PARALLEL_DEVICE));
	if (IsEqualGUID(&notification->Event, &GUID_DEVICE_INTERFACE_ARRIVAL))
		FinderAdd(finder, notification->SymbolicLinkName);
	else if (IsEqualGUID(&notification->Event, &GUID_DEVICE_INTERFACE_REMOVAL))
		FinderRemove(finder, notification->SymbolicLinkName);
	return STATUS_SUCCESS;
}

static VOID FinderForget(PFINDER Finder)
{
	IoUnregisterPlugPlayNotification(Finder->Notification);
	while (!IsListEmpty(&Finder->Ports))
		FinderFree(CONTAINING_RECORD(RemoveHeadList(&Finder->Ports), FOUND, Entry));
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
	/* Tells of those that are there, before it returns. */
	status = IoRegisterPlugPlayNotification(EventCategoryDeviceInterfaceChange,
						PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES,
						(PVOID)&GUID_PARALLEL_DEVICE, DriverObject, FinderChanged,
						finder, &finder->Notification);
	if (!NT_SUCCESS(status)) {
		IoDeleteDevice(device);
		return status;
	}
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
