// SPDX-License-Identifier: GPL-2.0 OR MIT
/// error.cpp - the last error, what it is for a status, its text; and the time.

#include <cstdlib>
#include <ctime>
#include <new>
#include <string>
#include <sys/syscall.h>
#include <unistd.h>

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
	const char *const found = text_of(error);
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

HLOCAL LocalFree(HLOCAL memory)
{
	free(memory);
	return nullptr;
}

VOID Sleep(DWORD milliseconds)
{
	timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += milliseconds / 1000;
	end.tv_nsec += milliseconds % 1000 * 1000000L;
	if (end.tv_nsec >= 1000000000L) {
		end.tv_nsec -= 1000000000L;
		end.tv_sec++;
	}
	do {
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, nullptr))
			;
	} while (milliseconds == INFINITE);
}

ULONGLONG GetTickCount64(void)
{
	timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000ull + now.tv_nsec / 1000000;
}

DWORD GetTickCount(void) { return static_cast<DWORD>(GetTickCount64()); }
DWORD GetCurrentProcessId(void) { return static_cast<DWORD>(getpid()); }
DWORD GetCurrentThreadId(void) { return static_cast<DWORD>(syscall(SYS_gettid)); }
}
