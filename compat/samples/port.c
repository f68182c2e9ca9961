// SPDX-License-Identifier: GPL-2.0
/* port.c - what the sample drivers have in common: a parallel port, and counters. */

#include "port.h"

#pragma alloc_text(PAGE, PortOpen)
#pragma alloc_text(PAGE, PortRequest)

NTSTATUS PortOpen(ULONG Number, PFILE_OBJECT *File, PDEVICE_OBJECT *Port)
{
	WCHAR buffer[40];
	UNICODE_STRING name;

	name.Buffer = buffer;
	name.MaximumLength = sizeof(buffer);
	PortName(&name, L"\\Device\\ParallelPort", Number);
	return IoGetDeviceObjectPointer(&name, FILE_READ_ATTRIBUTES, File, Port);
}

NTSTATUS PortRequest(PDEVICE_OBJECT Port, ULONG Code, PVOID Input, ULONG InputLength,
		     PVOID Output, ULONG OutputLength)
{
	IO_STATUS_BLOCK result;
	NTSTATUS status;
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(Code, Port, Input, InputLength, Output, OutputLength,
					    TRUE, &event, &result);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = IoCallDriver(Port, irp);
	if (status == STATUS_PENDING) {
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
		status = result.Status;
	}
	return status;
}

NTSTATUS PortConnect(PDEVICE_OBJECT Port, PPARALLEL_INTERRUPT_SERVICE_ROUTINE Service,
		     PPARALLEL_INTERRUPT_INFORMATION Information)
{
	return PortRequest(Port, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT,
			   Service, sizeof(*Service), Information, sizeof(*Information));
}

VOID PortDisconnect(PDEVICE_OBJECT Port, PPARALLEL_INTERRUPT_SERVICE_ROUTINE Service)
{
	PortRequest(Port, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT,
		    Service, sizeof(*Service), NULL, 0);
}

VOID PortName(PUNICODE_STRING Name, PCWSTR Prefix, ULONG Number)
{
	WCHAR buffer[11];
	UNICODE_STRING digits;

	digits.Buffer = buffer;
	digits.MaximumLength = sizeof(buffer);
	Name->Length = 0;
	RtlAppendUnicodeToString(Name, Prefix);
	RtlIntegerToUnicodeString(Number, 10, &digits);
	RtlAppendUnicodeStringToString(Name, &digits);
}

ULONG PortParameter(PUNICODE_STRING RegistryPath, PWSTR Name, ULONG Default)
{
	RTL_QUERY_REGISTRY_TABLE table[3];
	ULONG value = Default;
	PWSTR path;

	/* RtlQueryRegistryValues() wants a terminated path. */
	path = ExAllocatePoolWithTag(PagedPool, RegistryPath->Length + sizeof(WCHAR), 'traP');
	if (!path)
		return Default;
	RtlCopyMemory(path, RegistryPath->Buffer, RegistryPath->Length);
	path[RegistryPath->Length / sizeof(WCHAR)] = UNICODE_NULL;

	RtlZeroMemory(table, sizeof(table));
	table[0].Flags = RTL_QUERY_REGISTRY_SUBKEY;
	table[0].Name = L"Parameters";
	table[1].Flags = RTL_QUERY_REGISTRY_DIRECT;
	table[1].Name = Name;
	table[1].EntryContext = &value;
	table[1].DefaultType = REG_DWORD;
	table[1].DefaultData = &Default;
	table[1].DefaultLength = sizeof(Default);
	if (!NT_SUCCESS(RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, path, table, NULL, NULL)))
		value = Default;
	ExFreePool(path);
	return value;
}

NTSTATUS PortComplete(PIRP Irp, NTSTATUS Status, ULONG_PTR Information)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Information;
	IoCompleteRequest(Irp, NT_SUCCESS(Status) ? IO_PARALLEL_INCREMENT : IO_NO_INCREMENT);
	return Status;
}

NTSTATUS PortQueryCounters(PIRP Irp, const ULONG *Counters, ULONG Count)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);
	ULONG length = Count * sizeof(ULONG);

	if (location->Parameters.DeviceIoControl.IoControlCode != IOCTL_SAMPLE_QUERY_COUNTERS)
		return PortComplete(Irp, STATUS_INVALID_DEVICE_REQUEST, 0);
	if (location->Parameters.DeviceIoControl.OutputBufferLength < length)
		return PortComplete(Irp, STATUS_BUFFER_TOO_SMALL, 0);
	RtlCopyMemory(Irp->AssociatedIrp.SystemBuffer, Counters, length);
	return PortComplete(Irp, STATUS_SUCCESS, length);
}
