// SPDX-License-Identifier: GPL-2.0
//
// Driver.cpp - a Windows driver whose devices do what the tests of device nodes
// need: \DosDevices\nttest-buffered, -direct and -neither, one for each way of
// reading and writing, and -exclusive.

#include <NTDDK.H>
#include <csq.h>
#include "..\windows\nodetest.h"
#include "messages.h"

extern "C" {
DRIVER_INITIALIZE DriverEntry;
extern volatile struct test_counters Counters;
VOID Count(volatile unsigned int *Counter, int By);
}

struct Extension {
	UCHAR Data[8192];
	ULONG Length;
};

// One program changes these while others make calls.
static volatile enum test_mode Mode;
static volatile NTSTATUS Failure;
static KSPIN_LOCK Lock;
static IO_CSQ Cancelable;
static LIST_ENTRY CancelableList, ForgottenList, WaiterList;
static KDPC ReleaseDpc, KeepNoMoreDpc;
static PMDL KeptMdl;
enum { EXCLUSIVE = 3 };
static const WCHAR *const Kinds[] = { L"buffered", L"direct", L"neither", L"exclusive" };

static NTSTATUS Complete(PIRP Irp, NTSTATUS Status, ULONG_PTR Information = 0)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Information;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

// What a driver does with a program's addresses. Its own memory is not a program's.
static NTSTATUS Probe(PVOID Input, ULONG InputLength, PVOID Output, ULONG OutputLength)
{
	NTSTATUS status = STATUS_SUCCESS;

	__try {
		ProbeForRead(Input, InputLength, sizeof(UCHAR));
		ProbeForWrite(Output, OutputLength, sizeof(UCHAR));
		status = STATUS_UNSUCCESSFUL;
		ProbeForRead(&status, sizeof(status), sizeof(UCHAR));
		return STATUS_INTERNAL_ERROR;
	} __except (status == STATUS_UNSUCCESSFUL || !NT_SUCCESS(GetExceptionCode()) ? EXCEPTION_EXECUTE_HANDLER :
									 EXCEPTION_CONTINUE_SEARCH) {
		return status == STATUS_UNSUCCESSFUL ? STATUS_SUCCESS : (NTSTATUS)GetExceptionCode();
	}
}

// A cancel-safe queue.

static VOID NTAPI Insert(PIO_CSQ, PIRP Irp)
{
	InsertTailList(&CancelableList, &Irp->Tail.Overlay.ListEntry);
}

static VOID NTAPI Remove(PIO_CSQ, PIRP Irp) { RemoveEntryList(&Irp->Tail.Overlay.ListEntry); }

static PIRP NTAPI Peek(PIO_CSQ, PIRP Irp, PVOID)
{
	PLIST_ENTRY next = Irp ? Irp->Tail.Overlay.ListEntry.Flink : CancelableList.Flink;

	return next == &CancelableList ? NULL : CONTAINING_RECORD(next, IRP, Tail.Overlay.ListEntry);
}

static VOID NTAPI Acquire(PIO_CSQ, PKIRQL Irql) { KeAcquireSpinLock(&Lock, Irql); }
static VOID NTAPI Release(PIO_CSQ, KIRQL Irql) { KeReleaseSpinLock(&Lock, Irql); }

static VOID NTAPI Canceled(PIO_CSQ, PIRP Irp)
{
	Count(&Counters.pending, -1);
	Count(&Counters.cancelled, 1);
	Complete(Irp, STATUS_CANCELLED, Irp->IoStatus.Information);
}

// Serves the requests that wait for what has happened by now.
static VOID ServeWaiters()
{
	LIST_ENTRY done;
	KIRQL irql;

	InitializeListHead(&done);
	KeAcquireSpinLock(&Lock, &irql);
	for (PLIST_ENTRY entry = WaiterList.Flink, next; entry != &WaiterList; entry = next) {
		PIRP irp = CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry);

		next = entry->Flink;
		if (Counters.pending >= *(PULONG)irp->AssociatedIrp.SystemBuffer) {
			RemoveEntryList(entry);
			InsertTailList(&done, entry);
		}
	}
	KeReleaseSpinLock(&Lock, irql);
	while (!IsListEmpty(&done))
		Complete(CONTAINING_RECORD(RemoveHeadList(&done), IRP, Tail.Overlay.ListEntry),
			 STATUS_SUCCESS);
}

// Holds a request, or completes it, as the mode says.
static NTSTATUS Hold(PIRP Irp)
{
	enum test_mode mode = Mode;
	KIRQL irql;

	if (mode == TEST_FAIL)
		return Complete(Irp, Failure);
	Count(&Counters.pending, 1);
	if (mode == TEST_CANCEL) {
		IoCsqInsertIrp(&Cancelable, Irp, NULL);
	} else {
		IoMarkIrpPending(Irp);
		KeAcquireSpinLock(&Lock, &irql);
		InsertTailList(&ForgottenList, &Irp->Tail.Overlay.ListEntry);
		KeReleaseSpinLock(&Lock, irql);
	}
	ServeWaiters();
	return STATUS_PENDING;
}

static VOID NTAPI ReleaseAll(PKDPC, PVOID, PVOID, PVOID)
{
	for (;;) {
		PLIST_ENTRY entry;

		KeAcquireSpinLockAtDpcLevel(&Lock);
		entry = IsListEmpty(&ForgottenList) ? NULL : RemoveHeadList(&ForgottenList);
		KeReleaseSpinLockFromDpcLevel(&Lock);
		if (!entry)
			return;
		Count(&Counters.pending, -1);
		Complete(CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry), STATUS_SUCCESS);
	}
}

static PUCHAR Buffer(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	if (DeviceObject->Flags & DO_BUFFERED_IO)
		return (PUCHAR)Irp->AssociatedIrp.SystemBuffer;
	if (!(DeviceObject->Flags & DO_DIRECT_IO))
		return (PUCHAR)Irp->UserBuffer;
	return Irp->MdlAddress ? (PUCHAR)MmGetSystemAddressForMdlSafe(Irp->MdlAddress, NormalPagePriority) : NULL;
}

static NTSTATUS NTAPI Transfer(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);
	Extension *extension = (Extension *)DeviceObject->DeviceExtension;
	PUCHAR buffer = Buffer(DeviceObject, Irp);
	ULONG length = location->Parameters.Read.Length, most = (ULONG)Failure;
	enum test_mode mode = Mode;
	KIRQL irql;

	if (mode == TEST_CANCEL && length > most)
		length = most;
	if (mode != TEST_TRANSFER && (mode != TEST_CANCEL || !length))
		return Hold(Irp);
	if (length && !buffer)
		return Complete(Irp, STATUS_INSUFFICIENT_RESOURCES);
	KeAcquireSpinLock(&Lock, &irql);
	if (location->MajorFunction == IRP_MJ_WRITE) {
		if (length > sizeof(extension->Data))
			length = sizeof(extension->Data);
		RtlCopyMemory(extension->Data, buffer, length);
		extension->Length = length;
	} else {
		if (length > extension->Length)
			length = extension->Length;
		RtlCopyMemory(buffer, extension->Data, length);
	}
	KeReleaseSpinLock(&Lock, irql);
	if (mode == TEST_CANCEL) {
		Irp->IoStatus.Information = length;
		return Hold(Irp);
	}
	return Complete(Irp, STATUS_SUCCESS, length);
}

static ULONG Invert(PUCHAR To, ULONG ToLength, const UCHAR *From, ULONG FromLength)
{
	if (!FromLength)
		return 0;
	for (ULONG i = 0; i < ToLength; i++)
		To[i] = (UCHAR)~From[i % FromLength];
	return ToLength;
}

static ULONG Sum(const UCHAR *Bytes, ULONG Length)
{
	ULONG sum = 0;

	for (ULONG i = 0; i < Length; i++)
		sum += Bytes[i];
	return sum;
}

// 0 if the pages are locked, or the exception.
static NTSTATUS LockPages(PMDL Mdl, LOCK_OPERATION Operation)
{
	__try {
		MmProbeAndLockPages(Mdl, UserMode, Operation);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		return (NTSTATUS)GetExceptionCode();
	}
	return STATUS_SUCCESS;
}

// What a driver does with an address in a structure that it gets.
static NTSTATUS TestLock(const struct test_lock *What, ULONG *Result)
{
	PMDL mdl = IoAllocateMdl((PVOID)(ULONG_PTR)What->address, What->length, FALSE, FALSE, NULL);
	NTSTATUS status;
	PUCHAR memory;

	if (!mdl)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = LockPages(mdl, What->write ? IoWriteAccess : IoReadAccess);
	if (NT_SUCCESS(status)) {
		memory = (PUCHAR)MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
		if (What->write)
			RtlFillMemory(memory, What->length, 'L');
		*Result = Sum(memory, What->length);
		MmUnlockPages(mdl);
	}
	IoFreeMdl(mdl);
	return status;
}

static NTSTATUS Keep(PVOID Output, ULONG Length)
{
	NTSTATUS status;

	KeptMdl = IoAllocateMdl(Output, Length, FALSE, FALSE, NULL);
	if (!KeptMdl)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = LockPages(KeptMdl, IoModifyAccess);
	if (!NT_SUCCESS(status)) {
		IoFreeMdl(KeptMdl);
		KeptMdl = NULL;
	}
	return status;
}

static VOID NTAPI KeepNoMore(PKDPC, PVOID, PVOID, PVOID)
{
	if (!KeptMdl)
		return;
	RtlCopyMemory(MmGetSystemAddressForMdlSafe(KeptMdl, NormalPagePriority), "kept", 4);
	MmUnlockPages(KeptMdl);
	IoFreeMdl(KeptMdl);
	KeptMdl = NULL;
}

static NTSTATUS NTAPI Control(PDEVICE_OBJECT, PIRP Irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);
	ULONG in = location->Parameters.DeviceIoControl.InputBufferLength;
	ULONG out = location->Parameters.DeviceIoControl.OutputBufferLength;
	PUCHAR system = (PUCHAR)Irp->AssociatedIrp.SystemBuffer;
	PUCHAR direct = Irp->MdlAddress ?
		(PUCHAR)MmGetSystemAddressForMdlSafe(Irp->MdlAddress, NormalPagePriority) : NULL;
	PULONG numbers = (PULONG)system;
	NTSTATUS status;
	KIRQL irql;

	switch (location->Parameters.DeviceIoControl.IoControlCode) {
	case IOCTL_TEST_BUFFERED: {
		// Output overwrites input, so keep a copy.
		UCHAR copy[256];

		if (in > sizeof(copy))
			return Complete(Irp, STATUS_INVALID_BUFFER_SIZE);
		RtlCopyMemory(copy, system, in);
		return Complete(Irp, STATUS_SUCCESS, Invert(system, out, copy, in));
	}
	case IOCTL_TEST_IN_DIRECT:
		return Complete(Irp, STATUS_SUCCESS, Sum(system, in) + Sum(direct, out));
	case IOCTL_TEST_OUT_DIRECT:
		return Complete(Irp, STATUS_SUCCESS, Invert(direct, out, system, in));
	case IOCTL_TEST_NEITHER:
		status = Probe(location->Parameters.DeviceIoControl.Type3InputBuffer, in, Irp->UserBuffer, out);
		if (!NT_SUCCESS(status))
			return Complete(Irp, status);
		return Complete(Irp, STATUS_SUCCESS,
				Invert((PUCHAR)Irp->UserBuffer, out,
				       (PUCHAR)location->Parameters.DeviceIoControl.Type3InputBuffer, in));
	case IOCTL_TEST_READ_ACCESS:
	case IOCTL_TEST_WRITE_ACCESS:
		return Complete(Irp, STATUS_SUCCESS);
	case IOCTL_TEST_SET_MODE:
		if (in < 2 * sizeof(ULONG))
			return Complete(Irp, TEST_E_SHORT);
		Mode = (enum test_mode)numbers[0];
		Failure = (NTSTATUS)numbers[1];
		return Complete(Irp, STATUS_SUCCESS);
	case IOCTL_TEST_TRANSFER:
		return Mode == TEST_TRANSFER ? Complete(Irp, STATUS_SUCCESS) : Hold(Irp);
	case IOCTL_TEST_RELEASE:
		KeInsertQueueDpc(&ReleaseDpc, NULL, NULL);
		return Complete(Irp, STATUS_SUCCESS);
	case IOCTL_TEST_WAIT:
		if (in < sizeof(ULONG))
			return Complete(Irp, TEST_E_SHORT);
		IoMarkIrpPending(Irp);
		KeAcquireSpinLock(&Lock, &irql);
		InsertTailList(&WaiterList, &Irp->Tail.Overlay.ListEntry);
		KeReleaseSpinLock(&Lock, irql);
		ServeWaiters();
		return STATUS_PENDING;
	case IOCTL_TEST_COUNTERS:
		if (out < sizeof(Counters))
			return Complete(Irp, STATUS_BUFFER_TOO_SMALL);
		// The counters change meanwhile.
		for (ULONG i = 0; i < sizeof(Counters) / sizeof(ULONG); i++)
			numbers[i] = ((volatile ULONG *)&Counters)[i];
		return Complete(Irp, STATUS_SUCCESS, sizeof(Counters));
	case IOCTL_TEST_OVERFLOW:
		RtlFillMemory(system, out, 0x5a);
		return Complete(Irp, STATUS_BUFFER_OVERFLOW, out);
	case IOCTL_TEST_SHARE:
		if (direct)
			*direct = 0x77;
		return Hold(Irp);
	case IOCTL_TEST_USER_BUFFER:
		if (out < 4 || !Irp->UserBuffer)
			return Complete(Irp, TEST_E_SHORT);
		RtlCopyMemory(Irp->UserBuffer, "user", 4);
		return Complete(Irp, STATUS_SUCCESS);
	case IOCTL_TEST_NEGLECT:
		return STATUS_SUCCESS;
	case IOCTL_TEST_LOCK: {
		ULONG sum = 0;

		if (in < sizeof(struct test_lock))
			return Complete(Irp, TEST_E_SHORT);
		status = TestLock((const struct test_lock *)system, &sum);
		return Complete(Irp, status, NT_SUCCESS(status) ? sum : 0);
	}
	case IOCTL_TEST_KEEP:
		return Complete(Irp, Keep(Irp->UserBuffer, out));
	case IOCTL_TEST_KEEP_NO_MORE:
		KeInsertQueueDpc(&KeepNoMoreDpc, NULL, NULL);
		KeFlushQueuedDpcs();
		return Complete(Irp, STATUS_SUCCESS);
	default:
		return Complete(Irp, STATUS_INVALID_DEVICE_REQUEST);
	}
}

// Not every driver knows this request: the device that is neither buffered nor direct does not.
static NTSTATUS NTAPI Flush(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	if (!(DeviceObject->Flags & (DO_BUFFERED_IO | DO_DIRECT_IO)))
		return Complete(Irp, STATUS_INVALID_DEVICE_REQUEST);
	Count(&Counters.flushes, 1);
	return Complete(Irp, Mode == TEST_FAIL ? Failure : STATUS_SUCCESS);
}

static NTSTATUS NTAPI OpenClose(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	NTSTATUS status = STATUS_SUCCESS;

	if (Mode == TEST_NEGLECT_ALL && !(DeviceObject->Flags & (DO_BUFFERED_IO | DO_DIRECT_IO)))
		return status;
	switch (IoGetCurrentIrpStackLocation(Irp)->MajorFunction) {
	case IRP_MJ_CREATE:
		if (Mode == TEST_FAIL_CREATE && DeviceObject->Flags & DO_DIRECT_IO)
			status = Failure;
		if (NT_SUCCESS(status))
			Count(&Counters.creates, 1);
		if (Mode == TEST_FORGET_CREATE && DeviceObject->Flags & DO_DIRECT_IO)
			return Hold(Irp);
		break;
	case IRP_MJ_CLEANUP:
		Count(&Counters.cleanups, 1);
		if (Mode == TEST_FORGET_CLEANUP && DeviceObject->Flags & DO_DIRECT_IO)
			return Hold(Irp);
		break;
	case IRP_MJ_CLOSE:
		Count(&Counters.closes, 1);
		if (Mode == TEST_FORGET_CLOSE && DeviceObject->Flags & DO_EXCLUSIVE)
			return Hold(Irp);
		break;
	}
	return Complete(Irp, status);
}

static VOID Name(PUNICODE_STRING To, PCWSTR Prefix, PCWSTR Kind)
{
	To->Length = 0;
	RtlAppendUnicodeToString(To, Prefix);
	RtlAppendUnicodeToString(To, Kind);
}

static VOID NTAPI Unload(PDRIVER_OBJECT DriverObject)
{
	WCHAR buffer[60];
	UNICODE_STRING link = { 0, sizeof(buffer), buffer };

	for (auto kind : Kinds) {
		Name(&link, L"\\DosDevices\\nttest-", kind);
		IoDeleteSymbolicLink(&link);
	}
	while (DriverObject->DeviceObject)
		IoDeleteDevice(DriverObject->DeviceObject);
}

// Logs what the value has: type, bytes, and their sum.
static VOID LogValue(HANDLE Key, PCWSTR Value)
{
	const ULONG room = 100000;
	auto answer = static_cast<KEY_VALUE_PARTIAL_INFORMATION *>(
		ExAllocatePoolWithTag(PagedPool, room, 'tseT'));
	UNICODE_STRING name;
	ULONG size, sum = 0;

	if (!answer)
		return;
	RtlInitUnicodeString(&name, Value);
	if (NT_SUCCESS(ZwQueryValueKey(Key, &name, KeyValuePartialInformation, answer, room, &size))) {
		for (ULONG i = 0; i < answer->DataLength; i++)
			sum += answer->Data[i];
		DbgPrint("%ws: type %lu, %lu bytes, sum %lu\n", Value, answer->Type, answer->DataLength, sum);
	}
	ExFreePool(answer);
}

static VOID LogSettings(PUNICODE_STRING RegistryPath)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	HANDLE key, parameters;

	InitializeObjectAttributes(&attributes, RegistryPath, OBJ_CASE_INSENSITIVE, NULL, NULL);
	if (!NT_SUCCESS(ZwOpenKey(&key, KEY_READ, &attributes)))
		return;
	LogValue(key, L"Group");
	RtlInitUnicodeString(&name, L"Parameters");
	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, key, NULL);
	if (NT_SUCCESS(ZwOpenKey(&parameters, KEY_READ, &attributes))) {
		LogValue(parameters, L"Text");
		LogValue(parameters, L"Bytes");
		ZwClose(parameters);
	}
	ZwClose(key);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	static const ULONG flags[] = { DO_BUFFERED_IO, DO_DIRECT_IO, 0, DO_BUFFERED_IO };
	WCHAR name_buffer[60], link_buffer[60];
	UNICODE_STRING name = { 0, sizeof(name_buffer), name_buffer };
	UNICODE_STRING link = { 0, sizeof(link_buffer), link_buffer };
	PDEVICE_OBJECT device;
	NTSTATUS status;

	LogSettings(RegistryPath);
	KeInitializeSpinLock(&Lock);
	KeInitializeDpc(&ReleaseDpc, ReleaseAll, NULL);
	KeInitializeDpc(&KeepNoMoreDpc, KeepNoMore, NULL);
	InitializeListHead(&CancelableList);
	InitializeListHead(&ForgottenList);
	InitializeListHead(&WaiterList);
	IoCsqInitialize(&Cancelable, Insert, Remove, Peek, Acquire, Release, Canceled);
	DriverObject->DriverUnload = Unload;
	DriverObject->MajorFunction[IRP_MJ_CREATE] = OpenClose;
	DriverObject->MajorFunction[IRP_MJ_CLEANUP] = OpenClose;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = OpenClose;
	DriverObject->MajorFunction[IRP_MJ_READ] = Transfer;
	DriverObject->MajorFunction[IRP_MJ_WRITE] = Transfer;
	DriverObject->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = Flush;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Control;
	for (ULONG i = 0; i < RTL_NUMBER_OF(Kinds); i++) {
		Name(&name, L"\\Device\\NtTest-", Kinds[i]);
		Name(&link, L"\\DosDevices\\nttest-", Kinds[i]);
		status = IoCreateDevice(DriverObject, sizeof(Extension), &name, FILE_DEVICE_UNKNOWN,
					0, i == EXCLUSIVE, &device);
		if (NT_SUCCESS(status)) {
			device->Flags |= flags[i];
			status = IoCreateSymbolicLink(&link, &name);
		}
		if (!NT_SUCCESS(status)) {
			Unload(DriverObject);
			return status;
		}
	}
	return STATUS_SUCCESS;
}
