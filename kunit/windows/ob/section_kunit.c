// SPDX-License-Identifier: GPL-2.0
/* section_kunit.c - sections, of which there are none. */

#include "toy.h"

#include <ntifs.h>

#include "io/zw_toy.h"

static void memory_is_not_mapped_by_sections(struct kunit *test)
{
	UNICODE_STRING name = text(L"\\device\\PHYSICALMEMORY");
	HANDLE toys = zw_open_toy(test, 0, 0), handle = (HANDLE)1;
	OBJECT_ATTRIBUTES attributes;
	LARGE_INTEGER size = { .QuadPart = 4096 };
	PVOID base = NULL;
	SIZE_T view = 0;

	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	KUNIT_EXPECT_EQ(test, ZwOpenSection(&handle, SECTION_ALL_ACCESS, &attributes),
			STATUS_ACCESS_DENIED);
	KUNIT_EXPECT_NULL(test, handle);
	EXPECT_LOGGED_ONCE(test, &toy.log, "MmMapIoSpace maps a device's memory");
	name = text(ZW_TOY);
	KUNIT_EXPECT_EQ(test, ZwOpenSection(&handle, SECTION_ALL_ACCESS, &attributes),
			STATUS_OBJECT_TYPE_MISMATCH);
	name = text(L"\\BaseNamedObjects\\Nothing");
	KUNIT_EXPECT_EQ(test, ZwOpenSection(&handle, SECTION_ALL_ACCESS, &attributes),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, ZwMapViewOfSection(toys, NtCurrentProcess(), &base, 0, 0, NULL, &view,
						 ViewShare, 0, PAGE_READWRITE),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, ZwUnmapViewOfSection(NtCurrentProcess(), base),
			STATUS_NOT_MAPPED_VIEW);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, ZwCreateSection(&handle, SECTION_ALL_ACCESS, NULL, &size,
					      PAGE_READWRITE, SEC_COMMIT, NULL),
			STATUS_NOT_SUPPORTED);
	EXPECT_LOGGED_ONCE(test, &toy.log, "there are no sections");
	KUNIT_EXPECT_EQ(test, ZwCreateSection(&handle, SECTION_ALL_ACCESS, NULL, NULL,
					      PAGE_READWRITE, SEC_COMMIT, toys),
			STATUS_INVALID_FILE_FOR_SECTION);
	ZwClose(toys);
}

static struct kunit_case section_cases[] = {
	KUNIT_CASE(memory_is_not_mapped_by_sections),
	{ }
};

static struct kunit_suite section_suite = {
	.name = "ntparport_windows_section",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = section_cases,
};

kunit_test_suites(&section_suite);
