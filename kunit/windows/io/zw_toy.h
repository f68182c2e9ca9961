/* SPDX-License-Identifier: GPL-2.0 */
/* zw_toy.h - for cases about devices by handle: the toy's device, and handles to it. */
#ifndef NTPARPORT_KUNIT_ZW_TOY_H
#define NTPARPORT_KUNIT_ZW_TOY_H

#include <kunit/test.h>

#include <ntifs.h>

#define ZW_TOY L"\\Device\\ToyFile"

/* What handles are opened for. */
#define ZW_ACCESS (GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE)

/* ZwCreateFile(), for what has that name. */
NTSTATUS zw_create(HANDLE *handle, const WCHAR *path, ULONG disposition, ULONG options,
		   IO_STATUS_BLOCK *result);
/* Makes the device of the case, with these flags, and returns a handle to it. */
HANDLE zw_open_toy(struct kunit *test, ULONG options, ULONG flags);
/* The file of a handle, with a reference. */
PFILE_OBJECT zw_file_of(struct kunit *test, HANDLE handle);

#endif
