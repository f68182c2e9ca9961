/* SPDX-License-Identifier: GPL-2.0 */
/* sender.h - for cases about requests: a sender, and what it sees. */
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
/* An IOCTL request for the device, with that much input and output; it is not sent yet. */
PIRP sender_control(struct sender *sender, PDEVICE_OBJECT device, ULONG code, ULONG in, ULONG out);

/* What a completion routine sees, and what it returns. */
struct completion_seen {
	unsigned int calls;
	PDEVICE_OBJECT device;
	bool pending;
	NTSTATUS answer;
	unsigned int order;
};

/* The completion routine; its context is a struct completion_seen. */
IO_COMPLETION_ROUTINE note_completion;
/* How many times it was called, in all. */
extern unsigned int completion_order;

/* For toy.on_request: puts "answer!!" into the system buffer, of which 6 bytes count. */
NTSTATUS give_answer(PDEVICE_OBJECT device, PIRP irp);
/* The same with STATUS_BUFFER_OVERFLOW. */
NTSTATUS answer_with_warning(PDEVICE_OBJECT device, PIRP irp);

#endif
