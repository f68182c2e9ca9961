// SPDX-License-Identifier: GPL-2.0
/* controller_kunit.c - controllers, which several devices share. */

#include "toy.h"

static struct {
	PCONTROLLER_OBJECT controller;
	PDEVICE_OBJECT order[8];	/* as they got it */
	PIRP irps[8];
	PVOID contexts[8];
	KIRQL irql;
	unsigned int calls;
	unsigned int inside, most_inside;
	IO_ALLOCATION_ACTION action;
	PDEVICE_OBJECT others[2];	/* for these, it is asked for inside the routine */
	bool free_inside;
} got;

static IO_ALLOCATION_ACTION NTAPI get_it(PDEVICE_OBJECT device, PIRP irp, PVOID base, PVOID context)
{
	unsigned int n, call = got.calls++;

	got.most_inside = max(got.most_inside, ++got.inside);
	got.irql = KeGetCurrentIrql();
	if (call < ARRAY_SIZE(got.order)) {
		got.order[call] = device;
		got.irps[call] = irp;
		got.contexts[call] = context;
	}
	for (n = 0; !call && n < ARRAY_SIZE(got.others); n++)
		if (got.others[n])
			IoAllocateController(got.controller, got.others[n], get_it, NULL);
	if (got.free_inside)
		IoFreeController(got.controller);
	got.inside--;
	return got.action;
}

static int controller_init(struct kunit *test)
{
	int err = toy_init(test);

	memset(&got, 0, sizeof(got));
	got.action = KeepObject;
	if (!err)
		got.controller = NULL;
	return err;
}

static PCONTROLLER_OBJECT create(struct kunit *test)
{
	got.controller = IoCreateController(40);
	KUNIT_ASSERT_NOT_NULL(test, got.controller);
	return got.controller;
}

static void allocate(PDEVICE_OBJECT device, PVOID context)
{
	IoAllocateController(got.controller, device, get_it, context);
}

static void controller_goes_from_device_to_device(struct kunit *test)
{
	static const u8 zero[40];
	PDEVICE_OBJECT a = toy_device(test, NULL), b = toy_device(test, NULL);
	PDEVICE_OBJECT c = toy_device(test, NULL);
	PCONTROLLER_OBJECT controller = create(test);

	KUNIT_EXPECT_EQ(test, controller->Type, 2);
	EXPECT_SAME_BYTES(test, controller->ControllerExtension, zero, 40);
	memset(controller->ControllerExtension, 0xff, 40);
	a->CurrentIrp = (PIRP)&got;
	allocate(a, &a);
	KUNIT_EXPECT_EQ(test, got.calls, 1U);
	KUNIT_EXPECT_EQ(test, got.irql, DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	KUNIT_EXPECT_PTR_EQ(test, got.order[0], a);
	KUNIT_EXPECT_PTR_EQ(test, got.irps[0], (PIRP)&got);
	KUNIT_EXPECT_PTR_EQ(test, got.contexts[0], (PVOID)&a);
	a->CurrentIrp = NULL;
	allocate(b, NULL);
	allocate(c, NULL);
	KUNIT_EXPECT_EQ(test, got.calls, 1U);
	IoFreeController(controller);
	KUNIT_EXPECT_EQ(test, got.calls, 2U);
	KUNIT_EXPECT_PTR_EQ(test, got.order[1], b);
	/* It may wait again as soon as it has it. */
	allocate(b, NULL);
	got.action = DeallocateObject;
	IoFreeController(controller);
	KUNIT_EXPECT_EQ(test, got.calls, 4U);
	KUNIT_EXPECT_PTR_EQ(test, got.order[2], c);
	KUNIT_EXPECT_PTR_EQ(test, got.order[3], b);
	allocate(a, NULL);
	KUNIT_EXPECT_EQ(test, got.calls, 5U);
	KUNIT_EXPECT_EQ(test, got.most_inside, 1U);
	IoDeleteController(controller);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* The stack does not grow with their number. */
static void routines_are_not_nested(struct kunit *test)
{
	PDEVICE_OBJECT a = toy_device(test, NULL);
	PCONTROLLER_OBJECT controller = create(test);

	got.others[0] = toy_device(test, NULL);
	got.others[1] = toy_device(test, NULL);
	got.free_inside = true;
	allocate(a, NULL);
	KUNIT_EXPECT_EQ(test, got.calls, 3U);
	KUNIT_EXPECT_PTR_EQ(test, got.order[2], got.others[1]);
	KUNIT_EXPECT_EQ(test, got.most_inside, 1U);
	IoDeleteController(controller);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static VOID NTAPI give_back(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	IoFreeController(context);
}

/* As drivers do: the DPC of an interrupt ends the turn. */
static void controller_is_given_back_by_a_dpc(struct kunit *test)
{
	PDEVICE_OBJECT a = toy_device(test, NULL), b = toy_device(test, NULL);
	PCONTROLLER_OBJECT controller = create(test);
	PKDPC dpc = kunit_kzalloc(test, sizeof(*dpc), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, dpc);
	KeInitializeDpc(dpc, give_back, controller);
	allocate(a, NULL);
	allocate(b, NULL);
	KeInsertQueueDpc(dpc, NULL, NULL);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, got.calls, 2U);
	KUNIT_EXPECT_PTR_EQ(test, got.order[1], b);
	IoFreeController(controller);
	IoDeleteController(controller);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void mistakes_are_logged(struct kunit *test)
{
	PDEVICE_OBJECT a = toy_device(test, NULL), b = toy_device(test, NULL);
	PCONTROLLER_OBJECT controller = create(test);

	IoFreeController(controller);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoFreeController: no device has controller");
	allocate(a, NULL);
	allocate(b, NULL);
	log_mark(&toy.log);
	allocate(b, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "the device waits for a controller already");
	log_mark(&toy.log);
	IoAllocateController(controller, a, NULL, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoAllocateController: the routine");
	log_mark(&toy.log);
	IoAllocateController((PCONTROLLER_OBJECT)a, a, get_it, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a controller");
	log_mark(&toy.log);
	IoAllocateController(controller, (PDEVICE_OBJECT)controller, get_it, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoAllocateController");
	log_mark(&toy.log);
	toy_delete(b);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is deleted while it waits for a controller");
	IoFreeController(controller);
	KUNIT_EXPECT_EQ(test, got.calls, 1U);
	/* Given back twice. */
	got.free_inside = true;
	got.action = DeallocateObject;
	log_mark(&toy.log);
	allocate(a, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "has called IoFreeController already");
	got.free_inside = false;
	got.action = 77;
	log_mark(&toy.log);
	allocate(a, NULL);
	EXPECT_LOGGED_ONCE(test, &toy.log, "returns 77");
	log_mark(&toy.log);
	IoDeleteController(controller);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoFreeController has to be called first");
	log_mark(&toy.log);
	IoDeleteController(controller);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a controller, or is already gone");
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoCreateController(0xffffffff));
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* A timer that has no DPC is known only by its place. */
static void timer_in_an_extension_ends_with_the_controller(struct kunit *test)
{
	LARGE_INTEGER due = { .QuadPart = -600LL * 1000 * 1000 * 10 };
	unsigned int left;

	for (left = 0; left < 2; left++) {
		PCONTROLLER_OBJECT controller = IoCreateController(sizeof(KTIMER));

		KUNIT_ASSERT_NOT_NULL(test, controller);
		KeInitializeTimer(controller->ControllerExtension);
		KeSetTimer(controller->ControllerExtension, due, NULL);
		log_mark(&toy.log);
		if (left)
			toy_unload();
		else
			IoDeleteController(controller);
		KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "timer"), 1U);
		KUNIT_EXPECT_EQ(test, log_lines(&toy.log, ""), left + 1);
	}
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
}

static void controller_that_is_left_is_deleted(struct kunit *test)
{
	PDEVICE_OBJECT a = toy_device(test, NULL), b = toy_device(test, NULL);

	create(test);
	allocate(a, NULL);
	allocate(b, NULL);
	toy_delete(a);
	toy_forget(b);
	log_mark(&toy.log);
	toy_unload();
	KUNIT_EXPECT_EQ(test, 1U,
			log_lines(&toy.log, "controller was never deleted by IoDeleteController"));
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "waits for a controller"), 0U);
	KUNIT_EXPECT_EQ(test, got.calls, 1U);
	KUNIT_ASSERT_EQ(test, toy_load(), 0);
}

static struct kunit_case controller_cases[] = {
	KUNIT_CASE(controller_goes_from_device_to_device),
	KUNIT_CASE(routines_are_not_nested),
	KUNIT_CASE(controller_is_given_back_by_a_dpc),
	KUNIT_CASE(mistakes_are_logged),
	KUNIT_CASE(timer_in_an_extension_ends_with_the_controller),
	KUNIT_CASE(controller_that_is_left_is_deleted),
	{ }
};

static struct kunit_suite controller_suite = {
	.name = "ntparport_windows_io_controller",
	.init = controller_init,
	.exit = toy_exit,
	.test_cases = controller_cases,
};

kunit_test_suites(&controller_suite);
