// SPDX-License-Identifier: GPL-2.0
/// zw.cc - the registry routines that drivers call: by handles to keys, and by paths.

#include "module/rt/minmax.hh"
#include "base/check.hh"
#include "ob/full_name.hh"
#include "ob/handle.h"
#include "cm/open.hh"

using cm::Key;
using cm::Value;
using rt::min;
using rt::Unique;

namespace {

// Checks of what drivers hand over.

bool name_ok(const UNICODE_STRING *name, Caller caller = Caller())
{
	return ok(nt_is_string(name), "the name", caller);
}

template <typename Place>
bool place_ok(const Place *place, Caller caller = Caller())
{
	return ok(is_memory(place), "the place for the result", caller);
}

bool buffer_ok(const void *buffer, ULONG room, Caller caller = Caller())
{
	return !buffer || !room || ok(nt_is_memory(buffer, room), "the buffer", caller);
}

/// Only the size that a value can have is checked: larger ones are refused for their size.
bool data_ok(const void *data, size_t size, Caller caller = Caller())
{
	return !data || !size ||
	       ok(nt_is_memory(data, min<size_t>(size, cm::max_value_size)), "the data", caller);
}

/// NULL is allowed.
bool text_ok(const WCHAR *text, Caller caller = Caller())
{
	return !text || ok(nt_is_text(text, true), "the name", caller);
}

/// None are allowed.
bool attributes_ok(const OBJECT_ATTRIBUTES *attributes, Caller caller = Caller())
{
	return !attributes || ob::attributes_ok(attributes, caller);
}

// Handles

NTSTATUS open_key(HANDLE *handle, const OBJECT_ATTRIBUTES *attributes, bool *created,
		  Caller caller = Caller())
{
	Ref<Key> key;
	const NTSTATUS status = cm::open_attributes(attributes, key, created);

	return NT_SUCCESS(status) ? nt_handle_create(caller.code(), key.get(), handle) : status;
}

/// Calls `act` with the key of a handle.
template <typename Act>
NTSTATUS with_key(HANDLE handle, Act act)
{
	Ref<Key> key;
	const NTSTATUS status = cm::open_handle(handle, key);

	return NT_SUCCESS(status) ? act(*key) : status;
}

}

NTSTATUS NTAPI ZwOpenKey(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!place_ok(handle) || !attributes_ok(attributes))
		return STATUS_INVALID_PARAMETER;
	return open_key(handle, attributes, nullptr);
}

NTSTATUS NTAPI ZwCreateKey(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes,
			   ULONG title, PUNICODE_STRING name_of_class, ULONG options,
			   PULONG disposition)
{
	bool created;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!place_ok(handle) || !attributes_ok(attributes) ||
	    (disposition && !place_ok(disposition)))
		return STATUS_INVALID_PARAMETER;
	if (options & ~REG_OPTION_VOLATILE)
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status = open_key(handle, attributes, &created);
	if (NT_SUCCESS(status) && disposition)
		*disposition = created ? REG_CREATED_NEW_KEY : REG_OPENED_EXISTING_KEY;
	return status;
}

NTSTATUS NTAPI ZwDeleteKey(HANDLE handle)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	return with_key(handle, [](Key &key) { return key.remove(); });
}

NTSTATUS NTAPI ZwFlushKey(HANDLE handle)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	return with_key(handle, [](Key &) { return STATUS_SUCCESS; });
}

// Values by handle

NTSTATUS NTAPI ZwSetValueKey(HANDLE handle, PUNICODE_STRING name, ULONG title, ULONG type,
			     PVOID data, ULONG size)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if ((name && !name_ok(name)) || !data_ok(data, size))
		return STATUS_INVALID_PARAMETER;
	if (!name || (size && !data))
		return STATUS_INVALID_PARAMETER;
	return with_key(handle, [&](Key &key) { return key.set_value(*name, type, data, size); });
}

NTSTATUS NTAPI ZwDeleteValueKey(HANDLE handle, PUNICODE_STRING name)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!name || !name_ok(name))
		return STATUS_INVALID_PARAMETER;
	return with_key(handle, [&](Key &key) { return key.remove_value(*name); });
}

namespace {

/// Fills a buffer in order, as far as it reaches; counts what would be needed.
class Answer {
public:
	Answer(void *buffer, ULONG room)
		: buffer_(static_cast<UCHAR *>(buffer)), room_(buffer ? room : 0)
	{ }

	/// The structure without its parts of variable length, which comes first: whole, or nothing
	/// is written at all.
	void add_fixed(const void *data, ULONG size)
	{
		if (room_ < size)
			room_ = 0;
		add(data, size);
	}
	void add(const void *data, ULONG size)
	{
		if (size_ < room_)
			memcpy(buffer_ + size_, data, min(size, room_ - size_));
		size_ += size;
	}
	/// `fixed`: the size of the structure without its parts of variable length.
	NTSTATUS status(ULONG fixed) const
	{
		if (room_ < fixed)
			return STATUS_BUFFER_TOO_SMALL;
		return room_ < size_ ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
	}
	ULONG size() const { return size_; }

private:
	UCHAR *buffer_;
	ULONG room_;
	ULONG size_ = 0;
};

NTSTATUS basic_information(const Value &value, Answer &answer)
{
	constexpr ULONG size = FIELD_OFFSET(KEY_VALUE_BASIC_INFORMATION, Name);
	KEY_VALUE_BASIC_INFORMATION fixed{};

	fixed.Type = value.type;
	fixed.NameLength = value.name.Length;
	answer.add_fixed(&fixed, size);
	answer.add(value.name.Buffer, value.name.Length);
	return answer.status(size);
}

NTSTATUS full_information(const Value &value, Answer &answer)
{
	static constexpr UCHAR padding[sizeof(ULONGLONG)] = {};
	constexpr ULONG size = FIELD_OFFSET(KEY_VALUE_FULL_INFORMATION, Name);
	const ULONG unaligned = (size + value.name.Length) % sizeof(padding);
	const ULONG padded = unaligned ? sizeof(padding) - unaligned : 0;
	KEY_VALUE_FULL_INFORMATION fixed{};

	fixed.Type = value.type;
	fixed.DataOffset = size + value.name.Length + padded;
	fixed.DataLength = value.size;
	fixed.NameLength = value.name.Length;
	answer.add_fixed(&fixed, size);
	answer.add(value.name.Buffer, value.name.Length);
	answer.add(padding, padded);
	answer.add(value.data, value.size);
	return answer.status(size);
}

NTSTATUS partial_information(const Value &value, Answer &answer)
{
	constexpr ULONG size = FIELD_OFFSET(KEY_VALUE_PARTIAL_INFORMATION, Data);
	KEY_VALUE_PARTIAL_INFORMATION fixed{};

	fixed.Type = value.type;
	fixed.DataLength = value.size;
	answer.add_fixed(&fixed, size);
	answer.add(value.data, value.size);
	return answer.status(size);
}

NTSTATUS return_value(const Value &value, KEY_VALUE_INFORMATION_CLASS wanted, void *buffer,
		      ULONG room, ULONG *size)
{
	Answer answer(buffer, room);
	NTSTATUS status;

	switch (wanted) {
	case KeyValueBasicInformation:
		status = basic_information(value, answer);
		break;
	case KeyValueFullInformation:
		status = full_information(value, answer);
		break;
	case KeyValuePartialInformation:
		status = partial_information(value, answer);
		break;
	default:
		return STATUS_INVALID_PARAMETER;
	}
	*size = answer.size();
	// Asking only for the name, or for the size, is not reading it.
	if (NT_SUCCESS(status) && wanted != KeyValueBasicInformation)
		cm::setting_was_read(value.setting);
	return status;
}

}

NTSTATUS NTAPI ZwQueryValueKey(HANDLE handle, PUNICODE_STRING name,
			       KEY_VALUE_INFORMATION_CLASS wanted, PVOID buffer, ULONG room,
			       PULONG size)
{
	Unique<Value> value;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if ((name && !name_ok(name)) || (size && !place_ok(size)) || !buffer_ok(buffer, room))
		return STATUS_INVALID_PARAMETER;
	if (!name || !size)
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status = with_key(handle, [&](Key &key) { return key.value(*name, value); });
	return NT_SUCCESS(status) ? return_value(*value, wanted, buffer, room, size) : status;
}

NTSTATUS NTAPI ZwEnumerateValueKey(HANDLE handle, ULONG index, KEY_VALUE_INFORMATION_CLASS wanted,
				   PVOID buffer, ULONG room, PULONG size)
{
	Unique<Value> value;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if ((size && !place_ok(size)) || !buffer_ok(buffer, room))
		return STATUS_INVALID_PARAMETER;
	if (!size)
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status =
		with_key(handle, [&](Key &key) { return key.value_at(index, value); });
	return NT_SUCCESS(status) ? return_value(*value, wanted, buffer, room, size) : status;
}

namespace {

/// What a key without a class has in place of one.
constexpr ULONG no_class = ~ULONG{};

NTSTATUS basic_information(Key &key, Answer &answer)
{
	constexpr ULONG size = FIELD_OFFSET(KEY_BASIC_INFORMATION, Name);
	KEY_BASIC_INFORMATION fixed{};

	fixed.NameLength = key.name().Length;
	answer.add_fixed(&fixed, size);
	answer.add(key.name().Buffer, key.name().Length);
	return answer.status(size);
}

NTSTATUS node_information(Key &key, Answer &answer)
{
	constexpr ULONG size = FIELD_OFFSET(KEY_NODE_INFORMATION, Name);
	KEY_NODE_INFORMATION fixed{};

	fixed.ClassOffset = no_class;
	fixed.NameLength = key.name().Length;
	answer.add_fixed(&fixed, size);
	answer.add(key.name().Buffer, key.name().Length);
	return answer.status(size);
}

NTSTATUS full_information(const cm::Content &content, Answer &answer)
{
	constexpr ULONG size = FIELD_OFFSET(KEY_FULL_INFORMATION, Class);
	KEY_FULL_INFORMATION fixed{};

	fixed.ClassOffset = no_class;
	fixed.SubKeys = content.subkeys;
	fixed.MaxNameLen = content.subkey_name;
	fixed.Values = content.values;
	fixed.MaxValueNameLen = content.value_name;
	fixed.MaxValueDataLen = content.value_data;
	answer.add_fixed(&fixed, size);
	return answer.status(size);
}

NTSTATUS return_key(Key &key, KEY_INFORMATION_CLASS wanted, void *buffer, ULONG room, ULONG *size)
{
	Answer answer(buffer, room);
	cm::Content content{};

	// Also says whether the key is still there.
	NTSTATUS status = key.content(content);
	if (!NT_SUCCESS(status))
		return status;
	switch (wanted) {
	case KeyBasicInformation:
		status = basic_information(key, answer);
		break;
	case KeyNodeInformation:
		status = node_information(key, answer);
		break;
	case KeyFullInformation:
		status = full_information(content, answer);
		break;
	default:
		return STATUS_INVALID_PARAMETER;
	}
	*size = answer.size();
	return status;
}

/// The path of a key, which is not an answer in order: it is known from its end on.
NTSTATUS return_path(Key &key, void *buffer, ULONG room, ULONG *size)
{
	constexpr ULONG head = FIELD_OFFSET(KEY_NAME_INFORMATION, Name);
	const ULONG left = buffer && room > head ? room - head : 0;
	ULONG length;

	const NTSTATUS status =
		key.path(left ? static_cast<UCHAR *>(buffer) + head : nullptr, left, length);
	if (!NT_SUCCESS(status))
		return status;
	Answer answer(buffer, room);
	answer.add_fixed(&length, head);
	*size = head + length;
	if (answer.status(head) != STATUS_SUCCESS)
		return answer.status(head);
	return left < length ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

}

NTSTATUS NTAPI ZwQueryKey(HANDLE handle, KEY_INFORMATION_CLASS wanted, PVOID buffer, ULONG room,
			  PULONG size)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if ((size && !place_ok(size)) || !buffer_ok(buffer, room))
		return STATUS_INVALID_PARAMETER;
	if (wanted > KeyNameInformation || !size)
		return STATUS_INVALID_PARAMETER;
	return with_key(handle, [=](Key &key) {
		return wanted == KeyNameInformation ? return_path(key, buffer, room, size) :
						      return_key(key, wanted, buffer, room, size);
	});
}

NTSTATUS NTAPI ZwEnumerateKey(HANDLE handle, ULONG index, KEY_INFORMATION_CLASS wanted,
			      PVOID buffer, ULONG room, PULONG size)
{
	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if ((size && !place_ok(size)) || !buffer_ok(buffer, room))
		return STATUS_INVALID_PARAMETER;
	if (wanted > KeyFullInformation || !size)
		return STATUS_INVALID_PARAMETER;
	for (;;) {
		Ref<Key> subkey;
		NTSTATUS status =
			with_key(handle, [&](Key &key) { return key.subkey_at(index, subkey); });
		if (!NT_SUCCESS(status))
			return status;
		status = return_key(*subkey, wanted, buffer, room, size);
		// If the subkey was deleted meanwhile, the next one has its place.
		if (status != STATUS_KEY_DELETED)
			return status;
	}
}

// By path

NTSTATUS NTAPI RtlCheckRegistryKey(ULONG relative, PWSTR path)
{
	Ref<Key> key;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	return cm::path_ok(relative, path) ? cm::open_relative(relative, path, key) :
					     STATUS_INVALID_PARAMETER;
}

NTSTATUS NTAPI RtlCreateRegistryKey(ULONG relative, PWSTR path)
{
	Ref<Key> key;
	bool created;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	return cm::path_ok(relative, path) ? cm::open_relative(relative, path, key, &created) :
					     STATUS_INVALID_PARAMETER;
}

NTSTATUS NTAPI RtlWriteRegistryValue(ULONG relative, PCWSTR path, PCWSTR name, ULONG type,
				     PVOID data, ULONG size)
{
	UNICODE_STRING value;
	Ref<Key> key;
	bool created;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!cm::path_ok(relative, path) || !text_ok(name) || !data_ok(data, size))
		return STATUS_INVALID_PARAMETER;
	if (size && !data)
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status = cm::open_relative(relative, path, key, &created);
	if (!NT_SUCCESS(status))
		return status;
	RtlInitUnicodeString(&value, name);
	return key->set_value(value, type, data, size);
}

NTSTATUS NTAPI RtlDeleteRegistryValue(ULONG relative, PCWSTR path, PCWSTR name)
{
	UNICODE_STRING value;
	Ref<Key> key;

	if (!irql_ok(PASSIVE_LEVEL))
		return STATUS_UNSUCCESSFUL;
	if (!cm::path_ok(relative, path) || !text_ok(name))
		return STATUS_INVALID_PARAMETER;
	const NTSTATUS status = cm::open_relative(relative, path, key);
	if (!NT_SUCCESS(status))
		return status;
	RtlInitUnicodeString(&value, name);
	return key->remove_value(value);
}
