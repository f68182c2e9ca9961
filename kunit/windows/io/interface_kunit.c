// SPDX-License-Identifier: GPL-2.0
/* interface_kunit.c - device interfaces. */

#include <linux/module.h>

#include "device_client.h"
#include "wdm_driver.h"

static const GUID parallel_class = {
	0x97F76EF0, 0xF883, 0x11D0, { 0xAF, 0x1F, 0x00, 0x00, 0xF8, 0x00, 0x84, 0x5C }
};

static unsigned int names_in(PWSTR list)
{
	unsigned int number = 0;

	while (*list) {
		number++;
		while (*list++)
			;
	}
	return number;
}

static void ports_are_found_by_their_class(struct kunit *test)
{
	struct device_client client;
	UNICODE_STRING name;
	PWSTR list = NULL;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceInterfaces(&parallel_class, NULL, 0, &list));
	KUNIT_EXPECT_EQ(test, names_in(list), 3U);
	RtlInitUnicodeString(&name, list);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &client.file,
						 &client.device));
	KUNIT_EXPECT_EQ(test, client.device->DeviceType, FILE_DEVICE_PARALLEL_PORT);
	ObDereferenceObject(client.file);
	ExFreePool(list);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoGetDeviceInterfaces(&wdm_class, NULL, 0, &list));
	KUNIT_EXPECT_EQ(test, names_in(list), 0U);
	ExFreePool(list);
}

static void interface_of_a_driver_is_enabled_and_disabled(struct kunit *test)
{
	PDEVICE_OBJECT physical;
	UNICODE_STRING name;
	PWSTR list;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	physical = ((struct wdm_extension *)wdm.devices[0]->DeviceExtension)->physical;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_REQUEST,
			IoRegisterDeviceInterface(wdm.devices[0], &wdm_class, NULL, &name));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(physical, &wdm_class, NULL, &name));
	IoGetDeviceInterfaces(&wdm_class, physical, 0, &list);
	KUNIT_EXPECT_EQ(test, names_in(list), 0U);
	ExFreePool(list);
	IoGetDeviceInterfaces(&wdm_class, physical, DEVICE_INTERFACE_INCLUDE_NONACTIVE, &list);
	KUNIT_EXPECT_EQ(test, names_in(list), 1U);
	ExFreePool(list);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, TRUE));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_EXISTS, IoSetDeviceInterfaceState(&name, TRUE));
	IoGetDeviceInterfaces(&wdm_class, NULL, 0, &list);
	KUNIT_EXPECT_EQ(test, names_in(list), 1U);
	ExFreePool(list);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, FALSE));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoSetDeviceInterfaceState(&name, FALSE));
	IoSetDeviceInterfaceState(&name, TRUE);
	RtlFreeUnicodeString(&name);
	/* The interface goes with its device. */
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	IoGetDeviceInterfaces(&wdm_class, NULL, DEVICE_INTERFACE_INCLUDE_NONACTIVE, &list);
	KUNIT_EXPECT_EQ(test, names_in(list), 0U);
	ExFreePool(list);
}

/* The physical device that AddDevice was given for the port of that number. */
static PDEVICE_OBJECT physical_of(unsigned int n)
{
	return ((struct wdm_extension *)wdm.devices[n]->DeviceExtension)->physical;
}

static unsigned int enabled_of(PDEVICE_OBJECT physical)
{
	unsigned int number;
	PWSTR list;

	if (!NT_SUCCESS(IoGetDeviceInterfaces(&wdm_class, physical, 0, &list)))
		return UINT_MAX;
	number = names_in(list);
	ExFreePool(list);
	return number;
}

static void interface_leads_to_the_stack_while_it_is_enabled(struct kunit *test)
{
	PDEVICE_OBJECT device = NULL;
	PFILE_OBJECT file;
	UNICODE_STRING name;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(physical_of(0), &wdm_class, NULL, &name));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &file, &device));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, TRUE));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &file, &device));
	KUNIT_EXPECT_PTR_EQ(test, device, wdm.devices[0]);
	ObDereferenceObject(file);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, FALSE));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &file, &device));
	RtlFreeUnicodeString(&name);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static void reference_string_is_part_of_the_name(struct kunit *test)
{
	static const UNICODE_STRING reference = RTL_CONSTANT_STRING(L"Second");
	UNICODE_STRING plain, named, again;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(physical_of(0), &wdm_class, NULL, &plain));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(physical_of(0), &wdm_class,
						  (PUNICODE_STRING)&reference, &named));
	KUNIT_EXPECT_FALSE(test, RtlEqualUnicodeString(&plain, &named, TRUE));
	KUNIT_ASSERT_GT(test, named.Length, reference.Length);
	KUNIT_EXPECT_EQ(test, memcmp((char *)named.Buffer + named.Length - reference.Length,
				     reference.Buffer, reference.Length), 0);
	/* Each interface has a state of its own. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&named, TRUE));
	KUNIT_EXPECT_EQ(test, enabled_of(NULL), 1U);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&plain, TRUE));
	KUNIT_EXPECT_EQ(test, enabled_of(NULL), 2U);
	/* Registering it again gives the same interface. */
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(physical_of(0), &wdm_class,
						  (PUNICODE_STRING)&reference, &again));
	KUNIT_EXPECT_TRUE(test, RtlEqualUnicodeString(&again, &named, FALSE));
	KUNIT_EXPECT_EQ(test, enabled_of(NULL), 2U);
	RtlFreeUnicodeString(&again);
	RtlFreeUnicodeString(&plain);
	RtlFreeUnicodeString(&named);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static void interfaces_are_found_by_their_device(struct kunit *test)
{
	UNICODE_STRING names[2];
	unsigned int n;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	for (n = 0; n < 2; n++) {
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
				IoRegisterDeviceInterface(physical_of(n), &wdm_class, NULL,
							  &names[n]));
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&names[n], TRUE));
		RtlFreeUnicodeString(&names[n]);
	}
	KUNIT_EXPECT_EQ(test, enabled_of(NULL), 2U);
	KUNIT_EXPECT_EQ(test, enabled_of(physical_of(0)), 1U);
	KUNIT_EXPECT_EQ(test, enabled_of(physical_of(1)), 1U);
	KUNIT_EXPECT_EQ(test, enabled_of(physical_of(2)), 0U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

/* The file's name is what follows ntparport# in the interface's, in a folder of its own. */
static void program_finds_an_interface(struct kunit *test)
{
	struct nt_io_counts before, after;
	UNICODE_STRING name, start;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(physical_of(0), &wdm_class, NULL, &name));
	RtlInitUnicodeString(&start, L"\\??\\ntparport#ParallelPort");
	KUNIT_EXPECT_TRUE(test, RtlPrefixUnicodeString(&start, &name, FALSE));
	ntparport_io_counts(&before);
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, TRUE));
	EXPECT_NOT_LOGGED(test, &said);
	ntparport_io_counts(&after);
	KUNIT_EXPECT_EQ(test, after.nodes, before.nodes + 1);
	KUNIT_EXPECT_EQ(test, after.links, before.links + 1);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, FALSE));
	ntparport_io_counts(&after);
	KUNIT_EXPECT_EQ(test, after.nodes, before.nodes);
	KUNIT_EXPECT_EQ(test, after.links, before.links);
	RtlFreeUnicodeString(&name);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

/* Drivers find ports by it; programs can ask nothing of a port. */
static void interface_of_a_port_has_no_node(struct kunit *test)
{
	struct nt_io_counts before, after;
	PWSTR list = NULL;
	UNICODE_STRING name;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceInterfaces(&parallel_class, NULL, 0, &list));
	RtlInitUnicodeString(&name, list);
	ntparport_io_counts(&before);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, FALSE));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, TRUE));
	ntparport_io_counts(&after);
	KUNIT_EXPECT_EQ(test, after.nodes, before.nodes);
	KUNIT_EXPECT_EQ(test, after.links, before.links);
	ExFreePool(list);
}

static void interface_goes_with_its_port(struct kunit *test)
{
	UNICODE_STRING name;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(physical_of(2), &wdm_class, NULL, &name));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, TRUE));
	lpt_unplug(&lpt_lineless);
	KUNIT_EXPECT_EQ(test, enabled_of(NULL), 0U);
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoSetDeviceInterfaceState(&name, FALSE));
	RtlFreeUnicodeString(&name);
	KUNIT_EXPECT_EQ(test, 0, lpt_plug(&lpt_lineless));
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static void unknown_interface_has_no_state(struct kunit *test)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\??\\nobody#1#{nothing}");

	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, IoSetDeviceInterfaceState(&name, TRUE));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoSetDeviceInterfaceState(&name, FALSE));
}

#define CONTROL_KEY	L"\\Registry\\Machine\\System\\CurrentControlSet\\Control"

static void interface_has_a_key(struct kunit *test)
{
	UNICODE_STRING value = RTL_CONSTANT_STRING(L"Depth"), name;
	UNICODE_STRING unknown = RTL_CONSTANT_STRING(L"\\??\\nothing");
	UNICODE_STRING classes = RTL_CONSTANT_STRING(CONTROL_KEY L"\\DeviceClasses");
	OBJECT_ATTRIBUTES attributes;
	struct {
		KEY_VALUE_PARTIAL_INFORMATION head;
		ULONG more;
	} found = { };
	ULONG depth = 42, length;
	HANDLE key;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(physical_of(0), &wdm_class, NULL, &name));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoOpenDeviceInterfaceRegistryKey(&name, KEY_ALL_ACCESS, &key));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ZwSetValueKey(key, &value, 0, REG_DWORD, &depth, sizeof(depth)));
	ZwClose(key);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoOpenDeviceInterfaceRegistryKey(&name, KEY_READ, &key));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ZwQueryValueKey(key, &value, KeyValuePartialInformation, &found,
					sizeof(found), &length));
	KUNIT_EXPECT_EQ(test, *(ULONG *)found.head.Data, 42U);
	ZwClose(key);
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoOpenDeviceInterfaceRegistryKey(&unknown, KEY_READ, &key));
	/* It ends with the interface; that of all classes stays. */
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoOpenDeviceInterfaceRegistryKey(&name, KEY_READ, &key));
	RtlFreeUnicodeString(&name);
	InitializeObjectAttributes(&attributes, &classes, 0, NULL, NULL);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, ZwOpenKey(&key, KEY_ALL_ACCESS, &attributes));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, ZwDeleteKey(key));
	ZwClose(key);
}

static struct kunit_case interface_cases[] = {
	KUNIT_CASE(ports_are_found_by_their_class),
	KUNIT_CASE(interface_of_a_driver_is_enabled_and_disabled),
	KUNIT_CASE(interface_leads_to_the_stack_while_it_is_enabled),
	KUNIT_CASE(reference_string_is_part_of_the_name),
	KUNIT_CASE(interfaces_are_found_by_their_device),
	KUNIT_CASE(program_finds_an_interface),
	KUNIT_CASE(interface_of_a_port_has_no_node),
	KUNIT_CASE(interface_goes_with_its_port),
	KUNIT_CASE(unknown_interface_has_no_state),
	KUNIT_CASE(interface_has_a_key),
	{ }
};

static struct kunit_suite interface_suite = {
	.name = "ntparport_windows_interface",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = port_init,
	.exit = port_exit,
	.test_cases = interface_cases,
};

kunit_test_suites(&interface_suite);
