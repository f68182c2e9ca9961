// SPDX-License-Identifier: GPL-2.0
/* zw.c - the registry for drivers: by handles to keys, and by tables of values. */

#include <linux/export.h>
#include <linux/mm.h>

#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/gate.h"
#include "base/irql.h"
#include "base/log.h"
#include "base/object.h"
#include "ex/pool.h"
#include "ob/handle.h"
#include "cm/registry.h"

/* Buffers that RtlQueryRegistryValues() allocates: 'Rqrv'. */
#define TAG_QUERY 0x76727152

/* The macros in the log name the routine they are used in, so they are checked there. */

#define NAME_OK(name) nt_ok(nt_is_string(name), "the name")
#define PLACE_OK(place) nt_ok(nt_is_memory(place, sizeof(*(place))), "the place for the result")
#define BUFFER_OK(buffer, room)							\
	(!(buffer) || !(room) || nt_ok(nt_is_memory(buffer, room), "the buffer"))
/* More than there can be is refused for that. */
#define DATA_OK(data, size)							\
	(!(size) || nt_ok(nt_is_memory(data, min_t(size_t, size, NT_VALUE_SIZE_MAX)), "the data"))
/* A name or a path; none is one, too. */
#define TEXT_OK(text) (!(text) || nt_ok(nt_is_text(text, true), "the name"))
/* A handle is no path. */
#define PATH_OK(relative, path)							\
	((relative) & RTL_REGISTRY_HANDLE || !(path) || nt_ok(nt_is_text(path, true), "the path"))
#define ATTRIBUTES_OK(attributes)						\
	(!(attributes) ||							\
	 (nt_ok(nt_is_memory(attributes, sizeof(*(attributes))), "the attributes") &&	\
	  (!(attributes)->ObjectName || NAME_OK((attributes)->ObjectName))))

/* The key that a handle or a path names, with a reference. */

static NTSTATUS key_of_handle(HANDLE handle, struct nt_key **key)
{
	void *object = NULL;
	NTSTATUS status = nt_object_of_handle(handle, &nt_key_type, &object);

	*key = object;
	return status;
}

static NTSTATUS open_absolute(UNICODE_STRING path, struct nt_key **key, bool *created)
{
	struct nt_key *root;
	NTSTATUS status;

	if (path.Length < sizeof(WCHAR) || path.Buffer[0] != '\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	path.Buffer++;
	path.Length -= sizeof(WCHAR);
	root = nt_key_root();
	status = nt_key_open(root, &path, key, created);
	ObDereferenceObject(root);
	return status;
}

static NTSTATUS open_below(struct nt_key *from, PCUNICODE_STRING path, struct nt_key **key,
			   bool *created)
{
	if (path->Length >= sizeof(WCHAR) && path->Buffer[0] == '\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	return nt_key_open(from, path, key, created);
}

static NTSTATUS open_attributes(const OBJECT_ATTRIBUTES *attributes, struct nt_key **key,
				bool *created)
{
	static const UNICODE_STRING no_name;
	const UNICODE_STRING *name;
	struct nt_key *from;
	NTSTATUS status;

	if (!attributes || attributes->Length != sizeof(*attributes))
		return STATUS_INVALID_PARAMETER;
	name = attributes->ObjectName ?: &no_name;
	if (!attributes->RootDirectory)
		return open_absolute(*name, key, created);
	status = key_of_handle(attributes->RootDirectory, &from);
	if (!NT_SUCCESS(status))
		return status;
	status = open_below(from, name, key, created);
	ObDereferenceObject(from);
	return status;
}

/* Handles */

static NTSTATUS return_handle(const void *caller, struct nt_key *key, PHANDLE handle)
{
	NTSTATUS status = nt_handle_create(caller, key, handle);

	ObDereferenceObject(key);
	return status;
}

NTSTATUS NTAPI ZwOpenKey(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes)
{
	struct nt_key *key;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!PLACE_OK(handle) || !ATTRIBUTES_OK(attributes))
		return STATUS_INVALID_PARAMETER;
	status = open_attributes(attributes, &key, NULL);
	if (!NT_SUCCESS(status))
		return status;
	return return_handle(nt_caller(), key, handle);
}
EXPORT_SYMBOL_GPL(ZwOpenKey);

NTSTATUS NTAPI ZwCreateKey(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes,
			   ULONG title, PUNICODE_STRING class, ULONG options, PULONG disposition)
{
	struct nt_key *key;
	NTSTATUS status;
	bool created;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!PLACE_OK(handle) || !ATTRIBUTES_OK(attributes) ||
	    (disposition && !PLACE_OK(disposition)))
		return STATUS_INVALID_PARAMETER;
	if (options & ~REG_OPTION_VOLATILE)
		return STATUS_INVALID_PARAMETER;
	status = open_attributes(attributes, &key, &created);
	if (!NT_SUCCESS(status))
		return status;
	status = return_handle(nt_caller(), key, handle);
	if (NT_SUCCESS(status) && disposition)
		*disposition = created ? REG_CREATED_NEW_KEY : REG_OPENED_EXISTING_KEY;
	return status;
}
EXPORT_SYMBOL_GPL(ZwCreateKey);

NTSTATUS NTAPI ZwDeleteKey(HANDLE handle)
{
	struct nt_key *key;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	status = key_of_handle(handle, &key);
	if (!NT_SUCCESS(status))
		return status;
	status = nt_key_delete(key);
	ObDereferenceObject(key);
	return status;
}
EXPORT_SYMBOL_GPL(ZwDeleteKey);

NTSTATUS NTAPI ZwFlushKey(HANDLE handle)
{
	struct nt_key *key;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	status = key_of_handle(handle, &key);
	if (NT_SUCCESS(status))
		ObDereferenceObject(key);
	return status;
}
EXPORT_SYMBOL_GPL(ZwFlushKey);

/* Values by handle */

NTSTATUS NTAPI ZwSetValueKey(HANDLE handle, PUNICODE_STRING name, ULONG title, ULONG type,
			     PVOID data, ULONG size)
{
	struct nt_key *key;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if ((name && !NAME_OK(name)) || (data && !DATA_OK(data, size)))
		return STATUS_INVALID_PARAMETER;
	if (!name || (size && !data))
		return STATUS_INVALID_PARAMETER;
	status = key_of_handle(handle, &key);
	if (!NT_SUCCESS(status))
		return status;
	status = nt_value_set(key, name, type, data, size);
	ObDereferenceObject(key);
	return status;
}
EXPORT_SYMBOL_GPL(ZwSetValueKey);

NTSTATUS NTAPI ZwDeleteValueKey(HANDLE handle, PUNICODE_STRING name)
{
	struct nt_key *key;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (name && !NAME_OK(name))
		return STATUS_INVALID_PARAMETER;
	if (!name)
		return STATUS_INVALID_PARAMETER;
	status = key_of_handle(handle, &key);
	if (!NT_SUCCESS(status))
		return status;
	status = nt_value_delete(key, name);
	ObDereferenceObject(key);
	return status;
}
EXPORT_SYMBOL_GPL(ZwDeleteValueKey);

/*
 * Fills a buffer in order, as far as it reaches; what is counted is what would
 * be needed.
 */
struct answer {
	u8 *buffer;
	ULONG room;
	ULONG size;
};

static void answer_add(struct answer *answer, const void *data, ULONG size)
{
	if (answer->size < answer->room)
		memcpy(answer->buffer + answer->size, data,
		       min(size, answer->room - answer->size));
	answer->size += size;
}

/* @fixed: the size of the structure without what has no fixed length. */
static NTSTATUS answer_status(const struct answer *answer, ULONG fixed)
{
	if (answer->room < fixed)
		return STATUS_BUFFER_TOO_SMALL;
	return answer->room < answer->size ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

static NTSTATUS basic_information(const struct nt_value *value, struct answer *answer)
{
	const KEY_VALUE_BASIC_INFORMATION fixed = {
		.Type = value->type,
		.NameLength = value->name.Length,
	};
	const ULONG size = FIELD_OFFSET(KEY_VALUE_BASIC_INFORMATION, Name);

	answer_add(answer, &fixed, size);
	answer_add(answer, value->name.Buffer, value->name.Length);
	return answer_status(answer, size);
}

static NTSTATUS full_information(const struct nt_value *value, struct answer *answer)
{
	static const u8 padding[sizeof(u64)];
	const ULONG size = FIELD_OFFSET(KEY_VALUE_FULL_INFORMATION, Name);
	const ULONG name_end = size + value->name.Length;
	const KEY_VALUE_FULL_INFORMATION fixed = {
		.Type = value->type,
		.DataOffset = ALIGN(name_end, sizeof(u64)),
		.DataLength = value->size,
		.NameLength = value->name.Length,
	};

	answer_add(answer, &fixed, size);
	answer_add(answer, value->name.Buffer, value->name.Length);
	answer_add(answer, padding, fixed.DataOffset - name_end);
	answer_add(answer, value->data, value->size);
	return answer_status(answer, size);
}

static NTSTATUS partial_information(const struct nt_value *value, struct answer *answer)
{
	const ULONG size = FIELD_OFFSET(KEY_VALUE_PARTIAL_INFORMATION, Data);
	const KEY_VALUE_PARTIAL_INFORMATION fixed = {
		.Type = value->type,
		.DataLength = value->size,
	};

	answer_add(answer, &fixed, size);
	answer_add(answer, value->data, value->size);
	return answer_status(answer, size);
}

/* The value is freed. */
static NTSTATUS return_value(struct nt_value *value, KEY_VALUE_INFORMATION_CLASS class,
			     PVOID buffer, ULONG room, PULONG size)
{
	struct answer answer = { .buffer = buffer, .room = buffer ? room : 0 };
	NTSTATUS status = STATUS_INVALID_PARAMETER;

	switch (class) {
	case KeyValueBasicInformation:
		status = basic_information(value, &answer);
		break;
	case KeyValueFullInformation:
		status = full_information(value, &answer);
		break;
	case KeyValuePartialInformation:
		status = partial_information(value, &answer);
		break;
	}
	if (status != STATUS_INVALID_PARAMETER)
		*size = answer.size;
	nt_value_free(value);
	return status;
}

NTSTATUS NTAPI ZwQueryValueKey(HANDLE handle, PUNICODE_STRING name,
			       KEY_VALUE_INFORMATION_CLASS class, PVOID buffer, ULONG room,
			       PULONG size)
{
	struct nt_value *value;
	struct nt_key *key;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if ((name && !NAME_OK(name)) || (size && !PLACE_OK(size)) || !BUFFER_OK(buffer, room))
		return STATUS_INVALID_PARAMETER;
	if (!name || !size)
		return STATUS_INVALID_PARAMETER;
	status = key_of_handle(handle, &key);
	if (!NT_SUCCESS(status))
		return status;
	status = nt_value_get(key, name, &value);
	ObDereferenceObject(key);
	return NT_SUCCESS(status) ? return_value(value, class, buffer, room, size) : status;
}
EXPORT_SYMBOL_GPL(ZwQueryValueKey);

NTSTATUS NTAPI ZwEnumerateValueKey(HANDLE handle, ULONG index, KEY_VALUE_INFORMATION_CLASS class,
				   PVOID buffer, ULONG room, PULONG size)
{
	struct nt_value *value;
	struct nt_key *key;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if ((size && !PLACE_OK(size)) || !BUFFER_OK(buffer, room))
		return STATUS_INVALID_PARAMETER;
	if (!size)
		return STATUS_INVALID_PARAMETER;
	status = key_of_handle(handle, &key);
	if (!NT_SUCCESS(status))
		return status;
	status = nt_value_at(key, index, &value);
	ObDereferenceObject(key);
	return NT_SUCCESS(status) ? return_value(value, class, buffer, room, size) : status;
}
EXPORT_SYMBOL_GPL(ZwEnumerateValueKey);

NTSTATUS NTAPI ZwEnumerateKey(HANDLE handle, ULONG index, KEY_INFORMATION_CLASS class,
			      PVOID buffer, ULONG room, PULONG size)
{
	const ULONG fixed_size = FIELD_OFFSET(KEY_BASIC_INFORMATION, Name);
	struct answer answer = { .buffer = buffer, .room = buffer ? room : 0 };
	KEY_BASIC_INFORMATION fixed = { };
	struct nt_key *key, *subkey;
	UNICODE_STRING name;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if ((size && !PLACE_OK(size)) || !BUFFER_OK(buffer, room))
		return STATUS_INVALID_PARAMETER;
	if (class != KeyBasicInformation || !size)
		return STATUS_INVALID_PARAMETER;
	status = key_of_handle(handle, &key);
	if (!NT_SUCCESS(status))
		return status;
	status = nt_subkey_at(key, index, &subkey, &name);
	ObDereferenceObject(key);
	if (!NT_SUCCESS(status))
		return status;
	fixed.NameLength = name.Length;
	answer_add(&answer, &fixed, fixed_size);
	answer_add(&answer, name.Buffer, name.Length);
	ObDereferenceObject(subkey);
	*size = answer.size;
	return answer_status(&answer, fixed_size);
}
EXPORT_SYMBOL_GPL(ZwEnumerateKey);

/* Paths relative to well-known keys */

static const WCHAR *const well_known[] = {
	[RTL_REGISTRY_SERVICES] = L"\\Registry\\Machine\\System\\CurrentControlSet\\Services",
	[RTL_REGISTRY_CONTROL] = L"\\Registry\\Machine\\System\\CurrentControlSet\\Control",
	[RTL_REGISTRY_WINDOWS_NT] =
		L"\\Registry\\Machine\\Software\\Microsoft\\Windows NT\\CurrentVersion",
	[RTL_REGISTRY_DEVICEMAP] = L"\\Registry\\Machine\\Hardware\\DeviceMap",
	[RTL_REGISTRY_USER] = L"\\Registry\\User\\.Default",
};

static NTSTATUS open_relative(ULONG relative, PCWSTR path, struct nt_key **key, bool *created)
{
	UNICODE_STRING name;
	struct nt_key *from;
	NTSTATUS status;

	if (relative & RTL_REGISTRY_HANDLE)
		return key_of_handle((HANDLE)path, key);
	relative &= ~RTL_REGISTRY_OPTIONAL;
	RtlInitUnicodeString(&name, path);
	if (relative == RTL_REGISTRY_ABSOLUTE)
		return open_absolute(name, key, created);
	if (relative >= ARRAY_SIZE(well_known))
		return STATUS_INVALID_PARAMETER;
	RtlInitUnicodeString(&name, well_known[relative]);
	status = open_absolute(name, &from, NULL);
	if (!NT_SUCCESS(status))
		return status;
	RtlInitUnicodeString(&name, path);
	status = open_below(from, &name, key, created);
	ObDereferenceObject(from);
	return status;
}

NTSTATUS NTAPI RtlCheckRegistryKey(ULONG relative, PWSTR path)
{
	struct nt_key *key;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!PATH_OK(relative, path))
		return STATUS_INVALID_PARAMETER;
	status = open_relative(relative, path, &key, NULL);
	if (NT_SUCCESS(status))
		ObDereferenceObject(key);
	return status;
}
EXPORT_SYMBOL_GPL(RtlCheckRegistryKey);

NTSTATUS NTAPI RtlCreateRegistryKey(ULONG relative, PWSTR path)
{
	struct nt_key *key;
	NTSTATUS status;
	bool created;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!PATH_OK(relative, path))
		return STATUS_INVALID_PARAMETER;
	status = open_relative(relative, path, &key, &created);
	if (NT_SUCCESS(status))
		ObDereferenceObject(key);
	return status;
}
EXPORT_SYMBOL_GPL(RtlCreateRegistryKey);

NTSTATUS NTAPI RtlWriteRegistryValue(ULONG relative, PCWSTR path, PCWSTR name, ULONG type,
				     PVOID data, ULONG size)
{
	UNICODE_STRING value;
	struct nt_key *key;
	NTSTATUS status;
	bool created;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!PATH_OK(relative, path) || !TEXT_OK(name) || (data && !DATA_OK(data, size)))
		return STATUS_INVALID_PARAMETER;
	if (size && !data)
		return STATUS_INVALID_PARAMETER;
	status = open_relative(relative, path, &key, &created);
	if (!NT_SUCCESS(status))
		return status;
	RtlInitUnicodeString(&value, name);
	status = nt_value_set(key, &value, type, data, size);
	ObDereferenceObject(key);
	return status;
}
EXPORT_SYMBOL_GPL(RtlWriteRegistryValue);

NTSTATUS NTAPI RtlDeleteRegistryValue(ULONG relative, PCWSTR path, PCWSTR name)
{
	UNICODE_STRING value;
	struct nt_key *key;
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!PATH_OK(relative, path) || !TEXT_OK(name))
		return STATUS_INVALID_PARAMETER;
	status = open_relative(relative, path, &key, NULL);
	if (!NT_SUCCESS(status))
		return status;
	RtlInitUnicodeString(&value, name);
	status = nt_value_delete(key, &value);
	ObDereferenceObject(key);
	return status;
}
EXPORT_SYMBOL_GPL(RtlDeleteRegistryValue);

/* Tables of values */

/**
 * struct query - a query by table
 * @caller: whose memory strings are
 * @top: the key of the call; NULL if it is optional and not there
 * @key: the key of the entries at hand: @top or a subkey
 * @context: of the call
 */
struct query {
	const void *caller;
	struct nt_key *top;
	struct nt_key *key;
	PVOID context;
};

static bool is_string(ULONG type)
{
	return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
}

static NTSTATUS store_string(const struct query *query, UNICODE_STRING *string, const void *data,
			     ULONG size)
{
	const WCHAR *text = data;

	if (size > U16_MAX)
		return STATUS_BUFFER_TOO_SMALL;
	if (!string->Buffer) {
		string->Buffer = nt_pool_alloc(query->caller, size, 1, TAG_QUERY, false);
		if (!string->Buffer)
			return STATUS_NO_MEMORY;
		string->MaximumLength = size;
	} else if (size > string->MaximumLength) {
		return STATUS_BUFFER_TOO_SMALL;
	}
	memcpy(string->Buffer, data, size);
	/* The terminator does not count. */
	string->Length = size;
	if (size >= sizeof(WCHAR) && !text[size / sizeof(WCHAR) - 1])
		string->Length -= sizeof(WCHAR);
	return STATUS_SUCCESS;
}

static NTSTATUS store(const struct query *query, void *context, ULONG type, const void *data,
		      ULONG size)
{
	/* What the buffer begins with is its size, negative for the data alone. */
	LONG *buffer = context;
	LONG room;

	if (is_string(type))
		return nt_is_room(context) ? store_string(query, context, data, size) :
			STATUS_INVALID_PARAMETER;
	if (!nt_is_memory(context, min_t(ULONG, size, sizeof(ULONG))))
		return STATUS_INVALID_PARAMETER;
	if (size > sizeof(ULONG)) {
		room = *buffer;
		if (room < 0) {
			if (-(s64)room < size)
				return STATUS_BUFFER_TOO_SMALL;
		} else {
			if (room < 2 * sizeof(ULONG) + (u64)size)
				return STATUS_BUFFER_TOO_SMALL;
			buffer[0] = size;
			buffer[1] = type;
			context = buffer + 2;
		}
	}
	memcpy(context, data, size);
	return STATUS_SUCCESS;
}

/*
 * What the user gave has the type that the user typed, and DIRECT stores by type:
 * a text would be written over a driver's number. Only what the driver says it
 * expects there is stored: the type of its default, or of TYPECHECK. Where it says
 * nothing, a number of 32 bits is the only type that fits into whatever it has.
 */
static bool may_be_stored(const RTL_QUERY_REGISTRY_TABLE *entry, const struct nt_value *value)
{
	const ULONG expected = entry->DefaultType & ~RTL_QUERY_REGISTRY_TYPECHECK_MASK;

	if (!value->given || !(entry->Flags & RTL_QUERY_REGISTRY_DIRECT))
		return true;
	if (value->type == REG_DWORD && (expected == REG_DWORD || expected == REG_NONE))
		return true;
	if (entry->Flags & RTL_QUERY_REGISTRY_TYPECHECK)
		return true;
	if (is_string(value->type))
		return is_string(expected);
	/* A default of more than four bytes has a buffer there that says how long it is. */
	return value->type == expected &&
		(entry->DefaultLength > sizeof(ULONG) || value->size <= entry->DefaultLength);
}

static NTSTATUS refuse_given(const struct query *query, const RTL_QUERY_REGISTRY_TABLE *entry,
			     const struct nt_value *value)
{
	const ULONG expected = entry->DefaultType & ~RTL_QUERY_REGISTRY_TYPECHECK_MASK;
	char name[64];

	name[_snprintf(name, sizeof(name) - 1, "%wZ", &value->name) < 0 ?
	     sizeof(name) - 1 : strlen(name)] = '\0';
	if (expected == REG_NONE)
		pr_warn_ratelimited("%pS: RtlQueryRegistryValues: %s is given as %s, and the driver does not say what it expects there: refused, only a dword is safe\n",
				    query->caller, name, nt_value_type(value->type));
	else if (value->type != expected)
		pr_warn_ratelimited("%pS: RtlQueryRegistryValues: %s is given as %s, but the driver expects %s there: refused\n",
				    query->caller, name, nt_value_type(value->type),
				    nt_value_type(expected));
	else
		pr_warn_ratelimited("%pS: RtlQueryRegistryValues: %s is given with %u bytes, but the driver has room for %u there: refused\n",
				    query->caller, name, value->size, entry->DefaultLength);
	return STATUS_OBJECT_TYPE_MISMATCH;
}

static NTSTATUS call(const struct query *query, const RTL_QUERY_REGISTRY_TABLE *entry,
		     PCWSTR name, ULONG type, const void *data, ULONG size)
{
	return nt_call_or(STATUS_UNSUCCESSFUL, entry->QueryRoutine, (PWSTR)name, type, (PVOID)data,
			  size, query->context, entry->EntryContext);
}

/* @data is followed by two zero characters if it is of strings. */
static NTSTATUS deliver(const struct query *query, const RTL_QUERY_REGISTRY_TABLE *entry,
			PCWSTR name, ULONG type, const void *data, ULONG size)
{
	const bool expand = !(entry->Flags & RTL_QUERY_REGISTRY_NOEXPAND);
	const WCHAR *const end = data + ALIGN(size, sizeof(WCHAR));
	NTSTATUS status = STATUS_SUCCESS;
	const WCHAR *string;
	size_t length;

	if (entry->Flags & RTL_QUERY_REGISTRY_DIRECT)
		return store(query, entry->EntryContext, type, data, size);
	if (type == REG_EXPAND_SZ && expand)
		type = REG_SZ;
	if (type != REG_MULTI_SZ || !expand)
		return call(query, entry, name, type, data, size);
	for (string = data; string < end && *string && NT_SUCCESS(status); string += length + 1) {
		length = wcslen(string);
		status = call(query, entry, name, REG_SZ, string, (length + 1) * sizeof(WCHAR));
	}
	return status;
}

static NTSTATUS deliver_default(const struct query *query, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	const ULONG type = entry->Flags & RTL_QUERY_REGISTRY_TYPECHECK ?
		entry->DefaultType & ~RTL_QUERY_REGISTRY_TYPECHECK_MASK : entry->DefaultType;
	const WCHAR *text = entry->DefaultData;
	ULONG size = entry->DefaultLength;

	if (type == REG_NONE || !entry->DefaultData)
		return STATUS_SUCCESS;
	if (!size && is_string(type)) {
		if (type == REG_MULTI_SZ)
			while (text[size])
				size += wcslen(text + size) + 1;
		else
			size = wcslen(text);
		size = (size + 1) * sizeof(WCHAR);
	} else if (!size && type == REG_DWORD) {
		size = sizeof(u32);
	} else if (!size && type == REG_QWORD) {
		size = sizeof(u64);
	}
	return deliver(query, entry, entry->Name, type, entry->DefaultData, size);
}

static NTSTATUS query_value(const struct query *query, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;
	struct nt_value *value;
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, entry->Name);
	if (query->key)
		status = nt_value_get(query->key, &name, &value);
	if (status == STATUS_OBJECT_NAME_NOT_FOUND &&
	    !(entry->Flags & RTL_QUERY_REGISTRY_REQUIRED))
		return deliver_default(query, entry);
	if (!NT_SUCCESS(status))
		return status;
	if (entry->Flags & RTL_QUERY_REGISTRY_TYPECHECK &&
	    entry->DefaultType >> RTL_QUERY_REGISTRY_TYPECHECK_SHIFT != value->type)
		status = STATUS_OBJECT_TYPE_MISMATCH;
	else if (!may_be_stored(entry, value))
		status = refuse_given(query, entry, value);
	else
		status = deliver(query, entry, entry->Name, value->type, value->data, value->size);
	nt_value_free(value);
	if (NT_SUCCESS(status) && entry->Flags & RTL_QUERY_REGISTRY_DELETE)
		nt_value_delete(query->key, &name);
	return status;
}

/* Every value of the key. */
static NTSTATUS query_values(const struct query *query, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	struct nt_value *value;
	ULONG index = 0;
	NTSTATUS status;
	bool any = false;

	while (query->key) {
		status = nt_value_at(query->key, index, &value);
		if (status == STATUS_NO_MORE_ENTRIES)
			break;
		if (!NT_SUCCESS(status))
			return status;
		any = true;
		status = deliver(query, entry, value->name.Buffer, value->type, value->data,
				 value->size);
		/* The next one is then in its place. */
		if (NT_SUCCESS(status) && entry->Flags & RTL_QUERY_REGISTRY_DELETE)
			nt_value_delete(query->key, &value->name);
		else
			index++;
		nt_value_free(value);
		if (!NT_SUCCESS(status))
			return status;
	}
	return !any && entry->Flags & RTL_QUERY_REGISTRY_REQUIRED ?
		STATUS_OBJECT_NAME_NOT_FOUND : STATUS_SUCCESS;
}

/* Makes it the key of the query. */
static void go_to(struct query *query, struct nt_key *key)
{
	if (query->key != query->top)
		ObDereferenceObject(query->key);
	query->key = key;
}

static NTSTATUS go_to_subkey(struct query *query, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	UNICODE_STRING name = { };
	struct nt_key *key;
	NTSTATUS status;

	go_to(query, query->top);
	if (!query->top)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	RtlInitUnicodeString(&name, entry->Name);
	status = open_below(query->top, &name, &key, NULL);
	if (NT_SUCCESS(status))
		go_to(query, key);
	return status;
}

static NTSTATUS query_entry(struct query *query, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	const bool direct = entry->Flags & RTL_QUERY_REGISTRY_DIRECT;
	NTSTATUS status;

	if (direct && (!entry->Name || !entry->EntryContext ||
		       entry->Flags & RTL_QUERY_REGISTRY_SUBKEY))
		return STATUS_INVALID_PARAMETER;
	if (entry->Flags & RTL_QUERY_REGISTRY_TOPKEY)
		go_to(query, query->top);
	if (entry->Flags & RTL_QUERY_REGISTRY_SUBKEY) {
		if (!entry->Name)
			return STATUS_INVALID_PARAMETER;
		status = go_to_subkey(query, entry);
		if (!NT_SUCCESS(status) || !entry->QueryRoutine)
			return status;
	}
	if (entry->Flags & RTL_QUERY_REGISTRY_NOVALUE && !direct)
		return call(query, entry, NULL, REG_NONE, NULL, 0);
	if (!entry->Name || entry->Flags & RTL_QUERY_REGISTRY_SUBKEY)
		return query_values(query, entry);
	return query_value(query, entry);
}

NTSTATUS NTAPI RtlQueryRegistryValues(ULONG relative, PCWSTR path, PRTL_QUERY_REGISTRY_TABLE table,
				      PVOID context, PVOID environment)
{
	const ULONG without_routine = RTL_QUERY_REGISTRY_SUBKEY | RTL_QUERY_REGISTRY_DIRECT;
	struct query query = {
		.caller = nt_caller(),
		.context = context,
	};
	NTSTATUS status;

	if (!nt_irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!PATH_OK(relative, path) || !nt_ok(nt_is_memory(table, sizeof(*table)), "the table"))
		return STATUS_INVALID_PARAMETER;
	status = open_relative(relative, path, &query.top, NULL);
	if (status == STATUS_OBJECT_NAME_NOT_FOUND && relative & RTL_REGISTRY_OPTIONAL)
		status = STATUS_SUCCESS;
	if (!NT_SUCCESS(status))
		return status;
	query.key = query.top;
	for (; table->QueryRoutine || table->Flags & without_routine; table++) {
		status = query_entry(&query, table);
		if (!NT_SUCCESS(status))
			break;
	}
	go_to(&query, NULL);
	if (query.top)
		ObDereferenceObject(query.top);
	return status;
}
EXPORT_SYMBOL_GPL(RtlQueryRegistryValues);
