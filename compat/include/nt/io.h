/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt/io.h - the I/O manager: devices, requests (IRPs), files, Plug and Play,
 * power. Included by wdm.h.
 *
 * Layouts are those of Windows. Where a comment names no IRQL, the function may
 * be called at or below DISPATCH_LEVEL. A driver's mistake is one line in the
 * kernel log that names the driver and the rule.
 */
#ifndef COMPAT_NT_IO_H
#define COMPAT_NT_IO_H

#include "constants.h"
#include "ex.h"
#include "guid.h"
#include "mm.h"
#include "ps.h"

#ifdef __LP64__
#define POINTER_ALIGNMENT __attribute__ ((__aligned__ (8)))
#else
#define POINTER_ALIGNMENT
#endif

struct _DEVICE_OBJECT;
typedef struct _VPB *PVPB;
struct _DRIVER_OBJECT;
struct _FILE_OBJECT;
struct _COMPRESSED_DATA_INFO;
struct _IRP;
struct _KAPC;

typedef ULONG DEVICE_TYPE;

typedef enum _KINTERRUPT_MODE {
	LevelSensitive,
	Latched,
} KINTERRUPT_MODE;

typedef enum _INTERFACE_TYPE {
	InterfaceTypeUndefined = -1,
	Internal,
	Isa,
	Eisa,
	MicroChannel,
	TurboChannel,
	PCIBus,
	VMEBus,
	NuBus,
	PCMCIABus,
	CBus,
	MPIBus,
	MPSABus,
	ProcessorInternal,
	InternalPowerBus,
	PNPISABus,
	PNPBus,
	Vmcs,
	ACPIBus,
	MaximumInterfaceType,
} INTERFACE_TYPE, *PINTERFACE_TYPE;

/* A control code of a device. Any IRQL. */
#define CTL_CODE(DeviceType, Function, Method, Access) \
	(((DeviceType) << 16) | ((Access) << 14) | ((Function) << 2) | (Method))

#define METHOD_BUFFERED			0	/* input and output share one buffer */
#define METHOD_IN_DIRECT		1	/* input is buffered, output has an MDL */
#define METHOD_OUT_DIRECT		2	/* the same */
#define METHOD_NEITHER			3	/* the buffers as the caller gave them */
#define METHOD_DIRECT_TO_HARDWARE	METHOD_IN_DIRECT
#define METHOD_DIRECT_FROM_HARDWARE	METHOD_OUT_DIRECT

#define FILE_ANY_ACCESS			0
#define FILE_SPECIAL_ACCESS		FILE_ANY_ACCESS
#define FILE_READ_ACCESS		1
#define FILE_WRITE_ACCESS		2

/* Some of the rights of access to a file. */
#define FILE_READ_DATA			0x00000001
#define FILE_WRITE_DATA			0x00000002
#define FILE_READ_ATTRIBUTES		0x00000080
#define FILE_WRITE_ATTRIBUTES		0x00000100
#define FILE_ALL_ACCESS			0x001F01FF

#define FILE_SHARE_READ			0x00000001
#define FILE_SHARE_WRITE		0x00000002
#define FILE_OPEN			0x00000001
#define FILE_OPENED			0x00000001
#define FILE_DIRECTORY_FILE		0x00000001
#define FILE_NON_DIRECTORY_FILE		0x00000040

/* Types of devices; those from 0x8000 on are for driver writers to choose. */
#define FILE_DEVICE_CONTROLLER		0x00000004
#define FILE_DEVICE_KEYBOARD		0x0000000b
#define FILE_DEVICE_MOUSE		0x0000000f
#define FILE_DEVICE_NULL		0x00000015
#define FILE_DEVICE_PARALLEL_PORT	0x00000016
#define FILE_DEVICE_PRINTER		0x00000018
#define FILE_DEVICE_SCANNER		0x00000019
#define FILE_DEVICE_SERIAL_PORT		0x0000001b
#define FILE_DEVICE_TAPE		0x0000001f
#define FILE_DEVICE_UNKNOWN		0x00000022
#define FILE_DEVICE_BUS_EXTENDER	0x0000002a
#define FILE_DEVICE_MASS_STORAGE	0x0000002d

/* What became of a request. */
typedef struct _IO_STATUS_BLOCK {
	__extension__ union {
		NTSTATUS Status;
		PVOID Pointer;
	};
	ULONG_PTR Information;	/* mostly: how many bytes were transferred */
} IO_STATUS_BLOCK, *PIO_STATUS_BLOCK;

/* Types of these objects: the first member of each. */
#define IO_TYPE_CONTROLLER		2
#define IO_TYPE_DEVICE			3
#define IO_TYPE_DRIVER			4
#define IO_TYPE_FILE			5
#define IO_TYPE_IRP			6
#define IO_TYPE_TIMER			9
#define IO_TYPE_ERROR_LOG		11
#define IO_TYPE_DEVICE_OBJECT_EXTENSION	13

/* Routines of a driver. */

/* Takes a request; see IoCallDriver(). */
typedef NTSTATUS NTAPI DRIVER_DISPATCH(struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp);
typedef DRIVER_DISPATCH *PDRIVER_DISPATCH;
/* For the static analyser: whether it may be called at DISPATCH_LEVEL. */
typedef DRIVER_DISPATCH DRIVER_DISPATCH_RAISED, DRIVER_DISPATCH_PAGED;
typedef DRIVER_DISPATCH *PDRIVER_DISPATCH_RAISED, *PDRIVER_DISPATCH_PAGED;

/* DriverEntry: if it fails, the driver is unloaded. PASSIVE_LEVEL. */
typedef NTSTATUS NTAPI DRIVER_INITIALIZE(struct _DRIVER_OBJECT *DriverObject,
					 PUNICODE_STRING RegistryPath);
typedef DRIVER_INITIALIZE *PDRIVER_INITIALIZE;

/* Continues a driver's initialisation. Count: of the calls, with this one. PASSIVE_LEVEL. */
typedef VOID NTAPI DRIVER_REINITIALIZE(struct _DRIVER_OBJECT *DriverObject, PVOID Context,
				       ULONG Count);
typedef DRIVER_REINITIALIZE *PDRIVER_REINITIALIZE;

/* A driver without it cannot be unloaded. PASSIVE_LEVEL. */
typedef VOID NTAPI DRIVER_UNLOAD(struct _DRIVER_OBJECT *DriverObject);
typedef DRIVER_UNLOAD *PDRIVER_UNLOAD;

/* Called for every parallel port, and for those that appear later. PASSIVE_LEVEL. */
typedef NTSTATUS NTAPI DRIVER_ADD_DEVICE(struct _DRIVER_OBJECT *DriverObject,
					 struct _DEVICE_OBJECT *PhysicalDeviceObject);
typedef DRIVER_ADD_DEVICE *PDRIVER_ADD_DEVICE;

/* Takes the next request of the device's queue; see IoStartPacket(). DISPATCH_LEVEL. */
typedef VOID NTAPI DRIVER_STARTIO(struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp);
typedef DRIVER_STARTIO *PDRIVER_STARTIO;

/* Called with the cancel spin lock held; releases it. DISPATCH_LEVEL. */
typedef VOID NTAPI DRIVER_CANCEL(struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp);
typedef DRIVER_CANCEL *PDRIVER_CANCEL;

/* A request this driver passed on is complete; see IoSetCompletionRoutine(). */
#define STATUS_CONTINUE_COMPLETION	STATUS_SUCCESS
typedef NTSTATUS NTAPI IO_COMPLETION_ROUTINE(struct _DEVICE_OBJECT *DeviceObject,
					     struct _IRP *Irp, PVOID Context);
typedef IO_COMPLETION_ROUTINE *PIO_COMPLETION_ROUTINE;

/* DPC of a device's interrupt service routine; see IoRequestDpc(). DISPATCH_LEVEL. */
typedef VOID NTAPI IO_DPC_ROUTINE(struct _KDPC *Dpc, struct _DEVICE_OBJECT *DeviceObject,
				  struct _IRP *Irp, PVOID Context);
typedef IO_DPC_ROUTINE *PIO_DPC_ROUTINE;

/* Called once a second; see IoStartTimer(). DISPATCH_LEVEL. */
typedef VOID NTAPI IO_TIMER_ROUTINE(struct _DEVICE_OBJECT *DeviceObject, PVOID Context);
typedef IO_TIMER_ROUTINE *PIO_TIMER_ROUTINE;

/* PASSIVE_LEVEL. */
typedef VOID NTAPI IO_WORKITEM_ROUTINE(struct _DEVICE_OBJECT *DeviceObject, PVOID Context);
typedef IO_WORKITEM_ROUTINE *PIO_WORKITEM_ROUTINE;

typedef VOID (NTAPI *PIO_APC_ROUTINE)(PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock,
				      ULONG Reserved);

/* Device queues: what IoStartPacket() keeps its requests in. */

typedef struct _KDEVICE_QUEUE_ENTRY {
	LIST_ENTRY DeviceListEntry;
	ULONG SortKey;
	BOOLEAN Inserted;
} KDEVICE_QUEUE_ENTRY, *PKDEVICE_QUEUE_ENTRY, *PRKDEVICE_QUEUE_ENTRY;

typedef struct _KDEVICE_QUEUE {
	SHORT Type;
	SHORT Size;
	LIST_ENTRY DeviceListHead;
	ULONG_PTR Lock;		/* unused: one lock of the module guards all queues */
#ifdef __LP64__
	__extension__ union {
		BOOLEAN Busy;
		__extension__ struct {
			LONGLONG Reserved : 8;
			LONGLONG Hint : 56;
		};
	};
#else
	BOOLEAN Busy;
#endif
} KDEVICE_QUEUE, *PKDEVICE_QUEUE, *PRKDEVICE_QUEUE;

/* Asynchronous procedure calls are not supported, but the size of an IRP depends on theirs. */

typedef VOID NTAPI KNORMAL_ROUTINE(PVOID NormalContext, PVOID SystemArgument1,
				   PVOID SystemArgument2);
typedef KNORMAL_ROUTINE *PKNORMAL_ROUTINE;
typedef VOID NTAPI KKERNEL_ROUTINE(struct _KAPC *Apc, PKNORMAL_ROUTINE *NormalRoutine,
				   PVOID *NormalContext, PVOID *SystemArgument1,
				   PVOID *SystemArgument2);
typedef KKERNEL_ROUTINE *PKKERNEL_ROUTINE;
typedef VOID NTAPI KRUNDOWN_ROUTINE(struct _KAPC *Apc);
typedef KRUNDOWN_ROUTINE *PKRUNDOWN_ROUTINE;

typedef struct _KAPC {
	UCHAR Type;
	UCHAR SpareByte0;
	UCHAR Size;
	UCHAR SpareByte1;
	ULONG SpareLong0;
	struct _KTHREAD *Thread;
	LIST_ENTRY ApcListEntry;
	PKKERNEL_ROUTINE KernelRoutine;
	PKRUNDOWN_ROUTINE RundownRoutine;
	PKNORMAL_ROUTINE NormalRoutine;
	PVOID NormalContext;
	PVOID SystemArgument1;
	PVOID SystemArgument2;
	CCHAR ApcStateIndex;
	KPROCESSOR_MODE ApcMode;
	BOOLEAN Inserted;
} KAPC, *PKAPC, *PRKAPC;

/* Memory, mostly the buffer of a direct transfer. The kernel has it mapped in one piece. */
typedef struct _MDL {
	struct _MDL *Next;
	SHORT Size;
	SHORT MdlFlags;
	struct _EPROCESS *Process;
	PVOID MappedSystemVa;
	PVOID StartVa;
	ULONG ByteCount;
	ULONG ByteOffset;
} MDL, *PMDL;

/* MdlFlags */
#define MDL_MAPPED_TO_SYSTEM_VA		0x0001
#define MDL_PAGES_LOCKED		0x0002
#define MDL_SOURCE_IS_NONPAGED_POOL	0x0004
#define MDL_ALLOCATED_FIXED_SIZE	0x0008
#define MDL_WRITE_OPERATION		0x0080

typedef enum _MM_PAGE_PRIORITY {
	LowPagePriority,
	NormalPagePriority = 16,
	HighPagePriority = 32,
} MM_PAGE_PRIORITY;

/* Power. */

typedef enum _SYSTEM_POWER_STATE {
	PowerSystemUnspecified,
	PowerSystemWorking,
	PowerSystemSleeping1,
	PowerSystemSleeping2,
	PowerSystemSleeping3,
	PowerSystemHibernate,
	PowerSystemShutdown,
	PowerSystemMaximum,
} SYSTEM_POWER_STATE, *PSYSTEM_POWER_STATE;

#define POWER_SYSTEM_MAXIMUM	PowerSystemMaximum

typedef enum _DEVICE_POWER_STATE {
	PowerDeviceUnspecified,
	PowerDeviceD0,
	PowerDeviceD1,
	PowerDeviceD2,
	PowerDeviceD3,
	PowerDeviceMaximum,
} DEVICE_POWER_STATE, *PDEVICE_POWER_STATE;

typedef union _POWER_STATE {
	SYSTEM_POWER_STATE SystemState;
	DEVICE_POWER_STATE DeviceState;
} POWER_STATE, *PPOWER_STATE;

typedef enum _POWER_STATE_TYPE {
	SystemPowerState,
	DevicePowerState,
} POWER_STATE_TYPE, *PPOWER_STATE_TYPE;

typedef enum {
	PowerActionNone,
	PowerActionReserved,
	PowerActionSleep,
	PowerActionHibernate,
	PowerActionShutdown,
	PowerActionShutdownReset,
	PowerActionShutdownOff,
	PowerActionWarmEject,
} POWER_ACTION;
typedef POWER_ACTION *PPOWER_ACTION;

typedef struct _POWER_SEQUENCE {
	ULONG SequenceD1;
	ULONG SequenceD2;
	ULONG SequenceD3;
} POWER_SEQUENCE, *PPOWER_SEQUENCE;

/* Plug and Play. */

typedef struct _DEVICE_CAPABILITIES {
	USHORT Size;
	USHORT Version;
	ULONG DeviceD1 : 1;
	ULONG DeviceD2 : 1;
	ULONG LockSupported : 1;
	ULONG EjectSupported : 1;
	ULONG Removable : 1;
	ULONG DockDevice : 1;
	ULONG UniqueID : 1;
	ULONG SilentInstall : 1;
	ULONG RawDeviceOK : 1;
	ULONG SurpriseRemovalOK : 1;
	ULONG WakeFromD0 : 1;
	ULONG WakeFromD1 : 1;
	ULONG WakeFromD2 : 1;
	ULONG WakeFromD3 : 1;
	ULONG HardwareDisabled : 1;
	ULONG NonDynamic : 1;
	ULONG WarmEjectSupported : 1;
	ULONG NoDisplayInUI : 1;
	ULONG Reserved : 14;
	ULONG Address;
	ULONG UINumber;
	DEVICE_POWER_STATE DeviceState[PowerSystemMaximum];
	SYSTEM_POWER_STATE SystemWake;
	DEVICE_POWER_STATE DeviceWake;
	ULONG D1Latency;
	ULONG D2Latency;
	ULONG D3Latency;
} DEVICE_CAPABILITIES, *PDEVICE_CAPABILITIES;

typedef enum _DEVICE_RELATION_TYPE {
	BusRelations,
	EjectionRelations,
	PowerRelations,
	RemovalRelations,
	TargetDeviceRelation,
	SingleBusRelations,
	TransportRelations,
} DEVICE_RELATION_TYPE, *PDEVICE_RELATION_TYPE;

typedef struct _DEVICE_RELATIONS {
	ULONG Count;
	struct _DEVICE_OBJECT *Objects[1];
} DEVICE_RELATIONS, *PDEVICE_RELATIONS;

typedef enum _BUS_QUERY_ID_TYPE {
	BusQueryDeviceID,
	BusQueryHardwareIDs,
	BusQueryCompatibleIDs,
	BusQueryInstanceID,
	BusQueryDeviceSerialNumber,
} BUS_QUERY_ID_TYPE, *PBUS_QUERY_ID_TYPE;

typedef enum _DEVICE_TEXT_TYPE {
	DeviceTextDescription,
	DeviceTextLocationInformation,
} DEVICE_TEXT_TYPE, *PDEVICE_TEXT_TYPE;

typedef enum _DEVICE_USAGE_NOTIFICATION_TYPE {
	DeviceUsageTypeUndefined,
	DeviceUsageTypePaging,
	DeviceUsageTypeHibernation,
	DeviceUsageTypeDumpFile,
} DEVICE_USAGE_NOTIFICATION_TYPE;

typedef VOID (NTAPI *PINTERFACE_REFERENCE)(PVOID Context);
typedef VOID (NTAPI *PINTERFACE_DEREFERENCE)(PVOID Context);

typedef struct _INTERFACE {
	USHORT Size;
	USHORT Version;
	PVOID Context;
	PINTERFACE_REFERENCE InterfaceReference;
	PINTERFACE_DEREFERENCE InterfaceDereference;
} INTERFACE, *PINTERFACE;

/* Type of a resource. */
#define CmResourceTypeNull		0
#define CmResourceTypePort		1
#define CmResourceTypeInterrupt		2
#define CmResourceTypeMemory		3
#define CmResourceTypeDma		4
#define CmResourceTypeDeviceSpecific	5

/* ShareDisposition of a resource. */
typedef enum _CM_SHARE_DISPOSITION {
	CmResourceShareUndetermined,
	CmResourceShareDeviceExclusive,
	CmResourceShareDriverExclusive,
	CmResourceShareShared,
} CM_SHARE_DISPOSITION;

/* Flags of a resource. */
#define CM_RESOURCE_PORT_MEMORY			0x0000
#define CM_RESOURCE_PORT_IO			0x0001
#define CM_RESOURCE_INTERRUPT_LEVEL_SENSITIVE	0x0000
#define CM_RESOURCE_INTERRUPT_LATCHED		0x0001

#pragma pack(push, 4)
typedef struct _CM_PARTIAL_RESOURCE_DESCRIPTOR {
	UCHAR Type;
	UCHAR ShareDisposition;
	USHORT Flags;
	union {
		struct {
			PHYSICAL_ADDRESS Start;
			ULONG Length;
		} Generic;
		struct {
			PHYSICAL_ADDRESS Start;
			ULONG Length;
		} Port;
		struct {
			ULONG Level;
			ULONG Vector;
			KAFFINITY Affinity;
		} Interrupt;
		struct {
			PHYSICAL_ADDRESS Start;
			ULONG Length;
		} Memory;
		struct {
			ULONG Channel;
			ULONG Port;
			ULONG Reserved1;
		} Dma;
		struct {
			ULONG Data[3];
		} DevicePrivate;
		struct {
			ULONG Start;
			ULONG Length;
			ULONG Reserved;
		} BusNumber;
		struct {
			ULONG DataSize;
			ULONG Reserved1;
			ULONG Reserved2;
		} DeviceSpecificData;
	} u;
} CM_PARTIAL_RESOURCE_DESCRIPTOR, *PCM_PARTIAL_RESOURCE_DESCRIPTOR;
#pragma pack(pop)

typedef struct _CM_PARTIAL_RESOURCE_LIST {
	USHORT Version;
	USHORT Revision;
	ULONG Count;
	CM_PARTIAL_RESOURCE_DESCRIPTOR PartialDescriptors[1];
} CM_PARTIAL_RESOURCE_LIST, *PCM_PARTIAL_RESOURCE_LIST;

typedef struct _CM_FULL_RESOURCE_DESCRIPTOR {
	INTERFACE_TYPE InterfaceType;
	ULONG BusNumber;
	CM_PARTIAL_RESOURCE_LIST PartialResourceList;
} CM_FULL_RESOURCE_DESCRIPTOR, *PCM_FULL_RESOURCE_DESCRIPTOR;

/* What a device has been assigned, with IRP_MN_START_DEVICE. */
typedef struct _CM_RESOURCE_LIST {
	ULONG Count;
	CM_FULL_RESOURCE_DESCRIPTOR List[1];
} CM_RESOURCE_LIST, *PCM_RESOURCE_LIST;

/*
 * What a device could use: alternative lists of ranges, of which IoAssignResources() takes
 * one. The Plug and Play requests only carry a pointer to them: nothing is negotiated there.
 */
typedef struct _IO_RESOURCE_DESCRIPTOR {
	UCHAR Option;
	UCHAR Type;
	UCHAR ShareDisposition;
	UCHAR Spare1;
	USHORT Flags;
	USHORT Spare2;
	union {
		struct {
			ULONG Length;
			ULONG Alignment;
			PHYSICAL_ADDRESS MinimumAddress;
			PHYSICAL_ADDRESS MaximumAddress;
		} Port;
		struct {
			ULONG Length;
			ULONG Alignment;
			PHYSICAL_ADDRESS MinimumAddress;
			PHYSICAL_ADDRESS MaximumAddress;
		} Memory;
		struct {
			ULONG MinimumVector;
			ULONG MaximumVector;
		} Interrupt;
		struct {
			ULONG MinimumChannel;
			ULONG MaximumChannel;
		} Dma;
		struct {
			ULONG Length;
			ULONG Alignment;
			PHYSICAL_ADDRESS MinimumAddress;
			PHYSICAL_ADDRESS MaximumAddress;
		} Generic;
		struct {
			ULONG Data[3];
		} DevicePrivate;
		struct {
			ULONG Length;
			ULONG MinBusNumber;
			ULONG MaxBusNumber;
			ULONG Reserved;
		} BusNumber;
		struct {
			ULONG Priority;
			ULONG Reserved1;
			ULONG Reserved2;
		} ConfigData;
	} u;
} IO_RESOURCE_DESCRIPTOR, *PIO_RESOURCE_DESCRIPTOR;

typedef struct _IO_RESOURCE_LIST {
	USHORT Version;
	USHORT Revision;
	ULONG Count;
	IO_RESOURCE_DESCRIPTOR Descriptors[1];
} IO_RESOURCE_LIST, *PIO_RESOURCE_LIST;

typedef struct _IO_RESOURCE_REQUIREMENTS_LIST {
	ULONG ListSize;		/* of all of it, in bytes */
	INTERFACE_TYPE InterfaceType;
	ULONG BusNumber;
	ULONG SlotNumber;
	ULONG Reserved[3];
	ULONG AlternativeLists;
	IO_RESOURCE_LIST List[1];
} IO_RESOURCE_REQUIREMENTS_LIST, *PIO_RESOURCE_REQUIREMENTS_LIST;

/* Major function codes of requests. */
#define IRP_MJ_CREATE			0x00
#define IRP_MJ_CREATE_NAMED_PIPE	0x01
#define IRP_MJ_CLOSE			0x02
#define IRP_MJ_READ			0x03
#define IRP_MJ_WRITE			0x04
#define IRP_MJ_QUERY_INFORMATION	0x05
#define IRP_MJ_SET_INFORMATION		0x06
#define IRP_MJ_QUERY_EA			0x07
#define IRP_MJ_SET_EA			0x08
#define IRP_MJ_FLUSH_BUFFERS		0x09
#define IRP_MJ_QUERY_VOLUME_INFORMATION	0x0a
#define IRP_MJ_SET_VOLUME_INFORMATION	0x0b
#define IRP_MJ_DIRECTORY_CONTROL	0x0c
#define IRP_MJ_FILE_SYSTEM_CONTROL	0x0d
#define IRP_MJ_DEVICE_CONTROL		0x0e
#define IRP_MJ_INTERNAL_DEVICE_CONTROL	0x0f
#define IRP_MJ_SCSI			0x0f
#define IRP_MJ_SHUTDOWN			0x10
#define IRP_MJ_LOCK_CONTROL		0x11
#define IRP_MJ_CLEANUP			0x12
#define IRP_MJ_CREATE_MAILSLOT		0x13
#define IRP_MJ_QUERY_SECURITY		0x14
#define IRP_MJ_SET_SECURITY		0x15
#define IRP_MJ_POWER			0x16
#define IRP_MJ_SYSTEM_CONTROL		0x17
#define IRP_MJ_DEVICE_CHANGE		0x18
#define IRP_MJ_QUERY_QUOTA		0x19
#define IRP_MJ_SET_QUOTA		0x1a
#define IRP_MJ_PNP			0x1b
#define IRP_MJ_PNP_POWER		0x1b
#define IRP_MJ_MAXIMUM_FUNCTION		0x1b

/* Minor function codes of IRP_MJ_PNP. */
#define IRP_MN_START_DEVICE			0x00
#define IRP_MN_QUERY_REMOVE_DEVICE		0x01
#define IRP_MN_REMOVE_DEVICE			0x02
#define IRP_MN_CANCEL_REMOVE_DEVICE		0x03
#define IRP_MN_STOP_DEVICE			0x04
#define IRP_MN_QUERY_STOP_DEVICE		0x05
#define IRP_MN_CANCEL_STOP_DEVICE		0x06
#define IRP_MN_QUERY_DEVICE_RELATIONS		0x07
#define IRP_MN_QUERY_INTERFACE			0x08
#define IRP_MN_QUERY_CAPABILITIES		0x09
#define IRP_MN_QUERY_RESOURCES			0x0a
#define IRP_MN_QUERY_RESOURCE_REQUIREMENTS	0x0b
#define IRP_MN_QUERY_DEVICE_TEXT		0x0c
#define IRP_MN_FILTER_RESOURCE_REQUIREMENTS	0x0d
#define IRP_MN_READ_CONFIG			0x0f
#define IRP_MN_WRITE_CONFIG			0x10
#define IRP_MN_EJECT				0x11
#define IRP_MN_SET_LOCK				0x12
#define IRP_MN_QUERY_ID				0x13
#define IRP_MN_QUERY_PNP_DEVICE_STATE		0x14
#define IRP_MN_QUERY_BUS_INFORMATION		0x15
#define IRP_MN_DEVICE_USAGE_NOTIFICATION	0x16
#define IRP_MN_SURPRISE_REMOVAL			0x17

/* Minor function codes of IRP_MJ_POWER. */
#define IRP_MN_WAIT_WAKE	0x00
#define IRP_MN_POWER_SEQUENCE	0x01
#define IRP_MN_SET_POWER	0x02
#define IRP_MN_QUERY_POWER	0x03

typedef enum _FILE_INFORMATION_CLASS {
	FileDirectoryInformation = 1,
	FileFullDirectoryInformation,
	FileBothDirectoryInformation,
	FileBasicInformation,
	FileStandardInformation,
	FileInternalInformation,
	FileEaInformation,
	FileAccessInformation,
	FileNameInformation,
	FileRenameInformation,
	FileLinkInformation,
	FileNamesInformation,
	FileDispositionInformation,
	FilePositionInformation,
	FileFullEaInformation,
	FileModeInformation,
	FileAlignmentInformation,
	FileAllInformation,
	FileAllocationInformation,
	FileEndOfFileInformation,
	FileAlternateNameInformation,
	FileStreamInformation,
	FilePipeInformation,
	FilePipeLocalInformation,
	FilePipeRemoteInformation,
	FileMailslotQueryInformation,
	FileMailslotSetInformation,
	FileCompressionInformation,
	FileObjectIdInformation,
	FileCompletionInformation,
	FileMoveClusterInformation,
	FileQuotaInformation,
	FileReparsePointInformation,
	FileNetworkOpenInformation,
	FileAttributeTagInformation,
	FileTrackingInformation,
	FileIdBothDirectoryInformation,
	FileIdFullDirectoryInformation,
	FileValidDataLengthInformation,
	FileShortNameInformation,
} FILE_INFORMATION_CLASS, *PFILE_INFORMATION_CLASS;

typedef struct _FILE_BASIC_INFORMATION {
	LARGE_INTEGER CreationTime;
	LARGE_INTEGER LastAccessTime;
	LARGE_INTEGER LastWriteTime;
	LARGE_INTEGER ChangeTime;
	ULONG FileAttributes;
} FILE_BASIC_INFORMATION, *PFILE_BASIC_INFORMATION;

typedef struct _FILE_STANDARD_INFORMATION {
	LARGE_INTEGER AllocationSize;
	LARGE_INTEGER EndOfFile;
	ULONG NumberOfLinks;
	BOOLEAN DeletePending;
	BOOLEAN Directory;
} FILE_STANDARD_INFORMATION, *PFILE_STANDARD_INFORMATION;

typedef struct _FILE_POSITION_INFORMATION {
	LARGE_INTEGER CurrentByteOffset;
} FILE_POSITION_INFORMATION, *PFILE_POSITION_INFORMATION;

typedef struct _FILE_NETWORK_OPEN_INFORMATION {
	LARGE_INTEGER CreationTime;
	LARGE_INTEGER LastAccessTime;
	LARGE_INTEGER LastWriteTime;
	LARGE_INTEGER ChangeTime;
	LARGE_INTEGER AllocationSize;
	LARGE_INTEGER EndOfFile;
	ULONG FileAttributes;
} FILE_NETWORK_OPEN_INFORMATION, *PFILE_NETWORK_OPEN_INFORMATION;

typedef struct _FILE_ALIGNMENT_INFORMATION {
	ULONG AlignmentRequirement;
} FILE_ALIGNMENT_INFORMATION, *PFILE_ALIGNMENT_INFORMATION;

typedef struct _FILE_NAME_INFORMATION {
	ULONG FileNameLength;
	WCHAR FileName[1];
} FILE_NAME_INFORMATION, *PFILE_NAME_INFORMATION;

typedef struct _FILE_DISPOSITION_INFORMATION {
	BOOLEAN DeleteFile;
} FILE_DISPOSITION_INFORMATION, *PFILE_DISPOSITION_INFORMATION;

typedef struct _FILE_END_OF_FILE_INFORMATION {
	LARGE_INTEGER EndOfFile;
} FILE_END_OF_FILE_INFORMATION, *PFILE_END_OF_FILE_INFORMATION;

typedef struct _FILE_FULL_EA_INFORMATION {
	ULONG NextEntryOffset;
	UCHAR Flags;
	UCHAR EaNameLength;
	USHORT EaValueLength;
	CHAR EaName[1];
} FILE_FULL_EA_INFORMATION, *PFILE_FULL_EA_INFORMATION;

typedef enum _FSINFOCLASS {
	FileFsVolumeInformation = 1,
	FileFsLabelInformation,
	FileFsSizeInformation,
	FileFsDeviceInformation,
	FileFsAttributeInformation,
	FileFsControlInformation,
	FileFsFullSizeInformation,
	FileFsObjectIdInformation,
	FileFsDriverPathInformation,
} FS_INFORMATION_CLASS, *PFS_INFORMATION_CLASS;

typedef struct _FILE_FS_DEVICE_INFORMATION {
	DEVICE_TYPE DeviceType;
	ULONG Characteristics;
} FILE_FS_DEVICE_INFORMATION, *PFILE_FS_DEVICE_INFORMATION;

typedef struct _FILE_FS_VOLUME_INFORMATION {
	LARGE_INTEGER VolumeCreationTime;
	ULONG VolumeSerialNumber;
	ULONG VolumeLabelLength;
	BOOLEAN SupportsObjects;
	WCHAR VolumeLabel[1];
} FILE_FS_VOLUME_INFORMATION, *PFILE_FS_VOLUME_INFORMATION;

typedef struct _FILE_FS_SIZE_INFORMATION {
	LARGE_INTEGER TotalAllocationUnits;
	LARGE_INTEGER AvailableAllocationUnits;
	ULONG SectorsPerAllocationUnit;
	ULONG BytesPerSector;
} FILE_FS_SIZE_INFORMATION, *PFILE_FS_SIZE_INFORMATION;

typedef struct _FILE_FS_FULL_SIZE_INFORMATION {
	LARGE_INTEGER TotalAllocationUnits;
	LARGE_INTEGER CallerAvailableAllocationUnits;
	LARGE_INTEGER ActualAvailableAllocationUnits;
	ULONG SectorsPerAllocationUnit;
	ULONG BytesPerSector;
} FILE_FS_FULL_SIZE_INFORMATION, *PFILE_FS_FULL_SIZE_INFORMATION;

typedef struct _FILE_FS_ATTRIBUTE_INFORMATION {
	ULONG FileSystemAttributes;
	ULONG MaximumComponentNameLength;
	ULONG FileSystemNameLength;
	WCHAR FileSystemName[1];
} FILE_FS_ATTRIBUTE_INFORMATION, *PFILE_FS_ATTRIBUTE_INFORMATION;

/* For whom a device is opened, and how. Rights are not checked: there is nothing to point to. */
typedef struct _IO_SECURITY_CONTEXT {
	struct _SECURITY_QUALITY_OF_SERVICE *SecurityQos;
	struct _ACCESS_STATE *AccessState;
	ACCESS_MASK DesiredAccess;
	ULONG FullCreateOptions;
} IO_SECURITY_CONTEXT, *PIO_SECURITY_CONTEXT;

/* One driver's part of a request. */
#ifndef __LP64__
#pragma pack(push, 4)
#endif
typedef struct _IO_STACK_LOCATION {
	UCHAR MajorFunction;
	UCHAR MinorFunction;
	UCHAR Flags;
	UCHAR Control;
	union {
		struct {
			PIO_SECURITY_CONTEXT SecurityContext;
			ULONG Options;
			USHORT POINTER_ALIGNMENT FileAttributes;
			USHORT ShareAccess;
			ULONG POINTER_ALIGNMENT EaLength;
		} Create;
		struct {
			ULONG Length;
			ULONG POINTER_ALIGNMENT Key;
#ifdef __LP64__
			ULONG Flags;
#endif
			LARGE_INTEGER ByteOffset;
		} Read;
		struct {
			ULONG Length;
			ULONG POINTER_ALIGNMENT Key;
#ifdef __LP64__
			ULONG Flags;
#endif
			LARGE_INTEGER ByteOffset;
		} Write;
		struct {
			ULONG Length;
			FILE_INFORMATION_CLASS POINTER_ALIGNMENT FileInformationClass;
		} QueryFile;
		struct {
			ULONG Length;
			FILE_INFORMATION_CLASS POINTER_ALIGNMENT FileInformationClass;
			struct _FILE_OBJECT *FileObject;
			__extension__ union {
				__extension__ struct {
					BOOLEAN ReplaceIfExists;
					BOOLEAN AdvanceOnly;
				};
				ULONG ClusterCount;
				HANDLE DeleteHandle;
			};
		} SetFile;
		struct {
			ULONG Length;
			FS_INFORMATION_CLASS POINTER_ALIGNMENT FsInformationClass;
		} QueryVolume;
		struct {
			ULONG OutputBufferLength;
			ULONG POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT FsControlCode;
			PVOID Type3InputBuffer;
		} FileSystemControl;
		struct {
			ULONG OutputBufferLength;
			ULONG POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT IoControlCode;
			PVOID Type3InputBuffer;
		} DeviceIoControl;
		struct {
			DEVICE_RELATION_TYPE Type;
		} QueryDeviceRelations;
		struct {
			const GUID *InterfaceType;
			USHORT Size;
			USHORT Version;
			PINTERFACE Interface;
			PVOID InterfaceSpecificData;
		} QueryInterface;
		struct {
			PDEVICE_CAPABILITIES Capabilities;
		} DeviceCapabilities;
		struct {
			PIO_RESOURCE_REQUIREMENTS_LIST IoResourceRequirementList;
		} FilterResourceRequirements;
		struct {
			ULONG WhichSpace;
			PVOID Buffer;
			ULONG Offset;
			ULONG POINTER_ALIGNMENT Length;
		} ReadWriteConfig;
		struct {
			BOOLEAN Lock;
		} SetLock;
		struct {
			BUS_QUERY_ID_TYPE IdType;
		} QueryId;
		struct {
			DEVICE_TEXT_TYPE DeviceTextType;
			ULONG POINTER_ALIGNMENT LocaleId;
		} QueryDeviceText;
		struct {
			BOOLEAN InPath;
			BOOLEAN Reserved[3];
			DEVICE_USAGE_NOTIFICATION_TYPE POINTER_ALIGNMENT Type;
		} UsageNotification;
		struct {
			SYSTEM_POWER_STATE PowerState;
		} WaitWake;
		struct {
			PPOWER_SEQUENCE PowerSequence;
		} PowerSequence;
		struct {
			ULONG SystemContext;
			POWER_STATE_TYPE POINTER_ALIGNMENT Type;
			POWER_STATE POINTER_ALIGNMENT State;
			POWER_ACTION POINTER_ALIGNMENT ShutdownType;
		} Power;
		struct {
			PCM_RESOURCE_LIST AllocatedResources;
			PCM_RESOURCE_LIST AllocatedResourcesTranslated;
		} StartDevice;
		struct {
			ULONG_PTR ProviderId;
			PVOID DataPath;
			ULONG BufferSize;
			PVOID Buffer;
		} WMI;
		struct {
			PVOID Argument1;
			PVOID Argument2;
			PVOID Argument3;
			PVOID Argument4;
		} Others;
	} Parameters;
	struct _DEVICE_OBJECT *DeviceObject;
	struct _FILE_OBJECT *FileObject;
	PIO_COMPLETION_ROUTINE CompletionRoutine;
	PVOID Context;
} IO_STACK_LOCATION, *PIO_STACK_LOCATION;
#ifndef __LP64__
#pragma pack(pop)
#endif

/* Control of a stack location. */
#define SL_PENDING_RETURNED	0x01
#define SL_INVOKE_ON_CANCEL	0x20
#define SL_INVOKE_ON_SUCCESS	0x40
#define SL_INVOKE_ON_ERROR	0x80

/*
 * A request. It has a stack location for each device that it passes through; the driver of the
 * uppermost device gets the last of them, number StackCount.
 */
typedef struct _IRP {
	SHORT Type;
	USHORT Size;
	struct _MDL *MdlAddress;
	ULONG Flags;
	union {
		struct _IRP *MasterIrp;
		volatile LONG IrpCount;
		PVOID SystemBuffer;
	} AssociatedIrp;
	LIST_ENTRY ThreadListEntry;
	IO_STATUS_BLOCK IoStatus;
	KPROCESSOR_MODE RequestorMode;
	BOOLEAN PendingReturned;
	CHAR StackCount;
	CHAR CurrentLocation;
	BOOLEAN Cancel;
	KIRQL CancelIrql;
	CCHAR ApcEnvironment;
	UCHAR AllocationFlags;
	PIO_STATUS_BLOCK UserIosb;
	PKEVENT UserEvent;
	union {
		struct {
			__extension__ union {
				PIO_APC_ROUTINE UserApcRoutine;
				PVOID IssuingProcess;
			};
			PVOID UserApcContext;
		} AsynchronousParameters;
		LARGE_INTEGER AllocationSize;
	} Overlay;
	volatile PDRIVER_CANCEL CancelRoutine;
	PVOID UserBuffer;
	union {
		struct {
			__extension__ union {
				KDEVICE_QUEUE_ENTRY DeviceQueueEntry;
				__extension__ struct {
					PVOID DriverContext[4];
				};
			};
			PETHREAD Thread;
			PCHAR AuxiliaryBuffer;
			__extension__ struct {
				LIST_ENTRY ListEntry;
				__extension__ union {
					PIO_STACK_LOCATION CurrentStackLocation;
					ULONG PacketType;
				};
			};
			struct _FILE_OBJECT *OriginalFileObject;
		} Overlay;
		KAPC Apc;
		PVOID CompletionKey;
	} Tail;
} IRP, *PIRP;

/* Flags of an IRP. */
#define IRP_SYNCHRONOUS_API		0x00000004
#define IRP_ASSOCIATED_IRP		0x00000008
#define IRP_BUFFERED_IO			0x00000010
#define IRP_DEALLOCATE_BUFFER		0x00000020
#define IRP_INPUT_OPERATION		0x00000040
#define IRP_CREATE_OPERATION		0x00000080
#define IRP_READ_OPERATION		0x00000100
#define IRP_WRITE_OPERATION		0x00000200
#define IRP_CLOSE_OPERATION		0x00000400

/* Bus-master transfers are not supported, but the size of a device object depends on theirs. */

typedef enum _IO_ALLOCATION_ACTION {
	KeepObject = 1,
	DeallocateObject,
	DeallocateObjectKeepRegisters,
} IO_ALLOCATION_ACTION;

typedef IO_ALLOCATION_ACTION NTAPI DRIVER_CONTROL(struct _DEVICE_OBJECT *DeviceObject,
						  struct _IRP *Irp, PVOID MapRegisterBase,
						  PVOID Context);
typedef DRIVER_CONTROL *PDRIVER_CONTROL;

typedef struct _WAIT_CONTEXT_BLOCK {
	KDEVICE_QUEUE_ENTRY WaitQueueEntry;
	PDRIVER_CONTROL DeviceRoutine;
	PVOID DeviceContext;
	ULONG NumberOfMapRegisters;
	PVOID DeviceObject;
	PVOID CurrentIrp;
	PKDPC BufferChainingDpc;
} WAIT_CONTEXT_BLOCK, *PWAIT_CONTEXT_BLOCK;

/* A device. Its extension, zeroed at first, is for the driver's use. */
typedef struct _DEVICE_OBJECT {
	SHORT Type;
	USHORT Size;
	LONG ReferenceCount;
	struct _DRIVER_OBJECT *DriverObject;
	struct _DEVICE_OBJECT *NextDevice;	/* the next device of the same driver */
	struct _DEVICE_OBJECT *AttachedDevice;	/* the device on top of this one */
	struct _IRP *CurrentIrp;		/* the request that IoStartPacket() started */
	struct _IO_TIMER *Timer;
	ULONG Flags;
	ULONG Characteristics;
	struct _VPB *volatile Vpb;
	PVOID DeviceExtension;
	DEVICE_TYPE DeviceType;
	CCHAR StackSize;
	union {
		LIST_ENTRY ListEntry;
		WAIT_CONTEXT_BLOCK Wcb;
	} Queue;
	ULONG AlignmentRequirement;
	KDEVICE_QUEUE DeviceQueue;
	KDPC Dpc;
	ULONG ActiveThreadCount;
	PVOID SecurityDescriptor;
	KEVENT DeviceLock;
	USHORT SectorSize;
	USHORT Spare1;
	struct _DEVOBJ_EXTENSION *DeviceObjectExtension;
	PVOID Reserved;
} DEVICE_OBJECT, *PDEVICE_OBJECT;

/*
 * What several devices of a driver share. Its extension, zeroed at first, is for the driver's use.
 */
typedef struct _CONTROLLER_OBJECT {
	SHORT Type;
	SHORT Size;
	PVOID ControllerExtension;
	KDEVICE_QUEUE DeviceWaitQueue;	/* only says whether a device has it */
	ULONG Spare1;
	LARGE_INTEGER Spare2;
} CONTROLLER_OBJECT, *PCONTROLLER_OBJECT;

/* Flags of a device. */
#define DO_BUFFERED_IO			0x00000004
#define DO_EXCLUSIVE			0x00000008
#define DO_DIRECT_IO			0x00000010
#define DO_DEVICE_HAS_NAME		0x00000040
#define DO_DEVICE_INITIALIZING		0x00000080
#define DO_SHUTDOWN_REGISTERED		0x00000800
#define DO_BUS_ENUMERATED_DEVICE	0x00001000
#define DO_POWER_PAGABLE		0x00002000
#define DO_POWER_INRUSH			0x00004000

/* Characteristics of a device. */
#define FILE_REMOVABLE_MEDIA		0x00000001
#define FILE_READ_ONLY_DEVICE		0x00000002
#define FILE_AUTOGENERATED_DEVICE_NAME	0x00000080
#define FILE_DEVICE_SECURE_OPEN		0x00000100

/* Later versions of Windows have these in other bits than the older ones, which have no _EX. */
#define FILE_CHARACTERISTICS_EXPECT_ORDERLY_REMOVAL_EX	0x00004000
#define FILE_CHARACTERISTICS_EXPECT_SURPRISE_REMOVAL_EX	0x00008000
#define FILE_CHARACTERISTICS_REMOVAL_POLICY_MASK_EX	0x0000c000

/* Flags of a driver. */
#define DRVO_UNLOAD_INVOKED	0x00000001
#define DRVO_LEGACY_DRIVER	0x00000002
#define DRVO_BUILTIN_DRIVER	0x00000004
#define DRVO_REINIT_REGISTERED	0x00000008
#define DRVO_INITIALIZED	0x00000010
#define DRVO_BOOTREINIT_REGISTERED	0x00000020
#define DRVO_LEGACY_RESOURCES	0x00000040

typedef struct _DRIVER_EXTENSION {
	struct _DRIVER_OBJECT *DriverObject;
	PDRIVER_ADD_DEVICE AddDevice;
	ULONG Count;
	UNICODE_STRING ServiceKeyName;
} DRIVER_EXTENSION, *PDRIVER_EXTENSION;

/*
 * A driver's ways around requests, the FastIoDispatch of its driver object. Nothing here calls
 * them: on Windows a request is sent where a driver has no such routine or it returns FALSE, and
 * here one always is.
 */

typedef BOOLEAN NTAPI FAST_IO_CHECK_IF_POSSIBLE(struct _FILE_OBJECT *FileObject,
						PLARGE_INTEGER FileOffset, ULONG Length,
						BOOLEAN Wait, ULONG LockKey,
						BOOLEAN CheckForReadOperation,
						PIO_STATUS_BLOCK IoStatus,
						struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_CHECK_IF_POSSIBLE *PFAST_IO_CHECK_IF_POSSIBLE;
typedef BOOLEAN NTAPI FAST_IO_READ(struct _FILE_OBJECT *FileObject, PLARGE_INTEGER FileOffset,
				   ULONG Length, BOOLEAN Wait, ULONG LockKey, PVOID Buffer,
				   PIO_STATUS_BLOCK IoStatus, struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_READ *PFAST_IO_READ;
typedef BOOLEAN NTAPI FAST_IO_WRITE(struct _FILE_OBJECT *FileObject, PLARGE_INTEGER FileOffset,
				    ULONG Length, BOOLEAN Wait, ULONG LockKey, PVOID Buffer,
				    PIO_STATUS_BLOCK IoStatus,
				    struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_WRITE *PFAST_IO_WRITE;
typedef BOOLEAN NTAPI FAST_IO_QUERY_BASIC_INFO(struct _FILE_OBJECT *FileObject, BOOLEAN Wait,
					       PFILE_BASIC_INFORMATION Buffer,
					       PIO_STATUS_BLOCK IoStatus,
					       struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_QUERY_BASIC_INFO *PFAST_IO_QUERY_BASIC_INFO;
typedef BOOLEAN NTAPI FAST_IO_QUERY_STANDARD_INFO(struct _FILE_OBJECT *FileObject, BOOLEAN Wait,
						  PFILE_STANDARD_INFORMATION Buffer,
						  PIO_STATUS_BLOCK IoStatus,
						  struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_QUERY_STANDARD_INFO *PFAST_IO_QUERY_STANDARD_INFO;
typedef BOOLEAN NTAPI FAST_IO_LOCK(struct _FILE_OBJECT *FileObject, PLARGE_INTEGER FileOffset,
				   PLARGE_INTEGER Length, PEPROCESS ProcessId, ULONG Key,
				   BOOLEAN FailImmediately, BOOLEAN ExclusiveLock,
				   PIO_STATUS_BLOCK IoStatus, struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_LOCK *PFAST_IO_LOCK;
typedef BOOLEAN NTAPI FAST_IO_UNLOCK_SINGLE(struct _FILE_OBJECT *FileObject,
					    PLARGE_INTEGER FileOffset, PLARGE_INTEGER Length,
					    PEPROCESS ProcessId, ULONG Key,
					    PIO_STATUS_BLOCK IoStatus,
					    struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_UNLOCK_SINGLE *PFAST_IO_UNLOCK_SINGLE;
typedef BOOLEAN NTAPI FAST_IO_UNLOCK_ALL(struct _FILE_OBJECT *FileObject, PEPROCESS ProcessId,
					 PIO_STATUS_BLOCK IoStatus,
					 struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_UNLOCK_ALL *PFAST_IO_UNLOCK_ALL;
typedef BOOLEAN NTAPI FAST_IO_UNLOCK_ALL_BY_KEY(struct _FILE_OBJECT *FileObject, PVOID ProcessId,
						ULONG Key, PIO_STATUS_BLOCK IoStatus,
						struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_UNLOCK_ALL_BY_KEY *PFAST_IO_UNLOCK_ALL_BY_KEY;
typedef BOOLEAN NTAPI FAST_IO_DEVICE_CONTROL(struct _FILE_OBJECT *FileObject, BOOLEAN Wait,
					     PVOID InputBuffer, ULONG InputBufferLength,
					     PVOID OutputBuffer, ULONG OutputBufferLength,
					     ULONG IoControlCode, PIO_STATUS_BLOCK IoStatus,
					     struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_DEVICE_CONTROL *PFAST_IO_DEVICE_CONTROL;
typedef VOID NTAPI FAST_IO_ACQUIRE_FILE(struct _FILE_OBJECT *FileObject);
typedef FAST_IO_ACQUIRE_FILE *PFAST_IO_ACQUIRE_FILE;
typedef VOID NTAPI FAST_IO_RELEASE_FILE(struct _FILE_OBJECT *FileObject);
typedef FAST_IO_RELEASE_FILE *PFAST_IO_RELEASE_FILE;
typedef VOID NTAPI FAST_IO_DETACH_DEVICE(struct _DEVICE_OBJECT *SourceDevice,
					 struct _DEVICE_OBJECT *TargetDevice);
typedef FAST_IO_DETACH_DEVICE *PFAST_IO_DETACH_DEVICE;
typedef BOOLEAN NTAPI FAST_IO_QUERY_NETWORK_OPEN_INFO(struct _FILE_OBJECT *FileObject,
		BOOLEAN Wait, struct _FILE_NETWORK_OPEN_INFORMATION *Buffer,
		struct _IO_STATUS_BLOCK *IoStatus, struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_QUERY_NETWORK_OPEN_INFO *PFAST_IO_QUERY_NETWORK_OPEN_INFO;
typedef NTSTATUS NTAPI FAST_IO_ACQUIRE_FOR_MOD_WRITE(struct _FILE_OBJECT *FileObject,
						     PLARGE_INTEGER EndingOffset,
						     struct _ERESOURCE **ResourceToRelease,
						     struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_ACQUIRE_FOR_MOD_WRITE *PFAST_IO_ACQUIRE_FOR_MOD_WRITE;
typedef BOOLEAN NTAPI FAST_IO_MDL_READ(struct _FILE_OBJECT *FileObject, PLARGE_INTEGER FileOffset,
				       ULONG Length, ULONG LockKey, PMDL *MdlChain,
				       PIO_STATUS_BLOCK IoStatus,
				       struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_MDL_READ *PFAST_IO_MDL_READ;
typedef BOOLEAN NTAPI FAST_IO_MDL_READ_COMPLETE(struct _FILE_OBJECT *FileObject, PMDL MdlChain,
						struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_MDL_READ_COMPLETE *PFAST_IO_MDL_READ_COMPLETE;
typedef BOOLEAN NTAPI FAST_IO_PREPARE_MDL_WRITE(struct _FILE_OBJECT *FileObject,
						PLARGE_INTEGER FileOffset, ULONG Length,
						ULONG LockKey, PMDL *MdlChain,
						PIO_STATUS_BLOCK IoStatus,
						struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_PREPARE_MDL_WRITE *PFAST_IO_PREPARE_MDL_WRITE;
typedef BOOLEAN NTAPI FAST_IO_MDL_WRITE_COMPLETE(struct _FILE_OBJECT *FileObject,
						 PLARGE_INTEGER FileOffset, PMDL MdlChain,
						 struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_MDL_WRITE_COMPLETE *PFAST_IO_MDL_WRITE_COMPLETE;
typedef BOOLEAN NTAPI FAST_IO_READ_COMPRESSED(struct _FILE_OBJECT *FileObject,
					      PLARGE_INTEGER FileOffset, ULONG Length,
					      ULONG LockKey, PVOID Buffer, PMDL *MdlChain,
					      PIO_STATUS_BLOCK IoStatus,
					      struct _COMPRESSED_DATA_INFO *CompressedDataInfo,
					      ULONG CompressedDataInfoLength,
					      struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_READ_COMPRESSED *PFAST_IO_READ_COMPRESSED;
typedef BOOLEAN NTAPI FAST_IO_WRITE_COMPRESSED(struct _FILE_OBJECT *FileObject,
					       PLARGE_INTEGER FileOffset, ULONG Length,
					       ULONG LockKey, PVOID Buffer, PMDL *MdlChain,
					       PIO_STATUS_BLOCK IoStatus,
					       struct _COMPRESSED_DATA_INFO *CompressedDataInfo,
					       ULONG CompressedDataInfoLength,
					       struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_WRITE_COMPRESSED *PFAST_IO_WRITE_COMPRESSED;
typedef BOOLEAN NTAPI FAST_IO_MDL_READ_COMPLETE_COMPRESSED(struct _FILE_OBJECT *FileObject,
							   PMDL MdlChain,
							   struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_MDL_READ_COMPLETE_COMPRESSED *PFAST_IO_MDL_READ_COMPLETE_COMPRESSED;
typedef BOOLEAN NTAPI FAST_IO_MDL_WRITE_COMPLETE_COMPRESSED(struct _FILE_OBJECT *FileObject,
							    PLARGE_INTEGER FileOffset,
							    PMDL MdlChain,
							    struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_MDL_WRITE_COMPLETE_COMPRESSED *PFAST_IO_MDL_WRITE_COMPLETE_COMPRESSED;
typedef BOOLEAN NTAPI FAST_IO_QUERY_OPEN(struct _IRP *Irp,
					 PFILE_NETWORK_OPEN_INFORMATION NetworkInformation,
					 struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_QUERY_OPEN *PFAST_IO_QUERY_OPEN;
typedef NTSTATUS NTAPI FAST_IO_RELEASE_FOR_MOD_WRITE(struct _FILE_OBJECT *FileObject,
						     struct _ERESOURCE *ResourceToRelease,
						     struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_RELEASE_FOR_MOD_WRITE *PFAST_IO_RELEASE_FOR_MOD_WRITE;
typedef NTSTATUS NTAPI FAST_IO_ACQUIRE_FOR_CCFLUSH(struct _FILE_OBJECT *FileObject,
						   struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_ACQUIRE_FOR_CCFLUSH *PFAST_IO_ACQUIRE_FOR_CCFLUSH;
typedef NTSTATUS NTAPI FAST_IO_RELEASE_FOR_CCFLUSH(struct _FILE_OBJECT *FileObject,
						   struct _DEVICE_OBJECT *DeviceObject);
typedef FAST_IO_RELEASE_FOR_CCFLUSH *PFAST_IO_RELEASE_FOR_CCFLUSH;

typedef struct _FAST_IO_DISPATCH {
	ULONG SizeOfFastIoDispatch;
	PFAST_IO_CHECK_IF_POSSIBLE FastIoCheckIfPossible;
	PFAST_IO_READ FastIoRead;
	PFAST_IO_WRITE FastIoWrite;
	PFAST_IO_QUERY_BASIC_INFO FastIoQueryBasicInfo;
	PFAST_IO_QUERY_STANDARD_INFO FastIoQueryStandardInfo;
	PFAST_IO_LOCK FastIoLock;
	PFAST_IO_UNLOCK_SINGLE FastIoUnlockSingle;
	PFAST_IO_UNLOCK_ALL FastIoUnlockAll;
	PFAST_IO_UNLOCK_ALL_BY_KEY FastIoUnlockAllByKey;
	PFAST_IO_DEVICE_CONTROL FastIoDeviceControl;
	PFAST_IO_ACQUIRE_FILE AcquireFileForNtCreateSection;
	PFAST_IO_RELEASE_FILE ReleaseFileForNtCreateSection;
	PFAST_IO_DETACH_DEVICE FastIoDetachDevice;
	PFAST_IO_QUERY_NETWORK_OPEN_INFO FastIoQueryNetworkOpenInfo;
	PFAST_IO_ACQUIRE_FOR_MOD_WRITE AcquireForModWrite;
	PFAST_IO_MDL_READ MdlRead;
	PFAST_IO_MDL_READ_COMPLETE MdlReadComplete;
	PFAST_IO_PREPARE_MDL_WRITE PrepareMdlWrite;
	PFAST_IO_MDL_WRITE_COMPLETE MdlWriteComplete;
	PFAST_IO_READ_COMPRESSED FastIoReadCompressed;
	PFAST_IO_WRITE_COMPRESSED FastIoWriteCompressed;
	PFAST_IO_MDL_READ_COMPLETE_COMPRESSED MdlReadCompleteCompressed;
	PFAST_IO_MDL_WRITE_COMPLETE_COMPRESSED MdlWriteCompleteCompressed;
	PFAST_IO_QUERY_OPEN FastIoQueryOpen;
	PFAST_IO_RELEASE_FOR_MOD_WRITE ReleaseForModWrite;
	PFAST_IO_ACQUIRE_FOR_CCFLUSH AcquireForCcFlush;
	PFAST_IO_RELEASE_FOR_CCFLUSH ReleaseForCcFlush;
} FAST_IO_DISPATCH, *PFAST_IO_DISPATCH;

/* A driver. Requests for which it sets no routine fail with STATUS_INVALID_DEVICE_REQUEST. */
typedef struct _DRIVER_OBJECT {
	SHORT Type;
	SHORT Size;
	PDEVICE_OBJECT DeviceObject;	/* its devices, the latest first */
	ULONG Flags;
	PVOID DriverStart;
	ULONG DriverSize;
	PVOID DriverSection;
	PDRIVER_EXTENSION DriverExtension;
	UNICODE_STRING DriverName;
	PUNICODE_STRING HardwareDatabase;
	struct _FAST_IO_DISPATCH *FastIoDispatch;
	PDRIVER_INITIALIZE DriverInit;
	PDRIVER_STARTIO DriverStartIo;
	PDRIVER_UNLOAD DriverUnload;
	PDRIVER_DISPATCH MajorFunction[IRP_MJ_MAXIMUM_FUNCTION + 1];
} DRIVER_OBJECT, *PDRIVER_OBJECT;

typedef struct _SECTION_OBJECT_POINTERS {
	PVOID DataSectionObject;
	PVOID SharedCacheMap;
	PVOID ImageSectionObject;
} SECTION_OBJECT_POINTERS, *PSECTION_OBJECT_POINTERS;

typedef struct _IO_COMPLETION_CONTEXT {
	PVOID Port;
	PVOID Key;
} IO_COMPLETION_CONTEXT, *PIO_COMPLETION_CONTEXT;

/* An open device. */
typedef struct _FILE_OBJECT {
	SHORT Type;
	SHORT Size;
	PDEVICE_OBJECT DeviceObject;
	struct _VPB *Vpb;
	PVOID FsContext;
	PVOID FsContext2;
	PSECTION_OBJECT_POINTERS SectionObjectPointer;
	PVOID PrivateCacheMap;
	NTSTATUS FinalStatus;
	struct _FILE_OBJECT *RelatedFileObject;
	BOOLEAN LockOperation;
	BOOLEAN DeletePending;
	BOOLEAN ReadAccess;
	BOOLEAN WriteAccess;
	BOOLEAN DeleteAccess;
	BOOLEAN SharedRead;
	BOOLEAN SharedWrite;
	BOOLEAN SharedDelete;
	ULONG Flags;
	UNICODE_STRING FileName;	/* what follows the device's name */
	LARGE_INTEGER CurrentByteOffset;
	volatile ULONG Waiters;
	volatile ULONG Busy;
	PVOID LastLock;
	KEVENT Lock;
	KEVENT Event;
	volatile PIO_COMPLETION_CONTEXT CompletionContext;
	ULONG_PTR IrpListLock;
	LIST_ENTRY IrpList;
	volatile PVOID FileObjectExtension;
} FILE_OBJECT, *PFILE_OBJECT;

/* Flags of a file. */
#define FO_FILE_OPEN		0x00000001
#define FO_SYNCHRONOUS_IO	0x00000002
#define FO_ALERTABLE_IO		0x00000004
#define FO_CLEANUP_COMPLETE	0x00004000
#define FO_HANDLE_CREATED	0x00040000

/* How many devices of each kind the system has. */
typedef struct _CONFIGURATION_INFORMATION {
	ULONG DiskCount;
	ULONG FloppyCount;
	ULONG CdRomCount;
	ULONG TapeCount;
	ULONG ScsiPortCount;
	ULONG SerialCount;
	ULONG ParallelCount;
	BOOLEAN AtDiskPrimaryAddressClaimed;
	BOOLEAN AtDiskSecondaryAddressClaimed;
	ULONG Version;
	ULONG MediumChangerCount;
} CONFIGURATION_INFORMATION, *PCONFIGURATION_INFORMATION;

/* An entry of the error log, which is the kernel's log here. */
typedef struct _IO_ERROR_LOG_PACKET {
	UCHAR MajorFunctionCode;
	UCHAR RetryCount;
	USHORT DumpDataSize;		/* in bytes */
	USHORT NumberOfStrings;
	USHORT StringOffset;		/* where zero-terminated strings begin */
	USHORT EventCategory;
	NTSTATUS ErrorCode;
	ULONG UniqueErrorValue;
	NTSTATUS FinalStatus;
	ULONG SequenceNumber;
	ULONG IoControlCode;
	LARGE_INTEGER DeviceOffset;
	ULONG DumpData[1];
} IO_ERROR_LOG_PACKET, *PIO_ERROR_LOG_PACKET;

/* An entry as a reader of the log has it. Nothing here reads one. */
typedef struct _IO_ERROR_LOG_MESSAGE {
	USHORT Type;
	USHORT Size;
	USHORT DriverNameLength;
	LARGE_INTEGER TimeStamp;
	ULONG DriverNameOffset;
	IO_ERROR_LOG_PACKET EntryData;
} IO_ERROR_LOG_MESSAGE, *PIO_ERROR_LOG_MESSAGE;

/* The most bytes an error log entry may have: IO_ERROR_LOG_PACKET and what follows it. */
#ifdef __LP64__
#define ERROR_LOG_MAXIMUM_SIZE	240
#else
#define ERROR_LOG_MAXIMUM_SIZE	152
#endif

/* The most bytes that such an entry, and all of one with the names around it, may have. */
#define ERROR_LOG_LIMIT_SIZE	240
#define IO_ERROR_LOG_MESSAGE_HEADER_LENGTH \
	(sizeof(IO_ERROR_LOG_MESSAGE) - sizeof(IO_ERROR_LOG_PACKET) + 2 * 40)
#define ERROR_LOG_MESSAGE_LIMIT_SIZE \
	(ERROR_LOG_LIMIT_SIZE + IO_ERROR_LOG_MESSAGE_HEADER_LENGTH)
#ifdef __LP64__
#define PORT_MAXIMUM_MESSAGE_LENGTH	512
#else
#define PORT_MAXIMUM_MESSAGE_LENGTH	256
#endif
#define IO_ERROR_LOG_MESSAGE_LENGTH \
	(PORT_MAXIMUM_MESSAGE_LENGTH > (ERROR_LOG_MESSAGE_LIMIT_SIZE) ? \
	 ERROR_LOG_MESSAGE_LIMIT_SIZE : PORT_MAXIMUM_MESSAGE_LENGTH)

/* Priority boosts for waiting threads. They have no effect: Linux's scheduler decides. */
#define IO_NO_INCREMENT		0
#define IO_PARALLEL_INCREMENT	1
#define IO_SERIAL_INCREMENT	2
#define EVENT_INCREMENT		1

#ifdef __cplusplus
extern "C" {
#endif

/* Devices and their names. */

/*
 * Makes a device of the driver, with an extension of DeviceExtensionSize zeroed bytes. A name
 * has the form \Device\Name; NULL: the device has none. An exclusive device can be opened once
 * at a time. PASSIVE_LEVEL. STATUS_INSUFFICIENT_RESOURCES; STATUS_OBJECT_NAME_COLLISION: the
 * name is taken; STATUS_OBJECT_NAME_INVALID, STATUS_OBJECT_PATH_NOT_FOUND: it is not a valid
 * name. Linux: an own object, kzalloc() and refcount_t; only a link makes a device node.
 */
#define IoCreateDevice ntparport_IoCreateDevice
NTSTATUS NTAPI IoCreateDevice(PDRIVER_OBJECT DriverObject, ULONG DeviceExtensionSize,
			      PUNICODE_STRING DeviceName, DEVICE_TYPE DeviceType,
			      ULONG DeviceCharacteristics, BOOLEAN Exclusive,
			      PDEVICE_OBJECT *DeviceObject);

/*
 * Deletes a device: its name goes at once, its memory when the last request and file on it are
 * done. Its timer, DPC and queue must be idle, and no device may be attached to it; otherwise
 * that is logged. PASSIVE_LEVEL. Linux: refcount_t, kfree().
 */
#define IoDeleteDevice ntparport_IoDeleteDevice
VOID NTAPI IoDeleteDevice(PDEVICE_OBJECT DeviceObject);

/*
 * Makes \DosDevices\Name (or \??\Name) another name of a device: programs see it as a device
 * node. Both functions do the same. PASSIVE_LEVEL. STATUS_OBJECT_NAME_COLLISION: the name is
 * taken. Linux: own list of names; device_create() in glue/char_device.c, one cdev for all.
 *
 * Differs: slashes and exclamation marks in the name make folders below /dev. Where that cannot
 * be a file's name (a part is empty, . or ..; it has control characters, or more than 255 bytes),
 * or another file has it (such as "null"), or one has the name of its folder, or something is
 * mounted there (such as "shm/x"), there is no node, and a line in the log.
 */
#define IoCreateSymbolicLink ntparport_IoCreateSymbolicLink
NTSTATUS NTAPI IoCreateSymbolicLink(PUNICODE_STRING SymbolicLinkName, PUNICODE_STRING DeviceName);
#define IoCreateUnprotectedSymbolicLink ntparport_IoCreateUnprotectedSymbolicLink
NTSTATUS NTAPI IoCreateUnprotectedSymbolicLink(PUNICODE_STRING SymbolicLinkName,
					       PUNICODE_STRING DeviceName);

/*
 * Deletes such a name, and the device node. PASSIVE_LEVEL.
 * STATUS_OBJECT_NAME_NOT_FOUND. Linux: device_destroy() in glue/char_device.c.
 */
#define IoDeleteSymbolicLink ntparport_IoDeleteSymbolicLink
NTSTATUS NTAPI IoDeleteSymbolicLink(PUNICODE_STRING SymbolicLinkName);

/*
 * Have a routine called once, when DriverEntry has succeeded and AddDevice was called for the ports
 * that there are; those of the second function are called before those of the first, and each may
 * register itself again. For DriverEntry and such routines: one that is registered later is not
 * called, with a line in the log. PASSIVE_LEVEL. Linux: own list.
 * ("IoRegisterDriverReinitialization", "IoRegisterBootDriverReinitialization".)
 *
 * Differs: other drivers need not be loaded by then: a driver is loaded whenever somebody does so.
 * What such a routine makes has to be ready when it returns, as on Windows: DO_DEVICE_INITIALIZING
 * of its devices stays.
 */
#define IoRegisterDriverReinitialization ntparport_IoRegisterDriverReinitialization
VOID NTAPI IoRegisterDriverReinitialization(PDRIVER_OBJECT DriverObject,
					    PDRIVER_REINITIALIZE DriverReinitializationRoutine,
					    PVOID Context);
#define IoRegisterBootDriverReinitialization ntparport_IoRegisterBootDriverReinitialization
VOID NTAPI IoRegisterBootDriverReinitialization(PDRIVER_OBJECT DriverObject,
						PDRIVER_REINITIALIZE DriverReinitializationRoutine,
						PVOID Context);

/*
 * Memory for a driver that goes with its driver object, found by an address of the driver's choice:
 * zeroed, and never freed by itself. STATUS_OBJECT_NAME_COLLISION: there is one with that address;
 * STATUS_INSUFFICIENT_RESOURCES. IRQL: APC_LEVEL. Linux: kvmalloc(), own list.
 */
#define IoAllocateDriverObjectExtension ntparport_IoAllocateDriverObjectExtension
NTSTATUS NTAPI IoAllocateDriverObjectExtension(PDRIVER_OBJECT DriverObject,
					       PVOID ClientIdentificationAddress,
					       ULONG DriverObjectExtensionSize,
					       PVOID *DriverObjectExtension);
/* That memory, or NULL. At or below DISPATCH_LEVEL. Linux: own list. */
#define IoGetDriverObjectExtension ntparport_IoGetDriverObjectExtension
PVOID NTAPI IoGetDriverObjectExtension(PDRIVER_OBJECT DriverObject,
				       PVOID ClientIdentificationAddress);

/*
 * The counters of the system's devices, which drivers may change. ParallelCount counts the
 * parallel ports; the others are 0 at first. PASSIVE_LEVEL. Linux: a variable, which counts the
 * parports.
 */
#define IoGetConfigurationInformation ntparport_IoGetConfigurationInformation
PCONFIGURATION_INFORMATION NTAPI IoGetConfigurationInformation(VOID);

/*
 * Makes a controller of the driver, with an extension of Size zeroed bytes; NULL: there is no
 * memory. PASSIVE_LEVEL. Linux: an own object, kzalloc(). ("IoCreateController".)
 */
#define IoCreateController ntparport_IoCreateController
PCONTROLLER_OBJECT NTAPI IoCreateController(ULONG Size);
/*
 * Deletes it. No device may have it or wait for it; otherwise that is logged, and none waits any
 * longer. One that a driver leaves is deleted when it is unloaded, with a line in the log.
 * PASSIVE_LEVEL. Linux: refcount_t, kfree(). ("IoDeleteController".)
 */
#define IoDeleteController ntparport_IoDeleteController
VOID NTAPI IoDeleteController(PCONTROLLER_OBJECT ControllerObject);

/*
 * Calls ExecutionRoutine(DeviceObject, its CurrentIrp, NULL, Context), at DISPATCH_LEVEL, as soon
 * as no other device has the controller: at once if it is free, else in the order of the calls. If
 * it returns KeepObject, the device has the controller until IoFreeController(); DeallocateObject:
 * the next one gets it. A device waits for one controller at a time. At or below DISPATCH_LEVEL.
 * Linux: own list, spin_lock_bh(). ("IoAllocateController".)
 *
 * Differs: devices and controllers of other drivers are refused, with a line in the log. Where one
 * such routine gives the controller back, or asks for it, the next one is called when it has
 * returned, not inside it. A device that is deleted waits no longer, which is logged.
 */
#define IoAllocateController ntparport_IoAllocateController
VOID NTAPI IoAllocateController(PCONTROLLER_OBJECT ControllerObject, PDEVICE_OBJECT DeviceObject,
				PDRIVER_CONTROL ExecutionRoutine, PVOID Context);
/*
 * The device that has the controller gives it back, for the next one. At or below DISPATCH_LEVEL.
 * Linux: own list. ("IoFreeController".)
 */
#define IoFreeController ntparport_IoFreeController
VOID NTAPI IoFreeController(PCONTROLLER_OBJECT ControllerObject);

/*
 * Opens a device by name and returns the top of its stack. The device exists as long as the
 * file: ObDereferenceObject(FileObject) closes it. PASSIVE_LEVEL. STATUS_OBJECT_NAME_NOT_FOUND,
 * STATUS_ACCESS_DENIED (it is exclusive, and open), or the status of the driver's
 * IRP_MJ_CREATE. Linux: an own object, no struct file.
 */
#define IoGetDeviceObjectPointer ntparport_IoGetDeviceObjectPointer
NTSTATUS NTAPI IoGetDeviceObjectPointer(PUNICODE_STRING ObjectName, ACCESS_MASK DesiredAccess,
					PFILE_OBJECT *FileObject, PDEVICE_OBJECT *DeviceObject);

/*
 * The types of files, devices and drivers, for ObReferenceObjectByHandle() and its like.
 * Any IRQL. Linux: own types.
 */
#define IoFileObjectType ntparport_IoFileObjectType
extern POBJECT_TYPE *IoFileObjectType;
#define IoDeviceObjectType ntparport_IoDeviceObjectType
extern POBJECT_TYPE *IoDeviceObjectType;
#define IoDriverObjectType ntparport_IoDriverObjectType
extern POBJECT_TYPE *IoDriverObjectType;

/*
 * Returns the top of the stack of the device on which a file is open. Linux: own pointers,
 * spin_lock_bh().
 */
#define IoGetRelatedDeviceObject ntparport_IoGetRelatedDeviceObject
PDEVICE_OBJECT NTAPI IoGetRelatedDeviceObject(PFILE_OBJECT FileObject);

/*
 * Whether the file that a request is for was opened for RequiredAccess (FILE_READ_ACCESS,
 * FILE_WRITE_ACCESS), for control codes of FILE_ANY_ACCESS. Any IRQL. STATUS_ACCESS_DENIED;
 * STATUS_INVALID_PARAMETER: there is no such right, or no request. Linux: how open() was called.
 */
#define IoValidateDeviceIoControlAccess ntparport_IoValidateDeviceIoControlAccess
NTSTATUS NTAPI IoValidateDeviceIoControlAccess(PIRP Irp, ULONG RequiredAccess);

/*
 * Open a device, or what is named after it, and return a handle for ZwClose(), which sends
 * IRP_MJ_CLEANUP when it closes the last one. At PASSIVE_LEVEL.
 * STATUS_OBJECT_NAME_NOT_FOUND; STATUS_OBJECT_PATH_SYNTAX_BAD: there is no name, or no backslash
 * at its beginning; STATUS_INVALID_PARAMETER: flags that do not exist or exclude each other;
 * STATUS_INSUFFICIENT_RESOURCES; or what the device's driver says. Linux: xa_alloc() of the
 * handle.
 *
 * Differs: drivers have no files on disks: \??\C:\..., \SystemRoot\... and \Device\Harddisk...
 * are STATUS_OBJECT_PATH_NOT_FOUND, as before the file systems are there, with a line in the log.
 * RootDirectory may be a directory, but not a file (STATUS_NOT_SUPPORTED); extended attributes are
 * STATUS_EAS_NOT_SUPPORTED. Rights do not count. A handle that is left open is closed when the
 * driver is unloaded, with a line in the log.
 */
#define ZwCreateFile ntparport_ZwCreateFile
NTSTATUS NTAPI ZwCreateFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
			    POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock,
			    PLARGE_INTEGER AllocationSize, ULONG FileAttributes, ULONG ShareAccess,
			    ULONG CreateDisposition, ULONG CreateOptions, PVOID EaBuffer,
			    ULONG EaLength);
#define ZwOpenFile ntparport_ZwOpenFile
NTSTATUS NTAPI ZwOpenFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
			  POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock,
			  ULONG ShareAccess, ULONG OpenOptions);
#define NtCreateFile ZwCreateFile
#define NtOpenFile ZwOpenFile

typedef enum _CREATE_FILE_TYPE {
	CreateFileTypeNone,
	CreateFileTypeNamedPipe,
	CreateFileTypeMailslot,
} CREATE_FILE_TYPE;

#define IO_FORCE_ACCESS_CHECK		0x0001
#define IO_NO_PARAMETER_CHECKING	0x0100

/*
 * The same as ZwCreateFile(); parameters are checked whatever Options says. At PASSIVE_LEVEL. Its
 * statuses, and STATUS_INVALID_PARAMETER for a named pipe or a mailslot, with a line in the log.
 * Linux: as for that. ("IoCreateFile".)
 *
 * Differs: as for ZwCreateFile(); and there are no such pipes or slots.
 */
#define IoCreateFile ntparport_IoCreateFile
NTSTATUS NTAPI IoCreateFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
			    POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock,
			    PLARGE_INTEGER AllocationSize, ULONG FileAttributes, ULONG ShareAccess,
			    ULONG Disposition, ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength,
			    CREATE_FILE_TYPE CreateFileType, PVOID InternalParameters,
			    ULONG Options);

/*
 * Send IRP_MJ_READ, IRP_MJ_WRITE or IRP_MJ_DEVICE_CONTROL to the stack of the open device. If it
 * was opened with one of FILE_SYNCHRONOUS_IO_..., one call at a time waits for its request, and
 * there is a position, which ByteOffset may leave out, and a successful transfer moves on. Else
 * STATUS_PENDING means that IoStatusBlock is filled in later; then the Event of the file object is
 * set, and in either case that of the handle Event, if there is one. With
 * FILE_SYNCHRONOUS_IO_ALERT the request is cancelled if the process is killed. At
 * PASSIVE_LEVEL. STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH; STATUS_INVALID_PARAMETER: a
 * ByteOffset that is negative, or none where there is no position; an ApcRoutine of ZwReadFile() or
 * ZwWriteFile(), which is reserved. STATUS_DEVICE_REMOVED: the driver died meanwhile. Linux:
 * wait_event().
 *
 * Differs: an ApcRoutine of ZwDeviceIoControlFile() is STATUS_NOT_SUPPORTED: no APC can be queued
 * to a thread.
 */
#define ZwReadFile ntparport_ZwReadFile
NTSTATUS NTAPI ZwReadFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
			  PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer,
			  ULONG Length, PLARGE_INTEGER ByteOffset, PULONG Key);
#define ZwWriteFile ntparport_ZwWriteFile
NTSTATUS NTAPI ZwWriteFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
			   PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer,
			   ULONG Length, PLARGE_INTEGER ByteOffset, PULONG Key);
#define ZwDeviceIoControlFile ntparport_ZwDeviceIoControlFile
NTSTATUS NTAPI ZwDeviceIoControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
				     PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock,
				     ULONG IoControlCode, PVOID InputBuffer,
				     ULONG InputBufferLength, PVOID OutputBuffer,
				     ULONG OutputBufferLength);
#define NtReadFile ZwReadFile
#define NtWriteFile ZwWriteFile
#define NtDeviceIoControlFile ZwDeviceIoControlFile

/*
 * What is known of an open device: FileAlignmentInformation, FilePositionInformation if there is
 * a position, and what its driver answers of FileBasicInformation, FileStandardInformation,
 * FileNameInformation and FileNetworkOpenInformation (IRP_MJ_QUERY_INFORMATION, which is waited
 * for). At PASSIVE_LEVEL. STATUS_INVALID_INFO_CLASS; STATUS_INFO_LENGTH_MISMATCH: too little
 * room; STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH. Linux: as for ZwReadFile().
 *
 * Differs: the other classes, which are about files on disks, are STATUS_INVALID_INFO_CLASS.
 */
#define ZwQueryInformationFile ntparport_ZwQueryInformationFile
NTSTATUS NTAPI ZwQueryInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
				      PVOID FileInformation, ULONG Length,
				      FILE_INFORMATION_CLASS FileInformationClass);
#define NtQueryInformationFile ZwQueryInformationFile

/*
 * Changes something of an open device: FilePositionInformation, if there is a position, and what
 * its driver makes of FileBasicInformation, FileDispositionInformation, FileEndOfFileInformation
 * and FilePositionInformation (IRP_MJ_SET_INFORMATION, which is waited for). At PASSIVE_LEVEL.
 * STATUS_INVALID_INFO_CLASS; STATUS_INFO_LENGTH_MISMATCH; STATUS_INVALID_PARAMETER: a negative
 * position; STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH. Linux: as for ZwReadFile().
 *
 * Differs: the other classes, which are about files on disks, are STATUS_INVALID_INFO_CLASS.
 */
#define ZwSetInformationFile ntparport_ZwSetInformationFile
NTSTATUS NTAPI ZwSetInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
				    PVOID FileInformation, ULONG Length,
				    FILE_INFORMATION_CLASS FileInformationClass);
#define NtSetInformationFile ZwSetInformationFile

/*
 * What is known of the volume that an open device is: FileFsDeviceInformation, and what its driver
 * answers of FileFsVolumeInformation, FileFsSizeInformation, FileFsFullSizeInformation and
 * FileFsAttributeInformation (IRP_MJ_QUERY_VOLUME_INFORMATION, which is waited for). At
 * PASSIVE_LEVEL. STATUS_INVALID_INFO_CLASS: another class; STATUS_INFO_LENGTH_MISMATCH;
 * STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH. Linux: as for ZwReadFile().
 */
#define ZwQueryVolumeInformationFile ntparport_ZwQueryVolumeInformationFile
NTSTATUS NTAPI ZwQueryVolumeInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
					    PVOID FsInformation, ULONG Length,
					    FS_INFORMATION_CLASS FsInformationClass);

/*
 * Puts SourceDevice on top of the stack that TargetDevice is in. Returns the former top, to
 * which SourceDevice passes requests on, or NULL: the target is being deleted, or SourceDevice
 * is in a stack already. Linux: own pointers, spin_lock_bh().
 */
#define IoAttachDeviceToDeviceStack ntparport_IoAttachDeviceToDeviceStack
PDEVICE_OBJECT NTAPI IoAttachDeviceToDeviceStack(PDEVICE_OBJECT SourceDevice,
						 PDEVICE_OBJECT TargetDevice);

/* The same, with the former top in *AttachedToDeviceObject; STATUS_NO_SUCH_DEVICE. */
FORCEINLINE NTSTATUS IoAttachDeviceToDeviceStackSafe(PDEVICE_OBJECT SourceDevice,
						     PDEVICE_OBJECT TargetDevice,
						     PDEVICE_OBJECT *AttachedToDeviceObject)
{
	*AttachedToDeviceObject = IoAttachDeviceToDeviceStack(SourceDevice, TargetDevice);
	return *AttachedToDeviceObject ? STATUS_SUCCESS : STATUS_NO_SUCH_DEVICE;
}

FORCEINLINE NTSTATUS IoAttachDeviceByPointer(PDEVICE_OBJECT SourceDevice,
					     PDEVICE_OBJECT TargetDevice)
{
	return IoAttachDeviceToDeviceStack(SourceDevice, TargetDevice) ? STATUS_SUCCESS :
									 STATUS_NO_SUCH_DEVICE;
}

/*
 * Puts SourceDevice on top of the stack of a device by name. PASSIVE_LEVEL. Linux: the same, and
 * the list of names under a mutex.
 */
#define IoAttachDevice ntparport_IoAttachDevice
NTSTATUS NTAPI IoAttachDevice(PDEVICE_OBJECT SourceDevice, PUNICODE_STRING TargetDevice,
			      PDEVICE_OBJECT *AttachedDevice);

/*
 * Detaches the device that is attached to TargetDevice, which has to be one of the caller's driver:
 * another's stays, and the log has a line. PASSIVE_LEVEL. Linux: own pointers, spin_lock_bh().
 */
#define IoDetachDevice ntparport_IoDetachDevice
VOID NTAPI IoDetachDevice(PDEVICE_OBJECT TargetDevice);

/*
 * Return the top of a stack; the second function adds a reference, for ObDereferenceObject().
 * Linux: own pointers, spin_lock_bh().
 */
#define IoGetAttachedDevice ntparport_IoGetAttachedDevice
PDEVICE_OBJECT NTAPI IoGetAttachedDevice(PDEVICE_OBJECT DeviceObject);
#define IoGetAttachedDeviceReference ntparport_IoGetAttachedDeviceReference
PDEVICE_OBJECT NTAPI IoGetAttachedDeviceReference(PDEVICE_OBJECT DeviceObject);

/* The size in bytes of a request with StackSize stack locations. Any IRQL. */
#define IoSizeOfIrp(StackSize) \
	((USHORT)(sizeof(IRP) + ((StackSize) * (sizeof(IO_STACK_LOCATION)))))

/*
 * Returns a new request with StackSize locations, or NULL. Its sender frees it: its completion
 * routine must return STATUS_MORE_PROCESSING_REQUIRED. Linux: kzalloc(); a hash
 * table of all requests.
 */
#define IoAllocateIrp ntparport_IoAllocateIrp
PIRP NTAPI IoAllocateIrp(CCHAR StackSize, BOOLEAN ChargeQuota);

/*
 * For a highest-level driver that splits a request, the master: allocates one for lower drivers
 * that is associated with it, like IoAllocateIrp(). Each that ends takes one off the master's
 * AssociatedIrp.IrpCount, which the driver sets before it sends them, and is freed, with its MDLs;
 * the last one completes the master, which the driver has marked pending, with the IoStatus that
 * the driver has given it. None of that if a completion routine keeps the associated request
 * (STATUS_MORE_PROCESSING_REQUIRED); the driver frees it then, and completes the master. NULL: no
 * memory. IrpCount is where SystemBuffer is: only a master of direct I/O can have one. Linux: as
 * for IoAllocateIrp().
 *
 * Differs: NULL, with a line in the log, if Irp is not a request under way, or is a part of a part,
 * eight times over. If the master has gone
 * when an associated request ends, or was completed, or if its IrpCount is not above 0, it is left
 * alone, with a line in the log.
 */
#define IoMakeAssociatedIrp ntparport_IoMakeAssociatedIrp
PIRP NTAPI IoMakeAssociatedIrp(PIRP Irp, CCHAR StackSize);

/*
 * Makes a request in the caller's memory, of PacketSize bytes: at least IoSizeOfIrp(StackSize).
 * Linux: memset().
 */
#define IoInitializeIrp ntparport_IoInitializeIrp
VOID NTAPI IoInitializeIrp(PIRP Irp, USHORT PacketSize, CCHAR StackSize);

/*
 * Prepares a completed request of IoAllocateIrp() to be used again. Linux: memset().
 */
#define IoReuseIrp ntparport_IoReuseIrp
VOID NTAPI IoReuseIrp(PIRP Irp, NTSTATUS Status);

/*
 * Frees a request that no driver is working on any longer; if one is, that is logged, and the
 * request stays. Linux: kfree() of what the hash table has.
 */
#define IoFreeIrp ntparport_IoFreeIrp
VOID NTAPI IoFreeIrp(PIRP Irp);

/*
 * Returns a device control request; NULL: no memory. When it is complete, the I/O manager
 * copies the output (METHOD_BUFFERED), sets *IoStatusBlock and then Event, which may be NULL,
 * and frees the request. Send it from the thread that built it, as on Windows; that is not
 * checked. PASSIVE_LEVEL. Linux: kzalloc(); the system buffer is pool.
 */
#define IoBuildDeviceIoControlRequest ntparport_IoBuildDeviceIoControlRequest
PIRP NTAPI IoBuildDeviceIoControlRequest(ULONG IoControlCode, PDEVICE_OBJECT DeviceObject,
					 PVOID InputBuffer, ULONG InputBufferLength,
					 PVOID OutputBuffer, ULONG OutputBufferLength,
					 BOOLEAN InternalDeviceIoControl, PKEVENT Event,
					 PIO_STATUS_BLOCK IoStatusBlock);

/*
 * The same for IRP_MJ_READ, WRITE, FLUSH_BUFFERS, SHUTDOWN, PNP or POWER. PASSIVE_LEVEL. Linux:
 * the same.
 */
#define IoBuildSynchronousFsdRequest ntparport_IoBuildSynchronousFsdRequest
PIRP NTAPI IoBuildSynchronousFsdRequest(ULONG MajorFunction, PDEVICE_OBJECT DeviceObject,
					PVOID Buffer, ULONG Length, PLARGE_INTEGER StartingOffset,
					PKEVENT Event, PIO_STATUS_BLOCK IoStatusBlock);

/*
 * The same without an event. A completion routine may free the request and return
 * STATUS_MORE_PROCESSING_REQUIRED; it then has to free the system buffer (with ExFreePool) and
 * the MDL (after MmUnlockPages()) as well. Otherwise the I/O manager frees all of it. At or
 * below DISPATCH_LEVEL. Linux: the same.
 */
#define IoBuildAsynchronousFsdRequest ntparport_IoBuildAsynchronousFsdRequest
PIRP NTAPI IoBuildAsynchronousFsdRequest(ULONG MajorFunction, PDEVICE_OBJECT DeviceObject,
					 PVOID Buffer, ULONG Length, PLARGE_INTEGER StartingOffset,
					 PIO_STATUS_BLOCK IoStatusBlock);

/*
 * Passes a request, whose next stack location is set up, to a device's driver, and returns what
 * its dispatch routine returns. If there is no such device (STATUS_NO_SUCH_DEVICE), or no
 * location is left (STATUS_INVALID_PARAMETER), that is logged, and the request is completed
 * with that status, as if by a driver. Linux: a call in the caller's context; try_module_get()
 * keeps the driver.
 */
#define IofCallDriver ntparport_IofCallDriver
NTSTATUS NTAPI IofCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp);
#define IoCallDriver IofCallDriver

/*
 * Completes a request: the completion routines of the drivers above run, lowest first.
 * Completing with STATUS_PENDING, or a second time, is logged and does nothing; a cancel
 * routine that is still set is reset, and that is logged. Linux: calls in the caller's context,
 * module_put().
 */
#define IofCompleteRequest ntparport_IofCompleteRequest
VOID NTAPI IofCompleteRequest(PIRP Irp, CCHAR PriorityBoost);
#define IoCompleteRequest IofCompleteRequest

/*
 * Passes a request on with a copy of its current stack location, and waits until it has come
 * back. FALSE: the request has no stack location left. PASSIVE_LEVEL. Linux: IofCallDriver()
 * and a KEVENT.
 */
#define IoForwardIrpSynchronously ntparport_IoForwardIrpSynchronously
BOOLEAN NTAPI IoForwardIrpSynchronously(PDEVICE_OBJECT DeviceObject, PIRP Irp);

/*
 * Marks a request as cancelled and calls its cancel routine. TRUE if there was one; a driver
 * that works on the request without one has to look at Irp->Cancel. Linux: a call in the
 * caller's context, under the cancel spin lock.
 */
#define IoCancelIrp ntparport_IoCancelIrp
BOOLEAN NTAPI IoCancelIrp(PIRP Irp);

/*
 * Sets the cancel routine and returns the former one. Atomic: no lock is needed. NULL, and a line
 * in the log, if there is no request there. Any IRQL. Linux: a hash table, xchg().
 */
#define IoSetCancelRoutine ntparport_IoSetCancelRoutine
PDRIVER_CANCEL IoSetCancelRoutine(PIRP Irp, PDRIVER_CANCEL CancelRoutine);

/*
 * The lock with which a cancel routine is called. Linux: one lock for all, like that of
 * KeAcquireSpinLock().
 */
#define IoAcquireCancelSpinLock ntparport_IoAcquireCancelSpinLock
VOID NTAPI IoAcquireCancelSpinLock(PKIRQL Irql);
#define IoReleaseCancelSpinLock ntparport_IoReleaseCancelSpinLock
VOID NTAPI IoReleaseCancelSpinLock(KIRQL Irql);

/* The stack location of this driver. Any IRQL. */
static inline PIO_STACK_LOCATION IoGetCurrentIrpStackLocation(PIRP Irp)
{
	return Irp->Tail.Overlay.CurrentStackLocation;
}

/* The stack location of the driver below. */
static inline PIO_STACK_LOCATION IoGetNextIrpStackLocation(PIRP Irp)
{
	return Irp->Tail.Overlay.CurrentStackLocation - 1;
}

/* For the driver that allocated a request: takes a stack location for itself. */
static inline VOID IoSetNextIrpStackLocation(PIRP Irp)
{
	Irp->CurrentLocation--;
	Irp->Tail.Overlay.CurrentStackLocation--;
}

/* Has the driver below get this driver's location, completion routine included. */
static inline VOID IoSkipCurrentIrpStackLocation(PIRP Irp)
{
	Irp->CurrentLocation++;
	Irp->Tail.Overlay.CurrentStackLocation++;
}

/* Gives the driver below a copy, without the completion routine. */
static inline VOID IoCopyCurrentIrpStackLocationToNext(PIRP Irp)
{
	PIO_STACK_LOCATION next = IoGetNextIrpStackLocation(Irp);

	*next = *IoGetCurrentIrpStackLocation(Irp);
	next->Control = 0;
	next->CompletionRoutine = (PIO_COMPLETION_ROUTINE)NULL;
	next->Context = NULL;
}

/* Call it before a dispatch routine returns STATUS_PENDING. */
static inline VOID IoMarkIrpPending(PIRP Irp)
{
	IoGetCurrentIrpStackLocation(Irp)->Control |= SL_PENDING_RETURNED;
}

/*
 * The routine is called when the driver below has completed the request with
 * success, an error, or after IoCancelIrp(). At or below DISPATCH_LEVEL. If it
 * returns STATUS_MORE_PROCESSING_REQUIRED, the request is this driver's again.
 * Otherwise it must mark the request as pending if Irp->PendingReturned.
 */
static inline VOID IoSetCompletionRoutine(PIRP Irp, PIO_COMPLETION_ROUTINE CompletionRoutine,
					  PVOID Context, BOOLEAN InvokeOnSuccess,
					  BOOLEAN InvokeOnError, BOOLEAN InvokeOnCancel)
{
	PIO_STACK_LOCATION next = IoGetNextIrpStackLocation(Irp);

	next->CompletionRoutine = CompletionRoutine;
	next->Context = Context;
	next->Control = (UCHAR)((InvokeOnSuccess ? SL_INVOKE_ON_SUCCESS : 0) |
				(InvokeOnError ? SL_INVOKE_ON_ERROR : 0) |
				(InvokeOnCancel ? SL_INVOKE_ON_CANCEL : 0));
}

/*
 * The same, but DeviceObject's driver stays loaded until the routine has returned. Linux:
 * kmalloc(); try_module_get().
 */
#define IoSetCompletionRoutineEx ntparport_IoSetCompletionRoutineEx
NTSTATUS NTAPI IoSetCompletionRoutineEx(PDEVICE_OBJECT DeviceObject, PIRP Irp,
					PIO_COMPLETION_ROUTINE CompletionRoutine, PVOID Context,
					BOOLEAN InvokeOnSuccess, BOOLEAN InvokeOnError,
					BOOLEAN InvokeOnCancel);

/* Queueing in front of a driver's StartIo routine, and its DPC and timer. */

/*
 * Gives a request to the driver's StartIo routine, or queues it while the device
 * is busy: in order, or by *Key. CancelFunction, if not NULL, becomes the cancel
 * routine. The current request is queued, too, and started once more when its turn
 * comes. A request that is in a device's queue is refused, which is logged. Linux:
 * own list, spin_lock_bh().
 */
#define IoStartPacket ntparport_IoStartPacket
VOID NTAPI IoStartPacket(PDEVICE_OBJECT DeviceObject, PIRP Irp, PULONG Key,
			 PDRIVER_CANCEL CancelFunction);

/*
 * Ends work on the current request: the next one goes to StartIo. Cancelable: these requests
 * have cancel routines. At DISPATCH_LEVEL. Linux: the same.
 */
#define IoStartNextPacket ntparport_IoStartNextPacket
VOID NTAPI IoStartNextPacket(PDEVICE_OBJECT DeviceObject, BOOLEAN Cancelable);
#define IoStartNextPacketByKey ntparport_IoStartNextPacketByKey
VOID NTAPI IoStartNextPacketByKey(PDEVICE_OBJECT DeviceObject, BOOLEAN Cancelable, ULONG Key);

/*
 * How requests of a device of the driver are started: NonCancelable takes away the cancel routine
 * of one that IoStartNextPacket() takes out of the queue. Any IRQL. Linux: own code.
 * ("IoSetStartIoAttributes".)
 *
 * Differs: DeferredStartIo does not count, and it is always so: StartIo is not called inside
 * StartIo.
 */
#define IoSetStartIoAttributes ntparport_IoSetStartIoAttributes
VOID NTAPI IoSetStartIoAttributes(PDEVICE_OBJECT DeviceObject, BOOLEAN DeferredStartIo,
				  BOOLEAN NonCancelable);

/*
 * The queue in front of StartIo, by itself. FALSE from Insert: the queue was
 * idle, and is busy now. Linux: own list, spin_lock_bh().
 *
 * Differs: an entry that is in a queue already, this one or another, is not inserted: FALSE, with a
 * line in the log.
 */
#define KeInitializeDeviceQueue ntparport_KeInitializeDeviceQueue
VOID NTAPI KeInitializeDeviceQueue(PKDEVICE_QUEUE DeviceQueue);
#define KeInsertDeviceQueue ntparport_KeInsertDeviceQueue
BOOLEAN NTAPI KeInsertDeviceQueue(PKDEVICE_QUEUE DeviceQueue,
				  PKDEVICE_QUEUE_ENTRY DeviceQueueEntry);
#define KeInsertByKeyDeviceQueue ntparport_KeInsertByKeyDeviceQueue
BOOLEAN NTAPI KeInsertByKeyDeviceQueue(PKDEVICE_QUEUE DeviceQueue,
				       PKDEVICE_QUEUE_ENTRY DeviceQueueEntry, ULONG SortKey);
#define KeRemoveDeviceQueue ntparport_KeRemoveDeviceQueue
PKDEVICE_QUEUE_ENTRY NTAPI KeRemoveDeviceQueue(PKDEVICE_QUEUE DeviceQueue);
#define KeRemoveByKeyDeviceQueue ntparport_KeRemoveByKeyDeviceQueue
PKDEVICE_QUEUE_ENTRY NTAPI KeRemoveByKeyDeviceQueue(PKDEVICE_QUEUE DeviceQueue, ULONG SortKey);
/* The same; NULL if the queue is not busy. At or below DISPATCH_LEVEL. Linux: own list. */
#define KeRemoveByKeyDeviceQueueIfBusy ntparport_KeRemoveByKeyDeviceQueueIfBusy
PKDEVICE_QUEUE_ENTRY NTAPI KeRemoveByKeyDeviceQueueIfBusy(PKDEVICE_QUEUE DeviceQueue,
							  ULONG SortKey);
#define KeRemoveEntryDeviceQueue ntparport_KeRemoveEntryDeviceQueue
BOOLEAN NTAPI KeRemoveEntryDeviceQueue(PKDEVICE_QUEUE DeviceQueue,
				       PKDEVICE_QUEUE_ENTRY DeviceQueueEntry);

/*
 * Sets the routine for IoRequestDpc(), for a device of the caller's driver. It is a function here,
 * so that the routine is called by the type with which it was declared. Linux: KeInitializeDpc().
 */
#define IoInitializeDpcRequest ntparport_IoInitializeDpcRequest
VOID IoInitializeDpcRequest(PDEVICE_OBJECT DeviceObject, PIO_DPC_ROUTINE DpcRoutine);

/*
 * Has the device's DPC routine called soon; for interrupt service routines. Irp may be NULL.
 * FALSE: the DPC is queued already, or was not initialized, which is logged. Any IRQL. Linux:
 * KeInsertQueueDpc().
 */
#define IoRequestDpc ntparport_IoRequestDpc
BOOLEAN IoRequestDpc(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context);

/*
 * A device's timer: once started the routine is called every second until it is
 * stopped. Stop does not wait for the routine. PASSIVE_LEVEL to initialize, for a
 * device of the caller's driver.
 * Linux: KeSetTimerEx() with a DPC.
 */
#define IoInitializeTimer ntparport_IoInitializeTimer
NTSTATUS NTAPI IoInitializeTimer(PDEVICE_OBJECT DeviceObject, PIO_TIMER_ROUTINE TimerRoutine,
				 PVOID Context);
#define IoStartTimer ntparport_IoStartTimer
VOID NTAPI IoStartTimer(PDEVICE_OBJECT DeviceObject);
#define IoStopTimer ntparport_IoStopTimer
VOID NTAPI IoStopTimer(PDEVICE_OBJECT DeviceObject);

/*
 * The device gets IRP_MJ_SHUTDOWN when the machine is about to be turned off or to start
 * again; those of the last chance after all others. The first registered is the first
 * to be told. At PASSIVE_LEVEL. STATUS_INSUFFICIENT_RESOURCES;
 * STATUS_INVALID_PARAMETER: it is not a device. Linux: register_reboot_notifier().
 *
 * Differs: one that is not complete after 20 s is logged and no longer waited for. A
 * device that is deleted while it is registered is no longer registered, with a line in the log.
 */
#define IoRegisterShutdownNotification ntparport_IoRegisterShutdownNotification
NTSTATUS NTAPI IoRegisterShutdownNotification(PDEVICE_OBJECT DeviceObject);
#define IoRegisterLastChanceShutdownNotification ntparport_IoRegisterLastChanceShutdownNotification
NTSTATUS NTAPI IoRegisterLastChanceShutdownNotification(PDEVICE_OBJECT DeviceObject);

/* Ends all registrations of the device. At PASSIVE_LEVEL. Linux: own list. */
#define IoUnregisterShutdownNotification ntparport_IoUnregisterShutdownNotification
VOID NTAPI IoUnregisterShutdownNotification(PDEVICE_OBJECT DeviceObject);

/* Work items: a routine runs in a thread of the system, and the driver stays loaded meanwhile. */

typedef struct _IO_WORKITEM *PIO_WORKITEM;

/* Returns a new work item of a device, or NULL. Linux: kmalloc(); a work_struct. */
#define IoAllocateWorkItem ntparport_IoAllocateWorkItem
PIO_WORKITEM NTAPI IoAllocateWorkItem(PDEVICE_OBJECT DeviceObject);

/*
 * Has the routine called in a thread of the system. Queueing an item that is queued already is
 * logged, and does nothing. Linux: queue_work(), one workqueue with WQ_UNBOUND.
 *
 * Differs: all types of queues are the same.
 */
#define IoQueueWorkItem ntparport_IoQueueWorkItem
VOID NTAPI IoQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE WorkerRoutine,
			   WORK_QUEUE_TYPE QueueType, PVOID Context);

/* Frees an item that is not queued; its own routine may do so. Linux: kfree(). */
#define IoFreeWorkItem ntparport_IoFreeWorkItem
VOID NTAPI IoFreeWorkItem(PIO_WORKITEM IoWorkItem);

/*
 * The same in memory of the driver's own, of that many bytes: makes an item of a device or of the
 * driver's own object, for IoQueueWorkItem(); and ends it, which must not be queued. At or below
 * DISPATCH_LEVEL. Linux: own object beside that memory, which is only its name.
 * ("IoSizeofWorkItem", "IoInitializeWorkItem", "IoUninitializeWorkItem".)
 *
 * Differs: to make one, memory is needed. If there is none, the log says so, and the item cannot be
 * queued.
 */
#define IoSizeofWorkItem ntparport_IoSizeofWorkItem
ULONG NTAPI IoSizeofWorkItem(VOID);
#define IoInitializeWorkItem ntparport_IoInitializeWorkItem
VOID NTAPI IoInitializeWorkItem(PVOID IoObject, PIO_WORKITEM IoWorkItem);
#define IoUninitializeWorkItem ntparport_IoUninitializeWorkItem
VOID NTAPI IoUninitializeWorkItem(PIO_WORKITEM IoWorkItem);

/*
 * Remove locks: requests hold one shared, and removal of the device waits until they are done.
 * There are no larger ones as in Windows' checked builds, nor the checks that those make.
 */

typedef struct _IO_REMOVE_LOCK_COMMON_BLOCK {
	BOOLEAN Removed;
	BOOLEAN Reserved[3];
	volatile LONG IoCount;
	KEVENT RemoveEvent;
} IO_REMOVE_LOCK_COMMON_BLOCK;

typedef struct _IO_REMOVE_LOCK {
	IO_REMOVE_LOCK_COMMON_BLOCK Common;
} IO_REMOVE_LOCK, *PIO_REMOVE_LOCK;

/*
 * IoInitializeRemoveLock() calls this. PASSIVE_LEVEL. Linux: own code and a KEVENT.
 */
#define IoInitializeRemoveLockEx ntparport_IoInitializeRemoveLockEx
VOID NTAPI IoInitializeRemoveLockEx(PIO_REMOVE_LOCK Lock, ULONG AllocateTag,
				    ULONG MaxLockedMinutes, ULONG HighWatermark,
				    ULONG RemlockSize);

/*
 * IoAcquireRemoveLock() and IoReleaseRemoveLock() call these. STATUS_DELETE_PENDING: the device
 * is being removed, and the lock was not acquired. Linux: own code, with an atomic counter.
 */
#define IoAcquireRemoveLockEx ntparport_IoAcquireRemoveLockEx
NTSTATUS NTAPI IoAcquireRemoveLockEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, PCSTR File,
				     ULONG Line, ULONG RemlockSize);
#define IoReleaseRemoveLockEx ntparport_IoReleaseRemoveLockEx
VOID NTAPI IoReleaseRemoveLockEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize);

/*
 * Releases the caller's hold, keeps others from acquiring the lock, and waits for those that
 * hold it. PASSIVE_LEVEL. Linux: the same, and KeWaitForSingleObject().
 */
#define IoReleaseRemoveLockAndWaitEx ntparport_IoReleaseRemoveLockAndWaitEx
VOID NTAPI IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize);

/* Initialises a lock in the device extension. PASSIVE_LEVEL. */
#define IoInitializeRemoveLock(Lock, AllocateTag, MaxLockedMinutes, HighWatermark) \
	IoInitializeRemoveLockEx(Lock, AllocateTag, MaxLockedMinutes, HighWatermark, \
				 sizeof(IO_REMOVE_LOCK))
/*
 * Acquires the lock. STATUS_DELETE_PENDING: the device is being removed, and the lock was not
 * acquired. At or below DISPATCH_LEVEL.
 */
#define IoAcquireRemoveLock(RemoveLock, Tag) \
	IoAcquireRemoveLockEx(RemoveLock, Tag, __FILE__, __LINE__, sizeof(IO_REMOVE_LOCK))
/* Releases what IoAcquireRemoveLock() acquired. At or below DISPATCH_LEVEL. */
#define IoReleaseRemoveLock(RemoveLock, Tag) \
	IoReleaseRemoveLockEx(RemoveLock, Tag, sizeof(IO_REMOVE_LOCK))
/*
 * Releases the caller's hold, keeps others from acquiring the lock, and waits for those that hold
 * it. PASSIVE_LEVEL.
 */
#define IoReleaseRemoveLockAndWait(RemoveLock, Tag) \
	IoReleaseRemoveLockAndWaitEx(RemoveLock, Tag, sizeof(IO_REMOVE_LOCK))

/* The error log: each entry is a line in the kernel's log. */

/*
 * Allocates EntrySize bytes for an IO_ERROR_LOG_PACKET, its dump data and strings; IoObject is
 * the driver or the device. NULL: no memory, or EntrySize is too small or above
 * ERROR_LOG_MAXIMUM_SIZE. Linux: kmalloc().
 */
#define IoAllocateErrorLogEntry ntparport_IoAllocateErrorLogEntry
PVOID NTAPI IoAllocateErrorLogEntry(PVOID IoObject, UCHAR EntrySize);
/*
 * Logs the entry and frees it. If its ErrorCode is in one of the driver's message files, the
 * line has that message's text, in which %1 is the device's name and %2 the first string (W14).
 * Linux: pr_warn(), kfree().
 *
 * Differs: the entry is a line of the kernel's log, with at most 64 bytes of the dump data;
 * beyond 50 in five seconds, entries are only counted.
 */
#define IoWriteErrorLogEntry ntparport_IoWriteErrorLogEntry
VOID NTAPI IoWriteErrorLogEntry(PVOID ElEntry);
/* Frees the entry without logging it. Linux: kfree(). */
#define IoFreeErrorLogEntry ntparport_IoFreeErrorLogEntry
VOID NTAPI IoFreeErrorLogEntry(PVOID ElEntry);

/* Memory descriptor lists. */

/*
 * Makes a list for Length bytes from VirtualAddress on; it becomes the list of Irp, or the next
 * one in it. NULL: no memory, or Irp is neither NULL nor a request. Linux: kzalloc(); no pages
 * are pinned.
 */
#define IoAllocateMdl ntparport_IoAllocateMdl
PMDL NTAPI IoAllocateMdl(PVOID VirtualAddress, ULONG Length, BOOLEAN SecondaryBuffer,
			 BOOLEAN ChargeQuota, PIRP Irp);
/* Frees the list, not the memory, which must not be locked. Linux: kfree(). */
#define IoFreeMdl ntparport_IoFreeMdl
VOID NTAPI IoFreeMdl(PMDL Mdl);
/*
 * How many bytes a list for Length bytes from Base on takes. Any IRQL. Linux: own code.
 * ("MmSizeOfMdl".)
 */
#define MmSizeOfMdl ntparport_MmSizeOfMdl
SIZE_T NTAPI MmSizeOfMdl(PVOID Base, SIZE_T Length);
/*
 * Makes memory of the driver's, of as many bytes, a list for Length bytes from BaseVa on, which is
 * no longer one when that memory is freed. IoFreeMdl() is not for it. A list of IoAllocateMdl()
 * begins anew, and stays one. At or below DISPATCH_LEVEL. Linux: own list of them.
 * ("MmInitializeMdl".)
 *
 * Differs: it is a function, since lists are looked up before they are used.
 */
#define MmInitializeMdl ntparport_MmInitializeMdl
VOID NTAPI MmInitializeMdl(PMDL MemoryDescriptorList, PVOID BaseVa, SIZE_T Length);
/*
 * The same, and returns the list; NULL for it: of pool memory, which ExFreePool() frees. NULL:
 * there is no memory. At or below DISPATCH_LEVEL. Linux: memory as for ExAllocatePool().
 * ("MmCreateMdl".)
 */
#define MmCreateMdl ntparport_MmCreateMdl
PMDL NTAPI MmCreateMdl(PMDL MemoryDescriptorList, PVOID Base, SIZE_T Length);
/* Completes a list for memory of the kernel. Linux: own fields; nothing is mapped. */
#define MmBuildMdlForNonPagedPool ntparport_MmBuildMdlForNonPagedPool
VOID NTAPI MmBuildMdlForNonPagedPool(PMDL MemoryDescriptorList);

typedef enum _LOCK_OPERATION {
	IoReadAccess,
	IoWriteAccess,
	IoModifyAccess,
} LOCK_OPERATION;

/*
 * Locks the memory of a list: it stays in place, and there, until MmUnlockPages(), even if the
 * program whose memory it is ends. Operation: what is done to the memory; AccessMode is UserMode
 * for an address that comes from a program. Raises STATUS_ACCESS_VIOLATION if the calling program,
 * or with KernelMode the kernel, has no such memory, or the program cannot write to it but
 * Operation does; STATUS_INSUFFICIENT_RESOURCES: the program may not lock that much
 * (RLIMIT_MEMLOCK), or there is no memory for it. The request that a list belongs to unlocks it
 * when it is complete. At or below DISPATCH_LEVEL; a program's address: at or below APC_LEVEL.
 * Linux: pin_user_pages_fast(), vmap().
 *
 * Differs: what a driver gets from a program with METHOD_NEITHER is at an address of the kernel,
 * and right with UserMode, too. It stays there, even if the request is complete: input is a copy.
 * Memory that the program can only read can only be read by the driver, too.
 */
#define MmProbeAndLockPages ntparport_MmProbeAndLockPages
VOID NTAPI MmProbeAndLockPages(PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode,
			       LOCK_OPERATION Operation);
/*
 * Unlocks it, and ends its mapping. At or below DISPATCH_LEVEL. Linux: unpin_user_pages(),
 * vunmap(), at DISPATCH_LEVEL by a workqueue.
 */
#define MmUnlockPages ntparport_MmUnlockPages
VOID NTAPI MmUnlockPages(PMDL MemoryDescriptorList);

/*
 * The kernel's address of memory that is locked or nonpaged pool, which is mapped there until
 * MmUnmapLockedPages() or MmUnlockPages(); NULL: it is neither. AccessMode: KernelMode. At or below
 * DISPATCH_LEVEL. Linux: none, it is mapped since it was locked.
 *
 * Differs: nothing is mapped into programs: UserMode raises STATUS_INSUFFICIENT_RESOURCES. A list
 * has one mapping, which is cached; BugCheckOnFailure and Priority change nothing.
 */
#define MmMapLockedPages ntparport_MmMapLockedPages
PVOID NTAPI MmMapLockedPages(PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode);
#define MmMapLockedPagesSpecifyCache ntparport_MmMapLockedPagesSpecifyCache
PVOID NTAPI MmMapLockedPagesSpecifyCache(PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode,
					 MEMORY_CACHING_TYPE CacheType, PVOID BaseAddress,
					 ULONG BugCheckOnFailure, MM_PAGE_PRIORITY Priority);
/*
 * Makes a list, of IoAllocateMdl(), describe a part of what another one does, which is locked or
 * nonpaged pool: from an address of that on, that many bytes, or all that follow (0). It uses the
 * other's mapping, and is no longer of use when that one is unlocked or freed. At or below
 * DISPATCH_LEVEL. Linux: own list.
 *
 * Differs: if there is no such part, or one of them is not a list, the target stays as it is, with
 * a line in the log.
 */
#define IoBuildPartialMdl ntparport_IoBuildPartialMdl
VOID NTAPI IoBuildPartialMdl(PMDL SourceMdl, PMDL TargetMdl, PVOID VirtualAddress, ULONG Length);

/* Ends the mapping; the memory stays locked. At or below DISPATCH_LEVEL. Linux: none. */
#define MmUnmapLockedPages ntparport_MmUnmapLockedPages
VOID NTAPI MmUnmapLockedPages(PVOID BaseAddress, PMDL MemoryDescriptorList);

/*
 * The kernel's address of the memory, which MmMapLockedPages() maps if that has not been done; NULL
 * if the list has none: MmBuildMdlForNonPagedPool() or MmProbeAndLockPages() gives it one.
 */
#define MmGetSystemAddressForMdl(Mdl) \
	((Mdl)->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL) ? \
	 (Mdl)->MappedSystemVa : MmMapLockedPages(Mdl, KernelMode))
#define MmGetSystemAddressForMdlSafe(Mdl, Priority) \
	((Mdl)->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL) ? \
	 (Mdl)->MappedSystemVa : \
	 MmMapLockedPagesSpecifyCache(Mdl, KernelMode, MmCached, NULL, FALSE, Priority))
/* Its length, its offset in the first page, its address. */
#define MmGetMdlByteCount(Mdl)		((Mdl)->ByteCount)
#define MmGetMdlByteOffset(Mdl)		((Mdl)->ByteOffset)
#define MmGetMdlVirtualAddress(Mdl)	((PVOID)((PCHAR)((Mdl)->StartVa) + (Mdl)->ByteOffset))

/* Pages. Linux headers may bring their own. */
#ifndef PAGE_SHIFT
#define PAGE_SHIFT		12L
#define PAGE_SIZE		0x1000
#endif
/* A size rounded up to whole pages; the number of pages that a size takes. Any IRQL. */
#define ROUND_TO_PAGES(Size)	(((ULONG_PTR)(Size) + PAGE_SIZE - 1) & ~((ULONG_PTR)PAGE_SIZE - 1))
#define BYTES_TO_PAGES(Size)	(((Size) >> PAGE_SHIFT) + (((Size) & (PAGE_SIZE - 1)) != 0))

/* All code and data of a driver is always in memory: these have nothing to do. */
#define MmLockPagableCodeSection(Address)	((PVOID)(Address))
#define MmLockPagableDataSection(Address)	((PVOID)(Address))
#define MmUnlockPagableImageSection(Handle)	((VOID)(Handle))
#define MmPageEntireDriver(Address)		((PVOID)(Address))
#define MmResetDriverPaging(Address)		((VOID)(Address))
#define MmLockPagableSectionByHandle(Handle)	((VOID)(Handle))

/*
 * Whether the program that has sent a request, or the calling one (NULL), is one of 32 bits on a
 * 64-bit kernel: its structures have other sizes. At or below DISPATCH_LEVEL. Linux: TIF_ADDR32.
 * ("IoIs32bitProcess".)
 */
#define IoIs32bitProcess ntparport_IoIs32bitProcess
BOOLEAN NTAPI IoIs32bitProcess(PIRP Irp);

#define DRIVER_VERIFIER_SPECIAL_POOLING			0x0001
#define DRIVER_VERIFIER_FORCE_IRQL_CHECKING		0x0002
#define DRIVER_VERIFIER_INJECT_ALLOCATION_FAILURES	0x0004
#define DRIVER_VERIFIER_TRACK_POOL_ALLOCATIONS		0x0008
#define DRIVER_VERIFIER_IO_CHECKING			0x0010

/*
 * Whether drivers are verified beyond what always is: all are, or none, as the parameter verify of
 * ntparport says. IRQL: APC_LEVEL. Linux: none. ("MmIsDriverVerifying".)
 */
#define MmIsDriverVerifying ntparport_MmIsDriverVerifying
LOGICAL NTAPI MmIsDriverVerifying(struct _DRIVER_OBJECT *DriverObject);
/*
 * The same, with what is verified. STATUS_NOT_SUPPORTED: nothing, and the flags are 0;
 * STATUS_INVALID_PARAMETER: there is no place for them. IRQL: APC_LEVEL. Linux: none.
 * ("MmIsVerifierEnabled".)
 */
#define MmIsVerifierEnabled ntparport_MmIsVerifierEnabled
NTSTATUS NTAPI MmIsVerifierEnabled(PULONG VerifierFlags);

/* Plug and Play. */

typedef enum {
	DevicePropertyDeviceDescription,
	DevicePropertyHardwareID,
	DevicePropertyCompatibleIDs,
	DevicePropertyBootConfiguration,
	DevicePropertyBootConfigurationTranslated,
	DevicePropertyClassName,
	DevicePropertyClassGuid,
	DevicePropertyDriverKeyName,
	DevicePropertyManufacturer,
	DevicePropertyFriendlyName,
	DevicePropertyLocationInformation,
	DevicePropertyPhysicalDeviceObjectName,
	DevicePropertyBusTypeGuid,
	DevicePropertyLegacyBusType,
	DevicePropertyBusNumber,
	DevicePropertyEnumeratorName,
	DevicePropertyAddress,
	DevicePropertyUINumber,
	DevicePropertyInstallState,
	DevicePropertyRemovalPolicy,
	DevicePropertyResourceRequirements,
	DevicePropertyAllocatedResources,
	DevicePropertyContainerID,
} DEVICE_REGISTRY_PROPERTY;

/*
 * Returns a property of a port's physical device. STATUS_BUFFER_TOO_SMALL: *ResultLength says
 * how long the buffer must be; STATUS_INVALID_DEVICE_REQUEST: the device is not one that
 * AddDevice was given; STATUS_OBJECT_NAME_NOT_FOUND: it has no such property;
 * STATUS_INVALID_PARAMETER_2: there is none of that number. A port has DeviceDescription,
 * FriendlyName, HardwareID, CompatibleIDs, ClassName, ClassGuid, DriverKeyName, EnumeratorName,
 * LocationInformation, PhysicalDeviceObjectName, LegacyBusType, BusTypeGuid, BusNumber, Address
 * (0xffffffff: none) and BootConfiguration, whose translated form is the same; on a PCI card it
 * has no CompatibleIDs. PASSIVE_LEVEL. Linux: constants, and what the parport says of itself.
 */
#define IoGetDeviceProperty ntparport_IoGetDeviceProperty
NTSTATUS NTAPI IoGetDeviceProperty(PDEVICE_OBJECT DeviceObject,
				   DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength,
				   PVOID PropertyBuffer, PULONG ResultLength);

/* DevInstKeyType */
#define PLUGPLAY_REGKEY_DEVICE			1
#define PLUGPLAY_REGKEY_DRIVER			2
#define PLUGPLAY_REGKEY_CURRENT_HWPROFILE	4

/*
 * Returns a handle to a key of a port, given the port's device or one that AddDevice was
 * given; close it with ZwClose(). PLUGPLAY_REGKEY_DEVICE is that of the device: if it has a
 * REG_DWORD EnableConnectInterruptIoctl that is not 0, interrupts can be connected on this
 * port. PLUGPLAY_REGKEY_DRIVER is one for what drivers keep.
 * STATUS_INVALID_DEVICE_REQUEST: the device is none of these; STATUS_INVALID_PARAMETER: any
 * other key, and those of a hardware profile. PASSIVE_LEVEL. Linux: own tree of keys. Differs:
 * the keys are empty each time ntparport is loaded; the one for drivers is beside the device's.
 */
#define IoOpenDeviceRegistryKey ntparport_IoOpenDeviceRegistryKey
NTSTATUS NTAPI IoOpenDeviceRegistryKey(PDEVICE_OBJECT DeviceObject, ULONG DevInstKeyType,
				       ACCESS_MASK DesiredAccess, PHANDLE DevInstRegKey);

/*
 * Makes a name under which the class of devices offers this one. The name is a link, which
 * exists from IoSetDeviceInterfaceState(TRUE) on. Free its buffer with RtlFreeUnicodeString().
 * PASSIVE_LEVEL. Linux: own list, a mutex.
 */
#define IoRegisterDeviceInterface ntparport_IoRegisterDeviceInterface
NTSTATUS NTAPI IoRegisterDeviceInterface(PDEVICE_OBJECT PhysicalDeviceObject,
					 const GUID *InterfaceClassGuid,
					 PUNICODE_STRING ReferenceString,
					 PUNICODE_STRING SymbolicLinkName);
/*
 * Makes the link, or deletes it. STATUS_OBJECT_NAME_NOT_FOUND; STATUS_OBJECT_NAME_EXISTS: it is
 * enabled already. PASSIVE_LEVEL. Linux: own list of names, a device node in /dev/ntparport.
 */
#define IoSetDeviceInterfaceState ntparport_IoSetDeviceInterfaceState
NTSTATUS NTAPI IoSetDeviceInterfaceState(PUNICODE_STRING SymbolicLinkName, BOOLEAN Enable);

#define DEVICE_INTERFACE_INCLUDE_NONACTIVE	0x00000001

/*
 * Returns the names of all enabled devices of a class: zero-terminated, one after another, with
 * an empty one at the end; free them with ExFreePool(). GUID_PARALLEL_DEVICE has every port.
 * PASSIVE_LEVEL. Linux: own list, a mutex; the result is pool.
 */
#define IoGetDeviceInterfaces ntparport_IoGetDeviceInterfaces
NTSTATUS NTAPI IoGetDeviceInterfaces(const GUID *InterfaceClassGuid,
				     PDEVICE_OBJECT PhysicalDeviceObject, ULONG Flags,
				     PWSTR *SymbolicLinkList);

/*
 * Returns the name of the interface of another class that the same device has, with the same
 * reference string. Free its buffer with RtlFreeUnicodeString(). PASSIVE_LEVEL.
 * STATUS_OBJECT_NAME_NOT_FOUND: there is none, or no interface of that name;
 * STATUS_INSUFFICIENT_RESOURCES. Linux: own list, a mutex.
 */
#define IoGetDeviceInterfaceAlias ntparport_IoGetDeviceInterfaceAlias
NTSTATUS NTAPI IoGetDeviceInterfaceAlias(PUNICODE_STRING SymbolicLinkName,
					 const GUID *AliasInterfaceClassGuid,
					 PUNICODE_STRING AliasSymbolicLinkName);

/*
 * Returns a handle to the key of an interface, which ends with the interface; close it with
 * ZwClose(). PASSIVE_LEVEL. STATUS_OBJECT_NAME_NOT_FOUND: there is no such interface;
 * STATUS_INSUFFICIENT_RESOURCES. Linux: own tree of keys. Differs: the key is empty each time
 * the interface is made.
 */
#define IoOpenDeviceInterfaceRegistryKey ntparport_IoOpenDeviceInterfaceRegistryKey
NTSTATUS NTAPI IoOpenDeviceInterfaceRegistryKey(PUNICODE_STRING SymbolicLinkName,
						ACCESS_MASK DesiredAccess,
						PHANDLE DeviceInterfaceKey);

/*
 * Says that what is on a device has changed: the stack is sent
 * IRP_MN_QUERY_DEVICE_RELATIONS for BusRelations, by a thread of the system. At or below
 * DISPATCH_LEVEL. Linux: a workqueue. Differs: devices that a driver reports get no driver of
 * their own. No other relations are kept: for those, nothing is sent.
 */
#define IoInvalidateDeviceRelations ntparport_IoInvalidateDeviceRelations
VOID NTAPI IoInvalidateDeviceRelations(PDEVICE_OBJECT DeviceObject, DEVICE_RELATION_TYPE Type);

/*
 * Says that what IRP_MN_QUERY_PNP_DEVICE_STATE asks for has changed: the stack is sent that, by a
 * thread of the system. At or below DISPATCH_LEVEL. Linux: a workqueue. Differs: nothing is done
 * about a device that is disabled, has failed or is removed, except for a line in the log.
 */
#define IoInvalidateDeviceState ntparport_IoInvalidateDeviceState
VOID NTAPI IoInvalidateDeviceState(PDEVICE_OBJECT PhysicalDeviceObject);

/*
 * Asks for a device to be ejected. At or below DISPATCH_LEVEL. Linux: none.
 * ("IoRequestDeviceEject".)
 *
 * Differs: nothing can be ejected: a line in the log.
 */
#define IoRequestDeviceEject ntparport_IoRequestDeviceEject
VOID NTAPI IoRequestDeviceEject(PDEVICE_OBJECT PhysicalDeviceObject);

/* Plug and Play events: see <wdmguid.h> for those there are. */

typedef enum _IO_NOTIFICATION_EVENT_CATEGORY {
	EventCategoryReserved,
	EventCategoryHardwareProfileChange,
	EventCategoryDeviceInterfaceChange,
	EventCategoryTargetDeviceChange,
	EventCategoryKernelSoftRestart
} IO_NOTIFICATION_EVENT_CATEGORY;

#define PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES	0x00000001

/* With what all notifications begin. */
typedef struct _PLUGPLAY_NOTIFICATION_HEADER {
	USHORT Version;
	USHORT Size;
	GUID Event;
} PLUGPLAY_NOTIFICATION_HEADER, *PPLUGPLAY_NOTIFICATION_HEADER;

typedef struct _DEVICE_INTERFACE_CHANGE_NOTIFICATION {
	USHORT Version;
	USHORT Size;
	GUID Event;
	GUID InterfaceClassGuid;
	PUNICODE_STRING SymbolicLinkName;
} DEVICE_INTERFACE_CHANGE_NOTIFICATION, *PDEVICE_INTERFACE_CHANGE_NOTIFICATION;

typedef struct _HWPROFILE_CHANGE_NOTIFICATION {
	USHORT Version;
	USHORT Size;
	GUID Event;
} HWPROFILE_CHANGE_NOTIFICATION, *PHWPROFILE_CHANGE_NOTIFICATION;

typedef struct _TARGET_DEVICE_REMOVAL_NOTIFICATION {
	USHORT Version;
	USHORT Size;
	GUID Event;
	struct _FILE_OBJECT *FileObject;
} TARGET_DEVICE_REMOVAL_NOTIFICATION, *PTARGET_DEVICE_REMOVAL_NOTIFICATION;

/* What a driver tells of its device: Size is that of the structure and the data after it. */
typedef struct _TARGET_DEVICE_CUSTOM_NOTIFICATION {
	USHORT Version;
	USHORT Size;
	GUID Event;
	struct _FILE_OBJECT *FileObject;
	LONG NameBufferOffset;		/* of a text in CustomDataBuffer; -1: there is none */
	UCHAR CustomDataBuffer[1];
} TARGET_DEVICE_CUSTOM_NOTIFICATION, *PTARGET_DEVICE_CUSTOM_NOTIFICATION;

/* All have been told. Runs at PASSIVE_LEVEL. */
typedef VOID NTAPI DEVICE_CHANGE_COMPLETE_CALLBACK(PVOID Context);
typedef DEVICE_CHANGE_COMPLETE_CALLBACK *PDEVICE_CHANGE_COMPLETE_CALLBACK;

/* Runs at PASSIVE_LEVEL. The notification is there until the routine returns. */
typedef NTSTATUS NTAPI DRIVER_NOTIFICATION_CALLBACK_ROUTINE(PVOID NotificationStructure,
							    PVOID Context);
typedef DRIVER_NOTIFICATION_CALLBACK_ROUTINE *PDRIVER_NOTIFICATION_CALLBACK_ROUTINE;

/*
 * Has a routine called for events: interfaces of a class (EventCategoryData is the GUID) that
 * are enabled or disabled, or a device that goes (EventCategoryData is a file that is open on
 * it, to which no reference is kept). It is called for one event after the other, in threads of
 * the system; with PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES, first for each
 * interface that is enabled, before this returns. PASSIVE_LEVEL. STATUS_INVALID_PARAMETER: no
 * such category, class, file or routine; STATUS_INVALID_DEVICE_REQUEST: the file is not on the
 * stack of a port; STATUS_DELETE_PENDING: the device has gone already;
 * STATUS_INSUFFICIENT_RESOURCES. Linux: own list, a workqueue.
 *
 * Differs: a port that goes cannot be kept, so that GUID_TARGET_DEVICE_REMOVE_COMPLETE comes
 * without GUID_TARGET_DEVICE_QUERY_REMOVE. There is one hardware profile: a routine for that
 * can be registered, and is never called. A driver can be unloaded while it is registered: that
 * ends then, with a line in the log.
 */
#define IoRegisterPlugPlayNotification ntparport_IoRegisterPlugPlayNotification
NTSTATUS NTAPI IoRegisterPlugPlayNotification(IO_NOTIFICATION_EVENT_CATEGORY EventCategory,
					      ULONG EventCategoryFlags, PVOID EventCategoryData,
					      PDRIVER_OBJECT DriverObject,
					      PDRIVER_NOTIFICATION_CALLBACK_ROUTINE CallbackRoutine,
					      PVOID Context, PVOID *NotificationEntry);
/*
 * Ends a registration. The routine may still run, but no further call begins. PASSIVE_LEVEL.
 * STATUS_INVALID_PARAMETER: there is none. Linux: own list.
 */
#define IoUnregisterPlugPlayNotification ntparport_IoUnregisterPlugPlayNotification
NTSTATUS NTAPI IoUnregisterPlugPlayNotification(PVOID NotificationEntry);
/*
 * The same, and waits until the routine has returned, unless that is what calls this.
 * PASSIVE_LEVEL. Linux: wait_event().
 */
#define IoUnregisterPlugPlayNotificationEx ntparport_IoUnregisterPlugPlayNotificationEx
NTSTATUS NTAPI IoUnregisterPlugPlayNotificationEx(PVOID NotificationEntry);

/*
 * Tells whoever is registered for a file on the device's stack about an event: each gets a copy of
 * the TARGET_DEVICE_CUSTOM_NOTIFICATION, with its file, in a thread of the system. Returns when
 * they have been told. PASSIVE_LEVEL. STATUS_INVALID_DEVICE_REQUEST: the event is one of the
 * system's, or the device is not one that AddDevice is called with; STATUS_INVALID_PARAMETER:
 * FileObject is not NULL, or the sizes are wrong; STATUS_INSUFFICIENT_RESOURCES. Linux: own list, a
 * workqueue.
 *
 * Differs: it does not wait for a routine that it is called in. Two drivers whose routines report
 * to each other wait for ever, as on Windows.
 */
#define IoReportTargetDeviceChange ntparport_IoReportTargetDeviceChange
NTSTATUS NTAPI IoReportTargetDeviceChange(PDEVICE_OBJECT PhysicalDeviceObject,
					  PVOID NotificationStructure);
/*
 * The same, without waiting: STATUS_PENDING. Callback, which may be NULL, is called when all have
 * been told; the driver stays loaded until then. At or below DISPATCH_LEVEL. Linux: own list, a
 * workqueue.
 */
#define IoReportTargetDeviceChangeAsynchronous ntparport_IoReportTargetDeviceChangeAsynchronous
NTSTATUS NTAPI IoReportTargetDeviceChangeAsynchronous(PDEVICE_OBJECT PhysicalDeviceObject,
						      PVOID NotificationStructure,
						      PDEVICE_CHANGE_COMPLETE_CALLBACK Callback,
						      PVOID Context);

/*
 * Power. Around suspend, the devices on ports get IRP_MN_SET_POWER of the device's state; no
 * requests for the system's state are sent.
 */

/* Runs at or below DISPATCH_LEVEL. */
typedef VOID NTAPI REQUEST_POWER_COMPLETE(struct _DEVICE_OBJECT *DeviceObject, UCHAR MinorFunction,
					  POWER_STATE PowerState, PVOID Context,
					  struct _IO_STATUS_BLOCK *IoStatus);
typedef REQUEST_POWER_COMPLETE *PREQUEST_POWER_COMPLETE;

/*
 * Sends a power request, IRP_MN_SET_POWER or IRP_MN_QUERY_POWER for the device's state or
 * IRP_MN_WAIT_WAKE, to the top of the device's stack; then CompletionFunction, if it is not
 * NULL, is called. *Irp is set for IRP_MN_WAIT_WAKE, which can be cancelled. At or below
 * DISPATCH_LEVEL. STATUS_PENDING: it is sent; STATUS_INVALID_PARAMETER_2: any other request;
 * STATUS_INVALID_PARAMETER: no device or routine; STATUS_DELETE_PENDING: the device was
 * deleted; STATUS_INSUFFICIENT_RESOURCES. Linux: a workqueue, no runtime PM.
 *
 * Differs: a port notes the state and stays on, and fails IRP_MN_WAIT_WAKE with
 * STATUS_NOT_SUPPORTED: no parallel port wakes the machine.
 */
#define PoRequestPowerIrp ntparport_PoRequestPowerIrp
NTSTATUS NTAPI PoRequestPowerIrp(struct _DEVICE_OBJECT *DeviceObject, UCHAR MinorFunction,
				 POWER_STATE PowerState,
				 PREQUEST_POWER_COMPLETE CompletionFunction, PVOID Context,
				 struct _IRP **Irp);

/* Like IoCallDriver(). Linux: the same as IofCallDriver(). */
#define PoCallDriver ntparport_PoCallDriver
NTSTATUS NTAPI PoCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp);
/* Does nothing. Linux: nothing. */
#define PoStartNextPowerIrp ntparport_PoStartNextPowerIrp
VOID NTAPI PoStartNextPowerIrp(PIRP Irp);
/*
 * Notes the state and returns the previous one, which is PowerDeviceD0 at first. Linux: a field
 * of the device, no runtime PM.
 */
#define PoSetPowerState ntparport_PoSetPowerState
POWER_STATE NTAPI PoSetPowerState(PDEVICE_OBJECT DeviceObject, POWER_STATE_TYPE Type,
				  POWER_STATE State);

/* Management data (WMI); see wmilib.h. */

#define WMIREG_ACTION_REGISTER		1
#define WMIREG_ACTION_DEREGISTER	2
#define WMIREG_ACTION_REREGISTER	3
#define WMIREG_ACTION_UPDATE_GUIDS	4
#define WMIREG_ACTION_BLOCK_IRPS	5

/*
 * A device offers management data, or no longer does: STATUS_SUCCESS.
 * STATUS_INVALID_PARAMETER: no device, or no action. PASSIVE_LEVEL. Linux: nothing.
 *
 * Differs: nobody asks for such data, so that the driver gets no IRP_MN_REGINFO.
 */
#define IoWMIRegistrationControl ntparport_IoWMIRegistrationControl
NTSTATUS NTAPI IoWMIRegistrationControl(PDEVICE_OBJECT DeviceObject, ULONG Action);

/*
 * Tells WMI of an event, which is in a block of the pool: on success, WMI frees it. At or below
 * DISPATCH_LEVEL. STATUS_INVALID_PARAMETER: it is not such a block. Linux: nothing.
 * ("IoWMIWriteEvent".)
 *
 * Differs: nobody listens.
 */
#define IoWMIWriteEvent ntparport_IoWMIWriteEvent
NTSTATUS NTAPI IoWMIWriteEvent(PVOID WnodeEventItem);

/* The number of a device, for WNODE_HEADER. Any IRQL. Linux: a part of its address. */
#define IoWMIDeviceObjectToProviderId ntparport_IoWMIDeviceObjectToProviderId
ULONG NTAPI IoWMIDeviceObjectToProviderId(PDEVICE_OBJECT DeviceObject);

/*
 * Numbers for that many instances of a class, the first of which is *FirstInstanceId. IRQL:
 * APC_LEVEL.
 * STATUS_UNSUCCESSFUL: there are no more numbers; STATUS_INSUFFICIENT_RESOURCES. Linux: own list.
 * ("IoWMIAllocateInstanceIds".)
 *
 * Differs: there are up to 64 classes that have numbers. A class that only one driver has used
 * begins anew when that is unloaded.
 */
#define IoWMIAllocateInstanceIds ntparport_IoWMIAllocateInstanceIds
NTSTATUS NTAPI IoWMIAllocateInstanceIds(GUID *Guid, ULONG InstanceCount, ULONG *FirstInstanceId);

/*
 * A name for an instance: that of a port's device (its description), that of an interface, or, with
 * CombineNames, both. Free its buffer with RtlFreeUnicodeString(). PASSIVE_LEVEL.
 * STATUS_INVALID_DEVICE_REQUEST: the device is not one that AddDevice was given;
 * STATUS_INVALID_PARAMETER: there is neither; STATUS_INSUFFICIENT_RESOURCES. Linux: constants, own
 * list.
 */
#define IoWMISuggestInstanceName ntparport_IoWMISuggestInstanceName
NTSTATUS NTAPI IoWMISuggestInstanceName(PDEVICE_OBJECT PhysicalDeviceObject,
					PUNICODE_STRING SymbolicLinkName, BOOLEAN CombineNames,
					PUNICODE_STRING SuggestedInstanceName);

/* How often a file is open, and for what. */
typedef struct _SHARE_ACCESS {
	ULONG OpenCount;
	ULONG Readers;
	ULONG Writers;
	ULONG Deleters;
	ULONG SharedRead;
	ULONG SharedWrite;
	ULONG SharedDelete;
} SHARE_ACCESS, *PSHARE_ACCESS;

/*
 * Whether a file that is to be opened for DesiredAccess, and lets others have DesiredShareAccess,
 * is compatible with those that are open, as a driver has noted them in ShareAccess
 * (FILE_READ_DATA, FILE_EXECUTE; FILE_WRITE_DATA, FILE_APPEND_DATA; DELETE; others do not count).
 * FileObject says then what it is for; with Update it is noted, too. STATUS_SHARING_VIOLATION: it
 * is not. At PASSIVE_LEVEL. Linux: own code. ("IoCheckShareAccess".)
 */
#define IoCheckShareAccess ntparport_IoCheckShareAccess
NTSTATUS NTAPI IoCheckShareAccess(ACCESS_MASK DesiredAccess, ULONG DesiredShareAccess,
				  PFILE_OBJECT FileObject, PSHARE_ACCESS ShareAccess,
				  BOOLEAN Update);
/*
 * Notes the first file; a further one, after a check without Update; and that one is closed. At
 * PASSIVE_LEVEL. Linux: own code.
 * ("IoSetShareAccess", "IoUpdateShareAccess", "IoRemoveShareAccess".)
 */
#define IoSetShareAccess ntparport_IoSetShareAccess
VOID NTAPI IoSetShareAccess(ACCESS_MASK DesiredAccess, ULONG DesiredShareAccess,
			    PFILE_OBJECT FileObject, PSHARE_ACCESS ShareAccess);
#define IoUpdateShareAccess ntparport_IoUpdateShareAccess
VOID NTAPI IoUpdateShareAccess(PFILE_OBJECT FileObject, PSHARE_ACCESS ShareAccess);
#define IoRemoveShareAccess ntparport_IoRemoveShareAccess
VOID NTAPI IoRemoveShareAccess(PFILE_OBJECT FileObject, PSHARE_ACCESS ShareAccess);

/*
 * Where the stack of the calling code begins and ends; its upper end; whether memory is all on it.
 * Of an interrupt's stack only one page is known. Any IRQL. Linux: task_stack_page().
 * ("IoGetStackLimits", "IoGetInitialStack", "IoWithinStackLimits".)
 */
#define IoGetStackLimits ntparport_IoGetStackLimits
VOID NTAPI IoGetStackLimits(PULONG_PTR LowLimit, PULONG_PTR HighLimit);
#define IoGetInitialStack ntparport_IoGetInitialStack
PVOID NTAPI IoGetInitialStack(VOID);
#define IoWithinStackLimits ntparport_IoWithinStackLimits
LOGICAL NTAPI IoWithinStackLimits(ULONG_PTR RegionStart, SIZE_T RegionSize);

/* How much of the stack is left. Any IRQL. */
FORCEINLINE ULONG_PTR IoGetRemainingStackSize(VOID)
{
	ULONG_PTR Low, High;

	IoGetStackLimits(&Low, &High);
	return (ULONG_PTR)&Low - Low;
}

/*
 * Shows the user a message of this status, and of String, which may be NULL. FALSE: it cannot be
 * shown. IRQL: APC_LEVEL. Linux: pr_warn(). ("IoRaiseInformationalHardError".)
 *
 * Differs: nobody is asked, and it is reported in the log only, and so it is always FALSE.
 */
#define IoRaiseInformationalHardError ntparport_IoRaiseInformationalHardError
BOOLEAN NTAPI IoRaiseInformationalHardError(NTSTATUS ErrorStatus, PUNICODE_STRING String,
					    PKTHREAD Thread);

/*
 * Would ask the user what to do about the error of a request, and then end or repeat it. IRQL:
 * APC_LEVEL. Linux: pr_warn(). ("IoRaiseHardError".)
 *
 * Differs: nobody is asked: the request is completed with the status that it has, as if such errors
 * were disabled, and a line is in the log.
 */
#define IoRaiseHardError ntparport_IoRaiseHardError
VOID NTAPI IoRaiseHardError(PIRP Irp, PVPB Vpb, PDEVICE_OBJECT RealDeviceObject);
/*
 * Sets whether the calling thread's user is asked, and returns whether that was so. IRQL:
 * APC_LEVEL. Linux: none. ("IoSetThreadHardErrorMode".)
 *
 * Differs: nobody is ever asked, and so it is always FALSE.
 */
#define IoSetThreadHardErrorMode ntparport_IoSetThreadHardErrorMode
BOOLEAN NTAPI IoSetThreadHardErrorMode(BOOLEAN EnableHardErrors);

/*
 * Begins to count how long a device is idle, to turn it off after that many seconds: the place of
 * the counter, or NULL if nothing counts. At PASSIVE_LEVEL. Linux: none.
 * ("PoRegisterDeviceForIdleDetection".)
 *
 * Differs: nothing is turned off because it is idle, and so it is always NULL.
 */
#define PoRegisterDeviceForIdleDetection ntparport_PoRegisterDeviceForIdleDetection
PULONG NTAPI PoRegisterDeviceForIdleDetection(PDEVICE_OBJECT DeviceObject,
					      ULONG ConservationIdleTime,
					      ULONG PerformanceIdleTime, DEVICE_POWER_STATE State);
/* The device of that counter is not idle. Any IRQL. */
#define PoSetDeviceBusy(IdlePointer)	((VOID)(*(IdlePointer) = 0))

/* What keeps a machine from sleeping. */
typedef ULONG EXECUTION_STATE, *PEXECUTION_STATE;

#define ES_SYSTEM_REQUIRED	0x00000001
#define ES_DISPLAY_REQUIRED	0x00000002
#define ES_USER_PRESENT		0x00000004
#define ES_CONTINUOUS		0x80000000

/*
 * Keeps the machine awake until the handle is given back; NULL: it could not be registered. At or
 * below DISPATCH_LEVEL. Linux: none. ("PoRegisterSystemState", "PoUnregisterSystemState".)
 *
 * Differs: whether the machine sleeps is up to its user, and so it is always NULL. There is no
 * handle to give back, which is logged unless it is NULL.
 */
#define PoRegisterSystemState ntparport_PoRegisterSystemState
PVOID NTAPI PoRegisterSystemState(PVOID StateHandle, EXECUTION_STATE Flags);
#define PoUnregisterSystemState ntparport_PoUnregisterSystemState
VOID NTAPI PoUnregisterSystemState(PVOID StateHandle);
/*
 * Tells that something is going on, so that the machine does not sleep for a while. At or below
 * DISPATCH_LEVEL. Linux: none. ("PoSetSystemState".)
 *
 * Differs: Linux does not sleep by itself; whoever makes it sleep is not asked to wait.
 */
#define PoSetSystemState ntparport_PoSetSystemState
VOID NTAPI PoSetSystemState(EXECUTION_STATE Flags);

#ifdef __cplusplus
}
#endif

#endif
