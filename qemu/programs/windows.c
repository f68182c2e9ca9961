// SPDX-License-Identifier: GPL-2.0
/*
 * windows.c - what a program in Windows' idiom sees of a Windows driver, by libntparport.a.
 *
 * Prints a line for each case, "ok - name" or "not ok - name", and why. Needs nodetest.ko loaded.
 */

#include <windows.h>
#include <winioctl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "NodeTest.H"

#define BUFFERED "\\\\.\\nttest-buffered"
#define DIRECT "\\\\.\\nttest-direct"
#define EXCLUSIVE "\\\\.\\nttest-exclusive"

static int failed;

static void complain(int line, const char *what)
{
	printf("# windows.c:%d: %s (last error %u)\n", line, what, GetLastError());
	failed = 1;
}

#define EXPECT(condition) ((condition) ? (void)0 : complain(__LINE__, #condition))

/* Expects the call to fail with this error. */
#define EXPECT_ERROR(call, error) do {							\
	SetLastError(0xdead);								\
	if ((call) || GetLastError() != (error))					\
		complain(__LINE__, #call " and not " #error);				\
} while (0)

static HANDLE open_as(const char *name, DWORD access, DWORD flags)
{
	return CreateFile(name, access, 0, NULL, OPEN_EXISTING, flags, NULL);
}

static HANDLE must_open(const char *name, DWORD flags)
{
	HANDLE device = open_as(name, GENERIC_READ | GENERIC_WRITE, flags);

	EXPECT(device != INVALID_HANDLE_VALUE);
	return device;
}

static void control(DWORD code, const void *in, DWORD length)
{
	HANDLE device = must_open(BUFFERED, 0);
	DWORD n;

	EXPECT(DeviceIoControl(device, code, (void *)in, length, NULL, 0, &n, NULL));
	EXPECT(CloseHandle(device));
}

static void set_mode(enum test_mode mode, DWORD status)
{
	const DWORD input[] = { mode, status };

	control(IOCTL_TEST_SET_MODE, input, sizeof(input));
}

/* Returns when that many requests are pending. */
static void wait_pending(DWORD count)
{
	control(IOCTL_TEST_WAIT, &count, sizeof(count));
}

static struct test_counters counters(void)
{
	struct test_counters result = { 0 };
	HANDLE device = must_open(BUFFERED, 0);
	DWORD n;

	EXPECT(DeviceIoControl(device, IOCTL_TEST_COUNTERS, NULL, 0, &result, sizeof(result), &n, NULL));
	CloseHandle(device);
	return result;
}

static HANDLE event(BOOL manual)
{
	return CreateEvent(NULL, manual, FALSE, NULL);
}

static void names_find_devices(void)
{
	static const char *const names[] = { BUFFERED, "\\\\?\\nttest-buffered", "\\\\.\\NTTest-Buffered",
					     "//./nttest-buffered" };
	static const char *const missing[] = { "\\\\.\\nttest-other", "\\\\.\\LPT1", "LPT1", "\\\\.\\null",
					       "\\\\.\\", "\\\\.\\..", "\\\\.\\nttest-buffered\\x" };
	HANDLE device;
	unsigned int i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		EXPECT(CloseHandle(must_open(names[i], 0)));
	device = CreateFileW(u"\\\\.\\nttest-buffered", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
	EXPECT(device != INVALID_HANDLE_VALUE && CloseHandle(device));
	for (i = 0; i < 4; i++)
		EXPECT_ERROR(open_as(missing[i], GENERIC_READ, 0) != INVALID_HANDLE_VALUE, ERROR_FILE_NOT_FOUND);
	EXPECT_ERROR(open_as(missing[4], GENERIC_READ, 0) != INVALID_HANDLE_VALUE, ERROR_NOT_SUPPORTED);
	for (i = 5; i < 7; i++)
		EXPECT_ERROR(open_as(missing[i], GENERIC_READ, 0) != INVALID_HANDLE_VALUE, ERROR_FILE_NOT_FOUND);
	EXPECT_ERROR(open_as("", GENERIC_READ, 0) != INVALID_HANDLE_VALUE, ERROR_PATH_NOT_FOUND);
	EXPECT_ERROR(open_as("data.txt", GENERIC_READ, 0) != INVALID_HANDLE_VALUE, ERROR_NOT_SUPPORTED);
	EXPECT_ERROR(CreateFile(BUFFERED, GENERIC_READ, 0, NULL, 0, 0, NULL) != INVALID_HANDLE_VALUE,
		     ERROR_INVALID_PARAMETER);
}

static void handles_are_checked(void)
{
	HANDLE device = must_open(BUFFERED, 0), signal = event(TRUE);
	char byte;
	DWORD n;

	EXPECT(CloseHandle(device));
	EXPECT_ERROR(CloseHandle(device), ERROR_INVALID_HANDLE);
	EXPECT_ERROR(ReadFile(device, &byte, 1, &n, NULL), ERROR_INVALID_HANDLE);
	EXPECT_ERROR(ReadFile(INVALID_HANDLE_VALUE, &byte, 1, &n, NULL), ERROR_INVALID_HANDLE);
	EXPECT_ERROR(ReadFile(signal, &byte, 1, &n, NULL), ERROR_INVALID_HANDLE);
	EXPECT_ERROR(SetEvent(device), ERROR_INVALID_HANDLE);
	EXPECT_ERROR(WaitForSingleObject(NULL, 0) != WAIT_FAILED, ERROR_INVALID_HANDLE);
	EXPECT(CloseHandle(signal));
}

static void an_exclusive_device_is_opened_once(void)
{
	HANDLE device = must_open(EXCLUSIVE, 0);

	EXPECT_ERROR(open_as(EXCLUSIVE, GENERIC_READ, 0) != INVALID_HANDLE_VALUE, ERROR_ACCESS_DENIED);
	EXPECT(CloseHandle(device));
	EXPECT(CloseHandle(must_open(EXCLUSIVE, 0)));
}

static void what_is_written_can_be_read(void)
{
	HANDLE device = must_open(DIRECT, 0);
	char text[8] = "";
	DWORD n;

	EXPECT(WriteFile(device, "hello", 5, &n, NULL) && n == 5);
	EXPECT(ReadFile(device, text, sizeof(text), &n, NULL) && n == 5);
	EXPECT(!memcmp(text, "hello", 5));
	EXPECT_ERROR(ReadFile(device, text, 5, NULL, NULL), ERROR_INVALID_PARAMETER);
	EXPECT_ERROR(ReadFile(device, NULL, 5, &n, NULL), ERROR_NOACCESS);
	EXPECT(FlushFileBuffers(device));
	EXPECT(CloseHandle(device));
	device = open_as(DIRECT, GENERIC_WRITE, 0);
	EXPECT_ERROR(ReadFile(device, text, 5, &n, NULL), ERROR_ACCESS_DENIED);
	CloseHandle(device);
}

static void control_codes_need_access(void)
{
	static const struct {
		DWORD access;
		BOOL read, write;
	} opened[] = {
		{ 0, FALSE, FALSE },
		{ GENERIC_READ, TRUE, FALSE },
		{ GENERIC_WRITE, FALSE, TRUE },
		{ GENERIC_ALL, TRUE, TRUE },
	};
	unsigned char in[2] = { 1, 2 }, out[4];
	unsigned int i;
	DWORD n;

	for (i = 0; i < 4; i++) {
		HANDLE device = open_as(BUFFERED, opened[i].access, 0);

		EXPECT(device != INVALID_HANDLE_VALUE);
		EXPECT(DeviceIoControl(device, IOCTL_TEST_BUFFERED, in, 2, out, 4, &n, NULL));
		EXPECT(n == 4 && out[0] == 0xfe && out[3] == 0xfd);
		EXPECT(DeviceIoControl(device, IOCTL_TEST_READ_ACCESS, NULL, 0, NULL, 0, &n, NULL) ==
		       opened[i].read);
		EXPECT(opened[i].read || GetLastError() == ERROR_ACCESS_DENIED);
		EXPECT(DeviceIoControl(device, IOCTL_TEST_WRITE_ACCESS, NULL, 0, NULL, 0, &n, NULL) ==
		       opened[i].write);
		EXPECT(opened[i].write || GetLastError() == ERROR_ACCESS_DENIED);
		CloseHandle(device);
	}
}

static void statuses_become_errors(void)
{
	static const struct {
		DWORD status, control, read;
	} known[] = {
		{ 0xc0000001, ERROR_GEN_FAILURE, ERROR_GEN_FAILURE },
		{ 0xc0000010, ERROR_INVALID_FUNCTION, ERROR_INVALID_PARAMETER },
		{ 0xc000000d, ERROR_INVALID_PARAMETER, ERROR_INVALID_PARAMETER },
		{ 0xc0000023, ERROR_INSUFFICIENT_BUFFER, ERROR_INSUFFICIENT_BUFFER },
		{ 0xc000009a, ERROR_NO_SYSTEM_RESOURCES, ERROR_NOT_ENOUGH_MEMORY },
		{ 0xc00000a3, ERROR_NOT_READY, ERROR_NOT_READY },
		{ 0xc00000b5, ERROR_SEM_TIMEOUT, ERROR_SEM_TIMEOUT },
		{ 0xc0000043, ERROR_SHARING_VIOLATION, ERROR_BUSY },
		{ 0x8000000e, ERROR_OUT_OF_PAPER, ERROR_OUT_OF_PAPER },
		{ 0x80000011, ERROR_BUSY, ERROR_BUSY },
		{ 0xc0000185, ERROR_IO_DEVICE, ERROR_GEN_FAILURE },
		{ 0xc0070005, ERROR_ACCESS_DENIED, ERROR_GEN_FAILURE },
		{ 0xe0001234, ERROR_MR_MID_NOT_FOUND, ERROR_GEN_FAILURE },
	};
	HANDLE device = must_open(DIRECT, 0);
	unsigned int i;
	char byte;
	DWORD n;

	for (i = 0; i < sizeof(known) / sizeof(*known); i++) {
		set_mode(TEST_FAIL, known[i].status);
		EXPECT_ERROR(DeviceIoControl(device, IOCTL_TEST_TRANSFER, NULL, 0, NULL, 0, &n, NULL),
			     known[i].control);
		EXPECT_ERROR(ReadFile(device, &byte, 1, &n, NULL), known[i].read);
	}
	set_mode(TEST_FAIL, 0xc0000011);
	EXPECT(ReadFile(device, &byte, 1, &n, NULL) && n == 0);
	set_mode(TEST_TRANSFER, 0);
	EXPECT_ERROR(DeviceIoControl(device, 0x12345678, NULL, 0, NULL, 0, &n, NULL),
		     ERROR_INVALID_FUNCTION);
	CloseHandle(device);
}

static void buffers_that_are_too_small(void)
{
	HANDLE device = must_open(BUFFERED, 0);
	unsigned char out[4] = { 0 };
	DWORD n;

	EXPECT_ERROR(DeviceIoControl(device, IOCTL_TEST_OVERFLOW, NULL, 0, out, 3, &n, NULL),
		     ERROR_MORE_DATA);
	EXPECT(n == 3 && out[2] == 0x5a && out[3] == 0);
	EXPECT_ERROR(DeviceIoControl(device, IOCTL_TEST_COUNTERS, NULL, 0, out, 4, &n, NULL),
		     ERROR_INSUFFICIENT_BUFFER);
	EXPECT_ERROR(DeviceIoControl(device, IOCTL_TEST_BUFFERED, out, 17 << 20, NULL, 0, &n, NULL),
		     ERROR_INVALID_PARAMETER);
	CloseHandle(device);
}

static void overlapped_requests_that_do_not_pend(void)
{
	HANDLE device = must_open(DIRECT, FILE_FLAG_OVERLAPPED);
	OVERLAPPED io = { .hEvent = event(TRUE) };
	char text[8] = "";
	DWORD n = 77;

	EXPECT_ERROR(ReadFile(device, text, 5, &n, NULL), ERROR_INVALID_PARAMETER);
	EXPECT(WriteFile(device, "hello", 5, NULL, &io));
	EXPECT(WaitForSingleObject(io.hEvent, 0) == WAIT_OBJECT_0);
	EXPECT(ReadFile(device, text, sizeof(text), &n, &io) && n == 5);
	EXPECT(!memcmp(text, "hello", 5));
	n = 77;
	EXPECT(GetOverlappedResult(device, &io, &n, FALSE) && n == 5);
	set_mode(TEST_FAIL, 0xc00000a3);
	EXPECT_ERROR(ReadFile(device, text, 1, NULL, &io), ERROR_NOT_READY);
	set_mode(TEST_TRANSFER, 0);
	CloseHandle(io.hEvent);
	CloseHandle(device);
}

static void a_pending_read_is_completed_by_another_program(void)
{
	HANDLE device = must_open(BUFFERED, FILE_FLAG_OVERLAPPED);
	OVERLAPPED io = { .hEvent = event(FALSE) };
	DWORD n = 77;
	char byte;
	int status;
	pid_t child;

	set_mode(TEST_FORGET, 0);
	EXPECT_ERROR(ReadFile(device, &byte, 1, NULL, &io), ERROR_IO_PENDING);
	EXPECT(counters().pending == 1);
	EXPECT(!HasOverlappedIoCompleted(&io));
	EXPECT_ERROR(GetOverlappedResult(device, &io, &n, FALSE), ERROR_IO_INCOMPLETE);
	EXPECT(WaitForSingleObject(io.hEvent, 10) == WAIT_TIMEOUT);
	child = fork();
	if (!child) {
		control(IOCTL_TEST_RELEASE, NULL, 0);
		_exit(failed);
	}
	EXPECT(GetOverlappedResult(device, &io, &n, TRUE) && n == 0);
	EXPECT(HasOverlappedIoCompleted(&io));
	EXPECT(waitpid(child, &status, 0) == child && status == 0);
	/* The wait has reset the event. */
	EXPECT(WaitForSingleObject(io.hEvent, 0) == WAIT_TIMEOUT);
	set_mode(TEST_TRANSFER, 0);
	CloseHandle(io.hEvent);
	CloseHandle(device);
}

/* In the order in which they are made, always. */
static void requests_arrive_in_order(void)
{
	enum { COUNT = 40 };
	HANDLE device = must_open(BUFFERED, FILE_FLAG_OVERLAPPED);
	OVERLAPPED io[COUNT] = { { 0 } };
	DWORD n, i;
	char byte;

	set_mode(TEST_CANCEL, 0);
	for (i = 0; i < COUNT; i++) {
		io[i].hEvent = event(TRUE);
		EXPECT_ERROR(i % 2 ? ReadFile(device, &byte, 1, NULL, &io[i]) :
				     DeviceIoControl(device, IOCTL_TEST_TRANSFER, NULL, 0, NULL, 0, NULL, &io[i]),
			     ERROR_IO_PENDING);
		EXPECT(counters().pending == i + 1);
	}
	EXPECT(CancelIo(device));
	for (i = 0; i < COUNT; i++) {
		EXPECT_ERROR(GetOverlappedResult(device, &io[i], &n, TRUE), ERROR_OPERATION_ABORTED);
		CloseHandle(io[i].hEvent);
	}
	EXPECT(counters().pending == 0);
	set_mode(TEST_TRANSFER, 0);
	CloseHandle(device);
}

static void one_of_two_is_cancelled(void)
{
	HANDLE device = must_open(BUFFERED, FILE_FLAG_OVERLAPPED);
	OVERLAPPED one = { .hEvent = event(TRUE) }, two = { .hEvent = event(TRUE) };
	HANDLE both[2] = { one.hEvent, two.hEvent };
	char byte;
	DWORD n;

	set_mode(TEST_CANCEL, 0);
	EXPECT_ERROR(CancelIoEx(device, NULL), ERROR_NOT_FOUND);
	EXPECT(CancelIo(device));
	EXPECT_ERROR(ReadFile(device, &byte, 1, NULL, &one), ERROR_IO_PENDING);
	EXPECT_ERROR(WriteFile(device, "x", 1, NULL, &two), ERROR_IO_PENDING);
	EXPECT(WaitForMultipleObjects(2, both, FALSE, 0) == WAIT_TIMEOUT);
	EXPECT(CancelIoEx(device, &two));
	EXPECT(WaitForMultipleObjects(2, both, FALSE, INFINITE) == WAIT_OBJECT_0 + 1);
	EXPECT_ERROR(GetOverlappedResult(device, &two, &n, FALSE), ERROR_OPERATION_ABORTED);
	EXPECT(!HasOverlappedIoCompleted(&one));
	EXPECT(WaitForMultipleObjects(2, both, TRUE, 10) == WAIT_TIMEOUT);
	EXPECT(CancelIoEx(device, NULL));
	EXPECT(WaitForMultipleObjects(2, both, TRUE, INFINITE) == WAIT_OBJECT_0);
	EXPECT_ERROR(GetOverlappedResult(device, &one, &n, FALSE), ERROR_OPERATION_ABORTED);
	EXPECT_ERROR(CancelIoEx(device, &two), ERROR_NOT_FOUND);
	set_mode(TEST_TRANSFER, 0);
	CloseHandle(both[0]);
	CloseHandle(both[1]);
	CloseHandle(device);
}

static void a_device_is_signaled_by_requests_without_event(void)
{
	HANDLE device = must_open(BUFFERED, FILE_FLAG_OVERLAPPED);
	OVERLAPPED io = { 0 };
	char byte;

	set_mode(TEST_CANCEL, 0);
	EXPECT_ERROR(ReadFile(device, &byte, 1, NULL, &io), ERROR_IO_PENDING);
	EXPECT(WaitForSingleObject(device, 10) == WAIT_TIMEOUT);
	EXPECT(CancelIo(device));
	EXPECT(WaitForSingleObject(device, INFINITE) == WAIT_OBJECT_0);
	EXPECT(HasOverlappedIoCompleted(&io));
	set_mode(TEST_TRANSFER, 0);
	CloseHandle(device);
}

static void a_stubborn_driver_completes_what_is_cancelled(void)
{
	HANDLE device = must_open(BUFFERED, FILE_FLAG_OVERLAPPED);
	OVERLAPPED io = { .hEvent = event(TRUE) };
	char byte;
	DWORD n;

	set_mode(TEST_FORGET, 0);
	EXPECT_ERROR(ReadFile(device, &byte, 1, NULL, &io), ERROR_IO_PENDING);
	EXPECT(CancelIo(device));
	EXPECT(WaitForSingleObject(io.hEvent, 10) == WAIT_TIMEOUT);
	control(IOCTL_TEST_RELEASE, NULL, 0);
	EXPECT(GetOverlappedResult(device, &io, &n, TRUE) && n == 0);
	set_mode(TEST_TRANSFER, 0);
	CloseHandle(io.hEvent);
	CloseHandle(device);
}

static void closing_cancels(void)
{
	HANDLE device = must_open(EXCLUSIVE, FILE_FLAG_OVERLAPPED);
	OVERLAPPED io = { .hEvent = event(TRUE) };
	char byte;

	set_mode(TEST_CANCEL, 0);
	EXPECT_ERROR(ReadFile(device, &byte, 1, NULL, &io), ERROR_IO_PENDING);
	EXPECT(CloseHandle(device));
	EXPECT(HasOverlappedIoCompleted(&io));
	EXPECT(WaitForSingleObject(io.hEvent, 0) == WAIT_OBJECT_0);
	EXPECT((DWORD)io.Internal == 0xc0000120);
	/* It is closed by now. */
	EXPECT(CloseHandle(must_open(EXCLUSIVE, 0)));
	set_mode(TEST_TRANSFER, 0);
	CloseHandle(io.hEvent);
}

static HANDLE shared;

static void *read_from_shared(void *unused)
{
	DWORD n;
	char byte;

	EXPECT_ERROR(ReadFile(shared, &byte, 1, &n, NULL), ERROR_OPERATION_ABORTED);
	return unused;
}

static void other_threads_are_cancelled(void)
{
	pthread_t reader;

	set_mode(TEST_CANCEL, 0);
	shared = must_open(BUFFERED, 0);
	pthread_create(&reader, NULL, read_from_shared, NULL);
	wait_pending(1);
	/* That is not this thread's. */
	EXPECT(CancelIo(shared));
	EXPECT(counters().pending == 1);
	EXPECT(CancelIoEx(shared, NULL));
	pthread_join(reader, NULL);
	pthread_create(&reader, NULL, read_from_shared, NULL);
	wait_pending(1);
	EXPECT(CloseHandle(shared));
	pthread_join(reader, NULL);
	set_mode(TEST_TRANSFER, 0);
}

static void on_signal(int unused)
{
	(void)unused;
}

/* A signal of the program's own is not the end of a request. */
static void other_signals_do_not_end_requests(void)
{
	const struct sigaction action = { .sa_handler = on_signal };
	pthread_t reader;
	unsigned int cancelled = counters().cancelled;

	sigaction(SIGUSR1, &action, NULL);
	set_mode(TEST_CANCEL, 0);
	shared = must_open(BUFFERED, 0);
	pthread_create(&reader, NULL, read_from_shared, NULL);
	wait_pending(1);
	pthread_kill(reader, SIGUSR1);
	while (counters().cancelled == cancelled)
		;
	wait_pending(1);
	EXPECT(CancelIoEx(shared, NULL));
	pthread_join(reader, NULL);
	set_mode(TEST_TRANSFER, 0);
	CloseHandle(shared);
}

/* Wherever the signal finds the thread: before the call, in it, or after it. */
static void cancelling_never_comes_too_early(void)
{
	HANDLE device = must_open(BUFFERED, 0);
	unsigned int round;

	set_mode(TEST_CANCEL, 0);
	for (round = 0; round < 500; round++) {
		pthread_t reader;

		shared = device;
		pthread_create(&reader, NULL, read_from_shared, NULL);
		while (!CancelIoEx(device, NULL))
			;
		pthread_join(reader, NULL);
	}
	EXPECT(counters().pending == 0);
	set_mode(TEST_TRANSFER, 0);
	CloseHandle(device);
}

static void events_are_waited_for(void)
{
	HANDLE events[3] = { event(TRUE), event(FALSE), event(FALSE) }, twice[2];
	HANDLE many[65] = { 0 };
	DWORD before = GetTickCount();

	EXPECT(WaitForMultipleObjects(3, events, FALSE, 20) == WAIT_TIMEOUT);
	EXPECT(GetTickCount() - before >= 19);
	EXPECT(SetEvent(events[1]) && SetEvent(events[2]));
	EXPECT(WaitForMultipleObjects(3, events, TRUE, 0) == WAIT_TIMEOUT);
	/* A wait that is not over takes nothing. */
	EXPECT(WaitForMultipleObjects(3, events, FALSE, 0) == WAIT_OBJECT_0 + 1);
	EXPECT(WaitForMultipleObjects(3, events, FALSE, 0) == WAIT_OBJECT_0 + 2);
	EXPECT(WaitForMultipleObjects(3, events, FALSE, 0) == WAIT_TIMEOUT);
	EXPECT(SetEvent(events[0]) && SetEvent(events[1]) && SetEvent(events[2]));
	EXPECT(WaitForMultipleObjects(3, events, TRUE, INFINITE) == WAIT_OBJECT_0);
	EXPECT(WaitForSingleObject(events[0], 0) == WAIT_OBJECT_0);
	EXPECT(WaitForSingleObject(events[1], 0) == WAIT_TIMEOUT);
	EXPECT(ResetEvent(events[0]) && WaitForSingleObject(events[0], 0) == WAIT_TIMEOUT);
	twice[0] = twice[1] = events[0];
	EXPECT_ERROR(WaitForMultipleObjects(2, twice, TRUE, 0) != WAIT_FAILED, ERROR_INVALID_PARAMETER);
	EXPECT_ERROR(WaitForMultipleObjects(65, many, FALSE, 0) != WAIT_FAILED, ERROR_INVALID_PARAMETER);
	EXPECT_ERROR(WaitForMultipleObjects(0, many, FALSE, 0) != WAIT_FAILED, ERROR_INVALID_PARAMETER);
	EXPECT_ERROR(CreateEvent(NULL, TRUE, TRUE, "name") != NULL, ERROR_NOT_SUPPORTED);
	CloseHandle(events[0]);
	CloseHandle(events[1]);
	CloseHandle(events[2]);
}

static void nothing_is_left(void)
{
	struct test_counters now = counters();

	EXPECT(now.pending == 0);
	/* Only the one of counters() is open. */
	EXPECT(now.creates == now.closes + 1);
}

#define CASE(name) { #name, name }

static const struct {
	const char *name;
	void (*run)(void);
} cases[] = {
	CASE(names_find_devices),
	CASE(handles_are_checked),
	CASE(an_exclusive_device_is_opened_once),
	CASE(what_is_written_can_be_read),
	CASE(control_codes_need_access),
	CASE(statuses_become_errors),
	CASE(buffers_that_are_too_small),
	CASE(overlapped_requests_that_do_not_pend),
	CASE(a_pending_read_is_completed_by_another_program),
	CASE(requests_arrive_in_order),
	CASE(one_of_two_is_cancelled),
	CASE(a_device_is_signaled_by_requests_without_event),
	CASE(a_stubborn_driver_completes_what_is_cancelled),
	CASE(closing_cancels),
	CASE(other_threads_are_cancelled),
	CASE(other_signals_do_not_end_requests),
	CASE(cancelling_never_comes_too_early),
	CASE(events_are_waited_for),
	CASE(nothing_is_left),
};

int main(void)
{
	unsigned int i;
	int bad = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		failed = 0;
		cases[i].run();
		printf("%s - %s\n", failed ? "not ok" : "ok", cases[i].name);
		bad |= failed;
	}
	return bad;
}
