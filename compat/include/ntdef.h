/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntdef.h - the base types of Windows that parallel-port clients meet.
 *
 * Every type has the size, sign and alignment it has on Windows, whatever the
 * C or C++ compiler calls long: compat/conformance.sh compares them all.
 */
#ifndef COMPAT_NTDEF_H
#define COMPAT_NTDEF_H

/* Annotations, which say nothing to the compiler. */
#ifndef IN
#define IN
#endif
#ifndef OUT
#define OUT
#endif
#ifndef OPTIONAL
#define OPTIONAL
#endif

/* Clients are compiled along with the module: there is no calling convention to bridge. */
#define NTAPI

/* Linux headers may bring their own. */
#ifndef FALSE
#define FALSE 0
#endif
#ifndef TRUE
#define TRUE 1
#endif
#ifndef NULL
#ifdef __cplusplus
#define NULL __null
#else
#define NULL ((void *)0)
#endif
#endif

#define VOID void
typedef void *PVOID;

/* Signed, as char is on Windows; newer kernels are built with -funsigned-char. */
typedef signed char CCHAR;
typedef unsigned char UCHAR, *PUCHAR;
typedef UCHAR BOOLEAN;
typedef unsigned short USHORT;
typedef int LONG;
typedef unsigned int ULONG;

/* The i386 ABI of Linux would align it to 4 inside a structure. */
__extension__ typedef long long LONGLONG __attribute__((aligned(8)));

typedef __UINTPTR_TYPE__ ULONG_PTR;
typedef ULONG_PTR SIZE_T;
typedef ULONG_PTR KAFFINITY;

/* UTF-16. The kernel's -fshort-wchar makes L"" literals fit. */
#if defined(__cplusplus) && __SIZEOF_WCHAR_T__ == 2
typedef wchar_t WCHAR;
#else
typedef unsigned short WCHAR;
#endif
typedef WCHAR *PWSTR;

typedef struct _UNICODE_STRING {
	USHORT Length;		/* in bytes */
	USHORT MaximumLength;	/* in bytes */
	PWSTR Buffer;		/* not necessarily terminated */
} UNICODE_STRING, *PUNICODE_STRING;

typedef union _LARGE_INTEGER {
	__extension__ struct {
		ULONG LowPart;
		LONG HighPart;
	};
	struct {
		ULONG LowPart;
		LONG HighPart;
	} u;
	LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

typedef LARGE_INTEGER PHYSICAL_ADDRESS, *PPHYSICAL_ADDRESS;

/* The upper two bits of an NTSTATUS are its severity. */
typedef LONG NTSTATUS;

#define NT_SUCCESS(Status)	(((NTSTATUS)(Status)) >= 0)
#define NT_INFORMATION(Status)	((((ULONG)(Status)) >> 30) == 1)
#define NT_WARNING(Status)	((((ULONG)(Status)) >> 30) == 2)
#define NT_ERROR(Status)	((((ULONG)(Status)) >> 30) == 3)

#endif
