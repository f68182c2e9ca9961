// SPDX-License-Identifier: GPL-2.0
/// memory.cc - memory, compared and filled.

#include <ntifs.h>

#include "base/check.hh"

SIZE_T NTAPI RtlCompareMemoryUlong(PVOID memory, SIZE_T length, ULONG pattern)
{
	const ULONG *word = static_cast<const ULONG *>(memory);
	const SIZE_T count = length / sizeof(pattern);
	SIZE_T n = 0;

	if (!ok(nt_is_memory(memory, length), "the memory"))
		return 0;
	while (n < count && word[n] == pattern)
		n++;
	return n * sizeof(pattern);
}

VOID NTAPI RtlFillMemoryUlong(PVOID memory, SIZE_T length, ULONG pattern)
{
	ULONG *word = static_cast<ULONG *>(memory);

	if (!ok(nt_is_memory(memory, length), "the memory"))
		return;
	for (SIZE_T n = 0; n < length / sizeof(pattern); n++)
		word[n] = pattern;
}

VOID NTAPI RtlFillMemoryUlonglong(PVOID memory, SIZE_T length, ULONGLONG pattern)
{
	ULONGLONG *word = static_cast<ULONGLONG *>(memory);

	if (!ok(nt_is_memory(memory, length), "the memory"))
		return;
	for (SIZE_T n = 0; n < length / sizeof(pattern); n++)
		word[n] = pattern;
}

SIZE_T NTAPI RtlCompareMemory(const VOID *a, const VOID *b, SIZE_T length)
{
	const UCHAR *x = static_cast<const UCHAR *>(a);
	const UCHAR *y = static_cast<const UCHAR *>(b);
	SIZE_T n = 0;

	if (!ok(nt_is_memory(a, length) && nt_is_memory(b, length), "the memory"))
		return 0;
	while (n < length && x[n] == y[n])
		n++;
	return n;
}
