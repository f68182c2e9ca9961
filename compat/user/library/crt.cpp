// SPDX-License-Identifier: GPL-2.0 OR MIT
/// crt.cpp - the process, and the rest of Microsoft's C library.

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <new>
#include <sched.h>
#include <string>
#include <unistd.h>

#include "library/object.hpp"
#include "library/text.hpp"

#define WEAK __attribute__((weak))

using Wide = ntparport_wchar;

int ntparport_argc;
char **ntparport_argv;

namespace nt {

namespace {

__attribute__((constructor)) void remember(int argc, char **argv, char **)
{
	ntparport_argc = argc;
	ntparport_argv = argv;
}

/// An argument as it would be on a command line: quotes are behind backslashes, which count twice there.
std::string quoted(const std::string &argument)
{
	std::string text = "\"";
	size_t backslashes = 0;

	if (!argument.empty() && argument.find_first_of(" \t\"") == std::string::npos)
		return argument;
	for (const char c : argument) {
		if (c == '"')
			text.append(backslashes + 1, '\\');
		backslashes = c == '\\' ? backslashes + 1 : 0;
		text += c;
	}
	return text.append(backslashes, '\\') + '"';
}

const std::string &command_line()
{
	static const auto *const text = [] {
		auto *const made = new std::string;

		for (int i = 0; i < ntparport_argc; i++)
			*made += (i ? " " : "") + quoted(ntparport_argv[i]);
		return made;
	}();

	return *text;
}

/// A text, for a function that returns its length, or what is needed.
DWORD give(const std::string &text, LPSTR to, DWORD size)
{
	if (text.size() >= size)
		return static_cast<DWORD>(text.size() + 1);
	memcpy(to, text.c_str(), text.size() + 1);
	return static_cast<DWORD>(text.size());
}

std::string program()
{
	char path[PATH_MAX];
	const ssize_t length = readlink("/proc/self/exe", path, sizeof(path));

	return length < 0 ? std::string() : std::string(path, length);
}

/// The same that cuts what does not fit.
template <typename Text, typename Unit>
DWORD give_cut(const Text &text, Unit *to, DWORD size)
{
	if (!size)
		return 0;
	const size_t count = text.size() < size ? text.size() : size - 1;
	for (size_t i = 0; i < count; i++)
		to[i] = static_cast<Unit>(text[i]);
	to[count] = 0;
	SetLastError(text.size() < size ? ERROR_SUCCESS : ERROR_INSUFFICIENT_BUFFER);
	return text.size() < size ? static_cast<DWORD>(count) : size;
}

template <typename Info>
BOOL version(Info *info)
{
	// Longer ones have more, which stays as it is.
	if (info->dwOSVersionInfoSize < sizeof(*info))
		return fail(ERROR_INSUFFICIENT_BUFFER);
	info->dwMajorVersion = 5;
	info->dwMinorVersion = 1;
	info->dwBuildNumber = 2600;
	info->dwPlatformId = VER_PLATFORM_WIN32_NT;
	info->szCSDVersion[0] = 0;
	return TRUE;
}

HMODULE no_module()
{
	SetLastError(ERROR_MOD_NOT_FOUND);
	return nullptr;
}

}

}

using namespace nt;

extern "C" {

extern char __executable_start;

/// For wmain(): cc.py. They stay.
Wide **ntparport_wide_arguments(int argc, char **argv)
{
	auto **const made = static_cast<Wide **>(calloc(argc + 1, sizeof(Wide *)));

	for (int i = 0; made && i < argc; i++) {
		const std::u16string text = widen(argv[i]);

		made[i] = static_cast<Wide *>(calloc(text.size() + 1, sizeof(Wide)));
		if (made[i])
			memcpy(made[i], text.data(), text.size() * sizeof(Wide));
	}
	return made;
}

DWORD GetCurrentProcessId(void) { return static_cast<DWORD>(getpid()); }
DWORD GetCurrentThreadId(void) { return static_cast<DWORD>(gettid()); }
VOID ExitProcess(UINT code) { exit(static_cast<int>(code)); }

BOOL TerminateProcess(HANDLE process, UINT code)
{
	if (process != this_process)
		return fail(ERROR_INVALID_HANDLE);
	_exit(static_cast<int>(code));
}

LPSTR GetCommandLineA(void) { return const_cast<LPSTR>(command_line().c_str()); }

LPWSTR GetCommandLineW(void)
{
	static const auto *const text = new std::u16string(widen(command_line()));

	return const_cast<LPWSTR>(text->c_str());
}

DWORD GetModuleFileNameA(HMODULE module, LPSTR to, DWORD size)
{
	if (module && module != &__executable_start)
		return fail(ERROR_MOD_NOT_FOUND);
	return give_cut(program(), to, size);
}

DWORD GetModuleFileNameW(HMODULE module, LPWSTR to, DWORD size)
{
	if (module && module != &__executable_start)
		return fail(ERROR_MOD_NOT_FOUND);
	return give_cut(widen(program()), to, size);
}

HMODULE GetModuleHandleA(LPCSTR name) { return name ? no_module() : &__executable_start; }
HMODULE GetModuleHandleW(LPCWSTR name) { return name ? no_module() : &__executable_start; }
HMODULE LoadLibraryA(LPCSTR) { return no_module(); }
HMODULE LoadLibraryW(LPCWSTR) { return no_module(); }
HMODULE LoadLibraryExA(LPCSTR, HANDLE, DWORD) { return no_module(); }
BOOL FreeLibrary(HMODULE module)
{
	return module == &__executable_start || fail(ERROR_INVALID_HANDLE);
}

FARPROC GetProcAddress(HMODULE, LPCSTR)
{
	SetLastError(ERROR_PROC_NOT_FOUND);
	return nullptr;
}

DWORD GetCurrentDirectoryA(DWORD size, LPSTR to)
{
	char path[PATH_MAX];

	if (!getcwd(path, sizeof(path)))
		return fail(ERROR_PATH_NOT_FOUND);
	return give(path, to, size);
}

UINT GetSystemDirectoryA(LPSTR to, UINT size) { return give("C:\\WINDOWS\\system32", to, size); }
UINT GetWindowsDirectoryA(LPSTR to, UINT size) { return give("C:\\WINDOWS", to, size); }

DWORD GetEnvironmentVariableA(LPCSTR name, LPSTR to, DWORD size)
{
	const char *const value = getenv(name);

	return value ? give(value, to, size) : fail(ERROR_ENVVAR_NOT_FOUND);
}

BOOL GetComputerNameA(LPSTR to, LPDWORD size)
{
	char name[HOST_NAME_MAX + 1] = "";

	if (gethostname(name, sizeof(name) - 1))
		return fail(ERROR_INVALID_PARAMETER);
	const DWORD length = give(name, to, *size);
	const bool fits = length < *size;
	*size = length;
	return fits || fail(ERROR_BUFFER_OVERFLOW);
}

UINT SetErrorMode(UINT mode)
{
	static UINT now;

	return __atomic_exchange_n(&now, mode, __ATOMIC_SEQ_CST);
}

DWORD GetVersion(void) { return 2600u << 16 | 1 << 8 | 5; }
BOOL GetVersionExA(LPOSVERSIONINFOA info) { return version(info); }
BOOL GetVersionExW(LPOSVERSIONINFOW info) { return version(info); }

VOID GetSystemInfo(LPSYSTEM_INFO info)
{
	const long count = sysconf(_SC_NPROCESSORS_ONLN);

	*info = SYSTEM_INFO{};
	info->wProcessorArchitecture = sizeof(void *) == 8 ? 9 : 0;
	info->dwPageSize = static_cast<DWORD>(sysconf(_SC_PAGESIZE));
	info->lpMinimumApplicationAddress = reinterpret_cast<LPVOID>(0x10000);
	info->lpMaximumApplicationAddress =
		reinterpret_cast<LPVOID>(~uintptr_t{ 0 } >> (sizeof(void *) == 8 ? 17 : 1));
	info->dwNumberOfProcessors = count > 0 ? static_cast<DWORD>(count) : 1;
	for (DWORD i = 0; i < info->dwNumberOfProcessors && i < 8 * sizeof(DWORD_PTR); i++)
		info->dwActiveProcessorMask |= DWORD_PTR{ 1 } << i;
	info->dwProcessorType = sizeof(void *) == 8 ? 8664 : 586;
	info->dwAllocationGranularity = info->dwPageSize;
}

int MulDiv(int number, int numerator, int denominator)
{
	if (!denominator)
		return -1;
	const long long product = static_cast<long long>(number) * numerator;
	const long long half = llabs(denominator) / 2;
	const long long result = ((product < 0) ? product - half : product + half) / denominator;

	return result == static_cast<int>(result) ? static_cast<int>(result) : -1;
}

WEAK int _putws(const Wide *text) { return puts(narrow(text).c_str()); }
int ntparport_fputws(const Wide *text, FILE *file) { return fputs(narrow(text).c_str(), file); }
WEAK int _fileno(FILE *file) { return fileno(file); }
char *ntparport_gets(char *to)
{
	char *at = to;
	int c;

	while ((c = getchar()) != EOF && c != '\n')
		*at++ = static_cast<char>(c);
	*at = '\0';
	return c == EOF && at == to ? nullptr : to;
}
WEAK int _unlink(const char *path) { return unlink(path); }
WEAK void _sleep(unsigned int milliseconds) { Sleep(milliseconds); }
WEAK int _flushall(void) { return fflush(nullptr); }

WEAK int fopen_s(FILE **file, const char *name, const char *mode)
{
	*file = fopen(name, mode);
	return *file ? 0 : errno;
}

WEAK unsigned int _rotl(unsigned int value, int shift)
{
	return value << (shift & 31) | value >> (-shift & 31);
}
WEAK unsigned int _rotr(unsigned int value, int shift)
{
	return value >> (shift & 31) | value << (-shift & 31);
}
WEAK void *_aligned_malloc(size_t size, size_t alignment)
{
	void *memory = nullptr;

	return posix_memalign(&memory, alignment < sizeof(void *) ? sizeof(void *) : alignment,
			      size) ?
		       nullptr :
		       memory;
}
WEAK void _aligned_free(void *memory) { free(memory); }

WEAK void _splitpath(const char *path, char *drive, char *folder, char *name, char *extension)
{
	const char *const start = *path && path[1] == ':' ? path + 2 : path;
	const char *file = start;

	for (const char *at = start; *at; at++)
		if (*at == '\\' || *at == '/')
			file = at + 1;
	const char *end = strrchr(file, '.');
	if (!end)
		end = file + strlen(file);
	const auto put = [](char *to, const char *from, const char *until) {
		if (to)
			*static_cast<char *>(mempcpy(to, from, until - from)) = '\0';
	};
	put(drive, path, start);
	put(folder, start, file);
	put(name, file, end);
	put(extension, end, end + strlen(end));
}

WEAK char *_fullpath(char *to, const char *path, size_t size)
{
	char own[PATH_MAX], *const real = realpath(path, own);

	if (!real || (to && strlen(real) >= size))
		return nullptr;
	return to ? strcpy(to, real) : strdup(real);
}
}
