/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* tchar.h - texts that are narrow or wide, by _UNICODE. */
#ifndef NTPARPORT_TCHAR_H
#define NTPARPORT_TCHAR_H

#include "../ntparport/windows.h"

#ifdef _UNICODE
typedef WCHAR _TCHAR;
#define _T(text) NTPARPORT_WIDE(text)
#else
typedef char _TCHAR;
#define _T(text) text
/* The C library has no functions for 16-bit texts, so these are only for narrow ones. */
#define _tmain main
#define _tprintf printf
#define _ftprintf fprintf
#define _stprintf sprintf
#define _tcslen strlen
#define _tcscpy strcpy
#define _tcscat strcat
#define _tcscmp strcmp
#define _tcschr strchr
#define _tcstoul strtoul
#define _ttoi atoi
#endif
#define _TEXT(text) _T(text)

#endif
