/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntstrsafe.h - text that never runs over its buffer. Any IRQL; all of it is inline.
 *
 * Cch counts characters, Cb bytes, of the whole buffer; A is text of bytes, W of 16-bit
 * characters. What is written is terminated. STATUS_BUFFER_OVERFLOW, a warning and so
 * not NT_SUCCESS(): the text did not fit and was cut. STATUS_INVALID_PARAMETER: NULL, a
 * buffer without room, one above NTSTRSAFE_MAX_CCH characters, one that holds no
 * terminated text to append to, or a wrong flag. The functions Ex also say where the
 * text ends, and how much of the buffer is left (the terminator included), and take
 * flags; there, an empty text fits a buffer without room.
 *
 * Those of UNICODE_STRING do not terminate, and stop at MaximumLength.
 */
#ifndef COMPAT_NTSTRSAFE_H
#define COMPAT_NTSTRSAFE_H

#ifdef COMPAT_DRIVER_MSC_H
#define _NTSTRSAFE_H_INCLUDED_
#endif

#include "ntdef.h"
#include "ntstatus.h"
#include "nt/crt.h"

/* How long a text may be at most. */
#define NTSTRSAFE_MAX_CCH			2147483647
#define NTSTRSAFE_UNICODE_STRING_MAX_CCH	(0xffff / sizeof(WCHAR))

/*
 * Flags of the functions Ex; the lowest byte is what to fill with. IGNORE_NULLS: NULL
 * is an empty text, or a buffer without room. FILL_BEHIND_NULL: what comes after the
 * terminator is filled. On failure: FILL_ON_FAILURE fills the buffer, except for
 * a terminator at its end; NULL_ON_FAILURE empties the text. NO_TRUNCATION: nothing is
 * cut; text that does not fit is not appended, and leaves an empty text when copied
 * or formatted. (So does Windows; the driver kit's documentation says that the buffer
 * is left alone.)
 */
#define STRSAFE_IGNORE_NULLS		0x00000100
#define STRSAFE_FILL_BEHIND_NULL	0x00000200
#define STRSAFE_FILL_ON_FAILURE		0x00000400
#define STRSAFE_NULL_ON_FAILURE		0x00000800
#define STRSAFE_NO_TRUNCATION		0x00001000

/*
 * The same for those of UNICODE_STRING, to which NO_TRUNCATION leaves what they hold
 * (except for formatted text). DEST_NULL_TERMINATED: these terminate, too.
 */
#define STRSAFE_FILL_BEHIND				0x00000200
#define STRSAFE_ZERO_LENGTH_ON_FAILURE			0x00000800
#define STRSAFE_IGNORE_NULL_UNICODE_STRINGS		0x00010000
#define STRSAFE_UNICODE_STRING_DEST_NULL_TERMINATED	0x00020000

#define STRSAFE_VALID_FLAGS \
	(0xff | STRSAFE_IGNORE_NULLS | STRSAFE_FILL_BEHIND_NULL | STRSAFE_FILL_ON_FAILURE | \
	 STRSAFE_NULL_ON_FAILURE | STRSAFE_NO_TRUNCATION)
#define STRSAFE_UNICODE_STRING_VALID_FLAGS \
	(STRSAFE_VALID_FLAGS | STRSAFE_IGNORE_NULL_UNICODE_STRINGS | \
	 STRSAFE_UNICODE_STRING_DEST_NULL_TERMINATED)

/* Flags that fill with the byte x; the byte of flags. */
#define STRSAFE_FILL_BYTE(x)			((ULONG)(((x) & 0xff) | STRSAFE_FILL_BEHIND_NULL))
#define STRSAFE_FAILURE_BYTE(x)			((ULONG)(((x) & 0xff) | STRSAFE_FILL_ON_FAILURE))
#define STRSAFE_GET_FILL_PATTERN(dwFlags)	((int)((dwFlags) & 0xff))

#ifdef __cplusplus
extern "C" {
#endif

typedef char *NTSTRSAFE_PSTR;
typedef const char *NTSTRSAFE_PCSTR;
typedef WCHAR *NTSTRSAFE_PWSTR;
typedef const WCHAR *NTSTRSAFE_PCWSTR;
/* Not necessarily at an even address. */
typedef WCHAR NTSTRSAFE_UWCHAR __attribute__((aligned(1)));
typedef const NTSTRSAFE_UWCHAR *NTSTRSAFE_PCUWSTR;

/* What the functions below are made of, for text of bytes and of 16-bit characters. */

static inline NTSTATUS NTAPI RtlStringLengthWorkerA(NTSTRSAFE_PCSTR psz, size_t cchMax,
						    size_t *pcchLength)
{
	size_t length = 0;

	while (length < cchMax && psz[length])
		length++;
	if (pcchLength)
		*pcchLength = length < cchMax ? length : 0;
	return length < cchMax ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

/* A failure: what the flags make of the buffer, the end of its text, and what is left. */
static inline VOID COMPAT_StringFailA(NTSTRSAFE_PSTR pszDest, size_t cchDest, size_t cbDest,
				      ULONG dwFlags, NTSTRSAFE_PSTR *end, size_t *left)
{
	const int fill = STRSAFE_GET_FILL_PATTERN(dwFlags);

	if (!pszDest || !cchDest ||
	    !(dwFlags & (STRSAFE_FILL_ON_FAILURE | STRSAFE_NULL_ON_FAILURE)))
		return;
	*end = pszDest;
	if (dwFlags & STRSAFE_FILL_ON_FAILURE) {
		memset(pszDest, fill, cbDest);
		if (fill && !(dwFlags & STRSAFE_NULL_ON_FAILURE))
			*end = pszDest + cchDest - 1;
		pszDest[cchDest - 1] = 0;
	}
	**end = 0;
	*left = cchDest - (size_t)(*end - pszDest);
}

static inline NTSTATUS NTAPI RtlStringCopyNExWorkerA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
						     size_t cbDest, NTSTRSAFE_PCSTR pszSrc,
						     size_t cchToCopy, NTSTRSAFE_PSTR *ppszDestEnd,
						     size_t *pcchRemaining, ULONG dwFlags)
{
	const int nulls = !!(dwFlags & STRSAFE_IGNORE_NULLS);
	NTSTATUS status = STATUS_SUCCESS;
	NTSTRSAFE_PSTR end = pszDest;
	size_t left = cchDest;

	if ((dwFlags & ~(ULONG)STRSAFE_VALID_FLAGS) || cchToCopy > NTSTRSAFE_MAX_CCH ||
	    (!nulls && (!pszDest || !pszSrc)) || (!pszDest && cchDest)) {
		status = STATUS_INVALID_PARAMETER;
	} else if (!cchDest) {
		if (pszSrc && cchToCopy && *pszSrc)
			status = STATUS_INVALID_PARAMETER;
	} else {
		while (pszSrc && cchToCopy && *pszSrc && left > 1) {
			*end++ = *pszSrc++;
			cchToCopy--;
			left--;
		}
		*end = 0;
		if (pszSrc && cchToCopy && *pszSrc)
			status = STATUS_BUFFER_OVERFLOW;
		else if (dwFlags & STRSAFE_FILL_BEHIND_NULL)
			memset(end + 1, STRSAFE_GET_FILL_PATTERN(dwFlags),
			       cbDest - (cchDest - left + 1) * sizeof(*end));
	}
	if (status == STATUS_BUFFER_OVERFLOW && (dwFlags & STRSAFE_NO_TRUNCATION))
		dwFlags |= STRSAFE_NULL_ON_FAILURE;
	if (status != STATUS_SUCCESS)
		COMPAT_StringFailA(pszDest, cchDest, cbDest, dwFlags, &end, &left);
	if (status != STATUS_INVALID_PARAMETER) {
		if (ppszDestEnd)
			*ppszDestEnd = end;
		if (pcchRemaining)
			*pcchRemaining = left;
	}
	return status;
}

static inline NTSTATUS NTAPI RtlStringCatNExWorkerA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
						    size_t cbDest, NTSTRSAFE_PCSTR pszSrc,
						    size_t cchToAppend, NTSTRSAFE_PSTR *ppszDestEnd,
						    size_t *pcchRemaining, ULONG dwFlags)
{
	const ULONG later = STRSAFE_FILL_ON_FAILURE | STRSAFE_NULL_ON_FAILURE |
			    STRSAFE_NO_TRUNCATION;
	NTSTATUS status = STATUS_SUCCESS;
	NTSTRSAFE_PSTR end = pszDest;
	size_t length = 0, left = cchDest;

	if (cchDest && pszDest)
		status = RtlStringLengthWorkerA(pszDest, cchDest, &length);
	if (status == STATUS_SUCCESS)
		status = RtlStringCopyNExWorkerA(pszDest ? pszDest + length : pszDest,
						 cchDest - length, cbDest - length * sizeof(*end),
						 pszSrc, cchToAppend, &end, &left,
						 dwFlags & ~later);
	if (status == STATUS_BUFFER_OVERFLOW && (dwFlags & STRSAFE_NO_TRUNCATION)) {
		end = pszDest + length;
		left = cchDest - length;
		*end = 0;
	}
	if (status != STATUS_SUCCESS)
		COMPAT_StringFailA(pszDest, cchDest, cbDest, dwFlags, &end, &left);
	if (status != STATUS_INVALID_PARAMETER) {
		if (ppszDestEnd)
			*ppszDestEnd = end;
		if (pcchRemaining)
			*pcchRemaining = left;
	}
	return status;
}

static inline NTSTATUS NTAPI RtlStringVPrintfExWorkerA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
						       size_t cbDest, NTSTRSAFE_PSTR *ppszDestEnd,
						       size_t *pcchRemaining, ULONG dwFlags,
						       NTSTRSAFE_PCSTR pszFormat, va_list argList)
{
	const int nulls = !!(dwFlags & STRSAFE_IGNORE_NULLS);
	NTSTATUS status = STATUS_SUCCESS;
	NTSTRSAFE_PSTR end = pszDest;
	size_t left = cchDest;

	if ((dwFlags & ~(ULONG)STRSAFE_VALID_FLAGS) || (!nulls && (!pszDest || !pszFormat)) ||
	    (!pszDest && cchDest)) {
		status = STATUS_INVALID_PARAMETER;
	} else if (!cchDest) {
		if (pszFormat && *pszFormat)
			status = STATUS_INVALID_PARAMETER;
	} else {
		const int length = pszFormat ? _vsnprintf(pszDest, cchDest, pszFormat, argList) : 0;

		if (length < 0 || (size_t)length >= cchDest)
			status = STATUS_BUFFER_OVERFLOW;
		left = status == STATUS_SUCCESS ? cchDest - (size_t)length : 1;
		end = pszDest + (cchDest - left);
		*end = 0;
		if (status == STATUS_SUCCESS && (dwFlags & STRSAFE_FILL_BEHIND_NULL))
			memset(end + 1, STRSAFE_GET_FILL_PATTERN(dwFlags),
			       cbDest - (cchDest - left + 1) * sizeof(*end));
	}
	if (status == STATUS_BUFFER_OVERFLOW && (dwFlags & STRSAFE_NO_TRUNCATION))
		dwFlags |= STRSAFE_NULL_ON_FAILURE;
	if (status != STATUS_SUCCESS)
		COMPAT_StringFailA(pszDest, cchDest, cbDest, dwFlags, &end, &left);
	if (status != STATUS_INVALID_PARAMETER) {
		if (ppszDestEnd)
			*ppszDestEnd = end;
		if (pcchRemaining)
			*pcchRemaining = left;
	}
	return status;
}

static inline NTSTATUS NTAPI RtlStringLengthWorkerW(NTSTRSAFE_PCWSTR psz, size_t cchMax,
						    size_t *pcchLength)
{
	size_t length = 0;

	while (length < cchMax && psz[length])
		length++;
	if (pcchLength)
		*pcchLength = length < cchMax ? length : 0;
	return length < cchMax ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

/* A failure: what the flags make of the buffer, the end of its text, and what is left. */
static inline VOID COMPAT_StringFailW(NTSTRSAFE_PWSTR pszDest, size_t cchDest, size_t cbDest,
				      ULONG dwFlags, NTSTRSAFE_PWSTR *end, size_t *left)
{
	const int fill = STRSAFE_GET_FILL_PATTERN(dwFlags);

	if (!pszDest || !cchDest ||
	    !(dwFlags & (STRSAFE_FILL_ON_FAILURE | STRSAFE_NULL_ON_FAILURE)))
		return;
	*end = pszDest;
	if (dwFlags & STRSAFE_FILL_ON_FAILURE) {
		memset(pszDest, fill, cbDest);
		if (fill && !(dwFlags & STRSAFE_NULL_ON_FAILURE))
			*end = pszDest + cchDest - 1;
		pszDest[cchDest - 1] = 0;
	}
	**end = 0;
	*left = cchDest - (size_t)(*end - pszDest);
}

static inline NTSTATUS NTAPI RtlStringCopyNExWorkerW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
						     size_t cbDest, NTSTRSAFE_PCWSTR pszSrc,
						     size_t cchToCopy, NTSTRSAFE_PWSTR *ppszDestEnd,
						     size_t *pcchRemaining, ULONG dwFlags)
{
	const int nulls = !!(dwFlags & STRSAFE_IGNORE_NULLS);
	NTSTATUS status = STATUS_SUCCESS;
	NTSTRSAFE_PWSTR end = pszDest;
	size_t left = cchDest;

	if ((dwFlags & ~(ULONG)STRSAFE_VALID_FLAGS) || cchToCopy > NTSTRSAFE_MAX_CCH ||
	    (!nulls && (!pszDest || !pszSrc)) || (!pszDest && cchDest)) {
		status = STATUS_INVALID_PARAMETER;
	} else if (!cchDest) {
		if (pszSrc && cchToCopy && *pszSrc)
			status = STATUS_INVALID_PARAMETER;
	} else {
		while (pszSrc && cchToCopy && *pszSrc && left > 1) {
			*end++ = *pszSrc++;
			cchToCopy--;
			left--;
		}
		*end = 0;
		if (pszSrc && cchToCopy && *pszSrc)
			status = STATUS_BUFFER_OVERFLOW;
		else if (dwFlags & STRSAFE_FILL_BEHIND_NULL)
			memset(end + 1, STRSAFE_GET_FILL_PATTERN(dwFlags),
			       cbDest - (cchDest - left + 1) * sizeof(*end));
	}
	if (status == STATUS_BUFFER_OVERFLOW && (dwFlags & STRSAFE_NO_TRUNCATION))
		dwFlags |= STRSAFE_NULL_ON_FAILURE;
	if (status != STATUS_SUCCESS)
		COMPAT_StringFailW(pszDest, cchDest, cbDest, dwFlags, &end, &left);
	if (status != STATUS_INVALID_PARAMETER) {
		if (ppszDestEnd)
			*ppszDestEnd = end;
		if (pcchRemaining)
			*pcchRemaining = left;
	}
	return status;
}

static inline NTSTATUS NTAPI RtlStringCatNExWorkerW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
						    size_t cbDest, NTSTRSAFE_PCWSTR pszSrc,
						    size_t cchToAppend,
						    NTSTRSAFE_PWSTR *ppszDestEnd,
						    size_t *pcchRemaining, ULONG dwFlags)
{
	const ULONG later = STRSAFE_FILL_ON_FAILURE | STRSAFE_NULL_ON_FAILURE |
			    STRSAFE_NO_TRUNCATION;
	NTSTATUS status = STATUS_SUCCESS;
	NTSTRSAFE_PWSTR end = pszDest;
	size_t length = 0, left = cchDest;

	if (cchDest && pszDest)
		status = RtlStringLengthWorkerW(pszDest, cchDest, &length);
	if (status == STATUS_SUCCESS)
		status = RtlStringCopyNExWorkerW(pszDest ? pszDest + length : pszDest,
						 cchDest - length, cbDest - length * sizeof(*end),
						 pszSrc, cchToAppend, &end, &left,
						 dwFlags & ~later);
	if (status == STATUS_BUFFER_OVERFLOW && (dwFlags & STRSAFE_NO_TRUNCATION)) {
		end = pszDest + length;
		left = cchDest - length;
		*end = 0;
	}
	if (status != STATUS_SUCCESS)
		COMPAT_StringFailW(pszDest, cchDest, cbDest, dwFlags, &end, &left);
	if (status != STATUS_INVALID_PARAMETER) {
		if (ppszDestEnd)
			*ppszDestEnd = end;
		if (pcchRemaining)
			*pcchRemaining = left;
	}
	return status;
}

static inline NTSTATUS NTAPI RtlStringVPrintfExWorkerW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
						       size_t cbDest, NTSTRSAFE_PWSTR *ppszDestEnd,
						       size_t *pcchRemaining, ULONG dwFlags,
						       NTSTRSAFE_PCWSTR pszFormat, va_list argList)
{
	const int nulls = !!(dwFlags & STRSAFE_IGNORE_NULLS);
	NTSTATUS status = STATUS_SUCCESS;
	NTSTRSAFE_PWSTR end = pszDest;
	size_t left = cchDest;

	if ((dwFlags & ~(ULONG)STRSAFE_VALID_FLAGS) || (!nulls && (!pszDest || !pszFormat)) ||
	    (!pszDest && cchDest)) {
		status = STATUS_INVALID_PARAMETER;
	} else if (!cchDest) {
		if (pszFormat && *pszFormat)
			status = STATUS_INVALID_PARAMETER;
	} else {
		const int length = pszFormat ? _vsnwprintf(pszDest, cchDest, pszFormat, argList) :
					       0;

		if (length < 0 || (size_t)length >= cchDest)
			status = STATUS_BUFFER_OVERFLOW;
		left = status == STATUS_SUCCESS ? cchDest - (size_t)length : 1;
		end = pszDest + (cchDest - left);
		*end = 0;
		if (status == STATUS_SUCCESS && (dwFlags & STRSAFE_FILL_BEHIND_NULL))
			memset(end + 1, STRSAFE_GET_FILL_PATTERN(dwFlags),
			       cbDest - (cchDest - left + 1) * sizeof(*end));
	}
	if (status == STATUS_BUFFER_OVERFLOW && (dwFlags & STRSAFE_NO_TRUNCATION))
		dwFlags |= STRSAFE_NULL_ON_FAILURE;
	if (status != STATUS_SUCCESS)
		COMPAT_StringFailW(pszDest, cchDest, cbDest, dwFlags, &end, &left);
	if (status != STATUS_INVALID_PARAMETER) {
		if (ppszDestEnd)
			*ppszDestEnd = end;
		if (pcchRemaining)
			*pcchRemaining = left;
	}
	return status;
}

/* Copy a text. */
static inline NTSTATUS NTAPI RtlStringCchCopyA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
					       NTSTRSAFE_PCSTR pszSrc)
{
	if (!cchDest || cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerA(pszDest, cchDest, cchDest, pszSrc, NTSTRSAFE_MAX_CCH, NULL,
				       NULL, 0);
}

static inline NTSTATUS NTAPI RtlStringCchCopyW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
					       NTSTRSAFE_PCWSTR pszSrc)
{
	if (!cchDest || cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerW(pszDest, cchDest, cchDest * sizeof(WCHAR), pszSrc,
				       NTSTRSAFE_MAX_CCH, NULL, NULL, 0);
}

static inline NTSTATUS NTAPI RtlStringCbCopyA(NTSTRSAFE_PSTR pszDest, size_t cbDest,
					      NTSTRSAFE_PCSTR pszSrc)
{
	if (!cbDest || cbDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerA(pszDest, cbDest, cbDest, pszSrc, NTSTRSAFE_MAX_CCH, NULL,
				       NULL, 0);
}

static inline NTSTATUS NTAPI RtlStringCbCopyW(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
					      NTSTRSAFE_PCWSTR pszSrc)
{
	if (!(cbDest / sizeof(WCHAR)) || cbDest / sizeof(WCHAR) > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerW(pszDest, cbDest / sizeof(WCHAR), cbDest, pszSrc,
				       NTSTRSAFE_MAX_CCH, NULL, NULL, 0);
}

/* Copy a text, with flags (above). */
static inline NTSTATUS NTAPI RtlStringCchCopyExA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
						 NTSTRSAFE_PCSTR pszSrc,
						 NTSTRSAFE_PSTR *ppszDestEnd, size_t *pcchRemaining,
						 ULONG dwFlags)
{
	if (cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerA(pszDest, cchDest, cchDest, pszSrc, NTSTRSAFE_MAX_CCH,
				       ppszDestEnd, pcchRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCchCopyExW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
						 NTSTRSAFE_PCWSTR pszSrc,
						 NTSTRSAFE_PWSTR *ppszDestEnd,
						 size_t *pcchRemaining, ULONG dwFlags)
{
	if (cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerW(pszDest, cchDest, cchDest * sizeof(WCHAR), pszSrc,
				       NTSTRSAFE_MAX_CCH, ppszDestEnd, pcchRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCbCopyExA(NTSTRSAFE_PSTR pszDest, size_t cbDest,
						NTSTRSAFE_PCSTR pszSrc, NTSTRSAFE_PSTR *ppszDestEnd,
						size_t *pcbRemaining, ULONG dwFlags)
{
	if (cbDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerA(pszDest, cbDest, cbDest, pszSrc, NTSTRSAFE_MAX_CCH,
				       ppszDestEnd, pcbRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCbCopyExW(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
						NTSTRSAFE_PCWSTR pszSrc,
						NTSTRSAFE_PWSTR *ppszDestEnd, size_t *pcbRemaining,
						ULONG dwFlags)
{
	size_t left = 0;
	NTSTATUS status;

	if (cbDest / sizeof(WCHAR) > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	status = RtlStringCopyNExWorkerW(pszDest, cbDest / sizeof(WCHAR), cbDest, pszSrc,
					 NTSTRSAFE_MAX_CCH, ppszDestEnd, &left, dwFlags);
	if (status != STATUS_INVALID_PARAMETER && pcbRemaining)
		*pcbRemaining = left * sizeof(WCHAR) + cbDest % sizeof(WCHAR);
	return status;
}

/* Copy at most a given number of characters, or bytes, of a text. */
static inline NTSTATUS NTAPI RtlStringCchCopyNA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
						NTSTRSAFE_PCSTR pszSrc, size_t cchToCopy)
{
	if (!cchDest || cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerA(pszDest, cchDest, cchDest, pszSrc, cchToCopy, NULL, NULL, 0);
}

static inline NTSTATUS NTAPI RtlStringCchCopyNW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
						NTSTRSAFE_PCWSTR pszSrc, size_t cchToCopy)
{
	if (!cchDest || cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerW(pszDest, cchDest, cchDest * sizeof(WCHAR), pszSrc, cchToCopy,
				       NULL, NULL, 0);
}

static inline NTSTATUS NTAPI RtlStringCbCopyNA(NTSTRSAFE_PSTR pszDest, size_t cbDest,
					       NTSTRSAFE_PCSTR pszSrc, size_t cbToCopy)
{
	if (!cbDest || cbDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerA(pszDest, cbDest, cbDest, pszSrc, cbToCopy, NULL, NULL, 0);
}

static inline NTSTATUS NTAPI RtlStringCbCopyNW(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
					       NTSTRSAFE_PCWSTR pszSrc, size_t cbToCopy)
{
	if (!(cbDest / sizeof(WCHAR)) || cbDest / sizeof(WCHAR) > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerW(pszDest, cbDest / sizeof(WCHAR), cbDest, pszSrc,
				       cbToCopy / sizeof(WCHAR), NULL, NULL, 0);
}

/* Copy at most a given length of a text, with flags (above). */
static inline NTSTATUS NTAPI RtlStringCchCopyNExA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
						  NTSTRSAFE_PCSTR pszSrc, size_t cchToCopy,
						  NTSTRSAFE_PSTR *ppszDestEnd,
						  size_t *pcchRemaining, ULONG dwFlags)
{
	if (cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerA(pszDest, cchDest, cchDest, pszSrc, cchToCopy, ppszDestEnd,
				       pcchRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCchCopyNExW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
						  NTSTRSAFE_PCWSTR pszSrc, size_t cchToCopy,
						  NTSTRSAFE_PWSTR *ppszDestEnd,
						  size_t *pcchRemaining, ULONG dwFlags)
{
	if (cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerW(pszDest, cchDest, cchDest * sizeof(WCHAR), pszSrc, cchToCopy,
				       ppszDestEnd, pcchRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCbCopyNExA(NTSTRSAFE_PSTR pszDest, size_t cbDest,
						 NTSTRSAFE_PCSTR pszSrc, size_t cbToCopy,
						 NTSTRSAFE_PSTR *ppszDestEnd, size_t *pcbRemaining,
						 ULONG dwFlags)
{
	if (cbDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCopyNExWorkerA(pszDest, cbDest, cbDest, pszSrc, cbToCopy, ppszDestEnd,
				       pcbRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCbCopyNExW(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
						 NTSTRSAFE_PCWSTR pszSrc, size_t cbToCopy,
						 NTSTRSAFE_PWSTR *ppszDestEnd, size_t *pcbRemaining,
						 ULONG dwFlags)
{
	size_t left = 0;
	NTSTATUS status;

	if (cbDest / sizeof(WCHAR) > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	status = RtlStringCopyNExWorkerW(pszDest, cbDest / sizeof(WCHAR), cbDest, pszSrc,
					 cbToCopy / sizeof(WCHAR), ppszDestEnd, &left, dwFlags);
	if (status != STATUS_INVALID_PARAMETER && pcbRemaining)
		*pcbRemaining = left * sizeof(WCHAR) + cbDest % sizeof(WCHAR);
	return status;
}

/* Append a text to the one in the buffer. */
static inline NTSTATUS NTAPI RtlStringCchCatA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
					      NTSTRSAFE_PCSTR pszSrc)
{
	if (!cchDest || cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerA(pszDest, cchDest, cchDest, pszSrc, NTSTRSAFE_MAX_CCH, NULL,
				      NULL, 0);
}

static inline NTSTATUS NTAPI RtlStringCchCatW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
					      NTSTRSAFE_PCWSTR pszSrc)
{
	if (!cchDest || cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerW(pszDest, cchDest, cchDest * sizeof(WCHAR), pszSrc,
				      NTSTRSAFE_MAX_CCH, NULL, NULL, 0);
}

static inline NTSTATUS NTAPI RtlStringCbCatA(NTSTRSAFE_PSTR pszDest, size_t cbDest,
					     NTSTRSAFE_PCSTR pszSrc)
{
	if (!cbDest || cbDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerA(pszDest, cbDest, cbDest, pszSrc, NTSTRSAFE_MAX_CCH, NULL,
				      NULL, 0);
}

static inline NTSTATUS NTAPI RtlStringCbCatW(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
					     NTSTRSAFE_PCWSTR pszSrc)
{
	if (!(cbDest / sizeof(WCHAR)) || cbDest / sizeof(WCHAR) > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerW(pszDest, cbDest / sizeof(WCHAR), cbDest, pszSrc,
				      NTSTRSAFE_MAX_CCH, NULL, NULL, 0);
}

/* Append a text, with flags (above). */
static inline NTSTATUS NTAPI RtlStringCchCatExA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
						NTSTRSAFE_PCSTR pszSrc, NTSTRSAFE_PSTR *ppszDestEnd,
						size_t *pcchRemaining, ULONG dwFlags)
{
	if (cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerA(pszDest, cchDest, cchDest, pszSrc, NTSTRSAFE_MAX_CCH,
				      ppszDestEnd, pcchRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCchCatExW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
						NTSTRSAFE_PCWSTR pszSrc,
						NTSTRSAFE_PWSTR *ppszDestEnd, size_t *pcchRemaining,
						ULONG dwFlags)
{
	if (cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerW(pszDest, cchDest, cchDest * sizeof(WCHAR), pszSrc,
				      NTSTRSAFE_MAX_CCH, ppszDestEnd, pcchRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCbCatExA(NTSTRSAFE_PSTR pszDest, size_t cbDest,
					       NTSTRSAFE_PCSTR pszSrc, NTSTRSAFE_PSTR *ppszDestEnd,
					       size_t *pcbRemaining, ULONG dwFlags)
{
	if (cbDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerA(pszDest, cbDest, cbDest, pszSrc, NTSTRSAFE_MAX_CCH,
				      ppszDestEnd, pcbRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCbCatExW(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
					       NTSTRSAFE_PCWSTR pszSrc,
					       NTSTRSAFE_PWSTR *ppszDestEnd, size_t *pcbRemaining,
					       ULONG dwFlags)
{
	size_t left = 0;
	NTSTATUS status;

	if (cbDest / sizeof(WCHAR) > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	status = RtlStringCatNExWorkerW(pszDest, cbDest / sizeof(WCHAR), cbDest, pszSrc,
					NTSTRSAFE_MAX_CCH, ppszDestEnd, &left, dwFlags);
	if (status != STATUS_INVALID_PARAMETER && pcbRemaining)
		*pcbRemaining = left * sizeof(WCHAR) + cbDest % sizeof(WCHAR);
	return status;
}

/* Append at most a given number of characters, or bytes, of a text. */
static inline NTSTATUS NTAPI RtlStringCchCatNA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
					       NTSTRSAFE_PCSTR pszSrc, size_t cchToAppend)
{
	if (!cchDest || cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerA(pszDest, cchDest, cchDest, pszSrc, cchToAppend, NULL, NULL,
				      0);
}

static inline NTSTATUS NTAPI RtlStringCchCatNW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
					       NTSTRSAFE_PCWSTR pszSrc, size_t cchToAppend)
{
	if (!cchDest || cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerW(pszDest, cchDest, cchDest * sizeof(WCHAR), pszSrc,
				      cchToAppend, NULL, NULL, 0);
}

static inline NTSTATUS NTAPI RtlStringCbCatNA(NTSTRSAFE_PSTR pszDest, size_t cbDest,
					      NTSTRSAFE_PCSTR pszSrc, size_t cbToAppend)
{
	if (!cbDest || cbDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerA(pszDest, cbDest, cbDest, pszSrc, cbToAppend, NULL, NULL, 0);
}

static inline NTSTATUS NTAPI RtlStringCbCatNW(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
					      NTSTRSAFE_PCWSTR pszSrc, size_t cbToAppend)
{
	if (!(cbDest / sizeof(WCHAR)) || cbDest / sizeof(WCHAR) > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerW(pszDest, cbDest / sizeof(WCHAR), cbDest, pszSrc,
				      cbToAppend / sizeof(WCHAR), NULL, NULL, 0);
}

/* Append at most a given length of a text, with flags (above). */
static inline NTSTATUS NTAPI RtlStringCchCatNExA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
						 NTSTRSAFE_PCSTR pszSrc, size_t cchToAppend,
						 NTSTRSAFE_PSTR *ppszDestEnd, size_t *pcchRemaining,
						 ULONG dwFlags)
{
	if (cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerA(pszDest, cchDest, cchDest, pszSrc, cchToAppend, ppszDestEnd,
				      pcchRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCchCatNExW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
						 NTSTRSAFE_PCWSTR pszSrc, size_t cchToAppend,
						 NTSTRSAFE_PWSTR *ppszDestEnd,
						 size_t *pcchRemaining, ULONG dwFlags)
{
	if (cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerW(pszDest, cchDest, cchDest * sizeof(WCHAR), pszSrc,
				      cchToAppend, ppszDestEnd, pcchRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCbCatNExA(NTSTRSAFE_PSTR pszDest, size_t cbDest,
						NTSTRSAFE_PCSTR pszSrc, size_t cbToAppend,
						NTSTRSAFE_PSTR *ppszDestEnd, size_t *pcbRemaining,
						ULONG dwFlags)
{
	if (cbDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCatNExWorkerA(pszDest, cbDest, cbDest, pszSrc, cbToAppend, ppszDestEnd,
				      pcbRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCbCatNExW(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
						NTSTRSAFE_PCWSTR pszSrc, size_t cbToAppend,
						NTSTRSAFE_PWSTR *ppszDestEnd, size_t *pcbRemaining,
						ULONG dwFlags)
{
	size_t left = 0;
	NTSTATUS status;

	if (cbDest / sizeof(WCHAR) > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	status = RtlStringCatNExWorkerW(pszDest, cbDest / sizeof(WCHAR), cbDest, pszSrc,
					cbToAppend / sizeof(WCHAR), ppszDestEnd, &left, dwFlags);
	if (status != STATUS_INVALID_PARAMETER && pcbRemaining)
		*pcbRemaining = left * sizeof(WCHAR) + cbDest % sizeof(WCHAR);
	return status;
}

/*
 * Format a text; formats are explained in nt/crt.h. V: with the arguments in a
 * va_list. Ex: with flags (above).
 */
static inline NTSTATUS NTAPI RtlStringCchVPrintfA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
						  NTSTRSAFE_PCSTR pszFormat, va_list argList)
{
	if (!cchDest || cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringVPrintfExWorkerA(pszDest, cchDest, cchDest, NULL, NULL, 0, pszFormat,
					 argList);
}

static inline NTSTATUS RtlStringCchPrintfA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
					   NTSTRSAFE_PCSTR pszFormat, ...)
{
	NTSTATUS status;
	va_list argList;

	__builtin_va_start(argList, pszFormat);
	status = RtlStringCchVPrintfA(pszDest, cchDest, pszFormat, argList);
	__builtin_va_end(argList);
	return status;
}

static inline NTSTATUS NTAPI RtlStringCchVPrintfW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
						  NTSTRSAFE_PCWSTR pszFormat, va_list argList)
{
	if (!cchDest || cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringVPrintfExWorkerW(pszDest, cchDest, cchDest * sizeof(WCHAR), NULL, NULL, 0,
					 pszFormat, argList);
}

static inline NTSTATUS RtlStringCchPrintfW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
					   NTSTRSAFE_PCWSTR pszFormat, ...)
{
	NTSTATUS status;
	va_list argList;

	__builtin_va_start(argList, pszFormat);
	status = RtlStringCchVPrintfW(pszDest, cchDest, pszFormat, argList);
	__builtin_va_end(argList);
	return status;
}

static inline NTSTATUS NTAPI RtlStringCbVPrintfA(NTSTRSAFE_PSTR pszDest, size_t cbDest,
						 NTSTRSAFE_PCSTR pszFormat, va_list argList)
{
	if (!cbDest || cbDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringVPrintfExWorkerA(pszDest, cbDest, cbDest, NULL, NULL, 0, pszFormat,
					 argList);
}

static inline NTSTATUS RtlStringCbPrintfA(NTSTRSAFE_PSTR pszDest, size_t cbDest,
					  NTSTRSAFE_PCSTR pszFormat, ...)
{
	NTSTATUS status;
	va_list argList;

	__builtin_va_start(argList, pszFormat);
	status = RtlStringCbVPrintfA(pszDest, cbDest, pszFormat, argList);
	__builtin_va_end(argList);
	return status;
}

static inline NTSTATUS NTAPI RtlStringCbVPrintfW(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
						 NTSTRSAFE_PCWSTR pszFormat, va_list argList)
{
	if (!(cbDest / sizeof(WCHAR)) || cbDest / sizeof(WCHAR) > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringVPrintfExWorkerW(pszDest, cbDest / sizeof(WCHAR), cbDest, NULL, NULL, 0,
					 pszFormat, argList);
}

static inline NTSTATUS RtlStringCbPrintfW(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
					  NTSTRSAFE_PCWSTR pszFormat, ...)
{
	NTSTATUS status;
	va_list argList;

	__builtin_va_start(argList, pszFormat);
	status = RtlStringCbVPrintfW(pszDest, cbDest, pszFormat, argList);
	__builtin_va_end(argList);
	return status;
}

static inline NTSTATUS NTAPI RtlStringCchVPrintfExA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
						    NTSTRSAFE_PSTR *ppszDestEnd,
						    size_t *pcchRemaining, ULONG dwFlags,
						    NTSTRSAFE_PCSTR pszFormat, va_list argList)
{
	if (cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringVPrintfExWorkerA(pszDest, cchDest, cchDest, ppszDestEnd, pcchRemaining,
					 dwFlags, pszFormat, argList);
}

static inline NTSTATUS RtlStringCchPrintfExA(NTSTRSAFE_PSTR pszDest, size_t cchDest,
					     NTSTRSAFE_PSTR *ppszDestEnd, size_t *pcchRemaining,
					     ULONG dwFlags, NTSTRSAFE_PCSTR pszFormat, ...)
{
	NTSTATUS status;
	va_list argList;

	__builtin_va_start(argList, pszFormat);
	status = RtlStringCchVPrintfExA(pszDest, cchDest, ppszDestEnd, pcchRemaining, dwFlags,
					pszFormat, argList);
	__builtin_va_end(argList);
	return status;
}

static inline NTSTATUS NTAPI RtlStringCchVPrintfExW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
						    NTSTRSAFE_PWSTR *ppszDestEnd,
						    size_t *pcchRemaining, ULONG dwFlags,
						    NTSTRSAFE_PCWSTR pszFormat, va_list argList)
{
	if (cchDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringVPrintfExWorkerW(pszDest, cchDest, cchDest * sizeof(WCHAR), ppszDestEnd,
					 pcchRemaining, dwFlags, pszFormat, argList);
}

static inline NTSTATUS RtlStringCchPrintfExW(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
					     NTSTRSAFE_PWSTR *ppszDestEnd, size_t *pcchRemaining,
					     ULONG dwFlags, NTSTRSAFE_PCWSTR pszFormat, ...)
{
	NTSTATUS status;
	va_list argList;

	__builtin_va_start(argList, pszFormat);
	status = RtlStringCchVPrintfExW(pszDest, cchDest, ppszDestEnd, pcchRemaining, dwFlags,
					pszFormat, argList);
	__builtin_va_end(argList);
	return status;
}

static inline NTSTATUS NTAPI RtlStringCbVPrintfExA(NTSTRSAFE_PSTR pszDest, size_t cbDest,
						   NTSTRSAFE_PSTR *ppszDestEnd,
						   size_t *pcbRemaining, ULONG dwFlags,
						   NTSTRSAFE_PCSTR pszFormat, va_list argList)
{
	if (cbDest > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	return RtlStringVPrintfExWorkerA(pszDest, cbDest, cbDest, ppszDestEnd, pcbRemaining,
					 dwFlags, pszFormat, argList);
}

static inline NTSTATUS RtlStringCbPrintfExA(NTSTRSAFE_PSTR pszDest, size_t cbDest,
					    NTSTRSAFE_PSTR *ppszDestEnd, size_t *pcbRemaining,
					    ULONG dwFlags, NTSTRSAFE_PCSTR pszFormat, ...)
{
	NTSTATUS status;
	va_list argList;

	__builtin_va_start(argList, pszFormat);
	status = RtlStringCbVPrintfExA(pszDest, cbDest, ppszDestEnd, pcbRemaining, dwFlags,
				       pszFormat, argList);
	__builtin_va_end(argList);
	return status;
}

static inline NTSTATUS NTAPI RtlStringCbVPrintfExW(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
						   NTSTRSAFE_PWSTR *ppszDestEnd,
						   size_t *pcbRemaining, ULONG dwFlags,
						   NTSTRSAFE_PCWSTR pszFormat, va_list argList)
{
	size_t left = 0;
	NTSTATUS status;

	if (cbDest / sizeof(WCHAR) > NTSTRSAFE_MAX_CCH)
		return STATUS_INVALID_PARAMETER;
	status = RtlStringVPrintfExWorkerW(pszDest, cbDest / sizeof(WCHAR), cbDest, ppszDestEnd,
					   &left, dwFlags, pszFormat, argList);
	if (status != STATUS_INVALID_PARAMETER && pcbRemaining)
		*pcbRemaining = left * sizeof(WCHAR) + cbDest % sizeof(WCHAR);
	return status;
}

static inline NTSTATUS RtlStringCbPrintfExW(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
					    NTSTRSAFE_PWSTR *ppszDestEnd, size_t *pcbRemaining,
					    ULONG dwFlags, NTSTRSAFE_PCWSTR pszFormat, ...)
{
	NTSTATUS status;
	va_list argList;

	__builtin_va_start(argList, pszFormat);
	status = RtlStringCbVPrintfExW(pszDest, cbDest, ppszDestEnd, pcbRemaining, dwFlags,
				       pszFormat, argList);
	__builtin_va_end(argList);
	return status;
}

/*
 * The length of a text, without its terminator. STATUS_INVALID_PARAMETER, and 0: NULL,
 * or it is not terminated within the given number of characters, or bytes.
 */
static inline NTSTATUS NTAPI RtlStringCchLengthA(NTSTRSAFE_PCSTR psz, size_t cchMax,
						 size_t *pcchLength)
{
	if (!psz || cchMax > NTSTRSAFE_MAX_CCH) {
		if (pcchLength)
			*pcchLength = 0;
		return STATUS_INVALID_PARAMETER;
	}
	return RtlStringLengthWorkerA(psz, cchMax, pcchLength);
}

static inline NTSTATUS NTAPI RtlStringCchLengthW(NTSTRSAFE_PCWSTR psz, size_t cchMax,
						 size_t *pcchLength)
{
	if (!psz || cchMax > NTSTRSAFE_MAX_CCH) {
		if (pcchLength)
			*pcchLength = 0;
		return STATUS_INVALID_PARAMETER;
	}
	return RtlStringLengthWorkerW(psz, cchMax, pcchLength);
}

static inline NTSTATUS NTAPI RtlStringCbLengthA(NTSTRSAFE_PCSTR psz, size_t cbMax,
						size_t *pcbLength)
{
	if (!psz || cbMax > NTSTRSAFE_MAX_CCH) {
		if (pcbLength)
			*pcbLength = 0;
		return STATUS_INVALID_PARAMETER;
	}
	return RtlStringLengthWorkerA(psz, cbMax, pcbLength);
}

static inline NTSTATUS NTAPI RtlStringCbLengthW(NTSTRSAFE_PCWSTR psz, size_t cbMax,
						size_t *pcbLength)
{
	size_t length = 0;
	NTSTATUS status = STATUS_INVALID_PARAMETER;

	if (psz && cbMax / sizeof(WCHAR) <= NTSTRSAFE_MAX_CCH)
		status = RtlStringLengthWorkerW(psz, cbMax / sizeof(WCHAR), &length);
	if (pcbLength)
		*pcbLength = length * sizeof(WCHAR);
	return status;
}

static inline NTSTATUS NTAPI RtlUnalignedStringCchLengthW(NTSTRSAFE_PCUWSTR psz, size_t cchMax,
							  size_t *pcchLength)
{
	const size_t max = cchMax;
	size_t length = 0;

	while (psz && length < max && psz[length])
		length++;
	if (!psz || max > NTSTRSAFE_MAX_CCH || length >= max) {
		if (pcchLength)
			*pcchLength = 0;
		return STATUS_INVALID_PARAMETER;
	}
	if (pcchLength)
		*pcchLength = length;
	return STATUS_SUCCESS;
}

static inline NTSTATUS NTAPI RtlUnalignedStringCbLengthW(NTSTRSAFE_PCUWSTR psz, size_t cbMax,
							 size_t *pcbLength)
{
	const size_t max = cbMax / sizeof(WCHAR);
	size_t length = 0;

	while (psz && length < max && psz[length])
		length++;
	if (!psz || max > NTSTRSAFE_MAX_CCH || length >= max) {
		if (pcbLength)
			*pcbLength = 0;
		return STATUS_INVALID_PARAMETER;
	}
	if (pcbLength)
		*pcbLength = length * sizeof(WCHAR);
	return STATUS_SUCCESS;
}

/*
 * Is it a string: even lengths, one within the other, and a buffer if it has a
 * length? STATUS_INVALID_PARAMETER: no. Ex: NULL is one with STRSAFE_IGNORE_NULLS.
 */
static inline NTSTATUS NTAPI RtlUnicodeStringValidateEx(PCUNICODE_STRING SourceString,
							ULONG dwFlags)
{
	if (dwFlags & ~(ULONG)STRSAFE_UNICODE_STRING_VALID_FLAGS)
		return STATUS_INVALID_PARAMETER;
	if (!SourceString)
		return dwFlags & STRSAFE_IGNORE_NULLS ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
	if (SourceString->Length % sizeof(WCHAR) || SourceString->MaximumLength % sizeof(WCHAR) ||
	    SourceString->Length > SourceString->MaximumLength ||
	    (!SourceString->Buffer && SourceString->MaximumLength))
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

static inline NTSTATUS NTAPI RtlUnicodeStringValidate(PCUNICODE_STRING SourceString)
{
	return RtlUnicodeStringValidateEx(SourceString, 0);
}

/*
 * Describe a terminated text in place, or nothing (NULL). STATUS_INVALID_PARAMETER: it
 * is too long to be described.
 */
static inline NTSTATUS NTAPI RtlUnicodeStringInitEx(PUNICODE_STRING DestinationString,
						    NTSTRSAFE_PCWSTR pszSrc, ULONG dwFlags)
{
	size_t length = 0;

	if (dwFlags & ~(ULONG)STRSAFE_UNICODE_STRING_VALID_FLAGS)
		return STATUS_INVALID_PARAMETER;
	if (!DestinationString)
		return pszSrc || !(dwFlags & STRSAFE_IGNORE_NULLS) ? STATUS_INVALID_PARAMETER :
								     STATUS_SUCCESS;
	DestinationString->Length = 0;
	DestinationString->MaximumLength = 0;
	DestinationString->Buffer = NULL;
	if (!pszSrc)
		return STATUS_SUCCESS;
	if (RtlStringLengthWorkerW(pszSrc, NTSTRSAFE_UNICODE_STRING_MAX_CCH, &length))
		return STATUS_INVALID_PARAMETER;
	DestinationString->Length = (USHORT)(length * sizeof(WCHAR));
	DestinationString->MaximumLength = (USHORT)((length + 1) * sizeof(WCHAR));
	DestinationString->Buffer = (PWSTR)pszSrc;
	return STATUS_SUCCESS;
}

static inline NTSTATUS NTAPI RtlUnicodeStringInit(PUNICODE_STRING DestinationString,
						  NTSTRSAFE_PCWSTR pszSrc)
{
	return RtlUnicodeStringInitEx(DestinationString, pszSrc, 0);
}

/* What the functions of strings are made of. */

/* How much a destination takes. STATUS_INVALID_PARAMETER: it is not one. */
static inline NTSTATUS COMPAT_UnicodeRoom(PCUNICODE_STRING string, ULONG dwFlags, size_t *room)
{
	*room = 0;
	if (RtlUnicodeStringValidateEx(string, dwFlags))
		return STATUS_INVALID_PARAMETER;
	if (string)
		*room = string->MaximumLength / sizeof(WCHAR);
	if (!(dwFlags & STRSAFE_UNICODE_STRING_DEST_NULL_TERMINATED))
		return STATUS_SUCCESS;
	if (!*room)
		return STATUS_INVALID_PARAMETER;
	--*room;
	return STATUS_SUCCESS;
}

/* It holds length characters now, or after a failure; what the flags make of it. */
static inline NTSTATUS COMPAT_UnicodeDone(PUNICODE_STRING string, size_t room, size_t length,
					  PUNICODE_STRING RemainingString, ULONG dwFlags,
					  NTSTATUS status)
{
	const int fill = STRSAFE_GET_FILL_PATTERN(dwFlags);

	if (string && string->MaximumLength) {
		size_t behind = string->MaximumLength;

		if (status == STATUS_SUCCESS) {
			behind = (dwFlags & STRSAFE_FILL_BEHIND) ? length * sizeof(WCHAR) : behind;
		} else if (dwFlags & STRSAFE_FILL_ON_FAILURE) {
			length = fill ? room : 0;
			behind = 0;
		}
		if (status != STATUS_SUCCESS && (dwFlags & STRSAFE_NULL_ON_FAILURE)) {
			length = 0;
			if (!behind)
				memset(string->Buffer, fill, string->MaximumLength);
			string->Buffer[0] = 0;
		} else {
			memset((char *)string->Buffer + behind, fill,
			       string->MaximumLength - behind);
		}
		string->Length = (USHORT)(length * sizeof(WCHAR));
		if (dwFlags & STRSAFE_UNICODE_STRING_DEST_NULL_TERMINATED)
			string->Buffer[length] = 0;
	}
	if (RemainingString && status != STATUS_INVALID_PARAMETER) {
		RemainingString->Length = 0;
		RemainingString->MaximumLength =
			(USHORT)(string ? string->MaximumLength - string->Length : 0);
		RemainingString->Buffer = string && string->Buffer ?
						  string->Buffer + string->Length / sizeof(WCHAR) :
						  NULL;
	}
	return status;
}

/* Puts a text after the first kept characters. */
static inline NTSTATUS COMPAT_UnicodePut(PUNICODE_STRING string, BOOLEAN append, const WCHAR *text,
					 size_t length, PUNICODE_STRING RemainingString,
					 ULONG dwFlags)
{
	NTSTATUS status = STATUS_SUCCESS;
	size_t room, n, before, kept;

	if (COMPAT_UnicodeRoom(string, dwFlags, &room))
		return STATUS_INVALID_PARAMETER;
	before = string ? string->Length / sizeof(WCHAR) : 0;
	kept = append ? before : 0;
	if (length && kept >= room)
		return COMPAT_UnicodeDone(string, room, before, RemainingString, dwFlags,
					  STATUS_INVALID_PARAMETER);
	if (kept + length > room) {
		status = STATUS_BUFFER_OVERFLOW;
		if (dwFlags & STRSAFE_NO_TRUNCATION)
			return COMPAT_UnicodeDone(string, room, before, RemainingString, dwFlags,
						  status);
		length = room - kept;
	}
	for (n = 0; n < length; n++)
		string->Buffer[kept + n] = text[n];
	return COMPAT_UnicodeDone(string, room, kept + length, RemainingString, dwFlags, status);
}

/* At most max characters of a terminated text, or of a string. */
static inline NTSTATUS COMPAT_UnicodePutText(PUNICODE_STRING string, BOOLEAN append,
					     const WCHAR *text, size_t max,
					     PUNICODE_STRING RemainingString, ULONG dwFlags)
{
	size_t length = 0;

	if (max > NTSTRSAFE_UNICODE_STRING_MAX_CCH || (!text && !(dwFlags & STRSAFE_IGNORE_NULLS)))
		return STATUS_INVALID_PARAMETER;
	while (text && length < max && text[length])
		length++;
	return COMPAT_UnicodePut(string, append, text, length, RemainingString, dwFlags);
}

static inline NTSTATUS COMPAT_UnicodePutString(PUNICODE_STRING string, BOOLEAN append,
					       PCUNICODE_STRING source, size_t max,
					       PUNICODE_STRING RemainingString, ULONG dwFlags)
{
	size_t length;

	if (max > NTSTRSAFE_UNICODE_STRING_MAX_CCH || RtlUnicodeStringValidateEx(source, dwFlags))
		return STATUS_INVALID_PARAMETER;
	length = source ? source->Length / sizeof(WCHAR) : 0;
	return COMPAT_UnicodePut(string, append, source ? source->Buffer : NULL,
				 length < max ? length : max, RemainingString, dwFlags);
}

/*
 * Copy a terminated text into a string. Cch, Cb: at most a given length. Ex: flags, and what is
 * left.
 */
static inline NTSTATUS NTAPI RtlUnicodeStringCopyString(PUNICODE_STRING DestinationString,
							NTSTRSAFE_PCWSTR pszSrc)
{
	return COMPAT_UnicodePutText(DestinationString, FALSE, pszSrc,
				     NTSTRSAFE_UNICODE_STRING_MAX_CCH, NULL, 0);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCopyStringEx(PUNICODE_STRING DestinationString,
							  NTSTRSAFE_PCWSTR pszSrc,
							  PUNICODE_STRING RemainingString,
							  ULONG dwFlags)
{
	return COMPAT_UnicodePutText(DestinationString, FALSE, pszSrc,
				     NTSTRSAFE_UNICODE_STRING_MAX_CCH, RemainingString, dwFlags);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCchCopyStringN(PUNICODE_STRING DestinationString,
							    NTSTRSAFE_PCWSTR pszSrc,
							    size_t cchToCopy)
{
	return COMPAT_UnicodePutText(DestinationString, FALSE, pszSrc, cchToCopy, NULL, 0);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCchCopyStringNEx(PUNICODE_STRING DestinationString,
							      NTSTRSAFE_PCWSTR pszSrc,
							      size_t cchToCopy,
							      PUNICODE_STRING RemainingString,
							      ULONG dwFlags)
{
	return COMPAT_UnicodePutText(DestinationString, FALSE, pszSrc, cchToCopy, RemainingString,
				     dwFlags);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCbCopyStringN(PUNICODE_STRING DestinationString,
							   NTSTRSAFE_PCWSTR pszSrc, size_t cbToCopy)
{
	return COMPAT_UnicodePutText(DestinationString, FALSE, pszSrc, cbToCopy / sizeof(WCHAR),
				     NULL, 0);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCbCopyStringNEx(PUNICODE_STRING DestinationString,
							     NTSTRSAFE_PCWSTR pszSrc,
							     size_t cbToCopy,
							     PUNICODE_STRING RemainingString,
							     ULONG dwFlags)
{
	return COMPAT_UnicodePutText(DestinationString, FALSE, pszSrc, cbToCopy / sizeof(WCHAR),
				     RemainingString, dwFlags);
}

/* Copy a string. Cch, Cb: at most a given length. Ex: flags, and what is left. */
static inline NTSTATUS NTAPI RtlUnicodeStringCopy(PUNICODE_STRING DestinationString,
						  PCUNICODE_STRING SourceString)
{
	return COMPAT_UnicodePutString(DestinationString, FALSE, SourceString,
				       NTSTRSAFE_UNICODE_STRING_MAX_CCH, NULL, 0);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCopyEx(PUNICODE_STRING DestinationString,
						    PCUNICODE_STRING SourceString,
						    PUNICODE_STRING RemainingString, ULONG dwFlags)
{
	return COMPAT_UnicodePutString(DestinationString, FALSE, SourceString,
				       NTSTRSAFE_UNICODE_STRING_MAX_CCH, RemainingString, dwFlags);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCchCopyN(PUNICODE_STRING DestinationString,
						      PCUNICODE_STRING SourceString,
						      size_t cchToCopy)
{
	return COMPAT_UnicodePutString(DestinationString, FALSE, SourceString, cchToCopy, NULL, 0);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCchCopyNEx(PUNICODE_STRING DestinationString,
							PCUNICODE_STRING SourceString,
							size_t cchToCopy,
							PUNICODE_STRING RemainingString,
							ULONG dwFlags)
{
	return COMPAT_UnicodePutString(DestinationString, FALSE, SourceString, cchToCopy,
				       RemainingString, dwFlags);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCbCopyN(PUNICODE_STRING DestinationString,
						     PCUNICODE_STRING SourceString, size_t cbToCopy)
{
	return COMPAT_UnicodePutString(DestinationString, FALSE, SourceString,
				       cbToCopy / sizeof(WCHAR), NULL, 0);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCbCopyNEx(PUNICODE_STRING DestinationString,
						       PCUNICODE_STRING SourceString,
						       size_t cbToCopy,
						       PUNICODE_STRING RemainingString,
						       ULONG dwFlags)
{
	return COMPAT_UnicodePutString(DestinationString, FALSE, SourceString,
				       cbToCopy / sizeof(WCHAR), RemainingString, dwFlags);
}

/*
 * Append a terminated text to a string. Cch, Cb: at most a given length. Ex: flags, and what is
 * left.
 */
static inline NTSTATUS NTAPI RtlUnicodeStringCatString(PUNICODE_STRING DestinationString,
						       NTSTRSAFE_PCWSTR pszSrc)
{
	return COMPAT_UnicodePutText(DestinationString, TRUE, pszSrc,
				     NTSTRSAFE_UNICODE_STRING_MAX_CCH, NULL, 0);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCatStringEx(PUNICODE_STRING DestinationString,
							 NTSTRSAFE_PCWSTR pszSrc,
							 PUNICODE_STRING RemainingString,
							 ULONG dwFlags)
{
	return COMPAT_UnicodePutText(DestinationString, TRUE, pszSrc,
				     NTSTRSAFE_UNICODE_STRING_MAX_CCH, RemainingString, dwFlags);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCchCatStringN(PUNICODE_STRING DestinationString,
							   NTSTRSAFE_PCWSTR pszSrc,
							   size_t cchToAppend)
{
	return COMPAT_UnicodePutText(DestinationString, TRUE, pszSrc, cchToAppend, NULL, 0);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCchCatStringNEx(PUNICODE_STRING DestinationString,
							     NTSTRSAFE_PCWSTR pszSrc,
							     size_t cchToAppend,
							     PUNICODE_STRING RemainingString,
							     ULONG dwFlags)
{
	return COMPAT_UnicodePutText(DestinationString, TRUE, pszSrc, cchToAppend, RemainingString,
				     dwFlags);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCbCatStringN(PUNICODE_STRING DestinationString,
							  NTSTRSAFE_PCWSTR pszSrc,
							  size_t cbToAppend)
{
	return COMPAT_UnicodePutText(DestinationString, TRUE, pszSrc, cbToAppend / sizeof(WCHAR),
				     NULL, 0);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCbCatStringNEx(PUNICODE_STRING DestinationString,
							    NTSTRSAFE_PCWSTR pszSrc,
							    size_t cbToAppend,
							    PUNICODE_STRING RemainingString,
							    ULONG dwFlags)
{
	return COMPAT_UnicodePutText(DestinationString, TRUE, pszSrc, cbToAppend / sizeof(WCHAR),
				     RemainingString, dwFlags);
}

/* Append a string. Cch, Cb: at most a given length. Ex: flags, and what is left. */
static inline NTSTATUS NTAPI RtlUnicodeStringCat(PUNICODE_STRING DestinationString,
						 PCUNICODE_STRING SourceString)
{
	return COMPAT_UnicodePutString(DestinationString, TRUE, SourceString,
				       NTSTRSAFE_UNICODE_STRING_MAX_CCH, NULL, 0);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCatEx(PUNICODE_STRING DestinationString,
						   PCUNICODE_STRING SourceString,
						   PUNICODE_STRING RemainingString, ULONG dwFlags)
{
	return COMPAT_UnicodePutString(DestinationString, TRUE, SourceString,
				       NTSTRSAFE_UNICODE_STRING_MAX_CCH, RemainingString, dwFlags);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCchCatN(PUNICODE_STRING DestinationString,
						     PCUNICODE_STRING SourceString,
						     size_t cchToAppend)
{
	return COMPAT_UnicodePutString(DestinationString, TRUE, SourceString, cchToAppend, NULL, 0);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCchCatNEx(PUNICODE_STRING DestinationString,
						       PCUNICODE_STRING SourceString,
						       size_t cchToAppend,
						       PUNICODE_STRING RemainingString,
						       ULONG dwFlags)
{
	return COMPAT_UnicodePutString(DestinationString, TRUE, SourceString, cchToAppend,
				       RemainingString, dwFlags);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCbCatN(PUNICODE_STRING DestinationString,
						    PCUNICODE_STRING SourceString,
						    size_t cbToAppend)
{
	return COMPAT_UnicodePutString(DestinationString, TRUE, SourceString,
				       cbToAppend / sizeof(WCHAR), NULL, 0);
}

static inline NTSTATUS NTAPI RtlUnicodeStringCbCatNEx(PUNICODE_STRING DestinationString,
						      PCUNICODE_STRING SourceString,
						      size_t cbToAppend,
						      PUNICODE_STRING RemainingString,
						      ULONG dwFlags)
{
	return COMPAT_UnicodePutString(DestinationString, TRUE, SourceString,
				       cbToAppend / sizeof(WCHAR), RemainingString, dwFlags);
}

/* Copy a string into a buffer, as terminated text. Ex: with flags (above). */
static inline NTSTATUS NTAPI RtlStringCchCopyUnicodeString(NTSTRSAFE_PWSTR pszDest, size_t cchDest,
							   PCUNICODE_STRING SourceString)
{
	if (RtlUnicodeStringValidate(SourceString) || !pszDest || !cchDest)
		return STATUS_INVALID_PARAMETER;
	return RtlStringCchCopyNExW(pszDest, cchDest, SourceString->Buffer,
				    SourceString->Length / sizeof(WCHAR), NULL, NULL,
				    STRSAFE_IGNORE_NULLS);
}

static inline NTSTATUS NTAPI RtlStringCchCopyUnicodeStringEx(NTSTRSAFE_PWSTR pszDest,
							     size_t cchDest,
							     PCUNICODE_STRING SourceString,
							     NTSTRSAFE_PWSTR *ppszDestEnd,
							     size_t *pcchRemaining, ULONG dwFlags)
{
	if (RtlUnicodeStringValidateEx(SourceString, dwFlags & STRSAFE_IGNORE_NULLS))
		return STATUS_INVALID_PARAMETER;
	return RtlStringCchCopyNExW(pszDest, cchDest, SourceString ? SourceString->Buffer : NULL,
				    SourceString ? SourceString->Length / sizeof(WCHAR) : 0,
				    ppszDestEnd, pcchRemaining, dwFlags);
}

static inline NTSTATUS NTAPI RtlStringCbCopyUnicodeString(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
							  PCUNICODE_STRING SourceString)
{
	if (RtlUnicodeStringValidate(SourceString) || !pszDest || !(cbDest / sizeof(WCHAR)))
		return STATUS_INVALID_PARAMETER;
	return RtlStringCbCopyNExW(pszDest, cbDest, SourceString->Buffer, SourceString->Length,
				   NULL, NULL, STRSAFE_IGNORE_NULLS);
}

static inline NTSTATUS NTAPI RtlStringCbCopyUnicodeStringEx(NTSTRSAFE_PWSTR pszDest, size_t cbDest,
							    PCUNICODE_STRING SourceString,
							    NTSTRSAFE_PWSTR *ppszDestEnd,
							    size_t *pcbRemaining, ULONG dwFlags)
{
	if (RtlUnicodeStringValidateEx(SourceString, dwFlags & STRSAFE_IGNORE_NULLS))
		return STATUS_INVALID_PARAMETER;
	return RtlStringCbCopyNExW(pszDest, cbDest, SourceString ? SourceString->Buffer : NULL,
				   SourceString ? SourceString->Length : 0, ppszDestEnd,
				   pcbRemaining, dwFlags);
}

/*
 * Format a text into a string. V: with the arguments in a va_list. Ex: with flags, and
 * what is left.
 *
 * Differs: text that does not fit leaves an empty string with STRSAFE_NO_TRUNCATION,
 * since nobody knows beforehand how long it will be.
 */
static inline NTSTATUS NTAPI RtlUnicodeStringVPrintfEx(PUNICODE_STRING DestinationString,
						       PUNICODE_STRING RemainingString,
						       ULONG dwFlags, NTSTRSAFE_PCWSTR pszFormat,
						       va_list argList)
{
	NTSTATUS status = STATUS_SUCCESS;
	size_t room;
	int length = 0;

	if (COMPAT_UnicodeRoom(DestinationString, dwFlags, &room) ||
	    (!pszFormat && !(dwFlags & STRSAFE_IGNORE_NULLS)))
		return STATUS_INVALID_PARAMETER;
	if (!room) {
		if (pszFormat && *pszFormat)
			status = STATUS_INVALID_PARAMETER;
	} else if (pszFormat) {
		length = _vsnwprintf(DestinationString->Buffer, room, pszFormat, argList);
	}
	if (length < 0 || (size_t)length > room) {
		status = STATUS_BUFFER_OVERFLOW;
		length = dwFlags & STRSAFE_NO_TRUNCATION ? 0 : (int)room;
	}
	return COMPAT_UnicodeDone(DestinationString, room, (size_t)length, RemainingString, dwFlags,
				  status);
}

static inline NTSTATUS NTAPI RtlUnicodeStringVPrintf(PUNICODE_STRING DestinationString,
						     NTSTRSAFE_PCWSTR pszFormat, va_list argList)
{
	return RtlUnicodeStringVPrintfEx(DestinationString, NULL, 0, pszFormat, argList);
}

static inline NTSTATUS RtlUnicodeStringPrintf(PUNICODE_STRING DestinationString,
					      NTSTRSAFE_PCWSTR pszFormat, ...)
{
	NTSTATUS status;
	va_list argList;

	__builtin_va_start(argList, pszFormat);
	status = RtlUnicodeStringVPrintfEx(DestinationString, NULL, 0, pszFormat, argList);
	__builtin_va_end(argList);
	return status;
}

static inline NTSTATUS RtlUnicodeStringPrintfEx(PUNICODE_STRING DestinationString,
						PUNICODE_STRING RemainingString, ULONG dwFlags,
						NTSTRSAFE_PCWSTR pszFormat, ...)
{
	NTSTATUS status;
	va_list argList;

	__builtin_va_start(argList, pszFormat);
	status = RtlUnicodeStringVPrintfEx(DestinationString, RemainingString, dwFlags, pszFormat,
					   argList);
	__builtin_va_end(argList);
	return status;
}

#ifdef __cplusplus
}
#endif

/* For text of TCHAR: those of 16-bit characters if UNICODE is defined, else those of bytes. */
#ifdef UNICODE
#define RtlStringCchCopy		RtlStringCchCopyW
#define RtlStringCchCopyN		RtlStringCchCopyNW
#define RtlStringCchCopyEx		RtlStringCchCopyExW
#define RtlStringCchCopyNEx		RtlStringCchCopyNExW
#define RtlStringCchCat			RtlStringCchCatW
#define RtlStringCchCatN		RtlStringCchCatNW
#define RtlStringCchCatEx		RtlStringCchCatExW
#define RtlStringCchCatNEx		RtlStringCchCatNExW
#define RtlStringCchPrintf		RtlStringCchPrintfW
#define RtlStringCchVPrintf		RtlStringCchVPrintfW
#define RtlStringCchPrintfEx		RtlStringCchPrintfExW
#define RtlStringCchVPrintfEx		RtlStringCchVPrintfExW
#define RtlStringCchLength		RtlStringCchLengthW
#define RtlStringCbCopy			RtlStringCbCopyW
#define RtlStringCbCopyN		RtlStringCbCopyNW
#define RtlStringCbCopyEx		RtlStringCbCopyExW
#define RtlStringCbCopyNEx		RtlStringCbCopyNExW
#define RtlStringCbCat			RtlStringCbCatW
#define RtlStringCbCatN			RtlStringCbCatNW
#define RtlStringCbCatEx		RtlStringCbCatExW
#define RtlStringCbCatNEx		RtlStringCbCatNExW
#define RtlStringCbPrintf		RtlStringCbPrintfW
#define RtlStringCbVPrintf		RtlStringCbVPrintfW
#define RtlStringCbPrintfEx		RtlStringCbPrintfExW
#define RtlStringCbVPrintfEx		RtlStringCbVPrintfExW
#define RtlStringCbLength		RtlStringCbLengthW
#else
#define RtlStringCchCopy		RtlStringCchCopyA
#define RtlStringCchCopyN		RtlStringCchCopyNA
#define RtlStringCchCopyEx		RtlStringCchCopyExA
#define RtlStringCchCopyNEx		RtlStringCchCopyNExA
#define RtlStringCchCat			RtlStringCchCatA
#define RtlStringCchCatN		RtlStringCchCatNA
#define RtlStringCchCatEx		RtlStringCchCatExA
#define RtlStringCchCatNEx		RtlStringCchCatNExA
#define RtlStringCchPrintf		RtlStringCchPrintfA
#define RtlStringCchVPrintf		RtlStringCchVPrintfA
#define RtlStringCchPrintfEx		RtlStringCchPrintfExA
#define RtlStringCchVPrintfEx		RtlStringCchVPrintfExA
#define RtlStringCchLength		RtlStringCchLengthA
#define RtlStringCbCopy			RtlStringCbCopyA
#define RtlStringCbCopyN		RtlStringCbCopyNA
#define RtlStringCbCopyEx		RtlStringCbCopyExA
#define RtlStringCbCopyNEx		RtlStringCbCopyNExA
#define RtlStringCbCat			RtlStringCbCatA
#define RtlStringCbCatN			RtlStringCbCatNA
#define RtlStringCbCatEx		RtlStringCbCatExA
#define RtlStringCbCatNEx		RtlStringCbCatNExA
#define RtlStringCbPrintf		RtlStringCbPrintfA
#define RtlStringCbVPrintf		RtlStringCbVPrintfA
#define RtlStringCbPrintfEx		RtlStringCbPrintfExA
#define RtlStringCbVPrintfEx		RtlStringCbVPrintfExA
#define RtlStringCbLength		RtlStringCbLengthA
#endif

#endif
