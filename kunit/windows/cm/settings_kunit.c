// SPDX-License-Identifier: GPL-2.0
/* settings_kunit.c - the file with a driver's settings, and what of them the driver has read. */

#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/fs.h>

#include "../../open_file.h"
#include "sample.h"

static int load_file(const char *text, size_t length)
{
	const struct nt_settings settings = {
		.file = { .path = "the.settings", .text = text, .length = length },
	};

	sample_unload();
	return sample_load_settings(&settings);
}

static int load_text(const char *text)
{
	return load_file(text, strlen(text));
}

static const char file[] =
	"\xef\xbb\xbf# Values of the driver.\r\n"
	"Timeout=dword:30\n"
	"\r\n"
	" \t\n"
	"Text=sz:a, b \"c\" # d\r\n"
	"Sub\\Bytes=binary:0102\n"
	"[Service]\n"
	"Group=sz:x\n"
	"Parameters\\More=dword:7\r\n"
	"[Parameters]\n"
	"Escaped=%sz:%0D%0A\n"
	"Last=multi_sz:a|b";

static const struct {
	const WCHAR *key;
	const WCHAR *name;
	ULONG type;
	ULONG size;
	const void *data;
} values[] = {
	{ PARAMETERS, L"Timeout", REG_DWORD, 4, "\x1e\0\0\0" },
	{ PARAMETERS, L"Text", REG_SZ, 26, L"a, b \"c\" # d" },
	{ PARAMETERS L"\\Sub", L"Bytes", REG_BINARY, 2, "\x01\x02" },
	{ DRIVER, L"Group", REG_SZ, 4, L"x" },
	{ PARAMETERS, L"More", REG_DWORD, 4, "\x07\0\0\0" },
	{ PARAMETERS, L"Escaped", REG_SZ, 6, L"\r\n" },
	{ PARAMETERS, L"Last", REG_MULTI_SZ, 10, L"a\0b\0" },
};

/* W10. */
static void file_gives_values(struct kunit *test)
{
	unsigned int i;

	KUNIT_ASSERT_EQ(test, load_file(file, sizeof(file) - 1), 0);
	for (i = 0; i < ARRAY_SIZE(values); i++) {
		HANDLE key = open_key(test, values[i].key);
		struct seen seen = { };

		KUNIT_EXPECT_EQ_MSG(test, see(key, values[i].name, &seen), STATUS_SUCCESS, "%u", i);
		KUNIT_EXPECT_EQ_MSG(test, seen.information.Type, values[i].type, "%u", i);
		KUNIT_ASSERT_EQ_MSG(test, seen.information.DataLength, values[i].size, "%u", i);
		KUNIT_EXPECT_EQ_MSG(test, memcmp(seen.information.Data, values[i].data,
						 values[i].size), 0, "%u", i);
		ZwClose(key);
	}
}

static const struct {
	const char *text;
	size_t length;
	const char *logged;
} bad_files[] = {
	{ "A=dword:1\n# A\nB=dword\n", 0, ":3: \"B=dword\" is not Name=dword:number" },
	{ "\n\r\nB=dword:x", 0, ":3: \"B=dword:x\" has no number" },
	{ "[Service]\n[Other]\n", 0, ":2: \"[Other]\" is not Name=" },
	{ " [Service]\n", 0, ":1: \" [Service]\" is not Name=" },
	{ "[service]\n", 0, ":1: \"[service]\" is not Name=" },
	{ "A=sz:\xff", 0, ":1: \"A=sz:" },
	/* UTF-16 */
	{ "\xff\xfe" "A\0=\0", 6, ":1 has a NUL character" },
	{ "A=sz:x\0y", 8, ":1 has a NUL character" },
};

static void mistake_in_a_file_names_its_line(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad_files); i++) {
		char text[100];
		struct log log;

		log_mark(&log);
		KUNIT_EXPECT_EQ_MSG(test, load_file(bad_files[i].text, bad_files[i].length ?:
						    strlen(bad_files[i].text)), -EINVAL, "%u", i);
		snprintf(text, sizeof(text), "ntparport: sample: the.settings%s",
			 bad_files[i].logged);
		EXPECT_LOGGED_ONCE(test, &log, text);
		KUNIT_EXPECT_EQ(test, RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, L"sample"),
				STATUS_OBJECT_NAME_NOT_FOUND);
	}
}

/* A query of the whole value, in memory of the case. */
static const KEY_VALUE_PARTIAL_INFORMATION *see_all(struct kunit *test, const WCHAR *path,
						    const WCHAR *value, ULONG size)
{
	const ULONG room = FIELD_OFFSET(KEY_VALUE_PARTIAL_INFORMATION, Data) + size;
	KEY_VALUE_PARTIAL_INFORMATION *answer = kunit_kzalloc(test, room, GFP_KERNEL);
	HANDLE key = open_key(test, path);
	UNICODE_STRING name;
	ULONG needed;

	KUNIT_ASSERT_NOT_NULL(test, answer);
	RtlInitUnicodeString(&name, value);
	KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, &name, KeyValuePartialInformation, answer, room,
					      &needed), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, answer->DataLength, size);
	ZwClose(key);
	return answer;
}

/* Longer than a command line, or a UNICODE_STRING, can be. */
static void long_values_are_whole(struct kunit *test)
{
	const size_t characters = 100000, bytes = 65536;
	char *text = kunit_kzalloc(test, characters + 2 * bytes + 100, GFP_KERNEL);
	const KEY_VALUE_PARTIAL_INFORMATION *answer;
	size_t i, length, wrong = 0;
	const UCHAR *data;

	KUNIT_ASSERT_NOT_NULL(test, text);
	length = sprintf(text, "Long=sz:");
	for (i = 0; i < characters; i++)
		text[length++] = 'a' + i % 26;
	length += sprintf(text + length, "\nBytes=binary:");
	for (i = 0; i < bytes; i++)
		length += sprintf(text + length, "%02x", (unsigned int)(i * 7 & 0xff));
	KUNIT_ASSERT_EQ(test, load_file(text, length), 0);
	answer = see_all(test, PARAMETERS, L"Long", (characters + 1) * sizeof(WCHAR));
	for (i = 0; i < characters; i++)
		wrong += ((const WCHAR *)answer->Data)[i] != 'a' + i % 26;
	data = see_all(test, PARAMETERS, L"Bytes", bytes)->Data;
	for (i = 0; i < bytes; i++)
		wrong += data[i] != (UCHAR)(i * 7);
	KUNIT_EXPECT_EQ(test, wrong, (size_t)0);
}

static void log_shows_the_beginning_of_a_long_line(struct kunit *test)
{
	char text[400];
	struct log log;

	memset(text, 'A', sizeof(text));
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, load_file(text, sizeof(text)), -EINVAL);
	EXPECT_LOGGED_ONCE(test, &log, "AAAA...\" is not Name=");
}

#define WAS_READ(item) "sample\t" "read\t" item "\n"
#define NOT_READ(item) "sample\t" "unread\t" item "\n"

/* The file "settings" in debugfs. */
static const char *shown(struct kunit *test)
{
	const size_t room = 4096;
	char *text = kunit_kzalloc(test, room, GFP_KERNEL);
	struct file *copy;
	loff_t position = 0;

	KUNIT_ASSERT_NOT_NULL(test, text);
	/* Cases cannot read from debugfs themselves. */
	KUNIT_ASSERT_EQ(test, run("cp", "/sys/kernel/debug/ntparport/settings", "/tmp/settings"),
			0);
	copy = open_file("/tmp/settings", O_RDONLY);
	KUNIT_ASSERT_FALSE(test, IS_ERR(copy));
	KUNIT_EXPECT_GE(test, kernel_read(copy, text, room - 1, &position), (ssize_t)0);
	filp_close(copy, NULL);
	return text;
}

static void command_line_counts_more_than_the_file(struct kunit *test)
{
	char *parameters[] = { "a=dword:3", "Sub\\B=dword:4" };
	char *service[] = { "Parameters\\C=dword:5", "D=dword:6" };
	const char *text =
		"A=dword:1\nSub\\B=dword:1\nC=dword:1\n"
		"E=dword:1\n"
		"[Service]\n"
		"D=dword:1\n";
	const struct nt_settings settings = {
		.parameters = parameters,
		.parameter_count = 2,
		.service = service,
		.service_count = 2,
		.file = { .path = "the.settings", .text = text, .length = strlen(text) },
	};

	sample_unload();
	KUNIT_ASSERT_EQ(test, sample_load_settings(&settings), 0);
	KUNIT_EXPECT_STREQ(test, shown(test),
			   NOT_READ("E=dword:1")
			   NOT_READ("a=dword:3")
			   NOT_READ("Sub\\B=dword:4")
			   NOT_READ("[Service] Parameters\\C=dword:5")
			   NOT_READ("[Service] D=dword:6"));
	KUNIT_EXPECT_EQ(test, see_all(test, PARAMETERS, L"A", 4)->Data[0], 3);
	KUNIT_EXPECT_EQ(test, see_all(test, PARAMETERS L"\\Sub", L"B", 4)->Data[0], 4);
	KUNIT_EXPECT_EQ(test, see_all(test, PARAMETERS, L"C", 4)->Data[0], 5);
	KUNIT_EXPECT_EQ(test, see_all(test, DRIVER, L"D", 4)->Data[0], 6);
}

static NTSTATUS NTAPI refuse_all(PWSTR name, ULONG type, PVOID data, ULONG size, PVOID context,
				 PVOID entry_context)
{
	return STATUS_UNSUCCESSFUL;
}

static NTSTATUS query_table(RTL_QUERY_REGISTRY_TABLE *table)
{
	return RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"sample\\Parameters", table, NULL,
				      NULL);
}

static void query_part(HANDLE key, UNICODE_STRING *name)
{
	u8 room[FIELD_OFFSET(KEY_VALUE_PARTIAL_INFORMATION, Data) + 3];
	ULONG size;

	ZwQueryValueKey(key, name, KeyValuePartialInformation, room, sizeof(room), &size);
}

static void query_name(HANDLE key, UNICODE_STRING *name)
{
	u8 room[100];
	ULONG size;

	ZwQueryValueKey(key, name, KeyValueBasicInformation, room, sizeof(room), &size);
}

static void query_full(HANDLE key, UNICODE_STRING *name)
{
	u8 room[100];
	ULONG size;

	ZwQueryValueKey(key, name, KeyValueFullInformation, room, sizeof(room), &size);
}

static void enumerate(HANDLE key, UNICODE_STRING *name)
{
	u8 room[100];
	ULONG size;

	ZwEnumerateValueKey(key, 1, KeyValuePartialInformation, room, sizeof(room), &size);
}

static void query_all(HANDLE key, UNICODE_STRING *name)
{
	RTL_QUERY_REGISTRY_TABLE table[2] = { { .QueryRoutine = refuse_all } };

	query_table(table);
	table[0].Name = name->Buffer;
	query_table(table);
}

static void query_direct(HANDLE key, UNICODE_STRING *name)
{
	ULONG number;
	RTL_QUERY_REGISTRY_TABLE table[2] = { {
		.Flags = RTL_QUERY_REGISTRY_DIRECT,
		.Name = name->Buffer,
		.EntryContext = &number,
		.DefaultType = REG_DWORD,
	} };

	query_table(table);
}

static void query_wrong_type(HANDLE key, UNICODE_STRING *name)
{
	UNICODE_STRING text = { };
	RTL_QUERY_REGISTRY_TABLE table[2] = { {
		.Flags = RTL_QUERY_REGISTRY_DIRECT,
		.Name = name->Buffer,
		.EntryContext = &text,
		.DefaultType = REG_SZ,
	} };

	query_table(table);
}

static void write_over(HANDLE key, UNICODE_STRING *name)
{
	ZwSetValueKey(key, name, 0, REG_BINARY, "x", 1);
	query_full(key, name);
}

static void delete(HANDLE key, UNICODE_STRING *name)
{
	ZwDeleteValueKey(key, name);
	query_full(key, name);
}

/* What a driver may do with its value B, and whether it has read it then. */
static const struct {
	void (*act)(HANDLE key, UNICODE_STRING *name);
	bool reads;
} acts[] = {
	{ query_part, false }, { query_name, false }, { query_full, true }, { enumerate, true },
	{ query_direct, true }, { query_wrong_type, false }, { write_over, false },
	{ delete, false },
};

static void what_was_read_is_shown(struct kunit *test)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"B");
	unsigned int i;
	HANDLE key;

	for (i = 0; i < ARRAY_SIZE(acts); i++) {
		KUNIT_ASSERT_EQ(test, load_text("A=dword:1\nB=dword:2\n[Service]\nB=dword:3"), 0);
		key = open_key(test, PARAMETERS);
		acts[i].act(key, &name);
		ZwClose(key);
		KUNIT_EXPECT_STREQ(test, shown(test), acts[i].reads ?
				   NOT_READ("A=dword:1")
				   WAS_READ("B=dword:2")
				   NOT_READ("[Service] B=dword:3") :
				   NOT_READ("A=dword:1")
				   NOT_READ("B=dword:2")
				   NOT_READ("[Service] B=dword:3"));
	}
	/* A routine that refuses a value ends the call: A first, then B by its name. */
	KUNIT_ASSERT_EQ(test, load_text("A=dword:1\nB=dword:2\nC=dword:3"), 0);
	query_all(NULL, &name);
	KUNIT_EXPECT_STREQ(test, shown(test),
			   WAS_READ("A=dword:1")
			   WAS_READ("B=dword:2")
			   NOT_READ("C=dword:3"));
	sample_unload();
	KUNIT_EXPECT_STREQ(test, shown(test), "");
}

/* A line of that file can be a line of a settings file, whatever was given. */
static void what_is_shown_can_be_given(struct kunit *test)
{
	char *parameters[] = { "#A=sz:1%\n2", "[B]=dword:1", "C=%sz:a%25\tb", "D\n=%dword:1" };
	HANDLE key;
	struct seen seen;

	sample_unload();
	KUNIT_ASSERT_EQ(test, sample_load(4, parameters, 0, NULL), 0);
	KUNIT_EXPECT_STREQ(test, shown(test),
			   NOT_READ("%23A=%sz:1%25%0A2")
			   NOT_READ("%5BB]=%dword:1")
			   NOT_READ("C=%sz:a%25%09b")
			   NOT_READ("D%0A=%dword:1"));
	KUNIT_ASSERT_EQ(test, load_text("%23A=%sz:1%25%0A2"), 0);
	key = open_key(test, PARAMETERS);
	KUNIT_EXPECT_EQ(test, see(key, L"#A", &seen), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(seen.information.Data, L"1%\n2", 10), 0);
	ZwClose(key);
}

static struct kunit_case settings_cases[] = {
	KUNIT_CASE(file_gives_values),
	KUNIT_CASE(mistake_in_a_file_names_its_line),
	KUNIT_CASE(long_values_are_whole),
	KUNIT_CASE(log_shows_the_beginning_of_a_long_line),
	KUNIT_CASE(command_line_counts_more_than_the_file),
	KUNIT_CASE(what_was_read_is_shown),
	KUNIT_CASE(what_is_shown_can_be_given),
	{ }
};

static struct kunit_suite settings_suite = {
	.name = "ntparport_windows_settings",
	.init = sample_init,
	.exit = sample_exit,
	.test_cases = settings_cases,
};

kunit_test_suites(&settings_suite);
