// SPDX-License-Identifier: GPL-2.0
/* zw_kunit.c - the registry: parameters, tables of values, keys by handle. */

#include <linux/vmalloc.h>

#include "cm/registry.h"
#include "contexts.h"

#define SERVICES L"\\Registry\\Machine\\System\\CurrentControlSet\\Services"
#define DRIVER SERVICES L"\\sample"
#define PARAMETERS DRIVER L"\\Parameters"

static struct nt_registry registry;

static int load(unsigned int count, char *const entries[])
{
	static const UNICODE_STRING path = RTL_CONSTANT_STRING(DRIVER);

	return nt_registry_init(&registry, &path, count, entries, 0, NULL);
}

static int load_one(const char *entry)
{
	char *entries[] = { (char *)entry };

	return load(1, entries);
}

/* Every case has its driver, with no parameters unless it loads it anew. */
static int zw_init(struct kunit *test)
{
	return load(0, NULL);
}

static void zw_exit(struct kunit *test)
{
	nt_registry_free(&registry);
}

static void reload(struct kunit *test, const char *entry)
{
	nt_registry_free(&registry);
	KUNIT_ASSERT_EQ_MSG(test, load_one(entry), 0, "%s", entry);
}

static HANDLE open_key(struct kunit *test, const WCHAR *path)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	HANDLE handle;

	RtlInitUnicodeString(&name, path);
	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	KUNIT_ASSERT_EQ(test, ZwOpenKey(&handle, KEY_ALL_ACCESS, &attributes), STATUS_SUCCESS);
	return handle;
}

/* A value as a driver sees it. */
struct seen {
	union {
		KEY_VALUE_PARTIAL_INFORMATION information;
		u8 bytes[300];
	};
	ULONG size;
};

static NTSTATUS see(HANDLE key, const WCHAR *value, struct seen *seen)
{
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, value);
	return ZwQueryValueKey(key, &name, KeyValuePartialInformation, seen->bytes,
			       sizeof(seen->bytes), &seen->size);
}

/* Parameters */

static void mistake_in_parameters_names_the_driver(struct kunit *test)
{
	struct log log;

	nt_registry_free(&registry);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, load_one("A=dword"), -EINVAL);
	EXPECT_LOGGED_ONCE(test, &log, "ntparport: sample: Parameters: \"A=dword\" is not");
}

static const struct {
	const char *entry;
	const WCHAR *name;
	ULONG type;
	ULONG size;
	const void *data;
} parameters[] = {
	{ "A=dword:5", L"A", REG_DWORD, 4, "\x05\0\0\0" },
	{ "A=dword:0", L"a", REG_DWORD, 4, "\0\0\0\0" },
	{ "A=dword:0xFEDCBA98", L"A", REG_DWORD, 4, "\x98\xba\xdc\xfe" },
	{ "A=dword:4294967295", L"A", REG_DWORD, 4, "\xff\xff\xff\xff" },
	{ "A=qword:0x123456789", L"A", REG_QWORD, 8, "\x89\x67\x45\x23\x01\0\0\0" },
	{ "Long Name=sz:text", L"Long Name", REG_SZ, 10, L"text" },
	{ "A=sz:", L"A", REG_SZ, 2, L"" },
	{ "A=sz:x=y:z\\w", L"A", REG_SZ, 16, L"x=y:z\\w" },
	{ "\xc3\xa4=sz:\xe2\x82\xac", L"\xc4", REG_SZ, 4, L"\x20ac" },
	{ "A=expand_sz:%SystemRoot%", L"A", REG_EXPAND_SZ, 26, L"%SystemRoot%" },
	{ "A=multi_sz:one|two", L"A", REG_MULTI_SZ, 18, L"one\0two\0" },
	{ "A=multi_sz:one", L"A", REG_MULTI_SZ, 10, L"one\0" },
	{ "A=multi_sz:", L"A", REG_MULTI_SZ, 2, L"" },
	{ "A=binary:001122fFaA", L"A", REG_BINARY, 5, "\x00\x11\x22\xff\xaa" },
	{ "A=binary:", L"A", REG_BINARY, 0, "" },
	/* W10: with a % before the type, the bytes of text and name may be escaped. */
	{ "A=%sz:a%2Cb%22c d=e%25", L"A", REG_SZ, 22, L"a,b\"c d=e%" },
	{ "A%3d%2c=%sz:", L"A=,", REG_SZ, 2, L"" },
	{ "A=%sz:%E2%82%aC", L"A", REG_SZ, 4, L"\x20ac" },
	{ "A=%expand_sz:%25x%25", L"A", REG_EXPAND_SZ, 8, L"%x%" },
	{ "A=%multi_sz:a%7Cb|%2c", L"A", REG_MULTI_SZ, 14, L"a|b\0,\0" },
	{ "A=%dword:5", L"A", REG_DWORD, 4, "\x05\0\0\0" },
};

static void parameters_are_values(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(parameters); i++) {
		struct seen seen = { };
		HANDLE key;

		reload(test, parameters[i].entry);
		key = open_key(test, PARAMETERS);
		KUNIT_EXPECT_EQ(test, see(key, parameters[i].name, &seen), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, seen.information.Type, parameters[i].type);
		KUNIT_EXPECT_EQ_MSG(test, seen.information.DataLength, parameters[i].size, "%s",
				    parameters[i].entry);
		KUNIT_EXPECT_EQ_MSG(test, memcmp(seen.information.Data, parameters[i].data,
						 parameters[i].size), 0, "%s", parameters[i].entry);
		ZwClose(key);
	}
}

static const char *const bad_parameters[] = {
	"", "A", "A=", "=dword:1", "A=5", "A=dword", "A=dword:", "A=dword:x", "A=dword:-1",
	"A=dword:+1", "A=dword: 1", "A=dword:1x", "A=dword:4294967296", "A=DWORD:1", "A= dword:1",
	"A=qword:18446744073709551616", "A=binary:0", "A=binary:0g", "A=binary:00 11", "A=string:x",
	"A=sz:\xff", "\xff=sz:x", "A=multi_sz:|a", "A=multi_sz:a|", "A=multi_sz:a||b",
	"A=multi_sz:|", "A=%sz:%", "A=%sz:%2", "A=%sz:%2g", "A=%sz:%00", "A%=%sz:x", "A=%sz:%ff",
	"A=%%sz:x", "A=%multi_sz:a|%00",
};

static void bad_parameters_are_refused(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad_parameters); i++) {
		char *entries[] = { "B=dword:1", (char *)bad_parameters[i], "C=dword:1" };
		char text[64];
		struct log log;

		nt_registry_free(&registry);
		log_mark(&log);
		KUNIT_EXPECT_EQ_MSG(test, load(3, entries), -EINVAL, "%s", bad_parameters[i]);
		/* The log may show a byte of no character in its own way. */
		if (strchr(bad_parameters[i], '\xff'))
			snprintf(text, sizeof(text), "ntparport: sample: Parameters: ");
		else
			snprintf(text, sizeof(text), "ntparport: sample: Parameters: \"%s\" is not",
				 bad_parameters[i]);
		EXPECT_LOGGED_ONCE(test, &log, text);
		KUNIT_EXPECT_EQ(test, RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, L"sample"),
				STATUS_OBJECT_NAME_NOT_FOUND);
	}
}

static void key_of_the_driver_has_values_of_its_own(struct kunit *test)
{
	static const UNICODE_STRING path = RTL_CONSTANT_STRING(DRIVER);
	static char *const parameters[] = { "A=dword:1" };
	static char *const service[] = { "A=dword:2", "Group=sz:parallel" };
	static char *const bad[] = { "A" };
	struct seen seen;
	struct log log;
	HANDLE key;

	nt_registry_free(&registry);
	KUNIT_ASSERT_EQ(test, nt_registry_init(&registry, &path, 1, parameters, 2, service), 0);
	key = open_key(test, DRIVER);
	KUNIT_EXPECT_EQ(test, see(key, L"A", &seen), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen.information.Data[0], 2);
	KUNIT_EXPECT_EQ(test, see(key, L"Group", &seen), STATUS_SUCCESS);
	ZwClose(key);
	key = open_key(test, PARAMETERS);
	KUNIT_EXPECT_EQ(test, see(key, L"A", &seen), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen.information.Data[0], 1);
	KUNIT_EXPECT_EQ(test, see(key, L"Group", &seen), STATUS_OBJECT_NAME_NOT_FOUND);
	ZwClose(key);
	nt_registry_free(&registry);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, nt_registry_init(&registry, &path, 1, parameters, 1, bad), -EINVAL);
	EXPECT_LOGGED_ONCE(test, &log, "ntparport: sample: Service: \"A\" is not");
}

static void last_of_equal_parameters_counts(struct kunit *test)
{
	char *entries[] = { "A=dword:1", "a=sz:x" };
	struct seen seen;
	HANDLE key;

	nt_registry_free(&registry);
	KUNIT_ASSERT_EQ(test, load(2, entries), 0);
	key = open_key(test, PARAMETERS);
	KUNIT_EXPECT_EQ(test, see(key, L"A", &seen), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen.information.Type, (ULONG)REG_SZ);
	ZwClose(key);
}

static void registry_of_a_driver_goes_with_it(struct kunit *test)
{
	struct seen seen;
	HANDLE key, deep;
	ULONG one = 1;

	KUNIT_EXPECT_EQ(test, RtlWriteRegistryValue(RTL_REGISTRY_SERVICES, L"sample\\Other", L"A",
						    REG_DWORD, &one, 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlCreateRegistryKey(RTL_REGISTRY_SERVICES, L"sample\\Other\\Deep"),
			STATUS_SUCCESS);
	key = open_key(test, DRIVER);
	deep = open_key(test, DRIVER L"\\Other\\Deep");
	nt_registry_free(&registry);
	KUNIT_EXPECT_EQ(test, RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, L"sample"),
			STATUS_OBJECT_NAME_NOT_FOUND);
	/* Handles that are left are harmless. */
	KUNIT_EXPECT_EQ(test, see(key, L"A", &seen), STATUS_KEY_DELETED);
	KUNIT_EXPECT_EQ(test, see(deep, L"A", &seen), STATUS_KEY_DELETED);
	KUNIT_EXPECT_EQ(test, ZwClose(key), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwClose(deep), STATUS_SUCCESS);
	/* As often as one likes. */
	nt_registry_free(&registry);
	KUNIT_ASSERT_EQ(test, load(0, NULL), 0);
	KUNIT_EXPECT_EQ(test, RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, L"sample\\Other"),
			STATUS_OBJECT_NAME_NOT_FOUND);
}

/* Paths */

static const struct {
	ULONG relative;
	const WCHAR *path;
	NTSTATUS status;
} paths[] = {
	{ RTL_REGISTRY_ABSOLUTE, L"\\Registry", STATUS_SUCCESS },
	{ RTL_REGISTRY_ABSOLUTE, L"\\REGISTRY\\machine", STATUS_SUCCESS },
	{ RTL_REGISTRY_ABSOLUTE, PARAMETERS, STATUS_SUCCESS },
	{ RTL_REGISTRY_ABSOLUTE, L"Registry", STATUS_OBJECT_PATH_SYNTAX_BAD },
	{ RTL_REGISTRY_ABSOLUTE, L"", STATUS_OBJECT_PATH_SYNTAX_BAD },
	{ RTL_REGISTRY_ABSOLUTE, NULL, STATUS_OBJECT_PATH_SYNTAX_BAD },
	{ RTL_REGISTRY_ABSOLUTE, L"\\Device", STATUS_OBJECT_NAME_NOT_FOUND },
	{ RTL_REGISTRY_ABSOLUTE, L"\\Registry\\\\Machine", STATUS_OBJECT_NAME_INVALID },
	{ RTL_REGISTRY_SERVICES, L"sample", STATUS_SUCCESS },
	{ RTL_REGISTRY_SERVICES, L"sample\\parameters", STATUS_SUCCESS },
	{ RTL_REGISTRY_SERVICES, L"", STATUS_SUCCESS },
	{ RTL_REGISTRY_SERVICES, NULL, STATUS_SUCCESS },
	{ RTL_REGISTRY_SERVICES, L"samples", STATUS_OBJECT_NAME_NOT_FOUND },
	{ RTL_REGISTRY_SERVICES, L"sample\\x\\y", STATUS_OBJECT_NAME_NOT_FOUND },
	{ RTL_REGISTRY_SERVICES, L"\\sample", STATUS_OBJECT_PATH_SYNTAX_BAD },
	{ RTL_REGISTRY_CONTROL, NULL, STATUS_SUCCESS },
	{ RTL_REGISTRY_WINDOWS_NT, NULL, STATUS_SUCCESS },
	{ RTL_REGISTRY_DEVICEMAP, NULL, STATUS_SUCCESS },
	{ RTL_REGISTRY_DEVICEMAP, L"PARALLEL PORTS", STATUS_OBJECT_NAME_NOT_FOUND },
	{ RTL_REGISTRY_USER, NULL, STATUS_SUCCESS },
	{ RTL_REGISTRY_MAXIMUM, NULL, STATUS_INVALID_PARAMETER },
	{ 99, L"sample", STATUS_INVALID_PARAMETER },
	{ RTL_REGISTRY_HANDLE, (WCHAR *)0x7654, STATUS_INVALID_HANDLE },
};

static void path_leads_to_a_key(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(paths); i++)
		KUNIT_EXPECT_EQ_MSG(test, RtlCheckRegistryKey(paths[i].relative,
							      (PWSTR)paths[i].path),
				    paths[i].status, "row %u", i);
}

static void only_the_last_key_is_created(struct kunit *test)
{
	WCHAR *name = kunit_kzalloc(test, 300 * sizeof(WCHAR), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, name);
	KUNIT_EXPECT_EQ(test, RtlCreateRegistryKey(RTL_REGISTRY_SERVICES, L"sample\\a\\b"),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, L"sample\\a"),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, RtlCreateRegistryKey(RTL_REGISTRY_SERVICES, L"sample\\a"),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlCreateRegistryKey(RTL_REGISTRY_SERVICES, L"sample\\A"),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlCreateRegistryKey(RTL_REGISTRY_SERVICES, L"sample\\a\\b"),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlCreateRegistryKey(RTL_REGISTRY_ABSOLUTE, L"\\Device"),
			STATUS_OBJECT_NAME_NOT_FOUND);
	wcscpy(name, L"sample\\");
	for (i = 7; i < 7 + 255; i++)
		name[i] = 'x';
	KUNIT_EXPECT_EQ(test, RtlCreateRegistryKey(RTL_REGISTRY_SERVICES, name), STATUS_SUCCESS);
	name[i] = 'x';
	KUNIT_EXPECT_EQ(test, RtlCreateRegistryKey(RTL_REGISTRY_SERVICES, name),
			STATUS_OBJECT_NAME_INVALID);
}

/* Values by path */

static void written_value_stays_until_it_is_deleted(struct kunit *test)
{
	ULONG value = 0, other = 7;
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ NULL, RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_REQUIRED, L"A", &value },
		{ }
	};

	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_DEVICEMAP, L"SAMPLE PORTS", table,
						     NULL, NULL), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, RtlDeleteRegistryValue(RTL_REGISTRY_DEVICEMAP, L"SAMPLE PORTS", L"A"),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, RtlWriteRegistryValue(RTL_REGISTRY_DEVICEMAP, L"SAMPLE PORTS", L"A",
						    REG_DWORD, &other, 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_DEVICEMAP, L"Sample Ports", table,
						     NULL, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 7U);
	other = 8;
	KUNIT_EXPECT_EQ(test, RtlWriteRegistryValue(RTL_REGISTRY_DEVICEMAP, L"SAMPLE PORTS", L"a",
						    REG_DWORD, &other, 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_DEVICEMAP, L"Sample Ports", table,
						     NULL, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 8U);
	KUNIT_EXPECT_EQ(test, RtlDeleteRegistryValue(RTL_REGISTRY_DEVICEMAP, L"SAMPLE PORTS", L"A"),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlDeleteRegistryValue(RTL_REGISTRY_DEVICEMAP, L"SAMPLE PORTS", L"A"),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, RtlWriteRegistryValue(RTL_REGISTRY_DEVICEMAP, L"x\\y", L"A",
						    REG_DWORD, &other, 4),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, RtlWriteRegistryValue(RTL_REGISTRY_SERVICES, L"sample", L"A",
						    REG_DWORD, NULL, 4), STATUS_INVALID_PARAMETER);
}

/* Tables */

struct told {
	unsigned int calls;
	ULONG type;
	ULONG length;
	WCHAR name[20];
	WCHAR text[100];
	PVOID context;
	NTSTATUS answer;
};

/* Notes what it is told; several strings one after the other. */
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

		reload(test, calls[i].parameter);
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

	/* Two characters and the half of one. */
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
	nt_registry_free(&registry);
	KUNIT_ASSERT_EQ(test, load(3, entries), 0);
	/* The driver's own key has no values. */
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"sample", table, NULL,
						     NULL), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, wcscmp(told.text, L"a,b,c,"), 0);
	KUNIT_EXPECT_EQ(test, wcscmp(last.text, L"b,"), 0);
	KUNIT_EXPECT_EQ(test, wcscmp(none.text, L"a,c,"), 0);
	/* Deleting as they go by. */
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
	/* Too large for the stack of a kernel with KASAN. */
	static struct told first, second;
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ listen, RTL_QUERY_REGISTRY_DELETE, L"A", &first },
		{ listen, 0, L"A", &second },
		{ }
	};

	first = (struct told){ .answer = STATUS_CANCELLED };
	second = (struct told){ };
	reload(test, "A=multi_sz:one|two");
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, first.calls, 1U);
	KUNIT_EXPECT_EQ(test, second.calls, 0U);
	/* It was not deleted. */
	first.answer = STATUS_SUCCESS;
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, first.calls, 3U);
	/* Now it was. */
	KUNIT_EXPECT_EQ(test, second.calls, 0U);
}

/* A routine that uses the registry itself. */
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

	reload(test, "A=dword:5");
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

/* The driver's own value: what it writes itself it stores as it likes. */
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

	reload(test, "A=dword:0xfedcba98");
	KUNIT_EXPECT_EQ(test, direct(0, L"A", &number.value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number.value, 0xfedcba98);
	/* No value, no default: it stays what it is. */
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

/* W10's values come from whoever loads the driver: their type decides nothing. */
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
		/* In pieces of the heap, whose end KASAN knows. */
		u8 *number = kunit_kmalloc(test, sizeof(ULONG), GFP_KERNEL);
		RTL_QUERY_REGISTRY_TABLE table[] = {
			{ NULL, RTL_QUERY_REGISTRY_DIRECT, L"A", number, cases[i].type, "abcd",
			  cases[i].length },
			{ }
		};
		struct log log;

		KUNIT_ASSERT_NOT_NULL(test, number);
		memset(number, 0x7f, sizeof(ULONG));
		reload(test, cases[i].given);
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

	nt_registry_free(&registry);
	KUNIT_ASSERT_EQ(test, load(2, entries), 0);
	log_mark(&log);
	KUNIT_ASSERT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, wcscmp(text.Buffer, L"hello"), 0);
	KUNIT_EXPECT_EQ(test, buffer.size, 5);
	RtlFreeUnicodeString(&text);
	/* What the driver has written over it is its own. */
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

	reload(test, "A=dword:5");
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 5U);
	/* That would be stored as a string. */
	reload(test, "A=sz:text");
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, PARAMETERS, table, NULL,
						     NULL), STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, value, 5U);
	reload(test, "B=sz:text");
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

	reload(test, "A=dword:5");
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

/* Keys by handle */

static NTSTATUS create(HANDLE root, const WCHAR *path, HANDLE *handle, ULONG *disposition)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, path);
	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, root, NULL);
	return ZwCreateKey(handle, KEY_ALL_ACCESS, &attributes, 0, NULL, REG_OPTION_NON_VOLATILE,
			   disposition);
}

static void keys_are_created_and_deleted(struct kunit *test)
{
	HANDLE top = open_key(test, DRIVER), a, again, b, none;
	ULONG disposition = 0, size;
	struct seen seen;

	KUNIT_ASSERT_EQ(test, create(top, L"a", &a, &disposition), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, disposition, (ULONG)REG_CREATED_NEW_KEY);
	KUNIT_ASSERT_EQ(test, create(NULL, DRIVER L"\\A", &again, &disposition), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, disposition, (ULONG)REG_OPENED_EXISTING_KEY);
	KUNIT_EXPECT_EQ(test, create(a, L"x\\y", &none, NULL), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, create(a, L"\\x", &none, NULL), STATUS_OBJECT_PATH_SYNTAX_BAD);
	KUNIT_ASSERT_EQ(test, create(a, L"b", &b, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwDeleteKey(a), STATUS_CANNOT_DELETE);
	KUNIT_EXPECT_EQ(test, ZwDeleteKey(b), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwDeleteKey(b), STATUS_KEY_DELETED);
	KUNIT_EXPECT_EQ(test, ZwDeleteKey(a), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, see(again, L"A", &seen), STATUS_KEY_DELETED);
	KUNIT_EXPECT_EQ(test, create(a, L"b", &none, NULL), STATUS_KEY_DELETED);
	KUNIT_EXPECT_EQ(test, ZwEnumerateKey(a, 0, KeyBasicInformation, seen.bytes,
					     sizeof(seen.bytes), &size), STATUS_KEY_DELETED);
	KUNIT_EXPECT_EQ(test, ZwEnumerateValueKey(a, 0, KeyValueBasicInformation, seen.bytes,
						  sizeof(seen.bytes), &size), STATUS_KEY_DELETED);
	KUNIT_EXPECT_EQ(test, ZwFlushKey(top), STATUS_SUCCESS);
	ZwClose(a);
	ZwClose(again);
	ZwClose(b);
	ZwClose(top);
	KUNIT_EXPECT_EQ(test, ZwFlushKey(top), STATUS_INVALID_HANDLE);
}

static void handle_has_to_be_that_of_a_key(struct kunit *test)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"A");
	HANDLE bad[] = { NULL, (HANDLE)0x7654, NtCurrentThread() };
	OBJECT_ATTRIBUTES attributes;
	unsigned int i;
	HANDLE handle;
	u8 buffer[40];
	ULONG size;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		const NTSTATUS status = bad[i] == NtCurrentThread() ?
			STATUS_OBJECT_TYPE_MISMATCH : STATUS_INVALID_HANDLE;

		KUNIT_EXPECT_EQ(test, ZwFlushKey(bad[i]), status);
		KUNIT_EXPECT_EQ(test, ZwDeleteKey(bad[i]), status);
		KUNIT_EXPECT_EQ(test, ZwDeleteValueKey(bad[i], &name), status);
		KUNIT_EXPECT_EQ(test, ZwSetValueKey(bad[i], &name, 0, REG_SZ, L"", 2), status);
		KUNIT_EXPECT_EQ(test, ZwQueryValueKey(bad[i], &name, KeyValuePartialInformation,
						      buffer, sizeof(buffer), &size), status);
		KUNIT_EXPECT_EQ(test, ZwEnumerateValueKey(bad[i], 0, KeyValuePartialInformation,
							  buffer, sizeof(buffer), &size), status);
		KUNIT_EXPECT_EQ(test, ZwEnumerateKey(bad[i], 0, KeyBasicInformation, buffer,
						     sizeof(buffer), &size), status);
		if (!bad[i])
			continue;
		InitializeObjectAttributes(&attributes, &name, 0, bad[i], NULL);
		KUNIT_EXPECT_EQ(test, ZwOpenKey(&handle, KEY_READ, &attributes), status);
	}
	attributes.Length--;
	KUNIT_EXPECT_EQ(test, ZwOpenKey(&handle, KEY_READ, &attributes), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwOpenKey(&handle, KEY_READ, NULL), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwCreateKey(&handle, KEY_READ, NULL, 0, NULL, 0, NULL),
			STATUS_INVALID_PARAMETER);
	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	KUNIT_EXPECT_EQ(test, ZwCreateKey(&handle, KEY_READ, &attributes, 0, NULL, 0x80, NULL),
			STATUS_INVALID_PARAMETER);
}

static void subkeys_are_enumerated(struct kunit *test)
{
	static const WCHAR *const names[] = { L"Parameters", L"zeta", L"alpha" };
	HANDLE top = open_key(test, DRIVER), handle;
	unsigned int i;

	for (i = 1; i < ARRAY_SIZE(names); i++) {
		KUNIT_ASSERT_EQ(test, create(top, names[i], &handle, NULL), STATUS_SUCCESS);
		ZwClose(handle);
	}
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		union {
			KEY_BASIC_INFORMATION basic;
			u8 bytes[60];
		} at;
		KEY_BASIC_INFORMATION *information = &at.basic;
		const ULONG needed = 16 + wcslen(names[i]) * sizeof(WCHAR);
		ULONG size = 0;

		KUNIT_EXPECT_EQ(test, ZwEnumerateKey(top, i, KeyBasicInformation, information,
						     needed, &size), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, size, needed);
		KUNIT_EXPECT_EQ(test, information->NameLength, needed - 16);
		KUNIT_EXPECT_EQ(test, memcmp(information->Name, names[i], needed - 16), 0);
		KUNIT_EXPECT_EQ(test, ZwEnumerateKey(top, i, KeyBasicInformation, information,
						     needed - 1, &size), STATUS_BUFFER_OVERFLOW);
		KUNIT_EXPECT_EQ(test, ZwEnumerateKey(top, i, KeyBasicInformation, information, 15,
						     &size), STATUS_BUFFER_TOO_SMALL);
		KUNIT_EXPECT_EQ(test, size, needed);
	}
	KUNIT_EXPECT_EQ(test, ZwEnumerateKey(top, i, KeyBasicInformation, NULL, 0, &i),
			STATUS_NO_MORE_ENTRIES);
	KUNIT_EXPECT_EQ(test, ZwEnumerateKey(top, 0, 5, NULL, 0, &i), STATUS_INVALID_PARAMETER);
	ZwClose(top);
}

/* Each class of information: what it holds, and how much room it takes. */
static void value_is_queried_in_every_class(struct kunit *test)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"Name");
	HANDLE key = open_key(test, PARAMETERS);
	union {
		KEY_VALUE_BASIC_INFORMATION basic;
		KEY_VALUE_FULL_INFORMATION full;
		KEY_VALUE_PARTIAL_INFORMATION partial;
		u8 bytes[64];
	} at;
	static const struct {
		KEY_VALUE_INFORMATION_CLASS class;
		ULONG fixed, size;
	} classes[] = {
		{ KeyValueBasicInformation, 12, 20 },
		{ KeyValueFullInformation, 20, 37 },
		{ KeyValuePartialInformation, 12, 17 },
	};
	unsigned int i;
	ULONG size;

	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, &name, 0, REG_BINARY, "abcde", 5), STATUS_SUCCESS);
	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		size = 0;
		memset(&at, 0xee, sizeof(at));
		KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, &name, classes[i].class, &at,
						      classes[i].size, &size), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, size, classes[i].size);
		KUNIT_EXPECT_EQ(test, at.bytes[size], 0xee);
		switch (classes[i].class) {
		case KeyValueBasicInformation:
			KUNIT_EXPECT_EQ(test, at.basic.Type, (ULONG)REG_BINARY);
			KUNIT_EXPECT_EQ(test, at.basic.NameLength, 8U);
			KUNIT_EXPECT_EQ(test, memcmp(at.basic.Name, L"Name", 8), 0);
			break;
		case KeyValueFullInformation:
			KUNIT_EXPECT_EQ(test, at.full.Type, (ULONG)REG_BINARY);
			KUNIT_EXPECT_EQ(test, at.full.NameLength, 8U);
			KUNIT_EXPECT_EQ(test, memcmp(at.full.Name, L"Name", 8), 0);
			KUNIT_EXPECT_EQ(test, at.full.DataLength, 5U);
			KUNIT_EXPECT_EQ(test, memcmp(at.bytes + at.full.DataOffset, "abcde", 5), 0);
			break;
		case KeyValuePartialInformation:
			KUNIT_EXPECT_EQ(test, at.partial.Type, (ULONG)REG_BINARY);
			KUNIT_EXPECT_EQ(test, at.partial.DataLength, 5U);
			KUNIT_EXPECT_EQ(test, memcmp(at.partial.Data, "abcde", 5), 0);
			break;
		}
		memset(&at, 0xee, sizeof(at));
		KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, &name, classes[i].class, &at,
						      classes[i].size - 1, &size),
				STATUS_BUFFER_OVERFLOW);
		KUNIT_EXPECT_EQ(test, size, classes[i].size);
		KUNIT_EXPECT_EQ(test, at.bytes[classes[i].size - 1], 0xee);
		KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, &name, classes[i].class, &at,
						      classes[i].fixed, &size),
				STATUS_BUFFER_OVERFLOW);
		KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, &name, classes[i].class, &at,
						      classes[i].fixed - 1, &size),
				STATUS_BUFFER_TOO_SMALL);
		KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, &name, classes[i].class, NULL, 0, &size),
				STATUS_BUFFER_TOO_SMALL);
		KUNIT_EXPECT_EQ(test, size, classes[i].size);
		KUNIT_EXPECT_EQ(test, ZwEnumerateValueKey(key, 0, classes[i].class, &at, sizeof(at),
							  &size), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, size, classes[i].size);
	}
	KUNIT_EXPECT_EQ(test, ZwEnumerateValueKey(key, 1, KeyValueBasicInformation, &at, sizeof(at),
						  &size), STATUS_NO_MORE_ENTRIES);
	KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, &name, 9, &at, sizeof(at), &size),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, NULL, KeyValueBasicInformation, &at, sizeof(at),
					      &size), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, NULL, 0, REG_SZ, L"", 2),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, &name, 0, REG_SZ, NULL, 2),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwDeleteValueKey(key, &name), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwDeleteValueKey(key, &name), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, &name, KeyValueBasicInformation, &at, sizeof(at),
					      &size), STATUS_OBJECT_NAME_NOT_FOUND);
	ZwClose(key);
}

static void values_are_enumerated(struct kunit *test)
{
	char *entries[] = { "zeta=dword:1", "alpha=dword:2", "mid=dword:3" };
	struct seen seen;
	unsigned int i;
	HANDLE key;

	nt_registry_free(&registry);
	KUNIT_ASSERT_EQ(test, load(3, entries), 0);
	key = open_key(test, PARAMETERS);
	for (i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, ZwEnumerateValueKey(key, i, KeyValuePartialInformation,
							  seen.bytes, sizeof(seen.bytes),
							  &seen.size), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, seen.information.Data[0], i + 1);
	}
	KUNIT_EXPECT_EQ(test, ZwEnumerateValueKey(key, 3, KeyValuePartialInformation, seen.bytes,
						  sizeof(seen.bytes), &seen.size),
			STATUS_NO_MORE_ENTRIES);
	ZwClose(key);
}

static void nameless_value_is_one_like_others(struct kunit *test)
{
	HANDLE key = open_key(test, PARAMETERS);
	UNICODE_STRING name = { };
	struct seen seen;

	KUNIT_EXPECT_EQ(test, see(key, NULL, &seen), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, &name, 0, REG_SZ, L"x", 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, see(key, NULL, &seen), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, seen.information.DataLength, 4U);
	ZwClose(key);
}

static void too_long_a_value_is_refused(struct kunit *test)
{
	HANDLE key = open_key(test, PARAMETERS);
	UNICODE_STRING name = { 2 * 16384, 2 * 16384 };
	u8 *data = kunit_kzalloc(test, 2 * 16384, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, data);
	name.Buffer = (PWSTR)data;
	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, &name, 0, REG_SZ, L"", 2),
			STATUS_OBJECT_NAME_INVALID);
	ZwClose(key);
}

static void value_has_a_largest_size(struct kunit *test)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"Large");
	HANDLE key = open_key(test, PARAMETERS);
	const ULONG most = 1024 * 1024;
	u8 *data = vzalloc(most);
	struct seen seen;

	KUNIT_ASSERT_NOT_NULL(test, data);
	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, &name, 0, REG_BINARY, data, most), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, &name, 0, REG_BINARY, data, most + 1),
			STATUS_INSUFFICIENT_RESOURCES);
	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, &name, 0, REG_BINARY, data, 0xffffffff),
			STATUS_INSUFFICIENT_RESOURCES);
	KUNIT_EXPECT_EQ(test, RtlWriteRegistryValue(RTL_REGISTRY_ABSOLUTE, PARAMETERS, L"Large",
						    REG_BINARY, data, 0xfffffffe),
			STATUS_INSUFFICIENT_RESOURCES);
	/* The first is still there. */
	KUNIT_EXPECT_EQ(test, see(key, L"Large", &seen), STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, seen.information.DataLength, most);
	KUNIT_EXPECT_EQ(test, ZwDeleteValueKey(key, &name), STATUS_SUCCESS);
	vfree(data);
	ZwClose(key);
}

static void use_the_registry(void *data)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"A");
	RTL_QUERY_REGISTRY_TABLE table[] = { { } };
	OBJECT_ATTRIBUTES attributes;
	unsigned int *refused = data;
	HANDLE handle = NULL;
	u8 buffer[40];
	ULONG size;

	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	*refused += !NT_SUCCESS(ZwOpenKey(&handle, KEY_READ, &attributes));
	*refused += !NT_SUCCESS(ZwCreateKey(&handle, KEY_READ, &attributes, 0, NULL, 0, NULL));
	*refused += !NT_SUCCESS(ZwDeleteKey(handle));
	*refused += !NT_SUCCESS(ZwFlushKey(handle));
	*refused += !NT_SUCCESS(ZwSetValueKey(handle, &name, 0, REG_SZ, L"", 2));
	*refused += !NT_SUCCESS(ZwDeleteValueKey(handle, &name));
	*refused += !NT_SUCCESS(ZwQueryValueKey(handle, &name, 0, buffer, sizeof(buffer), &size));
	*refused += !NT_SUCCESS(ZwEnumerateValueKey(handle, 0, 0, buffer, sizeof(buffer), &size));
	*refused += !NT_SUCCESS(ZwEnumerateKey(handle, 0, 0, buffer, sizeof(buffer), &size));
	*refused += !NT_SUCCESS(RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"", table, NULL,
						       NULL));
	*refused += !NT_SUCCESS(RtlWriteRegistryValue(RTL_REGISTRY_SERVICES, L"", L"A", REG_SZ,
						      L"", 2));
	*refused += !NT_SUCCESS(RtlDeleteRegistryValue(RTL_REGISTRY_SERVICES, L"", L"A"));
	*refused += !NT_SUCCESS(RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, L""));
	*refused += !NT_SUCCESS(RtlCreateRegistryKey(RTL_REGISTRY_SERVICES, L""));
}

static void registry_is_refused_in_a_dpc(struct kunit *test)
{
	unsigned int refused = 0;
	struct log log;

	log_mark(&log);
	in_dpc(test, use_the_registry, &refused);
	KUNIT_EXPECT_EQ(test, refused, 14U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "at IRQL 2; it is allowed up to 0"), 14U);
}

static struct kunit_case zw_cases[] = {
	KUNIT_CASE(mistake_in_parameters_names_the_driver),
	KUNIT_CASE(parameters_are_values),
	KUNIT_CASE(bad_parameters_are_refused),
	KUNIT_CASE(key_of_the_driver_has_values_of_its_own),
	KUNIT_CASE(last_of_equal_parameters_counts),
	KUNIT_CASE(registry_of_a_driver_goes_with_it),
	KUNIT_CASE(path_leads_to_a_key),
	KUNIT_CASE(only_the_last_key_is_created),
	KUNIT_CASE(written_value_stays_until_it_is_deleted),
	KUNIT_CASE(table_calls_a_routine),
	KUNIT_CASE(list_of_an_odd_size_ends),
	KUNIT_CASE(table_goes_through_all_values),
	KUNIT_CASE(failure_of_a_routine_ends_the_query),
	KUNIT_CASE(routine_may_use_the_registry),
	KUNIT_CASE(direct_stores_numbers),
	KUNIT_CASE(direct_stores_strings),
	KUNIT_CASE(direct_stores_anything_longer),
	KUNIT_CASE(given_value_is_stored_only_as_what_is_expected),
	KUNIT_CASE(given_text_is_stored_where_text_is_expected),
	KUNIT_CASE(direct_checks_the_type),
	KUNIT_CASE(contradicting_entry_is_refused),
	KUNIT_CASE(missing_key_may_be_optional),
	KUNIT_CASE(path_may_be_a_handle),
	KUNIT_CASE(keys_are_created_and_deleted),
	KUNIT_CASE(handle_has_to_be_that_of_a_key),
	KUNIT_CASE(subkeys_are_enumerated),
	KUNIT_CASE(value_is_queried_in_every_class),
	KUNIT_CASE(values_are_enumerated),
	KUNIT_CASE(nameless_value_is_one_like_others),
	KUNIT_CASE(too_long_a_value_is_refused),
	KUNIT_CASE(value_has_a_largest_size),
	KUNIT_CASE(registry_is_refused_in_a_dpc),
	{}
};

static struct kunit_suite zw_suite = {
	.name = "ntparport_windows_zw",
	.init = zw_init,
	.exit = zw_exit,
	.test_cases = zw_cases,
};

kunit_test_suites(&zw_suite);
