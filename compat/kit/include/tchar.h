/* SPDX-License-Identifier: GPL-2.0 */
/* tchar.h - text whose characters are wide if _UNICODE or UNICODE is defined. */
#ifndef COMPAT_DRIVER_TCHAR_H
#define COMPAT_DRIVER_TCHAR_H

#define _INC_TCHAR

#include <nt/stdlib.h>
#include <basetsd.h>

#if defined(_UNICODE) || defined(UNICODE)
typedef WCHAR _TCHAR, _TSCHAR, _TUCHAR, _TINT;
#define __T(text)	L##text
#define _tcslen		wcslen
#define _tcscpy		wcscpy
#define _tcscat		wcscat
#define _tcscmp		wcscmp
#define _tcsncpy	wcsncpy
#define _tcsncat	wcsncat
#define _tcsncmp	wcsncmp
#define _tcsicmp	_wcsicmp
#define _tcsnicmp	_wcsnicmp
#define _tcschr		wcschr
#define _tcsrchr	wcsrchr
#define _tcsstr		wcsstr
#define _tcsspn		wcsspn
#define _tcslwr		_wcslwr
#define _tcsupr		_wcsupr
#define _stprintf	swprintf
#define _sntprintf	_snwprintf
#define _vsntprintf	_vsnwprintf
#define _ttoi		_wtoi
#define _ttol		_wtol
#define _itot		_itow
#else
typedef char _TCHAR;
typedef signed char _TSCHAR;
typedef unsigned char _TUCHAR;
typedef int _TINT;
#define __T(text)	text
#define _tcslen		strlen
#define _tcscpy		strcpy
#define _tcscat		strcat
#define _tcscmp		strcmp
#define _tcsncpy	strncpy
#define _tcsncat	strncat
#define _tcsncmp	strncmp
#define _tcsicmp	_stricmp
#define _tcsnicmp	_strnicmp
#define _tcschr		strchr
#define _tcsrchr	strrchr
#define _tcsstr		strstr
#define _tcsspn		strspn
#define _tcslwr		_strlwr
#define _tcsupr		_strupr
#define _stprintf	sprintf
#define _sntprintf	_snprintf
#define _vsntprintf	_vsnprintf
#define _ttoi		atoi
#define _ttol		atol
#define _itot		_itoa
#endif

#define _T(text)	__T(text)
#define _TEXT(text)	__T(text)

#endif
