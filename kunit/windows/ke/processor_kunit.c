// SPDX-License-Identifier: GPL-2.0
/* processor_kunit.c - what drivers do not get of the processor; the IRQL of its kind. */

#include "toy.h"

static void floating_point_is_refused(struct kunit *test)
{
	KFLOATING_SAVE save;

	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, KeSaveFloatingPointState(&save), STATUS_ILLEGAL_FLOAT_CONTEXT);
	EXPECT_LOGGED_ONCE(test, &toy.log, "KeSaveFloatingPointState: ");
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, KeRestoreFloatingPointState(&save), STATUS_ILLEGAL_FLOAT_CONTEXT);
	EXPECT_LOGGED_ONCE(test, &toy.log, "KeRestoreFloatingPointState: ");
}

static void caches_are_not_invalidated(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, KeInvalidateAllCaches());
}

static void irql_is_raised_to_synch_level(struct kunit *test)
{
	KIRQL irql = KeRaiseIrqlToSynchLevel(), raised = KeGetCurrentIrql();

	KeLowerIrql(irql);
	KUNIT_EXPECT_EQ(test, irql, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, raised, IS_ENABLED(CONFIG_64BIT) ? 12 : 27);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
}

static void machine_is_no_pc98(struct kunit *test)
{
	SetNotNEC_98;
	SetNEC_98;
	KUNIT_EXPECT_FALSE(test, IsNEC_98);
	KUNIT_EXPECT_TRUE(test, IsNotNEC_98);
}

static struct kunit_case processor_cases[] = {
	KUNIT_CASE(floating_point_is_refused),
	KUNIT_CASE(caches_are_not_invalidated),
	KUNIT_CASE(irql_is_raised_to_synch_level),
	KUNIT_CASE(machine_is_no_pc98),
	{ }
};

static struct kunit_suite processor_suite = {
	.name = "ntparport_windows_ke_processor",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = processor_cases,
};

kunit_test_suites(&processor_suite);
