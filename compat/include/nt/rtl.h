/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rtl.h - the run-time library: strings, numbers, memory, time, debug output.
 *
 * Included by wdm.h. Any IRQL unless stated otherwise; functions that allocate or free a string
 * need PASSIVE_LEVEL.
 *
 * ANSI is code page 1252, as on a Western Windows. Case is a matter of single characters:
 * Latin, Greek, Cyrillic and Armenian letters have two.
 */
#ifndef COMPAT_NT_RTL_H
#define COMPAT_NT_RTL_H

#include "../dpfilter.h"
#include "../ntdef.h"
#include "../ntstatus.h"
#include "crt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Copy, move, fill, zero and compare memory. Linux: memcpy(), memmove(),
 * memset(), memcmp().
 */
#define RtlCopyMemory(Destination, Source, Length)	memcpy(Destination, Source, Length)
#define RtlMoveMemory(Destination, Source, Length)	memmove(Destination, Source, Length)
#define RtlFillMemory(Destination, Length, Fill)	memset(Destination, Fill, Length)
#define RtlZeroMemory(Destination, Length)		memset(Destination, 0, Length)
#define RtlEqualMemory(Destination, Source, Length)	(!memcmp(Destination, Source, Length))
#define RtlCopyBytes(Destination, Source, Length)	RtlCopyMemory(Destination, Source, Length)
#define RtlFillBytes(Destination, Length, Fill)		RtlFillMemory(Destination, Length, Fill)
#define RtlZeroBytes(Destination, Length)		RtlZeroMemory(Destination, Length)

/* Returns how many bytes are equal, from the start on. Linux: own code. */
#define RtlCompareMemory ntparport_RtlCompareMemory
SIZE_T NTAPI RtlCompareMemory(const VOID *Source1, const VOID *Source2, SIZE_T Length);

/* Zeroes memory even if nobody reads it any longer. */
FORCEINLINE PVOID RtlSecureZeroMemory(PVOID Pointer, SIZE_T Size)
{
	volatile UCHAR *Byte = (volatile UCHAR *)Pointer;

	while (Size--)
		*Byte++ = 0;
	return Pointer;
}

/*
 * Make a counted string that refers to a terminated text, or to nothing (NULL); lengths are in
 * bytes. A text that is too long for a counted string is cut, as on Windows. Linux: strlen();
 * own code for 16-bit characters.
 */
#define RtlInitString ntparport_RtlInitString
VOID NTAPI RtlInitString(PSTRING DestinationString, PCSZ SourceString);
#define RtlInitAnsiString ntparport_RtlInitAnsiString
VOID NTAPI RtlInitAnsiString(PANSI_STRING DestinationString, PCSZ SourceString);
#define RtlInitUnicodeString ntparport_RtlInitUnicodeString
VOID NTAPI RtlInitUnicodeString(PUNICODE_STRING DestinationString, PCWSTR SourceString);

/* Makes an empty string with a buffer of that many bytes. */
FORCEINLINE VOID RtlInitEmptyUnicodeString(PUNICODE_STRING UnicodeString, PWSTR Buffer,
					   USHORT BufferSize)
{
	UnicodeString->Length = 0;
	UnicodeString->MaximumLength = BufferSize;
	UnicodeString->Buffer = Buffer;
}

FORCEINLINE VOID RtlInitEmptyAnsiString(PANSI_STRING AnsiString, PCHAR Buffer, USHORT BufferSize)
{
	AnsiString->Length = 0;
	AnsiString->MaximumLength = BufferSize;
	AnsiString->Buffer = Buffer;
}

/*
 * Convert into the destination's buffer, or into one that they allocate and the caller frees;
 * the result is terminated. STATUS_BUFFER_OVERFLOW: the buffer is too small;
 * STATUS_INVALID_PARAMETER_2: no string can be that long; STATUS_NO_MEMORY. A character that
 * ANSI does not have becomes a question mark. PASSIVE_LEVEL. Linux: own table of code page
 * 1252; memory as for ExAllocatePool().
 */
#define RtlAnsiStringToUnicodeString ntparport_RtlAnsiStringToUnicodeString
NTSTATUS NTAPI RtlAnsiStringToUnicodeString(PUNICODE_STRING DestinationString,
					    PANSI_STRING SourceString,
					    BOOLEAN AllocateDestinationString);
#define RtlUnicodeStringToAnsiString ntparport_RtlUnicodeStringToAnsiString
NTSTATUS NTAPI RtlUnicodeStringToAnsiString(PANSI_STRING DestinationString,
					    PCUNICODE_STRING SourceString,
					    BOOLEAN AllocateDestinationString);
/*
 * How many bytes the result of such a conversion takes, including the terminator. Linux: own
 * code.
 */
#define RtlxAnsiStringToUnicodeSize ntparport_RtlxAnsiStringToUnicodeSize
ULONG NTAPI RtlxAnsiStringToUnicodeSize(PANSI_STRING AnsiString);
#define RtlAnsiStringToUnicodeSize(String) \
	(((String)->Length + sizeof(ANSI_NULL)) * sizeof(WCHAR))
#define RtlxUnicodeStringToAnsiSize ntparport_RtlxUnicodeStringToAnsiSize
ULONG NTAPI RtlxUnicodeStringToAnsiSize(PCUNICODE_STRING UnicodeString);
#define RtlUnicodeStringToAnsiSize(String) \
	(((String)->Length + sizeof(UNICODE_NULL)) / sizeof(WCHAR))

/*
 * Free what the conversions allocated, and clear the structure. PASSIVE_LEVEL. Linux: as for
 * ExFreePool().
 */
#define RtlFreeUnicodeString ntparport_RtlFreeUnicodeString
VOID NTAPI RtlFreeUnicodeString(PUNICODE_STRING UnicodeString);
#define RtlFreeAnsiString ntparport_RtlFreeAnsiString
VOID NTAPI RtlFreeAnsiString(PANSI_STRING AnsiString);

/*
 * Copying copies as much as there is room for; appending appends all or nothing
 * (STATUS_BUFFER_TOO_SMALL). The functions for 16-bit characters add a terminator if there is
 * room for it, too. Linux: memmove().
 */
#define RtlCopyString ntparport_RtlCopyString
VOID NTAPI RtlCopyString(PSTRING DestinationString, const PSTRING SourceString);
#define RtlCopyUnicodeString ntparport_RtlCopyUnicodeString
VOID NTAPI RtlCopyUnicodeString(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString);
#define RtlAppendUnicodeStringToString ntparport_RtlAppendUnicodeStringToString
NTSTATUS NTAPI RtlAppendUnicodeStringToString(PUNICODE_STRING Destination, PCUNICODE_STRING Source);
#define RtlAppendUnicodeToString ntparport_RtlAppendUnicodeToString
NTSTATUS NTAPI RtlAppendUnicodeToString(PUNICODE_STRING Destination, PCWSTR Source);

/*
 * Appends a terminated ANSI text, or nothing (STATUS_BUFFER_TOO_SMALL); adds no terminator.
 * Linux: memmove().
 */
#define RtlAppendAsciizToString ntparport_RtlAppendAsciizToString
NTSTATUS NTAPI RtlAppendAsciizToString(PSTRING Destination, PCSZ Source);

/*
 * Compare returns a value below, equal to or above 0; the first character that differs decides,
 * or else the lengths. Equal returns TRUE or FALSE. Linux: own code.
 */
#define RtlCompareString ntparport_RtlCompareString
LONG NTAPI RtlCompareString(const PSTRING String1, const PSTRING String2, BOOLEAN CaseInSensitive);
#define RtlCompareUnicodeString ntparport_RtlCompareUnicodeString
LONG NTAPI RtlCompareUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2,
				   BOOLEAN CaseInSensitive);
#define RtlEqualString ntparport_RtlEqualString
BOOLEAN NTAPI RtlEqualString(const PSTRING String1, const PSTRING String2, BOOLEAN CaseInSensitive);
#define RtlEqualUnicodeString ntparport_RtlEqualUnicodeString
BOOLEAN NTAPI RtlEqualUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2,
				    BOOLEAN CaseInSensitive);
/* TRUE if String2 begins with String1. Linux: own code. */
#define RtlPrefixUnicodeString ntparport_RtlPrefixUnicodeString
BOOLEAN NTAPI RtlPrefixUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2,
				     BOOLEAN CaseInSensitive);

/*
 * Returns the character in the other case, or itself if it has none (in ANSI). Linux: own table
 * of characters.
 */
#define RtlUpperChar ntparport_RtlUpperChar
CHAR NTAPI RtlUpperChar(CHAR Character);
#define RtlUpcaseUnicodeChar ntparport_RtlUpcaseUnicodeChar
WCHAR NTAPI RtlUpcaseUnicodeChar(WCHAR SourceCharacter);
#define RtlDowncaseUnicodeChar ntparport_RtlDowncaseUnicodeChar
WCHAR NTAPI RtlDowncaseUnicodeChar(WCHAR SourceCharacter);
/*
 * Copies a string in upper case, as much as there is room for; the two strings may share a
 * buffer. Linux: the same table.
 */
#define RtlUpperString ntparport_RtlUpperString
VOID NTAPI RtlUpperString(PSTRING DestinationString, const PSTRING SourceString);
/*
 * Converts a string to upper case, into the destination's buffer or an allocated one, without a
 * terminator. Returns the same statuses as RtlAnsiStringToUnicodeString(). PASSIVE_LEVEL.
 * Linux: the same table; memory as for ExAllocatePool().
 */
#define RtlUpcaseUnicodeString ntparport_RtlUpcaseUnicodeString
NTSTATUS NTAPI RtlUpcaseUnicodeString(PUNICODE_STRING DestinationString,
				      PCUNICODE_STRING SourceString,
				      BOOLEAN AllocateDestinationString);

#define HASH_STRING_ALGORITHM_DEFAULT	0
#define HASH_STRING_ALGORITHM_X65599	1
#define HASH_STRING_ALGORITHM_INVALID	0xffffffff

/*
 * A number that is the same for strings that are equal, with or without regard to case: both
 * algorithms are the second one. STATUS_INVALID_PARAMETER: there is no such algorithm. Linux: own
 * code.
 */
#define RtlHashUnicodeString ntparport_RtlHashUnicodeString
NTSTATUS NTAPI RtlHashUnicodeString(const UNICODE_STRING *String, BOOLEAN CaseInSensitive,
				    ULONG HashAlgorithm, PULONG HashValue);

/*
 * Convert numbers to strings and back. The base is 2, 8, 10 or 16, otherwise
 * STATUS_INVALID_PARAMETER; 0 means 10 or, when reading, what a prefix 0b, 0o or 0x says.
 * Reading skips blanks, accepts a sign, ends at the first character that is not a digit
 * (without any digit: 0), and wraps on overflow. STATUS_BUFFER_OVERFLOW: the string's buffer is
 * too small. Linux: div_u64_rem(), hex_to_bin().
 */
#define RtlIntegerToUnicodeString ntparport_RtlIntegerToUnicodeString
NTSTATUS NTAPI RtlIntegerToUnicodeString(ULONG Value, ULONG Base, PUNICODE_STRING String);
#define RtlInt64ToUnicodeString ntparport_RtlInt64ToUnicodeString
NTSTATUS NTAPI RtlInt64ToUnicodeString(ULONGLONG Value, ULONG Base, PUNICODE_STRING String);
#if __SIZEOF_POINTER__ == 8
#define RtlIntPtrToUnicodeString(Value, Base, String) \
	RtlInt64ToUnicodeString(Value, Base, String)
#else
#define RtlIntPtrToUnicodeString(Value, Base, String) \
	RtlIntegerToUnicodeString(Value, Base, String)
#endif
#define RtlUnicodeStringToInteger ntparport_RtlUnicodeStringToInteger
NTSTATUS NTAPI RtlUnicodeStringToInteger(PCUNICODE_STRING String, ULONG Base, PULONG Value);
#define RtlCharToInteger ntparport_RtlCharToInteger
NTSTATUS NTAPI RtlCharToInteger(PCSZ String, ULONG Base, PULONG Value);

/* 64-bit arithmetic from the days when compilers had none. */

FORCEINLINE LARGE_INTEGER RtlConvertLongToLargeInteger(LONG SignedInteger)
{
	LARGE_INTEGER Result;

	Result.QuadPart = SignedInteger;
	return Result;
}

FORCEINLINE LARGE_INTEGER RtlConvertUlongToLargeInteger(ULONG UnsignedInteger)
{
	LARGE_INTEGER Result;

	Result.QuadPart = UnsignedInteger;
	return Result;
}

FORCEINLINE LARGE_INTEGER RtlLargeIntegerAdd(LARGE_INTEGER Addend1, LARGE_INTEGER Addend2)
{
	Addend1.QuadPart = (LONGLONG)((ULONGLONG)Addend1.QuadPart + (ULONGLONG)Addend2.QuadPart);
	return Addend1;
}

FORCEINLINE LARGE_INTEGER RtlLargeIntegerSubtract(LARGE_INTEGER Minuend, LARGE_INTEGER Subtrahend)
{
	Minuend.QuadPart = (LONGLONG)((ULONGLONG)Minuend.QuadPart - (ULONGLONG)Subtrahend.QuadPart);
	return Minuend;
}

FORCEINLINE LARGE_INTEGER RtlLargeIntegerNegate(LARGE_INTEGER Subtrahend)
{
	Subtrahend.QuadPart = (LONGLONG)-(ULONGLONG)Subtrahend.QuadPart;
	return Subtrahend;
}

FORCEINLINE LARGE_INTEGER RtlEnlargedIntegerMultiply(LONG Multiplicand, LONG Multiplier)
{
	LARGE_INTEGER Result;

	Result.QuadPart = (LONGLONG)Multiplicand * Multiplier;
	return Result;
}

FORCEINLINE LARGE_INTEGER RtlEnlargedUnsignedMultiply(ULONG Multiplicand, ULONG Multiplier)
{
	LARGE_INTEGER Result;

	Result.QuadPart = (LONGLONG)((ULONGLONG)Multiplicand * Multiplier);
	return Result;
}

FORCEINLINE LARGE_INTEGER RtlExtendedIntegerMultiply(LARGE_INTEGER Multiplicand, LONG Multiplier)
{
	LARGE_INTEGER Result;

	Result.QuadPart = (LONGLONG)((ULONGLONG)Multiplicand.QuadPart *
				     (ULONGLONG)(LONGLONG)Multiplier);
	return Result;
}

FORCEINLINE LARGE_INTEGER RtlLargeIntegerShiftLeft(LARGE_INTEGER LargeInteger, CCHAR ShiftCount)
{
	LARGE_INTEGER Result;

	Result.QuadPart = (LONGLONG)((ULONGLONG)LargeInteger.QuadPart << (ShiftCount & 63));
	return Result;
}

FORCEINLINE LARGE_INTEGER RtlLargeIntegerShiftRight(LARGE_INTEGER LargeInteger, CCHAR ShiftCount)
{
	LARGE_INTEGER Result;

	Result.QuadPart = (LONGLONG)((ULONGLONG)LargeInteger.QuadPart >> (ShiftCount & 63));
	return Result;
}

/* The same, but the sign stays. */
FORCEINLINE LARGE_INTEGER RtlLargeIntegerArithmeticShift(LARGE_INTEGER LargeInteger,
							 CCHAR ShiftCount)
{
	LargeInteger.QuadPart >>= ShiftCount & 63;
	return LargeInteger;
}

/*
 * Division, unsigned except for the last function. When dividing by 0, the quotient is 0, with
 * a line in the log. Linux: div_u64_rem(), div64_s64().
 */
#define RtlEnlargedUnsignedDivide ntparport_RtlEnlargedUnsignedDivide
ULONG NTAPI RtlEnlargedUnsignedDivide(ULARGE_INTEGER Dividend, ULONG Divisor, PULONG Remainder);
#define RtlExtendedLargeIntegerDivide ntparport_RtlExtendedLargeIntegerDivide
LARGE_INTEGER NTAPI RtlExtendedLargeIntegerDivide(LARGE_INTEGER Dividend, ULONG Divisor,
						  PULONG Remainder);
#define RtlLargeIntegerDivide ntparport_RtlLargeIntegerDivide
LARGE_INTEGER NTAPI RtlLargeIntegerDivide(LARGE_INTEGER Dividend, LARGE_INTEGER Divisor,
					  PLARGE_INTEGER Remainder);

/* Comparisons, signed. */
#define RtlLargeIntegerGreaterThan(X, Y)		((X).QuadPart > (Y).QuadPart)
#define RtlLargeIntegerGreaterThanOrEqualTo(X, Y)	((X).QuadPart >= (Y).QuadPart)
#define RtlLargeIntegerEqualTo(X, Y)			((X).QuadPart == (Y).QuadPart)
#define RtlLargeIntegerNotEqualTo(X, Y)			((X).QuadPart != (Y).QuadPart)
#define RtlLargeIntegerLessThan(X, Y)			((X).QuadPart < (Y).QuadPart)
#define RtlLargeIntegerLessThanOrEqualTo(X, Y)		((X).QuadPart <= (Y).QuadPart)
#define RtlLargeIntegerGreaterThanZero(X)		((X).QuadPart > 0)
#define RtlLargeIntegerGreaterOrEqualToZero(X)		((X).QuadPart >= 0)
#define RtlLargeIntegerEqualToZero(X)			((X).QuadPart == 0)
#define RtlLargeIntegerNotEqualToZero(X)		((X).QuadPart != 0)
#define RtlLargeIntegerLessThanZero(X)			((X).QuadPart < 0)
#define RtlLargeIntegerLessOrEqualToZero(X)		((X).QuadPart <= 0)

/* Time in units of 100 ns since 1601, as for KeQuerySystemTime(), and its fields. */
typedef struct _TIME_FIELDS {
	CSHORT Year;
	CSHORT Month;		/* from 1 */
	CSHORT Day;		/* from 1 */
	CSHORT Hour;
	CSHORT Minute;
	CSHORT Second;
	CSHORT Milliseconds;
	CSHORT Weekday;		/* 0: Sunday */
} TIME_FIELDS, *PTIME_FIELDS;

/* Splits a time into its fields. Linux: time64_to_tm(). */
#define RtlTimeToTimeFields ntparport_RtlTimeToTimeFields
VOID NTAPI RtlTimeToTimeFields(PLARGE_INTEGER Time, PTIME_FIELDS TimeFields);
/*
 * Makes a time from its fields. FALSE if there is no such time. The weekday is ignored. Linux:
 * mktime64().
 */
#define RtlTimeFieldsToTime ntparport_RtlTimeFieldsToTime
BOOLEAN NTAPI RtlTimeFieldsToTime(PTIME_FIELDS TimeFields, PLARGE_INTEGER Time);

/* Seconds since the beginning of 1970 or 1980. FALSE: 32 bits do not hold them. */
FORCEINLINE BOOLEAN RtlTimeToSecondsSince1970(PLARGE_INTEGER Time, PULONG ElapsedSeconds)
{
	const LONGLONG Seconds = Time->QuadPart / 10000000 - 11644473600LL;

	if (Time->QuadPart < 0 || Seconds < 0 || Seconds > MAXULONG)
		return FALSE;
	*ElapsedSeconds = (ULONG)Seconds;
	return TRUE;
}

FORCEINLINE BOOLEAN RtlTimeToSecondsSince1980(PLARGE_INTEGER Time, PULONG ElapsedSeconds)
{
	const LONGLONG Seconds = Time->QuadPart / 10000000 - 11960006400LL;

	if (Time->QuadPart < 0 || Seconds < 0 || Seconds > MAXULONG)
		return FALSE;
	*ElapsedSeconds = (ULONG)Seconds;
	return TRUE;
}

/* The time of that many seconds since then. */
FORCEINLINE VOID RtlSecondsSince1970ToTime(ULONG ElapsedSeconds, PLARGE_INTEGER Time)
{
	Time->QuadPart = (ElapsedSeconds + 11644473600LL) * 10000000;
}

FORCEINLINE VOID RtlSecondsSince1980ToTime(ULONG ElapsedSeconds, PLARGE_INTEGER Time)
{
	Time->QuadPart = (ElapsedSeconds + 11960006400LL) * 10000000;
}

/*
 * Debug output goes to the kernel log, each line preceded by the name of the driver; at most
 * 512 bytes for each call. Formats are explained in crt.h. A mask of levels counts as its lowest
 * bit. Any IRQL.
 */

/*
 * Logs at most 512 bytes of a message, at DPFLTR_INFO_LEVEL or at the given level, each line
 * preceded by the name of the driver. A line ends at its newline, which may come from this call
 * or from a later one by the same thread, DPC or interrupt routine (W13); or at 512 bytes, when
 * the driver is unloaded, or when sixteen other lines have begun since. STATUS_SUCCESS. Any
 * IRQL. Linux: own formatter; pr_info(), pr_warn(), pr_err().
 *
 * Differs: for what can be an address, %p prints Linux's stand-in; below 64 KiB it prints the
 * number. Beyond 1000 lines of a driver in five seconds, lines are only counted.
 */
#define DbgPrint ntparport_DbgPrint
ULONG DbgPrint(PCSTR Format, ...);
#define DbgPrintEx ntparport_DbgPrintEx
ULONG DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...);
#define vDbgPrintEx ntparport_vDbgPrintEx
ULONG NTAPI vDbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, va_list arglist);

/*
 * The same with Prefix before it, which is not a format. Any IRQL. Linux: as for these.
 * ("vDbgPrintExWithPrefix".)
 */
#define vDbgPrintExWithPrefix ntparport_vDbgPrintExWithPrefix
ULONG NTAPI vDbgPrintExWithPrefix(PCCH Prefix, ULONG ComponentId, ULONG Level, PCCH Format,
				  va_list ap);

/*
 * For an assertion that does not hold: writes one line to the log; the driver goes on. Linux:
 * pr_err().
 */
#define RtlAssert ntparport_RtlAssert
VOID NTAPI RtlAssert(PVOID FailedAssertion, PVOID FileName, ULONG LineNumber, PSTR Message);

/*
 * There is no debugger to break into: writes one line to the log, and the driver goes on.
 * Linux: pr_err().
 */
#define DbgBreakPoint ntparport_DbgBreakPoint
VOID NTAPI DbgBreakPoint(VOID);
/* The same, with a number in that line. Linux: pr_err(). ("DbgBreakPointWithStatus".) */
#define DbgBreakPointWithStatus ntparport_DbgBreakPointWithStatus
VOID NTAPI DbgBreakPointWithStatus(ULONG Status);

/*
 * Asks whoever sits at the debugger, and returns how many bytes Response got. Any IRQL. Linux: as
 * for DbgPrint(). ("DbgPrompt".)
 *
 * Differs: nobody sits there: the log has the question, Response is an empty text, and there is no
 * byte of an answer: 0.
 */
#define DbgPrompt ntparport_DbgPrompt
ULONG NTAPI DbgPrompt(PCCH Prompt, PCH Response, ULONG MaximumResponseLength);

/*
 * Whether DbgPrintEx() logs lines of this component at this level, which is a number below 32 or a
 * mask of them: TRUE or FALSE. And sets whether it does from now on. STATUS_INVALID_PARAMETER_1:
 * there is no such component. Any IRQL. Linux: own table.
 * ("DbgQueryDebugFilterState", "DbgSetDebugFilterState".)
 *
 * Differs: at first it logs all of them; and again all of a component's when the driver that was
 * the last to switch some off is unloaded.
 */
#define DbgQueryDebugFilterState ntparport_DbgQueryDebugFilterState
NTSTATUS NTAPI DbgQueryDebugFilterState(ULONG ComponentId, ULONG Level);
#define DbgSetDebugFilterState ntparport_DbgSetDebugFilterState
NTSTATUS NTAPI DbgSetDebugFilterState(ULONG ComponentId, ULONG Level, BOOLEAN State);

/*
 * Whether there is no debugger of the kernel: TRUE. Any IRQL. Linux: none: a constant.
 * ("KdRefreshDebuggerNotPresent".)
 */
#define KdRefreshDebuggerNotPresent ntparport_KdRefreshDebuggerNotPresent
BOOLEAN NTAPI KdRefreshDebuggerNotPresent(VOID);
/*
 * Turns that debugger off, and on again: STATUS_DEBUGGER_INACTIVE, there is none. Any IRQL.
 * Linux: none: a constant. ("KdDisableDebugger", "KdEnableDebugger".)
 */
#define KdDisableDebugger ntparport_KdDisableDebugger
NTSTATUS NTAPI KdDisableDebugger(VOID);
#define KdEnableDebugger ntparport_KdEnableDebugger
NTSTATUS NTAPI KdEnableDebugger(VOID);

/* For checked builds, in which DBG is 1; in free builds these are nothing. */
#if defined(DBG) && DBG
#define KdPrint(_x_)		DbgPrint _x_
#define KdPrintEx(_x_)		DbgPrintEx _x_
#define KdBreakPoint()		DbgBreakPoint()
#define KdBreakPointWithStatus(s)	DbgBreakPointWithStatus(s)
/* The log has the expression as it is written, macros and all. */
#define ASSERTMSG(msg, exp) \
	((VOID)((exp) || (RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, (PSTR)(msg)), 0)))
#define ASSERT(exp) \
	((VOID)((exp) || (RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, NULL), 0)))
#define NT_ASSERT(exp) \
	((VOID)((exp) || (RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, NULL), 0)))
#define NT_ASSERTMSG(msg, exp) \
	((VOID)((exp) || (RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, (PSTR)(msg)), 0)))
#define RTL_SOFT_ASSERT(exp) \
	((VOID)((exp) || (RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, NULL), 0)))
#define RTL_SOFT_ASSERTMSG(msg, exp) \
	((VOID)((exp) || (RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, (PSTR)(msg)), 0)))
/* These have a value, and the expression is evaluated by free builds, too, which check nothing. */
#define NT_VERIFY(exp) __extension__({ \
	BOOLEAN _holds = !!(exp); \
	if (!_holds) \
		RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, NULL); \
	_holds; })
#define NT_VERIFYMSG(msg, exp) __extension__({ \
	BOOLEAN _holds = !!(exp); \
	if (!_holds) \
		RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, (PSTR)(msg)); \
	_holds; })
#define RTL_VERIFY(exp) __extension__({ \
	BOOLEAN _holds = !!(exp); \
	if (!_holds) \
		RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, NULL); \
	_holds; })
#define RTL_VERIFYMSG(msg, exp) __extension__({ \
	BOOLEAN _holds = !!(exp); \
	if (!_holds) \
		RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, (PSTR)(msg)); \
	_holds; })
#define RTL_SOFT_VERIFY(exp) __extension__({ \
	BOOLEAN _holds = !!(exp); \
	if (!_holds) \
		RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, NULL); \
	_holds; })
#define RTL_SOFT_VERIFYMSG(msg, exp) __extension__({ \
	BOOLEAN _holds = !!(exp); \
	if (!_holds) \
		RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, (PSTR)(msg)); \
	_holds; })
/* Marks code that may be paged out: asserts that the IRQL allows that. Needs no semicolon. */
#define PAGED_CODE()	{ ASSERT(KeGetCurrentIrql() <= APC_LEVEL); }
#else
#define PAGED_CODE()
#define KdPrint(_x_)
#define KdPrintEx(_x_)
#define KdBreakPoint()
#define KdBreakPointWithStatus(s)
#define NT_ASSERT(exp)		((VOID)0)
#define NT_ASSERTMSG(msg, exp)	((VOID)0)
#define RTL_SOFT_ASSERT(exp)	((VOID)0)
#define RTL_SOFT_ASSERTMSG(msg, exp)	((VOID)0)
#define NT_VERIFY(exp)		((exp) ? TRUE : FALSE)
#define NT_VERIFYMSG(msg, exp)	((exp) ? TRUE : FALSE)
#define RTL_VERIFY(exp)		((exp) ? TRUE : FALSE)
#define RTL_VERIFYMSG(msg, exp)	((exp) ? TRUE : FALSE)
#define RTL_SOFT_VERIFY(exp)	((exp) ? TRUE : FALSE)
#define RTL_SOFT_VERIFYMSG(msg, exp)	((exp) ? TRUE : FALSE)
#define ASSERTMSG(msg, exp)	((VOID)0)
#define ASSERT(exp)		((VOID)0)
#endif
/* As ASSERT, in code that may be paged out. */
#define PAGED_ASSERT(exp)	ASSERT(exp)

#ifdef __cplusplus
}
#endif

#endif
