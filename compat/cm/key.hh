// SPDX-License-Identifier: GPL-2.0
/// key.hh - the registry's keys and values; internal.
#pragma once

#include "module/rt/list.hh"
#include "module/rt/unique.hh"
#include "glue/memory.h"
#include "base/object.hh"
#include "cm/setting.hh"

namespace cm {

/// In bytes: Windows' limit for a value in the standard format.
enum : size_t { max_value_size = 1024 * 1024 };

/// A value, with its name and its data in one piece of memory.
struct Value {
	rt::Link link;	      // first: in its key's list
	ULONG type;	      // REG_*
	ULONG size;	      // of the data, in bytes
	UNICODE_STRING name;  // terminated
	UCHAR *data;	      // four zero characters follow it
	Setting *setting;  // nullptr: a driver wrote it. Only the tree uses this; others compare it

	/// nullptr: there is no memory. PASSIVE_LEVEL.
	static rt::Unique<Value> create(const UNICODE_STRING &name, ULONG type, const void *data,
					ULONG size, Setting *setting);
	rt::Unique<Value> copy() const { return create(name, type, data, size, setting); }
	void operator delete(void *memory) { nt_free(memory); }
};

/// How much is in a key; lengths in bytes, of the longest.
struct Content {
	ULONG subkeys;
	ULONG subkey_name;
	ULONG values;
	ULONG value_name;
	ULONG value_data;
};

/// A type's name, by which values are given and by which the log shows it.
const char *name_of_type(ULONG type);

/// Cuts the first name off a path, and returns it.
UNICODE_STRING split(UNICODE_STRING &path);

}

/// A key. It is an object, so that handles and references keep it after it is deleted; the tree has
/// a reference to each of its keys. All routines for others take the mutex. PASSIVE_LEVEL.
struct nt_key {
public:
	/// The key whose only subkey is \Registry.
	static Ref<nt_key> root();
	/// False: there is no memory.
	static bool create_root();
	static void delete_root();

	/// The key at a path from this one; statuses as for ZwCreateKey(). If `created` is not
	/// nullptr, a key that is not there is created, and `created` says whether it was.
	NTSTATUS open(const UNICODE_STRING &path, Ref<nt_key> &key, bool *created = nullptr);
	/// Takes the key out of the tree. STATUS_CANNOT_DELETE: it has subkeys.
	NTSTATUS remove();
	/// Takes the key, and all below it, out of the tree.
	void remove_tree();
	NTSTATUS subkey_at(ULONG index, Ref<nt_key> &subkey);

	/// Stays valid as long as the caller's reference.
	const UNICODE_STRING &name() const { return name_; }
	NTSTATUS content(cm::Content &content);
	/// Writes as much of the path from \Registry on as there is room for, in bytes; `size` is
	/// that of all of it.
	NTSTATUS path(void *buffer, ULONG room, ULONG &size);

	/// A copy of a value, by name or by index.
	NTSTATUS value(const UNICODE_STRING &name, rt::Unique<cm::Value> &value);
	NTSTATUS value_at(ULONG index, rt::Unique<cm::Value> &value);
	/// `setting`: a user gave it, and so it replaces what users gave before.
	NTSTATUS set_value(const UNICODE_STRING &name, ULONG type, const void *data, ULONG size,
			   rt::Unique<cm::Setting> setting = {});
	NTSTATUS remove_value(const UNICODE_STRING &name);

	/// The type of handles to keys.
	static const nt_object_type type;

private:
	friend class rt::List<nt_key>;

	explicit nt_key(const UNICODE_STRING &name);
	~nt_key();
	static Ref<nt_key> create(const UNICODE_STRING &name);
	static void destroy(void *object);

	nt_key *find(const UNICODE_STRING &name) REQUIRES(cm::RegistryGuard::lock);
	cm::Value *find_value(const UNICODE_STRING &name) REQUIRES(cm::RegistryGuard::lock);
	bool is_gone() const REQUIRES(cm::RegistryGuard::lock);
	Ref<nt_key> unlink() REQUIRES(cm::RegistryGuard::lock);
	NTSTATUS create_subkey(const UNICODE_STRING &name, nt_key *&subkey)
		REQUIRES(cm::RegistryGuard::lock);

	rt::Link link;	// first: in the parent's list
	/// nullptr for the root and for deleted keys.
	nt_key *parent_ GUARDED_BY(cm::RegistryGuard::lock) = nullptr;
	// In the order of their creation.
	rt::List<nt_key> subkeys_ GUARDED_BY(cm::RegistryGuard::lock);
	rt::List<cm::Value> values_ GUARDED_BY(cm::RegistryGuard::lock);
	UNICODE_STRING name_;  // its text follows the key in memory

	static nt_key *root_;
};

namespace cm {

using Key = nt_key;

}
