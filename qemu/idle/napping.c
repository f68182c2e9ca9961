// SPDX-License-Identifier: GPL-2.0
/*
 * napping.c - a Windows driver with which programs wait in every way there is, and which logs
 * when its power is set and when the machine says that it sleeps and wakes.
 *
 * It is on top of every port, and holds the first one. A read of
 * \DosDevices\ntnap, on Linux /dev/ntnap, waits in the way that its length says;
 * any write ends all of these waits.
 */

#include <ntddk.h>
#include <parallel.h>

#include "ask.h"

enum {
	PENDING = 1,	/* a request without a cancel routine */
	DISPATCH,	/* in the dispatch routine, with a wait that is not alertable */
	PORT,		/* for the port, which the driver holds */
	THREAD,		/* for a thread that polls a register at real-time priority */
	CHIP_MODE,	/* not at all: it asks for an ECP port's mode */
	SLOW,		/* not at all: instead, the next request that sets its power waits */
	FORGETFUL,	/* not at all: the next such request is forgotten */
};

typedef struct {
	PDEVICE_OBJECT Below;
	PDEVICE_OBJECT Physical;
} NAP, *PNAP;

static PDEVICE_OBJECT Control;
static PDEVICE_OBJECT Port;		/* the lowest device of the first port */
static PARALLEL_PORT_INFORMATION Information;
static UNICODE_STRING Link = RTL_CONSTANT_STRING(L"\\DosDevices\\ntnap");
static KEVENT Release;
static KSPIN_LOCK Lock;
static PIRP Pending;
static BOOLEAN Held;
static ULONG AboutPower;		/* SLOW, FORGETFUL */
static PCALLBACK_OBJECT Callback;
static PVOID Listener;

DRIVER_INITIALIZE DriverEntry;

static NTSTATUS Complete(PIRP Irp, NTSTATUS Status, ULONG_PTR Length)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Length;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

/* Runs until the request is cancelled, as when the program that sent it is killed. */
static VOID NTAPI Poll(PVOID Context)
{
	PIRP irp = Context;

	KeSetPriorityThread(KeGetCurrentThread(), HIGH_PRIORITY);
	while (!*(volatile BOOLEAN *)&irp->Cancel && !KeReadStateEvent(&Release))
		READ_PORT_UCHAR(Information.Controller);
	Complete(irp, STATUS_CANCELLED, 0);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp)
{
	PARALLEL_CHIP_MODE mode = { ECR_BYTE_MODE };
	NTSTATUS status;
	HANDLE thread;
	KIRQL irql;

	ULONG way = IoGetCurrentIrpStackLocation(Irp)->Parameters.Read.Length;

	switch (way) {
	case PENDING:
		IoMarkIrpPending(Irp);
		KeAcquireSpinLock(&Lock, &irql);
		Pending = Irp;
		KeReleaseSpinLock(&Lock, irql);
		return STATUS_PENDING;
	case DISPATCH:
		KeWaitForSingleObject(&Release, Executive, KernelMode, FALSE, NULL);
		return Complete(Irp, STATUS_SUCCESS, 0);
	case PORT:
		status = Ask(Port, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, NULL, 0, 0);
		Held = NT_SUCCESS(status);
		return Complete(Irp, status, 0);
	case THREAD:
		IoMarkIrpPending(Irp);
		if (NT_SUCCESS(PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL,
						    Poll, Irp)))
			ZwClose(thread);
		else
			Complete(Irp, STATUS_INSUFFICIENT_RESOURCES, 0);
		return STATUS_PENDING;
	case CHIP_MODE:
		return Complete(Irp, Ask(Port, IOCTL_INTERNAL_PARALLEL_SET_CHIP_MODE, &mode,
					 sizeof(mode), 0), 0);
	case SLOW:
	case FORGETFUL:
		KeClearEvent(&Release);
		AboutPower = way;
		return Complete(Irp, STATUS_SUCCESS, 0);
	}
	return Complete(Irp, STATUS_INVALID_PARAMETER, 0);
}

static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp)
{
	PIRP pending;
	KIRQL irql;

	KeSetEvent(&Release, IO_NO_INCREMENT, FALSE);
	KeAcquireSpinLock(&Lock, &irql);
	pending = Pending;
	Pending = NULL;
	KeReleaseSpinLock(&Lock, irql);
	if (pending)
		Complete(pending, STATUS_SUCCESS, 0);
	if (Held) {
		Held = FALSE;
		Information.FreePort(Information.Context);
	}
	return Complete(Irp, STATUS_SUCCESS,
			IoGetCurrentIrpStackLocation(Irp)->Parameters.Write.Length);
}

static NTSTATUS NTAPI OpenClose(PDEVICE_OBJECT Device, PIRP Irp)
{
	return Complete(Irp, STATUS_SUCCESS, 0);
}

static NTSTATUS NTAPI Power(PDEVICE_OBJECT Device, PIRP Irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);
	PNAP nap = Device->DeviceExtension;
	ULONG about = 0;

	if (location->MinorFunction == IRP_MN_SET_POWER &&
	    location->Parameters.Power.Type == DevicePowerState) {
		DbgPrint("nap: power D%d\n",
			 location->Parameters.Power.State.DeviceState - PowerDeviceD0);
		about = AboutPower;
		AboutPower = 0;
	}
	PoStartNextPowerIrp(Irp);
	if (about == SLOW)
		KeWaitForSingleObject(&Release, Executive, KernelMode, FALSE, NULL);
	if (about == FORGETFUL)
		return STATUS_SUCCESS;
	IoSkipCurrentIrpStackLocation(Irp);
	return PoCallDriver(nap->Below, Irp);
}

static NTSTATUS NTAPI Pnp(PDEVICE_OBJECT Device, PIRP Irp)
{
	PNAP nap = Device->DeviceExtension;
	UCHAR minor = IoGetCurrentIrpStackLocation(Irp)->MinorFunction;
	PDEVICE_OBJECT below = nap->Below;
	NTSTATUS status;

	if (minor == IRP_MN_START_DEVICE && !Port) {
		Port = below;
		Ask(below, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &Information, 0,
		    sizeof(Information));
		Held = Information.TryAllocatePort(Information.Context);
	}
	Irp->IoStatus.Status = STATUS_SUCCESS;
	IoSkipCurrentIrpStackLocation(Irp);
	status = IoCallDriver(below, Irp);
	if (minor == IRP_MN_REMOVE_DEVICE) {
		IoDetachDevice(below);
		IoDeleteDevice(Device);
	}
	return status;
}

static NTSTATUS NTAPI AddDevice(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Physical)
{
	PDEVICE_OBJECT device;
	NTSTATUS status;
	PNAP nap;

	status = IoCreateDevice(Driver, sizeof(NAP), NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status))
		return status;
	nap = device->DeviceExtension;
	nap->Physical = Physical;
	nap->Below = IoAttachDeviceToDeviceStack(device, Physical);
	device->Flags &= ~DO_DEVICE_INITIALIZING;
	return STATUS_SUCCESS;
}

static VOID NTAPI PowerState(PVOID Context, PVOID Argument1, PVOID Argument2)
{
	if (Argument1 == (PVOID)PO_CB_SYSTEM_STATE_LOCK)
		DbgPrint("nap: the machine %s\n", Argument2 ? "is awake" : "falls asleep");
}

static NTSTATUS Listen(VOID)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Callback\\PowerState");
	OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	status = ExCreateCallback(&Callback, &attributes, FALSE, TRUE);
	if (!NT_SUCCESS(status))
		return status;
	Listener = ExRegisterCallback(Callback, PowerState, NULL);
	return Listener ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

static VOID NTAPI Unload(PDRIVER_OBJECT Driver)
{
	if (Listener)
		ExUnregisterCallback(Listener);
	if (Callback)
		ObDereferenceObject(Callback);
	IoDeleteSymbolicLink(&Link);
	IoDeleteDevice(Control);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\NtNap");
	NTSTATUS status;

	KeInitializeEvent(&Release, NotificationEvent, FALSE);
	KeInitializeSpinLock(&Lock);
	Driver->DriverExtension->AddDevice = AddDevice;
	Driver->DriverUnload = Unload;
	Driver->MajorFunction[IRP_MJ_CREATE] = OpenClose;
	Driver->MajorFunction[IRP_MJ_CLOSE] = OpenClose;
	Driver->MajorFunction[IRP_MJ_READ] = Read;
	Driver->MajorFunction[IRP_MJ_WRITE] = Write;
	Driver->MajorFunction[IRP_MJ_PNP] = Pnp;
	Driver->MajorFunction[IRP_MJ_POWER] = Power;
	status = IoCreateDevice(Driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &Control);
	if (!NT_SUCCESS(status))
		return status;
	Control->Flags |= DO_BUFFERED_IO;
	status = IoCreateSymbolicLink(&Link, &name);
	if (!NT_SUCCESS(status)) {
		IoDeleteDevice(Control);
		return status;
	}
	status = Listen();
	if (!NT_SUCCESS(status))
		Unload(Driver);
	return status;
}
