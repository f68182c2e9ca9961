/* SPDX-License-Identifier: GPL-2.0 */
/*
 * zw.h - the registry. Included by wdm.h. Everything here needs PASSIVE_LEVEL.
 *
 * The registry begins empty, except for the keys that RTL_REGISTRY_* name. A driver that is loaded
 * has \Registry\Machine\System\CurrentControlSet\Services\NAME with a subkey Parameters, whose
 * values are the entries of the module parameter of that name; these values, and all that the
 * driver wrote below its key, go when it is unloaded. Other keys and values stay until
 * ntparport is unloaded. Nothing is written to disk. Names are looked up regardless of case.
 */
#ifndef COMPAT_NT_ZW_H
#define COMPAT_NT_ZW_H

#include "ob.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Types of values. Strings are UTF-16 with their terminator. */
#define REG_NONE			0
#define REG_SZ				1
#define REG_EXPAND_SZ			2	/* not expanded: there are no variables */
#define REG_BINARY			3
#define REG_DWORD			4
#define REG_DWORD_LITTLE_ENDIAN		4
#define REG_DWORD_BIG_ENDIAN		5
#define REG_LINK			6
#define REG_MULTI_SZ			7	/* strings, and an empty one at the end */
#define REG_RESOURCE_LIST		8
#define REG_FULL_RESOURCE_DESCRIPTOR	9
#define REG_RESOURCE_REQUIREMENTS_LIST	10
#define REG_QWORD			11
#define REG_QWORD_LITTLE_ENDIAN		11

/* Rights, which are not checked: all callers are drivers. */
#define KEY_QUERY_VALUE		0x0001
#define KEY_SET_VALUE		0x0002
#define KEY_CREATE_SUB_KEY	0x0004
#define KEY_ENUMERATE_SUB_KEYS	0x0008
#define KEY_NOTIFY		0x0010
#define KEY_CREATE_LINK		0x0020
#define KEY_READ		0x00020019
#define KEY_WRITE		0x00020006
#define KEY_EXECUTE		0x00020019
#define KEY_ALL_ACCESS		0x000f003f

#define REG_OPTION_NON_VOLATILE	0x00000000
#define REG_OPTION_VOLATILE	0x00000001
#define REG_CREATED_NEW_KEY	0x00000001
#define REG_OPENED_EXISTING_KEY	0x00000002

/* What a path is relative to: keys of \Registry\Machine, and one of \Registry\User. */
#define RTL_REGISTRY_ABSOLUTE	0
#define RTL_REGISTRY_SERVICES	1	/* System\CurrentControlSet\Services */
#define RTL_REGISTRY_CONTROL	2	/* System\CurrentControlSet\Control */
#define RTL_REGISTRY_WINDOWS_NT	3	/* Software\Microsoft\Windows NT\CurrentVersion */
#define RTL_REGISTRY_DEVICEMAP	4	/* Hardware\DeviceMap */
#define RTL_REGISTRY_USER	5	/* \Registry\User\.Default */
#define RTL_REGISTRY_MAXIMUM	6
#define RTL_REGISTRY_HANDLE	0x40000000	/* Path is a handle */
#define RTL_REGISTRY_OPTIONAL	0x80000000	/* a missing key counts as an empty one */

/*
 * Flags of a table entry. SUBKEY: Name is that of a subkey, for this entry and the next ones;
 * TOPKEY: goes back to the key of the call. REQUIRED: a missing value is
 * STATUS_OBJECT_NAME_NOT_FOUND. NOVALUE: the entry has no value, only its routine is called.
 * NOEXPAND: a REG_MULTI_SZ is delivered as a whole, a REG_EXPAND_SZ as it is. DIRECT: the value
 * is stored at EntryContext; with TYPECHECK, only if its type is the one in the highest byte of
 * DefaultType. DELETE: the value is deleted afterwards.
 */
#define RTL_QUERY_REGISTRY_SUBKEY	0x00000001
#define RTL_QUERY_REGISTRY_TOPKEY	0x00000002
#define RTL_QUERY_REGISTRY_REQUIRED	0x00000004
#define RTL_QUERY_REGISTRY_NOVALUE	0x00000008
#define RTL_QUERY_REGISTRY_NOEXPAND	0x00000010
#define RTL_QUERY_REGISTRY_DIRECT	0x00000020
#define RTL_QUERY_REGISTRY_DELETE	0x00000040
#define RTL_QUERY_REGISTRY_TYPECHECK	0x00000100

#define RTL_QUERY_REGISTRY_TYPECHECK_SHIFT	24
#define RTL_QUERY_REGISTRY_TYPECHECK_MASK	(0xffu << RTL_QUERY_REGISTRY_TYPECHECK_SHIFT)

/* Called with a value; if it fails, the query ends. No lock is held. */
typedef NTSTATUS NTAPI RTL_QUERY_REGISTRY_ROUTINE(PWSTR ValueName, ULONG ValueType, PVOID ValueData,
						  ULONG ValueLength, PVOID Context,
						  PVOID EntryContext);
typedef RTL_QUERY_REGISTRY_ROUTINE *PRTL_QUERY_REGISTRY_ROUTINE;

typedef struct _RTL_QUERY_REGISTRY_TABLE {
	PRTL_QUERY_REGISTRY_ROUTINE QueryRoutine;
	ULONG Flags;
	PCWSTR Name;		/* NULL: all values of the key */
	PVOID EntryContext;
	ULONG DefaultType;	/* REG_NONE: there is no default */
	PVOID DefaultData;
	ULONG DefaultLength;	/* may be 0 for strings */
} RTL_QUERY_REGISTRY_TABLE, *PRTL_QUERY_REGISTRY_TABLE;

/*
 * Looks up the values of a table, whose end is an entry without QueryRoutine, SUBKEY and
 * DIRECT. DIRECT stores strings in the UNICODE_STRING at EntryContext (if its Buffer is NULL,
 * one is allocated, for RtlFreeUnicodeString()); anything of at most four bytes as it is; and
 * anything longer in a buffer there, whose first LONG says how long the buffer is. Length and
 * type are stored before the data unless that LONG is negative. STATUS_BUFFER_TOO_SMALL;
 * STATUS_OBJECT_TYPE_MISMATCH: TYPECHECK failed; STATUS_INVALID_PARAMETER for flags that
 * contradict each other. Linux: own tree of keys in memory (registry.c), a mutex.
 */
#define RtlQueryRegistryValues ntparport_RtlQueryRegistryValues
NTSTATUS NTAPI RtlQueryRegistryValues(ULONG RelativeTo, PCWSTR Path,
				      PRTL_QUERY_REGISTRY_TABLE QueryTable, PVOID Context,
				      PVOID Environment);

/*
 * Writes a value; creates the last key of the path if that does not exist. Linux: the same
 * tree.
 */
#define RtlWriteRegistryValue ntparport_RtlWriteRegistryValue
NTSTATUS NTAPI RtlWriteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName,
				     ULONG ValueType, PVOID ValueData, ULONG ValueLength);
/* Deletes a value. STATUS_OBJECT_NAME_NOT_FOUND. Linux: the same tree. */
#define RtlDeleteRegistryValue ntparport_RtlDeleteRegistryValue
NTSTATUS NTAPI RtlDeleteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName);
/* Returns STATUS_SUCCESS if the key exists. Linux: the same tree. */
#define RtlCheckRegistryKey ntparport_RtlCheckRegistryKey
NTSTATUS NTAPI RtlCheckRegistryKey(ULONG RelativeTo, PWSTR Path);
/* Creates the last key of the path if that does not exist. Linux: the same tree. */
#define RtlCreateRegistryKey ntparport_RtlCreateRegistryKey
NTSTATUS NTAPI RtlCreateRegistryKey(ULONG RelativeTo, PWSTR Path);

/*
 * Return handles to keys, for ZwClose(). The name is absolute, or relative to RootDirectory.
 * STATUS_OBJECT_NAME_NOT_FOUND: there is no such key (create: the key that should hold it);
 * STATUS_OBJECT_PATH_SYNTAX_BAD: the name is not that of a key; STATUS_OBJECT_NAME_INVALID: a
 * part of it is empty or longer than 255 characters; STATUS_KEY_DELETED: RootDirectory is gone.
 * Linux: the same tree; xa_alloc() of the handle.
 */
#define ZwOpenKey ntparport_ZwOpenKey
NTSTATUS NTAPI ZwOpenKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess,
			 POBJECT_ATTRIBUTES ObjectAttributes);
#define ZwCreateKey ntparport_ZwCreateKey
NTSTATUS NTAPI ZwCreateKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess,
			   POBJECT_ATTRIBUTES ObjectAttributes, ULONG TitleIndex,
			   PUNICODE_STRING Class, ULONG CreateOptions, PULONG Disposition);
/*
 * Deletes a key. STATUS_CANNOT_DELETE: it has subkeys. From now on, calls with a handle to it
 * return STATUS_KEY_DELETED. Linux: the same tree.
 */
#define ZwDeleteKey ntparport_ZwDeleteKey
NTSTATUS NTAPI ZwDeleteKey(HANDLE KeyHandle);
/* Only checks the handle: there is nothing to write to disk. Linux: nothing. */
#define ZwFlushKey ntparport_ZwFlushKey
NTSTATUS NTAPI ZwFlushKey(HANDLE KeyHandle);

/*
 * Writes a value, or deletes it (STATUS_OBJECT_NAME_NOT_FOUND). Data may have 1 MiB at most
 * (STATUS_INSUFFICIENT_RESOURCES). Linux: the same tree.
 */
#define ZwSetValueKey ntparport_ZwSetValueKey
NTSTATUS NTAPI ZwSetValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName, ULONG TitleIndex,
			     ULONG Type, PVOID Data, ULONG DataSize);
#define ZwDeleteValueKey ntparport_ZwDeleteValueKey
NTSTATUS NTAPI ZwDeleteValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName);

typedef enum _KEY_VALUE_INFORMATION_CLASS {
	KeyValueBasicInformation,
	KeyValueFullInformation,
	KeyValuePartialInformation,
} KEY_VALUE_INFORMATION_CLASS;

typedef struct _KEY_VALUE_BASIC_INFORMATION {
	ULONG TitleIndex;
	ULONG Type;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_VALUE_BASIC_INFORMATION, *PKEY_VALUE_BASIC_INFORMATION;

typedef struct _KEY_VALUE_FULL_INFORMATION {
	ULONG TitleIndex;
	ULONG Type;
	ULONG DataOffset;
	ULONG DataLength;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_VALUE_FULL_INFORMATION, *PKEY_VALUE_FULL_INFORMATION;

typedef struct _KEY_VALUE_PARTIAL_INFORMATION {
	ULONG TitleIndex;
	ULONG Type;
	ULONG DataLength;
	UCHAR Data[1];
} KEY_VALUE_PARTIAL_INFORMATION, *PKEY_VALUE_PARTIAL_INFORMATION;

/*
 * Query a value by its name (STATUS_OBJECT_NAME_NOT_FOUND) or by its index
 * (STATUS_NO_MORE_ENTRIES). STATUS_BUFFER_TOO_SMALL: not even the structure fits;
 * STATUS_BUFFER_OVERFLOW: the structure is filled in, and the data is cut. ResultLength is the
 * room that all of it takes. Linux: the same tree.
 */
#define ZwQueryValueKey ntparport_ZwQueryValueKey
NTSTATUS NTAPI ZwQueryValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName,
			       KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass,
			       PVOID KeyValueInformation, ULONG Length, PULONG ResultLength);
#define ZwEnumerateValueKey ntparport_ZwEnumerateValueKey
NTSTATUS NTAPI ZwEnumerateValueKey(HANDLE KeyHandle, ULONG Index,
				   KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass,
				   PVOID KeyValueInformation, ULONG Length, PULONG ResultLength);

typedef enum _KEY_INFORMATION_CLASS {
	KeyBasicInformation,
	KeyNodeInformation,
	KeyFullInformation,
	KeyNameInformation,
	KeyCachedInformation,
	KeyFlagsInformation,
	KeyVirtualizationInformation,
	KeyHandleTagsInformation,
	KeyTrustInformation,
	KeyLayerInformation,
	MaxKeyInfoClass
} KEY_INFORMATION_CLASS;

typedef struct _KEY_BASIC_INFORMATION {
	LARGE_INTEGER LastWriteTime;
	ULONG TitleIndex;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_BASIC_INFORMATION, *PKEY_BASIC_INFORMATION;

typedef struct _KEY_NODE_INFORMATION {
	LARGE_INTEGER LastWriteTime;
	ULONG TitleIndex;
	ULONG ClassOffset;
	ULONG ClassLength;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_NODE_INFORMATION, *PKEY_NODE_INFORMATION;

/* Lengths are in bytes; Max: the longest of them. */
typedef struct _KEY_FULL_INFORMATION {
	LARGE_INTEGER LastWriteTime;
	ULONG TitleIndex;
	ULONG ClassOffset;
	ULONG ClassLength;
	ULONG SubKeys;
	ULONG MaxNameLen;
	ULONG MaxClassLen;
	ULONG Values;
	ULONG MaxValueNameLen;
	ULONG MaxValueDataLen;
	WCHAR Class[1];
} KEY_FULL_INFORMATION, *PKEY_FULL_INFORMATION;

typedef struct _KEY_NAME_INFORMATION {
	ULONG NameLength;
	WCHAR Name[1];		/* from \Registry on */
} KEY_NAME_INFORMATION, *PKEY_NAME_INFORMATION;

/*
 * Queries a key: its name (KeyBasicInformation, KeyNodeInformation; KeyNameInformation: its whole
 * path), or what is in it (KeyFullInformation). STATUS_INVALID_PARAMETER: another class of
 * information; STATUS_BUFFER_TOO_SMALL: not even the structure fits; STATUS_BUFFER_OVERFLOW: the
 * structure is filled in, and the name is cut. ResultLength is the room that all of it takes.
 * Linux: the same tree.
 *
 * Differs: LastWriteTime is 0, and no key has a class: ClassLength is 0, and ClassOffset is -1.
 */
#define ZwQueryKey ntparport_ZwQueryKey
NTSTATUS NTAPI ZwQueryKey(HANDLE KeyHandle, KEY_INFORMATION_CLASS KeyInformationClass,
			  PVOID KeyInformation, ULONG Length, PULONG ResultLength);
/*
 * The same for a subkey, by its index (STATUS_NO_MORE_ENTRIES); not with KeyNameInformation.
 * Linux: the same tree.
 */
#define ZwEnumerateKey ntparport_ZwEnumerateKey
NTSTATUS NTAPI ZwEnumerateKey(HANDLE KeyHandle, ULONG Index,
			      KEY_INFORMATION_CLASS KeyInformationClass, PVOID KeyInformation,
			      ULONG Length, PULONG ResultLength);

/*
 * Sections: memory that is mapped by handle. There is none.
 */
typedef enum _SECTION_INHERIT {
	ViewShare = 1,
	ViewUnmap = 2,
} SECTION_INHERIT;

/* Rights to a section, and how its memory is protected. */
#define SECTION_QUERY		0x0001
#define SECTION_MAP_WRITE	0x0002
#define SECTION_MAP_READ	0x0004
#define SECTION_MAP_EXECUTE	0x0008
#define SECTION_EXTEND_SIZE	0x0010
#define SECTION_ALL_ACCESS	(0x000F0000 | 0x1F)
#define PAGE_NOACCESS		0x01
/* In a source that includes Linux's headers, it is Linux's own. */
#ifdef COMPAT_DRIVER_MSC_H
#define PAGE_READONLY		0x02
#endif
#define PAGE_READWRITE		0x04
#define PAGE_WRITECOPY		0x08
#define PAGE_NOCACHE		0x200
#define PAGE_WRITECOMBINE	0x400
#define SEC_COMMIT		0x8000000

/*
 * Would open a section. At PASSIVE_LEVEL. STATUS_ACCESS_DENIED: \Device\PhysicalMemory, with a line
 * in the log; STATUS_OBJECT_NAME_NOT_FOUND; STATUS_OBJECT_TYPE_MISMATCH: the name is something
 * else's. Linux: none. ("ZwOpenSection".)
 *
 * Differs: it never succeeds: a driver cannot get at all of the machine's memory.
 * READ_PORT_UCHAR() and its like access the ports, MmMapIoSpace() maps the memory of a device.
 */
#define ZwOpenSection ntparport_ZwOpenSection
NTSTATUS NTAPI ZwOpenSection(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess,
			     POBJECT_ATTRIBUTES ObjectAttributes);
/*
 * Would make a section. At PASSIVE_LEVEL. STATUS_INVALID_FILE_FOR_SECTION: of a file;
 * STATUS_NOT_SUPPORTED: of memory; each with a line in the log. Linux: none. ("ZwCreateSection".)
 *
 * Differs: it never succeeds: devices cannot be mapped by their files, and memory for programs goes
 * through DeviceIoControl.
 */
#define ZwCreateSection ntparport_ZwCreateSection
NTSTATUS NTAPI ZwCreateSection(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess,
			       POBJECT_ATTRIBUTES ObjectAttributes, PLARGE_INTEGER MaximumSize,
			       ULONG SectionPageProtection, ULONG AllocationAttributes,
			       HANDLE FileHandle);
/*
 * Would map a section. At PASSIVE_LEVEL. STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH: any
 * other handle. Linux: none. ("ZwMapViewOfSection".)
 *
 * Differs: there are no handles to sections.
 */
#define ZwMapViewOfSection ntparport_ZwMapViewOfSection
NTSTATUS NTAPI ZwMapViewOfSection(HANDLE SectionHandle, HANDLE ProcessHandle, PVOID *BaseAddress,
				  ULONG_PTR ZeroBits, SIZE_T CommitSize,
				  PLARGE_INTEGER SectionOffset, PSIZE_T ViewSize,
				  SECTION_INHERIT InheritDisposition, ULONG AllocationType,
				  ULONG Protect);
/*
 * Would end that. At PASSIVE_LEVEL. STATUS_NOT_MAPPED_VIEW. Linux: none. Differs: nothing is mapped
 * in that way.
 */
#define ZwUnmapViewOfSection ntparport_ZwUnmapViewOfSection
NTSTATUS NTAPI ZwUnmapViewOfSection(HANDLE ProcessHandle, PVOID BaseAddress);

#ifdef __cplusplus
}
#endif

#endif
