/* SPDX-License-Identifier: GPL-2.0 */
/*
 * toy.h - a Windows driver for the cases: it is loaded before each case and unloaded after it,
 * and then nothing may be left of it.
 */
#ifndef NTPARPORT_KUNIT_TOY_H
#define NTPARPORT_KUNIT_TOY_H

#include <kunit/test.h>

#include <ntddk.h>

#include "contexts.h"
#include "inner.h"

#define EXPECT_SAME_BYTES(test, left, right, size) \
	KUNIT_EXPECT_EQ(test, memcmp(left, right, size), 0)

/**
 * struct toy - the driver of a case
 * @driver: its object
 * @path: what DriverEntry got
 * @entry_status: what DriverEntry returns
 * @on_entry: called by it
 * @on_request: the dispatch routine for everything but create, cleanup and close, which succeed
 * @requests: calls of @on_request
 * @majors: calls by major function
 * @request: what @on_request got last
 * @unloads: calls of DriverUnload
 * @on_unload: called by it
 * @before: what existed before the case
 * @log: the kernel log since the case began
 */
struct toy {
	PDRIVER_OBJECT driver;
	UNICODE_STRING path;
	NTSTATUS entry_status;
	void (*on_entry)(PDRIVER_OBJECT driver);
	NTSTATUS (*on_request)(PDEVICE_OBJECT device, PIRP irp);
	unsigned int requests;
	unsigned int majors[IRP_MJ_MAXIMUM_FUNCTION + 1];
	PIRP request;
	unsigned int unloads;
	void (*on_unload)(PDRIVER_OBJECT driver);
	struct nt_io_counts before;
	struct log log;
};

extern struct toy toy;

/*
 * For suites: init loads the driver; exit unloads it and compares what exists with what existed
 * before.
 */
int toy_init(struct kunit *test);
void toy_exit(struct kunit *test);

/* By hand; toy_load() returns what ntparport_driver_load() does. */
int toy_load(void);
void toy_unload(void);

/*
 * A device of the driver, ready for use; NULL: without a name. Deleted by the case, or by
 * toy_exit().
 */
PDEVICE_OBJECT toy_device(struct kunit *test, const WCHAR *name);
void toy_delete(PDEVICE_OBJECT device);
/* For a device that the case has deleted. */
void toy_forget(PDEVICE_OBJECT device);
/* Makes a stack of devices, the lowest first. */
void toy_stack(struct kunit *test, PDEVICE_OBJECT *devices, unsigned int number);

/*
 * Makes a device of that name, which can be opened, and its file; and tells what opening it
 * returns, if it is closed at once.
 */
PDEVICE_OBJECT toy_open(struct kunit *test, const WCHAR *name, PFILE_OBJECT *file);
NTSTATUS toy_open_status(const WCHAR *name);

/* A string from a literal. */
UNICODE_STRING text(const WCHAR *literal);

/* What a driver may do with a request. */
NTSTATUS toy_complete(PIRP irp, NTSTATUS status, ULONG_PTR information);
NTSTATUS toy_succeed(PDEVICE_OBJECT device, PIRP irp);
/* Keeps the request in toy.request. */
NTSTATUS toy_pend(PDEVICE_OBJECT device, PIRP irp);

/**
 * struct restless - a DPC that queues itself, and a timer that its DPC sets again
 * @calls: of both routines
 * @dpc: the DPC that queues itself
 * @timer: the timer
 * @timer_dpc: the DPC of @timer
 */
struct restless {
	atomic_t *calls;
	KDPC dpc;
	KTIMER timer;
	KDPC timer_dpc;
};

/*
 * A device of the driver with both in its extension, running. Only the end of the device ends
 * them.
 */
PDEVICE_OBJECT toy_restless_device(struct kunit *test, atomic_t *calls);
/* Checks that both have ended, and that @log tells of both and has @more lines beside that. */
void toy_expect_rest(struct kunit *test, const struct log *log, unsigned int more,
		     atomic_t *calls);

#endif
