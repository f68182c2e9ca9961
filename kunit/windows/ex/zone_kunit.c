// SPDX-License-Identifier: GPL-2.0
/* zone_kunit.c - zones. */

#include "toy.h"

enum { BLOCK = 24, BLOCKS = 4, SEGMENT = sizeof(ZONE_SEGMENT_HEADER) + BLOCKS * BLOCK };

static ZONE_HEADER zone;
static char segments[2][SEGMENT + 16] __aligned(16);
static KSPIN_LOCK lock;

static void make_zone(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, ExInitializeZone(&zone, BLOCK, segments[0], SEGMENT));
}

static void zone_has_the_blocks_of_its_segment(struct kunit *test)
{
	char *blocks[BLOCKS];
	unsigned int n, of_it = 0;

	make_zone(test);
	KUNIT_EXPECT_EQ(test, zone.BlockSize, (ULONG)BLOCK);
	KUNIT_EXPECT_EQ(test, zone.TotalSegmentSize, (ULONG)SEGMENT);
	for (n = 0; n < BLOCKS; n++) {
		KUNIT_EXPECT_FALSE(test, ExIsFullZone(&zone));
		blocks[n] = ExAllocateFromZone(&zone);
		KUNIT_ASSERT_NOT_NULL(test, blocks[n]);
		memset(blocks[n], 0x11 * (n + 1), BLOCK);
		of_it += ExIsObjectInFirstZoneSegment(&zone, blocks[n]);
	}
	KUNIT_EXPECT_EQ(test, of_it, (unsigned int)BLOCKS);
	KUNIT_EXPECT_TRUE(test, ExIsFullZone(&zone));
	KUNIT_EXPECT_NULL(test, ExAllocateFromZone(&zone));
	for (n = 0; n < BLOCKS; n++)
		KUNIT_EXPECT_EQ(test, blocks[n][BLOCK - 1], (char)(0x11 * (n + 1)));
	KUNIT_EXPECT_FALSE(test, ExIsObjectInFirstZoneSegment(&zone, &zone));
	KUNIT_EXPECT_NULL(test, ExFreeToZone(&zone, blocks[2]));
	KUNIT_EXPECT_PTR_EQ(test, ExFreeToZone(&zone, blocks[0]), (PVOID)blocks[2]);
	KUNIT_EXPECT_PTR_EQ(test, ExAllocateFromZone(&zone), (PVOID)blocks[0]);
	KUNIT_EXPECT_EQ(test, segments[0][SEGMENT], 0);
}

static void zone_is_extended(struct kunit *test)
{
	unsigned int n;

	make_zone(test);
	KeInitializeSpinLock(&lock);
	while (ExInterlockedAllocateFromZone(&zone, &lock))
		;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, ExExtendZone(&zone, segments[1], SEGMENT));
	KUNIT_EXPECT_PTR_EQ(test, (void *)zone.SegmentList.Next, (void *)segments[1]);
	KUNIT_EXPECT_PTR_EQ(test, (void *)zone.SegmentList.Next->Next, (void *)segments[0]);
	for (n = 0; ExInterlockedAllocateFromZone(&zone, &lock); n++)
		;
	KUNIT_EXPECT_EQ(test, n, (unsigned int)BLOCKS);
	make_zone(test);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ExInterlockedExtendZone(&zone, segments[1], SEGMENT, &lock));
	KUNIT_EXPECT_EQ(test, zone.TotalSegmentSize, (ULONG)(2 * SEGMENT));
	for (n = 0; ExInterlockedAllocateFromZone(&zone, &lock); n++)
		;
	KUNIT_EXPECT_EQ(test, n, (unsigned int)(2 * BLOCKS));
	KUNIT_EXPECT_NULL(test, ExInterlockedFreeToZone(&zone, segments[1] + 16, &lock));
	KUNIT_EXPECT_FALSE(test, ExIsFullZone(&zone));
}

static void zone_of_wrong_sizes_is_refused(struct kunit *test)
{
	static const struct {
		ULONG block, offset, size;
	} wrong[] = {
		{ 0, 0, SEGMENT },
		{ 20, 0, SEGMENT },
		{ BLOCK, 4, SEGMENT },
		{ BLOCK, 0, sizeof(ZONE_SEGMENT_HEADER) + BLOCK - 1 },
		{ BLOCK, 0, sizeof(ZONE_SEGMENT_HEADER) },
		{ BLOCK, 0, 0 },
		{ 0xfffffff8, 0, SEGMENT },
	};
	unsigned int n;

	KeInitializeSpinLock(&lock);
	for (n = 0; n < ARRAY_SIZE(wrong); n++) {
		PVOID segment = segments[0] + wrong[n].offset;

		KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
				ExInitializeZone(&zone, wrong[n].block, segment, wrong[n].size));
		make_zone(test);
		zone.BlockSize = wrong[n].block;
		segment = segments[1] + wrong[n].offset;
		KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
				ExExtendZone(&zone, segment, wrong[n].size));
		KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
				ExInterlockedExtendZone(&zone, segment, wrong[n].size, &lock));
		KUNIT_EXPECT_EQ(test, zone.TotalSegmentSize, (ULONG)SEGMENT);
	}
}

static void zone_that_is_no_memory_is_refused(struct kunit *test)
{
	KIRQL irql;

	make_zone(test);
	KeInitializeSpinLock(&lock);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			ExInitializeZone(NULL, BLOCK, segments[0], SEGMENT));
	EXPECT_LOGGED_ONCE(test, &toy.log, "ExInitializeZone: the zone");
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, ExExtendZone(&zone, NULL, SEGMENT));
	EXPECT_LOGGED_ONCE(test, &toy.log, "ExExtendZone: the segment");
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL,
			ExInterlockedExtendZone(&zone, segments[1], SEGMENT, NULL));
	EXPECT_LOGGED_ONCE(test, &toy.log, "ExInterlockedExtendZone: the lock");
	log_mark(&toy.log);
	KeAcquireSpinLock(&lock, &irql);
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL,
			ExInterlockedExtendZone(&zone, segments[1], SEGMENT, &lock));
	KeReleaseSpinLock(&lock, irql);
	EXPECT_LOGGED_ONCE(test, &toy.log, "already has the lock");
	KUNIT_EXPECT_EQ(test, zone.TotalSegmentSize, (ULONG)SEGMENT);
}

static struct kunit_case zone_cases[] = {
	KUNIT_CASE(zone_has_the_blocks_of_its_segment),
	KUNIT_CASE(zone_is_extended),
	KUNIT_CASE(zone_of_wrong_sizes_is_refused),
	KUNIT_CASE(zone_that_is_no_memory_is_refused),
	{ }
};

static struct kunit_suite zone_suite = {
	.name = "ntparport_windows_ex_zone",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = zone_cases,
};

kunit_test_suites(&zone_suite);
