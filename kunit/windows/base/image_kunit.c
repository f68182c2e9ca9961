// SPDX-License-Identifier: GPL-2.0
/*
 * image_kunit.c - what the module of a driver that was made of a Windows image does. What such a
 * module is made of is tested by qemu/images.sh and kit/image_test.py.
 */

#include "contexts.h"
#include "compat/base/image.h"

static void code_of_an_image_is_known(struct kunit *test)
{
	const unsigned int before = ntparport_images;

	KUNIT_EXPECT_FALSE(test, ntparport_image_at(code_of_an_image_is_known));
	KUNIT_ASSERT_TRUE(test, ntparport_image_add(THIS_MODULE, NULL, THIS_MODULE));
	KUNIT_EXPECT_EQ(test, ntparport_images, before + 1);
	KUNIT_EXPECT_TRUE(test, ntparport_image_at(code_of_an_image_is_known));
	KUNIT_EXPECT_FALSE(test, ntparport_image_at(KeGetCurrentThread));
	KUNIT_EXPECT_FALSE(test, ntparport_image_at(NULL));
	ntparport_image_remove(THIS_MODULE);
	KUNIT_EXPECT_EQ(test, ntparport_images, before);
	KUNIT_EXPECT_FALSE(test, ntparport_image_at(code_of_an_image_is_known));
}

static void irql_of_an_image_is_a_register(struct kunit *test)
{
	static const KIRQL irqls[] = { DISPATCH_LEVEL, DISPATCH_LEVEL, HIGH_LEVEL, DISPATCH_LEVEL,
		PASSIVE_LEVEL, PASSIVE_LEVEL };
	KIRQL seen[ARRAY_SIZE(irqls)];
	struct log log;
	int n;

	log_mark(&log);
	for (n = 0; n < ARRAY_SIZE(irqls); n++) {
		ntparport_image_set_irql(irqls[n]);
		seen[n] = KeGetCurrentIrql();
	}
	for (n = 0; n < ARRAY_SIZE(irqls); n++)
		KUNIT_EXPECT_EQ(test, seen[n], irqls[n]);
	EXPECT_NOT_LOGGED(test, &log);
}

/* A spin lock of an image: an integer, and a mark in its address. */
static PKSPIN_LOCK lock_in(ULONG_PTR *integer)
{
	return (PKSPIN_LOCK)((ULONG_PTR)integer & (ULONG_PTR)~0x4000000000000000ull);
}

static void spin_lock_of_an_image_is_an_integer(struct kunit *test)
{
	ULONG_PTR storage[3] = { ~0ul, ~0ul, ~0ul };
	PKSPIN_LOCK lock = lock_in(&storage[1]);
	KIRQL old, again, seen[2];
	struct log log;

	KeInitializeSpinLock(lock);
	KUNIT_EXPECT_EQ(test, storage[1], 0UL);
	log_mark(&log);
	KeAcquireSpinLock(lock, &old);
	seen[0] = KeGetCurrentIrql();
	KeReleaseSpinLock(lock, old);
	seen[1] = KeGetCurrentIrql();
	KUNIT_EXPECT_EQ(test, seen[0], DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, seen[1], PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, ExInterlockedAddUlong((PULONG)&storage[0], 1, lock), ~0U);
	EXPECT_NOT_LOGGED(test, &log);
	/* What is beside it is not the lock's. */
	KUNIT_EXPECT_EQ(test, storage[1], 0UL);
	KUNIT_EXPECT_EQ(test, storage[2], ~0UL);
	KeAcquireSpinLock(lock, &old);
	KeAcquireSpinLock(lock, &again);
	KeReleaseSpinLock(lock, old);
	EXPECT_LOGGED_ONCE(test, &log, "the caller already has the lock");
	log_mark(&log);
	KeReleaseSpinLock(lock, old);
	EXPECT_LOGGED_ONCE(test, &log, "nobody has the lock");
}

static void spin_lock_of_an_image_excludes(struct kunit *test)
{
	/* The test's memory: were the test to end early, a thread may still come to it. */
	ULONG_PTR *lock = kunit_kzalloc(test, sizeof(*lock), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, lock);
	expect_excludes(test, lock_in(lock));
}

/* The clock's interrupt keeps it current, so it goes on at DISPATCH_LEVEL, too. */
static void shared_data_is_current(struct kunit *test)
{
	volatile const u64 *ticks = (volatile const u64 *)(ntparport_shared_data + 0x320);
	LARGE_INTEGER before, after;
	u64 seen, end = ktime_get_ns() + 10ULL * NSEC_PER_SEC;
	KIRQL old;

	ntparport_image_read_shared_data();
	KeQueryTickCount(&before);
	KeRaiseIrql(DISPATCH_LEVEL, &old);
	/* On a busy machine an interrupt comes late. */
	do
		seen = *ticks;
	while (seen <= before.QuadPart && ktime_get_ns() < end);
	KUNIT_EXPECT_GT(test, seen, (u64)before.QuadPart);
	KeLowerIrql(old);
	KeQueryTickCount(&after);
	KUNIT_EXPECT_LE(test, seen, (u64)after.QuadPart);
	KUNIT_EXPECT_EQ(test, *(u32 *)(ntparport_shared_data + 0x26c), 5U);
	ntparport_image_leave_shared_data();
}

static int image_init(struct kunit *test)
{
	if (!IS_ENABLED(CONFIG_X86_64) || IS_ENABLED(CONFIG_PREEMPT_RT))
		kunit_skip(test, "there are no images on this kernel");
	return 0;
}

static struct kunit_case image_cases[] = {
	KUNIT_CASE(code_of_an_image_is_known),
	KUNIT_CASE(irql_of_an_image_is_a_register),
	KUNIT_CASE(spin_lock_of_an_image_is_an_integer),
	KUNIT_CASE(spin_lock_of_an_image_excludes),
	KUNIT_CASE(shared_data_is_current),
	{ }
};

static struct kunit_suite image_suite = {
	.name = "ntparport_windows_base_image",
	.init = image_init,
	.test_cases = image_cases,
};

kunit_test_suites(&image_suite);
