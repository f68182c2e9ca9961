// SPDX-License-Identifier: GPL-2.0
/* associated_kunit.c - requests that a driver has split, masters, and their parts. */

#include "sender.h"
#include "toy.h"

#define PARTS 3

static PDEVICE_OBJECT upper, lower;
static PIRP parts[PARTS];
static struct completion_seen part_seen[PARTS];
/* What the driver does with each part. */
static struct {
	bool pends;		/* the lower driver */
	bool has_routine;	/* the upper driver; it returns part_seen[].answer */
	LONG count;
} plan;

static NTSTATUS split(PDEVICE_OBJECT device, PIRP irp)
{
	unsigned int i;

	if (device == lower)
		return plan.pends ? toy_pend(device, irp) : toy_succeed(device, irp);
	IoMarkIrpPending(irp);
	irp->IoStatus.Status = STATUS_BUFFER_OVERFLOW;
	irp->IoStatus.Information = 42;
	irp->AssociatedIrp.IrpCount = plan.count;
	for (i = 0; i < PARTS; i++) {
		parts[i] = IoMakeAssociatedIrp(irp, lower->StackSize);
		if (!parts[i])
			return STATUS_PENDING;
		IoGetNextIrpStackLocation(parts[i])->MajorFunction = IRP_MJ_READ;
		if (plan.has_routine)
			IoSetCompletionRoutine(parts[i], note_completion, &part_seen[i], TRUE,
					       TRUE, TRUE);
	}
	for (i = 0; i < PARTS; i++)
		IoCallDriver(lower, parts[i]);
	return STATUS_PENDING;
}

/* Sends a master, which is its sender's again when it is complete. */
static PIRP send_master(struct kunit *test, struct completion_seen *seen)
{
	PIRP irp;

	upper = toy_device(test, NULL);
	lower = toy_device(test, NULL);
	memset(parts, 0, sizeof(parts));
	memset(part_seen, 0, sizeof(part_seen));
	toy.on_request = split;
	*seen = (struct completion_seen){ .answer = STATUS_MORE_PROCESSING_REQUIRED };
	irp = IoAllocateIrp(1, FALSE);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	irp->RequestorMode = UserMode;
	irp->Tail.Overlay.Thread = PsGetCurrentThread();
	IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_READ;
	IoSetCompletionRoutine(irp, note_completion, seen, TRUE, TRUE, TRUE);
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, IoCallDriver(upper, irp));
	return irp;
}

/* As documented: the last one completes the master, with what its driver has put there. */
static void the_last_part_completes_the_master(struct kunit *test)
{
	struct completion_seen seen;
	struct nt_io_counts counts;
	unsigned int i;
	PIRP irp;

	plan.pends = true;
	plan.has_routine = false;
	plan.count = PARTS;
	irp = send_master(test, &seen);
	for (i = 0; i < PARTS; i++) {
		KUNIT_ASSERT_NOT_NULL(test, parts[i]);
		KUNIT_EXPECT_TRUE(test, parts[i]->Flags & IRP_ASSOCIATED_IRP);
		KUNIT_EXPECT_PTR_EQ(test, parts[i]->AssociatedIrp.MasterIrp, irp);
		KUNIT_EXPECT_EQ(test, (int)parts[i]->RequestorMode, UserMode);
		KUNIT_EXPECT_PTR_EQ(test, parts[i]->Tail.Overlay.Thread, irp->Tail.Overlay.Thread);
	}
	/* Its memory descriptor list goes with it. */
	parts[0]->MdlAddress = IoAllocateMdl(&seen, sizeof(seen), FALSE, FALSE, NULL);
	KUNIT_EXPECT_NOT_NULL(test, parts[0]->MdlAddress);
	toy_complete(parts[1], STATUS_UNSUCCESSFUL, 1);
	toy_complete(parts[0], STATUS_SUCCESS, 2);
	KUNIT_EXPECT_EQ(test, seen.calls, 0U);
	KUNIT_EXPECT_EQ(test, irp->AssociatedIrp.IrpCount, 1);
	toy_complete(parts[2], STATUS_SUCCESS, 3);
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	KUNIT_EXPECT_TRUE(test, seen.pending);
	KUNIT_EXPECT_EQ(test, irp->IoStatus.Status, STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, irp->IoStatus.Information, 42UL);
	IoFreeIrp(irp);
	ntparport_io_counts(&counts);
	KUNIT_EXPECT_EQ(test, counts.irps, toy.before.irps);
	KUNIT_EXPECT_EQ(test, counts.mdls, toy.before.mdls);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* Also before the master's dispatch routine has returned. */
static void parts_may_end_at_once(struct kunit *test)
{
	struct completion_seen seen;
	PIRP irp;

	plan.pends = false;
	plan.has_routine = true;
	plan.count = PARTS;
	irp = send_master(test, &seen);
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	KUNIT_EXPECT_EQ(test, part_seen[PARTS - 1].calls, 1U);
	IoFreeIrp(irp);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* What a completion routine keeps does not count: the driver frees it, and completes the master. */
static void driver_may_keep_the_parts(struct kunit *test)
{
	struct completion_seen seen;
	unsigned int i;
	PIRP irp;

	plan.pends = true;
	plan.has_routine = true;
	plan.count = PARTS;
	irp = send_master(test, &seen);
	for (i = 0; i < PARTS; i++) {
		part_seen[i].answer = STATUS_MORE_PROCESSING_REQUIRED;
		toy_complete(parts[i], STATUS_SUCCESS, 0);
		KUNIT_EXPECT_EQ(test, part_seen[i].calls, 1U);
	}
	KUNIT_EXPECT_EQ(test, irp->AssociatedIrp.IrpCount, PARTS);
	/* One that is completed once more goes on, and counts. */
	toy_complete(parts[0], STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, irp->AssociatedIrp.IrpCount, PARTS - 1);
	IoFreeIrp(parts[1]);
	IoFreeIrp(parts[2]);
	KUNIT_EXPECT_EQ(test, seen.calls, 0U);
	toy_complete(irp, STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	IoFreeIrp(irp);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* A master that is complete, or freed, stays as it is. */
static void master_that_is_gone_is_left_alone(struct kunit *test)
{
	struct completion_seen seen;
	unsigned int i;
	PIRP irp;

	plan.pends = true;
	plan.has_routine = false;
	plan.count = PARTS;
	irp = send_master(test, &seen);
	toy_complete(irp, STATUS_CANCELLED, 0);
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	for (i = 0; i < PARTS; i++) {
		log_mark(&toy.log);
		toy_complete(parts[i], STATUS_SUCCESS, 0);
		EXPECT_LOGGED_ONCE(test, &toy.log, "was completed before");
		if (!i)
			IoFreeIrp(irp);
	}
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
}

/* The driver has to say how many there are. */
static void parts_that_are_not_counted(struct kunit *test)
{
	struct completion_seen seen;
	PIRP irp;

	plan.pends = true;
	plan.has_routine = false;
	plan.count = PARTS - 1;
	irp = send_master(test, &seen);
	toy_complete(parts[0], STATUS_SUCCESS, 0);
	irp->AssociatedIrp.IrpCount = 0;
	log_mark(&toy.log);
	toy_complete(parts[1], STATUS_SUCCESS, 0);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IrpCount");
	irp->AssociatedIrp.IrpCount = 1;
	toy_complete(parts[2], STATUS_SUCCESS, 0);
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	IoFreeIrp(irp);
}

static void only_requests_under_way_are_masters(struct kunit *test)
{
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, irp);
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoMakeAssociatedIrp(irp, 1));
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoMakeAssociatedIrp");
	IoFreeIrp(irp);
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoMakeAssociatedIrp(irp, 1));
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoMakeAssociatedIrp");
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoMakeAssociatedIrp(NULL, 0));
	EXPECT_LOGGED_ONCE(test, &toy.log, "0 stack locations");
}

static struct kunit_case associated_cases[] = {
	KUNIT_CASE(the_last_part_completes_the_master),
	KUNIT_CASE(parts_may_end_at_once),
	KUNIT_CASE(driver_may_keep_the_parts),
	KUNIT_CASE(master_that_is_gone_is_left_alone),
	KUNIT_CASE(parts_that_are_not_counted),
	KUNIT_CASE(only_requests_under_way_are_masters),
	{ }
};

static struct kunit_suite associated_suite = {
	.name = "ntparport_windows_associated",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = associated_cases,
};

kunit_test_suites(&associated_suite);
