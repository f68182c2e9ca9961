// SPDX-License-Identifier: GPL-2.0
/* wdm_driver.c - a driver with AddDevice on the ports. */

#include <linux/module.h>
#include <linux/sched/signal.h>

#include "wdm_driver.h"

struct wdm wdm;

const GUID wdm_class = { 0x12345678, 0x1234, 0x5678, { 1, 2, 3, 4, 5, 6, 7, 8 } };

static NTSTATUS NTAPI add_device(PDRIVER_OBJECT driver, PDEVICE_OBJECT physical)
{
	struct wdm_extension *extension;
	PDEVICE_OBJECT device;

	if (!NT_SUCCESS(wdm.add_status))
		return wdm.add_status;
	IoCreateDevice(driver, sizeof(*extension), NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	extension = device->DeviceExtension;
	extension->physical = physical;
	extension->below = IoAttachDeviceToDeviceStack(device, physical);
	device->Flags &= ~DO_DEVICE_INITIALIZING;
	wdm.devices[wdm.added++] = device;
	return STATUS_SUCCESS;
}

static PDEVICE_RELATIONS one_relation(PDEVICE_OBJECT device)
{
	PDEVICE_RELATIONS relations = ExAllocatePoolWithTag(PagedPool, sizeof(*relations),
							    0x6d6477);

	if (!relations)
		return NULL;
	ObReferenceObject(device);
	relations->Count = 1;
	relations->Objects[0] = device;
	return relations;
}

static NTSTATUS NTAPI on_pnp(PDEVICE_OBJECT device, PIRP irp)
{
	struct wdm_extension *extension = device->DeviceExtension;
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	PCM_RESOURCE_LIST list;
	NTSTATUS status;

	wdm.minors[location->MinorFunction]++;
	wdm.order[wdm.told++ % sizeof(wdm.order)] = location->MinorFunction;
	switch (location->MinorFunction) {
	case IRP_MN_START_DEVICE:
		list = location->Parameters.StartDevice.AllocatedResourcesTranslated;
		wdm.resources = list->List[0];
		wdm.resource_count = list->List[0].PartialResourceList.Count;
		wdm.interrupt = (&list->List[0].PartialResourceList.PartialDescriptors[0])
			[wdm.resource_count - 1];
		if (wdm.killed_at_start) {
			wdm.killed_at_start = false;
			IoMarkIrpPending(irp);
			send_sig(SIGKILL, current, 1);
			/* Pairs with killed_insmod_waits_for_the_start(). */
			smp_store_release(&wdm.pending_start, irp);
			return STATUS_PENDING;
		}
		if (!NT_SUCCESS(wdm.start_status)) {
			irp->IoStatus.Status = wdm.start_status;
			IoCompleteRequest(irp, IO_NO_INCREMENT);
			return wdm.start_status;
		}
		break;
	case IRP_MN_QUERY_REMOVE_DEVICE:
		if (wdm.waits_when_removed) {
			WRITE_ONCE(wdm.waiting, true);
			KeWaitForSingleObject(&wdm.go_on, Executive, KernelMode, FALSE, NULL);
		}
		if (wdm.refuses_removal) {
			irp->IoStatus.Status = STATUS_DEVICE_BUSY;
			IoCompleteRequest(irp, IO_NO_INCREMENT);
			return STATUS_DEVICE_BUSY;
		}
		break;
	case IRP_MN_QUERY_DEVICE_RELATIONS:
		if (wdm.answer)
			irp->IoStatus.Information = (ULONG_PTR)wdm.answer;
		else if (wdm.has_relations &&
			 location->Parameters.QueryDeviceRelations.Type == BusRelations)
			irp->IoStatus.Information = (ULONG_PTR)one_relation(extension->physical);
		break;
	case IRP_MN_REMOVE_DEVICE:
		IoSkipCurrentIrpStackLocation(irp);
		status = IoCallDriver(extension->below, irp);
		if (wdm.stays_attached)
			return status;
		IoDetachDevice(extension->below);
		IoDeleteDevice(device);
		return status;
	}
	irp->IoStatus.Status = STATUS_SUCCESS;
	IoSkipCurrentIrpStackLocation(irp);
	return IoCallDriver(extension->below, irp);
}

static NTSTATUS NTAPI pass_down(PDEVICE_OBJECT device, PIRP irp)
{
	IoSkipCurrentIrpStackLocation(irp);
	return IoCallDriver(((struct wdm_extension *)device->DeviceExtension)->below, irp);
}

VOID NTAPI wdm_unload(PDRIVER_OBJECT driver)
{
	wdm.unloads++;
}

NTSTATUS NTAPI wdm_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	wdm.driver = driver;
	driver->DriverUnload = wdm_unload;
	driver->DriverExtension->AddDevice = add_device;
	driver->MajorFunction[IRP_MJ_PNP] = on_pnp;
	driver->MajorFunction[IRP_MJ_CREATE] = pass_down;
	driver->MajorFunction[IRP_MJ_CLEANUP] = pass_down;
	driver->MajorFunction[IRP_MJ_CLOSE] = pass_down;
	driver->MajorFunction[IRP_MJ_POWER] = pass_down;
	driver->MajorFunction[IRP_MJ_INTERNAL_DEVICE_CONTROL] = pass_down;
	return STATUS_SUCCESS;
}

void wdm_load(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, 0, ntparport_driver_load(THIS_MODULE, wdm_entry, "wdm", NULL, 0,
						       NULL, 0));
}
