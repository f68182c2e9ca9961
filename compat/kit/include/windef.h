/* SPDX-License-Identifier: GPL-2.0 */
/* windef.h - the types that applications call by other names. */
#ifndef COMPAT_DRIVER_WINDEF_H
#define COMPAT_DRIVER_WINDEF_H

#define _WINDEF_

#include <basetsd.h>

#define WINAPI
#define WINAPIV
#define APIENTRY
#define APIPRIVATE
#define CALLBACK
#define PASCAL
#define CDECL
#define NEAR
#define FAR

typedef int BOOL, *PBOOL, *LPBOOL;
typedef unsigned short WORD, *PWORD, *LPWORD;
typedef BOOL WINBOOL;
typedef unsigned int UINT, *PUINT;
typedef DWORD *LPDWORD;
typedef BYTE *LPBYTE;
typedef LONG *LPLONG;
typedef void *LPVOID;
typedef const void *LPCVOID;
typedef WORD ATOM;

#define LOBYTE(w)	((BYTE)((DWORD_PTR)(w) & 0xff))
#define HIBYTE(w)	((BYTE)(((DWORD_PTR)(w) >> 8) & 0xff))
#define LOWORD(l)	((WORD)((DWORD_PTR)(l) & 0xffff))
#define HIWORD(l)	((WORD)(((DWORD_PTR)(l) >> 16) & 0xffff))
#define MAKEWORD(a, b)	((WORD)(LOBYTE(a) | (WORD)LOBYTE(b) << 8))
#define MAKELONG(a, b)	((LONG)(LOWORD(a) | (DWORD)LOWORD(b) << 16))

#if !defined(NOMINMAX) && !defined(__cplusplus)
#ifndef max
#define max(a, b)	((a) > (b) ? (a) : (b))
#endif
#ifndef min
#define min(a, b)	((a) < (b) ? (a) : (b))
#endif
#endif

#endif
