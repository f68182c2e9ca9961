// SPDX-License-Identifier: GPL-2.0
/* buffer_kunit.c - the buffers of requests, by method, and memory descriptor lists. */

#include <linux/mm.h>

#include "sender.h"
#include "toy.h"

static void output_is_copied_back(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);

	toy.on_request = give_answer;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoCallDriver(device, sender_control(sender, device, CODE(METHOD_BUFFERED),
							    8, 8)));
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, sender->result.Information, (ULONG_PTR)6);
	EXPECT_SAME_BYTES(test, sender->output, "answer..", 8);
	KUNIT_EXPECT_NE(test, KeReadStateEvent(&sender->event), 0);
	/* The driver claims more output than there is room for. */
	memset(sender->output, '.', 8);
	IoCallDriver(device, sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 4));
	EXPECT_SAME_BYTES(test, sender->output, "answ....", 8);
}

static NTSTATUS answer_with_failure(PDEVICE_OBJECT device, PIRP irp)
{
	memcpy(irp->AssociatedIrp.SystemBuffer, "answer!!", 8);
	return toy_complete(irp, STATUS_IO_DEVICE_ERROR, 6);
}

static void output_of_a_failure_is_not_copied(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);

	toy.on_request = answer_with_failure;
	KUNIT_EXPECT_EQ(test, STATUS_IO_DEVICE_ERROR,
			IoCallDriver(device, sender_control(sender, device, CODE(METHOD_BUFFERED),
							    8, 8)));
	KUNIT_EXPECT_EQ(test, sender->result.Status, STATUS_IO_DEVICE_ERROR);
	EXPECT_SAME_BYTES(test, sender->output, "........", 8);
	toy.on_request = answer_with_warning;
	IoCallDriver(device, sender_control(sender, device, CODE(METHOD_BUFFERED), 8, 8));
	EXPECT_SAME_BYTES(test, sender->output, "answer..", 8);
}

/* What the driver sees, by method. */
static struct seen {
	ULONG code;
	ULONG in, out;
	bool buffer, mdl, user_buffer, type3;
} seen;

static NTSTATUS look(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);

	seen = (struct seen){
		.code = location->Parameters.DeviceIoControl.IoControlCode,
		.in = location->Parameters.DeviceIoControl.InputBufferLength,
		.out = location->Parameters.DeviceIoControl.OutputBufferLength,
		.buffer = irp->AssociatedIrp.SystemBuffer &&
			!memcmp(irp->AssociatedIrp.SystemBuffer, "question", 8),
		.mdl = irp->MdlAddress,
		.user_buffer = irp->UserBuffer,
		.type3 = location->Parameters.DeviceIoControl.Type3InputBuffer,
	};
	if (irp->MdlAddress) {
		char *memory = MmGetSystemAddressForMdlSafe(irp->MdlAddress, NormalPagePriority);

		if (memory)
			memcpy(memory, "direct", 6);
	}
	return toy_complete(irp, STATUS_SUCCESS, 0);
}

static const struct seen methods[] = {
	{ CODE(METHOD_BUFFERED), 8, 8, .buffer = true, .user_buffer = true },
	{ CODE(METHOD_BUFFERED), 8, 0, .buffer = true },
	{ CODE(METHOD_BUFFERED), 0, 0 },
	{ CODE(METHOD_IN_DIRECT), 8, 8, .buffer = true, .mdl = true },
	{ CODE(METHOD_OUT_DIRECT), 8, 8, .buffer = true, .mdl = true },
	{ CODE(METHOD_OUT_DIRECT), 0, 8, .mdl = true },
	{ CODE(METHOD_NEITHER), 8, 8, .user_buffer = true, .type3 = true },
};

static void describe_method(const struct seen *method, char *description)
{
	snprintf(description, KUNIT_PARAM_DESC_SIZE, "method %u, %u bytes in, %u out",
		 method->code & 3, method->in, method->out);
}

KUNIT_ARRAY_PARAM(methods, methods, describe_method);

static void buffers_follow_the_method(struct kunit *test)
{
	const struct seen *method = test->param_value;
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);

	toy.on_request = look;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoCallDriver(device, sender_control(sender, device, method->code,
							    method->in, method->out)));
	KUNIT_EXPECT_EQ(test, seen.code, method->code);
	KUNIT_EXPECT_EQ(test, seen.in, method->in);
	KUNIT_EXPECT_EQ(test, seen.out, method->out);
	KUNIT_EXPECT_EQ(test, seen.buffer, method->buffer);
	KUNIT_EXPECT_EQ(test, seen.mdl, method->mdl);
	KUNIT_EXPECT_EQ(test, seen.user_buffer, method->user_buffer);
	KUNIT_EXPECT_EQ(test, seen.type3, method->type3);
	if (method->mdl)
		EXPECT_SAME_BYTES(test, sender->output, "direct..", 8);
}

static void internal_control_is_another_function(struct kunit *test)
{
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);

	IoCallDriver(device, IoBuildDeviceIoControlRequest(7, device, NULL, 0, NULL, 0, TRUE,
							   NULL, &sender->result));
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_INTERNAL_DEVICE_CONTROL], 1U);
	IoCallDriver(device, sender_control(sender, device, 7, 0, 0));
	KUNIT_EXPECT_EQ(test, toy.majors[IRP_MJ_DEVICE_CONTROL], 1U);
}

/* Reading and writing */

struct transfer {
	const char *name;
	ULONG major;
	ULONG flags;
	bool asynchronous;
};

static const struct transfer transfers[] = {
	{ "read, buffered", IRP_MJ_READ, DO_BUFFERED_IO },
	{ "read, direct", IRP_MJ_READ, DO_DIRECT_IO },
	{ "read, neither", IRP_MJ_READ, 0 },
	{ "write, buffered", IRP_MJ_WRITE, DO_BUFFERED_IO },
	{ "write, direct", IRP_MJ_WRITE, DO_DIRECT_IO },
	{ "write, neither", IRP_MJ_WRITE, 0 },
	{ "asynchronous read, buffered", IRP_MJ_READ, DO_BUFFERED_IO, true },
	{ "asynchronous write, direct", IRP_MJ_WRITE, DO_DIRECT_IO, true },
};

static void describe_transfer(const struct transfer *transfer, char *description)
{
	strscpy(description, transfer->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(transfers, transfers, describe_transfer);

static LONGLONG offset_seen;
static char written[8];

static NTSTATUS transfer_data(PDEVICE_OBJECT device, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	char *data = device->Flags & DO_BUFFERED_IO ? irp->AssociatedIrp.SystemBuffer :
		device->Flags & DO_DIRECT_IO ? MmGetSystemAddressForMdl(irp->MdlAddress) :
		irp->UserBuffer;

	if (location->MajorFunction == IRP_MJ_READ) {
		offset_seen = location->Parameters.Read.ByteOffset.QuadPart;
		memcpy(data, "reading!", location->Parameters.Read.Length);
	} else {
		offset_seen = location->Parameters.Write.ByteOffset.QuadPart;
		memcpy(written, data, location->Parameters.Write.Length);
	}
	return toy_complete(irp, STATUS_SUCCESS, 4);
}

static void transfer_takes_the_way_of_the_device(struct kunit *test)
{
	const struct transfer *transfer = test->param_value;
	LARGE_INTEGER offset = { .QuadPart = 0x123456789 };
	struct sender *sender = sender_create(test);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	char buffer[8] = "writing!";
	PIRP irp;

	device->Flags |= transfer->flags;
	toy.on_request = transfer_data;
	memset(written, 0, sizeof(written));
	irp = transfer->asynchronous ?
		IoBuildAsynchronousFsdRequest(transfer->major, device, buffer, 4, &offset,
					      &sender->result) :
		IoBuildSynchronousFsdRequest(transfer->major, device, buffer, 4, &offset,
					     &sender->event, &sender->result);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCallDriver(device, irp));
	KUNIT_EXPECT_EQ(test, offset_seen, offset.QuadPart);
	KUNIT_EXPECT_EQ(test, sender->result.Information, (ULONG_PTR)4);
	if (transfer->major == IRP_MJ_READ)
		EXPECT_SAME_BYTES(test, buffer, "reading!", 8);
	else
		EXPECT_SAME_BYTES(test, written, "writ\0\0\0\0", 8);
}

static NTSTATUS NTAPI free_request(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	if (irp->Flags & IRP_DEALLOCATE_BUFFER)
		ExFreePool(irp->AssociatedIrp.SystemBuffer);
	if (irp->MdlAddress)
		IoFreeMdl(irp->MdlAddress);
	IoFreeIrp(irp);
	++*(unsigned int *)context;
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static void asynchronous_request_can_be_freed_by_its_sender(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);
	unsigned int freed = 0;
	char buffer[8] = "";
	PIRP irp;

	device->Flags |= DO_BUFFERED_IO;
	irp = IoBuildAsynchronousFsdRequest(IRP_MJ_WRITE, device, buffer, 8, NULL, NULL);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoSetCompletionRoutine(irp, free_request, &freed, TRUE, TRUE, TRUE);
	log_mark(&toy.log);
	IoCallDriver(device, irp);
	KUNIT_EXPECT_EQ(test, freed, 1U);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void fsd_request_of_another_function_is_refused(struct kunit *test)
{
	PDEVICE_OBJECT device = toy_device(test, NULL);

	KUNIT_EXPECT_NULL(test, IoBuildAsynchronousFsdRequest(IRP_MJ_CREATE, device, NULL, 0,
							      NULL, NULL));
	KUNIT_EXPECT_NULL(test, IoBuildSynchronousFsdRequest(IRP_MJ_DEVICE_CONTROL, device, NULL,
							     0, NULL, NULL, NULL));
}

/* Pending */

static void mdl_describes_its_memory(struct kunit *test)
{
	char *memory = kunit_kzalloc(test, 3 * PAGE_SIZE, GFP_KERNEL);
	PMDL mdl, second;
	PIRP irp = IoAllocateIrp(1, FALSE);

	KUNIT_ASSERT_NOT_NULL(test, memory);
	mdl = IoAllocateMdl(memory + 100, 5000, FALSE, FALSE, irp);
	KUNIT_ASSERT_NOT_NULL(test, mdl);
	KUNIT_EXPECT_PTR_EQ(test, irp->MdlAddress, mdl);
	KUNIT_EXPECT_EQ(test, MmGetMdlByteCount(mdl), 5000U);
	KUNIT_EXPECT_EQ(test, MmGetMdlByteOffset(mdl), (ULONG)offset_in_page(memory + 100));
	KUNIT_EXPECT_PTR_EQ(test, MmGetMdlVirtualAddress(mdl), (void *)(memory + 100));
	KUNIT_EXPECT_NULL(test, MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority));
	MmBuildMdlForNonPagedPool(mdl);
	KUNIT_EXPECT_PTR_EQ(test, MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority),
			    (void *)(memory + 100));
	second = IoAllocateMdl(memory, 1, TRUE, FALSE, irp);
	KUNIT_EXPECT_PTR_EQ(test, mdl->Next, second);
	KUNIT_EXPECT_NULL(test, IoAllocateMdl(memory, 0, FALSE, FALSE, NULL));
	IoFreeMdl(second);
	IoFreeMdl(mdl);
	IoFreeIrp(irp);
}

static unsigned int mdls_of_request;

static NTSTATUS add_mdls(PDEVICE_OBJECT device, PIRP irp)
{
	static char memory[30];
	struct nt_io_counts counts;

	IoAllocateMdl(memory, 20, TRUE, FALSE, irp);
	IoAllocateMdl(memory, 30, TRUE, FALSE, irp);
	ntparport_io_counts(&counts);
	mdls_of_request = counts.mdls - toy.before.mdls;
	return toy_succeed(device, irp);
}

/* What a driver adds to the list of MDLs of somebody's request is freed with the first. */
static void mdls_go_with_their_request(struct kunit *test)
{
	const ULONG out_direct = CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_OUT_DIRECT,
					  FILE_ANY_ACCESS);
	PDEVICE_OBJECT device = toy_device(test, NULL);
	char *memory = kunit_kzalloc(test, PAGE_SIZE, GFP_KERNEL);
	struct nt_io_counts counts;
	IO_STATUS_BLOCK result = { };
	KEVENT event;
	PIRP irp;

	KUNIT_ASSERT_NOT_NULL(test, memory);
	toy.on_request = add_mdls;
	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(out_direct, device, NULL, 0, memory, PAGE_SIZE, FALSE,
					    &event, &result);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoCallDriver(device, irp);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL));
	KUNIT_EXPECT_EQ(test, mdls_of_request, 3U);
	ntparport_io_counts(&counts);
	KUNIT_EXPECT_EQ(test, counts.mdls, toy.before.mdls);
}

static void sizes_in_pages(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, ROUND_TO_PAGES(0), (ULONG_PTR)0);
	KUNIT_EXPECT_EQ(test, ROUND_TO_PAGES(1), (ULONG_PTR)PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, ROUND_TO_PAGES(PAGE_SIZE), (ULONG_PTR)PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, ROUND_TO_PAGES(PAGE_SIZE + 1), (ULONG_PTR)2 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, BYTES_TO_PAGES(0), 0);
	KUNIT_EXPECT_EQ(test, BYTES_TO_PAGES(1), 1);
	KUNIT_EXPECT_EQ(test, BYTES_TO_PAGES(PAGE_SIZE), 1UL);
	KUNIT_EXPECT_EQ(test, BYTES_TO_PAGES(PAGE_SIZE + 1), 2UL);
	/* Even here the sum does not wrap. */
	KUNIT_EXPECT_EQ(test, BYTES_TO_PAGES(MAXULONG), 0x100000U);
}

static const ULONG paged_data = 5;

/* These have nothing to do, but a driver must get a handle and be able to go on. */
static void code_is_locked_and_unlocked(struct kunit *test)
{
	PVOID code, data;

	log_mark(&toy.log);
	code = MmLockPagableCodeSection(code_is_locked_and_unlocked);
	data = MmLockPagableDataSection(&paged_data);
	KUNIT_EXPECT_NOT_NULL(test, code);
	KUNIT_EXPECT_NOT_NULL(test, data);
	KUNIT_EXPECT_EQ(test, READ_ONCE(paged_data), 5U);
	MmUnlockPagableImageSection(code);
	MmUnlockPagableImageSection(data);
	KUNIT_EXPECT_NOT_NULL(test, MmPageEntireDriver(code_is_locked_and_unlocked));
	KUNIT_EXPECT_EQ(test, READ_ONCE(paged_data), 5U);
	MmResetDriverPaging(code_is_locked_and_unlocked);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static struct kunit_case buffer_cases[] = {
	KUNIT_CASE(output_is_copied_back),
	KUNIT_CASE(output_of_a_failure_is_not_copied),
	KUNIT_CASE_PARAM(buffers_follow_the_method, methods_gen_params),
	KUNIT_CASE(internal_control_is_another_function),
	KUNIT_CASE_PARAM(transfer_takes_the_way_of_the_device, transfers_gen_params),
	KUNIT_CASE(asynchronous_request_can_be_freed_by_its_sender),
	KUNIT_CASE(fsd_request_of_another_function_is_refused),
	KUNIT_CASE(mdl_describes_its_memory),
	KUNIT_CASE(mdls_go_with_their_request),
	KUNIT_CASE(sizes_in_pages),
	KUNIT_CASE(code_is_locked_and_unlocked),
	{ }
};

static struct kunit_suite buffer_suite = {
	.name = "ntparport_windows_buffer",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = buffer_cases,
};

kunit_test_suites(&buffer_suite);
