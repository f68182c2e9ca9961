// SPDX-License-Identifier: GPL-2.0
/*
 * Mistaken.c - a Windows driver that makes one of its mistakes on request. On Windows, each of
 * them is a bug check, or worse. Here, the driver goes on after each.
 */

#include <ntddk.h>
#include <ntifs.h>
#include <parallel.h>
#include <csq.h>
#include <wmilib.h>
#include <stdlib.h>
#include "mistaken.h"

DRIVER_INITIALIZE DriverEntry;

#define TAG 'tsiM'

/*
 * Things that are not objects of any kind: an address where nothing is, and memory used for
 * something else.
 */
#define JUNK ((PVOID)(ULONG_PTR)0x5a5a5a5a5a5a5a5aULL)
static ULONGLONG Rubbish[64];

static PDRIVER_OBJECT Driver;
static PDEVICE_OBJECT Device;	/* the device with the link */
static PDEVICE_OBJECT Target;	/* completes the requests that it gets as Answer() says */
static PDEVICE_OBJECT Port;
static PFILE_OBJECT PortFile;
static PARALLEL_PORT_INFORMATION PortInformation;
static PDRIVER_DISPATCH Answer;
static PIRP Program;		/* the program's request, which asks for the mistake */

static NTSTATUS CompleteWith(PIRP Irp, NTSTATUS Status, ULONG_PTR Information)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Information;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

static NTSTATUS Complete(PIRP Irp, NTSTATUS Status)
{
	return CompleteWith(Irp, Status, 0);
}

static NTSTATUS NTAPI KeepIrp(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
	return STATUS_MORE_PROCESSING_REQUIRED;
}

/* Makes a request of the driver's own, with one stack location. */
static PIRP NewIrp(VOID)
{
	PIRP irp = IoAllocateIrp(1, FALSE);

	if (irp) {
		IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
		IoSetCompletionRoutine(irp, KeepIrp, NULL, TRUE, TRUE, TRUE);
	}
	return irp;
}

/* Sends such a request to Target, which answers it with this routine. */
static VOID SendNew(PDRIVER_DISPATCH Routine)
{
	PIRP irp = NewIrp();

	Answer = Routine;
	IoCallDriver(Target, irp);
	IoFreeIrp(irp);
}

/* The same with a request that the I/O manager frees. */
static VOID SendBuilt(PDRIVER_DISPATCH Routine, PVOID Buffer, ULONG Length)
{
	IO_STATUS_BLOCK result;
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(CTL_CODE(FILE_DEVICE_UNKNOWN, 1, METHOD_BUFFERED, 0), Target,
					    Buffer, Length, Buffer, Length, FALSE, &event, &result);
	Answer = Routine;
	IoCallDriver(Target, irp);
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
}

static VOID SendWithBuffer(PDRIVER_DISPATCH Routine)
{
	ULONG buffer[4] = { 0 };

	SendBuilt(Routine, buffer, sizeof(buffer));
}

#define DISPATCH(Name) static NTSTATUS NTAPI Name(PDEVICE_OBJECT DeviceObject, PIRP Irp)
#define MISTAKE(Name) static VOID Name(VOID)

/* Names that few drivers use. */

MISTAKE(MakeZoneOfJunk) { ExInitializeZone((PZONE_HEADER)Rubbish, 16, JUNK, 256); }
MISTAKE(ExtendZoneWithoutLock) { ExInterlockedExtendZone((PZONE_HEADER)Rubbish, Rubbish, 256, NULL); }
MISTAKE(SeedWithJunk) { RtlRandom((PULONG)JUNK); }
MISTAKE(UseFloatingPoint) { KFLOATING_SAVE save; KeSaveFloatingPointState(&save); }
MISTAKE(AskForAdapterOfJunk) { ULONG registers; HalGetAdapter((PDEVICE_DESCRIPTION)JUNK, &registers); }
MISTAKE(AskWhereJunkIs) { MmGetPhysicalAddress(JUNK); }
MISTAKE(FreeContiguousRubbish) { MmFreeContiguousMemory(Rubbish); }
MISTAKE(FreePoolAsContiguous)
{
	PVOID block = ExAllocatePoolWithTag(NonPagedPool, 64, TAG);

	MmFreeContiguousMemory(block);
	ExFreePool(block);
}
MISTAKE(FreeNonCachedJunk) { MmFreeNonCachedMemory(JUNK, 64); }
MISTAKE(RequestorOfJunk) { IoIs32bitProcess((PIRP)JUNK); }
MISTAKE(ThreadOfRubbish) { PsGetThreadId((PETHREAD)Rubbish); }
MISTAKE(WorkItemOfRubbish) { IoInitializeWorkItem(Rubbish, (PIO_WORKITEM)Rubbish); }
MISTAKE(EndWorkItemThatIsNone) { IoUninitializeWorkItem((PIO_WORKITEM)Rubbish); }
MISTAKE(DumpCallbackOfJunk)
{
	KeRegisterBugCheckReasonCallback((PKBUGCHECK_REASON_CALLBACK_RECORD)JUNK, NULL, KbCallbackDumpIo, NULL);
}
MISTAKE(StayBound) { KeSetSystemAffinityThread(1); }

/* Requests */

MISTAKE(FreeProgramsIrp) { IoFreeIrp(Program); }
MISTAKE(FreeNullIrp) { IoFreeIrp(NULL); }
MISTAKE(FreeJunkIrp) { IoFreeIrp(JUNK); }
MISTAKE(FreeMemoryAsIrp) { IoFreeIrp((PIRP)Rubbish); }

MISTAKE(FreeIrpTwice)
{
	PIRP irp = NewIrp();

	IoFreeIrp(irp);
	IoFreeIrp(irp);
}

MISTAKE(CompleteNull) { IoCompleteRequest(NULL, IO_NO_INCREMENT); }
MISTAKE(CompleteMemory) { IoCompleteRequest((PIRP)Rubbish, IO_NO_INCREMENT); }

MISTAKE(CompleteUnsent)
{
	PIRP irp = NewIrp();

	IoCompleteRequest(irp, IO_NO_INCREMENT);
	IoFreeIrp(irp);
}

DISPATCH(CompletesTwice)
{
	Complete(Irp, STATUS_SUCCESS);
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}
MISTAKE(CompleteTwice) { SendBuilt(CompletesTwice, NULL, 0); }

DISPATCH(CompletesAsPending)
{
	Complete(Irp, STATUS_PENDING);
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(CompletePending) { SendBuilt(CompletesAsPending, NULL, 0); }

/* Dispatch routines that return something other than what they did. */

DISPATCH(CompletesAndReturnsPending)
{
	Complete(Irp, STATUS_SUCCESS);
	return STATUS_PENDING;
}
MISTAKE(CompleteAndReturnPending) { SendBuilt(CompletesAndReturnsPending, NULL, 0); }

DISPATCH(MarksAndReturnsSuccess)
{
	IoMarkIrpPending(Irp);
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(MarkAndReturnSuccess) { SendBuilt(MarksAndReturnsSuccess, NULL, 0); }

DISPATCH(ReturnsAnotherStatus)
{
	Complete(Irp, STATUS_UNSUCCESSFUL);
	return STATUS_SUCCESS;
}
MISTAKE(ReturnAnotherStatus) { SendBuilt(ReturnsAnotherStatus, NULL, 0); }

/* The same with a request that is completed only after the routine has returned. */
static VOID SendAndCompleteLater(PDRIVER_DISPATCH Routine)
{
	PIRP irp = NewIrp();

	Answer = Routine;
	IoCallDriver(Target, irp);
	Complete(irp, STATUS_SUCCESS);
	IoFreeIrp(irp);
}

DISPATCH(ReturnsPendingUnmarked) { return STATUS_PENDING; }
MISTAKE(ReturnPendingUnmarked) { SendAndCompleteLater(ReturnsPendingUnmarked); }

DISPATCH(MarksAndIsNotDone)
{
	IoMarkIrpPending(Irp);
	return STATUS_SUCCESS;
}
MISTAKE(MarkAndReturnBeforeItIsDone) { SendAndCompleteLater(MarksAndIsNotDone); }

static VOID NTAPI NeverCalled(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	IoReleaseCancelSpinLock(Irp->CancelIrql);
}

DISPATCH(CompletesWithCancelRoutine)
{
	IoSetCancelRoutine(Irp, NeverCalled);
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(CompleteWithCancelRoutine) { SendBuilt(CompletesWithCancelRoutine, NULL, 0); }

DISPATCH(FreesIt)
{
	IoFreeIrp(Irp);
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(FreeSentIrp) { SendNew(FreesIt); }

DISPATCH(ReusesIt)
{
	IoReuseIrp(Irp, STATUS_SUCCESS);
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(ReuseSentIrp) { SendNew(ReusesIt); }
MISTAKE(ReuseNull) { IoReuseIrp(NULL, STATUS_SUCCESS); }

MISTAKE(InitializeShort) { IoInitializeIrp((PIRP)Rubbish, sizeof(IRP), 4); }
MISTAKE(InitializeNull) { IoInitializeIrp(NULL, IoSizeOfIrp(1), 1); }

DISPATCH(InitializesIt)
{
	IoInitializeIrp(Irp, IoSizeOfIrp(1), 1);
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(InitializeSentIrp) { SendNew(InitializesIt); }

MISTAKE(AllocateWithoutLocations) { IoAllocateIrp(0, FALSE); }
MISTAKE(CancelNull) { IoCancelIrp(NULL); }

MISTAKE(CancelFreed)
{
	PIRP irp = NewIrp();

	IoFreeIrp(irp);
	IoCancelIrp(irp);
}

MISTAKE(CallNullIrp) { IoCallDriver(Target, NULL); }
MISTAKE(CallMemoryAsIrp) { IoCallDriver(Target, (PIRP)Rubbish); }

MISTAKE(CallFreedIrp)
{
	PIRP irp = NewIrp();

	IoFreeIrp(irp);
	IoCallDriver(Target, irp);
}

static VOID CallWith(PDEVICE_OBJECT To)
{
	PIRP irp = NewIrp();

	IoCallDriver(To, irp);
	IoFreeIrp(irp);
}

MISTAKE(CallNullDevice) { CallWith(NULL); }
MISTAKE(CallJunkDevice) { CallWith(JUNK); }
MISTAKE(CallMemoryAsDevice) { CallWith((PDEVICE_OBJECT)Rubbish); }

MISTAKE(CallDeletedDevice)
{
	PDEVICE_OBJECT device;

	if (!NT_SUCCESS(IoCreateDevice(Driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device)))
		return;
	IoDeleteDevice(device);
	CallWith(device);
}

MISTAKE(SendSentIrp)
{
	PIRP irp = NewIrp();

	IoSetNextIrpStackLocation(irp);
	IoCallDriver(Target, irp);
	IoFreeIrp(irp);
}

DISPATCH(SendsOn)
{
	/* This goes on for ever, with the same location each time. */
	IoSkipCurrentIrpStackLocation(Irp);
	return IoCallDriver(Target, Irp);
}
MISTAKE(SendWithoutEnd) { SendNew(SendsOn); }

MISTAKE(BuildForNull)
{
	IO_STATUS_BLOCK result;

	IoBuildDeviceIoControlRequest(0, NULL, NULL, 0, NULL, 0, FALSE, NULL, &result);
}

MISTAKE(BuildForMemory)
{
	IO_STATUS_BLOCK result;

	IoBuildAsynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS, (PDEVICE_OBJECT)Rubbish, NULL, 0, NULL, &result);
}

MISTAKE(BuildUnknown)
{
	IO_STATUS_BLOCK result;

	IoBuildAsynchronousFsdRequest(IRP_MJ_CREATE, Target, NULL, 0, NULL, &result);
}

DISPATCH(FreesSystemBuffer)
{
	ExFreePool(Irp->AssociatedIrp.SystemBuffer);
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(FreeSystemBuffer) { SendWithBuffer(FreesSystemBuffer); }

DISPATCH(LosesSystemBuffer)
{
	Irp->AssociatedIrp.SystemBuffer = JUNK;
	return CompleteWith(Irp, STATUS_SUCCESS, 16);
}
MISTAKE(LoseSystemBuffer) { SendWithBuffer(LosesSystemBuffer); }

DISPATCH(PromisesTooMuch)
{
	return CompleteWith(Irp, STATUS_SUCCESS, 0x7fffffff);
}
MISTAKE(PromiseTooMuch) { SendWithBuffer(PromisesTooMuch); }

/* Stack locations */

MISTAKE(LocationTooHigh)
{
	PIRP irp = NewIrp();

	irp->Tail.Overlay.CurrentStackLocation += 10;
	IoCallDriver(Target, irp);
	IoFreeIrp(irp);
}

MISTAKE(LocationTooLow)
{
	PIRP irp = NewIrp();

	irp->Tail.Overlay.CurrentStackLocation -= 10;
	IoCallDriver(Target, irp);
	IoFreeIrp(irp);
}

MISTAKE(LocationJunk)
{
	PIRP irp = NewIrp();

	irp->Tail.Overlay.CurrentStackLocation = JUNK;
	IoCallDriver(Target, irp);
	IoFreeIrp(irp);
}

MISTAKE(CurrentLocationTooHigh)
{
	PIRP irp = NewIrp();

	irp->CurrentLocation = 100;
	IoCallDriver(Target, irp);
	IoFreeIrp(irp);
}

MISTAKE(CurrentLocationNegative)
{
	PIRP irp = NewIrp();

	irp->CurrentLocation = -5;
	IoCallDriver(Target, irp);
	IoFreeIrp(irp);
}

MISTAKE(StackCountTooHigh)
{
	PIRP irp = NewIrp();

	irp->StackCount = 100;
	irp->CurrentLocation = 101;
	IoCallDriver(Target, irp);
	IoFreeIrp(irp);
}

MISTAKE(SkipUnsent)
{
	PIRP irp = NewIrp();

	IoSkipCurrentIrpStackLocation(irp);
	IoSkipCurrentIrpStackLocation(irp);
	IoCallDriver(Target, irp);
	IoFreeIrp(irp);
}

DISPATCH(CompletesFromTooHigh)
{
	Irp->Tail.Overlay.CurrentStackLocation += 5;
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(CompleteFromTooHigh) { SendNew(CompletesFromTooHigh); }

DISPATCH(CompletesFromTooLow)
{
	Irp->Tail.Overlay.CurrentStackLocation -= 5;
	Irp->CurrentLocation -= 5;
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(CompleteFromTooLow) { SendNew(CompletesFromTooLow); }

DISPATCH(CompletesSkipped)
{
	IoSkipCurrentIrpStackLocation(Irp);
	IoSkipCurrentIrpStackLocation(Irp);
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(CompleteSkipped) { SendBuilt(CompletesSkipped, NULL, 0); }

/* The same in the driver's own memory, where there is no location below the first one. */
DISPATCH(CompletesBelowFirst)
{
	IoSetNextIrpStackLocation(Irp);
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(CompleteBelowFirst)
{
	PIRP irp = ExAllocatePoolWithTag(NonPagedPool, IoSizeOfIrp(1), TAG);

	if (!irp)
		return;
	IoInitializeIrp(irp, IoSizeOfIrp(1), 1);
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	IoSetCompletionRoutine(irp, KeepIrp, NULL, TRUE, TRUE, TRUE);
	Answer = CompletesBelowFirst;
	IoCallDriver(Target, irp);
	ExFreePool(irp);
}

DISPATCH(DamagesStackCount)
{
	Irp->StackCount = 100;
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(DamageStackCount) { SendBuilt(DamagesStackCount, NULL, 0); }

DISPATCH(ClearsIt)
{
	RtlZeroMemory(Irp, sizeof(IRP));
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(ClearIrp) { SendNew(ClearsIt); }

MISTAKE(ForwardWithoutLocation)
{
	PIRP irp = NewIrp();

	IoSetNextIrpStackLocation(irp);
	IoForwardIrpSynchronously(Target, irp);
	IoFreeIrp(irp);
}

MISTAKE(ForwardNull) { IoForwardIrpSynchronously(Target, NULL); }

MISTAKE(SetCompletionForJunk)
{
	PIRP irp = NewIrp();

	IoSetCompletionRoutineEx(JUNK, irp, KeepIrp, NULL, TRUE, TRUE, TRUE);
	IoFreeIrp(irp);
}

/* Memory descriptor lists */

MISTAKE(FreeNullMdl) { IoFreeMdl(NULL); }
MISTAKE(FreeJunkMdl) { IoFreeMdl(JUNK); }
MISTAKE(FreeMemoryAsMdl) { IoFreeMdl((PMDL)Rubbish); }

MISTAKE(FreeMdlTwice)
{
	PMDL mdl = IoAllocateMdl(Rubbish, sizeof(Rubbish), FALSE, FALSE, NULL);

	IoFreeMdl(mdl);
	IoFreeMdl(mdl);
}

MISTAKE(BuildNullMdl) { MmBuildMdlForNonPagedPool(NULL); }

MISTAKE(BuildFreedMdl)
{
	PMDL mdl = IoAllocateMdl(Rubbish, sizeof(Rubbish), FALSE, FALSE, NULL);

	IoFreeMdl(mdl);
	MmBuildMdlForNonPagedPool(mdl);
}

static PMDL LockedMdl(VOID)
{
	PMDL mdl = IoAllocateMdl(Rubbish, sizeof(Rubbish), FALSE, FALSE, NULL);

	MmProbeAndLockPages(mdl, KernelMode, IoModifyAccess);
	return mdl;
}

static VOID UnlockAndFree(PMDL Mdl)
{
	MmUnlockPages(Mdl);
	IoFreeMdl(Mdl);
}

MISTAKE(LockNullMdl) { MmProbeAndLockPages(NULL, KernelMode, IoReadAccess); }
MISTAKE(LockJunkMdl) { MmProbeAndLockPages(JUNK, KernelMode, IoReadAccess); }
MISTAKE(UnlockNullMdl) { MmUnlockPages(NULL); }
MISTAKE(ForgetToUnlock) { IoFreeMdl(LockedMdl()); }

MISTAKE(LockTwice)
{
	PMDL mdl = LockedMdl();

	MmProbeAndLockPages(mdl, KernelMode, IoModifyAccess);
	UnlockAndFree(mdl);
}

MISTAKE(UnlockTwice)
{
	PMDL mdl = LockedMdl();

	MmUnlockPages(mdl);
	UnlockAndFree(mdl);
}

MISTAKE(UnlockUnlocked) { UnlockAndFree(IoAllocateMdl(Rubbish, sizeof(Rubbish), FALSE, FALSE, NULL)); }

MISTAKE(LockPool)
{
	PMDL mdl = IoAllocateMdl(Rubbish, sizeof(Rubbish), FALSE, FALSE, NULL);

	MmBuildMdlForNonPagedPool(mdl);
	MmProbeAndLockPages(mdl, KernelMode, IoModifyAccess);
	IoFreeMdl(mdl);
}

MISTAKE(BuildLockedMdl)
{
	PMDL mdl = LockedMdl();

	MmBuildMdlForNonPagedPool(mdl);
	UnlockAndFree(mdl);
}

MISTAKE(MapUnlocked)
{
	PMDL mdl = IoAllocateMdl(Rubbish, sizeof(Rubbish), FALSE, FALSE, NULL);

	MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
	IoFreeMdl(mdl);
}

MISTAKE(UnmapTwice)
{
	PMDL mdl = LockedMdl();
	PVOID address = MmMapLockedPages(mdl, KernelMode);

	MmUnmapLockedPages(address, mdl);
	MmUnmapLockedPages(address, mdl);
	UnlockAndFree(mdl);
}

static VOID LockAt(KIRQL Level)
{
	/* An address as a program has it. */
	PMDL mdl = IoAllocateMdl((PVOID)0x10000, 8, FALSE, FALSE, NULL);
	KIRQL irql;

	KeRaiseIrql(Level, &irql);
	MmProbeAndLockPages(mdl, UserMode, IoReadAccess);
	KeLowerIrql(irql);
	IoFreeMdl(mdl);
}

MISTAKE(LockAtDispatchLevel) { LockAt(DISPATCH_LEVEL); }

DISPATCH(PutsJunkMdl)
{
	Irp->MdlAddress = JUNK;
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(PutJunkMdl) { SendBuilt(PutsJunkMdl, NULL, 0); }

DISPATCH(FreesItsMdl)
{
	PMDL mdl = IoAllocateMdl(Rubbish, sizeof(Rubbish), FALSE, FALSE, Irp);

	/* The MDL stays in the request. */
	IoFreeMdl(mdl);
	return Complete(Irp, STATUS_SUCCESS);
}
MISTAKE(FreeMdlOfIrp) { SendBuilt(FreesItsMdl, NULL, 0); }

/* Devices, drivers, files */

static PDEVICE_OBJECT NewDevice(VOID)
{
	PDEVICE_OBJECT device = NULL;

	IoCreateDevice(Driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	return device;
}

MISTAKE(CreateForNullDriver)
{
	PDEVICE_OBJECT device;

	IoCreateDevice(NULL, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
}

MISTAKE(CreateForMemory)
{
	PDEVICE_OBJECT device;

	IoCreateDevice((PDRIVER_OBJECT)Rubbish, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
}

MISTAKE(CreateForNobody) { IoCreateDevice(Driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, NULL); }

MISTAKE(CreateWithJunkName)
{
	UNICODE_STRING name = { 40, 42, JUNK };
	PDEVICE_OBJECT device;

	IoCreateDevice(Driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
}

MISTAKE(DeleteNull) { IoDeleteDevice(NULL); }
MISTAKE(DeleteMemory) { IoDeleteDevice((PDEVICE_OBJECT)Rubbish); }
MISTAKE(DeletePort) { IoDeleteDevice(Port); }

MISTAKE(DeleteTwice)
{
	PDEVICE_OBJECT device = NewDevice();

	IoDeleteDevice(device);
	IoDeleteDevice(device);
}

MISTAKE(AttachNull) { IoAttachDeviceToDeviceStack(NULL, Target); }
MISTAKE(AttachToNull) { IoAttachDeviceToDeviceStack(Target, NULL); }
MISTAKE(AttachToMemory) { IoAttachDeviceToDeviceStack(Target, (PDEVICE_OBJECT)Rubbish); }
MISTAKE(AttachToItself) { IoAttachDeviceToDeviceStack(Target, Target); }
MISTAKE(AttachPort) { IoAttachDeviceToDeviceStack(Port, Target); }
MISTAKE(DetachNull) { IoDetachDevice(NULL); }
MISTAKE(DetachUnattached) { IoDetachDevice(Target); }

MISTAKE(DetachTwice)
{
	PDEVICE_OBJECT device = NewDevice();

	IoAttachDeviceToDeviceStack(device, Target);
	IoDetachDevice(Target);
	IoDetachDevice(Target);
	IoDeleteDevice(device);
}

MISTAKE(AttachInCircle)
{
	PDEVICE_OBJECT device = NewDevice();

	IoAttachDeviceToDeviceStack(device, Target);
	IoAttachDeviceToDeviceStack(Target, device);
	IoDetachDevice(Target);
	IoDeleteDevice(device);
}

MISTAKE(DeleteAttached)
{
	PDEVICE_OBJECT device = NewDevice();

	IoAttachDeviceToDeviceStack(device, Target);
	IoDeleteDevice(device);
}

MISTAKE(GetAttachedOfNull) { IoGetAttachedDevice(NULL); }
MISTAKE(GetAttachedOfMemory) { IoGetAttachedDeviceReference((PDEVICE_OBJECT)Rubbish); }
MISTAKE(GetRelatedOfNull) { IoGetRelatedDeviceObject(NULL); }
MISTAKE(GetRelatedOfMemory) { IoGetRelatedDeviceObject((PFILE_OBJECT)Rubbish); }

MISTAKE(GetNullPointer)
{
	PFILE_OBJECT file;
	PDEVICE_OBJECT device;

	IoGetDeviceObjectPointer(NULL, FILE_READ_DATA, &file, &device);
}

MISTAKE(GetPointerForNobody)
{
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, L"\\Device\\ParallelPort0");
	IoGetDeviceObjectPointer(&name, FILE_READ_DATA, NULL, NULL);
}

MISTAKE(SetPowerOfNull)
{
	POWER_STATE state = { .DeviceState = PowerDeviceD0 };

	PoSetPowerState(NULL, DevicePowerState, state);
}

static SYSCTL_IRP_DISPOSITION Disposition;
static WMILIB_CONTEXT WmiLibrary;

MISTAKE(RegisterNullForWmi) { IoWMIRegistrationControl(NULL, WMIREG_ACTION_REGISTER); }
MISTAKE(SortNullForWmi) { WmiSystemControl(&WmiLibrary, Device, NULL, &Disposition); }
MISTAKE(SortWithoutResult) { WmiSystemControl(&WmiLibrary, Device, NULL, NULL); }
MISTAKE(CompleteNullForWmi) { WmiCompleteRequest(Device, NULL, STATUS_SUCCESS, 0, IO_NO_INCREMENT); }
MISTAKE(FireForNull) { WmiFireEvent(NULL, (LPCGUID)Rubbish, 0, 0, NULL); }
MISTAKE(FireOtherMemory) { WmiFireEvent(Device, (LPCGUID)Rubbish, 0, 16, Rubbish); }

MISTAKE(WriteOtherMemory) { IoWMIWriteEvent(Rubbish); }

/* Controllers */

static IO_ALLOCATION_ACTION NTAPI TakeController(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Base, PVOID Context)
{
	return KeepObject;
}

static IO_ALLOCATION_ACTION NTAPI LetGoInside(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Base, PVOID Context)
{
	IoFreeController(Context);
	return DeallocateObject;
}

static VOID WithController(VOID (*Make)(PCONTROLLER_OBJECT))
{
	PCONTROLLER_OBJECT controller = IoCreateController(0);

	if (!controller)
		return;
	Make(controller);
	IoDeleteController(controller);
}

static VOID AllocateByJunk(PCONTROLLER_OBJECT Controller) { IoAllocateController(Controller, Target, JUNK, NULL); }
static VOID AllocateForPort(PCONTROLLER_OBJECT Controller) { IoAllocateController(Controller, Port, TakeController, NULL); }
static VOID FreeUnallocated(PCONTROLLER_OBJECT Controller) { IoFreeController(Controller); }
static VOID DeleteFirst(PCONTROLLER_OBJECT Controller) { IoDeleteController(Controller); }
static VOID DeleteAllocated(PCONTROLLER_OBJECT Controller) { IoAllocateController(Controller, Target, TakeController, NULL); }

static VOID LetGoTwice(PCONTROLLER_OBJECT Controller)
{
	IoAllocateController(Controller, Target, LetGoInside, Controller);
}

MISTAKE(AllocateOtherMemory) { IoAllocateController((PCONTROLLER_OBJECT)Rubbish, Target, TakeController, NULL); }
MISTAKE(AllocateControllerByJunk) { WithController(AllocateByJunk); }
MISTAKE(AllocateControllerForPort) { WithController(AllocateForPort); }
MISTAKE(FreeUnallocatedController) { WithController(FreeUnallocated); }
MISTAKE(FreeControllerTwice) { WithController(LetGoTwice); }
MISTAKE(DeleteAllocatedController) { WithController(DeleteAllocated); }
MISTAKE(DeleteControllerTwice) { WithController(DeleteFirst); }

/* What drivers that go past parport.sys do */

static PKINTERRUPT Interrupt;

static BOOLEAN NTAPI Serve(PKINTERRUPT Object, PVOID Context)
{
	return FALSE;
}

static VOID Connect(PKINTERRUPT *Object, PKSERVICE_ROUTINE Routine, PKSPIN_LOCK Lock, ULONG Vector,
		    KIRQL SynchronizeIrql)
{
	IoConnectInterrupt(Object, Routine, NULL, Lock, Vector, 9, SynchronizeIrql, Latched, TRUE, 1,
			   FALSE);
}

MISTAKE(ConnectWithoutPlace) { Connect(NULL, Serve, NULL, 7, 9); }
MISTAKE(ConnectJunk) { Connect(&Interrupt, (PKSERVICE_ROUTINE)JUNK, NULL, 7, 9); }
MISTAKE(ConnectWithJunkLock) { Connect(&Interrupt, Serve, (PKSPIN_LOCK)JUNK, 7, 9); }
MISTAKE(ConnectAnotherDevice) { Connect(&Interrupt, Serve, NULL, 4, 9); }
MISTAKE(ConnectBelowItsIrql) { Connect(&Interrupt, Serve, NULL, 7, 8); }
MISTAKE(DisconnectNull) { IoDisconnectInterrupt(NULL); }
MISTAKE(DisconnectJunk) { IoDisconnectInterrupt(JUNK); }

static VOID Report(PDRIVER_OBJECT Owner, PVOID List, ULONG Size)
{
	BOOLEAN conflict;

	IoReportResourceUsage(NULL, Owner, List, Size, NULL, NULL, 0, FALSE, &conflict);
}

MISTAKE(ReportNullDriver) { Report(NULL, NULL, 0); }
MISTAKE(ReportJunk) { Report(Driver, JUNK, 100); }

MISTAKE(ReportDamagedList)
{
	CM_RESOURCE_LIST list = { 1000 };

	Report(Driver, &list, sizeof(list));
}

MISTAKE(ReportAnotherDevice)
{
	CM_RESOURCE_LIST list = { 1 };

	list.List[0].PartialResourceList.Count = 1;
	list.List[0].PartialResourceList.PartialDescriptors[0].Type = CmResourceTypeDma;
	Report(Driver, &list, sizeof(list));
}

static VOID Assign(PDRIVER_OBJECT Owner, PIO_RESOURCE_REQUIREMENTS_LIST Wanted, PCM_RESOURCE_LIST *Assigned)
{
	UNICODE_STRING path;

	RtlInitUnicodeString(&path, L"\\Registry\\Machine");
	IoAssignResources(&path, NULL, Owner, NULL, Wanted, Assigned);
}

static VOID AssignOne(UCHAR Type, ULONG AlternativeLists)
{
	IO_RESOURCE_REQUIREMENTS_LIST wanted = { sizeof(wanted) };
	PCM_RESOURCE_LIST assigned;

	wanted.AlternativeLists = AlternativeLists;
	wanted.List[0].Count = 1;
	wanted.List[0].Descriptors[0].Type = Type;
	Assign(Driver, &wanted, &assigned);
}

MISTAKE(AssignNullDriver) { Assign(NULL, NULL, NULL); }
MISTAKE(AssignJunk) { Assign(Driver, JUNK, NULL); }
MISTAKE(AssignAnotherDevice) { AssignOne(CmResourceTypeMemory, 1); }
MISTAKE(AssignDamagedList) { AssignOne(CmResourceTypeMemory, 1000); }

MISTAKE(AssignWithoutPlace)
{
	IO_RESOURCE_REQUIREMENTS_LIST wanted = { sizeof(wanted) };

	Assign(Driver, &wanted, NULL);
}

MISTAKE(TranslateWithoutPlace)
{
	PHYSICAL_ADDRESS address = { { 0x378, 0 } };

	HalTranslateBusAddress(Isa, 0, address, NULL, &address);
}

MISTAKE(AskForVectorWithoutPlace) { HalGetInterruptVector(Isa, 0, 7, 7, NULL, NULL); }

MISTAKE(DescribeToJunk)
{
	CONFIGURATION_TYPE type = ParallelController;

	IoQueryDeviceDescription(NULL, NULL, &type, NULL, NULL, NULL, (PIO_QUERY_DEVICE_ROUTINE)JUNK,
				 NULL);
}

/* References and handles */

MISTAKE(DereferenceNull) { ObDereferenceObject(NULL); }
MISTAKE(DereferenceJunk) { ObDereferenceObject(JUNK); }
MISTAKE(DereferenceMemory) { ObDereferenceObject(Rubbish + 8); }
MISTAKE(DereferenceDevice) { ObDereferenceObject(Target); }
MISTAKE(DereferenceDriver) { ObDereferenceObject(Driver); }
MISTAKE(DereferencePort) { ObDereferenceObject(Port); }
MISTAKE(DereferenceThread) { ObDereferenceObject(KeGetCurrentThread()); }
MISTAKE(DereferenceProgramsFile) { ObDereferenceObject(IoGetCurrentIrpStackLocation(Program)->FileObject); }
MISTAKE(ReferenceNull) { ObReferenceObject(NULL); }
MISTAKE(ReferenceMemory) { ObReferenceObject(Rubbish + 8); }
MISTAKE(ReferencePointerToNull) { ObReferenceObjectByPointer(NULL, 0, NULL, KernelMode); }

MISTAKE(DereferenceFileTwice)
{
	UNICODE_STRING name;
	PDEVICE_OBJECT device;
	PFILE_OBJECT file;

	RtlInitUnicodeString(&name, L"\\Device\\ParallelPort0");
	if (!NT_SUCCESS(IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &file, &device)))
		return;
	ObDereferenceObject(file);
	ObDereferenceObject(file);
}

MISTAKE(DereferenceTooOften)
{
	ObReferenceObject(Device);
	ObDereferenceObject(Device);
	ObDereferenceObject(Device);
}

MISTAKE(CloseNull) { ZwClose(NULL); }
MISTAKE(CloseJunk) { ZwClose((HANDLE)0x7ff4); }

static HANDLE OpenKey(VOID)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	HANDLE key = NULL;

	RtlInitUnicodeString(&name, L"\\Registry\\Machine\\System");
	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	ZwOpenKey(&key, KEY_READ, &attributes);
	return key;
}

static NTSTATUS OpenPath(PCWSTR Path, PHANDLE File)
{
	OBJECT_ATTRIBUTES attributes;
	IO_STATUS_BLOCK result;
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, Path);
	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	return ZwOpenFile(File, GENERIC_READ, &attributes, &result, 0, FILE_SYNCHRONOUS_IO_NONALERT);
}

static HANDLE OpenPort(VOID)
{
	HANDLE file = NULL;

	OpenPath(L"\\Device\\ParallelPort0", &file);
	return file;
}

MISTAKE(OpenFileOnDisk)
{
	HANDLE file;

	OpenPath(L"\\??\\C:\\boot.ini", &file);
}

MISTAKE(OpenFileForNobody) { OpenPath(L"\\Device\\ParallelPort0", NULL); }

MISTAKE(OpenFileByNothing)
{
	IO_STATUS_BLOCK result;
	HANDLE file;

	ZwOpenFile(&file, GENERIC_READ, NULL, &result, 0, 0);
}

MISTAKE(CreateFileWithoutResult)
{
	OBJECT_ATTRIBUTES attributes;
	HANDLE file;

	InitializeObjectAttributes(&attributes, NULL, 0, NULL, NULL);
	ZwCreateFile(&file, GENERIC_READ, &attributes, JUNK, NULL, 0, 0, FILE_OPEN, 0, NULL, 0);
}

MISTAKE(ReadFileIntoJunk)
{
	IO_STATUS_BLOCK result;
	HANDLE file = OpenPort();

	ZwReadFile(file, NULL, NULL, NULL, &result, JUNK, 8, NULL, NULL);
	ZwClose(file);
}

MISTAKE(WriteFileWithoutResult)
{
	HANDLE file = OpenPort();

	ZwWriteFile(file, NULL, NULL, NULL, NULL, Rubbish, 8, NULL, NULL);
	ZwClose(file);
}

static VOID NTAPI Apc(PVOID Context, PIO_STATUS_BLOCK Result, ULONG Reserved)
{
}

MISTAKE(ControlFileWithApc)
{
	IO_STATUS_BLOCK result;
	HANDLE file = OpenPort();

	ZwDeviceIoControlFile(file, NULL, Apc, NULL, &result, 0, NULL, 0, NULL, 0);
	ZwClose(file);
}

MISTAKE(QueryFileIntoJunk)
{
	IO_STATUS_BLOCK result;
	HANDLE file = OpenPort();

	ZwQueryInformationFile(file, &result, JUNK, 8, FilePositionInformation);
	ZwClose(file);
}

MISTAKE(SetFileFromJunk)
{
	IO_STATUS_BLOCK result;
	HANDLE file = OpenPort();

	ZwSetInformationFile(file, &result, JUNK, 8, FilePositionInformation);
	ZwClose(file);
}

MISTAKE(CreatePipe)
{
	IO_STATUS_BLOCK result;
	HANDLE file;

	IoCreateFile(&file, 0, NULL, &result, NULL, 0, 0, FILE_OPEN, 0, NULL, 0, CreateFileTypeNamedPipe, NULL, 0);
}

MISTAKE(OpenPhysicalMemory)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	HANDLE section;

	RtlInitUnicodeString(&name, L"\\Device\\PhysicalMemory");
	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	ZwOpenSection(&section, SECTION_ALL_ACCESS, &attributes);
}

MISTAKE(OpenLinkByJunk)
{
	HANDLE link;

	ZwOpenSymbolicLinkObject(&link, SYMBOLIC_LINK_QUERY, JUNK);
}

MISTAKE(CreateDirectoryForNobody) { ZwCreateDirectoryObject(NULL, DIRECTORY_ALL_ACCESS, NULL); }
MISTAKE(QueryLinkIntoJunk) { ZwQuerySymbolicLinkObject(NULL, JUNK, NULL); }

MISTAKE(ReferenceJunkName)
{
	PVOID object;

	ObReferenceObjectByName(JUNK, 0, NULL, 0, *IoDriverObjectType, KernelMode, NULL, &object);
}

MISTAKE(ReferenceNameForNobody) { ObReferenceObjectByName(JUNK, 0, NULL, 0, NULL, KernelMode, NULL, NULL); }
MISTAKE(MakeMemoryTemporary) { ObMakeTemporaryObject(Rubbish); }
MISTAKE(SetThreadFromJunk) { ZwSetInformationThread(NtCurrentThread(), ThreadPriority, JUNK, sizeof(KPRIORITY)); }
MISTAKE(ReportOfNoPort) { IoReportTargetDeviceChange(Target, Rubbish); }
MISTAKE(ReportOfJunk) { IoReportTargetDeviceChangeAsynchronous(Port, JUNK, NULL, NULL); }
MISTAKE(InvalidateStateOfNoPort) { IoInvalidateDeviceState(Target); }

MISTAKE(CloseFileTwice)
{
	HANDLE file = OpenPort();

	ZwClose(file);
	ZwClose(file);
}

MISTAKE(CloseTwice)
{
	HANDLE key = OpenKey();

	ZwClose(key);
	ZwClose(key);
}

MISTAKE(ReferenceHandleForNobody)
{
	ObReferenceObjectByHandle((HANDLE)4, 0, NULL, KernelMode, NULL, NULL);
}

/* The registry */

MISTAKE(OpenKeyForNobody)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, L"\\Registry\\Machine\\System");
	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	ZwOpenKey(NULL, KEY_READ, &attributes);
}

MISTAKE(OpenKeyOfJunk)
{
	UNICODE_STRING name = { 40, 42, JUNK };
	OBJECT_ATTRIBUTES attributes;
	HANDLE key;

	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	ZwOpenKey(&key, KEY_READ, &attributes);
}

MISTAKE(OpenKeyByJunk)
{
	HANDLE key;

	ZwOpenKey(&key, KEY_READ, JUNK);
}

MISTAKE(QueryJunkValue)
{
	HANDLE key = OpenKey();
	UNICODE_STRING name = { 10, 12, NULL };
	ULONG size;

	ZwQueryValueKey(key, &name, KeyValuePartialInformation, Rubbish, sizeof(Rubbish), &size);
	ZwClose(key);
}

MISTAKE(SetValueOfJunk)
{
	HANDLE key = OpenKey();
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, L"Mistaken");
	ZwSetValueKey(key, &name, 0, REG_BINARY, JUNK, 100);
	ZwClose(key);
}

MISTAKE(QueryKeyIntoJunk)
{
	HANDLE key = OpenKey();
	ULONG size;

	ZwQueryKey(key, KeyNameInformation, JUNK, 100, &size);
	ZwClose(key);
}

MISTAKE(QueryIntoJunk)
{
	HANDLE key = OpenKey();
	UNICODE_STRING name;
	ULONG size, number = 5;

	RtlInitUnicodeString(&name, L"Mistaken");
	ZwSetValueKey(key, &name, 0, REG_DWORD, &number, sizeof(number));
	ZwQueryValueKey(key, &name, KeyValuePartialInformation, JUNK, 100, &size);
	ZwDeleteValueKey(key, &name);
	ZwClose(key);
}

MISTAKE(QueryByNoTable) { RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"mistaken", NULL, NULL, NULL); }

/* Of a value that is not there, with this default. */
static VOID QueryWithDefault(ULONG Type, PVOID Default, ULONG Length)
{
	RTL_QUERY_REGISTRY_TABLE table[2] = { { 0 } };
	UNICODE_STRING text = { 0, 0, NULL };

	table[0].Flags = RTL_QUERY_REGISTRY_DIRECT;
	table[0].Name = L"Nothing";
	table[0].EntryContext = &text;
	table[0].DefaultType = Type;
	table[0].DefaultData = Default;
	table[0].DefaultLength = Length;
	RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"mistaken", table, NULL, NULL);
}

MISTAKE(QueryWithNumber) { QueryWithDefault(REG_DWORD, (PVOID)10, sizeof(ULONG)); }
MISTAKE(QueryWithJunkText) { QueryWithDefault(REG_SZ, JUNK, 0); }

MISTAKE(QueryJunkName)
{
	RTL_QUERY_REGISTRY_TABLE table[2] = { { 0 } };
	ULONG number;

	table[0].Flags = RTL_QUERY_REGISTRY_DIRECT;
	table[0].Name = JUNK;
	table[0].EntryContext = &number;
	RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"mistaken", table, NULL, NULL);
}

MISTAKE(CheckJunkPath) { RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, JUNK); }
MISTAKE(WriteJunkName) { RtlWriteRegistryValue(RTL_REGISTRY_SERVICES, L"mistaken", JUNK, REG_DWORD, Rubbish, 4); }

/* Names and strings */

MISTAKE(LinkNull) { IoCreateSymbolicLink(NULL, NULL); }

MISTAKE(LinkJunk)
{
	UNICODE_STRING name = { 40, 42, JUNK }, device;

	RtlInitUnicodeString(&device, L"\\Device\\Mistaken");
	IoCreateSymbolicLink(&name, &device);
}

MISTAKE(DeleteNullLink) { IoDeleteSymbolicLink(NULL); }
MISTAKE(AttachByNullName)
{
	PDEVICE_OBJECT below;

	IoAttachDevice(Target, NULL, &below);
}

/* Of a port, to Mistaken's own. */
MISTAKE(AttachPortByName)
{
	UNICODE_STRING name;
	PDEVICE_OBJECT below;

	RtlInitUnicodeString(&name, L"\\Device\\Mistaken");
	IoAttachDevice(Port, &name, &below);
}

MISTAKE(InitNullString) { RtlInitUnicodeString(NULL, L"text"); }

MISTAKE(CopyToJunk)
{
	UNICODE_STRING source, destination = { 0, 100, JUNK };

	RtlInitUnicodeString(&source, L"text");
	RtlCopyUnicodeString(&destination, &source);
}

MISTAKE(CopyFromNull)
{
	WCHAR buffer[50];
	UNICODE_STRING source = { 20, 22, NULL }, destination = { 0, sizeof(buffer), buffer };

	RtlCopyUnicodeString(&destination, &source);
}

MISTAKE(AppendToFuller)
{
	WCHAR buffer[4];
	/* The string says that it contains more than there is room for. */
	UNICODE_STRING destination = { 200, sizeof(buffer), buffer };

	RtlAppendUnicodeToString(&destination, L"text");
}

MISTAKE(AppendJunk)
{
	WCHAR buffer[50];
	UNICODE_STRING destination = { 0, sizeof(buffer), buffer };

	RtlAppendUnicodeToString(&destination, JUNK);
}

MISTAKE(CompareNull)
{
	UNICODE_STRING text;

	RtlInitUnicodeString(&text, L"text");
	RtlEqualUnicodeString(NULL, &text, TRUE);
}

MISTAKE(ConvertJunk)
{
	ANSI_STRING source = { 100, 101, JUNK };
	UNICODE_STRING destination = { 0, 0, NULL };

	RtlAnsiStringToUnicodeString(&destination, &source, TRUE);
}

MISTAKE(FreeNullString) { RtlFreeUnicodeString(NULL); }

MISTAKE(FreeStackString)
{
	WCHAR buffer[8];
	UNICODE_STRING text = { 0, sizeof(buffer), buffer };

	RtlFreeUnicodeString(&text);
}

MISTAKE(NumberFromJunk)
{
	UNICODE_STRING text = { 8, 10, JUNK };
	ULONG value;

	RtlUnicodeStringToInteger(&text, 10, &value);
}

MISTAKE(RegisterNull)
{
	static const GUID guid = { 1, 2, 3, { 4, 5, 6, 7, 8, 9, 10, 11 } };
	UNICODE_STRING name;

	IoRegisterDeviceInterface(NULL, &guid, NULL, &name);
}

MISTAKE(RegisterOwn)
{
	static const GUID guid = { 1, 2, 3, { 4, 5, 6, 7, 8, 9, 10, 11 } };
	UNICODE_STRING name;

	IoRegisterDeviceInterface(Target, &guid, NULL, &name);
}

MISTAKE(RegisterWithoutClass)
{
	UNICODE_STRING name;

	IoRegisterDeviceInterface(Port, NULL, NULL, &name);
}

MISTAKE(EnableNull) { IoSetDeviceInterfaceState(NULL, TRUE); }

MISTAKE(EnableJunk)
{
	UNICODE_STRING name = { 40, 42, JUNK };

	IoSetDeviceInterfaceState(&name, TRUE);
}

/* DbgPrint(): the line in the log is what it prints. */

MISTAKE(PrintNull) { DbgPrint(NULL); }
MISTAKE(PrintNullText) { DbgPrint("text %s\n", NULL); }
MISTAKE(PrintJunkText) { DbgPrint("text %s\n", JUNK); }
MISTAKE(PrintJunkString) { DbgPrint("string %wZ\n", JUNK); }

MISTAKE(PrintJunkBuffer)
{
	UNICODE_STRING text = { 100, 102, JUNK };

	DbgPrint("buffer %wZ\n", &text);
}

MISTAKE(PrintWithN)
{
	static int n = 7;

	DbgPrint("text%n\n", &n);
	if (n != 7)
		DbgPrint("%%n was written\n");
}

MISTAKE(PrintWithWidth) { DbgPrint("%999999999d|%.*s|%", 1, 1000000000, "end"); }

/* Pool */

MISTAKE(FreeNothing) { ExFreePool(NULL); }
MISTAKE(FreeJunk) { ExFreePool(JUNK); }

MISTAKE(FreeTwice)
{
	PVOID block = ExAllocatePoolWithTag(NonPagedPool, 100, TAG);

	ExFreePool(block);
	ExFreePool(block);
}

MISTAKE(FreeInside)
{
	PUCHAR block = ExAllocatePoolWithTag(NonPagedPool, 100, TAG);

	ExFreePool(block + 16);
	ExFreePool(block);
}

MISTAKE(FreeStack)
{
	ULONG local;

	ExFreePool(&local);
}

MISTAKE(FreeStatic) { ExFreePool(Rubbish); }

MISTAKE(FreeByAnotherTag)
{
	PVOID block = ExAllocatePoolWithTag(NonPagedPool, 100, TAG);

	ExFreePoolWithTag(block, 'rehO');
	ExFreePool(block);
}

MISTAKE(FreeExtension) { ExFreePool(Device->DeviceExtension); }
MISTAKE(FreeDevice) { ExFreePool(Target); }
MISTAKE(AllocateUnknown) { ExAllocatePoolWithTag((POOL_TYPE)77, 10, TAG); }
MISTAKE(AllocateWithoutTag) { ExAllocatePool2(POOL_FLAG_NON_PAGED, 10, 0); }

MISTAKE(FreeWithTimer)
{
	PKTIMER timer = ExAllocatePoolWithTag(NonPagedPool, sizeof(*timer), TAG);
	LARGE_INTEGER due = { .QuadPart = -1000000000 };

	KeInitializeTimer(timer);
	KeSetTimer(timer, due, NULL);
	ExFreePool(timer);
}

static VOID NTAPI RunDpc(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2) { }

MISTAKE(FreeWithDpc)
{
	PKDPC dpc = ExAllocatePoolWithTag(NonPagedPool, sizeof(*dpc), TAG);
	KIRQL irql;

	KeInitializeDpc(dpc, RunDpc, NULL);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeInsertQueueDpc(dpc, NULL, NULL);
	ExFreePool(dpc);
	KeLowerIrql(irql);
}

/* Spin locks and IRQLs */

MISTAKE(ReleaseFreeLock)
{
	KSPIN_LOCK lock;

	KeInitializeSpinLock(&lock);
	KeReleaseSpinLock(&lock, PASSIVE_LEVEL);
}

MISTAKE(AcquireWithoutIrql)
{
	KSPIN_LOCK lock;

	KeInitializeSpinLock(&lock);
	KeAcquireSpinLockAtDpcLevel(&lock);
}

MISTAKE(AcquireNullLock)
{
	KIRQL irql;

	KeAcquireSpinLock(NULL, &irql);
}

MISTAKE(InitializeNullLock) { KeInitializeSpinLock(NULL); }
MISTAKE(ReleaseJunkLock) { KeReleaseSpinLock(JUNK, PASSIVE_LEVEL); }

MISTAKE(RaiseToLower)
{
	KIRQL old, older;

	KeRaiseIrql(DISPATCH_LEVEL, &old);
	KeRaiseIrql(PASSIVE_LEVEL, &older);
	KeLowerIrql(old);
}

MISTAKE(LowerToHigher) { KeLowerIrql(DISPATCH_LEVEL); }

#define AT_DISPATCH_LEVEL(Call)				\
{							\
	KIRQL old;					\
							\
	KeRaiseIrql(DISPATCH_LEVEL, &old);		\
	Call;						\
	KeLowerIrql(old);				\
}

MISTAKE(OpenKeyAtDispatch) AT_DISPATCH_LEVEL(OpenKey())
MISTAKE(CreateAtDispatch) AT_DISPATCH_LEVEL(NewDevice())
MISTAKE(DeleteAtDispatch) AT_DISPATCH_LEVEL(IoDeleteDevice(Target))
MISTAKE(PagedPoolAtDispatch) AT_DISPATCH_LEVEL(ExAllocatePoolWithTag(PagedPool, 10, TAG))

MISTAKE(WaitAtDispatch)
{
	KEVENT event;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	AT_DISPATCH_LEVEL(KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL))
}

MISTAKE(FreeAtDirql)
{
	PVOID block = ExAllocatePoolWithTag(NonPagedPool, 100, TAG);
	KIRQL old;

	KeRaiseIrql(10, &old);
	ExFreePool(block);
	KeLowerIrql(old);
	ExFreePool(block);
}

/* Dispatcher objects */

MISTAKE(SetZeroedEvent)
{
	KEVENT event = { 0 };

	KeSetEvent(&event, 0, FALSE);
}

MISTAKE(SetNullEvent) { KeSetEvent(NULL, 0, FALSE); }
MISTAKE(ReadNullEvent) { KeReadStateEvent(NULL); }
MISTAKE(InitializeNullEvent) { KeInitializeEvent(NULL, NotificationEvent, FALSE); }
MISTAKE(WaitForNull) { KeWaitForSingleObject(NULL, Executive, KernelMode, FALSE, NULL); }
MISTAKE(WaitForMemory) { KeWaitForSingleObject(Rubbish, Executive, KernelMode, FALSE, NULL); }
MISTAKE(WaitForDevice) { KeWaitForSingleObject(Target, Executive, KernelMode, FALSE, NULL); }

MISTAKE(WaitForNoObjects)
{
	PVOID objects[1] = { Rubbish };

	KeWaitForMultipleObjects(0, objects, WaitAny, Executive, KernelMode, FALSE, NULL, NULL);
}

MISTAKE(WaitForTooMany)
{
	PVOID objects[THREAD_WAIT_OBJECTS + 1];

	KeWaitForMultipleObjects(THREAD_WAIT_OBJECTS + 1, objects, WaitAny, Executive, KernelMode, FALSE, NULL, NULL);
}

MISTAKE(WaitForNullInList)
{
	KEVENT event;
	PVOID objects[2] = { &event, NULL };

	KeInitializeEvent(&event, NotificationEvent, TRUE);
	KeWaitForMultipleObjects(2, objects, WaitAll, Executive, KernelMode, FALSE, NULL, NULL);
}

MISTAKE(WaitForNullList) { KeWaitForMultipleObjects(2, NULL, WaitAny, Executive, KernelMode, FALSE, NULL, NULL); }
MISTAKE(DelayForNull) { KeDelayExecutionThread(KernelMode, FALSE, NULL); }

MISTAKE(ReleaseMutexOfNobody)
{
	KMUTEX mutex;

	KeInitializeMutex(&mutex, 0);
	KeReleaseMutex(&mutex, FALSE);
}

static VOID NTAPI InitialiseOwned(PVOID Mutex)
{
	KeInitializeMutex(Mutex, 0);
	KeWaitForSingleObject(Mutex, Executive, KernelMode, FALSE, NULL);
	KeInitializeMutex(Mutex, 0);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

/* Waits for the end of the thread. */
static VOID RunThread(PKSTART_ROUTINE Routine, PVOID Context)
{
	HANDLE handle;
	PVOID thread;

	if (!NT_SUCCESS(PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, Routine,
					     Context)))
		return;
	if (NT_SUCCESS(ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType, KernelMode,
						 &thread, NULL))) {
		KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL);
		ObDereferenceObject(thread);
	}
	ZwClose(handle);
}

MISTAKE(InitializeOwnedMutex)
{
	static KMUTEX mutex;

	RunThread(InitialiseOwned, &mutex);
}

static VOID NTAPI InitialiseDamaged(PVOID Context)
{
	PKMUTEX mutex = Context;

	KeInitializeMutex(mutex, 0);
	KeWaitForSingleObject(mutex, Executive, KernelMode, FALSE, NULL);
	mutex->OwnerThread = JUNK;
	KeInitializeMutex(mutex, 0);
}

MISTAKE(DamageOwnerOfMutex)
{
	static KMUTEX mutex;

	RunThread(InitialiseDamaged, &mutex);
}

MISTAKE(ReleaseNullMutex) { KeReleaseMutex(NULL, FALSE); }

MISTAKE(ReleaseTooMuch)
{
	KSEMAPHORE semaphore;

	KeInitializeSemaphore(&semaphore, 0, 1);
	KeReleaseSemaphore(&semaphore, 0, 2, FALSE);
}

MISTAKE(ReleaseFastMutexOfNobody)
{
	FAST_MUTEX mutex;

	ExInitializeFastMutex(&mutex);
	ExReleaseFastMutex(&mutex);
}

MISTAKE(AcquireFastMutexTwice)
{
	FAST_MUTEX mutex;

	ExInitializeFastMutex(&mutex);
	ExAcquireFastMutex(&mutex);
	ExAcquireFastMutex(&mutex);
	ExReleaseFastMutex(&mutex);
}

MISTAKE(AcquireZeroedFastMutex)
{
	FAST_MUTEX mutex;

	RtlZeroMemory(&mutex, sizeof(mutex));
	ExAcquireFastMutex(&mutex);
}

MISTAKE(ReleaseGuardedMutexOfNobody)
{
	KGUARDED_MUTEX mutex;

	KeInitializeGuardedMutex(&mutex);
	KeReleaseGuardedMutex(&mutex);
}

MISTAKE(AcquireZeroedGuardedMutex)
{
	KGUARDED_MUTEX mutex;

	RtlZeroMemory(&mutex, sizeof(mutex));
	KeAcquireGuardedMutex(&mutex);
}

MISTAKE(ReleaseRundownOfNobody)
{
	EX_RUNDOWN_REF protection;

	ExInitializeRundownProtection(&protection);
	ExReleaseRundownProtection(&protection);
}

MISTAKE(SetBitBeyondTheMap)
{
	ULONG bits = 0;
	RTL_BITMAP map;

	RtlInitializeBitMap(&map, &bits, 8);
	RtlSetBits(&map, 8, 1);
}

MISTAKE(FindBitsInJunk) { RtlFindClearBits(JUNK, 1, 0); }

MISTAKE(CreateEventWithoutName)
{
	HANDLE handle;

	IoCreateNotificationEvent(NULL, &handle);
}

MISTAKE(ReinitializeByJunk)
{
	IoRegisterDriverReinitialization(Driver, JUNK, NULL);
}

MISTAKE(RemoveShareOfNobody)
{
	SHARE_ACCESS access;
	FILE_OBJECT file;

	RtlZeroMemory(&access, sizeof(access));
	RtlZeroMemory(&file, sizeof(file));
	file.ReadAccess = TRUE;
	IoRemoveShareAccess(&file, &access);
}

MISTAKE(ReleaseResourceOfNobody)
{
	ERESOURCE resource;

	ExInitializeResourceLite(&resource);
	ExReleaseResourceLite(&resource);
	ExDeleteResourceLite(&resource);
}

MISTAKE(AcquireResourceThatIsShared)
{
	ERESOURCE resource;

	ExInitializeResourceLite(&resource);
	ExAcquireResourceSharedLite(&resource, TRUE);
	ExAcquireResourceExclusiveLite(&resource, TRUE);
	ExReleaseResourceLite(&resource);
	ExDeleteResourceLite(&resource);
}

MISTAKE(DeleteResourceThatIsHeld)
{
	ERESOURCE resource;

	ExInitializeResourceLite(&resource);
	ExAcquireResourceExclusiveLite(&resource, TRUE);
	ExDeleteResourceLite(&resource);
}

MISTAKE(AcquireZeroedResource)
{
	ERESOURCE resource;

	RtlZeroMemory(&resource, sizeof(resource));
	ExAcquireResourceSharedLite(&resource, TRUE);
}

MISTAKE(InitializeNullResource) { ExInitializeResourceLite(NULL); }

MISTAKE(AcquireNullFastMutex) { ExAcquireFastMutex(NULL); }

static LARGE_INTEGER LongTime = { .QuadPart = -1000000000 };

MISTAKE(SetZeroedTimer)
{
	KTIMER timer = { 0 };

	KeSetTimer(&timer, LongTime, NULL);
}

MISTAKE(SetNullTimer) { KeSetTimer(NULL, LongTime, NULL); }
MISTAKE(CancelMemory) { KeCancelTimer((PKTIMER)Rubbish); }

MISTAKE(SetTimerWithZeroedDpc)
{
	KTIMER timer;
	KDPC dpc = { 0 };

	KeInitializeTimer(&timer);
	KeSetTimer(&timer, LongTime, &dpc);
	KeCancelTimer(&timer);
}

MISTAKE(InitializeSetTimer)
{
	static KTIMER timer;

	KeInitializeTimer(&timer);
	KeSetTimer(&timer, LongTime, NULL);
	KeInitializeTimer(&timer);
}

MISTAKE(QueueZeroedDpc)
{
	KDPC dpc = { 0 };

	KeInsertQueueDpc(&dpc, NULL, NULL);
}

MISTAKE(QueueNullDpc) { KeInsertQueueDpc(NULL, NULL, NULL); }

MISTAKE(InitializeQueuedDpc)
{
	static KDPC dpc;
	KIRQL old;

	KeInitializeDpc(&dpc, RunDpc, NULL);
	KeRaiseIrql(DISPATCH_LEVEL, &old);
	KeInsertQueueDpc(&dpc, NULL, NULL);
	KeInitializeDpc(&dpc, RunDpc, NULL);
	KeLowerIrql(old);
}

MISTAKE(SetNoImportance)
{
	KDPC dpc;

	KeInitializeDpc(&dpc, RunDpc, NULL);
	KeSetImportanceDpc(&dpc, (KDPC_IMPORTANCE)50);
}

MISTAKE(SetNoProcessor)
{
	KDPC dpc;

	KeInitializeDpc(&dpc, RunDpc, NULL);
	KeSetTargetProcessorDpc(&dpc, 100);
}

/* Threads */

MISTAKE(EndProgramsThread) { PsTerminateSystemThread(STATUS_SUCCESS); }
MISTAKE(StartThreadForNobody) { PsCreateSystemThread(NULL, THREAD_ALL_ACCESS, NULL, NULL, NULL, NULL, NULL); }
MISTAKE(SetNoPriority) { KeSetPriorityThread(KeGetCurrentThread(), 99); }
MISTAKE(SetPriorityOfNull) { KeSetPriorityThread(NULL, 8); }
MISTAKE(SetPriorityOfOdd) { KeSetPriorityThread((PKTHREAD)((PUCHAR)Rubbish + 65), 8); }
MISTAKE(SetPriorityOfNumber) { KeSetPriorityThread((PKTHREAD)(ULONG_PTR)5, 8); }
MISTAKE(ReferenceOdd) { ObReferenceObject((PUCHAR)Rubbish + 65); }
MISTAKE(AskIdOfOdd) { PsGetProcessId((PEPROCESS)((PUCHAR)Rubbish + 67)); }

MISTAKE(WaitForMemoryAsThread)
{
	LARGE_INTEGER now;
	KEVENT event;

	KeInitializeEvent(&event, NotificationEvent, TRUE);
	event.Header.Type = 6;
	now.QuadPart = 0;
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, &now);
}

MISTAKE(SetPriorityOfMemory) { KeSetPriorityThread((PKTHREAD)(Rubbish + 8), 8); }

/* Work items, error log */

static VOID NTAPI Work(PDEVICE_OBJECT DeviceObject, PVOID Context) { }

MISTAKE(AllocateItemForNull) { IoAllocateWorkItem(NULL); }
MISTAKE(AllocateItemForMemory) { IoAllocateWorkItem((PDEVICE_OBJECT)Rubbish); }
MISTAKE(QueueNullItem) { IoQueueWorkItem(NULL, Work, DelayedWorkQueue, NULL); }

MISTAKE(QueueFreedItem)
{
	PIO_WORKITEM item = IoAllocateWorkItem(Device);

	IoFreeWorkItem(item);
	IoQueueWorkItem(item, Work, DelayedWorkQueue, NULL);
}

MISTAKE(QueueNoRoutine)
{
	PIO_WORKITEM item = IoAllocateWorkItem(Device);

	IoQueueWorkItem(item, NULL, DelayedWorkQueue, NULL);
	IoFreeWorkItem(item);
}

MISTAKE(FreeItemTwice)
{
	PIO_WORKITEM item = IoAllocateWorkItem(Device);

	IoFreeWorkItem(item);
	IoFreeWorkItem(item);
}

MISTAKE(FreeMemoryAsItem) { IoFreeWorkItem((PIO_WORKITEM)Rubbish); }

MISTAKE(LogForMemory) { IoAllocateErrorLogEntry(Rubbish, ERROR_LOG_MAXIMUM_SIZE); }
MISTAKE(LogForJunk) { IoAllocateErrorLogEntry(JUNK, ERROR_LOG_MAXIMUM_SIZE); }
MISTAKE(WriteNullEntry) { IoWriteErrorLogEntry(NULL); }
MISTAKE(FreeMemoryAsEntry) { IoFreeErrorLogEntry(Rubbish); }

MISTAKE(WriteEntryTwice)
{
	PVOID entry = IoAllocateErrorLogEntry(Device, sizeof(IO_ERROR_LOG_PACKET));

	IoFreeErrorLogEntry(entry);
	IoWriteErrorLogEntry(entry);
}

MISTAKE(WriteLyingEntry)
{
	PIO_ERROR_LOG_PACKET entry = IoAllocateErrorLogEntry(Device, sizeof(IO_ERROR_LOG_PACKET) + 8);

	entry->DumpDataSize = 0xffff;
	entry->NumberOfStrings = 0xffff;
	entry->StringOffset = 0xfff0;
	IoWriteErrorLogEntry(entry);
}

/* Remove locks */

static IO_REMOVE_LOCK RemoveLock;

MISTAKE(ReleaseRemoveLock)
{
	IoInitializeRemoveLock(&RemoveLock, TAG, 0, 0);
	IoReleaseRemoveLock(&RemoveLock, NULL);
}

MISTAKE(ReleaseRemoveLockAndWait)
{
	IoInitializeRemoveLock(&RemoveLock, TAG, 0, 0);
	IoReleaseRemoveLockAndWait(&RemoveLock, NULL);
}

MISTAKE(AcquireNullRemoveLock) { IoAcquireRemoveLockEx(NULL, NULL, NULL, 0, sizeof(RemoveLock)); }

/* Cancel-safe queues */

static IO_CSQ Csq;
static IO_CSQ_IRP_CONTEXT CsqContext;
static LIST_ENTRY CsqList;
static KSPIN_LOCK CsqLock;

static VOID NTAPI CsqInsert(PIO_CSQ Queue, PIRP Irp) { InsertTailList(&CsqList, &Irp->Tail.Overlay.ListEntry); }
static VOID NTAPI CsqRemove(PIO_CSQ Queue, PIRP Irp) { RemoveEntryList(&Irp->Tail.Overlay.ListEntry); }
static VOID NTAPI CsqAcquire(PIO_CSQ Queue, PKIRQL Irql) { KeAcquireSpinLock(&CsqLock, Irql); }
static VOID NTAPI CsqRelease(PIO_CSQ Queue, KIRQL Irql) { KeReleaseSpinLock(&CsqLock, Irql); }
static VOID NTAPI CsqCanceled(PIO_CSQ Queue, PIRP Irp) { Complete(Irp, STATUS_CANCELLED); }

static PIRP NTAPI CsqPeek(PIO_CSQ Queue, PIRP Irp, PVOID Context)
{
	PLIST_ENTRY next = Irp ? Irp->Tail.Overlay.ListEntry.Flink : CsqList.Flink;

	return next == &CsqList ? NULL : CONTAINING_RECORD(next, IRP, Tail.Overlay.ListEntry);
}

static VOID InitializeCsq(VOID)
{
	InitializeListHead(&CsqList);
	KeInitializeSpinLock(&CsqLock);
	IoCsqInitialize(&Csq, CsqInsert, CsqRemove, CsqPeek, CsqAcquire, CsqRelease, CsqCanceled);
}

MISTAKE(InitializeCsqWithoutRoutines)
{
	IO_CSQ csq;

	IoCsqInitialize(&csq, CsqInsert, NULL, CsqPeek, CsqAcquire, CsqRelease, CsqCanceled);
}

MISTAKE(InsertIntoZeroedCsq)
{
	IO_CSQ csq = { 0 };

	IoCsqInsertIrp(&csq, Program, NULL);
}

MISTAKE(InsertNullIntoCsq)
{
	InitializeCsq();
	IoCsqInsertIrp(&Csq, NULL, NULL);
}

DISPATCH(InsertsTwice)
{
	InitializeCsq();
	IoCsqInsertIrp(&Csq, Irp, NULL);
	IoCsqInsertIrp(&Csq, Irp, NULL);
	Complete(IoCsqRemoveNextIrp(&Csq, NULL), STATUS_SUCCESS);
	return STATUS_PENDING;
}
MISTAKE(InsertTwiceIntoCsq) { SendBuilt(InsertsTwice, NULL, 0); }

MISTAKE(RemoveNullFromCsq)
{
	InitializeCsq();
	IoCsqRemoveIrp(&Csq, NULL);
}

MISTAKE(RemoveFromZeroedCsq)
{
	IO_CSQ csq = { 0 };

	IoCsqRemoveNextIrp(&csq, NULL);
}

DISPATCH(LosesCsq)
{
	InitializeCsq();
	IoCsqInsertIrp(&Csq, Irp, NULL);
	Irp->Tail.Overlay.DriverContext[3] = JUNK;
	IoCancelIrp(Irp);
	Complete(IoCsqRemoveNextIrp(&Csq, NULL), STATUS_CANCELLED);
	return STATUS_PENDING;
}
MISTAKE(LoseCsq) { SendBuilt(LosesCsq, NULL, 0); }

static PIRP NTAPI PeekWithoutEnd(PIO_CSQ Queue, PIRP Irp, PVOID Context)
{
	return CONTAINING_RECORD(CsqList.Flink, IRP, Tail.Overlay.ListEntry);
}

MISTAKE(PeekIntoEmptyCsq)
{
	InitializeCsq();
	Csq.CsqPeekNextIrp = PeekWithoutEnd;
	IoCsqRemoveNextIrp(&Csq, NULL);
}

/* Lists under a spin lock */

static KSPIN_LOCK ListLock;

MISTAKE(InsertNullEntry)
{
	LIST_ENTRY head;

	InitializeListHead(&head);
	ExInterlockedInsertTailList(&head, NULL, &ListLock);
}

MISTAKE(InsertIntoZeroedList)
{
	LIST_ENTRY head = { 0 }, entry;

	ExInterlockedInsertHeadList(&head, &entry, &ListLock);
}

MISTAKE(RemoveFromDamagedList)
{
	LIST_ENTRY head = { JUNK, JUNK };

	ExInterlockedRemoveHeadList(&head, &ListLock);
}

MISTAKE(PopFromNull) { ExInterlockedPopEntryList(NULL, &ListLock); }

MISTAKE(PopFromDamagedStack)
{
	SINGLE_LIST_ENTRY head = { JUNK };

	ExInterlockedPopEntryList(&head, &ListLock);
}

MISTAKE(AddToNull) { ExInterlockedAddUlong(NULL, 1, &ListLock); }

/* Queues and StartIo */

MISTAKE(RemoveFromIdleQueue)
{
	KDEVICE_QUEUE queue;
	KDEVICE_QUEUE_ENTRY entry;

	KeInitializeDeviceQueue(&queue);
	KeInsertDeviceQueue(&queue, &entry);
	KeRemoveDeviceQueue(&queue);
	KeRemoveDeviceQueue(&queue);
}

MISTAKE(InsertTwiceIntoQueue)
{
	KDEVICE_QUEUE queue;
	KDEVICE_QUEUE_ENTRY first, entry;

	KeInitializeDeviceQueue(&queue);
	KeInsertDeviceQueue(&queue, &first);
	KeInsertDeviceQueue(&queue, &entry);
	KeInsertDeviceQueue(&queue, &entry);
}

MISTAKE(InsertIntoTwoQueues)
{
	KDEVICE_QUEUE queue, other;
	KDEVICE_QUEUE_ENTRY first, second, entry;

	KeInitializeDeviceQueue(&queue);
	KeInitializeDeviceQueue(&other);
	KeInsertDeviceQueue(&queue, &first);
	KeInsertDeviceQueue(&other, &second);
	KeInsertDeviceQueue(&queue, &entry);
	KeInsertDeviceQueue(&other, &entry);
	KeRemoveDeviceQueue(&queue);
}

MISTAKE(RemoveStrangerFromQueue)
{
	KDEVICE_QUEUE queue;
	KDEVICE_QUEUE_ENTRY entry;

	KeInitializeDeviceQueue(&queue);
	RtlFillMemory(&entry, sizeof(entry), 0x5a);
	KeRemoveEntryDeviceQueue(&queue, &entry);
}

MISTAKE(InsertIntoZeroedQueue)
{
	KDEVICE_QUEUE queue = { 0 };
	KDEVICE_QUEUE_ENTRY entry;

	KeInsertDeviceQueue(&queue, &entry);
}

MISTAKE(RemoveFromNullQueue) { KeRemoveDeviceQueue(NULL); }

DISPATCH(StartsPacket)
{
	IoMarkIrpPending(Irp);
	IoStartPacket(Target, Irp, NULL, NULL);
	return STATUS_PENDING;
}
MISTAKE(StartWithoutStartIo) { SendBuilt(StartsPacket, NULL, 0); }

MISTAKE(SetCancelOfNull) { IoSetCancelRoutine(NULL, NULL); }
MISTAKE(SetCancelOfMemory) { IoSetCancelRoutine((PIRP)Rubbish, NULL); }
MISTAKE(SetCancelOfOdd) { IoSetCancelRoutine((PIRP)((PUCHAR)Program + 1), NULL); }

MISTAKE(SetCancelOfFreed)
{
	PIRP irp = NewIrp();

	IoFreeIrp(irp);
	IoSetCancelRoutine(irp, NULL);
}

MISTAKE(AllocateMdlForMemory) { IoAllocateMdl(Rubbish, 8, FALSE, FALSE, (PIRP)Rubbish); }

MISTAKE(StartPacketOfNull) { IoStartPacket(Target, NULL, NULL, NULL); }
MISTAKE(StartPacketForMemory) { IoStartPacket((PDEVICE_OBJECT)Rubbish, Program, NULL, NULL); }
MISTAKE(StartNextOfNull) { IoStartNextPacket(NULL, FALSE); }
MISTAKE(RequestUnknownDpc) { IoRequestDpc(Target, NULL, NULL); }
MISTAKE(StartUnknownTimer) { IoStartTimer(Target); }
MISTAKE(StartTimerOfNull) { IoStartTimer(NULL); }
MISTAKE(StopTimerOfMemory) { IoStopTimer((PDEVICE_OBJECT)Rubbish); }
static VOID NTAPI NeverTicks(PDEVICE_OBJECT DeviceObject, PVOID Context) { }
static VOID NTAPI NeverDeferred(PKDPC Dpc, PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context) { }
MISTAKE(InitializeTimerOfPort) { IoInitializeTimer(Port, NeverTicks, NULL); }
MISTAKE(InitializeDpcOfPort) { IoInitializeDpcRequest(Port, NeverDeferred); }
MISTAKE(InitializeTimerWithoutRoutine) { IoInitializeTimer(Target, NULL, NULL); }

/* Ports and interrupts */

MISTAKE(ReadKeyboard) { READ_PORT_UCHAR((PUCHAR)0x60); }
MISTAKE(WriteReset) { WRITE_PORT_UCHAR((PUCHAR)0xcf9, 6); }
MISTAKE(ReadBufferFromDisk)
{
	UCHAR bytes[16];

	READ_PORT_BUFFER_UCHAR((PUCHAR)0x1f0, bytes, sizeof(bytes));
}

MISTAKE(WriteNowhere) { WRITE_PORT_ULONG((PULONG)JUNK, 0); }
static SLIST_HEADER Slist;
static NPAGED_LOOKASIDE_LIST Lookaside;

MISTAKE(PopFromNullSlist) { InterlockedPopEntrySList(NULL); }
MISTAKE(PushNullToSlist) { InterlockedPushEntrySList(&Slist, NULL); }

MISTAKE(PopFromDamagedSlist)
{
	RtlFillMemory(&Slist, sizeof(Slist), 0x5a);
	InterlockedPopEntrySList(&Slist);
	ExInitializeSListHead(&Slist);
}

MISTAKE(AllocateFromZeroedLookaside)
{
	RtlZeroMemory(&Lookaside, sizeof(Lookaside));
	ExAllocateFromNPagedLookasideList(&Lookaside);
}

MISTAKE(InitializeNullLookaside) { ExInitializeNPagedLookasideList(NULL, NULL, NULL, 0, 8, TAG, 0); }

MISTAKE(FreeMemoryToLookaside)
{
	ExInitializeNPagedLookasideList(&Lookaside, NULL, NULL, 0, 8, TAG, 0);
	ExFreeToNPagedLookasideList(&Lookaside, Rubbish);
	ExDeleteNPagedLookasideList(&Lookaside);
}

MISTAKE(FreeToLookasideTwice)
{
	PVOID block;

	ExInitializeNPagedLookasideList(&Lookaside, NULL, NULL, 0, 8, TAG, 0);
	block = ExAllocateFromNPagedLookasideList(&Lookaside);
	ExFreeToNPagedLookasideList(&Lookaside, block);
	ExFreeToNPagedLookasideList(&Lookaside, block);
	ExDeleteNPagedLookasideList(&Lookaside);
}

MISTAKE(DeleteLookasideThatIsACircle)
{
	PVOID block, last;

	ExInitializeNPagedLookasideList(&Lookaside, NULL, NULL, 0, 8, TAG, 0);
	last = ExAllocateFromNPagedLookasideList(&Lookaside);
	block = ExAllocateFromNPagedLookasideList(&Lookaside);
	ExFreeToNPagedLookasideList(&Lookaside, last);
	ExFreeToNPagedLookasideList(&Lookaside, block);
	*(PVOID *)block = block;
	ExDeleteNPagedLookasideList(&Lookaside);
	ExFreePool(last);
}

MISTAKE(DeleteLookasideTwice)
{
	ExInitializeNPagedLookasideList(&Lookaside, NULL, NULL, 0, 8, TAG, 0);
	ExDeleteNPagedLookasideList(&Lookaside);
	ExDeleteNPagedLookasideList(&Lookaside);
}

MISTAKE(AskVersionForNobody) { RtlGetVersion(NULL); }
MISTAKE(VerifyNoVersion) { RtlVerifyVersionInfo(NULL, VER_MAJORVERSION, 1); }
MISTAKE(AskIdOfThread) { PsGetProcessId((PEPROCESS)KeGetCurrentThread()); }
MISTAKE(DereferenceProcess) { ObDereferenceObject(PsGetCurrentProcess()); }
MISTAKE(AskPriorityOfProcess) { KeQueryPriorityThread((PKTHREAD)PsGetCurrentProcess()); }

static WORK_QUEUE_ITEM QueueItem;

static VOID NTAPI NeverRuns(PVOID Parameter)
{
}

/* Nothing is raised then, so the driver goes on. */
MISTAKE(ProbeAtDispatchLevel)
{
	KIRQL irql;

	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	ProbeForRead(Rubbish, sizeof(Rubbish), sizeof(UCHAR));
	KeLowerIrql(irql);
}

MISTAKE(QueueNullInMemory) { ExQueueWorkItem(NULL, DelayedWorkQueue); }

MISTAKE(QueueZeroedItem)
{
	RtlZeroMemory(&QueueItem, sizeof(QueueItem));
	ExQueueWorkItem(&QueueItem, DelayedWorkQueue);
}

MISTAKE(QueueItemAtHighLevel)
{
	KIRQL irql;

	ExInitializeWorkItem(&QueueItem, NeverRuns, NULL);
	KeRaiseIrql(HIGH_LEVEL, &irql);
	ExQueueWorkItem(&QueueItem, DelayedWorkQueue);
	KeLowerIrql(irql);
}

static KBUGCHECK_CALLBACK_RECORD Record;

static VOID NTAPI LastWords(PVOID Buffer, ULONG Length)
{
}

MISTAKE(RegisterNullRecord) { KeRegisterBugCheckCallback(NULL, LastWords, NULL, 0, NULL); }
MISTAKE(DeregisterNullRecord) { KeDeregisterBugCheckCallback(NULL); }

MISTAKE(RegisterWithoutRoutine)
{
	KeInitializeCallbackRecord(&Record);
	KeRegisterBugCheckCallback(&Record, NULL, NULL, 0, NULL);
}

MISTAKE(FreeRegisteredRecord)
{
	PKBUGCHECK_CALLBACK_RECORD record = ExAllocatePoolWithTag(NonPagedPool, sizeof(*record), TAG);

	if (!record)
		return;
	KeInitializeCallbackRecord(record);
	KeRegisterBugCheckCallback(record, LastWords, NULL, 0, NULL);
	ExFreePoolWithTag(record, TAG);
}

MISTAKE(AskAddressOfNull) { MmGetSystemRoutineAddress(NULL); }

MISTAKE(AskNameOfMemory)
{
	ULONG length;

	ObQueryNameString(Rubbish, NULL, 0, &length);
}

MISTAKE(AskNameWithoutLength) { ObQueryNameString(Device, NULL, 0, NULL); }

MISTAKE(OpenPointerToMemory)
{
	HANDLE handle;

	ObOpenObjectByPointer(Rubbish, 0, NULL, 0, NULL, KernelMode, &handle);
}

MISTAKE(OpenPointerForNobody) { ObOpenObjectByPointer(Device, 0, NULL, 0, NULL, KernelMode, NULL); }

MISTAKE(RegisterNullForShutdown) { IoRegisterShutdownNotification(NULL); }
MISTAKE(UnregisterForShutdown) { IoUnregisterShutdownNotification(Target); }

static NTSTATUS NTAPI NeverTold(PVOID Notification, PVOID Context) { return STATUS_SUCCESS; }

static VOID Watch(IO_NOTIFICATION_EVENT_CATEGORY Category, PVOID Data, PDRIVER_OBJECT Object,
		  PDRIVER_NOTIFICATION_CALLBACK_ROUTINE Routine)
{
	PVOID entry;

	if (NT_SUCCESS(IoRegisterPlugPlayNotification(Category, 0, Data, Object, Routine, NULL, &entry)))
		IoUnregisterPlugPlayNotification(entry);
}

MISTAKE(WatchForNobody) { IoRegisterPlugPlayNotification(EventCategoryHardwareProfileChange, 0, NULL, Driver, NeverTold, NULL, NULL); }
MISTAKE(WatchForNoDriver) { Watch(EventCategoryHardwareProfileChange, NULL, (PDRIVER_OBJECT)Rubbish, NeverTold); }
MISTAKE(WatchWithoutRoutine) { Watch(EventCategoryHardwareProfileChange, NULL, Driver, NULL); }
MISTAKE(WatchNoClass) { Watch(EventCategoryDeviceInterfaceChange, NULL, Driver, NeverTold); }
MISTAKE(WatchMemoryAsFile) { Watch(EventCategoryTargetDeviceChange, Rubbish, Driver, NeverTold); }
MISTAKE(WatchNothing) { Watch(EventCategoryReserved, NULL, Driver, NeverTold); }
MISTAKE(UnwatchNull) { IoUnregisterPlugPlayNotification(NULL); }

MISTAKE(UnwatchTwice)
{
	PVOID entry;

	IoRegisterPlugPlayNotification(EventCategoryHardwareProfileChange, 0, NULL, Driver, NeverTold, NULL,
				       &entry);
	IoUnregisterPlugPlayNotificationEx(entry);
	IoUnregisterPlugPlayNotificationEx(entry);
}

MISTAKE(RequestPowerOfNull) { POWER_STATE on = { .DeviceState = PowerDeviceD0 }; PoRequestPowerIrp(NULL, IRP_MN_SET_POWER, on, NULL, NULL, NULL); }
MISTAKE(RequestNoPower) { POWER_STATE on = { .DeviceState = PowerDeviceD0 }; PoRequestPowerIrp(Device, IRP_MN_POWER_SEQUENCE, on, NULL, NULL, NULL); }
MISTAKE(RequestPowerAndCallJunk) { POWER_STATE on = { .DeviceState = PowerDeviceD0 }; PoRequestPowerIrp(Device, IRP_MN_SET_POWER, on, (PREQUEST_POWER_COMPLETE)JUNK, NULL, NULL); }
MISTAKE(InvalidateRelationsOfNull) { IoInvalidateDeviceRelations(NULL, BusRelations); }
MISTAKE(InvalidateRelationsOfOwn) { IoInvalidateDeviceRelations(Device, BusRelations); }
MISTAKE(OpenKeyOfNullInterface) { HANDLE key; IoOpenDeviceInterfaceRegistryKey(NULL, 0, &key); }

static VOID NTAPI NeverNotified(PVOID Context, PVOID Argument1, PVOID Argument2)
{
}

/* A callback object without a name, or NULL. */
static PCALLBACK_OBJECT NewCallback(VOID)
{
	OBJECT_ATTRIBUTES attributes;
	PCALLBACK_OBJECT object;

	InitializeObjectAttributes(&attributes, NULL, 0, NULL, NULL);
	return NT_SUCCESS(ExCreateCallback(&object, &attributes, TRUE, TRUE)) ? object : NULL;
}

MISTAKE(CreateCallbackForNobody) { ExCreateCallback(NULL, NULL, TRUE, TRUE); }
MISTAKE(RegisterWithMemory) { ExRegisterCallback((PCALLBACK_OBJECT)Rubbish, NeverNotified, NULL); }
MISTAKE(NotifyMemory) { ExNotifyCallback((PCALLBACK_OBJECT)Rubbish, NULL, NULL); }
MISTAKE(UnregisterNull) { ExUnregisterCallback(NULL); }

MISTAKE(RegisterNoFunction)
{
	PCALLBACK_OBJECT object = NewCallback();

	ExRegisterCallback(object, NULL, NULL);
	ObDereferenceObject(object);
}

MISTAKE(UnregisterTwice)
{
	PCALLBACK_OBJECT object = NewCallback();
	PVOID registration = ExRegisterCallback(object, NeverNotified, NULL);

	ExUnregisterCallback(registration);
	ExUnregisterCallback(registration);
	ObDereferenceObject(object);
}

MISTAKE(LeaveCriticalRegion) { KeLeaveCriticalRegion(); }

MISTAKE(LeaveOtherRegion)
{
	KeEnterCriticalRegion();
	KeLeaveGuardedRegion();
	KeLeaveCriticalRegion();
}

MISTAKE(ReadRegisterOfNull) { READ_REGISTER_UCHAR(NULL); }
MISTAKE(WriteRegisterOfJunk) { WRITE_REGISTER_ULONG(JUNK, 1); }
MISTAKE(ReadRegistersIntoNull) { READ_REGISTER_BUFFER_USHORT((PUSHORT)Rubbish, NULL, 2); }

MISTAKE(MapScreen)
{
	PHYSICAL_ADDRESS address;

	address.QuadPart = 0xa0000;
	MmMapIoSpace(address, 0x10000, MmNonCached);
}

MISTAKE(UnmapUnmapped) { MmUnmapIoSpace(Rubbish, sizeof(Rubbish)); }
MISTAKE(PreciseTimeForNobody) { KeQueryInterruptTimePrecise(NULL); }

MISTAKE(ReadIntoNull) { READ_PORT_BUFFER_UCHAR(PortInformation.Controller + 1, NULL, 4); }



static VOID AskPort(ULONG Code, PVOID Buffer, ULONG Input, ULONG Output)
{
	IO_STATUS_BLOCK result;
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(Code, Port, Buffer, Input, Buffer, Output, TRUE, &event, &result);
	if (irp && IoCallDriver(Port, irp) == STATUS_PENDING)
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
}

/* Requests that are complete, and requests that somebody else has */

MISTAKE(FreeCompleteProgramsIrp)
{
	Complete(Program, STATUS_SUCCESS);
	IoFreeIrp(Program);
	Program = NULL;
}

MISTAKE(ReuseCompleteProgramsIrp)
{
	Complete(Program, STATUS_SUCCESS);
	IoReuseIrp(Program, STATUS_SUCCESS);
	Program = NULL;
}

MISTAKE(SendCompleteProgramsIrp)
{
	Complete(Program, STATUS_SUCCESS);
	IoCallDriver(Target, Program);
	Program = NULL;
}

MISTAKE(PassCompleteProgramsIrpOn)
{
	Complete(Program, STATUS_SUCCESS);
	IoSkipCurrentIrpStackLocation(Program);
	IoCallDriver(Target, Program);
	Program = NULL;
}

/*
 * A request of the driver's waits for the port, which the driver has; meanwhile, this is done to
 * it.
 */
static VOID WhileItWaits(ULONG Code, VOID (*Do)(PIRP Irp))
{
	PARALLEL_1284_COMMAND command = { 0 };
	IO_STATUS_BLOCK result;
	KEVENT event;
	PIRP irp;

	if (!PortInformation.TryAllocatePort(PortInformation.Context))
		return;
	KeInitializeEvent(&event, NotificationEvent, FALSE);
	command.CommandFlags = PAR_END_OF_CHAIN_DEVICE;
	irp = IoBuildDeviceIoControlRequest(Code, Port, &command, sizeof(command), NULL, 0, TRUE, &event,
					    &result);
	if (IoCallDriver(Port, irp) == STATUS_PENDING)
		Do(irp);
	PortInformation.FreePort(PortInformation.Context);
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
	PortInformation.FreePort(PortInformation.Context);
}

static VOID CompletesIt(PIRP Irp) { IoCompleteRequest(Irp, IO_NO_INCREMENT); }
static VOID SendsItAgain(PIRP Irp) { IoCallDriver(Port, Irp); }
static VOID LosesItsBuffer(PIRP Irp) { Irp->AssociatedIrp.SystemBuffer = JUNK; }
MISTAKE(CompleteWaiting) { WhileItWaits(IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, CompletesIt); }
MISTAKE(SendWaiting) { WhileItWaits(IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, SendsItAgain); }
MISTAKE(LoseBufferOfWaiting) { WhileItWaits(IOCTL_INTERNAL_SELECT_DEVICE, LosesItsBuffer); }

static NTSTATUS NTAPI MovesLocation(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
	Irp->StackCount = 100;
	Irp->CurrentLocation = 60;
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI LosesLocation(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
	Irp->Tail.Overlay.CurrentStackLocation = NULL;
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI SkipsLocation(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
	IoSkipCurrentIrpStackLocation(Irp);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI FreesRequest(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
	IoFreeIrp(Irp);
	return STATUS_SUCCESS;
}

DISPATCH(CompletesIrp) { return Complete(Irp, STATUS_SUCCESS); }

/* Makes and completes a request with this completion routine, which the I/O manager frees. */
static VOID CompleteBy(PIO_COMPLETION_ROUTINE Routine)
{
	IO_STATUS_BLOCK result;
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(CTL_CODE(FILE_DEVICE_UNKNOWN, 1, METHOD_BUFFERED, 0), Target,
					    NULL, 0, NULL, 0, FALSE, &event, &result);
	IoSetCompletionRoutine(irp, Routine, NULL, TRUE, TRUE, TRUE);
	Answer = CompletesIrp;
	IoCallDriver(Target, irp);
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
}

MISTAKE(MoveLocationInCompletion) { CompleteBy(MovesLocation); }
MISTAKE(LoseLocationInCompletion) { CompleteBy(LosesLocation); }
MISTAKE(SkipLocationInCompletion) { CompleteBy(SkipsLocation); }

MISTAKE(FreeInCompletion)
{
	PIRP irp = NewIrp();

	IoSetCompletionRoutine(irp, FreesRequest, NULL, TRUE, TRUE, TRUE);
	Answer = CompletesIrp;
	IoCallDriver(Target, irp);
}

static VOID NTAPI StartsNothing(PDEVICE_OBJECT DeviceObject, PIRP Irp) { }

/* Puts a request into Target's queue as the current one. */
static PIRP MakeBusy(VOID)
{
	PIRP irp = NewIrp();

	Driver->DriverStartIo = StartsNothing;
	IoStartPacket(Target, irp, NULL, NULL);
	return irp;
}

static VOID MakeIdle(PIRP Current)
{
	IoStartNextPacket(Target, FALSE);
	Driver->DriverStartIo = NULL;
	IoFreeIrp(Current);
}

MISTAKE(StartQueuedAgain)
{
	PIRP current = MakeBusy(), next = NewIrp();

	IoStartPacket(Target, next, NULL, NULL);
	IoStartPacket(Target, next, NULL, NULL);
	IoStartNextPacket(Target, FALSE);
	IoFreeIrp(current);
	MakeIdle(next);
}

MISTAKE(StartQueuedElsewhere)
{
	PIRP current = MakeBusy(), next = NewIrp();

	IoStartPacket(Target, next, NULL, NULL);
	IoStartPacket(Device, next, NULL, NULL);
	IoStartNextPacket(Target, FALSE);
	IoFreeIrp(current);
	MakeIdle(next);
}

MISTAKE(FreeInQueue)
{
	PIRP current = MakeBusy(), next = NewIrp();

	IoStartPacket(Target, next, NULL, NULL);
	IoFreeIrp(next);
	MakeIdle(current);
}

DISPATCH(CompletesInQueue)
{
	IoStartPacket(DeviceObject, Irp, NULL, NULL);
	return Complete(Irp, STATUS_SUCCESS);
}

MISTAKE(CompleteInQueue)
{
	PIRP current = MakeBusy();

	SendNew(CompletesInQueue);
	MakeIdle(current);
}

DISPATCH(StartsTwiceAndCompletes)
{
	/* The first call starts it, the second one queues it: a StartIo may do that. */
	IoStartPacket(DeviceObject, Irp, NULL, NULL);
	IoStartPacket(DeviceObject, Irp, NULL, NULL);
	return Complete(Irp, STATUS_SUCCESS);
}

MISTAKE(StartCurrentAgain)
{
	Driver->DriverStartIo = StartsNothing;
	SendNew(StartsTwiceAndCompletes);
	IoStartNextPacket(Target, FALSE);
	Driver->DriverStartIo = NULL;
}

MISTAKE(ReportForThePorts)
{
	BOOLEAN conflict;

	IoReportResourceUsage(NULL, Port->DriverObject, NULL, 0, NULL, NULL, 0, FALSE, &conflict);
}

MISTAKE(CreateForThePorts)
{
	PDEVICE_OBJECT device;

	IoCreateDevice(Port->DriverObject, 8, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
}

MISTAKE(AcquireTwice)
{
	KSPIN_LOCK lock;
	KIRQL irql, again;

	KeInitializeSpinLock(&lock);
	KeAcquireSpinLock(&lock, &irql);
	KeAcquireSpinLock(&lock, &again);
	KeReleaseSpinLock(&lock, irql);
}

MISTAKE(AskPropertyOfNull)
{
	ULONG length;

	IoGetDeviceProperty(NULL, DevicePropertyHardwareID, 0, NULL, &length);
}

MISTAKE(AskPropertyForNobody) { IoGetDeviceProperty(Port, DevicePropertyHardwareID, 0, NULL, NULL); }

MISTAKE(OpenKeyOfMemory)
{
	HANDLE handle;

	IoOpenDeviceRegistryKey((PDEVICE_OBJECT)Rubbish, PLUGPLAY_REGKEY_DEVICE, KEY_READ, &handle);
}

MISTAKE(TimeForNobody) { KeQuerySystemTime(NULL); }
MISTAKE(CounterForJunk) { KeQueryPerformanceCounter(JUNK); }

MISTAKE(LocalTimeForNobody)
{
	LARGE_INTEGER Time;

	KeQuerySystemTime(&Time);
	ExSystemTimeToLocalTime(&Time, NULL);
}

static int __cdecl Alike(const void *A, const void *B) { return 0; }

MISTAKE(SortNothing) { qsort(NULL, 3, sizeof(ULONG), Alike); }
MISTAKE(SortByJunk) { qsort(Rubbish, 3, sizeof(ULONG), (int (__cdecl *)(const void *, const void *))JUNK); }
MISTAKE(SearchWithoutSize) { bsearch(Rubbish, Rubbish, 3, 0, Alike); }
MISTAKE(SplitNull) { IoMakeAssociatedIrp(NULL, 1); }
MISTAKE(SplitMemory) { IoMakeAssociatedIrp((PIRP)Rubbish, 1); }

MISTAKE(SplitUnsent)
{
	PIRP irp = IoAllocateIrp(1, FALSE);

	if (irp) {
		IoMakeAssociatedIrp(irp, 1);
		IoFreeIrp(irp);
	}
}

MISTAKE(DescribePartOfMemory) { IoBuildPartialMdl((PMDL)Rubbish, (PMDL)Rubbish, Rubbish, 1); }

MISTAKE(DescribePartOfUnlocked)
{
	PMDL mdl = IoAllocateMdl(Rubbish, sizeof(Rubbish), FALSE, FALSE, NULL);
	PMDL part = IoAllocateMdl(Rubbish, sizeof(Rubbish), FALSE, FALSE, NULL);

	if (mdl && part)
		IoBuildPartialMdl(mdl, part, Rubbish, 1);
	if (mdl)
		IoFreeMdl(mdl);
	if (part)
		IoFreeMdl(part);
}

MISTAKE(ExtendMemory)
{
	PVOID extension;

	IoAllocateDriverObjectExtension((PDRIVER_OBJECT)Rubbish, Rubbish, 1, &extension);
}

MISTAKE(ExtendForNobody) { IoAllocateDriverObjectExtension(Driver, Rubbish, 1, NULL); }
MISTAKE(ExtensionOfNull) { IoGetDriverObjectExtension(NULL, Rubbish); }
MISTAKE(AssertJunk) { RtlAssert(JUNK, JUNK, 1, JUNK); }

MISTAKE(SelectNull)
{
	PARALLEL_PNP_INFORMATION pnp = { 0 };

	AskPort(IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &pnp, 0, sizeof(pnp));
	pnp.TrySelectDevice(pnp.Context, NULL);
}

MISTAKE(SelectWithoutContext)
{
	PARALLEL_1284_COMMAND command = { 0 };
	PARALLEL_PNP_INFORMATION pnp = { 0 };

	AskPort(IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &pnp, 0, sizeof(pnp));
	pnp.TrySelectDevice(NULL, &command);
}

MISTAKE(DeselectWithoutContext)
{
	PARALLEL_1284_COMMAND command = { 0 };
	PARALLEL_PNP_INFORMATION pnp = { 0 };

	AskPort(IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &pnp, 0, sizeof(pnp));
	pnp.DeselectDevice(NULL, &command);
}

MISTAKE(SetModeWithoutContext)
{
	PARALLEL_PNP_INFORMATION pnp = { 0 };

	AskPort(IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &pnp, 0, sizeof(pnp));
	pnp.TrySetChipMode(NULL, ECR_BYTE_MODE);
}

MISTAKE(ClearModeWithoutContext)
{
	PARALLEL_PNP_INFORMATION pnp = { 0 };

	AskPort(IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &pnp, 0, sizeof(pnp));
	pnp.ClearChipMode(JUNK, ECR_BYTE_MODE);
}

MISTAKE(AskPortWithJunk)
{
	PIRP irp = NewIrp();
	PIO_STACK_LOCATION location = IoGetNextIrpStackLocation(irp);

	location->MajorFunction = IRP_MJ_INTERNAL_DEVICE_CONTROL;
	location->Parameters.DeviceIoControl.IoControlCode = IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO;
	location->Parameters.DeviceIoControl.OutputBufferLength = sizeof(PARALLEL_PORT_INFORMATION);
	irp->AssociatedIrp.SystemBuffer = JUNK;
	IoCallDriver(Port, irp);
	IoFreeIrp(irp);
}

MISTAKE(RemoveJunkFromCsq)
{
	IO_CSQ_IRP_CONTEXT context = { 0 };

	InitializeCsq();
	context.Irp = JUNK;
	IoCsqRemoveIrp(&Csq, &context);
}

MISTAKE(AddToFreedMdl)
{
	PIRP irp = NewIrp();
	PMDL mdl;

	IoFreeMdl(IoAllocateMdl(Rubbish, 8, FALSE, FALSE, irp));
	mdl = IoAllocateMdl(Rubbish, 8, TRUE, FALSE, irp);
	IoFreeMdl(mdl);
	irp->MdlAddress = NULL;
	IoFreeIrp(irp);
}

MISTAKE(RequestDpcOfDeleted)
{
	PDEVICE_OBJECT device;

	if (!NT_SUCCESS(IoCreateDevice(Driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device)))
		return;
	IoDeleteDevice(device);
	IoRequestDpc(device, NULL, NULL);
}

MISTAKE(ReferenceAtHighLevel)
{
	KIRQL irql;

	KeRaiseIrql(HIGH_LEVEL, &irql);
	ObReferenceObject(Target);
	KeLowerIrql(irql);
}

/* Of the two references that are given back, the first one is the driver's own (W11). */
MISTAKE(DereferenceRelationTwice)
{
	PIO_STACK_LOCATION location;
	IO_STATUS_BLOCK result;
	PDEVICE_RELATIONS relations;
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, Port, NULL, 0, NULL, &event, &result);
	irp->IoStatus.Status = STATUS_NOT_SUPPORTED;
	location = IoGetNextIrpStackLocation(irp);
	location->MinorFunction = IRP_MN_QUERY_DEVICE_RELATIONS;
	location->Parameters.QueryDeviceRelations.Type = TargetDeviceRelation;
	if (!NT_SUCCESS(IoCallDriver(Port, irp)))
		return;
	relations = (PDEVICE_RELATIONS)result.Information;
	ObDereferenceObject(relations->Objects[0]);
	ObDereferenceObject(relations->Objects[0]);
	ExFreePool(relations);
}

MISTAKE(InsertUnsentIntoCsq)
{
	PIRP irp = NewIrp();

	InitializeCsq();
	IoCsqInsertIrp(&Csq, irp, NULL);
	IoFreeIrp(irp);
}

MISTAKE(SortDamagedForWmi)
{
	PIRP irp = NewIrp();

	irp->Tail.Overlay.CurrentStackLocation -= 1000;
	WmiSystemControl(&WmiLibrary, Device, irp, &Disposition);
	IoFreeIrp(irp);
}

MISTAKE(SetCompletionWithoutLocation)
{
	PIRP irp = NewIrp();

	IoSetNextIrpStackLocation(irp);
	IoSetCompletionRoutineEx(Target, irp, KeepIrp, NULL, TRUE, TRUE, TRUE);
	IoFreeIrp(irp);
}

MISTAKE(AddToCircleOfMdls)
{
	PIRP irp = NewIrp();
	PMDL mdl = IoAllocateMdl(Rubbish, 8, FALSE, FALSE, irp);

	mdl->Next = mdl;
	IoFreeMdl(IoAllocateMdl(Rubbish, 8, TRUE, FALSE, irp));
	IoFreeMdl(mdl);
	irp->MdlAddress = NULL;
	IoFreeIrp(irp);
}

MISTAKE(ExtendPortsDriver)
{
	PVOID extension;

	IoAllocateDriverObjectExtension(Port->DriverObject, Rubbish, 8, &extension);
}

MISTAKE(TellPortOfShutdown) { IoRegisterShutdownNotification(Port); }

/* Nobody could send it a request. */
MISTAKE(SayNoStackSize)
{
	CCHAR size = Target->StackSize;

	Target->StackSize = 0;
	SendBuilt(NULL, NULL, 0);
	Target->StackSize = size;
}


/* Calls that would wait for ever for a lock that the caller has, with interrupts off */

static VOID AtHighLevel(VOID (*Call)(VOID))
{
	KIRQL irql;

	KeRaiseIrql(HIGH_LEVEL, &irql);
	Call();
	KeLowerIrql(irql);
}

static VOID TriesPort(VOID) { PortInformation.TryAllocatePort(PortInformation.Context); }
static VOID FreesPort(VOID) { PortInformation.FreePort(PortInformation.Context); }
static VOID AsksForWaiters(VOID) { PortInformation.QueryNumWaiters(PortInformation.Context); }
MISTAKE(TryPortAtHighLevel) { AtHighLevel(TriesPort); }
MISTAKE(FreePortAtHighLevel) { AtHighLevel(FreesPort); }
MISTAKE(AskForWaitersAtHighLevel) { AtHighLevel(AsksForWaiters); }

static BOOLEAN NTAPI FreesPortSynchronized(PVOID Context)
{
	FreesPort();
	return TRUE;
}

MISTAKE(FreePortSynchronized)
{
	Interrupt = NULL;
	Connect(&Interrupt, Serve, NULL, 7, 9);
	if (!Interrupt)
		return;
	KeSynchronizeExecution(Interrupt, FreesPortSynchronized, NULL);
	IoDisconnectInterrupt(Interrupt);
}

MISTAKE(FreePortOfNull) { PortInformation.FreePort(NULL); }
MISTAKE(TryPortOfJunk) { PortInformation.TryAllocatePort(JUNK); }
MISTAKE(FreePortOfOwnExtension) { PortInformation.FreePort(Device->DeviceExtension); }
MISTAKE(AskForWaitersOfMemory) { PortInformation.QueryNumWaiters(Rubbish); }

static KSPIN_LOCK Lock;

static BOOLEAN NTAPI AddsUnderLock(PVOID Context)
{
	ExInterlockedAddUlong((PULONG)Rubbish, 0, &Lock);
	return TRUE;
}

/* Does this with a line whose spin lock is Lock. */
static VOID WithLine(VOID (*Do)(PKINTERRUPT Line))
{
	KeInitializeSpinLock(&Lock);
	Interrupt = NULL;
	Connect(&Interrupt, Serve, &Lock, 7, 9);
	if (!Interrupt)
		return;
	Do(Interrupt);
	IoDisconnectInterrupt(Interrupt);
}

static VOID AddsSynchronized(PKINTERRUPT Line) { KeSynchronizeExecution(Line, AddsUnderLock, NULL); }
MISTAKE(AddUnderLockOfInterrupt) { WithLine(AddsSynchronized); }

static VOID SynchronizesWithLock(PKINTERRUPT Line)
{
	KIRQL irql;

	KeAcquireSpinLock(&Lock, &irql);
	KeSynchronizeExecution(Line, AddsUnderLock, NULL);
	KeReleaseSpinLock(&Lock, irql);
}
MISTAKE(SynchronizeWithItsLock) { WithLine(SynchronizesWithLock); }

static VOID SynchronizesJunk(PKINTERRUPT Line)
{
	KeSynchronizeExecution(Line, (PKSYNCHRONIZE_ROUTINE)JUNK, NULL);
}
MISTAKE(SynchronizeJunk) { WithLine(SynchronizesJunk); }

static VOID NTAPI KeepsLine(PVOID Context)
{
	KeAcquireInterruptSpinLock(Interrupt);
}

/* In a thread, which ends in that way. */
static VOID KeepsLineInThread(PKINTERRUPT Line)
{
	PVOID thread;
	HANDLE handle;

	if (!NT_SUCCESS(PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, KeepsLine, NULL)))
		return;
	if (NT_SUCCESS(ObReferenceObjectByHandle(handle, 0, *PsThreadType, KernelMode, &thread, NULL))) {
		KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL);
		ObDereferenceObject(thread);
	}
	ZwClose(handle);
}
MISTAKE(KeepLine) { WithLine(KeepsLineInThread); }

MISTAKE(TakeMemoryAsLine)
{
	ULONG memory[16] = { 0 };

	KeAcquireInterruptSpinLock((PKINTERRUPT)memory);
}

static VOID LowersUnderLine(PKINTERRUPT Line)
{
	KIRQL irql = KeAcquireInterruptSpinLock(Line);

	KeLowerIrql(PASSIVE_LEVEL);
	KeReleaseInterruptSpinLock(Line, irql);
}
MISTAKE(LowerUnderLine) { WithLine(LowersUnderLine); }

static VOID ReleasesLine(PKINTERRUPT Line) { KeReleaseInterruptSpinLock(Line, PASSIVE_LEVEL); }
MISTAKE(ReleaseFreeLine) { WithLine(ReleasesLine); }

static VOID TakesLineTwice(PKINTERRUPT Line)
{
	KIRQL irql = KeAcquireInterruptSpinLock(Line);

	KeAcquireInterruptSpinLock(Line);
	KeReleaseInterruptSpinLock(Line, irql);
}
MISTAKE(TakeLineTwice) { WithLine(TakesLineTwice); }

MISTAKE(AddUnderHeldLock)
{
	KIRQL irql;

	KeInitializeSpinLock(&Lock);
	KeAcquireSpinLock(&Lock, &irql);
	ExInterlockedAddUlong((PULONG)Rubbish, 0, &Lock);
	KeReleaseSpinLock(&Lock, irql);
}

MISTAKE(InsertUnderHeldLock)
{
	LIST_ENTRY head, entry;
	KIRQL irql;

	InitializeListHead(&head);
	KeInitializeSpinLock(&Lock);
	KeAcquireSpinLock(&Lock, &irql);
	ExInterlockedInsertTailList(&head, &entry, &Lock);
	KeReleaseSpinLock(&Lock, irql);
}

MISTAKE(FreeHeldLock)
{
	PKSPIN_LOCK lock = ExAllocatePoolWithTag(NonPagedPool, sizeof(*lock), TAG);
	KIRQL irql;

	if (!lock)
		return;
	KeInitializeSpinLock(lock);
	KeAcquireSpinLock(lock, &irql);
	ExFreePoolWithTag(lock, TAG);
	KeLowerIrql(irql);
}

/* What is not a routine */

MISTAKE(ConnectJunkByRequest)
{
	PARALLEL_INTERRUPT_SERVICE_ROUTINE service = { (PKSERVICE_ROUTINE)JUNK };
	PARALLEL_INTERRUPT_INFORMATION *result = (PVOID)&service;

	AskPort(IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &service, sizeof(service), sizeof(*result));
}

MISTAKE(CheckByJunk)
{
	PARALLEL_INTERRUPT_SERVICE_ROUTINE service = { Serve };
	PARALLEL_INTERRUPT_INFORMATION *result = (PVOID)&service;

	service.DeferredPortCheckRoutine = (PPARALLEL_DEFERRED_ROUTINE)JUNK;
	AskPort(IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &service, sizeof(service), sizeof(*result));
}

MISTAKE(InitializeJunkDpc)
{
	KDPC dpc;

	KeInitializeDpc(&dpc, (PKDEFERRED_ROUTINE)JUNK, NULL);
}

/* It is looked at when the DPC is queued. */
MISTAKE(ExchangeRoutineOfDpc)
{
	static KDPC dpc;

	KeInitializeDpc(&dpc, RunDpc, NULL);
	dpc.DeferredRoutine = (PKDEFERRED_ROUTINE)JUNK;
	KeInsertQueueDpc(&dpc, NULL, NULL);
	KeFlushQueuedDpcs();
}

MISTAKE(SetJunkToCancel)
{
	PIRP irp = NewIrp();

	IoSetCancelRoutine(irp, (PDRIVER_CANCEL)JUNK);
	IoFreeIrp(irp);
}

MISTAKE(StartPacketAndCancelByJunk)
{
	PIRP irp = NewIrp();

	IoStartPacket(Device, irp, NULL, (PDRIVER_CANCEL)JUNK);
	IoFreeIrp(irp);
}

DISPATCH(Succeeds) { return Complete(Irp, STATUS_SUCCESS); }

/* Sends a request, which succeeds, with a completion routine. */
static VOID SendWithCompletion(PIO_COMPLETION_ROUTINE Completion)
{
	IO_STATUS_BLOCK result;
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(CTL_CODE(FILE_DEVICE_UNKNOWN, 1, METHOD_BUFFERED, 0), Target,
					    NULL, 0, NULL, 0, FALSE, &event, &result);
	IoSetCompletionRoutine(irp, Completion, NULL, TRUE, TRUE, TRUE);
	Answer = Succeeds;
	IoCallDriver(Target, irp);
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
}

MISTAKE(CompleteByJunk) { SendWithCompletion((PIO_COMPLETION_ROUTINE)JUNK); }

MISTAKE(DispatchByJunk)
{
	PDRIVER_DISPATCH kept = Driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS];
	IO_STATUS_BLOCK result;
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS, Target, NULL, 0, NULL, &event, &result);
	Driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = (PDRIVER_DISPATCH)JUNK;
	IoCallDriver(Target, irp);
	Driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = kept;
}

MISTAKE(StartByJunk)
{
	Driver->DriverStartIo = (PDRIVER_STARTIO)JUNK;
	SendBuilt(StartsPacket, NULL, 0);
	Driver->DriverStartIo = NULL;
}

/* What goes on and on */

static VOID NTAPI NotifiesAgain(PVOID Context, PVOID Argument1, PVOID Argument2)
{
	ExNotifyCallback(Context, NULL, NULL);
}

MISTAKE(NotifyWithoutEnd)
{
	PCALLBACK_OBJECT object = NewCallback();
	PVOID registration = ExRegisterCallback(object, NotifiesAgain, object);

	ExNotifyCallback(object, NULL, NULL);
	ExUnregisterCallback(registration);
	ObDereferenceObject(object);
}

/* Each part is the master of the next one. */
DISPATCH(Splits)
{
	PIRP part;

	Irp->AssociatedIrp.IrpCount = 1;
	IoMarkIrpPending(Irp);
	Irp->IoStatus.Status = STATUS_SUCCESS;
	part = IoMakeAssociatedIrp(Irp, 1);
	if (!part) {
		IoCompleteRequest(Irp, IO_NO_INCREMENT);
		return STATUS_PENDING;
	}
	IoGetNextIrpStackLocation(part)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	IoCallDriver(Target, part);
	return STATUS_PENDING;
}
MISTAKE(SplitWithoutEnd) { SendBuilt(Splits, NULL, 0); }

/* Sends the request again each time that it comes back. */
static NTSTATUS NTAPI SendsAgain(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
	IoGetNextIrpStackLocation(Irp)->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	IoSetCompletionRoutine(Irp, SendsAgain, NULL, TRUE, TRUE, TRUE);
	IoCallDriver(Target, Irp);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

MISTAKE(SendAgainWithoutEnd) { SendWithCompletion(SendsAgain); }

MISTAKE(InitializeHeldLock)
{
	KSPIN_LOCK lock;
	KIRQL irql;

	KeInitializeSpinLock(&lock);
	KeAcquireSpinLock(&lock, &irql);
	KeInitializeSpinLock(&lock);
	KeReleaseSpinLock(&lock, irql);
}

MISTAKE(StayInRegion) { KeEnterCriticalRegion(); }

static const struct {
	VOID (*Make)(VOID);
	struct mistake Mistake;
} Mistakes[] = {
	{ MakeZoneOfJunk, { "ExInitializeZone with no segment", "ExInitializeZone: " } },
	{ ExtendZoneWithoutLock, { "ExInterlockedExtendZone without a lock", "ExInterlockedExtendZone: " } },
	{ SeedWithJunk, { "RtlRandom without a seed", "RtlRandom: " } },
	{ UseFloatingPoint, { "KeSaveFloatingPointState", "KeSaveFloatingPointState: " } },
	{ AskForAdapterOfJunk, { "HalGetAdapter without a description", "HalGetAdapter: " } },
	{ AskWhereJunkIs, { "MmGetPhysicalAddress of no memory", "MmGetPhysicalAddress: " } },
	{ FreeContiguousRubbish, { "MmFreeContiguousMemory of no block", "MmFreeContiguousMemory: " } },
	{ FreePoolAsContiguous, { "MmFreeContiguousMemory of pool", "the block is pool memory" } },
	{ FreeNonCachedJunk, { "MmFreeNonCachedMemory of no block", "MmFreeNonCachedMemory: " } },
	{ RequestorOfJunk, { "IoIs32bitProcess of no request", "IoIs32bitProcess: " } },
	{ ThreadOfRubbish, { "PsGetThreadId of no thread", "PsGetThreadId: " } },
	{ WorkItemOfRubbish, { "IoInitializeWorkItem of no device", "IoInitializeWorkItem: " } },
	{ EndWorkItemThatIsNone, { "IoUninitializeWorkItem of no work item", "IoUninitializeWorkItem: " } },
	{ DumpCallbackOfJunk, { "KeRegisterBugCheckReasonCallback without a record", "KeRegisterBugCheckReasonCallback: " } },
	{ StayBound, { "KeSetSystemAffinityThread without KeRevertToUserAffinityThread", "without KeRevertToUserAffinityThread" } },
	{ FreeProgramsIrp, { "IoFreeIrp of a program's request", "IoFreeIrp: request" } },
	{ FreeNullIrp, { "IoFreeIrp of NULL", "IoFreeIrp: request" } },
	{ FreeJunkIrp, { "IoFreeIrp of no address", "IoFreeIrp: request" } },
	{ FreeMemoryAsIrp, { "IoFreeIrp of other memory", "IoFreeIrp: request" } },
	{ FreeIrpTwice, { "IoFreeIrp twice", "is already free" } },
	{ FreeSentIrp, { "IoFreeIrp of a request under way", "is under way" } },
	{ CompleteNull, { "IoCompleteRequest of NULL", "IofCompleteRequest: " } },
	{ CompleteMemory, { "IoCompleteRequest of other memory", "is not a request" } },
	{ CompleteUnsent, { "IoCompleteRequest of a request that was never sent", "never sent" } },
	{ CompleteTwice, { "IoCompleteRequest twice", "already complete" } },
	{ CompletePending, { "IoCompleteRequest with STATUS_PENDING", "STATUS_PENDING" } },
	{ CompleteAndReturnPending, { "completion of a request, and STATUS_PENDING", "IoMarkIrpPending" } },
	{ MarkAndReturnSuccess, { "IoMarkIrpPending, and the status of the completion", "has to return STATUS_PENDING" } },
	{ ReturnAnotherStatus, { "another status than that of the completion", "has to return the same" } },
	{ ReturnPendingUnmarked, { "STATUS_PENDING without IoMarkIrpPending", "IoMarkIrpPending" } },
	{ MarkAndReturnBeforeItIsDone, { "IoMarkIrpPending without STATUS_PENDING", "has to return STATUS_PENDING" } },
	{ CompleteWithCancelRoutine, { "IoCompleteRequest with a cancel routine", "cancel routine" } },
	{ ReuseSentIrp, { "IoReuseIrp of a request under way", "is under way" } },
	{ ReuseNull, { "IoReuseIrp of NULL", "IoReuseIrp: " } },
	{ InitializeShort, { "IoInitializeIrp with too few bytes", "stack locations" } },
	{ InitializeNull, { "IoInitializeIrp of NULL", "IoInitializeIrp: " } },
	{ InitializeSentIrp, { "IoInitializeIrp of a request under way", "is under way" } },
	{ AllocateWithoutLocations, { "IoAllocateIrp without stack locations", "IoAllocateIrp: " } },
	{ CancelNull, { "IoCancelIrp of NULL", "is not a request" } },
	{ CancelFreed, { "IoCancelIrp of a freed request", "is not a request" } },
	{ CallNullIrp, { "IoCallDriver with no request", "IoCallDriver: " } },
	{ CallMemoryAsIrp, { "IoCallDriver with other memory", "is not a request" } },
	{ CallFreedIrp, { "IoCallDriver with a freed request", "is not a request" } },
	{ CallNullDevice, { "IoCallDriver to NULL", "is not a device" } },
	{ CallJunkDevice, { "IoCallDriver to no address", "is not a device" } },
	{ CallMemoryAsDevice, { "IoCallDriver to other memory", "is not a device" } },
	{ CallDeletedDevice, { "IoCallDriver to a deleted device", "was deleted" } },
	{ SendSentIrp, { "IoCallDriver without a stack location left", "no stack location left" } },
	{ SendWithoutEnd, { "a request sent to its own device for ever", "IoCallDriver: " } },
	{ BuildForNull, { "IoBuildDeviceIoControlRequest for NULL", "is not a device" } },
	{ BuildForMemory, { "IoBuildAsynchronousFsdRequest for other memory", "is not a device" } },
	{ BuildUnknown, { "IoBuildAsynchronousFsdRequest of IRP_MJ_CREATE", "IoBuildAsynchronousFsdRequest: " } },
	{ FreeSystemBuffer, { "ExFreePool of a request's system buffer", "system buffer" } },
	{ LoseSystemBuffer, { "a request's system buffer is exchanged", "system buffer" } },
	{ PromiseTooMuch, { "Information beyond the output buffer", "Information" } },
	{ LocationTooHigh, { "CurrentStackLocation moved up", "stack location" } },
	{ LocationTooLow, { "CurrentStackLocation moved down", "stack location" } },
	{ LocationJunk, { "CurrentStackLocation is not an address", "stack location" } },
	{ CurrentLocationTooHigh, { "CurrentLocation above StackCount", "stack location" } },
	{ CurrentLocationNegative, { "CurrentLocation below zero", "stack location" } },
	{ StackCountTooHigh, { "StackCount and CurrentLocation too high", "stack location" } },
	{ SkipUnsent, { "IoSkipCurrentIrpStackLocation before the request is sent", "stack location" } },
	{ CompleteFromTooHigh, { "completion with CurrentStackLocation moved up", "stack location" } },
	{ CompleteFromTooLow, { "completion with locations that are not there", "stack location" } },
	{ CompleteSkipped, { "completion after IoSkipCurrentIrpStackLocation twice", "stack location" } },
	{ CompleteBelowFirst, { "completion below the first location of its own memory", "stack location" } },
	{ DamageStackCount, { "completion with another StackCount", "stack location" } },
	{ ClearIrp, { "completion of a request that was zeroed", "IofCompleteRequest: " } },
	{ ForwardWithoutLocation, { "IoForwardIrpSynchronously without a stack location left", "no stack location left" } },
	{ ForwardNull, { "IoForwardIrpSynchronously of NULL", "is not a request" } },
	{ SetCompletionForJunk, { "IoSetCompletionRoutineEx for no device", "is not a device" } },
	{ FreeNullMdl, { "IoFreeMdl of NULL", "IoFreeMdl: " } },
	{ FreeJunkMdl, { "IoFreeMdl of no address", "IoFreeMdl: " } },
	{ FreeMemoryAsMdl, { "IoFreeMdl of other memory", "IoFreeMdl: " } },
	{ FreeMdlTwice, { "IoFreeMdl twice", "IoFreeMdl: " } },
	{ BuildNullMdl, { "MmBuildMdlForNonPagedPool of NULL", "MmBuildMdlForNonPagedPool: " } },
	{ BuildFreedMdl, { "MmBuildMdlForNonPagedPool of a freed list", "MmBuildMdlForNonPagedPool: " } },
	{ LockNullMdl, { "MmProbeAndLockPages of NULL", "MmProbeAndLockPages: " } },
	{ LockJunkMdl, { "MmProbeAndLockPages of no address", "MmProbeAndLockPages: " } },
	{ LockTwice, { "MmProbeAndLockPages twice", "is locked already" } },
	{ LockPool, { "MmProbeAndLockPages of nonpaged pool", "describes nonpaged pool" } },
	{ LockAtDispatchLevel, { "MmProbeAndLockPages of a program at DISPATCH_LEVEL", "MmProbeAndLockPages" } },
	{ UnlockNullMdl, { "MmUnlockPages of NULL", "MmUnlockPages: " } },
	{ UnlockUnlocked, { "MmUnlockPages of what is not locked", "is not locked" } },
	{ UnlockTwice, { "MmUnlockPages twice", "is not locked" } },
	{ ForgetToUnlock, { "IoFreeMdl of a list that is locked", "are still locked" } },
	{ BuildLockedMdl, { "MmBuildMdlForNonPagedPool of a list that is locked", "is locked already" } },
	{ MapUnlocked, { "MmGetSystemAddressForMdlSafe of what is not locked", "is not locked" } },
	{ UnmapTwice, { "MmUnmapLockedPages twice", "is not mapped there" } },
	{ PutJunkMdl, { "MdlAddress is not an address", "memory descriptor list" } },
	{ FreeMdlOfIrp, { "IoFreeMdl of what stays in a request", "memory descriptor list" } },
	{ CreateForNullDriver, { "IoCreateDevice for NULL", "is not a driver" } },
	{ CreateForMemory, { "IoCreateDevice for other memory", "is not a driver" } },
	{ CreateForNobody, { "IoCreateDevice without a place for the device", "IoCreateDevice: " } },
	{ CreateWithJunkName, { "IoCreateDevice with a name at no address", "IoCreateDevice: " } },
	{ DeleteNull, { "IoDeleteDevice of NULL", "is not a device" } },
	{ DeleteMemory, { "IoDeleteDevice of other memory", "is not a device" } },
	{ DeleteTwice, { "IoDeleteDevice twice", "IoDeleteDevice: " } },
	{ DeletePort, { "IoDeleteDevice of a port", "is not the driver's" } },
	{ AttachNull, { "IoAttachDeviceToDeviceStack of NULL", "is not a device" } },
	{ AttachToNull, { "IoAttachDeviceToDeviceStack to NULL", "is not a device" } },
	{ AttachToMemory, { "IoAttachDeviceToDeviceStack to other memory", "is not a device" } },
	{ AttachToItself, { "IoAttachDeviceToDeviceStack to itself", "is attached already" } },
	{ AttachPort, { "IoAttachDeviceToDeviceStack of a port", "is not the driver's" } },
	{ AttachInCircle, { "IoAttachDeviceToDeviceStack in a circle", "is attached already" } },
	{ DetachNull, { "IoDetachDevice of NULL", "IoDetachDevice: " } },
	{ DetachUnattached, { "IoDetachDevice where nothing is attached", "nothing is attached" } },
	{ DetachTwice, { "IoDetachDevice twice", "nothing is attached" } },
	{ DeleteAttached, { "IoDeleteDevice of an attached device", "call IoDetachDevice first" } },
	{ GetAttachedOfNull, { "IoGetAttachedDevice of NULL", "is not a device" } },
	{ GetAttachedOfMemory, { "IoGetAttachedDeviceReference of other memory", "is not a device" } },
	{ GetRelatedOfNull, { "IoGetRelatedDeviceObject of NULL", "is not a file" } },
	{ GetRelatedOfMemory, { "IoGetRelatedDeviceObject of other memory", "is not a file" } },
	{ GetNullPointer, { "IoGetDeviceObjectPointer without a name", "IoGetDeviceObjectPointer: " } },
	{ GetPointerForNobody, { "IoGetDeviceObjectPointer without a place for the result", "IoGetDeviceObjectPointer: " } },
	{ SetPowerOfNull, { "PoSetPowerState of NULL", "is not a device" } },
	{ ConnectWithoutPlace, { "IoConnectInterrupt without a place for the object", "IoConnectInterrupt: " } },
	{ ConnectJunk, { "IoConnectInterrupt of no routine", "IoConnectInterrupt: " } },
	{ ConnectWithJunkLock, { "IoConnectInterrupt with no lock", "IoConnectInterrupt: " } },
	{ ConnectAnotherDevice, { "IoConnectInterrupt of another device", "is not the interrupt of a parallel port" } },
	{ ConnectBelowItsIrql, { "IoConnectInterrupt with SynchronizeIrql below Irql", "is below Irql" } },
	{ DisconnectNull, { "IoDisconnectInterrupt of NULL", "is not an interrupt object" } },
	{ DisconnectJunk, { "IoDisconnectInterrupt of no address", "is not an interrupt object" } },
	{ ReportNullDriver, { "IoReportResourceUsage of no driver", "IoReportResourceUsage: " } },
	{ ReportJunk, { "IoReportResourceUsage of no list", "IoReportResourceUsage: " } },
	{ ReportDamagedList, { "IoReportResourceUsage of a damaged list", "is damaged" } },
	{ AssignNullDriver, { "IoAssignResources of no driver", "IoAssignResources: " } },
	{ AssignJunk, { "IoAssignResources of no list", "IoAssignResources: " } },
	{ AssignWithoutPlace, { "IoAssignResources without a place for the result", "IoAssignResources: " } },
	{ AssignDamagedList, { "IoAssignResources of a damaged list", "is damaged" } },
	{ AssignAnotherDevice, { "IoAssignResources of memory", "no resource of type" } },
	{ ReportAnotherDevice, { "IoReportResourceUsage of a DMA channel", "no resource of type" } },
	{ TranslateWithoutPlace, { "HalTranslateBusAddress without an address space", "HalTranslateBusAddress: " } },
	{ AskForVectorWithoutPlace, { "HalGetInterruptVector without a place for the IRQL", "HalGetInterruptVector: " } },
	{ DescribeToJunk, { "IoQueryDeviceDescription without a routine", "IoQueryDeviceDescription: " } },
	{ RegisterNullForWmi, { "IoWMIRegistrationControl of NULL", "is not a device" } },
	{ SortNullForWmi, { "WmiSystemControl of NULL", "is not a request" } },
	{ SortWithoutResult, { "WmiSystemControl without a place for the result", "WmiSystemControl: " } },
	{ CompleteNullForWmi, { "WmiCompleteRequest of NULL", "is not a request" } },
	{ FireForNull, { "WmiFireEvent of NULL", "is not a device" } },
	{ FireOtherMemory, { "WmiFireEvent with other memory", "WmiFireEvent: " } },
	{ WriteOtherMemory, { "IoWMIWriteEvent with other memory", "IoWMIWriteEvent: " } },
	{ AllocateOtherMemory, { "IoAllocateController of other memory", "is not a controller" } },
	{ AllocateControllerByJunk, { "IoAllocateController with a routine at no address", "IoAllocateController: " } },
	{ AllocateControllerForPort, { "IoAllocateController for a port's device", "is not the driver's" } },
	{ FreeUnallocatedController, { "IoFreeController of one that no device has", "no device has controller" } },
	{ FreeControllerTwice, { "IoFreeController twice", "has called IoFreeController already" } },
	{ DeleteAllocatedController, { "IoDeleteController of one that a device has", "has to be called first" } },
	{ DeleteControllerTwice, { "IoDeleteController twice", "is not a controller" } },
	{ DereferenceNull, { "ObDereferenceObject of NULL", "is not an object" } },
	{ DereferenceJunk, { "ObDereferenceObject of no address", "is not an object" } },
	{ DereferenceMemory, { "ObDereferenceObject of other memory", "is not an object" } },
	{ DereferenceDevice, { "ObDereferenceObject of a device that was not referenced", "no reference" } },
	{ DereferenceDriver, { "ObDereferenceObject of a driver that was not referenced", "no reference" } },
	{ DereferencePort, { "ObDereferenceObject of a port's device", "no reference" } },
	{ DereferenceThread, { "ObDereferenceObject of a program's thread", "no reference" } },
	{ DereferenceProgramsFile, { "ObDereferenceObject of a program's file", "no reference" } },
	{ DereferenceFileTwice, { "ObDereferenceObject of a file twice", "ObfDereferenceObject: " } },
	{ DereferenceTooOften, { "ObDereferenceObject once too often", "no reference" } },
	{ ReferenceNull, { "ObReferenceObject of NULL", "is not an object" } },
	{ ReferenceMemory, { "ObReferenceObject of other memory", "is not an object" } },
	{ ReferencePointerToNull, { "ObReferenceObjectByPointer of NULL", "is not an object" } },
	{ CloseNull, { "ZwClose of NULL", "ZwClose: " } },
	{ CloseJunk, { "ZwClose of no handle", "ZwClose: " } },
	{ OpenFileOnDisk, { "ZwOpenFile of a file on a disk", "is on a disk" } },
	{ OpenFileForNobody, { "ZwOpenFile without a place for the handle", "ZwOpenFile: " } },
	{ OpenFileByNothing, { "ZwOpenFile without attributes", "ZwOpenFile: " } },
	{ CreateFileWithoutResult, { "ZwCreateFile with a status block at no address", "ZwCreateFile: " } },
	{ ReadFileIntoJunk, { "ZwReadFile to no address", "ZwReadFile: " } },
	{ WriteFileWithoutResult, { "ZwWriteFile without a status block", "ZwWriteFile: " } },
	{ ControlFileWithApc, { "ZwDeviceIoControlFile with an APC routine", "no APC can be queued" } },
	{ QueryFileIntoJunk, { "ZwQueryInformationFile to no address", "ZwQueryInformationFile: " } },
	{ SetFileFromJunk, { "ZwSetInformationFile from no address", "ZwSetInformationFile: " } },
	{ CreatePipe, { "IoCreateFile of a named pipe", "no named pipes" } },
	{ OpenPhysicalMemory, { "ZwOpenSection of all memory", "PhysicalMemory cannot be opened" } },
	{ OpenLinkByJunk, { "ZwOpenSymbolicLinkObject with attributes at no address", "ZwOpenSymbolicLinkObject: " } },
	{ CreateDirectoryForNobody, { "ZwCreateDirectoryObject without a place for the handle", "ZwCreateDirectoryObject: " } },
	{ QueryLinkIntoJunk, { "ZwQuerySymbolicLinkObject to no address", "ZwQuerySymbolicLinkObject: " } },
	{ ReferenceJunkName, { "ObReferenceObjectByName with a name at no address", "ObReferenceObjectByName: " } },
	{ ReferenceNameForNobody, { "ObReferenceObjectByName without a place for the object", "ObReferenceObjectByName: " } },
	{ MakeMemoryTemporary, { "ObMakeTemporaryObject of other memory", "is not an object" } },
	{ SetThreadFromJunk, { "ZwSetInformationThread from no address", "ZwSetInformationThread: " } },
	{ ReportOfNoPort, { "IoReportTargetDeviceChange of another device", "is not one that AddDevice" } },
	{ ReportOfJunk, { "IoReportTargetDeviceChangeAsynchronous from no address", "IoReportTargetDeviceChangeAsynchronous: " } },
	{ InvalidateStateOfNoPort, { "IoInvalidateDeviceState of another device", "is not on a port" } },
	{ CloseFileTwice, { "ZwClose of a file twice", "ZwClose: " } },
	{ CloseTwice, { "ZwClose twice", "ZwClose: " } },
	{ ReferenceHandleForNobody, { "ObReferenceObjectByHandle without a place for the object", "ObReferenceObjectByHandle: " } },
	{ OpenKeyForNobody, { "ZwOpenKey without a place for the handle", "ZwOpenKey: " } },
	{ OpenKeyOfJunk, { "ZwOpenKey with a name at no address", "ZwOpenKey: " } },
	{ OpenKeyByJunk, { "ZwOpenKey with attributes at no address", "ZwOpenKey: " } },
	{ QueryJunkValue, { "ZwQueryValueKey with a name without a buffer", "ZwQueryValueKey: " } },
	{ QueryKeyIntoJunk, { "ZwQueryKey into no address", "ZwQueryKey: " } },
	{ QueryIntoJunk, { "ZwQueryValueKey into no address", "ZwQueryValueKey: " } },
	{ SetValueOfJunk, { "ZwSetValueKey of data at no address", "ZwSetValueKey: " } },
	{ QueryByNoTable, { "RtlQueryRegistryValues without a table", "RtlQueryRegistryValues: " } },
	{ QueryWithNumber, { "RtlQueryRegistryValues with a number as the default's address", "a default" } },
	{ QueryWithJunkText, { "RtlQueryRegistryValues with a default at no address", "a default" } },
	{ QueryJunkName, { "RtlQueryRegistryValues of a name at no address", "the name of an entry" } },
	{ CheckJunkPath, { "RtlCheckRegistryKey of a path at no address", "RtlCheckRegistryKey: " } },
	{ WriteJunkName, { "RtlWriteRegistryValue of a name at no address", "RtlWriteRegistryValue: " } },
	{ LinkNull, { "IoCreateSymbolicLink of NULL", "IoCreateSymbolicLink: " } },
	{ LinkJunk, { "IoCreateSymbolicLink of a name at no address", "IoCreateSymbolicLink: " } },
	{ DeleteNullLink, { "IoDeleteSymbolicLink of NULL", "IoDeleteSymbolicLink: " } },
	{ AttachByNullName, { "IoAttachDevice without a name", "IoAttachDevice: " } },
	{ AttachPortByName, { "IoAttachDevice of a port", "IoAttachDevice: device" } },
	{ InitNullString, { "RtlInitUnicodeString of NULL", "RtlInitUnicodeString: " } },
	{ CopyToJunk, { "RtlCopyUnicodeString to no address", "RtlCopyUnicodeString: " } },
	{ CopyFromNull, { "RtlCopyUnicodeString from NULL", "RtlCopyUnicodeString: " } },
	{ AppendToFuller, { "RtlAppendUnicodeToString to more than there is room for", "RtlAppendUnicodeToString: " } },
	{ AppendJunk, { "RtlAppendUnicodeToString from no address", "RtlAppendUnicodeToString: " } },
	{ CompareNull, { "RtlEqualUnicodeString with NULL", "RtlEqualUnicodeString: " } },
	{ ConvertJunk, { "RtlAnsiStringToUnicodeString from no address", "RtlAnsiStringToUnicodeString: " } },
	{ FreeNullString, { "RtlFreeUnicodeString of NULL", "RtlFreeUnicodeString: " } },
	{ FreeStackString, { "RtlFreeUnicodeString of a buffer on the stack", "RtlFreeUnicodeString: " } },
	{ NumberFromJunk, { "RtlUnicodeStringToInteger from no address", "RtlUnicodeStringToInteger: " } },
	{ RegisterNull, { "IoRegisterDeviceInterface for NULL", "is not a device" } },
	{ RegisterOwn, { "IoRegisterDeviceInterface for the driver's own device", "AddDevice" } },
	{ RegisterWithoutClass, { "IoRegisterDeviceInterface without a class", "IoRegisterDeviceInterface: " } },
	{ EnableNull, { "IoSetDeviceInterfaceState of NULL", "IoSetDeviceInterfaceState: " } },
	{ EnableJunk, { "IoSetDeviceInterfaceState of a name at no address", "IoSetDeviceInterfaceState: " } },
	{ PrintNull, { "DbgPrint of NULL", "(null)" } },
	{ PrintNullText, { "DbgPrint with %s of NULL", "text (null)" } },
	{ PrintJunkText, { "DbgPrint with %s of no address", "text (efault)" } },
	{ PrintJunkString, { "DbgPrint with %wZ of no address", "string (efault)" } },
	{ PrintJunkBuffer, { "DbgPrint with %wZ of a buffer at no address", "buffer (efault)" } },
	{ PrintWithN, { "DbgPrint with %n", "text" } },
	{ PrintWithWidth, { "DbgPrint with a width beyond all measure", "mistaken: " } },
	{ FreeNothing, { "ExFreePool of NULL", "ExFreePool: " } },
	{ FreeJunk, { "ExFreePool of no address", "is not a block" } },
	{ FreeTwice, { "ExFreePool twice", "is not a block" } },
	{ FreeInside, { "ExFreePool inside a block", "inside of one" } },
	{ FreeStack, { "ExFreePool of a variable on the stack", "is not a block" } },
	{ FreeStatic, { "ExFreePool of a variable", "is not a block" } },
	{ FreeExtension, { "ExFreePool of a device extension", "is not a block" } },
	{ FreeDevice, { "ExFreePool of a device", "is not a block" } },
	{ FreeByAnotherTag, { "ExFreePoolWithTag by another tag", "ExFreePoolWithTag: tag" } },
	{ AllocateUnknown, { "ExAllocatePoolWithTag of an unknown type", "no pool of type" } },
	{ AllocateWithoutTag, { "ExAllocatePool2 without a tag", "not allowed" } },
	{ FreeWithTimer, { "ExFreePool of a timer that is set", "timer" } },
	{ FreeWithDpc, { "ExFreePool of a DPC that is queued", "DPC" } },
	{ FreeAtDirql, { "ExFreePool at DIRQL", "called ExFreePool at IRQL" } },
	{ ReleaseFreeLock, { "KeReleaseSpinLock that nobody has", "nobody has the lock" } },
	{ AcquireWithoutIrql, { "KeAcquireSpinLockAtDpcLevel at PASSIVE_LEVEL", "below DISPATCH_LEVEL" } },
	{ AcquireNullLock, { "KeAcquireSpinLock of NULL", "KeAcquireSpinLock" } },
	{ InitializeNullLock, { "KeInitializeSpinLock of NULL", "KeInitializeSpinLock: " } },
	{ ReleaseJunkLock, { "KeReleaseSpinLock of no address", "KeReleaseSpinLock: " } },
	{ RaiseToLower, { "KeRaiseIrql to a lower IRQL", "cannot be raised" } },
	{ LowerToHigher, { "KeLowerIrql to a higher IRQL", "cannot be lowered" } },
	{ OpenKeyAtDispatch, { "ZwOpenKey at DISPATCH_LEVEL", "called ZwOpenKey at IRQL 2" } },
	{ CreateAtDispatch, { "IoCreateDevice at DISPATCH_LEVEL", "called IoCreateDevice at IRQL 2" } },
	{ DeleteAtDispatch, { "IoDeleteDevice at DISPATCH_LEVEL", "called IoDeleteDevice at IRQL 2" } },
	{ PagedPoolAtDispatch, { "ExAllocatePool of paged pool at DISPATCH_LEVEL", "called ExAllocatePoolWithTag at IRQL 2" } },
	{ WaitAtDispatch, { "KeWaitForSingleObject at DISPATCH_LEVEL", "called KeWaitForSingleObject at IRQL 2" } },
	{ SetZeroedEvent, { "KeSetEvent of zeroes", "not initialised" } },
	{ SetNullEvent, { "KeSetEvent of NULL", "KeSetEvent: " } },
	{ ReadNullEvent, { "KeReadStateEvent of NULL", "KeReadStateEvent: " } },
	{ InitializeNullEvent, { "KeInitializeEvent of NULL", "KeInitializeEvent: " } },
	{ WaitForNull, { "KeWaitForSingleObject for NULL", "KeWaitForSingleObject: " } },
	{ WaitForMemory, { "KeWaitForSingleObject for other memory", "KeWaitForSingleObject: " } },
	{ WaitForDevice, { "KeWaitForSingleObject for a device", "KeWaitForSingleObject: " } },
	{ WaitForNoObjects, { "KeWaitForMultipleObjects for none", "0 objects" } },
	{ WaitForTooMany, { "KeWaitForMultipleObjects without wait blocks", "no wait block array" } },
	{ WaitForNullInList, { "KeWaitForMultipleObjects with NULL in its list", "element 1" } },
	{ WaitForNullList, { "KeWaitForMultipleObjects without a list", "KeWaitForMultipleObjects: " } },
	{ DelayForNull, { "KeDelayExecutionThread without a time", "KeDelayExecutionThread: " } },
	{ ReleaseMutexOfNobody, { "KeReleaseMutex of another thread's", "not the caller's" } },
	{ DamageOwnerOfMutex, { "KeInitializeMutex of one whose OwnerThread is junk", "a thread has the mutex" } },
	{ InitializeOwnedMutex, { "KeInitializeMutex of a mutex that a thread has", "a thread has the mutex" } },
	{ ReleaseNullMutex, { "KeReleaseMutex of NULL", "KeReleaseMutex: " } },
	{ ReleaseTooMuch, { "KeReleaseSemaphore beyond its limit", "beyond the limit" } },
	{ ReleaseFastMutexOfNobody, { "ExReleaseFastMutex of one that is free", "does not own the mutex" } },
	{ AcquireFastMutexTwice, { "ExAcquireFastMutex twice", "already owns the mutex" } },
	{ AcquireZeroedFastMutex, { "ExAcquireFastMutex of zeroes", "ExAcquireFastMutex: " } },
	{ ReleaseGuardedMutexOfNobody, { "KeReleaseGuardedMutex of one that is free", "does not own the mutex" } },
	{ AcquireZeroedGuardedMutex, { "KeAcquireGuardedMutex of zeroes", "KeAcquireGuardedMutex: " } },
	{ ReleaseRundownOfNobody, { "ExReleaseRundownProtection of one that has no users", "there are not that many users" } },
	{ SetBitBeyondTheMap, { "RtlSetBits beyond the end of a map", "are not in a map of 8 bits" } },
	{ FindBitsInJunk, { "RtlFindClearBits in no map", "RtlFindClearBits: " } },
	{ CreateEventWithoutName, { "IoCreateNotificationEvent without a name", "IoCreateNotificationEvent: " } },
	{ ReinitializeByJunk, { "IoRegisterDriverReinitialization of no routine", "IoRegisterDriverReinitialization: " } },
	{ RemoveShareOfNobody, { "IoRemoveShareAccess of memory that is not a file", "IoRemoveShareAccess: the file" } },
	{ ReleaseResourceOfNobody, { "ExReleaseResourceLite of one that is free", "does not have the resource" } },
	{ AcquireResourceThatIsShared,
	  { "ExAcquireResourceExclusiveLite of one that is shared", "it would wait for ever" } },
	{ DeleteResourceThatIsHeld, { "ExDeleteResourceLite of one that is held", "a thread has the resource" } },
	{ AcquireZeroedResource,
	  { "ExAcquireResourceSharedLite of zeroes", "ExAcquireResourceSharedLite: " } },
	{ InitializeNullResource, { "ExInitializeResourceLite of NULL", "ExInitializeResourceLite: " } },
	{ AcquireNullFastMutex, { "ExAcquireFastMutex of NULL", "ExAcquireFastMutex: " } },
	{ SetZeroedTimer, { "KeSetTimer of zeroes", "not initialised" } },
	{ SetNullTimer, { "KeSetTimer of NULL", "KeSetTimer: " } },
	{ CancelMemory, { "KeCancelTimer of other memory", "not initialised" } },
	{ SetTimerWithZeroedDpc, { "KeSetTimer with a DPC of zeroes", "DPC is not initialised" } },
	{ InitializeSetTimer, { "KeInitializeTimer of a timer that is set", "is set" } },
	{ QueueZeroedDpc, { "KeInsertQueueDpc of zeroes", "not initialised" } },
	{ QueueNullDpc, { "KeInsertQueueDpc of NULL", "KeInsertQueueDpc: " } },
	{ InitializeQueuedDpc, { "KeInitializeDpc of a DPC that is queued", "is queued" } },
	{ SetNoImportance, { "KeSetImportanceDpc of an unknown importance", "no importance" } },
	{ SetNoProcessor, { "KeSetTargetProcessorDpc of a processor that is not there", "no processor" } },
	{ EndProgramsThread, { "PsTerminateSystemThread of a program", "not a system thread" } },
	{ StartThreadForNobody, { "PsCreateSystemThread without a routine", "PsCreateSystemThread: " } },
	{ SetNoPriority, { "KeSetPriorityThread to an unknown priority", "no priority" } },
	{ SetPriorityOfNull, { "KeSetPriorityThread of NULL", "is not a thread" } },
	{ SetPriorityOfOdd, { "KeSetPriorityThread of an odd address", "is not a thread" } },
	{ SetPriorityOfNumber, { "KeSetPriorityThread of a small number", "is not a thread" } },
	{ ReferenceOdd, { "ObReferenceObject of an odd address", "is not an object" } },
	{ AskIdOfOdd, { "PsGetProcessId of an odd address", "is not a process" } },
	{ WaitForMemoryAsThread, { "KeWaitForSingleObject of what only looks like a thread", "not an object" } },
	{ SetPriorityOfMemory, { "KeSetPriorityThread of other memory", "is not a thread" } },
	{ AllocateItemForNull, { "IoAllocateWorkItem for NULL", "is not a device" } },
	{ AllocateItemForMemory, { "IoAllocateWorkItem for other memory", "is not a device" } },
	{ QueueNullItem, { "IoQueueWorkItem of NULL", "work item" } },
	{ QueueFreedItem, { "IoQueueWorkItem of a freed one", "was freed" } },
	{ QueueNoRoutine, { "IoQueueWorkItem without a routine", "IoQueueWorkItem: " } },
	{ FreeItemTwice, { "IoFreeWorkItem twice", "was freed" } },
	{ FreeMemoryAsItem, { "IoFreeWorkItem of other memory", "is not a work item" } },
	{ LogForMemory, { "IoAllocateErrorLogEntry for other memory", "neither a device nor a driver" } },
	{ LogForJunk, { "IoAllocateErrorLogEntry for no address", "neither a device nor a driver" } },
	{ WriteNullEntry, { "IoWriteErrorLogEntry of NULL", "is not an entry" } },
	{ FreeMemoryAsEntry, { "IoFreeErrorLogEntry of other memory", "is not an entry" } },
	{ WriteEntryTwice, { "IoWriteErrorLogEntry of a freed entry", "is not an entry" } },
	{ WriteLyingEntry, { "IoWriteErrorLogEntry with lengths beyond the entry", "error log" } },
	{ ReleaseRemoveLock, { "IoReleaseRemoveLock that is not acquired", "is not acquired" } },
	{ ReleaseRemoveLockAndWait, { "IoReleaseRemoveLockAndWait that is not acquired", "is not acquired" } },
	{ AcquireNullRemoveLock, { "IoAcquireRemoveLock of NULL", "IoAcquireRemoveLockEx: " } },
	{ InitializeCsqWithoutRoutines, { "IoCsqInitialize without a routine", "IoCsqInitialize: " } },
	{ InsertIntoZeroedCsq, { "IoCsqInsertIrp into zeroes", "IoCsqInsertIrp" } },
	{ InsertNullIntoCsq, { "IoCsqInsertIrp of NULL", "is not a request" } },
	{ InsertTwiceIntoCsq, { "IoCsqInsertIrp twice", "already in a queue" } },
	{ RemoveNullFromCsq, { "IoCsqRemoveIrp without a context", "IoCsqRemoveIrp: " } },
	{ RemoveFromZeroedCsq, { "IoCsqRemoveNextIrp from zeroes", "IoCsqRemoveNextIrp: " } },
	{ LoseCsq, { "IoCancelIrp of a request that has lost its queue", "has lost its queue" } },
	{ PeekIntoEmptyCsq, { "IoCsqRemoveNextIrp with a routine that misses the end", "IoCsqRemoveNextIrp: " } },
	{ InsertNullEntry, { "ExInterlockedInsertTailList of NULL", "ExInterlockedInsertTailList: " } },
	{ InsertIntoZeroedList, { "ExInterlockedInsertHeadList into zeroes", "ExInterlockedInsertHeadList: " } },
	{ RemoveFromDamagedList, { "ExInterlockedRemoveHeadList from a damaged list", "ExInterlockedRemoveHeadList: " } },
	{ PopFromNull, { "ExInterlockedPopEntryList from NULL", "ExInterlockedPopEntryList: " } },
	{ PopFromDamagedStack, { "ExInterlockedPopEntryList from a damaged list", "ExInterlockedPopEntryList: " } },
	{ AddToNull, { "ExInterlockedAddUlong to NULL", "ExInterlockedAddUlong: " } },
	{ RemoveFromIdleQueue, { "KeRemoveDeviceQueue of an idle queue", "KeRemoveDeviceQueue: " } },
	{ InsertTwiceIntoQueue, { "KeInsertDeviceQueue twice", "already in a queue" } },
	{ InsertIntoTwoQueues, { "KeInsertDeviceQueue of an entry of another queue", "already in a queue" } },
	{ RemoveStrangerFromQueue, { "KeRemoveEntryDeviceQueue of what is not in the queue", "KeRemoveEntryDeviceQueue: " } },
	{ InsertIntoZeroedQueue, { "KeInsertDeviceQueue into zeroes", "KeInsertDeviceQueue: " } },
	{ RemoveFromNullQueue, { "KeRemoveDeviceQueue of NULL", "KeRemoveDeviceQueue: " } },
	{ StartWithoutStartIo, { "IoStartPacket without StartIo", "no StartIo" } },
	{ SetCancelOfNull, { "IoSetCancelRoutine of NULL", "is not a request" } },
	{ SetCancelOfMemory, { "IoSetCancelRoutine of other memory", "is not a request" } },
	{ SetCancelOfOdd, { "IoSetCancelRoutine of the middle of a request", "is not a request" } },
	{ SetCancelOfFreed, { "IoSetCancelRoutine of a freed request", "is not a request" } },
	{ AllocateMdlForMemory, { "IoAllocateMdl for other memory as a request", "is not a request" } },
	{ StartPacketOfNull, { "IoStartPacket of NULL", "is not a request" } },
	{ StartPacketForMemory, { "IoStartPacket for other memory", "is not a device" } },
	{ StartNextOfNull, { "IoStartNextPacket for NULL", "is not a device" } },
	{ RequestUnknownDpc, { "IoRequestDpc before IoInitializeDpcRequest", "before IoInitializeDpcRequest" } },
	{ StartUnknownTimer, { "IoStartTimer before IoInitializeTimer", "before IoInitializeTimer" } },
	{ StartTimerOfNull, { "IoStartTimer of NULL", "is not a device" } },
	{ StopTimerOfMemory, { "IoStopTimer of other memory", "is not a device" } },
	{ InitializeTimerOfPort, { "IoInitializeTimer of a port", "is not the driver's" } },
	{ InitializeDpcOfPort, { "IoInitializeDpcRequest of a port", "is not the driver's" } },
	{ InitializeTimerWithoutRoutine, { "IoInitializeTimer without a routine", "IoInitializeTimer: " } },
	{ ReadKeyboard, { "READ_PORT_UCHAR of the keyboard", "is not a register of a parallel port" } },
	{ WriteReset, { "WRITE_PORT_UCHAR to the reset register", "is not a register of a parallel port" } },
	{ ReadBufferFromDisk, { "READ_PORT_BUFFER_UCHAR of a disk", "is not a register of a parallel port" } },
	{ WriteNowhere, { "WRITE_PORT_ULONG to no port", "is not a register of a parallel port" } },
	{ ReadIntoNull, { "READ_PORT_BUFFER_UCHAR into NULL", "READ_PORT_BUFFER_UCHAR: " } },
	{ FreeCompleteProgramsIrp, { "IoFreeIrp of a program's request that is complete", "was not allocated by a driver" } },
	{ ReuseCompleteProgramsIrp, { "IoReuseIrp of a program's request that is complete", "no longer the driver's" } },
	{ SendCompleteProgramsIrp, { "IoCallDriver with a request that is complete", "already complete" } },
	{ PassCompleteProgramsIrpOn, { "IoCallDriver with one that is complete, for the next driver", "already complete" } },
	{ CompleteWaiting, { "IoCompleteRequest of a request that waits for the port", "waiting for the port" } },
	{ SendWaiting, { "IoCallDriver with a request that waits for the port", "waiting for the port" } },
	{ LoseBufferOfWaiting, { "a request that waits for the port loses its system buffer", "system buffer" } },
	{ MoveLocationInCompletion, { "a completion routine changes StackCount", "damaged the stack location" } },
	{ LoseLocationInCompletion, { "a completion routine clears CurrentStackLocation", "damaged the stack location" } },
	{ SkipLocationInCompletion, { "a completion routine skips a location", "damaged the stack location" } },
	{ FreeInCompletion, { "a completion routine frees the request, which goes on", "has freed request" } },
	{ StartCurrentAgain, { "IoStartPacket of the current request, which is then completed", "still in the queue" } },
	{ StartQueuedAgain, { "IoStartPacket twice", "is already in the queue of a device" } },
	{ StartQueuedElsewhere, { "IoStartPacket of what another device's queue has", "is already in the queue of a device" } },
	{ FreeInQueue, { "IoFreeIrp of a request in the device's queue", "still in the queue" } },
	{ CompleteInQueue, { "IoCompleteRequest of a request in the device's queue", "still in the queue" } },
	{ ReportForThePorts, { "IoReportResourceUsage for the driver of the ports", "that of the ports" } },
	{ CreateForThePorts, { "IoCreateDevice for the driver of the ports", "that of the ports" } },
	{ AcquireTwice, { "KeAcquireSpinLock twice", "already has the lock" } },
	{ AskPropertyOfNull, { "IoGetDeviceProperty of NULL", "is not a device" } },
	{ AskPropertyForNobody, { "IoGetDeviceProperty without a place for the length", "IoGetDeviceProperty: " } },
	{ OpenKeyOfMemory, { "IoOpenDeviceRegistryKey of other memory", "is not a device" } },
	{ TimeForNobody, { "KeQuerySystemTime into NULL", "KeQuerySystemTime: " } },
	{ CounterForJunk, { "KeQueryPerformanceCounter into no address", "KeQueryPerformanceCounter: " } },
	{ LocalTimeForNobody, { "ExSystemTimeToLocalTime into NULL", "ExSystemTimeToLocalTime: " } },
	{ SortNothing, { "qsort of no array", "qsort: the array" } },
	{ SortByJunk, { "qsort by no routine", "qsort: the routine" } },
	{ SearchWithoutSize, { "bsearch among elements of no size", "bsearch: the array" } },
	{ SplitNull, { "IoMakeAssociatedIrp of NULL", "is not a request" } },
	{ SplitMemory, { "IoMakeAssociatedIrp of other memory", "is not a request" } },
	{ SplitUnsent, { "IoMakeAssociatedIrp of a request that was not sent", "is not under way" } },
	{ DescribePartOfMemory, { "IoBuildPartialMdl of other memory", "is not a memory descriptor list" } },
	{ DescribePartOfUnlocked, { "IoBuildPartialMdl of a list that is not locked", "is not locked" } },
	{ ExtendMemory, { "IoAllocateDriverObjectExtension of other memory", "is not a driver" } },
	{ ExtendForNobody, { "IoAllocateDriverObjectExtension without a place for it", "the place for the extension" } },
	{ ExtensionOfNull, { "IoGetDriverObjectExtension of NULL", "is not a driver" } },
	{ AssertJunk, { "RtlAssert of no text", "assertion failed" } },
	{ SelectNull, { "TrySelectDevice without a command", "the command" } },
	{ SelectWithoutContext, { "TrySelectDevice without a context", "the context" } },
	{ DeselectWithoutContext, { "DeselectDevice without a context", "the context" } },
	{ SetModeWithoutContext, { "TrySetChipMode without a context", "the context" } },
	{ ClearModeWithoutContext, { "ClearChipMode with a context at no address", "the context" } },
	{ AskPortWithJunk, { "a request to a port with a buffer at no address", "system buffer" } },
	{ RemoveJunkFromCsq, { "IoCsqRemoveIrp with a context that was never inserted", "is not a request" } },
	{ AddToFreedMdl, { "IoAllocateMdl for a request whose list is free", "memory descriptor list that is not one" } },
	{ RequestDpcOfDeleted, { "IoRequestDpc of a deleted device", "is not a device" } },
	{ ReferenceAtHighLevel, { "ObReferenceObject at HIGH_LEVEL", "ObfReferenceObject" } },
	{ PopFromNullSlist, { "InterlockedPopEntrySList of NULL", "InterlockedPopEntrySList: " } },
	{ PushNullToSlist, { "InterlockedPushEntrySList of NULL", "InterlockedPushEntrySList: " } },
	{ PopFromDamagedSlist, { "InterlockedPopEntrySList from rubbish", "is damaged" } },
	{ AllocateFromZeroedLookaside, { "ExAllocateFromNPagedLookasideList from zeroes", "is not initialised" } },
	{ InitializeNullLookaside, { "ExInitializeNPagedLookasideList of NULL", "ExInitializeNPagedLookasideList: " } },
	{ FreeMemoryToLookaside, { "ExFreeToNPagedLookasideList of other memory", "is not a block of the pool" } },
	{ FreeToLookasideTwice, { "ExFreeToNPagedLookasideList twice", "is free already" } },
	{ DeleteLookasideThatIsACircle, { "ExDeleteNPagedLookasideList of a list that is a circle", "the list is damaged" } },
	{ DeleteLookasideTwice, { "ExDeleteNPagedLookasideList twice", "was deleted" } },
	{ AskVersionForNobody, { "RtlGetVersion into NULL", "RtlGetVersion: " } },
	{ VerifyNoVersion, { "RtlVerifyVersionInfo of NULL", "RtlVerifyVersionInfo: " } },
	{ AskIdOfThread, { "PsGetProcessId of a thread", "is not a process" } },
	{ DereferenceProcess, { "ObDereferenceObject of a process without a reference", "has no reference" } },
	{ AskPriorityOfProcess, { "KeQueryPriorityThread of a process", "is not a thread" } },
	{ ProbeAtDispatchLevel, { "ProbeForRead at DISPATCH_LEVEL", "ProbeForRead" } },
	{ QueueNullInMemory, { "ExQueueWorkItem of NULL", "ExQueueWorkItem: " } },
	{ QueueZeroedItem, { "ExQueueWorkItem of zeroes", "ExQueueWorkItem: " } },
	{ QueueItemAtHighLevel, { "ExQueueWorkItem at HIGH_LEVEL", "ExQueueWorkItem" } },
	{ RegisterNullRecord, { "KeRegisterBugCheckCallback of NULL", "KeRegisterBugCheckCallback: " } },
	{ DeregisterNullRecord, { "KeDeregisterBugCheckCallback of NULL", "KeDeregisterBugCheckCallback: " } },
	{ RegisterWithoutRoutine, { "KeRegisterBugCheckCallback without a routine", "KeRegisterBugCheckCallback: " } },
	{ FreeRegisteredRecord, { "memory is freed with a registered bug check callback", "left a bug check callback" } },
	{ AskAddressOfNull, { "MmGetSystemRoutineAddress of NULL", "MmGetSystemRoutineAddress: " } },
	{ AskNameOfMemory, { "ObQueryNameString of other memory", "is not an object" } },
	{ AskNameWithoutLength, { "ObQueryNameString without a place for the length", "ObQueryNameString: " } },
	{ OpenPointerToMemory, { "ObOpenObjectByPointer of other memory", "is not an object" } },
	{ OpenPointerForNobody, { "ObOpenObjectByPointer without a place for the handle", "ObOpenObjectByPointer: " } },
	{ RegisterNullForShutdown, { "IoRegisterShutdownNotification of NULL", "is not a device" } },
	{ UnregisterForShutdown, { "IoUnregisterShutdownNotification of a device that is not", "is not registered" } },
	{ WatchForNobody, { "IoRegisterPlugPlayNotification without a place for the entry", "IoRegisterPlugPlayNotification: " } },
	{ WatchForNoDriver, { "IoRegisterPlugPlayNotification for other memory", "IoRegisterPlugPlayNotification: " } },
	{ WatchWithoutRoutine, { "IoRegisterPlugPlayNotification without a routine", "IoRegisterPlugPlayNotification: " } },
	{ WatchNoClass, { "IoRegisterPlugPlayNotification without a class", "IoRegisterPlugPlayNotification: " } },
	{ WatchMemoryAsFile, { "IoRegisterPlugPlayNotification for other memory as a file", "IoRegisterPlugPlayNotification: " } },
	{ WatchNothing, { "IoRegisterPlugPlayNotification for no category", "there is no category 0" } },
	{ UnwatchNull, { "IoUnregisterPlugPlayNotification of NULL", "is not a registration" } },
	{ UnwatchTwice, { "IoUnregisterPlugPlayNotificationEx twice", "is not a registration" } },
	{ RequestPowerOfNull, { "PoRequestPowerIrp of NULL", "is not a device" } },
	{ RequestNoPower, { "PoRequestPowerIrp for another request", "is not a power request" } },
	{ RequestPowerAndCallJunk, { "PoRequestPowerIrp with a routine that is not code", "PoRequestPowerIrp: " } },
	{ InvalidateRelationsOfNull, { "IoInvalidateDeviceRelations of NULL", "is not a device" } },
	{ InvalidateRelationsOfOwn, { "IoInvalidateDeviceRelations of a device not on a port", "is not on a port" } },
	{ OpenKeyOfNullInterface, { "IoOpenDeviceInterfaceRegistryKey of NULL", "IoOpenDeviceInterfaceRegistryKey: " } },
	{ CreateCallbackForNobody, { "ExCreateCallback without a place for the object", "ExCreateCallback: " } },
	{ RegisterWithMemory, { "ExRegisterCallback with other memory", "is not a callback object" } },
	{ NotifyMemory, { "ExNotifyCallback of other memory", "is not a callback object" } },
	{ UnregisterNull, { "ExUnregisterCallback of NULL", "is not a registration" } },
	{ RegisterNoFunction, { "ExRegisterCallback without a function", "ExRegisterCallback: " } },
	{ UnregisterTwice, { "ExUnregisterCallback twice", "is not a registration" } },
	{ LeaveCriticalRegion, { "KeLeaveCriticalRegion outside of one", "is not in a critical region" } },
	{ LeaveOtherRegion, { "KeLeaveGuardedRegion in a critical region", "is not in a guarded region" } },
	{ ReadRegisterOfNull, { "READ_REGISTER_UCHAR of NULL", "READ_REGISTER_UCHAR: " } },
	{ WriteRegisterOfJunk, { "WRITE_REGISTER_ULONG to no address", "WRITE_REGISTER_ULONG: " } },
	{ ReadRegistersIntoNull, { "READ_REGISTER_BUFFER_USHORT into NULL", "READ_REGISTER_BUFFER_USHORT: " } },
	{ MapScreen, { "MmMapIoSpace of the screen's memory", "is not mapped" } },
	{ UnmapUnmapped, { "MmUnmapIoSpace of what was not mapped", "is not mapped" } },
	{ PreciseTimeForNobody, { "KeQueryInterruptTimePrecise into NULL", "KeQueryInterruptTimePrecise: " } },
	{ InsertUnsentIntoCsq, { "IoCsqInsertIrp of a request that was never sent", "has no current stack location" } },
	{ SortDamagedForWmi, { "WmiSystemControl of a damaged request", "has no current stack location" } },
	{ SetCompletionWithoutLocation, { "IoSetCompletionRoutineEx without a stack location left", "no stack location left" } },
	{ AddToCircleOfMdls, { "IoAllocateMdl for a request whose lists are a circle", "follows itself" } },
	{ ExtendPortsDriver, { "IoAllocateDriverObjectExtension of the ports' driver", "is that of the ports" } },
	{ TellPortOfShutdown, { "IoRegisterShutdownNotification of a port's device", "is not the driver's" } },
	{ SayNoStackSize, { "a device whose StackSize is 0", "which no request can have" } },
	{ DereferenceRelationTwice, { "ObDereferenceObject twice of a relation", "has no reference" } },
	{ TryPortAtHighLevel, { "TryAllocatePort at HIGH_LEVEL", "called TryAllocatePort at IRQL" } },
	{ FreePortAtHighLevel, { "FreePort at HIGH_LEVEL", "called FreePort at IRQL" } },
	{ AskForWaitersAtHighLevel, { "QueryNumWaiters at HIGH_LEVEL", "called QueryNumWaiters at IRQL" } },
	{ FreePortSynchronized, { "FreePort in a routine of KeSynchronizeExecution", "called FreePort at IRQL" } },
	{ FreePortOfNull, { "FreePort without a context", "FreePort: the context" } },
	{ TryPortOfJunk, { "TryAllocatePort with a context at no address", "TryAllocatePort: the context" } },
	{ FreePortOfOwnExtension, { "FreePort with the extension of another device", "FreePort: the context" } },
	{ AskForWaitersOfMemory, { "QueryNumWaiters with other memory as context", "QueryNumWaiters: the context" } },
	{ AddUnderLockOfInterrupt, { "ExInterlockedAddUlong with the lock of the interrupt", "already has the lock" } },
	{ SynchronizeWithItsLock, { "KeSynchronizeExecution with the lock of the interrupt held", "already has the spin lock" } },
	{ KeepLine, { "KeAcquireInterruptSpinLock without KeReleaseInterruptSpinLock", "held, it was called at" } },
	{ TakeMemoryAsLine, { "KeAcquireInterruptSpinLock with other memory", "is not an interrupt object" } },
	{ LowerUnderLine, { "KeLowerIrql with the lock of an interrupt", "KeLowerIrql: " } },
	{ ReleaseFreeLine, { "KeReleaseInterruptSpinLock of a lock that is free", "KeReleaseInterruptSpinLock: " } },
	{ TakeLineTwice, { "KeAcquireInterruptSpinLock twice", "called KeAcquireInterruptSpinLock at IRQL" } },
	{ SynchronizeJunk, { "KeSynchronizeExecution of no routine", "KeSynchronizeExecution: the routine" } },
	{ AddUnderHeldLock, { "ExInterlockedAddUlong with a lock that is held", "already has the lock" } },
	{ InsertUnderHeldLock, { "ExInterlockedInsertTailList with a lock that is held", "already has the lock" } },
	{ FreeHeldLock, { "memory is freed with a spin lock that is held", "memory is freed with a spin lock" } },
	{ ConnectJunkByRequest, { "a connect request with an interrupt routine that is not one", "InterruptServiceRoutine" } },
	{ CheckByJunk, { "a connect request with a deferred routine that is not one", "DeferredPortCheckRoutine" } },
	{ InitializeJunkDpc, { "KeInitializeDpc of no routine", "KeInitializeDpc: the routine" } },
	{ ExchangeRoutineOfDpc, { "a DPC whose routine is exchanged for none", "the DPC is not initialised" } },
	{ SetJunkToCancel, { "IoSetCancelRoutine of no routine", "IoSetCancelRoutine: the routine" } },
	{ StartPacketAndCancelByJunk, { "IoStartPacket with no cancel routine at the address", "the cancel routine" } },
	{ CompleteByJunk, { "a completion routine that is not one", "has a completion routine that is not" } },
	{ DispatchByJunk, { "a dispatch routine that is not one", "major function 0x9 is not" } },
	{ StartByJunk, { "a StartIo that is not one", "StartIo is not at a valid address" } },
	{ NotifyWithoutEnd, { "a callback function that notifies its own object", "until the stack is full" } },
	{ SplitWithoutEnd, { "a request that is split for ever", "not split again" } },
	{ SendAgainWithoutEnd, { "a request that is sent again by its completion routine", "until the stack is full" } },
	{ InitializeHeldLock, { "KeInitializeSpinLock of a lock that is held", "the caller has the lock" } },
	{ StayInRegion, { "a routine that returns in a critical region", "was left in a critical or guarded region" } },
};

/* Dispatch routines */

static NTSTATUS NTAPI Dispatch(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);
	struct mistake *mistake = Irp->AssociatedIrp.SystemBuffer;
	ULONG number;

	if (DeviceObject == Target)
		return Answer ? Answer(DeviceObject, Irp) : Complete(Irp, STATUS_INVALID_DEVICE_REQUEST);
	if (location->MajorFunction != IRP_MJ_DEVICE_CONTROL)
		return Complete(Irp, STATUS_SUCCESS);
	if (location->Parameters.DeviceIoControl.InputBufferLength < sizeof(number))
		return Complete(Irp, STATUS_INVALID_PARAMETER);
	number = *(PULONG)mistake;
	switch (location->Parameters.DeviceIoControl.IoControlCode) {
	case IOCTL_MISTAKE_DESCRIBE:
		if (location->Parameters.DeviceIoControl.OutputBufferLength < sizeof(*mistake))
			return Complete(Irp, STATUS_BUFFER_TOO_SMALL);
		RtlZeroMemory(mistake, sizeof(*mistake));
		if (number < RTL_NUMBER_OF(Mistakes))
			*mistake = Mistakes[number].Mistake;
		return CompleteWith(Irp, STATUS_SUCCESS, sizeof(*mistake));
	case IOCTL_MISTAKE_MAKE:
		if (number >= RTL_NUMBER_OF(Mistakes))
			return Complete(Irp, STATUS_INVALID_PARAMETER);
		Program = Irp;
		Mistakes[number].Make();
		/* Some routines have completed the request already. */
		return Program ? Complete(Irp, STATUS_SUCCESS) : STATUS_SUCCESS;
	}
	return Complete(Irp, STATUS_INVALID_DEVICE_REQUEST);
}

static VOID NTAPI Unload(PDRIVER_OBJECT DriverObject)
{
	UNICODE_STRING link;

	RtlInitUnicodeString(&link, L"\\DosDevices\\ntmistaken");
	IoDeleteSymbolicLink(&link);
	if (PortFile)
		ObDereferenceObject(PortFile);
	if (Target)
		IoDeleteDevice(Target);
	if (Device)
		IoDeleteDevice(Device);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNICODE_STRING name, link;
	NTSTATUS status;
	ULONG i;

	Driver = DriverObject;
	DriverObject->DriverUnload = Unload;
	/* The driver must not write to this: nobody goes by what it writes. */
	DriverObject->DriverInit = NULL;
	DriverObject->MajorFunction[IRP_MJ_CREATE] = Dispatch;
	DriverObject->MajorFunction[IRP_MJ_CLEANUP] = Dispatch;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = Dispatch;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Dispatch;
	RtlInitUnicodeString(&name, L"\\Device\\Mistaken");
	RtlInitUnicodeString(&link, L"\\DosDevices\\ntmistaken");
	status = IoCreateDevice(DriverObject, 64, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &Device);
	if (NT_SUCCESS(status))
		status = IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &Target);
	if (NT_SUCCESS(status)) {
		/* Nor to these. */
		Target->Timer = JUNK;
		status = IoCreateSymbolicLink(&link, &name);
	}
	RtlInitUnicodeString(&name, L"\\Device\\ParallelPort0");
	if (NT_SUCCESS(status))
		status = IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &PortFile, &Port);
	if (NT_SUCCESS(status))
		AskPort(IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &PortInformation, 0, sizeof(PortInformation));
	if (!NT_SUCCESS(status))
		Unload(DriverObject);
	return status;
}
