// SPDX-License-Identifier: GPL-2.0
/// query.cc - queries values by a table: RtlQueryRegistryValues().

#include "base/gate.hh"
#include "ex/pool.h"
#include "cm/open.hh"

using cm::Key;
using cm::Value;
using rt::Unique;
using Entry = RTL_QUERY_REGISTRY_TABLE;

namespace {

/// The tag of buffers that this allocates: 'Rqrv'.
constexpr ULONG query_tag = 0x76727152;

bool is_string(ULONG type)
{
	return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
}

/// The type that the driver says it expects, as the type of its default.
ULONG expected_type(const Entry &entry)
{
	return entry.DefaultType & ~RTL_QUERY_REGISTRY_TYPECHECK_MASK;
}

/// Whether there seems to be a string with a buffer. It may be a number, which is shorter, and what
/// follows is somebody else's: so this looks at a copy.
bool is_string_there(const void *place)
{
	UNICODE_STRING string;

	return nt_read(&string, place, sizeof(string)) && string.MaximumLength &&
	       (string.Length | string.MaximumLength) % sizeof(WCHAR) == 0 && nt_is_room(&string);
}

/// Whether DIRECT may store a value. A value that the user gave has the type that the user typed,
/// and DIRECT stores by type: a text would be written over a driver's number. So it is stored only
/// if its type is what the driver says it expects: the type of its default, or of TYPECHECK. If the
/// driver says nothing, a number of 32 bits is the only type that fits into whatever the driver has
/// there; but it would change the lengths of a string, and then the driver writes past its buffer.
bool may_be_stored(const Entry &entry, const Value &value)
{
	const ULONG expected = expected_type(entry);

	if (!value.setting || !(entry.Flags & RTL_QUERY_REGISTRY_DIRECT) ||
	    entry.Flags & RTL_QUERY_REGISTRY_TYPECHECK)
		return true;
	if (value.type == REG_DWORD && expected == REG_NONE)
		return !is_string_there(entry.EntryContext);
	if (value.type == REG_DWORD && expected == REG_DWORD)
		return true;
	if (is_string(value.type))
		return is_string(expected);
	// For a default of more than four bytes, the driver has a buffer that says how long it is.
	return value.type == expected &&
	       (entry.DefaultLength > sizeof(ULONG) || value.size <= entry.DefaultLength);
}

/// The size in bytes of a default whose driver gave none.
ULONG length_of_default(ULONG type, const WCHAR *text)
{
	ULONG length = 0;

	if (type == REG_DWORD)
		return sizeof(ULONG);
	if (type == REG_QWORD)
		return sizeof(ULONGLONG);
	if (!is_string(type))
		return 0;
	if (type == REG_MULTI_SZ)
		while (text[length])
			length += wcslen(text + length) + 1;
	else
		length = wcslen(text);
	return (length + 1) * sizeof(WCHAR);
}

/// Whether the texts of a list are there. It has `size` bytes, or, if that is 0, ends with an empty
/// text.
bool is_list(const WCHAR *text, ULONG size)
{
	const WCHAR *const end = text + (size + 1) / sizeof(WCHAR);

	for (; !size || text < end; text += wcslen(text) + 1) {
		if (!nt_is_text(text, true))
			return false;
		if (!*text)
			break;
	}
	return true;
}

/// Whether a default is there; `size` is 0 if its driver gave none.
bool is_default(ULONG type, const void *data, ULONG size)
{
	const auto *text = static_cast<const WCHAR *>(data);

	if (type == REG_MULTI_SZ && !is_list(text, size))
		return false;
	if (!size && is_string(type))
		return nt_is_text(text, true);
	return nt_is_memory(data, size ? size : length_of_default(type, text));
}

/// One call of RtlQueryRegistryValues().
class Query {
public:
	Query(Caller caller, void *context) : caller_(caller), context_(context) { }

	/// STATUS_SUCCESS also if an optional key does not exist; there is no key then.
	NTSTATUS open(ULONG relative, const WCHAR *path);
	NTSTATUS run(const Entry &entry);

private:
	/// Whether what every entry has is there; if not, logs it.
	bool is_there(const Entry &entry) const;
	/// The key that the current entries are about.
	Key *key() const { return subkey_ ? subkey_.get() : top_.get(); }
	NTSTATUS go_to_subkey(const Entry &entry);
	NTSTATUS one_value(const Entry &entry);
	NTSTATUS all_values(const Entry &entry);
	NTSTATUS deliver_default(const Entry &entry);
	NTSTATUS deliver_value(const Entry &entry, const WCHAR *name, const Value &value);
	NTSTATUS deliver(const Entry &entry, const WCHAR *name, ULONG type, const void *data,
			 ULONG size);
	NTSTATUS call(const Entry &entry, const WCHAR *name, ULONG type, const void *data,
		      ULONG size);
	bool place_ok(const void *place, size_t size) const
	{
		return ok(nt_is_memory(place, size), "the place for a value", caller_);
	}
	NTSTATUS store(void *place, ULONG type, const void *data, ULONG size);
	NTSTATUS store_string(UNICODE_STRING &string, const void *data, ULONG size);
	NTSTATUS refuse_given(const Entry &entry, const Value &value);

	Caller caller_;	 // the driver that allocated strings belong to
	void *context_;
	Ref<Key> top_;	   // the key of the call
	Ref<Key> subkey_;  // a subkey of that, if an entry named one
};

NTSTATUS Query::open(ULONG relative, const WCHAR *path)
{
	const NTSTATUS status = cm::open_relative(relative, path, top_);

	return status == STATUS_OBJECT_NAME_NOT_FOUND && relative & RTL_REGISTRY_OPTIONAL ?
		       STATUS_SUCCESS :
		       status;
}

NTSTATUS Query::store_string(UNICODE_STRING &string, const void *data, ULONG size)
{
	if (size > MAXUSHORT)
		return STATUS_BUFFER_TOO_SMALL;
	if (!string.Buffer) {
		string.Buffer = static_cast<WCHAR *>(
			nt_pool_alloc(caller_.code(), size, 1, query_tag, false));
		if (!string.Buffer)
			return STATUS_NO_MEMORY;
		string.MaximumLength = static_cast<USHORT>(size);
	} else if (size > string.MaximumLength) {
		return STATUS_BUFFER_TOO_SMALL;
	}
	memcpy(string.Buffer, data, size);
	// The terminator does not count.
	string.Length = static_cast<USHORT>(size);
	if (size >= sizeof(WCHAR) && !static_cast<const WCHAR *>(data)[size / sizeof(WCHAR) - 1])
		string.Length -= sizeof(WCHAR);
	return STATUS_SUCCESS;
}

NTSTATUS Query::store(void *place, ULONG type, const void *data, ULONG size)
{
	if (is_string(type)) {
		auto *string = static_cast<UNICODE_STRING *>(place);

		return ok(nt_is_room(string),
			  "the place for a string, or what its lengths say is in it,", caller_) ?
			       store_string(*string, data, size) :
			       STATUS_INVALID_PARAMETER;
	}
	if (!place_ok(place, size < sizeof(ULONG) ? size : sizeof(ULONG)))
		return STATUS_INVALID_PARAMETER;
	if (size > sizeof(ULONG)) {
		// The buffer begins with its size, which is negative if only the data is wanted.
		auto *buffer = static_cast<LONG *>(place);
		const LONGLONG room = *buffer;

		if (room < 0) {
			if (-room < size)
				return STATUS_BUFFER_TOO_SMALL;
			if (!place_ok(place, size))
				return STATUS_INVALID_PARAMETER;
		} else {
			if (room < LONGLONG{ size } + LONGLONG{ 2 * sizeof(ULONG) })
				return STATUS_BUFFER_TOO_SMALL;
			if (!place_ok(place, size + 2 * sizeof(ULONG)))
				return STATUS_INVALID_PARAMETER;
			buffer[0] = static_cast<LONG>(size);
			buffer[1] = static_cast<LONG>(type);
			place = buffer + 2;
		}
	}
	memcpy(place, data, size);
	return STATUS_SUCCESS;
}

NTSTATUS Query::refuse_given(const Entry &entry, const Value &value)
{
	const ULONG expected = expected_type(entry);
	const char *given = cm::name_of_type(value.type);
	char name[64] = "";

	if (_snprintf(name, sizeof(name) - 1, "%wZ", &value.name) < 0)
		name[sizeof(name) - 1] = '\0';
	if (expected == REG_NONE && value.type == REG_DWORD)
		caller_.complain("%s is given as %s, but the driver has a string there: refused",
				 name, given);
	else if (expected == REG_NONE)
		caller_.complain(
			"%s is given as %s, and the driver does not say what it expects there: refused, only a dword is safe",
			name, given);
	else if (value.type != expected)
		caller_.complain("%s is given as %s, but the driver expects %s there: refused",
				 name, given, cm::name_of_type(expected));
	else
		caller_.complain(
			"%s is given with %u bytes, but the driver has room for %u there: refused",
			name, value.size, entry.DefaultLength);
	return STATUS_OBJECT_TYPE_MISMATCH;
}

NTSTATUS Query::call(const Entry &entry, const WCHAR *name, ULONG type, const void *data,
		     ULONG size)
{
	return call_or(STATUS_UNSUCCESSFUL, entry.QueryRoutine, const_cast<WCHAR *>(name), type,
		       const_cast<void *>(data), size, context_, entry.EntryContext);
}

/// If the data is strings, two zero characters follow it.
NTSTATUS Query::deliver(const Entry &entry, const WCHAR *name, ULONG type, const void *data,
			ULONG size)
{
	const bool expand = !(entry.Flags & RTL_QUERY_REGISTRY_NOEXPAND);
	NTSTATUS status = STATUS_SUCCESS;

	if (entry.Flags & RTL_QUERY_REGISTRY_DIRECT)
		return store(entry.EntryContext, type, data, size);
	if (type == REG_EXPAND_SZ && expand)
		type = REG_SZ;
	if (type != REG_MULTI_SZ || !expand)
		return call(entry, name, type, data, size);
	const auto *string = static_cast<const WCHAR *>(data);
	const WCHAR *const end = string + (size + 1) / sizeof(WCHAR);
	while (string < end && *string && NT_SUCCESS(status)) {
		const size_t length = wcslen(string) + 1;

		status = call(entry, name, REG_SZ, string,
			      static_cast<ULONG>(length * sizeof(WCHAR)));
		string += length;
	}
	return status;
}

/// A routine of the driver has read the value, whatever it says of it.
NTSTATUS Query::deliver_value(const Entry &entry, const WCHAR *name, const Value &value)
{
	const NTSTATUS status = deliver(entry, name, value.type, value.data, value.size);

	if (NT_SUCCESS(status) || !(entry.Flags & RTL_QUERY_REGISTRY_DIRECT))
		cm::setting_was_read(value.setting);
	return status;
}

NTSTATUS Query::deliver_default(const Entry &entry)
{
	const ULONG type = entry.Flags & RTL_QUERY_REGISTRY_TYPECHECK ? expected_type(entry) :
									entry.DefaultType;
	ULONG size = entry.DefaultLength;

	if (type == REG_NONE || !entry.DefaultData)
		return STATUS_SUCCESS;
	if (!ok(is_default(type, entry.DefaultData, size), "a default", caller_))
		return STATUS_INVALID_PARAMETER;
	if (!size)
		size = length_of_default(type, static_cast<const WCHAR *>(entry.DefaultData));
	return deliver(entry, entry.Name, type, entry.DefaultData, size);
}

NTSTATUS Query::one_value(const Entry &entry)
{
	NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;
	Unique<Value> value;
	UNICODE_STRING name{};

	RtlInitUnicodeString(&name, entry.Name);
	if (key())
		status = key()->value(name, value);
	if (status == STATUS_OBJECT_NAME_NOT_FOUND && !(entry.Flags & RTL_QUERY_REGISTRY_REQUIRED))
		return deliver_default(entry);
	if (!NT_SUCCESS(status))
		return status;
	if (entry.Flags & RTL_QUERY_REGISTRY_TYPECHECK &&
	    entry.DefaultType >> RTL_QUERY_REGISTRY_TYPECHECK_SHIFT != value->type)
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (!may_be_stored(entry, *value))
		return refuse_given(entry, *value);
	status = deliver_value(entry, entry.Name, *value);
	if (NT_SUCCESS(status) && entry.Flags & RTL_QUERY_REGISTRY_DELETE)
		(void)key()->remove_value(name);
	return status;
}

/// Delivers every value of the key.
NTSTATUS Query::all_values(const Entry &entry)
{
	bool any = false;
	ULONG index = 0;

	while (key()) {
		Unique<Value> value;
		NTSTATUS status = key()->value_at(index, value);

		if (status == STATUS_NO_MORE_ENTRIES)
			break;
		if (!NT_SUCCESS(status))
			return status;
		any = true;
		status = deliver_value(entry, value->name.Buffer, *value);
		if (!NT_SUCCESS(status))
			return status;
		// The next value then takes its place.
		if (entry.Flags & RTL_QUERY_REGISTRY_DELETE)
			(void)key()->remove_value(value->name);
		else
			index++;
	}
	return !any && entry.Flags & RTL_QUERY_REGISTRY_REQUIRED ? STATUS_OBJECT_NAME_NOT_FOUND :
								   STATUS_SUCCESS;
}

NTSTATUS Query::go_to_subkey(const Entry &entry)
{
	UNICODE_STRING name{};

	subkey_ = {};
	if (!top_)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	RtlInitUnicodeString(&name, entry.Name);
	return cm::open_below(*top_, name, subkey_);
}

bool Query::is_there(const Entry &entry) const
{
	const bool calls = entry.QueryRoutine && !(entry.Flags & RTL_QUERY_REGISTRY_DIRECT);

	return ok(!entry.Name || nt_is_text(entry.Name, true), "the name of an entry", caller_) &&
	       ok(!calls || is_routine(entry.QueryRoutine), "the routine of an entry", caller_);
}

NTSTATUS Query::run(const Entry &entry)
{
	const bool direct = entry.Flags & RTL_QUERY_REGISTRY_DIRECT;

	if (!is_there(entry))
		return STATUS_INVALID_PARAMETER;
	if (direct &&
	    (!entry.Name || !entry.EntryContext || entry.Flags & RTL_QUERY_REGISTRY_SUBKEY))
		return STATUS_INVALID_PARAMETER;
	if (entry.Flags & RTL_QUERY_REGISTRY_TOPKEY)
		subkey_ = {};
	if (entry.Flags & RTL_QUERY_REGISTRY_SUBKEY) {
		if (!entry.Name)
			return STATUS_INVALID_PARAMETER;
		const NTSTATUS status = go_to_subkey(entry);
		if (!NT_SUCCESS(status) || !entry.QueryRoutine)
			return status;
	}
	if (entry.Flags & RTL_QUERY_REGISTRY_NOVALUE && !direct)
		return call(entry, nullptr, REG_NONE, nullptr, 0);
	if (!entry.Name || entry.Flags & RTL_QUERY_REGISTRY_SUBKEY)
		return all_values(entry);
	return one_value(entry);
}

}

NTSTATUS NTAPI RtlQueryRegistryValues(ULONG relative, PCWSTR path, PRTL_QUERY_REGISTRY_TABLE table,
				      PVOID context, PVOID environment)
{
	constexpr ULONG without_routine = RTL_QUERY_REGISTRY_SUBKEY | RTL_QUERY_REGISTRY_DIRECT;
	const Caller caller;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!cm::path_ok(relative, path) || !ok(is_memory(table), "the table"))
		return STATUS_INVALID_PARAMETER;
	Query query(caller, context);
	NTSTATUS status = query.open(relative, path);
	while (NT_SUCCESS(status) && (table->QueryRoutine || table->Flags & without_routine)) {
		status = query.run(*table++);
		// The table may be without its end.
		if (NT_SUCCESS(status) && !ok(is_memory(table), "the table"))
			status = STATUS_INVALID_PARAMETER;
	}
	return status;
}
