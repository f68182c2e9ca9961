/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * crt.h - what Microsoft's C library has and Linux's does not, for <stdio.h>, <stdlib.h>,
 * <string.h>, <conio.h>, <process.h>, <io.h> and <wchar.h>. Wide texts have 16 bits a character,
 * narrow ones are UTF-8. All are weak: a program may have a function of such a name itself.
 *
 * Formats are Microsoft's: %ld is for 32 bits, %I64d for 64, %S and %ws are a wide text. In the
 * wide functions %s is a wide text, and %S and %hs a narrow one. cc.py has printf() and the like
 * of the program be those with ntparport_ here.
 */
#ifndef NTPARPORT_CRT_H
#define NTPARPORT_CRT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#ifndef __cplusplus
#include <uchar.h>
#endif

#include "msc.h"

#ifdef __cplusplus
extern "C" {
#endif

#define __max(a, b) (((a) > (b)) ? (a) : (b))
#define __min(a, b) (((a) < (b)) ? (a) : (b))
#define _isnan(x) __builtin_isnan(x)
#define _finite(x) __builtin_isfinite(x)

#if __WCHAR_MAX__ > 0xffff
typedef char16_t ntparport_wchar;
#else
typedef wchar_t ntparport_wchar;
#endif
struct _IO_FILE;

int ntparport_printf(const char *format, ...);
int ntparport_fprintf(struct _IO_FILE *file, const char *format, ...);
int ntparport_sprintf(char *to, const char *format, ...);
int ntparport_snprintf(char *to, size_t size, const char *format, ...);
int ntparport_vprintf(const char *format, va_list arguments);
int ntparport_vfprintf(struct _IO_FILE *file, const char *format, va_list arguments);
int ntparport_vsprintf(char *to, const char *format, va_list arguments);
int ntparport_vsnprintf(char *to, size_t size, const char *format, va_list arguments);
int ntparport_scanf(const char *format, ...);
int ntparport_fscanf(struct _IO_FILE *file, const char *format, ...);
int ntparport_sscanf(const char *from, const char *format, ...);
int ntparport_strtol(const char *from, char **end, int base);
unsigned int ntparport_strtoul(const char *from, char **end, int base);
int ntparport_atol(const char *from);

int ntparport_wprintf(const ntparport_wchar *format, ...);
int ntparport_fwprintf(struct _IO_FILE *file, const ntparport_wchar *format, ...);
/* As swprintf() was until 2005: there is no size. */
int ntparport_swprintf(ntparport_wchar *to, const ntparport_wchar *format, ...);
int ntparport_vwprintf(const ntparport_wchar *format, va_list arguments);
int ntparport_vfwprintf(struct _IO_FILE *file, const ntparport_wchar *format, va_list arguments);
int ntparport_vswprintf(ntparport_wchar *to, const ntparport_wchar *format, va_list arguments);
int ntparport_swscanf(const ntparport_wchar *from, const ntparport_wchar *format, ...);
int ntparport_fputws(const ntparport_wchar *text, struct _IO_FILE *file);
size_t ntparport_wcslen(const ntparport_wchar *text);
ntparport_wchar *ntparport_wcscpy(ntparport_wchar *to, const ntparport_wchar *from);
ntparport_wchar *ntparport_wcsncpy(ntparport_wchar *to, const ntparport_wchar *from, size_t count);
ntparport_wchar *ntparport_wcscat(ntparport_wchar *to, const ntparport_wchar *from);
ntparport_wchar *ntparport_wcsncat(ntparport_wchar *to, const ntparport_wchar *from, size_t count);
int ntparport_wcscmp(const ntparport_wchar *a, const ntparport_wchar *b);
int ntparport_wcsncmp(const ntparport_wchar *a, const ntparport_wchar *b, size_t count);
ntparport_wchar *ntparport_wcschr(const ntparport_wchar *text, int c);
ntparport_wchar *ntparport_wcsrchr(const ntparport_wchar *text, int c);
ntparport_wchar *ntparport_wcsstr(const ntparport_wchar *text, const ntparport_wchar *what);
ntparport_wchar *ntparport_wcstok(ntparport_wchar *text, const ntparport_wchar *separators);
int ntparport_wcstol(const ntparport_wchar *from, ntparport_wchar **end, int base);
unsigned int ntparport_wcstoul(const ntparport_wchar *from, ntparport_wchar **end, int base);
size_t ntparport_mbstowcs(ntparport_wchar *to, const char *from, size_t count);
size_t ntparport_wcstombs(char *to, const ntparport_wchar *from, size_t count);

/* <stdio.h>: without a NUL if it does not fit, and then -1. */
int _snprintf(char *to, size_t size, const char *format, ...);
int _vsnprintf(char *to, size_t size, const char *format, va_list arguments);
int _snwprintf(ntparport_wchar *to, size_t size, const ntparport_wchar *format, ...);
int _vsnwprintf(ntparport_wchar *to, size_t size, const ntparport_wchar *format, va_list arguments);
/* How long the text would be. */
int _scprintf(const char *format, ...);
int _vscprintf(const char *format, va_list arguments);
/* A line of the standard input, of any length: NULL at its end. */
char *ntparport_gets(char *to);
int _putws(const ntparport_wchar *text);
int _fileno(struct _IO_FILE *file);
int _flushall(void);
/* Those of 2005: they end with a NUL in any case, and a text that does not fit is "". */
int sprintf_s(char *to, size_t size, const char *format, ...);
int vsprintf_s(char *to, size_t size, const char *format, va_list arguments);
int _snprintf_s(char *to, size_t size, size_t count, const char *format, ...);
int _vsnprintf_s(char *to, size_t size, size_t count, const char *format, va_list arguments);
int swprintf_s(ntparport_wchar *to, size_t size, const ntparport_wchar *format, ...);
int vswprintf_s(ntparport_wchar *to, size_t size, const ntparport_wchar *format, va_list arguments);
int _snwprintf_s(ntparport_wchar *to, size_t size, size_t count, const ntparport_wchar *format,
		 ...);
int _vsnwprintf_s(ntparport_wchar *to, size_t size, size_t count, const ntparport_wchar *format,
		  va_list arguments);
int printf_s(const char *format, ...);
int fprintf_s(struct _IO_FILE *file, const char *format, ...);
/*
 * Behind the place of a %s, %c or %[ is its size, an unsigned int: what does not fit is not stored,
 * and the text is "". Those of files read whole lines.
 */
int sscanf_s(const char *from, const char *format, ...);
int swscanf_s(const ntparport_wchar *from, const ntparport_wchar *format, ...);
int fscanf_s(struct _IO_FILE *file, const char *format, ...);
int scanf_s(const char *format, ...);
#define _TRUNCATE ((size_t)-1)
int fopen_s(struct _IO_FILE **file, const char *name, const char *mode);

/* <stdlib.h>, <malloc.h> */
#define _alloca(size) __builtin_alloca(size)
int _unlink(const char *path);
void _sleep(unsigned int milliseconds);
char *_itoa(int value, char *to, int radix);
char *_ltoa(int value, char *to, int radix);
char *_ultoa(unsigned int value, char *to, int radix);
char *_i64toa(long long value, char *to, int radix);
char *_ui64toa(unsigned long long value, char *to, int radix);
char *itoa(int value, char *to, int radix);
char *ltoa(int value, char *to, int radix);
char *ultoa(unsigned int value, char *to, int radix);
ntparport_wchar *_itow(int value, ntparport_wchar *to, int radix);
ntparport_wchar *_ltow(int value, ntparport_wchar *to, int radix);
ntparport_wchar *_ultow(unsigned int value, ntparport_wchar *to, int radix);
int _wtoi(const ntparport_wchar *from);
int _wtol(const ntparport_wchar *from);
long long _atoi64(const char *from);
long long _strtoi64(const char *from, char **end, int base);
unsigned long long _strtoui64(const char *from, char **end, int base);
unsigned int _rotl(unsigned int value, int shift);
unsigned int _rotr(unsigned int value, int shift);
void *_aligned_malloc(size_t size, size_t alignment);
void _aligned_free(void *memory);
void _splitpath(const char *path, char *drive, char *folder, char *name, char *extension);
char *_fullpath(char *to, const char *path, size_t size);
#ifndef __argc
#define __argc ntparport_argc
#define __argv ntparport_argv
#endif
extern int ntparport_argc;
extern char **ntparport_argv;

/* <string.h> */
int _stricmp(const char *a, const char *b);
int _strcmpi(const char *a, const char *b);
int _strnicmp(const char *a, const char *b, size_t count);
int _memicmp(const void *a, const void *b, size_t count);
char *_strdup(const char *text);
char *_strupr(char *text);
char *_strlwr(char *text);
char *_strrev(char *text);
char *_strset(char *text, int c);
int stricmp(const char *a, const char *b);
int strcmpi(const char *a, const char *b);
int strnicmp(const char *a, const char *b, size_t count);
int memicmp(const void *a, const void *b, size_t count);
char *strupr(char *text);
char *strlwr(char *text);
char *strrev(char *text);
char *strset(char *text, int c);
int _wcsicmp(const ntparport_wchar *a, const ntparport_wchar *b);
int _wcsnicmp(const ntparport_wchar *a, const ntparport_wchar *b, size_t count);
ntparport_wchar *_wcsdup(const ntparport_wchar *text);
ntparport_wchar *_wcsupr(ntparport_wchar *text);
ntparport_wchar *_wcslwr(ntparport_wchar *text);
int wcsicmp(const ntparport_wchar *a, const ntparport_wchar *b);
int wcsnicmp(const ntparport_wchar *a, const ntparport_wchar *b, size_t count);
int strcpy_s(char *to, size_t size, const char *from);
int strcat_s(char *to, size_t size, const char *from);
int strncpy_s(char *to, size_t size, const char *from, size_t count);
int memcpy_s(void *to, size_t size, const void *from, size_t count);
int memmove_s(void *to, size_t size, const void *from, size_t count);
char *strtok_s(char *text, const char *separators, char **state);
int _itoa_s(int value, char *to, size_t size, int radix);
/* "MM/DD/YY" and "HH:MM:SS", which have nine characters with the NUL. */
char *_strdate(char *to);
char *_strtime(char *to);
int wcsncpy_s(ntparport_wchar *to, size_t size, const ntparport_wchar *from, size_t count);
int wcscpy_s(ntparport_wchar *to, size_t size, const ntparport_wchar *from);
int wcscat_s(ntparport_wchar *to, size_t size, const ntparport_wchar *from);

#ifdef __cplusplus
}
/* Those of 2005 know the size of an array. */
template <size_t size, typename... Arguments>
inline int sprintf_s(char (&to)[size], const char *format, Arguments... arguments)
{
	return sprintf_s(to, size, format, arguments...);
}
template <size_t size>
inline int strcpy_s(char (&to)[size], const char *from)
{
	return strcpy_s(to, size, from);
}
template <size_t size>
inline int strcat_s(char (&to)[size], const char *from)
{
	return strcat_s(to, size, from);
}
#endif

#endif
