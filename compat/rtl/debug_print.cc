// SPDX-License-Identifier: GPL-2.0
/// debug_print.cc - what drivers print goes to the kernel's log.

#include "module/glue/glue.h"
#include "module/rt/minmax.hh"
#include "glue/lock.h"
#include "glue/log.h"
#include "glue/memory.h"
#include "glue/modules.h"
#include "base/check.hh"
#include "base/client.h"
#include "base/guard.hh"
#include "rtl/debug_print.h"
#include "rtl/format.hh"

using rtl::Arguments;
using rtl::Output;
using rtl::Text;

namespace {

/// The longest message, as on Windows.
constexpr size_t max_message = 512;

/// The driver that a line comes from.
struct Origin {
	explicit Origin(const void *code) : name(), driver(nt_driver_of(code, name)) { }
	constexpr Origin() : name(), driver(nullptr) { }

	void log(nt_importance importance, const char *line) const
	{
		nt_log_line(driver, name, importance, line);
	}

	char name[NT_DRIVER_NAME];
	const void *driver;  // for comparison only, or nullptr
};

nt_importance importance_of(ULONG level)
{
	return level == DPFLTR_ERROR_LEVEL   ? NT_ERROR_LINE :
	       level == DPFLTR_WARNING_LEVEL ? NT_WARNING_LINE :
					       NT_INFO_LINE;
}

/// For who decides who writes to which part of a line. Nothing that runs under it may print.
using LinesGuard = RawGuard<NT_LINES_LOCK>;

/// W13: the beginning of a line that several calls put together.
class Part {
public:
	/// The part that this driver and the current printer have begun, or else a free one, or
	/// else the oldest one of others, whose line is ended. nullptr: all parts are busy.
	static Part *take(const Origin &origin);
	/// The driver goes away: ends its lines.
	static void end_of(const void *driver);
	void give();
	/// Appends the text; each line of it that is complete becomes a line of the log.
	void append(nt_importance importance, const char *text);

private:
	bool is_of(const Origin &origin, unsigned long printer) const
	{
		return origin_.driver == origin.driver && printer_ == printer;
	}
	bool is_older_than(const Part &other) const REQUIRES(LinesGuard::lock)
	{
		return static_cast<int>(used_ - other.used_) < 0;
	}
	void end();

	Origin origin_;		     // without a driver: the part is free
	unsigned long printer_ = 0;  // where the rest must come from: other threads print, too
	/// When it was last written to.
	unsigned int used_ GUARDED_BY(LinesGuard::lock) = 0;
	nt_importance importance_ = {};	 // that of its first call
	unsigned int length_ = 0;
	char text_[max_message + 1] = {};  // not terminated
	/// Whoever writes to it needs no lock for the rest.
	bool busy_ GUARDED_BY(LinesGuard::lock) = false;
};

constinit Part parts[16];

void Part::end()
{
	text_[length_] = '\0';
	if (length_)
		origin_.log(importance_, text_);
	length_ = 0;
}

Part *Part::take(const Origin &origin)
{
	const unsigned long printer = nt_printer();
	Part *found = nullptr;

	{
		const LinesGuard guard;

		for (Part &part : parts) {
			if (part.busy_)
				continue;
			if (part.is_of(origin, printer)) {
				found = &part;
				break;
			}
			if (!found || (found->origin_.driver &&
				       (!part.origin_.driver || part.is_older_than(*found))))
				found = &part;
		}
		if (found)
			found->busy_ = true;
	}
	if (found && !found->is_of(origin, printer)) {
		if (found->origin_.driver)
			found->end();
		found->origin_ = origin;
		found->printer_ = printer;
	}
	return found;
}

void Part::give()
{
	static unsigned int clock;
	const LinesGuard guard;

	used_ = ++clock;
	if (!length_)
		origin_.driver = nullptr;
	busy_ = false;
}

void Part::end_of(const void *driver)
{
	for (Part &part : parts) {
		{
			const LinesGuard guard;

			// A busy part is being ended by somebody else, who needs the place.
			if (part.busy_ || part.origin_.driver != driver)
				continue;
			part.busy_ = true;
		}
		part.end();
		part.give();
	}
}

void Part::append(nt_importance importance, const char *text)
{
	for (; *text; text++) {
		if (*text == '\r')
			continue;
		if (*text == '\n') {
			end();
			continue;
		}
		if (!length_)
			importance_ = importance;
		text_[length_++] = *text;
		if (length_ == max_message)
			end();
	}
}

/// Logs each line of the text as a line of its own.
void log_lines(const Origin &origin, nt_importance importance, char *text)
{
	for (char *line = text, *c = text;; c++) {
		const char ended_by = *c;

		if (ended_by == '\r')
			*c = '\0';
		if (ended_by && ended_by != '\n')
			continue;
		*c = '\0';
		if (*line)
			origin.log(importance, line);
		if (!ended_by)
			return;
		line = c + 1;
	}
}

/// Terminated. Not inline: with what is beside it, the text would take too much of KASAN's stack.
[[gnu::noinline]] void make_text(char (&text)[max_message + 1], const char *format, va_list list)
{
	Output output(text, max_message, true);
	Arguments arguments{};

	if (!nt_is_text(format, false))
		format = format ? "(efault)\n" : "(null)\n";
	__builtin_va_copy(arguments.list, list);
	rtl::format(output, Text(format), arguments);
	__builtin_va_end(arguments.list);
	text[rt::min(output.length(), max_message)] = '\0';
}

void debug_print(const void *code, ULONG level, const char *format, va_list list)
{
	const Origin origin(code);
	char text[max_message + 1];

	make_text(text, format, list);
	if (Part *part = origin.driver ? Part::take(origin) : nullptr) {
		part->append(importance_of(level), text);
		part->give();
	} else {
		log_lines(origin, importance_of(level), text);
	}
}

/// The levels as a mask: below 32, it is the number of one.
constexpr ULONG levels_of(ULONG level)
{
	if (level < 32)
		return 1u << level;
	return level & ~DPFLTR_MASK ? level & ~DPFLTR_MASK : 1u << DPFLTR_INFO_LEVEL;
}

ULONG level_of(ULONG level) { return __builtin_ctz(levels_of(level)); }

/// Of each component, the levels at which nothing is logged. Windows' components are all among these.
constinit ULONG silent[256];
/// The code that was the last to switch one off, or nullptr.
constinit const void *silencers[RTL_NUMBER_OF(silent)];

bool is_logged(ULONG component, ULONG level)
{
	return component >= RTL_NUMBER_OF(silent) ||
	       levels_of(level) & ~__atomic_load_n(&silent[component], __ATOMIC_RELAXED);
}

/// Nothing stays silent for a driver that has gone.
void end_silence_of(const struct module *module)
{
	for (ULONG n = 0; n < RTL_NUMBER_OF(silent); n++) {
		const void *code = __atomic_load_n(&silencers[n], __ATOMIC_RELAXED);

		if (!code || !glue_module_contains(module, code))
			continue;
		// Whoever switches one off at this moment has become the last to do so.
		__atomic_store_n(&silent[n], 0, __ATOMIC_SEQ_CST);
		__atomic_compare_exchange_n(&silencers[n], &code, nullptr, false, __ATOMIC_SEQ_CST,
					    __ATOMIC_RELAXED);
	}
}

/// The text, or `otherwise` if there is none.
const char *text_or(const void *text, const char *otherwise)
{
	return nt_is_text(text, false) ? static_cast<const char *>(text) : otherwise;
}

/// The place in the sources, as a kind of lines: the texts of two assertions may be the same. This is
/// not an address; places of one file and of others get numbers far from each other.
const void *kind_of(const char *path, ULONG line)
{
	constexpr ULONG_PTR distance = 0x9e3779b1;

	return reinterpret_cast<const void *>(reinterpret_cast<ULONG_PTR>(path) + line * distance);
}

}

void nt_print_gone(const struct module *module)
{
	Part::end_of(module);
	end_silence_of(module);
}

ULONG DbgPrint(PCSTR format, ...)
{
	va_list arguments;

	__builtin_va_start(arguments, format);
	debug_print(Caller().code(), DPFLTR_INFO_LEVEL, format, arguments);
	__builtin_va_end(arguments);
	return STATUS_SUCCESS;
}

ULONG DbgPrintEx(ULONG component, ULONG level, PCSTR format, ...)
{
	va_list arguments;

	if (!is_logged(component, level))
		return STATUS_SUCCESS;
	__builtin_va_start(arguments, format);
	debug_print(Caller().code(), level_of(level), format, arguments);
	__builtin_va_end(arguments);
	return STATUS_SUCCESS;
}

ULONG NTAPI vDbgPrintEx(ULONG component, ULONG level, PCSTR format, va_list arguments)
{
	if (is_logged(component, level))
		debug_print(Caller().code(), level_of(level), format, arguments);
	return STATUS_SUCCESS;
}

/// The same for our own format.
[[gnu::format(printf, 3, 4)]] static void print(const void *code, ULONG level, const char *format,
						...)
{
	va_list arguments;

	__builtin_va_start(arguments, format);
	debug_print(code, level_of(level), format, arguments);
	__builtin_va_end(arguments);
}

ULONG NTAPI vDbgPrintExWithPrefix(PCCH prefix, ULONG component, ULONG level, PCCH format,
				  va_list arguments)
{
	const void *code = Caller().code();

	if (!is_logged(component, level))
		return STATUS_SUCCESS;
	print(code, level, "%s", prefix);
	debug_print(code, level_of(level), format, arguments);
	return STATUS_SUCCESS;
}

VOID NTAPI RtlAssert(PVOID assertion, PVOID file, ULONG line, PSTR message)
{
	const Origin origin(Caller().code());
	const char *path = text_or(file, "?");
	const char *slash = strrchr(path, '/');

	const char *failed = text_or(assertion, "?");
	const char *told = text_or(message, nullptr);
	nt_log_error(kind_of(path, line), origin.name, "assertion failed: %s, %s:%u%s%s", failed,
		     slash ? slash + 1 : path, line, told ? ": " : "", told ? told : "");
}

VOID NTAPI DbgBreakPointWithStatus(ULONG status)
{
	const void *code = Caller().code();

	nt_log_error(code, Origin(code).name, "breakpoint %u at %pS", status, code);
}

VOID NTAPI DbgBreakPoint(VOID)
{
	const void *code = Caller().code();

	nt_log_error(code, Origin(code).name, "breakpoint at %pS", code);
}

ULONG NTAPI DbgPrompt(PCCH prompt, PCH response, ULONG length)
{
	print(Caller().code(), DPFLTR_INFO_LEVEL, "%s\n", prompt);
	if (length && ok(nt_is_memory(response, length), "the place for the response"))
		*response = '\0';
	return 0;
}

NTSTATUS NTAPI DbgQueryDebugFilterState(ULONG component, ULONG level)
{
	if (component >= RTL_NUMBER_OF(silent))
		return STATUS_INVALID_PARAMETER_1;
	return is_logged(component, level);
}

NTSTATUS NTAPI DbgSetDebugFilterState(ULONG component, ULONG level, BOOLEAN state)
{
	if (component >= RTL_NUMBER_OF(silent))
		return STATUS_INVALID_PARAMETER_1;
	if (state) {
		__atomic_fetch_and(&silent[component], ~levels_of(level), __ATOMIC_RELAXED);
		return STATUS_SUCCESS;
	}
	__atomic_store_n(&silencers[component], Caller().code(), __ATOMIC_RELAXED);
	__atomic_fetch_or(&silent[component], levels_of(level), __ATOMIC_RELAXED);
	return STATUS_SUCCESS;
}

BOOLEAN NTAPI KdRefreshDebuggerNotPresent() { return TRUE; }
NTSTATUS NTAPI KdDisableDebugger() { return STATUS_DEBUGGER_INACTIVE; }
NTSTATUS NTAPI KdEnableDebugger() { return STATUS_DEBUGGER_INACTIVE; }
