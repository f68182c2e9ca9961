/* SPDX-License-Identifier: GPL-2.0 */
/*
 *  LPTOUT.C - sends bytes to a parallel port by interrupts. NT 4, no parport.sys: it finds the
 *  first port itself, claims it and connects to its interrupt.
 */
#include <ntddk.h>

#define DATA    0
#define STATUS  1
#define CONTROL 2

#define CTL_STROBE  0x01
#define CTL_READY   0x1c        /* interrupts on, no reset, selected */

typedef struct _DEVICE_EXTENSION {
    PDEVICE_OBJECT  DeviceObject;
    PUCHAR          Base;
    PHYSICAL_ADDRESS BusAddress;
    ULONG           Level, OriginalVector;
    BOOLEAN         Found;
    PKINTERRUPT     Interrupt;
    PUCHAR          Next;
    ULONG           Left;
    BOOLEAN         Busy;
    ULONG           Interrupts;
} DEVICE_EXTENSION, *PDEVICE_EXTENSION;

NTSTATUS DriverEntry(IN PDRIVER_OBJECT DriverObject, IN PUNICODE_STRING RegistryPath);

/* Called with the interrupt's lock: by the ISR, and by KeSynchronizeExecution. */
static BOOLEAN SendByte(IN PVOID Context)
{
    PDEVICE_EXTENSION de = (PDEVICE_EXTENSION)Context;

    de->Busy = TRUE;
    de->Left--;
    WRITE_PORT_UCHAR(de->Base + DATA, *de->Next++);
    WRITE_PORT_UCHAR(de->Base + CONTROL, CTL_READY | CTL_STROBE);
    KeStallExecutionProcessor(1);
    WRITE_PORT_UCHAR(de->Base + CONTROL, CTL_READY);
    return TRUE;
}

static BOOLEAN Isr(IN PKINTERRUPT Interrupt, IN PVOID Context)
{
    PDEVICE_EXTENSION de = (PDEVICE_EXTENSION)Context;

    if (!de->Busy)
        return FALSE;
    READ_PORT_UCHAR(de->Base + STATUS);
    de->Interrupts++;
    if (de->Left)
        return SendByte(de);
    de->Busy = FALSE;
    IoRequestDpc(de->DeviceObject, de->DeviceObject->CurrentIrp, NULL);
    return TRUE;
}

static VOID DpcForIsr(IN PKDPC Dpc, IN PDEVICE_OBJECT DeviceObject, IN PIRP Irp, IN PVOID Context)
{
    PIO_STACK_LOCATION sp;

    Irp = DeviceObject->CurrentIrp;
    sp = IoGetCurrentIrpStackLocation(Irp);
    Irp->IoStatus.Status = STATUS_SUCCESS;
    Irp->IoStatus.Information = sp->Parameters.Write.Length;
    IoStartNextPacket(DeviceObject, TRUE);
    IoCompleteRequest(Irp, IO_PARALLEL_INCREMENT);
}

static VOID Cancel(IN PDEVICE_OBJECT DeviceObject, IN PIRP Irp)
{
    if (Irp == DeviceObject->CurrentIrp) {
        IoReleaseCancelSpinLock(Irp->CancelIrql);
        return;
    }
    KeRemoveEntryDeviceQueue(&DeviceObject->DeviceQueue, &Irp->Tail.Overlay.DeviceQueueEntry);
    IoReleaseCancelSpinLock(Irp->CancelIrql);
    Irp->IoStatus.Status = STATUS_CANCELLED;
    Irp->IoStatus.Information = 0;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

static VOID StartIo(IN PDEVICE_OBJECT DeviceObject, IN PIRP Irp)
{
    PDEVICE_EXTENSION de = DeviceObject->DeviceExtension;
    KIRQL irql;

    IoAcquireCancelSpinLock(&irql);
    IoSetCancelRoutine(Irp, NULL);
    IoReleaseCancelSpinLock(irql);
    de->Next = Irp->AssociatedIrp.SystemBuffer;
    de->Left = IoGetCurrentIrpStackLocation(Irp)->Parameters.Write.Length;
    KeSynchronizeExecution(de->Interrupt, SendByte, de);
}

static NTSTATUS Dispatch(IN PDEVICE_OBJECT DeviceObject, IN PIRP Irp)
{
    PDEVICE_EXTENSION de = DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION sp = IoGetCurrentIrpStackLocation(Irp);
    NTSTATUS status = STATUS_SUCCESS;

    Irp->IoStatus.Information = 0;
    switch (sp->MajorFunction) {
    case IRP_MJ_WRITE:
        if (sp->Parameters.Write.Length == 0)
            break;
        IoMarkIrpPending(Irp);
        IoStartPacket(DeviceObject, Irp, NULL, Cancel);
        return STATUS_PENDING;
    case IRP_MJ_READ:
        if (sp->Parameters.Read.Length < sizeof(ULONG)) {
            status = STATUS_BUFFER_TOO_SMALL;
            break;
        }
        *(PULONG)Irp->AssociatedIrp.SystemBuffer = de->Interrupts;
        Irp->IoStatus.Information = sizeof(ULONG);
        break;
    }
    Irp->IoStatus.Status = status;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return status;
}

static NTSTATUS ConfigCallout(IN PVOID Context, IN PUNICODE_STRING PathName, IN INTERFACE_TYPE BusType,
    IN ULONG BusNumber, IN PKEY_VALUE_FULL_INFORMATION *BusInformation,
    IN CONFIGURATION_TYPE ControllerType, IN ULONG ControllerNumber,
    IN PKEY_VALUE_FULL_INFORMATION *ControllerInformation, IN CONFIGURATION_TYPE PeripheralType,
    IN ULONG PeripheralNumber, IN PKEY_VALUE_FULL_INFORMATION *PeripheralInformation)
{
    PDEVICE_EXTENSION de = Context;
    PKEY_VALUE_FULL_INFORMATION info = ControllerInformation[IoQueryDeviceConfigurationData];
    PCM_FULL_RESOURCE_DESCRIPTOR list;
    ULONG i;

    if (info == NULL || info->DataLength == 0)
        return STATUS_SUCCESS;
    list = (PCM_FULL_RESOURCE_DESCRIPTOR)((PUCHAR)info + info->DataOffset);
    for (i = 0; i < list->PartialResourceList.Count; i++) {
        PCM_PARTIAL_RESOURCE_DESCRIPTOR p = &list->PartialResourceList.PartialDescriptors[i];

        if (p->Type == CmResourceTypePort && !de->Found) {
            de->BusAddress = p->u.Port.Start;
            de->Found = TRUE;
        } else if (p->Type == CmResourceTypeInterrupt) {
            de->Level = p->u.Interrupt.Level;
            de->OriginalVector = p->u.Interrupt.Vector;
        }
    }
    return STATUS_SUCCESS;
}

static NTSTATUS Claim(IN PDRIVER_OBJECT DriverObject, IN PDEVICE_EXTENSION de, IN BOOLEAN Take)
{
    CM_RESOURCE_LIST list;
    BOOLEAN conflict;
    UNICODE_STRING name;

    RtlInitUnicodeString(&name, L"LOADED PARALLEL DRIVER RESOURCES");
    RtlZeroMemory(&list, sizeof(list));
    list.Count = Take;
    list.List[0].InterfaceType = Isa;
    list.List[0].PartialResourceList.Count = 1;
    list.List[0].PartialResourceList.PartialDescriptors[0].Type = CmResourceTypePort;
    list.List[0].PartialResourceList.PartialDescriptors[0].Flags = CM_RESOURCE_PORT_IO;
    list.List[0].PartialResourceList.PartialDescriptors[0].u.Port.Start = de->BusAddress;
    list.List[0].PartialResourceList.PartialDescriptors[0].u.Port.Length = 3;
    return IoReportResourceUsage(&name, DriverObject, NULL, 0, de->DeviceObject, &list,
        sizeof(list), FALSE, &conflict);
}

static VOID Unload(IN PDRIVER_OBJECT DriverObject)
{
    PDEVICE_EXTENSION de = DriverObject->DeviceObject->DeviceExtension;
    UNICODE_STRING link;

    IoDisconnectInterrupt(de->Interrupt);
    Claim(DriverObject, de, FALSE);
    RtlInitUnicodeString(&link, L"\\DosDevices\\LptOut");
    IoDeleteSymbolicLink(&link);
    IoDeleteDevice(DriverObject->DeviceObject);
}

NTSTATUS DriverEntry(IN PDRIVER_OBJECT DriverObject, IN PUNICODE_STRING RegistryPath)
{
    INTERFACE_TYPE bus = Isa;
    ULONG number = 0, first = 0, space = 1, vector;
    CONFIGURATION_TYPE controller = ParallelController;
    UNICODE_STRING name, link;
    PDEVICE_OBJECT device;
    PHYSICAL_ADDRESS address;
    PDEVICE_EXTENSION de;
    KAFFINITY affinity;
    NTSTATUS status;
    KIRQL irql;

    RtlInitUnicodeString(&name, L"\\Device\\LptOut");
    RtlInitUnicodeString(&link, L"\\DosDevices\\LptOut");
    status = IoCreateDevice(DriverObject, sizeof(DEVICE_EXTENSION), &name,
        FILE_DEVICE_PARALLEL_PORT, 0, FALSE, &device);
    if (!NT_SUCCESS(status))
        return status;
    device->Flags |= DO_BUFFERED_IO;
    de = device->DeviceExtension;
    de->DeviceObject = device;
    IoInitializeDpcRequest(device, DpcForIsr);

    status = IoQueryDeviceDescription(&bus, &number, &controller, &first, NULL, NULL,
        ConfigCallout, de);
    if (NT_SUCCESS(status) && !de->Found)
        status = STATUS_NO_SUCH_DEVICE;
    if (!NT_SUCCESS(status))
        goto fail;
    if (!HalTranslateBusAddress(Isa, 0, de->BusAddress, &space, &address)) {
        status = STATUS_NO_SUCH_DEVICE;
        goto fail;
    }
    de->Base = (PUCHAR)(ULONG_PTR)address.QuadPart;
    status = Claim(DriverObject, de, TRUE);
    if (!NT_SUCCESS(status))
        goto fail;
    vector = HalGetInterruptVector(Isa, 0, de->Level, de->OriginalVector, &irql, &affinity);
    WRITE_PORT_UCHAR(de->Base + CONTROL, CTL_READY);
    status = IoConnectInterrupt(&de->Interrupt, Isr, de, NULL, vector, irql, irql, Latched,
        FALSE, affinity, FALSE);
    if (!NT_SUCCESS(status))
        goto release;
    status = IoCreateSymbolicLink(&link, &name);
    if (!NT_SUCCESS(status))
        goto disconnect;
    DriverObject->MajorFunction[IRP_MJ_CREATE] = Dispatch;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = Dispatch;
    DriverObject->MajorFunction[IRP_MJ_READ] = Dispatch;
    DriverObject->MajorFunction[IRP_MJ_WRITE] = Dispatch;
    DriverObject->DriverStartIo = StartIo;
    DriverObject->DriverUnload = Unload;
    return STATUS_SUCCESS;

disconnect:
    IoDisconnectInterrupt(de->Interrupt);
release:
    Claim(DriverObject, de, FALSE);
fail:
    IoDeleteDevice(device);
    return status;
}
