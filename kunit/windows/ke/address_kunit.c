// SPDX-License-Identifier: GPL-2.0
/* address_kunit.c - whether there is memory at an address. */

#include <linux/vmalloc.h>

#include "contexts.h"

static void memory_is_valid(struct kunit *test)
{
	static const char constant[] = "constant";
	u8 *pages = vmalloc(2 * PAGE_SIZE);
	struct log log;
	int local;

	KUNIT_ASSERT_NOT_NULL(test, pages);
	log_mark(&log);
	KUNIT_EXPECT_TRUE(test, MmIsAddressValid(&local));
	KUNIT_EXPECT_TRUE(test, MmIsAddressValid((PVOID)constant));
	KUNIT_EXPECT_TRUE(test, MmIsAddressValid(test));
	KUNIT_EXPECT_TRUE(test, MmIsAddressValid(pages));
	KUNIT_EXPECT_TRUE(test, MmIsAddressValid(pages + 2 * PAGE_SIZE - 1));
	/* A page that is never mapped follows it. */
	KUNIT_EXPECT_FALSE(test, MmIsAddressValid(pages + 2 * PAGE_SIZE));
	EXPECT_NOT_LOGGED(test, &log);
	vfree(pages);
}

static void other_addresses_are_not(struct kunit *test)
{
	PVOID addresses[] = { NULL, (PVOID)1, (PVOID)4096, (PVOID)0x7fff0000, (PVOID)~0UL };
	struct log log;
	unsigned int i;

	log_mark(&log);
	for (i = 0; i < ARRAY_SIZE(addresses); i++)
		KUNIT_EXPECT_FALSE_MSG(test, MmIsAddressValid(addresses[i]), "number %u", i);
	EXPECT_NOT_LOGGED(test, &log);
}

static void look_at_addresses(void *data)
{
	*(bool *)data = MmIsAddressValid(data) && !MmIsAddressValid(NULL);
}

static void address_is_looked_at_in_any_context(struct kunit *test)
{
	bool dpc = false, high = false, interrupt = false;

	in_dpc(test, look_at_addresses, &dpc);
	at_high_level(test, look_at_addresses, &high);
	in_interrupt_routine(test, look_at_addresses, &interrupt);
	KUNIT_EXPECT_TRUE(test, dpc);
	KUNIT_EXPECT_TRUE(test, high);
	KUNIT_EXPECT_TRUE(test, interrupt);
}

static struct kunit_case address_cases[] = {
	KUNIT_CASE(memory_is_valid),
	KUNIT_CASE(other_addresses_are_not),
	KUNIT_CASE(address_is_looked_at_in_any_context),
	{ }
};

static struct kunit_suite address_suite = {
	.name = "ntparport_windows_ke_address",
	.test_cases = address_cases,
};

kunit_test_suites(&address_suite);
