/* SPDX-License-Identifier: GPL-2.0 */
/*
 * crt.h - what ntoskrnl has of the C library. Included by wdm.h.
 *
 * Any IRQL. Formats are those of Windows: %d and %ld are 32 bits, %I64d is 64;
 * %ws and %ls are wide, %hs and %hZ narrow, %wZ is a PUNICODE_STRING, %Z a
 * PANSI_STRING; %s and %c have the width of the format, %S and %C the other.
 * %p prints a number that only stands for the pointer. Floating point is not
 * converted.
 */
#ifndef COMPAT_NT_CRT_H
#define COMPAT_NT_CRT_H

#ifdef COMPAT_DRIVER_MSC_H
#define _SIZE_T_DEFINED
#define _WCHAR_T_DEFINED
#define _VA_LIST_DEFINED
#endif

#include "../ntdef.h"

#ifndef __cplusplus
typedef __WCHAR_TYPE__ wchar_t;
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* size_t is the kernel's own; Linux sources that include this header have it already. */
#ifndef _LINUX_STRING_H_
typedef __SIZE_TYPE__ size_t;
typedef __builtin_va_list va_list;

void *memcpy(void *dest, const void *src, size_t count);
void *memmove(void *dest, const void *src, size_t count);
void *memset(void *dest, int c, size_t count);
int memcmp(const void *a, const void *b, size_t count);
void *memchr(const void *s, int c, size_t count);
size_t strlen(const char *s);
char *strcpy(char *dest, const char *src);
char *strncpy(char *dest, const char *src, size_t count);
char *strcat(char *dest, const char *src);
char *strncat(char *dest, const char *src, size_t count);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t count);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *needle);
size_t strspn(const char *s, const char *accept);
size_t strcspn(const char *s, const char *reject);
char *strpbrk(const char *s, const char *accept);
size_t strnlen(const char *s, size_t limit);

/*
 * Format into a buffer; return the length without the terminator. Linux: own
 * formatter, as vsnprintf() has other formats.
 */
#define sprintf ntparport_sprintf
#define vsprintf ntparport_vsprintf
#endif

/* Whether a character is of a kind, of ASCII as in the "C" locale. Linux: own code. */
int ntparport_isdigit(int c);
int ntparport_isxdigit(int c);
int ntparport_islower(int c);
int ntparport_isupper(int c);
int ntparport_isspace(int c);
int ntparport_isprint(int c);
#ifndef _LINUX_STRING_H_
#define isdigit ntparport_isdigit
#define isxdigit ntparport_isxdigit
#define islower ntparport_islower
#define isupper ntparport_isupper
#define isspace ntparport_isspace
#define isprint ntparport_isprint
#endif

/* The character in the other case, if it is a letter of ASCII. Linux: own code. */
int ntparport_tolower(int c);
int ntparport_toupper(int c);
WCHAR ntparport_towlower(WCHAR c);
WCHAR ntparport_towupper(WCHAR c);
#ifndef _LINUX_STRING_H_
#define tolower ntparport_tolower
#define toupper ntparport_toupper
#define towlower ntparport_towlower
#define towupper ntparport_towupper
#endif

/*
 * Format into a buffer; return the length without the terminator. Linux: own
 * formatter, as vsnprintf() has other formats.
 */
int ntparport_sprintf(char *dest, const char *format, ...);
int ntparport_vsprintf(char *dest, const char *format, va_list arguments);
#define swprintf ntparport_swprintf
int swprintf(WCHAR *dest, const WCHAR *format, ...);
#define vswprintf ntparport_vswprintf
int vswprintf(WCHAR *dest, const WCHAR *format, va_list arguments);
#define _swprintf swprintf
#define _vswprintf vswprintf

/*
 * Write at most count characters; return -1, without a terminator, if that is not enough.
 * Linux: the same formatter.
 */
#define _snprintf ntparport__snprintf
int _snprintf(char *dest, size_t count, const char *format, ...);
#define _vsnprintf ntparport__vsnprintf
int _vsnprintf(char *dest, size_t count, const char *format, va_list arguments);
#define _snwprintf ntparport__snwprintf
int _snwprintf(WCHAR *dest, size_t count, const WCHAR *format, ...);
#define _vsnwprintf ntparport__vsnwprintf
int _vsnwprintf(WCHAR *dest, size_t count, const WCHAR *format, va_list arguments);

/* Compare, ignoring the case of A to Z. Linux: own code. */
#define _stricmp ntparport__stricmp
int _stricmp(const char *a, const char *b);
#define _strnicmp ntparport__strnicmp
int _strnicmp(const char *a, const char *b, size_t count);
#define _wcsicmp ntparport__wcsicmp
int _wcsicmp(const WCHAR *a, const WCHAR *b);
#define _wcsnicmp ntparport__wcsnicmp
int _wcsnicmp(const WCHAR *a, const WCHAR *b, size_t count);

/*
 * Like their counterparts in the C library, but for 16-bit characters. Linux: own code; the
 * kernel has none of these.
 */
#define wcslen ntparport_wcslen
size_t wcslen(const WCHAR *s);
#define wcscpy ntparport_wcscpy
WCHAR *wcscpy(WCHAR *dest, const WCHAR *src);
#define wcsncpy ntparport_wcsncpy
WCHAR *wcsncpy(WCHAR *dest, const WCHAR *src, size_t count);
#define wcscat ntparport_wcscat
WCHAR *wcscat(WCHAR *dest, const WCHAR *src);
#define wcsncat ntparport_wcsncat
WCHAR *wcsncat(WCHAR *dest, const WCHAR *src, size_t count);
#define wcscmp ntparport_wcscmp
int wcscmp(const WCHAR *a, const WCHAR *b);
#define wcsncmp ntparport_wcsncmp
int wcsncmp(const WCHAR *a, const WCHAR *b, size_t count);
#define wcschr ntparport_wcschr
WCHAR *wcschr(const WCHAR *s, WCHAR c);
#define wcsrchr ntparport_wcsrchr
WCHAR *wcsrchr(const WCHAR *s, WCHAR c);
#define wcsstr ntparport_wcsstr
WCHAR *wcsstr(const WCHAR *s, const WCHAR *needle);

/* Counts characters, up to a maximum. Linux: own code. */
#define wcsnlen ntparport_wcsnlen
size_t wcsnlen(const WCHAR *s, size_t limit);

/* How many characters at the start are of those, or are not. Linux: own code. */
#define wcsspn ntparport_wcsspn
size_t wcsspn(const WCHAR *s, const WCHAR *accept);
#define wcscspn ntparport_wcscspn
size_t wcscspn(const WCHAR *s, const WCHAR *reject);

/* Change the letters of ASCII in a text to the other case, and return it. Linux: own code. */
#define _strlwr ntparport__strlwr
char *_strlwr(char *s);
#define _strupr ntparport__strupr
char *_strupr(char *s);
#define _wcslwr ntparport__wcslwr
WCHAR *_wcslwr(WCHAR *s);
#define _wcsupr ntparport__wcsupr
WCHAR *_wcsupr(WCHAR *s);

/*
 * Change a text in place, and return it: all of its characters, or at most a given number, to c; or
 * their order to the opposite. Linux: own code.
 */
#define _strset ntparport__strset
char *_strset(char *s, int c);
#define _strnset ntparport__strnset
char *_strnset(char *s, int c, size_t count);
#define _wcsset ntparport__wcsset
WCHAR *_wcsset(WCHAR *s, WCHAR c);
#define _wcsnset ntparport__wcsnset
WCHAR *_wcsnset(WCHAR *s, WCHAR c, size_t count);
#define _strrev ntparport__strrev
char *_strrev(char *s);
#define _wcsrev ntparport__wcsrev
WCHAR *_wcsrev(WCHAR *s);

#ifdef __cplusplus
}
#endif

/* Only for drivers: Linux sources have their own. */
#ifdef COMPAT_DRIVER_MSC_H
typedef __PTRDIFF_TYPE__ ptrdiff_t;
typedef __INTPTR_TYPE__ intptr_t;
typedef __UINTPTR_TYPE__ uintptr_t;
typedef WCHAR wint_t, wctype_t;
typedef int errno_t;
#include <stdarg.h>
#define NT_WHOLE_CRT
#include <nt_labels.h>
#endif

#endif
