// SPDX-License-Identifier: GPL-2.0
/*
 * strsafe.c - ntstrsafe.h against an oracle, for every small buffer, text and flag.
 *
 * A program of C and of C++: test.py compiles and runs it. It prints what differs. The
 * oracle is written from the driver kit's documentation, and knows text of bytes only:
 * that of 16-bit characters is widened and narrowed around each call.
 */
#include <ntstrsafe.h>

#ifdef __cplusplus
extern "C" {
#endif
int printf(const char *format, ...);
int vsnprintf(char *buffer, __SIZE_TYPE__ size, const char *format, __builtin_va_list arguments);

/* As Windows has them: -1, and no terminator, if the text does not fit. */
int ntparport__vsnprintf(char *dest, __SIZE_TYPE__ count, const char *format,
			 __builtin_va_list arguments)
{
	char text[64];
	const int length = vsnprintf(text, sizeof(text), format, arguments);

	memcpy(dest, text, (size_t)length < count ? (size_t)length + 1 : count);
	return (size_t)length <= count ? length : -1;
}

int ntparport__vsnwprintf(WCHAR *dest, __SIZE_TYPE__ count, const WCHAR *format,
			  __builtin_va_list arguments)
{
	char narrow[64], text[64];
	size_t n = 0;
	int length;

	do
		narrow[n] = (char)format[n];
	while (format[n++]);
	length = vsnprintf(text, sizeof(text), narrow, arguments);
	for (n = 0; n < count && n <= (size_t)length; n++)
		dest[n] = (WCHAR)text[n];
	return (size_t)length <= count ? length : -1;
}
#ifdef __cplusplus
}
#endif

enum { ROOM = 6, NOWHERE = -1 };

enum operation { COPY, COPY_N, CAT, CAT_N, PRINT, OPERATIONS };

static const char *const operations[] = { "Copy", "CopyN", "Cat", "CatN", "Printf" };

/* One call: what is passed, and what came back. */
struct call {
	enum operation operation;
	BOOLEAN bytes, wide, ex; /* Cb, W, Ex */
	BOOLEAN dest_is_null, src_is_null;
	const char *src;
	size_t room, odd, limit; /* of the buffer in characters, bytes beyond, ...N */
	char before[ROOM + 1];	 /* the buffer, '#' where nothing was written */
	ULONG flags;
};

struct outcome {
	NTSTATUS status;
	char after[ROOM + 1]; /* '*': filled, '?': neither what was there nor text */
	int end, left;	      /* of the text, and of the buffer in units; NOWHERE: not said */
};

static int failures;
static unsigned int calls;

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static size_t length_of(const char *text, size_t max)
{
	size_t n = 0;

	while (n < max && text[n])
		n++;
	return n;
}

/* The documentation, rule by rule. */
static struct outcome documented(const struct call *call)
{
	const BOOLEAN nulls = call->flags & STRSAFE_IGNORE_NULLS ? TRUE : FALSE;
	const BOOLEAN appends = call->operation == CAT || call->operation == CAT_N;
	const BOOLEAN limited = call->operation == COPY_N || call->operation == CAT_N;
	const size_t room = call->dest_is_null && !call->room ? 0 : call->room;
	const size_t kept = appends ? length_of(call->before, room) : 0;
	const char *src = call->src_is_null ? "" : call->src;
	const size_t given = least(length_of(src, 64), limited ? call->limit : 64);
	const char fill = call->flags & 0xff ? '*' : 0;
	struct outcome want = { STATUS_SUCCESS, "", NOWHERE, NOWHERE };
	size_t end = 0, n;

	memcpy(want.after, call->before, sizeof(want.after));
	if (call->flags & ~(ULONG)STRSAFE_VALID_FLAGS)
		want.status = STATUS_INVALID_PARAMETER;
	else if (!nulls && (call->dest_is_null || call->src_is_null))
		want.status = STATUS_INVALID_PARAMETER;
	else if (call->dest_is_null && room)
		want.status = STATUS_INVALID_PARAMETER;
	else if (!room && (given || !call->ex))
		want.status = STATUS_INVALID_PARAMETER;
	else if (room && kept == room)
		want.status = STATUS_INVALID_PARAMETER; /* it is full already */
	else if (room && kept + given >= room)
		want.status = STATUS_BUFFER_OVERFLOW;

	if (room && want.status != STATUS_INVALID_PARAMETER) {
		const BOOLEAN fits = want.status == STATUS_SUCCESS;
		size_t put = fits ? given : room - 1 - kept;

		if (!fits && (call->flags & STRSAFE_NO_TRUNCATION))
			put = 0;
		end = kept + put;
		/* What an empty text leaves after its terminator does not count. */
		for (n = 0; n < room; n++)
			want.after[n] = n < kept ? call->before[n] :
					n < end	 ? src[n - kept] :
					n == end ? 0 :
					fits && (call->flags & STRSAFE_FILL_BEHIND_NULL) ?
						   fill :
						   call->before[n];
	}
	if (want.status != STATUS_SUCCESS && room && !call->dest_is_null) {
		if (call->flags & STRSAFE_FILL_ON_FAILURE) {
			for (n = 0; n < room; n++)
				want.after[n] = n + 1 < room ? fill : 0;
			end = fill ? room - 1 : 0;
		}
		/* Nothing cut is left; what was there before is, if it was appended to. */
		if ((call->flags & STRSAFE_NULL_ON_FAILURE) ||
		    (!appends && want.status == STATUS_BUFFER_OVERFLOW &&
		     (call->flags & STRSAFE_NO_TRUNCATION))) {
			want.after[0] = 0;
			end = 0;
		}
	}
	if (call->ex && want.status != STATUS_INVALID_PARAMETER) {
		const int unit = call->bytes && call->wide ? 2 : 1;

		want.end = (int)end;
		want.left = (int)(room - end) * unit + (unit == 2 ? (int)call->odd : 0);
	}
	return want;
}

/* Two variants by their suffix, X. */
#define CALL(X, CH) \
	static NTSTATUS print_##X(BOOLEAN bytes, BOOLEAN ex, CH *dest, size_t size, CH **end, \
				  size_t *left, ULONG flags, const CH *format, ...) \
	{ \
		NTSTATUS status; \
		__builtin_va_list list; \
\
		__builtin_va_start(list, format); \
		status = bytes ? (ex ? RtlStringCbVPrintfEx##X(dest, size, end, left, flags, \
							       format, list) : \
				       RtlStringCbVPrintf##X(dest, size, format, list)) : \
				 (ex ? RtlStringCchVPrintfEx##X(dest, size, end, left, flags, \
								format, list) : \
				       RtlStringCchVPrintf##X(dest, size, format, list)); \
		__builtin_va_end(list); \
		return status; \
	} \
\
	static struct outcome called_##X(const struct call *call) { \
		struct outcome got = { STATUS_SUCCESS, "", NOWHERE, NOWHERE }; \
		CH buffer[ROOM + 1], src[16], *dest = call->dest_is_null ? NULL : buffer; \
		const CH *from = call->src_is_null ? NULL : src; \
		CH *end = NULL; \
		const size_t unit = call->bytes ? sizeof(CH) : 1; \
		const size_t size = call->room * unit + call->odd; \
		const size_t limit = call->limit * unit; \
		const ULONG flags = call->flags; \
		const BOOLEAN b = call->bytes, ex = call->ex; \
		size_t left = 0, n; \
\
		for (n = 0; n <= ROOM; n++) \
			buffer[n] = (CH)(call->before[n] == '#' ? 0x2323 : call->before[n]); \
		n = 0; \
		do \
			src[n] = (CH)call->src[n]; \
		while (call->src[n++]); \
		switch (call->operation) { \
		case COPY: \
			got.status = b ? (ex ? RtlStringCbCopyEx##X(dest, size, from, &end, &left, \
								    flags) : \
					       RtlStringCbCopy##X(dest, size, from)) : \
					 (ex ? RtlStringCchCopyEx##X(dest, size, from, &end, \
								     &left, flags) : \
					       RtlStringCchCopy##X(dest, size, from)); \
			break; \
		case COPY_N: \
			got.status = b ? (ex ? RtlStringCbCopyNEx##X(dest, size, from, limit, \
								     &end, &left, flags) : \
					       RtlStringCbCopyN##X(dest, size, from, limit)) : \
					 (ex ? RtlStringCchCopyNEx##X(dest, size, from, limit, \
								      &end, &left, flags) : \
					       RtlStringCchCopyN##X(dest, size, from, limit)); \
			break; \
		case CAT: \
			got.status = b ? (ex ? RtlStringCbCatEx##X(dest, size, from, &end, &left, \
								   flags) : \
					       RtlStringCbCat##X(dest, size, from)) : \
					 (ex ? RtlStringCchCatEx##X(dest, size, from, &end, &left, \
								    flags) : \
					       RtlStringCchCat##X(dest, size, from)); \
			break; \
		case CAT_N: \
			got.status = b ? (ex ? RtlStringCbCatNEx##X(dest, size, from, limit, &end, \
								    &left, flags) : \
					       RtlStringCbCatN##X(dest, size, from, limit)) : \
					 (ex ? RtlStringCchCatNEx##X(dest, size, from, limit, \
								     &end, &left, flags) : \
					       RtlStringCchCatN##X(dest, size, from, limit)); \
			break; \
		default: \
			got.status = print_##X(b, ex, dest, size, &end, &left, flags, from); \
		} \
		for (n = 0; n <= ROOM; n++) \
			got.after[n] = buffer[n] == (CH)0x2323 ? '#' : \
				       buffer[n] == (CH)0x7878 ? '*' : \
				       buffer[n] < 'h'	       ? (char)buffer[n] : \
								 '?'; \
		if (ex && got.status != STATUS_INVALID_PARAMETER) { \
			got.end = (int)(end - dest); \
			got.left = (int)left; \
		} \
		return got; \
	}

CALL(A, char)
CALL(W, WCHAR)

/* After the terminator, only what the flags fill counts. */
static BOOLEAN same(const struct call *call, const struct outcome *a, const struct outcome *b)
{
	const BOOLEAN filled = (call->flags & STRSAFE_FILL_BEHIND_NULL) ||
			       (call->flags & STRSAFE_FILL_ON_FAILURE);
	size_t n;

	if (a->status != b->status || a->end != b->end || a->left != b->left)
		return FALSE;
	for (n = 0; n <= ROOM; n++) {
		/* Half a character at the end is filled, too. */
		if (a->after[n] != b->after[n] && !(n == call->room && call->odd))
			return FALSE;
		if (n < call->room && !a->after[n] && a->status != STATUS_SUCCESS && !filled)
			n = call->room - 1;
		else if (n < call->room && !a->after[n] && (call->flags & STRSAFE_NO_TRUNCATION) &&
			 a->status == STATUS_BUFFER_OVERFLOW)
			n = call->room - 1;
	}
	return TRUE;
}

static void show(const char *who, const struct outcome *outcome)
{
	size_t n;

	printf("  %s: %#x, end %d, left %d, \"", who, (unsigned int)outcome->status, outcome->end,
	       outcome->left);
	for (n = 0; n <= ROOM; n++)
		printf(outcome->after[n] ? "%c" : "0", outcome->after[n]);
	printf("\"\n");
}

static void compare(const struct call *call)
{
	const struct outcome want = documented(call);
	const struct outcome got = call->wide ? called_W(call) : called_A(call);

	calls++;
	if (same(call, &want, &got) || ++failures > 10)
		return;
	printf("RtlString%s%s%s%s: buffer of %d%s \"%s\", %s\"%s\", limit %d, flags %#x\n",
	       call->bytes ? "Cb" : "Cch", operations[call->operation], call->ex ? "Ex" : "",
	       call->wide ? "W" : "A", (int)call->room, call->dest_is_null ? " NULL" : "",
	       call->before, call->src_is_null ? "NULL " : "", call->src, (int)call->limit,
	       call->flags);
	show("documented", &want);
	show("returned", &got);
}

static void all_buffers(struct call *call)
{
	static const char *const texts[] = { "", "a", "ab", "abcd", "abcdefg" };
	size_t text, kept, n;

	for (call->room = 0; call->room <= ROOM - 1; call->room++)
		for (text = 0; text < sizeof(texts) / sizeof(texts[0]); text++)
			for (kept = 0; kept <= call->room; kept++)
				for (call->limit = 0; call->limit <= 5; call->limit++)
					for (n = 0; n < 4; n++) {
						const BOOLEAN appends = call->operation == CAT ||
									call->operation == CAT_N;

						if ((!appends && kept) ||
						    ((call->operation != COPY_N &&
						      call->operation != CAT_N) &&
						     call->limit))
							continue;
						call->dest_is_null = n & 1 ? TRUE : FALSE;
						call->src_is_null = n & 2 ? TRUE : FALSE;
						memset(call->before, '#', ROOM);
						call->before[ROOM] = 0;
						if (appends && call->room) {
							memset(call->before, 'e', kept);
							if (kept < call->room)
								call->before[kept] = 0;
						}
						call->src = texts[text];
						compare(call);
					}
}

/* Strings: the same operations, in a buffer that nothing terminates. */
static void expect(const char *what, long long got, long long want)
{
	calls++;
	if (got != want && ++failures <= 10)
		printf("%s: %lld, documented is %lld\n", what, got, want);
}

#define EXPECT(expression, want) expect(#expression, (long long)(expression), (long long)(want))

static NTSTATUS vprint(PUNICODE_STRING to, NTSTRSAFE_PCWSTR format, ...)
{
	NTSTATUS status;
	__builtin_va_list list;

	__builtin_va_start(list, format);
	status = RtlUnicodeStringVPrintf(to, format, list);
	__builtin_va_end(list);
	return status;
}

static void strings(void)
{
	static WCHAR memory[8], text[] = { 'a', 'b', 'c', 'd', 0 };
	UNICODE_STRING to, from, left;
	size_t room, length, kept;

	for (room = 0; room <= 4; room++)
		for (length = 0; length <= 4; length++)
			for (kept = 0; kept <= room; kept++) {
				const size_t fits = least(length, room);
				const size_t added = least(length, room - kept);
				/* Nothing goes into a buffer that is full. */
				const NTSTATUS copied = length && !room ? STATUS_INVALID_PARAMETER :
							length > room	? STATUS_BUFFER_OVERFLOW :
									  STATUS_SUCCESS;
				const NTSTATUS appended = length && kept == room ?
								  STATUS_INVALID_PARAMETER :
							  length > added ? STATUS_BUFFER_OVERFLOW :
									   STATUS_SUCCESS;
				const WCHAR *const tail = text + 4 - length;

				memset(memory, '#', sizeof(memory));
				to.Buffer = memory;
				to.Length = (USHORT)(kept * 2);
				to.MaximumLength = (USHORT)(room * 2);
				from.Buffer = text;
				from.Length = (USHORT)(length * 2);
				from.MaximumLength = (USHORT)(length * 2);

				EXPECT(RtlUnicodeStringCatEx(&to, &from, &left, 0), appended);
				EXPECT(to.Length, (kept + added) * 2);
				EXPECT(memory[kept + added], 0x2323);
				if (appended != STATUS_INVALID_PARAMETER) {
					EXPECT(left.Buffer - memory, kept + added);
					EXPECT(left.Length, 0);
					EXPECT(left.MaximumLength, (room - kept - added) * 2);
				}
				to.Length = (USHORT)(kept * 2);
				EXPECT(RtlUnicodeStringCatStringEx(&to, tail, NULL,
								   STRSAFE_NO_TRUNCATION),
				       appended);
				EXPECT(to.Length,
				       (appended == STATUS_SUCCESS ? kept + added : kept) * 2);
				to.Length = (USHORT)(kept * 2);
				EXPECT(RtlUnicodeStringCat(&to, &from), appended);
				to.Length = (USHORT)(kept * 2);
				EXPECT(RtlUnicodeStringCchCatN(&to, &from, 1),
				       length && kept == room ? STATUS_INVALID_PARAMETER :
								STATUS_SUCCESS);
				to.Length = (USHORT)(kept * 2);
				EXPECT(RtlUnicodeStringCbCatStringN(&to, tail, 2),
				       length && kept == room ? STATUS_INVALID_PARAMETER :
								STATUS_SUCCESS);
				EXPECT(to.Length, (kept + least(added, 1)) * 2);

				EXPECT(RtlUnicodeStringCopy(&to, &from), copied);
				to.Length = (USHORT)(kept * 2);
				EXPECT(RtlUnicodeStringCopyString(&to, tail), copied);
				EXPECT(to.Length,
				       (copied == STATUS_INVALID_PARAMETER ? kept : fits) * 2);
				to.Length = (USHORT)(kept * 2);
				EXPECT(RtlUnicodeStringCopyStringEx(&to, tail, &left,
								    STRSAFE_FILL_BEHIND | 'x'),
				       copied);
				if (copied == STATUS_SUCCESS && room > fits)
					EXPECT(memory[fits], 0x7878);
				to.Length = (USHORT)(kept * 2);
				EXPECT(RtlUnicodeStringCopyEx(&to, &from, NULL,
							      STRSAFE_FILL_ON_FAILURE | 'x'),
				       copied);
				if (copied == STATUS_BUFFER_OVERFLOW)
					EXPECT(memory[room - 1], 0x7878);
				to.Length = (USHORT)(kept * 2);
				EXPECT(RtlUnicodeStringCopyEx(&to, &from, NULL,
							      STRSAFE_ZERO_LENGTH_ON_FAILURE),
				       copied);
				if (copied != STATUS_SUCCESS)
					EXPECT(to.Length, 0);

				EXPECT(vprint(&to, tail), copied);
				if (copied != STATUS_INVALID_PARAMETER)
					EXPECT(to.Length, fits * 2);
				EXPECT(RtlUnicodeStringPrintfEx(&to, &left, STRSAFE_NO_TRUNCATION,
								tail),
				       copied);
				if (copied == STATUS_BUFFER_OVERFLOW)
					EXPECT(to.Length, 0);

				EXPECT(RtlStringCchCopyUnicodeString(memory, room, &from),
				       !room	      ? STATUS_INVALID_PARAMETER :
				       length >= room ? STATUS_BUFFER_OVERFLOW :
							STATUS_SUCCESS);
				if (room)
					EXPECT(memory[least(length, room - 1)], 0);
			}
	/* Of no string, and of none that there could be. */
	from.Buffer = NULL;
	from.Length = 0;
	from.MaximumLength = 0;
	EXPECT(RtlUnicodeStringValidate(&from), STATUS_SUCCESS);
	EXPECT(RtlUnicodeStringValidate(NULL), STATUS_INVALID_PARAMETER);
	EXPECT(RtlUnicodeStringValidateEx(NULL, STRSAFE_IGNORE_NULLS), STATUS_SUCCESS);
	EXPECT(RtlUnicodeStringValidateEx(&from, 0x80000000), STATUS_INVALID_PARAMETER);
	from.MaximumLength = 2;
	EXPECT(RtlUnicodeStringValidate(&from), STATUS_INVALID_PARAMETER);
	from.Buffer = text;
	EXPECT(RtlUnicodeStringValidate(&from), STATUS_SUCCESS);
	from.Length = 1;
	EXPECT(RtlUnicodeStringValidate(&from), STATUS_INVALID_PARAMETER);
	from.Length = 4;
	EXPECT(RtlUnicodeStringValidate(&from), STATUS_INVALID_PARAMETER);
	EXPECT(RtlUnicodeStringCopy(&from, &from), STATUS_INVALID_PARAMETER);
	EXPECT(RtlUnicodeStringInit(&to, text), STATUS_SUCCESS);
	EXPECT(to.Length, 8);
	EXPECT(to.MaximumLength, 10);
	EXPECT(RtlUnicodeStringInitEx(NULL, NULL, STRSAFE_IGNORE_NULLS), STATUS_SUCCESS);
	EXPECT(RtlUnicodeStringInit(NULL, NULL), STATUS_INVALID_PARAMETER);
	EXPECT(RtlUnicodeStringInit(&from, NULL), STATUS_SUCCESS);
	EXPECT(RtlUnicodeStringCopyEx(NULL, &from, &left, STRSAFE_IGNORE_NULLS), STATUS_SUCCESS);
	EXPECT(RtlUnicodeStringCopyEx(NULL, &to, &left, STRSAFE_IGNORE_NULLS),
	       STATUS_INVALID_PARAMETER);
	EXPECT(RtlUnicodeStringCopyStringEx(&to, NULL, NULL, 0), STATUS_INVALID_PARAMETER);
	EXPECT(RtlUnicodeStringCchCopyStringN(&to, text, 0x8000), STATUS_INVALID_PARAMETER);
}

static void lengths(void)
{
	static const WCHAR wide[] = { 'a', 'b', 0 };
	char odd[8];
	size_t length = 7;

	EXPECT(RtlStringCchLengthA("ab", 3, &length), STATUS_SUCCESS);
	EXPECT(length, 2);
	EXPECT(RtlStringCchLengthA("ab", 2, &length), STATUS_INVALID_PARAMETER);
	EXPECT(length, 0);
	EXPECT(RtlStringCbLengthW(wide, 6, &length), STATUS_SUCCESS);
	EXPECT(length, 4);
	EXPECT(RtlStringCbLengthW(wide, 5, &length), STATUS_INVALID_PARAMETER);
	EXPECT(RtlStringCchLengthW(NULL, 3, &length), STATUS_INVALID_PARAMETER);
	EXPECT(RtlStringCchLengthW(wide, 3, NULL), STATUS_SUCCESS);
	EXPECT(RtlStringCchLengthA("ab", (size_t)NTSTRSAFE_MAX_CCH + 1, &length),
	       STATUS_INVALID_PARAMETER);
	memcpy(odd + 1, wide, sizeof(wide));
	EXPECT(RtlUnalignedStringCchLengthW((NTSTRSAFE_PCUWSTR)(odd + 1), 3, &length),
	       STATUS_SUCCESS);
	EXPECT(length, 2);
	EXPECT(RtlUnalignedStringCbLengthW((NTSTRSAFE_PCUWSTR)(odd + 1), 6, &length),
	       STATUS_SUCCESS);
	EXPECT(length, 4);
	EXPECT(RtlStringCchCopyA(odd, (size_t)NTSTRSAFE_MAX_CCH + 1, "a"),
	       STATUS_INVALID_PARAMETER);
	EXPECT(RtlStringCchPrintfA(odd, sizeof(odd), "%d%s", 12, "ab"), STATUS_SUCCESS);
	EXPECT(odd[3] == 'b' && !odd[4], 1);
	EXPECT(RtlStringCbPrintfExA(odd, 4, NULL, &length, 0, "%d", 123456),
	       STATUS_BUFFER_OVERFLOW);
	EXPECT(odd[2] == '3' && !odd[3] && length == 1, 1);
}

int main(void)
{
	static const ULONG bits[] = { STRSAFE_IGNORE_NULLS,
				      STRSAFE_FILL_BEHIND_NULL,
				      STRSAFE_FILL_ON_FAILURE,
				      STRSAFE_NULL_ON_FAILURE,
				      STRSAFE_NO_TRUNCATION,
				      'x',
				      0x2000 };
	struct call call;
	int operation;
	unsigned int set, n, variant;

	memset(&call, 0, sizeof(call));
	for (operation = 0; operation < OPERATIONS; operation++)
		for (variant = 0; variant < 8; variant++) {
			call.operation = (enum operation)operation;
			call.bytes = variant & 1;
			call.wide = (variant & 2) / 2;
			call.ex = (variant & 4) / 4;
			for (set = 0; set < (call.ex ? 1u << 7 : 1); set++) {
				call.flags = 0;
				for (n = 0; n < 7; n++)
					call.flags |= set >> n & 1 ? bits[n] : 0;
				for (call.odd = 0; call.odd <= (call.bytes && call.wide);
				     call.odd++)
					all_buffers(&call);
			}
		}
	strings();
	lengths();
	if (failures || calls < 100000) {
		printf("%d of %u calls differ from what is documented\n", failures, calls);
		return 1;
	}
	return 0;
}
