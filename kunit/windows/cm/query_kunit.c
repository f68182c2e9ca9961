// SPDX-License-Identifier: GPL-2.0
/* query_kunit.c - RtlQueryRegistryValues() and its tables. */

#include <linux/vmalloc.h>

#include "sample.h"

struct told {
	unsigned int calls;
	ULONG type;
	ULONG length;
	WCHAR name[20];
	WCHAR text[100];
	PVOID context;
	NTSTATUS answer;
};

/* Notes what it is told; several strings are noted one after the other. */
static NTSTATUS NTAPI listen(PWSTR name, ULONG type, PVOID data, ULONG length, PVOID context,
			     PVOID entry_context)
{
	struct told *told = entry_context;

	told->calls++;
	told->type = type;
	told->length = length;
	told->context = context;
	told->name[0] = 0;
	if (name)
		wcsncat(told->name, name, ARRAY_SIZE(told->name) - 1);
	if (data && (type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ)) {
		wcsncat(told->text, data, 40);
		wcscat(told->text, L",");
	}
	return told->answer;
}

static const struct {
	const char *parameter;
	ULONG flags;
	const WCHAR *name;
	ULONG default_type;
	const void *default_data;
	ULONG default_length;
	NTSTATUS status;
	unsigned int calls;
	ULONG type;
	ULONG length;
	const WCHAR *told_name;
	const WCHAR *text;
} calls[] = {
	{ "A=dword:5", 0, L"A", .calls = 1, .type = REG_DWORD, .length = 4, .told_name = L"A" },
	{ "A=sz:text", 0, L"A", .calls = 1, .type = REG_SZ, .length = 10, .told_name = L"A",
	  .text = L"text," },
	{ "A=expand_sz:text", 0, L"A", .calls = 1, .type = REG_SZ, .length = 10,
	  .told_name = L"A", .text = L"text," },
	{ "A=expand_sz:text", RTL_QUERY_REGISTRY_NOEXPAND, L"A", .calls = 1,
	  .type = REG_EXPAND_SZ, .length = 10, .told_name = L"A", .text = L"text," },
	{ "A=multi_sz:one|three", 0, L"A", .calls = 2, .type = REG_SZ, .length = 12,
	  .told_name = L"A", .text = L"one,three," },
	{ "A=multi_sz:", 0, L"A", .calls = 0, .text = L"" },
	{ "A=multi_sz:one|three", RTL_QUERY_REGISTRY_NOEXPAND, L"A", .calls = 1,
	  .type = REG_MULTI_SZ, .length = 22, .told_name = L"A", .text = L"one," },
	{ "A=binary:", 0, L"A", .calls = 1, .type = REG_BINARY, .length = 0, .told_name = L"A" },
	{ "A=dword:5", 0, L"B", .calls = 0 },
	{ "A=dword:5", RTL_QUERY_REGISTRY_REQUIRED, L"B",
	  .status = STATUS_OBJECT_NAME_NOT_FOUND },
	{ "A=dword:5", RTL_QUERY_REGISTRY_REQUIRED, L"B", REG_DWORD, "\1\0\0\0", 4,
	  .status = STATUS_OBJECT_NAME_NOT_FOUND },
	{ "A=dword:5", 0, L"B", REG_DWORD, "\1\0\0\0", 4, .calls = 1, .type = REG_DWORD,
	  .length = 4, .told_name = L"B" },
	{ "A=dword:5", 0, L"B", REG_DWORD, "\1\0\0\0", 0, .calls = 1, .type = REG_DWORD,
	  .length = 4, .told_name = L"B" },
	{ "A=dword:5", 0, L"B", REG_QWORD, "\1\0\0\0\0\0\0", 0, .calls = 1, .type = REG_QWORD,
	  .length = 8, .told_name = L"B" },
	{ "A=dword:5", 0, L"B", REG_SZ, L"text", 0, .calls = 1, .type = REG_SZ, .length = 10,
	  .told_name = L"B", .text = L"text," },
	{ "A=dword:5", 0, L"B", REG_MULTI_SZ, L"one\0three\0", 0, .calls = 2, .type = REG_SZ,
	  .length = 12, .told_name = L"B", .text = L"one,three," },
	{ "A=dword:5", RTL_QUERY_REGISTRY_NOEXPAND, L"B", REG_MULTI_SZ, L"one\0three\0", 0,
	  .calls = 1, .type = REG_MULTI_SZ, .length = 22, .told_name = L"B", .text = L"one," },
	{ "A=dword:5", 0, L"B", REG_SZ, NULL, 0, .calls = 0 },
	{ "A=dword:5", RTL_QUERY_REGISTRY_NOVALUE, L"A", .calls = 1, .type = REG_NONE,
	  .length = 0, .told_name = L"" },
	{ "A=dword:5", 0, NULL, .calls = 1, .type = REG_DWORD, .length = 4, .told_name = L"A" },
};

static void table_calls_a_routine(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		struct told told = { };
		RTL_QUERY_REGISTRY_TABLE table[] = {
			{
				listen, calls[i].flags, calls[i].name, &told,
				calls[i].default_type, (PVOID)calls[i].default_data,
				calls[i].default_length,
			},
			{ }
		};

		sample_reload(test, calls[i].parameter);
		KUNIT_EXPECT_EQ_MSG(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS,
								 table, &told, NULL),
				    calls[i].status, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, told.calls, calls[i].calls, "row %u", i);
		if (!told.calls)
			continue;
		KUNIT_EXPECT_EQ_MSG(test, told.type, calls[i].type, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, told.length, calls[i].length, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, wcscmp(told.name, calls[i].told_name), 0, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, wcscmp(told.text, calls[i].text ?: L""), 0, "row %u", i);
		KUNIT_EXPECT_PTR_EQ(test, told.context, (PVOID)&told);
	}
}

static void list_of_an_odd_size_ends(struct kunit *test)
{
	struct told told = { };
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ listen, RTL_QUERY_REGISTRY_REQUIRED, L"A", &told },
		{ }
	};

	/* Two characters and half of another. */
	KUNIT_ASSERT_EQ(test, RtlWriteRegistryValue(RTL_REGISTRY_ABSOLUTE, PARAMETERS, L"A",
						    REG_MULTI_SZ, L"one", 5), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, told.calls, 1U);
	KUNIT_EXPECT_EQ(test, wcscmp(told.text, L"one,"), 0);
}

static void table_goes_through_all_values(struct kunit *test)
{
	char *entries[] = { "A=sz:a", "B=sz:b", "C=sz:c" };
	static struct told told, none, last;
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ listen, RTL_QUERY_REGISTRY_SUBKEY, L"Parameters", &told },
		{ listen, RTL_QUERY_REGISTRY_DELETE, L"B", &last },
		{ listen, 0, NULL, &none },
		{ listen, RTL_QUERY_REGISTRY_TOPKEY | RTL_QUERY_REGISTRY_REQUIRED, NULL, &none },
		{ }
	};

	memset(&told, 0, sizeof(told));
	memset(&none, 0, sizeof(none));
	memset(&last, 0, sizeof(last));
	sample_unload();
	KUNIT_ASSERT_EQ(test, sample_load(3, entries, 0, NULL), 0);
	/* The driver's own key has no values. */
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"sample", table, NULL,
						     NULL), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, wcscmp(told.text, L"a,b,c,"), 0);
	KUNIT_EXPECT_EQ(test, wcscmp(last.text, L"b,"), 0);
	KUNIT_EXPECT_EQ(test, wcscmp(none.text, L"a,c,"), 0);
	/* Now the values are deleted as they are delivered. */
	memset(&table[1], 0, sizeof(table[1]));
	table[0].Flags |= RTL_QUERY_REGISTRY_DELETE;
	told.text[0] = 0;
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"sample", table, NULL,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, wcscmp(told.text, L"a,c,"), 0);
	told.text[0] = 0;
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"sample", table, NULL,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, told.text[0], 0);
}

static void failure_of_a_routine_ends_the_query(struct kunit *test)
{
	/* Static, since they are too large for the stack of a kernel with KASAN. */
	static struct told first, second;
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ listen, RTL_QUERY_REGISTRY_DELETE, L"A", &first },
		{ listen, 0, L"A", &second },
		{ }
	};

	first = (struct told){ .answer = STATUS_CANCELLED };
	second = (struct told){ };
	sample_reload(test, "A=multi_sz:one|two");
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, first.calls, 1U);
	KUNIT_EXPECT_EQ(test, second.calls, 0U);
	/* The value was not deleted. */
	first.answer = STATUS_SUCCESS;
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, first.calls, 3U);
	/* Now it has been deleted. */
	KUNIT_EXPECT_EQ(test, second.calls, 0U);
}

/* A query routine that itself uses the registry. */
static NTSTATUS NTAPI write_back(PWSTR name, ULONG type, PVOID data, ULONG length, PVOID context,
				 PVOID entry_context)
{
	return RtlWriteRegistryValue(RTL_REGISTRY_ABSOLUTE, PARAMETERS, L"Copy", type, data,
				     length);
}

static void routine_may_use_the_registry(struct kunit *test)
{
	ULONG copy = 0;
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ write_back, 0, L"A" },
		{ NULL, RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_REQUIRED, L"Copy", &copy },
		{ }
	};

	sample_reload(test, "A=dword:5");
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, copy, 5U);
}

static NTSTATUS direct(ULONG flags, const WCHAR *name, void *context)
{
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ NULL, RTL_QUERY_REGISTRY_DIRECT | flags, name, context },
		{ }
	};

	return RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL, NULL);
}

/* A value of the driver's own: what it writes itself is stored whatever its type. */
static void write_own(struct kunit *test, const WCHAR *name, ULONG type, const void *data,
		      ULONG size)
{
	KUNIT_ASSERT_EQ(test, RtlWriteRegistryValue(RTL_REGISTRY_ABSOLUTE, PARAMETERS, name, type,
						    (PVOID)data, size), STATUS_SUCCESS);
}

static void direct_stores_numbers(struct kunit *test)
{
	struct {
		ULONG before, value, after;
	} number = { 1, 2, 3 };
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, L"B", &number.value, REG_DWORD, "\4\0\0\0", 4 },
		{ }
	};

	sample_reload(test, "A=dword:0xfedcba98");
	KUNIT_EXPECT_EQ(test, direct(0, L"A", &number.value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number.value, 0xfedcba98);
	/* Without a value and a default, the variable stays as it is. */
	KUNIT_EXPECT_EQ(test, direct(0, L"B", &number.value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number.value, 0xfedcba98);
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number.value, 4U);
	write_own(test, L"A", REG_BINARY, "\1\2", 2);
	number.value = U32_MAX;
	KUNIT_EXPECT_EQ(test, direct(0, L"A", &number.value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number.value, 0xffff0201);
	KUNIT_EXPECT_EQ(test, number.before, 1U);
	KUNIT_EXPECT_EQ(test, number.after, 3U);
}

static void direct_stores_strings(struct kunit *test)
{
	WCHAR buffer[5];
	UNICODE_STRING mine = { 0, sizeof(buffer), buffer };
	UNICODE_STRING allocated = { };
	struct log log;

	log_mark(&log);
	write_own(test, L"A", REG_SZ, L"text", 10);
	KUNIT_EXPECT_EQ(test, direct(0, L"A", &mine), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mine.Length, 8);
	KUNIT_EXPECT_EQ(test, wcscmp(buffer, L"text"), 0);
	mine.MaximumLength = 9;
	KUNIT_EXPECT_EQ(test, direct(0, L"A", &mine), STATUS_BUFFER_TOO_SMALL);
	KUNIT_ASSERT_EQ(test, direct(0, L"A", &allocated), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, allocated.Length, 8);
	KUNIT_EXPECT_EQ(test, allocated.MaximumLength, 10);
	KUNIT_EXPECT_EQ(test, wcscmp(allocated.Buffer, L"text"), 0);
	RtlFreeUnicodeString(&allocated);
	write_own(test, L"A", REG_MULTI_SZ, L"one\0two\0", 18);
	KUNIT_ASSERT_EQ(test, direct(RTL_QUERY_REGISTRY_NOEXPAND, L"A", &allocated),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, allocated.Length, 16);
	KUNIT_EXPECT_EQ(test, memcmp(allocated.Buffer, L"one\0two\0", 18), 0);
	RtlFreeUnicodeString(&allocated);
	EXPECT_NOT_LOGGED(test, &log);
}

static void direct_stores_anything_longer(struct kunit *test)
{
	struct {
		LONG size;
		ULONG type;
		u8 data[8];
	} buffer = { .size = sizeof(buffer) };
	LONG raw[3] = { -8, 0, 0x55 };

	write_own(test, L"A", REG_QWORD, "\1\2\3\4\5\6\7\10", 8);
	KUNIT_EXPECT_EQ(test, direct(0, L"A", &buffer), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, buffer.size, 8);
	KUNIT_EXPECT_EQ(test, buffer.type, (ULONG)REG_QWORD);
	KUNIT_EXPECT_EQ(test, memcmp(buffer.data, "\1\2\3\4\5\6\7\10", 8), 0);
	buffer.size = sizeof(buffer) - 1;
	KUNIT_EXPECT_EQ(test, direct(0, L"A", &buffer), STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, direct(0, L"A", raw), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, raw[0], 0x04030201);
	KUNIT_EXPECT_EQ(test, raw[1], 0x08070605);
	KUNIT_EXPECT_EQ(test, raw[2], 0x55);
	raw[0] = -7;
	KUNIT_EXPECT_EQ(test, direct(0, L"A", raw), STATUS_BUFFER_TOO_SMALL);
	raw[0] = S32_MIN;
	KUNIT_EXPECT_EQ(test, direct(0, L"A", raw), STATUS_SUCCESS);
}

/* W10: values come from whoever loads the driver, so their type decides nothing. */
static void given_value_is_stored_only_as_what_is_expected(struct kunit *test)
{
	static const struct {
		const char *given;
		ULONG type, length;
		NTSTATUS status;
	} cases[] = {
		{ "A=dword:5", REG_NONE, 0, STATUS_SUCCESS },
		{ "A=dword:5", REG_DWORD, 4, STATUS_SUCCESS },
		{ "A=dword:5", REG_SZ, 0, STATUS_OBJECT_TYPE_MISMATCH },
		{ "A=dword:5", REG_BINARY, 4, STATUS_OBJECT_TYPE_MISMATCH },
		{ "A=sz:hello", REG_NONE, 0, STATUS_OBJECT_TYPE_MISMATCH },
		{ "A=sz:hello", REG_DWORD, 4, STATUS_OBJECT_TYPE_MISMATCH },
		{ "A=expand_sz:hello", REG_DWORD, 4, STATUS_OBJECT_TYPE_MISMATCH },
		{ "A=multi_sz:hello", REG_DWORD, 4, STATUS_OBJECT_TYPE_MISMATCH },
		{ "A=qword:5", REG_NONE, 0, STATUS_OBJECT_TYPE_MISMATCH },
		{ "A=qword:5", REG_DWORD, 4, STATUS_OBJECT_TYPE_MISMATCH },
		{ "A=binary:01", REG_NONE, 0, STATUS_OBJECT_TYPE_MISMATCH },
		{ "A=binary:01", REG_DWORD, 4, STATUS_OBJECT_TYPE_MISMATCH },
		{ "A=binary:0102", REG_BINARY, 2, STATUS_SUCCESS },
		{ "A=binary:010203", REG_BINARY, 2, STATUS_OBJECT_TYPE_MISMATCH },
		{ "A=binary:0102030405060708", REG_BINARY, 4, STATUS_OBJECT_TYPE_MISMATCH },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		/* In blocks of the heap, whose ends KASAN knows. */
		u8 *number = kunit_kmalloc(test, sizeof(ULONG), GFP_KERNEL);
		RTL_QUERY_REGISTRY_TABLE table[] = {
			{ NULL, RTL_QUERY_REGISTRY_DIRECT, L"A", number, cases[i].type, "abcd",
			  cases[i].length },
			{ }
		};
		struct log log;

		KUNIT_ASSERT_NOT_NULL(test, number);
		memset(number, 0x7f, sizeof(ULONG));
		sample_reload(test, cases[i].given);
		log_mark(&log);
		KUNIT_EXPECT_EQ_MSG(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS,
								 table, NULL, NULL),
				    cases[i].status, "%u: %s", i, cases[i].given);
		if (cases[i].status == STATUS_SUCCESS) {
			EXPECT_NOT_LOGGED(test, &log);
			KUNIT_EXPECT_NE(test, number[0], 0x7f);
		} else {
			EXPECT_LOGGED_ONCE(test, &log, "RtlQueryRegistryValues: A is given");
			KUNIT_EXPECT_NULL(test, memchr_inv(number, 0x7f, sizeof(ULONG)));
		}
	}
}

/* W10: as large as it is, it would be the length of the driver's buffer. */
static void given_number_is_not_stored_over_a_string(struct kunit *test)
{
	WCHAR buffer[5];
	UNICODE_STRING mine = { 0, sizeof(buffer), buffer };
	struct {
		ULONG value, other;
		void *behind;
	} number = { 0, 0, buffer };
	struct log log;

	sample_reload(test, "A=dword:0xfffe0000");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, direct(RTL_QUERY_REGISTRY_REQUIRED, L"A", &mine),
			STATUS_OBJECT_TYPE_MISMATCH);
	EXPECT_LOGGED_ONCE(test, &log, "A is given as dword, but the driver has a string there");
	KUNIT_EXPECT_EQ(test, mine.Length, 0);
	KUNIT_EXPECT_EQ(test, mine.MaximumLength, sizeof(buffer));
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, direct(RTL_QUERY_REGISTRY_REQUIRED, L"A", &number.value),
			STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &log);
	KUNIT_EXPECT_EQ(test, number.value, 0xfffe0000);
	/* What the driver itself has written may go anywhere. */
	write_own(test, L"A", REG_DWORD, "\0\0\2\0", 4);
	KUNIT_EXPECT_EQ(test, direct(0, L"A", &mine), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mine.MaximumLength, 2);
}

static void given_text_is_stored_where_text_is_expected(struct kunit *test)
{
	UNICODE_STRING text = { };
	struct {
		LONG size;
		ULONG type;
		u8 data[8];
	} buffer = { .size = sizeof(buffer) };
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, L"A", &text, REG_SZ, L"mine", 0 },
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, L"B", &buffer, REG_BINARY, "12345678", 8 },
		{ }
	};
	static char *const entries[] = { "A=expand_sz:hello", "B=binary:0102030405" };
	struct log log;

	sample_unload();
	KUNIT_ASSERT_EQ(test, sample_load(2, entries, 0, NULL), 0);
	log_mark(&log);
	KUNIT_ASSERT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, wcscmp(text.Buffer, L"hello"), 0);
	KUNIT_EXPECT_EQ(test, buffer.size, 5);
	RtlFreeUnicodeString(&text);
	/* What the driver has written over the given value is its own. */
	write_own(test, L"A", REG_DWORD, "\1\0\0\0", 4);
	KUNIT_EXPECT_EQ(test, direct(0, L"A", &text), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, text.Length, 1);
	EXPECT_NOT_LOGGED(test, &log);
}

static void direct_checks_the_type(struct kunit *test)
{
	ULONG value = 0;
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{
			NULL, RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_TYPECHECK, L"A",
			&value, REG_DWORD << RTL_QUERY_REGISTRY_TYPECHECK_SHIFT | REG_DWORD,
			"\4\0\0\0", 4,
		},
		{ }
	};

	sample_reload(test, "A=dword:5");
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 5U);
	/* Without the check, this would be stored as a string. */
	sample_reload(test, "A=sz:text");
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, value, 5U);
	sample_reload(test, "B=sz:text");
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 4U);
}

static void contradicting_entry_is_refused(struct kunit *test)
{
	ULONG value;

	KUNIT_EXPECT_EQ(test, direct(0, NULL, &value), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, direct(0, L"A", NULL), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, direct(RTL_QUERY_REGISTRY_SUBKEY, L"A", &value),
			STATUS_INVALID_PARAMETER);
}

#define JUNK ((PVOID)0x5a5a5a5a)

static ULONG number;

static const struct {
	RTL_QUERY_REGISTRY_TABLE entry;
	const char *says;
} junk[] = {
	/* The number itself, and not where it is. */
	{ { NULL, RTL_QUERY_REGISTRY_DIRECT, L"B", &number, REG_DWORD, (PVOID)10, 4 },
	  "a default" },
	{ { NULL, RTL_QUERY_REGISTRY_DIRECT, L"B", &number, REG_DWORD, (PVOID)10, 0 },
	  "a default" },
	{ { listen, 0, L"B", NULL, REG_SZ, JUNK, 0 }, "a default" },
	{ { listen, 0, L"B", NULL, REG_MULTI_SZ, JUNK, 0 }, "a default" },
	{ { listen, 0, L"B", NULL, REG_MULTI_SZ, JUNK, 10 }, "a default" },
	{ { listen, 0, JUNK }, "the name of an entry" },
	{ { NULL, RTL_QUERY_REGISTRY_DIRECT, JUNK, &number }, "the name of an entry" },
	{ { NULL, RTL_QUERY_REGISTRY_SUBKEY, JUNK }, "the name of an entry" },
	{ { JUNK, 0, L"A" }, "the routine of an entry" },
	{ { NULL, RTL_QUERY_REGISTRY_DIRECT, L"A", JUNK }, "the place for a value" },
	{ { NULL, RTL_QUERY_REGISTRY_DIRECT, L"B", JUNK, REG_SZ, L"text", 0 },
	  "the place for a string" },
};

static void junk_in_an_entry_is_logged(struct kunit *test)
{
	unsigned int i;

	sample_reload(test, "A=dword:5");
	for (i = 0; i < ARRAY_SIZE(junk); i++) {
		RTL_QUERY_REGISTRY_TABLE table[] = { junk[i].entry, { } };
		struct log log;

		number = 1;
		log_mark(&log);
		KUNIT_EXPECT_EQ_MSG(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS,
								 table, NULL, NULL),
				    STATUS_INVALID_PARAMETER, "%u", i);
		EXPECT_LOGGED_ONCE(test, &log, junk[i].says);
		KUNIT_EXPECT_EQ(test, number, 1U);
	}
}

static void table_without_an_end_ends(struct kunit *test)
{
	RTL_QUERY_REGISTRY_TABLE *entry;
	/* Nothing is mapped after it. */
	char *page = vmalloc(PAGE_SIZE);
	struct log log;

	KUNIT_ASSERT_NOT_NULL(test, page);
	entry = (RTL_QUERY_REGISTRY_TABLE *)(page + PAGE_SIZE) - 1;
	number = 1;
	*entry = (RTL_QUERY_REGISTRY_TABLE){ NULL, RTL_QUERY_REGISTRY_DIRECT, L"A", &number };
	sample_reload(test, "A=dword:5");
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, entry, NULL,
						     NULL), STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &log, "the table");
	KUNIT_EXPECT_EQ(test, number, 5U);
	vfree(page);
}

static void missing_key_may_be_optional(struct kunit *test)
{
	ULONG value = 1;
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, L"A", &value, REG_DWORD, "\4\0\0\0", 4 },
		{ }
	};

	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"nobody", table, NULL,
						     NULL), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, value, 1U);
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_SERVICES | RTL_REGISTRY_OPTIONAL,
						     L"nobody", table, NULL, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 4U);
	table[0].Flags |= RTL_QUERY_REGISTRY_REQUIRED;
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_SERVICES | RTL_REGISTRY_OPTIONAL,
						     L"nobody", table, NULL, NULL),
			STATUS_OBJECT_NAME_NOT_FOUND);
	table[0] = (RTL_QUERY_REGISTRY_TABLE){ NULL, RTL_QUERY_REGISTRY_SUBKEY, L"x" };
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_SERVICES | RTL_REGISTRY_OPTIONAL,
						     L"nobody", table, NULL, NULL),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"sample", table, NULL,
						     NULL), STATUS_OBJECT_NAME_NOT_FOUND);
}

static void path_may_be_a_handle(struct kunit *test)
{
	ULONG value = 0, other = 9;
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, L"A", &value },
		{ }
	};
	HANDLE key;

	sample_reload(test, "A=dword:5");
	key = open_key(test, PARAMETERS);
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_HANDLE, key, table, NULL, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 5U);
	KUNIT_EXPECT_EQ(test, RtlWriteRegistryValue(RTL_REGISTRY_HANDLE, key, L"A", REG_DWORD,
						    &other, 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_HANDLE, key, table, NULL, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 9U);
	ZwClose(key);
}

static struct kunit_case query_cases[] = {
	KUNIT_CASE(table_calls_a_routine),
	KUNIT_CASE(list_of_an_odd_size_ends),
	KUNIT_CASE(table_goes_through_all_values),
	KUNIT_CASE(failure_of_a_routine_ends_the_query),
	KUNIT_CASE(routine_may_use_the_registry),
	KUNIT_CASE(direct_stores_numbers),
	KUNIT_CASE(direct_stores_strings),
	KUNIT_CASE(direct_stores_anything_longer),
	KUNIT_CASE(given_value_is_stored_only_as_what_is_expected),
	KUNIT_CASE(given_number_is_not_stored_over_a_string),
	KUNIT_CASE(given_text_is_stored_where_text_is_expected),
	KUNIT_CASE(direct_checks_the_type),
	KUNIT_CASE(contradicting_entry_is_refused),
	KUNIT_CASE(junk_in_an_entry_is_logged),
	KUNIT_CASE(table_without_an_end_ends),
	KUNIT_CASE(missing_key_may_be_optional),
	KUNIT_CASE(path_may_be_a_handle),
	{ }
};

static struct kunit_suite query_suite = {
	.name = "ntparport_windows_query",
	.init = sample_init,
	.exit = sample_exit,
	.test_cases = query_cases,
};

kunit_test_suites(&query_suite);
