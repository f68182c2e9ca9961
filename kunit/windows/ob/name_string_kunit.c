// SPDX-License-Identifier: GPL-2.0
/* name_string_kunit.c - names of objects, their types, and handles to them. */

#include "toy.h"

struct name {
	OBJECT_NAME_INFORMATION information;
	WCHAR text[64];
};

static void expect_name(struct kunit *test, void *object, const WCHAR *wanted)
{
	UNICODE_STRING string = text(wanted);
	struct name name;
	ULONG needed = 0;

	KUNIT_EXPECT_EQ(test, ObQueryNameString(object, &name.information, sizeof(name), &needed),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, needed,
			sizeof(OBJECT_NAME_INFORMATION) + string.Length + sizeof(WCHAR));
	KUNIT_EXPECT_TRUE(test, RtlEqualUnicodeString(&name.information.Name, &string, FALSE));
	KUNIT_EXPECT_EQ(test, name.information.Name.Buffer[string.Length / sizeof(WCHAR)], 0);
	/* One byte too few, and none at all. */
	KUNIT_EXPECT_EQ(test, ObQueryNameString(object, &name.information, needed - 1, &needed),
			STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, ObQueryNameString(object, NULL, 0, &needed),
			STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, needed,
			sizeof(OBJECT_NAME_INFORMATION) + string.Length + sizeof(WCHAR));
}

static void objects_have_names(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\toyname");
	PFILE_OBJECT file;
	struct name name;
	ULONG needed;

	toy.on_request = toy_succeed;
	log_mark(&toy.log);
	expect_name(test, device, L"\\Device\\toyname");
	expect_name(test, toy.driver, L"\\Driver\\toy");
	toy_open(test, L"\\Device\\toyname\\sub", &file);
	expect_name(test, file, L"\\Device\\toyname\\sub");
	ObDereferenceObject(file);
	/* This one has none. */
	device = toy_device(test, NULL);
	KUNIT_EXPECT_EQ(test, ObQueryNameString(device, &name.information, sizeof(name), &needed),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, needed, sizeof(OBJECT_NAME_INFORMATION));
	KUNIT_EXPECT_EQ(test, name.information.Name.Length, 0);
	KUNIT_EXPECT_NULL(test, name.information.Name.Buffer);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, ObQueryNameString(&name, &name.information, sizeof(name), &needed),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not an object");
}

static void types_are_told_apart(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\toytype");
	PFILE_OBJECT file;

	toy.on_request = toy_succeed;
	toy_open(test, L"\\Device\\toytype", &file);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByPointer(file, 0, *IoFileObjectType, KernelMode),
			STATUS_SUCCESS);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByPointer(file, 0, *IoDeviceObjectType, KernelMode),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByPointer(device, 0, *IoDeviceObjectType,
							 KernelMode), STATUS_SUCCESS);
	ObDereferenceObject(device);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByPointer(toy.driver, 0, *IoDriverObjectType,
							 KernelMode), STATUS_SUCCESS);
	ObDereferenceObject(toy.driver);
	ObDereferenceObject(file);
}

static void pointer_is_opened(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\toyopen");
	PFILE_OBJECT file;
	HANDLE handle = NULL;
	PVOID object;

	toy.on_request = toy_succeed;
	toy_open(test, L"\\Device\\toyopen", &file);
	log_mark(&toy.log);
	KUNIT_ASSERT_EQ(test, ObOpenObjectByPointer(file, OBJ_KERNEL_HANDLE, NULL, 0,
						    *IoFileObjectType, KernelMode, &handle),
			STATUS_SUCCESS);
	ObDereferenceObject(file);
	/* The handle keeps it. */
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByHandle(handle, 0, *IoFileObjectType, KernelMode,
							&object, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, object, (PVOID)file);
	ObDereferenceObject(object);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByHandle(handle, 0, *PsThreadType, KernelMode,
							&object, NULL),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ObOpenObjectByPointer(device, 0, NULL, 0, *IoFileObjectType,
						    KernelMode, &handle),
			STATUS_OBJECT_TYPE_MISMATCH);
	/* A thread, which is any task. */
	KUNIT_ASSERT_EQ(test, ObOpenObjectByPointer(KeGetCurrentThread(), 0, NULL, 0, *PsThreadType,
						    KernelMode, &handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByHandle(handle, 0, *PsThreadType, KernelMode,
							&object, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, object, (PVOID)KeGetCurrentThread());
	ObDereferenceObject(object);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, ObOpenObjectByPointer(&file, 0, NULL, 0, NULL, KernelMode, &handle),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not an object");
}

static HANDLE late_handle;
static NTSTATUS late_status;

static NTSTATUS NTAPI open_while_it_closes(PDEVICE_OBJECT device, PIRP irp)
{
	late_status = ObOpenObjectByPointer(IoGetCurrentIrpStackLocation(irp)->FileObject, 0, NULL,
					    0, NULL, KernelMode, &late_handle);
	return toy_complete(irp, STATUS_SUCCESS, 0);
}

/* What is still known, but has no reference left, can no longer be had. */
static void file_that_is_closing_is_not_opened(struct kunit *test)
{
	PFILE_OBJECT file;

	toy_device(test, L"\\Device\\toyclosing");
	toy_open(test, L"\\Device\\toyclosing", &file);
	toy.driver->MajorFunction[IRP_MJ_CLOSE] = open_while_it_closes;
	late_status = STATUS_PENDING;
	log_mark(&toy.log);
	ObDereferenceObject(file);
	ASSERT_SEEN(test, READ_ONCE(late_status) != STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, late_status, STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_NULL(test, late_handle);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not an object");
}

static struct kunit_case name_string_cases[] = {
	KUNIT_CASE(objects_have_names),
	KUNIT_CASE(types_are_told_apart),
	KUNIT_CASE(pointer_is_opened),
	KUNIT_CASE(file_that_is_closing_is_not_opened),
	{ }
};

static struct kunit_suite name_string_suite = {
	.name = "ntparport_windows_ob_name_string",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = name_string_cases,
};

kunit_test_suites(&name_string_suite);
