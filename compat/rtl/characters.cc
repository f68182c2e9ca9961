// SPDX-License-Identifier: GPL-2.0
/// characters.cc - code pages 1252 and 437, and upper and lower case.

#include "rtl/characters.hh"

// Code page 1252 where it is not ISO 8859-1.
static constexpr USHORT ansi_80_to_9f[] = {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

// Code page 437 where it is not ASCII.
static constexpr USHORT oem_80_to_ff[] = {
	0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7, 0x00ea, 0x00eb, 0x00e8,
	0x00ef, 0x00ee, 0x00ec, 0x00c4, 0x00c5, 0x00c9, 0x00e6, 0x00c6, 0x00f4, 0x00f6, 0x00f2,
	0x00fb, 0x00f9, 0x00ff, 0x00d6, 0x00dc, 0x00a2, 0x00a3, 0x00a5, 0x20a7, 0x0192, 0x00e1,
	0x00ed, 0x00f3, 0x00fa, 0x00f1, 0x00d1, 0x00aa, 0x00ba, 0x00bf, 0x2310, 0x00ac, 0x00bd,
	0x00bc, 0x00a1, 0x00ab, 0x00bb, 0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562,
	0x2556, 0x2555, 0x2563, 0x2551, 0x2557, 0x255d, 0x255c, 0x255b, 0x2510, 0x2514, 0x2534,
	0x252c, 0x251c, 0x2500, 0x253c, 0x255e, 0x255f, 0x255a, 0x2554, 0x2569, 0x2566, 0x2560,
	0x2550, 0x256c, 0x2567, 0x2568, 0x2564, 0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256b,
	0x256a, 0x2518, 0x250c, 0x2588, 0x2584, 0x258c, 0x2590, 0x2580, 0x03b1, 0x00df, 0x0393,
	0x03c0, 0x03a3, 0x03c3, 0x00b5, 0x03c4, 0x03a6, 0x0398, 0x03a9, 0x03b4, 0x221e, 0x03c6,
	0x03b5, 0x2229, 0x2261, 0x00b1, 0x2265, 0x2264, 0x2320, 0x2321, 0x00f7, 0x2248, 0x00b0,
	0x2219, 0x00b7, 0x221a, 0x207f, 0x00b2, 0x25a0, 0x00a0,
};

static constexpr unsigned int first_beyond_ascii = 0x80;

WCHAR rtl::to_wide(CHAR c)
{
	const UCHAR byte = c;

	return byte >= 0x80 && byte <= 0x9f ? ansi_80_to_9f[byte - 0x80] : byte;
}

CHAR rtl::to_ansi(WCHAR c)
{
	if (c < 0x80 || (c >= 0xa0 && c <= 0xff))
		return static_cast<CHAR>(c);
	for (unsigned int n = 0; n < RTL_NUMBER_OF(ansi_80_to_9f); n++)
		if (ansi_80_to_9f[n] == c)
			return static_cast<CHAR>(0x80 + n);
	return '?';
}

WCHAR rtl::oem_to_wide(CHAR c)
{
	const UCHAR byte = c;

	return byte < first_beyond_ascii ? byte : oem_80_to_ff[byte - first_beyond_ascii];
}

CHAR rtl::to_oem(WCHAR c)
{
	if (c < first_beyond_ascii)
		return static_cast<CHAR>(c);
	for (unsigned int n = 0; n < RTL_NUMBER_OF(oem_80_to_ff); n++)
		if (oem_80_to_ff[n] == c)
			return static_cast<CHAR>(first_beyond_ascii + n);
	return '?';
}

namespace {

/// In upper case, or as it is if the code page does not have that.
template <typename Convert>
CHAR to_upper(WCHAR c, Convert convert)
{
	const CHAR upper = convert(RtlUpcaseUnicodeChar(c));

	return upper == '?' ? convert(c) : upper;
}

}

CHAR rtl::to_upper_ansi(WCHAR c) { return to_upper(c, to_ansi); }
CHAR rtl::to_upper_oem(WCHAR c) { return to_upper(c, to_oem); }

ULONG rtl::digit_of(WCHAR c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 'a' - 'A';
	return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 36;
}

namespace {

/// Lower-case letters, and how far above their upper case they are. Where the cases alternate,
/// every second character from the first on is a lower-case letter.
struct Range {
	USHORT first, last;
	UCHAR step;
	SHORT offset;

	constexpr bool has(unsigned int c) const
	{
		return c >= first && c <= last && (c - first) % step == 0;
	}
};

constexpr Range lower_case[] = {
	{ 'a', 'z', 1, 32 },	   { 0x00e0, 0x00f6, 1, 32 },
	{ 0x00f8, 0x00fe, 1, 32 }, { 0x00ff, 0x00ff, 1, 0x00ff - 0x0178 },
	{ 0x0101, 0x012f, 2, 1 },  { 0x0133, 0x0137, 2, 1 },
	{ 0x013a, 0x0148, 2, 1 },  { 0x014b, 0x0177, 2, 1 },
	{ 0x017a, 0x017e, 2, 1 },  { 0x03ac, 0x03ac, 1, 38 },
	{ 0x03ad, 0x03af, 1, 37 }, { 0x03b1, 0x03c1, 1, 32 },
	{ 0x03c2, 0x03c2, 1, 31 }, { 0x03c3, 0x03cb, 1, 32 },
	{ 0x03cc, 0x03cc, 1, 64 }, { 0x03cd, 0x03ce, 1, 63 },
	{ 0x0430, 0x044f, 1, 32 }, { 0x0450, 0x045f, 1, 80 },
	{ 0x0461, 0x0481, 2, 1 },  { 0x048b, 0x04bf, 2, 1 },
	{ 0x04d1, 0x04ff, 2, 1 },  { 0x0561, 0x0586, 1, 48 },
	{ 0x1e01, 0x1e95, 2, 1 },  { 0x1ea1, 0x1eff, 2, 1 },
	{ 0xff41, 0xff5a, 1, 32 },
};

}

WCHAR NTAPI RtlUpcaseUnicodeChar(WCHAR c)
{
	for (const Range &range : lower_case)
		if (range.has(c))
			return static_cast<WCHAR>(c - range.offset);
	return c;
}

WCHAR NTAPI RtlDowncaseUnicodeChar(WCHAR c)
{
	// From the end: the capital sigma must find the usual small one, not the final one, which
	// is before it in the table.
	for (unsigned int n = RTL_NUMBER_OF(lower_case); n--;) {
		const unsigned int lower = c + lower_case[n].offset;

		if (lower_case[n].has(lower))
			return static_cast<WCHAR>(lower);
	}
	return c;
}

CHAR NTAPI RtlUpperChar(CHAR c)
{
	const CHAR upper = rtl::to_ansi(RtlUpcaseUnicodeChar(rtl::to_wide(c)));

	// ANSI may lack the upper case.
	return upper == '?' ? c : upper;
}
