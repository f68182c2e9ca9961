// SPDX-License-Identifier: GPL-2.0
/// characters.hh - ANSI (code page 1252), OEM (code page 437), UTF-16, and text in either; internal.
#pragma once

#include <ntddk.h>

namespace rtl {

WCHAR to_wide(CHAR c);
/// A question mark if ANSI does not have the character.
CHAR to_ansi(WCHAR c);

/// The same for OEM.
WCHAR oem_to_wide(CHAR c);
CHAR to_oem(WCHAR c);
/// In upper case; as it is if the code page has it only so.
CHAR to_upper_ansi(WCHAR c);
CHAR to_upper_oem(WCHAR c);

/// The value as a digit, in a base of at most 36; the base or more: it is not a digit.
ULONG digit_of(WCHAR c);

/// A text of either width, in somebody else's memory.
class Text {
public:
	constexpr explicit Text(const char *text, size_t length = 0)
		: narrow_(text), length_(length)
	{ }
	constexpr explicit Text(const WCHAR *text, size_t length = 0) : wide_(text), length_(length)
	{ }
	/// The text of a counted string, whose buffer may be NULL.
	explicit Text(const UNICODE_STRING &string)
		: Text(string.Buffer, string.Buffer ? string.Length / sizeof(WCHAR) : 0)
	{ }
	explicit Text(const STRING &string) : Text(string.Buffer, string.Buffer ? string.Length : 0)
	{ }

	bool is_wide() const { return wide_; }
	size_t length() const { return length_; }
	/// The code unit there, not converted.
	WCHAR operator[](size_t n) const
	{
		// A null text has no characters.
		// NOLINTNEXTLINE(clang-analyzer-core.NullDereference)
		return wide_ ? wide_[n] : static_cast<UCHAR>(narrow_[n]);
	}
	const void *at(size_t n) const
	{
		return wide_ ? static_cast<const void *>(wide_ + n) : narrow_ + n;
	}
	size_t size_of_character() const { return wide_ ? sizeof(WCHAR) : sizeof(char); }

private:
	const char *narrow_ = nullptr;
	const WCHAR *wide_ = nullptr;
	size_t length_;
};

}
