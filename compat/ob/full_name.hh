// SPDX-License-Identifier: GPL-2.0
/// full_name.hh - names that may be relative to a directory; internal.
#pragma once

#include "module/rt/unique.hh"
#include "base/check.hh"

namespace ob {

/// Whether a driver has handed over a place for a handle, which is empty then, at PASSIVE_LEVEL.
bool handle_ok(HANDLE *handle, Caller caller);

/// Whether a driver has handed over attributes, with a name or without.
bool attributes_ok(const OBJECT_ATTRIBUTES *attributes, Caller caller);

/// The name that attributes give. If they have a directory, it is in there.
class FullName {
public:
	/// The caller has checked the attributes. STATUS_OBJECT_PATH_SYNTAX_BAD: there is no name, or
	/// one with a directory that begins with a backslash; STATUS_INVALID_HANDLE,
	/// STATUS_OBJECT_TYPE_MISMATCH: the directory is not one; STATUS_OBJECT_NAME_INVALID: the
	/// name is too long; STATUS_INSUFFICIENT_RESOURCES. PASSIVE_LEVEL.
	NTSTATUS assign(const OBJECT_ATTRIBUTES *attributes);
	/// The same for a routine that opens what has the name. STATUS_INVALID_PARAMETER: not
	/// handle_ok(), or not attributes_ok().
	NTSTATUS assign_for(HANDLE *handle, const OBJECT_ATTRIBUTES *attributes, Caller caller);
	PUNICODE_STRING get() { return &name_; }

private:
	rt::Unique<WCHAR[]> text_;
	UNICODE_STRING name_{};
};

}
