// SPDX-License-Identifier: GPL-2.0 OR MIT
/// text.cpp - UTF-8 and UTF-16.

#include <new>

#include "library/object.hpp"
#include "library/text.hpp"

namespace nt {

namespace {

constexpr char32_t replacement = 0xfffd;

/// The next character of a text in UTF-8, and in `bad` whether it is not one.
char32_t next_of(const std::string &text, size_t &at, bool &bad)
{
	static const struct {
		unsigned char mask, start;
		unsigned int more;
		char32_t least;
	} forms[] = { { 0x80, 0x00, 0, 0 },
		      { 0xe0, 0xc0, 1, 0x80 },
		      { 0xf0, 0xe0, 2, 0x800 },
		      { 0xf8, 0xf0, 3, 0x10000 } };
	const auto first = static_cast<unsigned char>(text[at++]);

	for (const auto &form : forms) {
		if ((first & form.mask) != form.start)
			continue;
		char32_t character = first & static_cast<unsigned char>(~form.mask);
		size_t i = at;
		unsigned int more = form.more;
		for (; more && i < text.size() && (text[i] & 0xc0) == 0x80; i++, more--)
			character = character << 6 | (text[i] & 0x3f);
		if (more || character < form.least || character > 0x10ffff ||
		    (character >= 0xd800 && character < 0xe000))
			break;
		at = i;
		return character;
	}
	bad = true;
	return replacement;
}

void append(std::string &text, char32_t c)
{
	if (c < 0x80) {
		text += static_cast<char>(c);
		return;
	}
	const unsigned int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	text += static_cast<char>((0xff00 >> (more + 1) & 0xff) | c >> 6 * more);
	for (unsigned int i = more; i--;)
		text += static_cast<char>(0x80 | (c >> 6 * i & 0x3f));
}

void append(std::u16string &text, char32_t c)
{
	if (c >= 0x10000) {
		text += static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10));
		c = 0xdc00 + (c & 0x3ff);
	}
	text += static_cast<char16_t>(c);
}

std::u16string widen(const std::string &text, bool &bad)
{
	std::u16string result;

	for (size_t at = 0; at < text.size();)
		append(result, next_of(text, at, bad));
	return result;
}

std::string narrow(const WCHAR *text, size_t length, bool &bad)
{
	std::string result;

	for (size_t i = 0; i < length; i++) {
		char32_t c = static_cast<char16_t>(text[i]);

		if (c >= 0xd800 && c < 0xe000) {
			const char32_t low = i + 1 < length ? static_cast<char16_t>(text[i + 1]) :
							      0;

			if (c < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff);
				i++;
			} else {
				c = replacement;
				bad = true;
			}
		}
		append(result, c);
	}
	return result;
}

size_t length_of(LPCWSTR text)
{
	size_t length = 0;

	while (text[length])
		length++;
	return length;
}

/// What both conversions return; 0 and an error if there is no room.
template <typename Text, typename Unit>
int give(const Text &text, Unit *to, int room)
{
	const int size = static_cast<int>(text.size());

	if (!room)
		return size;
	if (room < size)
		return fail(ERROR_INSUFFICIENT_BUFFER);
	for (int i = 0; i < size; i++)
		to[i] = static_cast<Unit>(text[i]);
	return size;
}

}

std::string narrow(LPCWSTR text)
{
	bool bad = false;

	return text ? narrow(text, length_of(text), bad) : std::string();
}

std::u16string widen(const std::string &text)
{
	bool bad = false;

	return widen(text, bad);
}

std::string folded(const std::string &text)
{
	std::string result;
	bool bad = false;

	for (size_t at = 0; at < text.size();) {
		char32_t c = next_of(text, at, bad);

		if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7))
			c += 0x20;
		append(result, c);
	}
	return result;
}

}

using namespace nt;

extern "C" {

int MultiByteToWideChar(UINT page, DWORD flags, LPCSTR from, int length, LPWSTR to, int room)
{
	bool bad = false;

	if ((page != CP_ACP && page != CP_UTF8) || !from || !length || length < -1 || room < 0 ||
	    (room && !to))
		return fail(ERROR_INVALID_PARAMETER);
	try {
		const std::string text = length < 0 ? std::string(from, strlen(from) + 1) :
						      std::string(from, length);
		const std::u16string wide = widen(text, bad);

		if (bad && flags & MB_ERR_INVALID_CHARS)
			return fail(ERROR_NO_UNICODE_TRANSLATION);
		return give(wide, to, room);
	} catch (const std::bad_alloc &) {
		return fail(ERROR_NOT_ENOUGH_MEMORY);
	}
}

int WideCharToMultiByte(UINT page, DWORD flags, LPCWSTR from, int length, LPSTR to, int room,
			LPCSTR ordinary, LPBOOL used)
{
	bool bad = false;

	// Unicode has every character.
	if ((page != CP_ACP && page != CP_UTF8) || !from || !length || length < -1 || room < 0 ||
	    (room && !to) || ordinary || used)
		return fail(ERROR_INVALID_PARAMETER);
	try {
		const std::string text =
			narrow(from, length < 0 ? length_of(from) + 1 : length, bad);

		if (bad && flags & WC_ERR_INVALID_CHARS)
			return fail(ERROR_NO_UNICODE_TRANSLATION);
		return give(text, to, room);
	} catch (const std::bad_alloc &) {
		return fail(ERROR_NOT_ENOUGH_MEMORY);
	}
}
}
