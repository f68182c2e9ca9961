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
typedef const OBJECT_ATTRIBUTES *PCOBJECT_ATTRIBUTES;

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
 *
 * Differs: such a thread, once it has ended, is known only while a driver has a reference to it (a
 * handle is not one), or a request of it is not complete.
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
#define NtClose ZwClose

/* For whom, and for what, something is asked; nobody looks at it. */
typedef struct _ACCESS_STATE *PACCESS_STATE;

/*
 * A handle of one's own to an object one has. At PASSIVE_LEVEL.
 * STATUS_OBJECT_TYPE_MISMATCH; STATUS_INVALID_PARAMETER: it is not an
 * object; STATUS_INSUFFICIENT_RESOURCES. Attributes and rights do not count. Linux: xa_alloc().
 */
#define ObOpenObjectByPointer ntparport_ObOpenObjectByPointer
NTSTATUS NTAPI ObOpenObjectByPointer(PVOID Object, ULONG HandleAttributes,
				     PACCESS_STATE PassedAccessState,
				     ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
				     KPROCESSOR_MODE AccessMode, PHANDLE Handle);

/* A name, whose text follows it. */
typedef struct _OBJECT_NAME_INFORMATION {
	UNICODE_STRING Name;
} OBJECT_NAME_INFORMATION, *POBJECT_NAME_INFORMATION;

/*
 * The name of an object, terminated; an empty one if it has none. ReturnLength is how
 * many bytes that takes; if there are not that many, STATUS_INFO_LENGTH_MISMATCH. At
 * PASSIVE_LEVEL. STATUS_INVALID_PARAMETER: it is not an object. Linux: own list.
 *
 * Differs: devices, drivers, callback objects, events and files have names; a file's is that
 * of its device and what was opened on it. Registry keys have none here.
 */
#define ObQueryNameString ntparport_ObQueryNameString
NTSTATUS NTAPI ObQueryNameString(PVOID Object, POBJECT_NAME_INFORMATION ObjectNameInfo,
				 ULONG Length, PULONG ReturnLength);

/*
 * The object of that name, of that type (NULL: any), with a reference for the driver. At
 * PASSIVE_LEVEL. STATUS_OBJECT_NAME_NOT_FOUND; STATUS_OBJECT_TYPE_MISMATCH. Attributes and rights
 * do not count. Linux: own list of names.
 *
 * Differs: devices, drivers (\Driver\NAME, for the ports \Driver\ntparport), events, callback
 * objects and directories that were made have names. What follows the name of a device is not
 * opened. A reference to a driver does not keep its code: after rmmod, its routines are gone, and
 * what is asked for with the object is refused.
 */
#define ObReferenceObjectByName ntparport_ObReferenceObjectByName
NTSTATUS NTAPI ObReferenceObjectByName(PUNICODE_STRING ObjectName, ULONG Attributes,
				       PACCESS_STATE PassedAccessState, ACCESS_MASK DesiredAccess,
				       POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode,
				       PVOID ParseContext, PVOID *Object);

/*
 * The same, for a handle to the object. At PASSIVE_LEVEL. STATUS_INSUFFICIENT_RESOURCES. Linux: own
 * list of names; xa_alloc(). Differs: a handle to a device is one to the device, not to a file that
 * is open on it.
 */
#define ObOpenObjectByName ntparport_ObOpenObjectByName
NTSTATUS NTAPI ObOpenObjectByName(POBJECT_ATTRIBUTES ObjectAttributes, POBJECT_TYPE ObjectType,
				  KPROCESSOR_MODE AccessMode, PACCESS_STATE PassedAccessState,
				  ACCESS_MASK DesiredAccess, PVOID ParseContext, PHANDLE Handle);

/* The calling thread, and its process, where a handle is wanted. Any IRQL. */
#define NtCurrentThread()	((HANDLE)(LONG_PTR)-2)
#define ZwCurrentThread()	NtCurrentThread()
#define NtCurrentProcess()	((HANDLE)(LONG_PTR)-1)
#define ZwCurrentProcess()	NtCurrentProcess()

/*
 * The name of an object that was made permanent goes with its last handle. At PASSIVE_LEVEL.
 * STATUS_INVALID_HANDLE. Linux: own list of names. ("ZwMakeTemporaryObject".)
 *
 * Differs: only links and directories are permanent; the names of devices, drivers and events go
 * with these, and stay for as long, which is a success.
 */
#define ZwMakeTemporaryObject ntparport_ZwMakeTemporaryObject
NTSTATUS NTAPI ZwMakeTemporaryObject(HANDLE Handle);
#define ObMakeTemporaryObject ntparport_ObMakeTemporaryObject
VOID NTAPI ObMakeTemporaryObject(PVOID Object);

#define SYMBOLIC_LINK_QUERY	0x0001
#define SYMBOLIC_LINK_ALL_ACCESS	(0x000F0000 | 0x1)
#define DIRECTORY_QUERY		0x0001
#define DIRECTORY_TRAVERSE	0x0002
#define DIRECTORY_CREATE_OBJECT	0x0004
#define DIRECTORY_CREATE_SUBDIRECTORY	0x0008
#define DIRECTORY_ALL_ACCESS	(0x000F0000 | 0xF)

/*
 * A handle to a link itself. The name may be relative to a directory. At PASSIVE_LEVEL.
 * STATUS_OBJECT_NAME_NOT_FOUND; STATUS_OBJECT_TYPE_MISMATCH: the name is something else's;
 * STATUS_OBJECT_PATH_SYNTAX_BAD: there is no name, or no backslash at its beginning;
 * STATUS_INSUFFICIENT_RESOURCES. Linux: own list of names; xa_alloc().
 * ("ZwOpenSymbolicLinkObject".)
 */
#define ZwOpenSymbolicLinkObject ntparport_ZwOpenSymbolicLinkObject
NTSTATUS NTAPI ZwOpenSymbolicLinkObject(PHANDLE LinkHandle, ACCESS_MASK DesiredAccess,
					POBJECT_ATTRIBUTES ObjectAttributes);

/*
 * Where a link leads, as it did when it was opened: in the buffer of the string, with a terminator
 * if there is room for one. ReturnedLength, which may be NULL: how long that is, in bytes, without
 * the terminator. At PASSIVE_LEVEL. STATUS_BUFFER_TOO_SMALL; STATUS_INVALID_HANDLE;
 * STATUS_OBJECT_TYPE_MISMATCH. Linux: own list of names. ("ZwQuerySymbolicLinkObject".)
 */
#define ZwQuerySymbolicLinkObject ntparport_ZwQuerySymbolicLinkObject
NTSTATUS NTAPI ZwQuerySymbolicLinkObject(HANDLE LinkHandle, PUNICODE_STRING LinkTarget,
					 PULONG ReturnedLength);

/*
 * A handle to a directory that is made, for names in it. With OBJ_OPENIF one that exists will do
 * (STATUS_OBJECT_NAME_EXISTS, which is a success). It goes with its last handle, or, with
 * OBJ_PERMANENT, stays until it is made temporary. The name may be relative to a directory. At
 * PASSIVE_LEVEL. STATUS_OBJECT_NAME_COLLISION; STATUS_OBJECT_PATH_NOT_FOUND: the directory that
 * it would be in does not exist; STATUS_OBJECT_PATH_SYNTAX_BAD: there is no name, or no backslash
 * at its beginning; STATUS_INSUFFICIENT_RESOURCES. Linux: own object. ("ZwCreateDirectoryObject".)
 *
 * Differs: names in a directory that is gone stay until what has them is gone. A permanent one that
 * a driver leaves goes when it is unloaded, with a line in the log.
 */
#define ZwCreateDirectoryObject ntparport_ZwCreateDirectoryObject
NTSTATUS NTAPI ZwCreateDirectoryObject(PHANDLE DirectoryHandle, ACCESS_MASK DesiredAccess,
				       POBJECT_ATTRIBUTES ObjectAttributes);

/*
 * The type of events that have handles, for ObReferenceObjectByHandle(). Any IRQL. Linux: own type.
 */
#define ExEventObjectType ntparport_ExEventObjectType
extern POBJECT_TYPE *ExEventObjectType;

/*
 * The event of that name, and a handle to it: one that exists, of whichever type, or else a new
 * one, which is signaled. ZwClose() of the handle ends the use of the event, which has its name
 * until the last handle is closed. At PASSIVE_LEVEL. NULL: the name is something
 * else's, or its directory does not exist; or there is no memory. Linux: own object.
 * ("IoCreateNotificationEvent", "IoCreateSynchronizationEvent".)
 *
 * Differs: \BaseNamedObjects is there from the beginning; programs cannot open what is in it. If
 * a thread waits for an event whose last handle is closed, that is logged, and the event is set.
 */
#define IoCreateNotificationEvent ntparport_IoCreateNotificationEvent
PKEVENT NTAPI IoCreateNotificationEvent(PUNICODE_STRING EventName, PHANDLE EventHandle);
#define IoCreateSynchronizationEvent ntparport_IoCreateSynchronizationEvent
PKEVENT NTAPI IoCreateSynchronizationEvent(PUNICODE_STRING EventName, PHANDLE EventHandle);

/*
 * A handle to the event of that name. At PASSIVE_LEVEL. STATUS_OBJECT_NAME_NOT_FOUND;
 * STATUS_OBJECT_TYPE_MISMATCH: the name is something else's; STATUS_INSUFFICIENT_RESOURCES;
 * STATUS_INVALID_HANDLE: RootDirectory is not a handle. Linux: own object.
 */
#define ZwOpenEvent ntparport_ZwOpenEvent
NTSTATUS NTAPI ZwOpenEvent(PHANDLE EventHandle, ACCESS_MASK DesiredAccess,
			   POBJECT_ATTRIBUTES ObjectAttributes);

/* Callback objects: whoever has one can call those who are registered with it. */

typedef struct _CALLBACK_OBJECT *PCALLBACK_OBJECT;

/* Runs at the IRQL at which somebody notifies, at or below DISPATCH_LEVEL. */
typedef VOID NTAPI CALLBACK_FUNCTION(PVOID CallbackContext, PVOID Argument1, PVOID Argument2);
typedef CALLBACK_FUNCTION *PCALLBACK_FUNCTION;

/* What Argument1 is with \Callback\PowerState. */
#define PO_CB_SYSTEM_POWER_POLICY	0
#define PO_CB_AC_STATUS			1
#define PO_CB_BUTTON_COLLISION		2
#define PO_CB_SYSTEM_STATE_LOCK		3
#define PO_CB_LID_SWITCH_STATE		4
#define PO_CB_PROCESSOR_POWER_POLICY	5

/*
 * The callback object of that name (\Callback\... or \...), or, if Create is TRUE and
 * there is none, a new one, also without a name; with a reference for the driver. At
 * PASSIVE_LEVEL. STATUS_OBJECT_NAME_NOT_FOUND; STATUS_OBJECT_TYPE_MISMATCH: the name is
 * something else's; STATUS_INSUFFICIENT_RESOURCES. Linux: own object.
 *
 * Differs: \Callback\PowerState is there from the beginning, and its functions are called
 * with PO_CB_SYSTEM_STATE_LOCK, and 0 before the machine is suspended, 1 after it has
 * resumed. They are called in threads of the system, and each is told of one change after
 * the other; the machine waits for them for 5 s, and then continues. No other callback object
 * of Windows' is there. One that a driver has made keeps its name until no driver that has
 * opened it by its name, or has a function registered, is loaded.
 */
#define ExCreateCallback ntparport_ExCreateCallback
NTSTATUS NTAPI ExCreateCallback(PCALLBACK_OBJECT *CallbackObject,
				POBJECT_ATTRIBUTES ObjectAttributes, BOOLEAN Create,
				BOOLEAN AllowMultipleCallbacks);

/*
 * Registers a function, which is called after those that are registered already; NULL:
 * there is no memory, or one is registered where only one may be. At or below
 * DISPATCH_LEVEL. Linux: own list. What a driver leaves registered when it is unloaded
 * ends then, with a line in the log.
 */
#define ExRegisterCallback ntparport_ExRegisterCallback
PVOID NTAPI ExRegisterCallback(PCALLBACK_OBJECT CallbackObject, PCALLBACK_FUNCTION CallbackFunction,
			       PVOID CallbackContext);

/*
 * Ends a registration, and waits until its function has returned everywhere, unless the
 * calling thread is in it. At or below APC_LEVEL. Linux: wait_event().
 */
#define ExUnregisterCallback ntparport_ExUnregisterCallback
VOID NTAPI ExUnregisterCallback(PVOID CallbackRegistration);

/*
 * Calls the functions, one after the other. At or below DISPATCH_LEVEL. Linux: own list.
 *
 * Differs: functions that call this again and again, until the stack is full, are not called once
 * more, with a line in the log.
 */
#define ExNotifyCallback ntparport_ExNotifyCallback
VOID NTAPI ExNotifyCallback(PCALLBACK_OBJECT CallbackObject, PVOID Argument1, PVOID Argument2);

#ifdef __cplusplus
}
#endif

#endif
