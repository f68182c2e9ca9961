// SPDX-License-Identifier: GPL-2.0
/*
 * bug_check_callback_kunit.c - what drivers do when they have had a bug check. That it is
 * done is seen by a driver that has one (../load/careless_kunit.c).
 */

#include "toy.h"

static KBUGCHECK_CALLBACK_RECORD record, other;

static VOID NTAPI never_called(PVOID buffer, ULONG length)
{
}

static BOOLEAN add(PKBUGCHECK_CALLBACK_RECORD to)
{
	static char buffer[16];
	static char component[] = "toy";

	return KeRegisterBugCheckCallback(to, never_called, buffer, sizeof(buffer),
					  (PUCHAR)component);
}

static void record_is_registered_once(struct kunit *test)
{
	log_mark(&toy.log);
	KeInitializeCallbackRecord(&record);
	KeInitializeCallbackRecord(&other);
	KUNIT_EXPECT_FALSE(test, KeDeregisterBugCheckCallback(&record));
	KUNIT_EXPECT_TRUE(test, add(&record));
	KUNIT_EXPECT_FALSE(test, add(&record));
	KUNIT_EXPECT_EQ(test, record.State, BufferInserted);
	KUNIT_EXPECT_TRUE(test, add(&other));
	/* Somebody has written over the state. */
	record.State = BufferEmpty;
	KUNIT_EXPECT_FALSE(test, add(&record));
	KUNIT_EXPECT_TRUE(test, KeDeregisterBugCheckCallback(&record));
	KUNIT_EXPECT_FALSE(test, KeDeregisterBugCheckCallback(&record));
	KUNIT_EXPECT_TRUE(test, KeDeregisterBugCheckCallback(&other));
	KUNIT_EXPECT_TRUE(test, add(&record));
	KUNIT_EXPECT_TRUE(test, KeDeregisterBugCheckCallback(&record));
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void record_that_is_left_goes_with_the_driver(struct kunit *test)
{
	KeInitializeCallbackRecord(&record);
	KUNIT_EXPECT_TRUE(test, add(&record));
	log_mark(&toy.log);
	toy_unload();
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "left a bug check callback registered"), 1U);
	KUNIT_EXPECT_FALSE(test, KeDeregisterBugCheckCallback(&record));
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
}

static void record_that_is_freed_is_not_registered(struct kunit *test)
{
	PKBUGCHECK_CALLBACK_RECORD block = ExAllocatePoolWithTag(NonPagedPool, sizeof(*block), 1);

	KUNIT_ASSERT_NOT_NULL(test, block);
	KeInitializeCallbackRecord(block);
	KUNIT_EXPECT_TRUE(test, add(block));
	log_mark(&toy.log);
	ExFreePool(block);
	EXPECT_LOGGED_ONCE(test, &toy.log, "left a bug check callback registered");
}

static void record_that_is_none_is_refused(struct kunit *test)
{
	KeInitializeCallbackRecord(&record);
	log_mark(&toy.log);
	KUNIT_EXPECT_FALSE(test, add(NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "KeRegisterBugCheckCallback: ");
	log_mark(&toy.log);
	KUNIT_EXPECT_FALSE(test, KeRegisterBugCheckCallback(&record, NULL, NULL, 0, NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "KeRegisterBugCheckCallback: ");
	log_mark(&toy.log);
	KUNIT_EXPECT_FALSE(test, KeRegisterBugCheckCallback(&record, never_called, NULL, 8, NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "KeRegisterBugCheckCallback: ");
	log_mark(&toy.log);
	KUNIT_EXPECT_FALSE(test, KeDeregisterBugCheckCallback(NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "KeDeregisterBugCheckCallback: ");
}

static VOID NTAPI never_called_either(KBUGCHECK_CALLBACK_REASON reason,
				      PKBUGCHECK_REASON_CALLBACK_RECORD which, PVOID data,
				      ULONG length)
{
}

static BOOLEAN add_for(PKBUGCHECK_REASON_CALLBACK_RECORD to, KBUGCHECK_CALLBACK_REASON reason)
{
	static char component[] = "toy";

	return KeRegisterBugCheckReasonCallback(to, never_called_either, reason,
						(PUCHAR)component);
}

static void record_for_the_dump_is_like_the_others(struct kunit *test)
{
	static KBUGCHECK_REASON_CALLBACK_RECORD dump;

	log_mark(&toy.log);
	KeInitializeCallbackRecord(&dump);
	KUNIT_EXPECT_FALSE(test, KeDeregisterBugCheckReasonCallback(&dump));
	KUNIT_EXPECT_FALSE(test, add_for(&dump, KbCallbackInvalid));
	KUNIT_EXPECT_FALSE(test, add_for(&dump, KbCallbackTriageDumpData + 1));
	KUNIT_EXPECT_TRUE(test, add_for(&dump, KbCallbackDumpIo));
	KUNIT_EXPECT_FALSE(test, add_for(&dump, KbCallbackSecondaryDumpData));
	KUNIT_EXPECT_EQ(test, dump.Reason, KbCallbackDumpIo);
	KUNIT_EXPECT_TRUE(test, KeDeregisterBugCheckReasonCallback(&dump));
	KUNIT_EXPECT_TRUE(test, add_for(&dump, KbCallbackSecondaryDumpData));
	EXPECT_NOT_LOGGED(test, &toy.log);
	toy_unload();
	KUNIT_EXPECT_EQ(test, 1U,
			log_lines(&toy.log, "KeDeregisterBugCheckReasonCallback was not"));
	KUNIT_EXPECT_FALSE(test, KeDeregisterBugCheckReasonCallback(&dump));
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
	log_mark(&toy.log);
	KUNIT_EXPECT_FALSE(test, add_for(NULL, KbCallbackDumpIo));
	EXPECT_LOGGED_ONCE(test, &toy.log, "KeRegisterBugCheckReasonCallback: ");
}

static void record_is_of_one_kind(struct kunit *test)
{
	static union {
		KBUGCHECK_CALLBACK_RECORD plain;
		KBUGCHECK_REASON_CALLBACK_RECORD dump;
	} both;

	KeInitializeCallbackRecord(&both.dump);
	KUNIT_EXPECT_TRUE(test, add_for(&both.dump, KbCallbackSecondaryDumpData));
	/* Somebody has written over the state. */
	both.plain.State = BufferEmpty;
	KUNIT_EXPECT_FALSE(test, add(&both.plain));
	KUNIT_EXPECT_FALSE(test, KeDeregisterBugCheckCallback(&both.plain));
	KUNIT_EXPECT_TRUE(test, KeDeregisterBugCheckReasonCallback(&both.dump));
	KeInitializeCallbackRecord(&both.plain);
	KUNIT_EXPECT_TRUE(test, add(&both.plain));
	both.dump.State = BufferEmpty;
	KUNIT_EXPECT_FALSE(test, add_for(&both.dump, KbCallbackSecondaryDumpData));
	KUNIT_EXPECT_TRUE(test, KeDeregisterBugCheckCallback(&both.plain));
}

static struct kunit_case bug_check_callback_cases[] = {
	KUNIT_CASE(record_is_of_one_kind),
	KUNIT_CASE(record_is_registered_once),
	KUNIT_CASE(record_that_is_left_goes_with_the_driver),
	KUNIT_CASE(record_that_is_freed_is_not_registered),
	KUNIT_CASE(record_that_is_none_is_refused),
	KUNIT_CASE(record_for_the_dump_is_like_the_others),
	{ }
};

static struct kunit_suite bug_check_callback_suite = {
	.name = "ntparport_windows_ke_bug_check_callback",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = bug_check_callback_cases,
};

kunit_test_suites(&bug_check_callback_suite);
