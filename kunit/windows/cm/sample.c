// SPDX-License-Identifier: GPL-2.0
/* sample.c - a driver's part of the registry for the cases. */

#include "sample.h"

static struct nt_registry registry;

int sample_load_settings(const struct nt_settings *settings)
{
	static const UNICODE_STRING path = RTL_CONSTANT_STRING(DRIVER);

	return ntparport_registry_init(&registry, &path, settings);
}

int sample_load(unsigned int count, char *const entries[], unsigned int service_count,
		char *const service_entries[])
{
	const struct nt_settings settings = {
		.parameters = entries,
		.parameter_count = count,
		.service = service_entries,
		.service_count = service_count,
	};

	return sample_load_settings(&settings);
}

int sample_load_one(const char *entry)
{
	char *entries[] = { (char *)entry };

	return sample_load(1, entries, 0, NULL);
}

void sample_unload(void)
{
	ntparport_registry_free(&registry);
}

int sample_init(struct kunit *test)
{
	return sample_load(0, NULL, 0, NULL);
}

void sample_exit(struct kunit *test)
{
	sample_unload();
}

void sample_reload(struct kunit *test, const char *entry)
{
	sample_unload();
	KUNIT_ASSERT_EQ_MSG(test, sample_load_one(entry), 0, "%s", entry);
}

HANDLE open_key(struct kunit *test, const WCHAR *path)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	HANDLE handle;

	RtlInitUnicodeString(&name, path);
	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	KUNIT_ASSERT_EQ(test, ZwOpenKey(&handle, KEY_ALL_ACCESS, &attributes), STATUS_SUCCESS);
	return handle;
}

NTSTATUS see(HANDLE key, const WCHAR *value, struct seen *seen)
{
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, value);
	return ZwQueryValueKey(key, &name, KeyValuePartialInformation, seen->bytes,
			       sizeof(seen->bytes), &seen->size);
}
