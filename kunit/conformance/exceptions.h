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
 * mingw-w64 stops at the flags of PARALLEL_CHIP_MODE. The values are those of
 * the hardware: the mode field of the ECP standard, bits 7 to 5 of the extended
 * control register.
 */
#define ECR_SPP_MODE		(0 << 5)
#define ECR_BYTE_MODE		(1 << 5)
#define ECR_FASTCENT_MODE	(2 << 5)
#define ECR_ECP_MODE		(3 << 5)
#define ECR_EPP_MODE		(4 << 5)
#define ECR_TEST_MODE		(6 << 5)
#define ECR_CONFIG_MODE		(7 << 5)

/*
 * What mingw-w64 has as macros or under another name, for one of the two sizes
 * at least; as documented. The parentheses keep a macro from being expanded.
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
 * Newer headers of Windows name the types of these routines, not only those of
 * pointers to them; mingw-w64 has the pointers.
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
VOID (KeInitializeCallbackRecord)(PKBUGCHECK_CALLBACK_RECORD);
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
 * In mingw-w64's stdio.h, which is not read: it is that of user programs, and
 * its swprintf() is another one.
 */
int (sprintf)(char *dest, const char *format, ...);
int (vsprintf)(char *dest, const char *format, __builtin_va_list arguments);
int (swprintf)(WCHAR *dest, const WCHAR *format, ...);
int (_snprintf)(char *dest, size_t count, const char *format, ...);
int (_vsnprintf)(char *dest, size_t count, const char *format, __builtin_va_list arguments);
int (_snwprintf)(WCHAR *dest, size_t count, const WCHAR *format, ...);
int (_vsnwprintf)(WCHAR *dest, size_t count, const WCHAR *format, __builtin_va_list arguments);

/* Of the driver kit of NT 4, which mingw-w64 does not follow here. */
NTSTATUS RtlAppendAsciizToString(PSTRING Destination, PCSZ Source);

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
