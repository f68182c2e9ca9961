// SPDX-License-Identifier: GPL-2.0
/// text.cc - strings, characters and formats of compat/rtl, compared with the C library, iconv,
/// and plain models.
///
/// text SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cerrno>
#include <cinttypes>
#include <climits>
#include <clocale>
#include <cwctype>
#include <iconv.h>
#include <string_view>

#include <nt/stdlib.h>

#include "base/client.h"
#include "load/load.h"

using world::check;
using world::Random;

namespace {

/// Code page 1252 as iconv has it; where iconv has no character, Windows has the same number.
char16_t wide_of[256];

char16_t to_wide(char c) { return wide_of[static_cast<unsigned char>(c)]; }

char to_ansi(char16_t c)
{
	for (unsigned int n = 0; n < 256; n++)
		if (wide_of[n] == c)
			return static_cast<char>(n);
	return '?';
}

void read_code_page()
{
	iconv_t converter = iconv_open("UTF-16LE", "CP1252");

	check(converter != reinterpret_cast<iconv_t>(-1), "set-up: iconv has no code page 1252");
	for (unsigned int n = 0; n < 256; n++) {
		char byte = static_cast<char>(n), *from = &byte;
		char *to = reinterpret_cast<char *>(&wide_of[n]);
		size_t left = 1, room = 2;

		iconv(converter, nullptr, nullptr, nullptr, nullptr);
		if (iconv(converter, &from, &left, &to, &room) == static_cast<size_t>(-1))
			wide_of[n] = static_cast<char16_t>(n);
	}
	iconv_close(converter);
}

std::u16string widened(std::string_view text)
{
	std::u16string result;

	for (char c : text)
		result += to_wide(c);
	return result;
}

std::string narrowed(std::u16string_view text)
{
	std::string result;

	for (char16_t c : text)
		result += to_ansi(c);
	return result;
}

/// Every character.
void characters()
{
	static wchar_t upper[0x10000];

	check(setlocale(LC_CTYPE, "C.UTF-8"), "set-up: there is no locale C.UTF-8");
	for (unsigned int n = 0; n < 0x10000; n++)
		upper[n] = static_cast<wchar_t>(towupper(n));
	for (unsigned int n = 0; n < 0x10000; n++) {
		const WCHAR c = static_cast<WCHAR>(n), up = RtlUpcaseUnicodeChar(c);
		const WCHAR down = RtlDowncaseUnicodeChar(c);
		const bool common = n < 0x100 || (n >= 0x3b0 && n < 0x3c2) ||
				    (n >= 0x410 && n < 0x450);
		// The sharp s and the micro sign have no upper case of one character there.
		const bool same = n == 0xb5 || n == 0xdf;

		check(up == c || up == static_cast<WCHAR>(upper[n]),
		      "case: %#x becomes %#x, not %#x", n, up, static_cast<unsigned int>(upper[n]));
		check(!common || same || up == static_cast<WCHAR>(upper[n]), "case: %#x stays", n);
		check(down == c || RtlUpcaseUnicodeChar(down) == c,
		      "case: %#x becomes %#x and not back", n, down);
	}
	for (unsigned int n = 0; n < 256; n++) {
		const char c = static_cast<char>(n);
		const char expected = to_ansi(static_cast<char16_t>(upper[to_wide(c)]));

		// A character without an upper case in the code page stays, and so does one
		// without any.
		check(RtlUpperChar(c) == (expected == '?' || n == 0xb5 || n == 0xdf ? c : expected),
		      "case: ANSI %#x becomes %#x", n, static_cast<unsigned char>(RtlUpperChar(c)));
	}
}

std::string random_narrow(Random &random, unsigned int limit)
{
	std::string text(random.below(limit), '\0');

	for (char &c : text)
		c = static_cast<char>(random.one_in(3) ? 1 + random.below(255) :
							 'a' + random.below(4));
	return text;
}

std::u16string random_wide(Random &random, unsigned int limit)
{
	std::u16string text(random.below(limit), u'\0');

	for (char16_t &c : text)
		c = static_cast<char16_t>(random.one_in(3) ? 1 + random.below(0xffff) :
							     u'a' + random.below(4));
	return text;
}

/// A counted string in a buffer of its own, which has exactly its maximum length.
struct Counted {
	Counted(const void *text, size_t length, size_t maximum) : memory(maximum, '~')
	{
		if (maximum)
			memcpy(memory.data(), text, std::min(length, maximum));
		string.Length = static_cast<USHORT>(length);
		string.MaximumLength = static_cast<USHORT>(maximum);
		string.Buffer = reinterpret_cast<WCHAR *>(memory.data());
	}
	STRING *narrow() { return reinterpret_cast<STRING *>(&string); }
	std::string bytes() const { return { memory.data(), memory.data() + string.Length }; }

	std::vector<char> memory;
	UNICODE_STRING string{};
};

void conversions(Random &random)
{
	std::string narrow = random_narrow(random, 40);
	std::u16string wide = random_wide(random, 40);
	const bool allocate = random.one_in(2);

	{
		Counted source(narrow.data(), narrow.size(), narrow.size());
		Counted target("", 0, size_t{ 2 } * random.below(60));
		const size_t needed = 2 * narrow.size() + 2;
		UNICODE_STRING *result = &target.string;
		const USHORT room = result->MaximumLength;

		check(RtlxAnsiStringToUnicodeSize(source.narrow()) == needed,
		      "convert: the size is wrong");
		const NTSTATUS status =
			RtlAnsiStringToUnicodeString(result, source.narrow(), allocate);
		if (!allocate && room < needed) {
			check(status == STATUS_BUFFER_OVERFLOW, "convert: status %#x", status);
		} else {
			check(status == STATUS_SUCCESS &&
				      world::text_of(*result) == widened(narrow) &&
				      !result->Buffer[narrow.size()],
			      "convert: a string became another one");
			if (allocate)
				RtlFreeUnicodeString(result);
		}
	}
	{
		Counted source(wide.data(), wide.size() * 2, wide.size() * 2);
		Counted target("", 0, random.below(60));
		const size_t room = target.string.MaximumLength;

		const NTSTATUS status =
			RtlUnicodeStringToAnsiString(target.narrow(), &source.string, allocate);
		if (!allocate && room < wide.size() + 1) {
			check(status == STATUS_BUFFER_OVERFLOW, "convert: status %#x", status);
		} else {
			const STRING *result = target.narrow();
			check(status == STATUS_SUCCESS &&
				      std::string(result->Buffer, result->Length) ==
					      narrowed(wide) &&
				      !result->Buffer[result->Length],
			      "convert: a wide string became another one");
			if (allocate)
				RtlFreeAnsiString(target.narrow());
		}
	}
}

int sign(LONG number) { return number < 0 ? -1 : number > 0; }

void counted_strings(Random &random)
{
	// Any number of bytes, even an odd one.
	std::u16string text = random_wide(random, 20),
		       other = random.one_in(2) ? random_wide(random, 20) :
						  text.substr(0, random.below(21));
	const size_t length = text.size() * 2, from = other.size() * 2;
	const size_t room = length + random.below(40);

	for (std::u16string *some : { &text, &other })
		for (char16_t &c : *some)
			if (random.one_in(3))
				c = RtlUpcaseUnicodeChar(c);
	Counted source(other.data(), from, from);
	{
		Counted target(text.data(), length, room);
		const NTSTATUS status =
			RtlAppendUnicodeStringToString(&target.string, &source.string);
		const bool fits = length + from <= room;
		check(status == (fits ? STATUS_SUCCESS : STATUS_BUFFER_TOO_SMALL),
		      "append: status %#x", status);
		check(world::text_of(target.string) == (fits ? text + other : text),
		      "append: another text");
		check(!fits || !from || target.string.MaximumLength - target.string.Length < 2 ||
			      !target.string.Buffer[target.string.Length / 2],
		      "append: no terminator");
	}
	{
		Counted target(text.data(), length, room);
		RtlCopyUnicodeString(&target.string, &source.string);
		check(target.bytes() == std::string(reinterpret_cast<char *>(other.data()),
						    std::min(from, room)),
		      "copy: another text");
	}
	Counted a(text.data(), length, length);
	for (bool ignore_case : { false, true }) {
		std::u16string x = text, y = other;
		if (ignore_case) {
			for (char16_t &c : x)
				c = RtlUpcaseUnicodeChar(c);
			for (char16_t &c : y)
				c = RtlUpcaseUnicodeChar(c);
		}
		check(sign(RtlCompareUnicodeString(&a.string, &source.string, ignore_case)) ==
			      sign(x.compare(y)),
		      "compare: wrong order");
		check(RtlEqualUnicodeString(&a.string, &source.string, ignore_case) == (x == y),
		      "equal: wrong");
		check(RtlPrefixUnicodeString(&a.string, &source.string, ignore_case) ==
			      (y.compare(0, x.size(), x) == 0 && y.size() >= x.size()),
		      "prefix: wrong");
	}
	const std::string bytes = random_narrow(random, 20), more = random_narrow(random, 20);
	Counted narrow(bytes.data(), bytes.size(), bytes.size() + random.below(20));
	const size_t left = narrow.string.MaximumLength - bytes.size();
	check(RtlAppendAsciizToString(narrow.narrow(), more.c_str()) ==
		      (more.size() <= left ? STATUS_SUCCESS : STATUS_BUFFER_TOO_SMALL),
	      "append: wrong status");
	check(narrow.bytes() == (more.size() <= left ? bytes + more : bytes),
	      "append: another narrow text");
	Counted second(more.data(), more.size(), more.size());
	check(RtlEqualString(second.narrow(), narrow.narrow(), FALSE) == (narrow.bytes() == more),
	      "equal: wrong");
	check(RtlCompareMemory(bytes.data(), more.data(), std::min(bytes.size(), more.size())) ==
		      static_cast<size_t>(
			      std::mismatch(bytes.begin(),
					    bytes.begin() + std::min(bytes.size(), more.size()),
					    more.begin())
				      .first -
			      bytes.begin()),
	      "memory: wrong");
}

void numbers(Random &random)
{
	static constexpr ULONG bases[] = { 0, 2, 8, 10, 16, 7 };
	const ULONG base = bases[random.below(6)];
	const bool good = base != 7;
	const ULONG value = static_cast<ULONG>(random.number() >> random.below(64));
	Counted target("", 0, size_t{ 2 } * random.below(40));
	char16_t expected[80];
	size_t length = 0;

	for (ULONG rest = value; rest || !length; rest /= base ? base : 10)
		expected[length++] = "0123456789ABCDEF"[rest % (base ? base : 10)];
	std::u16string text(expected, length);
	text = { text.rbegin(), text.rend() };
	const NTSTATUS status = RtlIntegerToUnicodeString(value, base, &target.string);
	check(status == (!good					  ? STATUS_INVALID_PARAMETER :
			 length * 2 > target.string.MaximumLength ? STATUS_BUFFER_OVERFLOW :
								    STATUS_SUCCESS),
	      "number: status %#x", status);
	if (status == STATUS_SUCCESS)
		check(world::text_of(target.string) == text, "number: another text");

	// What strtoul() also reads: blanks, a sign, digits, and anything after them.
	static constexpr char signs[][4] = { "", "-", "+", " ", "\t -", "\n" };
	std::string written = signs[random.below(6)];
	for (unsigned int n = random.below(12); n; n--)
		written +=
			random.one_in(8) ?
				static_cast<char>(' ' + random.below(95)) :
				"0123456789abcdefABCDEF"[random.below(random.one_in(2) ? 2 : 22)];
	const ULONG wanted = base && good ? base : 10;
	ULONG result = 0;
	check(RtlCharToInteger(written.c_str(), wanted, &result) == STATUS_SUCCESS,
	      "number: is not one");
	// strtoul() takes a prefix for base 16 only, and stops at numbers that are too large.
	const size_t start = written.find_first_not_of(" \t\n");
	const size_t digits = start == std::string::npos ?
				      written.size() :
				      start + (written[start] == '-' || written[start] == '+');
	uint32_t number = 0;
	for (size_t n = digits; n < written.size(); n++) {
		const char c = static_cast<char>(tolower(written[n]));
		const unsigned int digit = isdigit(c) ? c - '0' : isalpha(c) ? c - 'a' + 10 : 99;
		if (digit >= wanted)
			break;
		number = number * wanted + digit;
	}
	if (digits > 0 && digits <= written.size() && written[digits - 1] == '-')
		number = -number;
	check(result == number, "number: \"%s\" is %#x, not %#x", written.c_str(), result, number);
}

// Formats

/// A conversion in Windows' notation and in the C library's, with its argument.
struct Conversion {
	std::string ours, theirs;
	enum { none, number, wide_number, narrow, wide, counted, wide_counted } kind = none;
	unsigned long long value = 0;
	std::string text;			   // as ANSI
	int width = INT_MIN, precision = INT_MIN;  // of a "*"
};

Conversion random_conversion(Random &random, bool wide_format)
{
	static constexpr struct {
		const char *ours, *theirs;
		bool wide;
	} sizes[] = {
		{ "", "", false },     { "l", "", false },   { "h", "h", false },
		{ "I64", "ll", true }, { "ll", "ll", true }, { "I32", "", false },
		{ "I", "ll", true },
	};
	Conversion result;
	const bool is_text = random.one_in(3);
	std::string head = "%";

	for (char flag : { '-', '+', ' ', '#', '0' })
		if (random.one_in(5) && !(is_text && flag != '-'))
			head += flag;
	if (random.one_in(8)) {
		head += '*';
		result.width = static_cast<int>(random.below(60)) - 30;
	} else if (random.one_in(2)) {
		head += std::to_string(random.below(25));
		if (head.back() == '0' && head[head.size() - 2] > '9')
			head.pop_back();
	}
	if (random.one_in(3)) {
		head += '.';
		if (random.one_in(5)) {
			head += '*';
			result.precision = static_cast<int>(random.below(20)) - 5;
		} else if (!random.one_in(5)) {
			head += std::to_string(random.below(20));
		}
	}
	if (is_text) {
		result.text = random_narrow(random, 20);
		// A narrow or wide text, terminated or counted.
		const unsigned int which = random.below(4);
		const bool wide = which % 2;
		result.kind = which == 0 ? Conversion::narrow :
			      which == 1 ? Conversion::wide :
			      which == 2 ? Conversion::counted :
					   Conversion::wide_counted;
		if (which < 2) {
			const bool plain = random.one_in(2);
			result.ours = head + (plain ? wide == wide_format ? "s" : "S" :
					      wide  ? random.one_in(2) ? "ws" : "ls" :
						      "hs");
		} else {
			result.ours = head + (wide ? "wZ" : random.one_in(2) ? "Z" : "hZ");
		}
		result.theirs = head + "s";
		return result;
	}
	const auto &size = sizes[random.below(7)];
	const char type = "diuoxX"[random.below(6)];
	result.kind = size.wide ? Conversion::wide_number : Conversion::number;
	result.value = random.number() >> random.below(64);
	if (random.one_in(8))
		result.value = 0;
	result.ours = head + size.ours + type;
	result.theirs = head + size.theirs + type;
	return result;
}

/// What the C library makes of it.
std::string expected_text(const Conversion &conversion)
{
	char buffer[256];
	std::string format = conversion.theirs;
	auto put = [&](auto argument) {
		if (conversion.width != INT_MIN && conversion.precision != INT_MIN)
			snprintf(buffer, sizeof(buffer), format.c_str(), conversion.width,
				 conversion.precision, argument);
		else if (conversion.width != INT_MIN)
			snprintf(buffer, sizeof(buffer), format.c_str(), conversion.width,
				 argument);
		else if (conversion.precision != INT_MIN)
			snprintf(buffer, sizeof(buffer), format.c_str(), conversion.precision,
				 argument);
		else
			snprintf(buffer, sizeof(buffer), format.c_str(), argument);
	};

	if (conversion.kind == Conversion::number)
		put(static_cast<unsigned int>(conversion.value));
	else if (conversion.kind == Conversion::wide_number)
		put(conversion.value);
	else
		put(conversion.text.c_str());
	return buffer;
}

void formats(Random &random)
{
	const bool wide_format = random.one_in(2);
	const Conversion conversion = random_conversion(random, wide_format);
	const std::string expected = "<" + expected_text(conversion) + ">";
	const std::string format = "<" + conversion.ours + ">";
	const size_t room = random.one_in(2) ?
				    300 :
				    random.below(static_cast<unsigned int>(expected.size()) + 2);
	std::u16string wide_text = widened(conversion.text), wide_pattern = widened(format);
	UNICODE_STRING wide_counted = world::string_of(wide_text);
	STRING counted = { static_cast<USHORT>(conversion.text.size()),
			   static_cast<USHORT>(conversion.text.size()),
			   const_cast<char *>(conversion.text.data()) };
	std::vector<char> narrow(room + 1, '~');
	std::vector<WCHAR> wide(room + 1, '~');
	int length = 0;
	auto put = [&](auto... arguments) {
		if (wide_format)
			length = _snwprintf(wide.data(), room,
					    reinterpret_cast<const WCHAR *>(wide_pattern.c_str()),
					    arguments...);
		else
			length = _snprintf(narrow.data(), room, format.c_str(), arguments...);
	};
	auto with = [&](auto argument) {
		if (conversion.width != INT_MIN && conversion.precision != INT_MIN)
			put(conversion.width, conversion.precision, argument);
		else if (conversion.width != INT_MIN)
			put(conversion.width, argument);
		else if (conversion.precision != INT_MIN)
			put(conversion.precision, argument);
		else
			put(argument);
	};

	switch (conversion.kind) {
	case Conversion::number:
		with(static_cast<unsigned int>(conversion.value));
		break;
	case Conversion::wide_number:
		with(conversion.value);
		break;
	case Conversion::narrow:
		with(conversion.text.c_str());
		break;
	case Conversion::wide:
		with(wide_text.c_str());
		break;
	case Conversion::counted:
		with(&counted);
		break;
	default:
		with(&wide_counted);
		break;
	}
	check(length == (expected.size() > room ? -1 : static_cast<int>(expected.size())),
	      "format: \"%s\" has length %d, not %zu, in %zu", format.c_str(), length,
	      expected.size(), room);
	std::string got;
	for (size_t n = 0; n < std::min(room, expected.size()); n++)
		got += wide_format ? to_ansi(wide[n]) : narrow[n];
	check(got == expected.substr(0, room), "format: \"%s\" makes \"%s\", not \"%s\"",
	      format.c_str(), got.c_str(), expected.c_str());
	check(expected.size() >= room ||
		      !(wide_format ? wide[expected.size()] : narrow[expected.size()]),
	      "format: no terminator");
	check(wide_format ? wide[room] == '~' : narrow[room] == '~',
	      "format: more is written than there is room for");
}

/// A format of anything: checks only that it ends, and where.
void any_format(Random &random)
{
	std::string format;
	char buffer[100];
	const size_t room = random.below(sizeof(buffer));

	for (unsigned int n = random.below(20); n; n--)
		format += random.one_in(3) ? '%' :
					     "-+ #0.*123456789dhlwIcxosSZpn"[random.below(28)];
	memset(buffer, '~', sizeof(buffer));
	// Small numbers, which are not addresses of text.
	const int length = _snprintf(buffer, room, format.c_str(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
				     11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
				     27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41,
				     42);
	check(length >= -1 && (length < 0 || static_cast<size_t>(length) <= room),
	      "format: \"%s\" has length %d", format.c_str(), length);
	check(buffer[room] == '~', "format: \"%s\" writes beyond its buffer", format.c_str());
}

/// W13: what is printed in pieces comes out in lines.
void lines(Random &random)
{
	std::string all, line;
	std::vector<std::string> expected;

	world::forget_log();
	for (unsigned int n = 1 + random.below(6); n; n--) {
		std::string piece;
		for (unsigned int c = random.below(12); c; c--)
			piece += random.one_in(4) ? '\n' :
						    static_cast<char>('a' + random.below(26));
		if (n == 1)
			piece += '\n';
		world::as(0, [&] { DbgPrint("%s", piece.c_str()); });
		all += piece;
	}
	for (char c : all) {
		if (c != '\n') {
			line += c;
			continue;
		}
		if (!line.empty())
			expected.push_back("driver_a: " + line);
		line.clear();
	}
	check(world::log == expected, "print: %zu lines, not %zu", world::log.size(),
	      expected.size());
}

/// The C library's functions for wide strings.
void wide_strings(Random &random)
{
	const std::u16string a = random_wide(random, 12), b = random.one_in(2) ?
								      random_wide(random, 12) :
								      a.substr(0, random.below(13));
	const auto *x = reinterpret_cast<const WCHAR *>(a.c_str()),
		   *y = reinterpret_cast<const WCHAR *>(b.c_str());
	const size_t count = random.below(14);
	WCHAR buffer[64];

	check(wcslen(x) == a.size(), "wcslen()");
	check(sign(wcscmp(x, y)) == sign(a.compare(b)), "wcscmp()");
	check(sign(wcsncmp(x, y, count)) == sign(a.substr(0, count).compare(b.substr(0, count))),
	      "wcsncmp()");
	wcscpy(buffer, x);
	wcscat(buffer, y);
	check(std::u16string(reinterpret_cast<char16_t *>(buffer)) == a + b, "wcscat()");
	wcscpy(buffer, x);
	wcsncat(buffer, y, count);
	check(std::u16string(reinterpret_cast<char16_t *>(buffer)) == a + b.substr(0, count),
	      "wcsncat()");
	const WCHAR *found = wcsstr(x, y);
	const size_t at = a.find(b);
	check(at == std::u16string::npos ? !found : found == x + at, "wcsstr()");
	const WCHAR c = a.empty() ? u'x' : a[random.below(static_cast<unsigned int>(a.size()))];
	const size_t first = a.find(c), last = a.rfind(c);
	check(first == std::u16string::npos ? !wcschr(x, c) : wcschr(x, c) == x + first,
	      "wcschr()");
	check(last == std::u16string::npos ? !wcsrchr(x, c) : wcsrchr(x, c) == x + last,
	      "wcsrchr()");
	const std::string n = random_narrow(random, 12),
			  m = random.one_in(2) ? random_narrow(random, 12) : n;
	check(sign(_stricmp(n.c_str(), m.c_str())) == sign(strcasecmp(n.c_str(), m.c_str())),
	      "_stricmp()");
	check(sign(_strnicmp(n.c_str(), m.c_str(), count)) ==
		      sign(strncasecmp(n.c_str(), m.c_str(), count)),
	      "_strnicmp()");
}

int by_byte(const void *a, const void *b)
{
	return *static_cast<const UCHAR *>(a) - *static_cast<const UCHAR *>(b);
}

/// qsort() and bsearch(), of elements that begin with what they are sorted by.
void arrays(Random &random)
{
	const size_t size = 1 + random.below(20), count = random.below(40);
	std::vector<std::vector<UCHAR>> elements(count);
	std::vector<UCHAR> array;

	for (auto &element : elements) {
		for (size_t n = 0; n < size; n++)
			element.push_back(static_cast<UCHAR>(random.below(100)));
		array.insert(array.end(), element.begin(), element.end());
	}
	array.push_back('~');
	world::as(0, [&] { ntparport_qsort(array.data(), count, size, by_byte); });
	check(array.back() == '~', "qsort(): more is written than the array");
	std::vector<std::vector<UCHAR>> sorted;
	for (size_t n = 0; n < count; n++)
		sorted.emplace_back(array.begin() + n * size, array.begin() + (n + 1) * size);
	check(std::is_sorted(sorted.begin(), sorted.end(),
			     [](const auto &a, const auto &b) { return a[0] < b[0]; }),
	      "qsort(): not sorted");
	const auto key = static_cast<UCHAR>(random.below(101));
	const bool there = std::any_of(sorted.begin(), sorted.end(),
				       [&](const auto &element) { return element[0] == key; });
	// What follows the array does not count.
	array.back() = key;
	world::as(0, [&] {
		const void *found = ntparport_bsearch(&key, array.data(), count, size, by_byte);
		check(there ? found && found < &array.back() &&
				      *static_cast<const UCHAR *>(found) == key :
			      !found,
		      "bsearch(): %d of %zu", key, count);
	});
	std::sort(sorted.begin(), sorted.end());
	std::sort(elements.begin(), elements.end());
	check(sorted == elements, "qsort(): other elements");
}

/// The rest of stdlib.h, beside the C library's.
void library(Random &random)
{
	static constexpr char signs[][4] = { "", "-", "+", " ", "\t -", "\n" };
	static constexpr char prefixes[][4] = { "", "0", "0x", "0X", "0xg" };
	const int base = static_cast<int>(random.below(37));
	std::string written = std::string(signs[random.below(6)]) + prefixes[random.below(5)];

	for (unsigned int n = random.below(12); n; n--)
		written += random.one_in(8) ? static_cast<char>(' ' + random.below(95)) :
					      "0123456789abcxyzABCXYZ"[random.below(22)];
	if (base != 1) {
		std::u16string wide = widened(written);
		const auto *text = reinterpret_cast<const WCHAR *>(wide.c_str());
		WCHAR *end = nullptr;
		char *their_end = nullptr;
		// strtoull() negates what fits, and so does a strtoul() of 32 bits.
		errno = 0;
		unsigned long long theirs = strtoull(written.c_str(), &their_end, base);
		const bool minus = written.find('-') < written.find_first_not_of(" \t\n-");
		if (errno || (minus ? -theirs : theirs) > MAXULONG)
			theirs = MAXULONG;
		const ULONG ours = ntparport_wcstoul(text, &end, base);
		check(ours == static_cast<ULONG>(theirs), "wcstoul(): \"%s\" is %#x, not %#llx",
		      written.c_str(), ours, theirs);
		check(end - text == their_end - written.c_str(), "wcstoul(): \"%s\" ends at %td",
		      written.c_str(), end - text);
		check(ntparport_atoi(written.c_str()) ==
			      static_cast<int>(ntparport_wcstoul(text, nullptr, 10)),
		      "atoi(): \"%s\"", written.c_str());
	}

	const auto value = static_cast<int>(random.number() >> random.below(64));
	char narrow[40];
	WCHAR wide[40];
	_itoa(value, narrow, base);
	_itow(value, wide, base);
	check(base < 2 ? !narrow[0] : static_cast<int>(strtoll(narrow, nullptr, base)) == value,
	      "_itoa(): %d is \"%s\" in base %d", value, narrow, base);
	check(base < 2 || (narrow[0] == '-') == (base == 10 && value < 0), "_itoa(): sign");
	for (size_t n = 0; n <= strlen(narrow); n++)
		check(wide[n] == static_cast<UCHAR>(narrow[n]), "_itow(): another text");

	const std::u16string before = random_wide(random, 12);
	const size_t room = random.below(14);
	char converted[16];
	memset(converted, '~', sizeof(converted));
	const size_t length = ntparport_wcstombs(converted,
						 reinterpret_cast<const WCHAR *>(before.c_str()),
						 room);
	std::string expected;
	bool lacks = false;
	for (size_t n = 0; n < std::min(before.size(), room) && !lacks; n++) {
		expected += to_ansi(before[n]);
		lacks = expected.back() == '?' && before[n] != '?';
	}
	check(length == (lacks ? ~size_t{ 0 } : expected.size()), "wcstombs(): %zu", length);
	check(lacks || !memcmp(converted, expected.data(), expected.size()),
	      "wcstombs(): another text");
	check(converted[room] == '~', "wcstombs(): more is written than there is room for");
	check(lacks || before.size() >= room || !converted[before.size()],
	      "wcstombs(): no terminator");
}

/// RtlVerifyVersionInfo(), with one condition for all parts of the version: they are compared as
/// one number then.
void versions(Random &random)
{
	RTL_OSVERSIONINFOEXW is{}, asked{};
	const auto condition = static_cast<UCHAR>(1 + random.below(5));
	constexpr ULONG types[] = { VER_MAJORVERSION, VER_MINORVERSION, VER_SERVICEPACKMAJOR,
				    VER_SERVICEPACKMINOR };
	ULONG wanted = 0;
	ULONGLONG mask = 0;

	is.dwOSVersionInfoSize = sizeof(is);
	check(!RtlGetVersion(reinterpret_cast<PRTL_OSVERSIONINFOW>(&is)), "RtlGetVersion()");
	for (const ULONG type : types)
		wanted |= random.one_in(3) ? 0 : type;
	asked.dwMajorVersion = is.dwMajorVersion - 1 + random.below(3);
	asked.dwMinorVersion = is.dwMinorVersion - 1 + random.below(3);
	asked.wServicePackMajor = static_cast<USHORT>(is.wServicePackMajor - 1 + random.below(3));
	asked.wServicePackMinor = static_cast<USHORT>(is.wServicePackMinor + random.below(2));
	for (const ULONG type : types)
		mask = VerSetConditionMask(mask, type, condition);
	auto number = [=](const RTL_OSVERSIONINFOEXW &version) {
		const ULONG parts[] = { version.dwMajorVersion, version.dwMinorVersion,
					version.wServicePackMajor, version.wServicePackMinor };
		ULONG all = 0;

		for (unsigned int n = 0; n < 4; n++)
			all = all * 16 + (wanted & types[n] ? parts[n] : 0);
		return all;
	};
	const ULONG a = number(is), b = number(asked);
	const bool matches[] = { a == b, a > b, a >= b, a < b, a <= b };
	const NTSTATUS status = RtlVerifyVersionInfo(&asked, wanted, mask);
	if (!wanted)
		check(status == STATUS_INVALID_PARAMETER, "RtlVerifyVersionInfo() of nothing");
	else
		check(status ==
			      (matches[condition - 1] ? STATUS_SUCCESS : STATUS_REVISION_MISMATCH),
		      "RtlVerifyVersionInfo()");
	auto ddi = [](const RTL_OSVERSIONINFOEXW &version) {
		return version.dwMajorVersion << 24 | version.dwMinorVersion << 16;
	};
	const auto pack = static_cast<ULONG>(asked.wServicePackMajor) << 8;
	check(RtlIsNtDdiVersionAvailable(ddi(asked)) == (ddi(asked) <= ddi(is)),
	      "RtlIsNtDdiVersionAvailable()");
	check(!RtlIsNtDdiVersionAvailable(ddi(asked) | pack),
	      "RtlIsNtDdiVersionAvailable() of a service pack");
	check(RtlIsServicePackVersionInstalled(ddi(asked) | pack) ==
		      (ddi(asked) == ddi(is) && asked.wServicePackMajor <= is.wServicePackMajor),
	      "RtlIsServicePackVersionInstalled()");
}

}

int main(int argc, char **argv)
{
	static void (*const groups[])(
		Random &) = { conversions, counted_strings, numbers,  formats, formats, any_format,
			      lines,	   wide_strings,    versions, arrays,  library };
	const uint64_t seed = argc > 1 ? strtoull(argv[1], nullptr, 0) : 1;
	const unsigned long operations = argc > 2 ? strtoul(argv[2], nullptr, 0) : 1000000;
	Random random(seed);

	nt_module_coming(world::module_of(0));
	read_code_page();
	characters();
	for (unsigned long n = 0; n < operations; n++)
		groups[n % (sizeof(groups) / sizeof(groups[0]))](random);
	nt_client_remove(world::module_of(0));
	check(!world::left(), "memory: %ld blocks are left", world::left());
	check(operations, "set-up: no operation");
	printf("%lu operations, and every character, seed %" PRIu64 "\n", operations, seed);
}
