/* SPDX-License-Identifier: GPL-2.0 */
/*
 * sloppy.c - a driver that Windows survives: it looks at no status, gives nothing back, calls its
 * devices by any spelling, and forgets to say how much it has read.
 */
#include "NTDDK.h"

static PVOID junk;
HANDLE hKey;
UNICODE_STRING uni, lnk;

NTSTATUS sl_open(PDEVICE_OBJECT dev, PIRP irp)
{
   IoCompleteRequest(irp, 2);         /* IoStatus is as it came */
   return 0;
}

NTSTATUS sl_read(PDEVICE_OBJECT dev, PIRP irp)
{
   PIO_STACK_LOCATION sp;
   char *p;
   ULONG n;

   sp = IoGetCurrentIrpStackLocation(irp);
   p = irp->AssociatedIrp.SystemBuffer;
   for(n=0; n<sp->Parameters.Read.Length; n++)
      ((PUCHAR)p)++[0] = 's';
   irp->IoStatus.Status = STATUS_SUCCESS;
   irp->IoStatus.Information = n;
   IoCompleteRequest(irp, IO_NO_INCREMENT);
   return irp ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

NTSTATUS sl_write(PDEVICE_OBJECT dev, PIRP irp)
{
   ULONG len;

   len = IoGetCurrentIrpStackLocation(irp)->Parameters.Write.Length;
   junk = ExAllocatePool(NonPagedPool, len);   /* the one before is lost */
   memcpy(junk, irp->AssociatedIrp.SystemBuffer, len);
   irp->IoStatus.Information = len;
   irp->IoStatus.Status = 0;
   IoCompleteRequest(irp, 0);
   return 0;
}

void sl_unload(PDRIVER_OBJECT drv)
{
   RtlInitUnicodeString(&lnk, L"\\??\\SLOPPY");
   IoDeleteSymbolicLink(&lnk);
   IoDeleteDevice(drv->DeviceObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT drv, PUNICODE_STRING reg)
{
   OBJECT_ATTRIBUTES oa;
   PDEVICE_OBJECT dev;
   int i;

   RtlInitUnicodeString(&uni, L"\\device\\sloppy");
   RtlInitUnicodeString(&lnk, L"\\DosDevices\\Sloppy");
   IoCreateDevice(drv, 0, &uni, 0x8123, 0, 0, &dev);
   IoCreateSymbolicLink(&lnk, &uni);
   dev->Flags |= DO_BUFFERED_IO;
   dev->Flags &= ~DO_DEVICE_INITIALIZING;
   InitializeObjectAttributes(&oa, reg, OBJ_CASE_INSENSITIVE, NULL, NULL);
   ZwOpenKey(&hKey, KEY_READ, &oa);   /* never closed */
   for (i=0; i<=IRP_MJ_MAXIMUM_FUNCTION; i++)
      drv->MajorFunction[i] = sl_open;
   drv->MajorFunction[IRP_MJ_READ] = sl_read;
   drv->MajorFunction[IRP_MJ_WRITE] = sl_write;
   drv->DriverUnload = sl_unload;
   DbgPrint("sloppy is here");        /* no newline */
   return 0;
}
