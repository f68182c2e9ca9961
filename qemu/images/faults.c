// SPDX-License-Identifier: GPL-2.0
/*
 * faults.c - a driver whose control codes make the processor refuse an instruction of its own:
 * 0x222000 + 4 * (kind + 4 * place). It has to be an image: a driver that was compiled here does
 * to the machine what any module does. As it stays loaded then, there is one for each fault (DRIVER).
 */
#include <ntddk.h>

#ifndef DRIVER
#define DRIVER L"Faults"
#endif

DRIVER_INITIALIZE DriverEntry;

static UNICODE_STRING Link = RTL_CONSTANT_STRING(L"\\DosDevices\\" DRIVER);
static KSPIN_LOCK Lock;
static KDPC Dpc;
static volatile ULONG Kind;
static volatile ULONG Zero;
static volatile ULONG Sum;
/* A general protection fault; and a page fault, of the kind that is a program's. */
static volatile ULONG *volatile NoAddress = (volatile ULONG *)0x5a5a5a5a5a5a5a5aull;
static volatile ULONG *volatile Null;

/* Nothing is on the stack; nor need there be unwind data. */
static __declspec(noinline) ULONG Peek(volatile ULONG *Address)
{
	return *Address + Zero;
}

static __declspec(noinline) ULONG Fault(ULONG a, ULONG b, ULONG c)
{
	ULONG result = a;

	switch (Kind) {
	case 0:
		result += Peek(NoAddress);
		break;
	case 1:
		result = b / Zero;
		break;
	case 2:
		__asm__ volatile("ud2");
		break;
	default:
		result += Peek(Null);
	}
	/* All of them are needed after it. */
	return result + a + 3 * b + 5 * c;
}

static VOID NTAPI Deferred(PKDPC Object, PVOID Context, PVOID Argument1, PVOID Argument2)
{
	Sum = Fault(1, 2, 3);
}

static NTSTATUS Complete(PIRP Irp, NTSTATUS Status)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = 0;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

static NTSTATUS NTAPI OpenClose(PDEVICE_OBJECT Device, PIRP Irp)
{
	return Complete(Irp, STATUS_SUCCESS);
}

static NTSTATUS NTAPI Control(PDEVICE_OBJECT Device, PIRP Irp)
{
	ULONG code = (IoGetCurrentIrpStackLocation(Irp)->Parameters.DeviceIoControl.IoControlCode & 0xfff) / 4;
	ULONG place = code / 4;
	KIRQL irql;

	Kind = code % 4;
	if (place == 1) {
		KeAcquireSpinLock(&Lock, &irql);
		Sum = Fault(place, 2, 3);
		KeReleaseSpinLock(&Lock, irql);
	} else if (place == 2) {
		KeInsertQueueDpc(&Dpc, NULL, NULL);
	} else {
		Sum = Fault(place, 2, 3);
	}
	return Complete(Irp, STATUS_SUCCESS);
}

static VOID NTAPI Unload(PDRIVER_OBJECT DriverObject)
{
	IoDeleteSymbolicLink(&Link);
	IoDeleteDevice(DriverObject->DeviceObject);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNICODE_STRING name;
	PDEVICE_OBJECT device;
	NTSTATUS status;

	KeInitializeSpinLock(&Lock);
	KeInitializeDpc(&Dpc, Deferred, NULL);
	RtlInitUnicodeString(&name, L"\\Device\\" DRIVER);
	status = IoCreateDevice(DriverObject, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	status = IoCreateSymbolicLink(&Link, &name);
	if (!NT_SUCCESS(status)) {
		IoDeleteDevice(device);
		return status;
	}
	DriverObject->MajorFunction[IRP_MJ_CREATE] = OpenClose;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = OpenClose;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Control;
	DriverObject->DriverUnload = Unload;
	return STATUS_SUCCESS;
}
