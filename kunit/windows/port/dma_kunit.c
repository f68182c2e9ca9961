// SPDX-License-Identifier: GPL-2.0
/* dma_kunit.c - what no parallel port has here: there is no adapter. */

#include "toy.h"

static void there_is_no_adapter(struct kunit *test)
{
	DEVICE_DESCRIPTION description = { .DmaChannel = 3, .InterfaceType = Isa };
	PDEVICE_OBJECT device = toy_device(test, NULL);
	PHYSICAL_ADDRESS address = { };
	ULONG registers = 7;

	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, HalGetAdapter(&description, &registers));
	KUNIT_EXPECT_EQ(test, registers, 0U);
	EXPECT_LOGGED_ONCE(test, &toy.log, "HalGetAdapter: there is no DMA");
	registers = 7;
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoGetDmaAdapter(device, &description, &registers));
	KUNIT_EXPECT_EQ(test, registers, 0U);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoGetDmaAdapter: there is no DMA");
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, HalGetAdapter(NULL, &registers));
	EXPECT_LOGGED_ONCE(test, &toy.log, "HalGetAdapter: the description");
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoGetDmaAdapter((PVOID)&registers, &description, &registers));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a device");
	/* A driver that does not look at what it got. */
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, IoAllocateAdapterChannel(NULL, device, 1, NULL, NULL),
			STATUS_INSUFFICIENT_RESOURCES);
	KUNIT_EXPECT_NULL(test, HalAllocateCommonBuffer(NULL, 16, &address, FALSE));
	KUNIT_EXPECT_FALSE(test, IoFlushAdapterBuffers(NULL, NULL, NULL, NULL, 0, FALSE));
	KUNIT_EXPECT_EQ(test, IoMapTransfer(NULL, NULL, NULL, NULL, &registers, TRUE).QuadPart,
			0LL);
	KUNIT_EXPECT_EQ(test, HalReadDmaCounter(NULL), 0U);
	IoFreeMapRegisters(NULL, NULL, 1);
	IoFreeAdapterChannel(NULL);
	HalFreeCommonBuffer(NULL, 16, address, NULL, FALSE);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void other_hardware_is_not_there(struct kunit *test)
{
	PCM_RESOURCE_LIST resources = (PVOID)&toy;

	KUNIT_EXPECT_FALSE(test, HalMakeBeep(440));
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, HalAssignSlotResources(NULL, NULL, toy.driver, NULL, PCIBus, 0, 3,
						     &resources), STATUS_NO_SUCH_DEVICE);
	KUNIT_EXPECT_NULL(test, resources);
	EXPECT_LOGGED_ONCE(test, &toy.log, "HalAssignSlotResources: ");
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, HalAssignSlotResources(NULL, NULL, toy.driver, NULL, PCIBus, 0, 3,
						     NULL), STATUS_INVALID_PARAMETER);
	EXPECT_LOGGED_ONCE(test, &toy.log, "the place for the resources");
}

static struct kunit_case dma_cases[] = {
	KUNIT_CASE(there_is_no_adapter),
	KUNIT_CASE(other_hardware_is_not_there),
	{ }
};

static struct kunit_suite dma_suite = {
	.name = "ntparport_windows_port_dma",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = dma_cases,
};

kunit_test_suites(&dma_suite);
