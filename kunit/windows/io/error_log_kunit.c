// SPDX-License-Identifier: GPL-2.0
/* error_log_kunit.c - entries of the error log. */

#include <linux/jiffies.h>
#include <linux/module.h>

#include "toy.h"

static void error_log_entry_is_a_line(struct kunit *test)
{
	const UCHAR size = sizeof(IO_ERROR_LOG_PACKET) + 16;
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	IO_ERROR_LOG_PACKET *packet = IoAllocateErrorLogEntry(device, size);

	KUNIT_ASSERT_NOT_NULL(test, packet);
	packet->ErrorCode = 0xc0040123;
	packet->UniqueErrorValue = 0x77;
	packet->DumpDataSize = 4;
	packet->DumpData[0] = 0x64636261;
	packet->NumberOfStrings = 1;
	packet->StringOffset = sizeof(*packet);
	memcpy(packet + 1, L"paper", 12);
	log_mark(&toy.log);
	IoWriteErrorLogEntry(packet);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "toy \\Device\\Toy0: error log"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "0xc0040123"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "paper"), 1U);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "61 62 63 64"), 1U);
	log_mark(&toy.log);
	IoWriteErrorLogEntry(packet);
	EXPECT_LOGGED_ONCE(test, &toy.log, "IoWriteErrorLogEntry");
}

static void error_log_entry_does_not_believe_lengths(struct kunit *test)
{
	IO_ERROR_LOG_PACKET *packet = IoAllocateErrorLogEntry(toy.driver, sizeof(*packet));

	KUNIT_ASSERT_NOT_NULL(test, packet);
	packet->DumpDataSize = 0xffff;
	packet->NumberOfStrings = 0xffff;
	packet->StringOffset = 1;
	log_mark(&toy.log);
	IoWriteErrorLogEntry(packet);
	KUNIT_EXPECT_EQ(test, log_lines(&toy.log, "error log"), 1U);
}

/* W14 */
static void error_log_entry_has_its_message(struct kunit *test)
{
	static const struct nt_message list[] = {
		{ 0xc0040001, "not this" },
		{ 0xc0040002, "%1: no %2!s! in\n%3, %%%4 %12%!%n%0not this" },
		{ }
	};
	static const char *const lines[] = {
		"toy \\Device\\Toy0: error log: \\Device\\Toy0: no paper in tray ? z, % ! : code 0xc0040002,",
		"toy \\Device\\Toy0: error log: \\Device\\Toy0: no  in , % ! : code 0xc0040002,",
		"toy \\Device\\Toy0: error log: code 0xc0040003, ",
		"paper tray ? z, data",
	};
	static const WCHAR strings[] = L"paper\0tray \x20ac z\0";
	struct nt_messages messages = { .module = THIS_MODULE, .list = list };
	PDEVICE_OBJECT device = toy_device(test, L"\\Device\\Toy0");
	IO_ERROR_LOG_PACKET *packet;
	struct log log;
	unsigned int n;

	ntparport_messages_add(&messages);
	log_mark(&log);
	/* With strings, and with fewer strings than the text has insertions. */
	for (n = 0; n < 3; n++) {
		packet = IoAllocateErrorLogEntry(device, sizeof(*packet) + sizeof(strings));
		KUNIT_EXPECT_NOT_NULL(test, packet);
		if (!packet)
			break;
		packet->ErrorCode = n == 2 ? 0xc0040003 : 0xc0040002;
		packet->NumberOfStrings = n == 1 ? 0 : 2;
		packet->StringOffset = sizeof(*packet);
		memcpy(packet + 1, strings, sizeof(strings));
		IoWriteErrorLogEntry(packet);
	}
	ntparport_messages_remove(&messages);
	for (n = 0; n < ARRAY_SIZE(lines); n++)
		KUNIT_EXPECT_EQ_MSG(test, log_lines(&log, lines[n]), 1U, "%s", lines[n]);
}

/* A device that is deleted while it is open is a mistake. */
static void delete_while_open(struct kunit *test)
{
	UNICODE_STRING name = text(L"\\Device\\Toy0");
	PDEVICE_OBJECT device;
	PFILE_OBJECT file;

	KUNIT_ASSERT_EQ(test, STATUS_SUCCESS,
			IoCreateDevice(toy.driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE,
				       &device));
	device->Flags &= ~DO_DEVICE_INITIALIZING;
	toy_open(test, L"\\Device\\Toy0", &file);
	IoDeleteDevice(device);
	ObDereferenceObject(file);
}

/* What a driver can repeat is limited. */
static void mistakes_do_not_fill_the_log(struct kunit *test)
{
	unsigned long start = jiffies;
	KSEMAPHORE semaphore = { };
	unsigned int n, limit;
	KMUTEX mutex = { };
	KEVENT event = { };
	struct log log;
	KDPC dpc = { };

	log_mark(&log);
	for (n = 0; n < 200; n++)
		delete_while_open(test);
	/* There may be 50 lines in five seconds, and another five seconds may have begun. */
	limit = 50 * (jiffies_to_msecs(jiffies - start) / 5000 + 2);
	KUNIT_EXPECT_LE(test, log_lines(&log, "is open"), limit);
	KUNIT_EXPECT_GE(test, log_lines(&log, "is open"), 1U);
	/* It hides no line of another kind. */
	log_mark(&log);
	KeSetEvent(&event, 0, FALSE);
	KeReleaseMutex(&mutex, FALSE);
	KeReleaseSemaphore(&semaphore, 0, 1, FALSE);
	KeInsertQueueDpc(&dpc, NULL, NULL);
	KUNIT_EXPECT_EQ(test, log_lines(&log, "is not initialised"), 4U);
	WAIT_FOR_ROOM_IN_LOG(test, &log, delete_while_open(test), "is open");
}

static void error_log_entry_has_a_size(struct kunit *test)
{
	PVOID entry;

	KUNIT_EXPECT_NULL(test, IoAllocateErrorLogEntry(toy.driver,
							sizeof(IO_ERROR_LOG_PACKET) - 1));
	KUNIT_EXPECT_NULL(test, IoAllocateErrorLogEntry(toy.driver, ERROR_LOG_MAXIMUM_SIZE + 1));
	KUNIT_EXPECT_NULL(test, IoAllocateErrorLogEntry(NULL, ERROR_LOG_MAXIMUM_SIZE));
	entry = IoAllocateErrorLogEntry(toy.driver, ERROR_LOG_MAXIMUM_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, entry);
	log_mark(&toy.log);
	IoFreeErrorLogEntry(entry);
	EXPECT_NOT_LOGGED(test, &toy.log);
}

static void error_log_entry_is_of_a_device_or_driver(struct kunit *test)
{
	PIRP irp = IoAllocateIrp(1, FALSE);
	struct nt_io_counts counts;

	KUNIT_ASSERT_NOT_NULL(test, irp);
	log_mark(&toy.log);
	KUNIT_EXPECT_NULL(test, IoAllocateErrorLogEntry(irp, ERROR_LOG_MAXIMUM_SIZE));
	EXPECT_LOGGED_ONCE(test, &toy.log, "is neither a device nor a driver");
	ntparport_io_counts(&counts);
	KUNIT_EXPECT_EQ(test, counts.log_entries, toy.before.log_entries);
	IoFreeIrp(irp);
}

static struct kunit_case error_log_cases[] = {
	KUNIT_CASE(error_log_entry_is_a_line),
	KUNIT_CASE(error_log_entry_does_not_believe_lengths),
	KUNIT_CASE(error_log_entry_has_its_message),
	KUNIT_CASE(error_log_entry_has_a_size),
	KUNIT_CASE(error_log_entry_is_of_a_device_or_driver),
	KUNIT_CASE(mistakes_do_not_fill_the_log),
	{ }
};

static struct kunit_suite error_log_suite = {
	.name = "ntparport_windows_error_log",
	.init = toy_init,
	.exit = toy_exit,
	.test_cases = error_log_cases,
};

kunit_test_suites(&error_log_suite);
