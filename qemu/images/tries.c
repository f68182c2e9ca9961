// SPDX-License-Identifier: GPL-2.0
/*
 * tries.c - a driver that says what came of exceptions of every kind: what is read from
 * \DosDevices\Tries is the same text whether it was compiled here or for Windows. Control codes raise
 * in its dispatch routine what is taken nowhere else.
 */
#include <ntddk.h>
#include <stdarg.h>
#include <stdio.h>
#include "raiser.c"

DRIVER_INITIALIZE DriverEntry;

/* Called with large frames, to touch each of their pages, which a kernel's stack has from the beginning. */
#if defined(__MINGW32__) && defined(__i386__)
__asm__(".globl __chkstk\n__chkstk:\n\tjmp *__imp___alloca_probe");
#elif defined(__MINGW32__)
__asm__(".globl ___chkstk_ms\n___chkstk_ms:\n\tret");
#endif

static char Text[4096];
static ULONG Length;
static UNICODE_STRING Link = RTL_CONSTANT_STRING(L"\\DosDevices\\Tries");

static VOID Say(const char *Format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, Format);
	length = _vsnprintf(Text + Length, sizeof(Text) - Length, Format, arguments);
	va_end(arguments);
	if (length > 0)
		Length += length;
}

/* What is in registers when something is raised, and after it; a frame of any kind. */

static volatile ULONG Seven = 7;
static volatile int Order[16];
static int Steps;

static VOID Step(int Which)
{
	if (Steps < 16)
		Order[Steps++] = Which;
}

static VOID SaySteps(const char *What)
{
	int n;

	Say("%s:", What);
	for (n = 0; n < Steps; n++)
		Say(" %d", Order[n]);
	Say("\n");
	Steps = 0;
}

/* Too large for one page of stack, and too large for the short form of unwind data. */
static __declspec(noinline) ULONG Large(NTSTATUS Status)
{
	volatile UCHAR room[3000];
	ULONG n, sum = 0;

	for (n = 0; n < sizeof(room); n++)
		room[n] = (UCHAR)(n * Seven);
	if (Status)
		ExRaiseStatus(Status);
	for (n = 0; n < sizeof(room); n++)
		sum += room[n];
	return sum;
}

/* Many values that are needed after it: they are in registers that calls preserve. */
static __declspec(noinline) ULONG Kept(NTSTATUS Status, ULONG a, ULONG b, ULONG c, ULONG d, ULONG e)
{
	ULONG f = a * Seven, g = b * Seven, h = c + Seven, i = d ^ Seven, j = e | Seven, taken = 0;

	__try {
		taken = Large(Status);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		taken = GetExceptionCode() & 0xff;
	}
	return taken + a + 3 * b + 5 * c + 7 * d + 11 * e + 13 * f + 17 * g + 19 * h + 23 * i + 29 * j;
}

/* Of any size: its variables are found by a register of its own. */
static __declspec(noinline) ULONG Sized(ULONG Size, NTSTATUS Status)
{
	volatile UCHAR *room = __builtin_alloca(Size);
	ULONG sum = 1;

	room[0] = 1;
	room[Size - 1] = 2;
	__try {
		__try {
			sum += Large(Status);
		} __finally {
			Step(AbnormalTermination() ? 20 + room[Size - 1] : 30);
		}
	} __except (GetExceptionCode() == (ULONG)STATUS_ACCESS_VIOLATION && room[0] == 1) {
		sum = room[Size - 1] + Size;
	}
	return sum;
}

static __declspec(noinline) ULONG Recursive(ULONG Depth, NTSTATUS Status)
{
	ULONG result = 0;

	__try {
		result = Depth ? Recursive(Depth - 1, Status) + 1 : Large(Status);
	} __finally {
		Step((int)Depth);
	}
	return result;
}

static ULONG Deep(ULONG Depth)
{
	__try {
		return Recursive(Depth, STATUS_DATA_ERROR);
	} __except (GetExceptionCode() == (ULONG)STATUS_DATA_ERROR) {
		return 1000 + Depth;
	}
}

/* An exception within a block of __finally replaces the one that it is run for. */
static ULONG Replaced(VOID)
{
	__try {
		__try {
			Large(STATUS_DATA_ERROR);
		} __finally {
			Step(1);
			__try {
				ExRaiseStatus(STATUS_INVALID_PARAMETER);
			} __except (GetExceptionCode() == (ULONG)STATUS_INVALID_PARAMETER) {
				Step(2);
			}
			if (Seven == 7)
				ExRaiseStatus(STATUS_DEVICE_BUSY);
			Step(3);
		}
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		Step(4);
		return GetExceptionCode();
	}
	return 0;
}

static ULONG Probed(PVOID Address, SIZE_T Size, ULONG Alignment, BOOLEAN Write)
{
	__try {
		if (Write)
			ProbeForWrite(Address, Size, Alignment);
		else
			ProbeForRead(Address, Size, Alignment);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		return GetExceptionCode();
	}
	return 0;
}

static ULONG Locked(PVOID Address, ULONG Size)
{
	PMDL list = IoAllocateMdl(Address, Size, FALSE, FALSE, NULL);
	ULONG code = 0;

	if (!list)
		return STATUS_INSUFFICIENT_RESOURCES;
	__try {
		MmProbeAndLockPages(list, UserMode, IoWriteAccess);
		MmUnlockPages(list);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		code = GetExceptionCode();
	}
	IoFreeMdl(list);
	return code;
}

/* A routine that is called by way of the kernel, and by a pointer. */

static KDPC Dpc;
static KEVENT Event;
static int FromDpc = -1;
static ULONG (*volatile Routine)(ULONG) = Deep;

static VOID NTAPI Deferred(PKDPC Object, PVOID Context, PVOID Argument1, PVOID Argument2)
{
	FromDpc = raiser_take_all();
	KeSetEvent(&Event, IO_NO_INCREMENT, FALSE);
}

static VOID All(VOID)
{
	static KSPIN_LOCK lock;
	LARGE_INTEGER second;
	KIRQL old;
	int n;

	Say("all: %d\n", raiser_take_all() ? 1 : 0);
	KeRaiseIrql(DISPATCH_LEVEL, &old);
	n = raiser_take_all();
	KeLowerIrql(old);
	Say("at DISPATCH_LEVEL: %d\n", n ? 1 : 0);
	KeInitializeEvent(&Event, SynchronizationEvent, FALSE);
	KeInitializeDpc(&Dpc, Deferred, NULL);
	KeInsertQueueDpc(&Dpc, NULL, NULL);
	second.QuadPart = -100000000;
	KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, &second);
	Say("in a DPC: %d\n", FromDpc ? 1 : 0);
	KeInitializeSpinLock(&lock);
	Say("with a lock: %d\n", raiser_with_lock(&lock) ? 1 : 0);
	Say("in a region: %d\n", raiser_in_region() ? 1 : 0);
	Say("kept: %u %u\n", Kept(STATUS_DATA_ERROR, 1, 2, 3, 4, 5), Kept(0, 5, 4, 3, 2, 1));
	Say("sized: %u\n", Sized(100, STATUS_ACCESS_VIOLATION));
	Say("sized: %u\n", Sized(1000, 0));
	SaySteps("steps");
	Say("deep: %u\n", Deep(2));
	Say("deep: %u\n", Routine(9));
	SaySteps("steps");
	Say("replaced: 0x%x\n", Replaced());
	SaySteps("steps");
	Say("probed: 0x%x 0x%x 0x%x 0x%x\n", Probed((PVOID)16, 4, 1, FALSE), Probed((PVOID)16, 4, 1, TRUE),
	    Probed((PVOID)18, 4, 4, FALSE), Probed((PVOID)18, 0, 4, TRUE));
}

#ifdef TRIES_HOST
/* For kit/image_test.py, in a program. */
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	All();
	DbgPrint("%s", Text);
	if (RegistryPath)
		ExRaiseStatus(STATUS_DATA_ERROR);
	return STATUS_SUCCESS;
}
#else
static NTSTATUS Complete(PIRP Irp, NTSTATUS Status, ULONG_PTR Information)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Information;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

static NTSTATUS NTAPI OpenClose(PDEVICE_OBJECT Device, PIRP Irp)
{
	return Complete(Irp, STATUS_SUCCESS, 0);
}

static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);
	LONGLONG offset = location->Parameters.Read.ByteOffset.QuadPart;
	ULONG length = location->Parameters.Read.Length;

	if (offset < 0 || offset > Length)
		offset = Length;
	if (length > Length - (ULONG)offset)
		length = Length - (ULONG)offset;
	RtlCopyMemory(Irp->AssociatedIrp.SystemBuffer, Text + offset, length);
	return Complete(Irp, STATUS_SUCCESS, length);
}

/* Nobody takes it: the driver gets a bug check, and its blocks of __finally are not run. */
static NTSTATUS NTAPI Control(PDEVICE_OBJECT Device, PIRP Irp)
{
	__try {
		if (Seven == 7)
			ExRaiseStatus(STATUS_DATA_ERROR);
	} __except (GetExceptionCode() == (ULONG)STATUS_DEVICE_BUSY) {
		DbgPrint("tries: taken\n");
	}
	return Complete(Irp, STATUS_SUCCESS, 0);
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

	RtlInitUnicodeString(&name, L"\\Device\\Tries");
	status = IoCreateDevice(DriverObject, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	status = IoCreateSymbolicLink(&Link, &name);
	if (!NT_SUCCESS(status)) {
		IoDeleteDevice(device);
		return status;
	}
	device->Flags |= DO_BUFFERED_IO;
	DriverObject->MajorFunction[IRP_MJ_CREATE] = OpenClose;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = OpenClose;
	DriverObject->MajorFunction[IRP_MJ_READ] = Read;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Control;
	DriverObject->DriverUnload = Unload;
	All();
	Say("locked: 0x%x\n", Locked((PVOID)(ULONG_PTR)4096, 100));
	return STATUS_SUCCESS;
}
#endif
