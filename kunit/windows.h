/* SPDX-License-Identifier: GPL-2.0 */
/* windows.h - helpers for cases that ask as Windows drivers do, through ntparport_request(). */
#ifndef NTPARPORT_KUNIT_WINDOWS_H
#define NTPARPORT_KUNIT_WINDOWS_H

/* Linux's headers come first: Windows' have some of the same names. */
#include "fixture.h"

#include <parallel.h>

/* METHOD_BUFFERED: input and output share it; it is larger than either needs. */
union system_buffer {
	PARALLEL_INTERRUPT_SERVICE_ROUTINE service;
	PARALLEL_INTERRUPT_INFORMATION interrupt;
	PARALLEL_PORT_INFORMATION port;
	MORE_PARALLEL_PORT_INFORMATION more;
	u8 bytes[128];
};

/* What the buffer contains where nobody has written. */
#define UNTOUCHED 0xa5

/* A value that Information must not keep. */
#define NOT_WRITTEN 0xdeadUL

static inline void buffer_fill(union system_buffer *buffer)
{
	memset(buffer, UNTOUCHED, sizeof(*buffer));
}

/* Whether nobody has written from this byte on. */
static inline bool buffer_untouched(const union system_buffer *buffer, size_t from)
{
	return !memchr_inv(buffer->bytes + from, UNTOUCHED, sizeof(buffer->bytes) - from);
}

static inline void buffer_set_service(union system_buffer *buffer, const struct client *client)
{
	buffer_fill(buffer);
	buffer->service.InterruptServiceRoutine = client->service.isr;
	buffer->service.InterruptServiceContext = client->service.isr_context;
	buffer->service.DeferredPortCheckRoutine = client->service.deferred;
	buffer->service.DeferredPortCheckContext = client->service.deferred_context;
}

/* Sends a request without buffers. */
static inline NTSTATUS windows_request(struct client *client, ULONG code,
				       struct ntparport_waiter *waiter,
				       unsigned long *information)
{
	*information = NOT_WRITTEN;
	return ntparport_request(client->port, code, NULL, 0, 0, waiter, information);
}

/* Connects the client; on success, its information is set. */
static inline NTSTATUS windows_connect(struct client *client, unsigned long *information)
{
	union system_buffer buffer;
	NTSTATUS status;

	buffer_set_service(&buffer, client);
	*information = NOT_WRITTEN;
	status = ntparport_request(client->port, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT,
				   &buffer, sizeof(buffer.service), sizeof(buffer.interrupt),
				   NULL, information);
	if (NT_SUCCESS(status)) {
		client->information.interrupt = buffer.interrupt.InterruptObject;
		client->information.try_allocate_at_interrupt_level =
			buffer.interrupt.TryAllocatePortAtInterruptLevel;
		client->information.free_from_interrupt_level =
			buffer.interrupt.FreePortFromInterruptLevel;
		client->information.context = buffer.interrupt.Context;
	}
	return status;
}

static inline NTSTATUS windows_disconnect(struct client *client, unsigned long *information)
{
	union system_buffer buffer;

	buffer_set_service(&buffer, client);
	*information = NOT_WRITTEN;
	return ntparport_request(client->port, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT,
				 &buffer, sizeof(buffer.service), 0, NULL, information);
}

#endif
