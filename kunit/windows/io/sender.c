// SPDX-License-Identifier: GPL-2.0
/* sender.c - for cases about requests: a sender, and what it sees. */

#include "sender.h"
#include "toy.h"

struct sender *sender_create(struct kunit *test)
{
	struct sender *sender = kunit_kzalloc(test, sizeof(*sender), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, sender);
	KeInitializeEvent(&sender->event, NotificationEvent, FALSE);
	sender->result.Status = -1;
	memcpy(sender->input, "question", 8);
	memset(sender->output, '.', 8);
	return sender;
}

PIRP sender_control(struct sender *sender, PDEVICE_OBJECT device, ULONG code, ULONG in, ULONG out)
{
	return IoBuildDeviceIoControlRequest(code, device, in ? sender->input : NULL, in,
					     out ? sender->output : NULL, out, FALSE,
					     &sender->event, &sender->result);
}

unsigned int completion_order;

NTSTATUS NTAPI note_completion(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	struct completion_seen *seen = context;

	seen->calls++;
	seen->device = device;
	seen->pending = irp->PendingReturned;
	seen->order = ++completion_order;
	if (irp->PendingReturned && irp->CurrentLocation <= irp->StackCount)
		IoMarkIrpPending(irp);
	return seen->answer;
}

NTSTATUS give_answer(PDEVICE_OBJECT device, PIRP irp)
{
	memcpy(irp->AssociatedIrp.SystemBuffer, "answer!!", 8);
	return toy_complete(irp, STATUS_SUCCESS, 6);
}

NTSTATUS answer_with_warning(PDEVICE_OBJECT device, PIRP irp)
{
	memcpy(irp->AssociatedIrp.SystemBuffer, "answer!!", 8);
	return toy_complete(irp, STATUS_BUFFER_OVERFLOW, 6);
}
