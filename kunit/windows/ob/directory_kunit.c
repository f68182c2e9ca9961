// SPDX-License-Identifier: GPL-2.0
/* directory_kunit.c - directories of the object manager, links that are open, objects by name. */

#include <linux/notifier.h>

#include "inner.h"
#include "toy.h"

#include <ntifs.h>

static void name_it(OBJECT_ATTRIBUTES *attributes, UNICODE_STRING *string, HANDLE root,
		    const WCHAR *name, ULONG flags)
{
	*string = text(name);
	InitializeObjectAttributes(attributes, string, OBJ_CASE_INSENSITIVE | flags, root, NULL);
}

static NTSTATUS open_link_in(HANDLE root, const WCHAR *name, PHANDLE handle)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING string;

	name_it(&attributes, &string, root, name, 0);
	return ZwOpenSymbolicLinkObject(handle, SYMBOLIC_LINK_QUERY, &attributes);
}

static NTSTATUS open_link(const WCHAR *name, PHANDLE handle)
{
	return open_link_in(NULL, name, handle);
}

static NTSTATUS make_link(const WCHAR *name, const WCHAR *to, ULONG flags, PHANDLE handle)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING string, target = text(to);

	name_it(&attributes, &string, NULL, name, flags);
	return ZwCreateSymbolicLinkObject(handle, SYMBOLIC_LINK_ALL_ACCESS, &attributes, &target);
}

static NTSTATUS open_directory(const WCHAR *name, PHANDLE handle)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING string;

	name_it(&attributes, &string, NULL, name, 0);
	return ZwOpenDirectoryObject(handle, DIRECTORY_QUERY, &attributes);
}

static NTSTATUS make_directory_in(HANDLE root, const WCHAR *name, ULONG flags, PHANDLE handle)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING string;

	name_it(&attributes, &string, root, name, flags);
	return ZwCreateDirectoryObject(handle, DIRECTORY_ALL_ACCESS, &attributes);
}

static NTSTATUS make_directory(const WCHAR *name, ULONG flags, PHANDLE handle)
{
	return make_directory_in(NULL, name, flags, handle);
}

static NTSTATUS reference(const WCHAR *name, POBJECT_TYPE type, PVOID *object)
{
	UNICODE_STRING string = text(name);

	return ObReferenceObjectByName(&string, OBJ_CASE_INSENSITIVE, NULL, 0, type, KernelMode,
				       NULL, object);
}

static void expect_target(struct kunit *test, HANDLE handle, const WCHAR *wanted)
{
	UNICODE_STRING expected = text(wanted);
	WCHAR buffer[64];
	UNICODE_STRING target = { 0, sizeof(buffer), buffer };
	ULONG length = 0;

	KUNIT_EXPECT_EQ(test, ZwQuerySymbolicLinkObject(handle, &target, &length), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, length, expected.Length);
	KUNIT_EXPECT_TRUE(test, RtlEqualUnicodeString(&target, &expected, FALSE));
	KUNIT_EXPECT_EQ(test, buffer[length / sizeof(WCHAR)], 0);
}

/* What a driver that looks for the device behind LPT1 does. */
static void link_tells_where_it_leads(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\TOY1"), target = text(L"\\Device\\Toy0");
	WCHAR small[4];
	UNICODE_STRING room = { 0, sizeof(small), small };
	ULONG length = 0;
	HANDLE handle;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	/* The device need not be there. */
	KUNIT_ASSERT_EQ(test, open_link(L"\\??\\toy1", &handle), STATUS_SUCCESS);
	expect_target(test, handle, L"\\Device\\Toy0");
	KUNIT_EXPECT_EQ(test, ZwQuerySymbolicLinkObject(handle, &room, &length),
			STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, length, target.Length);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
	/* What was opened stays as it was. */
	expect_target(test, handle, L"\\Device\\Toy0");
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, open_link(L"\\??\\TOY1", &handle), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, open_link(L"\\DosDevices", &handle), STATUS_SUCCESS);
	expect_target(test, handle, L"\\??");
	ZwClose(handle);
	toy_device(test, L"\\Device\\Toy0");
	KUNIT_EXPECT_EQ(test, open_link(L"\\Device\\Toy0", &handle), STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, open_link(L"\\Device", &handle), STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, open_link(L"Toy", &handle), STATUS_OBJECT_PATH_SYNTAX_BAD);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void temporary_link_goes_with_its_last_handle(struct kunit *test)
{
	HANDLE first, second, other;

	toy_device(test, L"\\Device\\Toy0");
	KUNIT_ASSERT_EQ(test, make_link(L"\\??\\TOY1", L"\\Device\\Toy0", 0, &first),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, toy_open_status(L"\\??\\TOY1"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, make_link(L"\\??\\toy1", L"\\Device\\Toy1", 0, &other),
			STATUS_OBJECT_NAME_COLLISION);
	KUNIT_EXPECT_NULL(test, other);
	KUNIT_ASSERT_EQ(test, make_link(L"\\??\\toy1", L"\\Device\\Toy1", OBJ_OPENIF, &second),
			STATUS_OBJECT_NAME_EXISTS);
	expect_target(test, second, L"\\Device\\Toy0");
	ZwClose(first);
	KUNIT_EXPECT_EQ(test, toy_open_status(L"\\??\\TOY1"), STATUS_SUCCESS);
	ZwClose(second);
	KUNIT_EXPECT_EQ(test, toy_open_status(L"\\??\\TOY1"), STATUS_OBJECT_NAME_NOT_FOUND);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* This is how a driver deletes a link without IoDeleteSymbolicLink(). */
static void link_is_made_temporary(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\??\\TOY1");
	HANDLE handle, other;
	PVOID object;

	KUNIT_ASSERT_EQ(test, make_link(L"\\??\\TOY1", L"\\Device\\Toy0", OBJ_PERMANENT, &handle),
			STATUS_SUCCESS);
	ZwClose(handle);
	KUNIT_ASSERT_EQ(test, open_link(L"\\??\\TOY1", &handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwMakeTemporaryObject(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, open_link(L"\\??\\TOY1", &other), STATUS_SUCCESS);
	ZwClose(other);
	ZwClose(handle);
	KUNIT_EXPECT_EQ(test, IoDeleteSymbolicLink(&link), STATUS_OBJECT_NAME_NOT_FOUND);
	/* One that is deleted and made again is another one. */
	KUNIT_ASSERT_EQ(test, make_link(L"\\??\\TOY1", L"\\Device\\Toy0", OBJ_PERMANENT, &handle),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, IoDeleteSymbolicLink(&link), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, make_link(L"\\??\\TOY1", L"\\Device\\Toy0", OBJ_PERMANENT, &other),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwMakeTemporaryObject(handle), STATUS_SUCCESS);
	ZwClose(handle);
	ZwClose(other);
	KUNIT_EXPECT_EQ(test, open_link(L"\\??\\TOY1", &handle), STATUS_SUCCESS);
	/* Without a handle, there is none that could be the last. */
	KUNIT_ASSERT_EQ(test, ObReferenceObjectByHandle(handle, 0, NULL, KernelMode, &object, NULL),
			STATUS_SUCCESS);
	ZwClose(handle);
	ObMakeTemporaryObject(object);
	ObDereferenceObject(object);
	KUNIT_EXPECT_EQ(test, open_link(L"\\??\\TOY1", &handle), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, ZwMakeTemporaryObject(handle), STATUS_INVALID_HANDLE);
	EXPECT_NOT_LOGGED(test, &toy.log);
	ObMakeTemporaryObject(&link);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not an object");
}

static struct nodes {
	unsigned int added;
	char name[32];
} nodes;

static int note_node(struct notifier_block *block, unsigned long event, void *data)
{
	const struct nt_link *link = data;

	if (event == NT_LINK_ADDED) {
		nodes.added++;
		strscpy(nodes.name, link->name, sizeof(nodes.name));
	}
	return NOTIFY_DONE;
}

static struct notifier_block note_nodes = { .notifier_call = note_node };

static void link_leads_to_a_directory(struct kunit *test)
{
	HANDLE directory, links[3], handle;
	PDEVICE_OBJECT device;
	PFILE_OBJECT file;
	PVOID object;
	unsigned int n;

	memset(&nodes, 0, sizeof(nodes));
	KUNIT_ASSERT_EQ(test, make_directory(L"\\Device\\Toys", 0, &directory), STATUS_SUCCESS);
	device = toy_device(test, L"\\Device\\Toys\\0");
	KUNIT_ASSERT_EQ(test, 0, ntparport_link_notifier_register(&note_nodes));
	KUNIT_ASSERT_EQ(test, make_link(L"\\??\\TOYS", L"\\Device\\Toys", 0, &links[0]),
			STATUS_SUCCESS);
	/* Programs could not open it. */
	KUNIT_EXPECT_EQ(test, nodes.added, 0U);
	KUNIT_ASSERT_EQ(test, make_link(L"\\??\\TOY0", L"\\DosDevices\\TOYS\\0", 0, &links[1]),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, nodes.added, 1U);
	KUNIT_EXPECT_STREQ(test, nodes.name, "TOY0");
	ntparport_link_notifier_unregister(&note_nodes);
	KUNIT_ASSERT_EQ(test, make_link(L"\\??\\ALL", L"\\Device", 0, &links[2]), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, reference(L"\\DosDevices\\toys\\0", *IoDeviceObjectType, &object),
			STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, object, (PVOID)device);
	ObDereferenceObject(object);
	KUNIT_EXPECT_PTR_EQ(test, toy_open(test, L"\\??\\TOYS\\0\\file", &file), device);
	KUNIT_EXPECT_EQ(test, file->FileName.Length, 10);
	EXPECT_SAME_BYTES(test, file->FileName.Buffer, L"\\file", 10);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, toy_open_status(L"\\??\\TOY0"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, toy_open_status(L"\\??\\ALL\\Toys\\0"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, toy_open_status(L"\\??\\TOYS\\1"), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, toy_open_status(L"\\??\\TOYS"), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, open_directory(L"\\??\\TOYS", &handle), STATUS_SUCCESS);
	ZwClose(handle);
	for (n = 0; n < ARRAY_SIZE(links); n++)
		ZwClose(links[n]);
	ZwClose(directory);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void expect_name(struct kunit *test, HANDLE handle, const WCHAR *wanted)
{
	UNICODE_STRING expected = text(wanted);
	POBJECT_NAME_INFORMATION information;
	u8 buffer[128];
	PVOID object;
	ULONG length;

	information = (POBJECT_NAME_INFORMATION)buffer;
	KUNIT_ASSERT_EQ(test, ObReferenceObjectByHandle(handle, 0, NULL, KernelMode, &object, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ObQueryNameString(object, information, sizeof(buffer), &length),
			STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, RtlEqualUnicodeString(&information->Name, &expected, FALSE));
	ObDereferenceObject(object);
}

static void directory_is_made_and_goes(struct kunit *test)
{
	HANDLE first, second, other;
	PDEVICE_OBJECT device;
	PVOID object;

	KUNIT_EXPECT_EQ(test, make_directory(L"\\Nowhere\\Toys", 0, &first),
			STATUS_OBJECT_PATH_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, make_directory(L"\\Device", 0, &first),
			STATUS_OBJECT_NAME_COLLISION);
	KUNIT_ASSERT_EQ(test, make_directory(L"\\Device\\Toys", 0, &first), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, make_directory(L"\\device\\TOYS", 0, &other),
			STATUS_OBJECT_NAME_COLLISION);
	KUNIT_EXPECT_EQ(test, make_directory(L"\\device\\TOYS", OBJ_OPENIF, &second),
			STATUS_OBJECT_NAME_EXISTS);
	device = toy_device(test, L"\\Device\\Toys\\0");
	KUNIT_EXPECT_EQ(test, reference(L"\\Device\\TOYS\\0", *IoDeviceObjectType, &object),
			STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, object, (PVOID)device);
	ObDereferenceObject(object);
	KUNIT_EXPECT_EQ(test, toy_open_status(L"\\Device\\Toys"), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, toy_open_status(L"\\Device\\Toys\\1"), STATUS_OBJECT_NAME_NOT_FOUND);
	/* A directory in a directory, by a name that is relative. */
	KUNIT_ASSERT_EQ(test, make_directory_in(first, L"Small", 0, &other), STATUS_SUCCESS);
	expect_name(test, other, L"\\Device\\Toys\\Small");
	ZwClose(other);
	KUNIT_ASSERT_EQ(test, make_directory(L"\\DosDevices\\Toys", 0, &other), STATUS_SUCCESS);
	expect_name(test, other, L"\\??\\Toys");
	ZwClose(other);
	KUNIT_ASSERT_EQ(test, open_directory(L"\\GLOBAL??", &other), STATUS_SUCCESS);
	expect_name(test, other, L"\\??");
	ZwClose(other);
	KUNIT_EXPECT_EQ(test, make_directory_in(first, L"\\Small", 0, &other),
			STATUS_OBJECT_PATH_SYNTAX_BAD);
	KUNIT_EXPECT_EQ(test, make_directory_in((HANDLE)4000, L"Small", 0, &other),
			STATUS_INVALID_HANDLE);
	ZwClose(first);
	KUNIT_EXPECT_EQ(test, open_directory(L"\\Device\\Toys", &other), STATUS_SUCCESS);
	ZwClose(other);
	ZwClose(second);
	KUNIT_EXPECT_EQ(test, open_directory(L"\\Device\\Toys", &other),
			STATUS_OBJECT_NAME_NOT_FOUND);
	/* What is in it keeps its name. */
	KUNIT_EXPECT_EQ(test, toy_open_status(L"\\Device\\Toys\\0"), STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void permanent_directory_is_left(struct kunit *test)
{
	HANDLE handle;

	KUNIT_ASSERT_EQ(test, make_directory(L"\\Toys", OBJ_PERMANENT, &handle), STATUS_SUCCESS);
	ZwClose(handle);
	KUNIT_ASSERT_EQ(test, open_directory(L"\\TOYS", &handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwMakeTemporaryObject(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwMakeTemporaryObject(handle), STATUS_SUCCESS);
	ZwClose(handle);
	KUNIT_EXPECT_EQ(test, open_directory(L"\\Toys", &handle), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_ASSERT_EQ(test, make_directory(L"\\Toys", OBJ_PERMANENT, &handle), STATUS_SUCCESS);
	ZwClose(handle);
	log_mark(&toy.log);
	toy_unload();
	EXPECT_LOGGED_ONCE(test, &toy.log,
			   "directory \\Toys was never made temporary by ZwMakeTemporaryObject");
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
	KUNIT_EXPECT_EQ(test, open_directory(L"\\Toys", &handle), STATUS_OBJECT_NAME_NOT_FOUND);
}

/* Whether a list has the element. */
static bool has(const OBJECT_DIRECTORY_INFORMATION *list, const WCHAR *name, const WCHAR *type)
{
	UNICODE_STRING wanted = text(name), wanted_type = text(type);

	for (; list->Name.Buffer; list++)
		if (RtlEqualUnicodeString(&list->Name, &wanted, FALSE) &&
		    RtlEqualUnicodeString(&list->TypeName, &wanted_type, FALSE))
			return true;
	return false;
}

/* What a driver that looks for the ports does. */
static void directory_is_listed(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\Device\\Toys\\Link"), target = text(L"\\Device\\Toy0");
	OBJECT_DIRECTORY_INFORMATION *list = kunit_kzalloc(test, 4096, GFP_KERNEL);
	ULONG context = 0, length = 0, needed, n;
	HANDLE directory, inner;

	KUNIT_ASSERT_NOT_NULL(test, list);
	KUNIT_ASSERT_EQ(test, make_directory(L"\\Device\\Toys", 0, &directory), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwQueryDirectoryObject(directory, list, 4096, FALSE, TRUE, &context,
						     NULL), STATUS_NO_MORE_ENTRIES);
	toy_device(test, L"\\Device\\Toys\\0");
	KUNIT_ASSERT_EQ(test, IoCreateSymbolicLink(&link, &target), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, make_directory(L"\\Device\\Toys\\In", 0, &inner), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, ZwQueryDirectoryObject(directory, list, 4096, FALSE, TRUE, &context,
						     &length), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, context, 3U);
	KUNIT_EXPECT_TRUE(test, has(list, L"0", L"Device"));
	KUNIT_EXPECT_TRUE(test, has(list, L"Link", L"SymbolicLink"));
	KUNIT_EXPECT_TRUE(test, has(list, L"In", L"Directory"));
	KUNIT_EXPECT_FALSE(test, has(list, L"Toys", L"Directory"));
	/* The texts are where the length says, and nothing after them was written. */
	for (n = 0; n < 3; n++) {
		KUNIT_EXPECT_LE(test, (unsigned long)list[n].Name.Buffer +
					      list[n].Name.MaximumLength,
				(unsigned long)list + length);
		KUNIT_EXPECT_EQ(test, list[n].Name.Buffer[list[n].Name.Length / 2], 0);
	}
	KUNIT_EXPECT_EQ(test, ZwQueryDirectoryObject(directory, list, 4096, FALSE, FALSE, &context,
						     NULL), STATUS_NO_MORE_ENTRIES);
	/* Exactly as much room. */
	memset(list, 0xaa, 4096);
	needed = length;
	KUNIT_EXPECT_EQ(test, ZwQueryDirectoryObject(directory, list, needed, FALSE, TRUE, &context,
						     &length), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, length, needed);
	KUNIT_EXPECT_EQ(test, ((u8 *)list)[needed], 0xaa);
	KUNIT_EXPECT_EQ(test, ZwQueryDirectoryObject(directory, list, needed - 2, FALSE, TRUE,
						     &context, &length), STATUS_MORE_ENTRIES);
	KUNIT_EXPECT_EQ(test, context, 2U);
	/* One by one. */
	for (n = 0; n < 3; n++) {
		KUNIT_EXPECT_EQ(test, ZwQueryDirectoryObject(directory, list, 4096, TRUE, !n,
							     &context, &length), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, context, n + 1);
		KUNIT_EXPECT_NULL(test, list[1].Name.Buffer);
	}
	KUNIT_EXPECT_EQ(test, ZwQueryDirectoryObject(directory, list, 4096, TRUE, FALSE, &context,
						     NULL), STATUS_NO_MORE_ENTRIES);
	KUNIT_EXPECT_EQ(test, ZwQueryDirectoryObject(directory, list, 8, TRUE, TRUE, &context,
						     &length), STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, ZwQueryDirectoryObject(directory, list, length, TRUE, TRUE, &context,
						     &length), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwQueryDirectoryObject(directory, NULL, 0, TRUE, TRUE, &context,
						     NULL), STATUS_BUFFER_TOO_SMALL);
	ZwClose(inner);
	ZwClose(directory);
	IoDeleteSymbolicLink(&link);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, ZwQueryDirectoryObject(directory, list, 4096, TRUE, TRUE, NULL, NULL),
			STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "ZwQueryDirectoryObject: the context");
}

static void root_is_listed(struct kunit *test)
{
	OBJECT_DIRECTORY_INFORMATION *list = kunit_kzalloc(test, 8192, GFP_KERNEL);
	ULONG context = 0;
	HANDLE handle, link;

	KUNIT_ASSERT_NOT_NULL(test, list);
	KUNIT_ASSERT_EQ(test, open_directory(L"\\", &handle), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, ZwQueryDirectoryObject(handle, list, 8192, FALSE, TRUE, &context,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, has(list, L"Device", L"Directory"));
	KUNIT_EXPECT_TRUE(test, has(list, L"Driver", L"Directory"));
	KUNIT_EXPECT_TRUE(test, has(list, L"??", L"Directory"));
	KUNIT_EXPECT_TRUE(test, has(list, L"DosDevices", L"SymbolicLink"));
	KUNIT_EXPECT_EQ(test, open_link_in(handle, L"DosDevices", &link), STATUS_SUCCESS);
	ZwClose(link);
	ZwClose(handle);
	KUNIT_ASSERT_EQ(test, open_directory(L"\\driver", &handle), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, ZwQueryDirectoryObject(handle, list, 8192, FALSE, TRUE, &context,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, has(list, L"toy", L"Driver"));
	KUNIT_EXPECT_TRUE(test, has(list, L"ntparport", L"Driver"));
	ZwClose(handle);
	KUNIT_ASSERT_EQ(test, open_directory(L"\\DosDevices", &handle), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, make_link(L"\\GLOBAL??\\TOY1", L"\\Device\\Toy0", 0, &link),
			STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, ZwQueryDirectoryObject(handle, list, 8192, FALSE, TRUE, &context,
						     NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, has(list, L"TOY1", L"SymbolicLink"));
	ZwClose(link);
	ZwClose(handle);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void object_is_found_by_its_name(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\??\\TOY1"), target = text(L"\\Device\\Toy0");
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING string;
	HANDLE handle, other;
	PVOID object;

	KUNIT_ASSERT_EQ(test, reference(L"\\Driver\\toy", *IoDriverObjectType, &object),
			STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, object, (PVOID)toy.driver);
	ObDereferenceObject(object);
	KUNIT_EXPECT_EQ(test, reference(L"\\Driver\\TOY", *IoDeviceObjectType, &object),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_NULL(test, object);
	KUNIT_ASSERT_EQ(test, IoCreateSymbolicLink(&link, &target), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, reference(L"\\DosDevices\\TOY1", NULL, &object), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, object, (PVOID)device);
	ObDereferenceObject(object);
	IoDeleteSymbolicLink(&link);
	KUNIT_EXPECT_EQ(test, reference(L"\\Device\\Toy0\\file", NULL, &object),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, reference(L"\\Driver\\nobody", NULL, &object),
			STATUS_OBJECT_NAME_NOT_FOUND);
	name_it(&attributes, &string, NULL, L"\\Driver\\toy", 0);
	KUNIT_ASSERT_EQ(test, ObOpenObjectByName(&attributes, *IoDriverObjectType, KernelMode, NULL,
						 0, NULL, &handle), STATUS_SUCCESS);
	/* The same object by another handle. */
	KUNIT_ASSERT_EQ(test, ZwDuplicateObject(NtCurrentProcess(), handle, ZwCurrentProcess(),
						&other, 0, 0,
						DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE),
			STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, ObReferenceObjectByHandle(other, 0, *IoDriverObjectType, KernelMode,
							&object, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, object, (PVOID)toy.driver);
	ObDereferenceObject(object);
	KUNIT_EXPECT_EQ(test, ZwDuplicateObject(other, other, NtCurrentProcess(), &handle, 0, 0, 0),
			STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_NULL(test, handle);
	/* The handle is closed even if there cannot be another. */
	KUNIT_EXPECT_EQ(test, ZwDuplicateObject(NtCurrentProcess(), other, other, &handle, 0, 0,
						DUPLICATE_CLOSE_SOURCE), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_EQ(test, ZwDuplicateObject(NtCurrentProcess(), other, NtCurrentProcess(),
						&handle, 0, 0, DUPLICATE_CLOSE_SOURCE),
			STATUS_INVALID_HANDLE);
	KUNIT_ASSERT_EQ(test, ZwDuplicateObject(NtCurrentProcess(), NtCurrentThread(),
						NtCurrentProcess(), &handle, 0, 0, 0),
			STATUS_SUCCESS);
	ZwClose(handle);
	EXPECT_NOT_LOGGED(test, &toy.log);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByName(NULL, 0, NULL, 0, NULL, KernelMode, NULL,
						      &object), STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "ObReferenceObjectByName: the name");
}

/* Its name goes when it is unloaded, whoever has a reference. */
static void name_of_a_driver_goes_with_it(struct kunit *test)
{
	PVOID object, other;

	KUNIT_ASSERT_EQ(test, reference(L"\\Driver\\toy", *IoDriverObjectType, &object),
			STATUS_SUCCESS);
	toy_unload();
	KUNIT_EXPECT_EQ(test, reference(L"\\Driver\\toy", *IoDriverObjectType, &other),
			STATUS_OBJECT_NAME_NOT_FOUND);
	ObDereferenceObject(object);
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
}

static void several_handles_are_waited_for(struct kunit *test)
{
	LARGE_INTEGER at_once = { .QuadPart = 0 };
	HANDLE handles[4];
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(handles); n++)
		KUNIT_ASSERT_EQ(test, ZwCreateEvent(&handles[n], EVENT_ALL_ACCESS, NULL,
						    NotificationEvent, n == 2), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForMultipleObjects(4, handles, WaitAny, FALSE, &at_once),
			STATUS_WAIT_2);
	KUNIT_EXPECT_EQ(test, ZwWaitForMultipleObjects(4, handles, WaitAll, FALSE, &at_once),
			STATUS_TIMEOUT);
	for (n = 0; n < ARRAY_SIZE(handles); n++)
		ZwSetEvent(handles[n], NULL);
	KUNIT_EXPECT_EQ(test, ZwWaitForMultipleObjects(4, handles, WaitAll, FALSE, &at_once),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForMultipleObjects(0, handles, WaitAll, FALSE, &at_once),
			STATUS_INVALID_PARAMETER_1);
	KUNIT_EXPECT_EQ(test, ZwWaitForMultipleObjects(65, handles, WaitAll, FALSE, &at_once),
			STATUS_INVALID_PARAMETER_1);
	KUNIT_EXPECT_EQ(test, ZwWaitForMultipleObjects(4, handles, 9, FALSE, &at_once),
			STATUS_INVALID_PARAMETER_3);
	ZwClose(handles[3]);
	KUNIT_EXPECT_EQ(test, ZwWaitForMultipleObjects(4, handles, WaitAny, FALSE, &at_once),
			STATUS_INVALID_HANDLE);
	for (n = 0; n < 3; n++)
		ZwClose(handles[n]);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static struct kunit_case directory_cases[] = {
	KUNIT_CASE(link_tells_where_it_leads),
	KUNIT_CASE(temporary_link_goes_with_its_last_handle),
	KUNIT_CASE(link_is_made_temporary),
	KUNIT_CASE(link_leads_to_a_directory),
	KUNIT_CASE(directory_is_made_and_goes),
	KUNIT_CASE(permanent_directory_is_left),
	KUNIT_CASE(directory_is_listed),
	KUNIT_CASE(root_is_listed),
	KUNIT_CASE(object_is_found_by_its_name),
	KUNIT_CASE(name_of_a_driver_goes_with_it),
	KUNIT_CASE(several_handles_are_waited_for),
	{ }
};

static struct kunit_suite directory_suite = {
	.name = "ntparport_windows_ob_directory",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = directory_cases,
};

kunit_test_suites(&directory_suite);
