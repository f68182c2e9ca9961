/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt_crt_more.h - what the C library of kits since Windows XP's has beyond that of older ones.
 * Included by string.h, stdio.h, stdlib.h and wchar.h.
 *
 * Bounds are in characters. EINVAL: something that is not a pointer, or no room at all; ERANGE: not
 * enough room, and the text is empty then. There is no handler of invalid parameters in a kernel:
 * the functions only return. strtok() is missing, since it would have to remember for each thread.
 */
#ifndef COMPAT_DRIVER_NT_CRT_MORE_H
#define COMPAT_DRIVER_NT_CRT_MORE_H

#ifdef __cplusplus
extern "C" {
#endif

#ifndef EINVAL
#define EINVAL		22
#endif
#ifndef ERANGE
#define ERANGE		34
#endif
#ifndef STRUNCATE
#define STRUNCATE	80
#endif
#define _TRUNCATE	((size_t)-1)

/* Copy or append at most Count characters; with _TRUNCATE, as many as there is room for. */
#define NT_PUT(Name, Character) \
	FORCEINLINE int Name(Character *Dest, size_t Size, size_t At, const Character *Src, \
			     size_t Count) \
	{ \
		size_t n; \
\
		if (!Dest || !Size) \
			return EINVAL; \
		if ((!Src && Count) || At == Size) { \
			Dest[0] = 0; \
			return EINVAL; \
		} \
		for (n = 0; n < Count && Src[n]; n++) { \
			if (At + n + 1 == Size) { \
				if (Count == _TRUNCATE) { \
					Dest[At + n] = 0; \
					return STRUNCATE; \
				} \
				Dest[0] = 0; \
				return ERANGE; \
			} \
			Dest[At + n] = Src[n]; \
		} \
		Dest[At + n] = 0; \
		return 0; \
	}
NT_PUT(nt_put_narrow, char)
NT_PUT(nt_put_wide, WCHAR)
#undef NT_PUT

FORCEINLINE int strcpy_s(char *Dest, size_t Size, const char *Src)
{
	return nt_put_narrow(Dest, Size, 0, Src, (size_t)-2);
}

FORCEINLINE int wcscpy_s(WCHAR *Dest, size_t Size, const WCHAR *Src)
{
	return nt_put_wide(Dest, Size, 0, Src, (size_t)-2);
}

FORCEINLINE int strncpy_s(char *Dest, size_t Size, const char *Src, size_t Count)
{
	return !Dest && !Size && !Count ? 0 : nt_put_narrow(Dest, Size, 0, Src, Count);
}

FORCEINLINE int wcsncpy_s(WCHAR *Dest, size_t Size, const WCHAR *Src, size_t Count)
{
	return !Dest && !Size && !Count ? 0 : nt_put_wide(Dest, Size, 0, Src, Count);
}

FORCEINLINE int strcat_s(char *Dest, size_t Size, const char *Src)
{
	return nt_put_narrow(Dest, Size, Dest ? strnlen(Dest, Size) : 0, Src, (size_t)-2);
}

FORCEINLINE int wcscat_s(WCHAR *Dest, size_t Size, const WCHAR *Src)
{
	return nt_put_wide(Dest, Size, Dest ? wcsnlen(Dest, Size) : 0, Src, (size_t)-2);
}

FORCEINLINE int strncat_s(char *Dest, size_t Size, const char *Src, size_t Count)
{
	return nt_put_narrow(Dest, Size, Dest ? strnlen(Dest, Size) : 0, Src, Count);
}

FORCEINLINE int wcsncat_s(WCHAR *Dest, size_t Size, const WCHAR *Src, size_t Count)
{
	size_t At = 0;

	while (Dest && At < Size && Dest[At])
		At++;
	return nt_put_wide(Dest, Size, At, Src, Count);
}

/* All characters of a text, or at most Count, become c. */
#define NT_SET(Name, Counted, Character) \
	FORCEINLINE int Counted(Character *s, size_t Size, int c, size_t Count) \
	{ \
		size_t n; \
\
		for (n = 0; s && n < Size && s[n]; n++) \
			; \
		if (!s || n == Size) { \
			if (s && Size) \
				s[0] = 0; \
			return EINVAL; \
		} \
		for (n = 0; n < Count && s[n]; n++) \
			s[n] = (Character)c; \
		return 0; \
	} \
	FORCEINLINE int Name(Character *s, size_t Size, int c) \
	{ \
		return Counted(s, Size, c, _TRUNCATE); \
	}
NT_SET(_strset_s, _strnset_s, char)
NT_SET(_wcsset_s, _wcsnset_s, WCHAR)
#undef NT_SET

/* The next part of a text, without the delimiters around it; s is NULL but for the first. */
FORCEINLINE char *strtok_s(char *s, const char *Delimiters, char **Context)
{
	char *End;

	if (!Context || !Delimiters || (!s && !*Context))
		return NULL;
	if (!s)
		s = *Context;
	s += strspn(s, Delimiters);
	End = s + strcspn(s, Delimiters);
	*Context = *End ? End + 1 : End;
	*End = 0;
	return s == End ? NULL : s;
}

/* memcpy_s() clears the destination when it fails, memmove_s() leaves it as it is. */
FORCEINLINE int memcpy_s(void *Dest, size_t Size, const void *Src, size_t Count)
{
	if (!Count)
		return 0;
	if (!Dest)
		return EINVAL;
	if (!Src || Size < Count) {
		memset(Dest, 0, Size);
		return Src ? ERANGE : EINVAL;
	}
	memcpy(Dest, Src, Count);
	return 0;
}

FORCEINLINE int memmove_s(void *Dest, size_t Size, const void *Src, size_t Count)
{
	if (!Count)
		return 0;
	if (!Dest || !Src)
		return EINVAL;
	if (Size < Count)
		return ERANGE;
	memmove(Dest, Src, Count);
	return 0;
}

/*
 * Format text, and return its length; -1: it does not fit, and is empty, or is as much of it as
 * Count allows, or with _TRUNCATE as there is room for.
 */
#define NT_FORMAT(Vs, Vsn, S, Sn, Raw, Character) \
	static __inline__ __attribute__((unused)) int \
	Vsn(Character *Dest, size_t Size, size_t Count, const Character *Format, \
	    va_list Arguments) \
	{ \
		const size_t Most = Count < Size ? Count : Size ? Size - 1 : 0; \
		int Length; \
\
		if (!Dest || !Size || !Format) \
			return -1; \
		Length = Raw(Dest, Most, Format, Arguments); \
		if (Length >= 0) { \
			Dest[Length] = 0; \
			return Length; \
		} \
		Dest[Count < Size || Count == _TRUNCATE ? Most : 0] = 0; \
		return -1; \
	} \
	static __inline__ __attribute__((unused)) int \
	Vs(Character *Dest, size_t Size, const Character *Format, va_list Arguments) \
	{ \
		return Vsn(Dest, Size, (size_t)-2, Format, Arguments); \
	} \
	static __inline__ __attribute__((unused)) int S(Character *Dest, size_t Size, \
							const Character *Format, ...) \
	{ \
		va_list Arguments; \
		int Length; \
\
		__builtin_va_start(Arguments, Format); \
		Length = Vs(Dest, Size, Format, Arguments); \
		__builtin_va_end(Arguments); \
		return Length; \
	} \
	static __inline__ __attribute__((unused)) int \
	Sn(Character *Dest, size_t Size, size_t Count, const Character *Format, ...) \
	{ \
		va_list Arguments; \
		int Length; \
\
		__builtin_va_start(Arguments, Format); \
		Length = Vsn(Dest, Size, Count, Format, Arguments); \
		__builtin_va_end(Arguments); \
		return Length; \
	}
NT_FORMAT(vsprintf_s, _vsnprintf_s, sprintf_s, _snprintf_s, _vsnprintf, char)
NT_FORMAT(vswprintf_s, _vsnwprintf_s, swprintf_s, _snwprintf_s, _vsnwprintf, WCHAR)
#undef NT_FORMAT

/* Compares memory as text of Count characters, ignoring the case of A to Z. */
FORCEINLINE int _memicmp(const void *A, const void *B, size_t Count)
{
	const UCHAR *a = (const UCHAR *)A, *b = (const UCHAR *)B;
	int Difference = 0;

	while (Count-- && !Difference)
		Difference = ntparport_tolower(*a++) - ntparport_tolower(*b++);
	return Difference;
}

/* A macro, as compilers know a function of this name with another parameter. */
#define iswdigit(c)	nt_iswdigit(c)
FORCEINLINE int nt_iswdigit(WCHAR c) { return c >= '0' && c <= '9'; }

FORCEINLINE WCHAR *wcspbrk(const WCHAR *s, const WCHAR *Accept)
{
	s += wcscspn(s, Accept);
	return *s ? (WCHAR *)s : NULL;
}

/*
 * Text as a number: blanks, a sign, digits of the base; base 0: what a prefix says, 0x or 0. What
 * is too large is the largest there is, of its sign where it has one. End, which may be NULL, gets
 * where it ended, which is s if there is no number.
 */
#define NT_NUMBER(Name, Character) \
	FORCEINLINE const Character *Name(const Character *s, int Base, ULONGLONG *Value, \
					  int *Minus, ULONGLONG Limit) \
	{ \
		const Character *End = s; \
\
		*Value = 0; \
		while (*s == ' ' || (*s >= 9 && *s <= 13)) \
			s++; \
		*Minus = *s == '-'; \
		if (*s == '-' || *s == '+') \
			s++; \
		if ((!Base || Base == 16) && *s == '0' && (s[1] == 'x' || s[1] == 'X')) { \
			const Character c = s[2]; \
\
			if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || \
			    (c >= 'A' && c <= 'F')) { \
				Base = 16; \
				s += 2; \
			} \
		} \
		if (!Base) \
			Base = *s == '0' ? 8 : 10; \
		for (; Base >= 2 && Base <= 36; End = ++s) { \
			int Digit = *s >= '0' && *s <= '9' ? *s - '0' : \
				    *s >= 'a' && *s <= 'z' ? *s - 'a' + 10 : \
				    *s >= 'A' && *s <= 'Z' ? *s - 'A' + 10 : 36; \
\
			if (Digit >= Base) \
				break; \
			if (__builtin_mul_overflow(*Value, (ULONGLONG)Base, Value) || \
			    __builtin_add_overflow(*Value, (ULONGLONG)Digit, Value) || \
			    *Value > Limit) \
				*Value = Limit + (Limit != ~0ULL); \
		} \
		return End; \
	}
NT_NUMBER(nt_number_narrow, char)
NT_NUMBER(nt_number_wide, WCHAR)
#undef NT_NUMBER

FORCEINLINE LONG nt_to_long(ULONGLONG Value, int Minus)
{
	if (Value > 0x7fffffff)
		return Minus ? -0x7fffffff - 1 : 0x7fffffff;
	return Minus ? -(LONG)Value : (LONG)Value;
}

FORCEINLINE ULONG strtoul(const char *s, char **End, int Base)
{
	ULONGLONG Value;
	int Minus;
	const char *Ended = nt_number_narrow(s, Base, &Value, &Minus, 0xffffffff);

	if (End)
		*End = (char *)Ended;
	return Value > 0xffffffff ? 0xffffffff : Minus ? 0 - (ULONG)Value : (ULONG)Value;
}

FORCEINLINE LONG strtol(const char *s, char **End, int Base)
{
	ULONGLONG Value;
	int Minus;
	const char *Ended = nt_number_narrow(s, Base, &Value, &Minus, 0xffffffff);

	if (End)
		*End = (char *)Ended;
	return nt_to_long(Value, Minus);
}

FORCEINLINE LONG wcstol(const WCHAR *s, WCHAR **End, int Base)
{
	ULONGLONG Value;
	int Minus;
	const WCHAR *Ended = nt_number_wide(s, Base, &Value, &Minus, 0xffffffff);

	if (End)
		*End = (WCHAR *)Ended;
	return nt_to_long(Value, Minus);
}

FORCEINLINE LONGLONG _atoi64(const char *s)
{
	ULONGLONG Value;
	int Minus;

	nt_number_narrow(s, 10, &Value, &Minus, 0x7fffffffffffffffULL);
	if (Value > 0x7fffffffffffffffULL)
		return Minus ? -0x7fffffffffffffffLL - 1 : 0x7fffffffffffffffLL;
	return Minus ? -(LONGLONG)Value : (LONGLONG)Value;
}

/* Numbers as text, in lower case; the bases are 2 to 36: for another the text is empty. */
FORCEINLINE char *nt_digits(ULONGLONG Value, char *Dest, int Base, int Minus)
{
	char Digits[64], *To = Dest;
	int n = 0;

	if (Base < 2 || Base > 36)
		Minus = 0;
	else
		do {
			/* Bit by bit: on 32 bits there is no division of 64. */
			ULONG Rest = 0;
			int i;

			for (i = 0; i < 64; i++) {
				Rest = Rest << 1 | (ULONG)(Value >> 63);
				Value <<= 1;
				if (Rest >= (ULONG)Base) {
					Rest -= (ULONG)Base;
					Value |= 1;
				}
			}
			Digits[n++] = "0123456789abcdefghijklmnopqrstuvwxyz"[Rest];
		} while (Value);
	if (Minus)
		*To++ = '-';
	while (n)
		*To++ = Digits[--n];
	*To = 0;
	return Dest;
}

FORCEINLINE char *_ultoa(ULONG Value, char *Dest, int Base)
{
	return nt_digits(Value, Dest, Base, 0);
}

FORCEINLINE char *_ltoa(LONG Value, char *Dest, int Base)
{
	const int Minus = Base == 10 && Value < 0;

	return nt_digits(Minus ? 0 - (ULONG)Value : (ULONG)Value, Dest, Base, Minus);
}

FORCEINLINE char *_ui64toa(ULONGLONG Value, char *Dest, int Base)
{
	return nt_digits(Value, Dest, Base, 0);
}

FORCEINLINE char *_i64toa(LONGLONG Value, char *Dest, int Base)
{
	const int Minus = Base == 10 && Value < 0;

	return nt_digits(Minus ? 0 - (ULONGLONG)Value : (ULONGLONG)Value, Dest, Base, Minus);
}

FORCEINLINE ULONGLONG _strtoui64(const char *s, char **End, int Base)
{
	ULONGLONG Value;
	int Minus;
	const char *Ended = nt_number_narrow(s, Base, &Value, &Minus, ~0ULL);

	if (End)
		*End = (char *)Ended;
	return Minus && Value != ~0ULL ? 0 - Value : Value;
}

/* The same with a bound: EINVAL for a base that is none, too. */
#define NT_TEXT(Name, Character, Type, Unsigned, Signed) \
	FORCEINLINE int Name(Type Value, Character *Dest, size_t Size, int Base) \
	{ \
		const int Minus = (Signed) && Base == 10 && (LONGLONG)Value < 0; \
		char Digits[66]; \
		size_t n = 0; \
\
		if (!Dest || !Size) \
			return EINVAL; \
		Dest[0] = 0; \
		if (Base < 2 || Base > 36) \
			return EINVAL; \
		nt_digits(Minus ? 0 - (ULONGLONG)Value : (Unsigned)Value, Digits, Base, Minus); \
		if (strlen(Digits) >= Size) \
			return ERANGE; \
		do { \
			Dest[n] = (Character)Digits[n]; \
		} while (Digits[n++]); \
		return 0; \
	}
NT_TEXT(_itoa_s, char, int, ULONG, 1)
NT_TEXT(_ltoa_s, char, LONG, ULONG, 1)
NT_TEXT(_ultoa_s, char, ULONG, ULONG, 0)
NT_TEXT(_i64toa_s, char, LONGLONG, ULONGLONG, 1)
NT_TEXT(_ui64toa_s, char, ULONGLONG, ULONGLONG, 0)
NT_TEXT(_itow_s, WCHAR, int, ULONG, 1)
NT_TEXT(_ltow_s, WCHAR, LONG, ULONG, 1)
NT_TEXT(_ultow_s, WCHAR, ULONG, ULONG, 0)
NT_TEXT(_i64tow_s, WCHAR, LONGLONG, ULONGLONG, 1)
NT_TEXT(_ui64tow_s, WCHAR, ULONGLONG, ULONGLONG, 0)
#undef NT_TEXT

#ifdef __cplusplus
}
#endif

#endif
