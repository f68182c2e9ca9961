// SPDX-License-Identifier: GPL-2.0
/*
 * calls.c - a driver that says what came of calls of every kind, in and out: what is read from
 * \DosDevices\Calls is the same text whether it was compiled here or for Windows.
 */
#include <ntddk.h>
#include <stdarg.h>
#include <stdio.h>

DRIVER_INITIALIZE DriverEntry;

static char Text[4096];
static ULONG Length;
static UNICODE_STRING Link = RTL_CONSTANT_STRING(L"\\DosDevices\\Calls");

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

/* Routines of the driver's own, in a table and passed along */

typedef int (*ROUTINE)(int, int);

static int Add(int a, int b)
{
	return a + b;
}

static int Subtract(int a, int b)
{
	return a - b;
}

static ROUTINE Routines[] = { Add, Subtract };
static volatile int Two = 2;

/* Jumps to the routine, whose return address is then that of whoever called this one. */
static __declspec(noinline) int Passed(ROUTINE Routine, int a)
{
	return Routine(a, Two);
}

static ROUTINE volatile Passing;

static __declspec(noinline) int Choose(int Value)
{
	switch (Value) {
	case 0: return 7 * Two;
	case 1: return 100;
	case 2: Say("two "); return 2;
	case 3: return Value << Two;
	case 4: return Value ^ 0x55;
	case 5: Say("five "); return 5;
	case 6: return -Value;
	case 7: return Two;
	default: return 0;
	}
}

/* Routines that the kernel calls */

static KDPC Dpc;
static KTIMER Timer;
static KEVENT Event;
static ULONG Runs;

static VOID NTAPI Deferred(PKDPC Object, PVOID Context, PVOID Argument1, PVOID Argument2)
{
	/* The last thing that it does is a jump. */
	Runs += Context == &Runs && Argument1 == (PVOID)1 && Argument2 == (PVOID)2 ? 1 : 100;
	KeSetEvent(&Event, IO_NO_INCREMENT, FALSE);
}

static VOID NTAPI Expired(PKDPC Object, PVOID Context, PVOID Argument1, PVOID Argument2)
{
	Runs += 10;
	KeSetEvent(&Event, IO_NO_INCREMENT, FALSE);
}

static VOID NTAPI Worked(PDEVICE_OBJECT Device, PVOID Context)
{
	Say("work item at IRQL %u\n", KeGetCurrentIrql());
	KeSetEvent(Context, IO_NO_INCREMENT, FALSE);
}

static PVOID volatile MyThread;

static VOID NTAPI Thread(PVOID Context)
{
	PVOID volatile thread = PsGetCurrentThread();

	Say("thread of its own: %d\n", thread && thread != MyThread);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static NTSTATUS NTAPI Query(PWSTR Name, ULONG Type, PVOID Data, ULONG Size, PVOID Context, PVOID Entry)
{
	Say("value %ws, type %u, %u bytes, %d %d\n", Name, Type, Size, Context == &Runs, Entry == &Event);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI Described(PVOID Context, PUNICODE_STRING Path, INTERFACE_TYPE BusType, ULONG BusNumber,
				PKEY_VALUE_FULL_INFORMATION *BusInformation, CONFIGURATION_TYPE Type, ULONG Number,
				PKEY_VALUE_FULL_INFORMATION *Information, CONFIGURATION_TYPE PeripheralType,
				ULONG PeripheralNumber, PKEY_VALUE_FULL_INFORMATION *PeripheralInformation)
{
	Say("bus %d.%u, controller %d.%u, peripheral %d.%u, %d\n", BusType, BusNumber, Type, Number, PeripheralType,
	    PeripheralNumber, Context == &Runs);
	return STATUS_SUCCESS;
}

static VOID Wait(VOID)
{
	LARGE_INTEGER second;

	second.QuadPart = -10000000;
	Say("waited: 0x%x\n", KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, &second));
}

/* What Windows' headers put into the driver */

static VOID Inlined(VOID)
{
	LARGE_INTEGER before, after, time, later;
	KIRQL irql, inner;
	PVOID volatile thread;
	int passes = 0;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	inner = KeGetCurrentIrql();
	KeLowerIrql(irql);
	Say("IRQL %u, %u, %u\n", irql, inner, KeGetCurrentIrql());
	/* What an optimiser makes of a comparison is not rewritten. */
	thread = KeGetCurrentThread();
	Say("thread: %d\n", thread && thread == MyThread);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	Say("processor: %d\n", KeGetCurrentProcessorNumber() < (ULONG)KeNumberProcessors);
	/* Nothing but the clock's interrupt can end that. */
	KeQueryTickCount(&before);
	do {
		KeQueryTickCount(&after);
		passes++;
	} while (after.QuadPart < before.QuadPart + 3 && passes < 2000000000);
	KeLowerIrql(irql);
	Say("ticks: %d\n", after.QuadPart >= before.QuadPart + 3);
	KeQuerySystemTime(&time);
	before.QuadPart = -100000;
	KeDelayExecutionThread(KernelMode, FALSE, &before);
	KeQuerySystemTime(&later);
	Say("time: %d\n", later.QuadPart > time.QuadPart && time.QuadPart > 125000000000000000);
}

/* Variables of the kernel, and routines that are inline where the driver is compiled for Linux */

static KSPIN_LOCK Lock;
/* No header of Windows' has it: drivers declare it themselves. */
extern PULONG NtBuildNumber;

static VOID Own(PVOID Code)
{
	KLOCK_QUEUE_HANDLE handle;
	KIRQL irql;
	PVOID pool;

	Say("build %u, debugger: %d %d\n", *NtBuildNumber & 0xffff, *KdDebuggerEnabled, *KdDebuggerNotPresent);
	KeInitializeSpinLock(&Lock);
	KeAcquireInStackQueuedSpinLock(&Lock, &handle);
	irql = KeGetCurrentIrql();
	KeReleaseInStackQueuedSpinLock(&handle);
	Say("queued: %u %u\n", irql, KeGetCurrentIrql());
	Say("locked: %d\n", MmLockPagableDataSection(Code) == Code);
	pool = ExAllocatePoolWithQuotaTag(PagedPool, 64, 'llaC');
	Say("quota: %d\n", pool != NULL);
	if (pool)
		ExFreePoolWithTag(pool, 'llaC');
}

static VOID Outwards(PDEVICE_OBJECT Device)
{
	WCHAR wide[40];
	char narrow[12];
	int length;

	length = _snprintf(narrow, sizeof(narrow), "%d-%s-%c", 12, "three", '4');
	Say("%s (%d)\n", narrow, length);
	length = _snwprintf(wide, 40, L"%u %s %I64d", 7u, L"wide", -5000000000LL);
	Say("%ws (%d)\n", wide, length);
	DbgPrint("%u %u %u %u %u %u %u %u %u %u %u %u %s\n", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, "numbers");
	DbgPrintEx(DPFLTR_IHVDRIVER_ID, DPFLTR_ERROR_LEVEL, "level %u of %u\n", 0, 4);
	Say("sum: %d %d %d\n", Routines[Two & 1](30, 12), Routines[(Two + 1) & 1](30, 12), Passed(Passing, 40));
	for (length = 0; length < 9; length++)
		Say("%d ", Choose(length));
	Say("\ndevice: %u\n", Device->Type == IO_TYPE_DEVICE);
}

static VOID Inwards(PDEVICE_OBJECT Device, PUNICODE_STRING RegistryPath)
{
	static RTL_QUERY_REGISTRY_TABLE table[2];
	INTERFACE_TYPE bus = Isa;
	CONFIGURATION_TYPE type = ParallelController;
	PIO_WORKITEM item = IoAllocateWorkItem(Device);
	HANDLE handle, file;
	LARGE_INTEGER due;
	OBJECT_ATTRIBUTES attributes;
	IO_STATUS_BLOCK result;
	UNICODE_STRING name;
	PVOID object, thread;
	NTSTATUS status;

	MyThread = PsGetCurrentThread();
	KeInitializeEvent(&Event, SynchronizationEvent, FALSE);
	KeInitializeDpc(&Dpc, Deferred, &Runs);
	KeInsertQueueDpc(&Dpc, (PVOID)1, (PVOID)2);
	Wait();
	KeInitializeDpc(&Dpc, Expired, NULL);
	KeInitializeTimer(&Timer);
	due.QuadPart = -10000;
	KeSetTimer(&Timer, due, &Dpc);
	Wait();
	Say("runs: %u\n", Runs);
	if (item) {
		IoQueueWorkItem(item, Worked, DelayedWorkQueue, &Event);
		Wait();
		IoFreeWorkItem(item);
	}
	status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, Thread, NULL);
	if (NT_SUCCESS(status)) {
		status = ObReferenceObjectByHandle(handle, 0, *PsThreadType, KernelMode, &thread, NULL);
		if (NT_SUCCESS(status)) {
			KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL);
			ObDereferenceObject(thread);
		}
		ZwClose(handle);
	}
	table[0].QueryRoutine = Query;
	table[0].Name = L"Number";
	table[0].EntryContext = &Event;
	table[0].DefaultType = REG_DWORD;
	table[0].DefaultData = &Runs;
	table[0].DefaultLength = sizeof(Runs);
	Say("registry: 0x%x\n", RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"Calls", table, &Runs, NULL));
	Say("description: 0x%x\n", IoQueryDeviceDescription(&bus, NULL, &type, NULL, NULL, NULL, Described, &Runs));
	RtlInitUnicodeString(&name, L"\\Device\\ParallelPort0");
	InitializeObjectAttributes(&attributes, &name, OBJ_KERNEL_HANDLE, NULL, NULL);
	status = ZwCreateFile(&file, FILE_READ_DATA | SYNCHRONIZE, &attributes, &result, NULL, 0, FILE_SHARE_READ,
			      FILE_OPEN, FILE_SYNCHRONOUS_IO_NONALERT, NULL, 0);
	Say("file: 0x%x\n", status);
	if (!NT_SUCCESS(status))
		return;
	status = ObReferenceObjectByHandle(file, 0, *IoFileObjectType, KernelMode, &object, NULL);
	Say("object: 0x%x\n", status);
	if (NT_SUCCESS(status))
		ObDereferenceObject(object);
	ZwClose(file);
}

/* What compilers copy with registers of SSE, if they may. */

typedef struct {
	ULONG_PTR Words[8];
} BLOCK;

static BLOCK Blocks[2];

static __declspec(noinline) VOID CopyBlock(volatile BLOCK *Block, ULONG_PTR Seed)
{
	BLOCK *from = (BLOCK *)&Block[0], *to = (BLOCK *)&Block[1];

	from->Words[0] = from->Words[7] = Seed;
	*to = *from;
	from->Words[0] = from->Words[1] = 0;
}

/* The node */

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
	CopyBlock(Blocks, length);
	if (Blocks[1].Words[0] != length || Blocks[1].Words[7] != length)
		return Complete(Irp, STATUS_DATA_ERROR, 0);
	RtlCopyMemory(Irp->AssociatedIrp.SystemBuffer, Text + offset, length);
	return Complete(Irp, STATUS_SUCCESS, length);
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

	RtlInitUnicodeString(&name, L"\\Device\\Calls");
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
	DriverObject->DriverUnload = Unload;
	Passing = Add;
	Outwards(device);
	Inwards(device, RegistryPath);
	Inlined();
	Own(device);
	return STATUS_SUCCESS;
}
