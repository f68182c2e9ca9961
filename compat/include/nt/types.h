/* SPDX-License-Identifier: GPL-2.0 */
/*
 * types.h - what drivers declare and carry, and no function here asks for. Included by wdm.h.
 */
#ifndef COMPAT_NT_TYPES_H
#define COMPAT_NT_TYPES_H

#include "../ntdef.h"
#include "../ntstatus.h"
#include "guid.h"
#include "io.h"
#include "ob.h"

/* Pages. */
typedef ULONG PFN_COUNT;
typedef ULONG_PTR PFN_NUMBER, *PPFN_NUMBER;
typedef LONG_PTR SPFN_NUMBER, *PSPFN_NUMBER;

typedef struct _PHYSICAL_MEMORY_RANGE {
	PHYSICAL_ADDRESS BaseAddress;
	LARGE_INTEGER NumberOfBytes;
} PHYSICAL_MEMORY_RANGE, *PPHYSICAL_MEMORY_RANGE;

/* A time that is read without a lock: High1Time is written before LowPart, High2Time after it. */
typedef struct _KSYSTEM_TIME {
	ULONG LowPart;
	LONG High1Time;
	LONG High2Time;
} KSYSTEM_TIME, *PKSYSTEM_TIME;

/* The sign of a result: on a 32-bit machine, what its flags were. */
#if __SIZEOF_POINTER__ == 4
#define RESULT_NEGATIVE	0x8000
#define RESULT_ZERO	0x4000
#define RESULT_POSITIVE	0
#else
#define RESULT_NEGATIVE	1
#define RESULT_ZERO	0
#define RESULT_POSITIVE	2
#endif

typedef enum _INTERLOCKED_RESULT {
	ResultNegative = RESULT_NEGATIVE,
	ResultZero = RESULT_ZERO,
	ResultPositive = RESULT_POSITIVE
} INTERLOCKED_RESULT;

/* As many as there are bits in a KAFFINITY. */
#if __SIZEOF_POINTER__ == 4
#define MAXIMUM_PROC_PER_GROUP	32
#else
#define MAXIMUM_PROC_PER_GROUP	64
#endif
#define MAXIMUM_PROCESSORS	MAXIMUM_PROC_PER_GROUP

/* Names. */
#define OBJ_NAME_PATH_SEPARATOR	((WCHAR)L'\\')
#define OBJ_VALID_ATTRIBUTES	0x00001FF2
#define MAXIMUM_FILENAME_LENGTH	256

/* Kinds of sections. */
#define SEC_FILE		0x00800000
#define SEC_IMAGE		0x01000000
#define SEC_NOCACHE		0x10000000

/* What a completion routine returns, by another name. */
typedef enum _IO_COMPLETION_ROUTINE_RESULT {
	ContinueCompletion = STATUS_CONTINUE_COMPLETION,
	StopCompletion = STATUS_MORE_PROCESSING_REQUIRED
} IO_COMPLETION_ROUTINE_RESULT, *PIO_COMPLETION_ROUTINE_RESULT;

typedef enum _IO_ACCESS_TYPE { ReadAccess, WriteAccess, ModifyAccess } IO_ACCESS_TYPE;
typedef enum _IO_ACCESS_MODE { SequentialAccess, RandomAccess } IO_ACCESS_MODE;

/* Security, which is not checked here. */

typedef PVOID PACCESS_TOKEN;

typedef struct _GENERIC_MAPPING {
	ACCESS_MASK GenericRead;
	ACCESS_MASK GenericWrite;
	ACCESS_MASK GenericExecute;
	ACCESS_MASK GenericAll;
} GENERIC_MAPPING, *PGENERIC_MAPPING;

#define SE_PRIVILEGE_ENABLED_BY_DEFAULT	0x00000001
#define SE_PRIVILEGE_ENABLED		0x00000002

typedef struct _LUID_AND_ATTRIBUTES {
	LUID Luid;
	ULONG Attributes;
} LUID_AND_ATTRIBUTES, *PLUID_AND_ATTRIBUTES;

#define PRIVILEGE_SET_ALL_NECESSARY	1

typedef struct _PRIVILEGE_SET {
	ULONG PrivilegeCount;
	ULONG Control;
	LUID_AND_ATTRIBUTES Privilege[ANYSIZE_ARRAY];
} PRIVILEGE_SET, *PPRIVILEGE_SET;

typedef enum _SECURITY_IMPERSONATION_LEVEL {
	SecurityAnonymous,
	SecurityIdentification,
	SecurityImpersonation,
	SecurityDelegation
} SECURITY_IMPERSONATION_LEVEL, *PSECURITY_IMPERSONATION_LEVEL;

#define SECURITY_MAX_IMPERSONATION_LEVEL	SecurityDelegation

typedef BOOLEAN SECURITY_CONTEXT_TRACKING_MODE, *PSECURITY_CONTEXT_TRACKING_MODE;

#define SECURITY_DYNAMIC_TRACKING	TRUE
#define SECURITY_STATIC_TRACKING	FALSE

typedef struct _SECURITY_QUALITY_OF_SERVICE {
	ULONG Length;
	SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
	SECURITY_CONTEXT_TRACKING_MODE ContextTrackingMode;
	BOOLEAN EffectiveOnly;
} SECURITY_QUALITY_OF_SERVICE, *PSECURITY_QUALITY_OF_SERVICE;

/* Devices and their buses. */

/* IRP_MN_QUERY_PNP_DEVICE_STATE. */
typedef ULONG PNP_DEVICE_STATE, *PPNP_DEVICE_STATE;

#define PNP_DEVICE_DISABLED			0x00000001
#define PNP_DEVICE_DONT_DISPLAY_IN_UI		0x00000002
#define PNP_DEVICE_FAILED			0x00000004
#define PNP_DEVICE_REMOVED			0x00000008
#define PNP_DEVICE_RESOURCE_REQUIREMENTS_CHANGED 0x00000010
#define PNP_DEVICE_NOT_DISABLEABLE		0x00000020

/* IRP_MN_QUERY_BUS_INFORMATION. */
typedef struct _PNP_BUS_INFORMATION {
	GUID BusTypeGuid;
	INTERFACE_TYPE LegacyBusType;
	ULONG BusNumber;
} PNP_BUS_INFORMATION, *PPNP_BUS_INFORMATION;

typedef struct _LEGACY_BUS_INFORMATION {
	GUID BusTypeGuid;
	INTERFACE_TYPE LegacyBusType;
	ULONG BusNumber;
} LEGACY_BUS_INFORMATION, *PLEGACY_BUS_INFORMATION;

typedef enum _DEVICE_REMOVAL_POLICY {
	RemovalPolicyExpectNoRemoval = 1,
	RemovalPolicyExpectOrderlyRemoval = 2,
	RemovalPolicyExpectSurpriseRemoval = 3
} DEVICE_REMOVAL_POLICY, *PDEVICE_REMOVAL_POLICY;

/* What the loader of Windows says of a component: data of IoQueryDeviceDescription(). */

typedef int CM_RESOURCE_TYPE;

typedef struct _DEVICE_FLAGS {
	ULONG Failed : 1;
	ULONG ReadOnly : 1;
	ULONG Removable : 1;
	ULONG ConsoleIn : 1;
	ULONG ConsoleOut : 1;
	ULONG Input : 1;
	ULONG Output : 1;
} DEVICE_FLAGS, *PDEVICE_FLAGS;

typedef struct _CM_COMPONENT_INFORMATION {
	DEVICE_FLAGS Flags;
	ULONG Version;
	ULONG Key;
	KAFFINITY AffinityMask;
} CM_COMPONENT_INFORMATION, *PCM_COMPONENT_INFORMATION;

typedef struct _CM_SERIAL_DEVICE_DATA {
	USHORT Version;
	USHORT Revision;
	ULONG BaudClock;
} CM_SERIAL_DEVICE_DATA, *PCM_SERIAL_DEVICE_DATA;

typedef struct _CM_FLOPPY_DEVICE_DATA {
	USHORT Version;
	USHORT Revision;
	CHAR Size[8];
	ULONG MaxDensity;
	ULONG MountDensity;
	UCHAR StepRateHeadUnloadTime;
	UCHAR HeadLoadTime;
	UCHAR MotorOffTime;
	UCHAR SectorLengthCode;
	UCHAR SectorPerTrack;
	UCHAR ReadWriteGapLength;
	UCHAR DataTransferLength;
	UCHAR FormatGapLength;
	UCHAR FormatFillCharacter;
	UCHAR HeadSettleTime;
	UCHAR MotorSettleTime;
	UCHAR MaximumTrackValue;
	UCHAR DataTransferRate;
} CM_FLOPPY_DEVICE_DATA, *PCM_FLOPPY_DEVICE_DATA;

/* What buses before PCI told of a card: HalGetBusData() with EisaConfiguration or Pos. */

#pragma pack(push, 1)
typedef struct _EISA_MEMORY_TYPE {
	UCHAR ReadWrite : 1;
	UCHAR Cached : 1;
	UCHAR Reserved0 : 1;
	UCHAR Type : 2;
	UCHAR Shared : 1;
	UCHAR Reserved1 : 1;
	UCHAR MoreEntries : 1;
} EISA_MEMORY_TYPE, *PEISA_MEMORY_TYPE;

typedef struct _EISA_MEMORY_CONFIGURATION {
	EISA_MEMORY_TYPE ConfigurationByte;
	UCHAR DataSize;
	USHORT AddressLowWord;
	UCHAR AddressHighByte;
	USHORT MemorySize;
} EISA_MEMORY_CONFIGURATION, *PEISA_MEMORY_CONFIGURATION;

typedef struct _EISA_IRQ_DESCRIPTOR {
	UCHAR Interrupt : 4;
	UCHAR Reserved : 1;
	UCHAR LevelTriggered : 1;
	UCHAR Shared : 1;
	UCHAR MoreEntries : 1;
} EISA_IRQ_DESCRIPTOR, *PEISA_IRQ_DESCRIPTOR;

typedef struct _EISA_IRQ_CONFIGURATION {
	EISA_IRQ_DESCRIPTOR ConfigurationByte;
	UCHAR Reserved;
} EISA_IRQ_CONFIGURATION, *PEISA_IRQ_CONFIGURATION;

typedef struct _DMA_CONFIGURATION_BYTE0 {
	UCHAR Channel : 3;
	UCHAR Reserved : 3;
	UCHAR Shared : 1;
	UCHAR MoreEntries : 1;
} DMA_CONFIGURATION_BYTE0;

typedef struct _DMA_CONFIGURATION_BYTE1 {
	UCHAR Reserved0 : 2;
	UCHAR TransferSize : 2;
	UCHAR Timing : 2;
	UCHAR Reserved1 : 2;
} DMA_CONFIGURATION_BYTE1;

typedef struct _EISA_DMA_CONFIGURATION {
	DMA_CONFIGURATION_BYTE0 ConfigurationByte0;
	DMA_CONFIGURATION_BYTE1 ConfigurationByte1;
} EISA_DMA_CONFIGURATION, *PEISA_DMA_CONFIGURATION;

typedef struct _EISA_PORT_DESCRIPTOR {
	UCHAR NumberPorts : 5;
	UCHAR Reserved : 1;
	UCHAR Shared : 1;
	UCHAR MoreEntries : 1;
} EISA_PORT_DESCRIPTOR, *PEISA_PORT_DESCRIPTOR;

typedef struct _EISA_PORT_CONFIGURATION {
	EISA_PORT_DESCRIPTOR Configuration;
	USHORT PortAddress;
} EISA_PORT_CONFIGURATION, *PEISA_PORT_CONFIGURATION;

typedef struct _CM_EISA_SLOT_INFORMATION {
	UCHAR ReturnCode;
	UCHAR ReturnFlags;
	UCHAR MajorRevision;
	UCHAR MinorRevision;
	USHORT Checksum;
	UCHAR NumberFunctions;
	UCHAR FunctionInformation;
	ULONG CompressedId;
} CM_EISA_SLOT_INFORMATION, *PCM_EISA_SLOT_INFORMATION;

typedef struct _CM_EISA_FUNCTION_INFORMATION {
	ULONG CompressedId;
	UCHAR IdSlotFlags1;
	UCHAR IdSlotFlags2;
	UCHAR MinorRevision;
	UCHAR MajorRevision;
	UCHAR Selections[26];
	UCHAR FunctionFlags;
	UCHAR TypeString[80];
	EISA_MEMORY_CONFIGURATION EisaMemory[9];
	EISA_IRQ_CONFIGURATION EisaIrq[7];
	EISA_DMA_CONFIGURATION EisaDma[4];
	EISA_PORT_CONFIGURATION EisaPort[20];
	UCHAR InitializationData[60];
} CM_EISA_FUNCTION_INFORMATION, *PCM_EISA_FUNCTION_INFORMATION;

typedef struct _CM_MCA_POS_DATA {
	USHORT AdapterId;
	UCHAR PosData1;
	UCHAR PosData2;
	UCHAR PosData3;
	UCHAR PosData4;
} CM_MCA_POS_DATA, *PCM_MCA_POS_DATA;
#pragma pack(pop)

#define EISA_HAS_INFORMATION \
	(EISA_HAS_PORT_RANGE + EISA_HAS_DMA_ENTRY + EISA_HAS_IRQ_ENTRY + EISA_HAS_MEMORY_ENTRY + \
	 EISA_HAS_TYPE_ENTRY)

/* A volume on a device; no device here has one. */
#define MAXIMUM_VOLUME_LABEL_LENGTH	(32 * sizeof(WCHAR))

typedef struct _VPB {
	CSHORT Type;
	CSHORT Size;
	USHORT Flags;
	USHORT VolumeLabelLength;
	struct _DEVICE_OBJECT *DeviceObject;
	struct _DEVICE_OBJECT *RealDevice;
	ULONG SerialNumber;
	ULONG ReferenceCount;
	WCHAR VolumeLabel[MAXIMUM_VOLUME_LABEL_LENGTH / sizeof(WCHAR)];
} VPB, *PVPB;

/* The values Type, Start and ErrorControl of a service's key. */

#define SERVICE_KERNEL_DRIVER		0x00000001
#define SERVICE_FILE_SYSTEM_DRIVER	0x00000002
#define SERVICE_ADAPTER			0x00000004
#define SERVICE_RECOGNIZER_DRIVER	0x00000008
#define SERVICE_WIN32_OWN_PROCESS	0x00000010
#define SERVICE_WIN32_SHARE_PROCESS	0x00000020

typedef enum _CM_SERVICE_NODE_TYPE {
	DriverType = SERVICE_KERNEL_DRIVER,
	FileSystemType = SERVICE_FILE_SYSTEM_DRIVER,
	Win32ServiceOwnProcess = SERVICE_WIN32_OWN_PROCESS,
	Win32ServiceShareProcess = SERVICE_WIN32_SHARE_PROCESS,
	AdapterType = SERVICE_ADAPTER,
	RecognizerType = SERVICE_RECOGNIZER_DRIVER
} SERVICE_NODE_TYPE;

#define SERVICE_BOOT_START		0x00000000
#define SERVICE_SYSTEM_START		0x00000001
#define SERVICE_AUTO_START		0x00000002
#define SERVICE_DEMAND_START		0x00000003
#define SERVICE_DISABLED		0x00000004

typedef enum _CM_SERVICE_LOAD_TYPE {
	BootLoad = SERVICE_BOOT_START,
	SystemLoad = SERVICE_SYSTEM_START,
	AutoLoad = SERVICE_AUTO_START,
	DemandLoad = SERVICE_DEMAND_START,
	DisableLoad = SERVICE_DISABLED
} SERVICE_LOAD_TYPE;

#define SERVICE_ERROR_IGNORE		0x00000000
#define SERVICE_ERROR_NORMAL		0x00000001
#define SERVICE_ERROR_SEVERE		0x00000002
#define SERVICE_ERROR_CRITICAL		0x00000003

typedef enum _CM_ERROR_CONTROL_TYPE {
	IgnoreError = SERVICE_ERROR_IGNORE,
	NormalError = SERVICE_ERROR_NORMAL,
	SevereError = SERVICE_ERROR_SEVERE,
	CriticalError = SERVICE_ERROR_CRITICAL
} SERVICE_ERROR_TYPE;

#endif
