// SPDX-License-Identifier: GPL-2.0
/*
 * mdl_kunit.c - memory that drivers lock. There is no program here: what programs lend is for
 * nodetest, in qemu/windows.
 */

#include <linux/mm.h>

#include "ex/raiser.h"
#include "sender.h"
#include "toy.h"

#define TAG 0x74736554

static char memory[3 * PAGE_SIZE];

/* A list for some of it. */
static PMDL list_of(struct kunit *test)
{
	PMDL mdl = IoAllocateMdl(memory + 100, 5000, FALSE, FALSE, NULL);

	KUNIT_ASSERT_NOT_NULL(test, mdl);
	return mdl;
}

/* 0, or the line of what is not as it should be. */
static int lock_and_unlock(PMDL mdl)
{
	MmProbeAndLockPages(mdl, KernelMode, IoModifyAccess);
	if ((mdl->MdlFlags & (MDL_PAGES_LOCKED | MDL_WRITE_OPERATION)) !=
	    (MDL_PAGES_LOCKED | MDL_WRITE_OPERATION))
		return __LINE__;
	if (MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority) != memory + 100 ||
	    !(mdl->MdlFlags & MDL_MAPPED_TO_SYSTEM_VA) ||
	    MmMapLockedPages(mdl, KernelMode) != memory + 100)
		return __LINE__;
	MmUnmapLockedPages(memory + 100, mdl);
	if (mdl->MdlFlags & MDL_MAPPED_TO_SYSTEM_VA || !(mdl->MdlFlags & MDL_PAGES_LOCKED))
		return __LINE__;
	if (MmGetSystemAddressForMdl(mdl) != memory + 100)
		return __LINE__;
	MmUnlockPages(mdl);
	if (mdl->MdlFlags & (MDL_PAGES_LOCKED | MDL_WRITE_OPERATION | MDL_MAPPED_TO_SYSTEM_VA))
		return __LINE__;
	MmProbeAndLockPages(mdl, KernelMode, IoReadAccess);
	if (mdl->MdlFlags & MDL_WRITE_OPERATION)
		return __LINE__;
	MmUnlockPages(mdl);
	return 0;
}

static void memory_of_the_kernel_is_locked_where_it_is(struct kunit *test)
{
	PMDL mdl = list_of(test);

	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, lock_and_unlock(mdl), 0);
	IoFreeMdl(mdl);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

struct at_dispatch {
	PMDL mdl;
	int line;
};

static void lock_in_dpc(void *data)
{
	struct at_dispatch *locking = data;

	locking->line = lock_and_unlock(locking->mdl);
}

static void dpc_locks_memory_of_the_kernel(struct kunit *test)
{
	struct at_dispatch locking = { list_of(test), -1 };

	log_mark(&toy.log);
	in_dpc(test, lock_in_dpc, &locking);
	KUNIT_EXPECT_EQ(test, locking.line, 0);
	IoFreeMdl(locking.mdl);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void lock_programs_in_dpc(void *mdl)
{
	MmProbeAndLockPages(mdl, UserMode, IoReadAccess);
}

static void program_is_not_locked_at_dispatch_level(struct kunit *test)
{
	PMDL mdl = IoAllocateMdl((PVOID)0x10000, 8, FALSE, FALSE, NULL);

	KUNIT_ASSERT_NOT_NULL(test, mdl);
	log_mark(&toy.log);
	in_dpc(test, lock_programs_in_dpc, mdl);
	EXPECT_LOGGED_ONCE(test, &toy.log, "MmProbeAndLockPages");
	KUNIT_EXPECT_FALSE(test, mdl->MdlFlags & MDL_PAGES_LOCKED);
	IoFreeMdl(mdl);
}

/* What cannot be locked */

static const struct refused {
	const char *name;
	PVOID address;
	KPROCESSOR_MODE mode;
} refused[] = {
	{ "no memory", (PVOID)(0 - PAGE_SIZE), KernelMode },
	{ "no memory, as a program's", (PVOID)(0 - PAGE_SIZE), UserMode },
	{ "the kernel's memory as a program's", memory, UserMode },
	{ "a program's, in a thread of the system", (PVOID)0x10000, UserMode },
	{ "the same for the kernel", (PVOID)0x10000, KernelMode },
};

static void describe_refused(const struct refused *refused, char *description)
{
	strscpy(description, refused->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(refused, refused, describe_refused);

struct locking {
	PMDL mdl;
	KPROCESSOR_MODE mode;
};

static void lock(void *data)
{
	struct locking *locking = data;

	MmProbeAndLockPages(locking->mdl, locking->mode, IoWriteAccess);
}

static NTSTATUS lock_in_thread(void *data)
{
	return raiser_code(lock, data);
}

static void what_is_not_there_raises(struct kunit *test)
{
	const struct refused *refused = test->param_value;
	struct locking locking = {
		IoAllocateMdl(refused->address, 8, FALSE, FALSE, NULL), refused->mode
	};

	KUNIT_ASSERT_NOT_NULL(test, locking.mdl);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_ACCESS_VIOLATION,
			worker_result(test, worker_start(test, lock_in_thread, &locking)));
	KUNIT_EXPECT_FALSE(test, locking.mdl->MdlFlags & MDL_PAGES_LOCKED);
	/* It is no longer being locked, either. */
	MmBuildMdlForNonPagedPool(locking.mdl);
	IoFreeMdl(locking.mdl);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void map_for_program(void *mdl)
{
	MmMapLockedPagesSpecifyCache(mdl, UserMode, MmCached, NULL, FALSE, NormalPagePriority);
}

static NTSTATUS map_in_thread(void *mdl)
{
	return raiser_code(map_for_program, mdl);
}

static void nothing_is_mapped_for_programs(struct kunit *test)
{
	PMDL mdl = list_of(test);

	MmProbeAndLockPages(mdl, KernelMode, IoReadAccess);
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_INSUFFICIENT_RESOURCES,
			worker_result(test, worker_start(test, map_in_thread, mdl)));
	EXPECT_LOGGED_ONCE(test, &toy.log, "cannot be mapped for a program");
	MmUnlockPages(mdl);
	IoFreeMdl(mdl);
}

/* Mistakes */

#define EXPECT_COMPLAINT(text, call)			\
do {							\
	log_mark(&toy.log);				\
	call;						\
	EXPECT_LOGGED_ONCE(test, &toy.log, text);	\
} while (0)

static void mistakes_are_named_and_change_nothing(struct kunit *test)
{
	PMDL mdl = list_of(test);

	EXPECT_COMPLAINT("is not locked", MmUnlockPages(mdl));
	EXPECT_COMPLAINT("is not locked",
			 KUNIT_EXPECT_NULL(test, MmGetSystemAddressForMdl(mdl)));
	MmProbeAndLockPages(mdl, KernelMode, IoWriteAccess);
	EXPECT_COMPLAINT("is locked already", MmProbeAndLockPages(mdl, KernelMode, IoWriteAccess));
	EXPECT_COMPLAINT("is locked already", MmBuildMdlForNonPagedPool(mdl));
	EXPECT_COMPLAINT("is not mapped there", MmUnmapLockedPages(memory + 100, mdl));
	KUNIT_EXPECT_PTR_EQ(test, MmGetSystemAddressForMdl(mdl), (void *)(memory + 100));
	EXPECT_COMPLAINT("is not mapped there", MmUnmapLockedPages(memory, mdl));
	MmUnlockPages(mdl);
	EXPECT_COMPLAINT("is not locked", MmUnlockPages(mdl));
	MmBuildMdlForNonPagedPool(mdl);
	EXPECT_COMPLAINT("describes nonpaged pool",
			 MmProbeAndLockPages(mdl, KernelMode, IoReadAccess));
	KUNIT_EXPECT_PTR_EQ(test, MmMapLockedPages(mdl, KernelMode), (void *)(memory + 100));
	IoFreeMdl(mdl);
	mdl = list_of(test);
	MmProbeAndLockPages(mdl, KernelMode, IoReadAccess);
	EXPECT_COMPLAINT("are still locked: unlocked", IoFreeMdl(mdl));
	EXPECT_COMPLAINT("is not a memory descriptor list", MmUnlockPages(mdl));
	EXPECT_COMPLAINT("is not a memory descriptor list",
			 MmProbeAndLockPages(NULL, KernelMode, IoReadAccess));
}

/* Requests */

static NTSTATUS lock_for_request(PDEVICE_OBJECT device, PIRP irp)
{
	PMDL mdl = IoAllocateMdl(irp->UserBuffer, 8, FALSE, FALSE, irp);

	if (!mdl)
		return toy_complete(irp, STATUS_INSUFFICIENT_RESOURCES, 0);
	MmProbeAndLockPages(mdl, irp->RequestorMode, IoWriteAccess);
	memcpy(MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority), "answer", 6);
	return toy_complete(irp, STATUS_SUCCESS, 0);
}

static void request_unlocks_what_is_its_own(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);

	toy.on_request = lock_for_request;
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoCallDriver(device, sender_control(sender, device, CODE(METHOD_NEITHER),
							    8, 8)));
	EXPECT_SAME_BYTES(test, sender->output, "answer..", 8);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static NTSTATUS NTAPI unlock_and_free(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	MmUnlockPages(irp->MdlAddress);
	IoFreeMdl(irp->MdlAddress);
	IoFreeIrp(irp);
	++*(unsigned int *)context;
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static void direct_request_comes_with_locked_memory(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	unsigned int freed = 0;
	char buffer[8] = "";
	PIRP irp;

	device->Flags |= DO_DIRECT_IO;
	toy.on_request = toy_succeed;
	irp = IoBuildAsynchronousFsdRequest(IRP_MJ_WRITE, device, buffer, 8, NULL, NULL);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	KUNIT_EXPECT_PTR_EQ(test, MmGetSystemAddressForMdl(irp->MdlAddress), (void *)buffer);
	IoSetCompletionRoutine(irp, unlock_and_free, &freed, TRUE, TRUE, TRUE);
	log_mark(&toy.log);
	IoCallDriver(device, irp);
	KUNIT_EXPECT_EQ(test, freed, 1U);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

/* What describes nothing, or not all of the part, changes nothing. */
static void part_is_where_the_whole_is(struct kunit *test)
{
	static const struct {
		size_t from;
		ULONG length;
	} refused[] = { { 99, 1 }, { 5100, 0 }, { 5100, 1 }, { 100, 5001 }, { 5000, 101 } };
	PMDL whole = list_of(test), part = IoAllocateMdl(memory, 5000, FALSE, FALSE, NULL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, part);
	log_mark(&toy.log);
	IoBuildPartialMdl(whole, part, memory + 200, 10);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not locked");
	KUNIT_EXPECT_EQ(test, part->ByteCount, 5000U);
	MmProbeAndLockPages(whole, KernelMode, IoModifyAccess);
	log_mark(&toy.log);
	IoBuildPartialMdl(whole, part, memory + 4200, 10);
	KUNIT_EXPECT_EQ(test, part->ByteCount, 10U);
	KUNIT_EXPECT_PTR_EQ(test, MmGetMdlVirtualAddress(part), (void *)(memory + 4200));
	KUNIT_EXPECT_PTR_EQ(test, MmGetSystemAddressForMdlSafe(part, NormalPagePriority),
			    (void *)(memory + 4200));
	KUNIT_EXPECT_TRUE(test, part->MdlFlags & MDL_PARTIAL);
	KUNIT_EXPECT_TRUE(test, part->MdlFlags & MDL_WRITE_OPERATION);
	/* Another part; and all that is left. */
	IoBuildPartialMdl(whole, part, memory + 300, 0);
	KUNIT_EXPECT_EQ(test, part->ByteCount, 4800U);
	KUNIT_EXPECT_PTR_EQ(test, MmGetSystemAddressForMdl(part), (void *)(memory + 300));
	EXPECT_NOT_LOGGED(test, &toy.log);
	for (i = 0; i < ARRAY_SIZE(refused); i++) {
		log_mark(&toy.log);
		IoBuildPartialMdl(whole, part, memory + refused[i].from, refused[i].length);
		EXPECT_LOGGED_ONCE(test, &toy.log, "does not describe all of that part");
	}
	KUNIT_EXPECT_EQ(test, part->ByteCount, 4800U);
	log_mark(&toy.log);
	IoFreeMdl(part);
	EXPECT_NOT_LOGGED(test, &toy.log);
	IoBuildPartialMdl(whole, part, memory + 200, 10);
	EXPECT_LOGGED_ONCE(test, &toy.log, "is not a memory descriptor list");
	MmUnlockPages(whole);
	IoFreeMdl(whole);
}

/* The driver's memory is a list until it is freed. */
static void list_in_memory_of_the_driver(struct kunit *test)
{
	PMDL mdl;

	KUNIT_EXPECT_EQ(test, MmSizeOfMdl(memory, 1), sizeof(MDL) + sizeof(PFN_NUMBER));
	KUNIT_EXPECT_EQ(test, MmSizeOfMdl((PVOID)0xfff, 2), sizeof(MDL) + 2 * sizeof(PFN_NUMBER));
	KUNIT_EXPECT_EQ(test, MmSizeOfMdl((PVOID)0x1000, 0x2000),
			sizeof(MDL) + 2 * sizeof(PFN_NUMBER));
	mdl = ExAllocatePoolWithTag(NonPagedPool, MmSizeOfMdl(memory + 100, 5000), TAG);
	KUNIT_ASSERT_NOT_NULL(test, mdl);
	log_mark(&toy.log);
	MmInitializeMdl(mdl, memory + 100, 5000);
	KUNIT_EXPECT_EQ(test, MmGetMdlByteCount(mdl), 5000U);
	KUNIT_EXPECT_PTR_EQ(test, MmGetMdlVirtualAddress(mdl), (void *)(memory + 100));
	KUNIT_EXPECT_EQ(test, lock_and_unlock(mdl), 0);
	/* Once more, for other memory. */
	MmInitializeMdl(mdl, memory, 10);
	MmBuildMdlForNonPagedPool(mdl);
	KUNIT_EXPECT_PTR_EQ(test, MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority),
			    (void *)memory);
	EXPECT_NOT_LOGGED(test, &toy.log);
	EXPECT_COMPLAINT("in memory of the driver's", IoFreeMdl(mdl));
	log_mark(&toy.log);
	ExFreePoolWithTag(mdl, TAG);
	EXPECT_NOT_LOGGED(test, &toy.log);
	EXPECT_COMPLAINT("is not a memory descriptor list", MmBuildMdlForNonPagedPool(mdl));

	log_mark(&toy.log);
	mdl = MmCreateMdl(NULL, memory + 100, 5000);
	KUNIT_ASSERT_NOT_NULL(test, mdl);
	KUNIT_EXPECT_EQ(test, lock_and_unlock(mdl), 0);
	MmProbeAndLockPages(mdl, KernelMode, IoReadAccess);
	EXPECT_NOT_LOGGED(test, &toy.log);
	EXPECT_COMPLAINT("whose pages are still locked: unlocked", ExFreePool(mdl));
}

/* A list of IoAllocateMdl() may describe other memory later; it is not freed by that. */
static void allocated_list_begins_anew(struct kunit *test)
{
	PMDL mdl = list_of(test);

	log_mark(&toy.log);
	MmInitializeMdl(mdl, memory + 100, 50);
	KUNIT_EXPECT_PTR_EQ(test, MmGetMdlVirtualAddress(mdl), (void *)(memory + 100));
	KUNIT_EXPECT_EQ(test, MmGetMdlByteCount(mdl), 50U);
	KUNIT_EXPECT_EQ(test, lock_and_unlock(mdl), 0);
	MmProbeAndLockPages(mdl, KernelMode, IoReadAccess);
	EXPECT_NOT_LOGGED(test, &toy.log);
	EXPECT_COMPLAINT("are still locked: unlocked",
			 MmInitializeMdl(mdl, memory + 100, 10));
	log_mark(&toy.log);
	KUNIT_EXPECT_EQ(test, lock_and_unlock(mdl), 0);
	IoFreeMdl(mdl);
	EXPECT_NOT_LOGGED(test, &toy.log);
	EXPECT_COMPLAINT("is not a memory descriptor list", MmBuildMdlForNonPagedPool(mdl));
}

static void unloading_unlocks_what_a_driver_left(struct kunit *test)
{
	PMDL mdl = list_of(test);

	list_of(test);
	MmProbeAndLockPages(mdl, KernelMode, IoReadAccess);
	log_mark(&toy.log);
	toy_unload();
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "pages of 1 memory descriptor list were"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "toy: 2 memory descriptor lists were"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, ""), 2U);
}

static struct kunit_case mdl_cases[] = {
	KUNIT_CASE(memory_of_the_kernel_is_locked_where_it_is),
	KUNIT_CASE(dpc_locks_memory_of_the_kernel),
	KUNIT_CASE(program_is_not_locked_at_dispatch_level),
	KUNIT_CASE_PARAM(what_is_not_there_raises, refused_gen_params),
	KUNIT_CASE(nothing_is_mapped_for_programs),
	KUNIT_CASE(mistakes_are_named_and_change_nothing),
	KUNIT_CASE(request_unlocks_what_is_its_own),
	KUNIT_CASE(direct_request_comes_with_locked_memory),
	KUNIT_CASE(part_is_where_the_whole_is),
	KUNIT_CASE(list_in_memory_of_the_driver),
	KUNIT_CASE(allocated_list_begins_anew),
	KUNIT_CASE(unloading_unlocks_what_a_driver_left),
	{ }
};

static struct kunit_suite mdl_suite = {
	.name = "ntparport_windows_mdl",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = mdl_cases,
};

kunit_test_suites(&mdl_suite);
