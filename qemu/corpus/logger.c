/* SPDX-License-Identifier: GPL-2.0 */
/*
 * logger.c - keeps what is written to it, in a file if it can, and in memory. It looks at the
 * first parallel port by a handle.
 */
#include <ntddk.h>
#include <stdio.h>
#include <stdarg.h>

#define ROOM 1024

typedef struct {
	HANDLE LogFile;
	FAST_MUTEX Mutex;
	ULONG Length;
	CHAR Text[ROOM];
} LOGGER, *PLOGGER;

DRIVER_INITIALIZE DriverEntry;

static NTSTATUS Open(PCWSTR Path, ULONG Disposition, PHANDLE Handle)
{
	OBJECT_ATTRIBUTES attributes;
	IO_STATUS_BLOCK ios;
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, Path);
	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	return ZwCreateFile(Handle, GENERIC_WRITE, &attributes, &ios, NULL, FILE_ATTRIBUTE_NORMAL,
			    FILE_SHARE_READ, Disposition, FILE_SYNCHRONOUS_IO_NONALERT, NULL, 0);
}

static VOID Append(PLOGGER l, const CHAR *Text, ULONG Length)
{
	IO_STATUS_BLOCK ios;

	if (l->LogFile)
		ZwWriteFile(l->LogFile, NULL, NULL, NULL, &ios, (PVOID)Text, Length, NULL, NULL);
	ExAcquireFastMutex(&l->Mutex);
	if (Length > ROOM - l->Length)
		Length = ROOM - l->Length;
	RtlCopyMemory(l->Text + l->Length, Text, Length);
	l->Length += Length;
	ExReleaseFastMutex(&l->Mutex);
}

static VOID __cdecl Log(PLOGGER l, const CHAR *Format, ...)
{
	CHAR line[128];
	va_list arguments;
	int length;

	va_start(arguments, Format);
	length = _vsnprintf(line, sizeof(line), Format, arguments);
	va_end(arguments);
	Append(l, line, length < 0 ? sizeof(line) : (ULONG)length);
}

static NTSTATUS Dispatch(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PLOGGER l = DeviceObject->DeviceExtension;
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
	ULONG length = 0;

	switch (stack->MajorFunction) {
	case IRP_MJ_WRITE:
		length = stack->Parameters.Write.Length;
		Append(l, Irp->AssociatedIrp.SystemBuffer, length);
		break;
	case IRP_MJ_READ:
		ExAcquireFastMutex(&l->Mutex);
		length = stack->Parameters.Read.Length;
		if (length > l->Length)
			length = l->Length;
		RtlCopyMemory(Irp->AssociatedIrp.SystemBuffer, l->Text, length);
		l->Length -= length;
		RtlMoveMemory(l->Text, l->Text + length, l->Length);
		ExReleaseFastMutex(&l->Mutex);
		break;
	}
	Irp->IoStatus.Status = STATUS_SUCCESS;
	Irp->IoStatus.Information = length;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

static VOID Unload(PDRIVER_OBJECT DriverObject)
{
	PLOGGER l = DriverObject->DeviceObject->DeviceExtension;
	UNICODE_STRING link;

	if (l->LogFile)
		ZwClose(l->LogFile);
	RtlInitUnicodeString(&link, L"\\DosDevices\\Logger");
	IoDeleteSymbolicLink(&link);
	IoDeleteDevice(DriverObject->DeviceObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNICODE_STRING name, link;
	PDEVICE_OBJECT device;
	NTSTATUS status;
	HANDLE port;
	PLOGGER l;

	RtlInitUnicodeString(&name, L"\\Device\\Logger");
	RtlInitUnicodeString(&link, L"\\DosDevices\\Logger");
	status = IoCreateDevice(DriverObject, sizeof(LOGGER), &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	device->Flags |= DO_BUFFERED_IO;
	l = device->DeviceExtension;
	ExInitializeFastMutex(&l->Mutex);
	status = Open(L"\\SystemRoot\\Temp\\logger.txt", FILE_OVERWRITE_IF, &l->LogFile);
	if (!NT_SUCCESS(status)) {
		l->LogFile = NULL;
		Log(l, "file %08x\n", status);
	}
	status = Open(L"\\Device\\ParallelPort0", FILE_OPEN, &port);
	Log(l, "port %08x\n", status);
	if (NT_SUCCESS(status))
		ZwClose(port);
	DriverObject->MajorFunction[IRP_MJ_CREATE] = Dispatch;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = Dispatch;
	DriverObject->MajorFunction[IRP_MJ_READ] = Dispatch;
	DriverObject->MajorFunction[IRP_MJ_WRITE] = Dispatch;
	DriverObject->DriverUnload = Unload;
	return IoCreateSymbolicLink(&link, &name);
}
