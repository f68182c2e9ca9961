// SPDX-License-Identifier: GPL-2.0
/// format.hh - Windows' formats (nt/crt.h explains them); internal.
#pragma once

#include <ntddk.h>

#include "rtl/characters.hh"

namespace rtl {

/// Where formatted text goes: a buffer of `room` characters. It is not terminated here.
class Output {
public:
	/// Writes UTF-8 or, by default, ANSI.
	Output(char *buffer, size_t room, bool utf8 = false)
		: kind_(utf8 ? Kind::utf8 : Kind::ansi), narrow_(buffer), room_(room)
	{ }
	Output(WCHAR *buffer, size_t room) : kind_(Kind::utf16), wide_(buffer), room_(room) { }

	void put(WCHAR c);
	void put(char c);
	/// Puts it `count` times; not at all if that is negative.
	void put(char c, int count);
	/// How many characters there were, whether or not they fit.
	size_t length() const { return length_; }

private:
	enum class Kind { ansi, utf8, utf16 };

	void put_byte(unsigned int byte);

	Kind kind_;
	char *narrow_ = nullptr;
	WCHAR *wide_ = nullptr;
	size_t room_;
	size_t length_ = 0;
};

/// Passed by reference, because a va_list may be an array.
struct Arguments {
	va_list list;
};

/// The format is terminated. Formats work the same way, whatever the width of their characters and
/// of those of the output.
void format(Output &output, const Text &format, Arguments &arguments);

}
