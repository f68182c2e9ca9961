// SPDX-License-Identifier: GPL-2.0
/// open.cc - finds the key that a driver means: by handle, by path, below a well-known key.

#include "ob/handle.hh"
#include "cm/open.hh"

using cm::Key;

NTSTATUS cm::open_handle(HANDLE handle, Ref<Key> &key)
{
	return ob::of_handle(handle, &Key::type, key);
}

static bool is_absolute(const UNICODE_STRING &path)
{
	return path.Length >= sizeof(WCHAR) && path.Buffer[0] == '\\';
}

static NTSTATUS open_absolute(UNICODE_STRING path, Ref<Key> &key, bool *created = nullptr)
{
	if (!is_absolute(path))
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	path.Buffer++;
	path.Length -= sizeof(WCHAR);
	return Key::root()->open(path, key, created);
}

NTSTATUS cm::open_below(Key &from, const UNICODE_STRING &path, Ref<Key> &key, bool *created)
{
	return is_absolute(path) ? STATUS_OBJECT_PATH_SYNTAX_BAD : from.open(path, key, created);
}

NTSTATUS cm::open_attributes(const OBJECT_ATTRIBUTES *attributes, Ref<Key> &key, bool *created)
{
	Ref<Key> from;

	if (!attributes || attributes->Length != sizeof(*attributes))
		return STATUS_INVALID_PARAMETER;
	const UNICODE_STRING name = attributes->ObjectName ? *attributes->ObjectName :
							     UNICODE_STRING{};
	if (!attributes->RootDirectory)
		return open_absolute(name, key, created);
	const NTSTATUS status = open_handle(attributes->RootDirectory, from);
	return NT_SUCCESS(status) ? open_below(*from, name, key, created) : status;
}

/// The path that RTL_REGISTRY_… stands for, or nullptr.
static const WCHAR *well_known(ULONG relative)
{
	switch (relative) {
	case RTL_REGISTRY_SERVICES:
		return L"\\Registry\\Machine\\System\\CurrentControlSet\\Services";
	case RTL_REGISTRY_CONTROL:
		return L"\\Registry\\Machine\\System\\CurrentControlSet\\Control";
	case RTL_REGISTRY_WINDOWS_NT:
		return L"\\Registry\\Machine\\Software\\Microsoft\\Windows NT\\CurrentVersion";
	case RTL_REGISTRY_DEVICEMAP:
		return L"\\Registry\\Machine\\Hardware\\DeviceMap";
	case RTL_REGISTRY_USER:
		return L"\\Registry\\User\\.Default";
	}
	return nullptr;
}

NTSTATUS cm::open_relative(ULONG relative, const WCHAR *path, Ref<Key> &key, bool *created)
{
	UNICODE_STRING name;
	UNICODE_STRING known;
	Ref<Key> from;

	if (relative & RTL_REGISTRY_HANDLE)
		return open_handle(const_cast<WCHAR *>(path), key);
	relative &= ~RTL_REGISTRY_OPTIONAL;
	RtlInitUnicodeString(&name, path);
	if (relative == RTL_REGISTRY_ABSOLUTE)
		return open_absolute(name, key, created);
	if (!well_known(relative))
		return STATUS_INVALID_PARAMETER;
	RtlInitUnicodeString(&known, well_known(relative));
	const NTSTATUS status = open_absolute(known, from);
	return NT_SUCCESS(status) ? open_below(*from, name, key, created) : status;
}

bool cm::path_ok(ULONG relative, const WCHAR *path, Caller caller)
{
	// A handle is not a path.
	return relative & RTL_REGISTRY_HANDLE || !path ||
	       ok(nt_is_text(path, true), "the path", caller);
}
