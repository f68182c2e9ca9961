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

/* For suites: these plug in the ports of fixture.h, and check that nothing of Windows' is left. */
int port_init(struct kunit *test);
void port_exit(struct kunit *test);

/* The log since the beginning of the case, or since the case marked it. */
extern struct log said;

/* In static memory, valid until the next call. */
UNICODE_STRING port_name(unsigned int number);
/* Opens a port by hand: returns what IoGetDeviceObjectPointer() does. */
NTSTATUS open_port(unsigned int number, struct device_client *client);
/* A client that has the port open; closed by the case, or at its end. */
struct device_client *client_of_port(struct kunit *test, unsigned int number);
void close_port(struct device_client *client);
/* For a client that is closed already. */
void forget_client(struct device_client *client);

/* Sends an internal request; if it returns STATUS_PENDING, client->irp is under way. */
NTSTATUS send(struct device_client *client, ULONG code, void *buffer, ULONG in, ULONG out);
/* Waits for the end of a pending request. */
NTSTATUS result_of(struct device_client *client);
/* Sends a request and waits for its end. */
NTSTATUS ask(struct device_client *client, ULONG code, void *buffer, ULONG in, ULONG out);

/* A routine of a DPC whose last act, a jump, is to send the request of its context. */
struct to_send {
	PDEVICE_OBJECT device;
	PIRP irp;
};

KDEFERRED_ROUTINE send_at_the_end;

/* The Linux lock in it: see compat/ke/spin_lock.cc. Where there is one CPU, nothing is seen. */
static inline bool is_locked(KSPIN_LOCK *lock)
{
	return !IS_ENABLED(CONFIG_SMP) ||
	       spin_is_locked((spinlock_t *)((char *)lock + sizeof(void *)));
}

/* Ask for the port, and give it back. */
NTSTATUS allocate(struct device_client *client);
void release(struct device_client *client);

#endif
