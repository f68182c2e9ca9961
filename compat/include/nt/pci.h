/* SPDX-License-Identifier: GPL-2.0 */
/*
 * pci.h - what the configuration space of a PCI device holds. Included by wdm.h.
 *
 * Drivers ask for it with HalGetBusData() and its like, or ask a bus driver for it
 * with IRP_MN_READ_CONFIG. Here nobody has any to give: the types are for sources that ask. The
 * constants are in constants.h.
 */
#ifndef COMPAT_NT_PCI_H
#define COMPAT_NT_PCI_H

#include "../ntdef.h"
#include "constants.h"
#include "dma.h"
#include "io.h"

/* The SlotNumber of a device. */
typedef struct _PCI_SLOT_NUMBER {
	union {
		struct {
			ULONG DeviceNumber : 5;
			ULONG FunctionNumber : 3;
			ULONG Reserved : 24;
		} bits;
		ULONG AsULONG;
	} u;
} PCI_SLOT_NUMBER, *PPCI_SLOT_NUMBER;

/* What all devices have; HeaderType says which of the three is right. */
#define PCI_COMMON_HEADER_LAYOUT \
	USHORT VendorID; \
	USHORT DeviceID; \
	USHORT Command; \
	USHORT Status; \
	UCHAR RevisionID; \
	UCHAR ProgIf; \
	UCHAR SubClass; \
	UCHAR BaseClass; \
	UCHAR CacheLineSize; \
	UCHAR LatencyTimer; \
	UCHAR HeaderType; \
	UCHAR BIST; \
	union { \
		struct { \
			ULONG BaseAddresses[PCI_TYPE0_ADDRESSES]; \
			ULONG CIS; \
			USHORT SubVendorID; \
			USHORT SubSystemID; \
			ULONG ROMBaseAddress; \
			UCHAR CapabilitiesPtr; \
			UCHAR Reserved1[3]; \
			ULONG Reserved2; \
			UCHAR InterruptLine; \
			UCHAR InterruptPin; \
			UCHAR MinimumGrant; \
			UCHAR MaximumLatency; \
		} type0; \
		struct { \
			ULONG BaseAddresses[PCI_TYPE1_ADDRESSES]; \
			UCHAR PrimaryBus; \
			UCHAR SecondaryBus; \
			UCHAR SubordinateBus; \
			UCHAR SecondaryLatency; \
			UCHAR IOBase; \
			UCHAR IOLimit; \
			USHORT SecondaryStatus; \
			USHORT MemoryBase; \
			USHORT MemoryLimit; \
			USHORT PrefetchBase; \
			USHORT PrefetchLimit; \
			ULONG PrefetchBaseUpper32; \
			ULONG PrefetchLimitUpper32; \
			USHORT IOBaseUpper16; \
			USHORT IOLimitUpper16; \
			UCHAR CapabilitiesPtr; \
			UCHAR Reserved1[3]; \
			ULONG ROMBaseAddress; \
			UCHAR InterruptLine; \
			UCHAR InterruptPin; \
			USHORT BridgeControl; \
		} type1; \
		struct { \
			ULONG SocketRegistersBaseAddress; \
			UCHAR CapabilitiesPtr; \
			UCHAR Reserved; \
			USHORT SecondaryStatus; \
			UCHAR PrimaryBus; \
			UCHAR SecondaryBus; \
			UCHAR SubordinateBus; \
			UCHAR SecondaryLatency; \
			struct { \
				ULONG Base; \
				ULONG Limit; \
			} Range[PCI_TYPE2_ADDRESSES - 1]; \
			UCHAR InterruptLine; \
			UCHAR InterruptPin; \
			USHORT BridgeControl; \
		} type2; \
	} u;

typedef struct _PCI_COMMON_HEADER {
	PCI_COMMON_HEADER_LAYOUT
} PCI_COMMON_HEADER, *PPCI_COMMON_HEADER;

typedef struct _PCI_COMMON_CONFIG {
	PCI_COMMON_HEADER_LAYOUT
	UCHAR DeviceSpecific[192];
} PCI_COMMON_CONFIG, *PPCI_COMMON_CONFIG;

#define PCI_COMMON_HDR_LENGTH	(FIELD_OFFSET(PCI_COMMON_CONFIG, DeviceSpecific))

/* The kind of header that a configuration has, and whether its device has several functions. */
#define PCI_CONFIGURATION_TYPE(PciData) \
	(((PPCI_COMMON_CONFIG)(PciData))->HeaderType & ~PCI_MULTIFUNCTION)
#define PCI_MULTIFUNCTION_DEVICE(PciData) \
	((((PPCI_COMMON_CONFIG)(PciData))->HeaderType & PCI_MULTIFUNCTION) != 0)

/* What the capabilities of a device begin with. */
typedef struct _PCI_CAPABILITIES_HEADER {
	UCHAR CapabilityID;
	UCHAR Next;
} PCI_CAPABILITIES_HEADER, *PPCI_CAPABILITIES_HEADER;

/* What a bus driver answers IRP_MN_QUERY_INTERFACE with. Nobody here has one. */

typedef BOOLEAN NTAPI TRANSLATE_BUS_ADDRESS(PVOID Context, PHYSICAL_ADDRESS BusAddress,
					    ULONG Length, PULONG AddressSpace,
					    PPHYSICAL_ADDRESS TranslatedAddress);
typedef TRANSLATE_BUS_ADDRESS *PTRANSLATE_BUS_ADDRESS;

typedef struct _DMA_ADAPTER *NTAPI GET_DMA_ADAPTER(PVOID Context,
						   struct _DEVICE_DESCRIPTION *DeviceDescriptor,
						   PULONG NumberOfMapRegisters);
typedef GET_DMA_ADAPTER *PGET_DMA_ADAPTER;

typedef ULONG NTAPI GET_SET_DEVICE_DATA(PVOID Context, ULONG DataType, PVOID Buffer, ULONG Offset,
					ULONG Length);
typedef GET_SET_DEVICE_DATA *PGET_SET_DEVICE_DATA;

typedef struct _BUS_INTERFACE_STANDARD {
	USHORT Size;
	USHORT Version;
	PVOID Context;
	PINTERFACE_REFERENCE InterfaceReference;
	PINTERFACE_DEREFERENCE InterfaceDereference;
	PTRANSLATE_BUS_ADDRESS TranslateBusAddress;
	PGET_DMA_ADAPTER GetDmaAdapter;
	PGET_SET_DEVICE_DATA SetBusData;
	PGET_SET_DEVICE_DATA GetBusData;
} BUS_INTERFACE_STANDARD, *PBUS_INTERFACE_STANDARD;

#endif
