// SPDX-License-Identifier: GPL-2.0 OR MIT
/// format.cpp - printf() and scanf() by Microsoft's formats.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>

#include "library/text.hpp"

#define WEAK __attribute__((weak))

namespace nt {

namespace {

/// A specification: %-08.3I64x
struct Specification {
	std::string flags, size;
	int width = 0, precision = -1;
	char conversion = 0;
};

template <typename Unit>
int digits_of(const Unit *&at)
{
	int number = 0;

	while (*at >= '0' && *at <= '9')
		number = number * 10 + (*at++ - '0');
	return number;
}

/// The length of the number, in front of the conversion: h, l, ll, I64 and the like.
template <typename Unit>
std::string size_of(const Unit *&at)
{
	std::string size;

	if (*at == 'I') {
		at++;
		if ((at[0] == '6' && at[1] == '4') || (at[0] == '3' && at[1] == '2')) {
			size = at[0] == '6' ? "I64" : "I32";
			at += 2;
			return size;
		}
		return "I";
	}
	while (*at && *at < 128 && strchr("hlLwzjtqF", static_cast<char>(*at)))
		size += static_cast<char>(*at++);
	return size;
}

bool is_64(const std::string &size)
{
	return size == "I64" || size == "ll" || size == "j" || size == "q" ||
	       (sizeof(void *) == 8 && (size == "I" || size == "z" || size == "t"));
}

/// What is made, in UTF-8, and how many characters it has been, of 8 or 16 bits.
class Output {
public:
	explicit Output(bool wide) : wide(wide) { }

	/// A text in UTF-8, of so many characters as they count here.
	void add(const std::string &part, size_t characters)
	{
		text += part;
		count += characters;
	}

	/// A text that is filled up to its width.
	void add(const Specification &specification, const std::string &part)
	{
		const size_t length = wide ? widen(part).size() : part.size();
		const size_t width = specification.width;
		const std::string fill(width > length ? width - length : 0, ' ');
		const bool left = specification.flags.find('-') != std::string::npos;

		add(left ? part + fill : fill + part, length + fill.size());
	}

	/// A number, by the C library.
	template <typename Value>
	void add_number(const Specification &specification, const char *size, Value value)
	{
		char format[32], own[128];

		snprintf(format, sizeof(format), "%%%.5s*.*%s%c", specification.flags.c_str(), size,
			 specification.conversion);
		int length = snprintf(own, sizeof(own), format, specification.width,
				      specification.precision, value);
		if (length < static_cast<int>(sizeof(own))) {
			add(std::string(own, length < 0 ? 0 : length), length < 0 ? 0 : length);
			return;
		}
		std::string longer(static_cast<size_t>(length) + 1, '\0');
		snprintf(&longer[0], longer.size(), format, specification.width,
			 specification.precision, value);
		longer.pop_back();
		add(longer, longer.size());
	}

	std::string text;
	size_t count = 0;

private:
	const bool wide;
};

std::string cut(std::string text, int precision)
{
	return precision >= 0 && text.size() > static_cast<size_t>(precision) ?
		       text.substr(0, precision) :
		       text;
}

/// A wide text of at most so many characters, in UTF-8.
std::string cut_wide(LPCWSTR text, int precision)
{
	std::u16string start;

	if (!text)
		return cut("(null)", precision);
	while (*text && (precision < 0 || start.size() < static_cast<size_t>(precision)))
		start += static_cast<char16_t>(*text++);
	return narrow(reinterpret_cast<LPCWSTR>(start.c_str()));
}

std::string cut_narrow(const char *text, int precision)
{
	if (!text)
		return cut("(null)", precision);
	return precision < 0 ? std::string(text) : std::string(text, strnlen(text, precision));
}

/// va_list as a parameter: on some machines it is an array.
struct Arguments {
	va_list list;
};

void add_argument(Output &output, Specification specification, bool wide, Arguments &arguments)
{
	const std::string &size = specification.size;
	const char conversion = specification.conversion;
	// Of a capital it is the other kind; a size says which.
	const bool other = conversion == 'S' || conversion == 'C';
	const bool is_wide = size == "l" || size == "w" || (size != "h" && wide != other);

	switch (conversion) {
	case 'd':
	case 'i':
		if (is_64(size))
			output.add_number(specification, "ll", va_arg(arguments.list, long long));
		else if (size == "h")
			output.add_number(specification, "",
					  static_cast<short>(va_arg(arguments.list, int)));
		else
			output.add_number(specification, "", va_arg(arguments.list, int));
		return;
	case 'u':
	case 'o':
	case 'x':
	case 'X':
		if (is_64(size))
			output.add_number(specification, "ll",
					  va_arg(arguments.list, unsigned long long));
		else if (size == "h")
			output.add_number(specification, "",
					  static_cast<unsigned short>(va_arg(arguments.list, int)));
		else
			output.add_number(specification, "", va_arg(arguments.list, unsigned int));
		return;
	case 'e':
	case 'E':
	case 'f':
	case 'F':
	case 'g':
	case 'G':
	case 'a':
	case 'A':
		if (size == "L")
			output.add_number(specification, "L", va_arg(arguments.list, long double));
		else
			output.add_number(specification, "", va_arg(arguments.list, double));
		return;
	case 'p':
		specification.conversion = 'X';
		specification.precision = 2 * sizeof(void *);
		output.add_number(specification, "ll",
				  static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(
					  va_arg(arguments.list, void *))));
		return;
	case 'c':
	case 'C': {
		const int c = va_arg(arguments.list, int);
		const WCHAR text[] = { static_cast<WCHAR>(c), 0 };

		// A NUL is a character, too.
		output.add(specification,
			   is_wide && c ? narrow(text) : std::string(1, static_cast<char>(c)));
		return;
	}
	case 's':
	case 'S':
		output.add(specification, is_wide ? cut_wide(va_arg(arguments.list, LPCWSTR),
							     specification.precision) :
						    cut_narrow(va_arg(arguments.list, const char *),
							       specification.precision));
		return;
	case 'n':
		*va_arg(arguments.list, int *) = static_cast<int>(output.count);
		return;
	default:
		// As there, what is no specification is itself.
		if (conversion)
			output.add(std::string(1, conversion), 1);
	}
}

/// What the format makes of its arguments; a unit of the format is a byte, or 16 bits.
template <typename Unit>
Output formatted(const Unit *at, Arguments &arguments)
{
	constexpr bool wide = sizeof(Unit) > 1;
	Output output(wide);
	std::basic_string<Unit> plain;

	const auto flush = [&] {
		if constexpr (wide)
			output.add(narrow(plain.c_str()), plain.size());
		else
			output.add(plain, plain.size());
		plain.clear();
	};
	while (*at) {
		if (*at != '%') {
			plain += *at++;
			continue;
		}
		if (at[1] == '%') {
			plain += *at;
			at += 2;
			continue;
		}
		flush();
		Specification specification;
		at++;
		while (*at && *at < 128 && strchr("-+ #0", static_cast<char>(*at)))
			specification.flags += static_cast<char>(*at++);
		if (*at == '*') {
			at++;
			specification.width = va_arg(arguments.list, int);
		} else {
			specification.width = digits_of(at);
		}
		if (specification.width < 0) {
			specification.flags += '-';
			specification.width = -specification.width;
		}
		if (*at == '.') {
			at++;
			if (*at == '*') {
				at++;
				specification.precision = va_arg(arguments.list, int);
			} else {
				specification.precision = digits_of(at);
			}
		}
		specification.size = size_of(at);
		specification.conversion = static_cast<char>(*at);
		if (*at)
			at++;
		add_argument(output, specification, wide, arguments);
	}
	flush();
	return output;
}

/// A va_list is passed on by its address.
template <typename Unit>
Output formatted_by(const Unit *format, va_list list)
{
	Arguments arguments;

	va_copy(arguments.list, list);
	Output output = formatted(format, arguments);
	va_end(arguments.list);
	return output;
}

template <typename Unit>
int print(FILE *file, const Unit *format, va_list arguments)
{
	try {
		const Output output = formatted_by(format, arguments);

		if (fwrite(output.text.data(), 1, output.text.size(), file) != output.text.size())
			return -1;
		return static_cast<int>(output.count);
	} catch (const std::bad_alloc &) {
		return -1;
	}
}

enum class Full { microsoft, standard };

/// Into a buffer. Microsoft's is -1 if it does not fit, and there is no NUL; C's is what it would be.
int print_to(char *to, size_t size, Full full, const char *format, va_list arguments)
{
	try {
		const std::string text = formatted_by(format, arguments).text;
		const int length = static_cast<int>(text.size());

		if (text.size() < size) {
			memcpy(to, text.c_str(), text.size() + 1);
			return length;
		}
		if (size) {
			memcpy(to, text.data(), size);
			if (full == Full::standard)
				to[size - 1] = '\0';
		}
		return full == Full::standard || text.size() == size ? length : -1;
	} catch (const std::bad_alloc &) {
		return -1;
	}
}

int print_to(ntparport_wchar *to, size_t size, const ntparport_wchar *format, va_list arguments)
{
	try {
		const std::u16string text = widen(formatted_by(format, arguments).text);

		for (size_t i = 0; i < size && i <= text.size(); i++)
			to[i] = static_cast<ntparport_wchar>(text.c_str()[i]);
		return text.size() > size ? -1 : static_cast<int>(text.size());
	} catch (const std::bad_alloc &) {
		return -1;
	}
}

/// A format of Microsoft's for scanf() of the C library.
std::string scanned(const char *at)
{
	std::string format;

	while (*at) {
		format += *at;
		if (*at++ != '%')
			continue;
		if (*at == '%') {
			format += *at++;
			continue;
		}
		while (*at == '*' || (*at >= '0' && *at <= '9'))
			format += *at++;
		const std::string size = size_of(at);
		const bool is_number = *at && strchr("diouxXn", *at);
		if (is_number)
			format += is_64(size) ? "ll" : size == "h" || size == "hh" ? size : "";
		else if (size == "l" && *at && strchr("efgEFGaA", *at))
			format += size;
		if (!*at)
			break;
		// Up to the bracket, which may be the first in the set.
		if (*at == '[') {
			const char *end = at + 1;

			end += *end == '^';
			end += *end == ']';
			end = strchr(end, ']');
			if (!end)
				end = at;
			format.append(at, end + 1);
			at = end + 1;
			continue;
		}
		format += *at++;
	}
	return format;
}

constexpr size_t any_size = static_cast<size_t>(-1) / 4;

}

}

using namespace nt;

/// Of the arguments behind that one.
#define WITH_ARGUMENTS(last, call) \
	do { \
		va_list arguments; \
		va_start(arguments, last); \
		const int result = call; \
		va_end(arguments); \
		return result; \
	} while (0)

extern "C" {

int ntparport_vprintf(const char *format, va_list arguments)
{
	return print(stdout, format, arguments);
}
int ntparport_vfprintf(FILE *file, const char *format, va_list arguments)
{
	return print(file, format, arguments);
}
int ntparport_vsprintf(char *to, const char *format, va_list arguments)
{
	return print_to(to, any_size, Full::standard, format, arguments);
}
int ntparport_vsnprintf(char *to, size_t size, const char *format, va_list arguments)
{
	return print_to(to, size, Full::standard, format, arguments);
}
int ntparport_printf(const char *format, ...)
{
	WITH_ARGUMENTS(format, print(stdout, format, arguments));
}
int ntparport_fprintf(FILE *file, const char *format, ...)
{
	WITH_ARGUMENTS(format, print(file, format, arguments));
}
int ntparport_sprintf(char *to, const char *format, ...)
{
	WITH_ARGUMENTS(format, print_to(to, any_size, Full::standard, format, arguments));
}
int ntparport_snprintf(char *to, size_t size, const char *format, ...)
{
	WITH_ARGUMENTS(format, print_to(to, size, Full::standard, format, arguments));
}

int ntparport_vwprintf(const ntparport_wchar *format, va_list arguments)
{
	return print(stdout, format, arguments);
}
int ntparport_vfwprintf(FILE *file, const ntparport_wchar *format, va_list arguments)
{
	return print(file, format, arguments);
}
int ntparport_vswprintf(ntparport_wchar *to, const ntparport_wchar *format, va_list arguments)
{
	return print_to(to, any_size, format, arguments);
}
int ntparport_wprintf(const ntparport_wchar *format, ...)
{
	WITH_ARGUMENTS(format, print(stdout, format, arguments));
}
int ntparport_fwprintf(FILE *file, const ntparport_wchar *format, ...)
{
	WITH_ARGUMENTS(format, print(file, format, arguments));
}
int ntparport_swprintf(ntparport_wchar *to, const ntparport_wchar *format, ...)
{
	WITH_ARGUMENTS(format, print_to(to, any_size, format, arguments));
}

int ntparport_scanf(const char *format, ...)
{
	WITH_ARGUMENTS(format, vscanf(scanned(format).c_str(), arguments));
}
int ntparport_fscanf(FILE *file, const char *format, ...)
{
	WITH_ARGUMENTS(format, vfscanf(file, scanned(format).c_str(), arguments));
}
int ntparport_sscanf(const char *from, const char *format, ...)
{
	WITH_ARGUMENTS(format, vsscanf(from, scanned(format).c_str(), arguments));
}

WEAK int _vsnprintf(char *to, size_t size, const char *format, va_list arguments)
{
	return print_to(to, size, Full::microsoft, format, arguments);
}
WEAK int _snprintf(char *to, size_t size, const char *format, ...)
{
	WITH_ARGUMENTS(format, print_to(to, size, Full::microsoft, format, arguments));
}
WEAK int _vsnwprintf(ntparport_wchar *to, size_t size, const ntparport_wchar *format,
		     va_list arguments)
{
	return print_to(to, size, format, arguments);
}
WEAK int _snwprintf(ntparport_wchar *to, size_t size, const ntparport_wchar *format, ...)
{
	WITH_ARGUMENTS(format, print_to(to, size, format, arguments));
}

WEAK int vsprintf_s(char *to, size_t size, const char *format, va_list arguments)
{
	const int length = print_to(to, size, Full::standard, format, arguments);

	if (length >= 0 && static_cast<size_t>(length) < size)
		return length;
	if (size)
		*to = '\0';
	return -1;
}
WEAK int sprintf_s(char *to, size_t size, const char *format, ...)
{
	WITH_ARGUMENTS(format, vsprintf_s(to, size, format, arguments));
}
WEAK int _vsnprintf_s(char *to, size_t size, size_t count, const char *format, va_list arguments)
{
	const size_t most = count < size ? count + 1 : size;
	const int length = print_to(to, most, Full::standard, format, arguments);

	return length >= 0 && static_cast<size_t>(length) < most ? length : -1;
}
WEAK int _snprintf_s(char *to, size_t size, size_t count, const char *format, ...)
{
	WITH_ARGUMENTS(format, _vsnprintf_s(to, size, count, format, arguments));
}
WEAK int vswprintf_s(ntparport_wchar *to, size_t size, const ntparport_wchar *format,
		     va_list arguments)
{
	const int length = print_to(to, size, format, arguments);

	if (length >= 0 && static_cast<size_t>(length) < size)
		return length;
	if (size)
		*to = 0;
	return -1;
}
WEAK int swprintf_s(ntparport_wchar *to, size_t size, const ntparport_wchar *format, ...)
{
	WITH_ARGUMENTS(format, vswprintf_s(to, size, format, arguments));
}
WEAK int _vsnwprintf_s(ntparport_wchar *to, size_t size, size_t count,
		       const ntparport_wchar *format, va_list arguments)
{
	const size_t most = count < size ? count + 1 : size;
	const int length = print_to(to, most, format, arguments);

	if (length >= 0 && static_cast<size_t>(length) < most)
		return length;
	if (most)
		to[most - 1] = 0;
	return -1;
}
WEAK int _snwprintf_s(ntparport_wchar *to, size_t size, size_t count, const ntparport_wchar *format,
		      ...)
{
	WITH_ARGUMENTS(format, _vsnwprintf_s(to, size, count, format, arguments));
}
WEAK int _vscprintf(const char *format, va_list arguments)
{
	return print_to(static_cast<char *>(nullptr), 0, Full::standard, format, arguments);
}
WEAK int _scprintf(const char *format, ...)
{
	WITH_ARGUMENTS(format, _vscprintf(format, arguments));
}
WEAK int printf_s(const char *format, ...)
{
	WITH_ARGUMENTS(format, print(stdout, format, arguments));
}
WEAK int fprintf_s(FILE *file, const char *format, ...)
{
	WITH_ARGUMENTS(format, print(file, format, arguments));
}

/// At most 1024 characters, as there.
int wvsprintfA(LPSTR to, LPCSTR format, va_list arguments)
{
	const int length = print_to(to, 1024, Full::standard, format, arguments);

	return length < 1024 ? length : 1023;
}
int wvsprintfW(LPWSTR to, LPCWSTR format, va_list arguments)
{
	const int length = print_to(to, 1024, format, arguments);

	if (length >= 0 && length < 1024)
		return length;
	to[1023] = 0;
	return 1023;
}
int wsprintfA(LPSTR to, LPCSTR format, ...)
{
	WITH_ARGUMENTS(format, wvsprintfA(to, format, arguments));
}
int wsprintfW(LPWSTR to, LPCWSTR format, ...)
{
	WITH_ARGUMENTS(format, wvsprintfW(to, format, arguments));
}
}
