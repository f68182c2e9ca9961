// SPDX-License-Identifier: GPL-2.0
/* pnp_kunit.c - drivers with AddDevice on the ports. */

#include <linux/module.h>
#include <linux/sched/signal.h>

#include "device_client.h"
#include "wdm_driver.h"

static void driver_is_added_to_every_port(struct kunit *test)
{
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_EXPECT_EQ(test, wdm.added, 3U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_START_DEVICE], 3U);
	log_mark(&said);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_QUERY_REMOVE_DEVICE], 3U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 3U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_SURPRISE_REMOVAL], 0U);
	KUNIT_EXPECT_EQ(test, wdm.unloads, 1U);
	EXPECT_NOT_LOGGED(test, &said);
}

static void driver_gets_the_resources_of_its_port(struct kunit *test)
{
	CM_PARTIAL_RESOURCE_DESCRIPTOR *port =
		&wdm.resources.PartialResourceList.PartialDescriptors[0];

	lpt_unplug(&lpt_lineless);
	lpt_unplug(&lpt_parport);
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_EXPECT_EQ(test, wdm.added, 1U);
	/* On the direct route, the line is the one that the module parameter names. */
	KUNIT_EXPECT_EQ(test, wdm.resource_count, 2U);
	KUNIT_EXPECT_EQ(test, (int)wdm.resources.InterfaceType, (int)Isa);
	KUNIT_EXPECT_EQ(test, port->Type, CmResourceTypePort);
	KUNIT_EXPECT_EQ(test, port->Flags, CM_RESOURCE_PORT_IO);
	KUNIT_EXPECT_EQ(test, port->u.Port.Start.QuadPart, (LONGLONG)lpt_direct.base);
	KUNIT_EXPECT_GE(test, port->u.Port.Length, 3U);
	KUNIT_EXPECT_EQ(test, wdm.interrupt.Type, CmResourceTypeInterrupt);
	KUNIT_EXPECT_EQ(test, wdm.interrupt.Flags, CM_RESOURCE_INTERRUPT_LATCHED);
	KUNIT_EXPECT_EQ(test, wdm.interrupt.u.Interrupt.Vector, (ULONG)lpt_direct.line);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static void driver_follows_ports_that_come_and_go(struct kunit *test)
{
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	lpt_unplug(&lpt_lineless);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_SURPRISE_REMOVAL], 1U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 1U);
	KUNIT_EXPECT_EQ(test, wdm.order[3], IRP_MN_SURPRISE_REMOVAL);
	KUNIT_EXPECT_EQ(test, wdm.order[4], IRP_MN_REMOVE_DEVICE);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_lineless));
	KUNIT_EXPECT_EQ(test, wdm.added, 4U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_START_DEVICE], 4U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 4U);
}

static void requests_go_down_the_stack_to_the_port(struct kunit *test)
{
	struct device_client client = { };
	PARALLEL_PORT_INFORMATION info = { };

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_ASSERT_EQ(test, wdm.added, 3U);
	KeInitializeEvent(&client.event, SynchronizationEvent, FALSE);
	client.device = wdm.devices[0];
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(&client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &info, 0,
			    sizeof(info)));
	KUNIT_EXPECT_EQ(test, info.OriginalController.QuadPart, (LONGLONG)lpt_direct.base);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, allocate(&client));
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, allocate(&client));
	release(&client);
	KUNIT_EXPECT_EQ(test, result_of(&client), STATUS_SUCCESS);
	release(&client);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static void driver_that_refuses_a_port(struct kunit *test)
{
	memset(&wdm, 0, sizeof(wdm));
	wdm.add_status = STATUS_NO_SUCH_DEVICE;
	log_mark(&said);
	wdm_load(test);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "AddDevice failed"), 3U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	wdm.add_status = STATUS_SUCCESS;
	wdm.start_status = STATUS_DEVICE_NOT_READY;
	log_mark(&said);
	wdm_load(test);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "IRP_MN_START_DEVICE failed"), 3U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 3U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static void physical_device_answers(struct kunit *test)
{
	DEVICE_CAPABILITIES capabilities = { .Size = sizeof(capabilities), .Version = 1 };
	IO_STATUS_BLOCK result = { };
	POWER_STATE off = { .DeviceState = PowerDeviceD3 };
	PDEVICE_OBJECT device;
	PIO_STACK_LOCATION location;
	PIRP irp;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	device = wdm.devices[0];
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, device, NULL, 0, NULL, NULL, &result);
	location = IoGetNextIrpStackLocation(irp);
	location->MinorFunction = IRP_MN_QUERY_CAPABILITIES;
	location->Parameters.DeviceCapabilities.Capabilities = &capabilities;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCallDriver(device, irp));
	KUNIT_EXPECT_EQ(test, (int)capabilities.DeviceState[PowerSystemWorking],
			(int)PowerDeviceD0);
	/* A request that the port does not know keeps its status. */
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_POWER, device, NULL, 0, NULL, NULL, &result);
	IoGetNextIrpStackLocation(irp)->MinorFunction = IRP_MN_WAIT_WAKE;
	KUNIT_EXPECT_EQ(test, STATUS_NOT_SUPPORTED, PoCallDriver(device, irp));
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_POWER, device, NULL, 0, NULL, NULL, &result);
	location = IoGetNextIrpStackLocation(irp);
	location->MinorFunction = IRP_MN_SET_POWER;
	location->Parameters.Power.Type = DevicePowerState;
	location->Parameters.Power.State = off;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, PoCallDriver(device, irp));
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static void relations_that_changed_are_asked_for(struct kunit *test)
{
	struct wdm_extension *extension;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	wdm.has_relations = true;
	extension = wdm.devices[0]->DeviceExtension;
	/* There is nothing to ask about these. */
	IoInvalidateDeviceRelations(extension->physical, EjectionRelations);
	IoInvalidateDeviceRelations(extension->physical, BusRelations);
	ASSERT_SEEN(test, READ_ONCE(wdm.minors[IRP_MN_QUERY_DEVICE_RELATIONS]) == 1);
	IoInvalidateDeviceRelations(wdm.devices[0], BusRelations);
	ASSERT_SEEN(test, READ_ONCE(wdm.minors[IRP_MN_QUERY_DEVICE_RELATIONS]) == 2);
	/* What it answered is given back, or port_exit() finds it. */
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_QUERY_DEVICE_RELATIONS], 2U);
}

/* A driver's answer is looked at before it is used, and the driver is named. */
static void relations_that_are_none_are_not_given_back(struct kunit *test)
{
	static const struct {
		size_t size;	/* of the block; 0: it is not one */
		ULONG count;
		const char *says;
	} answers[] = {
		{ 0, 1, "RELATIONS: the answer, " },
		{ sizeof(DEVICE_RELATIONS), 1000000, "RELATIONS: the answer has more devices" },
		{ 1, 0, "RELATIONS: the answer has more devices" },
		{ sizeof(DEVICE_RELATIONS), 1, "is not an object" },
	};
	static DEVICE_RELATIONS none;
	unsigned int i;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	for (i = 0; i < ARRAY_SIZE(answers); i++) {
		PDEVICE_RELATIONS answer = &none;

		if (answers[i].size) {
			answer = ExAllocatePoolWithTag(NonPagedPool, answers[i].size, 1);
			KUNIT_ASSERT_NOT_NULL(test, answer);
		}
		if (answers[i].size != 1) {
			answer->Count = answers[i].count;
			answer->Objects[0] = (PDEVICE_OBJECT)&none;
		}
		wdm.answer = answer;
		log_mark(&said);
		IoInvalidateDeviceRelations(wdm.devices[0], BusRelations);
		ASSERT_SEEN(test, log_lines(&said, answers[i].says));
		KUNIT_EXPECT_EQ(test, log_lines(&said, "ntparport_kunit"), 1U);
		KUNIT_EXPECT_EQ(test, log_lines(&said, ""), 1U);
	}
	/* The blocks are free, or port_exit() finds them. */
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static PDEVICE_OBJECT target_of(struct kunit *test, PDEVICE_OBJECT device)
{
	IO_STATUS_BLOCK result = { };
	PDEVICE_RELATIONS relations;
	PIO_STACK_LOCATION location;
	PDEVICE_OBJECT target;
	PIRP irp;

	irp = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, device, NULL, 0, NULL, NULL, &result);
	location = IoGetNextIrpStackLocation(irp);
	location->MinorFunction = IRP_MN_QUERY_DEVICE_RELATIONS;
	location->Parameters.QueryDeviceRelations.Type = TargetDeviceRelation;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCallDriver(device, irp));
	relations = (PDEVICE_RELATIONS)result.Information;
	KUNIT_ASSERT_NOT_NULL(test, relations);
	KUNIT_EXPECT_EQ(test, relations->Count, 1U);
	target = relations->Objects[0];
	ObDereferenceObject(target);
	ExFreePool(relations);
	return target;
}

/* W11: for a port's own device, and for a driver's device on it. */
static void target_is_the_physical_device(struct kunit *test)
{
	struct device_client *client = client_of_port(test, 1);
	IO_STATUS_BLOCK result = { };
	PIRP irp;

	KUNIT_EXPECT_PTR_EQ(test, target_of(test, client->device), client->device);
	/* It has no other relations. */
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, client->device, NULL, 0, NULL, NULL,
					   &result);
	IoGetNextIrpStackLocation(irp)->MinorFunction = IRP_MN_QUERY_DEVICE_RELATIONS;
	KUNIT_EXPECT_EQ(test, STATUS_NOT_SUPPORTED, IoCallDriver(client->device, irp));
	/* Close it now: with the driver, what its module has opened is closed, too. */
	close_port(client);
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_EXPECT_PTR_EQ(test, target_of(test, wdm.devices[0]),
			    ((struct wdm_extension *)wdm.devices[0]->DeviceExtension)->physical);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static BOOLEAN NTAPI isr(PKINTERRUPT interrupt, PVOID context)
{
	return FALSE;
}

static NTSTATUS line_request(struct device_client *client, struct lpt *lpt, ULONG code)
{
	union system_buffer buffer = {
		.service = { .InterruptServiceRoutine = isr, .InterruptServiceContext = lpt },
	};

	return ask(client, code, &buffer, sizeof(buffer.service), sizeof(buffer.interrupt));
}

static NTSTATUS set_enable(HANDLE key, ULONG type, ULONG value)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"EnableConnectInterruptIoctl");

	return ZwSetValueKey(key, &name, 0, type, &value, sizeof(value));
}

/* Deletes the keys that were made by opening one, from the bottom up. */
static void delete_port_keys(struct kunit *test)
{
	static const WCHAR *const paths[] = {
		L"\\Registry\\Machine\\System\\CurrentControlSet\\Enum\\PARPORT\\LPT1\\Device Parameters",
		L"\\Registry\\Machine\\System\\CurrentControlSet\\Enum\\PARPORT\\LPT1",
		L"\\Registry\\Machine\\System\\CurrentControlSet\\Enum\\PARPORT",
		L"\\Registry\\Machine\\System\\CurrentControlSet\\Enum",
	};
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	unsigned int n;
	HANDLE key;

	for (n = 0; n < ARRAY_SIZE(paths); n++) {
		RtlInitUnicodeString(&name, paths[n]);
		InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, ZwOpenKey(&key, KEY_ALL_ACCESS, &attributes));
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, ZwDeleteKey(key));
		ZwClose(key);
	}
}

/* C2, W11: the port's own key enables connecting on this port, and on no other. */
static void connecting_is_enabled_in_the_key_of_a_port(struct kunit *test)
{
	const ULONG code = IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT;
	struct device_client *client = client_of_port(test, 0);
	struct device_client *other = client_of_port(test, 1);
	HANDLE key, driver_key;

	set_connect_enabled(false);
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL, line_request(client, &lpt_direct, code));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			IoOpenDeviceRegistryKey(client->device, 0, KEY_ALL_ACCESS, &key));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoOpenDeviceRegistryKey(target_of(test, client->device),
						PLUGPLAY_REGKEY_DEVICE, KEY_ALL_ACCESS, &key));
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL, line_request(client, &lpt_direct, code));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, set_enable(key, REG_BINARY, 1));
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL, line_request(client, &lpt_direct, code));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, set_enable(key, REG_DWORD, 1));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, line_request(client, &lpt_direct, code));
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL, line_request(other, &lpt_parport, code));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, set_enable(key, REG_DWORD, 0));
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL, line_request(client, &lpt_direct, code));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			line_request(client, &lpt_direct,
				     IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT));
	/* The key for drivers is another. */
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoOpenDeviceRegistryKey(client->device, PLUGPLAY_REGKEY_DRIVER,
						KEY_ALL_ACCESS, &driver_key));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, set_enable(driver_key, REG_DWORD, 1));
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL, line_request(client, &lpt_direct, code));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, ZwDeleteKey(driver_key));
	ZwClose(driver_key);
	set_connect_enabled(true);
	ZwClose(key);
	delete_port_keys(test);
	close_port(client);
	close_port(other);
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_REQUEST,
			IoOpenDeviceRegistryKey(wdm.devices[0], PLUGPLAY_REGKEY_DEVICE,
						KEY_ALL_ACCESS, &key));
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

/* Interfaces and properties */

static void physical_device_has_properties(struct kunit *test)
{
	PDEVICE_OBJECT physical;
	WCHAR text[32];
	ULONG length;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	physical = ((struct wdm_extension *)wdm.devices[0]->DeviceExtension)->physical;
	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			IoGetDeviceProperty(physical, DevicePropertyDeviceDescription, 0, NULL,
					    &length));
	KUNIT_EXPECT_EQ(test, length, 28U);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceProperty(physical, DevicePropertyDeviceDescription,
					    sizeof(text), text, &length));
	KUNIT_EXPECT_EQ(test, memcmp(text, L"Parallel port", 28), 0);
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoGetDeviceProperty(physical, DevicePropertyUINumber, sizeof(text), text,
					    &length));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER_2,
			IoGetDeviceProperty(physical, (DEVICE_REGISTRY_PROPERTY)99, sizeof(text),
					    text, &length));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER_2,
			IoGetDeviceProperty(physical, (DEVICE_REGISTRY_PROPERTY)-1, sizeof(text),
					    text, &length));
	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			IoGetDeviceProperty(physical, DevicePropertyPhysicalDeviceObjectName, 8,
					    text, &length));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceProperty(physical, DevicePropertyPhysicalDeviceObjectName,
					    sizeof(text), text, &length));
	KUNIT_EXPECT_EQ(test, memcmp(text, L"\\Device\\Parallel", 32), 0);
	KUNIT_EXPECT_EQ(test, wcslen(text) * sizeof(WCHAR) + sizeof(WCHAR), (size_t)length);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_REQUEST,
			IoGetDeviceProperty(wdm.devices[0], DevicePropertyDeviceDescription,
					    sizeof(text), text, &length));
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

/* The bytes that they begin with, and how many there are; 0: that depends. */
static const struct property_case {
	DEVICE_REGISTRY_PROPERTY property;
	const void *start;
	ULONG compared;
	ULONG length;
} property_cases[] = {
	{ DevicePropertyFriendlyName, L"Printer Port (LPT", 34, 40 },
	{ DevicePropertyCompatibleIDs, L"*PNP0400\0", 20, 20 },
	{ DevicePropertyClassName, L"Ports", 12, 12 },
	{ DevicePropertyClassGuid, L"{4D36E978-E325-11CE-BFC1-08002BE10318}", 78, 78 },
	{ DevicePropertyDriverKeyName, L"{4D36E978-E325-11CE-BFC1-08002BE10318}\\0", 80, 88 },
	{ DevicePropertyLocationInformation, L"parport", 14, 0 },
	{ DevicePropertyLegacyBusType, "\1\0\0\0", 4, 4 },
	{ DevicePropertyBusTypeGuid, "\x54\xf8\x76\xe6", 4, 16 },
	{ DevicePropertyAddress, "\xff\xff\xff\xff", 4, 4 },
	/* One list, of an ISA bus. */
	{ DevicePropertyBootConfiguration, "\1\0\0\0\1\0\0\0\0\0\0\0", 12, 0 },
	{ DevicePropertyBootConfigurationTranslated, "\1\0\0\0\1\0\0\0\0\0\0\0", 12, 0 },
};

static void physical_device_says_what_a_port_is(struct kunit *test)
{
	PDEVICE_OBJECT physical;
	UCHAR bytes[128];
	ULONG length;
	size_t i;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	physical = ((struct wdm_extension *)wdm.devices[0]->DeviceExtension)->physical;
	for (i = 0; i < ARRAY_SIZE(property_cases); i++) {
		const struct property_case *expected = &property_cases[i];

		length = 0;
		KUNIT_EXPECT_EQ_MSG(test, STATUS_SUCCESS,
				    IoGetDeviceProperty(physical, expected->property,
							sizeof(bytes), bytes, &length),
				    "property %d", expected->property);
		KUNIT_EXPECT_GE_MSG(test, length, expected->compared, "property %d",
				    expected->property);
		if (expected->length)
			KUNIT_EXPECT_EQ_MSG(test, length, expected->length, "property %d",
					    expected->property);
		KUNIT_EXPECT_EQ_MSG(test, memcmp(bytes, expected->start, expected->compared), 0,
				    "property %d", expected->property);
		KUNIT_EXPECT_EQ_MSG(test, STATUS_BUFFER_TOO_SMALL,
				    IoGetDeviceProperty(physical, expected->property, length - 1,
							bytes, &length),
				    "property %d", expected->property);
	}
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static void what_a_driver_writes_to_a_physical_device_means_nothing(struct kunit *test)
{
	PDEVICE_OBJECT physical;
	UNICODE_STRING name;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	physical = ((struct wdm_extension *)wdm.devices[0]->DeviceExtension)->physical;
	log_mark(&said);
	physical->DriverObject = NULL;
	physical->NextDevice = (PDEVICE_OBJECT)5;
	physical->AttachedDevice = NULL;
	memset(physical->DeviceExtension, 0x5a, sizeof(void *));
	physical->DeviceExtension = NULL;
	physical->StackSize = 0;
	physical->Flags = 0;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(physical, &wdm_class, NULL, &name));
	RtlFreeUnicodeString(&name);
	/* Each of its devices is told. */
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], wdm.added);
	EXPECT_NOT_LOGGED(test, &said);
}

static unsigned int existing_devices(void)
{
	struct nt_io_counts now;

	ntparport_io_counts(&now);
	return now.devices;
}

/* Its file on a stack needs the port's device, until it is closed. */
static void open_device_is_removed_when_it_is_closed(struct kunit *test)
{
	PFILE_OBJECT file, second = NULL;
	PDEVICE_OBJECT physical, top;
	unsigned int devices;
	UNICODE_STRING name;
	ANSI_STRING label;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	physical = ((struct wdm_extension *)wdm.devices[2]->DeviceExtension)->physical;
	RtlInitAnsiString(&label, ntparport_device_label(physical));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(physical, &wdm_class, NULL, &name));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, TRUE));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &file, &top));
	RtlFreeUnicodeString(&name);
	KUNIT_EXPECT_PTR_EQ(test, top, wdm.devices[2]);
	devices = existing_devices();
	log_mark(&said);
	lpt_unplug(&lpt_lineless);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_SURPRISE_REMOVAL], 1U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 0U);
	/* Nobody else can open a device that is about to go. */
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, RtlAnsiStringToUnicodeString(&name, &label, TRUE));
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &second, &top));
	KUNIT_EXPECT_NULL(test, second);
	RtlFreeUnicodeString(&name);
	ObDereferenceObject(file);
	/*
	 * The driver's device, the physical one and the port's; with them, the port's number
	 * becomes free.
	 */
	ASSERT_SEEN(test, existing_devices() == devices - 3);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 1U);
	EXPECT_LOGGED_ONCE(test, &said, "removed while in use");
	KUNIT_EXPECT_EQ(test, 0, lpt_plug(&lpt_lineless));
	KUNIT_EXPECT_EQ(test, wdm.added, 4U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_SURPRISE_REMOVAL], 1U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 4U);
}

/* rmmod cannot be refused. */
static void driver_that_refuses_its_removal(struct kunit *test)
{
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	wdm.refuses_removal = true;
	log_mark(&said);
	/* A device that has gone is not asked. */
	lpt_unplug(&lpt_lineless);
	EXPECT_LOGGED_ONCE(test, &said, "removed while in use");
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "wdm: refuses IRP_MN_QUERY_REMOVE_DEVICE"), 2U);
	KUNIT_EXPECT_EQ(test, log_lines(&said, ""), 3U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 3U);
	KUNIT_EXPECT_EQ(test, wdm.unloads, 1U);
	KUNIT_EXPECT_EQ(test, 0, lpt_plug(&lpt_lineless));
}

static void driver_that_stays_attached(struct kunit *test)
{
	PDEVICE_OBJECT device;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	wdm.stays_attached = true;
	device = wdm.devices[2];
	log_mark(&said);
	lpt_unplug(&lpt_lineless);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "wdm: a device is still attached after"), 1U);
	wdm.stays_attached = false;
	log_mark(&said);
	IoDeleteDevice(device);
	EXPECT_NOT_LOGGED(test, &said);
	KUNIT_EXPECT_EQ(test, 0, lpt_plug(&lpt_lineless));
	KUNIT_EXPECT_EQ(test, wdm.added, 4U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 4U);
}

/* insmod is killed while the driver starts its device, but waits all the same. */
static int load_killably(void *unused)
{
	allow_signal(SIGKILL);
	return ntparport_driver_load(THIS_MODULE, wdm_entry, "wdm", NULL, 0, NULL, 0);
}

static void killed_insmod_waits_for_the_start(struct kunit *test)
{
	struct thread *thread;
	PIRP irp;

	memset(&wdm, 0, sizeof(wdm));
	wdm.killed_at_start = true;
	thread = thread_start(test, -1, load_killably, NULL);
	/* Pairs with on_pnp(). */
	ASSERT_SEEN(test, (irp = smp_load_acquire(&wdm.pending_start)));
	ASSERT_SEEN(test, READ_ONCE(thread->task->__state) & TASK_UNINTERRUPTIBLE ||
		    READ_ONCE(wdm.minors[IRP_MN_REMOVE_DEVICE]));
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 0U);
	irp->IoStatus.Status = STATUS_SUCCESS;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_START_DEVICE], 3U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 0U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 3U);
}

/* A driver that is told of ports, and attaches to none of them. */
static unsigned int told_of_ports;

static NTSTATUS NTAPI count_port(PDRIVER_OBJECT driver, PDEVICE_OBJECT physical)
{
	told_of_ports++;
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI counting_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	driver->DriverUnload = wdm_unload;
	driver->DriverExtension->AddDevice = count_port;
	return STATUS_SUCCESS;
}

static int load_counting(void *unused)
{
	return ntparport_driver_load(THIS_MODULE, counting_entry, "counting", NULL, 0, NULL, 0);
}

static int unload_wdm(void *unused)
{
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	return 0;
}

static int plug_lineless(void *unused)
{
	return lpt_plug(&lpt_lineless);
}

/*
 * While another driver is unloaded, a driver is loaded and a port comes: the two must meet, and
 * only once.
 */
static void driver_and_port_that_come_at_once_meet_once(struct kunit *test)
{
	struct thread *unloading, *loading, *plugging;

	lpt_unplug(&lpt_lineless);
	memset(&wdm, 0, sizeof(wdm));
	told_of_ports = 0;
	KeInitializeEvent(&wdm.go_on, NotificationEvent, FALSE);
	wdm.waits_when_removed = true;
	wdm_load(test);
	unloading = thread_start(test, -1, unload_wdm, NULL);
	ASSERT_SEEN(test, READ_ONCE(wdm.waiting));
	/* Whoever waits first goes on first. */
	loading = thread_start(test, -1, load_counting, NULL);
	ASSERT_SEEN(test, READ_ONCE(loading->task->__state) & TASK_UNINTERRUPTIBLE);
	plugging = thread_start(test, -1, plug_lineless, NULL);
	ASSERT_SEEN(test, READ_ONCE(plugging->task->__state) & TASK_UNINTERRUPTIBLE);
	KeSetEvent(&wdm.go_on, IO_NO_INCREMENT, FALSE);
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, unloading));
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, loading));
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, plugging));
	KUNIT_EXPECT_EQ(test, told_of_ports, 3U);
	ntparport_driver_unload(THIS_MODULE, counting_entry);
}

/* Nothing in Linux stops a device, but another driver may. */
static void device_is_stopped_and_started_by_request(struct kunit *test)
{
	static const UCHAR minors[] = { IRP_MN_QUERY_STOP_DEVICE, IRP_MN_STOP_DEVICE };
	struct device_client client = { };
	PARALLEL_PORT_INFORMATION info = { };
	IO_STATUS_BLOCK result = { };
	PIRP irp;
	int n;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KeInitializeEvent(&client.event, SynchronizationEvent, FALSE);
	client.device = wdm.devices[0];
	for (n = 0; n < ARRAY_SIZE(minors); n++) {
		irp = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, client.device, NULL, 0, NULL, NULL,
						   &result);
		KUNIT_ASSERT_NOT_NULL(test, irp);
		IoGetNextIrpStackLocation(irp)->MinorFunction = minors[n];
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCallDriver(client.device, irp));
		KUNIT_EXPECT_EQ(test, result.Status, STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, wdm.minors[minors[n]], 1U);
	}
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, client.device, NULL, 0, NULL, NULL, &result);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoGetNextIrpStackLocation(irp)->MinorFunction = IRP_MN_START_DEVICE;
	IoGetNextIrpStackLocation(irp)->Parameters.StartDevice.AllocatedResourcesTranslated =
		&(CM_RESOURCE_LIST){
			.Count = 1,
			.List[0].PartialResourceList.Count = 1,
		};
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCallDriver(client.device, irp));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(&client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &info, 0,
			    sizeof(info)));
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 3U);
}

static KEVENT work_may_end;

static VOID NTAPI work_on_port(PDEVICE_OBJECT device, PVOID item)
{
	KeWaitForSingleObject(&work_may_end, Executive, KernelMode, FALSE, NULL);
	IoFreeWorkItem(item);
}

/* The device is that of the ports' driver, but the routine, and what is forgotten, is not. */
static void work_on_a_port_holds_its_driver(struct kunit *test)
{
	PDEVICE_OBJECT physical;
	PIO_WORKITEM item;
	int references;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	physical = ((struct wdm_extension *)wdm.devices[0]->DeviceExtension)->physical;
	references = module_refcount(THIS_MODULE);
	item = IoAllocateWorkItem(physical);
	KUNIT_ASSERT_NOT_NULL(test, item);
	KeInitializeEvent(&work_may_end, NotificationEvent, FALSE);
	IoQueueWorkItem(item, work_on_port, DelayedWorkQueue, item);
	KUNIT_EXPECT_EQ(test, module_refcount(THIS_MODULE), references + 1);
	KeSetEvent(&work_may_end, IO_NO_INCREMENT, FALSE);
	ASSERT_SEEN(test, module_refcount(THIS_MODULE) == references);
	KUNIT_EXPECT_NOT_NULL(test, IoAllocateWorkItem(physical));
	log_mark(&said);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	EXPECT_LOGGED_ONCE(test, &said, "wdm: a work item was never");
}

static struct kunit_case pnp_cases[] = {
	KUNIT_CASE(driver_is_added_to_every_port),
	KUNIT_CASE(driver_gets_the_resources_of_its_port),
	KUNIT_CASE(driver_follows_ports_that_come_and_go),
	KUNIT_CASE(requests_go_down_the_stack_to_the_port),
	KUNIT_CASE(driver_that_refuses_a_port),
	KUNIT_CASE(physical_device_answers),
	KUNIT_CASE(relations_that_changed_are_asked_for),
	KUNIT_CASE(relations_that_are_none_are_not_given_back),
	KUNIT_CASE(target_is_the_physical_device),
	KUNIT_CASE(connecting_is_enabled_in_the_key_of_a_port),
	KUNIT_CASE(physical_device_has_properties),
	KUNIT_CASE(physical_device_says_what_a_port_is),
	KUNIT_CASE(what_a_driver_writes_to_a_physical_device_means_nothing),
	KUNIT_CASE(open_device_is_removed_when_it_is_closed),
	KUNIT_CASE(driver_that_refuses_its_removal),
	KUNIT_CASE(driver_that_stays_attached),
	KUNIT_CASE(killed_insmod_waits_for_the_start),
	KUNIT_CASE(driver_and_port_that_come_at_once_meet_once),
	KUNIT_CASE(device_is_stopped_and_started_by_request),
	KUNIT_CASE(work_on_a_port_holds_its_driver),
	{ }
};

static struct kunit_suite pnp_suite = {
	.name = "ntparport_windows_pnp",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = port_init,
	.exit = port_exit,
	.test_cases = pnp_cases,
};

kunit_test_suites(&pnp_suite);
