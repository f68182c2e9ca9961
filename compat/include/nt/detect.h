/* SPDX-License-Identifier: GPL-2.0 */
/*
 * detect.h - how drivers that do not ask parport.sys find a parallel port, claim it and
 * connect to its interrupt, as most of NT 4's did. Included by wdm.h.
 *
 * Bus addresses are I/O port numbers, and interrupt levels and vectors are Linux interrupt
 * numbers. What does not belong to a parallel port is refused, with a line in the log.
 */
#ifndef COMPAT_NT_DETECT_H
#define COMPAT_NT_DETECT_H

#include "io.h"
#include "zw.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum _CONFIGURATION_TYPE {
	ArcSystem,
	CentralProcessor,
	FloatingPointProcessor,
	PrimaryIcache,
	PrimaryDcache,
	SecondaryIcache,
	SecondaryDcache,
	SecondaryCache,
	EisaAdapter,
	TcAdapter,
	ScsiAdapter,
	DtiAdapter,
	MultiFunctionAdapter,
	DiskController,
	TapeController,
	CdromController,
	WormController,
	SerialController,
	NetworkController,
	DisplayController,
	ParallelController,
	PointerController,
	KeyboardController,
	AudioController,
	OtherController,
	DiskPeripheral,
	FloppyDiskPeripheral,
	TapePeripheral,
	ModemPeripheral,
	MonitorPeripheral,
	PrinterPeripheral,
	PointerPeripheral,
	KeyboardPeripheral,
	TerminalPeripheral,
	OtherPeripheral,
	LinePeripheral,
	NetworkPeripheral,
	SystemMemory,
	DockingInformation,
	RealModeIrqRoutingTable,
	RealModePCIEnumeration,
	MaximumType,
} CONFIGURATION_TYPE, *PCONFIGURATION_TYPE;

/* What of a device an IO_QUERY_DEVICE_ROUTINE finds at each place of its arrays. */
typedef enum _IO_QUERY_DEVICE_DATA_FORMAT {
	IoQueryDeviceIdentifier = 0,
	IoQueryDeviceConfigurationData,
	IoQueryDeviceComponentInformation,
	IoQueryDeviceMaxData,
} IO_QUERY_DEVICE_DATA_FORMAT, *PIO_QUERY_DEVICE_DATA_FORMAT;

/* Is told of a device; the arrays are gone when it returns. PASSIVE_LEVEL. */
typedef NTSTATUS
(NTAPI *PIO_QUERY_DEVICE_ROUTINE)(PVOID Context, PUNICODE_STRING PathName,
				  INTERFACE_TYPE BusType, ULONG BusNumber,
				  PKEY_VALUE_FULL_INFORMATION *BusInformation,
				  CONFIGURATION_TYPE ControllerType, ULONG ControllerNumber,
				  PKEY_VALUE_FULL_INFORMATION *ControllerInformation,
				  CONFIGURATION_TYPE PeripheralType, ULONG PeripheralNumber,
				  PKEY_VALUE_FULL_INFORMATION *PeripheralInformation);

/*
 * Calls CalloutRoutine for each parallel port on the bus that is asked for (NULL: on any) with
 * its resources: ControllerType must be ParallelController, ControllerNumber counts the ports
 * of a bus. Returns what the routine returns, and stops when that is an error;
 * STATUS_OBJECT_NAME_NOT_FOUND: there is no such port, as for any other type;
 * STATUS_INVALID_PARAMETER. PASSIVE_LEVEL. Linux: the parports.
 */
#define IoQueryDeviceDescription ntparport_IoQueryDeviceDescription
NTSTATUS NTAPI IoQueryDeviceDescription(PINTERFACE_TYPE BusType, PULONG BusNumber,
					PCONFIGURATION_TYPE ControllerType,
					PULONG ControllerNumber,
					PCONFIGURATION_TYPE PeripheralType,
					PULONG PeripheralNumber,
					PIO_QUERY_DEVICE_ROUTINE CalloutRoutine, PVOID Context);

/*
 * Claims the parallel ports whose registers are in the lists, for the driver (DriverList) or
 * for one of its devices (DeviceList), in place of what it had claimed in that way; a list with
 * Count 0 claims nothing. ConflictDetected: somebody else has one of them, or something in the
 * lists is not a parallel port's. Then nothing is claimed, and the log says why, unless
 * OverrideConflict is set: that claims the rest. STATUS_CONFLICTING_ADDRESSES: a conflict that is
 * not overridden; STATUS_INVALID_PARAMETER: a damaged list; STATUS_INSUFFICIENT_RESOURCES.
 * PASSIVE_LEVEL. Linux: parport_claim(). Differs: a port that is claimed is allocated to the driver
 * meanwhile, so no other driver, of Linux or of Windows, uses it; DriverClassName is ignored.
 */
#define IoReportResourceUsage ntparport_IoReportResourceUsage
NTSTATUS NTAPI IoReportResourceUsage(PUNICODE_STRING DriverClassName, PDRIVER_OBJECT DriverObject,
				     PCM_RESOURCE_LIST DriverList, ULONG DriverListSize,
				     PDEVICE_OBJECT DeviceObject, PCM_RESOURCE_LIST DeviceList,
				     ULONG DeviceListSize, BOOLEAN OverrideConflict,
				     PBOOLEAN ConflictDetected);

/*
 * The same without OverrideConflict, for a driver that looks for its device, and gives back what it
 * has claimed in that way by a list with Count 0. PASSIVE_LEVEL. Linux: parport_claim().
 * ("IoReportResourceForDetection".)
 *
 * Differs: as for IoReportResourceUsage().
 */
#define IoReportResourceForDetection ntparport_IoReportResourceForDetection
NTSTATUS NTAPI IoReportResourceForDetection(PDRIVER_OBJECT DriverObject,
					    PCM_RESOURCE_LIST DriverList, ULONG DriverListSize,
					    PDEVICE_OBJECT DeviceObject,
					    PCM_RESOURCE_LIST DeviceList, ULONG DeviceListSize,
					    PBOOLEAN ConflictDetected);

/*
 * Would report a device that Plug and Play has not found, and return the one that AddDevice is
 * called with. PASSIVE_LEVEL. STATUS_UNSUCCESSFUL, with a line in the log. Linux: none.
 * ("IoReportDetectedDevice".)
 *
 * Differs: it never succeeds. Linux finds the parallel ports, and AddDevice is called for each; a
 * driver that has no AddDevice opens \Device\ParallelPort<n>.
 */
#define IoReportDetectedDevice ntparport_IoReportDetectedDevice
NTSTATUS NTAPI IoReportDetectedDevice(PDRIVER_OBJECT DriverObject, INTERFACE_TYPE LegacyBusType,
				      ULONG BusNumber, ULONG SlotNumber,
				      PCM_RESOURCE_LIST ResourceList,
				      PIO_RESOURCE_REQUIREMENTS_LIST ResourceRequirements,
				      BOOLEAN ResourceAssigned, PDEVICE_OBJECT *DeviceObject);

/*
 * Finds resources that meet one of the lists of requirements, with one alternative of each
 * requirement (those after it with IO_RESOURCE_ALTERNATIVE), and claims them for the driver, or
 * for DeviceObject, in place of what that had claimed. *AllocatedResources is a list of them, in
 * the order of the requirements, from paged pool: the driver frees it. RequestedResources NULL:
 * gives back what was claimed. STATUS_CONFLICTING_ADDRESSES: there is no list of which all can be
 * had, and the log says what; STATUS_INVALID_PARAMETER: a damaged list;
 * STATUS_INSUFFICIENT_RESOURCES. PASSIVE_LEVEL. Linux: parport_claim().
 *
 * Differs: there is nothing but the registers and the interrupts of parallel ports, and registers
 * are claimed as by IoReportResourceUsage(). RegistryPath and DriverClassName are ignored.
 */
#define IoAssignResources ntparport_IoAssignResources
NTSTATUS NTAPI IoAssignResources(PUNICODE_STRING RegistryPath, PUNICODE_STRING DriverClassName,
				 PDRIVER_OBJECT DriverObject, PDEVICE_OBJECT DeviceObject,
				 PIO_RESOURCE_REQUIREMENTS_LIST RequestedResources,
				 PCM_RESOURCE_LIST *AllocatedResources);

/*
 * Connects ServiceRoutine to the interrupt of a parallel port, whether or not connecting by
 * request is enabled. It is called with the port's interrupt lock, and with SpinLock, if that is
 * not NULL; so are the routines that KeSynchronizeExecution() runs for *InterruptObject. With
 * ShareVector, others may be connected, too, and all routines are called for an interrupt; without
 * it, this is the only one. STATUS_INVALID_PARAMETER: Vector is not the interrupt of a parallel
 * port, somebody has it exclusively, or SynchronizeIrql is below Irql;
 * STATUS_INSUFFICIENT_RESOURCES. PASSIVE_LEVEL. Linux: request_irq(), or parport's irq_func.
 * Differs: InterruptMode, ProcessorEnableMask and FloatingSave change nothing.
 */
#define IoConnectInterrupt ntparport_IoConnectInterrupt
NTSTATUS NTAPI IoConnectInterrupt(PKINTERRUPT *InterruptObject, PKSERVICE_ROUTINE ServiceRoutine,
				  PVOID ServiceContext, PKSPIN_LOCK SpinLock, ULONG Vector,
				  KIRQL Irql, KIRQL SynchronizeIrql, KINTERRUPT_MODE InterruptMode,
				  BOOLEAN ShareVector, KAFFINITY ProcessorEnableMask,
				  BOOLEAN FloatingSave);

/*
 * Ends that: when it returns, the routine is not running on any processor, and will not be called
 * again. PASSIVE_LEVEL. Linux: free_irq(), after the last one.
 */
#define IoDisconnectInterrupt ntparport_IoDisconnectInterrupt
VOID NTAPI IoDisconnectInterrupt(PKINTERRUPT InterruptObject);

#define CONNECT_FULLY_SPECIFIED		0x1
#define CONNECT_LINE_BASED		0x2
#define CONNECT_MESSAGE_BASED		0x3
#define CONNECT_FULLY_SPECIFIED_GROUP	0x4
#define CONNECT_CURRENT_VERSION		0x4

typedef enum _KINTERRUPT_POLARITY {
	InterruptPolarityUnknown,
	InterruptActiveHigh,
	InterruptRisingEdge = InterruptActiveHigh,
	InterruptActiveLow,
	InterruptFallingEdge = InterruptActiveLow,
} KINTERRUPT_POLARITY, *PKINTERRUPT_POLARITY;

/* Nothing calls one of these here: a parallel port's interrupt has a line. */
typedef BOOLEAN NTAPI KMESSAGE_SERVICE_ROUTINE(PKINTERRUPT Interrupt, PVOID ServiceContext,
					       ULONG MessageID);
typedef KMESSAGE_SERVICE_ROUTINE *PKMESSAGE_SERVICE_ROUTINE;

typedef struct _IO_INTERRUPT_MESSAGE_INFO_ENTRY {
	PHYSICAL_ADDRESS MessageAddress;
	KAFFINITY TargetProcessorSet;
	PKINTERRUPT InterruptObject;
	ULONG MessageData;
	ULONG Vector;
	KIRQL Irql;
	KINTERRUPT_MODE Mode;
	KINTERRUPT_POLARITY Polarity;
} IO_INTERRUPT_MESSAGE_INFO_ENTRY, *PIO_INTERRUPT_MESSAGE_INFO_ENTRY;

typedef struct _IO_INTERRUPT_MESSAGE_INFO {
	KIRQL UnifiedIrql;
	ULONG MessageCount;
	IO_INTERRUPT_MESSAGE_INFO_ENTRY MessageInfo[1];
} IO_INTERRUPT_MESSAGE_INFO, *PIO_INTERRUPT_MESSAGE_INFO;

typedef struct _IO_CONNECT_INTERRUPT_FULLY_SPECIFIED_PARAMETERS {
	PDEVICE_OBJECT PhysicalDeviceObject;
	PKINTERRUPT *InterruptObject;
	PKSERVICE_ROUTINE ServiceRoutine;
	PVOID ServiceContext;
	PKSPIN_LOCK SpinLock;
	KIRQL SynchronizeIrql;
	BOOLEAN FloatingSave;
	BOOLEAN ShareVector;
	ULONG Vector;
	KIRQL Irql;
	KINTERRUPT_MODE InterruptMode;
	KAFFINITY ProcessorEnableMask;
	USHORT Group;
} IO_CONNECT_INTERRUPT_FULLY_SPECIFIED_PARAMETERS,
	*PIO_CONNECT_INTERRUPT_FULLY_SPECIFIED_PARAMETERS;

typedef struct _IO_CONNECT_INTERRUPT_LINE_BASED_PARAMETERS {
	PDEVICE_OBJECT PhysicalDeviceObject;
	PKINTERRUPT *InterruptObject;
	PKSERVICE_ROUTINE ServiceRoutine;
	PVOID ServiceContext;
	PKSPIN_LOCK SpinLock;
	KIRQL SynchronizeIrql;
	BOOLEAN FloatingSave;
} IO_CONNECT_INTERRUPT_LINE_BASED_PARAMETERS, *PIO_CONNECT_INTERRUPT_LINE_BASED_PARAMETERS;

typedef struct _IO_CONNECT_INTERRUPT_MESSAGE_BASED_PARAMETERS {
	PDEVICE_OBJECT PhysicalDeviceObject;
	union {
		PVOID *Generic;
		PIO_INTERRUPT_MESSAGE_INFO *InterruptMessageTable;
		PKINTERRUPT *InterruptObject;
	} ConnectionContext;
	PKMESSAGE_SERVICE_ROUTINE MessageServiceRoutine;
	PVOID ServiceContext;
	PKSPIN_LOCK SpinLock;
	KIRQL SynchronizeIrql;
	BOOLEAN FloatingSave;
	PKSERVICE_ROUTINE FallBackServiceRoutine;
} IO_CONNECT_INTERRUPT_MESSAGE_BASED_PARAMETERS, *PIO_CONNECT_INTERRUPT_MESSAGE_BASED_PARAMETERS;

typedef struct _IO_CONNECT_INTERRUPT_PARAMETERS {
	ULONG Version;
	union {
		IO_CONNECT_INTERRUPT_FULLY_SPECIFIED_PARAMETERS FullySpecified;
		IO_CONNECT_INTERRUPT_LINE_BASED_PARAMETERS LineBased;
		IO_CONNECT_INTERRUPT_MESSAGE_BASED_PARAMETERS MessageBased;
	};
} IO_CONNECT_INTERRUPT_PARAMETERS, *PIO_CONNECT_INTERRUPT_PARAMETERS;

typedef struct _IO_DISCONNECT_INTERRUPT_PARAMETERS {
	ULONG Version;
	union {
		PVOID Generic;
		PKINTERRUPT InterruptObject;
		PIO_INTERRUPT_MESSAGE_INFO InterruptMessageTable;
	} ConnectionContext;
} IO_DISCONNECT_INTERRUPT_PARAMETERS, *PIO_DISCONNECT_INTERRUPT_PARAMETERS;

/*
 * IoConnectInterrupt() with its arguments in a structure, or, with CONNECT_LINE_BASED, of whatever
 * interrupt the physical device of a port has. With CONNECT_MESSAGE_BASED that is done with
 * FallBackServiceRoutine, and Version becomes CONNECT_LINE_BASED. STATUS_NOT_FOUND: the device, or
 * no parallel port, has such an interrupt, or there is no FallBackServiceRoutine;
 * STATUS_INVALID_DEVICE_REQUEST: it is not the physical device of a port; STATUS_INVALID_PARAMETER:
 * there is no device, or as for IoConnectInterrupt(); STATUS_INVALID_PARAMETER_1: another Version;
 * STATUS_INVALID_PARAMETER_10: ProcessorEnableMask is 0; STATUS_INSUFFICIENT_RESOURCES.
 * PASSIVE_LEVEL. Linux: as for IoConnectInterrupt(). ("IoConnectInterruptEx".)
 */
#define IoConnectInterruptEx ntparport_IoConnectInterruptEx
NTSTATUS NTAPI IoConnectInterruptEx(PIO_CONNECT_INTERRUPT_PARAMETERS Parameters);
/*
 * Ends that, as IoDisconnectInterrupt() does; Version is what IoConnectInterruptEx() left there.
 * PASSIVE_LEVEL. Linux: as for IoDisconnectInterrupt(). ("IoDisconnectInterruptEx".)
 */
#define IoDisconnectInterruptEx ntparport_IoDisconnectInterruptEx
VOID NTAPI IoDisconnectInterruptEx(PIO_DISCONNECT_INTERRUPT_PARAMETERS Parameters);

typedef enum _BUS_DATA_TYPE {
	ConfigurationSpaceUndefined = -1,
	Cmos,
	EisaConfiguration,
	Pos,
	CbusConfiguration,
	PCIConfiguration,
	VMEConfiguration,
	NuBusConfiguration,
	PCMCIAConfiguration,
	MPIConfiguration,
	MPSAConfiguration,
	PNPISAConfiguration,
	SgiInternalConfiguration,
	MaximumBusDataType,
} BUS_DATA_TYPE, *PBUS_DATA_TYPE;

/*
 * The vector for IoConnectInterrupt() of a parallel port's interrupt, with its IRQL and the
 * processors; 0: BusInterruptLevel is not the interrupt of one. PASSIVE_LEVEL. Linux: own code.
 */
#define HalGetInterruptVector ntparport_HalGetInterruptVector
ULONG NTAPI HalGetInterruptVector(INTERFACE_TYPE InterfaceType, ULONG BusNumber,
				  ULONG BusInterruptLevel, ULONG BusInterruptVector, PKIRQL Irql,
				  PKAFFINITY Affinity);

/*
 * The address for READ_PORT_UCHAR() of a parallel port's register, with 1 (I/O) in *AddressSpace:
 * the same. FALSE: it is not one, or *AddressSpace is 0 (memory). At or below DISPATCH_LEVEL.
 * Linux: own code.
 */
#define HalTranslateBusAddress ntparport_HalTranslateBusAddress
BOOLEAN NTAPI HalTranslateBusAddress(INTERFACE_TYPE InterfaceType, ULONG BusNumber,
				     PHYSICAL_ADDRESS BusAddress, PULONG AddressSpace,
				     PPHYSICAL_ADDRESS TranslatedAddress);

/*
 * How many bytes of a bus' configuration were read or written: 0, which says that there is no
 * such bus. An ISA bus has none. At or below DISPATCH_LEVEL. Linux: own code.
 */
#define HalGetBusData ntparport_HalGetBusData
ULONG NTAPI HalGetBusData(BUS_DATA_TYPE BusDataType, ULONG BusNumber, ULONG SlotNumber,
			  PVOID Buffer, ULONG Length);
#define HalGetBusDataByOffset ntparport_HalGetBusDataByOffset
ULONG NTAPI HalGetBusDataByOffset(BUS_DATA_TYPE BusDataType, ULONG BusNumber, ULONG SlotNumber,
				  PVOID Buffer, ULONG Offset, ULONG Length);
#define HalSetBusData ntparport_HalSetBusData
ULONG NTAPI HalSetBusData(BUS_DATA_TYPE BusDataType, ULONG BusNumber, ULONG SlotNumber,
			  PVOID Buffer, ULONG Length);
#define HalSetBusDataByOffset ntparport_HalSetBusDataByOffset
ULONG NTAPI HalSetBusDataByOffset(BUS_DATA_TYPE BusDataType, ULONG BusNumber, ULONG SlotNumber,
				  PVOID Buffer, ULONG Offset, ULONG Length);

#ifdef __cplusplus
}
#endif

#endif
