/* SPDX-License-Identifier: GPL-2.0 */
/*
 * stdlib.h - what ntoskrnl has of the C library's stdlib.h, which wdm.h does not include.
 *
 * Any IRQL. Narrow text is of code page 1252, as everywhere here.
 */
#ifndef COMPAT_NT_STDLIB_H
#define COMPAT_NT_STDLIB_H

#include "crt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Programs of the host's have another. */
#ifndef RAND_MAX
#define RAND_MAX	0x7fff
#endif

/*
 * Sorts an array by the driver's routine, whose result is below, at or above 0 as a is before,
 * like or after b. What is alike may change places. Linux: sort_r().
 */
#define qsort ntparport_qsort
void qsort(void *base, size_t count, size_t size,
	   int (*compare)(const void *a, const void *b));

/*
 * Finds the key in an array that is sorted by the driver's routine, which gets the key first; NULL
 * if it is not there. Linux: own code, as bsearch() cannot be told whose routine it calls.
 */
#define bsearch ntparport_bsearch
void *bsearch(const void *key, const void *base, size_t count, size_t size,
	      int (*compare)(const void *key, const void *element));

/*
 * Numbers from 0 to RAND_MAX, the same for each seed; the seed is that of all drivers together, and
 * 1 at first. Linux: own code.
 */
#define rand ntparport_rand
int rand(void);
#define srand ntparport_srand
void srand(unsigned int seed);

/* Convert text to a number, as wcstoul() with base 10 does. Linux: own code. */
#define atoi ntparport_atoi
int atoi(const char *s);
#define atol ntparport_atol
LONG atol(const char *s);
#define _wtoi ntparport__wtoi
int _wtoi(const WCHAR *s);
#define _wtol ntparport__wtol
LONG _wtol(const WCHAR *s);

/*
 * Converts text to a number: blanks, a sign, digits. Base 0: what a prefix says, 0x or 0. Too large
 * ones are MAXULONG. end, which may be NULL, gets where it ended, which is s if there is no number.
 * Linux: own code.
 */
#define wcstoul ntparport_wcstoul
ULONG wcstoul(const WCHAR *s, WCHAR **end, int base);

/*
 * Convert a number to text, in lower case, and return that; only in base 10 it has a sign. The
 * bases are 2 to 36: for another the text is empty. Linux: own code.
 */
#define _itoa ntparport__itoa
char *_itoa(int value, char *dest, int base);
#define _itow ntparport__itow
WCHAR *_itow(int value, WCHAR *dest, int base);

/*
 * Convert text between its widths, up to count characters of dest, and return how many there are;
 * the terminator does not count, and is not there if they are count. Without dest: how many they
 * would be. (size_t)-1: a character is not in the code page. Linux: own code.
 */
#define mbstowcs ntparport_mbstowcs
size_t mbstowcs(WCHAR *dest, const char *src, size_t count);
#define wcstombs ntparport_wcstombs
size_t wcstombs(char *dest, const WCHAR *src, size_t count);

/*
 * Convert one character, and return 1; 0 if there is none, or if it is the terminator, which only
 * wctomb() counts; -1: it is not in the code page. Linux: own code.
 */
#define mbtowc ntparport_mbtowc
int mbtowc(WCHAR *dest, const char *src, size_t count);
#define wctomb ntparport_wctomb
int wctomb(char *dest, WCHAR c);

#ifdef __cplusplus
}
#endif

/* Only for drivers. */
#ifdef COMPAT_DRIVER_MSC_H
#define NT_WHOLE_STDLIB
#include <nt_labels.h>
#endif

#endif
