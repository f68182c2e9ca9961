/* SPDX-License-Identifier: GPL-2.0 */
/*
 * exceptions.h - names that mingw-w64 lacks, with the values expected of them.
 *
 * Read after mingw.h. Each paragraph begins with its reason. A name that
 * mingw-w64 has, or that compat/include does not define, fails the comparison.
 */

/*
 * mingw-w64 has the input of the connect request but not its output. The
 * members are those of Microsoft's documentation, in its order.
 */
typedef struct _PARALLEL_INTERRUPT_INFORMATION {
	PKINTERRUPT InterruptObject;
	PPARALLEL_TRY_ALLOCATE_ROUTINE TryAllocatePortAtInterruptLevel;
	PPARALLEL_FREE_ROUTINE FreePortFromInterruptLevel;
	PVOID Context;
} PARALLEL_INTERRUPT_INFORMATION, *PPARALLEL_INTERRUPT_INFORMATION;
_Static_assert(sizeof(PARALLEL_INTERRUPT_INFORMATION) == 4 * sizeof(PVOID), "four pointers");

/*
 * mingw-w64 has pointers to these routines only; Microsoft's kit has the routines' types, too.
 */
typedef __typeof__(*(PALLOCATE_FUNCTION)0) ALLOCATE_FUNCTION;
typedef __typeof__(*(PALLOCATE_FUNCTION_EX)0) ALLOCATE_FUNCTION_EX;
typedef __typeof__(*(PFREE_FUNCTION)0) FREE_FUNCTION;
typedef __typeof__(*(PFREE_FUNCTION_EX)0) FREE_FUNCTION_EX;
typedef __typeof__(*(PRTL_QUERY_REGISTRY_ROUTINE)0) RTL_QUERY_REGISTRY_ROUTINE;
typedef __typeof__(*(PKNORMAL_ROUTINE)0) KNORMAL_ROUTINE;
typedef __typeof__(*(PKKERNEL_ROUTINE)0) KKERNEL_ROUTINE;
typedef __typeof__(*(PKRUNDOWN_ROUTINE)0) KRUNDOWN_ROUTINE;
typedef __typeof__(*(PDRIVER_REINITIALIZE)0) DRIVER_REINITIALIZE;
typedef DRIVER_DISPATCH DRIVER_DISPATCH_RAISED, DRIVER_DISPATCH_PAGED;
typedef DRIVER_DISPATCH *PDRIVER_DISPATCH_RAISED, *PDRIVER_DISPATCH_PAGED;

/* mingw-w64 has these for versions of Windows before the one that it is compared for. */
#define FILE_CHARACTERISTICS_EXPECT_ORDERLY_REMOVAL 0x00000200
#define FILE_CHARACTERISTICS_EXPECT_SURPRISE_REMOVAL 0x00000300
#define FILE_CHARACTERISTICS_REMOVAL_POLICY_MASK 0x00000300

/* mingw-w64 has these for Microsoft's compiler only. */
#define ALLOC_PRAGMA 1
#define ALLOC_DATA_PRAGMA 1

/* mingw-w64 has these for 64 bits only. */
BOOLEAN IoIs32bitProcess(PIRP Irp);
#ifndef __x86_64__
ULONG (IoWMIDeviceObjectToProviderId)(PDEVICE_OBJECT DeviceObject);
#endif

/* As documented for ZwQueryDirectoryObject() and, for a name, as ObOpenObjectByPointer(). */
typedef struct _OBJECT_DIRECTORY_INFORMATION {
	UNICODE_STRING Name;
	UNICODE_STRING TypeName;
} OBJECT_DIRECTORY_INFORMATION, *POBJECT_DIRECTORY_INFORMATION;
NTSTATUS ObOpenObjectByName(POBJECT_ATTRIBUTES ObjectAttributes, POBJECT_TYPE ObjectType,
			    KPROCESSOR_MODE AccessMode, PACCESS_STATE PassedAccessState,
			    ACCESS_MASK DesiredAccess, PVOID ParseContext, PHANDLE Handle);

/* mingw-w64 has these for 32 bits only; as documented, they are there for 64, too. */
NTSTATUS KeSaveFloatingPointState(PKFLOATING_SAVE FloatSave);
NTSTATUS KeRestoreFloatingPointState(PKFLOATING_SAVE FloatSave);

/* As documented for ZwQueryKey(). */
typedef struct _KEY_NAME_INFORMATION {
	ULONG NameLength;
	WCHAR Name[1];
} KEY_NAME_INFORMATION, *PKEY_NAME_INFORMATION;

/*
 * mingw-w64 stops at the flags of PARALLEL_CHIP_MODE. Modes, registers and their
 * bits are those of the hardware: of IEEE 1284, and of the ECP standard (cFifo and
 * cnfgA at the base of the ECP's registers, cnfgB and ecr above it; 400h above the
 * port's own on ISA).
 */
#define ECR_SPP_MODE		(0 << 5)
#define ECR_BYTE_MODE		(1 << 5)
#define ECR_FASTCENT_MODE	(2 << 5)
#define ECR_ECP_MODE		(3 << 5)
#define ECR_EPP_MODE		(4 << 5)
#define ECR_TEST_MODE		(6 << 5)
#define ECR_CONFIG_MODE		(7 << 5)
#define ECR_ERRINT_DISABLED	(1 << 4)
#define ECR_DMA_ENABLED		(1 << 3)
#define ECR_SVC_INT_DISABLED	(1 << 2)
#define ECR_MODE_MASK		((1 << 5) - 1)
#define ECR_FIFO_MASK		3
#define ECR_FIFO_FULL		(1 << 1)
#define ECR_FIFO_EMPTY		(1 << 0)
#define ECR_FIFO_SOME_DATA	0
#define ECR_BYTE_PIO_MODE	(1 << 5 | 0x14)
#define ECR_ECP_PIO_MODE	(3 << 5 | 0x14)
#define ECR_EPP_PIO_MODE	(4 << 5 | 0x14)
#define DEFAULT_ECR_COMPATIBILITY	(0 << 5 | 0x14)
#define DEFAULT_ECR_TEST	(6 << 5 | 0x14)
#define DEFAULT_ECR_CONFIGURATION	(7 << 5 | 0x14)
#define CNFGA_IMPID_MASK	(7 << 4)
#define CNFGA_IMPID_SHIFT	4
#define CNFGA_IMPID_16BIT	(0 << 4)
#define CNFGA_IMPID_8BIT	(1 << 4)
#define CNFGA_IMPID_32BIT	(2 << 4)
#define CNFGA_NO_TRANS_BYTE	(1 << 2)
#define FIFO_PWORD_16BIT	0
#define FIFO_PWORD_8BIT		1
#define FIFO_PWORD_32BIT	2
#define DATA_OFFSET		0
#define OFFSET_ECP_AFIFO	0
#define AFIFO_OFFSET		0
#define DSR_OFFSET		1
#define DCR_OFFSET		2
#define EPP_OFFSET		4
#define ECP_OFFSET		1024
#define CNFGB_OFFSET		1025
#define ECR_OFFSET		1026
#define OFFSET_ECR		1026
#define FIFO_OFFSET		1024
#define CFIFO_OFFSET		1024
#define CNFGA_OFFSET		1024
#define ECP_DFIFO_OFFSET	1024
#define TFIFO_OFFSET		1024
#define OFFSET_ECP_DFIFO	1024
#define OFFSET_TFIFO		1024
#define OFFSET_CFIFO		1024
#define OFFSET_PARALLEL_REGISTER_SPAN	3
#define ECP_SPAN		3
#define EPP_SPAN		4
#define DSR_NOT_BUSY		(1 << 7)
#define DSR_NOT_ACK		(1 << 6)
#define DSR_PERROR		(1 << 5)
#define DSR_SELECT		(1 << 4)
#define DSR_NOT_FAULT		(1 << 3)
#define DSR_NOT_PTR_BUSY	(1 << 7)
#define DSR_NOT_PERIPH_ACK	(1 << 7)
#define DSR_WAIT		(1 << 7)
#define DSR_PTR_CLK		(1 << 6)
#define DSR_PERIPH_CLK		(1 << 6)
#define DSR_INTR		(1 << 6)
#define DSR_ACK_DATA_REQ	(1 << 5)
#define DSR_NOT_ACK_REVERSE	(1 << 5)
#define DSR_XFLAG		(1 << 4)
#define DSR_NOT_DATA_AVAIL	(1 << 3)
#define DSR_NOT_PERIPH_REQUEST	(1 << 3)
#define DCR_RESERVED		(3 << 6)
#define DCR_DIRECTION		(1 << 5)
#define DCR_ACKINT_ENABLED	(1 << 4)
#define DCR_SELECT_IN		(1 << 3)
#define DCR_NOT_INIT		(1 << 2)
#define DCR_AUTOFEED		(1 << 1)
#define DCR_STROBE		(1 << 0)
#define DCR_NOT_1284_ACTIVE	(1 << 3)
#define DCR_ASTRB		(1 << 3)
#define DCR_NOT_REVERSE_REQUEST	(1 << 2)
#define DCR_NULL		(1 << 2)
#define DCR_NOT_HOST_BUSY	(1 << 1)
#define DCR_NOT_HOST_ACK	(1 << 1)
#define DCR_DSTRB		(1 << 1)
#define DCR_NOT_HOST_CLK	(1 << 0)
#define DCR_WRITE		(1 << 0)
#define BIT_0			0
#define BIT_0_SET		(1 << 0)
#define BIT_1			1
#define BIT_1_SET		(1 << 1)
#define BIT_2			2
#define BIT_2_SET		(1 << 2)
#define BIT_3			3
#define BIT_3_SET		(1 << 3)
#define BIT_4			4
#define BIT_4_SET		(1 << 4)
#define BIT_5			5
#define BIT_5_SET		(1 << 5)
#define BIT_6			6
#define BIT_6_SET		(1 << 6)
#define BIT_7			7
#define BIT_7_SET		(1 << 7)

/*
 * Neither has mingw-w64 these, which are a convention of the driver kit's. Their
 * values are those of public lists of its names (of NtObjectManager, NtDoc and the
 * headers that assemblers have).
 */
#define DVRH_USE_PARPORT_ECP_ADDR	(0 & 1)
#define ECR_RESERVED_MODE	16
#define ECP_MAX_FIFO_DEPTH	4098
#define INACTIVE		0
#define ACTIVE			1
#define DONT_CARE		2
#define DIR_WRITE		0
#define DIR_READ		1
#define IRQEN_DISABLE		0
#define IRQEN_ENABLE		1
#define MODE_LEN_1284_3		7
#define CPP_ASSIGN_ADDR		0
#define CPP_SELECT		(7 << 5)
#define CPP_DESELECT		(3 << 4)
#define CPP_QUERY_INT		(1 << 3)
#define CPP_DISABLE_INT		(1 << 6)
#define CPP_ENABLE_INT		(9 << 3)
#define CPP_CLEAR_INT_LAT	(5 << 4)
#define CPP_SET_INT_LAT		(11 << 3)
#define CPP_COMMAND_FILTER	(31 << 3)
#define PAR_LEGACY_ZIP_DRIVE	(1 << 2)
#define PAR_LEGACY_ZIP_DRIVE_STD_MODE	(1 << 4)
#define PAR_LEGACY_ZIP_DRIVE_EPP_MODE	(1 << 5)
#define DOT3_END_OF_CHAIN_ID	4
#define DOT3_LEGACY_ZIP_ID	5
#define IOCTL_INTERNAL_PARCHIP_CONNECT 0x160048
#define IOCTL_INTERNAL_GET_PARPORT_FDO 0x160074
#define IOCTL_INTERNAL_PARDOT3_CONNECT 0x1600a4
#define IOCTL_INTERNAL_PARDOT3_DISCONNECT 0x1600a8
#define IOCTL_INTERNAL_PARDOT3_RESET 0x1600ac
#define IOCTL_INTERNAL_PARDOT3_SIGNAL 0x1600b0
#define IOCTL_INTERNAL_REGISTER_FOR_REMOVAL_RELATIONS 0x1600c8
#define IOCTL_INTERNAL_UNREGISTER_FOR_REMOVAL_RELATIONS 0x1600cc
#define IOCTL_INTERNAL_DISABLE_END_OF_CHAIN_BUS_RESCAN 0x1600d8
#define IOCTL_INTERNAL_ENABLE_END_OF_CHAIN_BUS_RESCAN 0x1600dc
#define IOCTL_PAR_PING 0x16002c
#define IOCTL_PAR_ECP_HOST_RECOVERY 0x160034
#define IOCTL_PAR_GET_READ_ADDRESS 0x160038
#define IOCTL_PAR_GET_WRITE_ADDRESS 0x16003c
#define IOCTL_PAR_TEST 0x160050
#define TEST_ECR_FIFO(registerValue, testValue)	((registerValue) % 4 == (testValue))
#define SET_DCR(b5, b4, b3, b2, b1, b0) \
	((UCHAR)(0x0b ^ (32 * ((b5) == 1) + 16 * ((b4) == 1) + 8 * ((b3) == 1) + \
			 4 * ((b2) == 1) + 2 * ((b1) == 1) + ((b0) == 1))))
typedef enum { P12843DL_OFF, P12843DL_DOT3_DL, P12843DL_MLC_DL, P12843DL_DOT4_DL } P12843_DL_MODES;
typedef enum {
	PHASE_UNKNOWN, PHASE_NEGOTIATION, PHASE_SETUP, PHASE_FORWARD_IDLE, PHASE_FORWARD_XFER,
	PHASE_FWD_TO_REV, PHASE_REVERSE_IDLE, PHASE_REVERSE_XFER, PHASE_REV_TO_FWD, PHASE_TERMINATE,
	PHASE_DATA_AVAILABLE, PHASE_DATA_NOT_AVAIL, PHASE_INTERRUPT_HOST
} P1284_PHASE;
typedef enum {
	HW_MODE_COMPATIBILITY, HW_MODE_PS2, HW_MODE_FAST_CENTRONICS, HW_MODE_ECP, HW_MODE_EPP,
	HW_MODE_RESERVED, HW_MODE_TEST, HW_MODE_CONFIGURATION
} P1284_HW_MODE;
typedef NTSTATUS (*PPARCHIP_SET_CHIP_MODE)(PVOID SetChipContext, UCHAR ChipMode);
typedef struct _PARALLEL_PARCHIP_INFO {
	PUCHAR Controller;
	PUCHAR EcrController;
	ULONG HardwareModes;
	PPARCHIP_SET_CHIP_MODE ParChipSetMode;
	PPARCHIP_CLEAR_CHIP_MODE ParChipClearMode;
	PVOID Context;
	BOOLEAN success;
} PARALLEL_PARCHIP_INFO, *PPARALLEL_PARCHIP_INFO;
typedef struct _PARPORT_REMOVAL_RELATIONS {
	PDEVICE_OBJECT DeviceObject;
	ULONG Flags;
	PUNICODE_STRING DeviceName;
} PARPORT_REMOVAL_RELATIONS, *PPARPORT_REMOVAL_RELATIONS;

/*
 * What mingw-w64 has, for at least one of the two sizes, as macros or under another name;
 * declared as documented. The parentheses keep a macro from being expanded.
 */
VOID (KeRaiseIrql)(KIRQL NewIrql, PKIRQL OldIrql);
VOID (KeLowerIrql)(KIRQL NewIrql);
KIRQL (KfRaiseIrql)(KIRQL NewIrql);
VOID (KfLowerIrql)(KIRQL NewIrql);
VOID (KeAcquireSpinLock)(PKSPIN_LOCK SpinLock, PKIRQL OldIrql);
KIRQL (KeAcquireSpinLockRaiseToDpc)(PKSPIN_LOCK SpinLock);
VOID (KeReleaseSpinLock)(PKSPIN_LOCK SpinLock, KIRQL NewIrql);
VOID (KeAcquireSpinLockAtDpcLevel)(PKSPIN_LOCK SpinLock);
VOID (KeReleaseSpinLockFromDpcLevel)(PKSPIN_LOCK SpinLock);
VOID (KeQuerySystemTime)(PLARGE_INTEGER CurrentTime);
ULONGLONG (KeQueryInterruptTime)(VOID);
VOID (KeQueryTickCount)(PLARGE_INTEGER CurrentCount);
#ifdef _WIN64
VOID (KeMemoryBarrier)(VOID);
PSLIST_ENTRY (ExInterlockedFlushSList)(PSLIST_HEADER ListHead);
PSLIST_ENTRY (InterlockedPopEntrySList)(PSLIST_HEADER ListHead);
PSLIST_ENTRY (InterlockedPushEntrySList)(PSLIST_HEADER ListHead, PSLIST_ENTRY ListEntry);
#else
USHORT (ExQueryDepthSList)(PSLIST_HEADER SListHead);
#endif
PSLIST_ENTRY (InterlockedFlushSList)(PSLIST_HEADER ListHead);
USHORT (QueryDepthSList)(PSLIST_HEADER SListHead);

/*
 * Newer headers of Windows name the types of these routines as well as those of pointers to
 * them; mingw-w64 has the pointers.
 */
typedef VOID IO_CSQ_INSERT_IRP(struct _IO_CSQ *, PIRP);
typedef VOID IO_CSQ_REMOVE_IRP(struct _IO_CSQ *, PIRP);
typedef PIRP IO_CSQ_PEEK_NEXT_IRP(struct _IO_CSQ *, PIRP, PVOID);
typedef VOID IO_CSQ_ACQUIRE_LOCK(struct _IO_CSQ *, PKIRQL);
typedef VOID IO_CSQ_RELEASE_LOCK(struct _IO_CSQ *, KIRQL);
typedef VOID IO_CSQ_COMPLETE_CANCELED_IRP(struct _IO_CSQ *, PIRP);

/*
 * Macros on Windows, which its documentation describes as these functions.
 */
BOOLEAN (IoRequestDpc)(PDEVICE_OBJECT, PIRP, PVOID);
PDRIVER_CANCEL (IoSetCancelRoutine)(PIRP, PDRIVER_CANCEL);
VOID (ExInitializeWorkItem)(PWORK_QUEUE_ITEM, PWORKER_THREAD_ROUTINE, PVOID);
VOID (RtlFillMemoryUlonglong)(PVOID, SIZE_T, ULONGLONG);
/* Newer than mingw-w64; as documented. */
typedef ULONGLONG POOL_FLAGS;
#define POOL_FLAG_UNINITIALIZED		0x00000002ULL
#define POOL_FLAG_CACHE_ALIGNED		0x00000008ULL
#define POOL_FLAG_NON_PAGED		0x00000040ULL
#define POOL_FLAG_NON_PAGED_EXECUTE	0x00000080ULL
#define POOL_FLAG_PAGED			0x00000100ULL
PVOID (ExAllocatePool2)(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag);
#define RTL_QUERY_REGISTRY_TYPECHECK	(1 << 8)
#define RTL_QUERY_REGISTRY_TYPECHECK_SHIFT	(3 * 8)
#define RTL_QUERY_REGISTRY_TYPECHECK_MASK	(0xffu << 24)

/*
 * These are in mingw-w64's stdio.h, which is not read: it is for user programs, and its
 * swprintf() is a different one.
 */
int (sprintf)(char *dest, const char *format, ...);
int (vsprintf)(char *dest, const char *format, __builtin_va_list arguments);
int (swprintf)(WCHAR *dest, const WCHAR *format, ...);
int (_snprintf)(char *dest, size_t count, const char *format, ...);
int (_vsnprintf)(char *dest, size_t count, const char *format, __builtin_va_list arguments);
int (_snwprintf)(WCHAR *dest, size_t count, const WCHAR *format, ...);
int (_vsnwprintf)(WCHAR *dest, size_t count, const WCHAR *format, __builtin_va_list arguments);
int (_swprintf)(WCHAR *dest, const WCHAR *format, ...);
int (vswprintf)(WCHAR *dest, const WCHAR *format, __builtin_va_list arguments);
int (_vswprintf)(WCHAR *dest, const WCHAR *format, __builtin_va_list arguments);

/* The same of stdlib.h. */
#define RAND_MAX	0x7fff
void (qsort)(void *base, size_t count, size_t size, int (*compare)(const void *a, const void *b));
void *(bsearch)(const void *key, const void *base, size_t count, size_t size,
		int (*compare)(const void *key, const void *element));
int (rand)(void);
void (srand)(unsigned int seed);
int (atoi)(const char *s);
LONG (atol)(const char *s);
int (_wtoi)(const WCHAR *s);
LONG (_wtol)(const WCHAR *s);
ULONG (wcstoul)(const WCHAR *s, WCHAR **end, int base);
char *(_itoa)(int value, char *dest, int base);
WCHAR *(_itow)(int value, WCHAR *dest, int base);
size_t (mbstowcs)(WCHAR *dest, const char *src, size_t count);
size_t (wcstombs)(char *dest, const WCHAR *src, size_t count);
int (mbtowc)(WCHAR *dest, const char *src, size_t count);
int (wctomb)(char *dest, WCHAR c);

/* As in the driver kit of NT 4, from which mingw-w64 differs here. */
NTSTATUS RtlAppendAsciizToString(PSTRING Destination, PCSZ Source);

/*
 * Of ntstrsafe.h mingw-w64 has neither what works on strings nor the lengths of text at
 * any address; as documented, where the types of parameters and the limits are given.
 * The flags are those of text under other names. What begins with COMPAT is ours.
 */
#define NTSTRSAFE_UNICODE_STRING_MAX_CCH	32767
#define STRSAFE_FILL_BEHIND			STRSAFE_FILL_BEHIND_NULL
#define STRSAFE_ZERO_LENGTH_ON_FAILURE		STRSAFE_NULL_ON_FAILURE
typedef WCHAR __attribute__((aligned(1))) NTSTRSAFE_UWCHAR;
typedef const NTSTRSAFE_UWCHAR *NTSTRSAFE_PCUWSTR;
NTSTATUS (RtlUnalignedStringCchLengthW)(NTSTRSAFE_PCUWSTR, size_t, size_t *);
NTSTATUS (RtlUnalignedStringCbLengthW)(NTSTRSAFE_PCUWSTR, size_t, size_t *);
NTSTATUS (RtlUnicodeStringValidateEx)(PCUNICODE_STRING, ULONG);
NTSTATUS (RtlUnicodeStringValidate)(PCUNICODE_STRING);
NTSTATUS (RtlUnicodeStringInitEx)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, ULONG);
NTSTATUS (RtlUnicodeStringInit)(PUNICODE_STRING, NTSTRSAFE_PCWSTR);
NTSTATUS (RtlUnicodeStringCopyString)(PUNICODE_STRING, NTSTRSAFE_PCWSTR);
NTSTATUS (RtlUnicodeStringCopyStringEx)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, PUNICODE_STRING, ULONG);
NTSTATUS (RtlUnicodeStringCchCopyStringN)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, size_t);
NTSTATUS (RtlUnicodeStringCchCopyStringNEx)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, size_t,
					    PUNICODE_STRING, ULONG);
NTSTATUS (RtlUnicodeStringCbCopyStringN)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, size_t);
NTSTATUS (RtlUnicodeStringCbCopyStringNEx)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, size_t,
					   PUNICODE_STRING, ULONG);
NTSTATUS (RtlUnicodeStringCopy)(PUNICODE_STRING, PCUNICODE_STRING);
NTSTATUS (RtlUnicodeStringCopyEx)(PUNICODE_STRING, PCUNICODE_STRING, PUNICODE_STRING, ULONG);
NTSTATUS (RtlUnicodeStringCchCopyN)(PUNICODE_STRING, PCUNICODE_STRING, size_t);
NTSTATUS (RtlUnicodeStringCchCopyNEx)(PUNICODE_STRING, PCUNICODE_STRING, size_t, PUNICODE_STRING,
				      ULONG);
NTSTATUS (RtlUnicodeStringCbCopyN)(PUNICODE_STRING, PCUNICODE_STRING, size_t);
NTSTATUS (RtlUnicodeStringCbCopyNEx)(PUNICODE_STRING, PCUNICODE_STRING, size_t, PUNICODE_STRING,
				     ULONG);
NTSTATUS (RtlUnicodeStringCatString)(PUNICODE_STRING, NTSTRSAFE_PCWSTR);
NTSTATUS (RtlUnicodeStringCatStringEx)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, PUNICODE_STRING, ULONG);
NTSTATUS (RtlUnicodeStringCchCatStringN)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, size_t);
NTSTATUS (RtlUnicodeStringCchCatStringNEx)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, size_t,
					   PUNICODE_STRING, ULONG);
NTSTATUS (RtlUnicodeStringCbCatStringN)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, size_t);
NTSTATUS (RtlUnicodeStringCbCatStringNEx)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, size_t,
					  PUNICODE_STRING, ULONG);
NTSTATUS (RtlUnicodeStringCat)(PUNICODE_STRING, PCUNICODE_STRING);
NTSTATUS (RtlUnicodeStringCatEx)(PUNICODE_STRING, PCUNICODE_STRING, PUNICODE_STRING, ULONG);
NTSTATUS (RtlUnicodeStringCchCatN)(PUNICODE_STRING, PCUNICODE_STRING, size_t);
NTSTATUS (RtlUnicodeStringCchCatNEx)(PUNICODE_STRING, PCUNICODE_STRING, size_t, PUNICODE_STRING,
				     ULONG);
NTSTATUS (RtlUnicodeStringCbCatN)(PUNICODE_STRING, PCUNICODE_STRING, size_t);
NTSTATUS (RtlUnicodeStringCbCatNEx)(PUNICODE_STRING, PCUNICODE_STRING, size_t, PUNICODE_STRING,
				    ULONG);
NTSTATUS (RtlStringCchCopyUnicodeString)(NTSTRSAFE_PWSTR, size_t, PCUNICODE_STRING);
NTSTATUS (RtlStringCchCopyUnicodeStringEx)(NTSTRSAFE_PWSTR, size_t, PCUNICODE_STRING,
					   NTSTRSAFE_PWSTR *, size_t *, ULONG);
NTSTATUS (RtlStringCbCopyUnicodeString)(NTSTRSAFE_PWSTR, size_t, PCUNICODE_STRING);
NTSTATUS (RtlStringCbCopyUnicodeStringEx)(NTSTRSAFE_PWSTR, size_t, PCUNICODE_STRING,
					  NTSTRSAFE_PWSTR *, size_t *, ULONG);
NTSTATUS (RtlUnicodeStringVPrintfEx)(PUNICODE_STRING, PUNICODE_STRING, ULONG, NTSTRSAFE_PCWSTR,
				     __builtin_va_list);
NTSTATUS (RtlUnicodeStringVPrintf)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, __builtin_va_list);
NTSTATUS (RtlUnicodeStringPrintf)(PUNICODE_STRING, NTSTRSAFE_PCWSTR, ...);
NTSTATUS (RtlUnicodeStringPrintfEx)(PUNICODE_STRING, PUNICODE_STRING, ULONG, NTSTRSAFE_PCWSTR, ...);
VOID (COMPAT_StringFailA)(NTSTRSAFE_PSTR, size_t, size_t, ULONG, NTSTRSAFE_PSTR *, size_t *);
VOID (COMPAT_StringFailW)(NTSTRSAFE_PWSTR, size_t, size_t, ULONG, NTSTRSAFE_PWSTR *, size_t *);
NTSTATUS (COMPAT_UnicodeRoom)(PCUNICODE_STRING, ULONG, size_t *);
NTSTATUS (COMPAT_UnicodeDone)(PUNICODE_STRING, size_t, size_t, PUNICODE_STRING, ULONG, NTSTATUS);
NTSTATUS (COMPAT_UnicodePut)(PUNICODE_STRING, BOOLEAN, const WCHAR *, size_t, PUNICODE_STRING,
			     ULONG);
NTSTATUS (COMPAT_UnicodePutText)(PUNICODE_STRING, BOOLEAN, const WCHAR *, size_t, PUNICODE_STRING,
				 ULONG);
NTSTATUS (COMPAT_UnicodePutString)(PUNICODE_STRING, BOOLEAN, PCUNICODE_STRING, size_t,
				   PUNICODE_STRING, ULONG);

/* Of Windows 8, newer than mingw-w64's; as documented. */
VOID (KeQuerySystemTimePrecise)(PLARGE_INTEGER CurrentTime);
ULONG64 (KeQueryInterruptTimePrecise)(PULONG64 QpcTimeStamp);

/* Of the C run-time of user programs, whose header is not read; as documented. */
int _inp(unsigned short port);
unsigned short _inpw(unsigned short port);
ULONG _inpd(unsigned short port);
int _outp(unsigned short port, int databyte);
unsigned short _outpw(unsigned short port, unsigned short dataword);
ULONG _outpd(unsigned short port, ULONG dataword);

/* Of ntifs.h, which is not read, or of no header of mingw-w64's; as documented. */
extern POBJECT_TYPE *IoDeviceObjectType;
extern POBJECT_TYPE *IoDriverObjectType;
NTSTATUS ObQueryNameString(PVOID Object, POBJECT_NAME_INFORMATION ObjectNameInfo, ULONG Length,
			   PULONG ReturnLength);
NTSTATUS ObOpenObjectByPointer(PVOID Object, ULONG HandleAttributes,
			       struct _ACCESS_STATE *PassedAccessState, ACCESS_MASK DesiredAccess,
			       POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode,
			       PHANDLE Handle);

/* mingw-w64 hides the functions of NT 4 that it has (NO_LEGACY_DRIVERS); as documented. */
ULONG HalGetInterruptVector(INTERFACE_TYPE InterfaceType, ULONG BusNumber, ULONG BusInterruptLevel,
			    ULONG BusInterruptVector, PKIRQL Irql, PKAFFINITY Affinity);
BOOLEAN HalMakeBeep(ULONG Frequency);
NTSTATUS HalAssignSlotResources(PUNICODE_STRING RegistryPath, PUNICODE_STRING DriverClassName,
				PDRIVER_OBJECT DriverObject, PDEVICE_OBJECT DeviceObject,
				INTERFACE_TYPE BusType, ULONG BusNumber, ULONG SlotNumber,
				PCM_RESOURCE_LIST *AllocatedResources);
ULONG HalGetBusData(BUS_DATA_TYPE BusDataType, ULONG BusNumber, ULONG SlotNumber, PVOID Buffer,
		    ULONG Length);
ULONG HalSetBusData(BUS_DATA_TYPE BusDataType, ULONG BusNumber, ULONG SlotNumber, PVOID Buffer,
		    ULONG Length);

/* The level at which Windows synchronises its processors: see KeRaiseIrqlToSynchLevel(). */
#define SYNCH_LEVEL		(IPI_LEVEL - 2)

/* mingw-w64 has these in a header of applications only (winnt.h). */
#define SEC_FILE		0x00800000
#define SEC_IMAGE		0x01000000
#define SEC_NOCACHE		0x10000000
