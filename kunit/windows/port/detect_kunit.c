// SPDX-License-Identifier: GPL-2.0
/* detect_kunit.c - drivers that find ports, claim them, and connect to their lines themselves. */

#include <linux/module.h>

#include "device_client.h"
#include "wdm_driver.h"

/* The hardware description */

struct described {
	unsigned int ports;
	UCHAR seen[8];			/* of each: what was right */
	NTSTATUS status;
};

enum { REGISTERS = 1, LINE = 2, NAME = 4 };

static UCHAR look_at(const CM_FULL_RESOURCE_DESCRIPTOR *full, const struct lpt *lpt)
{
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *descriptor =
		full->PartialResourceList.PartialDescriptors;
	UCHAR right = 0;
	ULONG n;

	for (n = 0; n < full->PartialResourceList.Count; n++, descriptor++) {
		if (descriptor->Type == CmResourceTypePort &&
		    descriptor->u.Port.Start.QuadPart == (LONGLONG)lpt->base)
			right |= REGISTERS;
		if (descriptor->Type == CmResourceTypeInterrupt &&
		    descriptor->u.Interrupt.Level == (ULONG)lpt->line)
			right |= LINE;
	}
	return right;
}

static NTSTATUS NTAPI describe(PVOID context, PUNICODE_STRING path, INTERFACE_TYPE bus,
			       ULONG number, PKEY_VALUE_FULL_INFORMATION *of_bus,
			       CONFIGURATION_TYPE controller, ULONG index,
			       PKEY_VALUE_FULL_INFORMATION *information,
			       CONFIGURATION_TYPE peripheral, ULONG peripheral_number,
			       PKEY_VALUE_FULL_INFORMATION *of_peripheral)
{
	static const struct lpt *const lpts[] = { &lpt_direct, &lpt_parport, &lpt_lineless };
	PKEY_VALUE_FULL_INFORMATION data = information[IoQueryDeviceConfigurationData];
	struct described *described = context;

	if (bus == Isa && !number && controller == ParallelController && index < 3 &&
	    data->Type == REG_FULL_RESOURCE_DESCRIPTOR) {
		described->seen[index] = look_at((void *)((PUCHAR)data + data->DataOffset),
						 lpts[index]);
		if (path->Buffer[path->Length / 2 - 1] == L'0' + index &&
		    information[IoQueryDeviceIdentifier]->Type == REG_SZ)
			described->seen[index] |= NAME;
	}
	described->ports++;
	return described->status;
}

static void hardware_description_has_the_ports(struct kunit *test)
{
	CONFIGURATION_TYPE parallel = ParallelController, serial = SerialController;
	INTERFACE_TYPE isa = Isa, eisa = Eisa;
	struct described described = { };
	ULONG one = 1;

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoQueryDeviceDescription(&isa, NULL, &parallel, NULL, NULL, NULL, describe,
						 &described));
	KUNIT_EXPECT_EQ(test, described.ports, 3U);
	KUNIT_EXPECT_EQ(test, described.seen[0], REGISTERS | LINE | NAME);
	KUNIT_EXPECT_EQ(test, described.seen[1], REGISTERS | LINE | NAME);
	KUNIT_EXPECT_EQ(test, described.seen[2], REGISTERS | NAME);

	/* One of them; and it ends with what the routine returns. */
	memset(&described, 0, sizeof(described));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoQueryDeviceDescription(NULL, NULL, &parallel, &one, NULL, NULL, describe,
						 &described));
	KUNIT_EXPECT_EQ(test, described.ports, 1U);
	KUNIT_EXPECT_EQ(test, described.seen[1], REGISTERS | LINE | NAME);
	described = (struct described){ .status = STATUS_NO_MEMORY };
	KUNIT_EXPECT_EQ(test, STATUS_NO_MEMORY,
			IoQueryDeviceDescription(&isa, NULL, &parallel, NULL, NULL, NULL, describe,
						 &described));
	KUNIT_EXPECT_EQ(test, described.ports, 1U);

	/* Nothing else is there. */
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoQueryDeviceDescription(&eisa, NULL, &parallel, NULL, NULL, NULL, describe,
						 &described));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoQueryDeviceDescription(&isa, &one, &parallel, NULL, NULL, NULL, describe,
						 &described));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoQueryDeviceDescription(&isa, NULL, &serial, NULL, NULL, NULL, describe,
						 &described));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			IoQueryDeviceDescription(NULL, NULL, NULL, NULL, NULL, NULL, describe,
						 &described));
	KUNIT_EXPECT_EQ(test, described.ports, 1U);
}

/* Addresses and vectors */

static BOOLEAN translate(unsigned long address, ULONG space, PPHYSICAL_ADDRESS translated)
{
	PHYSICAL_ADDRESS bus = { .QuadPart = address };

	return HalTranslateBusAddress(Isa, 0, bus, &space, translated) && space == 1;
}

static void addresses_are_translated(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	PHYSICAL_ADDRESS translated = { };
	UCHAR buffer[4] = "abc";

	KUNIT_EXPECT_TRUE(test, translate(lpt->base + LPT_CONTROL, 1, &translated));
	KUNIT_EXPECT_EQ(test, translated.QuadPart, (LONGLONG)(lpt->base + LPT_CONTROL));
	log_mark(&said);
	KUNIT_EXPECT_FALSE(test, translate(lpt->base, 0, &translated));
	KUNIT_EXPECT_FALSE(test, translate(0x3f8, 1, &translated));
	KUNIT_EXPECT_EQ(test, log_lines(&said, "is not a register of a parallel port"), 2U);
	KUNIT_EXPECT_EQ(test, HalGetBusData(PCIConfiguration, 0, 0, buffer, sizeof(buffer)), 0U);
	KUNIT_EXPECT_EQ(test, HalGetBusDataByOffset(EisaConfiguration, 0, 0, buffer, 0, 4), 0U);
	KUNIT_EXPECT_STREQ(test, (char *)buffer, "abc");
}

/* What a driver does before it connects; 0: that is not a port's line. */
static ULONG vector_of(int line, PKIRQL irql)
{
	KAFFINITY processors;
	const ULONG vector = HalGetInterruptVector(Isa, 0, line, line, irql, &processors);

	return *irql > DISPATCH_LEVEL && processors ? vector : 0;
}

/* Connecting */

struct line {
	struct lpt *lpt;
	PKINTERRUPT object;
	KSPIN_LOCK *lock;
	unsigned int interrupts;
	bool of_object, locked;
};

static BOOLEAN NTAPI serve(PKINTERRUPT interrupt, PVOID context)
{
	struct line *line = context;

	lpt_acknowledge(line->lpt);
	line->of_object = interrupt == READ_ONCE(line->object);
	line->locked = !line->lock || is_locked(line->lock);
	WRITE_ONCE(line->interrupts, line->interrupts + 1);
	wake_up(&happened);
	return TRUE;
}

static void interrupt_of_another_device_is_refused(struct kunit *test)
{
	PKINTERRUPT object = ERR_PTR(-EINVAL);
	KIRQL irql;

	log_mark(&said);
	KUNIT_EXPECT_EQ(test, vector_of(4, &irql), 0U);
	EXPECT_LOGGED_ONCE(test, &said, "is not the interrupt of a parallel port");
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			IoConnectInterrupt(&object, serve, NULL, NULL, 4, 9, 9, Latched, TRUE, 1,
					   FALSE));
	EXPECT_LOGGED_ONCE(test, &said, "is not the interrupt of a parallel port");
	KUNIT_EXPECT_NULL(test, object);
}

static NTSTATUS connect_line(struct line *line, BOOLEAN share)
{
	KIRQL irql;
	const ULONG vector = vector_of(line->lpt->line, &irql);

	return IoConnectInterrupt(&line->object, serve, line, line->lock, vector, irql, irql,
				  Latched, share, 1, FALSE);
}

static BOOLEAN NTAPI see_lock(PVOID context)
{
	struct line *line = context;

	return is_locked(line->lock) ? 42 : 0;
}

static void interrupt_is_connected_by_its_vector(struct kunit *test)
{
	KSPIN_LOCK lock;
	struct line line = { .lpt = lpt_of(test), .lock = &lock };
	struct line plain = { .lpt = lpt_of(test) };

	KeInitializeSpinLock(&lock);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, connect_line(&line, TRUE));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, connect_line(&plain, TRUE));
	lpt_fire(line.lpt);
	EVENTUALLY(test, READ_ONCE(plain.interrupts) == 1);
	KUNIT_EXPECT_EQ(test, line.interrupts, 1U);
	KUNIT_EXPECT_TRUE(test, line.of_object);
	KUNIT_EXPECT_TRUE(test, line.locked);
	KUNIT_EXPECT_TRUE(test, plain.of_object);
	KUNIT_EXPECT_EQ(test, KeSynchronizeExecution(line.object, see_lock, &line), 42);
	KUNIT_EXPECT_FALSE(test, IS_ENABLED(CONFIG_SMP) && is_locked(&lock));
	IoDisconnectInterrupt(line.object);
	lpt_fire(line.lpt);
	EVENTUALLY(test, READ_ONCE(plain.interrupts) == 2);
	KUNIT_EXPECT_EQ(test, line.interrupts, 1U);
	IoDisconnectInterrupt(plain.object);
	log_mark(&said);
	IoDisconnectInterrupt(plain.object);
	EXPECT_LOGGED_ONCE(test, &said, "is not an interrupt object");
}

static void interrupt_is_connected_by_a_structure(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	struct line line = { .lpt = lpt };
	IO_CONNECT_INTERRUPT_PARAMETERS connect = { .Version = CONNECT_FULLY_SPECIFIED };
	IO_DISCONNECT_INTERRUPT_PARAMETERS disconnect = { .Version = CONNECT_FULLY_SPECIFIED };
	KIRQL irql;

	connect.FullySpecified.PhysicalDeviceObject = client->device;
	connect.FullySpecified.InterruptObject = &line.object;
	connect.FullySpecified.ServiceRoutine = serve;
	connect.FullySpecified.ServiceContext = &line;
	connect.FullySpecified.Vector = vector_of(lpt->line, &irql);
	connect.FullySpecified.Irql = irql;
	connect.FullySpecified.SynchronizeIrql = irql;
	connect.FullySpecified.ShareVector = TRUE;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER_10, IoConnectInterruptEx(&connect));
	connect.FullySpecified.ProcessorEnableMask = 1;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoConnectInterruptEx(&connect));
	lpt_fire(lpt);
	EVENTUALLY(test, READ_ONCE(line.interrupts) == 1);
	disconnect.ConnectionContext.InterruptObject = line.object;
	IoDisconnectInterruptEx(&disconnect);

	log_mark(&said);
	connect.FullySpecified.Vector = 4;
	KUNIT_EXPECT_EQ(test, STATUS_NOT_FOUND, IoConnectInterruptEx(&connect));
	EXPECT_LOGGED_ONCE(test, &said, "is not the interrupt of a parallel port");
	connect.Version = 0;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER_1, IoConnectInterruptEx(&connect));
}

/* Whatever interrupt the device has. There are no messages: the other routine is taken. */
static void interrupt_of_a_device_is_connected(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	struct line line = { .lpt = lpt };
	IO_CONNECT_INTERRUPT_PARAMETERS connect = { .Version = CONNECT_LINE_BASED };
	IO_DISCONNECT_INTERRUPT_PARAMETERS disconnect = { };

	connect.LineBased.InterruptObject = &line.object;
	connect.LineBased.ServiceRoutine = serve;
	connect.LineBased.ServiceContext = &line;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, IoConnectInterruptEx(&connect));
	connect.LineBased.PhysicalDeviceObject = client->device;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoConnectInterruptEx(&connect));
	lpt_fire(lpt);
	EVENTUALLY(test, READ_ONCE(line.interrupts) == 1);
	disconnect.Version = connect.Version;
	disconnect.ConnectionContext.InterruptObject = line.object;
	IoDisconnectInterruptEx(&disconnect);

	memset(&connect, 0, sizeof(connect));
	connect.Version = CONNECT_MESSAGE_BASED;
	connect.MessageBased.PhysicalDeviceObject = client->device;
	connect.MessageBased.ConnectionContext.InterruptObject = &line.object;
	connect.MessageBased.ServiceContext = &line;
	KUNIT_EXPECT_EQ(test, STATUS_NOT_FOUND, IoConnectInterruptEx(&connect));
	KUNIT_EXPECT_EQ(test, connect.Version, CONNECT_MESSAGE_BASED);
	connect.MessageBased.FallBackServiceRoutine = serve;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoConnectInterruptEx(&connect));
	KUNIT_EXPECT_EQ(test, connect.Version, CONNECT_LINE_BASED);
	lpt_fire(lpt);
	EVENTUALLY(test, READ_ONCE(line.interrupts) == 2);
	disconnect.Version = connect.Version;
	disconnect.ConnectionContext.InterruptObject = line.object;
	IoDisconnectInterruptEx(&disconnect);
}

static void exclusive_interrupt_is_the_only_one(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	struct line alone = { .lpt = lpt }, other = { .lpt = lpt };
	union system_buffer buffer = {
		.service = { .InterruptServiceRoutine = serve, .InterruptServiceContext = &other },
	};
	const union system_buffer begin = buffer;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, connect_line(&alone, FALSE));
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, connect_line(&other, TRUE));
	KUNIT_EXPECT_NULL(test, other.object);
	KUNIT_EXPECT_EQ(test, STATUS_DEVICE_BUSY,
			ask(client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), sizeof(buffer.interrupt)));
	KUNIT_EXPECT_EQ(test, log_lines(&said, "connect refused"), 2U);
	IoDisconnectInterrupt(alone.object);

	buffer = begin;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), sizeof(buffer.interrupt)));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, connect_line(&alone, FALSE));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, connect_line(&alone, TRUE));
	IoDisconnectInterrupt(alone.object);
	buffer = begin;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), 0));
}

/* Claims, and what a driver leaves */

static NTSTATUS NTAPI claiming_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	wdm.driver = driver;
	driver->DriverUnload = wdm_unload;
	return STATUS_SUCCESS;
}

static PDRIVER_OBJECT second_driver;

static NTSTATUS NTAPI second_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	second_driver = driver;
	driver->DriverUnload = wdm_unload;
	return STATUS_SUCCESS;
}

static void load(struct kunit *test, PDRIVER_INITIALIZE entry, const char *name)
{
	KUNIT_ASSERT_EQ(test, 0, ntparport_driver_load(THIS_MODULE, entry, name, NULL, 0, NULL, 0));
}

/* Three registers, or the line, if that is not 0. */
static ULONG list_of(CM_RESOURCE_LIST *list, unsigned long base, int line)
{
	CM_PARTIAL_RESOURCE_LIST *partial = &list->List[0].PartialResourceList;
	CM_PARTIAL_RESOURCE_DESCRIPTOR *descriptor = partial->PartialDescriptors;

	memset(list, 0, sizeof(*list));
	list->Count = 1;
	list->List[0].InterfaceType = Isa;
	partial->Count = 1;
	if (line) {
		descriptor->Type = CmResourceTypeInterrupt;
		descriptor->u.Interrupt.Level = line;
		descriptor->u.Interrupt.Vector = line;
	} else {
		descriptor->Type = CmResourceTypePort;
		descriptor->u.Port.Start.QuadPart = base;
		descriptor->u.Port.Length = 3;
	}
	return sizeof(*list);
}

static NTSTATUS claim(PDRIVER_OBJECT driver, unsigned long base, int line, BOOLEAN override,
		      PBOOLEAN conflict)
{
	CM_RESOURCE_LIST list;
	const ULONG size = list_of(&list, base, line);

	return IoReportResourceUsage(NULL, driver, &list, size, NULL, NULL, 0, override, conflict);
}

static NTSTATUS look_for(PDRIVER_OBJECT driver, unsigned long base, PBOOLEAN conflict)
{
	CM_RESOURCE_LIST list;
	const ULONG size = list_of(&list, base, 0);

	return IoReportResourceForDetection(driver, &list, size, NULL, NULL, 0, conflict);
}

static void claimed_port_is_its_drivers(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	CM_RESOURCE_LIST nothing = { };
	BOOLEAN conflict = TRUE;

	load(test, claiming_entry, "claiming");
	load(test, second_entry, "second");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, claim(wdm.driver, lpt->base, 0, FALSE, &conflict));
	KUNIT_EXPECT_FALSE(test, conflict);
	/* Once more: it is the driver's already. The line goes with it. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, claim(wdm.driver, lpt->base, 0, FALSE, &conflict));
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, allocate(client));
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, STATUS_CONFLICTING_ADDRESSES,
			claim(second_driver, lpt->base, 0, FALSE, &conflict));
	KUNIT_EXPECT_TRUE(test, conflict);
	EXPECT_LOGGED_ONCE(test, &said, "is claimed by claiming: not claimed");
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			claim(second_driver, lpt->base, 0, TRUE, &conflict));
	KUNIT_EXPECT_TRUE(test, conflict);
	KUNIT_EXPECT_EQ(test, log_lines(&said, ""), 0U);
	/* Whoever waits has it next. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoReportResourceUsage(NULL, wdm.driver, &nothing, sizeof(nothing), NULL,
					      NULL, 0, FALSE, &conflict));
	KUNIT_EXPECT_FALSE(test, conflict);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, result_of(client));
	/* Only looking for the port does not override the conflict. */
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, STATUS_CONFLICTING_ADDRESSES,
			look_for(wdm.driver, lpt->base, &conflict));
	KUNIT_EXPECT_TRUE(test, conflict);
	EXPECT_LOGGED_ONCE(test, &said, "is in use by another driver");
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, STATUS_CONFLICTING_ADDRESSES,
			claim(wdm.driver, lpt->base, 0, FALSE, &conflict));
	KUNIT_EXPECT_TRUE(test, conflict);
	EXPECT_LOGGED_ONCE(test, &said, "is in use by another driver");
	release(client);
	ntparport_driver_unload(THIS_MODULE, second_entry);
	ntparport_driver_unload(THIS_MODULE, claiming_entry);
}

/* A driver that has claimed a port may free it itself, and then it is somebody else's. */
static void claim_that_ends_leaves_the_next_owner_the_port(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	struct device_client *own = client_of_port(test, lpt->number);
	struct device_client *third = client_of_port(test, lpt->number);
	CM_RESOURCE_LIST nothing = { };
	BOOLEAN conflict;

	load(test, claiming_entry, "claiming");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, claim(wdm.driver, lpt->base, 0, FALSE, &conflict));
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, allocate(client));
	release(own);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, result_of(client));
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, allocate(third));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoReportResourceUsage(NULL, wdm.driver, &nothing, sizeof(nothing), NULL,
					      NULL, 0, FALSE, &conflict));
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&third->event), 0);
	release(client);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, result_of(third));
	release(third);
	ntparport_driver_unload(THIS_MODULE, claiming_entry);
}

static void claim_of_what_is_no_ports_is_a_conflict(struct kunit *test)
{
	CM_RESOURCE_LIST list;
	ULONG size = list_of(&list, lpt_direct.base, 0);
	BOOLEAN conflict;

	load(test, claiming_entry, "claiming");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			claim(wdm.driver, 0, lpt_direct.line, FALSE, &conflict));
	KUNIT_EXPECT_FALSE(test, conflict);
	KUNIT_EXPECT_EQ(test, STATUS_CONFLICTING_ADDRESSES,
			claim(wdm.driver, 0x3f8, 0, FALSE, &conflict));
	KUNIT_EXPECT_TRUE(test, conflict);
	KUNIT_EXPECT_EQ(test, STATUS_CONFLICTING_ADDRESSES,
			claim(wdm.driver, 0, 4, FALSE, &conflict));
	KUNIT_EXPECT_TRUE(test, conflict);
	/* Lists that say they are longer than they are. */
	log_mark(&said);
	list.List[0].PartialResourceList.Count = 1000;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			IoReportResourceUsage(NULL, wdm.driver, &list, size, NULL, NULL, 0, FALSE,
					      &conflict));
	list.Count = 1000;
	list.List[0].PartialResourceList.Count = 1;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			IoReportResourceUsage(NULL, wdm.driver, &list, size, NULL, NULL, 0, FALSE,
					      &conflict));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			IoReportResourceUsage(NULL, wdm.driver, &list, 2, NULL, NULL, 0, FALSE,
					      &conflict));
	KUNIT_EXPECT_EQ(test, log_lines(&said, "the list of resources is damaged"), 3U);
	ntparport_driver_unload(THIS_MODULE, claiming_entry);
}

/* Requirements: three registers or one of two other ranges, and an interrupt. */
struct requirements {
	IO_RESOURCE_REQUIREMENTS_LIST list;
	IO_RESOURCE_DESCRIPTOR more[2];
};

static void want_range(IO_RESOURCE_DESCRIPTOR *wanted, UCHAR option, LONGLONG first, LONGLONG last)
{
	wanted->Option = option;
	wanted->Type = CmResourceTypePort;
	wanted->ShareDisposition = CmResourceShareDeviceExclusive;
	wanted->Flags = CM_RESOURCE_PORT_IO;
	wanted->u.Port.Length = 3;
	wanted->u.Port.Alignment = 4;
	wanted->u.Port.MinimumAddress.QuadPart = first;
	wanted->u.Port.MaximumAddress.QuadPart = last;
}

static void requirements_of(struct requirements *wanted, LONGLONG first, LONGLONG last)
{
	IO_RESOURCE_DESCRIPTOR *descriptors = wanted->list.List[0].Descriptors;

	memset(wanted, 0, sizeof(*wanted));
	wanted->list.ListSize = sizeof(*wanted);
	wanted->list.InterfaceType = Isa;
	wanted->list.AlternativeLists = 1;
	wanted->list.List[0].Count = 3;
	/* The interrupt comes first, and is to be that of the port. */
	descriptors[0].Type = CmResourceTypeInterrupt;
	descriptors[0].u.Interrupt.MaximumVector = 255;
	want_range(&descriptors[1], IO_RESOURCE_PREFERRED, 0x3f8, 0x3ff);
	want_range(&wanted->more[1], IO_RESOURCE_ALTERNATIVE, first, last);
}

static NTSTATUS assign(PDRIVER_OBJECT driver, struct requirements *wanted,
		       PCM_RESOURCE_LIST *assigned)
{
	UNICODE_STRING path = RTL_CONSTANT_STRING(L"\\Registry\\Machine");

	return IoAssignResources(&path, NULL, driver, NULL, wanted ? &wanted->list : NULL,
				 assigned);
}

static void assigned_port_is_its_drivers(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *resource;
	struct requirements wanted;
	PCM_RESOURCE_LIST assigned;

	load(test, claiming_entry, "claiming");
	load(test, second_entry, "second");
	requirements_of(&wanted, lpt->base, lpt->base + 2);
	log_mark(&said);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, assign(wdm.driver, &wanted, &assigned));
	KUNIT_EXPECT_EQ(test, assigned->Count, 1U);
	KUNIT_EXPECT_EQ(test, (int)assigned->List[0].InterfaceType, (int)Isa);
	KUNIT_ASSERT_EQ(test, assigned->List[0].PartialResourceList.Count, 2U);
	resource = assigned->List[0].PartialResourceList.PartialDescriptors;
	KUNIT_EXPECT_EQ(test, (int)resource[0].Type, CmResourceTypeInterrupt);
	KUNIT_EXPECT_EQ(test, resource[0].u.Interrupt.Level, (ULONG)lpt->line);
	KUNIT_EXPECT_EQ(test, (int)resource[1].Type, CmResourceTypePort);
	KUNIT_EXPECT_EQ(test, resource[1].u.Port.Start.QuadPart, (LONGLONG)lpt->base);
	KUNIT_EXPECT_EQ(test, resource[1].u.Port.Length, 3U);
	ExFreePool(assigned);
	KUNIT_EXPECT_EQ(test, log_lines(&said, ""), 0U);
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, allocate(client));
	KUNIT_EXPECT_EQ(test, STATUS_CONFLICTING_ADDRESSES,
			assign(second_driver, &wanted, &assigned));
	KUNIT_EXPECT_NULL(test, assigned);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "no parallel port that can be had has 3 registers"),
			1U);
	KUNIT_EXPECT_EQ(test, log_lines(&said, ""), 1U);
	/* Once more: it is the driver's already. */
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, assign(wdm.driver, &wanted, &assigned));
	ExFreePool(assigned);
	/* Whoever waits has it next. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, assign(wdm.driver, NULL, NULL));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, result_of(client));
	release(client);
	ntparport_driver_unload(THIS_MODULE, second_entry);
	ntparport_driver_unload(THIS_MODULE, claiming_entry);
}

/* A driver that takes any port gets one that nobody has. */
static void assignment_passes_over_ports_in_use(struct kunit *test)
{
	struct device_client *client = client_of_port(test, lpt_direct.number);
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *resource;
	struct requirements wanted;
	PCM_RESOURCE_LIST assigned;

	load(test, claiming_entry, "claiming");
	requirements_of(&wanted, 0, 0xffff);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, allocate(client));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, assign(wdm.driver, &wanted, &assigned));
	resource = assigned->List[0].PartialResourceList.PartialDescriptors;
	KUNIT_EXPECT_NE(test, resource[1].u.Port.Start.QuadPart, (LONGLONG)lpt_direct.base);
	ExFreePool(assigned);
	release(client);
	log_mark(&said);
	ntparport_driver_unload(THIS_MODULE, claiming_entry);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "claiming left what it had claimed"), 1U);
}

static void what_no_port_has_is_not_assigned(struct kunit *test)
{
	struct requirements wanted;
	PCM_RESOURCE_LIST assigned;

	load(test, claiming_entry, "claiming");
	log_mark(&said);
	requirements_of(&wanted, 0x3f8, 0x3ff);
	KUNIT_EXPECT_EQ(test, STATUS_CONFLICTING_ADDRESSES,
			assign(wdm.driver, &wanted, &assigned));
	EXPECT_LOGGED_ONCE(test, &said, "has 3 registers from 0x3f8 to 0x3ff: nothing is claimed");
	log_mark(&said);
	requirements_of(&wanted, lpt_direct.base, lpt_direct.base + 2);
	wanted.list.List[0].Descriptors[0].u.Interrupt.MinimumVector = 200;
	KUNIT_EXPECT_EQ(test, STATUS_CONFLICTING_ADDRESSES,
			assign(wdm.driver, &wanted, &assigned));
	EXPECT_LOGGED_ONCE(test, &said, "has an interrupt from 200 to 255: nothing is claimed");
	log_mark(&said);
	wanted.list.List[0].Descriptors[0].Type = CmResourceTypeDma;
	KUNIT_EXPECT_EQ(test, STATUS_CONFLICTING_ADDRESSES,
			assign(wdm.driver, &wanted, &assigned));
	EXPECT_LOGGED_ONCE(test, &said, "no resource of type 4: nothing is claimed");
	log_mark(&said);
	wanted.list.List[0].Count = 1000;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, assign(wdm.driver, &wanted, &assigned));
	wanted.list.ListSize = 8;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, assign(wdm.driver, &wanted, &assigned));
	KUNIT_EXPECT_EQ(test, log_lines(&said, "the list of requirements is damaged"), 2U);
	wanted.list.AlternativeLists = 0;
	KUNIT_EXPECT_EQ(test, STATUS_CONFLICTING_ADDRESSES,
			assign(wdm.driver, &wanted, &assigned));
	/* Of all that nothing is left: neither a list nor a claim. */
	log_mark(&said);
	ntparport_driver_unload(THIS_MODULE, claiming_entry);
	KUNIT_EXPECT_EQ(test, log_lines(&said, ""), 0U);
}

static void driver_leaves_its_connection_and_its_claim(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct line line = { .lpt = lpt };
	BOOLEAN conflict;

	load(test, claiming_entry, "claiming");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, claim(wdm.driver, lpt->base, 0, FALSE, &conflict));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, connect_line(&line, TRUE));
	log_mark(&said);
	ntparport_driver_unload(THIS_MODULE, claiming_entry);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "did not call IoDisconnectInterrupt() for serve"),
			1U);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "claiming left what it had claimed"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&said, ""), 2U);
	lpt_fire(lpt);
	KUNIT_EXPECT_EQ(test, line.interrupts, 0U);
}

static BOOLEAN NTAPI see_nothing(PVOID context)
{
	return 42;
}

static void port_that_is_pulled_ends_the_connection(struct kunit *test)
{
	struct line line = { .lpt = lpt_of(test) };
	struct lpt *lpt = line.lpt;
	BOOLEAN conflict;

	load(test, claiming_entry, "claiming");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, claim(wdm.driver, lpt->base, 0, FALSE, &conflict));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, connect_line(&line, FALSE));
	lpt_unplug(lpt);
	KUNIT_EXPECT_EQ(test, KeSynchronizeExecution(line.object, see_nothing, NULL), 42);
	IoDisconnectInterrupt(line.object);
	ntparport_driver_unload(THIS_MODULE, claiming_entry);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(lpt));
}

static struct kunit_case detect_cases[] = {
	KUNIT_CASE(hardware_description_has_the_ports),
	KUNIT_CASE_PARAM(addresses_are_translated, lpt_gen_params),
	KUNIT_CASE(interrupt_of_another_device_is_refused),
	KUNIT_CASE_PARAM(interrupt_is_connected_by_its_vector, lpt_gen_params),
	KUNIT_CASE_PARAM(interrupt_is_connected_by_a_structure, lpt_gen_params),
	KUNIT_CASE_PARAM(interrupt_of_a_device_is_connected, lpt_gen_params),
	KUNIT_CASE_PARAM(exclusive_interrupt_is_the_only_one, lpt_gen_params),
	KUNIT_CASE_PARAM(claimed_port_is_its_drivers, lpt_gen_params),
	KUNIT_CASE_PARAM(claim_that_ends_leaves_the_next_owner_the_port, lpt_gen_params),
	KUNIT_CASE(claim_of_what_is_no_ports_is_a_conflict),
	KUNIT_CASE_PARAM(assigned_port_is_its_drivers, lpt_gen_params),
	KUNIT_CASE(assignment_passes_over_ports_in_use),
	KUNIT_CASE(what_no_port_has_is_not_assigned),
	KUNIT_CASE_PARAM(driver_leaves_its_connection_and_its_claim, lpt_gen_params),
	KUNIT_CASE_PARAM(port_that_is_pulled_ends_the_connection, lpt_gen_params),
	{ }
};

static struct kunit_suite detect_suite = {
	.name = "ntparport_windows_port_detect",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = port_init,
	.exit = port_exit,
	.test_cases = detect_cases,
};

kunit_test_suites(&detect_suite);
