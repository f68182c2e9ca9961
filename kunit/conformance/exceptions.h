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
 * mingw-w64 stops at the flags of PARALLEL_CHIP_MODE. The values come from the hardware: the
 * mode field of the ECP standard, bits 7 to 5 of the extended control register.
 */
#define ECR_SPP_MODE		(0 << 5)
#define ECR_BYTE_MODE		(1 << 5)
#define ECR_FASTCENT_MODE	(2 << 5)
#define ECR_ECP_MODE		(3 << 5)
#define ECR_EPP_MODE		(4 << 5)
#define ECR_TEST_MODE		(6 << 5)
#define ECR_CONFIG_MODE		(7 << 5)

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

/* As in the driver kit of NT 4, from which mingw-w64 differs here. */
NTSTATUS RtlAppendAsciizToString(PSTRING Destination, PCSZ Source);
