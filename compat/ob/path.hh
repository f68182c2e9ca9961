// SPDX-License-Identifier: GPL-2.0
/// path.hh - paths in the namespace, and the directories that are there from the beginning; internal.
#pragma once

#include "module/rt/unique.hh"
#include "glue/nt.h"

namespace ob {

template <size_t size>
constexpr UNICODE_STRING literal(const WCHAR (&text)[size])
{
	return { (size - 1) * sizeof(WCHAR), size * sizeof(WCHAR), const_cast<WCHAR *>(text) };
}

inline bool begins_with(const UNICODE_STRING &path, const UNICODE_STRING &prefix)
{
	return RtlPrefixUnicodeString(&prefix, &path, TRUE);
}

inline size_t characters(const UNICODE_STRING &string) { return string.Length / sizeof(WCHAR); }

/// The string without its first bytes.
inline UNICODE_STRING after(const UNICODE_STRING &string, size_t bytes)
{
	const auto length = static_cast<USHORT>(string.Length - bytes);

	return { length, length, string.Buffer + bytes / sizeof(WCHAR) };
}

inline bool equal(const UNICODE_STRING &a, const UNICODE_STRING &b)
{
	return RtlEqualUnicodeString(&a, &b, TRUE);
}

constexpr UNICODE_STRING dos_devices = literal(L"\\??\\");
/// How \DosDevices is spelled; the first one is the one that is kept, the second one is a link to it.
extern const UNICODE_STRING dos_devices_spellings[3];
/// What \DosDevices leads to.
constexpr UNICODE_STRING dos_devices_itself = literal(L"\\??");
constexpr UNICODE_STRING root = literal(L"\\");
/// Those that are there from the beginning, the root last.
extern const UNICODE_STRING directories[6];

/// Takes \DosDevices\ off the path, however it is spelled. False: the path is elsewhere.
bool skip_dos_devices(UNICODE_STRING &path);

/// Whether that can be the path of a name: a status.
NTSTATUS check_path(const UNICODE_STRING *path);

/// A copy of a path, terminated, in which \DosDevices has only one spelling.
class Path {
public:
	NTSTATUS assign(const UNICODE_STRING *path);
	/// What follows the path of a link, which begins with a backslash, put after what the link
	/// leads to.
	NTSTATUS join(UNICODE_STRING target, const UNICODE_STRING &rest);
	const UNICODE_STRING &string() const { return string_; }

private:
	rt::Unique<WCHAR[]> buffer_;
	UNICODE_STRING string_{};
};

/// Whether they are the same path; the second one is known to be one, but may have another spelling of
/// \DosDevices. Needs no memory, unlike a comparison with a copy of it.
bool is_same_path(const Path &path, const UNICODE_STRING &spelled);
/// Whether the path is the directory itself, written without the backslash at its end.
bool is_directory(const UNICODE_STRING &path, UNICODE_STRING directory);
bool is_one_part(const UNICODE_STRING &name);
/// What is in the directory, which is given without a backslash at its end unless that is all of it;
/// empty: the path is elsewhere.
UNICODE_STRING inside(const UNICODE_STRING &path, const UNICODE_STRING &directory);
/// The string in UTF-8, terminated, for programs or `for_log`, where what would break a line does
/// not count as a character. None if there is no memory.
rt::Unique<char[]> to_utf8(const UNICODE_STRING &string, bool for_log);

}
