/* SPDX-License-Identifier: GPL-2.0 */
/*
 * registry.h - the registry's keys and values; no driver sees it.
 *
 * Keys are objects (base/object.h), so that handles and references keep them when they
 * are deleted. All of it may sleep.
 */
#ifndef COMPAT_REGISTRY_H
#define COMPAT_REGISTRY_H

#include <linux/sizes.h>

#include "base/object.h"

/* Bytes: Windows' limit for a value of the usual format. */
#define NT_VALUE_SIZE_MAX SZ_1M

struct nt_key;
extern const struct nt_object_type nt_key_type;

/**
 * struct nt_value - a copy of a value
 * @type: REG_*
 * @size: of @data, in bytes
 * @name: terminated
 * @data: four zero characters follow it
 * @given: the user wrote it, as a module parameter; the driver has not written it since
 */
struct nt_value {
	ULONG type;
	ULONG size;
	UNICODE_STRING name;
	void *data;
	bool given;
};

void nt_value_free(struct nt_value *value);
/* As users write it: "sz". */
const char *nt_value_type(ULONG type);

/* A reference to the root, whose only key is \Registry. */
struct nt_key *nt_key_root(void);

/*
 * A reference to a key. @path is relative to @from (ZwCreateKey() has the
 * statuses). If it is to be created, @created says whether it was; NULL: only
 * opened.
 */
NTSTATUS nt_key_open(struct nt_key *from, PCUNICODE_STRING path, struct nt_key **key,
		     bool *created);
NTSTATUS nt_key_delete(struct nt_key *key);

/* A copy of a value, by name or by place. */
NTSTATUS nt_value_get(struct nt_key *key, PCUNICODE_STRING name, struct nt_value **value);
NTSTATUS nt_value_at(struct nt_key *key, ULONG index, struct nt_value **value);
NTSTATUS nt_value_set(struct nt_key *key, PCUNICODE_STRING name, ULONG type, const void *data,
		      ULONG size);
NTSTATUS nt_value_delete(struct nt_key *key, PCUNICODE_STRING name);

/* The name of a subkey, by its place; it lasts as long as the reference that @subkey gets. */
NTSTATUS nt_subkey_at(struct nt_key *key, ULONG index, struct nt_key **subkey,
		      UNICODE_STRING *name);

/**
 * struct nt_registry - a driver's part of the registry
 * @key: its key; a reference
 */
struct nt_registry {
	struct nt_key *key;
};

/*
 * Makes a driver's key (@path: absolute; all but its last part is there), with
 * the values of the module parameter Parameters in its subkey of that name, and
 * those of Service in itself. -EINVAL, with a line in the log: an entry is wrong;
 * -ENOMEM. May sleep. Both are exported for the suites.
 */
#define nt_registry_init ntparport_registry_init
int nt_registry_init(struct nt_registry *registry, PCUNICODE_STRING path, unsigned int count,
		     char *const entries[], unsigned int service_count,
		     char *const service_entries[]);
/* Deletes the key and all below it. Harmless for one that is zeroed. */
#define nt_registry_free ntparport_registry_free
void nt_registry_free(struct nt_registry *registry);

/* Loading and unloading of ntparport: -ENOMEM. */
int nt_registry_start(void);
void nt_registry_stop(void);

#endif
