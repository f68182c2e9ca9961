/* SPDX-License-Identifier: GPL-2.0 */
/*
 * registry.h - the registry, for those who are not of this room (see key.hh); no driver
 * sees it. All of it may sleep.
 */
#ifndef COMPAT_CM_REGISTRY_H
#define COMPAT_CM_REGISTRY_H

#include "base/object.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An object (base/object.h). */
struct nt_key;

/*
 * A reference to the key of that path, relative to the root. If it is to be created, so are
 * all above it. ZwCreateKey() has the statuses.
 */
NTSTATUS nt_key_open(const WCHAR *const *names, unsigned int count, bool create,
		     struct nt_key **key);
/* A value of the key that is a number of 32 bits; 0: there is none. */
ULONG nt_key_number(struct nt_key *key, PCUNICODE_STRING name);

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
 * -ENOMEM. Both are exported for the suites.
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

#ifdef __cplusplus
}
#endif

#endif
