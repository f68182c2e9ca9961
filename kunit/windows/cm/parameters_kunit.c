// SPDX-License-Identifier: GPL-2.0
/* parameters_kunit.c - values that are given to a driver's key when it is loaded. */

#include "sample.h"

static void mistake_in_parameters_names_the_driver(struct kunit *test)
{
	struct log log;

	sample_unload();
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, sample_load_one("A=dword"), -EINVAL);
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
	/* W10: with a % before the type, bytes of text and name may be escaped. */
	{ "A=%sz:a%2Cb%22c d=e%25", L"A", REG_SZ, 22, L"a,b\"c d=e%" },
	{ "A%3d%2c=%sz:", L"A=,", REG_SZ, 2, L"" },
	{ "A=%sz:%E2%82%aC", L"A", REG_SZ, 4, L"\x20ac" },
	{ "A=%expand_sz:%25x%25", L"A", REG_EXPAND_SZ, 8, L"%x%" },
	{ "A=%multi_sz:a%7Cb|%2c", L"A", REG_MULTI_SZ, 14, L"a|b\0,\0" },
	{ "A=%dword:5", L"A", REG_DWORD, 4, "\x05\0\0\0" },
	{ "A%5cB=%dword:5", L"A\\B", REG_DWORD, 4, "\x05\0\0\0" },
};

static void parameters_are_values(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(parameters); i++) {
		struct seen seen = { };
		HANDLE key;

		sample_reload(test, parameters[i].entry);
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

#define NOT_AN_ITEM "is not Name=dword:number, qword:number, sz:text"
#define BAD_NUMBER "has no number from 0 to 4294967295"
#define BAD_ESCAPE "has a % without two hexadecimal digits"
#define BAD_LIST "has an empty text in its list"
#define BAD_BYTES "has a byte that is not two hexadecimal digits"
#define BAD_TEXT "has text that is not UTF-8"
#define BAD_KEY "has a key whose name is empty"

static const struct {
	const char *entry;
	const char *why;
} bad_parameters[] = {
	{ "", NOT_AN_ITEM }, { "A", NOT_AN_ITEM }, { "A=", NOT_AN_ITEM },
	{ "=dword:1", NOT_AN_ITEM }, { "A=5", NOT_AN_ITEM }, { "A=dword", NOT_AN_ITEM },
	{ "A=dword:", BAD_NUMBER }, { "A=dword:x", BAD_NUMBER }, { "A=dword:-1", BAD_NUMBER },
	{ "A=dword:+1", BAD_NUMBER }, { "A=dword: 1", BAD_NUMBER }, { "A=dword:1x", BAD_NUMBER },
	{ "A=dword:4294967296", BAD_NUMBER }, { "A=DWORD:1", NOT_AN_ITEM },
	{ "A= dword:1", NOT_AN_ITEM },
	{ "A=qword:18446744073709551616", "has no number from 0 to 18446744073709551615" },
	{ "A=binary:0", BAD_BYTES }, { "A=binary:0g", BAD_BYTES }, { "A=binary:00 11", BAD_BYTES },
	{ "A=string:x", NOT_AN_ITEM }, { "A=sz:\xff", BAD_TEXT }, { "\xff=sz:x", BAD_TEXT },
	{ "A=multi_sz:|a", BAD_LIST }, { "A=multi_sz:a|", BAD_LIST },
	{ "A=multi_sz:a||b", BAD_LIST }, { "A=multi_sz:|", BAD_LIST },
	{ "A=multi_sz:\xff", BAD_TEXT }, { "A=%sz:%", BAD_ESCAPE }, { "A=%sz:%2", BAD_ESCAPE },
	{ "A=%sz:%2g", BAD_ESCAPE }, { "A=%sz:%00", BAD_ESCAPE }, { "A%=%sz:x", BAD_ESCAPE },
	{ "A=%sz:%ff", BAD_TEXT }, { "A=%%sz:x", NOT_AN_ITEM }, { "A=%multi_sz:a|%00", BAD_ESCAPE },
	{ "\\A=dword:1", BAD_KEY }, { "A\\\\B=dword:1", BAD_KEY }, { "A\\=dword:1", NOT_AN_ITEM },
	{ "A%5cB\\C=%dword:1", BAD_KEY }, { "A%\\C=%dword:1", BAD_ESCAPE },
	{ "\xff\\C=dword:1", BAD_TEXT },
};

static void bad_parameters_are_refused(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad_parameters); i++) {
		const char *entry = bad_parameters[i].entry;
		char *entries[] = { "B=dword:1", (char *)entry, "C=dword:1" };
		char text[128];
		struct log log;

		sample_unload();
		log_mark(&log);
		KUNIT_EXPECT_EQ_MSG(test, sample_load(3, entries, 0, NULL), -EINVAL, "%s", entry);
		/* The log may show a byte that is not a character in a form of its own. */
		if (strchr(entry, '\xff'))
			snprintf(text, sizeof(text), "\" %s", bad_parameters[i].why);
		else
			snprintf(text, sizeof(text), "ntparport: sample: Parameters: \"%s\" %s",
				 entry, bad_parameters[i].why);
		EXPECT_LOGGED_ONCE(test, &log, text);
		KUNIT_EXPECT_EQ(test, RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, L"sample"),
				STATUS_OBJECT_NAME_NOT_FOUND);
	}
}

/* W10. */
static void subkeys_have_values(struct kunit *test)
{
	char *entries[] = { "Sub\\A=dword:1", "SUB\\Deep\\B=dword:2", "\xc3\xa4%2c\\C=%dword:3" };
	char *service[] = { "Parameters\\D=dword:4", "Other\\E=dword:5" };
	static const struct {
		const WCHAR *key;
		const WCHAR *name;
		UCHAR value;
	} expected[] = {
		{ PARAMETERS L"\\Sub", L"A", 1 },
		{ PARAMETERS L"\\Sub\\Deep", L"B", 2 },
		{ PARAMETERS L"\\\xe4,", L"C", 3 },
		{ PARAMETERS, L"D", 4 },
		{ DRIVER L"\\Other", L"E", 5 },
	};
	unsigned int i;

	sample_unload();
	KUNIT_ASSERT_EQ(test, sample_load(3, entries, 2, service), 0);
	for (i = 0; i < ARRAY_SIZE(expected); i++) {
		struct seen seen = { };
		HANDLE key = open_key(test, expected[i].key);

		KUNIT_EXPECT_EQ(test, see(key, expected[i].name, &seen), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, seen.information.Data[0], expected[i].value);
		ZwClose(key);
	}
}

static void key_of_the_driver_has_values_of_its_own(struct kunit *test)
{
	static char *const parameters[] = { "A=dword:1" };
	static char *const service[] = { "A=dword:2", "Group=sz:parallel" };
	static char *const bad[] = { "A" };
	struct seen seen;
	struct log log;
	HANDLE key;

	sample_unload();
	KUNIT_ASSERT_EQ(test, sample_load(1, parameters, 2, service), 0);
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
	sample_unload();
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, sample_load(1, parameters, 1, bad), -EINVAL);
	EXPECT_LOGGED_ONCE(test, &log, "ntparport: sample: Service: \"A\" is not");
}

static void last_of_equal_parameters_counts(struct kunit *test)
{
	char *entries[] = { "A=dword:1", "a=sz:x" };
	struct seen seen;
	HANDLE key;

	sample_unload();
	KUNIT_ASSERT_EQ(test, sample_load(2, entries, 0, NULL), 0);
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
	sample_unload();
	KUNIT_EXPECT_EQ(test, RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, L"sample"),
			STATUS_OBJECT_NAME_NOT_FOUND);
	/* Handles that are still open do no harm. */
	KUNIT_EXPECT_EQ(test, see(key, L"A", &seen), STATUS_KEY_DELETED);
	KUNIT_EXPECT_EQ(test, see(deep, L"A", &seen), STATUS_KEY_DELETED);
	KUNIT_EXPECT_EQ(test, ZwClose(key), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwClose(deep), STATUS_SUCCESS);
	/* This can be done any number of times. */
	sample_unload();
	KUNIT_ASSERT_EQ(test, sample_load(0, NULL, 0, NULL), 0);
	KUNIT_EXPECT_EQ(test, RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, L"sample\\Other"),
			STATUS_OBJECT_NAME_NOT_FOUND);
}

static struct kunit_case parameters_cases[] = {
	KUNIT_CASE(mistake_in_parameters_names_the_driver),
	KUNIT_CASE(parameters_are_values),
	KUNIT_CASE(bad_parameters_are_refused),
	KUNIT_CASE(subkeys_have_values),
	KUNIT_CASE(key_of_the_driver_has_values_of_its_own),
	KUNIT_CASE(last_of_equal_parameters_counts),
	KUNIT_CASE(registry_of_a_driver_goes_with_it),
	{ }
};

static struct kunit_suite parameters_suite = {
	.name = "ntparport_windows_parameters",
	.init = sample_init,
	.exit = sample_exit,
	.test_cases = parameters_cases,
};

kunit_test_suites(&parameters_suite);
