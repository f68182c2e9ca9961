// SPDX-License-Identifier: GPL-2.0 OR MIT
/// error.cpp - the last error, what it is for a status, and its text.

#include <cstdlib>
#include <new>
#include <string>

#include "library/object.hpp"
#include "library/text.hpp"

// After STATUS_PENDING.
#include "dos_error.hh"

namespace nt {

namespace {

thread_local DWORD last_error;

const char *text_of(DWORD error)
{
	static const struct {
		DWORD error;
		const char *text;
	} texts[] = {
#define ERROR_HAS_TEXT(error, text) { error, text },
#include "errors.inc"
#undef ERROR_HAS_TEXT
	};

	for (const auto &entry : texts)
		if (entry.error == error)
			return entry.text;
	return nullptr;
}

/// The code's name, for those without a text.
const char *name_of(DWORD error)
{
	static const struct {
		DWORD error;
		const char *name;
	} names[] = {
#define ERROR_HAS_NAME(name) { name, #name },
#include "library/error_names.inc"
#undef ERROR_HAS_NAME
	};

	for (const auto &entry : names)
		if (entry.error == error)
			return entry.name;
	return nullptr;
}

/// Both FormatMessage().
template <typename Unit>
DWORD format(DWORD flags, DWORD error, Unit *buffer, DWORD size)
{
	constexpr DWORD known = FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_IGNORE_INSERTS |
				FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ARGUMENT_ARRAY |
				FORMAT_MESSAGE_MAX_WIDTH_MASK;

	if (!buffer || !(flags & FORMAT_MESSAGE_FROM_SYSTEM))
		return fail(ERROR_INVALID_PARAMETER);
	if (flags & ~known)
		return fail(ERROR_NOT_SUPPORTED);
	const char *const own = text_of(error), *const found = own ? own : name_of(error);
	if (!found)
		return fail(ERROR_MR_MID_NOT_FOUND);
	std::string text(found);
	// As on Windows, it is a line, unless the mask forbids that.
	text += (flags & FORMAT_MESSAGE_MAX_WIDTH_MASK) == FORMAT_MESSAGE_MAX_WIDTH_MASK ? ". " :
											   ".\r\n";
	const size_t needed = text.size() + 1;
	Unit *to = buffer;
	if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
		to = static_cast<Unit *>(calloc(needed < size ? size : needed, sizeof(Unit)));
		if (!to)
			return fail(ERROR_NOT_ENOUGH_MEMORY);
		memcpy(buffer, &to, sizeof(to));
	} else if (size < needed) {
		return fail(ERROR_INSUFFICIENT_BUFFER);
	}
	for (size_t i = 0; i < needed; i++)
		to[i] = static_cast<Unit>(text.c_str()[i]);
	return static_cast<DWORD>(text.size());
}

}

}

using namespace nt;

extern "C" {

DWORD GetLastError(void) { return last_error; }
VOID SetLastError(DWORD error) { last_error = error; }

ULONG RtlNtStatusToDosError(NTSTATUS status) { return dos_error_of(status); }

DWORD FormatMessageA(DWORD flags, LPCVOID, DWORD error, DWORD, LPSTR buffer, DWORD size, va_list *)
{
	try {
		return format(flags, error, buffer, size);
	} catch (const std::bad_alloc &) {
		return fail(ERROR_NOT_ENOUGH_MEMORY);
	}
}

DWORD FormatMessageW(DWORD flags, LPCVOID, DWORD error, DWORD, LPWSTR buffer, DWORD size, va_list *)
{
	try {
		return format(flags, error, buffer, size);
	} catch (const std::bad_alloc &) {
		return fail(ERROR_NOT_ENOUGH_MEMORY);
	}
}
}
