/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * tchar.h - texts that are narrow or wide, by _UNICODE. Wide ones have 16 bits a character,
 * which the C library has no functions for: those of crt.h do it.
 */
#ifndef NTPARPORT_TCHAR_H
#define NTPARPORT_TCHAR_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../ntparport/windows.h"

#ifdef _UNICODE
typedef WCHAR _TCHAR, _TSCHAR, _TUCHAR, _TXCHAR;
typedef WCHAR _TINT;
#define __T(text) NTPARPORT_WIDE_TEXT(text)
#define _tmain wmain
#define _tenviron _wenviron
#define _tcslen ntparport_wcslen
#define _tcscpy ntparport_wcscpy
#define _tcsncpy ntparport_wcsncpy
#define _tcscat ntparport_wcscat
#define _tcsncat ntparport_wcsncat
#define _tcscmp ntparport_wcscmp
#define _tcsncmp ntparport_wcsncmp
#define _tcsicmp _wcsicmp
#define _tcscmpi _wcsicmp
#define _tcsnicmp _wcsnicmp
#define _tcschr ntparport_wcschr
#define _tcsrchr ntparport_wcsrchr
#define _tcsstr ntparport_wcsstr
#define _tcstok ntparport_wcstok
#define _tcsdup _wcsdup
#define _tcsupr _wcsupr
#define _tcslwr _wcslwr
#define _tcstol ntparport_wcstol
#define _tcstoul ntparport_wcstoul
#define _ttoi _wtoi
#define _ttol _wtol
#define _itot _itow
#define _ltot _ltow
#define _ultot _ultow
#define _tprintf ntparport_wprintf
#define _ftprintf ntparport_fwprintf
#define _stprintf ntparport_swprintf
#define _sntprintf _snwprintf
#define _vtprintf ntparport_vwprintf
#define _vftprintf ntparport_vfwprintf
#define _vstprintf ntparport_vswprintf
#define _vsntprintf _vsnwprintf
#define _stscanf ntparport_swscanf
#define _stscanf_s swscanf_s
#define _sntprintf_s _snwprintf_s
#define _vstprintf_s vswprintf_s
#define _tcsncpy_s wcsncpy_s
#define _putts _putws
#define _fputts ntparport_fputws
#define _tcscpy_s wcscpy_s
#define _tcscat_s wcscat_s
#define _stprintf_s swprintf_s
#else
typedef char _TCHAR, _TXCHAR;
typedef signed char _TSCHAR;
typedef unsigned char _TUCHAR;
typedef int _TINT;
#define __T(text) text
#define _tmain main
#define _tcslen strlen
#define _tcscpy strcpy
#define _tcsncpy strncpy
#define _tcscat strcat
#define _tcsncat strncat
#define _tcscmp strcmp
#define _tcsncmp strncmp
#define _tcsicmp _stricmp
#define _tcscmpi _stricmp
#define _tcsnicmp _strnicmp
#define _tcschr strchr
#define _tcsrchr strrchr
#define _tcsstr strstr
#define _tcstok strtok
#define _tcsdup _strdup
#define _tcsupr _strupr
#define _tcslwr _strlwr
#define _tcstol ntparport_strtol
#define _tcstoul ntparport_strtoul
#define _ttoi atoi
#define _ttol ntparport_atol
#define _itot _itoa
#define _ltot _ltoa
#define _ultot _ultoa
#define _tprintf ntparport_printf
#define _ftprintf ntparport_fprintf
#define _stprintf ntparport_sprintf
#define _sntprintf _snprintf
#define _vtprintf ntparport_vprintf
#define _vftprintf ntparport_vfprintf
#define _vstprintf ntparport_vsprintf
#define _vsntprintf _vsnprintf
#define _stscanf ntparport_sscanf
#define _stscanf_s sscanf_s
#define _sntprintf_s _snprintf_s
#define _vstprintf_s vsprintf_s
#define _tcsncpy_s strncpy_s
#define _putts puts
#define _fputts fputs
#define _tcscpy_s strcpy_s
#define _tcscat_s strcat_s
#define _stprintf_s sprintf_s
#endif
#define _T(text) __T(text)
#define _TEXT(text) __T(text)
#define _TEOF EOF
#define _puttchar(c) putchar((int)(c))
#define _puttc(c, file) putc((int)(c), (file))

/* As in the locale "C", in which other characters than those of ASCII are of no kind. */
#define NTPARPORT_IS(is, c) ((unsigned int)(c) < 128 && is((int)(c)))
#define NTPARPORT_TO(to, c) ((TCHAR)((unsigned int)(c) < 128 ? to((int)(c)) : (int)(c)))
#define _istdigit(c) NTPARPORT_IS(isdigit, c)
#define _istxdigit(c) NTPARPORT_IS(isxdigit, c)
#define _istspace(c) NTPARPORT_IS(isspace, c)
#define _istalpha(c) NTPARPORT_IS(isalpha, c)
#define _istalnum(c) NTPARPORT_IS(isalnum, c)
#define _istupper(c) NTPARPORT_IS(isupper, c)
#define _istlower(c) NTPARPORT_IS(islower, c)
#define _istprint(c) NTPARPORT_IS(isprint, c)
#define _istpunct(c) NTPARPORT_IS(ispunct, c)
#define _totupper(c) NTPARPORT_TO(toupper, c)
#define _totlower(c) NTPARPORT_TO(tolower, c)

#endif
