// SPDX-License-Identifier: GPL-2.0
/* print_kunit.c - Windows' formats, into buffers and into the kernel log. */

#include <linux/err.h>
#include <linux/jiffies.h>

#define DBG 1
#include "contexts.h"

/* One format, narrow and wide, and what both must give. */
#define EXPECT_FORMAT(test, expected, format, ...)				\
do {										\
	char __narrow[128];							\
	WCHAR __wide[128];							\
	int __length = sizeof(expected) - 1;					\
										\
	KUNIT_EXPECT_EQ(test, ntparport_sprintf(__narrow, format, ##__VA_ARGS__), __length); \
	KUNIT_EXPECT_STREQ(test, __narrow, expected);				\
	KUNIT_EXPECT_EQ(test, swprintf(__wide, L"" format, ##__VA_ARGS__), __length); \
	KUNIT_EXPECT_EQ_MSG(test, wcscmp(__wide, L"" expected), 0, "%s", format); \
} while (0)

static void numbers_have_windows_sizes(struct kunit *test)
{
	/* Whatever is in a 64-bit register above a 32-bit argument does not matter. */
	const u64 wide = 0xdeadbeef00000000ULL;
	const unsigned long garbage = (unsigned long)wide;

	EXPECT_FORMAT(test, "0", "%d", 0);
	EXPECT_FORMAT(test, "-5 4294967291", "%d %u", -5, -5);
	EXPECT_FORMAT(test, "-5 fffffffb", "%ld %lx", garbage | (u32)-5, garbage | (u32)-5);
	EXPECT_FORMAT(test, "-2147483648", "%li", (LONG)S32_MIN);
	EXPECT_FORMAT(test, "-9223372036854775808", "%I64d", (LONGLONG)S64_MIN);
	EXPECT_FORMAT(test, "18446744073709551615", "%llu", (ULONGLONG)U64_MAX);
	EXPECT_FORMAT(test, "ffffffffffffffff", "%I64x", (ULONGLONG)U64_MAX);
	EXPECT_FORMAT(test, "-1 4294967295", "%I32d %I32u", -1, -1);
	EXPECT_FORMAT(test, "-1 65535", "%hd %hu", 0x1ffff, 0x1ffff);
	EXPECT_FORMAT(test, "123456789", "%Id", (SIZE_T)123456789);
	EXPECT_FORMAT(test, "1 2 3 4 5 6 7 8", "%d %I64d %d %I64d %d %I64d %d %I64d", 1, 2LL, 3,
		      4LL, 5, 6LL, 7, 8LL);
}

static void numbers_have_flags_width_and_precision(struct kunit *test)
{
	EXPECT_FORMAT(test, "[   42][42   ][00042]", "[%5d][%-5d][%05d]", 42, 42, 42);
	EXPECT_FORMAT(test, "[  -42][-0042][ -042]", "[%5d][%05d][%5.3d]", -42, -42, -42);
	EXPECT_FORMAT(test, "[+42][ 42][+42]", "[%+d][% d][%+ d]", 42, 42, 42);
	EXPECT_FORMAT(test, "[0x2a][0X2A][2A][0]", "[%#x][%#X][%X][%#x]", 42, 42, 42, 0);
	EXPECT_FORMAT(test, "[052][52][0][0x00002a]", "[%#o][%o][%#o][%#08x]", 42, 42, 0, 42);
	EXPECT_FORMAT(test, "[][00042][  007]", "[%.0d][%.5d][%5.3u]", 0, 42, 7);
	EXPECT_FORMAT(test, "[   42][42   ][042][42]", "[%*d][%*d][%.*d][%.*d]", 5, 42, -5, 42, 3,
		      42, -1, 42);
	EXPECT_FORMAT(test, "[42   ]", "[%-05d]", 42);
}

static void other_width_is_said_by_a_letter(struct kunit *test)
{
	static const WCHAR wide[] = L"wide";
	char narrow_out[64];
	WCHAR wide_out[64];

	EXPECT_FORMAT(test, "wide wide narrow", "%ws %ls %hs", wide, wide, "narrow");
	EXPECT_FORMAT(test, "w n", "%wc %hc", L'w', 'n');
	ntparport_sprintf(narrow_out, "%s %S %c %C", "narrow", wide, 'n', L'w');
	KUNIT_EXPECT_STREQ(test, narrow_out, "narrow wide n w");
	swprintf(wide_out, L"%s %S %c %C", wide, "narrow", L'w', 'n');
	KUNIT_EXPECT_EQ(test, wcscmp(wide_out, L"wide narrow w n"), 0);
}

static void strings_have_width_and_precision(struct kunit *test)
{
	/* Neither text is terminated. */
	static const char narrow[] = { 'a', 'b', 'c' };
	static const u16 wide[] = { 'a', 'b', 'c' };

	EXPECT_FORMAT(test, "[  abc][abc  ][abc]", "[%5.3hs][%-5.3ws][%.3ws]", narrow, wide, wide);
	EXPECT_FORMAT(test, "[ab][]", "[%.2ws][%.0ws]", wide, wide);
	EXPECT_FORMAT(test, "[    x][x    ]", "[%5hc][%-5wc]", 'x', L'x');
}

static void counted_strings_need_no_terminator(struct kunit *test)
{
	static const WCHAR text[] = { 'p', 'o', 'r', 't', 'X' };
	UNICODE_STRING wide = { 8, 8, (PWSTR)text };
	ANSI_STRING narrow = { 4, 4, "portX" };
	UNICODE_STRING no_wide = { };
	ANSI_STRING no_narrow = { };

	EXPECT_FORMAT(test, "[port][  port][po]", "[%wZ][%6wZ][%.2wZ]", &wide, &wide, &wide);
	EXPECT_FORMAT(test, "[port][port  ][port]", "[%Z][%-6Z][%hZ]", &narrow, &narrow, &narrow);
	EXPECT_FORMAT(test, "[(null)][(null)]", "[%wZ][%Z]", &no_wide, &no_narrow);
}

static void what_is_no_string_is_said_so(struct kunit *test)
{
	EXPECT_FORMAT(test, "(null) (null) (null) (null)", "%hs %ws %Z %wZ", NULL, NULL, NULL,
		      NULL);
	EXPECT_FORMAT(test, "[  (null)][(null)]", "[%8hs][%.2ws]", NULL, NULL);
	EXPECT_FORMAT(test, "(efault) (efault) (efault)", "%hs %ws %wZ", (char *)1, (char *)2,
		      ERR_PTR(-ENOMEM));
}

static void other_characters_are_converted(struct kunit *test)
{
	char narrow[16];
	WCHAR wide[16];

	ntparport_sprintf(narrow, "%ws", L"\x20ac\xe4\x4e2d");
	KUNIT_EXPECT_STREQ(test, narrow, "\x80\xe4?");
	swprintf(wide, L"%hs", "\x80\xe4");
	KUNIT_EXPECT_EQ(test, wcscmp(wide, L"\x20ac\xe4"), 0);
	/* Characters of the format itself are not converted. */
	ntparport_sprintf(narrow, "\x80\xe4");
	KUNIT_EXPECT_STREQ(test, narrow, "\x80\xe4");
	swprintf(wide, L"\x4e2d");
	KUNIT_EXPECT_EQ(test, wcscmp(wide, L"\x4e2d"), 0);
}

static void odd_formats_do_no_harm(struct kunit *test)
{
	int untouched = 7;

	EXPECT_FORMAT(test, "100%", "100%%");
	EXPECT_FORMAT(test, "", "");
	EXPECT_FORMAT(test, "50", "50%");
	EXPECT_FORMAT(test, "50", "50%-5.3I64");
	EXPECT_FORMAT(test, "y5", "%y%d", 5);
	EXPECT_FORMAT(test, "[5]", "[%n%d]", &untouched, 5);
	KUNIT_EXPECT_EQ(test, untouched, 7);
}

static void pointer_is_a_stand_in(struct kunit *test)
{
	char real[20], text[20];

	KUNIT_EXPECT_EQ(test, ntparport_sprintf(text, "%p", test), (int)(2 * sizeof(void *)));
	snprintf(real, sizeof(real), "%0*lX", (int)(2 * sizeof(void *)), (unsigned long)test);
	KUNIT_EXPECT_STRNEQ(test, text, real);
	/* The guest may not have random numbers yet: "(ptrval)", or longer. */
	if (text[0] != '(')
		KUNIT_EXPECT_EQ(test, strspn(text, "0123456789ABCDEF"), 2 * sizeof(void *));
	KUNIT_EXPECT_EQ(test, ntparport_sprintf(text, "%p", NULL), (int)(2 * sizeof(void *)));
	KUNIT_EXPECT_EQ(test, strspn(text, "0"), 2 * sizeof(void *));
}

static void number_as_a_pointer_is_itself(struct kunit *test)
{
	static const unsigned long numbers[] = { 1, 0x378, 0xd010, 0xffff };
	char text[20], expected[20];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		snprintf(expected, sizeof(expected), "%0*lX", (int)(2 * sizeof(void *)),
			 numbers[i]);
		ntparport_sprintf(text, "%p", (void *)numbers[i]);
		KUNIT_EXPECT_STREQ(test, text, expected);
	}
}

static void buffer_ends_the_text(struct kunit *test)
{
	char narrow[8];
	WCHAR wide[8];

	memset(narrow, 'X', sizeof(narrow));
	KUNIT_EXPECT_EQ(test, _snprintf(narrow, 6, "%s", "port0"), 5);
	KUNIT_EXPECT_STREQ(test, narrow, "port0");
	/* Filled up completely: without a terminator. */
	narrow[5] = 'X';
	KUNIT_EXPECT_EQ(test, _snprintf(narrow, 5, "%s", "port1"), 5);
	KUNIT_EXPECT_EQ(test, memcmp(narrow, "port1X", 6), 0);
	KUNIT_EXPECT_EQ(test, _snprintf(narrow, 4, "%s", "abcde"), -1);
	KUNIT_EXPECT_EQ(test, memcmp(narrow, "abcd1X", 6), 0);
	KUNIT_EXPECT_EQ(test, _snprintf(NULL, 0, "%s", "abc"), -1);

	memset(wide, 0xff, sizeof(wide));
	KUNIT_EXPECT_EQ(test, _snwprintf(wide, 6, L"%s", L"port0"), 5);
	KUNIT_EXPECT_EQ(test, wcscmp(wide, L"port0"), 0);
	wide[5] = 'X';
	KUNIT_EXPECT_EQ(test, _snwprintf(wide, 5, L"%s", L"port1"), 5);
	KUNIT_EXPECT_EQ(test, memcmp(wide, L"port1X", 12), 0);
	KUNIT_EXPECT_EQ(test, _snwprintf(wide, 4, L"%s", L"abcde"), -1);
	KUNIT_EXPECT_EQ(test, memcmp(wide, L"abcd1X", 12), 0);
	KUNIT_EXPECT_EQ(test, _snprintf(narrow, 3, "%99999999d", 1), -1);
}

static int format_list(char *narrow, const char *format, ...)
{
	va_list list;
	int length;

	va_start(list, format);
	length = _vsnprintf(narrow, 16, format, list);
	va_end(list);
	return length;
}

static int format_list_without_limit(char *narrow, const char *format, ...)
{
	va_list list;
	int length;

	va_start(list, format);
	length = ntparport_vsprintf(narrow, format, list);
	va_end(list);
	return length;
}

static int format_wide_list(WCHAR *wide, const WCHAR *format, ...)
{
	va_list list;
	int length;

	va_start(list, format);
	length = _vsnwprintf(wide, 16, format, list);
	va_end(list);
	return length;
}

static void arguments_may_be_a_list(struct kunit *test)
{
	char narrow[16];
	WCHAR wide[16];

	KUNIT_EXPECT_EQ(test, format_list(narrow, "%d %s", 1, "a"), 3);
	KUNIT_EXPECT_STREQ(test, narrow, "1 a");
	KUNIT_EXPECT_EQ(test, format_list_without_limit(narrow, "%d %s", 2, "b"), 3);
	KUNIT_EXPECT_STREQ(test, narrow, "2 b");
	KUNIT_EXPECT_EQ(test, format_wide_list(wide, L"%d %s", 3, L"c"), 3);
	KUNIT_EXPECT_EQ(test, wcscmp(wide, L"3 c"), 0);
}

/* The kernel log */

/* How many lines of the log are this driver's and begin with this text, or consist of it. */
static unsigned int lines_of_driver(const struct log *log, const char *level, const char *text,
				    bool whole)
{
	static const char name[] = "ntparport_windows_kunit: ";
	struct kmsg_dump_iter at = log->since;
	static char line[1024];
	unsigned int lines = 0;
	size_t length;

	while (kmsg_dump_get_line(&at, true, line, sizeof(line) - 1, &length)) {
		const char *start;

		while (length && line[length - 1] == '\n')
			length--;
		line[length] = '\0';
		start = strstr(line, name);
		if (!start || !str_has_prefix(line, level))
			continue;
		start += sizeof(name) - 1;
		if (whole ? !strcmp(start, text) : !strncmp(start, text, strlen(text)))
			lines++;
	}
	return lines;
}

static unsigned int driver_lines(const struct log *log, const char *level, const char *text)
{
	return lines_of_driver(log, level, text, true);
}

static void debug_output_is_in_the_log(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, DbgPrint("port %ws, %d of %lu\n", L"LPT1", 1, 2),
			(ULONG)STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "port LPT1, 1 of 2"), 1U);
	DbgPrint("one\ntwo\r\n\nthree\n");
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "one"), 1U);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "two"), 1U);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "three"), 1U);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", ""), 0U);
	DbgPrint("\xe4 %ws %hs\n", L"\x20ac\xd83d", "\xfc");
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>",
					   "\xc3\xa4 \xe2\x82\xac\xef\xbf\xbd \xc3\xbc"), 1U);
	KdPrint(("checked %s\n", "build"));
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "checked build"), 1U);
}

static void print(void *data)
{
	DbgPrint("%s\n", (char *)data);
}

/* W13 */
static void line_is_put_together(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	DbgPrint("status");
	DbgPrint("");
	DbgPrint(" %02x", 0xdf);
	DbgPrintEx(DPFLTR_IHVDRIVER_ID, DPFLTR_ERROR_LEVEL, ",");
	KUNIT_EXPECT_EQ(test, lines_of_driver(&log, "<6>", "", false), 0U);
	DbgPrint(" control %02x\r\nne", 0x1c);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "status df, control 1c"), 1U);
	KUNIT_EXPECT_EQ(test, lines_of_driver(&log, "<6>", "", false), 1U);
	/* The line has the level of its first part. */
	DbgPrintEx(DPFLTR_IHVDRIVER_ID, DPFLTR_ERROR_LEVEL, "xt\nlast\n");
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "next"), 1U);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<3>", "last"), 1U);
}

/* W13: only parts from one thread, DPC or interrupt routine make up a line */
static void lines_of_others_stay_whole(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	DbgPrint("begins");
	in_dpc(test, print, "of a DPC");
	in_interrupt_routine(test, print, "of an interrupt routine");
	DbgPrint(" and ends\n");
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "of a DPC"), 1U);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "of an interrupt routine"), 1U);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "begins and ends"), 1U);
}

static VOID NTAPI begin_line(PVOID context)
{
	DbgPrint("begun %d", *(int *)context);
}

/* W13: if there are too many, the oldest line ends */
static void lines_that_never_end_are_printed(struct kunit *test)
{
	unsigned int i, lines = 0;
	struct log log;
	char text[16];
	int n;

	log_mark(&log);
	for (n = 0; n < 40; n++) {
		HANDLE handle;
		PVOID thread;

		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
				PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL,
						     begin_line, &n));
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
				ObReferenceObjectByHandle(handle, SYNCHRONIZE, NULL, KernelMode,
							  &thread, NULL));
		KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL);
		ObDereferenceObject(thread);
		ZwClose(handle);
	}
	for (i = 0; i < 40; i++) {
		snprintf(text, sizeof(text), "begun %u", i);
		lines += driver_lines(&log, "<6>", text);
	}
	KUNIT_EXPECT_GE(test, lines, 24U);
	KUNIT_EXPECT_LT(test, lines, 40U);
}

static const struct {
	ULONG level;
	const char *linux_level;
} levels[] = {
	{ DPFLTR_ERROR_LEVEL, "<3>" },
	{ DPFLTR_WARNING_LEVEL, "<4>" },
	{ DPFLTR_TRACE_LEVEL, "<6>" },
	{ DPFLTR_INFO_LEVEL, "<6>" },
	{ 31, "<6>" },
	{ DPFLTR_MASK | 1 << DPFLTR_WARNING_LEVEL | 1 << DPFLTR_INFO_LEVEL, "<4>" },
	{ DPFLTR_MASK | 1 << DPFLTR_ERROR_LEVEL, "<3>" },
	{ DPFLTR_MASK, "<6>" },
};

static void debug_output_has_a_level(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(levels); i++) {
		char text[20];
		struct log log;

		log_mark(&log);
		DbgPrintEx(DPFLTR_IHVDRIVER_ID, levels[i].level, "level %u\n", i);
		KdPrintEx((DPFLTR_IHVDRIVER_ID, levels[i].level, "checked %u\n", i));
		snprintf(text, sizeof(text), "level %u", i);
		KUNIT_EXPECT_EQ_MSG(test, driver_lines(&log, levels[i].linux_level, text), 1U,
				    "level 0x%x", levels[i].level);
		snprintf(text, sizeof(text), "checked %u", i);
		KUNIT_EXPECT_EQ_MSG(test, driver_lines(&log, levels[i].linux_level, text), 1U,
				    "level 0x%x", levels[i].level);
	}
}

static void debug_output_has_a_limit(struct kunit *test)
{
	char *text = kunit_kzalloc(test, 600, GFP_KERNEL);
	struct log log;

	KUNIT_ASSERT_NOT_NULL(test, text);
	memset(text, 'x', 599);
	log_mark(&log);
	DbgPrint("%s", text);
	text[512] = '\0';
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", text), 1U);
}

static void debug_output_at_any_irql(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	in_dpc(test, print, "in a DPC");
	in_interrupt_routine(test, print, "in an interrupt routine");
	at_high_level(test, print, "at HIGH_LEVEL");
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "in a DPC"), 1U);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "in an interrupt routine"), 1U);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "at HIGH_LEVEL"), 1U);
}

static void failed_assertion_is_logged(struct kunit *test)
{
	const int one = 1;
	char text[128];
	struct log log;

	log_mark(&log);
	ASSERT(one == 1);
	NT_ASSERT(one == 1);
	ASSERTMSG("not seen", one == 1);
	KUNIT_EXPECT_EQ(test, lines_of_driver(&log, "<3>", "assertion", false), 0U);
	ASSERT(one == DPFLTR_ERROR_LEVEL);
	snprintf(text, sizeof(text),
		 "assertion failed: one == DPFLTR_ERROR_LEVEL, print_kunit.c:%d", __LINE__ - 2);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<3>", text), 1U);
	ASSERTMSG("why", one == 3);
	snprintf(text, sizeof(text), "assertion failed: one == 3, print_kunit.c:%d: why",
		 __LINE__ - 2);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<3>", text), 1U);
	NT_ASSERT(one == 4);
	snprintf(text, sizeof(text), "assertion failed: one == 4, print_kunit.c:%d", __LINE__ - 1);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<3>", text), 1U);
	RTL_VERIFYMSG("why", one == 5);
	snprintf(text, sizeof(text), "assertion failed: one == 5, print_kunit.c:%d: why",
		 __LINE__ - 2);
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<3>", text), 1U);
	KUNIT_EXPECT_EQ(test, lines_of_driver(&log, "<3>", "assertion", false), 4U);
}

static void paged_code(void *data)
{
	PAGED_CODE();
}

static void paged_code_is_refused_in_a_dpc(struct kunit *test)
{
	struct log log;
	KIRQL irql;

	log_mark(&log);
	paged_code(NULL);
	KeRaiseIrql(APC_LEVEL, &irql);
	paged_code(NULL);
	KeLowerIrql(irql);
	KUNIT_EXPECT_EQ(test, lines_of_driver(&log, "<3>", "assertion", false), 0U);
	in_dpc(test, paged_code, NULL);
	KUNIT_EXPECT_EQ(test, lines_of_driver(&log, "<3>",
					      "assertion failed: KeGetCurrentIrql() <= APC_LEVEL, print_kunit.c:",
					      false), 1U);
}

static ULONG print_with_prefix(ULONG level, const char *format, ...)
{
	va_list arguments;
	ULONG status;

	va_start(arguments, format);
	status = vDbgPrintExWithPrefix("100%: ", DPFLTR_IHVDRIVER_ID, level, format, arguments);
	va_end(arguments);
	return status;
}

static void prefix_is_no_format(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, print_with_prefix(DPFLTR_ERROR_LEVEL, "port %d\n", 7),
			(ULONG)STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, lines_of_driver(&log, "<3>", "100%: port 7", true), 1U);
}

static void breakpoint_is_logged(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	DbgBreakPoint();
	KUNIT_EXPECT_EQ(test, lines_of_driver(&log, "<3>", "breakpoint at breakpoint_is_logged+",
					      false), 1U);
	KdBreakPoint();
	KUNIT_EXPECT_EQ(test, lines_of_driver(&log, "<3>", "breakpoint at breakpoint_is_logged+",
					      false), 2U);
	KdBreakPointWithStatus(7);
	KUNIT_EXPECT_EQ(test, lines_of_driver(&log, "<3>", "breakpoint 7 at breakpoint_is_logged+",
					      false), 1U);
}

/* What a driver can repeat is limited. */
static void breakpoints_do_not_fill_the_log(struct kunit *test)
{
	unsigned long start = jiffies;
	unsigned int n, limit;
	struct log log;

	log_mark(&log);
	for (n = 0; n < 200; n++)
		DbgBreakPoint();
	/* There may be 50 lines in five seconds, and another five seconds may have begun. */
	limit = 50 * (jiffies_to_msecs(jiffies - start) / 5000 + 2);
	KUNIT_EXPECT_LE(test, lines_of_driver(&log, "<3>", "breakpoint", false), limit);
	KUNIT_EXPECT_GE(test, lines_of_driver(&log, "<3>", "breakpoint", false), 1U);
}

/* A line that somebody repeats hides none of another kind, however many kinds there are. */
static void kinds_of_lines_do_not_hide_each_other(struct kunit *test)
{
	enum { KINDS = 500 };
	static char kinds[KINDS][2];
	struct log log;
	unsigned int n;

	log_mark(&log);
	for (n = 0; n < 200; n++)
		DbgBreakPoint();
	/* Each place in the sources is a kind. */
	for (n = 0; n < KINDS; n++) {
		kinds[n][0] = 'k';
		RtlAssert(kinds[n], "here.c", n, NULL);
	}
	KUNIT_EXPECT_EQ(test, lines_of_driver(&log, "<3>", "assertion failed: k, here.c:", false),
			KINDS);
}

static void assertions_of_one_text_do_not_hide_each_other(struct kunit *test)
{
	static char text[] = "0", file[] = "there.c", other_file[] = "elsewhere.c";
	struct log log;
	unsigned int n;

	log_mark(&log);
	for (n = 0; n < 200; n++)
		RtlAssert(text, file, 1, NULL);
	KUNIT_EXPECT_LT(test, lines_of_driver(&log, "<3>", "assertion failed: 0, there.c:1", false),
			200U);
	RtlAssert(text, file, 2, NULL);
	RtlAssert(text, other_file, 1, NULL);
	KUNIT_EXPECT_EQ(test, lines_of_driver(&log, "<3>", "assertion failed: 0, there.c:2", false),
			1U);
	KUNIT_EXPECT_EQ(test,
			lines_of_driver(&log, "<3>", "assertion failed: 0, elsewhere.c:1", false),
			1U);
}

/* Not even lines of very many kinds. */
static void many_kinds_of_lines_do_not_fill_the_log(struct kunit *test)
{
	const unsigned long start = jiffies;
	unsigned int n, limit;
	struct log log;

	log_mark(&log);
	for (n = 0; n < 10000; n++)
		RtlAssert("many", "many.c", n, NULL);
	limit = 2000 * (jiffies_to_msecs(jiffies - start) / 5000 + 2);
	KUNIT_EXPECT_LE(test, lines_of_driver(&log, "<3>", "assertion failed: many", false), limit);
	KUNIT_EXPECT_GE(test, lines_of_driver(&log, "<3>", "assertion failed: many", false), 1U);
	/* Until the log has room for the lines of the next case. */
	schedule_timeout_uninterruptible(5 * HZ);
}

static void component_may_be_silent(struct kunit *test)
{
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, DbgQueryDebugFilterState(DPFLTR_IHVBUS_ID, 7), TRUE);
	KUNIT_EXPECT_EQ(test, DbgSetDebugFilterState(DPFLTR_IHVBUS_ID, 7, FALSE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, DbgQueryDebugFilterState(DPFLTR_IHVBUS_ID, 7), FALSE);
	KUNIT_EXPECT_EQ(test, DbgQueryDebugFilterState(DPFLTR_IHVBUS_ID, 8), TRUE);
	KUNIT_EXPECT_EQ(test, DbgQueryDebugFilterState(DPFLTR_IHVDRIVER_ID, 7), TRUE);
	DbgPrintEx(DPFLTR_IHVBUS_ID, 7, "silence\n");
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "silence"), 0U);
	KUNIT_EXPECT_EQ(test, DbgSetDebugFilterState(DPFLTR_IHVBUS_ID, 7, TRUE), STATUS_SUCCESS);
	DbgPrintEx(DPFLTR_IHVBUS_ID, 7, "heard\n");
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "heard"), 1U);
	/* A mask of levels is not one of them. */
	DbgSetDebugFilterState(DPFLTR_IHVBUS_ID, 3, FALSE);
	KUNIT_EXPECT_EQ(test, DbgQueryDebugFilterState(DPFLTR_IHVBUS_ID, DPFLTR_MASK | 8), FALSE);
	KUNIT_EXPECT_EQ(test, DbgQueryDebugFilterState(DPFLTR_IHVBUS_ID, DPFLTR_MASK | 10), TRUE);
	DbgSetDebugFilterState(DPFLTR_IHVBUS_ID, DPFLTR_MASK | 16, FALSE);
	DbgSetDebugFilterState(DPFLTR_IHVBUS_ID, DPFLTR_MASK | 8, TRUE);
	KUNIT_EXPECT_EQ(test, DbgQueryDebugFilterState(DPFLTR_IHVBUS_ID, 4), FALSE);
	DbgSetDebugFilterState(DPFLTR_IHVBUS_ID, 4, TRUE);
	KUNIT_EXPECT_EQ(test, DbgQueryDebugFilterState(100000, 0), STATUS_INVALID_PARAMETER_1);
	KUNIT_EXPECT_EQ(test, DbgSetDebugFilterState(100000, 0, TRUE), STATUS_INVALID_PARAMETER_1);
}

static void nobody_sits_at_the_debugger(struct kunit *test)
{
	char answer[4] = "yes";
	struct log log;

	log_mark(&log);
	KUNIT_EXPECT_EQ(test, DbgPrompt("go on? ", answer, sizeof(answer)), 0U);
	KUNIT_EXPECT_STREQ(test, answer, "");
	KUNIT_EXPECT_EQ(test, driver_lines(&log, "<6>", "go on? "), 1U);
	KUNIT_EXPECT_TRUE(test, KdRefreshDebuggerNotPresent());
	KUNIT_EXPECT_EQ(test, KdDisableDebugger(), STATUS_DEBUGGER_INACTIVE);
	KUNIT_EXPECT_EQ(test, KdEnableDebugger(), STATUS_DEBUGGER_INACTIVE);
}

static struct kunit_case print_cases[] = {
	KUNIT_CASE(component_may_be_silent),
	KUNIT_CASE(nobody_sits_at_the_debugger),
	KUNIT_CASE(numbers_have_windows_sizes),
	KUNIT_CASE(numbers_have_flags_width_and_precision),
	KUNIT_CASE(other_width_is_said_by_a_letter),
	KUNIT_CASE(strings_have_width_and_precision),
	KUNIT_CASE(counted_strings_need_no_terminator),
	KUNIT_CASE(what_is_no_string_is_said_so),
	KUNIT_CASE(other_characters_are_converted),
	KUNIT_CASE(odd_formats_do_no_harm),
	KUNIT_CASE(pointer_is_a_stand_in),
	KUNIT_CASE(number_as_a_pointer_is_itself),
	KUNIT_CASE(buffer_ends_the_text),
	KUNIT_CASE(arguments_may_be_a_list),
	KUNIT_CASE(debug_output_is_in_the_log),
	KUNIT_CASE(line_is_put_together),
	KUNIT_CASE(lines_of_others_stay_whole),
	KUNIT_CASE(lines_that_never_end_are_printed),
	KUNIT_CASE(debug_output_has_a_level),
	KUNIT_CASE(debug_output_has_a_limit),
	KUNIT_CASE(debug_output_at_any_irql),
	KUNIT_CASE(failed_assertion_is_logged),
	KUNIT_CASE(paged_code_is_refused_in_a_dpc),
	KUNIT_CASE(prefix_is_no_format),
	KUNIT_CASE(breakpoint_is_logged),
	KUNIT_CASE(breakpoints_do_not_fill_the_log),
	KUNIT_CASE(kinds_of_lines_do_not_hide_each_other),
	KUNIT_CASE(assertions_of_one_text_do_not_hide_each_other),
	KUNIT_CASE(many_kinds_of_lines_do_not_fill_the_log),
	{}
};

/* A case may end early. */
static void be_heard(struct kunit *test)
{
	DbgSetDebugFilterState(DPFLTR_IHVBUS_ID, ~0u, TRUE);
}

static struct kunit_suite print_suite = {
	.name = "ntparport_windows_print",
	.exit = be_heard,
	.test_cases = print_cases,
};

kunit_test_suites(&print_suite);
