/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntifs.h - what drivers of devices take from the kit for file systems: ntddk.h, strings of
 * other kinds, events by their handles, and the layouts of security descriptors and of
 * what is said about files.
 *
 * Security is not checked here, and there are no files but devices: these layouts are for
 * drivers that carry such things.
 */
#ifndef COMPAT_NTIFS_H
#define COMPAT_NTIFS_H

#ifdef COMPAT_DRIVER_MSC_H
#define _NTIFS_
#define _NTIFS_INCLUDED_
#define SID_IDENTIFIER_AUTHORITY_DEFINED
#define SID_DEFINED
#endif

#include "ntddk.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Flags in a number. */
#define FlagOn(F, SF)		((F) & (SF))
#define BooleanFlagOn(F, SF)	((BOOLEAN)(((F) & (SF)) != 0))
#define SetFlag(F, SF)		((F) |= (SF))
#define ClearFlag(F, SF)	((F) &= ~(SF))

/* Who may do what. */

typedef PVOID PSID;
typedef ULONG SECURITY_INFORMATION, *PSECURITY_INFORMATION;
typedef USHORT SECURITY_DESCRIPTOR_CONTROL, *PSECURITY_DESCRIPTOR_CONTROL;

#define OWNER_SECURITY_INFORMATION	0x00000001
#define GROUP_SECURITY_INFORMATION	0x00000002
#define DACL_SECURITY_INFORMATION	0x00000004
#define SACL_SECURITY_INFORMATION	0x00000008

#define SID_REVISION			1
#define SID_MAX_SUB_AUTHORITIES		15

typedef struct _SID_IDENTIFIER_AUTHORITY {
	UCHAR Value[6];
} SID_IDENTIFIER_AUTHORITY, *PSID_IDENTIFIER_AUTHORITY;

typedef struct _SID {
	UCHAR Revision;
	UCHAR SubAuthorityCount;
	SID_IDENTIFIER_AUTHORITY IdentifierAuthority;
	ULONG SubAuthority[1];
} SID, *PISID;

#define ACCESS_ALLOWED_ACE_TYPE		0x0
#define ACCESS_DENIED_ACE_TYPE		0x1
#define SYSTEM_AUDIT_ACE_TYPE		0x2

typedef struct _ACE_HEADER {
	UCHAR AceType;
	UCHAR AceFlags;
	USHORT AceSize;
} ACE_HEADER, *PACE_HEADER;

typedef struct _ACCESS_ALLOWED_ACE {
	ACE_HEADER Header;
	ACCESS_MASK Mask;
	ULONG SidStart;
} ACCESS_ALLOWED_ACE, *PACCESS_ALLOWED_ACE;

typedef struct _ACCESS_DENIED_ACE {
	ACE_HEADER Header;
	ACCESS_MASK Mask;
	ULONG SidStart;
} ACCESS_DENIED_ACE, *PACCESS_DENIED_ACE;

#define SECURITY_DESCRIPTOR_MIN_LENGTH	(sizeof(SECURITY_DESCRIPTOR))

#define SE_OWNER_DEFAULTED		0x0001
#define SE_GROUP_DEFAULTED		0x0002
#define SE_DACL_PRESENT			0x0004
#define SE_DACL_DEFAULTED		0x0008
#define SE_SACL_PRESENT			0x0010
#define SE_SACL_DEFAULTED		0x0020
#define SE_DACL_PROTECTED		0x1000
#define SE_SACL_PROTECTED		0x2000
#define SE_SELF_RELATIVE		0x8000

typedef struct _SECURITY_DESCRIPTOR {
	UCHAR Revision;
	UCHAR Sbz1;
	SECURITY_DESCRIPTOR_CONTROL Control;
	PSID Owner;
	PSID Group;
	PACL Sacl;
	PACL Dacl;
} SECURITY_DESCRIPTOR, *PISECURITY_DESCRIPTOR;

/* Threads, and who has sent a request. */

/*
 * Whether the thread is the system's, drivers' own included, and not a program's. At or below
 * DISPATCH_LEVEL. Linux: PF_KTHREAD. ("PsIsSystemThread", "IoIsSystemThread".)
 */
#define PsIsSystemThread ntparport_PsIsSystemThread
BOOLEAN NTAPI PsIsSystemThread(PETHREAD Thread);
#define IoIsSystemThread ntparport_IoIsSystemThread
BOOLEAN NTAPI IoIsSystemThread(PETHREAD Thread);

/*
 * The process of a thread, as from IoGetCurrentProcess(), without a reference. At or below
 * DISPATCH_LEVEL. NULL: it is not a thread. Linux: the group_leader, or init_task.
 * ("IoThreadToProcess".)
 */
#define IoThreadToProcess ntparport_IoThreadToProcess
PEPROCESS NTAPI IoThreadToProcess(PETHREAD Thread);

/*
 * The process of the thread that has sent a request, and its ID. NULL or 0: the request is
 * nobody's. At or below DISPATCH_LEVEL. Linux: as for these.
 * ("IoGetRequestorProcess", "IoGetRequestorProcessId".)
 */
#define IoGetRequestorProcess ntparport_IoGetRequestorProcess
PEPROCESS NTAPI IoGetRequestorProcess(PIRP Irp);
#define IoGetRequestorProcessId ntparport_IoGetRequestorProcessId
ULONG NTAPI IoGetRequestorProcessId(PIRP Irp);

/* Strings. */

/* How many bytes, from the start on, are this pattern, by fours. Any IRQL. Linux: own code. */
#define RtlCompareMemoryUlong ntparport_RtlCompareMemoryUlong
SIZE_T NTAPI RtlCompareMemoryUlong(PVOID Source, SIZE_T Length, ULONG Pattern);
/* Fills that many bytes, by fours, with the pattern. Any IRQL. Linux: own code. */
#define RtlFillMemoryUlong ntparport_RtlFillMemoryUlong
VOID NTAPI RtlFillMemoryUlong(PVOID Destination, SIZE_T Length, ULONG Pattern);
/* The same, by eights. Any IRQL. Linux: own code. */
#define RtlFillMemoryUlonglong ntparport_RtlFillMemoryUlonglong
VOID NTAPI RtlFillMemoryUlonglong(PVOID Destination, SIZE_T Length, ULONGLONG Pattern);

/* What is that many bytes after a place; how many bytes after a place that is. Any IRQL. */
#define RtlOffsetToPointer(B, O)	((PCHAR)((PCHAR)(B) + (ULONG_PTR)(O)))
#define RtlPointerToOffset(B, P)	((ULONG)((PCHAR)(P) - (PCHAR)(B)))

/*
 * A number from 0 to MAXLONG - 1 that looks like chance, and a new seed for the next call. Any
 * IRQL. Linux: own code. ("RtlRandom", "RtlRandomEx".)
 *
 * Differs: a seed gives other numbers than on Windows; both are the same here. Whoever knows one
 * number knows those that follow.
 */
#define RtlRandom ntparport_RtlRandom
ULONG NTAPI RtlRandom(PULONG Seed);
#define RtlRandomEx ntparport_RtlRandomEx
ULONG NTAPI RtlRandomEx(PULONG Seed);

/*
 * The error that a program gets for a status: ERROR_MR_MID_NOT_FOUND (317) if there is none for it.
 * Any IRQL. Linux: own table, that of the library for programs.
 * ("RtlNtStatusToDosError", "RtlNtStatusToDosErrorNoTeb".)
 *
 * Differs: it has the statuses that a request of a driver's may end with, and no others.
 */
#define RtlNtStatusToDosError ntparport_RtlNtStatusToDosError
ULONG NTAPI RtlNtStatusToDosError(NTSTATUS Status);
#define RtlNtStatusToDosErrorNoTeb ntparport_RtlNtStatusToDosErrorNoTeb
ULONG NTAPI RtlNtStatusToDosErrorNoTeb(NTSTATUS Status);

/*
 * As RtlInitAnsiString() and RtlInitUnicodeString(), but a text that is too long is not cut:
 * STATUS_NAME_TOO_LONG, and the string stays as it is. Any IRQL. Linux: own code.
 */
#define RtlInitAnsiStringEx ntparport_RtlInitAnsiStringEx
NTSTATUS NTAPI RtlInitAnsiStringEx(PANSI_STRING DestinationString, PCSZ SourceString);
#define RtlInitUnicodeStringEx ntparport_RtlInitUnicodeStringEx
NTSTATUS NTAPI RtlInitUnicodeStringEx(PUNICODE_STRING DestinationString, PCWSTR SourceString);

/*
 * Is it a string: even lengths, one within the other, and a buffer if it has room?
 * STATUS_INVALID_PARAMETER: no, or Flags is not 0. Any IRQL. Linux: own code.
 */
#define RtlValidateUnicodeString ntparport_RtlValidateUnicodeString
NTSTATUS NTAPI RtlValidateUnicodeString(ULONG Flags, PCUNICODE_STRING String);

/* Appends a string, or nothing (STATUS_BUFFER_TOO_SMALL). Any IRQL. Linux: memmove(). */
#define RtlAppendStringToString ntparport_RtlAppendStringToString
NTSTATUS NTAPI RtlAppendStringToString(PSTRING Destination, const STRING *Source);

/*
 * A copy of a terminated text, for RtlFreeUnicodeString(). FALSE: there is no memory, or no string
 * can be that long. PASSIVE_LEVEL. Linux: memory as for ExAllocatePool().
 */
#define RtlCreateUnicodeString ntparport_RtlCreateUnicodeString
BOOLEAN NTAPI RtlCreateUnicodeString(PUNICODE_STRING DestinationString, PCWSTR SourceString);

#define RTL_DUPLICATE_UNICODE_STRING_NULL_TERMINATE		1
#define RTL_DUPLICATE_UNICODE_STRING_ALLOCATE_NULL_STRING	2

/*
 * A copy of a string, for RtlFreeUnicodeString(), with a terminator if the first flag is set. One
 * without text has no buffer unless both flags are set. PASSIVE_LEVEL. STATUS_INVALID_PARAMETER:
 * other flags, or only the second one; STATUS_NAME_TOO_LONG: there is no room for the terminator;
 * STATUS_NO_MEMORY. Linux: memory as for ExAllocatePool().
 */
#define RtlDuplicateUnicodeString ntparport_RtlDuplicateUnicodeString
NTSTATUS NTAPI RtlDuplicateUnicodeString(ULONG Flags, PCUNICODE_STRING SourceString,
					 PUNICODE_STRING DestinationString);

/*
 * Converts a string to lower case, as RtlUpcaseUnicodeString() does to upper case. PASSIVE_LEVEL.
 * Linux: the same table; memory as for ExAllocatePool().
 */
#define RtlDowncaseUnicodeString ntparport_RtlDowncaseUnicodeString
NTSTATUS NTAPI RtlDowncaseUnicodeString(PUNICODE_STRING UniDest, PCUNICODE_STRING UniSource,
					BOOLEAN AllocateDestinationString);

/*
 * OEM is code page 437, as on an American Windows: where the others convert to ANSI, these convert
 * to OEM, or from it, with the same statuses. Counted: without a terminator. Upcase: in upper case,
 * except for characters that the code page has only in lower case. A character that it does not
 * have becomes a question mark. PASSIVE_LEVEL. Linux: own table of code page 437; memory as for
 * ExAllocatePool().
 */
#define RtlOemStringToUnicodeString ntparport_RtlOemStringToUnicodeString
NTSTATUS NTAPI RtlOemStringToUnicodeString(PUNICODE_STRING DestinationString,
					   PCOEM_STRING SourceString,
					   BOOLEAN AllocateDestinationString);
#define RtlOemStringToCountedUnicodeString ntparport_RtlOemStringToCountedUnicodeString
NTSTATUS NTAPI RtlOemStringToCountedUnicodeString(PUNICODE_STRING DestinationString,
						  PCOEM_STRING SourceString,
						  BOOLEAN AllocateDestinationString);
#define RtlUnicodeStringToOemString ntparport_RtlUnicodeStringToOemString
NTSTATUS NTAPI RtlUnicodeStringToOemString(POEM_STRING DestinationString,
					   PCUNICODE_STRING SourceString,
					   BOOLEAN AllocateDestinationString);
#define RtlUnicodeStringToCountedOemString ntparport_RtlUnicodeStringToCountedOemString
NTSTATUS NTAPI RtlUnicodeStringToCountedOemString(POEM_STRING DestinationString,
						  PCUNICODE_STRING SourceString,
						  BOOLEAN AllocateDestinationString);
#define RtlUpcaseUnicodeStringToOemString ntparport_RtlUpcaseUnicodeStringToOemString
NTSTATUS NTAPI RtlUpcaseUnicodeStringToOemString(POEM_STRING DestinationString,
						 PCUNICODE_STRING SourceString,
						 BOOLEAN AllocateDestinationString);
#define RtlUpcaseUnicodeStringToCountedOemString ntparport_RtlUpcaseUnicodeStringToCountedOemString
NTSTATUS NTAPI RtlUpcaseUnicodeStringToCountedOemString(POEM_STRING DestinationString,
							PCUNICODE_STRING SourceString,
							BOOLEAN AllocateDestinationString);

/*
 * How many bytes the result of such a conversion takes, including the terminator unless it is
 * counted. Any IRQL. Linux: own code.
 */
#define RtlxOemStringToUnicodeSize ntparport_RtlxOemStringToUnicodeSize
ULONG NTAPI RtlxOemStringToUnicodeSize(PCOEM_STRING OemString);
#define RtlOemStringToUnicodeSize(STRING) \
	(((STRING)->Length + sizeof(ANSI_NULL)) * sizeof(WCHAR))
#define RtlOemStringToCountedUnicodeSize(STRING) \
	((ULONG)(RtlOemStringToUnicodeSize(STRING) - sizeof(UNICODE_NULL)))
#define RtlxUnicodeStringToOemSize ntparport_RtlxUnicodeStringToOemSize
ULONG NTAPI RtlxUnicodeStringToOemSize(PCUNICODE_STRING UnicodeString);
#define RtlUnicodeStringToOemSize(STRING) \
	(((STRING)->Length + sizeof(UNICODE_NULL)) / sizeof(WCHAR))
#define RtlUnicodeStringToCountedOemSize(STRING) \
	((ULONG)(RtlUnicodeStringToOemSize(STRING) - sizeof(ANSI_NULL)))
#ifdef COMPAT_DRIVER_MSC_H
#include <nt_macros_ntifs.h>
#endif

/*
 * Frees what these have allocated, and clears the structure. PASSIVE_LEVEL. Linux: as for
 * ExFreePool().
 */
#define RtlFreeOemString ntparport_RtlFreeOemString
VOID NTAPI RtlFreeOemString(POEM_STRING OemString);

/*
 * Convert text that is not a counted string, as much as there is room for, to or from ANSI
 * (MultiByte) or OEM; sizes are in bytes, and the one of the result may be NULL. Upcase: as above.
 * STATUS_SUCCESS, also if the text is cut. PASSIVE_LEVEL. Linux: own tables of code pages 1252 and
 * 437.
 */
#define RtlMultiByteToUnicodeN ntparport_RtlMultiByteToUnicodeN
NTSTATUS NTAPI RtlMultiByteToUnicodeN(PWCH UnicodeString, ULONG MaxBytesInUnicodeString,
				      PULONG BytesInUnicodeString, const CHAR *MultiByteString,
				      ULONG BytesInMultiByteString);
#define RtlUnicodeToMultiByteN ntparport_RtlUnicodeToMultiByteN
NTSTATUS NTAPI RtlUnicodeToMultiByteN(PCHAR MultiByteString, ULONG MaxBytesInMultiByteString,
				      PULONG BytesInMultiByteString, PCWCH UnicodeString,
				      ULONG BytesInUnicodeString);
#define RtlUpcaseUnicodeToMultiByteN ntparport_RtlUpcaseUnicodeToMultiByteN
NTSTATUS NTAPI RtlUpcaseUnicodeToMultiByteN(PCHAR MultiByteString,
					    ULONG MaxBytesInMultiByteString,
					    PULONG BytesInMultiByteString, PCWCH UnicodeString,
					    ULONG BytesInUnicodeString);
#define RtlOemToUnicodeN ntparport_RtlOemToUnicodeN
NTSTATUS NTAPI RtlOemToUnicodeN(PWSTR UnicodeString, ULONG MaxBytesInUnicodeString,
				PULONG BytesInUnicodeString, PCCH OemString,
				ULONG BytesInOemString);
#define RtlUnicodeToOemN ntparport_RtlUnicodeToOemN
NTSTATUS NTAPI RtlUnicodeToOemN(PCHAR OemString, ULONG MaxBytesInOemString,
				PULONG BytesInOemString, PCWCH UnicodeString,
				ULONG BytesInUnicodeString);
#define RtlUpcaseUnicodeToOemN ntparport_RtlUpcaseUnicodeToOemN
NTSTATUS NTAPI RtlUpcaseUnicodeToOemN(PCHAR OemString, ULONG MaxBytesInOemString,
				      PULONG BytesInOemString, PCWCH UnicodeString,
				      ULONG BytesInUnicodeString);

/* How many bytes the result of such a conversion takes. Any IRQL. Linux: own code. */
#define RtlMultiByteToUnicodeSize ntparport_RtlMultiByteToUnicodeSize
NTSTATUS NTAPI RtlMultiByteToUnicodeSize(PULONG BytesInUnicodeString, const CHAR *MultiByteString,
					 ULONG BytesInMultiByteString);
#define RtlUnicodeToMultiByteSize ntparport_RtlUnicodeToMultiByteSize
NTSTATUS NTAPI RtlUnicodeToMultiByteSize(PULONG BytesInMultiByteString, PCWCH UnicodeString,
					 ULONG BytesInUnicodeString);

/* Events by their handles. */

/*
 * An event, and a handle to it, for ZwClose(). With a name and OBJ_OPENIF one that exists will do
 * (STATUS_OBJECT_NAME_EXISTS, which is a success), whatever its type. PASSIVE_LEVEL.
 * STATUS_OBJECT_NAME_COLLISION: there is one of that name; STATUS_OBJECT_TYPE_MISMATCH: the name is
 * something else's; STATUS_INVALID_PARAMETER: there is no such type; STATUS_INSUFFICIENT_RESOURCES;
 * STATUS_INVALID_HANDLE: RootDirectory is not a handle. Linux: own object.
 */
#define ZwCreateEvent ntparport_ZwCreateEvent
NTSTATUS NTAPI ZwCreateEvent(PHANDLE EventHandle, ACCESS_MASK DesiredAccess,
			     POBJECT_ATTRIBUTES ObjectAttributes, EVENT_TYPE EventType,
			     BOOLEAN InitialState);

/*
 * KeSetEvent(), KePulseEvent(), KeResetEvent() and KeClearEvent() for the event of a handle.
 * PreviousState may be NULL. PASSIVE_LEVEL. STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH.
 * Linux: as for these.
 */
#define ZwSetEvent ntparport_ZwSetEvent
NTSTATUS NTAPI ZwSetEvent(HANDLE EventHandle, PLONG PreviousState);
#define ZwPulseEvent ntparport_ZwPulseEvent
NTSTATUS NTAPI ZwPulseEvent(HANDLE EventHandle, PLONG PreviousState);
#define ZwResetEvent ntparport_ZwResetEvent
NTSTATUS NTAPI ZwResetEvent(HANDLE EventHandle, PLONG PreviousState);
#define ZwClearEvent ntparport_ZwClearEvent
NTSTATUS NTAPI ZwClearEvent(HANDLE EventHandle);

/*
 * KeWaitForSingleObject() for the object of a handle: an event, a timer, a thread, or a file, in
 * which case it is the file's Event. PASSIVE_LEVEL. Its statuses, and STATUS_INVALID_HANDLE;
 * STATUS_OBJECT_TYPE_MISMATCH: nobody can wait for such an object. Linux: as for that.
 */
#define ZwWaitForSingleObject ntparport_ZwWaitForSingleObject
NTSTATUS NTAPI ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, PLARGE_INTEGER Timeout);

/*
 * The same for up to MAXIMUM_WAIT_OBJECTS of them, all or any. PASSIVE_LEVEL. Its statuses, and
 * STATUS_INVALID_PARAMETER_1: none or more than that; STATUS_INVALID_PARAMETER_3: another type of
 * wait; STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH; STATUS_INSUFFICIENT_RESOURCES. Linux:
 * as for KeWaitForMultipleObjects().
 */
#define ZwWaitForMultipleObjects ntparport_ZwWaitForMultipleObjects
NTSTATUS NTAPI ZwWaitForMultipleObjects(ULONG HandleCount, PHANDLE Handles, WAIT_TYPE WaitType,
					BOOLEAN Alertable, PLARGE_INTEGER Timeout);

/*
 * Lets another thread that is ready run. STATUS_NO_YIELD_PERFORMED: there was none, or Linux has
 * preferred the caller. At or below APC_LEVEL. Linux: schedule().
 */
#define ZwYieldExecution ntparport_ZwYieldExecution
NTSTATUS NTAPI ZwYieldExecution(VOID);

/* Objects and their names. */

#define DUPLICATE_CLOSE_SOURCE		0x00000001
#define DUPLICATE_SAME_ACCESS		0x00000002
#define DUPLICATE_SAME_ATTRIBUTES	0x00000004

/*
 * Another handle to the object of a handle, which DUPLICATE_CLOSE_SOURCE closes, even if no other
 * can be made. TargetHandle NULL: none is made. PASSIVE_LEVEL. STATUS_INVALID_HANDLE: not a handle,
 * or a process that is not NtCurrentProcess(); STATUS_INSUFFICIENT_RESOURCES. Rights and attributes
 * do not count. Linux: xa_alloc(). ("ZwDuplicateObject".)
 *
 * Differs: all handles of drivers are the system's.
 */
#define ZwDuplicateObject ntparport_ZwDuplicateObject
NTSTATUS NTAPI ZwDuplicateObject(HANDLE SourceProcessHandle, HANDLE SourceHandle,
				 HANDLE TargetProcessHandle, PHANDLE TargetHandle,
				 ACCESS_MASK DesiredAccess, ULONG HandleAttributes, ULONG Options);

/*
 * Makes a link, and a handle to it. It goes with its last handle, or, with OBJ_PERMANENT, stays
 * until it is deleted or made temporary. With OBJ_OPENIF one that exists will do, wherever it leads
 * (STATUS_OBJECT_NAME_EXISTS, which is a success). The name may be relative to a directory.
 * PASSIVE_LEVEL. Statuses are as for IoCreateSymbolicLink(), and STATUS_OBJECT_PATH_SYNTAX_BAD:
 * there is no name; STATUS_INSUFFICIENT_RESOURCES. Linux: own list of names; a device node as for
 * IoCreateSymbolicLink().
 */
#define ZwCreateSymbolicLinkObject ntparport_ZwCreateSymbolicLinkObject
NTSTATUS NTAPI ZwCreateSymbolicLinkObject(PHANDLE SymbolicLinkHandle, ACCESS_MASK DesiredAccess,
					  POBJECT_ATTRIBUTES ObjectAttributes,
					  PUNICODE_STRING TargetName);

/*
 * A handle to a directory: one that was made, or \, \BaseNamedObjects, \Callback, \Device, \Driver
 * and \?? (\DosDevices), which are there from the beginning. The name may be relative to a
 * directory. PASSIVE_LEVEL. STATUS_OBJECT_NAME_NOT_FOUND; STATUS_OBJECT_TYPE_MISMATCH: the name is
 * something else's; STATUS_OBJECT_PATH_SYNTAX_BAD: there is no name, or no backslash at its
 * beginning; STATUS_INSUFFICIENT_RESOURCES. Linux: own object.
 */
#define ZwOpenDirectoryObject ntparport_ZwOpenDirectoryObject
NTSTATUS NTAPI ZwOpenDirectoryObject(PHANDLE DirectoryHandle, ACCESS_MASK DesiredAccess,
				     POBJECT_ATTRIBUTES ObjectAttributes);

typedef struct _OBJECT_DIRECTORY_INFORMATION {
	UNICODE_STRING Name;
	UNICODE_STRING TypeName;
} OBJECT_DIRECTORY_INFORMATION, *POBJECT_DIRECTORY_INFORMATION;

/*
 * What is in a directory, from number *Context on (RestartScan: from the beginning), which is moved
 * on: one element with ReturnSingleEntry, or as many as there is room for, and one that is zeroed;
 * after them are their texts. ReturnLength, which may be NULL: how much of the buffer that takes.
 * The types are Device, Driver, SymbolicLink, Directory, Event and Callback. PASSIVE_LEVEL.
 * STATUS_MORE_ENTRIES: there are more, for which there was no room; STATUS_BUFFER_TOO_SMALL: there
 * is none for the first one, which takes ReturnLength; STATUS_NO_MORE_ENTRIES;
 * STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH; STATUS_INSUFFICIENT_RESOURCES. Linux: own
 * list of names.
 *
 * Differs: names that come or go between two calls change the numbers of others, as on Windows.
 */
#define ZwQueryDirectoryObject ntparport_ZwQueryDirectoryObject
NTSTATUS NTAPI ZwQueryDirectoryObject(HANDLE DirectoryHandle, PVOID Buffer, ULONG Length,
				      BOOLEAN ReturnSingleEntry, BOOLEAN RestartScan,
				      PULONG Context,
				      PULONG ReturnLength);

/* Files. */

/*
 * As ZwDeviceIoControlFile(), but sends IRP_MJ_FILE_SYSTEM_CONTROL. PASSIVE_LEVEL. Linux: as there.
 */
#define ZwFsControlFile ntparport_ZwFsControlFile
NTSTATUS NTAPI ZwFsControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
			       PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock,
			       ULONG FsControlCode, PVOID InputBuffer, ULONG InputBufferLength,
			       PVOID OutputBuffer, ULONG OutputBufferLength);

/*
 * Has what was written to an open device put where it belongs (IRP_MJ_FLUSH_BUFFERS), and waits for
 * that. PASSIVE_LEVEL. STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH; or what its driver says.
 * Linux: wait_event().
 */
#define ZwFlushBuffersFile ntparport_ZwFlushBuffersFile
NTSTATUS NTAPI ZwFlushBuffersFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock);

/*
 * Cancels what the calling thread has sent for an open device by such calls, and does not wait for
 * it. PASSIVE_LEVEL. STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH. Linux: own list.
 */
#define ZwCancelIoFile ntparport_ZwCancelIoFile
NTSTATUS NTAPI ZwCancelIoFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock);

/*
 * Opens what has that name on a device, has its driver delete it (FileDispositionInformation), and
 * closes it. PASSIVE_LEVEL. Statuses are as for ZwOpenFile(), or what its driver says. Linux: as
 * for that. ("ZwDeleteFile".)
 *
 * Differs: there are no files on disks, as for ZwOpenFile().
 */
#define ZwDeleteFile ntparport_ZwDeleteFile
NTSTATUS NTAPI ZwDeleteFile(POBJECT_ATTRIBUTES ObjectAttributes);

/* Whether its sender waits for a request. Any IRQL. Linux: own code. */
#define IoIsOperationSynchronous ntparport_IoIsOperationSynchronous
BOOLEAN NTAPI IoIsOperationSynchronous(PIRP Irp);

/* Whether nobody else may open the file meanwhile. Any IRQL. */
#define IoIsFileOpenedExclusively(FileObject) \
	((BOOLEAN)!((FileObject)->SharedRead || (FileObject)->SharedWrite || \
		    (FileObject)->SharedDelete))

/*
 * The device below one in its stack, or NULL; the one at the bottom; with a reference for the
 * driver. At or below DISPATCH_LEVEL. Linux: own pointers, refcount_t.
 */
#define IoGetLowerDeviceObject ntparport_IoGetLowerDeviceObject
PDEVICE_OBJECT NTAPI IoGetLowerDeviceObject(PDEVICE_OBJECT DeviceObject);
#define IoGetDeviceAttachmentBaseRef ntparport_IoGetDeviceAttachmentBaseRef
PDEVICE_OBJECT NTAPI IoGetDeviceAttachmentBaseRef(PDEVICE_OBJECT DeviceObject);

/*
 * The devices of a driver, each with a reference for the driver that asks, and how many there are.
 * DeviceObjectListSize is in bytes. At or below DISPATCH_LEVEL. STATUS_BUFFER_TOO_SMALL: there is
 * no room for all of them: as many as fit are there. Linux: own list.
 */
#define IoEnumerateDeviceObjectList ntparport_IoEnumerateDeviceObjectList
NTSTATUS NTAPI IoEnumerateDeviceObjectList(PDRIVER_OBJECT DriverObject,
					   PDEVICE_OBJECT *DeviceObjectList,
					   ULONG DeviceObjectListSize,
					   PULONG ActualNumberDeviceObjects);

/* Of files. */

typedef struct _FILE_DIRECTORY_INFORMATION {
	ULONG NextEntryOffset;
	ULONG FileIndex;
	LARGE_INTEGER CreationTime;
	LARGE_INTEGER LastAccessTime;
	LARGE_INTEGER LastWriteTime;
	LARGE_INTEGER ChangeTime;
	LARGE_INTEGER EndOfFile;
	LARGE_INTEGER AllocationSize;
	ULONG FileAttributes;
	ULONG FileNameLength;
	WCHAR FileName[1];
} FILE_DIRECTORY_INFORMATION, *PFILE_DIRECTORY_INFORMATION;

typedef struct _FILE_INTERNAL_INFORMATION {
	LARGE_INTEGER IndexNumber;
} FILE_INTERNAL_INFORMATION, *PFILE_INTERNAL_INFORMATION;

typedef struct _FILE_EA_INFORMATION {
	ULONG EaSize;
} FILE_EA_INFORMATION, *PFILE_EA_INFORMATION;

typedef struct _FILE_ACCESS_INFORMATION {
	ACCESS_MASK AccessFlags;
} FILE_ACCESS_INFORMATION, *PFILE_ACCESS_INFORMATION;

typedef struct _FILE_MODE_INFORMATION {
	ULONG Mode;
} FILE_MODE_INFORMATION, *PFILE_MODE_INFORMATION;

typedef struct _FILE_ALL_INFORMATION {
	FILE_BASIC_INFORMATION BasicInformation;
	FILE_STANDARD_INFORMATION StandardInformation;
	FILE_INTERNAL_INFORMATION InternalInformation;
	FILE_EA_INFORMATION EaInformation;
	FILE_ACCESS_INFORMATION AccessInformation;
	FILE_POSITION_INFORMATION PositionInformation;
	FILE_MODE_INFORMATION ModeInformation;
	FILE_ALIGNMENT_INFORMATION AlignmentInformation;
	FILE_NAME_INFORMATION NameInformation;
} FILE_ALL_INFORMATION, *PFILE_ALL_INFORMATION;

typedef struct _FILE_ALLOCATION_INFORMATION {
	LARGE_INTEGER AllocationSize;
} FILE_ALLOCATION_INFORMATION, *PFILE_ALLOCATION_INFORMATION;

typedef struct _FILE_RENAME_INFORMATION {
	BOOLEAN ReplaceIfExists;
	HANDLE RootDirectory;
	ULONG FileNameLength;
	WCHAR FileName[1];
} FILE_RENAME_INFORMATION, *PFILE_RENAME_INFORMATION;

#ifdef __cplusplus
}
#endif

#ifdef COMPAT_DRIVER_MSC_H
#define NT_WHOLE_NTIFS
#include <nt_labels.h>
#endif

#endif
