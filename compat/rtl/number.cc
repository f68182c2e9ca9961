// SPDX-License-Identifier: GPL-2.0
/// number.cc - numbers from and to text, and 64-bit arithmetic for compilers that had none.

#include "glue/divide.h"
#include "base/check.hh"
#include "rtl/characters.hh"
#include "rtl/string.hh"

using rtl::result_ok;
using rtl::space_ok;
using rtl::string_ok;
using rtl::Text;

namespace {

bool base_is_good(ULONG base) { return base == 2 || base == 8 || base == 10 || base == 16; }

NTSTATUS from_integer(ULONGLONG value, ULONG base, UNICODE_STRING *string, Caller caller = Caller())
{
	WCHAR text[64];	 // one for each bit
	WCHAR *const end = text + RTL_NUMBER_OF(text);
	WCHAR *digit = end;

	if (!space_ok(string, caller))
		return STATUS_INVALID_PARAMETER;
	base = base ? base : 10;
	if (!base_is_good(base))
		return STATUS_INVALID_PARAMETER;
	do {
		ULONG rest;

		value = nt_divide(value, base, &rest);
		*--digit = "0123456789ABCDEF"[rest];
	} while (value);
	const size_t length = (end - digit) * sizeof(WCHAR);
	if (length > string->MaximumLength)
		return STATUS_BUFFER_OVERFLOW;
	memcpy(string->Buffer, digit, length);
	string->Length = static_cast<USHORT>(length);
	rtl::terminate(string);
	return STATUS_SUCCESS;
}

/// Reads a text from its start; after its end it reads 0.
class Reader {
public:
	explicit Reader(const Text &text) : text_(text) { }
	WCHAR peek() const { return at_ < text_.length() ? text_[at_] : 0; }
	void next() { at_++; }
	/// Skips the character if it is the next one.
	bool skip(WCHAR c)
	{
		if (peek() != c)
			return false;
		next();
		return true;
	}

private:
	const Text &text_;
	size_t at_ = 0;
};

/// The base that a prefix means, or 10.
ULONG read_base(Reader &reader)
{
	if (!reader.skip('0'))
		return 10;
	return reader.skip('b') ? 2 : reader.skip('o') ? 8 : reader.skip('x') ? 16 : 10;
}

NTSTATUS to_integer(const Text &text, ULONG base, ULONG *value)
{
	Reader reader(text);
	ULONG result = 0;

	while (reader.peek() && reader.peek() <= ' ')
		reader.next();
	const bool minus = reader.skip('-');
	if (!minus)
		reader.skip('+');
	if (!base)
		base = read_base(reader);
	else if (!base_is_good(base))
		return STATUS_INVALID_PARAMETER;
	for (ULONG digit; (digit = rtl::digit_of(reader.peek())) < base; reader.next())
		result = result * base + digit;
	*value = minus ? -result : result;
	return STATUS_SUCCESS;
}

}

NTSTATUS NTAPI RtlInt64ToUnicodeString(ULONGLONG value, ULONG base, PUNICODE_STRING string)
{
	return from_integer(value, base, string);
}

NTSTATUS NTAPI RtlIntegerToUnicodeString(ULONG value, ULONG base, PUNICODE_STRING string)
{
	return from_integer(value, base, string);
}

NTSTATUS NTAPI RtlUnicodeStringToInteger(PCUNICODE_STRING string, ULONG base, PULONG value)
{
	if (!string_ok(string) || !result_ok(value))
		return STATUS_INVALID_PARAMETER;
	return to_integer(Text(*string), base, value);
}

NTSTATUS NTAPI RtlCharToInteger(PCSZ string, ULONG base, PULONG value)
{
	if (!ok(nt_is_text(string, false), "the text") || !result_ok(value))
		return STATUS_INVALID_PARAMETER;
	return to_integer(Text(string, strlen(string)), base, value);
}

// Division

namespace {

ULONGLONG divide(ULONGLONG dividend, ULONG divisor, ULONG *remainder, Caller caller = Caller())
{
	ULONGLONG quotient = 0;
	ULONG rest = 0;

	if (divisor)
		quotient = nt_divide(dividend, divisor, &rest);
	else
		caller.complain("division by 0");
	if (remainder && result_ok(remainder, caller))
		*remainder = rest;
	return quotient;
}

}

LARGE_INTEGER NTAPI RtlExtendedLargeIntegerDivide(LARGE_INTEGER dividend, ULONG divisor,
						  PULONG remainder)
{
	dividend.QuadPart = static_cast<LONGLONG>(divide(dividend.QuadPart, divisor, remainder));
	return dividend;
}

ULONG NTAPI RtlEnlargedUnsignedDivide(ULARGE_INTEGER dividend, ULONG divisor, PULONG remainder)
{
	return static_cast<ULONG>(divide(dividend.QuadPart, divisor, remainder));
}

LARGE_INTEGER NTAPI RtlLargeIntegerDivide(LARGE_INTEGER dividend, LARGE_INTEGER divisor,
					  PLARGE_INTEGER remainder)
{
	const ULONGLONG number = dividend.QuadPart;
	ULONGLONG quotient = 0;

	// The smallest number divided by -1 overflows, which in hardware is a fault, too.
	if (!divisor.QuadPart)
		Caller().complain("division by 0");
	else if (divisor.QuadPart == -1)
		quotient = -number;
	else
		quotient = nt_divide_signed(dividend.QuadPart, divisor.QuadPart);
	if (remainder && result_ok(remainder))
		remainder->QuadPart =
			divisor.QuadPart ?
				static_cast<LONGLONG>(number - quotient * divisor.QuadPart) :
				0;
	LARGE_INTEGER result;
	result.QuadPart = static_cast<LONGLONG>(quotient);
	return result;
}
