/* SPDX-License-Identifier: GPL-2.0 */
/*
 * dma.h - transfers without the processor. Included by wdm.h.
 *
 * A parallel port has none here: there is no adapter, and what asks for one gets NULL. What follows
 * is for sources that have such a path, and for drivers that make adapters themselves.
 */
#ifndef COMPAT_NT_DMA_H
#define COMPAT_NT_DMA_H

#include "detect.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum _DMA_WIDTH {
	Width8Bits,
	Width16Bits,
	Width32Bits,
	Width64Bits,
	WidthNoWrap,
	MaximumDmaWidth,
} DMA_WIDTH, *PDMA_WIDTH;

typedef enum _DMA_SPEED {
	Compatible,
	TypeA,
	TypeB,
	TypeC,
	TypeF,
	MaximumDmaSpeed,
} DMA_SPEED, *PDMA_SPEED;

#define DEVICE_DESCRIPTION_VERSION	0x0000
#define DEVICE_DESCRIPTION_VERSION1	0x0001
#define DEVICE_DESCRIPTION_VERSION2	0x0002

typedef struct _DEVICE_DESCRIPTION {
	ULONG Version;
	BOOLEAN Master;
	BOOLEAN ScatterGather;
	BOOLEAN DemandMode;
	BOOLEAN AutoInitialize;
	BOOLEAN Dma32BitAddresses;
	BOOLEAN IgnoreCount;
	BOOLEAN Reserved1;
	BOOLEAN Dma64BitAddresses;
	ULONG BusNumber;
	ULONG DmaChannel;
	INTERFACE_TYPE InterfaceType;
	DMA_WIDTH DmaWidth;
	DMA_SPEED DmaSpeed;
	ULONG MaximumLength;
	ULONG DmaPort;
} DEVICE_DESCRIPTION, *PDEVICE_DESCRIPTION;

typedef struct _SCATTER_GATHER_ELEMENT {
	PHYSICAL_ADDRESS Address;
	ULONG Length;
	ULONG_PTR Reserved;
} SCATTER_GATHER_ELEMENT, *PSCATTER_GATHER_ELEMENT;

typedef struct _SCATTER_GATHER_LIST {
	ULONG NumberOfElements;
	ULONG_PTR Reserved;
	SCATTER_GATHER_ELEMENT Elements[1];
} SCATTER_GATHER_LIST, *PSCATTER_GATHER_LIST;

typedef struct _DMA_ADAPTER {
	USHORT Version;
	USHORT Size;
	struct _DMA_OPERATIONS *DmaOperations;
} DMA_ADAPTER, *PDMA_ADAPTER;

/* By its older name. */
typedef struct _DMA_ADAPTER *PADAPTER_OBJECT;

typedef VOID (NTAPI *PPUT_DMA_ADAPTER)(PDMA_ADAPTER DmaAdapter);
typedef PVOID (NTAPI *PALLOCATE_COMMON_BUFFER)(PDMA_ADAPTER DmaAdapter, ULONG Length,
					       PPHYSICAL_ADDRESS LogicalAddress,
					       BOOLEAN CacheEnabled);
typedef VOID (NTAPI *PFREE_COMMON_BUFFER)(PDMA_ADAPTER DmaAdapter, ULONG Length,
					  PHYSICAL_ADDRESS LogicalAddress, PVOID VirtualAddress,
					  BOOLEAN CacheEnabled);
typedef NTSTATUS (NTAPI *PALLOCATE_ADAPTER_CHANNEL)(PDMA_ADAPTER DmaAdapter,
						    PDEVICE_OBJECT DeviceObject,
						    ULONG NumberOfMapRegisters,
						    PDRIVER_CONTROL ExecutionRoutine,
						    PVOID Context);
typedef BOOLEAN (NTAPI *PFLUSH_ADAPTER_BUFFERS)(PDMA_ADAPTER DmaAdapter, PMDL Mdl,
						PVOID MapRegisterBase, PVOID CurrentVa,
						ULONG Length, BOOLEAN WriteToDevice);
typedef VOID (NTAPI *PFREE_ADAPTER_CHANNEL)(PDMA_ADAPTER DmaAdapter);
typedef VOID (NTAPI *PFREE_MAP_REGISTERS)(PDMA_ADAPTER DmaAdapter, PVOID MapRegisterBase,
					  ULONG NumberOfMapRegisters);
typedef PHYSICAL_ADDRESS (NTAPI *PMAP_TRANSFER)(PDMA_ADAPTER DmaAdapter, PMDL Mdl,
						PVOID MapRegisterBase, PVOID CurrentVa,
						PULONG Length, BOOLEAN WriteToDevice);
typedef ULONG (NTAPI *PGET_DMA_ALIGNMENT)(PDMA_ADAPTER DmaAdapter);
typedef ULONG (NTAPI *PREAD_DMA_COUNTER)(PDMA_ADAPTER DmaAdapter);

typedef VOID NTAPI DRIVER_LIST_CONTROL(struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp,
				       struct _SCATTER_GATHER_LIST *ScatterGather, PVOID Context);
typedef DRIVER_LIST_CONTROL *PDRIVER_LIST_CONTROL;

typedef NTSTATUS (NTAPI *PGET_SCATTER_GATHER_LIST)(PDMA_ADAPTER DmaAdapter,
						   PDEVICE_OBJECT DeviceObject, PMDL Mdl,
						   PVOID CurrentVa, ULONG Length,
						   PDRIVER_LIST_CONTROL ExecutionRoutine,
						   PVOID Context, BOOLEAN WriteToDevice);
typedef VOID (NTAPI *PPUT_SCATTER_GATHER_LIST)(PDMA_ADAPTER DmaAdapter,
					       PSCATTER_GATHER_LIST ScatterGather,
					       BOOLEAN WriteToDevice);
typedef NTSTATUS (NTAPI *PCALCULATE_SCATTER_GATHER_LIST_SIZE)(PDMA_ADAPTER DmaAdapter, PMDL Mdl,
							      PVOID CurrentVa, ULONG Length,
							      PULONG ScatterGatherListSize,
							      PULONG pNumberOfMapRegisters);
typedef NTSTATUS (NTAPI *PBUILD_SCATTER_GATHER_LIST)(PDMA_ADAPTER DmaAdapter,
						     PDEVICE_OBJECT DeviceObject, PMDL Mdl,
						     PVOID CurrentVa, ULONG Length,
						     PDRIVER_LIST_CONTROL ExecutionRoutine,
						     PVOID Context, BOOLEAN WriteToDevice,
						     PVOID ScatterGatherBuffer,
						     ULONG ScatterGatherLength);
typedef NTSTATUS (NTAPI *PBUILD_MDL_FROM_SCATTER_GATHER_LIST)(PDMA_ADAPTER DmaAdapter,
							      PSCATTER_GATHER_LIST ScatterGather,
							      PMDL OriginalMdl, PMDL *TargetMdl);

typedef struct _DMA_OPERATIONS {
	ULONG Size;
	PPUT_DMA_ADAPTER PutDmaAdapter;
	PALLOCATE_COMMON_BUFFER AllocateCommonBuffer;
	PFREE_COMMON_BUFFER FreeCommonBuffer;
	PALLOCATE_ADAPTER_CHANNEL AllocateAdapterChannel;
	PFLUSH_ADAPTER_BUFFERS FlushAdapterBuffers;
	PFREE_ADAPTER_CHANNEL FreeAdapterChannel;
	PFREE_MAP_REGISTERS FreeMapRegisters;
	PMAP_TRANSFER MapTransfer;
	PGET_DMA_ALIGNMENT GetDmaAlignment;
	PREAD_DMA_COUNTER ReadDmaCounter;
	PGET_SCATTER_GATHER_LIST GetScatterGatherList;
	PPUT_SCATTER_GATHER_LIST PutScatterGatherList;
	PCALCULATE_SCATTER_GATHER_LIST_SIZE CalculateScatterGatherList;
	PBUILD_SCATTER_GATHER_LIST BuildScatterGatherList;
	PBUILD_MDL_FROM_SCATTER_GATHER_LIST BuildMdlFromScatterGatherList;
} DMA_OPERATIONS, *PDMA_OPERATIONS;

/*
 * An adapter, through which a device reads and writes memory: NULL, there is none that the driver
 * can have, and *NumberOfMapRegisters is 0. PASSIVE_LEVEL. Linux: none.
 * ("HalGetAdapter", "IoGetDmaAdapter".)
 *
 * Differs: drivers move their bytes themselves here, and a line in the log says so.
 */
#define HalGetAdapter ntparport_HalGetAdapter
PADAPTER_OBJECT NTAPI HalGetAdapter(PDEVICE_DESCRIPTION DeviceDescription,
				    PULONG NumberOfMapRegisters);
#define IoGetDmaAdapter ntparport_IoGetDmaAdapter
PDMA_ADAPTER NTAPI IoGetDmaAdapter(PDEVICE_OBJECT PhysicalDeviceObject,
				   PDEVICE_DESCRIPTION DeviceDescription,
				   PULONG NumberOfMapRegisters);

/*
 * What an adapter does, by its operations. Without one they fail: STATUS_INSUFFICIENT_RESOURCES,
 * NULL, FALSE, or 0.
 */
FORCEINLINE NTSTATUS IoAllocateAdapterChannel(PDMA_ADAPTER DmaAdapter, PDEVICE_OBJECT DeviceObject,
					      ULONG NumberOfMapRegisters,
					      PDRIVER_CONTROL ExecutionRoutine, PVOID Context)
{
	if (!DmaAdapter)
		return STATUS_INSUFFICIENT_RESOURCES;
	return DmaAdapter->DmaOperations->AllocateAdapterChannel(DmaAdapter, DeviceObject,
								 NumberOfMapRegisters,
								 ExecutionRoutine, Context);
}

FORCEINLINE BOOLEAN NTAPI IoFlushAdapterBuffers(PDMA_ADAPTER DmaAdapter, PMDL Mdl,
						PVOID MapRegisterBase, PVOID CurrentVa,
						ULONG Length, BOOLEAN WriteToDevice)
{
	if (!DmaAdapter)
		return FALSE;
	return DmaAdapter->DmaOperations->FlushAdapterBuffers(DmaAdapter, Mdl, MapRegisterBase,
							      CurrentVa, Length, WriteToDevice);
}

FORCEINLINE VOID NTAPI IoFreeAdapterChannel(PDMA_ADAPTER DmaAdapter)
{
	if (DmaAdapter)
		DmaAdapter->DmaOperations->FreeAdapterChannel(DmaAdapter);
}

FORCEINLINE VOID NTAPI IoFreeMapRegisters(PDMA_ADAPTER DmaAdapter, PVOID MapRegisterBase,
					  ULONG NumberOfMapRegisters)
{
	if (DmaAdapter)
		DmaAdapter->DmaOperations->FreeMapRegisters(DmaAdapter, MapRegisterBase,
							    NumberOfMapRegisters);
}

FORCEINLINE PHYSICAL_ADDRESS NTAPI IoMapTransfer(PDMA_ADAPTER DmaAdapter, PMDL Mdl,
						 PVOID MapRegisterBase, PVOID CurrentVa,
						 PULONG Length, BOOLEAN WriteToDevice)
{
	PHYSICAL_ADDRESS None;

	None.QuadPart = 0;
	if (!DmaAdapter)
		return None;
	return DmaAdapter->DmaOperations->MapTransfer(DmaAdapter, Mdl, MapRegisterBase, CurrentVa,
						      Length, WriteToDevice);
}

FORCEINLINE PVOID NTAPI HalAllocateCommonBuffer(PDMA_ADAPTER DmaAdapter, ULONG Length,
						PPHYSICAL_ADDRESS LogicalAddress,
						BOOLEAN CacheEnabled)
{
	if (!DmaAdapter)
		return NULL;
	return DmaAdapter->DmaOperations->AllocateCommonBuffer(DmaAdapter, Length, LogicalAddress,
							       CacheEnabled);
}

FORCEINLINE VOID NTAPI HalFreeCommonBuffer(PDMA_ADAPTER DmaAdapter, ULONG Length,
					   PHYSICAL_ADDRESS LogicalAddress, PVOID VirtualAddress,
					   BOOLEAN CacheEnabled)
{
	if (DmaAdapter)
		DmaAdapter->DmaOperations->FreeCommonBuffer(DmaAdapter, Length, LogicalAddress,
							    VirtualAddress, CacheEnabled);
}

FORCEINLINE ULONG NTAPI HalReadDmaCounter(PDMA_ADAPTER DmaAdapter)
{
	return DmaAdapter ? DmaAdapter->DmaOperations->ReadDmaCounter(DmaAdapter) : 0;
}

FORCEINLINE ULONG HalGetDmaAlignment(PDMA_ADAPTER DmaAdapter)
{
	return DmaAdapter ? DmaAdapter->DmaOperations->GetDmaAlignment(DmaAdapter) : 0;
}

/*
 * Has the speaker sound at a frequency, or be silent (0): FALSE, it cannot. At or below
 * DISPATCH_LEVEL. Linux: none. ("HalMakeBeep".)
 */
#define HalMakeBeep ntparport_HalMakeBeep
BOOLEAN NTAPI HalMakeBeep(ULONG Frequency);

/*
 * Finds and claims the resources of a device in a slot of a bus: STATUS_NO_SUCH_DEVICE, there is no
 * such bus, as HalGetBusData() says; STATUS_INVALID_PARAMETER: no driver, or no place for the list.
 * PASSIVE_LEVEL. Linux: none. ("HalAssignSlotResources".)
 *
 * Differs: drivers get no resources but those of parallel ports (see IoAssignResources()), and a
 * line in the log says so.
 */
#define HalAssignSlotResources ntparport_HalAssignSlotResources
NTSTATUS NTAPI HalAssignSlotResources(PUNICODE_STRING RegistryPath,
				      PUNICODE_STRING DriverClassName, PDRIVER_OBJECT DriverObject,
				      PDEVICE_OBJECT DeviceObject, INTERFACE_TYPE BusType,
				      ULONG BusNumber, ULONG SlotNumber,
				      PCM_RESOURCE_LIST *AllocatedResources);

#ifdef __cplusplus
}
#endif

#endif
