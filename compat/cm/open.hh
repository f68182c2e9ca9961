// SPDX-License-Identifier: GPL-2.0
/// open.hh - which key a driver means; no driver sees it.
#pragma once

#include "base/check.hh"
#include "cm/key.hh"

namespace cm {

/// The key that a handle or a path names; statuses as of ZwOpenKey(). `created` as of
/// Key::open(). PASSIVE_LEVEL.
NTSTATUS open_handle(HANDLE handle, Ref<Key> &key);
NTSTATUS open_attributes(const OBJECT_ATTRIBUTES *attributes, Ref<Key> &key,
			 bool *created = nullptr);
NTSTATUS open_below(Key &from, const UNICODE_STRING &path, Ref<Key> &key, bool *created = nullptr);
/// `relative` is RTL_REGISTRY_…, `path` a path, or a handle with RTL_REGISTRY_HANDLE.
NTSTATUS open_relative(ULONG relative, const WCHAR *path, Ref<Key> &key, bool *created = nullptr);
/// What a driver hands over as such a path; if it is not one, the log has a line.
bool path_ok(ULONG relative, const WCHAR *path, Caller caller = Caller());

}
