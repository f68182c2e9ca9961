// SPDX-License-Identifier: GPL-2.0
/* namespace_kunit.c - names of devices, and links to them. */

#include <linux/notifier.h>

#include "inner.h"
#include "toy.h"

static void name_is_taken_only_once(struct kunit *test)
{
	PDEVICE_OBJECT first = toy_device(test, L"\\Device\\Toy0"), second = (void *)1;
	UNICODE_STRING name = text(L"\\device\\TOY0");

	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_COLLISION,
			IoCreateDevice(toy.driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE,
				       &second));
	KUNIT_EXPECT_NULL(test, second);
	toy_delete(first);
	toy_device(test, L"\\device\\TOY0");
}

struct bad_name {
	const WCHAR *name;
	NTSTATUS status;
	const char *description;
};

static const struct bad_name bad_names[] = {
	{ L"", STATUS_OBJECT_NAME_INVALID, "empty" },
	{ L"Toy", STATUS_OBJECT_PATH_SYNTAX_BAD, "relative" },
	{ L"\\Device\\", STATUS_OBJECT_NAME_INVALID, "only a directory" },
	{ L"\\DosDevices\\", STATUS_OBJECT_NAME_INVALID, "only the other one" },
	{ L"\\Device\\a\\b", STATUS_OBJECT_PATH_NOT_FOUND, "two parts" },
	{ L"\\Nowhere\\Toy", STATUS_OBJECT_PATH_NOT_FOUND, "no such directory" },
	{ L"\\DosDevices", STATUS_OBJECT_NAME_COLLISION, "a directory itself" },
	{ L"\\??", STATUS_OBJECT_NAME_COLLISION, "the same" },
	{ L"\\global??", STATUS_OBJECT_NAME_COLLISION, "the same in lower case" },
	{ L"\\Device", STATUS_OBJECT_NAME_COLLISION, "the other directory" },
};

static void describe_bad_name(const struct bad_name *name, char *description)
{
	strscpy(description, name->description, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(bad_names, bad_names, describe_bad_name);

static void bad_name_is_refused(struct kunit *test)
{
	const struct bad_name *bad = test->param_value;
	UNICODE_STRING name = text(bad->name), good = text(L"\\Device\\Toy0");
	PDEVICE_OBJECT device;

	KUNIT_EXPECT_EQ(test, bad->status,
			IoCreateDevice(toy.driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE,
				       &device));
	KUNIT_EXPECT_EQ(test, bad->status, IoCreateSymbolicLink(&name, &good));
	KUNIT_EXPECT_NULL(test, toy.driver->DeviceObject);
}

/* Links, as the code that makes device nodes learns of them. */

static struct {
	unsigned int added, removed;
	char name[32];
} links;

static int note_link(struct notifier_block *block, unsigned long event, void *data)
{
	const struct nt_link *link = data;

	strscpy(links.name, link->name, sizeof(links.name));
	if (event == NT_LINK_ADDED)
		links.added++;
	else
		links.removed++;
	return NOTIFY_DONE;
}

static struct notifier_block note_links = { .notifier_call = note_link };

static void link_leads_to_its_device(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	UNICODE_STRING link = text(L"\\DosDevices\\TOY1"), target = text(L"\\Device\\Toy0");
	PFILE_OBJECT file = NULL;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_COLLISION,
			IoCreateUnprotectedSymbolicLink(&link, &target));
	KUNIT_EXPECT_PTR_EQ(test, toy_open(test, L"\\??\\toy1", &file), device);
	ObDereferenceObject(file);
	KUNIT_EXPECT_PTR_EQ(test, toy_open(test, L"\\DosDevices\\Toy1\\sub\\file", &file), device);
	KUNIT_EXPECT_EQ(test, file->FileName.Length, 18);
	EXPECT_SAME_BYTES(test, file->FileName.Buffer, L"\\sub\\file", 18);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, IoDeleteSymbolicLink(&link));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, toy_open_status(L"\\DosDevices\\TOY1"));
	/* A device is not a link, so this must not delete it. */
	KUNIT_EXPECT_FALSE(test, NT_SUCCESS(IoDeleteSymbolicLink(&target)));
}

/* A pair of surrogates is a character, half of one is not, nor is the end of a line. */
static void names_are_told_in_utf8(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy\n\x20ac\xd83d\xde00\xd83d");

	KUNIT_EXPECT_STREQ(test, ntparport_device_label(device),
			   "\\Device\\Toy\xef\xbf\xbd\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbd");
}

static void links_are_announced(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\TOY1"), target = text(L"\\Device\\Toy0");
	PDEVICE_OBJECT device;

	memset(&links, 0, sizeof(links));
	KUNIT_ASSERT_EQ(test, 0, ntparport_link_notifier_register(&note_links));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateUnprotectedSymbolicLink(&link, &target));
	KUNIT_EXPECT_EQ(test, links.added, 0U);
	device = toy_device(test, L"\\Device\\Toy0");
	KUNIT_EXPECT_EQ(test, links.added, 1U);
	KUNIT_EXPECT_STREQ(test, links.name, "TOY1");
	toy_delete(device);
	KUNIT_EXPECT_EQ(test, links.removed, 1U);
	device = toy_device(test, L"\\Device\\Toy0");
	KUNIT_EXPECT_EQ(test, links.added, 2U);
	IoDeleteSymbolicLink(&link);
	KUNIT_EXPECT_EQ(test, links.removed, 2U);
	/* A device may have such a name itself. */
	toy_device(test, L"\\DosDevices\\Toy2");
	KUNIT_EXPECT_EQ(test, links.added, 3U);
	KUNIT_EXPECT_STREQ(test, links.name, "Toy2");
	ntparport_link_notifier_unregister(&note_links);
}

static void circle_of_links_leads_nowhere(struct kunit *test)
{
	UNICODE_STRING a = text(L"\\DosDevices\\a"), b = text(L"\\DosDevices\\b");

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&a, &b));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&b, &a));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, toy_open_status(L"\\DosDevices\\a"));
	IoDeleteSymbolicLink(&a);
	IoDeleteSymbolicLink(&b);
}

/* \DosDevices, \?? and \GLOBAL?? are one directory, in any case. */
static void spellings_of_a_directory_are_one(struct kunit *test)
{
	static const WCHAR *const spellings[] = {
		L"\\DosDevices\\TOY1", L"\\??\\TOY1", L"\\GLOBAL??\\TOY1", L"\\dosdevices\\toy1",
	};
	UNICODE_STRING target = text(L"\\Device\\Toy0"), link;
	unsigned int made, other;

	toy_device(test, L"\\Device\\Toy0");
	for (made = 0; made < ARRAY_SIZE(spellings); made++) {
		link = text(spellings[made]);
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
		for (other = 0; other < ARRAY_SIZE(spellings); other++) {
			link = text(spellings[other]);
			KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_COLLISION,
					IoCreateSymbolicLink(&link, &target));
			KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, toy_open_status(spellings[other]));
		}
		link = text(spellings[ARRAY_SIZE(spellings) - 1 - made]);
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
	}
}

static void link_may_be_there_before_its_device(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\TOY1"), target = text(L"\\Device\\Toy0");
	PDEVICE_OBJECT device;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, toy_open_status(L"\\??\\TOY1"));
	device = toy_device(test, L"\\Device\\Toy0");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, toy_open_status(L"\\??\\TOY1"));
	toy_delete(device);
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, toy_open_status(L"\\??\\TOY1"));
	/* The link has not gone with the device. */
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_COLLISION, IoCreateSymbolicLink(&link, &target));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
}

static void link_may_lead_to_a_link(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	UNICODE_STRING outer = text(L"\\DosDevices\\Outer"), inner = text(L"\\??\\Inner");
	UNICODE_STRING target = text(L"\\Device\\Toy0");
	PFILE_OBJECT file = NULL;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&outer, &inner));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&inner, &target));
	KUNIT_EXPECT_PTR_EQ(test, toy_open(test, L"\\??\\outer\\rest", &file), device);
	KUNIT_ASSERT_NOT_NULL(test, file);
	KUNIT_EXPECT_EQ(test, file->FileName.Length, 10);
	EXPECT_SAME_BYTES(test, file->FileName.Buffer, L"\\rest", 10);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&inner));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, toy_open_status(L"\\??\\Outer"));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&outer));
}

static void devices_and_links_share_their_names(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\TOY1"), target = text(L"\\Device\\Toy0");
	UNICODE_STRING taken = text(L"\\??\\toy2");
	PDEVICE_OBJECT device;

	toy_device(test, L"\\Device\\Toy0");
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_COLLISION,
			IoCreateDevice(toy.driver, 0, &link, FILE_DEVICE_UNKNOWN, 0, FALSE,
				       &device));
	toy_device(test, L"\\DosDevices\\Toy2");
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_COLLISION, IoCreateSymbolicLink(&taken, &target));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_COLLISION, IoCreateSymbolicLink(&target, &link));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
}

/* A string ends where its length says, and need not be terminated. */
static void name_ends_with_its_length(struct kunit *test)
{
	UNICODE_STRING link = text(L"\\DosDevices\\TOY1 and more");
	UNICODE_STRING target = text(L"\\Device\\Toy0+");
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	PFILE_OBJECT file = NULL;

	link.Length = 16 * sizeof(WCHAR);
	target.Length -= sizeof(WCHAR);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &target));
	KUNIT_EXPECT_PTR_EQ(test, toy_open(test, L"\\DosDevices\\TOY1", &file), device);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			toy_open_status(L"\\DosDevices\\TOY1 and more"));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoDeleteSymbolicLink(&link));
}

static struct kunit_case namespace_cases[] = {
	KUNIT_CASE(name_is_taken_only_once),
	KUNIT_CASE_PARAM(bad_name_is_refused, bad_names_gen_params),
	KUNIT_CASE(link_leads_to_its_device),
	KUNIT_CASE(names_are_told_in_utf8),
	KUNIT_CASE(links_are_announced),
	KUNIT_CASE(circle_of_links_leads_nowhere),
	KUNIT_CASE(spellings_of_a_directory_are_one),
	KUNIT_CASE(link_may_be_there_before_its_device),
	KUNIT_CASE(link_may_lead_to_a_link),
	KUNIT_CASE(devices_and_links_share_their_names),
	KUNIT_CASE(name_ends_with_its_length),
	{ }
};

static struct kunit_suite namespace_suite = {
	.name = "ntparport_windows_namespace",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = namespace_cases,
};

kunit_test_suites(&namespace_suite);
