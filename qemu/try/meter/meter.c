/* SPDX-License-Identifier: GPL-2.0 */
/*
 * METER.C - reads an instrument on a parallel port: \DosDevices\Meter.
 *
 * A byte 'R' with a strobe asks the instrument for a line of text. It puts each byte on the status
 * lines as two nibbles, the lower one first, and pulses nAck for each; a change of nAutoFd asks for
 * the next. meter.py is such an instrument.
 *
 * Value of the Parameters key: Timeout, in milliseconds (2000).
 */
#include <ntddk.h>
#include <parallel.h>

#define DATA            0
#define STATUS          1
#define CONTROL         2

#define CONTROL_STROBE  0x01
#define CONTROL_NEXT    0x02    /* nAutoFd */
#define CONTROL_IDLE    0x1c    /* interrupts on, no reset, selected */

#define LINE            64

typedef struct _METER {
    UNICODE_STRING Link;
    PFILE_OBJECT PortFile;
    PDEVICE_OBJECT Port;
    PUCHAR Registers;
    PARALLEL_INTERRUPT_SERVICE_ROUTINE Service;
    PARALLEL_INTERRUPT_INFORMATION Interrupt;
    ULONG Timeout;
    FAST_MUTEX OneReader;
    KEVENT Done;
    KDPC Dpc;
    /* Under the port's interrupt lock. */
    BOOLEAN Reading, HaveLow;
    UCHAR Low, Control;
    ULONG Length;
    CHAR Line[LINE];
} METER, *PMETER;

NTSTATUS DriverEntry(IN PDRIVER_OBJECT DriverObject, IN PUNICODE_STRING RegistryPath);

static NTSTATUS Ask(IN PDEVICE_OBJECT Port, IN ULONG Code, IN PVOID Input, IN ULONG InputLength,
                    OUT PVOID Output, IN ULONG OutputLength)
{
    IO_STATUS_BLOCK result;
    KEVENT event;
    NTSTATUS status;
    PIRP irp;

    KeInitializeEvent(&event, NotificationEvent, FALSE);
    irp = IoBuildDeviceIoControlRequest(Code, Port, Input, InputLength, Output, OutputLength, TRUE,
                                        &event, &result);
    if (irp == NULL)
        return STATUS_INSUFFICIENT_RESOURCES;
    status = IoCallDriver(Port, irp);
    if (status == STATUS_PENDING) {
        KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
        status = result.Status;
    }
    return status;
}

static BOOLEAN Isr(IN PKINTERRUPT Interrupt, IN PVOID Context)
{
    PMETER meter = Context;
    UCHAR status = READ_PORT_UCHAR(meter->Registers + STATUS), nibble;

    if (!meter->Reading)
        return FALSE;
    /* nError, Select, PaperEnd and Busy, which comes inverted. */
    nibble = ((status >> 3) & 7) | ((status & 0x80) ? 0 : 8);
    if (!meter->HaveLow) {
        meter->Low = nibble;
        meter->HaveLow = TRUE;
    } else {
        meter->HaveLow = FALSE;
        meter->Line[meter->Length++] = meter->Low | nibble << 4;
        if (meter->Length == LINE || meter->Line[meter->Length - 1] == '\n') {
            meter->Reading = FALSE;
            KeInsertQueueDpc(&meter->Dpc, NULL, NULL);
            return TRUE;
        }
    }
    meter->Control ^= CONTROL_NEXT;
    WRITE_PORT_UCHAR(meter->Registers + CONTROL, meter->Control);
    return TRUE;
}

static VOID DeferredCheck(IN PVOID Context)
{
    PMETER meter = Context;

    /* Whoever had the port may have left interrupts off. */
    if (READ_PORT_UCHAR(meter->Registers + CONTROL) != meter->Control)
        WRITE_PORT_UCHAR(meter->Registers + CONTROL, meter->Control);
}

static VOID LineIsThere(IN PKDPC Dpc, IN PVOID Context, IN PVOID Argument1, IN PVOID Argument2)
{
    KeSetEvent(&((PMETER)Context)->Done, IO_PARALLEL_INCREMENT, FALSE);
}

static BOOLEAN Begin(IN PVOID Context)
{
    PMETER meter = Context;

    meter->Length = 0;
    meter->HaveLow = FALSE;
    meter->Reading = TRUE;
    meter->Control = CONTROL_IDLE;
    WRITE_PORT_UCHAR(meter->Registers + DATA, 'R');
    WRITE_PORT_UCHAR(meter->Registers + CONTROL, meter->Control | CONTROL_STROBE);
    KeStallExecutionProcessor(1);
    WRITE_PORT_UCHAR(meter->Registers + CONTROL, meter->Control);
    return TRUE;
}

static BOOLEAN GiveUp(IN PVOID Context)
{
    ((PMETER)Context)->Reading = FALSE;
    return TRUE;
}

static NTSTATUS ReadLine(IN PMETER Meter)
{
    LARGE_INTEGER limit;
    NTSTATUS status;

    status = Ask(Meter->Port, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, NULL, 0, NULL, 0);
    if (!NT_SUCCESS(status))
        return status;
    limit.QuadPart = -10000 * (LONGLONG)Meter->Timeout;
    KeClearEvent(&Meter->Done);
    KeSynchronizeExecution(Meter->Interrupt.InterruptObject, Begin, Meter);
    status = KeWaitForSingleObject(&Meter->Done, Executive, KernelMode, FALSE, &limit);
    KeSynchronizeExecution(Meter->Interrupt.InterruptObject, GiveUp, Meter);
    Ask(Meter->Port, IOCTL_INTERNAL_PARALLEL_PORT_FREE, NULL, 0, NULL, 0);
    if (status == STATUS_TIMEOUT) {
        DbgPrint("meter: no answer in %d ms, after %d bytes\n", Meter->Timeout, Meter->Length);
        return STATUS_IO_TIMEOUT;
    }
    return STATUS_SUCCESS;
}

static NTSTATUS Dispatch(IN PDEVICE_OBJECT DeviceObject, IN PIRP Irp)
{
    PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(Irp);
    PMETER meter = DeviceObject->DeviceExtension;
    NTSTATUS status = STATUS_SUCCESS;

    Irp->IoStatus.Information = 0;
    if (location->MajorFunction == IRP_MJ_READ) {
        if (location->Parameters.Read.Length < LINE) {
            status = STATUS_BUFFER_TOO_SMALL;
        } else {
            ExAcquireFastMutex(&meter->OneReader);
            status = ReadLine(meter);
            if (NT_SUCCESS(status)) {
                RtlCopyMemory(Irp->AssociatedIrp.SystemBuffer, meter->Line, meter->Length);
                Irp->IoStatus.Information = meter->Length;
            }
            ExReleaseFastMutex(&meter->OneReader);
        }
    }
    Irp->IoStatus.Status = status;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return status;
}

static VOID Unload(IN PDRIVER_OBJECT DriverObject)
{
    PMETER meter = DriverObject->DeviceObject->DeviceExtension;

    IoDeleteSymbolicLink(&meter->Link);
    Ask(meter->Port, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &meter->Service,
        sizeof(meter->Service), NULL, 0);
    KeRemoveQueueDpc(&meter->Dpc);
    ObDereferenceObject(meter->PortFile);
    IoDeleteDevice(DriverObject->DeviceObject);
}

static ULONG ReadTimeout(IN PUNICODE_STRING RegistryPath)
{
    RTL_QUERY_REGISTRY_TABLE table[3];
    ULONG timeout = 2000, otherwise = 2000;
    WCHAR path[200];

    if (RegistryPath->Length >= sizeof(path))
        return timeout;
    RtlZeroMemory(path, sizeof(path));
    RtlCopyMemory(path, RegistryPath->Buffer, RegistryPath->Length);
    RtlZeroMemory(table, sizeof(table));
    table[0].Flags = RTL_QUERY_REGISTRY_SUBKEY;
    table[0].Name = L"Parameters";
    table[1].Flags = RTL_QUERY_REGISTRY_DIRECT;
    table[1].Name = L"Timeout";
    table[1].EntryContext = &timeout;
    table[1].DefaultType = REG_DWORD;
    table[1].DefaultData = &otherwise;
    table[1].DefaultLength = sizeof(otherwise);
    RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, path, table, NULL, NULL);
    return timeout;
}

NTSTATUS DriverEntry(IN PDRIVER_OBJECT DriverObject, IN PUNICODE_STRING RegistryPath)
{
    PARALLEL_PORT_INFORMATION port;
    UNICODE_STRING name;
    PDEVICE_OBJECT device;
    NTSTATUS status;
    PMETER meter;

    RtlInitUnicodeString(&name, L"\\Device\\Meter");
    status = IoCreateDevice(DriverObject, sizeof(METER), &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
    if (!NT_SUCCESS(status))
        return status;
    device->Flags |= DO_BUFFERED_IO;
    meter = device->DeviceExtension;
    meter->Control = CONTROL_IDLE;
    meter->Timeout = ReadTimeout(RegistryPath);
    ExInitializeFastMutex(&meter->OneReader);
    KeInitializeEvent(&meter->Done, SynchronizationEvent, FALSE);
    KeInitializeDpc(&meter->Dpc, LineIsThere, meter);

    RtlInitUnicodeString(&name, L"\\Device\\ParallelPort0");
    status = IoGetDeviceObjectPointer(&name, FILE_READ_ATTRIBUTES, &meter->PortFile, &meter->Port);
    if (!NT_SUCCESS(status))
        goto NoPort;
    status = Ask(meter->Port, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, NULL, 0, &port, sizeof(port));
    if (!NT_SUCCESS(status))
        goto NoInterrupt;
    meter->Registers = port.Controller;
    meter->Service.InterruptServiceRoutine = Isr;
    meter->Service.InterruptServiceContext = meter;
    meter->Service.DeferredPortCheckRoutine = DeferredCheck;
    meter->Service.DeferredPortCheckContext = meter;
    status = Ask(meter->Port, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &meter->Service,
                 sizeof(meter->Service), &meter->Interrupt, sizeof(meter->Interrupt));
    if (!NT_SUCCESS(status))
        goto NoInterrupt;
    RtlInitUnicodeString(&name, L"\\Device\\Meter");
    RtlInitUnicodeString(&meter->Link, L"\\DosDevices\\Meter");
    status = IoCreateSymbolicLink(&meter->Link, &name);
    if (!NT_SUCCESS(status))
        goto NoLink;

    DriverObject->MajorFunction[IRP_MJ_CREATE] = Dispatch;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = Dispatch;
    DriverObject->MajorFunction[IRP_MJ_READ] = Dispatch;
    DriverObject->DriverUnload = Unload;
    DbgPrint("meter: ready, an answer may take %d ms\n", meter->Timeout);
    return STATUS_SUCCESS;

NoLink:
    Ask(meter->Port, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &meter->Service,
        sizeof(meter->Service), NULL, 0);
NoInterrupt:
    ObDereferenceObject(meter->PortFile);
NoPort:
    IoDeleteDevice(device);
    return status;
}
