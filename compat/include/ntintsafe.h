/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntintsafe.h - arithmetic that tells when a result does not fit: STATUS_INTEGER_OVERFLOW, and the
 * result then has all bits set (0 for characters), as callers may rely on.
 */
#ifndef COMPAT_NTINTSAFE_H
#define COMPAT_NTINTSAFE_H

#ifdef COMPAT_DRIVER_MSC_H
#define _NTINTSAFE_H_INCLUDED_
#endif

#include "ntdef.h"
#include "ntstatus.h"
#include "nt/crt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The same number as another type. Any IRQL. Linux: own code. */
FORCEINLINE NTSTATUS RtlUShortToUChar(USHORT Operand, UCHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUShortToShort(USHORT Operand, SHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUShortToChar(USHORT Operand, CHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlShortToUChar(SHORT Operand, UCHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlShortToUShort(SHORT Operand, USHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlShortToULong(SHORT Operand, ULONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlShortToUIntPtr(SHORT Operand, UINT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (UINT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlShortToULongPtr(SHORT Operand, ULONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlShortToULongLong(SHORT Operand, ULONGLONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlShortToChar(SHORT Operand, CHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongToUChar(ULONG Operand, UCHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongToUShort(ULONG Operand, USHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongToShort(ULONG Operand, SHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongToLong(ULONG Operand, LONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongToInt(ULONG Operand, INT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongToUIntPtr(ULONG Operand, UINT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (UINT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongToIntPtr(ULONG Operand, INT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongToLongPtr(ULONG Operand, LONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongToChar(ULONG Operand, CHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongToUChar(LONG Operand, UCHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongToUShort(LONG Operand, USHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongToShort(LONG Operand, SHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongToULong(LONG Operand, ULONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongToInt(LONG Operand, INT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongToUIntPtr(LONG Operand, UINT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (UINT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongToSizeT(LONG Operand, size_t *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (size_t)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongToULongPtr(LONG Operand, ULONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongToIntPtr(LONG Operand, INT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongToULongLong(LONG Operand, ULONGLONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongToChar(LONG Operand, CHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntToUChar(INT Operand, UCHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntToUShort(INT Operand, USHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntToShort(INT Operand, SHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntToULong(INT Operand, ULONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntToUIntPtr(INT Operand, UINT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (UINT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntToSizeT(INT Operand, size_t *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (size_t)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntToULongPtr(INT Operand, ULONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntToULongLong(INT Operand, ULONGLONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntToChar(INT Operand, CHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrToUChar(UINT_PTR Operand, UCHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrToUShort(UINT_PTR Operand, USHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrToShort(UINT_PTR Operand, SHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrToULong(UINT_PTR Operand, ULONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrToLong(UINT_PTR Operand, LONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrToInt(UINT_PTR Operand, INT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrToIntPtr(UINT_PTR Operand, INT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrToLongPtr(UINT_PTR Operand, LONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrToLongLong(UINT_PTR Operand, LONGLONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrToChar(UINT_PTR Operand, CHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlSizeTToULong(size_t Operand, ULONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlSizeTToLong(size_t Operand, LONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlSizeTToInt(size_t Operand, INT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlSizeTToIntPtr(size_t Operand, INT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlSizeTToLongPtr(size_t Operand, LONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrToUChar(ULONG_PTR Operand, UCHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrToUShort(ULONG_PTR Operand, USHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrToShort(ULONG_PTR Operand, SHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrToULong(ULONG_PTR Operand, ULONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrToLong(ULONG_PTR Operand, LONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrToInt(ULONG_PTR Operand, INT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrToUIntPtr(ULONG_PTR Operand, UINT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (UINT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrToIntPtr(ULONG_PTR Operand, INT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrToLongPtr(ULONG_PTR Operand, LONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrToLongLong(ULONG_PTR Operand, LONGLONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrToChar(ULONG_PTR Operand, CHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrToUChar(INT_PTR Operand, UCHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrToUShort(INT_PTR Operand, USHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrToShort(INT_PTR Operand, SHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrToULong(INT_PTR Operand, ULONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrToLong(INT_PTR Operand, LONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrToInt(INT_PTR Operand, INT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrToUIntPtr(INT_PTR Operand, UINT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (UINT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrToSizeT(INT_PTR Operand, size_t *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (size_t)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrToULongPtr(INT_PTR Operand, ULONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrToLongPtr(INT_PTR Operand, LONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrToULongLong(INT_PTR Operand, ULONGLONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrToChar(INT_PTR Operand, CHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrToUChar(LONG_PTR Operand, UCHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrToUShort(LONG_PTR Operand, USHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrToShort(LONG_PTR Operand, SHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrToULong(LONG_PTR Operand, ULONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrToLong(LONG_PTR Operand, LONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrToInt(LONG_PTR Operand, INT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrToUIntPtr(LONG_PTR Operand, UINT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (UINT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrToSizeT(LONG_PTR Operand, size_t *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (size_t)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrToULongPtr(LONG_PTR Operand, ULONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrToIntPtr(LONG_PTR Operand, INT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrToULongLong(LONG_PTR Operand, ULONGLONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrToChar(LONG_PTR Operand, CHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToUChar(ULONGLONG Operand, UCHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToUShort(ULONGLONG Operand, USHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToShort(ULONGLONG Operand, SHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToULong(ULONGLONG Operand, ULONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToLong(ULONGLONG Operand, LONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToInt(ULONGLONG Operand, INT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToUIntPtr(ULONGLONG Operand, UINT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (UINT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToSizeT(ULONGLONG Operand, size_t *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (size_t)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToULongPtr(ULONGLONG Operand, ULONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToIntPtr(ULONGLONG Operand, INT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToLongPtr(ULONGLONG Operand, LONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToLongLong(ULONGLONG Operand, LONGLONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongToChar(ULONGLONG Operand, CHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongToUChar(LONGLONG Operand, UCHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongToUShort(LONGLONG Operand, USHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongToShort(LONGLONG Operand, SHORT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongToULong(LONGLONG Operand, ULONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongToLong(LONGLONG Operand, LONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongToInt(LONGLONG Operand, INT *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongToIntPtr(LONGLONG Operand, INT_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (INT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongToLongPtr(LONGLONG Operand, LONG_PTR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (LONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongToULongLong(LONGLONG Operand, ULONGLONG *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = (ULONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongToChar(LONGLONG Operand, CHAR *Result)
{
	if (!__builtin_add_overflow(Operand, 0, Result))
		return STATUS_SUCCESS;
	*Result = 0;
	return STATUS_INTEGER_OVERFLOW;
}

/* The sum of two numbers. Any IRQL. Linux: own code. */
FORCEINLINE NTSTATUS RtlUShortAdd(USHORT A, USHORT B, USHORT *Result)
{
	if (!__builtin_add_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlShortAdd(SHORT A, SHORT B, SHORT *Result)
{
	if (!__builtin_add_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongAdd(ULONG A, ULONG B, ULONG *Result)
{
	if (!__builtin_add_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongAdd(LONG A, LONG B, LONG *Result)
{
	if (!__builtin_add_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (LONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntAdd(INT A, INT B, INT *Result)
{
	if (!__builtin_add_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (INT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrAdd(UINT_PTR A, UINT_PTR B, UINT_PTR *Result)
{
	if (!__builtin_add_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (UINT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlSizeTAdd(size_t A, size_t B, size_t *Result)
{
	if (!__builtin_add_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (size_t)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrAdd(ULONG_PTR A, ULONG_PTR B, ULONG_PTR *Result)
{
	if (!__builtin_add_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrAdd(INT_PTR A, INT_PTR B, INT_PTR *Result)
{
	if (!__builtin_add_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (INT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrAdd(LONG_PTR A, LONG_PTR B, LONG_PTR *Result)
{
	if (!__builtin_add_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (LONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongAdd(ULONGLONG A, ULONGLONG B, ULONGLONG *Result)
{
	if (!__builtin_add_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (ULONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongAdd(LONGLONG A, LONGLONG B, LONGLONG *Result)
{
	if (!__builtin_add_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (LONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

/* The difference of two numbers. Any IRQL. Linux: own code. */
FORCEINLINE NTSTATUS RtlUShortSub(USHORT A, USHORT B, USHORT *Result)
{
	if (!__builtin_sub_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlShortSub(SHORT A, SHORT B, SHORT *Result)
{
	if (!__builtin_sub_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongSub(ULONG A, ULONG B, ULONG *Result)
{
	if (!__builtin_sub_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongSub(LONG A, LONG B, LONG *Result)
{
	if (!__builtin_sub_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (LONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntSub(INT A, INT B, INT *Result)
{
	if (!__builtin_sub_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (INT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrSub(UINT_PTR A, UINT_PTR B, UINT_PTR *Result)
{
	if (!__builtin_sub_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (UINT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlSizeTSub(size_t A, size_t B, size_t *Result)
{
	if (!__builtin_sub_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (size_t)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrSub(ULONG_PTR A, ULONG_PTR B, ULONG_PTR *Result)
{
	if (!__builtin_sub_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrSub(INT_PTR A, INT_PTR B, INT_PTR *Result)
{
	if (!__builtin_sub_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (INT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrSub(LONG_PTR A, LONG_PTR B, LONG_PTR *Result)
{
	if (!__builtin_sub_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (LONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongSub(ULONGLONG A, ULONGLONG B, ULONGLONG *Result)
{
	if (!__builtin_sub_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (ULONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongSub(LONGLONG A, LONGLONG B, LONGLONG *Result)
{
	if (!__builtin_sub_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (LONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

/* The product of two numbers. Any IRQL. Linux: own code. */
FORCEINLINE NTSTATUS RtlUShortMult(USHORT A, USHORT B, USHORT *Result)
{
	if (!__builtin_mul_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (USHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlShortMult(SHORT A, SHORT B, SHORT *Result)
{
	if (!__builtin_mul_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (SHORT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongMult(ULONG A, ULONG B, ULONG *Result)
{
	if (!__builtin_mul_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongMult(LONG A, LONG B, LONG *Result)
{
	if (!__builtin_mul_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (LONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntMult(INT A, INT B, INT *Result)
{
	if (!__builtin_mul_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (INT)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlUIntPtrMult(UINT_PTR A, UINT_PTR B, UINT_PTR *Result)
{
	if (!__builtin_mul_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (UINT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlSizeTMult(size_t A, size_t B, size_t *Result)
{
	if (!__builtin_mul_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (size_t)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongPtrMult(ULONG_PTR A, ULONG_PTR B, ULONG_PTR *Result)
{
	if (!__builtin_mul_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (ULONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlIntPtrMult(INT_PTR A, INT_PTR B, INT_PTR *Result)
{
	if (!__builtin_mul_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (INT_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongPtrMult(LONG_PTR A, LONG_PTR B, LONG_PTR *Result)
{
	if (!__builtin_mul_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (LONG_PTR)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlULongLongMult(ULONGLONG A, ULONGLONG B, ULONGLONG *Result)
{
	if (!__builtin_mul_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (ULONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

FORCEINLINE NTSTATUS RtlLongLongMult(LONGLONG A, LONGLONG B, LONGLONG *Result)
{
	if (!__builtin_mul_overflow(A, B, Result))
		return STATUS_SUCCESS;
	*Result = (LONGLONG)~0;
	return STATUS_INTEGER_OVERFLOW;
}

#ifdef __cplusplus
}
#endif

/* Only for drivers. */
#ifdef COMPAT_DRIVER_MSC_H
#include <nt_intsafe.h>
#endif

#endif
