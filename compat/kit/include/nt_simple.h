/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt_simple.h - the small macros of ntdef.h, basetsd.h, wdm.h and ntddk.h. Included by wdm.h.
 *
 * They are for drivers only: Linux sources have their own of some of these names.
 */
#ifndef COMPAT_DRIVER_NT_SIMPLE_H
#define COMPAT_DRIVER_NT_SIMPLE_H

/* Limits of types. */
#define MINCHAR		0x80
#define MINSHORT	0x8000
#define MINLONG		0x80000000
#define MAXLONGLONG	0x7fffffffffffffffLL
#define MINLONGLONG	(~MAXLONGLONG)
#define MAXULONGLONG	0xffffffffffffffffULL
#define MAXINT8		((INT8)MAXCHAR)
#define MAXINT16	((INT16)MAXSHORT)
#define MAXINT32	((INT32)MAXLONG)
#define MAXINT64	((INT64)MAXLONGLONG)
#define MAXUINT8	((UINT8)MAXUCHAR)
#define MAXUINT16	((UINT16)MAXUSHORT)
#define MAXUINT32	((UINT32)MAXULONG)
#define MAXUINT64	((UINT64)MAXULONGLONG)
#define MAXULONG32	((ULONG32)MAXULONG)
#define MAXULONG64	((ULONG64)MAXULONGLONG)
#define MAXDWORD	0xffffffff
#define MAXUINT		((unsigned int)~0u)
#define MAXINT		((INT)(MAXUINT >> 1))
#define MININT		((INT)~MAXINT)
#define MAXULONG_PTR	(~(ULONG_PTR)0)
#define MAXUINT_PTR	MAXULONG_PTR
#define MAXLONG_PTR	((LONG_PTR)(MAXULONG_PTR >> 1))
#define MINLONG_PTR	(~MAXLONG_PTR)
#define MAXINT_PTR	MAXLONG_PTR
#define MININT_PTR	MINLONG_PTR
#define MAXSIZE_T	((SIZE_T)MAXULONG_PTR)

#ifndef NOMINMAX
#ifndef max
#define max(a, b)	((a) > (b) ? (a) : (b))
#endif
#ifndef min
#define min(a, b)	((a) < (b) ? (a) : (b))
#endif
#endif

/* Statements. */
#define NOP_FUNCTION			((void)0)
#define UNREFERENCED_LOCAL_VARIABLE(L)	((void)(L))
#define PAGED_CODE_LOCKED()		NOP_FUNCTION

/* Sizes, and places in a structure. */
#define ARRAYSIZE(A)			RTL_NUMBER_OF(A)
#define RTL_NUMBER_OF_V1(A)		RTL_NUMBER_OF(A)
#define RTL_NUMBER_OF_V2(A)		RTL_NUMBER_OF(A)
#define RTL_FIELD_TYPE(type, field)	(((type *)0)->field)
#define RTL_NUMBER_OF_FIELD(type, field)	RTL_NUMBER_OF(RTL_FIELD_TYPE(type, field))
#define FIELD_SIZE(type, field)		RTL_FIELD_SIZE(type, field)
#define RTL_BITS_OF(thing)		(sizeof(thing) * 8)
#define RTL_BITS_OF_FIELD(type, field)	RTL_BITS_OF(RTL_FIELD_TYPE(type, field))
#define RTL_SIZEOF_THROUGH_FIELD(type, field) \
	(FIELD_OFFSET(type, field) + RTL_FIELD_SIZE(type, field))
#define RTL_CONTAINS_FIELD(Struct, Size, Field) \
	((PCHAR)&(Struct)->Field + sizeof((Struct)->Field) <= (PCHAR)(Struct) + (Size))
#define PROBE_ALIGNMENT(v) \
	(TYPE_ALIGNMENT(v) > TYPE_ALIGNMENT(ULONG) ? TYPE_ALIGNMENT(v) : TYPE_ALIGNMENT(ULONG))
#ifdef _WIN64
#define MAX_NATURAL_ALIGNMENT		sizeof(ULONGLONG)
#define MEMORY_ALLOCATION_ALIGNMENT	16
#else
#define MAX_NATURAL_ALIGNMENT		sizeof(ULONG)
#define MEMORY_ALLOCATION_ALIGNMENT	8
#endif

/* Numbers rounded to a power of two, or to the size of a type. */
#define ALIGN_DOWN_BY(size, align)	((ULONG_PTR)(size) & ~((ULONG_PTR)(align) - 1))
#define ALIGN_UP_BY(size, align)	ALIGN_DOWN_BY((ULONG_PTR)(size) + (align) - 1, align)
#define ALIGN_DOWN(size, type)		ALIGN_DOWN_BY(size, sizeof(type))
#define ALIGN_UP(size, type)		ALIGN_UP_BY(size, sizeof(type))
#define ALIGN_DOWN_POINTER_BY(ptr, align)	((PVOID)ALIGN_DOWN_BY(ptr, align))
#define ALIGN_UP_POINTER_BY(ptr, align)	((PVOID)ALIGN_UP_BY(ptr, align))
#define ALIGN_DOWN_POINTER(ptr, type)	ALIGN_DOWN_POINTER_BY(ptr, sizeof(type))
#define ALIGN_UP_POINTER(ptr, type)	ALIGN_UP_POINTER_BY(ptr, sizeof(type))
#define ROUND_TO_SIZE(length, alignment) \
	(((ULONG_PTR)(length) + (alignment) - 1) & ~((ULONG_PTR)(alignment) - 1))
#define RTL_PTR_ADD(Pointer, Value)	((PVOID)((ULONG_PTR)(Pointer) + (ULONG_PTR)(Value)))
#define RTL_PTR_SUBTRACT(Pointer, Value)	((PVOID)((ULONG_PTR)(Pointer) - (ULONG_PTR)(Value)))

/* Pages. */
#define PAGE_ALIGN(Va)		((PVOID)ALIGN_DOWN_BY(Va, PAGE_SIZE))
#define BYTE_OFFSET(Va)		((ULONG)((ULONG_PTR)(Va) & (PAGE_SIZE - 1)))
#define ADDRESS_AND_SIZE_TO_SPAN_PAGES(Va, Size) \
	((ULONG)((BYTE_OFFSET(Va) + (SIZE_T)(Size) + PAGE_SIZE - 1) >> PAGE_SHIFT))
#define COMPUTE_PAGES_SPANNED(Va, Size)	ADDRESS_AND_SIZE_TO_SPAN_PAGES(Va, Size)
#define MmGetMdlBaseVa(Mdl)	((Mdl)->StartVa)
/* A partial list has no mapping of its own here. */
#define MmPrepareMdlForReuse(Mdl)	((void)(Mdl))

/* Parts of a control code. */
#define DEVICE_TYPE_FROM_CTL_CODE(ctl)		((ULONG)(ctl) >> 16)
#define METHOD_FROM_CTL_CODE(ctl)		((ULONG)(ctl) & 3)
#define IoGetFunctionCodeFromCtlCode(ctl)	((ULONG)(ctl) >> 2 & 0xfff)

/* Is it for the user to do something about it? */
#define IoIsErrorUserInduced(Status) \
	((BOOLEAN)((Status) == STATUS_DEVICE_NOT_READY || (Status) == STATUS_IO_TIMEOUT || \
		   (Status) == STATUS_MEDIA_WRITE_PROTECTED || \
		   (Status) == STATUS_NO_MEDIA_IN_DEVICE || (Status) == STATUS_VERIFY_REQUIRED || \
		   (Status) == STATUS_UNRECOGNIZED_MEDIA || (Status) == STATUS_WRONG_VOLUME))

/* Bytes of a number, and numbers at any address, whose bytes are in the order of the machine. */
#define FIRSTBYTE(n)	((n) & 0xff)
#define SECONDBYTE(n)	((n) >> 8 & 0xff)
#define THIRDBYTE(n)	((n) >> 16 & 0xff)
#define FOURTHBYTE(n)	((n) >> 24 & 0xff)

typedef struct {
	USHORT Value;
} __attribute__((packed, may_alias)) NT_USHORT_ANYWHERE;
typedef struct {
	ULONG Value;
} __attribute__((packed, may_alias)) NT_ULONG_ANYWHERE;
typedef struct {
	ULONGLONG Value;
} __attribute__((packed, may_alias)) NT_ULONGLONG_ANYWHERE;
typedef struct {
	ULONG_PTR Value;
} __attribute__((packed, may_alias)) NT_ULONG_PTR_ANYWHERE;

#define NT_STORE(type, Address, Number) \
	((void)(((NT_##type##_ANYWHERE *)(Address))->Value = (type)(Number)))
#define RtlStoreUshort(Address, Value)		NT_STORE(USHORT, Address, Value)
#define RtlStoreUlong(Address, Value)		NT_STORE(ULONG, Address, Value)
#define RtlStoreUlonglong(Address, Value)	NT_STORE(ULONGLONG, Address, Value)
#define RtlStoreUlongPtr(Address, Value)	NT_STORE(ULONG_PTR, Address, Value)
#define RtlRetrieveUshort(To, From) \
	NT_STORE(USHORT, To, ((const NT_USHORT_ANYWHERE *)(From))->Value)
#define RtlRetrieveUlong(To, From) \
	NT_STORE(ULONG, To, ((const NT_ULONG_ANYWHERE *)(From))->Value)

#define RtlUshortByteSwap(n)		__builtin_bswap16((USHORT)(n))
#define RtlUlongByteSwap(n)		__builtin_bswap32((ULONG)(n))
#define RtlUlonglongByteSwap(n)		((ULONGLONG)__builtin_bswap64((ULONGLONG)(n)))

/* What no cache is to keep, and what a device reads: memory is memory here. */
#define RtlCopyMemoryNonTemporal(To, From, Length)	RtlCopyMemory(To, From, Length)
#define RtlFillMemoryNonTemporal(To, Length, Fill)	RtlFillMemory(To, Length, Fill)
#define RtlCopyDeviceMemory(To, From, Length)	RtlCopyMemory(To, From, Length)

/* Shifts of 64 bits, by the lower bits of the count; parts of numbers. */
#define Int64ShllMod32(a, b)		((ULONGLONG)(a) << ((b) & 31))
#define Int64ShrlMod32(a, b)		((ULONGLONG)(a) >> ((b) & 31))
#define Int64ShraMod32(a, b)		((LONGLONG)(a) >> ((b) & 31))
#define RtlLargeIntegerAnd(Result, Source, Mask) \
	((Result).QuadPart = (Source).QuadPart & (Mask).QuadPart)

/* Bits of a ULONG, set or cleared in one step; the old value. */
#define RtlInterlockedSetBits(Flags, Flag)	InterlockedOr((PLONG)(Flags), (LONG)(Flag))
#define RtlInterlockedAndBits(Flags, Flag)	InterlockedAnd((PLONG)(Flags), (LONG)(Flag))
#define RtlInterlockedXorBits(Flags, Flag)	InterlockedXor((PLONG)(Flags), (LONG)(Flag))
#define RtlInterlockedClearBits(Flags, Flag)	RtlInterlockedAndBits(Flags, ~(Flag))
#define RtlInterlockedSetBitsDiscardReturn(Flags, Flag)	((VOID)RtlInterlockedSetBits(Flags, Flag))
#define RtlInterlockedAndBitsDiscardReturn(Flags, Flag)	((VOID)RtlInterlockedAndBits(Flags, Flag))
#define RtlInterlockedClearBitsDiscardReturn(Flags, Flag) \
	((VOID)RtlInterlockedClearBits(Flags, Flag))

/* From before InterlockedIncrement(): the new value's sign, or the old one. No lock is needed. */
FORCEINLINE INTERLOCKED_RESULT nt_sign(LONG n)
{
	return n < 0 ? ResultNegative : n > 0 ? ResultPositive : ResultZero;
}

#define ExInterlockedIncrementLong(Addend, Lock)	nt_sign(InterlockedIncrement(Addend))
#define ExInterlockedDecrementLong(Addend, Lock)	nt_sign(InterlockedDecrement(Addend))
#define ExInterlockedExchangeUlong(Target, Value, Lock) \
	((ULONG)InterlockedExchange((PLONG)(Target), (LONG)(Value)))
#ifdef _WIN64
#define ExInterlockedCompareExchange64(Destination, Exchange, Comparand, Lock) \
	InterlockedCompareExchange64(Destination, *(Exchange), *(Comparand))
#endif
#define KfAcquireSpinLock(Lock)			KeAcquireSpinLockRaiseToDpc(Lock)
#define KfReleaseSpinLock(Lock, OldIrql)	KeReleaseSpinLock(Lock, OldIrql)
#define ExAcquireSpinLock(Lock, OldIrql)	KeAcquireSpinLock(Lock, OldIrql)
#define ExReleaseSpinLock(Lock, OldIrql)	KeReleaseSpinLock(Lock, OldIrql)
#define ExAcquireSpinLockAtDpcLevel(Lock)	KeAcquireSpinLockAtDpcLevel(Lock)
#define ExReleaseSpinLockFromDpcLevel(Lock)	KeReleaseSpinLockFromDpcLevel(Lock)

/* Handles and pointers as numbers of 32 bits, of which a pointer may lose the upper half. */
#define HandleToULong(h)	((ULONG)(ULONG_PTR)(h))
#define HandleToLong(h)		((LONG)(LONG_PTR)(h))
#define ULongToHandle(n)	((HANDLE)(ULONG_PTR)(ULONG)(n))
#define LongToHandle(n)		((HANDLE)(LONG_PTR)(LONG)(n))
#define PtrToUlong(p)		((ULONG)(ULONG_PTR)(p))
#define PtrToLong(p)		((LONG)(LONG_PTR)(p))
#define PtrToUint(p)		((unsigned int)(ULONG_PTR)(p))
#define PtrToInt(p)		((int)(LONG_PTR)(p))
#define PtrToUshort(p)		((unsigned short)(ULONG_PTR)(p))
#define PtrToShort(p)		((short)(LONG_PTR)(p))
#define ULongToPtr(n)		((VOID *)(ULONG_PTR)(ULONG)(n))
#define LongToPtr(n)		((VOID *)(LONG_PTR)(LONG)(n))
#define UIntToPtr(n)		((VOID *)(ULONG_PTR)(unsigned int)(n))
#define IntToPtr(n)		((VOID *)(LONG_PTR)(int)(n))
#define HandleToUlong(h)	HandleToULong(h)
#define UlongToHandle(n)	ULongToHandle(n)
#define PtrToULong(p)		PtrToUlong(p)
#define UlongToPtr(n)		ULongToPtr(n)
#define UintToPtr(n)		UIntToPtr(n)

#ifdef __cplusplus
#define DECLARE_GLOBAL_CONST_UNICODE_STRING(_var, _string) \
	extern const UNICODE_STRING __attribute__((__weak__)) _var = RTL_CONSTANT_STRING(_string)
#else
#define DECLARE_GLOBAL_CONST_UNICODE_STRING(_var, _string) \
	const UNICODE_STRING __attribute__((__weak__)) _var = RTL_CONSTANT_STRING(_string)
#endif
#define CFORCEINLINE			FORCEINLINE
#define NT_ANALYSIS_ASSUME(exp)		NOP_FUNCTION
#define RtlEqualLuid(a, b)	((a)->LowPart == (b)->LowPart && (a)->HighPart == (b)->HighPart)
#define RtlIsZeroLuid(luid)	((BOOLEAN)(!(luid)->LowPart && !(luid)->HighPart))

#define RTL_CONSTANT_OBJECT_ATTRIBUTES(n, a) \
	{ sizeof(OBJECT_ATTRIBUTES), NULL, (PUNICODE_STRING)(n), a, NULL, NULL }
#define RTL_INIT_OBJECT_ATTRIBUTES(n, a)	RTL_CONSTANT_OBJECT_ATTRIBUTES(n, a)
#define RTL_STATIC_LIST_HEAD(x)		LIST_ENTRY x = { &x, &x }

/* Caches are coherent here, and writes are not delayed. */
#define KeFlushWriteBuffer()		KeMemoryBarrier()
#define KeFlushIoBuffers(Mdl, ReadOperation, DmaOperation)	NOP_FUNCTION
#define KeGetDcacheFillSize()		1

/*
 * Variables of Windows' kernel that driver_entry.c has for each driver. (NtBuildNumber is another,
 * which drivers declare as they please.)
 */
#ifdef __cplusplus
extern "C" {
#endif
extern PBOOLEAN KdDebuggerEnabled;
extern PBOOLEAN KdDebuggerNotPresent;
#ifdef __cplusplus
}
#endif
#define KD_DEBUGGER_ENABLED	*KdDebuggerEnabled
#define KD_DEBUGGER_NOT_PRESENT	*KdDebuggerNotPresent

#endif
