// SPDX-License-Identifier: GPL-2.0
/* resource_kunit.c - resources, which threads have exclusively or share. */

#include "contexts.h"

/* What another thread does with the resource. */
struct attempt {
	ERESOURCE *resource;

	BOOLEAN (*acquire)(PERESOURCE resource, BOOLEAN wait);
	KEVENT acquired, release;
};

static BOOLEAN exclusive(PERESOURCE resource, BOOLEAN wait)
{
	return ExAcquireResourceExclusiveLite(resource, wait);
}

static BOOLEAN shared(PERESOURCE resource, BOOLEAN wait)
{
	return ExAcquireResourceSharedLite(resource, wait);
}

static BOOLEAN starving(PERESOURCE resource, BOOLEAN wait)
{
	return ExAcquireSharedStarveExclusive(resource, wait);
}

static BOOLEAN behind(PERESOURCE resource, BOOLEAN wait)
{
	return ExAcquireSharedWaitForExclusive(resource, wait);
}

static NTSTATUS try_it(void *data)
{
	struct attempt *attempt = data;

	if (!attempt->acquire(attempt->resource, FALSE))
		return STATUS_TIMEOUT;
	ExReleaseResourceLite(attempt->resource);
	return STATUS_SUCCESS;
}

/* Whether another thread gets it now. */
static bool others_get_it(struct kunit *test, ERESOURCE *resource,
			  BOOLEAN (*acquire)(PERESOURCE resource, BOOLEAN wait))
{
	struct attempt attempt = { .resource = resource, .acquire = acquire };

	return worker_result(test, worker_start(test, try_it, &attempt)) == STATUS_SUCCESS;
}

static NTSTATUS keep_it(void *data)
{
	struct attempt *attempt = data;

	if (!attempt->acquire(attempt->resource, TRUE))
		return STATUS_UNSUCCESSFUL;
	KeSetEvent(&attempt->acquired, 0, FALSE);
	KeWaitForSingleObject(&attempt->release, Executive, KernelMode, FALSE, NULL);
	ExReleaseResourceLite(attempt->resource);
	return STATUS_SUCCESS;
}

static struct worker *keeper_start(struct kunit *test, struct attempt *attempt, ERESOURCE *resource,
				   BOOLEAN (*acquire)(PERESOURCE resource, BOOLEAN wait))
{
	attempt->resource = resource;
	attempt->acquire = acquire;
	KeInitializeEvent(&attempt->acquired, NotificationEvent, FALSE);
	KeInitializeEvent(&attempt->release, NotificationEvent, FALSE);
	return worker_start(test, keep_it, attempt);
}

static void await(struct kunit *test, struct attempt *attempt)
{
	LARGE_INTEGER patience = PATIENCE;

	KUNIT_ASSERT_EQ(test, KeWaitForSingleObject(&attempt->acquired, Executive, KernelMode,
						    FALSE, &patience), STATUS_SUCCESS);
}

static void end(struct kunit *test, struct attempt *attempt, struct worker *worker)
{
	KeSetEvent(&attempt->release, 0, FALSE);
	KUNIT_EXPECT_EQ(test, worker_result(test, worker), STATUS_SUCCESS);
}

/* How this thread has the resource, and in which ways others get it then. */
struct holding {
	const char *name;
	BOOLEAN (*acquire)(PERESOURCE resource, BOOLEAN wait);
	bool convert, exclusive, shared;
};

static const struct holding holdings[] = {
	{ "nobody", NULL, false, true, true },
	{ "exclusive", exclusive, false, false, false },
	{ "shared", shared, false, false, true },
	{ "shared before exclusive", starving, false, false, true },
	{ "shared behind exclusive", behind, false, false, true },
	{ "shared after exclusive", exclusive, true, false, true },
};

static void holding_name(const struct holding *holding, char *description)
{
	strscpy(description, holding->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(holding, holdings, holding_name);

static void resource_is_exclusive_or_shared(struct kunit *test)
{
	const struct holding *holding = test->param_value;
	const bool alone = holding->acquire && !holding->exclusive && !holding->shared;
	ERESOURCE resource;
	struct log log;

	log_mark(&log);
	KUNIT_ASSERT_EQ(test, ExInitializeResourceLite(&resource), STATUS_SUCCESS);
	if (holding->acquire)
		KUNIT_ASSERT_TRUE(test, holding->acquire(&resource, TRUE));
	if (holding->convert)
		ExConvertExclusiveToSharedLite(&resource);
	KUNIT_EXPECT_EQ(test, ExIsResourceAcquiredExclusiveLite(&resource), alone);
	KUNIT_EXPECT_EQ(test, ExIsResourceAcquiredSharedLite(&resource),
			holding->acquire ? 1U : 0U);
	KUNIT_EXPECT_EQ(test, others_get_it(test, &resource, exclusive), holding->exclusive);
	KUNIT_EXPECT_EQ(test, others_get_it(test, &resource, shared), holding->shared);
	KUNIT_EXPECT_EQ(test, others_get_it(test, &resource, starving), holding->shared);
	KUNIT_EXPECT_EQ(test, others_get_it(test, &resource, behind), holding->shared);
	if (holding->acquire)
		ExReleaseResourceLite(&resource);
	KUNIT_EXPECT_TRUE(test, others_get_it(test, &resource, exclusive));
	KUNIT_EXPECT_EQ(test, ExDeleteResourceLite(&resource), STATUS_SUCCESS);
	EXPECT_NOT_LOGGED(test, &log);
}

static void owner_acquires_it_again(struct kunit *test)
{
	ERESOURCE resource;
	struct log log;

	ExInitializeResourceLite(&resource);
	KUNIT_ASSERT_TRUE(test, exclusive(&resource, FALSE));
	KUNIT_EXPECT_TRUE(test, exclusive(&resource, TRUE));
	KUNIT_EXPECT_TRUE(test, shared(&resource, TRUE));
	KUNIT_EXPECT_EQ(test, ExIsResourceAcquiredSharedLite(&resource), 3U);
	ExReleaseResourceLite(&resource);
	ExReleaseResourceForThreadLite(&resource, ExGetCurrentResourceThread());
	KUNIT_EXPECT_FALSE(test, others_get_it(test, &resource, shared));
	ExReleaseResourceLite(&resource);
	KUNIT_ASSERT_TRUE(test, shared(&resource, FALSE));
	KUNIT_EXPECT_TRUE(test, behind(&resource, TRUE));
	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, exclusive(&resource, FALSE));
	EXPECT_NOT_LOGGED(test, &log);
	KUNIT_EXPECT_FALSE(test, exclusive(&resource, TRUE));
	EXPECT_LOGGED_ONCE(test, &log, "the thread shares the resource: it would wait for ever");
	ExReleaseResourceLite(&resource);
	KUNIT_EXPECT_FALSE(test, others_get_it(test, &resource, exclusive));
	ExReleaseResourceLite(&resource);
	KUNIT_EXPECT_TRUE(test, others_get_it(test, &resource, exclusive));
	ExDeleteResourceLite(&resource);
}

/* Shared by this thread; then one waits to have it exclusively, and one to share it. */
static void waiters_are_served_in_their_order(struct kunit *test)
{
	struct attempt first, second;
	struct worker *for_itself, *sharing;
	ERESOURCE resource;

	ExInitializeResourceLite(&resource);
	KUNIT_ASSERT_TRUE(test, shared(&resource, TRUE));
	for_itself = keeper_start(test, &first, &resource, exclusive);
	ASSERT_SEEN(test, ExGetExclusiveWaiterCount(&resource) == 1);
	KUNIT_EXPECT_FALSE(test, others_get_it(test, &resource, shared));
	KUNIT_EXPECT_FALSE(test, others_get_it(test, &resource, behind));
	KUNIT_EXPECT_TRUE(test, others_get_it(test, &resource, starving));
	/* The one that has it does not wait for one that waits for it. */
	KUNIT_EXPECT_TRUE(test, shared(&resource, TRUE));
	ExReleaseResourceLite(&resource);
	sharing = keeper_start(test, &second, &resource, shared);
	ASSERT_SEEN(test, ExGetSharedWaiterCount(&resource) == 1);
	ExReleaseResourceLite(&resource);
	await(test, &first);
	KUNIT_EXPECT_EQ(test, ExGetExclusiveWaiterCount(&resource), 0U);
	KUNIT_EXPECT_EQ(test, ExGetSharedWaiterCount(&resource), 1U);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&second.acquired), 0);
	end(test, &first, for_itself);
	await(test, &second);
	KUNIT_EXPECT_EQ(test, ExGetSharedWaiterCount(&resource), 0U);
	KUNIT_EXPECT_TRUE(test, others_get_it(test, &resource, shared));
	end(test, &second, sharing);
	KUNIT_EXPECT_EQ(test, ExDeleteResourceLite(&resource), STATUS_SUCCESS);
}

static void those_that_share_it_go_on_together(struct kunit *test)
{
	struct attempt attempts[3];
	struct worker *workers[ARRAY_SIZE(attempts)];
	ERESOURCE resource;
	unsigned int i, round;

	ExInitializeResourceLite(&resource);
	for (round = 0; round < 2; round++) {
		KUNIT_ASSERT_TRUE(test, exclusive(&resource, TRUE));
		for (i = 0; i < ARRAY_SIZE(attempts); i++)
			workers[i] = keeper_start(test, &attempts[i], &resource, shared);
		ASSERT_SEEN(test, ExGetSharedWaiterCount(&resource) == ARRAY_SIZE(attempts));
		if (round)
			ExConvertExclusiveToSharedLite(&resource);
		else
			ExReleaseResourceLite(&resource);
		for (i = 0; i < ARRAY_SIZE(attempts); i++)
			await(test, &attempts[i]);
		if (round)
			ExReleaseResourceLite(&resource);
		for (i = 0; i < ARRAY_SIZE(attempts); i++)
			end(test, &attempts[i], workers[i]);
	}
	KUNIT_EXPECT_TRUE(test, others_get_it(test, &resource, exclusive));
	KUNIT_EXPECT_EQ(test, ExReinitializeResourceLite(&resource), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ExDeleteResourceLite(&resource), STATUS_SUCCESS);
}

/* Whoever can share it once it is shared does, whatever waits before it. */
static void none_that_can_share_it_waits(struct kunit *test)
{
	struct attempt alone, sharing, starved;
	struct worker *workers[3];
	ERESOURCE resource;

	ExInitializeResourceLite(&resource);
	KUNIT_ASSERT_TRUE(test, exclusive(&resource, TRUE));
	workers[0] = keeper_start(test, &alone, &resource, exclusive);
	ASSERT_SEEN(test, ExGetExclusiveWaiterCount(&resource) == 1);
	workers[1] = keeper_start(test, &sharing, &resource, shared);
	ASSERT_SEEN(test, ExGetSharedWaiterCount(&resource) == 1);
	ExConvertExclusiveToSharedLite(&resource);
	await(test, &sharing);
	KUNIT_EXPECT_EQ(test, ExGetExclusiveWaiterCount(&resource), 1U);
	ExReleaseResourceLite(&resource);
	end(test, &sharing, workers[1]);
	await(test, &alone);
	end(test, &alone, workers[0]);
	/* One that goes before those that wait to have it exclusively. */
	KUNIT_ASSERT_TRUE(test, exclusive(&resource, TRUE));
	workers[1] = keeper_start(test, &sharing, &resource, shared);
	ASSERT_SEEN(test, ExGetSharedWaiterCount(&resource) == 1);
	workers[0] = keeper_start(test, &alone, &resource, exclusive);
	ASSERT_SEEN(test, ExGetExclusiveWaiterCount(&resource) == 1);
	workers[2] = keeper_start(test, &starved, &resource, starving);
	ASSERT_SEEN(test, ExGetSharedWaiterCount(&resource) == 2);
	ExReleaseResourceLite(&resource);
	await(test, &sharing);
	await(test, &starved);
	KUNIT_EXPECT_EQ(test, ExGetExclusiveWaiterCount(&resource), 1U);
	end(test, &sharing, workers[1]);
	end(test, &starved, workers[2]);
	await(test, &alone);
	end(test, &alone, workers[0]);
	KUNIT_EXPECT_EQ(test, ExDeleteResourceLite(&resource), STATUS_SUCCESS);
}

struct guarded {
	ERESOURCE resource;
	unsigned int count, again;
};

static NTSTATUS count_in_the_resource(void *data)
{
	struct guarded *guarded = data;
	unsigned int i, seen;

	for (i = 0; i < 500; i++) {
		ExAcquireResourceExclusiveLite(&guarded->resource, TRUE);
		seen = READ_ONCE(guarded->count);
		if (i % 16 == 0)
			cond_resched();
		WRITE_ONCE(guarded->count, seen + 1);
		WRITE_ONCE(guarded->again, seen + 1);
		if (i % 3 == 0)
			ExConvertExclusiveToSharedLite(&guarded->resource);
		ExReleaseResourceLite(&guarded->resource);
		ExAcquireResourceSharedLite(&guarded->resource, TRUE);
		if (READ_ONCE(guarded->count) != READ_ONCE(guarded->again))
			return STATUS_UNSUCCESSFUL;
		ExReleaseResourceLite(&guarded->resource);
	}
	return STATUS_SUCCESS;
}

static void resource_excludes(struct kunit *test)
{
	struct worker *workers[4];
	struct guarded guarded = { };
	unsigned int i;

	ExInitializeResourceLite(&guarded.resource);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		workers[i] = worker_start(test, count_in_the_resource, &guarded);
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		KUNIT_EXPECT_EQ(test, worker_result(test, workers[i]), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, guarded.count, 500U * ARRAY_SIZE(workers));
	KUNIT_EXPECT_EQ(test, ExDeleteResourceLite(&guarded.resource), STATUS_SUCCESS);
}

static void mistakes_are_logged(struct kunit *test)
{
	struct attempt attempt;
	struct worker *worker;
	ERESOURCE resource;
	struct log log;

	memset(&resource, 0, sizeof(resource));
	log_mark(&log);
	KUNIT_EXPECT_FALSE(test, ExAcquireResourceSharedLite(&resource, TRUE));
	EXPECT_LOGGED_ONCE(test, &log,
			   "ExAcquireResourceSharedLite: the resource is not initialised");
	ExInitializeResourceLite(&resource);
	log_mark(&log);
	ExReleaseResourceLite(&resource);
	EXPECT_LOGGED_ONCE(test, &log,
			   "ExReleaseResourceLite: the thread does not have the resource");
	log_mark(&log);
	ExReleaseResourceForThreadLite(&resource, 0);
	EXPECT_LOGGED_ONCE(test, &log,
			   "ExReleaseResourceForThreadLite: the thread does not have the resource");
	KUNIT_EXPECT_TRUE(test, others_get_it(test, &resource, exclusive));
	log_mark(&log);
	ExConvertExclusiveToSharedLite(&resource);
	EXPECT_LOGGED_ONCE(test, &log, "ExConvertExclusiveToSharedLite: ");
	KUNIT_ASSERT_TRUE(test, exclusive(&resource, TRUE));
	worker = keeper_start(test, &attempt, &resource, exclusive);
	ASSERT_SEEN(test, ExGetExclusiveWaiterCount(&resource) == 1);
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, ExDeleteResourceLite(&resource), STATUS_UNSUCCESSFUL);
	EXPECT_LOGGED_ONCE(test, &log, "ExDeleteResourceLite: threads wait for the resource");
	ExReleaseResourceLite(&resource);
	await(test, &attempt);
	end(test, &attempt, worker);
	KUNIT_ASSERT_TRUE(test, exclusive(&resource, TRUE));
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, ExDeleteResourceLite(&resource), STATUS_SUCCESS);
	EXPECT_LOGGED_ONCE(test, &log, "ExDeleteResourceLite: a thread has the resource");
	log_mark(&log);
	ExReleaseResourceLite(&resource);
	EXPECT_LOGGED_ONCE(test, &log, "ExReleaseResourceLite: the resource is not initialised");
}

static void acquire_both_ways(void *resource)
{
	exclusive(resource, FALSE);
	shared(resource, TRUE);
}

static void resource_is_not_acquired_in_a_dpc(struct kunit *test)
{
	ERESOURCE resource;
	struct log log;

	ExInitializeResourceLite(&resource);
	log_mark(&log);
	in_dpc(test, acquire_both_ways, &resource);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "at IRQL 2; it is allowed up to 1"), 2U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 2U);
	KUNIT_EXPECT_TRUE(test, others_get_it(test, &resource, exclusive));
	ExDeleteResourceLite(&resource);
}

static struct kunit_case resource_cases[] = {
	KUNIT_CASE_PARAM(resource_is_exclusive_or_shared, holding_gen_params),
	KUNIT_CASE(owner_acquires_it_again),
	KUNIT_CASE(waiters_are_served_in_their_order),
	KUNIT_CASE(those_that_share_it_go_on_together),
	KUNIT_CASE(none_that_can_share_it_waits),
	KUNIT_CASE(resource_excludes),
	KUNIT_CASE(mistakes_are_logged),
	KUNIT_CASE(resource_is_not_acquired_in_a_dpc),
	{ }
};

static struct kunit_suite resource_suite = {
	.name = "ntparport_windows_ex_resource",
	.test_cases = resource_cases,
};

kunit_test_suites(&resource_suite);
