// SPDX-License-Identifier: GPL-2.0 OR MIT
/// file.cpp - devices: opened by Windows' names, read, written, controlled.

#include <cerrno>
#include <chrono>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <new>
#include <string>
#include <sys/syscall.h>
#include <unistd.h>

#include "library/file.hpp"
#include "library/paths.hpp"
#include "library/text.hpp"

namespace nt {

namespace {

bool is_separator(char c) { return c == '\\' || c == '/'; }

/// LPT1: is LPT1.
std::string without_colon(const std::string &name)
{
	return !name.empty() && name.back() == ':' ? name.substr(0, name.size() - 1) : name;
}

/// LPT1 and the like, which programs may use without a prefix.
bool is_port_name(const std::string &name)
{
	const std::string start = folded(name.substr(0, 3));

	if (name.size() == 4 && name[3] >= '1' && name[3] <= '9')
		return start == "lpt" || start == "com";
	return name.size() == 3 && start == "prn";
}

/// The part after \\.\ or \\?\; false: this is not the name of a device.
bool name_of_device(const std::string &path, std::string &name)
{
	if (path.size() > 4 && is_separator(path[0]) && is_separator(path[1]) &&
	    (path[2] == '.' || path[2] == '?') && is_separator(path[3])) {
		name = path.substr(4);
		if (is_port_name(without_colon(name)))
			name = without_colon(name);
		return true;
	}
	const std::string port = without_colon(path);
	name = folded(port) == "prn" ? "LPT1" : port;
	return is_port_name(port);
}

/// The node's path below /dev; empty if no driver has such a device. On Windows, upper and lower
/// case are the same; if there are several, the one that is spelled like that is meant.
std::string node_of(std::string name)
{
	// Nodes of interfaces (interface.cpp) are in a folder of their own.
	static const std::string of_interface = "ntparport#";
	std::string found;

	if (folded(name.substr(0, of_interface.size())) == of_interface)
		name[of_interface.size() - 1] = '!';
	for (char &c : name)
		if (is_separator(c))
			c = '!';
	DIR *const folder = opendir(nodes);
	if (!folder)
		return found;
	while (const dirent *entry = readdir(folder)) {
		if (entry->d_name[0] == '.' || folded(entry->d_name) != folded(name))
			continue;
		if (found.empty() || name == entry->d_name)
			found = entry->d_name;
	}
	closedir(folder);
	for (char &c : found)
		if (c == '!')
			c = '/';
	return found.empty() ? found : node_files + found;
}

/// The names that programs can open, one behind the other, each with a terminator.
std::string names_of_devices()
{
	std::string names;
	DIR *const folder = opendir(nodes);

	if (!folder)
		return names;
	while (const dirent *entry = readdir(folder)) {
		std::string name = entry->d_name;

		// Those of interfaces have no such name.
		if (name[0] == '.' || name.find('#') != std::string::npos)
			continue;
		for (char &c : name)
			if (c == '!')
				c = '\\';
		names += name + '\0';
	}
	closedir(folder);
	return names;
}

/// What QueryDosDevice() tells; empty and an error: there is no such name.
std::string told_of(const std::string &name)
{
	if (name.empty())
		return names_of_devices() + '\0';
	if (!node_of(name).empty())
		return "\\Device\\" + name + '\0' + '\0';
	SetLastError(ERROR_FILE_NOT_FOUND);
	return {};
}

/// Copies that; the number of characters.
template <typename Text, typename Unit>
DWORD give_told(const Text &told, Unit *to, DWORD room)
{
	if (told.empty())
		return 0;
	if (!to || room < told.size()) {
		SetLastError(ERROR_INSUFFICIENT_BUFFER);
		return 0;
	}
	for (size_t i = 0; i < told.size(); i++)
		to[i] = static_cast<Unit>(told[i]);
	return static_cast<DWORD>(told.size());
}

/// open()'s flag for what is wanted; neither read nor write access is 3, for ioctl() only.
int flags_of(DWORD access, const SECURITY_ATTRIBUTES *attributes)
{
	const bool all = access & GENERIC_ALL;
	const bool read = all || access & (GENERIC_READ | GENERIC_EXECUTE | FILE_READ_DATA);
	const bool write = all || access & (GENERIC_WRITE | FILE_WRITE_DATA);
	const int flags = attributes && attributes->bInheritHandle ? 0 : O_CLOEXEC;

	if (read)
		return flags | (write ? O_RDWR : O_RDONLY);
	return flags | (write ? O_WRONLY : O_ACCMODE);
}

DWORD open_error(int error)
{
	switch (error) {
	case ENXIO:
	case ENODEV:  // it has just gone
		return ERROR_FILE_NOT_FOUND;
	case EBUSY:
		return ERROR_SHARING_VIOLATION;
	case EMFILE:
	case ENFILE:
		return ERROR_TOO_MANY_OPEN_FILES;
	default:
		return RtlNtStatusToDosError(status_of_errno(error));
	}
}

HANDLE open_device(const std::string &path, DWORD access, const SECURITY_ATTRIBUTES *attributes,
		   DWORD disposition, DWORD flags)
{
	std::string name;

	if (path.empty()) {
		SetLastError(ERROR_PATH_NOT_FOUND);
		return INVALID_HANDLE_VALUE;
	}
	if (disposition < CREATE_NEW || disposition > TRUNCATE_EXISTING) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return INVALID_HANDLE_VALUE;
	}
	if (!name_of_device(path, name)) {
		SetLastError(ERROR_NOT_SUPPORTED);
		return INVALID_HANDLE_VALUE;
	}
	const std::string node = node_of(name);
	if (node.empty()) {
		SetLastError(ERROR_FILE_NOT_FOUND);
		return INVALID_HANDLE_VALUE;
	}
	const auto file = std::make_shared<File>();
	do {
		file->fd = ::open(node.c_str(), flags_of(access, attributes));
	} while (file->fd < 0 && errno == EINTR);
	if (file->fd < 0) {
		SetLastError(open_error(errno));
		return INVALID_HANDLE_VALUE;
	}
	file->overlapped = flags & FILE_FLAG_OVERLAPPED;
	const HANDLE handle = handle_for(file);
	if (!handle)
		return INVALID_HANDLE_VALUE;
	SetLastError(disposition == OPEN_ALWAYS ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
	return handle;
}

/// Puts the request into its file's list, and resets what it will signal; false: it was closed.
bool begin(Request &request)
{
	const Lock lock(objects_mutex());
	Object &object = request.event ? static_cast<Object &>(*request.event) : *request.file;

	if (request.file->ended)
		return fail(ERROR_INVALID_HANDLE);
	request.file->requests.push_back(&request);
	object.signaled = false;
	if (request.overlapped) {
		request.overlapped->InternalHigh = 0;
		__atomic_store_n(&request.overlapped->Internal, STILL_ACTIVE, __ATOMIC_RELEASE);
	}
	return true;
}

/// Makes the request, for the function that the program has called.
BOOL send(const std::shared_ptr<Request> &request, LPDWORD length, LPOVERLAPPED overlapped)
{
	bool pends = false, started = true;

	if (length)
		*length = 0;
	if ((request->file->overlapped && !overlapped) || (!overlapped && !length))
		return fail(ERROR_INVALID_PARAMETER);
	// The lowest bit of hEvent is for completion ports.
	const auto event =
		overlapped ? reinterpret_cast<uintptr_t>(overlapped->hEvent) & ~uintptr_t{ 1 } : 0;
	if (event) {
		request->event = event_of(reinterpret_cast<HANDLE>(event));
		if (!request->event)
			return FALSE;
	}
	request->overlapped = overlapped;
	request->issuer = GetCurrentThreadId();
	if (!begin(*request))
		return FALSE;
	if (request->file->overlapped)
		pends = Request::pends(request, started);
	else
		request->run();
	if (!started) {
		const Lock lock(objects_mutex());

		request->file->requests.remove(request.get());
		return fail(ERROR_NOT_ENOUGH_MEMORY);
	}
	if (pends)
		return fail(ERROR_IO_PENDING);
	if (length)
		*length = static_cast<DWORD>(request->information);
	return request->status >= 0 || fail(RtlNtStatusToDosError(request->status));
}

/// A request by a system call with these arguments, after the file.
BOOL call(HANDLE handle, long number, const void *buffer, DWORD size, LPDWORD length,
	  LPOVERLAPPED overlapped)
{
	try {
		const auto request = std::make_shared<Request>();

		request->file = file_of(handle);
		if (!request->file)
			return FALSE;
		request->number = number;
		request->second = reinterpret_cast<long>(buffer);
		request->third = static_cast<long>(size);
		return send(request, length, overlapped);
	} catch (const std::bad_alloc &) {
		return fail(ERROR_NOT_ENOUGH_MEMORY);
	}
}

/// The result of an overlapped request, if it is complete by then.
BOOL result_within(HANDLE handle, LPOVERLAPPED overlapped, LPDWORD length, DWORD milliseconds)
{
	const auto file = file_of(handle);

	if (!file)
		return FALSE;
	if (!overlapped || !length)
		return fail(ERROR_INVALID_PARAMETER);
	{
		Lock lock(objects_mutex());
		const auto is_complete = [=] { return HasOverlappedIoCompleted(overlapped); };

		if (!milliseconds && !is_complete())
			return fail(ERROR_IO_INCOMPLETE);
		if (milliseconds == INFINITE)
			objects_changed().wait(lock, is_complete);
		else if (!objects_changed().wait_for(lock, std::chrono::milliseconds(milliseconds),
						     is_complete))
			return fail(WAIT_TIMEOUT);
		*length = static_cast<DWORD>(overlapped->InternalHigh);
	}
	// This was a wait for the event, which may be one that is reset by waits.
	const auto event = reinterpret_cast<uintptr_t>(overlapped->hEvent) & ~uintptr_t{ 1 };
	if (milliseconds && event)
		WaitForSingleObject(reinterpret_cast<HANDLE>(event), 0);
	const auto status = static_cast<NTSTATUS>(overlapped->Internal);
	return status >= 0 || fail(RtlNtStatusToDosError(status));
}

}

NTSTATUS status_of_errno(int error)
{
	static const struct {
		int error;
		unsigned int status;
	} statuses[] = {
		{ EPERM, 0xc0000061 },	     // STATUS_PRIVILEGE_NOT_HELD
		{ ENOENT, 0xc0000034 },	     // STATUS_OBJECT_NAME_NOT_FOUND
		{ ENXIO, 0xc00000a3 },	     // STATUS_DEVICE_NOT_READY
		{ EBADF, 0xc0000022 },	     // STATUS_ACCESS_DENIED: not open for that
		{ ENOMEM, 0xc0000017 },	     // STATUS_NO_MEMORY
		{ EACCES, 0xc0000022 },	     // STATUS_ACCESS_DENIED
		{ EFAULT, 0xc0000005 },	     // STATUS_ACCESS_VIOLATION
		{ EBUSY, 0x80000011 },	     // STATUS_DEVICE_BUSY
		{ EEXIST, 0xc0000035 },	     // STATUS_OBJECT_NAME_COLLISION
		{ ENODEV, 0xc00002b6 },	     // STATUS_DEVICE_REMOVED
		{ EINVAL, 0xc000000d },	     // STATUS_INVALID_PARAMETER
		{ ENOTTY, 0xc0000010 },	     // STATUS_INVALID_DEVICE_REQUEST
		{ ENOSPC, 0x8000000e },	     // STATUS_DEVICE_PAPER_EMPTY
		{ EROFS, 0xc00000a2 },	     // STATUS_MEDIA_WRITE_PROTECTED
		{ ENODATA, 0xc0000011 },     // STATUS_END_OF_FILE
		{ ENOBUFS, 0xc0000023 },     // STATUS_BUFFER_TOO_SMALL
		{ EOPNOTSUPP, 0xc00000bb },  // STATUS_NOT_SUPPORTED
		{ ETIMEDOUT, 0xc00000b5 },   // STATUS_IO_TIMEOUT
		{ ECANCELED, 0xc0000120 },   // STATUS_CANCELLED
		{ EMSGSIZE, 0x80000005 },    // STATUS_BUFFER_OVERFLOW
	};

	for (const auto &entry : statuses)
		if (entry.error == error)
			return static_cast<NTSTATUS>(entry.status);
	return static_cast<NTSTATUS>(0xc0000001);  // STATUS_UNSUCCESSFUL
}

}

using namespace nt;

extern "C" {

HANDLE CreateFileA(LPCSTR name, DWORD access, DWORD, LPSECURITY_ATTRIBUTES attributes,
		   DWORD disposition, DWORD flags, HANDLE)
{
	try {
		return open_device(name ? name : "", access, attributes, disposition, flags);
	} catch (const std::bad_alloc &) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return INVALID_HANDLE_VALUE;
	}
}

HANDLE CreateFileW(LPCWSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES attributes,
		   DWORD disposition, DWORD flags, HANDLE source)
{
	try {
		return CreateFileA(narrow(name).c_str(), access, share, attributes, disposition,
				   flags, source);
	} catch (const std::bad_alloc &) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return INVALID_HANDLE_VALUE;
	}
}

BOOL ReadFile(HANDLE handle, LPVOID buffer, DWORD size, LPDWORD length, LPOVERLAPPED overlapped)
{
	return call(handle, SYS_read, buffer, size, length, overlapped);
}

BOOL WriteFile(HANDLE handle, LPCVOID buffer, DWORD size, LPDWORD length, LPOVERLAPPED overlapped)
{
	return call(handle, SYS_write, buffer, size, length, overlapped);
}

BOOL FlushFileBuffers(HANDLE handle)
{
	const auto file = file_of(handle);

	if (!file)
		return FALSE;
	return !fsync(file->fd) || fail(RtlNtStatusToDosError(status_of_errno(errno)));
}

BOOL DeviceIoControl(HANDLE handle, DWORD code, LPVOID in, DWORD in_size, LPVOID out,
		     DWORD out_size, LPDWORD length, LPOVERLAPPED overlapped)
{
	try {
		const auto request = std::make_shared<Request>();

		request->file = file_of(handle);
		if (!request->file)
			return FALSE;
		if (in_size > NTPARPORT_MAX_LENGTH || out_size > NTPARPORT_MAX_LENGTH)
			return fail(ERROR_INVALID_PARAMETER);
		ntparport_device_control &control = request->control;
		control.code = code;
		control.input = reinterpret_cast<uintptr_t>(in);
		control.input_length = in ? in_size : 0;
		control.output = reinterpret_cast<uintptr_t>(out);
		control.output_length = out ? out_size : 0;
		// It stays if the request does not get as far as the driver.
		control.status = STILL_ACTIVE;
		request->number = SYS_ioctl;
		request->second = NTPARPORT_DEVICE_CONTROL;
		request->third = reinterpret_cast<long>(&control);
		return send(request, length, overlapped);
	} catch (const std::bad_alloc &) {
		return fail(ERROR_NOT_ENOUGH_MEMORY);
	}
}

BOOL GetOverlappedResult(HANDLE handle, LPOVERLAPPED overlapped, LPDWORD length, BOOL wait)
{
	return result_within(handle, overlapped, length, wait ? INFINITE : 0);
}

BOOL GetOverlappedResultEx(HANDLE handle, LPOVERLAPPED overlapped, LPDWORD length,
			   DWORD milliseconds, BOOL)
{
	return result_within(handle, overlapped, length, milliseconds);
}

DWORD QueryDosDeviceA(LPCSTR name, LPSTR to, DWORD room)
{
	return give_told(told_of(name ? name : ""), to, room);
}

DWORD QueryDosDeviceW(LPCWSTR name, LPWSTR to, DWORD room)
{
	return give_told(widen(told_of(narrow(name))), to, room);
}

BOOL CancelIo(HANDLE handle)
{
	const auto file = file_of(handle);

	if (!file)
		return FALSE;
	file->cancel(GetCurrentThreadId(), nullptr);
	return TRUE;
}

BOOL CancelIoEx(HANDLE handle, LPOVERLAPPED overlapped)
{
	const auto file = file_of(handle);

	if (!file)
		return FALSE;
	return file->cancel(0, overlapped) || fail(ERROR_NOT_FOUND);
}
}
