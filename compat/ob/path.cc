// SPDX-License-Identifier: GPL-2.0
/// path.cc - paths in the namespace.

#include <utility>

#include "module/rt/minmax.hh"
#include "base/text.hh"
#include "ob/namespace.hh"
#include "ob/path.hh"

using ob::characters;
using ob::directories;
using ob::dos_devices;
using ob::dos_devices_spellings;
using ob::equal;
using ob::is_directory;
using ob::Path;
using rt::Unique;

constinit const UNICODE_STRING ob::dos_devices_spellings[] = {
	dos_devices,
	literal(L"\\DosDevices\\"),
	literal(L"\\GLOBAL??\\"),
};

constinit const UNICODE_STRING ob::directories[] = {
	literal(L"\\Device\\"), literal(L"\\Callback\\"), literal(L"\\BaseNamedObjects\\"),
	literal(L"\\Driver\\"), literal(L"\\??\\"),	  literal(L"\\"),
};

namespace {

/// How many bytes of the copy of a path stand for what `rest` no longer has.
size_t take_head(UNICODE_STRING &rest)
{
	return ob::skip_dos_devices(rest) ? dos_devices.Length : 0;
}

}

NTSTATUS ob::check_path(const UNICODE_STRING *path)
{
	if (!path || !path->Buffer || !path->Length || path->Length % sizeof(WCHAR))
		return STATUS_OBJECT_NAME_INVALID;
	if (path->Buffer[0] != L'\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	UNICODE_STRING rest = *path;
	const size_t length = take_head(rest) + rest.Length;
	if (length + sizeof(WCHAR) > MAXUSHORT)
		return STATUS_OBJECT_NAME_INVALID;
	return STATUS_SUCCESS;
}

NTSTATUS Path::assign(const UNICODE_STRING *path)
{
	const NTSTATUS status = ob::check_path(path);

	if (!NT_SUCCESS(status))
		return status;
	UNICODE_STRING rest = *path;
	const size_t head = take_head(rest);
	const size_t length = head + rest.Length;
	Unique<WCHAR[]> buffer(length / sizeof(WCHAR) + 1);
	if (!buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(buffer.get(), dos_devices.Buffer, head);
	memcpy(buffer.get() + head / sizeof(WCHAR), rest.Buffer, rest.Length);
	string_ = { static_cast<USHORT>(length), static_cast<USHORT>(length + sizeof(WCHAR)),
		    buffer.get() };
	buffer_ = std::move(buffer);
	return STATUS_SUCCESS;
}

NTSTATUS Path::join(UNICODE_STRING target, const UNICODE_STRING &rest)
{
	if (target.Buffer[characters(target) - 1] == L'\\')
		target.Length -= sizeof(WCHAR);
	const size_t length = target.Length + rest.Length;
	// No object has such a long name.
	if (length + sizeof(WCHAR) > MAXUSHORT)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	Unique<WCHAR[]> buffer(length / sizeof(WCHAR) + 1);
	if (!buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(buffer.get(), target.Buffer, target.Length);
	memcpy(buffer.get() + characters(target), rest.Buffer, rest.Length);
	string_ = { static_cast<USHORT>(length), static_cast<USHORT>(length + sizeof(WCHAR)),
		    buffer.get() };
	buffer_ = std::move(buffer);
	return STATUS_SUCCESS;
}

bool ob::is_same_path(const Path &path, const UNICODE_STRING &spelled)
{
	UNICODE_STRING rest = spelled;

	if (!take_head(rest))
		return equal(path.string(), spelled);
	return begins_with(path.string(), dos_devices) &&
	       equal(ob::after(path.string(), dos_devices.Length), rest);
}

bool ob::is_directory(const UNICODE_STRING &path, UNICODE_STRING directory)
{
	directory.Length -= sizeof(WCHAR);
	return directory.Length && equal(directory, path);
}

bool ob::is_one_part(const UNICODE_STRING &name)
{
	for (size_t i = 0; i < characters(name); i++)
		if (name.Buffer[i] == L'\\')
			return false;
	return name.Length;
}

UNICODE_STRING ob::inside(const UNICODE_STRING &path, const UNICODE_STRING &directory)
{
	const size_t length = directory.Length == sizeof(WCHAR) ? 0 : directory.Length;

	if (!begins_with(path, directory) || path.Length <= length ||
	    path.Buffer[length / sizeof(WCHAR)] != L'\\')
		return {};
	return ob::after(path, length + sizeof(WCHAR));
}

namespace {

bool is_control(unsigned int c) { return c < ' ' || (c >= 0x7f && c < 0xa0); }

/// The character that begins there; `i` is left at its last WCHAR.
unsigned int character_at(const UNICODE_STRING &string, size_t &i)
{
	const WCHAR c = string.Buffer[i];

	if (c < 0xd800 || c > 0xdbff || i + 1 == characters(string))
		return c;
	const WCHAR low = string.Buffer[i + 1];
	if (low < 0xdc00 || low > 0xdfff)
		return c;
	i++;
	return 0x10000u + ((c - 0xd800u) << 10) + (low - 0xdc00u);
}

/// Copies as much of the text as there is room for, and terminates it.
void copy_text(char *to, const char *text, size_t size)
{
	const size_t length = rt::min(strlen(text), size - 1);

	memcpy(to, text, length);
	to[length] = '\0';
}

}

Unique<char[]> ob::to_utf8(const UNICODE_STRING &string, bool for_log)
{
	Unique<char[]> text(3 * characters(string) + 1);
	char *end = text.get();

	for (size_t i = 0; text && i < characters(string); i++) {
		const unsigned int c = character_at(string, i);

		put_utf8(for_log && is_control(c) ? no_character : c,
			 [&](unsigned int byte) { *end++ = static_cast<char>(byte); });
	}
	return text;
}

bool ob::skip_dos_devices(UNICODE_STRING &path)
{
	for (const UNICODE_STRING &spelling : dos_devices_spellings) {
		if (!begins_with(path, spelling))
			continue;
		path = ob::after(path, spelling.Length);
		return true;
	}
	return false;
}

void nt_label_path(const UNICODE_STRING &path, char *label, size_t size)
{
	if (const auto text = ob::to_utf8(path, true))
		copy_text(label, text.get(), size);
}

bool nt_is_directory(const UNICODE_STRING *path, UNICODE_STRING *canonical)
{
	bool found = equal(*path, ob::root);

	*canonical = ob::root;
	for (const UNICODE_STRING &spelling : dos_devices_spellings)
		if (is_directory(*path, spelling)) {
			*canonical = ob::dos_devices_itself;
			found = true;
		}
	for (const UNICODE_STRING &directory : directories)
		if (is_directory(*path, directory)) {
			*canonical = directory;
			canonical->Length -= sizeof(WCHAR);
			found = true;
		}
	return found;
}
