// SPDX-License-Identifier: GPL-2.0
/*
 * port_device_kunit.c - the ports as devices: \Device\ParallelPortN, and the requests sent to
 * them.
 */

#include <linux/jiffies.h>
#include <linux/notifier.h>
#include <linux/sched.h>

#include "device_client.h"
#include "wdm_driver.h"
#include "compat/base/image.h"

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
	/* With the last reference the client loses the port, which is logged. */
	log_mark(&said);
	close_port(client);
	KUNIT_EXPECT_GT(test, log_lines(&said, ""), 0U);
	port = ntparport_get(0);
	ntparport_get_information(port, &facts);
	KUNIT_EXPECT_FALSE(test, facts.allocated);
	ntparport_put(port);
}

/* The information is the same as from ntparport_request(), through a system buffer. */
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

#ifdef CONFIG_X86_64

/* Routines of a port, as an image of Windows calls them. */
struct windows_routines {
	BOOLEAN (__attribute__((ms_abi)) *try)(PVOID context);
	void (__attribute__((ms_abi)) *give_back)(PVOID context);
	ULONG (__attribute__((ms_abi)) *waiters)(PVOID context);
	NTSTATUS (__attribute__((ms_abi)) *set_mode)(PVOID context, UCHAR mode);
};

/*
 * To an image of Windows the routines have Windows' calling convention; and the request knows
 * whose it is.
 */
static void routines_for_an_image_have_its_convention(struct kunit *test)
{
	struct device_client *client = client_of_port(test, 0);
	PARALLEL_PORT_INFORMATION ours = { }, info = { };
	PARALLEL_PNP_INFORMATION pnp = { };
	struct windows_routines its;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &ours, 0,
			    sizeof(ours)));
	KUNIT_ASSERT_TRUE(test, ntparport_image_add(THIS_MODULE, NULL, THIS_MODULE));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &info, 0,
			    sizeof(info)));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO, &pnp, 0, sizeof(pnp)));
	ntparport_image_remove(THIS_MODULE);
	KUNIT_ASSERT_NE(test, (unsigned long)info.TryAllocatePort,
			(unsigned long)ours.TryAllocatePort);
	its.try = (void *)info.TryAllocatePort;
	its.give_back = (void *)info.FreePort;
	its.waiters = (void *)info.QueryNumWaiters;
	its.set_mode = (void *)pnp.TrySetChipMode;
	KUNIT_EXPECT_TRUE(test, its.try(info.Context));
	KUNIT_EXPECT_FALSE(test, ours.TryAllocatePort(info.Context));
	KUNIT_EXPECT_EQ(test, its.waiters(info.Context), 0U);
	/* The error says that the port has no such mode. */
	KUNIT_EXPECT_EQ(test, STATUS_NO_SUCH_DEVICE, its.set_mode(pnp.Context, ECR_SPP_MODE));
	its.give_back(info.Context);
	KUNIT_EXPECT_TRUE(test, ours.TryAllocatePort(info.Context));
	ours.FreePort(info.Context);
}

#endif

/* Windows drivers pass the port device's extension as the context, and that is what it is (W3). */
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
	/* The error says that the port has no such mode. */
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
	/* A port knows none of the requests that programs may send. */
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_REQUEST,
			IoCallDriver(client->device,
				     IoBuildDeviceIoControlRequest(0x16dead, client->device, NULL,
								   0, NULL, 0, FALSE, NULL,
								   &client->result)));
}

static const struct not_here {
	const char *name;
	ULONG code;
} not_here[] = {
	{ "PARCHIP_CONNECT", IOCTL_INTERNAL_PARCHIP_CONNECT },
	{ "GET_PARPORT_FDO", IOCTL_INTERNAL_GET_PARPORT_FDO },
	{ "PARCLASS_CONNECT", IOCTL_INTERNAL_PARCLASS_CONNECT },
	{ "PARCLASS_DISCONNECT", IOCTL_INTERNAL_PARCLASS_DISCONNECT },
	{ "DISCONNECT_IDLE", IOCTL_INTERNAL_DISCONNECT_IDLE },
	{ "LOCK_PORT", IOCTL_INTERNAL_LOCK_PORT },
	{ "UNLOCK_PORT", IOCTL_INTERNAL_UNLOCK_PORT },
	{ "PARDOT3_CONNECT", IOCTL_INTERNAL_PARDOT3_CONNECT },
	{ "PARDOT3_SIGNAL", IOCTL_INTERNAL_PARDOT3_SIGNAL },
	{ "REGISTER_FOR_REMOVAL_RELATIONS", IOCTL_INTERNAL_REGISTER_FOR_REMOVAL_RELATIONS },
	{ "LOCK_PORT_NO_SELECT", IOCTL_INTERNAL_LOCK_PORT_NO_SELECT },
	{ "UNLOCK_PORT_NO_DESELECT", IOCTL_INTERNAL_UNLOCK_PORT_NO_DESELECT },
	{ "DISABLE_END_OF_CHAIN_BUS_RESCAN", IOCTL_INTERNAL_DISABLE_END_OF_CHAIN_BUS_RESCAN },
	{ "IEEE1284_NEGOTIATE", IOCTL_IEEE1284_NEGOTIATE },
	{ "PAR_QUERY_DEVICE_ID_SIZE", IOCTL_PAR_QUERY_DEVICE_ID_SIZE },
	{ "PAR_SET_INFORMATION", IOCTL_PAR_SET_INFORMATION },
};

static void not_here_name(const struct not_here *request, char *name)
{
	strscpy(name, request->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(not_here, not_here, not_here_name);

/* What a device on the cable is asked, and what parport.sys keeps for itself. */
static void request_of_others_is_refused(struct kunit *test)
{
	const struct not_here *request = test->param_value;
	struct device_client *client = client_of_port(test, 0);
	UCHAR buffer[128];

	memset(buffer, 0x5a, sizeof(buffer));
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			ask(client, request->code, buffer, sizeof(buffer), sizeof(buffer)));
	KUNIT_EXPECT_EQ(test, client->result.Information, (ULONG_PTR)0);
	KUNIT_EXPECT_EQ(test, buffer[0], 0x5a);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_DEVICE_REQUEST,
			IoCallDriver(client->device,
				     IoBuildDeviceIoControlRequest(request->code, client->device,
								   NULL, 0, NULL, 0, FALSE, NULL,
								   &client->result)));
	/* The port is as it was: nobody has it. */
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, allocate(client));
	release(client);
}

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

/* The grant and the cancellation come at the same time: one completion, whichever it is. */
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

/* A Linux driver has the port: parport asks it to let go while a request is being queued. */
static int cancel_meanwhile(void *context)
{
	struct device_client *waiter = context;

	/* As IoCancelIrp() does while there is no cancel routine. */
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

/* Waits for the port with a request of the case's code. */
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
	/* This counts as nobody's mistake. */
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

/* A driver that is unloaded while it waits for the port. */
static NTSTATUS NTAPI plain_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	wdm.driver = driver;
	driver->DriverUnload = wdm_unload;
	return STATUS_SUCCESS;
}

/* The holder's file has another user, which may be another driver; the waiter's has none. */
static void unloading_cancels_what_waits_for_the_port(struct kunit *test)
{
	struct device_client *holder = client_of_port(test, 0);
	struct device_client *waiter = client_of_port(test, 0);

	KUNIT_ASSERT_EQ(test, 0,
			ntparport_driver_load(THIS_MODULE, plain_entry, "plain", NULL, 0, NULL, 0));
	allocate(holder);
	KUNIT_ASSERT_EQ(test, STATUS_PENDING, allocate(waiter));
	ntparport_object_get(holder->file);
	log_mark(&said);
	ntparport_driver_unload(THIS_MODULE, plain_entry);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "still under way when the driver ends"), 1U);
	KUNIT_EXPECT_EQ(test, waiter->result.Status, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "never given back by ObDereferenceObject: closed"),
			1U);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "stays open"), 1U);
	/* The holder's code goes with the same module. */
	KUNIT_EXPECT_EQ(test, log_lines(&said, "while it had the port: freed"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&said, ""), 4U);
	forget_client(waiter);
	ntparport_object_put(holder->file);
}

/*
 * A timer's DPC whose last act is to ask for the port: the jump into IoCallDriver() has no return
 * address in the driver. It is the driver's request all the same, and ends with it.
 */
static void unloading_cancels_what_a_timer_asked_for(struct kunit *test)
{
	struct device_client *holder = client_of_port(test, 0);
	struct device_client *waiter = client_of_port(test, 0);
	LARGE_INTEGER now = { };
	struct to_send asked;
	KTIMER timer;
	KDPC dpc;

	KUNIT_ASSERT_EQ(test, 0,
			ntparport_driver_load(THIS_MODULE, plain_entry, "plain", NULL, 0, NULL, 0));
	allocate(holder);
	waiter->result.Status = STATUS_PENDING;
	asked.device = waiter->device;
	asked.irp = IoBuildDeviceIoControlRequest(IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE,
						  waiter->device, NULL, 0, NULL, 0, TRUE,
						  &waiter->event, &waiter->result);
	KUNIT_ASSERT_NOT_NULL(test, asked.irp);
	KeInitializeTimer(&timer);
	KeInitializeDpc(&dpc, send_at_the_end, &asked);
	KeSetTimer(&timer, now, &dpc);
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			KeWaitForSingleObject(&timer, Executive, KernelMode, FALSE, NULL));
	KeFlushQueuedDpcs();
	KUNIT_ASSERT_EQ(test, waiter->result.Status, STATUS_PENDING);
	log_mark(&said);
	ntparport_driver_unload(THIS_MODULE, plain_entry);
	KUNIT_EXPECT_EQ(test, log_lines(&said, "still under way when the driver ends"), 1U);
	KUNIT_EXPECT_EQ(test, result_of(waiter), STATUS_CANCELLED);
	forget_client(holder);
	forget_client(waiter);
}

static VOID NTAPI never_ticks(PDEVICE_OBJECT device, PVOID context)
{
}

static VOID NTAPI never_deferred(PKDPC dpc, PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
}

/* Only ntparport itself makes and deletes them, and nobody attaches one. */
static void port_device_is_no_drivers(struct kunit *test)
{
	struct device_client *client = client_of_port(test, 0), *other = client_of_port(test, 1);
	PDEVICE_OBJECT made;

	log_mark(&said);
	IoDeleteDevice(client->device);
	EXPECT_LOGGED_ONCE(test, &said, "is not the driver's");
	log_mark(&said);
	KUNIT_EXPECT_NULL(test, IoAttachDeviceToDeviceStack(client->device, other->device));
	EXPECT_LOGGED_ONCE(test, &said, "is not the driver's");
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			IoCreateDevice(client->device->DriverObject, 0, NULL,
				       FILE_DEVICE_UNKNOWN, 0, FALSE, &made));
	EXPECT_LOGGED_ONCE(test, &said, "that of the ports");
	/* Nor gets it routines, which would stay when their driver goes. */
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, STATUS_INVALID_PARAMETER,
			IoInitializeTimer(client->device, never_ticks, NULL));
	EXPECT_LOGGED_ONCE(test, &said, "is not the driver's");
	log_mark(&said);
	IoInitializeDpcRequest(client->device, never_deferred);
	EXPECT_LOGGED_ONCE(test, &said, "is not the driver's");
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, allocate(client));
	release(client);
}

static void what_a_driver_writes_to_a_port_means_nothing(struct kunit *test)
{
	static struct _DRIVER_OBJECT driver_before;
	static struct _DEVICE_OBJECT before;
	struct device_client *client = client_of_port(test, 0), other;
	PDEVICE_OBJECT device = client->device;
	PDRIVER_OBJECT driver = device->DriverObject;
	PARALLEL_PORT_INFORMATION info = { };

	driver_before = *driver;
	before = *device;
	memset(driver->MajorFunction, 0x5a, sizeof(driver->MajorFunction));
	memset(&driver->DriverStartIo, 0x5a, sizeof(driver->DriverStartIo));
	driver->DriverExtension = NULL;
	device->DriverObject = NULL;
	device->NextDevice = (PDEVICE_OBJECT)5;
	device->AttachedDevice = (PDEVICE_OBJECT)5;
	memset(device->DeviceExtension, 0x5a, sizeof(void *));
	device->DeviceExtension = NULL;
	device->StackSize = -1;
	device->Flags = DO_EXCLUSIVE | DO_DEVICE_INITIALIZING;
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &info, 0,
			    sizeof(info)));
	KUNIT_EXPECT_PTR_EQ(test, info.Context, before.DeviceExtension);
	if (info.Context == before.DeviceExtension) {
		KUNIT_EXPECT_TRUE(test, info.TryAllocatePort(info.Context));
		info.FreePort(info.Context);
	}
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, allocate(client));
	release(client);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, open_port(0, &other));
	ObDereferenceObject(other.file);
	EXPECT_NOT_LOGGED(test, &said);
	*driver = driver_before;
	device->DriverObject = before.DriverObject;
	device->NextDevice = before.NextDevice;
	device->AttachedDevice = before.AttachedDevice;
	device->DeviceExtension = before.DeviceExtension;
	device->StackSize = before.StackSize;
	device->Flags = before.Flags;
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
	log_mark(&said);
	KUNIT_EXPECT_EQ(test, 0, lpt_plug(&lpt_lineless));
	KUNIT_EXPECT_EQ(test, log_lines(&said, "the name is taken"), 1U);
	lpt_unplug(&lpt_lineless);
	IoDeleteDevice(device);
	ntparport_driver_unload(THIS_MODULE, plain_entry);
	KUNIT_ASSERT_EQ(test, 0, lpt_plug(&lpt_lineless));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, open_port(2, &client));
	ObDereferenceObject(client.file);
}

static struct {
	PDEVICE_OBJECT device;
	unsigned int calls;
	NTSTATUS status;
} early;

static int attach_early(struct notifier_block *block, unsigned long event, void *context)
{
	struct nt_link *link = context;
	UNICODE_STRING name = port_name(2);
	PDEVICE_OBJECT below;

	if (event != NT_LINK_ADDED || strcmp(link->name, "Early"))
		return NOTIFY_DONE;
	early.calls++;
	early.status = IoAttachDevice(early.device, &name, &below);
	return NOTIFY_DONE;
}

static struct notifier_block note_early = {
	.notifier_call = attach_early,
};

/* Its name is announced within the call that makes the device. */
static void port_device_is_found_only_with_its_port(struct kunit *test)
{
	UNICODE_STRING link = RTL_CONSTANT_STRING(L"\\DosDevices\\Early");
	UNICODE_STRING name = port_name(2);
	PDEVICE_OBJECT below;

	KUNIT_ASSERT_EQ(test, 0,
			ntparport_driver_load(THIS_MODULE, plain_entry, "plain", NULL, 0, NULL, 0));
	lpt_unplug(&lpt_lineless);
	early.calls = 0;
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS,
			IoCreateDevice(wdm.driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE,
				       &early.device));
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoCreateSymbolicLink(&link, &name));
	KUNIT_EXPECT_EQ(test, 0, ntparport_link_notifier_register(&note_early));
	KUNIT_EXPECT_EQ(test, 0, lpt_plug(&lpt_lineless));
	ntparport_link_notifier_unregister(&note_early);
	KUNIT_EXPECT_EQ(test, early.calls, 1U);
	KUNIT_EXPECT_EQ(test, early.status, STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, STATUS_SUCCESS, IoAttachDevice(early.device, &name, &below));
	IoDetachDevice(below);
	IoDeleteSymbolicLink(&link);
	IoDeleteDevice(early.device);
	ntparport_driver_unload(THIS_MODULE, plain_entry);
}

/**
 * struct trier - a thread that tries in vain, at real-time priority
 * @info: of the port
 * @fails: what it calls again and again, which returns 0
 * @rested: it has slept some times meanwhile
 */
struct trier {
	PARALLEL_PORT_INFORMATION info;
	ULONG (*fails)(struct trier *trier);
	bool rested;
};

static ULONG try_to_allocate(struct trier *trier)
{
	return trier->info.TryAllocatePort(trier->info.Context);
}

static ULONG ask_for_waiters(struct trier *trier)
{
	return trier->info.QueryNumWaiters(trier->info.Context);
}

static VOID NTAPI try_again_and_again(PVOID context)
{
	struct trier *trier = context;
	unsigned long deadline = jiffies + 60 * HZ;
	unsigned long before;

	KeSetPriorityThread(KeGetCurrentThread(), HIGH_PRIORITY);
	before = current->nvcsw;
	while (!trier->rested && !trier->fails(trier) && time_before(jiffies, deadline))
		trier->rested = current->nvcsw - before >= 3;
	PsTerminateSystemThread(STATUS_SUCCESS);
}

static bool rests(struct kunit *test, struct trier *trier, ULONG (*fails)(struct trier *trier))
{
	PKTHREAD thread;
	HANDLE handle;

	trier->fails = fails;
	trier->rested = false;
	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL,
					     try_again_and_again, trier));
	ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType, KernelMode,
				  (void **)&thread, NULL);
	ZwClose(handle);
	KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL);
	ObDereferenceObject(thread);
	return trier->rested;
}

/* W7: on a port that somebody else has, and on none. */
static void trying_in_vain_lets_others_run(struct kunit *test)
{
	struct device_client *client = client_of_port(test, lpt_of(test)->number);
	struct trier trier = { };
	void *context;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			ask(client, IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO, &trier.info, 0,
			    sizeof(trier.info)));
	context = trier.info.Context;
	KUNIT_ASSERT_TRUE(test, trier.info.TryAllocatePort(context));
	KUNIT_EXPECT_TRUE(test, rests(test, &trier, try_to_allocate));
	KUNIT_EXPECT_TRUE(test, rests(test, &trier, ask_for_waiters));
	trier.info.Context = NULL;
	KUNIT_EXPECT_TRUE(test, rests(test, &trier, try_to_allocate));
	trier.info.FreePort(context);
}

static struct kunit_case port_device_cases[] = {
	KUNIT_CASE(ports_are_devices),
	KUNIT_CASE(port_device_goes_and_comes),
	KUNIT_CASE(closed_port_is_put),
	KUNIT_CASE_PARAM(port_info_comes_through_a_request, lpt_gen_params),
#ifdef CONFIG_X86_64
	KUNIT_CASE(routines_for_an_image_have_its_convention),
#endif
	KUNIT_CASE_PARAM(context_is_the_device_extension, lpt_gen_params),
	KUNIT_CASE_PARAM(trying_in_vain_lets_others_run, lpt_gen_params),
	KUNIT_CASE(unknown_request_is_refused),
	KUNIT_CASE_PARAM(request_of_others_is_refused, not_here_gen_params),
	KUNIT_CASE_PARAM(allocate_is_granted_or_queued, lpt_gen_params),
	KUNIT_CASE(queued_allocate_is_cancelled),
	KUNIT_CASE(cancel_races_with_grant),
	KUNIT_CASE_PARAM(cancellation_while_it_queues_is_not_lost, waiting_codes_gen_params),
	KUNIT_CASE_PARAM(queued_request_is_cancelled_or_removed, waiting_codes_gen_params),
	KUNIT_CASE(removal_ends_queued_requests),
	KUNIT_CASE(unloading_cancels_what_waits_for_the_port),
	KUNIT_CASE(unloading_cancels_what_a_timer_asked_for),
	KUNIT_CASE(port_device_is_no_drivers),
	KUNIT_CASE(what_a_driver_writes_to_a_port_means_nothing),
	KUNIT_CASE(port_whose_name_is_taken_is_logged),
	KUNIT_CASE(port_device_is_found_only_with_its_port),
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
