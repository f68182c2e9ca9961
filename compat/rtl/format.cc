// SPDX-License-Identifier: GPL-2.0
/// format.cc - Windows' formats.

#include "module/rt/minmax.hh"
#include "base/text.hh"
#include "glue/divide.h"
#include "glue/log.h"
#include "glue/memory.h"
#include "rtl/format.hh"

using rt::max;
using rt::min;
using rtl::Arguments;
using rtl::Output;
using rtl::Text;

void Output::put_byte(unsigned int byte)
{
	if (length_ < room_)
		narrow_[length_] = static_cast<char>(byte);
	length_++;
}

void Output::put(WCHAR c)
{
	switch (kind_) {
	case Kind::ansi:
		put_byte(to_ansi(c));
		return;
	case Kind::utf16:
		if (length_ < room_)
			wide_[length_] = c;
		length_++;
		return;
	case Kind::utf8:
		put_utf8(c, [this](unsigned int byte) { put_byte(byte); });
		return;
	}
}

void Output::put(char c)
{
	if (kind_ == Kind::ansi)
		put_byte(c);
	else
		put(to_wide(c));
}

void Output::put(char c, int count)
{
	while (count-- > 0)
		put(c);
}

namespace {

/// Larger widths and precisions are reduced to this.
constexpr int max_width = 32767;

/// A smaller number is not an address, but a port, a status or a count that a driver prints as one.
constexpr ULONG_PTR no_address_below = 0x10000;

/// One conversion: %[flags][width][.precision][size]type
struct Spec {
	bool left = false;	 // padded on the right
	char sign = 0;		 // what precedes positive numbers, or 0
	bool alternate = false;	 // 0 before octal, 0x before hexadecimal numbers
	bool zero = false;	 // padded with zeros
	int width = 0;		 // at least this many characters
	int precision = -1;	 // at least this many digits, or at most this many characters
	unsigned int size = sizeof(int);  // of an integer argument
	enum class Characters { unsaid, narrow, wide } characters = Characters::unsaid;
};

/// One call of format().
class Formatter {
public:
	Formatter(Output &output, const Text &format, Arguments &arguments)
		: output_(output), format_(format), arguments_(arguments)
	{ }
	void run();

private:
	WCHAR here() const { return format_[at_]; }
	bool skip(const char *word);
	int parse_number();
	Spec parse_spec();
	void convert(const Spec &spec, WCHAR type);
	ULONGLONG unsigned_argument(const Spec &spec);
	LONGLONG signed_argument(const Spec &spec);
	const void *pointer_argument() { return __builtin_va_arg(arguments_.list, const void *); }

	void put_text(const Spec &spec, const Text &text);
	void put_literal(const Spec &spec, const char *literal);
	bool is_text(const Spec &spec, const void *pointer, size_t size = 1);
	void put_string(const Spec &spec, const Text &unbounded);
	template <typename String>
	void put_counted(const Spec &spec, const String *string);
	void put_character(const Spec &spec, int c, bool wide);
	void put_number(const Spec &spec, ULONGLONG value, unsigned int base, bool upper,
			const char *prefix);
	void put_signed(const Spec &spec, LONGLONG value);
	void put_unsigned(const Spec &spec, ULONGLONG value, WCHAR type);
	void put_pointer(const Spec &spec, const void *pointer);

	Output &output_;
	const Text &format_;
	Arguments &arguments_;
	size_t at_ = 0;
};

void Formatter::put_text(const Spec &spec, const Text &text)
{
	const size_t length = spec.precision < 0 ?
				      text.length() :
				      min(text.length(), static_cast<size_t>(spec.precision));
	const int padding = length < max_width ? spec.width - static_cast<int>(length) : 0;

	if (!spec.left)
		output_.put(spec.zero ? '0' : ' ', padding);
	for (size_t n = 0; n < length; n++) {
		if (text.is_wide())
			output_.put(text[n]);
		else
			output_.put(static_cast<char>(text[n]));
	}
	if (spec.left)
		output_.put(' ', padding);
}

void Formatter::put_literal(const Spec &spec, const char *literal)
{
	put_text(spec, Text(literal, strlen(literal)));
}

/// Whether text can be read there; if not, shows NULL or a fault in its place, as Linux does.
bool Formatter::is_text(const Spec &spec, const void *pointer, size_t size)
{
	Spec whole;

	if (pointer && nt_is_memory(pointer, size))
		return true;
	whole.width = spec.width;
	whole.left = spec.left;
	put_literal(whole, pointer ? "(efault)" : "(null)");
	return false;
}

/// Puts a text whose length is not known yet.
void Formatter::put_string(const Spec &spec, const Text &unbounded)
{
	const size_t limit = spec.precision < 0 ? ~static_cast<size_t>(0) : spec.precision;
	const size_t size = unbounded.size_of_character();
	size_t length = 0;

	if (!is_text(spec, unbounded.at(0)))
		return;
	// A text that nothing terminates ends where memory ends.
	for (; length < limit; length++) {
		const void *at = unbounded.at(length);

		if ((reinterpret_cast<ULONG_PTR>(at) % PAGE_SIZE < size &&
		     !nt_is_memory(at, size)) ||
		    !unbounded[length])
			break;
	}
	put_text(spec, unbounded.is_wide() ?
			       Text(static_cast<const WCHAR *>(unbounded.at(0)), length) :
			       Text(static_cast<const char *>(unbounded.at(0)), length));
}

template <typename String>
void Formatter::put_counted(const Spec &spec, const String *string)
{
	if (is_text(spec, string, sizeof(*string)) && is_text(spec, string->Buffer, string->Length))
		put_text(spec, Text(*string));
}

void Formatter::put_character(const Spec &spec, int c, bool wide)
{
	const WCHAR wide_character = static_cast<WCHAR>(c);
	const char narrow_character = static_cast<char>(c);
	Spec single = spec;

	single.precision = -1;
	put_text(single, wide ? Text(&wide_character, 1) : Text(&narrow_character, 1));
}

/// Puts a magnitude, with a sign or prefix.
void Formatter::put_number(const Spec &spec, ULONGLONG value, unsigned int base, bool upper,
			   const char *prefix)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char text[22];	// enough for octal digits
	int length = 0;

	while (value) {
		ULONG rest;

		value = nt_divide(value, base, &rest);
		text[length++] = digits[rest];
	}
	int zeros = (spec.precision < 0 ? 1 : spec.precision) - length;
	if (base == 8 && spec.alternate && zeros <= 0)
		zeros = 1;
	zeros = max(zeros, 0);
	int padding = spec.width - (static_cast<int>(strlen(prefix)) + zeros + length);
	if (spec.zero && !spec.left && spec.precision < 0 && padding > 0) {
		zeros += padding;
		padding = 0;
	}
	if (!spec.left)
		output_.put(' ', padding);
	while (*prefix)
		output_.put(*prefix++);
	output_.put('0', zeros);
	while (length)
		output_.put(text[--length]);
	if (spec.left)
		output_.put(' ', padding);
}

void Formatter::put_signed(const Spec &spec, LONGLONG value)
{
	const char prefix[] = { value < 0 ? '-' : spec.sign, '\0' };
	const ULONGLONG magnitude = value;

	put_number(spec, value < 0 ? -magnitude : magnitude, 10, false, prefix);
}

void Formatter::put_unsigned(const Spec &spec, ULONGLONG value, WCHAR type)
{
	const bool prefixed = spec.alternate && value;

	switch (type) {
	case 'o':
		put_number(spec, value, 8, false, "");
		break;
	case 'x':
		put_number(spec, value, 16, false, prefixed ? "0x" : "");
		break;
	case 'X':
		put_number(spec, value, 16, true, prefixed ? "0X" : "");
		break;
	default:
		put_number(spec, value, 10, false, "");
		break;
	}
}

/// Addresses do not belong in the log: puts Linux's stand-in for one, in Windows' digits, or a word
/// in parentheses as long as there are no random numbers.
void Formatter::put_pointer(const Spec &spec, const void *pointer)
{
	const ULONG_PTR number = reinterpret_cast<ULONG_PTR>(pointer);
	char text[NT_POINTER_TEXT];

	if (number < no_address_below) {
		constexpr size_t digits = 2 * sizeof(pointer);

		for (size_t n = 0; n < digits; n++)
			text[n] = "0123456789ABCDEF"[number >> 4 * (digits - 1 - n) & 0xf];
		text[digits] = '\0';
	} else {
		nt_pointer_text(text, pointer);
	}
	for (char *c = text; *c && text[0] != '('; c++)
		if (*c >= 'a' && *c <= 'f')
			*c = static_cast<char>(*c - ('a' - 'A'));
	put_literal(spec, text);
}

ULONGLONG Formatter::unsigned_argument(const Spec &spec)
{
	if (spec.size == sizeof(ULONGLONG))
		return __builtin_va_arg(arguments_.list, unsigned long long);
	const unsigned int value = __builtin_va_arg(arguments_.list, unsigned int);
	return spec.size == sizeof(USHORT) ? static_cast<USHORT>(value) : value;
}

LONGLONG Formatter::signed_argument(const Spec &spec)
{
	if (spec.size == sizeof(LONGLONG))
		return __builtin_va_arg(arguments_.list, long long);
	const int value = __builtin_va_arg(arguments_.list, int);
	return spec.size == sizeof(SHORT) ? static_cast<SHORT>(value) : value;
}

/// The number in the format, or the argument for a "*".
int Formatter::parse_number()
{
	int value = 0;

	if (here() == '*') {
		at_++;
		return max(min(__builtin_va_arg(arguments_.list, int), max_width), -max_width);
	}
	for (; here() >= '0' && here() <= '9'; at_++)
		value = min(value * 10 + (here() - '0'), max_width);
	return value;
}

bool Formatter::skip(const char *word)
{
	size_t n = 0;

	for (; word[n]; n++)
		if (format_[at_ + n] != static_cast<UCHAR>(word[n]))
			return false;
	at_ += n;
	return true;
}

Spec Formatter::parse_spec()
{
	Spec spec;

	for (;; at_++) {
		const WCHAR flag = here();

		if (flag == '-')
			spec.left = true;
		else if (flag == '+')
			spec.sign = '+';
		else if (flag == ' ')
			spec.sign = spec.sign ? spec.sign : ' ';
		else if (flag == '#')
			spec.alternate = true;
		else if (flag == '0')
			spec.zero = true;
		else
			break;
	}
	spec.width = parse_number();
	if (spec.width < 0) {
		spec.left = true;
		spec.width = -spec.width;
	}
	// A negative precision counts as none.
	if (skip("."))
		spec.precision = max(parse_number(), -1);
	if (skip("I64") || skip("ll")) {
		spec.size = sizeof(ULONGLONG);
	} else if (skip("I32")) {
		spec.size = sizeof(ULONG);
	} else if (skip("I")) {
		spec.size = sizeof(SIZE_T);
	} else if (skip("h")) {
		spec.size = sizeof(USHORT);
		spec.characters = Spec::Characters::narrow;
	} else if (skip("l") || skip("w")) {
		// On Windows, long is as wide as int.
		spec.characters = Spec::Characters::wide;
	}
	return spec;
}

void Formatter::convert(const Spec &spec, WCHAR type)
{
	// Whether %s and %c are wide; %S and %C are of the other width.
	const bool wide = spec.characters == Spec::Characters::unsaid ?
				  format_.is_wide() != (type == 'S' || type == 'C') :
				  spec.characters == Spec::Characters::wide;

	switch (type) {
	case 'd':
	case 'i':
		put_signed(spec, signed_argument(spec));
		break;
	case 'u':
	case 'o':
	case 'x':
	case 'X':
		put_unsigned(spec, unsigned_argument(spec), type);
		break;
	case 'c':
	case 'C':
		put_character(spec, __builtin_va_arg(arguments_.list, int), wide);
		break;
	case 's':
	case 'S':
		if (wide)
			put_string(spec, Text(static_cast<const WCHAR *>(pointer_argument())));
		else
			put_string(spec, Text(static_cast<const char *>(pointer_argument())));
		break;
	case 'Z':
		if (spec.characters == Spec::Characters::wide)
			put_counted(spec, static_cast<const UNICODE_STRING *>(pointer_argument()));
		else
			put_counted(spec, static_cast<const STRING *>(pointer_argument()));
		break;
	case 'p':
		put_pointer(spec, pointer_argument());
		break;
	case 'n':
		// A format is not meant to write to memory: %n does nothing.
		pointer_argument();
		break;
	default:
		output_.put(type);
		break;
	}
}

void Formatter::run()
{
	while (WCHAR c = here()) {
		at_++;
		if (c != '%') {
			if (format_.is_wide())
				output_.put(c);
			else
				output_.put(static_cast<char>(c));
			continue;
		}
		const Spec spec = parse_spec();
		c = here();
		if (!c)
			return;
		at_++;
		convert(spec, c);
	}
}

}

void rtl::format(Output &output, const Text &format, Arguments &arguments)
{
	Formatter(output, format, arguments).run();
}

// Into buffers

namespace {

template <typename Character>
int format_into(Character *dest, size_t count, const Character *format, va_list list)
{
	Output output(dest, count);
	Arguments arguments{};

	__builtin_va_copy(arguments.list, list);
	rtl::format(output, Text(format), arguments);
	__builtin_va_end(arguments.list);
	if (output.length() < count)
		dest[output.length()] = 0;
	return output.length() > count ? -1 : static_cast<int>(output.length());
}

// For routines without a limit.
constexpr size_t no_limit = MAXLONG;

}

// The rest of a routine with a variable number of arguments.
#define FORMAT_INTO(dest, count, format) \
	va_list arguments; \
\
	__builtin_va_start(arguments, format); \
	const int length = format_into(dest, count, format, arguments); \
	__builtin_va_end(arguments); \
	return length

int _vsnprintf(char *dest, size_t count, const char *format, va_list arguments)
{
	return format_into(dest, count, format, arguments);
}

int _snprintf(char *dest, size_t count, const char *format, ...)
{
	FORMAT_INTO(dest, count, format);
}

int ntparport_vsprintf(char *dest, const char *format, va_list arguments)
{
	return format_into(dest, no_limit, format, arguments);
}

int ntparport_sprintf(char *dest, const char *format, ...) { FORMAT_INTO(dest, no_limit, format); }

int _vsnwprintf(WCHAR *dest, size_t count, const WCHAR *format, va_list arguments)
{
	return format_into(dest, count, format, arguments);
}

int _snwprintf(WCHAR *dest, size_t count, const WCHAR *format, ...)
{
	FORMAT_INTO(dest, count, format);
}

int swprintf(WCHAR *dest, const WCHAR *format, ...) { FORMAT_INTO(dest, no_limit, format); }

int vswprintf(WCHAR *dest, const WCHAR *format, va_list arguments)
{
	return format_into(dest, no_limit, format, arguments);
}
