// SPDX-License-Identifier: GPL-2.0 OR MIT
/// console.cpp - keys, output, Ctrl+C; and debug output.

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "../include/windows/conio.h"

#include "library/file.hpp"
#include "library/text.hpp"

#define WEAK __attribute__((weak))

namespace nt {

namespace {

/// The terminal without lines and echo, as long as this lives.
class Keys {
public:
	Keys() : is_terminal(!tcgetattr(STDIN_FILENO, &before))
	{
		if (!is_terminal)
			return;
		termios now = before;

		now.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
		now.c_iflag &= ~static_cast<tcflag_t>(ICRNL);
		now.c_cc[VMIN] = 1;
		now.c_cc[VTIME] = 0;
		tcsetattr(STDIN_FILENO, TCSANOW, &now);
	}
	~Keys()
	{
		if (is_terminal)
			tcsetattr(STDIN_FILENO, TCSANOW, &before);
	}
	Keys(const Keys &) = delete;
	Keys &operator=(const Keys &) = delete;

private:
	termios before{};
	const bool is_terminal;
};

/// The terminal as it was before SetConsoleMode().
struct Before {
	int fd = -1;
	termios mode{};
};

Before &before()
{
	static auto *const state = new Before;

	return *state;
}

void restore() { tcsetattr(before().fd, TCSANOW, &before().mode); }

constexpr DWORD input_modes = ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT | ENABLE_PROCESSED_INPUT;

/// A terminal's own mode for these.
void set_mode(termios &now, DWORD mode)
{
	const auto set = [&](tcflag_t flag, DWORD wanted) {
		now.c_lflag = mode & wanted ? now.c_lflag | flag : now.c_lflag & ~flag;
	};

	set(ICANON, ENABLE_LINE_INPUT);
	set(ECHO, ENABLE_ECHO_INPUT);
	set(ISIG, ENABLE_PROCESSED_INPUT);
	now.c_cc[VMIN] = 1;
	now.c_cc[VTIME] = 0;
}

DWORD mode_of(const termios &now)
{
	return (now.c_lflag & ICANON ? ENABLE_LINE_INPUT : 0) |
	       (now.c_lflag & ECHO ? ENABLE_ECHO_INPUT : 0) |
	       (now.c_lflag & ISIG ? ENABLE_PROCESSED_INPUT : 0);
}

/// What a console gives for one read: a line ends as on Windows.
bool read_line(const File &file, std::string &line)
{
	char c = 0;
	ssize_t count;

	fflush(stdout);
	do {
		do {
			count = read(file.fd, &c, 1);
		} while (count < 0 && errno == EINTR);
		if (count == 1)
			line += c;
	} while (count == 1 && c != '\n');
	if (!line.empty() && line.back() == '\n')
		line.insert(line.end() - 1, '\r');
	return count >= 0;
}

/// What is left of a line that was longer than the buffer.
template <typename Text>
struct Rest {
	std::mutex mutex;
	Text text;
};

template <typename Text, typename Unit, typename Convert>
BOOL read_console(HANDLE console, Unit *to, DWORD room, LPDWORD count, Convert convert)
try {
	static auto *const rest = new Rest<Text>;
	const auto file = file_of(console);
	std::string line;
	termios now;

	if (!file)
		return FALSE;
	if (!count)
		return fail(ERROR_INVALID_PARAMETER);
	const std::lock_guard<std::mutex> lock(rest->mutex);
	if (rest->text.empty()) {
		if (!tcgetattr(file->fd, &now) && !(now.c_lflag & ICANON)) {
			char keys[256];
			fflush(stdout);
			const ssize_t got =
				read(file->fd, keys, room < sizeof(keys) ? room : sizeof(keys));

			if (got < 0)
				return fail(RtlNtStatusToDosError(status_of_errno(errno)));
			line.assign(keys, static_cast<size_t>(got));
		} else if (!read_line(*file, line)) {
			return fail(RtlNtStatusToDosError(status_of_errno(errno)));
		}
		rest->text = convert(line);
	}
	*count = static_cast<DWORD>(rest->text.size() < room ? rest->text.size() : room);
	for (DWORD i = 0; i < *count; i++)
		to[i] = static_cast<Unit>(rest->text[i]);
	rest->text.erase(0, *count);
	return TRUE;
} catch (const std::bad_alloc &) {
	return fail(ERROR_NOT_ENOUGH_MEMORY);
}

/// What _ungetch() gave back.
int pushed = -1;

/// The console's own handlers, the last one first; and the pipe by which signals reach their thread.
struct Handlers {
	std::mutex mutex;
	std::vector<PHANDLER_ROUTINE> routines;
	int pipe[2] = { -1, -1 };
};

Handlers &handlers()
{
	static auto *const all = new Handlers;

	return *all;
}

int to_handlers = -1;

void on_signal(int number)
{
	const int error = errno;
	const char event = static_cast<char>(number == SIGINT  ? CTRL_C_EVENT :
					     number == SIGQUIT ? CTRL_BREAK_EVENT :
								 CTRL_CLOSE_EVENT);

	if (write(to_handlers, &event, 1) < 0)
		_exit(1);
	errno = error;
}

void call_handlers(DWORD event)
{
	std::vector<PHANDLER_ROUTINE> routines;
	{
		const std::lock_guard<std::mutex> lock(handlers().mutex);

		routines = handlers().routines;
	}
	for (auto routine = routines.rbegin(); routine != routines.rend(); ++routine)
		if ((*routine)(event))
			return;
	// As there, by STATUS_CONTROL_C_EXIT.
	_exit(static_cast<int>(STATUS_CONTROL_C_EXIT & 0xff));
}

/// Has signals call the handlers; whether that can be done. Lock held.
bool watch(Handlers &all)
{
	struct sigaction action { };

	if (all.pipe[0] >= 0)
		return true;
	if (pipe2(all.pipe, O_CLOEXEC))
		return false;
	to_handlers = all.pipe[1];
	sigset_t every, before;
	sigfillset(&every);
	pthread_sigmask(SIG_SETMASK, &every, &before);
	std::thread([in = all.pipe[0]] {
		char event;

		while (read(in, &event, 1) == 1)
			call_handlers(static_cast<DWORD>(event));
	}).detach();
	pthread_sigmask(SIG_SETMASK, &before, nullptr);
	action.sa_handler = on_signal;
	action.sa_flags = SA_RESTART;
	for (const int number : { SIGINT, SIGQUIT, SIGHUP, SIGTERM })
		sigaction(number, &action, nullptr);
	return true;
}

/// One of 0 to 2 as a file, which nothing closes.
struct Standard {
	HANDLE handles[3]{};

	HANDLE of(int fd)
	{
		const auto file = std::make_shared<File>();

		if (handles[fd])
			return handles[fd];
		file->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
		if (file->fd < 0) {
			SetLastError(ERROR_INVALID_HANDLE);
			return INVALID_HANDLE_VALUE;
		}
		handles[fd] = handle_for(file);
		return handles[fd] ? handles[fd] : INVALID_HANDLE_VALUE;
	}
};

}

}

using namespace nt;

extern "C" {

BOOL SetConsoleCtrlHandler(PHANDLER_ROUTINE routine, BOOL add)
{
	Handlers &all = handlers();
	const std::lock_guard<std::mutex> lock(all.mutex);

	if (!routine) {
		signal(SIGINT, add ? SIG_IGN : all.pipe[0] >= 0 ? on_signal : SIG_DFL);
		return TRUE;
	}
	try {
		if (add) {
			if (!watch(all))
				return fail(ERROR_NOT_ENOUGH_MEMORY);
			all.routines.push_back(routine);
			return TRUE;
		}
	} catch (const std::exception &) {
		return fail(ERROR_NOT_ENOUGH_MEMORY);
	}
	for (size_t i = all.routines.size(); i--;)
		if (all.routines[i] == routine) {
			all.routines.erase(all.routines.begin() + static_cast<ptrdiff_t>(i));
			return TRUE;
		}
	return fail(ERROR_INVALID_PARAMETER);
}

BOOL GenerateConsoleCtrlEvent(DWORD event, DWORD)
{
	if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
		return fail(ERROR_INVALID_PARAMETER);
	return !kill(getpid(), event == CTRL_C_EVENT ? SIGINT : SIGQUIT) || fail(ERROR_GEN_FAILURE);
}

HANDLE GetStdHandle(DWORD which)
{
	static auto *const standard = new Standard;
	static auto *const mutex = new std::mutex;
	const std::lock_guard<std::mutex> lock(*mutex);

	if (which < STD_ERROR_HANDLE || which > STD_INPUT_HANDLE) {
		SetLastError(ERROR_INVALID_HANDLE);
		return INVALID_HANDLE_VALUE;
	}
	try {
		return standard->of(static_cast<int>(STD_INPUT_HANDLE - which));
	} catch (const std::bad_alloc &) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return INVALID_HANDLE_VALUE;
	}
}

BOOL WriteConsoleA(HANDLE console, const VOID *text, DWORD count, LPDWORD written, LPVOID)
{
	DWORD unused;

	// What went through stdio comes first.
	fflush(stdout);
	return WriteFile(console, text, count, written ? written : &unused, nullptr);
}

BOOL WriteConsoleW(HANDLE console, const VOID *text, DWORD count, LPDWORD written, LPVOID reserved)
{
	try {
		const std::u16string wide(static_cast<const char16_t *>(text), count);
		const std::string bytes = narrow(wide.c_str());
		DWORD done;

		if (!WriteConsoleA(console, bytes.data(), static_cast<DWORD>(bytes.size()), &done,
				   reserved))
			return FALSE;
		if (written)
			*written = count;
		return TRUE;
	} catch (const std::bad_alloc &) {
		return fail(ERROR_NOT_ENOUGH_MEMORY);
	}
}

BOOL ReadConsoleA(HANDLE console, LPVOID to, DWORD room, LPDWORD count, LPVOID)
{
	return read_console<std::string>(console, static_cast<CHAR *>(to), room, count,
					 [](const std::string &line) { return line; });
}

BOOL ReadConsoleW(HANDLE console, LPVOID to, DWORD room, LPDWORD count, LPVOID)
{
	return read_console<std::u16string>(console, static_cast<WCHAR *>(to), room, count,
					    [](const std::string &line) { return widen(line); });
}

BOOL GetConsoleMode(HANDLE console, LPDWORD mode)
{
	const auto file = file_of(console);
	termios now;

	if (!file)
		return FALSE;
	if (!mode)
		return fail(ERROR_INVALID_PARAMETER);
	if (tcgetattr(file->fd, &now))
		return fail(ERROR_INVALID_HANDLE);
	*mode = (fcntl(file->fd, F_GETFL) & O_ACCMODE) == O_WRONLY ?
			ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT :
			mode_of(now);
	return TRUE;
}

BOOL SetConsoleMode(HANDLE console, DWORD mode)
{
	const auto file = file_of(console);
	termios now;

	if (!file)
		return FALSE;
	if (tcgetattr(file->fd, &now))
		return fail(ERROR_INVALID_HANDLE);
	if (before().fd < 0) {
		before().mode = now;
		before().fd = fcntl(file->fd, F_DUPFD_CLOEXEC, 0);
		atexit(restore);
	}
	// Of a console's two sides, which are one terminal here, only that of the keys has these modes.
	if (file != file_of(GetStdHandle(STD_INPUT_HANDLE)))
		return TRUE;
	set_mode(now, mode & input_modes);
	return !tcsetattr(file->fd, TCSANOW, &now) || fail(ERROR_INVALID_HANDLE);
}

BOOL FlushConsoleInputBuffer(HANDLE console)
{
	const auto file = file_of(console);

	return file && (!tcflush(file->fd, TCIFLUSH) || fail(ERROR_INVALID_HANDLE));
}

BOOL GetConsoleScreenBufferInfo(HANDLE console, PCONSOLE_SCREEN_BUFFER_INFO info)
{
	const auto file = file_of(console);
	winsize size{};

	if (!file)
		return FALSE;
	if (!info)
		return fail(ERROR_INVALID_PARAMETER);
	if (ioctl(file->fd, TIOCGWINSZ, &size))
		return fail(ERROR_INVALID_HANDLE);
	const COORD whole = { static_cast<SHORT>(size.ws_col ? size.ws_col : 80),
			      static_cast<SHORT>(size.ws_row ? size.ws_row : 25) };
	*info = CONSOLE_SCREEN_BUFFER_INFO{};
	info->dwSize = whole;
	info->dwMaximumWindowSize = whole;
	info->wAttributes = FOREGROUND_RED | FOREGROUND_GREEN | FOREGROUND_BLUE;
	info->srWindow.Right = static_cast<SHORT>(whole.X - 1);
	info->srWindow.Bottom = static_cast<SHORT>(whole.Y - 1);
	return TRUE;
}

BOOL SetConsoleCursorPosition(HANDLE console, COORD position)
{
	const auto file = file_of(console);

	if (!file)
		return FALSE;
	if (!isatty(file->fd))
		return fail(ERROR_INVALID_HANDLE);
	fflush(stdout);
	return dprintf(file->fd, "\033[%d;%dH", position.Y + 1, position.X + 1) > 0;
}

UINT GetConsoleOutputCP(void) { return CP_UTF8; }
UINT GetConsoleCP(void) { return CP_UTF8; }
BOOL SetConsoleOutputCP(UINT page) { return page == CP_UTF8 || fail(ERROR_INVALID_PARAMETER); }
BOOL SetConsoleCP(UINT page) { return SetConsoleOutputCP(page); }

BOOL SetConsoleTitleA(LPCSTR title)
{
	if (isatty(STDOUT_FILENO)) {
		printf("\033]0;%s\007", title);
		fflush(stdout);
	}
	return TRUE;
}

BOOL SetConsoleTextAttribute(HANDLE console, WORD attributes)
{
	// Blue is 1 there, and red here.
	static const int colours[] = { 0, 4, 2, 6, 1, 5, 3, 7 };
	const auto file = file_of(console);

	if (!file)
		return FALSE;
	if (!isatty(file->fd))
		return TRUE;
	fflush(stdout);
	const bool plain = (attributes & 0xff) == 7;
	return plain ? dprintf(file->fd, "\033[0m") > 0 :
		       dprintf(file->fd, "\033[0;%d;%dm",
			       (attributes & FOREGROUND_INTENSITY ? 90 : 30) +
				       colours[attributes & 7],
			       (attributes & BACKGROUND_INTENSITY ? 100 : 40) +
				       colours[attributes >> 4 & 7]) > 0;
}

BOOL Beep(DWORD, DWORD milliseconds)
{
	if (isatty(STDOUT_FILENO)) {
		putchar('\a');
		fflush(stdout);
	}
	Sleep(milliseconds);
	return TRUE;
}

VOID OutputDebugStringA(LPCSTR text)
{
	if (text && getenv("NTPARPORT_DEBUG"))
		fputs(text, stderr);
}

VOID OutputDebugStringW(LPCWSTR text)
{
	if (text && getenv("NTPARPORT_DEBUG"))
		fputs(narrow(text).c_str(), stderr);
}

BOOL IsDebuggerPresent(void) { return FALSE; }
VOID DebugBreak(void) { raise(SIGTRAP); }

WEAK int _kbhit(void)
{
	pollfd in{ STDIN_FILENO, POLLIN, 0 };

	if (pushed >= 0)
		return 1;
	const Keys keys;
	return poll(&in, 1, 0) == 1;
}

WEAK int _getch(void)
{
	unsigned char key;

	if (pushed >= 0) {
		const int c = pushed;

		pushed = -1;
		return c;
	}
	fflush(stdout);
	const Keys keys;
	ssize_t count;
	do {
		count = read(STDIN_FILENO, &key, 1);
	} while (count < 0 && errno == EINTR);
	return count == 1 ? key : -1;
}

WEAK int _putch(int c)
{
	putchar(c);
	fflush(stdout);
	return c;
}

WEAK int _getche(void)
{
	const int c = _getch();

	return c < 0 ? c : _putch(c);
}

WEAK int _ungetch(int c)
{
	if (pushed >= 0)
		return -1;
	pushed = c;
	return c;
}

WEAK int _cputs(const char *text)
{
	fputs(text, stdout);
	fflush(stdout);
	return 0;
}

WEAK int _cprintf(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	const int count = ntparport_vprintf(format, arguments);
	va_end(arguments);
	fflush(stdout);
	return count;
}

WEAK int kbhit(void) { return _kbhit(); }
WEAK int getch(void) { return _getch(); }
WEAK int getche(void) { return _getche(); }
WEAK int putch(int c) { return _putch(c); }
WEAK int cputs(const char *text) { return _cputs(text); }
WEAK int cprintf(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	const int count = ntparport_vprintf(format, arguments);
	va_end(arguments);
	fflush(stdout);
	return count;
}
}
