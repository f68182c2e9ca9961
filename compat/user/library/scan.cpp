// SPDX-License-Identifier: GPL-2.0 OR MIT
/// scan.cpp - sscanf_s(), swscanf() and the like: what the C library's scanf() is not enough for.

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>

#include "library/text.hpp"

#define WEAK __attribute__((weak))

namespace nt {

namespace {

/// A va_list that functions can take from.
struct Arguments {
	va_list list;
};

bool is_blank(char16_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// A text that is read by a format, both in units: those of UTF-16, or bytes.
class Scanner {
public:
	/// `sized`: behind each place for text is its size, as in the functions of 2005.
	Scanner(std::u16string from, std::u16string format, bool wide, bool sized)
		: from_(std::move(from)), format_(std::move(format)), wide_(wide), sized_(sized)
	{ }

	/// The number of conversions that were stored, or EOF if the text ends before the first.
	int scan(Arguments &arguments);

private:
	bool conversion(Arguments &arguments);
	bool text(Arguments &arguments, char16_t kind, size_t width);
	bool number(Arguments &arguments, char16_t kind, size_t width);
	void store(Arguments &arguments, long long value);
	bool store_text(Arguments &arguments, const std::u16string &text, bool terminated);
	void skip_blanks()
	{
		while (at_ < from_.size() && is_blank(from_[at_]))
			at_++;
	}
	/// Takes the set behind a [ out of the format.
	std::u16string set();

	const std::u16string from_, format_;
	const bool wide_, sized_;
	size_t at_ = 0, format_at_ = 0;
	int stored_ = 0;
	bool skips_ = false;  // %*
	bool ended_ = false;  // by the end of the text
	std::string size_;
	bool of_other_kind_ = false;  // the place is for the other kind of text than the function's
};

int Scanner::scan(Arguments &arguments)
{
	while (format_at_ < format_.size()) {
		const char16_t c = format_[format_at_++];

		if (is_blank(c)) {
			skip_blanks();
			continue;
		}
		const bool literal = c != '%' ||
				     (format_at_ < format_.size() && format_[format_at_] == '%');
		if (!literal) {
			if (!conversion(arguments))
				break;
			continue;
		}
		if (c == '%') {
			format_at_++;
			skip_blanks();
		}
		if (at_ == from_.size())
			ended_ = true;
		if (at_ == from_.size() || from_[at_] != c)
			break;
		at_++;
	}
	return !stored_ && ended_ ? EOF : stored_;
}

bool Scanner::conversion(Arguments &arguments)
{
	const auto next = [&]() -> char16_t {
		return format_at_ < format_.size() ? format_[format_at_] : 0;
	};
	size_t width = 0;

	size_.clear();
	skips_ = next() == '*';
	format_at_ += skips_;
	for (; next() >= '0' && next() <= '9'; format_at_++)
		width = width * 10 + (next() - '0');
	if (next() == 'I') {
		format_at_++;
		const bool is_64 = !format_.compare(format_at_, 2, u"64");
		const bool is_32 = !format_.compare(format_at_, 2, u"32");

		size_ = is_64 || (!is_32 && sizeof(void *) == 8) ? "ll" : "";
		format_at_ += is_64 || is_32 ? 2 : 0;
	}
	for (; next() && next() < 128 && strchr("hlLwjzt", next()); format_at_++)
		size_ += static_cast<char>(next());
	const char16_t kind = next();
	if (!kind)
		return false;
	format_at_++;
	if (kind == 'n') {
		if (!skips_)
			store(arguments, static_cast<long long>(at_));
		return true;
	}
	if (kind != 'c' && kind != 'C' && kind != '[')
		skip_blanks();
	const std::u16string among = kind == '[' ? set() : std::u16string();
	if (at_ == from_.size()) {
		ended_ = true;
		return false;
	}
	if (kind == 'c' || kind == 'C' || kind == 's' || kind == 'S' || kind == '[') {
		const bool capital = kind == 'C' || kind == 'S';
		const bool is_wide = size_ == "h"   ? false :
				     !size_.empty() ? true :
						      wide_ != capital;
		const bool one = kind == 'c' || kind == 'C';
		const size_t most = width ? width : one ? 1 : from_.size();
		std::u16string found;

		of_other_kind_ = is_wide != wide_;
		for (; at_ < from_.size() && found.size() < most; at_++) {
			if (kind == '[' ? among.find(from_[at_]) == std::u16string::npos :
					  !one && is_blank(from_[at_]))
				break;
			found += from_[at_];
		}
		if (found.empty() || (one && found.size() < most)) {
			ended_ = one;
			return false;
		}
		return skips_ || store_text(arguments, found, !one);
	}
	return number(arguments, kind, width);
}

std::u16string Scanner::set()
{
	std::u16string among;
	const bool inverse = format_at_ < format_.size() && format_[format_at_] == '^';

	format_at_ += inverse;
	const size_t start = format_at_;
	for (; format_at_ < format_.size() && (format_[format_at_] != ']' || format_at_ == start);
	     format_at_++) {
		const char16_t c = format_[format_at_];
		const bool range = c == '-' && format_at_ > start &&
				   format_at_ + 1 < format_.size() &&
				   format_[format_at_ + 1] != ']';

		if (!range) {
			among += c;
			continue;
		}
		for (char32_t one = among.back(); one <= format_[format_at_ + 1]; one++)
			among += static_cast<char16_t>(one);
		format_at_++;
	}
	format_at_++;
	if (!inverse)
		return among;
	std::u16string others;
	for (char32_t c = 1; c < 0x10000; c++)
		if (among.find(static_cast<char16_t>(c)) == std::u16string::npos)
			others += static_cast<char16_t>(c);
	return others;
}

bool Scanner::number(Arguments &arguments, char16_t kind, size_t width)
{
	std::string text;
	char *end = nullptr;

	for (size_t i = at_; i < from_.size() && from_[i] < 128 && !is_blank(from_[i]); i++)
		if (!width || text.size() < width)
			text += static_cast<char>(from_[i]);
	if (kind < 128 && strchr("efgEFGaA", kind)) {
		const double value = strtod(text.c_str(), &end);

		if (end == text.c_str())
			return false;
		at_ += static_cast<size_t>(end - text.c_str());
		if (skips_)
			return true;
		stored_++;
		if (size_.empty() || size_ == "h")
			*va_arg(arguments.list, float *) = static_cast<float>(value);
		else
			*va_arg(arguments.list, double *) = value;
		return true;
	}
	const int base = kind == 'd' || kind == 'u'		   ? 10 :
			 kind == 'i'				   ? 0 :
			 kind == 'o'				   ? 8 :
			 kind == 'x' || kind == 'X' || kind == 'p' ? 16 :
								     -1;
	if (base < 0)
		return false;
	const unsigned long long value =
		text[0] == '-' || kind == 'd' ?
			static_cast<unsigned long long>(strtoll(text.c_str(), &end, base)) :
			strtoull(text.c_str(), &end, base);
	if (end == text.c_str())
		return false;
	at_ += static_cast<size_t>(end - text.c_str());
	if (skips_)
		return true;
	stored_++;
	if (kind == 'p')
		size_ = sizeof(void *) == 8 ? "ll" : "";
	store(arguments, static_cast<long long>(value));
	return true;
}

void Scanner::store(Arguments &arguments, long long value)
{
	if (size_ == "ll" || size_ == "L" || size_ == "j" ||
	    (sizeof(void *) == 8 && (size_ == "z" || size_ == "t")))
		*va_arg(arguments.list, long long *) = value;
	else if (size_ == "hh")
		*va_arg(arguments.list, signed char *) = static_cast<signed char>(value);
	else if (size_ == "h")
		*va_arg(arguments.list, short *) = static_cast<short>(value);
	else
		*va_arg(arguments.list, int *) = static_cast<int>(value);
}

template <typename Unit, typename Text>
bool copy_text(Unit *to, size_t room, const Text &text, bool terminated)
{
	if (text.size() + terminated > room) {
		if (room)
			*to = 0;
		return false;
	}
	for (size_t i = 0; i < text.size(); i++)
		to[i] = static_cast<Unit>(text[i]);
	if (terminated)
		to[text.size()] = 0;
	return true;
}

/// Units that are bytes, or what they are of the other kind.
bool Scanner::store_text(Arguments &arguments, const std::u16string &text, bool terminated)
{
	void *const to = va_arg(arguments.list, void *);
	const size_t room = sized_ ? va_arg(arguments.list, unsigned int) : static_cast<size_t>(-1);
	const std::string bytes(text.begin(), text.end());
	bool fits;

	if (wide_ != of_other_kind_)
		fits = copy_text(static_cast<char16_t *>(to), room, wide_ ? text : widen(bytes),
				 terminated);
	else
		fits = copy_text(static_cast<char *>(to), room,
				 wide_ ? narrow(reinterpret_cast<LPCWSTR>(text.c_str())) : bytes,
				 terminated);
	stored_ += fits;
	return fits;
}

/// Bytes as units.
std::u16string units_of(const char *text)
{
	std::u16string units;

	while (*text)
		units += static_cast<unsigned char>(*text++);
	return units;
}

std::u16string units_of(const ntparport_wchar *text)
{
	std::u16string units;

	while (*text)
		units += static_cast<char16_t>(*text++);
	return units;
}

template <typename Unit>
int scan(const Unit *from, const Unit *format, bool sized, va_list list)
try {
	Arguments arguments;

	va_copy(arguments.list, list);
	const int stored =
		Scanner(units_of(from), units_of(format), sizeof(Unit) > 1, sized).scan(arguments);
	va_end(arguments.list);
	return stored;
} catch (const std::bad_alloc &) {
	return EOF;
}

/// From a file: a line, and the blank ones before it. What is behind the last conversion in it is
/// not there any longer.
int scan_line(FILE *file, const char *format, va_list list)
try {
	std::string line;
	int c;

	// Blank lines are blanks like others.
	while ((c = getc(file)) != EOF) {
		line += static_cast<char>(c);
		if (c == '\n' && line.find_first_not_of(" \t\r\n") != std::string::npos)
			break;
	}
	return line.empty() ? EOF : scan(line.c_str(), format, true, list);
} catch (const std::bad_alloc &) {
	return EOF;
}

}

}

using namespace nt;

extern "C" {

WEAK int sscanf_s(const char *from, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	const int stored = scan(from, format, true, arguments);
	va_end(arguments);
	return stored;
}
int ntparport_swscanf(const ntparport_wchar *from, const ntparport_wchar *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	const int stored = scan(from, format, false, arguments);
	va_end(arguments);
	return stored;
}
WEAK int swscanf_s(const ntparport_wchar *from, const ntparport_wchar *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	const int stored = scan(from, format, true, arguments);
	va_end(arguments);
	return stored;
}
WEAK int fscanf_s(FILE *file, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	const int stored = scan_line(file, format, arguments);
	va_end(arguments);
	return stored;
}
WEAK int scanf_s(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	const int stored = scan_line(stdin, format, arguments);
	va_end(arguments);
	return stored;
}
}
