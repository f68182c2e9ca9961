// SPDX-License-Identifier: GPL-2.0
/*
 * printer.c - an interrupt-driven printer: a class driver in the style of NT 4.
 *
 * What is written to \DosDevices\ntprinter<Port>, on Linux /dev/ntprinter<Port>, leaves the
 * port byte by byte, each byte strobed after the interrupt of the one before. Write requests
 * queue in the device (StartIo). One at a time, each gets the port, is sent by the interrupt
 * routine, and completes in the DPC.
 *
 * Values of the Parameters key: Port (default 0); Timeout, the seconds without
 * progress after which a write ends (default 10).
 */

#include "port.h"

/*
 * Having acknowledged a byte, a printer may take another moment to be ready: this many ISA reads.
 */
#define READY_READS	10

/*
 * Milliseconds between looks at a printer: ever longer while it is not ready; WATCH while it is
 * at work.
 */
#define SHORTEST_NAP	1
#define LONGEST_NAP	64
#define WATCH		1000

/*
 * A printer that is always ready interrupts again as soon as the interrupt routine has
 * returned, and a processor that only serves interrupts does nothing else: no DPC, no timer, no
 * thread. If the routine itself has taken one SHARE-th of BURST milliseconds (entering and
 * leaving it takes time, too), it leaves the next byte to the timer, and the processor to
 * others. What counts is that share and not how fast bytes come: on a slow machine, they come
 * slowly even though nothing else runs.
 */
#define BURST		50
#define SHARE		8
#define REST		10
/*
 * In units of 100 ns. No printer is faster: if more bytes fit in a tick, the clock does not get
 * its interrupts.
 */
#define FASTEST_BYTE	20

typedef enum {
	Idle,		/* there is no buffer; an interrupt is not ours */
	Sending,	/* a byte was strobed, and its interrupt is still to come */
	Stalled,	/* the next byte waits for the printer to be ready */
	Done,		/* all bytes have been strobed and acknowledged */
} TRANSFER_STATE;

typedef struct {
	PDEVICE_OBJECT DeviceObject;
	UNICODE_STRING Link;
	WCHAR LinkBuffer[40];
	PFILE_OBJECT PortFile;
	PDEVICE_OBJECT Port;
	PARALLEL_PORT_INFORMATION Information;
	PKINTERRUPT Interrupt;
	PARALLEL_INTERRUPT_SERVICE_ROUTINE Service;
	PIRP AllocateIrp;		/* asks for the port, for the current request */
	LONGLONG Timeout;		/* in clock ticks */
	LONGLONG BurstTicks;		/* BURST in clock ticks */
	LONGLONG BurstBusy;		/* its share, in counts of the performance counter */
	ULONG MostBytes;		/* no more bytes than this are sent in a tick */
	KTIMER Timer;
	KDPC TimerDpc;

	/* Under the cancel spin lock: */
	BOOLEAN Active;			/* the current request may be finished, once */

	/* About the current request: */
	ULONG Nap;
	BOOLEAN Failed;			/* a write was cut short; the next one says so */

	/* Under the port's interrupt lock: */
	TRANSFER_STATE State;
	PUCHAR Data;
	ULONG Length;
	ULONG Sent;
	LONGLONG Progress;		/* when the last byte was strobed or acknowledged */
	LONGLONG Burst;			/* since when Busy has been counted */
	LONGLONG Busy;			/* how long the interrupt routine has run, about */
	LONGLONG Took;			/* how long it took, with the first byte of this tick */
	ULONG TickBytes;		/* Bytes when this tick began */
	BOOLEAN Resting;		/* the next byte is left to the timer */
	ULONG Bytes;			/* strobed */
	ULONG Interrupts;		/* calls of the interrupt routine */
	ULONG Declined;			/* those in which no byte was in flight */
} PRINTER, *PPRINTER;

/* The one printer that the driver is loaded for. */
static PPRINTER Printer;

DRIVER_INITIALIZE DriverEntry;

/* In clock ticks: this is asked for every byte, so it must cost next to nothing. */
static LONGLONG Now(VOID)
{
	LARGE_INTEGER ticks;

	KeQueryTickCount(&ticks);
	return ticks.QuadPart;
}

static UCHAR ReadRegister(PPRINTER p, ULONG Register)
{
	return READ_PORT_UCHAR(p->Information.Controller + Register);
}

static VOID WriteRegister(PPRINTER p, ULONG Register, UCHAR Value)
{
	WRITE_PORT_UCHAR(p->Information.Controller + Register, Value);
}

/* At DIRQL. Never send a byte to a printer that is not ready: it would be lost. */
static BOOLEAN PrinterReady(PPRINTER p)
{
	ULONG reads;

	for (reads = 0; reads < READY_READS; reads++)
		if ((ReadRegister(p, STATUS_REGISTER) & STATUS_MASK) == STATUS_READY)
			return TRUE;
	return FALSE;
}

/* At DIRQL. The delays are those of IEEE 1284 compatibility mode, rounded up. */
static VOID PrinterStrobe(PPRINTER p, LONGLONG Time)
{
	WriteRegister(p, DATA_REGISTER, p->Data[p->Sent]);
	KeStallExecutionProcessor(1);
	WriteRegister(p, CONTROL_REGISTER, CONTROL_STROBE);
	KeStallExecutionProcessor(1);
	WriteRegister(p, CONTROL_REGISTER, CONTROL_IDLE);
	KeStallExecutionProcessor(1);
	p->Sent++;
	p->State = Sending;
	p->Progress = Time;
	p->Bytes++;
}

/*
 * At DIRQL, with the first byte of a tick, and when a tick has too many of them: whether the
 * routine has to pause, to let others run.
 */
static BOOLEAN PrinterNeedsRest(PPRINTER p, LONGLONG Time)
{
	ULONG bytes = p->Bytes - p->TickBytes;

	p->TickBytes = p->Bytes;
	p->Busy += p->Took * bytes;
	p->Resting = bytes >= p->MostBytes;
	if (Time - p->Burst >= p->BurstTicks) {
		if (p->Busy >= p->BurstBusy)
			p->Resting = TRUE;
		p->Burst = Time;
		p->Busy = 0;
	}
	return p->Resting;
}

static BOOLEAN NTAPI PrinterInterrupt(PKINTERRUPT Interrupt, PVOID Context)
{
	PPRINTER p = Context;
	LARGE_INTEGER begin;
	BOOLEAN first, rest;
	LONGLONG time;

	/* This acknowledges the interrupt: some ports keep the line up until the status is read. */
	ReadRegister(p, STATUS_REGISTER);
	p->Interrupts++;
	if (p->State != Sending) {
		p->Declined++;
		return FALSE;
	}
	time = Now();
	first = time != p->Progress;
	if (first)
		begin = KeQueryPerformanceCounter(NULL);
	rest = (first || p->Bytes - p->TickBytes >= p->MostBytes) && PrinterNeedsRest(p, time);
	p->Progress = time;
	if (p->Sent < p->Length && !rest && PrinterReady(p)) {
		PrinterStrobe(p, time);
		if (first)
			p->Took = KeQueryPerformanceCounter(NULL).QuadPart - begin.QuadPart;
		return TRUE;
	}
	p->State = p->Sent < p->Length ? Stalled : Done;
	IoRequestDpc(p->DeviceObject, p->DeviceObject->CurrentIrp, p);
	return TRUE;
}

/* The port was in other hands, which may have turned interrupts off: then nothing would be sent. */
static VOID NTAPI PrinterDeferredCheck(PVOID Context)
{
	PPRINTER p = Context;

	if (!(ReadRegister(p, CONTROL_REGISTER) & CONTROL_INTERRUPT))
		WriteRegister(p, CONTROL_REGISTER, CONTROL_IDLE);
}

/* The routines down to PrinterCount() run under KeSynchronizeExecution(). */

static BOOLEAN NTAPI PrinterBegin(PVOID Context)
{
	PPRINTER p = Context;

	p->Sent = 0;
	p->Progress = Now();
	p->Resting = FALSE;
	p->State = Stalled;
	/* Some ports raise the line at every write to this register. */
	if ((ReadRegister(p, CONTROL_REGISTER) & CONTROL_MASK) != CONTROL_IDLE)
		WriteRegister(p, CONTROL_REGISTER, CONTROL_IDLE);
	return TRUE;
}

typedef struct {
	PPRINTER Printer;
	TRANSFER_STATE State;
	LONGLONG Progress;
	BOOLEAN Resting;
	UCHAR Register;
} LOOK;

static BOOLEAN NTAPI PrinterLook(PVOID Context)
{
	LOOK *look = Context;
	PPRINTER p = look->Printer;

	look->Resting = p->Resting;
	if (p->State == Stalled && !p->Resting && PrinterReady(p)) {
		p->Burst = Now();
		p->Busy = 0;
		PrinterStrobe(p, p->Burst);
	}
	p->Resting = FALSE;
	look->State = p->State;
	look->Progress = p->Progress;
	look->Register = p->State == Stalled ? ReadRegister(p, STATUS_REGISTER) : STATUS_READY;
	return TRUE;
}

static BOOLEAN NTAPI PrinterStop(PVOID Context)
{
	PPRINTER p = Context;

	p->State = Idle;
	p->Data = NULL;
	return TRUE;
}

static BOOLEAN NTAPI PrinterCount(PVOID Context)
{
	ULONG *counters = Context;

	counters[0] = Printer->Bytes;
	counters[1] = Printer->Interrupts;
	counters[2] = Printer->Declined;
	return TRUE;
}

/* Whether the caller is the one to finish this request. The cancel spin lock is held. */
static BOOLEAN PrinterClaim(PPRINTER p, PIRP Irp)
{
	if (!p->Active || p->DeviceObject->CurrentIrp != Irp)
		return FALSE;
	p->Active = FALSE;
	IoSetCancelRoutine(Irp, NULL);
	return TRUE;
}

/*
 * Ends the request that the caller has claimed, and starts the next one. A byte that was
 * strobed counts as sent, acknowledged or not: sending it twice would be worse. At or below
 * DISPATCH_LEVEL.
 */
static VOID PrinterFinish(PPRINTER p, PIRP Irp, NTSTATUS Status, BOOLEAN HavePort)
{
	ULONG sent = 0;
	KIRQL irql;

	KeCancelTimer(&p->Timer);
	if (HavePort) {
		KeSynchronizeExecution(p->Interrupt, PrinterStop, p);
		sent = p->Sent;
		p->Information.FreePort(p->Information.Context);
	}
	/* A write that ends early returns how much was sent; the next one fails with the reason. */
	if (sent && !NT_SUCCESS(Status) && Status != STATUS_CANCELLED) {
		p->Failed = TRUE;
		Status = STATUS_SUCCESS;
	}
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	IoStartNextPacket(p->DeviceObject, TRUE);
	KeLowerIrql(irql);
	PortComplete(Irp, Status, sent);
}

/* The request is cancelled. At DISPATCH_LEVEL, with the cancel spin lock held. */
static VOID NTAPI PrinterCancel(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PPRINTER p = DeviceObject->DeviceExtension;
	BOOLEAN queued, claimed = FALSE, waiting = FALSE;

	queued = DeviceObject->CurrentIrp != Irp &&
		 KeRemoveEntryDeviceQueue(&DeviceObject->DeviceQueue,
					  &Irp->Tail.Overlay.DeviceQueueEntry);
	if (!queued && DeviceObject->CurrentIrp == Irp) {
		waiting = !p->Data;
		if (!waiting)
			claimed = PrinterClaim(p, Irp);
	}
	IoReleaseCancelSpinLock(Irp->CancelIrql);
	if (queued)
		PortComplete(Irp, STATUS_CANCELLED, 0);
	else if (claimed)
		PrinterFinish(p, Irp, STATUS_CANCELLED, TRUE);
	else if (waiting)
		IoCancelIrp(p->AllocateIrp);
}

static VOID PrinterSetTimer(PPRINTER p, ULONG Milliseconds)
{
	LARGE_INTEGER due;

	due.QuadPart = -10000i64 * Milliseconds;
	KeSetTimer(&p->Timer, due, &p->TimerDpc);
}

/*
 * Looks at what became of the current request. The interrupt routine sends the bytes, except for
 * the first one, and for the next one whenever the printer was not ready in time: these are sent
 * here. DISPATCH_LEVEL.
 */
static VOID PrinterAdvance(PPRINTER p)
{
	PIRP irp = p->DeviceObject->CurrentIrp;
	NTSTATUS status = STATUS_SUCCESS;
	LOOK look = { p };
	BOOLEAN claimed;
	KIRQL irql;

	KeSynchronizeExecution(p->Interrupt, PrinterLook, &look);
	if (look.State == Idle)
		return;
	if (look.State != Done) {
		if (Now() - look.Progress < p->Timeout) {
			PrinterSetTimer(p, look.Resting ? REST :
					   look.State == Stalled ? p->Nap : WATCH);
			p->Nap = look.State == Sending ? SHORTEST_NAP :
				 p->Nap < LONGEST_NAP ? 2 * p->Nap : LONGEST_NAP;
			return;
		}
		status = look.Register & STATUS_PAPER_EMPTY ? STATUS_DEVICE_PAPER_EMPTY :
			 look.Register & STATUS_SELECTED ? STATUS_IO_TIMEOUT :
			 STATUS_DEVICE_OFF_LINE;
	}
	IoAcquireCancelSpinLock(&irql);
	claimed = PrinterClaim(p, irp);
	IoReleaseCancelSpinLock(irql);
	if (claimed)
		PrinterFinish(p, irp, status, TRUE);
}

static VOID NTAPI PrinterDpc(PKDPC Dpc, PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context)
{
	PrinterAdvance(Context);
}

static VOID NTAPI PrinterTimerDpc(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2)
{
	PrinterAdvance(Context);
}

static IO_COMPLETION_ROUTINE PrinterAllocated;

/* Asks for the port; PrinterAllocated() goes on, now or later. */
static VOID PrinterAllocate(PPRINTER p)
{
	PIO_STACK_LOCATION location;
	BOOLEAN cancel;
	KIRQL irql;
	PIRP irp;

	IoReuseIrp(p->AllocateIrp, STATUS_SUCCESS);
	location = IoGetNextIrpStackLocation(p->AllocateIrp);
	location->MajorFunction = IRP_MJ_INTERNAL_DEVICE_CONTROL;
	location->Parameters.DeviceIoControl.IoControlCode = IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE;
	IoSetCompletionRoutine(p->AllocateIrp, PrinterAllocated, p, TRUE, TRUE, TRUE);
	IoCallDriver(p->Port, p->AllocateIrp);

	/* PrinterCancel() may have come before there was anything to cancel. */
	IoAcquireCancelSpinLock(&irql);
	irp = p->DeviceObject->CurrentIrp;
	cancel = irp && irp->Cancel;
	IoReleaseCancelSpinLock(irql);
	if (cancel)
		IoCancelIrp(p->AllocateIrp);
}

/* The port is ours, or will not be. */
static NTSTATUS NTAPI PrinterAllocated(PDEVICE_OBJECT DeviceObject, PIRP AllocateIrp, PVOID Context)
{
	PPRINTER p = Context;
	PIRP irp = p->DeviceObject->CurrentIrp;
	NTSTATUS status = AllocateIrp->IoStatus.Status;
	BOOLEAN have_port = NT_SUCCESS(status), claimed = FALSE;
	KIRQL irql;

	IoAcquireCancelSpinLock(&irql);
	if (have_port && !irp->Cancel) {
		/* From here on PrinterCancel() may end the transfer. */
		p->Data = irp->AssociatedIrp.SystemBuffer;
		p->Length = IoGetCurrentIrpStackLocation(irp)->Parameters.Write.Length;
		KeSynchronizeExecution(p->Interrupt, PrinterBegin, p);
	} else if (have_port || irp->Cancel || status != STATUS_CANCELLED) {
		claimed = PrinterClaim(p, irp);
		if (irp->Cancel)
			status = STATUS_CANCELLED;
	}
	IoReleaseCancelSpinLock(irql);

	if (claimed)
		PrinterFinish(p, irp, status, have_port);
	else if (have_port)
		PrinterAdvance(p);
	else
		/* This was cancelled on behalf of a request that is gone by now. */
		PrinterAllocate(p);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

/* From now on the device has nothing to do but this request. DISPATCH_LEVEL. */
static VOID NTAPI PrinterStartIo(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PPRINTER p = DeviceObject->DeviceExtension;
	KIRQL irql;

	IoAcquireCancelSpinLock(&irql);
	p->Nap = SHORTEST_NAP;
	p->Sent = 0;
	p->Active = TRUE;
	if (p->Failed || Irp->Cancel) {
		NTSTATUS status = Irp->Cancel ? STATUS_CANCELLED : STATUS_IO_TIMEOUT;

		p->Failed = FALSE;
		PrinterClaim(p, Irp);
		IoReleaseCancelSpinLock(irql);
		PrinterFinish(p, Irp, status, FALSE);
		return;
	}
	IoReleaseCancelSpinLock(irql);
	PrinterAllocate(p);
}

static NTSTATUS NTAPI PrinterWrite(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	if (!IoGetCurrentIrpStackLocation(Irp)->Parameters.Write.Length)
		return PortComplete(Irp, STATUS_SUCCESS, 0);
	IoMarkIrpPending(Irp);
	IoStartPacket(DeviceObject, Irp, NULL, PrinterCancel);
	return STATUS_PENDING;
}

static NTSTATUS NTAPI PrinterControl(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	ULONG counters[3];

	KeSynchronizeExecution(Printer->Interrupt, PrinterCount, counters);
	return PortQueryCounters(Irp, counters, 3);
}

static NTSTATUS NTAPI PrinterOpenClose(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PPRINTER p = DeviceObject->DeviceExtension;

	/* A new user starts afresh. */
	if (IoGetCurrentIrpStackLocation(Irp)->MajorFunction == IRP_MJ_CREATE)
		p->Failed = FALSE;
	return PortComplete(Irp, STATUS_SUCCESS, 0);
}

static NTSTATUS PrinterConnect(PPRINTER p)
{
	PARALLEL_INTERRUPT_INFORMATION interrupt;
	NTSTATUS status;

	status = PortRequest(p->Port, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, NULL, 0,
			     &p->Information, sizeof(p->Information));
	if (!NT_SUCCESS(status))
		return status;
	p->Service.InterruptServiceRoutine = PrinterInterrupt;
	p->Service.InterruptServiceContext = p;
	p->Service.DeferredPortCheckRoutine = PrinterDeferredCheck;
	p->Service.DeferredPortCheckContext = p;
	status = PortConnect(p->Port, &p->Service, &interrupt);
	if (NT_SUCCESS(status))
		p->Interrupt = interrupt.InterruptObject;
	return status;
}

static VOID NTAPI PrinterUnload(PDRIVER_OBJECT DriverObject)
{
	PPRINTER p = Printer;

	IoDeleteSymbolicLink(&p->Link);
	PortDisconnect(p->Port, &p->Service);
	KeCancelTimer(&p->Timer);
	IoFreeIrp(p->AllocateIrp);
	ObDereferenceObject(p->PortFile);
	IoDeleteDevice(p->DeviceObject);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	ULONG port = PortParameter(RegistryPath, L"Port", 0);
	ULONG timeout = PortParameter(RegistryPath, L"Timeout", 10);
	LARGE_INTEGER frequency;
	PDEVICE_OBJECT device;
	UNICODE_STRING name;
	WCHAR buffer[40];
	NTSTATUS status;
	PPRINTER p;

	name.Buffer = buffer;
	name.MaximumLength = sizeof(buffer);
	PortName(&name, L"\\Device\\NtPrinter", port);
	status = IoCreateDevice(DriverObject, sizeof(PRINTER), &name, FILE_DEVICE_PRINTER, 0, FALSE,
				&device);
	if (!NT_SUCCESS(status))
		return status;
	device->Flags |= DO_BUFFERED_IO;
	p = device->DeviceExtension;
	Printer = p;
	p->DeviceObject = device;
	p->Timeout = 10000000i64 * (timeout ? timeout : 1) / KeQueryTimeIncrement();
	p->BurstTicks = 10000i64 * BURST / KeQueryTimeIncrement();
	KeQueryPerformanceCounter(&frequency);
	p->BurstBusy = frequency.QuadPart * BURST / SHARE / 1000;
	p->MostBytes = KeQueryTimeIncrement() / FASTEST_BYTE;
	KeInitializeTimer(&p->Timer);
	KeInitializeDpc(&p->TimerDpc, PrinterTimerDpc, p);
	IoInitializeDpcRequest(device, PrinterDpc);

	status = PortOpen(port, &p->PortFile, &p->Port);
	if (!NT_SUCCESS(status))
		goto DeleteDevice;
	p->AllocateIrp = IoAllocateIrp(p->Port->StackSize, FALSE);
	if (!p->AllocateIrp) {
		status = STATUS_INSUFFICIENT_RESOURCES;
		goto ClosePort;
	}
	status = PrinterConnect(p);
	if (!NT_SUCCESS(status))
		goto FreeIrp;

	p->Link.Buffer = p->LinkBuffer;
	p->Link.MaximumLength = sizeof(p->LinkBuffer);
	PortName(&p->Link, L"\\DosDevices\\ntprinter", port);
	status = IoCreateSymbolicLink(&p->Link, &name);
	if (!NT_SUCCESS(status))
		goto Disconnect;

	DriverObject->MajorFunction[IRP_MJ_CREATE] = PrinterOpenClose;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = PrinterOpenClose;
	DriverObject->MajorFunction[IRP_MJ_WRITE] = PrinterWrite;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = PrinterControl;
	DriverObject->DriverStartIo = PrinterStartIo;
	DriverObject->DriverUnload = PrinterUnload;
	return STATUS_SUCCESS;

Disconnect:
	PortDisconnect(p->Port, &p->Service);
FreeIrp:
	IoFreeIrp(p->AllocateIrp);
ClosePort:
	ObDereferenceObject(p->PortFile);
DeleteDevice:
	IoDeleteDevice(device);
	return status;
}
