// SPDX-License-Identifier: GPL-2.0
/*
 * port_device_kunit.c - the ports as devices: \Device\ParallelPortN and what is
 * asked of them by request, and drivers with AddDevice on them.
 */

#include <linux/module.h>
#include <linux/parport.h>
#include <linux/parport_pc.h>
#include <linux/platform_device.h>
#include <linux/sched/signal.h>

#include "windows.h"

#include "kit/driver_entry.h"
#include "base/irql.h"
#include "base/object.h"
#include "io/device.h"
#include "load/counts.h"

/* A client in Windows' manner. */
struct device_client {
	PDEVICE_OBJECT device;
	PFILE_OBJECT file;
	KEVENT event;
	IO_STATUS_BLOCK result;
	PIRP irp;
};

static UNICODE_STRING port_name(unsigned int number)
{
	static WCHAR name[] = L"\\Device\\ParallelPort0";

	name[ARRAY_SIZE(name) - 2] = '0' + number;
	return (UNICODE_STRING){ sizeof(name) - 2, sizeof(name), name };
}

static NTSTATUS open_port(unsigned int number, struct device_client *client)
{
	UNICODE_STRING name = port_name(number);

	memset(client, 0, sizeof(*client));
	KeInitializeEvent(&client->event, SynchronizationEvent, FALSE);
	return IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &client->file, &client->device);
}

/* What a case has open is closed with it. */
static struct device_client *opened[8];

static struct device_client *client_of_port(struct kunit *test, unsigned int number)
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

/* It is closed already. */
static void forget_client(struct device_client *client)
{
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(opened); n++)
		if (opened[n] == client)
			opened[n] = NULL;
}

static void close_port(struct device_client *client)
{
	forget_client(client);
	ObDereferenceObject(client->file);
}

/* Sends an internal request; STATUS_PENDING: client->irp is under way. */
static NTSTATUS send(struct device_client *client, ULONG code, void *buffer, ULONG in, ULONG out)
{
	client->result.Status = -1;
	client->result.Information = NOT_WRITTEN;
	client->irp = IoBuildDeviceIoControlRequest(code, client->device, buffer, in, buffer, out,
						    TRUE, &client->event, &client->result);
	return IoCallDriver(client->device, client->irp);
}

/* The end of one that was pending. */
static NTSTATUS result_of(struct device_client *client)
{
	LARGE_INTEGER minute = { .QuadPart = -600000000LL };

	KeWaitForSingleObject(&client->event, Executive, KernelMode, FALSE, &minute);
	return client->result.Status;
}

static NTSTATUS ask(struct device_client *client, ULONG code, void *buffer, ULONG in, ULONG out)
{
	NTSTATUS status = send(client, code, buffer, in, out);

	return status == STATUS_PENDING ? result_of(client) : status;
}

static NTSTATUS allocate(struct device_client *client)
{
	return send(client, IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, NULL, 0, 0);
}

static void release(struct device_client *client)
{
	ask(client, IOCTL_INTERNAL_PARALLEL_PORT_FREE, NULL, 0, 0);
}

static struct nt_io_counts counts_before;
static struct log log;

static int port_init(struct kunit *test)
{
	memset(opened, 0, sizeof(opened));
	ntparport_io_counts(&counts_before);
	log_mark(&log);
	return fixture_init(test);
}

/* What ends in a work queue may take a little longer. */
static bool nothing_is_left(void)
{
	unsigned long deadline = jiffies + PATIENCE;
	struct nt_io_counts now;

	do {
		ntparport_io_counts(&now);
		if (!memcmp(&now, &counts_before, sizeof(now)))
			return true;
		schedule_timeout_uninterruptible(1);
	} while (time_before(jiffies, deadline));
	return false;
}

static void port_exit(struct kunit *test)
{
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(opened); n++)
		if (opened[n])
			close_port(opened[n]);
	fixture_exit(test);
	KUNIT_EXPECT_TRUE(test, nothing_is_left());
}

/* The device */

static void ports_are_devices(struct kunit *test)
{
	struct device_client client;
	unsigned int n;

	for (n = 0; n < 3; n++) {
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, open_port(n, &client));
		KUNIT_EXPECT_EQ(test, client.device->DeviceType, FILE_DEVICE_PARALLEL_PORT);
		KUNIT_EXPECT_EQ(test, client.device->Flags & DO_DEVICE_INITIALIZING, 0U);
		ObDereferenceObject(client.file);
	}
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, open_port(7, &client));
	KUNIT_EXPECT_EQ(test, IoGetConfigurationInformation()->ParallelCount, 3U);
}

static void port_device_goes_and_comes(struct kunit *test)
{
	struct device_client client;

	lpt_unplug(&lpt_parport);
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND, open_port(1, &client));
	KUNIT_EXPECT_EQ(test, IoGetConfigurationInformation()->ParallelCount, 2U);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_parport));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, open_port(1, &client));
	ObDereferenceObject(client.file);
	KUNIT_EXPECT_EQ(test, IoGetConfigurationInformation()->ParallelCount, 3U);
}

static void closed_port_is_put(struct kunit *test)
{
	struct device_client *client = client_of_port(test, 0);
	struct ntparport *port = ntparport_get(0);
	struct ntparport_information facts;

	KUNIT_ASSERT_FALSE(test, IS_ERR(port));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, allocate(client));
	ntparport_get_information(port, &facts);
	KUNIT_EXPECT_TRUE(test, facts.allocated);
	ntparport_put(port);
	/* The last reference: the client loses the port, which is logged. */
	log_mark(&log);
	close_port(client);
	KUNIT_EXPECT_GT(test, log_lines(&log, ""), 0U);
	port = ntparport_get(0);
	ntparport_get_information(port, &facts);
	KUNIT_EXPECT_FALSE(test, facts.allocated);
	ntparport_put(port);
}

/* Information: as ntparport_request() gives it, through a system buffer. */
static void port_info_comes_through_a_request(struct kunit *test)
{
	const struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	PARALLEL_PORT_INFORMATION info = { };

	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &info, 0,
			    sizeof(info) - 1));
	KUNIT_EXPECT_EQ(test, client->result.Information, (ULONG_PTR)0);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &info, 0,
			    sizeof(info)));
	KUNIT_EXPECT_EQ(test, client->result.Information, (ULONG_PTR)sizeof(info));
	KUNIT_EXPECT_EQ(test, info.OriginalController.QuadPart, (LONGLONG)lpt->base);
	KUNIT_ASSERT_TRUE(test, info.TryAllocatePort(info.Context));
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, allocate(client));
	KUNIT_EXPECT_EQ(test, info.QueryNumWaiters(info.Context), 1U);
	info.FreePort(info.Context);
	KUNIT_EXPECT_EQ(test, result_of(client), STATUS_SUCCESS);
	release(client);
}

/* Windows drivers pass the port device's extension for the context, which it is (W3). */
static void context_is_the_device_extension(struct kunit *test)
{
	struct device_client *client = client_of_port(test, lpt_of(test)->number);
	PARALLEL_PNP_INFORMATION pnp = { };
	PARALLEL_PORT_INFORMATION info = { };
	void *extension;

	extension = client->file->DeviceObject->DeviceExtension;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &info, 0,
			    sizeof(info)));
	KUNIT_ASSERT_PTR_EQ(test, info.Context, extension);
	KUNIT_ASSERT_TRUE(test, info.TryAllocatePort(extension));
	KUNIT_EXPECT_FALSE(test, info.TryAllocatePort(info.Context));
	KUNIT_EXPECT_EQ(test, info.QueryNumWaiters(extension), 0U);
	info.FreePort(extension);
	KUNIT_EXPECT_TRUE(test, info.TryAllocatePort(info.Context));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &pnp, 0, sizeof(pnp)));
	KUNIT_EXPECT_PTR_EQ(test, pnp.Context, extension);
	/* It is the port that has no such mode. */
	KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE,
			pnp.TrySetChipMode(extension, ECR_SPP_MODE));
	KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE,
			pnp.ClearChipMode(extension, ECR_SPP_MODE));
	info.FreePort(info.Context);
	KUNIT_EXPECT_FALSE(test, info.TryAllocatePort(NULL));
}

static void unknown_request_is_refused(struct kunit *test)
{
	struct device_client *client = client_of_port(test, 0);

	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER, ask(client, 0x16dead, NULL, 0, 0));
	KUNIT_EXPECT_EQ(test, client->result.Information, (ULONG_PTR)0);
	/* What programs may send, a port does not know at all. */
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_REQUEST,
			IoCallDriver(client->device,
				     IoBuildDeviceIoControlRequest(0x16dead, client->device, NULL,
								   0, NULL, 0, FALSE, NULL,
								   &client->result)));
}

/* Allocating */

static void allocate_is_granted_or_queued(struct kunit *test)
{
	unsigned int number = lpt_of(test)->number;
	struct device_client *holder = client_of_port(test, number);
	struct device_client *first = client_of_port(test, number);
	struct device_client *second = client_of_port(test, number);

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, allocate(holder));
	KUNIT_EXPECT_EQ(test, holder->result.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, allocate(first));
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, allocate(second));
	release(holder);
	KUNIT_EXPECT_EQ(test, result_of(first), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&second->event), 0);
	release(first);
	KUNIT_EXPECT_EQ(test, result_of(second), STATUS_SUCCESS);
	release(second);
}

static void queued_allocate_is_cancelled(struct kunit *test)
{
	struct device_client *holder = client_of_port(test, 0);
	struct device_client *waiter = client_of_port(test, 0);

	allocate(holder);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING, allocate(waiter));
	KUNIT_EXPECT_TRUE(test, IoCancelIrp(waiter->irp));
	KUNIT_EXPECT_EQ(test, result_of(waiter), STATUS_CANCELLED);
	release(holder);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, allocate(waiter));
	release(waiter);
}

/* Grant and cancellation at the same time: one completion, whichever it is. */
static int cancel_it(void *data)
{
	IoCancelIrp(data);
	return 0;
}

static NTSTATUS NTAPI keep(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	struct device_client *waiter = context;

	waiter->result = irp->IoStatus;
	KeSetEvent(&waiter->event, IO_NO_INCREMENT, FALSE);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static void cancel_races_with_grant(struct kunit *test)
{
	struct device_client *holder = client_of_port(test, 0);
	struct device_client *waiter = client_of_port(test, 0);
	unsigned int granted = 0, cancelled = 0, n;

	for (n = 0; n < 200; n++) {
		PIO_STACK_LOCATION location;
		struct thread *thread;
		PIRP irp;

		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, allocate(holder));
		irp = IoAllocateIrp(waiter->device->StackSize, FALSE);
		KUNIT_ASSERT_NOT_NULL(test, irp);
		location = IoGetNextIrpStackLocation(irp);
		location->MajorFunction = IRP_MJ_INTERNAL_DEVICE_CONTROL;
		location->Parameters.DeviceIoControl.IoControlCode =
			IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE;
		IoSetCompletionRoutine(irp, keep, waiter, TRUE, TRUE, TRUE);
		KUNIT_ASSERT_EQ(test, STATUS_PENDING, IoCallDriver(waiter->device, irp));
		thread = thread_start(test, OTHER_CPU, cancel_it, irp);
		release(holder);
		KUNIT_ASSERT_EQ(test, 0, thread_result(test, thread));
		switch (result_of(waiter)) {
		case STATUS_SUCCESS:
			granted++;
			release(waiter);
			break;
		case STATUS_CANCELLED:
			cancelled++;
			break;
		default:
			KUNIT_FAIL(test, "status 0x%x", waiter->result.Status);
		}
		IoFreeIrp(irp);
	}
	KUNIT_EXPECT_EQ(test, granted + cancelled, 200U);
}

/* A Linux driver that has the port: parport asks it to let go while a request is queued. */
static int cancel_meanwhile(void *context)
{
	struct device_client *waiter = context;

	/* As IoCancelIrp() does as long as there is no cancel routine. */
	if (waiter->irp)
		waiter->irp->Cancel = TRUE;
	return 1;
}

static const ULONG waiting_codes[] = {
	IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE, IOCTL_INTERNAL_SELECT_DEVICE,
};

static void describe_code(const ULONG *code, char *description)
{
	snprintf(description, KUNIT_PARAM_DESC_SIZE, "code 0x%x", *code);
}

KUNIT_ARRAY_PARAM(waiting_codes, waiting_codes, describe_code);

/* What waits for the port, by a request of the case's code. */
static NTSTATUS wait_by_code(struct kunit *test, struct device_client *client)
{
	PARALLEL_1284_COMMAND command = { .CommandFlags = PAR_END_OF_CHAIN_DEVICE };

	return send(client, *(const ULONG *)test->param_value, &command, sizeof(command), 0);
}

static void cancellation_while_it_queues_is_not_lost(struct kunit *test)
{
	struct device_client *waiter = client_of_port(test, lpt_parport.number);
	const struct pardev_cb callbacks = { .preempt = cancel_meanwhile, .private = waiter };
	struct pardevice *holder;
	bool ended;

	holder = parport_register_dev_model(lpt_parport.parport, "holder", &callbacks, 0);
	KUNIT_ASSERT_NOT_NULL(test, holder);
	KUNIT_ASSERT_EQ(test, 0, parport_claim(holder));
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, wait_by_code(test, waiter));
	ended = KeReadStateEvent(&waiter->event);
	KUNIT_EXPECT_TRUE(test, ended);
	parport_release(holder);
	parport_unregister_device(holder);
	KUNIT_EXPECT_EQ(test, result_of(waiter), STATUS_CANCELLED);
	if (!ended)
		release(waiter);
}

static void queued_request_is_cancelled_or_removed(struct kunit *test)
{
	struct device_client *holder = client_of_port(test, 1);
	struct device_client *waiter = client_of_port(test, 1);

	allocate(holder);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING, wait_by_code(test, waiter));
	KUNIT_EXPECT_TRUE(test, IoCancelIrp(waiter->irp));
	KUNIT_EXPECT_EQ(test, result_of(waiter), STATUS_CANCELLED);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING, wait_by_code(test, waiter));
	lpt_unplug(&lpt_parport);
	KUNIT_EXPECT_EQ(test, result_of(waiter), STATUS_DELETE_PENDING);
	close_port(holder);
	close_port(waiter);
}

static void removal_ends_queued_requests(struct kunit *test)
{
	struct device_client *holder = client_of_port(test, 1);
	struct device_client *waiter = client_of_port(test, 1);
	struct log log;

	allocate(holder);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING, allocate(waiter));
	log_mark(&log);
	lpt_unplug(&lpt_parport);
	/* Nobody has made a mistake. */
	KUNIT_EXPECT_EQ(test, log_lines(&log, "IoDeleteDevice"), 0U);
	KUNIT_EXPECT_EQ(test, result_of(waiter), STATUS_DELETE_PENDING);
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING, allocate(waiter));
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING,
			ask(waiter, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, NULL, 0, 0));
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING,
			ask(waiter, IOCTL_INTERNAL_PARALLEL_SET_CHIP_MODE, NULL, 0, 0));
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING,
			ask(waiter, IOCTL_INTERNAL_SELECT_DEVICE, NULL, 0, 0));
	close_port(holder);
	close_port(waiter);
}

/* Interrupts */

static unsigned int interrupts;

static BOOLEAN NTAPI isr(PKINTERRUPT interrupt, PVOID context)
{
	lpt_acknowledge(context);
	WRITE_ONCE(interrupts, interrupts + 1);
	wake_up(&happened);
	return TRUE;
}

static void interrupt_is_connected_by_request(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	union system_buffer buffer = {
		.service = { .InterruptServiceRoutine = isr, .InterruptServiceContext = lpt },
	};

	interrupts = 0;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), sizeof(buffer.interrupt)));
	KUNIT_EXPECT_EQ(test, client->result.Information, (ULONG_PTR)sizeof(buffer.interrupt));
	KUNIT_EXPECT_NOT_NULL(test, buffer.interrupt.InterruptObject);
	lpt_fire(lpt);
	EVENTUALLY(test, READ_ONCE(interrupts) == 1);
	memset(&buffer, 0, sizeof(buffer));
	buffer.service.InterruptServiceRoutine = isr;
	buffer.service.InterruptServiceContext = lpt;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), 0));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			ask(client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), 0));
}

struct synchronised {
	unsigned int calls;
	KIRQL irql;
};

static BOOLEAN NTAPI synchronise(PVOID context)
{
	struct synchronised *seen = context;

	seen->calls++;
	seen->irql = KeGetCurrentIrql();
	return 42;
}

static void routine_is_synchronised_with_the_interrupt(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	union system_buffer buffer = {
		.service = { .InterruptServiceRoutine = isr, .InterruptServiceContext = lpt },
	};
	struct synchronised seen = { };
	KIRQL irql;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), sizeof(buffer.interrupt)));
	KUNIT_EXPECT_EQ(test, KeSynchronizeExecution(buffer.interrupt.InterruptObject, synchronise,
						     &seen), 42);
	KUNIT_EXPECT_EQ(test, seen.calls, 1U);
	/* A lock of PREEMPT_RT leaves interrupts on. */
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		KUNIT_EXPECT_GT(test, seen.irql, DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	KeSynchronizeExecution(buffer.interrupt.InterruptObject, synchronise, &seen);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), DISPATCH_LEVEL);
	KeLowerIrql(irql);
	KUNIT_EXPECT_EQ(test, seen.calls, 2U);
	KUNIT_EXPECT_EQ(test, KeSynchronizeExecution(NULL, synchronise, &seen), FALSE);
	KUNIT_EXPECT_EQ(test, seen.calls, 2U);
	memset(&buffer, 0, sizeof(buffer));
	buffer.service.InterruptServiceRoutine = isr;
	buffer.service.InterruptServiceContext = lpt;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, &buffer,
			    sizeof(buffer.service), 0));
}

/* The routines that run at DIRQL leave it as it was. */

static BOOLEAN NTAPI stay_high(PVOID context)
{
	KfRaiseIrql(HIGH_LEVEL);
	return TRUE;
}

static BOOLEAN NTAPI stay_high_in_isr(PKINTERRUPT interrupt, PVOID context)
{
	isr(interrupt, context);
	return stay_high(NULL);
}

static VOID NTAPI stay_high_in_check(PVOID context)
{
	stay_high(NULL);
}

/* Connects and disconnects this, of the port, which its interrupt routine needs. */
static void connect(struct kunit *test, struct device_client *client, ULONG code,
		    PKSERVICE_ROUTINE routine, PPARALLEL_DEFERRED_ROUTINE deferred,
		    union system_buffer *buffer)
{
	memset(buffer, 0, sizeof(*buffer));
	buffer->service.InterruptServiceRoutine = routine;
	buffer->service.InterruptServiceContext = lpt_of(test);
	buffer->service.DeferredPortCheckRoutine = deferred;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, code, buffer, sizeof(buffer->service),
			    sizeof(buffer->interrupt)));
}

static void routines_at_dirql_leave_the_irql_as_it_was(struct kunit *test)
{
	struct device_client *client = client_of_port(test, lpt_of(test)->number);
	union system_buffer buffer;
	KIRQL irql;

	log_mark(&log);
	connect(test, client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, isr, stay_high_in_check,
		&buffer);
	ASSERT_SEEN(test, log_lines(&log, "stay_high_in_check [ntparport_kunit] returned at IRQL"));
	KUNIT_EXPECT_TRUE(test, KeSynchronizeExecution(buffer.interrupt.InterruptObject, stay_high,
						       NULL));
	KUNIT_EXPECT_EQ(test, log_lines(&log, "stay_high [ntparport_kunit] returned at IRQL"), 1U);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	connect(test, client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, isr, stay_high_in_check,
		&buffer);
	/* Nothing of it is left. */
	KeRaiseIrql(NT_DIRQL + 1, &irql);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), NT_DIRQL + 1);
	KeLowerIrql(irql);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
}

static void isr_leaves_the_irql_as_it_was(struct kunit *test)
{
	struct lpt *lpt = lpt_of(test);
	struct device_client *client = client_of_port(test, lpt->number);
	union system_buffer buffer;

	/* Elsewhere it is called straight: not one instruction is spent on it. */
	if (!IS_ENABLED(CONFIG_PROVE_LOCKING) && !IS_ENABLED(CONFIG_DEBUG_ATOMIC_SLEEP))
		kunit_skip(test, "only kernels that find mistakes look at interrupt routines");
	WRITE_ONCE(interrupts, 0);
	log_mark(&log);
	connect(test, client, IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT, stay_high_in_isr, NULL,
		&buffer);
	lpt_fire(lpt);
	EVENTUALLY(test, READ_ONCE(interrupts) == 1);
	ASSERT_SEEN(test, log_lines(&log, "stay_high_in_isr [ntparport_kunit] returned at IRQL"));
	connect(test, client, IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT, stay_high_in_isr, NULL,
		&buffer);
}

static void connect_at_dispatch_level_is_refused(struct kunit *test)
{
	struct device_client *client = client_of_port(test, 0);
	union system_buffer buffer = { .service.InterruptServiceRoutine = isr };
	NTSTATUS status;
	PIRP irp;
	KIRQL irql;

	irp = IoBuildDeviceIoControlRequest(IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT,
					    client->device, &buffer, sizeof(buffer.service),
					    &buffer, sizeof(buffer.interrupt), TRUE,
					    &client->event, &client->result);
	log_mark(&log);
	KeRaiseIrql(DISPATCH_LEVEL, &irql);
	status = IoCallDriver(client->device, irp);
	KeLowerIrql(irql);
	KUNIT_EXPECT_EQ(test, status, STATUS_INVALID_DEVICE_STATE);
	EXPECT_LOGGED_ONCE(test, &log, "PASSIVE_LEVEL");
}

/* A port whose registers are memory: chip modes and a chain of devices. */

/* The page register of a DMA channel that nobody uses: a byte that reads back as written. */
#define SCRATCH_ECR 0x82
#define NO_HARDWARE 0x2f0

static struct {
	struct parport *parport;
	struct parport_pc_private private;	/* parport calls functions of parport_pc, too */
	u8 data, control;
	u8 pattern[8];		/* the bytes written last, the latest first */
	unsigned int devices;	/* in the chain */
	unsigned int addressed;	/* addresses assigned so far */
	bool assigning;
	int selected;		/* -1: none */
	u8 command;
} chip;

static bool knocked(void)
{
	static const u8 knock[] = { 0xff, 0x00, 0x55, 0xaa };

	return !memcmp(chip.pattern, knock, sizeof(knock));
}

static bool knocked_in(unsigned int later)
{
	static const u8 rest[] = { 0x78, 0x87, 0xff, 0x00, 0x55, 0xaa };

	return !memcmp(chip.pattern + later, rest, sizeof(rest) - later);
}

static void chip_write_data(struct parport *parport, unsigned char data)
{
	memmove(chip.pattern + 1, chip.pattern, sizeof(chip.pattern) - 1);
	chip.pattern[0] = data;
	chip.data = data;
	if (knocked_in(0)) {
		chip.assigning = true;
		chip.addressed = 0;
	}
}

static unsigned char chip_read_data(struct parport *parport)
{
	return chip.data;
}

static unsigned char chip_read_status(struct parport *parport)
{
	const u8 all = PARPORT_STATUS_BUSY | PARPORT_STATUS_PAPEROUT | PARPORT_STATUS_SELECT |
		PARPORT_STATUS_ERROR;

	if (!chip.devices)
		return 0;
	if (knocked())
		return all;
	if (chip.pattern[0] == 0x87)
		return PARPORT_STATUS_SELECT | PARPORT_STATUS_ERROR;
	if (chip.control & PARPORT_CONTROL_STROBE)
		return chip.selected >= 0 ? 0 : PARPORT_STATUS_ERROR;
	if (chip.assigning && chip.addressed < chip.devices)
		return PARPORT_STATUS_PAPEROUT | PARPORT_STATUS_SELECT |
			(chip.addressed + 1 < chip.devices ? PARPORT_STATUS_BUSY : 0);
	return 0;
}

static void strobed(void)
{
	chip.command = chip.data;
	if (chip.data < 4) {
		chip.addressed++;
		return;
	}
	chip.assigning = false;
	if (chip.data == 0x30)
		chip.selected = -1;
	else if ((chip.data & 0xf0) == 0xe0)
		chip.selected = (chip.data & 0xf) < chip.devices ? chip.data & 0xf : -1;
}

static void chip_write_control(struct parport *parport, unsigned char control)
{
	if (control & ~chip.control & PARPORT_CONTROL_STROBE)
		strobed();
	chip.control = control;
}

static unsigned char chip_read_control(struct parport *parport)
{
	return chip.control;
}

static unsigned char chip_frob_control(struct parport *parport, unsigned char mask,
				       unsigned char value)
{
	chip_write_control(parport, (chip.control & ~mask) ^ value);
	return chip.control;
}

static void chip_switch(struct parport *parport) { }
static void chip_init_state(struct pardevice *device, struct parport_state *state) { }
static void chip_state(struct parport *parport, struct parport_state *state) { }

static size_t chip_send(struct parport *parport, const void *buffer, size_t length, int flags)
{
	return 0;
}

static size_t chip_receive(struct parport *parport, void *buffer, size_t length, int flags)
{
	return 0;
}

static struct parport_operations chip_operations = {
	.write_data = chip_write_data,
	.read_data = chip_read_data,
	.write_control = chip_write_control,
	.read_control = chip_read_control,
	.frob_control = chip_frob_control,
	.read_status = chip_read_status,
	.enable_irq = chip_switch,
	.disable_irq = chip_switch,
	.data_forward = chip_switch,
	.data_reverse = chip_switch,
	.init_state = chip_init_state,
	.save_state = chip_state,
	.restore_state = chip_state,
	.epp_write_data = chip_send,
	.epp_read_data = chip_receive,
	.epp_write_addr = chip_send,
	.epp_read_addr = chip_receive,
	.ecp_write_data = chip_send,
	.ecp_read_data = chip_receive,
	.ecp_write_addr = chip_send,
	.compat_write_data = chip_send,
	.nibble_read_data = chip_receive,
	.byte_read_data = chip_receive,
	.owner = THIS_MODULE,
};

static struct device_client *plug_chip_with(struct kunit *test, unsigned int devices,
					    unsigned int modes)
{
	struct platform_device *device;

	memset(&chip, 0, sizeof(chip));
	chip.control = PARPORT_CONTROL_SELECT | PARPORT_CONTROL_INIT;
	chip.selected = -1;
	device = platform_device_register_simple("ntparport_chip", -1, NULL, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(device));
	chip.parport = parport_register_port(NO_HARDWARE, PARPORT_IRQ_NONE, PARPORT_DMA_NONE,
					     &chip_operations);
	KUNIT_ASSERT_NOT_NULL(test, chip.parport);
	chip.parport->private_data = &chip.private;
	chip.parport->base_hi = SCRATCH_ECR - 2;
	chip.parport->modes = PARPORT_MODE_PCSPP | modes;
	chip.parport->dev = &device->dev;
	outb(0x15, SCRATCH_ECR);
	parport_announce_port(chip.parport);
	/* From here on: parport has looked for devices of its own. */
	chip.devices = devices;
	return client_of_port(test, chip.parport->number);
}

static struct device_client *plug_chip(struct kunit *test, unsigned int devices)
{
	return plug_chip_with(test, devices, PARPORT_MODE_TRISTATE | PARPORT_MODE_ECP);
}

static void unplug_chip(void)
{
	struct device *device = chip.parport->dev;

	parport_remove_port(chip.parport);
	parport_del_port(chip.parport);
	platform_device_unregister(to_platform_device(device));
}

static NTSTATUS set_mode(struct device_client *client, u8 mode)
{
	PARALLEL_CHIP_MODE input = { .ModeFlags = mode };

	return ask(client, IOCTL_INTERNAL_PARALLEL_SET_CHIP_MODE, &input, sizeof(input),
		   sizeof(input));
}

static NTSTATUS clear_mode(struct device_client *client, u8 mode)
{
	PARALLEL_CHIP_MODE input = { .ModeFlags = mode };

	return ask(client, IOCTL_INTERNAL_PARALLEL_CLEAR_CHIP_MODE, &input, sizeof(input),
		   sizeof(input));
}

static void chip_mode_is_set_and_cleared(struct kunit *test)
{
	struct device_client *client = plug_chip(test, 0);
	PARALLEL_CHIP_MODE input = { .ModeFlags = ECR_ECP_MODE };

	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_STATE, set_mode(client, ECR_ECP_MODE));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, allocate(client));
	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			ask(client, IOCTL_INTERNAL_PARALLEL_SET_CHIP_MODE, &input,
			    sizeof(input) - 1, 0));
	KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, set_mode(client, ECR_EPP_MODE));
	KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, set_mode(client, 0x61));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_STATE, clear_mode(client, ECR_ECP_MODE));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, set_mode(client, ECR_ECP_MODE));
	KUNIT_EXPECT_EQ(test, inb(SCRATCH_ECR), ECR_ECP_MODE | 0x15);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_STATE, set_mode(client, ECR_BYTE_MODE));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_STATE, clear_mode(client, ECR_BYTE_MODE));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, clear_mode(client, ECR_ECP_MODE));
	KUNIT_EXPECT_EQ(test, inb(SCRATCH_ECR), ECR_SPP_MODE | 0x15);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, set_mode(client, ECR_BYTE_MODE));
	KUNIT_EXPECT_EQ(test, inb(SCRATCH_ECR), ECR_BYTE_MODE | 0x15);
	release(client);
	close_port(client);
	unplug_chip();
}

/* L8: what parport_pc has no more than guessed is another device's. */
static void registers_of_others_are_left_alone(struct kunit *test)
{
	struct device_client *client = plug_chip_with(test, 0, PARPORT_MODE_TRISTATE |
						      PARPORT_MODE_EPP | PARPORT_MODE_COMPAT);
	unsigned int number = chip.parport->number;
	PARALLEL_PNP_INFORMATION info = { };
	struct ntparport_information facts = { };
	struct ntparport *port = ntparport_get(number);
	unsigned int mode;

	KUNIT_ASSERT_FALSE(test, IS_ERR(port));
	ntparport_get_information(port, &facts);
	ntparport_put(port);
	KUNIT_EXPECT_EQ(test, facts.base_hi, 0UL);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &info, 0,
			    sizeof(info)));
	KUNIT_EXPECT_EQ(test, info.HardwareCapabilities, PPT_EPP_PRESENT | PPT_BYTE_PRESENT);
	KUNIT_EXPECT_EQ(test, info.OriginalEcpController.QuadPart, 0LL);
	KUNIT_EXPECT_NULL(test, info.EcpController);
	KUNIT_EXPECT_EQ(test, info.SpanOfEcpController, 0U);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, allocate(client));
	for (mode = 0; mode < 0x100; mode += 0x20) {
		KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, set_mode(client, mode));
		KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, clear_mode(client, mode));
		KUNIT_EXPECT_EQ(test, inb(SCRATCH_ECR), 0x15);
	}
	WRITE_PORT_UCHAR((PUCHAR)SCRATCH_ECR, 0x42);
	KUNIT_EXPECT_EQ(test, inb(SCRATCH_ECR), 0x15);
	KUNIT_EXPECT_EQ(test, READ_PORT_UCHAR((PUCHAR)SCRATCH_ECR), U8_MAX);
	release(client);
	close_port(client);
	unplug_chip();
}

/* L8: a port that attach passes over takes no register with it when it goes. */
static void port_passed_over_takes_no_registers(struct kunit *test)
{
	PUCHAR control = (PUCHAR)(lpt_direct.base + LPT_CONTROL);
	struct platform_device *device;
	struct parport *other;

	memset(&chip, 0, sizeof(chip));
	device = platform_device_register_simple("ntparport_chip", -1, NULL, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(device));
	other = parport_register_port(lpt_direct.base, PARPORT_IRQ_NONE, PARPORT_DMA_NONE,
				      &chip_operations);
	KUNIT_ASSERT_NOT_NULL(test, other);
	other->private_data = &chip.private;
	other->dev = &device->dev;
	parport_announce_port(other);
	parport_remove_port(other);
	parport_del_port(other);
	platform_device_unregister(device);
	KUNIT_EXPECT_NE(test, inb(lpt_direct.base + LPT_CONTROL), U8_MAX);
	KUNIT_EXPECT_EQ(test, READ_PORT_UCHAR(control), inb(lpt_direct.base + LPT_CONTROL));
}

/* W12: and its name is that of MS-DOS. */
static void pnp_info_says_what_the_port_can_do(struct kunit *test)
{
	WCHAR name[] = L"LPT0";
	struct device_client *client = plug_chip(test, 0);
	unsigned int number = chip.parport->number;
	PARALLEL_PNP_INFORMATION info = { };

	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &info, 0,
			    sizeof(info) - 1));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &info, 0,
			    sizeof(info)));
	KUNIT_EXPECT_EQ(test, client->result.Information, (ULONG_PTR)sizeof(info));
	KUNIT_EXPECT_EQ(test, info.HardwareCapabilities, PPT_ECP_PRESENT | PPT_BYTE_PRESENT);
	KUNIT_EXPECT_EQ(test, info.OriginalEcpController.QuadPart, (LONGLONG)SCRATCH_ECR - 2);
	KUNIT_EXPECT_EQ(test, info.SpanOfEcpController, 3U);
	KUNIT_EXPECT_EQ(test, info.PortNumber, number);
	name[3] = '1' + number;
	KUNIT_EXPECT_EQ(test, memcmp(info.PortName, name, sizeof(name)), 0);
	/* Its routines, as the requests. */
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_STATE,
			info.TrySetChipMode(info.Context, ECR_ECP_MODE));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, allocate(client));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, info.TrySetChipMode(info.Context, ECR_ECP_MODE));
	KUNIT_EXPECT_EQ(test, inb(SCRATCH_ECR) & 0xe0, ECR_ECP_MODE);
	ask(client, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &info, 0, sizeof(info));
	KUNIT_EXPECT_EQ(test, info.CurrentMode, (ULONG)ECR_ECP_MODE);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, info.ClearChipMode(info.Context, ECR_ECP_MODE));
	release(client);
	close_port(client);
	unplug_chip();
}

/* The chain */

static NTSTATUS chain(struct device_client *client, ULONG code, UCHAR id, ULONG flags)
{
	PARALLEL_1284_COMMAND command = { .ID = id, .CommandFlags = flags };

	return send(client, code, &command, sizeof(command), 0);
}

static void port_without_chain_has_no_devices(struct kunit *test)
{
	struct device_client *client = client_of_port(test, 0);
	PARALLEL_1284_COMMAND command = { };

	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_STATE,
			ask(client, IOCTL_INTERNAL_INIT_1284_3_BUS, NULL, 0, 0));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, allocate(client));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_INIT_1284_3_BUS, NULL, 0, 0));
	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			ask(client, IOCTL_INTERNAL_SELECT_DEVICE, &command, sizeof(command) - 1,
			    0));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			chain(client, IOCTL_INTERNAL_SELECT_DEVICE, 0, PAR_HAVE_PORT_KEEP_PORT));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			chain(client, IOCTL_INTERNAL_SELECT_DEVICE, 0,
			      PAR_HAVE_PORT_KEEP_PORT | PAR_END_OF_CHAIN_DEVICE));
	release(client);
}

static void device_of_a_chain_is_selected(struct kunit *test)
{
	struct device_client *client = plug_chip(test, 2);
	struct device_client *other = client_of_port(test, chip.parport->number);
	PARALLEL_PNP_INFORMATION info = { };
	PARALLEL_1284_COMMAND command = { .ID = 1 };

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, allocate(client));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_INIT_1284_3_BUS, NULL, 0, 0));
	KUNIT_EXPECT_EQ(test, chip.addressed, 2U);
	release(client);
	ask(client, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &info, 0, sizeof(info));
	KUNIT_EXPECT_EQ(test, info.Ieee1284_3DeviceCount, 2U);
	KUNIT_EXPECT_EQ(test, info.HardwareCapabilities & PPT_1284_3_PRESENT, PPT_1284_3_PRESENT);

	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			chain(client, IOCTL_INTERNAL_SELECT_DEVICE, 2, 0));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, chain(client, IOCTL_INTERNAL_SELECT_DEVICE, 1, 0));
	KUNIT_EXPECT_EQ(test, chip.selected, 1);
	/* It has the port now: another one waits, and gets its device then. */
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, chain(other, IOCTL_INTERNAL_SELECT_DEVICE, 0, 0));
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, info.TrySelectDevice(info.Context, &command));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, chain(client, IOCTL_INTERNAL_DESELECT_DEVICE, 1, 0));
	KUNIT_EXPECT_EQ(test, result_of(other), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, chip.selected, 0);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			chain(other, IOCTL_INTERNAL_DESELECT_DEVICE, 0, PAR_HAVE_PORT_KEEP_PORT));
	KUNIT_EXPECT_EQ(test, chip.selected, -1);
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, allocate(client));
	release(other);
	KUNIT_EXPECT_EQ(test, result_of(client), STATUS_SUCCESS);
	release(client);

	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, info.TrySelectDevice(info.Context, &command));
	KUNIT_EXPECT_EQ(test, chip.selected, 1);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, info.DeselectDevice(info.Context, &command));
	/* The control register is as before. */
	KUNIT_EXPECT_EQ(test, chip.control, PARPORT_CONTROL_SELECT | PARPORT_CONTROL_INIT);
	close_port(client);
	close_port(other);
	unplug_chip();
}

static void selection_that_fails_frees_the_port(struct kunit *test)
{
	struct device_client *client = plug_chip(test, 2);

	allocate(client);
	ask(client, IOCTL_INTERNAL_INIT_1284_3_BUS, NULL, 0, 0);
	release(client);
	chip.devices = 1;
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL,
			chain(client, IOCTL_INTERNAL_SELECT_DEVICE, 1, 0));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, allocate(client));
	release(client);
	close_port(client);
	unplug_chip();
}

/* A driver with AddDevice */

static struct {
	PDRIVER_OBJECT driver;
	unsigned int added, unloads;
	PDEVICE_OBJECT devices[8];
	unsigned int minors[32];
	CM_FULL_RESOURCE_DESCRIPTOR resources;
	CM_PARTIAL_RESOURCE_DESCRIPTOR interrupt;
	ULONG resource_count;
	NTSTATUS add_status, start_status;
	unsigned char order[16];
	unsigned int told;
	bool killed_at_start;
	PIRP pending_start;
	bool refuses_removal;
	bool stays_attached;
	bool waits_when_removed, waiting;
	KEVENT go_on;
} wdm;

struct wdm_extension {
	PDEVICE_OBJECT physical, below;
};

static NTSTATUS NTAPI add_device(PDRIVER_OBJECT driver, PDEVICE_OBJECT physical)
{
	struct wdm_extension *extension;
	PDEVICE_OBJECT device;

	if (!NT_SUCCESS(wdm.add_status))
		return wdm.add_status;
	IoCreateDevice(driver, sizeof(*extension), NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	extension = device->DeviceExtension;
	extension->physical = physical;
	extension->below = IoAttachDeviceToDeviceStack(device, physical);
	device->Flags &= ~DO_DEVICE_INITIALIZING;
	wdm.devices[wdm.added++] = device;
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI on_pnp(PDEVICE_OBJECT device, PIRP irp)
{
	struct wdm_extension *extension = device->DeviceExtension;
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	PCM_RESOURCE_LIST list;
	NTSTATUS status;

	wdm.minors[location->MinorFunction]++;
	wdm.order[wdm.told++ % sizeof(wdm.order)] = location->MinorFunction;
	switch (location->MinorFunction) {
	case IRP_MN_START_DEVICE:
		list = location->Parameters.StartDevice.AllocatedResourcesTranslated;
		wdm.resources = list->List[0];
		wdm.resource_count = list->List[0].PartialResourceList.Count;
		wdm.interrupt = (&list->List[0].PartialResourceList.PartialDescriptors[0])
			[wdm.resource_count - 1];
		if (wdm.killed_at_start) {
			wdm.killed_at_start = false;
			IoMarkIrpPending(irp);
			send_sig(SIGKILL, current, 1);
			/* Pairs with killed_insmod_waits_for_the_start(). */
			smp_store_release(&wdm.pending_start, irp);
			return STATUS_PENDING;
		}
		if (!NT_SUCCESS(wdm.start_status)) {
			irp->IoStatus.Status = wdm.start_status;
			IoCompleteRequest(irp, IO_NO_INCREMENT);
			return wdm.start_status;
		}
		break;
	case IRP_MN_QUERY_REMOVE_DEVICE:
		if (wdm.waits_when_removed) {
			WRITE_ONCE(wdm.waiting, true);
			KeWaitForSingleObject(&wdm.go_on, Executive, KernelMode, FALSE, NULL);
		}
		if (wdm.refuses_removal) {
			irp->IoStatus.Status = STATUS_DEVICE_BUSY;
			IoCompleteRequest(irp, IO_NO_INCREMENT);
			return STATUS_DEVICE_BUSY;
		}
		break;
	case IRP_MN_REMOVE_DEVICE:
		IoSkipCurrentIrpStackLocation(irp);
		status = IoCallDriver(extension->below, irp);
		if (wdm.stays_attached)
			return status;
		IoDetachDevice(extension->below);
		IoDeleteDevice(device);
		return status;
	}
	irp->IoStatus.Status = STATUS_SUCCESS;
	IoSkipCurrentIrpStackLocation(irp);
	return IoCallDriver(extension->below, irp);
}

static NTSTATUS NTAPI pass_down(PDEVICE_OBJECT device, PIRP irp)
{
	IoSkipCurrentIrpStackLocation(irp);
	return IoCallDriver(((struct wdm_extension *)device->DeviceExtension)->below, irp);
}

static VOID NTAPI wdm_unload(PDRIVER_OBJECT driver)
{
	wdm.unloads++;
}

static NTSTATUS NTAPI wdm_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	wdm.driver = driver;
	driver->DriverUnload = wdm_unload;
	driver->DriverExtension->AddDevice = add_device;
	driver->MajorFunction[IRP_MJ_PNP] = on_pnp;
	driver->MajorFunction[IRP_MJ_CREATE] = pass_down;
	driver->MajorFunction[IRP_MJ_CLEANUP] = pass_down;
	driver->MajorFunction[IRP_MJ_CLOSE] = pass_down;
	driver->MajorFunction[IRP_MJ_POWER] = pass_down;
	driver->MajorFunction[IRP_MJ_INTERNAL_DEVICE_CONTROL] = pass_down;
	return STATUS_SUCCESS;
}

static void wdm_load(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, 0, ntparport_driver_load(THIS_MODULE, wdm_entry, "wdm", NULL, 0,
						       NULL, 0));
}

static void driver_is_added_to_every_port(struct kunit *test)
{
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_EXPECT_EQ(test, wdm.added, 3U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_START_DEVICE], 3U);
	log_mark(&log);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_QUERY_REMOVE_DEVICE], 3U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 3U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_SURPRISE_REMOVAL], 0U);
	KUNIT_EXPECT_EQ(test, wdm.unloads, 1U);
	EXPECT_NOT_LOGGED(test, &log);
}

static void driver_gets_the_resources_of_its_port(struct kunit *test)
{
	CM_PARTIAL_RESOURCE_DESCRIPTOR *port =
		&wdm.resources.PartialResourceList.PartialDescriptors[0];

	lpt_unplug(&lpt_lineless);
	lpt_unplug(&lpt_parport);
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_EXPECT_EQ(test, wdm.added, 1U);
	/* The direct route: the line is the module parameter's. */
	KUNIT_EXPECT_EQ(test, wdm.resource_count, 2U);
	KUNIT_EXPECT_EQ(test, (int)wdm.resources.InterfaceType, (int)Isa);
	KUNIT_EXPECT_EQ(test, port->Type, CmResourceTypePort);
	KUNIT_EXPECT_EQ(test, port->Flags, CM_RESOURCE_PORT_IO);
	KUNIT_EXPECT_EQ(test, port->u.Port.Start.QuadPart, (LONGLONG)lpt_direct.base);
	KUNIT_EXPECT_GE(test, port->u.Port.Length, 3U);
	KUNIT_EXPECT_EQ(test, wdm.interrupt.Type, CmResourceTypeInterrupt);
	KUNIT_EXPECT_EQ(test, wdm.interrupt.Flags, CM_RESOURCE_INTERRUPT_LATCHED);
	KUNIT_EXPECT_EQ(test, wdm.interrupt.u.Interrupt.Vector, (ULONG)lpt_direct.line);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static void driver_follows_ports_that_come_and_go(struct kunit *test)
{
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	lpt_unplug(&lpt_lineless);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_SURPRISE_REMOVAL], 1U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 1U);
	KUNIT_EXPECT_EQ(test, wdm.order[3], IRP_MN_SURPRISE_REMOVAL);
	KUNIT_EXPECT_EQ(test, wdm.order[4], IRP_MN_REMOVE_DEVICE);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_lineless));
	KUNIT_EXPECT_EQ(test, wdm.added, 4U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_START_DEVICE], 4U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 4U);
}

static void requests_go_down_the_stack_to_the_port(struct kunit *test)
{
	struct device_client client = { };
	PARALLEL_PORT_INFORMATION info = { };

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_ASSERT_EQ(test, wdm.added, 3U);
	KeInitializeEvent(&client.event, SynchronizationEvent, FALSE);
	client.device = wdm.devices[0];
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(&client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &info, 0,
			    sizeof(info)));
	KUNIT_EXPECT_EQ(test, info.OriginalController.QuadPart, (LONGLONG)lpt_direct.base);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, allocate(&client));
	KUNIT_EXPECT_EQ(test, STATUS_PENDING, allocate(&client));
	release(&client);
	KUNIT_EXPECT_EQ(test, result_of(&client), STATUS_SUCCESS);
	release(&client);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static void driver_that_refuses_a_port(struct kunit *test)
{
	memset(&wdm, 0, sizeof(wdm));
	wdm.add_status = STATUS_NO_SUCH_DEVICE;
	log_mark(&log);
	wdm_load(test);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "AddDevice failed"), 3U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	wdm.add_status = STATUS_SUCCESS;
	wdm.start_status = STATUS_DEVICE_NOT_READY;
	log_mark(&log);
	wdm_load(test);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "IRP_MN_START_DEVICE failed"), 3U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 3U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static void physical_device_answers(struct kunit *test)
{
	DEVICE_CAPABILITIES capabilities = { .Size = sizeof(capabilities), .Version = 1 };
	IO_STATUS_BLOCK result = { };
	POWER_STATE off = { .DeviceState = PowerDeviceD3 };
	PDEVICE_OBJECT device;
	PIO_STACK_LOCATION location;
	PIRP irp;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	device = wdm.devices[0];
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, device, NULL, 0, NULL, NULL, &result);
	location = IoGetNextIrpStackLocation(irp);
	location->MinorFunction = IRP_MN_QUERY_CAPABILITIES;
	location->Parameters.DeviceCapabilities.Capabilities = &capabilities;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCallDriver(device, irp));
	KUNIT_EXPECT_EQ(test, (int)capabilities.DeviceState[PowerSystemWorking],
			(int)PowerDeviceD0);
	/* What it does not know keeps its status. */
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_POWER, device, NULL, 0, NULL, NULL, &result);
	IoGetNextIrpStackLocation(irp)->MinorFunction = IRP_MN_WAIT_WAKE;
	KUNIT_EXPECT_EQ(test, STATUS_NOT_SUPPORTED, PoCallDriver(device, irp));
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_POWER, device, NULL, 0, NULL, NULL, &result);
	location = IoGetNextIrpStackLocation(irp);
	location->MinorFunction = IRP_MN_SET_POWER;
	location->Parameters.Power.Type = DevicePowerState;
	location->Parameters.Power.State = off;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, PoCallDriver(device, irp));
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static PDEVICE_OBJECT target_of(struct kunit *test, PDEVICE_OBJECT device)
{
	IO_STATUS_BLOCK result = { };
	PDEVICE_RELATIONS relations;
	PIO_STACK_LOCATION location;
	PDEVICE_OBJECT target;
	PIRP irp;

	irp = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, device, NULL, 0, NULL, NULL, &result);
	location = IoGetNextIrpStackLocation(irp);
	location->MinorFunction = IRP_MN_QUERY_DEVICE_RELATIONS;
	location->Parameters.QueryDeviceRelations.Type = TargetDeviceRelation;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoCallDriver(device, irp));
	relations = (PDEVICE_RELATIONS)result.Information;
	KUNIT_ASSERT_NOT_NULL(test, relations);
	KUNIT_EXPECT_EQ(test, relations->Count, 1U);
	target = relations->Objects[0];
	ObDereferenceObject(target);
	ExFreePool(relations);
	return target;
}

/* W11: of a port's own device, and of a driver's on it. */
static void target_is_the_physical_device(struct kunit *test)
{
	struct device_client *client = client_of_port(test, 1);
	IO_STATUS_BLOCK result = { };
	PIRP irp;

	KUNIT_EXPECT_PTR_EQ(test, target_of(test, client->device), client->device);
	/* Other relations it has none of. */
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, client->device, NULL, 0, NULL, NULL,
					   &result);
	IoGetNextIrpStackLocation(irp)->MinorFunction = IRP_MN_QUERY_DEVICE_RELATIONS;
	KUNIT_EXPECT_EQ(test, STATUS_NOT_SUPPORTED, IoCallDriver(client->device, irp));
	/* Now: with the driver, what its module has opened is closed. */
	close_port(client);
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_EXPECT_PTR_EQ(test, target_of(test, wdm.devices[0]),
			    ((struct wdm_extension *)wdm.devices[0]->DeviceExtension)->physical);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static NTSTATUS line_request(struct device_client *client, struct lpt *lpt, ULONG code)
{
	union system_buffer buffer = {
		.service = { .InterruptServiceRoutine = isr, .InterruptServiceContext = lpt },
	};

	return ask(client, code, &buffer, sizeof(buffer.service), sizeof(buffer.interrupt));
}

static NTSTATUS set_enable(HANDLE key, ULONG type, ULONG value)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"EnableConnectInterruptIoctl");

	return ZwSetValueKey(key, &name, 0, type, &value, sizeof(value));
}

/* The keys that opening one has made, from below. */
static void delete_port_keys(struct kunit *test)
{
	static const WCHAR *const paths[] = {
		L"\\Registry\\Machine\\System\\CurrentControlSet\\Enum\\PARPORT\\LPT1\\Device Parameters",
		L"\\Registry\\Machine\\System\\CurrentControlSet\\Enum\\PARPORT\\LPT1",
		L"\\Registry\\Machine\\System\\CurrentControlSet\\Enum\\PARPORT",
		L"\\Registry\\Machine\\System\\CurrentControlSet\\Enum",
	};
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	unsigned int n;
	HANDLE key;

	for (n = 0; n < ARRAY_SIZE(paths); n++) {
		RtlInitUnicodeString(&name, paths[n]);
		InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
		KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, ZwOpenKey(&key, KEY_ALL_ACCESS, &attributes));
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, ZwDeleteKey(key));
		ZwClose(key);
	}
}

/* C2, W11: the port's own key enables connecting on this port, and on no other. */
static void connecting_is_enabled_in_the_key_of_a_port(struct kunit *test)
{
	const ULONG code = IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT;
	struct device_client *client = client_of_port(test, 0);
	struct device_client *other = client_of_port(test, 1);
	HANDLE key;

	set_connect_enabled(false);
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL, line_request(client, &lpt_direct, code));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			IoOpenDeviceRegistryKey(client->device, 0, KEY_ALL_ACCESS, &key));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoOpenDeviceRegistryKey(target_of(test, client->device),
						PLUGPLAY_REGKEY_DEVICE, KEY_ALL_ACCESS, &key));
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL, line_request(client, &lpt_direct, code));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, set_enable(key, REG_BINARY, 1));
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL, line_request(client, &lpt_direct, code));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, set_enable(key, REG_DWORD, 1));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, line_request(client, &lpt_direct, code));
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL, line_request(other, &lpt_parport, code));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, set_enable(key, REG_DWORD, 0));
	KUNIT_EXPECT_EQ(test, STATUS_UNSUCCESSFUL, line_request(client, &lpt_direct, code));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			line_request(client, &lpt_direct,
				     IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT));
	set_connect_enabled(true);
	ZwClose(key);
	delete_port_keys(test);
	close_port(client);
	close_port(other);
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_REQUEST,
			IoOpenDeviceRegistryKey(wdm.devices[0], PLUGPLAY_REGKEY_DEVICE,
						KEY_ALL_ACCESS, &key));
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

/* Interfaces and properties */

static const GUID parallel_class = {
	0x97F76EF0, 0xF883, 0x11D0, { 0xAF, 0x1F, 0x00, 0x00, 0xF8, 0x00, 0x84, 0x5C }
};

static const GUID own_class = { 0x12345678, 0x1234, 0x5678, { 1, 2, 3, 4, 5, 6, 7, 8 } };

static unsigned int names_in(PWSTR list)
{
	unsigned int number = 0;

	while (*list) {
		number++;
		while (*list++)
			;
	}
	return number;
}

static void ports_are_found_by_their_class(struct kunit *test)
{
	struct device_client client;
	UNICODE_STRING name;
	PWSTR list = NULL;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceInterfaces(&parallel_class, NULL, 0, &list));
	KUNIT_EXPECT_EQ(test, names_in(list), 3U);
	RtlInitUnicodeString(&name, list);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &client.file,
						 &client.device));
	KUNIT_EXPECT_EQ(test, client.device->DeviceType, FILE_DEVICE_PARALLEL_PORT);
	ObDereferenceObject(client.file);
	ExFreePool(list);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, IoGetDeviceInterfaces(&own_class, NULL, 0, &list));
	KUNIT_EXPECT_EQ(test, names_in(list), 0U);
	ExFreePool(list);
}

static void interface_of_a_driver_is_enabled_and_disabled(struct kunit *test)
{
	PDEVICE_OBJECT physical;
	UNICODE_STRING name;
	PWSTR list;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	physical = ((struct wdm_extension *)wdm.devices[0]->DeviceExtension)->physical;
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_REQUEST,
			IoRegisterDeviceInterface(wdm.devices[0], &own_class, NULL, &name));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(physical, &own_class, NULL, &name));
	IoGetDeviceInterfaces(&own_class, physical, 0, &list);
	KUNIT_EXPECT_EQ(test, names_in(list), 0U);
	ExFreePool(list);
	IoGetDeviceInterfaces(&own_class, physical, DEVICE_INTERFACE_INCLUDE_NONACTIVE, &list);
	KUNIT_EXPECT_EQ(test, names_in(list), 1U);
	ExFreePool(list);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, TRUE));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_EXISTS, IoSetDeviceInterfaceState(&name, TRUE));
	IoGetDeviceInterfaces(&own_class, NULL, 0, &list);
	KUNIT_EXPECT_EQ(test, names_in(list), 1U);
	ExFreePool(list);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, FALSE));
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoSetDeviceInterfaceState(&name, FALSE));
	IoSetDeviceInterfaceState(&name, TRUE);
	RtlFreeUnicodeString(&name);
	/* It goes with its device. */
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	IoGetDeviceInterfaces(&own_class, NULL, DEVICE_INTERFACE_INCLUDE_NONACTIVE, &list);
	KUNIT_EXPECT_EQ(test, names_in(list), 0U);
	ExFreePool(list);
}

static void physical_device_has_properties(struct kunit *test)
{
	PDEVICE_OBJECT physical;
	WCHAR text[32];
	ULONG length;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	physical = ((struct wdm_extension *)wdm.devices[0]->DeviceExtension)->physical;
	KUNIT_EXPECT_EQ(test, STATUS_BUFFER_TOO_SMALL,
			IoGetDeviceProperty(physical, DevicePropertyDeviceDescription, 0, NULL,
					    &length));
	KUNIT_EXPECT_EQ(test, length, 28U);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceProperty(physical, DevicePropertyDeviceDescription,
					    sizeof(text), text, &length));
	KUNIT_EXPECT_EQ(test, memcmp(text, L"Parallel port", 28), 0);
	KUNIT_EXPECT_EQ(test, STATUS_OBJECT_NAME_NOT_FOUND,
			IoGetDeviceProperty(physical, 2, sizeof(text), text, &length));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_REQUEST,
			IoGetDeviceProperty(wdm.devices[0], DevicePropertyDeviceDescription,
					    sizeof(text), text, &length));
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
}

static unsigned int existing_devices(void)
{
	struct nt_io_counts now;

	ntparport_io_counts(&now);
	return now.devices;
}

/* Its file on a stack needs the port's device to be closed. */
static void open_device_is_removed_when_it_is_closed(struct kunit *test)
{
	PFILE_OBJECT file, second = NULL;
	PDEVICE_OBJECT physical, top;
	unsigned int devices;
	UNICODE_STRING name;
	ANSI_STRING label;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	physical = ((struct wdm_extension *)wdm.devices[2]->DeviceExtension)->physical;
	RtlInitAnsiString(&label, nt_device(physical)->label);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoRegisterDeviceInterface(physical, &own_class, NULL, &name));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoSetDeviceInterfaceState(&name, TRUE));
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &file, &top));
	RtlFreeUnicodeString(&name);
	KUNIT_EXPECT_PTR_EQ(test, top, wdm.devices[2]);
	devices = existing_devices();
	log_mark(&log);
	lpt_unplug(&lpt_lineless);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_SURPRISE_REMOVAL], 1U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 0U);
	/* Nobody else opens what is to go. */
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS, RtlAnsiStringToUnicodeString(&name, &label, TRUE));
	KUNIT_EXPECT_EQ(test, STATUS_DELETE_PENDING,
			IoGetDeviceObjectPointer(&name, FILE_READ_DATA, &second, &top));
	KUNIT_EXPECT_NULL(test, second);
	RtlFreeUnicodeString(&name);
	ObDereferenceObject(file);
	/* The driver's, the physical one, the port's; with them the port's number is free. */
	ASSERT_SEEN(test, existing_devices() == devices - 3);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 1U);
	EXPECT_LOGGED_ONCE(test, &log, "removed while in use");
	KUNIT_EXPECT_EQ(test, 0, lpt_plug(&lpt_lineless));
	KUNIT_EXPECT_EQ(test, wdm.added, 4U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_SURPRISE_REMOVAL], 1U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 4U);
}

/* Nobody can refuse rmmod. */
static void driver_that_refuses_its_removal(struct kunit *test)
{
	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	wdm.refuses_removal = true;
	log_mark(&log);
	/* What has gone is not asked. */
	lpt_unplug(&lpt_lineless);
	EXPECT_LOGGED_ONCE(test, &log, "removed while in use");
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "wdm: refuses IRP_MN_QUERY_REMOVE_DEVICE"), 2U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 3U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 3U);
	KUNIT_EXPECT_EQ(test, wdm.unloads, 1U);
	KUNIT_EXPECT_EQ(test, 0, lpt_plug(&lpt_lineless));
}

static void driver_that_stays_attached(struct kunit *test)
{
	PDEVICE_OBJECT device;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	wdm.stays_attached = true;
	device = wdm.devices[2];
	log_mark(&log);
	lpt_unplug(&lpt_lineless);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "wdm: a device is still attached after"), 1U);
	KUNIT_EXPECT_NULL(test, nt_device(device)->attached_to);
	wdm.stays_attached = false;
	log_mark(&log);
	IoDeleteDevice(device);
	EXPECT_NOT_LOGGED(test, &log);
	KUNIT_EXPECT_EQ(test, 0, lpt_plug(&lpt_lineless));
	KUNIT_EXPECT_EQ(test, wdm.added, 4U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 4U);
}

/* insmod is killed while the driver starts its device: it waits all the same. */
static int load_killably(void *unused)
{
	allow_signal(SIGKILL);
	return ntparport_driver_load(THIS_MODULE, wdm_entry, "wdm", NULL, 0, NULL, 0);
}

static void killed_insmod_waits_for_the_start(struct kunit *test)
{
	struct thread *thread;
	PIRP irp;

	memset(&wdm, 0, sizeof(wdm));
	wdm.killed_at_start = true;
	thread = thread_start(test, -1, load_killably, NULL);
	/* Pairs with on_pnp(). */
	ASSERT_SEEN(test, (irp = smp_load_acquire(&wdm.pending_start)));
	ASSERT_SEEN(test, READ_ONCE(thread->task->__state) & TASK_UNINTERRUPTIBLE ||
		    READ_ONCE(wdm.minors[IRP_MN_REMOVE_DEVICE]));
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 0U);
	irp->IoStatus.Status = STATUS_SUCCESS;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, thread));
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_START_DEVICE], 3U);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 0U);
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 3U);
}

/* A driver that is told of ports, and attaches to none. */
static unsigned int told_of_ports;

static NTSTATUS NTAPI count_port(PDRIVER_OBJECT driver, PDEVICE_OBJECT physical)
{
	told_of_ports++;
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI counting_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	driver->DriverUnload = wdm_unload;
	driver->DriverExtension->AddDevice = count_port;
	return STATUS_SUCCESS;
}

static int load_counting(void *unused)
{
	return ntparport_driver_load(THIS_MODULE, counting_entry, "counting", NULL, 0, NULL, 0);
}

static int unload_wdm(void *unused)
{
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	return 0;
}

static int plug_lineless(void *unused)
{
	return lpt_plug(&lpt_lineless);
}

/*
 * While another driver goes, a driver and a port come: the driver finds the port, and
 * the port the driver.
 */
static void driver_and_port_that_come_at_once_meet_once(struct kunit *test)
{
	struct thread *unloading, *loading, *plugging;

	lpt_unplug(&lpt_lineless);
	memset(&wdm, 0, sizeof(wdm));
	told_of_ports = 0;
	KeInitializeEvent(&wdm.go_on, NotificationEvent, FALSE);
	wdm.waits_when_removed = true;
	wdm_load(test);
	unloading = thread_start(test, -1, unload_wdm, NULL);
	ASSERT_SEEN(test, READ_ONCE(wdm.waiting));
	/* Who waits first goes on first. */
	loading = thread_start(test, -1, load_counting, NULL);
	ASSERT_SEEN(test, READ_ONCE(loading->task->__state) & TASK_UNINTERRUPTIBLE);
	plugging = thread_start(test, -1, plug_lineless, NULL);
	ASSERT_SEEN(test, READ_ONCE(plugging->task->__state) & TASK_UNINTERRUPTIBLE);
	KeSetEvent(&wdm.go_on, IO_NO_INCREMENT, FALSE);
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, unloading));
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, loading));
	KUNIT_EXPECT_EQ(test, 0, thread_result(test, plugging));
	KUNIT_EXPECT_EQ(test, told_of_ports, 3U);
	ntparport_driver_unload(THIS_MODULE, counting_entry);
}

/* Nothing on Linux stops a device; another driver may. */
static void device_is_stopped_and_started_by_request(struct kunit *test)
{
	static const UCHAR minors[] = { IRP_MN_QUERY_STOP_DEVICE, IRP_MN_STOP_DEVICE };
	struct device_client client = { };
	PARALLEL_PORT_INFORMATION info = { };
	IO_STATUS_BLOCK result = { };
	PIRP irp;
	int n;

	memset(&wdm, 0, sizeof(wdm));
	wdm_load(test);
	KeInitializeEvent(&client.event, SynchronizationEvent, FALSE);
	client.device = wdm.devices[0];
	for (n = 0; n < ARRAY_SIZE(minors); n++) {
		irp = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, client.device, NULL, 0, NULL, NULL,
						   &result);
		KUNIT_ASSERT_NOT_NULL(test, irp);
		IoGetNextIrpStackLocation(irp)->MinorFunction = minors[n];
		KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCallDriver(client.device, irp));
		KUNIT_EXPECT_EQ(test, result.Status, STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, wdm.minors[minors[n]], 1U);
	}
	irp = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, client.device, NULL, 0, NULL, NULL, &result);
	KUNIT_ASSERT_NOT_NULL(test, irp);
	IoGetNextIrpStackLocation(irp)->MinorFunction = IRP_MN_START_DEVICE;
	IoGetNextIrpStackLocation(irp)->Parameters.StartDevice.AllocatedResourcesTranslated =
		&(CM_RESOURCE_LIST){
			.Count = 1,
			.List[0].PartialResourceList.Count = 1,
		};
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCallDriver(client.device, irp));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(&client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &info, 0,
			    sizeof(info)));
	ntparport_driver_unload(THIS_MODULE, wdm_entry);
	KUNIT_EXPECT_EQ(test, wdm.minors[IRP_MN_REMOVE_DEVICE], 3U);
}

/* A driver that is unloaded while it waits for the port. */
static NTSTATUS NTAPI plain_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	wdm.driver = driver;
	driver->DriverUnload = wdm_unload;
	return STATUS_SUCCESS;
}

/* The holder's file has another user, who may be another driver; the waiter's has not. */
static void unloading_cancels_what_waits_for_the_port(struct kunit *test)
{
	struct device_client *holder = client_of_port(test, 0);
	struct device_client *waiter = client_of_port(test, 0);

	KUNIT_ASSERT_EQ(test, 0,
			ntparport_driver_load(THIS_MODULE, plain_entry, "plain", NULL, 0, NULL, 0));
	allocate(holder);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING, allocate(waiter));
	ObReferenceObject(holder->file);
	log_mark(&log);
	ntparport_driver_unload(THIS_MODULE, plain_entry);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "still under way when the driver ends"), 1U);
	KUNIT_EXPECT_EQ(test, waiter->result.Status, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "never given back by ObDereferenceObject: closed"),
			1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "stays open"), 1U);
	/* The holder's code goes with the same module. */
	KUNIT_EXPECT_EQ(test, log_lines(&log, "while it had the port: freed"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&log, ""), 4U);
	forget_client(waiter);
	ObDereferenceObject(holder->file);
}

static void port_whose_name_is_taken_is_logged(struct kunit *test)
{
	UNICODE_STRING name = port_name(2);
	struct device_client client;
	PDEVICE_OBJECT device;

	KUNIT_ASSERT_EQ(test, 0,
			ntparport_driver_load(THIS_MODULE, plain_entry, "plain", NULL, 0, NULL, 0));
	lpt_unplug(&lpt_lineless);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoCreateDevice(wdm.driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE,
				       &device));
	log_mark(&log);
	KUNIT_EXPECT_EQ(test, 0, lpt_plug(&lpt_lineless));
	KUNIT_EXPECT_EQ(test, log_lines(&log, "the name is taken"), 1U);
	lpt_unplug(&lpt_lineless);
	IoDeleteDevice(device);
	ntparport_driver_unload(THIS_MODULE, plain_entry);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_lineless));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, open_port(2, &client));
	ObDereferenceObject(client.file);
}

static KEVENT frozen_event;

static int wait_for_event(void *alertable)
{
	return KeWaitForSingleObject(&frozen_event, Executive, KernelMode, !!alertable, NULL);
}

static int wait_for_native_port(void *port)
{
	return ntparport_allocate(port, NTPARPORT_FOREVER);
}

static bool sleeps_freezable(struct thread *thread)
{
	return READ_ONCE(thread->task->__state) & TASK_FREEZABLE;
}

/* L7, W8: a program that waits in any of these ways does not keep the machine awake. */
static void waits_can_be_frozen(struct kunit *test)
{
	struct ntparport *port = ntparport_get(0);
	struct thread *threads[3];
	unsigned int n;

	KUNIT_ASSERT_FALSE(test, IS_ERR(port));
	KUNIT_ASSERT_EQ(test, 0, ntparport_allocate(port, NTPARPORT_FOREVER));
	KeInitializeEvent(&frozen_event, NotificationEvent, FALSE);
	threads[0] = thread_start(test, -1, wait_for_event, NULL);
	threads[1] = thread_start(test, -1, wait_for_event, port);
	threads[2] = thread_start(test, -1, wait_for_native_port, port);
	for (n = 0; n < ARRAY_SIZE(threads); n++)
		ASSERT_SEEN(test, sleeps_freezable(threads[n]));
	KeSetEvent(&frozen_event, IO_NO_INCREMENT, FALSE);
	ntparport_free(port);
	for (n = 0; n < ARRAY_SIZE(threads); n++)
		KUNIT_EXPECT_EQ(test, thread_result(test, threads[n]), 0);
	ntparport_free(port);
	ntparport_put(port);
}

static struct kunit_case port_device_cases[] = {
	KUNIT_CASE(waits_can_be_frozen),
	KUNIT_CASE(ports_are_devices),
	KUNIT_CASE(port_device_goes_and_comes),
	KUNIT_CASE(closed_port_is_put),
	KUNIT_CASE_PARAM(port_info_comes_through_a_request, lpt_gen_params),
	KUNIT_CASE_PARAM(context_is_the_device_extension, lpt_gen_params),
	KUNIT_CASE(unknown_request_is_refused),
	KUNIT_CASE_PARAM(allocate_is_granted_or_queued, lpt_gen_params),
	KUNIT_CASE(queued_allocate_is_cancelled),
	KUNIT_CASE(cancel_races_with_grant),
	KUNIT_CASE_PARAM(cancellation_while_it_queues_is_not_lost, waiting_codes_gen_params),
	KUNIT_CASE_PARAM(queued_request_is_cancelled_or_removed, waiting_codes_gen_params),
	KUNIT_CASE(removal_ends_queued_requests),
	KUNIT_CASE_PARAM(interrupt_is_connected_by_request, lpt_gen_params),
	KUNIT_CASE_PARAM(routine_is_synchronised_with_the_interrupt, lpt_gen_params),
	KUNIT_CASE_PARAM(routines_at_dirql_leave_the_irql_as_it_was, lpt_gen_params),
	KUNIT_CASE_PARAM(isr_leaves_the_irql_as_it_was, lpt_gen_params),
	KUNIT_CASE(connect_at_dispatch_level_is_refused),
	KUNIT_CASE(chip_mode_is_set_and_cleared),
	KUNIT_CASE(registers_of_others_are_left_alone),
	KUNIT_CASE(port_passed_over_takes_no_registers),
	KUNIT_CASE(pnp_info_says_what_the_port_can_do),
	KUNIT_CASE(port_without_chain_has_no_devices),
	KUNIT_CASE(device_of_a_chain_is_selected),
	KUNIT_CASE(selection_that_fails_frees_the_port),
	KUNIT_CASE(driver_is_added_to_every_port),
	KUNIT_CASE(driver_gets_the_resources_of_its_port),
	KUNIT_CASE(driver_follows_ports_that_come_and_go),
	KUNIT_CASE(requests_go_down_the_stack_to_the_port),
	KUNIT_CASE(driver_that_refuses_a_port),
	KUNIT_CASE(physical_device_answers),
	KUNIT_CASE(target_is_the_physical_device),
	KUNIT_CASE(connecting_is_enabled_in_the_key_of_a_port),
	KUNIT_CASE(ports_are_found_by_their_class),
	KUNIT_CASE(interface_of_a_driver_is_enabled_and_disabled),
	KUNIT_CASE(physical_device_has_properties),
	KUNIT_CASE(open_device_is_removed_when_it_is_closed),
	KUNIT_CASE(driver_that_refuses_its_removal),
	KUNIT_CASE(driver_that_stays_attached),
	KUNIT_CASE(killed_insmod_waits_for_the_start),
	KUNIT_CASE(driver_and_port_that_come_at_once_meet_once),
	KUNIT_CASE(device_is_stopped_and_started_by_request),
	KUNIT_CASE(unloading_cancels_what_waits_for_the_port),
	KUNIT_CASE(port_whose_name_is_taken_is_logged),
	{ }
};

static struct kunit_suite port_device_suite = {
	.name = "ntparport_windows_port_device",
	.suite_init = fixture_suite_init,
	.suite_exit = fixture_suite_exit,
	.init = port_init,
	.exit = port_exit,
	.test_cases = port_device_cases,
};

kunit_test_suites(&port_device_suite);
