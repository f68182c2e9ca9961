// SPDX-License-Identifier: GPL-2.0
/* zw_toy.c - for cases about devices by handle: the toy's device, and handles to it. */

#include "zw_toy.h"
#include "toy.h"

NTSTATUS zw_create(HANDLE *handle, const WCHAR *path, ULONG disposition, ULONG options,
		   IO_STATUS_BLOCK *result)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name = text(path);

	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE,
				   NULL, NULL);
	return ZwCreateFile(handle, ZW_ACCESS, &attributes, result, NULL, FILE_ATTRIBUTE_NORMAL,
			    FILE_SHARE_READ, disposition, options, NULL, 0);
}

HANDLE zw_open_toy(struct kunit *test, ULONG options, ULONG flags)
{
	PDEVICE_OBJECT device = toy_device(test, ZW_TOY);
	IO_STATUS_BLOCK result;
	HANDLE handle = NULL;

	device->Flags |= flags;
	KUNIT_ASSERT_EQ(test, zw_create(&handle, ZW_TOY, FILE_OPEN, options, &result),
			STATUS_SUCCESS);
	return handle;
}

PFILE_OBJECT zw_file_of(struct kunit *test, HANDLE handle)
{
	PVOID file = NULL;

	KUNIT_ASSERT_EQ(test, ObReferenceObjectByHandle(handle, 0, *IoFileObjectType, KernelMode,
							&file, NULL), STATUS_SUCCESS);
	return file;
}
