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

		sample_unload();
		log_mark(&log);
		KUNIT_EXPECT_EQ_MSG(test, sample_load(3, entries, 0, NULL), -EINVAL, "%s",
				    bad_parameters[i]);
		/* The log may show a byte that is no character in a form of its own. */
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
