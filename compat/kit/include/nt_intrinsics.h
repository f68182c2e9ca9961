/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt_intrinsics.h - what Microsoft's compiler makes a few instructions of. Included by wdm.h.
 *
 * They are functions, since drivers declare some of them again, for #pragma intrinsic. What would
 * change the processor's state behind Linux's back (_disable(), __writecr0() and so on) is not
 * here.
 */
#ifndef COMPAT_DRIVER_NT_INTRINSICS_H
#define COMPAT_DRIVER_NT_INTRINSICS_H

#ifdef __cplusplus
extern "C" {
#endif

/* The order of accesses: of the compiler, and of the processor. */
FORCEINLINE void _ReadWriteBarrier(void) { __atomic_signal_fence(__ATOMIC_SEQ_CST); }
FORCEINLINE void _ReadBarrier(void) { __atomic_signal_fence(__ATOMIC_SEQ_CST); }
FORCEINLINE void _WriteBarrier(void) { __atomic_signal_fence(__ATOMIC_SEQ_CST); }
FORCEINLINE void nt_mfence(void) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
FORCEINLINE void nt_lfence(void) { __asm__ __volatile__("lfence" : : : "memory"); }
FORCEINLINE void nt_sfence(void) { __asm__ __volatile__("sfence" : : : "memory"); }
/* Where clang has these itself, they need registers that are not the kernel's. */
#define _mm_mfence			nt_mfence
#define _mm_lfence			nt_lfence
#define _mm_sfence			nt_sfence
#define MemoryBarrier()			_mm_mfence()
#define MemoryFence			_mm_mfence
#define LoadFence			_mm_lfence
#define StoreFence			_mm_sfence
#define KeMemoryBarrierWithoutFence()	_ReadWriteBarrier()

/* Waiting in a loop, time, and who has called. */
FORCEINLINE void nt_pause(void) { __asm__ __volatile__("pause" : : : "memory"); }
FORCEINLINE void __nop(void) { __asm__ __volatile__("nop"); }
FORCEINLINE void __debugbreak(void) { DbgBreakPoint(); }
#ifdef __clang__
unsigned long long __rdtsc(void);	/* it has that itself */
#else
FORCEINLINE unsigned long long __rdtsc(void) { return __builtin_ia32_rdtsc(); }
#endif
FORCEINLINE void *_ReturnAddress(void) { return __builtin_return_address(0); }
#define _mm_pause			nt_pause
#define YieldProcessor()		_mm_pause()
#define ReadTimeStampCounter()		__rdtsc()

FORCEINLINE void __cpuidex(int info[4], int leaf, int subleaf)
{
	__asm__ __volatile__("cpuid" : "=a"(info[0]), "=b"(info[1]), "=c"(info[2]), "=d"(info[3])
				     : "a"(leaf), "c"(subleaf));
}

FORCEINLINE void __cpuid(int info[4], int leaf) { __cpuidex(info, leaf, 0); }

#define PreFetchCacheLine(Level, Address)	__builtin_prefetch(Address)
#define PrefetchForWrite(Address)		__builtin_prefetch(Address, 1)
#define RtlPrefetchMemoryNonTemporal(Source, Length)	__builtin_prefetch(Source, 0, 0)

/* Bits that leave a number at one end and come in at the other; the order of bytes. */
#define NT_ROTATE(name, type, left, right) \
FORCEINLINE type name(type value, NT_ROTATE_COUNT count) \
{ \
	const unsigned int bits = sizeof(type) * 8; \
	return (type)(value left (count & (bits - 1)) | \
		      value right (-(unsigned int)count & (bits - 1))); \
}

#define NT_ROTATE_COUNT UCHAR
NT_ROTATE(_rotl8, UCHAR, <<, >>)
NT_ROTATE(_rotr8, UCHAR, >>, <<)
NT_ROTATE(_rotl16, USHORT, <<, >>)
NT_ROTATE(_rotr16, USHORT, >>, <<)
#undef NT_ROTATE_COUNT
#define NT_ROTATE_COUNT int
NT_ROTATE(_rotl, unsigned int, <<, >>)
NT_ROTATE(_rotr, unsigned int, >>, <<)
NT_ROTATE(_lrotl, ULONG, <<, >>)
NT_ROTATE(_lrotr, ULONG, >>, <<)
NT_ROTATE(_rotl64, unsigned long long, <<, >>)
NT_ROTATE(_rotr64, unsigned long long, >>, <<)
#undef NT_ROTATE_COUNT
#undef NT_ROTATE

#define RotateLeft8	_rotl8
#define RotateLeft16	_rotl16
#define RotateLeft32	_rotl
#define RotateLeft64	_rotl64
#define RotateRight8	_rotr8
#define RotateRight16	_rotr16
#define RotateRight32	_rotr
#define RotateRight64	_rotr64

FORCEINLINE unsigned short _byteswap_ushort(unsigned short n) { return __builtin_bswap16(n); }
FORCEINLINE ULONG _byteswap_ulong(ULONG n) { return __builtin_bswap32(n); }
FORCEINLINE ULONG64 _byteswap_uint64(ULONG64 n) { return __builtin_bswap64(n); }

/* The first bit that is set, from below or from above: 0 if none is, and Index stays. */
#define NT_BIT_SCAN(name, type, first) \
FORCEINLINE UCHAR name(ULONG *Index, type Mask) \
{ \
	if (!Mask) \
		return 0; \
	*Index = (ULONG)(first); \
	return 1; \
}

NT_BIT_SCAN(_BitScanForward, ULONG, __builtin_ctz(Mask))
NT_BIT_SCAN(_BitScanReverse, ULONG, 31 - __builtin_clz(Mask))
#ifdef _WIN64
NT_BIT_SCAN(_BitScanForward64, unsigned long long, __builtin_ctzll(Mask))
NT_BIT_SCAN(_BitScanReverse64, unsigned long long, 63 - __builtin_clzll(Mask))
#define BitScanForward64	_BitScanForward64
#define BitScanReverse64	_BitScanReverse64
#endif
#undef NT_BIT_SCAN
#define BitScanForward		_BitScanForward
#define BitScanReverse		_BitScanReverse

/* A bit of memory from this address on, and what becomes of it. */
FORCEINLINE UCHAR _bittest(const LONG *Base, LONG Bit) { return Base[Bit >> 5] >> (Bit & 31) & 1; }

#define NT_BIT_TEST(name, becomes) \
FORCEINLINE UCHAR name(LONG *Base, LONG Bit) \
{ \
	const UCHAR old = _bittest(Base, Bit); \
	ULONG *word = (ULONG *)&Base[Bit >> 5], bit = (ULONG)1 << (Bit & 31); \
	*word becomes bit; \
	return old; \
}

NT_BIT_TEST(_bittestandset, |=)
NT_BIT_TEST(_bittestandcomplement, ^=)
NT_BIT_TEST(_bittestandreset, &= ~)
#undef NT_BIT_TEST

FORCEINLINE UCHAR _interlockedbittestandset(LONG volatile *Base, LONG Bit)
{
	const LONG Old = InterlockedOr(&Base[Bit >> 5], (LONG)((ULONG)1 << (Bit & 31)));

	return (ULONG)Old >> (Bit & 31) & 1;
}

FORCEINLINE UCHAR _interlockedbittestandreset(LONG volatile *Base, LONG Bit)
{
	const LONG Old = InterlockedAnd(&Base[Bit >> 5], (LONG)~((ULONG)1 << (Bit & 31)));

	return (ULONG)Old >> (Bit & 31) & 1;
}

#define BitTest				_bittest
#define BitTestAndSet			_bittestandset
#define BitTestAndComplement		_bittestandcomplement
#define BitTestAndReset			_bittestandreset
#define InterlockedBitTestAndSet	_interlockedbittestandset
#define InterlockedBitTestAndReset	_interlockedbittestandreset

/* More interlocked operations, of other widths, and the sum. All have a full barrier. */
#define NT_INTERLOCKED(name, type, builtin) \
FORCEINLINE type name(type volatile *Target, type Value) \
{ \
	return builtin(Target, Value, __ATOMIC_SEQ_CST); \
}
#define NT_INTERLOCKED_STEP(name, type, builtin) \
FORCEINLINE type name(type volatile *Target) { return builtin(Target, 1, __ATOMIC_SEQ_CST); }

NT_INTERLOCKED_STEP(_InterlockedIncrement16, SHORT, __atomic_add_fetch)
NT_INTERLOCKED_STEP(_InterlockedDecrement16, SHORT, __atomic_sub_fetch)
NT_INTERLOCKED(_InterlockedExchange8, CCHAR, __atomic_exchange_n)
NT_INTERLOCKED(_InterlockedExchange16, SHORT, __atomic_exchange_n)
NT_INTERLOCKED(_InterlockedOr8, CCHAR, __atomic_fetch_or)
NT_INTERLOCKED(_InterlockedAnd8, CCHAR, __atomic_fetch_and)
NT_INTERLOCKED(_InterlockedXor8, CCHAR, __atomic_fetch_xor)
NT_INTERLOCKED(_InterlockedOr16, SHORT, __atomic_fetch_or)
NT_INTERLOCKED(_InterlockedAnd16, SHORT, __atomic_fetch_and)
NT_INTERLOCKED(_InterlockedXor16, SHORT, __atomic_fetch_xor)
NT_INTERLOCKED(InterlockedAdd, LONG, __atomic_add_fetch)
#ifdef _WIN64
NT_INTERLOCKED(_InterlockedOr64, LONGLONG, __atomic_fetch_or)
NT_INTERLOCKED(_InterlockedAnd64, LONGLONG, __atomic_fetch_and)
NT_INTERLOCKED(_InterlockedXor64, LONGLONG, __atomic_fetch_xor)
NT_INTERLOCKED(InterlockedAdd64, LONGLONG, __atomic_add_fetch)
#define InterlockedOr64		_InterlockedOr64
#define InterlockedAnd64	_InterlockedAnd64
#define InterlockedXor64	_InterlockedXor64
#endif
#undef NT_INTERLOCKED
#undef NT_INTERLOCKED_STEP

FORCEINLINE SHORT _InterlockedCompareExchange16(SHORT volatile *Target, SHORT Value,
						SHORT Comparand)
{
	return __sync_val_compare_and_swap(Target, Comparand, Value);
}

#define _InterlockedExchangePointer		InterlockedExchangePointer
#define _InterlockedCompareExchangePointer	InterlockedCompareExchangePointer
#define InterlockedIncrement16		_InterlockedIncrement16
#define InterlockedDecrement16		_InterlockedDecrement16
#define InterlockedCompareExchange16	_InterlockedCompareExchange16
#define InterlockedExchange8		_InterlockedExchange8
#define InterlockedExchange16		_InterlockedExchange16
#define InterlockedOr8			_InterlockedOr8
#define InterlockedAnd8			_InterlockedAnd8
#define InterlockedXor8			_InterlockedXor8
#define InterlockedOr16			_InterlockedOr16
#define InterlockedAnd16		_InterlockedAnd16
#define InterlockedXor16		_InterlockedXor16
#define InterlockedIncrementAcquire	InterlockedIncrement
#define InterlockedIncrementRelease	InterlockedIncrement
#define InterlockedIncrementNoFence	InterlockedIncrement
#define InterlockedDecrementAcquire	InterlockedDecrement
#define InterlockedDecrementRelease	InterlockedDecrement
#define InterlockedDecrementNoFence	InterlockedDecrement
#define InterlockedExchangeAcquire	InterlockedExchange
#define InterlockedExchangeNoFence	InterlockedExchange
#define InterlockedExchangeAddAcquire	InterlockedExchangeAdd
#define InterlockedExchangeAddRelease	InterlockedExchangeAdd
#define InterlockedExchangeAddNoFence	InterlockedExchangeAdd
#define InterlockedCompareExchangeAcquire	InterlockedCompareExchange
#define InterlockedCompareExchangeRelease	InterlockedCompareExchange
#define InterlockedCompareExchangeNoFence	InterlockedCompareExchange
#define InterlockedOrAcquire		InterlockedOr
#define InterlockedOrRelease		InterlockedOr
#define InterlockedAndAcquire		InterlockedAnd
#define InterlockedAndRelease		InterlockedAnd

/* Products of 64 and 128 bits, and shifts whose count is taken modulo 64. */
FORCEINLINE LONGLONG __emul(int a, int b) { return (LONGLONG)a * b; }
FORCEINLINE ULONGLONG __emulu(unsigned int a, unsigned int b) { return (ULONGLONG)a * b; }
FORCEINLINE ULONGLONG __ll_lshift(ULONGLONG n, int bits) { return n << (bits & 63); }
FORCEINLINE LONGLONG __ll_rshift(LONGLONG n, int bits) { return n >> (bits & 63); }
FORCEINLINE ULONGLONG __ull_rshift(ULONGLONG n, int bits) { return n >> (bits & 63); }
#ifdef _WIN64
FORCEINLINE ULONGLONG _umul128(ULONGLONG a, ULONGLONG b, ULONGLONG *high)
{
	const unsigned __int128 product = (unsigned __int128)a * b;

	*high = (ULONGLONG)(product >> 64);
	return (ULONGLONG)product;
}

FORCEINLINE LONGLONG _mul128(LONGLONG a, LONGLONG b, LONGLONG *high)
{
	const __int128 product = (__int128)a * b;

	*high = (LONGLONG)(product >> 64);
	return (LONGLONG)product;
}

FORCEINLINE ULONGLONG __umulh(ULONGLONG a, ULONGLONG b)
{
	ULONGLONG high;

	_umul128(a, b, &high);
	return high;
}

FORCEINLINE LONGLONG __mulh(LONGLONG a, LONGLONG b)
{
	LONGLONG high;

	_mul128(a, b, &high);
	return high;
}

#define UnsignedMultiply128	_umul128
#define Multiply128		_mul128
#define UnsignedMultiplyHigh	__umulh
#define MultiplyHigh		__mulh
#endif

/* Memory, a unit of this width at a time, as a device may want it. */
#define NT_STRING(width, type, suffix) \
FORCEINLINE void __movs##width(type *To, const type *From, SIZE_T Count) \
{ \
	__asm__ __volatile__("rep movs" suffix : "+D"(To), "+S"(From), "+c"(Count) : : "memory"); \
} \
FORCEINLINE void __stos##width(type *To, type Value, SIZE_T Count) \
{ \
	__asm__ __volatile__("rep stos" suffix : "+D"(To), "+c"(Count) : "a"(Value) : "memory"); \
}

NT_STRING(b, UCHAR, "b")
NT_STRING(w, USHORT, "w")
NT_STRING(d, ULONG, "l")
#ifdef _WIN64
NT_STRING(q, ULONGLONG, "q")
#endif
#undef NT_STRING

#ifdef __cplusplus
}
#endif

#endif
