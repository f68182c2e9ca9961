/* SPDX-License-Identifier: GPL-2.0 */
/* sender.h - for cases about requests: who sends them, and what he sees. */
#ifndef NTPARPORT_KUNIT_SENDER_H
#define NTPARPORT_KUNIT_SENDER_H

#include <kunit/test.h>

#include <ntddk.h>

#define CODE(method) CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, method, FILE_ANY_ACCESS)

/* The sender's side of a request. */
struct sender {
	KEVENT event;
	IO_STATUS_BLOCK result;
	char input[8];
	char output[8];
};

struct sender *sender_create(struct kunit *test);
/* IOCTL code for the device, with so much input and output; not sent yet. */
PIRP sender_control(struct sender *sender, PDEVICE_OBJECT device, ULONG code, ULONG in, ULONG out);

/* What a completion routine sees, and what it answers. */
struct completion_seen {
	unsigned int calls;
	PDEVICE_OBJECT device;
	bool pending;
	NTSTATUS answer;
	unsigned int order;
};

/* The completion routine; its context is a struct completion_seen. */
IO_COMPLETION_ROUTINE note_completion;
/* How often it was called. */
extern unsigned int completion_order;

/* For toy.on_request: the system buffer has "answer!!", of which 6 bytes count. */
NTSTATUS give_answer(PDEVICE_OBJECT device, PIRP irp);
/* The same with STATUS_BUFFER_OVERFLOW. */
NTSTATUS answer_with_warning(PDEVICE_OBJECT device, PIRP irp);

#endif
