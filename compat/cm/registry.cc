// SPDX-License-Identifier: GPL-2.0
/// registry.cc - the keys that exist from the start, and those of drivers.

#include <utility>

#include "glue/debug_file.h"
#include "glue/modules.h"
#include "base/client.h"
#include "cm/key.hh"
#include "cm/parameters.hh"
#include "cm/registry.h"

using cm::Key;
using rt::Unique;

NTSTATUS nt_key_open(const WCHAR *const *names, unsigned int count, bool create, nt_key **found)
{
	Ref<Key> key = Key::root();

	for (unsigned int n = 0; n < count; n++) {
		Ref<Key> subkey;
		UNICODE_STRING name;
		bool created;

		RtlInitUnicodeString(&name, names[n]);
		const NTSTATUS status = key->open(name, subkey, create ? &created : nullptr);
		if (!NT_SUCCESS(status))
			return status;
		key = std::move(subkey);
	}
	*found = key.release();
	return STATUS_SUCCESS;
}

ULONG nt_key_number(nt_key *key, PCUNICODE_STRING name)
{
	Unique<cm::Value> value;
	ULONG number = 0;

	if (NT_SUCCESS(key->value(*name, value)) && value->type == REG_DWORD &&
	    value->size == sizeof(number))
		memcpy(&number, value->data, sizeof(number));
	return number;
}

/// The last part of a driver's path, for the log.
static void name_of(const UNICODE_STRING &path, char (&name)[NT_DRIVER_NAME])
{
	const size_t length = path.Length / sizeof(WCHAR);
	size_t start = length;

	while (start && path.Buffer[start - 1] != '\\')
		start--;
	if (_snprintf(name, sizeof(name) - 1, "%.*ws", static_cast<int>(length - start),
		      path.Buffer + start) < 0)
		name[sizeof(name) - 1] = '\0';
}

/// Sets the values that a module parameter gives.
static Status set_values(const Key &owner, Key &key, const char *driver, const char *parameter,
			 unsigned int count, char *const items[])
{
	for (unsigned int n = 0; n < count; n++) {
		const Status status = cm::set_parameter(
			{ owner, key, driver, parameter, items[n], strlen(items[n]) });
		if (status != Status::ok)
			return status;
	}
	return Status::ok;
}

/// The later one counts: the command line, not the file.
static Status set_all(Key &service, Key &parameters, const char *driver,
		      const nt_settings &settings)
{
	Status status = cm::set_file(service, parameters, driver, settings.file);

	if (status == Status::ok)
		status = set_values(service, parameters, driver, "Parameters",
				    settings.parameter_count, settings.parameters);
	if (status == Status::ok)
		status = set_values(service, service, driver, "Service", settings.service_count,
				    settings.service);
	return status;
}

int nt_registry_init(nt_registry *registry, PCUNICODE_STRING path, const nt_settings *settings)
{
	UNICODE_STRING absolute = *path;
	UNICODE_STRING name;
	char driver[NT_DRIVER_NAME];
	Ref<Key> key;
	Ref<Key> parameters;
	bool created;

	registry->key = nullptr;
	name_of(*path, driver);
	// Cuts off the backslash that it begins with.
	cm::split(absolute);
	if (!NT_SUCCESS(Key::root()->open(absolute, key, &created)))
		return to_errno(Status::no_memory);
	registry->key = key.release();
	RtlInitUnicodeString(&name, L"Parameters");
	Status status = Status::no_memory;
	if (NT_SUCCESS(registry->key->open(name, parameters, &created)))
		status = set_all(*registry->key, *parameters, driver, *settings);
	if (status != Status::ok)
		nt_registry_free(registry);
	return to_errno(status);
}

void nt_registry_free(nt_registry *registry)
{
	if (!registry->key)
		return;
	const Ref<Key> key = Ref<Key>::taken(registry->key);
	key->remove_tree();
	cm::forget_settings(registry->key);
	registry->key = nullptr;
}

int nt_registry_start()
{
	static const WCHAR *const paths[] = {
		L"Registry",
		L"Registry\\Machine",
		L"Registry\\Machine\\Hardware",
		L"Registry\\Machine\\Hardware\\DeviceMap",
		L"Registry\\Machine\\Software",
		L"Registry\\Machine\\Software\\Microsoft",
		L"Registry\\Machine\\Software\\Microsoft\\Windows NT",
		L"Registry\\Machine\\Software\\Microsoft\\Windows NT\\CurrentVersion",
		L"Registry\\Machine\\System",
		L"Registry\\Machine\\System\\CurrentControlSet",
		L"Registry\\Machine\\System\\CurrentControlSet\\Control",
		L"Registry\\Machine\\System\\CurrentControlSet\\Services",
		L"Registry\\User",
		L"Registry\\User\\.Default",
	};

	if (!Key::create_root())
		return to_errno(Status::no_memory);
	for (const WCHAR *path : paths) {
		Ref<Key> key;
		UNICODE_STRING name;
		bool created;

		RtlInitUnicodeString(&name, path);
		if (!NT_SUCCESS(Key::root()->open(name, key, &created))) {
			nt_registry_stop();
			return to_errno(Status::no_memory);
		}
	}
	nt_debug_file_create(NT_SETTINGS_FILE, cm::show_settings);
	return 0;
}

void nt_registry_stop()
{
	nt_debug_file_remove(NT_SETTINGS_FILE);
	Key::delete_root();
}
