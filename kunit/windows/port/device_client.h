/* SPDX-License-Identifier: GPL-2.0 */
/*
 * device_client.h - clients of the ports' devices, in Windows' manner: they open
 * \Device\ParallelPortN and send requests.
 */
#ifndef NTPARPORT_KUNIT_DEVICE_CLIENT_H
#define NTPARPORT_KUNIT_DEVICE_CLIENT_H

#include "windows.h"
#include "inner.h"

struct device_client {
	PDEVICE_OBJECT device;
	PFILE_OBJECT file;
	KEVENT event;
	IO_STATUS_BLOCK result;
	PIRP irp;
};

/* For suites: the ports of fixture.h, and nothing of Windows' may be left. */
int port_init(struct kunit *test);
void port_exit(struct kunit *test);

/* What was logged from the beginning of the case, or for it to mark. */
extern struct log said;

/* In static memory: until the next one. */
UNICODE_STRING port_name(unsigned int number);
/* By hand: what IoGetDeviceObjectPointer() returns. */
NTSTATUS open_port(unsigned int number, struct device_client *client);
/* A client that has it open; closed by the case, or at its end. */
struct device_client *client_of_port(struct kunit *test, unsigned int number);
void close_port(struct device_client *client);
/* It is closed already. */
void forget_client(struct device_client *client);

/* Sends an internal request; STATUS_PENDING: client->irp is under way. */
NTSTATUS send(struct device_client *client, ULONG code, void *buffer, ULONG in, ULONG out);
/* The end of one that was pending. */
NTSTATUS result_of(struct device_client *client);
/* Both. */
NTSTATUS ask(struct device_client *client, ULONG code, void *buffer, ULONG in, ULONG out);

/* Asks for the port; gives it back. */
NTSTATUS allocate(struct device_client *client);
void release(struct device_client *client);

#endif
