/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntifs.h - what drivers of devices take from the kit for file systems: ntddk.h, strings of
 * other kinds, events by their handles, and the layouts of security descriptors and of
 * what is said about files.
 *
 * Security is not checked here, and there are no files but devices: these are for
 * drivers that carry such things.
 */
#ifndef COMPAT_NTIFS_H
#define COMPAT_NTIFS_H

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
typedef PVOID PSECURITY_DESCRIPTOR;
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

#define ACL_REVISION			2

typedef struct _ACL {
	UCHAR AclRevision;
	UCHAR Sbz1;
	USHORT AclSize;
	USHORT AceCount;
	USHORT Sbz2;
} ACL, *PACL;

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

#define SECURITY_DESCRIPTOR_REVISION	1
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

/* Events by their handles. */

/*
 * An event, and a handle to it, for ZwClose(). With a name and OBJ_OPENIF one that exists will do
 * (STATUS_OBJECT_NAME_EXISTS, which is a success), whatever its type. PASSIVE_LEVEL.
 * STATUS_OBJECT_NAME_COLLISION: there is one of that name; STATUS_OBJECT_TYPE_MISMATCH: the name is
 * something else's; STATUS_INVALID_PARAMETER: there is no such type; STATUS_INSUFFICIENT_RESOURCES;
 * STATUS_NOT_SUPPORTED: RootDirectory is not NULL. Linux: own object.
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
 * KeWaitForSingleObject() for the object of a handle: an event, a thread, or a file, whose Event it
 * is then. PASSIVE_LEVEL. Its statuses, and STATUS_INVALID_HANDLE;
 * STATUS_OBJECT_TYPE_MISMATCH: nobody can wait for such an object. Linux: as for that.
 */
#define ZwWaitForSingleObject ntparport_ZwWaitForSingleObject
NTSTATUS NTAPI ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, PLARGE_INTEGER Timeout);

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
