/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntdef.h - the base types of Windows that parallel-port clients meet.
 *
 * Every type has the size, sign and alignment it has on Windows, whatever the
 * C or C++ compiler calls long: kunit/conformance/conformance.sh compares them all.
 */
#ifndef COMPAT_NTDEF_H
#define COMPAT_NTDEF_H

#ifdef COMPAT_DRIVER_MSC_H
#define _NTDEF_
#define BASETYPES
#define _NTSTATUS_DEFINED
#define __WCHAR_DEFINED
#define _LARGE_INTEGER_DEFINED
#define __UNICODE_STRING_DEFINED
#define __STRING_DEFINED
#define __OBJECT_ATTRIBUTES_DEFINED
#define _LIST_ENTRY_DEFINED
#define ___PROCESSOR_NUMBER_DEFINED
#define ___GROUP_AFFINITY_DEFINED
#define _ULONGLONG_
#endif

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

/* Drivers are compiled along with the module, so there are no calling conventions to bridge. */
#define NTAPI
#define FASTCALL
/* Nor is anything imported. */
#define NTKERNELAPI
/* An empty statement, written on purpose. */
#define NOTHING
/* Pointers of either width are this machine's, as they are to mingw-w64's compiler. */
#define POINTER_64
#define POINTER_32
/* An array whose length another member gives. */
#define ANYSIZE_ARRAY 1

/*
 * The name of a member of a structure that needs none, where a driver says that its compiler wants
 * one.
 */
#ifdef NONAMELESSUNION
#define DUMMYUNIONNAME u
#define DUMMYUNIONNAME2 u2
#define DUMMYUNIONNAME3 u3
#define DUMMYUNIONNAME4 u4
#define DUMMYUNIONNAME5 u5
#define DUMMYUNIONNAME6 u6
#define DUMMYUNIONNAME7 u7
#define DUMMYUNIONNAME8 u8
#define DUMMYUNIONNAME9 u9
#define DUMMYSTRUCTNAME s
#define DUMMYSTRUCTNAME2 s2
#define DUMMYSTRUCTNAME3 s3
#define DUMMYSTRUCTNAME4 s4
#define DUMMYSTRUCTNAME5 s5
#else
#define DUMMYUNIONNAME
#define DUMMYUNIONNAME2
#define DUMMYUNIONNAME3
#define DUMMYUNIONNAME4
#define DUMMYUNIONNAME5
#define DUMMYUNIONNAME6
#define DUMMYUNIONNAME7
#define DUMMYUNIONNAME8
#define DUMMYUNIONNAME9
#define DUMMYSTRUCTNAME
#define DUMMYSTRUCTNAME2
#define DUMMYSTRUCTNAME3
#define DUMMYSTRUCTNAME4
#define DUMMYSTRUCTNAME5
#endif

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

/* For what Windows' headers define inline. */
#define FORCEINLINE static __inline__ __attribute__((always_inline, unused))

/*
 * genksyms, which makes the versions of exported symbols, understands __extension__ in few
 * places.
 */
#ifdef __GENKSYMS__
#define __extension__
#endif

#define CONST const

#define VOID void
typedef void *PVOID;
typedef void *POINTER_64 PVOID64;

/* As the compiler has it: signed, unless a switch says otherwise. */
typedef char CHAR, *PCHAR, *PCH, *LPCH, *PSTR, *NPSTR, *PSZ;
typedef const CHAR *PCSTR, *PCCH, *LPCCH;
typedef const char *PCSZ;
typedef PSTR *PZPSTR;
typedef const PSTR *PCZPSTR;
typedef PCSTR *PZPCSTR;

/* Signed, as char is on Windows; newer kernels are built with -funsigned-char. */
typedef signed char CCHAR;
typedef signed char SCHAR, *PSCHAR;
typedef unsigned char UCHAR, *PUCHAR, FCHAR;
typedef const UCHAR *PCUCHAR;
typedef UCHAR BOOLEAN, *PBOOLEAN;
typedef short SHORT, *PSHORT, CSHORT, *PCSHORT;
typedef unsigned short USHORT, FSHORT;
typedef USHORT *PUSHORT;
typedef const USHORT *PCUSHORT;
typedef int INT;
typedef int LONG;
typedef LONG *PLONG;
typedef unsigned int ULONG, FLONG;
typedef ULONG *PULONG;
typedef const ULONG *PCULONG;
typedef ULONG CLONG, *PCLONG;

/* The i386 ABI of Linux would align it to 4 inside a structure. */
__extension__ typedef long long LONGLONG __attribute__((aligned(8)));
__extension__ typedef unsigned long long ULONGLONG __attribute__((aligned(8)));
typedef LONGLONG *PLONGLONG;
typedef ULONGLONG *PULONGLONG;
typedef LONG LONG32;
typedef ULONG ULONG32;
typedef LONG32 *PLONG32;
typedef ULONG32 *PULONG32;
typedef LONGLONG LONG64, *PLONG64;
typedef ULONGLONG ULONG64, *PULONG64;
typedef ULONG LOGICAL, *PLOGICAL;
typedef LONGLONG USN;

typedef __INTPTR_TYPE__ LONG_PTR;
typedef __UINTPTR_TYPE__ ULONG_PTR;
typedef LONG_PTR INT_PTR;
typedef ULONG_PTR UINT_PTR;
typedef INT_PTR *PINT_PTR;
typedef UINT_PTR *PUINT_PTR;
typedef LONG_PTR SHANDLE_PTR;
typedef ULONG_PTR HANDLE_PTR, POINTER_64_INT;
typedef LONG_PTR *PLONG_PTR;
typedef ULONG_PTR *PULONG_PTR;
typedef ULONG_PTR SIZE_T, *PSIZE_T;
typedef ULONG_PTR KAFFINITY, *PKAFFINITY;

/* A handle belongs to no process: one thread may close what another opened. */
typedef PVOID HANDLE, *PHANDLE;
#ifdef STRICT
#define DECLARE_HANDLE(n)	typedef struct n##__ { int i; } *n
#else
#define DECLARE_HANDLE(n)	typedef HANDLE n
#endif

/* UTF-16. The kernel's -fshort-wchar makes L"" literals fit. */
#if defined(__cplusplus) && __SIZEOF_WCHAR_T__ == 2
typedef wchar_t WCHAR;
#else
typedef unsigned short WCHAR;
#endif
typedef WCHAR *PWSTR, *NWPSTR, *PUWSTR, *LPUWSTR;
typedef WCHAR *PWCHAR, *PWCH, *LPWCH;
typedef const WCHAR *PCWSTR, *PCWCH, *LPCWCH, *PCUWSTR, *LPCUWSTR;
typedef PWSTR *PZPWSTR;
typedef const PWSTR *PCZPWSTR;
typedef PCWSTR *PZPCWSTR;

#define UNICODE_NULL	((WCHAR)0)
#define ANSI_NULL	((CHAR)0)

typedef struct _UNICODE_STRING {
	USHORT Length;		/* in bytes */
	USHORT MaximumLength;	/* in bytes */
	PWSTR Buffer;		/* not necessarily terminated */
} UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING *PCUNICODE_STRING;

typedef struct _STRING {
	USHORT Length;
	USHORT MaximumLength;
	PCHAR Buffer;
} STRING, *PSTRING, ANSI_STRING, *PANSI_STRING, OEM_STRING, *POEM_STRING, CANSI_STRING,
	*PCANSI_STRING, UTF8_STRING, *PUTF8_STRING;
typedef const STRING *PCOEM_STRING;

typedef struct _CSTRING {
	USHORT Length;
	USHORT MaximumLength;
	const CHAR *Buffer;
} CSTRING, *PCSTRING;

/* Strings as programs of one width or the other have them. */
typedef struct _STRING32 {
	USHORT Length;
	USHORT MaximumLength;
	ULONG Buffer;
} STRING32, *PSTRING32, UNICODE_STRING32, *PUNICODE_STRING32, ANSI_STRING32, *PANSI_STRING32;

typedef struct _STRING64 {
	USHORT Length;
	USHORT MaximumLength;
	ULONGLONG Buffer;
} STRING64, *PSTRING64, UNICODE_STRING64, *PUNICODE_STRING64, ANSI_STRING64, *PANSI_STRING64;

#define UNICODE_STRING_MAX_BYTES	((USHORT)65534)
#define UNICODE_STRING_MAX_CHARS	32767

/* Initialises a string from a literal. */
#define RTL_CONSTANT_STRING(s)	{ sizeof(s) - sizeof((s)[0]), sizeof(s), s }

/* Defines a string with room for _size characters, which is empty. */
#define DECLARE_UNICODE_STRING_SIZE(_var, _size)	\
	WCHAR _var##_buffer[_size];			\
	UNICODE_STRING _var = { 0, (_size) * sizeof(WCHAR), _var##_buffer }

/* Defines a string with its text. */
#define DECLARE_CONST_UNICODE_STRING(_var, _string)	\
	const WCHAR _var##_buffer[] = _string;		\
	const UNICODE_STRING _var = {			\
		sizeof(_string) - sizeof(WCHAR), sizeof(_string), (PWCH)_var##_buffer }

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

typedef union _ULARGE_INTEGER {
	__extension__ struct {
		ULONG LowPart;
		ULONG HighPart;
	};
	struct {
		ULONG LowPart;
		ULONG HighPart;
	} u;
	ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

typedef LARGE_INTEGER PHYSICAL_ADDRESS, *PPHYSICAL_ADDRESS;

/* Eight bytes with the alignment of such. */
typedef struct _QUAD {
	__extension__ union {
		LONGLONG UseThisFieldToCopy;
		double DoNotUseThisField;
	};
} QUAD, *PQUAD, UQUAD, *PUQUAD;

/* A number that this machine uses once, for a privilege for instance. */
typedef struct _LUID {
	ULONG LowPart;
	LONG HighPart;
} LUID, *PLUID;

/* Languages, and locales, which add an order of sorting to one. */
typedef ULONG LCID, *PLCID;
typedef USHORT LANGID;

#define NLS_VALID_LOCALE_MASK	0x000fffff

/* A language of a primary one and its variant; a locale of a language; and their parts. */
#define MAKELANGID(p, s)	(((USHORT)(s) << 10) | (USHORT)(p))
#define PRIMARYLANGID(lgid)	((USHORT)(lgid) & 0x3ff)
#define SUBLANGID(lgid)		((USHORT)(lgid) >> 10)
#define MAKELCID(lgid, srtid)	((ULONG)(USHORT)(srtid) << 16 | (ULONG)(USHORT)(lgid))
#define MAKESORTLCID(lgid, srtid, ver)	(MAKELCID(lgid, srtid) | (ULONG)(USHORT)(ver) << 20)
#define LANGIDFROMLCID(lcid)	((USHORT)(lcid))
#define SORTIDFROMLCID(lcid)	((USHORT)((ULONG)(lcid) >> 16 & 0xf))
#define SORTVERSIONFROMLCID(lcid) ((USHORT)((ULONG)(lcid) >> 20 & 0xf))

/* A doubly linked list: its head, or one of its entries. */
typedef struct _LIST_ENTRY {
	struct _LIST_ENTRY *Flink;
	struct _LIST_ENTRY *Blink;
} LIST_ENTRY, *PLIST_ENTRY, *PRLIST_ENTRY;

typedef struct LIST_ENTRY32 {
	ULONG Flink;
	ULONG Blink;
} LIST_ENTRY32, *PLIST_ENTRY32;

typedef struct LIST_ENTRY64 {
	ULONGLONG Flink;
	ULONGLONG Blink;
} LIST_ENTRY64, *PLIST_ENTRY64;

typedef struct _SINGLE_LIST_ENTRY {
	struct _SINGLE_LIST_ENTRY *Next;
} SINGLE_LIST_ENTRY, *PSINGLE_LIST_ENTRY;

typedef struct _SINGLE_LIST_ENTRY32 {
	ULONG Next;
} SINGLE_LIST_ENTRY32, *PSINGLE_LIST_ENTRY32;

typedef struct _PROCESSOR_NUMBER {
	USHORT Group;
	UCHAR Number;
	UCHAR Reserved;
} PROCESSOR_NUMBER, *PPROCESSOR_NUMBER;

typedef struct _GROUP_AFFINITY {
	KAFFINITY Mask;
	USHORT Group;
	USHORT Reserved[3];
} GROUP_AFFINITY, *PGROUP_AFFINITY;

typedef enum _NT_PRODUCT_TYPE {
	NtProductWinNt = 1,
	NtProductLanManNt,
	NtProductServer
} NT_PRODUCT_TYPE, *PNT_PRODUCT_TYPE;

/* Offsets and alignments in memory. */
#define FIELD_OFFSET(Type, Field)	((LONG)__builtin_offsetof(Type, Field))
#define CONTAINING_RECORD(address, type, field) \
	((type *)((PCHAR)(address) - (ULONG_PTR)__builtin_offsetof(type, field)))

#define TYPE_ALIGNMENT(t)	__alignof__(t)

/* Products with 64 bits. */
#define Int32x32To64(a, b)	((LONGLONG)(LONG)(a) * (LONGLONG)(LONG)(b))
#define UInt32x32To64(a, b)	((ULONGLONG)(ULONG)(a) * (ULONGLONG)(ULONG)(b))

/* A declaration that stops the compiler if the expression is not true. */
#define C_ASSERT(e)	typedef char __C_ASSERT__[(e) ? 1 : -1] __attribute__((unused))

/* Tells the compiler not to warn: this is intended. */
#define UNREFERENCED_PARAMETER(P)		((void)(P))
#define DBG_UNREFERENCED_PARAMETER(P)		((void)(P))
#define DBG_UNREFERENCED_LOCAL_VARIABLE(V)	((void)(V))

/* Whether an optional argument was given. */
#define ARGUMENT_PRESENT(Argument)	((CHAR *)(ULONG_PTR)(Argument) != (CHAR *)NULL)

#define MAXCHAR		0x7f
#define MAXSHORT	0x7fff
#define MAXUCHAR	0xff
#define MAXUSHORT	0xffff
#define MAXULONG	0xffffffff
#define MAXLONG		0x7fffffff

/* The number of elements of an array; the size of a member. */
#define RTL_NUMBER_OF(A)		(sizeof(A) / sizeof((A)[0]))
#define RTL_FIELD_SIZE(type, field)	(sizeof(((type *)0)->field))

/* The upper two bits of an NTSTATUS are its severity. */
typedef LONG NTSTATUS, *PNTSTATUS;

/* Test the severity of a status. NT_SUCCESS(): neither a warning nor an error. */
#define NT_SUCCESS(Status)	(((NTSTATUS)(Status)) >= 0)
#define NT_INFORMATION(Status)	((((ULONG)(Status)) >> 30) == 1)
#define NT_WARNING(Status)	((((ULONG)(Status)) >> 30) == 2)
#define NT_ERROR(Status)	((((ULONG)(Status)) >> 30) == 3)

/* In drivers only: Linux sources may have their own. */
#ifdef COMPAT_DRIVER_MSC_H
#include <basetsd.h>
#endif

#endif
