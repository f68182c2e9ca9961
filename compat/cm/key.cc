// SPDX-License-Identifier: GPL-2.0
/// key.cc - the registry: a tree of keys with values, in memory.

#include <new>
#include <utility>

#include "module/rt/minmax.hh"
#include "cm/key.hh"

using cm::RegistryGuard;
using cm::Setting;
using cm::Value;
using rt::max;
using rt::min;
using rt::Unique;

// Lengths in bytes, as on Windows.
static constexpr size_t max_key_name = 255 * sizeof(WCHAR);
static constexpr size_t max_value_name = 16383 * sizeof(WCHAR);

// Values

static constexpr size_t align(size_t size, size_t to) { return (size + to - 1) / to * to; }

Unique<Value> Value::create(const UNICODE_STRING &name, ULONG type, const void *data, ULONG size,
			    Setting *setting)
{
	// The name is terminated, and the data is followed by four zero characters: a list of
	// strings may have an odd size, and a driver may take for a number what is not one.
	const size_t name_size = name.Length + sizeof(WCHAR);
	const size_t data_at = align(sizeof(Value) + name_size, sizeof(ULONGLONG));
	void *memory = nt_zalloc(data_at + align(size, sizeof(WCHAR)) + 4 * sizeof(WCHAR));

	if (!memory)
		return {};
	auto *value = new (memory) Value{};
	value->type = type;
	value->size = size;
	value->name.Length = name.Length;
	value->name.MaximumLength = static_cast<USHORT>(name_size);
	value->name.Buffer = reinterpret_cast<WCHAR *>(value + 1);
	value->data = static_cast<UCHAR *>(memory) + data_at;
	value->setting = setting;
	memcpy(value->name.Buffer, name.Buffer, name.Length);
	memcpy(value->data, data, size);
	return Unique(value);
}

// Keys

nt_key *nt_key::root_;

constinit const nt_object_type nt_key::type = {
	.name = "Key",
	.destroy = nt_key::destroy,
	.release = nullptr,
	.named_after = nullptr,
};

nt_key::nt_key(const UNICODE_STRING &name)
	: link{}, name_{ name.Length, name.Length, reinterpret_cast<WCHAR *>(this + 1) }
{
	memcpy(name_.Buffer, name.Buffer, name.Length);
}

nt_key::~nt_key()
{
	while (Unique<Value> value{ values_.pop_front() })
		;
}

/// The last reference is gone: the key is no longer in the tree.
void nt_key::destroy(void *object) { static_cast<nt_key *>(object)->~nt_key(); }

Ref<nt_key> nt_key::create(const UNICODE_STRING &name)
{
	void *memory = nt_object_alloc(&type, sizeof(nt_key) + name.Length);

	return memory ? Ref<nt_key>::taken(new (memory) nt_key(name)) : Ref<nt_key>();
}

Ref<nt_key> nt_key::root() { return Ref<nt_key>::of(root_); }

bool nt_key::create_root()
{
	root_ = create({}).release();
	return root_;
}

void nt_key::delete_root()
{
	const Ref<nt_key> root = Ref<nt_key>::taken(root_);

	root->remove_tree();
	root_ = nullptr;
}

nt_key *nt_key::find(const UNICODE_STRING &name)
{
	for (nt_key &subkey : subkeys_)
		if (RtlEqualUnicodeString(&subkey.name_, &name, TRUE))
			return &subkey;
	return nullptr;
}

Value *nt_key::find_value(const UNICODE_STRING &name)
{
	for (Value &value : values_)
		if (RtlEqualUnicodeString(&value.name, &name, TRUE))
			return &value;
	return nullptr;
}

/// Whether the key was deleted while somebody had a reference.
bool nt_key::is_gone() const
{
	nt_assert_mutex(NT_REGISTRY_MUTEX);
	return !parent_ && this != root_;
}

/// Takes a key without subkeys out of the tree. The tree's reference becomes the caller's.
Ref<nt_key> nt_key::unlink()
{
	rt::List<nt_key>::remove(*this);
	parent_ = nullptr;
	return Ref<nt_key>::taken(this);
}

void nt_key::remove_tree()
{
	RegistryGuard guard;
	nt_key *key = this;

	// A loop down to the leaves, because recursion would be as deep as a driver likes.
	while (key) {
		if (!key->subkeys_.empty()) {
			key = &key->subkeys_.front();
			continue;
		}
		nt_key *up = key == this ? nullptr : key->parent_;
		if (key->parent_)
			key->unlink();
		key = up;
	}
}

UNICODE_STRING cm::split(UNICODE_STRING &path)
{
	UNICODE_STRING name = { 0, 0, path.Buffer };
	const unsigned int length = path.Length / sizeof(WCHAR);
	unsigned int n = 0;

	while (n < length && path.Buffer[n] != '\\')
		n++;
	name.Length = static_cast<USHORT>(n * sizeof(WCHAR));
	if (n < length)
		n++;
	path.Buffer += n;
	path.Length = static_cast<USHORT>(path.Length - n * sizeof(WCHAR));
	return name;
}

NTSTATUS nt_key::create_subkey(const UNICODE_STRING &name, nt_key *&subkey)
{
	Ref<nt_key> key = create(name);

	if (!key)
		return STATUS_INSUFFICIENT_RESOURCES;
	key->parent_ = this;
	subkey = key.release();
	subkeys_.push_back(*subkey);
	return STATUS_SUCCESS;
}

NTSTATUS nt_key::open(const UNICODE_STRING &whole, Ref<nt_key> &found, bool *created)
{
	RegistryGuard guard;
	UNICODE_STRING path = whole;
	nt_key *key = this;

	if (created)
		*created = false;
	if (is_gone())
		return STATUS_KEY_DELETED;
	while (path.Length / sizeof(WCHAR)) {
		const UNICODE_STRING name = cm::split(path);

		if (!name.Length || name.Length > max_key_name)
			return STATUS_OBJECT_NAME_INVALID;
		nt_key *subkey = key->find(name);
		if (!subkey) {
			// Only the last key of the path is created; and there is nothing beside
			// \Registry.
			if (!created || path.Length || (key == root_ && !root_->subkeys_.empty()))
				return STATUS_OBJECT_NAME_NOT_FOUND;
			const NTSTATUS status = key->create_subkey(name, subkey);
			if (!NT_SUCCESS(status))
				return status;
			*created = true;
		}
		key = subkey;
	}
	found = Ref<nt_key>::of(key);
	return STATUS_SUCCESS;
}

NTSTATUS nt_key::remove()
{
	Ref<nt_key> removed;
	RegistryGuard guard;

	if (is_gone())
		return STATUS_KEY_DELETED;
	if (!subkeys_.empty() || this == root_)
		return STATUS_CANNOT_DELETE;
	removed = unlink();
	return STATUS_SUCCESS;
}

NTSTATUS nt_key::subkey_at(ULONG index, Ref<nt_key> &found)
{
	RegistryGuard guard;

	if (is_gone())
		return STATUS_KEY_DELETED;
	for (nt_key &subkey : subkeys_) {
		if (index--)
			continue;
		found = Ref<nt_key>::of(&subkey);
		return STATUS_SUCCESS;
	}
	return STATUS_NO_MORE_ENTRIES;
}

NTSTATUS nt_key::content(cm::Content &content)
{
	RegistryGuard guard;

	if (is_gone())
		return STATUS_KEY_DELETED;
	content = {};
	for (const nt_key &subkey : subkeys_) {
		content.subkeys++;
		content.subkey_name = max<ULONG>(content.subkey_name, subkey.name_.Length);
	}
	for (const Value &value : values_) {
		content.values++;
		content.value_name = max<ULONG>(content.value_name, value.name.Length);
		content.value_data = max(content.value_data, value.size);
	}
	return STATUS_SUCCESS;
}

/// Writes what goes to a place in a buffer, as far as there is room.
static void write_at(UCHAR *buffer, ULONG room, ULONG place, const void *data, ULONG size)
{
	if (place < room)
		memcpy(buffer + place, data, min(size, room - place));
}

NTSTATUS nt_key::path(void *buffer, ULONG room, ULONG &size)
{
	static constexpr WCHAR separator = '\\';
	auto *bytes = static_cast<UCHAR *>(buffer);
	RegistryGuard guard;
	ULONG place = 0;

	if (is_gone())
		return STATUS_KEY_DELETED;
	// The root has no name.
	for (const nt_key *key = this; key->parent_; key = key->parent_)
		place += static_cast<ULONG>(sizeof(separator)) + key->name_.Length;
	size = place;
	for (const nt_key *key = this; key->parent_; key = key->parent_) {
		place -= key->name_.Length;
		write_at(bytes, room, place, key->name_.Buffer, key->name_.Length);
		place -= static_cast<ULONG>(sizeof(separator));
		write_at(bytes, room, place, &separator, sizeof(separator));
	}
	return STATUS_SUCCESS;
}

/// Copies a value; the status says if there is no memory.
static NTSTATUS copy_of(const Value &value, Unique<Value> &copy)
{
	copy = value.copy();
	return copy ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

NTSTATUS nt_key::value(const UNICODE_STRING &name, Unique<Value> &copy)
{
	RegistryGuard guard;

	if (is_gone())
		return STATUS_KEY_DELETED;
	const Value *value = find_value(name);
	return value ? copy_of(*value, copy) : STATUS_OBJECT_NAME_NOT_FOUND;
}

NTSTATUS nt_key::value_at(ULONG index, Unique<Value> &copy)
{
	RegistryGuard guard;

	if (is_gone())
		return STATUS_KEY_DELETED;
	for (const Value &value : values_)
		if (!index--)
			return copy_of(value, copy);
	return STATUS_NO_MORE_ENTRIES;
}

NTSTATUS nt_key::set_value(const UNICODE_STRING &name, ULONG type, const void *data, ULONG size,
			   Unique<Setting> setting)
{
	if (name.Length > max_value_name)
		return STATUS_OBJECT_NAME_INVALID;
	if (size > cm::max_value_size)
		return STATUS_INSUFFICIENT_RESOURCES;
	Unique<Value> value = Value::create(name, type, data, size, setting.get());
	Unique<Value> old;
	Unique<Setting> old_setting;
	if (!value)
		return STATUS_INSUFFICIENT_RESOURCES;
	RegistryGuard guard;
	if (is_gone())
		return STATUS_KEY_DELETED;
	Value &placed = *value.release();
	if (Value *found = find_value(name)) {
		values_.insert_before(*found, placed);
		rt::List<Value>::remove(*found);
		old = Unique(found);
		if (setting && old->setting)
			old_setting = cm::take_setting(*old->setting);
	} else {
		values_.push_back(placed);
	}
	if (setting)
		cm::add_setting(std::move(setting));
	return STATUS_SUCCESS;
}

NTSTATUS nt_key::remove_value(const UNICODE_STRING &name)
{
	Unique<Value> removed;
	RegistryGuard guard;

	if (is_gone())
		return STATUS_KEY_DELETED;
	Value *value = find_value(name);
	if (!value)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	rt::List<Value>::remove(*value);
	removed = Unique(value);
	return STATUS_SUCCESS;
}
