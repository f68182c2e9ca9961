/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* strsafe.h - texts that end with a NUL, whatever happens. */
#ifndef NTPARPORT_STRSAFE_H
#define NTPARPORT_STRSAFE_H

#include "../ntparport/windows.h"

#ifdef __cplusplus
extern "C" {
#endif

#define STRSAFE_MAX_CCH 2147483647
#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT)0x8007007A)
#define STRSAFE_E_INVALID_PARAMETER ((HRESULT)0x80070057)
#define STRSAFE_E_END_OF_FILE ((HRESULT)0x80070026)

/*
 * What does not fit is cut: STRSAFE_E_INSUFFICIENT_BUFFER. Sizes are in characters, or (Cb)
 * bytes.
 */

FORCEINLINE HRESULT StringCchVPrintfA(LPSTR to, size_t size, LPCSTR format, va_list arguments)
{
	int length;

	if (!size || size > STRSAFE_MAX_CCH)
		return STRSAFE_E_INVALID_PARAMETER;
	length = _vsnprintf(to, size, format, arguments);
	to[size - 1] = 0;
	return length < 0 || (size_t)length >= size ? STRSAFE_E_INSUFFICIENT_BUFFER : S_OK;
}
FORCEINLINE HRESULT StringCchLengthA(LPCSTR text, size_t size, size_t *length)
{
	size_t found = 0;

	while (text && found < size && text[found])
		found++;
	if (length)
		*length = !text || found == size ? 0 : found;
	return !text || found == size ? STRSAFE_E_INVALID_PARAMETER : S_OK;
}
FORCEINLINE HRESULT StringCchCopyA(LPSTR to, size_t size, LPCSTR from)
{
	size_t i = 0;

	if (!size || size > STRSAFE_MAX_CCH)
		return STRSAFE_E_INVALID_PARAMETER;
	while (i < size - 1 && from[i]) {
		to[i] = from[i];
		i++;
	}
	to[i] = 0;
	return from[i] ? STRSAFE_E_INSUFFICIENT_BUFFER : S_OK;
}
FORCEINLINE HRESULT StringCchCatA(LPSTR to, size_t size, LPCSTR from)
{
	size_t length;

	if (StringCchLengthA(to, size, &length) != S_OK)
		return STRSAFE_E_INVALID_PARAMETER;
	return StringCchCopyA(to + length, size - length, from);
}
/* No function with so many arguments is ever inline. */
__attribute__((unused)) static HRESULT StringCchPrintfA(LPSTR to, size_t size, LPCSTR format, ...)
{
	va_list arguments;
	HRESULT result;

	va_start(arguments, format);
	result = StringCchVPrintfA(to, size, format, arguments);
	va_end(arguments);
	return result;
}

/* The same, with sizes and lengths in bytes. */
FORCEINLINE HRESULT StringCbVPrintfA(LPSTR to, size_t size, LPCSTR format, va_list arguments)
{
	return StringCchVPrintfA(to, size / sizeof(CHAR), format, arguments);
}
FORCEINLINE HRESULT StringCbLengthA(LPCSTR text, size_t size, size_t *length)
{
	const HRESULT result = StringCchLengthA(text, size / sizeof(CHAR), length);

	if (length)
		*length *= sizeof(CHAR);
	return result;
}
FORCEINLINE HRESULT StringCbCopyA(LPSTR to, size_t size, LPCSTR from)
{
	return StringCchCopyA(to, size / sizeof(CHAR), from);
}
FORCEINLINE HRESULT StringCbCatA(LPSTR to, size_t size, LPCSTR from)
{
	return StringCchCatA(to, size / sizeof(CHAR), from);
}
/* No function with so many arguments is ever inline. */
__attribute__((unused)) static HRESULT StringCbPrintfA(LPSTR to, size_t size, LPCSTR format, ...)
{
	va_list arguments;
	HRESULT result;

	va_start(arguments, format);
	result = StringCbVPrintfA(to, size, format, arguments);
	va_end(arguments);
	return result;
}

FORCEINLINE HRESULT StringCchVPrintfW(LPWSTR to, size_t size, LPCWSTR format, va_list arguments)
{
	int length;

	if (!size || size > STRSAFE_MAX_CCH)
		return STRSAFE_E_INVALID_PARAMETER;
	length = _vsnwprintf(to, size, format, arguments);
	to[size - 1] = 0;
	return length < 0 || (size_t)length >= size ? STRSAFE_E_INSUFFICIENT_BUFFER : S_OK;
}
FORCEINLINE HRESULT StringCchLengthW(LPCWSTR text, size_t size, size_t *length)
{
	size_t found = 0;

	while (text && found < size && text[found])
		found++;
	if (length)
		*length = !text || found == size ? 0 : found;
	return !text || found == size ? STRSAFE_E_INVALID_PARAMETER : S_OK;
}
FORCEINLINE HRESULT StringCchCopyW(LPWSTR to, size_t size, LPCWSTR from)
{
	size_t i = 0;

	if (!size || size > STRSAFE_MAX_CCH)
		return STRSAFE_E_INVALID_PARAMETER;
	while (i < size - 1 && from[i]) {
		to[i] = from[i];
		i++;
	}
	to[i] = 0;
	return from[i] ? STRSAFE_E_INSUFFICIENT_BUFFER : S_OK;
}
FORCEINLINE HRESULT StringCchCatW(LPWSTR to, size_t size, LPCWSTR from)
{
	size_t length;

	if (StringCchLengthW(to, size, &length) != S_OK)
		return STRSAFE_E_INVALID_PARAMETER;
	return StringCchCopyW(to + length, size - length, from);
}
/* No function with so many arguments is ever inline. */
__attribute__((unused)) static HRESULT StringCchPrintfW(LPWSTR to, size_t size, LPCWSTR format, ...)
{
	va_list arguments;
	HRESULT result;

	va_start(arguments, format);
	result = StringCchVPrintfW(to, size, format, arguments);
	va_end(arguments);
	return result;
}

/* The same, with sizes and lengths in bytes. */
FORCEINLINE HRESULT StringCbVPrintfW(LPWSTR to, size_t size, LPCWSTR format, va_list arguments)
{
	return StringCchVPrintfW(to, size / sizeof(WCHAR), format, arguments);
}
FORCEINLINE HRESULT StringCbLengthW(LPCWSTR text, size_t size, size_t *length)
{
	const HRESULT result = StringCchLengthW(text, size / sizeof(WCHAR), length);

	if (length)
		*length *= sizeof(WCHAR);
	return result;
}
FORCEINLINE HRESULT StringCbCopyW(LPWSTR to, size_t size, LPCWSTR from)
{
	return StringCchCopyW(to, size / sizeof(WCHAR), from);
}
FORCEINLINE HRESULT StringCbCatW(LPWSTR to, size_t size, LPCWSTR from)
{
	return StringCchCatW(to, size / sizeof(WCHAR), from);
}
/* No function with so many arguments is ever inline. */
__attribute__((unused)) static HRESULT StringCbPrintfW(LPWSTR to, size_t size, LPCWSTR format, ...)
{
	va_list arguments;
	HRESULT result;

	va_start(arguments, format);
	result = StringCbVPrintfW(to, size, format, arguments);
	va_end(arguments);
	return result;
}

#ifdef UNICODE
#define StringCchVPrintf StringCchVPrintfW
#define StringCchLength StringCchLengthW
#define StringCchCopy StringCchCopyW
#define StringCchCat StringCchCatW
#define StringCchPrintf StringCchPrintfW
#define StringCbVPrintf StringCbVPrintfW
#define StringCbLength StringCbLengthW
#define StringCbCopy StringCbCopyW
#define StringCbCat StringCbCatW
#define StringCbPrintf StringCbPrintfW
#else
#define StringCchVPrintf StringCchVPrintfA
#define StringCchLength StringCchLengthA
#define StringCchCopy StringCchCopyA
#define StringCchCat StringCchCatA
#define StringCchPrintf StringCchPrintfA
#define StringCbVPrintf StringCbVPrintfA
#define StringCbLength StringCbLengthA
#define StringCbCopy StringCbCopyA
#define StringCbCat StringCbCatA
#define StringCbPrintf StringCbPrintfA
#endif

#ifdef __cplusplus
}
#endif

#endif
