/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ob.h - objects with references, and handles to them.
 */
#ifndef COMPAT_NT_OB_H
#define COMPAT_NT_OB_H

#include "ke.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _OBJECT_TYPE *POBJECT_TYPE;

/* Rights are not checked: all callers are drivers. */
typedef ULONG ACCESS_MASK, *PACCESS_MASK;

typedef struct _OBJECT_HANDLE_INFORMATION {
	ULONG HandleAttributes;
	ACCESS_MASK GrantedAccess;
} OBJECT_HANDLE_INFORMATION, *POBJECT_HANDLE_INFORMATION;

/* ObjectName and RootDirectory name what is opened or created. */
typedef struct _OBJECT_ATTRIBUTES {
	ULONG Length;
	HANDLE RootDirectory;
	PUNICODE_STRING ObjectName;
	ULONG Attributes;
	PVOID SecurityDescriptor;
	PVOID SecurityQualityOfService;
} OBJECT_ATTRIBUTES, *POBJECT_ATTRIBUTES;

#define OBJ_INHERIT		0x00000002
#define OBJ_PERMANENT		0x00000010
#define OBJ_EXCLUSIVE		0x00000020
#define OBJ_CASE_INSENSITIVE	0x00000040
#define OBJ_OPENIF		0x00000080
#define OBJ_KERNEL_HANDLE	0x00000200

/*
 * Fills in p. n: the name; a: OBJ_* flags; r: the key the name is relative to, or NULL; s is
 * ignored.
 */
#define InitializeObjectAttributes(p, n, a, r, s) do {	\
	(p)->Length = sizeof(OBJECT_ATTRIBUTES);	\
	(p)->RootDirectory = (r);			\
	(p)->Attributes = (a);				\
	(p)->ObjectName = (n);				\
	(p)->SecurityDescriptor = (s);			\
	(p)->SecurityQualityOfService = NULL;		\
} while (0)

#define READ_CONTROL		0x00020000
#define STANDARD_RIGHTS_READ	READ_CONTROL
#define STANDARD_RIGHTS_WRITE	READ_CONTROL
#define STANDARD_RIGHTS_ALL	0x001F0000
#define MAXIMUM_ALLOWED		0x02000000
#define GENERIC_READ		0x80000000
#define GENERIC_WRITE		0x40000000
#define GENERIC_ALL		0x10000000

/*
 * Takes a reference. At or below DISPATCH_LEVEL. Linux: refcount_t; get_task_struct() for a
 * thread that is not a system thread.
 */
#define ObfReferenceObject ntparport_ObfReferenceObject
LONG_PTR NTAPI ObfReferenceObject(PVOID Object);
#define ObReferenceObject ObfReferenceObject

/*
 * Drops a reference; dropping the last one frees the object. At or below DISPATCH_LEVEL. Linux:
 * refcount_t, kfree(); put_task_struct() for such a thread.
 */
#define ObfDereferenceObject ntparport_ObfDereferenceObject
LONG_PTR NTAPI ObfDereferenceObject(PVOID Object);
#define ObDereferenceObject ObfDereferenceObject

/*
 * Returns the object of a handle, with a reference for the caller. With a NULL ObjectType, the
 * object may be of any type. At PASSIVE_LEVEL. STATUS_INVALID_HANDLE,
 * STATUS_OBJECT_TYPE_MISMATCH. Linux: xa_load() of one XArray for all handles.
 */
#define ObReferenceObjectByHandle ntparport_ObReferenceObjectByHandle
NTSTATUS NTAPI ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK DesiredAccess,
					 POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode,
					 PVOID *Object,
					 POBJECT_HANDLE_INFORMATION HandleInformation);

/*
 * Takes a reference to an object, whose type it checks. At or below DISPATCH_LEVEL.
 * STATUS_OBJECT_TYPE_MISMATCH. Linux: as for ObfReferenceObject().
 */
#define ObReferenceObjectByPointer ntparport_ObReferenceObjectByPointer
NTSTATUS NTAPI ObReferenceObjectByPointer(PVOID Object, ACCESS_MASK DesiredAccess,
					  POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode);

/*
 * Closes the handle and drops its reference. At PASSIVE_LEVEL. STATUS_INVALID_HANDLE. Linux:
 * xa_erase().
 */
#define ZwClose ntparport_ZwClose
NTSTATUS NTAPI ZwClose(HANDLE Handle);

/* The calling thread, for ObReferenceObjectByHandle(). */
#define NtCurrentThread()	((HANDLE)(LONG_PTR)-2)
#define ZwCurrentThread()	NtCurrentThread()

#ifdef __cplusplus
}
#endif

#endif
