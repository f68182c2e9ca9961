// SPDX-License-Identifier: GPL-2.0
/*
 * monitor.c - shows the status lines of a parallel port: a WDM driver.
 *
 * It has a device on top of every parallel port. Each read of \DosDevices\ntmonitor<N>, on
 * Linux /dev/ntmonitor<N>, waits for the next interrupt of the port and returns the status
 * register as it was then. Read requests are in a cancel-safe queue; each of them holds the
 * remove lock, which keeps the device from being removed.
 */

#include "port.h"
#include <csq.h>

#define MONITOR_TAG ('noMN')

typedef struct {
	PDEVICE_OBJECT LowerDevice;
	IO_REMOVE_LOCK RemoveLock;
	UNICODE_STRING Name;
	WCHAR NameBuffer[40];
	UNICODE_STRING Link;
	WCHAR LinkBuffer[40];
	BOOLEAN Started;	/* reads are queued; guarded by ReadLock */
	PUCHAR Registers;
	PARALLEL_INTERRUPT_SERVICE_ROUTINE Service;

	IO_CSQ Reads;
	LIST_ENTRY ReadList;
	KSPIN_LOCK ReadLock;

	volatile UCHAR Status;	/* written under the port's interrupt lock */
	volatile ULONG Interrupts;	/* the same */
} MONITOR, *PMONITOR;

static LONG Monitors;		/* devices made so far */

DRIVER_INITIALIZE DriverEntry;

/* The queue of read requests. */

/* Nothing is queued after MonitorStop(), which would miss it. */
static NTSTATUS NTAPI MonitorInsert(PIO_CSQ Csq, PIRP Irp, PVOID InsertContext)
{
	PMONITOR m = CONTAINING_RECORD(Csq, MONITOR, Reads);

	if (!m->Started)
		return STATUS_DEVICE_NOT_READY;
	InsertTailList(&m->ReadList, &Irp->Tail.Overlay.ListEntry);
	return STATUS_SUCCESS;
}

static VOID NTAPI MonitorRemove(PIO_CSQ Csq, PIRP Irp)
{
	RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
}

/* PeekContext: requests of this file; NULL: of any file. */
static PIRP NTAPI MonitorPeek(PIO_CSQ Csq, PIRP Irp, PVOID PeekContext)
{
	PMONITOR m = CONTAINING_RECORD(Csq, MONITOR, Reads);
	PLIST_ENTRY entry = Irp ? Irp->Tail.Overlay.ListEntry.Flink : m->ReadList.Flink;

	for (; entry != &m->ReadList; entry = entry->Flink) {
		PIRP next = CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry);

		if (!PeekContext || IoGetCurrentIrpStackLocation(next)->FileObject == PeekContext)
			return next;
	}
	return NULL;
}

static VOID NTAPI MonitorLock(PIO_CSQ Csq, PKIRQL Irql)
{
	KeAcquireSpinLock(&CONTAINING_RECORD(Csq, MONITOR, Reads)->ReadLock, Irql);
}

static VOID NTAPI MonitorUnlock(PIO_CSQ Csq, KIRQL Irql)
{
	KeReleaseSpinLock(&CONTAINING_RECORD(Csq, MONITOR, Reads)->ReadLock, Irql);
}

/* Completes a read request and lets go of the remove lock. */
static VOID MonitorComplete(PMONITOR m, PIRP Irp, NTSTATUS Status, ULONG_PTR Information)
{
	PortComplete(Irp, Status, Information);
	IoReleaseRemoveLock(&m->RemoveLock, Irp);
}

static VOID NTAPI MonitorCanceled(PIO_CSQ Csq, PIRP Irp)
{
	MonitorComplete(CONTAINING_RECORD(Csq, MONITOR, Reads), Irp, STATUS_CANCELLED, 0);
}

static VOID MonitorCancelAll(PMONITOR m, PFILE_OBJECT File, NTSTATUS Status)
{
	PIRP irp;

	while ((irp = IoCsqRemoveNextIrp(&m->Reads, File)))
		MonitorComplete(m, irp, Status, 0);
}

/* Interrupts. */

static BOOLEAN NTAPI MonitorInterrupt(PKINTERRUPT Interrupt, PVOID Context)
{
	PDEVICE_OBJECT device = Context;
	PMONITOR m = device->DeviceExtension;

	m->Status = READ_PORT_UCHAR(m->Registers + STATUS_REGISTER);
	m->Interrupts++;
	IoRequestDpc(device, NULL, m);
	return FALSE;
}

/* Every reader learns of this interrupt; if several came in a row, of the last one. */
static VOID NTAPI MonitorDpc(PKDPC Dpc, PDEVICE_OBJECT DeviceObject, PIRP Unused, PVOID Context)
{
	PMONITOR m = Context;
	UCHAR status = m->Status;
	PIRP irp;

	while ((irp = IoCsqRemoveNextIrp(&m->Reads, NULL))) {
		*(PUCHAR)irp->AssociatedIrp.SystemBuffer = status;
		MonitorComplete(m, irp, STATUS_SUCCESS, 1);
	}
}

/* Requests. */

static NTSTATUS NTAPI MonitorRead(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PMONITOR m = DeviceObject->DeviceExtension;
	NTSTATUS status = IoAcquireRemoveLock(&m->RemoveLock, Irp);

	if (!NT_SUCCESS(status))
		return PortComplete(Irp, status, 0);
	if (!IoGetCurrentIrpStackLocation(Irp)->Parameters.Read.Length) {
		MonitorComplete(m, Irp, STATUS_SUCCESS, 0);
		return STATUS_SUCCESS;
	}
	status = IoCsqInsertIrpEx(&m->Reads, Irp, NULL, NULL);
	if (NT_SUCCESS(status))
		return STATUS_PENDING;
	MonitorComplete(m, Irp, status, 0);
	return status;
}

static NTSTATUS NTAPI MonitorOpenClose(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);

	if (location->MajorFunction == IRP_MJ_CLEANUP)
		MonitorCancelAll(DeviceObject->DeviceExtension, location->FileObject,
				 STATUS_CANCELLED);
	return PortComplete(Irp, STATUS_SUCCESS, 0);
}

static NTSTATUS NTAPI MonitorControl(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PMONITOR m = DeviceObject->DeviceExtension;
	ULONG interrupts = m->Interrupts;

	return PortQueryCounters(Irp, &interrupts, 1);
}

/* Plug and Play, and power. */

/* Returns TRUE if that has changed it. */
static BOOLEAN MonitorSetStarted(PMONITOR m, BOOLEAN Started)
{
	BOOLEAN before;
	KIRQL irql;

	KeAcquireSpinLock(&m->ReadLock, &irql);
	before = m->Started;
	m->Started = Started;
	KeReleaseSpinLock(&m->ReadLock, irql);
	return before != Started;
}

static NTSTATUS MonitorStart(PDEVICE_OBJECT DeviceObject)
{
	PMONITOR m = DeviceObject->DeviceExtension;
	PARALLEL_INTERRUPT_INFORMATION interrupt;
	PARALLEL_PORT_INFORMATION information;
	NTSTATUS status;

	status = PortRequest(m->LowerDevice, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, NULL, 0,
			     &information, sizeof(information));
	if (!NT_SUCCESS(status))
		return status;
	m->Registers = information.Controller;
	m->Service.InterruptServiceRoutine = MonitorInterrupt;
	m->Service.InterruptServiceContext = DeviceObject;
	status = PortConnect(m->LowerDevice, &m->Service, &interrupt);
	if (!NT_SUCCESS(status))
		return status;
	status = IoCreateSymbolicLink(&m->Link, &m->Name);
	if (!NT_SUCCESS(status)) {
		PortDisconnect(m->LowerDevice, &m->Service);
		return status;
	}
	MonitorSetStarted(m, TRUE);
	return STATUS_SUCCESS;
}

static VOID MonitorStop(PMONITOR m)
{
	if (!MonitorSetStarted(m, FALSE))
		return;
	IoDeleteSymbolicLink(&m->Link);
	PortDisconnect(m->LowerDevice, &m->Service);
	MonitorCancelAll(m, NULL, STATUS_DELETE_PENDING);
}

static NTSTATUS NTAPI MonitorPnp(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PMONITOR m = DeviceObject->DeviceExtension;
	NTSTATUS status = IoAcquireRemoveLock(&m->RemoveLock, Irp);

	if (!NT_SUCCESS(status))
		return PortComplete(Irp, status, 0);

	switch (IoGetCurrentIrpStackLocation(Irp)->MinorFunction) {
	case IRP_MN_START_DEVICE:
		/* The port has to start first. */
		IoCopyCurrentIrpStackLocationToNext(Irp);
		IoForwardIrpSynchronously(m->LowerDevice, Irp);
		status = Irp->IoStatus.Status;
		if (NT_SUCCESS(status))
			status = MonitorStart(DeviceObject);
		PortComplete(Irp, status, 0);
		break;

	case IRP_MN_REMOVE_DEVICE:
		MonitorStop(m);
		IoReleaseRemoveLockAndWait(&m->RemoveLock, Irp);
		Irp->IoStatus.Status = STATUS_SUCCESS;
		IoSkipCurrentIrpStackLocation(Irp);
		status = IoCallDriver(m->LowerDevice, Irp);
		IoDetachDevice(m->LowerDevice);
		IoDeleteDevice(DeviceObject);
		return status;

	case IRP_MN_STOP_DEVICE:
	case IRP_MN_SURPRISE_REMOVAL:
		MonitorStop(m);
		/* fall through */
	case IRP_MN_QUERY_STOP_DEVICE:
	case IRP_MN_QUERY_REMOVE_DEVICE:
	case IRP_MN_CANCEL_STOP_DEVICE:
	case IRP_MN_CANCEL_REMOVE_DEVICE:
		Irp->IoStatus.Status = STATUS_SUCCESS;
		/* fall through */
	default:
		IoSkipCurrentIrpStackLocation(Irp);
		status = IoCallDriver(m->LowerDevice, Irp);
		break;
	}
	IoReleaseRemoveLock(&m->RemoveLock, Irp);
	return status;
}

static NTSTATUS NTAPI MonitorPower(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PMONITOR m = DeviceObject->DeviceExtension;

	PoStartNextPowerIrp(Irp);
	IoSkipCurrentIrpStackLocation(Irp);
	return PoCallDriver(m->LowerDevice, Irp);
}

/* Called for every parallel port. */
static NTSTATUS NTAPI MonitorAddDevice(PDRIVER_OBJECT DriverObject,
				       PDEVICE_OBJECT PhysicalDeviceObject)
{
	ULONG number = InterlockedIncrement(&Monitors) - 1;
	UNICODE_STRING name;
	WCHAR buffer[40];
	PDEVICE_OBJECT device;
	NTSTATUS status;
	PMONITOR m;

	name.Buffer = buffer;
	name.MaximumLength = sizeof(buffer);
	PortName(&name, L"\\Device\\NtMonitor", number);
	status = IoCreateDevice(DriverObject, sizeof(MONITOR), &name, FILE_DEVICE_UNKNOWN,
				FILE_DEVICE_SECURE_OPEN, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	m = device->DeviceExtension;
	m->Name.Buffer = m->NameBuffer;
	m->Name.MaximumLength = sizeof(m->NameBuffer);
	RtlCopyUnicodeString(&m->Name, &name);
	m->Link.Buffer = m->LinkBuffer;
	m->Link.MaximumLength = sizeof(m->LinkBuffer);
	PortName(&m->Link, L"\\DosDevices\\ntmonitor", number);
	IoInitializeRemoveLock(&m->RemoveLock, MONITOR_TAG, 0, 0);
	IoInitializeDpcRequest(device, MonitorDpc);
	InitializeListHead(&m->ReadList);
	KeInitializeSpinLock(&m->ReadLock);
	IoCsqInitializeEx(&m->Reads, MonitorInsert, MonitorRemove, MonitorPeek, MonitorLock,
			  MonitorUnlock, MonitorCanceled);

	m->LowerDevice = IoAttachDeviceToDeviceStack(device, PhysicalDeviceObject);
	if (!m->LowerDevice) {
		IoDeleteDevice(device);
		return STATUS_NO_SUCH_DEVICE;
	}
	device->Flags |= DO_BUFFERED_IO;
	device->Flags &= ~DO_DEVICE_INITIALIZING;
	return STATUS_SUCCESS;
}

/* By now all devices have been removed. */
static VOID NTAPI MonitorUnload(PDRIVER_OBJECT DriverObject)
{
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	DriverObject->DriverExtension->AddDevice = MonitorAddDevice;
	DriverObject->DriverUnload = MonitorUnload;
	DriverObject->MajorFunction[IRP_MJ_CREATE] = MonitorOpenClose;
	DriverObject->MajorFunction[IRP_MJ_CLEANUP] = MonitorOpenClose;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = MonitorOpenClose;
	DriverObject->MajorFunction[IRP_MJ_READ] = MonitorRead;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = MonitorControl;
	DriverObject->MajorFunction[IRP_MJ_PNP] = MonitorPnp;
	DriverObject->MajorFunction[IRP_MJ_POWER] = MonitorPower;
	return STATUS_SUCCESS;
}
