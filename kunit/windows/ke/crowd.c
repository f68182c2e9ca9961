// SPDX-License-Identifier: GPL-2.0
/* crowd.c - threads that wait for one object. */

#include "crowd.h"

NTSTATUS come_through(void *data)
{
	struct one *one = data;
	NTSTATUS status = wait_for(one->crowd->object);

	one->crowd->order[atomic_fetch_inc(&one->crowd->through)] = one->place;
	return status;
}

struct crowd *crowd_create(struct kunit *test, void *object)
{
	struct crowd *crowd = kunit_kzalloc(test, sizeof(*crowd), GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, crowd);
	crowd->object = object;
	for (i = 0; i < ARRAY_SIZE(crowd->ones); i++) {
		crowd->ones[i] = (struct one){ crowd, i };
		crowd->workers[i] = worker_start(test, come_through, &crowd->ones[i]);
		ASSERT_SEEN(test, waiters_of(object) == i + 1);
	}
	return crowd;
}

void crowd_end(struct kunit *test, struct crowd *crowd)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(crowd->workers); i++)
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, worker_result(test, crowd->workers[i]));
}
