/* SPDX-License-Identifier: GPL-2.0 */
/*
 * sample.h - a driver's part of the registry for the cases, as if the driver "sample" were
 * loaded; it has no parameters unless a case loads it anew.
 */
#ifndef NTPARPORT_KUNIT_SAMPLE_H
#define NTPARPORT_KUNIT_SAMPLE_H

#include "contexts.h"
#include "inner.h"

#define SERVICES L"\\Registry\\Machine\\System\\CurrentControlSet\\Services"
#define DRIVER SERVICES L"\\sample"
#define PARAMETERS DRIVER L"\\Parameters"

/* For suites. */
int sample_init(struct kunit *test);
void sample_exit(struct kunit *test);

/*
 * Loads it with these values; returns what ntparport_registry_init() does. It must not be
 * loaded.
 */
int sample_load(unsigned int count, char *const entries[], unsigned int service_count,
		char *const service_entries[]);
int sample_load_one(const char *entry);
int sample_load_settings(const struct nt_settings *settings);
void sample_unload(void);
/* Unloads and loads it; the case ends if that fails. */
void sample_reload(struct kunit *test, const char *entry);

HANDLE open_key(struct kunit *test, const WCHAR *path);

/* A value as a driver sees it. */
struct seen {
	union {
		KEY_VALUE_PARTIAL_INFORMATION information;
		u8 bytes[300];
	};
	ULONG size;
};

NTSTATUS see(HANDLE key, const WCHAR *value, struct seen *seen);

#endif
