// SPDX-License-Identifier: GPL-2.0
/* device_client.c - clients of the ports' devices. */

#include "device_client.h"

UNICODE_STRING port_name(unsigned int number)
{
	static WCHAR name[] = L"\\Device\\ParallelPort0";

	name[ARRAY_SIZE(name) - 2] = '0' + number;
	return (UNICODE_STRING){ sizeof(name) - 2, sizeof(name), name };
}

NTSTATUS open_port(unsigned int number, struct device_client *client)
{
	UNICODE_STRING name = port_name(number);

	memset(client, 0, sizeof(*client));
	KeInitializeEvent(&client->event, SynchronizationEvent, FALSE);
	return IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &client->file, &client->device);
}

/* If a case has left these open, they are closed at its end. */
static struct device_client *opened[8];

struct device_client *client_of_port(struct kunit *test, unsigned int number)
{
	struct device_client *client = kunit_kzalloc(test, sizeof(*client), GFP_KERNEL);
	unsigned int n;

	KUNIT_ASSERT_NOT_NULL(test, client);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, open_port(number, client));
	for (n = 0; opened[n]; n++)
		;
	opened[n] = client;
	return client;
}

void forget_client(struct device_client *client)
{
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(opened); n++)
		if (opened[n] == client)
			opened[n] = NULL;
}

void close_port(struct device_client *client)
{
	forget_client(client);
	ObDereferenceObject(client->file);
}

NTSTATUS send(struct device_client *client, ULONG code, void *buffer, ULONG in, ULONG out)
{
	client->result.Status = -1;
	client->result.Information = NOT_WRITTEN;
	client->irp = IoBuildDeviceIoControlRequest(code, client->device, buffer, in, buffer, out,
						    TRUE, &client->event, &client->result);
	return IoCallDriver(client->device, client->irp);
}

NTSTATUS result_of(struct device_client *client)
{
	LARGE_INTEGER minute = { .QuadPart = -600000000LL };

	KeWaitForSingleObject(&client->event, Executive, KernelMode, FALSE, &minute);
	return client->result.Status;
}

NTSTATUS ask(struct device_client *client, ULONG code, void *buffer, ULONG in, ULONG out)
{
	NTSTATUS status = send(client, code, buffer, in, out);

	return status == STATUS_PENDING ? result_of(client) : status;
}

NTSTATUS allocate(struct device_client *client)
{
	return send(client, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, NULL, 0, 0);
}

void release(struct device_client *client)
{
	ask(client, IOCTL_INTERNAL_PARALLEL_PORT_FREE, NULL, 0, 0);
}

static struct nt_io_counts counts_before;
struct log said;

int port_init(struct kunit *test)
{
	memset(opened, 0, sizeof(opened));
	ntparport_io_counts(&counts_before);
	log_mark(&said);
	return fixture_init(test);
}

void port_exit(struct kunit *test)
{
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(opened); n++)
		if (opened[n])
			close_port(opened[n]);
	fixture_exit(test);
	KUNIT_EXPECT_TRUE(test, nothing_is_left(&counts_before));
}
