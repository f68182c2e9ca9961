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
	/* It goes with its device. */
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	IoGetDeviceInterfaces(&wdm_class, NULL, DEVICE_INTERFACE_INCLUDE_NONACTIVE, &list);
	KUNIT_EXPECT_EQ(test, names_in(list), 0U);
	ExFreePool(list);
}

static struct kunit_case interface_cases[] = {
	KUNIT_CASE(ports_are_found_by_their_class),
	KUNIT_CASE(interface_of_a_driver_is_enabled_and_disabled),
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
