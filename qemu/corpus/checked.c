/* SPDX-License-Identifier: GPL-2.0 */
/* checked.c - a stack of numbers, in which every routine asserts all it believes. */
#include <ntddk.h>

#define CHK_SIGNATURE 'dkhC'

#if DBG
#define CHK_ASSERT(e) ((e) ? (void)0 : RtlAssert(#e, __FILE__, __LINE__, NULL))
#define CHK_ASSERT_IRQL(x) CHK_ASSERT(KeGetCurrentIrql() <= (x))
#define CHK_TRACE(x) DbgPrint x
#define CHK_ENTER(f) DbgPrint("checked: > " #f " at " __FILE__ "\n")
#define CHK_VALID(p) ASSERTMSG("no stack of ours", (p) != NULL && (p)->Signature == CHK_SIGNATURE)
#else
#define CHK_ASSERT(e)
#define CHK_ASSERT_IRQL(x)
#define CHK_TRACE(x)
#define CHK_ENTER(f)
#define CHK_VALID(p)
#endif

#define DEPTH 16

typedef struct _STACK {
	ULONG Signature;
	KSPIN_LOCK Lock;
#if DBG
	ULONG Pushes, Pops;
	PKTHREAD Owner;
#endif
	ULONG Top;
	ULONG Values[DEPTH];
} STACK, *PSTACK;

C_ASSERT(sizeof(((PSTACK)0)->Values) == DEPTH * sizeof(ULONG));
DRIVER_INITIALIZE DriverEntry;

static KIRQL Lock(PSTACK s)
{
	KIRQL irql;

	CHK_VALID(s);
	CHK_ASSERT_IRQL(DISPATCH_LEVEL);
	KeAcquireSpinLock(&s->Lock, &irql);
#if DBG
	CHK_ASSERT(s->Owner == NULL);
	s->Owner = KeGetCurrentThread();
#endif
	return irql;
}

static VOID Unlock(PSTACK s, KIRQL Irql)
{
	ASSERT(KeGetCurrentIrql() == DISPATCH_LEVEL);
	ASSERT(s->Owner == KeGetCurrentThread());
#if DBG
	CHK_ASSERT(s->Pushes - s->Pops == s->Top);
	s->Owner = NULL;
#endif
	KeReleaseSpinLock(&s->Lock, Irql);
}

static NTSTATUS Push(PSTACK s, ULONG Value)
{
	NTSTATUS status = STATUS_INSUFFICIENT_RESOURCES;
	KIRQL irql = Lock(s);

	ASSERT(s->Top <= DEPTH);
	if (s->Top < DEPTH) {
		s->Values[s->Top++] = Value;
#if DBG
		s->Pushes++;
#endif
		status = STATUS_SUCCESS;
	}
	Unlock(s, irql);
	return status;
}

static NTSTATUS Pop(PSTACK s, PULONG Value)
{
	NTSTATUS status = STATUS_NO_MORE_ENTRIES;
	KIRQL irql = Lock(s);

	if (s->Top) {
		*Value = s->Values[--s->Top];
#if DBG
		s->Pops++;
#endif
		status = STATUS_SUCCESS;
	}
	Unlock(s, irql);
	return status;
}

static NTSTATUS Dispatch(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PSTACK s = DeviceObject->DeviceExtension;
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
	NTSTATUS status = STATUS_SUCCESS;

	CHK_ENTER(Dispatch);
	CHK_VALID(s);
	PAGED_CODE();
	ASSERT(Irp->Type == IO_TYPE_IRP);
	ASSERTMSG("the wrong device", stack->DeviceObject == DeviceObject);
	Irp->IoStatus.Information = 0;
	if (stack->MajorFunction == IRP_MJ_READ || stack->MajorFunction == IRP_MJ_WRITE) {
		if (stack->Parameters.Read.Length != sizeof(ULONG))
			status = STATUS_INVALID_PARAMETER;
		else if (stack->MajorFunction == IRP_MJ_WRITE)
			status = Push(s, *(PULONG)Irp->AssociatedIrp.SystemBuffer);
		else
			status = Pop(s, Irp->AssociatedIrp.SystemBuffer);
		if (NT_SUCCESS(status))
			Irp->IoStatus.Information = sizeof(ULONG);
	}
	CHK_TRACE(("checked: < Dispatch %x\n", status));
	Irp->IoStatus.Status = status;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return status;
}

static VOID Unload(PDRIVER_OBJECT DriverObject)
{
	UNICODE_STRING link = RTL_CONSTANT_STRING(L"\\DosDevices\\Checked");

	CHK_ENTER(Unload);
	ASSERT(DriverObject->DeviceObject != NULL);
	CHK_VALID((PSTACK)DriverObject->DeviceObject->DeviceExtension);
	IoDeleteSymbolicLink(&link);
	IoDeleteDevice(DriverObject->DeviceObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\Checked");
	UNICODE_STRING link = RTL_CONSTANT_STRING(L"\\DosDevices\\Checked");
	PDEVICE_OBJECT device;
	NTSTATUS status;
	PSTACK s;

	CHK_ENTER(DriverEntry);
	status = IoCreateDevice(DriverObject, sizeof(STACK), &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	s = device->DeviceExtension;
	s->Signature = CHK_SIGNATURE;
	KeInitializeSpinLock(&s->Lock);
	device->Flags |= DO_BUFFERED_IO;
	DriverObject->MajorFunction[IRP_MJ_CREATE] = Dispatch;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = Dispatch;
	DriverObject->MajorFunction[IRP_MJ_READ] = Dispatch;
	DriverObject->MajorFunction[IRP_MJ_WRITE] = Dispatch;
	DriverObject->DriverUnload = Unload;
	status = IoCreateSymbolicLink(&link, &name);
	if (!NT_SUCCESS(status))
		IoDeleteDevice(device);
	return status;
}
