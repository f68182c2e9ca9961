// SPDX-License-Identifier: GPL-2.0
/// open.hh - finds the key that a driver means; internal.
#pragma once

#include "base/check.hh"
#include "cm/key.hh"

namespace cm {

/// The key that a handle or a path names; statuses as for ZwOpenKey(). `created` as for
/// Key::open(). PASSIVE_LEVEL.
NTSTATUS open_handle(HANDLE handle, Ref<Key> &key);
NTSTATUS open_attributes(const OBJECT_ATTRIBUTES *attributes, Ref<Key> &key,
			 bool *created = nullptr);
NTSTATUS open_below(Key &from, const UNICODE_STRING &path, Ref<Key> &key, bool *created = nullptr);
/// `relative` is RTL_REGISTRY_…; `path` is a path, or a handle with RTL_REGISTRY_HANDLE.
NTSTATUS open_relative(ULONG relative, const WCHAR *path, Ref<Key> &key, bool *created = nullptr);
/// Whether a driver handed over such a path; if not, logs it.
bool path_ok(ULONG relative, const WCHAR *path, Caller caller = Caller());

}
