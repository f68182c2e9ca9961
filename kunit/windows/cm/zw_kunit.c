// SPDX-License-Identifier: GPL-2.0
/* zw_kunit.c - keys and values by path and by handle. */

#include <linux/vmalloc.h>

#include "sample.h"

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
	KUNIT_EXPECT_EQ(test, ZwQueryKey(a, KeyNameInformation, seen.bytes, sizeof(seen.bytes),
					 &size), STATUS_KEY_DELETED);
	KUNIT_EXPECT_EQ(test, ZwQueryKey(a, KeyBasicInformation, seen.bytes, sizeof(seen.bytes),
					 &size), STATUS_KEY_DELETED);
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
		KUNIT_EXPECT_EQ(test, ZwQueryKey(bad[i], KeyBasicInformation, buffer,
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
		/* Then nothing is written. */
		information->NameLength = 1;
		KUNIT_EXPECT_EQ(test, ZwEnumerateKey(top, i, KeyBasicInformation, information, 15,
						     &size), STATUS_BUFFER_TOO_SMALL);
		KUNIT_EXPECT_EQ(test, information->NameLength, 1U);
		KUNIT_EXPECT_EQ(test, size, needed);
	}
	KUNIT_EXPECT_EQ(test, ZwEnumerateKey(top, i, KeyBasicInformation, NULL, 0, &i),
			STATUS_NO_MORE_ENTRIES);
	KUNIT_EXPECT_EQ(test, ZwEnumerateKey(top, 0, 5, NULL, 0, &i), STATUS_INVALID_PARAMETER);
	ZwClose(top);
}

/* Each class of information on a key: what it takes, and from where on it has a name. */
struct key_class {
	const char *name;
	KEY_INFORMATION_CLASS class;
	ULONG fixed;
	const WCHAR *text;
	bool of_subkeys;
};

static const struct key_class key_classes[] = {
	{ "KeyBasicInformation", KeyBasicInformation, 16, L"queried", true },
	{ "KeyNodeInformation", KeyNodeInformation, 24, L"queried", true },
	{ "KeyFullInformation", KeyFullInformation, 44, L"", true },
	{ "KeyNameInformation", KeyNameInformation, 4, DRIVER L"\\queried", false },
};

static void key_class_name(const struct key_class *class, char *description)
{
	strscpy(description, class->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(key_class, key_classes, key_class_name);

static HANDLE create_queried(struct kunit *test)
{
	UNICODE_STRING value = RTL_CONSTANT_STRING(L"four");
	UNICODE_STRING longer = RTL_CONSTANT_STRING(L"longer");
	HANDLE top = open_key(test, DRIVER), key, subkey;

	KUNIT_ASSERT_EQ(test, create(top, L"queried", &key, NULL), STATUS_SUCCESS);
	ZwClose(top);
	KUNIT_ASSERT_EQ(test, create(key, L"sub", &subkey, NULL), STATUS_SUCCESS);
	ZwClose(subkey);
	KUNIT_ASSERT_EQ(test, ZwSetValueKey(key, &value, 0, REG_BINARY, "0123456789", 10),
			STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, ZwSetValueKey(key, &longer, 0, REG_BINARY, "0", 1), STATUS_SUCCESS);
	return key;
}

static void key_is_queried_in_every_class(struct kunit *test)
{
	const struct key_class *of = test->param_value;
	const ULONG text = wcslen(of->text) * sizeof(WCHAR), needed = of->fixed + text;
	HANDLE key = create_queried(test), top = open_key(test, DRIVER);
	u8 *bytes = kunit_kzalloc(test, needed + 1, GFP_KERNEL);
	ULONG size = 0;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	bytes[needed] = 0x5a;
	KUNIT_EXPECT_EQ(test, ZwQueryKey(key, of->class, bytes, needed, &size), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, size, needed);
	KUNIT_EXPECT_EQ(test, memcmp(bytes + of->fixed, of->text, text), 0);
	KUNIT_EXPECT_EQ(test, ZwQueryKey(key, of->class, bytes, of->fixed - 1, &size),
			STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, size, needed);
	KUNIT_EXPECT_EQ(test, ZwQueryKey(key, of->class, NULL, 0, &size), STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, size, needed);
	if (text) {
		memset(bytes, 0xff, needed);
		KUNIT_EXPECT_EQ(test, ZwQueryKey(key, of->class, bytes, needed - 3, &size),
				STATUS_BUFFER_OVERFLOW);
		KUNIT_EXPECT_EQ(test, memcmp(bytes + of->fixed, of->text, text - 3), 0);
		KUNIT_EXPECT_EQ(test, bytes[needed - 3], 0xff);
	}
	/* Index 0 is Parameters. */
	KUNIT_EXPECT_EQ(test, ZwEnumerateKey(top, 1, of->class, bytes, needed, &size),
			of->of_subkeys ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER);
	if (of->of_subkeys)
		KUNIT_EXPECT_EQ(test, memcmp(bytes + of->fixed, of->text, text), 0);
	KUNIT_EXPECT_EQ(test, bytes[needed], 0x5a);
	ZwClose(top);
	ZwClose(key);
}

static void key_says_what_is_in_it(struct kunit *test)
{
	HANDLE key = create_queried(test);
	KEY_FULL_INFORMATION full;
	ULONG size;

	memset(&full, 0xff, sizeof(full));
	KUNIT_EXPECT_EQ(test, ZwQueryKey(key, KeyFullInformation, &full, sizeof(full), &size),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, full.SubKeys, 1U);
	KUNIT_EXPECT_EQ(test, full.MaxNameLen, 6U);
	KUNIT_EXPECT_EQ(test, full.Values, 2U);
	KUNIT_EXPECT_EQ(test, full.MaxValueNameLen, 12U);
	KUNIT_EXPECT_EQ(test, full.MaxValueDataLen, 10U);
	KUNIT_EXPECT_EQ(test, full.ClassLength, 0U);
	KUNIT_EXPECT_EQ(test, full.MaxClassLen, 0U);
	KUNIT_EXPECT_EQ(test, full.ClassOffset, ~0U);
	KUNIT_EXPECT_EQ(test, full.LastWriteTime.QuadPart, 0LL);
	KUNIT_EXPECT_EQ(test, ZwQueryKey(key, MaxKeyInfoClass, &full, sizeof(full), &size),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwQueryKey(key, KeyFullInformation, &full, sizeof(full), NULL),
			STATUS_INVALID_PARAMETER);
	ZwClose(key);
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

	sample_unload();
	KUNIT_ASSERT_EQ(test, sample_load(3, entries, 0, NULL), 0);
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
	/* The first value is still there. */
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
	*refused += !NT_SUCCESS(ZwQueryKey(handle, 0, buffer, sizeof(buffer), &size));
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
	KUNIT_EXPECT_EQ(test, refused, 15U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "at IRQL 2; it is allowed up to 0"), 15U);
}

static struct kunit_case zw_cases[] = {
	KUNIT_CASE(path_leads_to_a_key),
	KUNIT_CASE(only_the_last_key_is_created),
	KUNIT_CASE(written_value_stays_until_it_is_deleted),
	KUNIT_CASE(keys_are_created_and_deleted),
	KUNIT_CASE(handle_has_to_be_that_of_a_key),
	KUNIT_CASE(subkeys_are_enumerated),
	KUNIT_CASE_PARAM(key_is_queried_in_every_class, key_class_gen_params),
	KUNIT_CASE(key_says_what_is_in_it),
	KUNIT_CASE(value_is_queried_in_every_class),
	KUNIT_CASE(values_are_enumerated),
	KUNIT_CASE(nameless_value_is_one_like_others),
	KUNIT_CASE(too_long_a_value_is_refused),
	KUNIT_CASE(value_has_a_largest_size),
	KUNIT_CASE(registry_is_refused_in_a_dpc),
	{ }
};

static struct kunit_suite zw_suite = {
	.name = "ntparport_windows_zw",
	.init = sample_init,
	.exit = sample_exit,
	.test_cases = zw_cases,
};

kunit_test_suites(&zw_suite);
