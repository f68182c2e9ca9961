/* SPDX-License-Identifier: GPL-2.0 */
/* registry.h - the registry, for other rooms (see key.hh); internal. All of it may sleep. */
#ifndef COMPAT_CM_REGISTRY_H
#define COMPAT_CM_REGISTRY_H

#include "base/object.h"
#include "cm/settings.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An object (base/object.h). */
struct nt_key;

/*
 * Opens the key of that path, relative to the root, and takes a reference to it. With @create, it
 * and all keys above it are created if necessary. Statuses as for ZwCreateKey().
 */
NTSTATUS nt_key_open(const WCHAR *const *names, unsigned int count, bool create,
		     struct nt_key **key);
/* A value of the key, if it is a number of 32 bits; 0: there is none. */
ULONG nt_key_number(struct nt_key *key, PCUNICODE_STRING name);

/**
 * struct nt_registry - a driver's part of the registry
 * @key: its key, with a reference
 */
struct nt_registry {
	struct nt_key *key;
};

/*
 * Makes a driver's key (@path is absolute; all but its last part exists) and its subkey Parameters,
 * with the values that users give; what a module parameter gives replaces what the file gives.
 * -EINVAL, with a line in the log: a value is wrong; -ENOMEM. This and nt_registry_free() are
 * exported for the suites.
 */
#define nt_registry_init ntparport_registry_init
int nt_registry_init(struct nt_registry *registry, PCUNICODE_STRING path,
		     const struct nt_settings *settings);
/* Deletes the key and all below it. Harmless if @registry is zeroed. */
#define nt_registry_free ntparport_registry_free
void nt_registry_free(struct nt_registry *registry);

/*
 * Reads a driver's settings file, to be freed by nt_settings_free(). If there is none, its text is
 * NULL. 0; -ENOMEM; or another negative errno, with a line in the log: the driver is not to be
 * loaded.
 */
int nt_settings_read(const char *driver, struct nt_settings_file *file);
/* Harmless if nt_settings_read() has failed. */
void nt_settings_free(struct nt_settings_file *file);

/* Loading and unloading of ntparport: -ENOMEM. */
int nt_registry_start(void);
void nt_registry_stop(void);

#ifdef __cplusplus
}
#endif

#endif
