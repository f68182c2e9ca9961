// SPDX-License-Identifier: GPL-2.0
/*
 * user.c - what a program on Linux sees of a Windows driver's devices.
 *
 *	user [ROUNDS]
 *
 * Prints a line for each case, "ok - name" or "not ok - name", and why. Needs
 * nodetest.ko loaded, and unloads it at the end. Each kind of call is killed
 * ROUNDS times (default 1000).
 */

#define _GNU_SOURCE
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ntparport_ioctl.h>
#include "NodeTest.H"

#define BUFFERED "/dev/nttest-buffered"
#define DIRECT "/dev/nttest-direct"
#define NEITHER "/dev/nttest-neither"
#define EXCLUSIVE "/dev/nttest-exclusive"

static const char *const kinds[] = { BUFFERED, DIRECT, NEITHER };

/* What the compiler must not know to be constant. */
static void *volatile null;
static void *volatile odd = (void *)1;

static const char *current;
static bool failed;
static unsigned int rounds = 1000;

static void fail(const char *file, int line, const char *format, ...)
{
	va_list arguments;

	printf("# %s:%d: ", file, line);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
	failed = true;
}

#define EXPECT(condition) \
	((condition) ? (void)0 : fail(__FILE__, __LINE__, "%s (errno %d)", #condition, errno))

/* Expects the call to fail with this errno. */
#define EXPECT_ERRNO(call, error) do {						\
	long result_;								\
										\
	errno = 0;								\
	result_ = (call);							\
	if (result_ != -1 || errno != (error))					\
		fail(__FILE__, __LINE__, "%s: %ld, errno %d, not %d", #call,	\
		     result_, errno, error);					\
} while (0)

static int must_open(const char *name, int flags)
{
	int fd = open(name, flags | O_CLOEXEC);

	if (fd < 0)
		error(1, errno, "%s", name);
	return fd;
}

/* Sends one request; returns -1 and errno like ioctl(). */
static int control(int fd, uint32_t code, const void *in, size_t in_length, void *out,
		   size_t out_length, struct ntparport_device_control *result)
{
	struct ntparport_device_control request = {
		.code = code,
		.input = (uintptr_t)in,
		.output = (uintptr_t)out,
		.input_length = in_length,
		.output_length = out_length,
	};
	int err = ioctl(fd, NTPARPORT_DEVICE_CONTROL, &request);

	if (result)
		*result = request;
	return err;
}

static void set_mode(enum test_mode mode, int32_t status)
{
	int32_t input[2] = { mode, status };
	int fd = must_open(BUFFERED, O_RDWR);

	EXPECT(!control(fd, IOCTL_TEST_SET_MODE, input, sizeof(input), NULL, 0, NULL));
	close(fd);
}

static struct test_counters counters(void)
{
	struct test_counters result = { 0 };
	int fd = must_open(BUFFERED, O_RDWR);

	EXPECT(!control(fd, IOCTL_TEST_COUNTERS, NULL, 0, &result, sizeof(result), NULL));
	close(fd);
	return result;
}

/* Returns when that many requests are pending. */
static void wait_pending(int fd, uint32_t count)
{
	EXPECT(!control(fd, IOCTL_TEST_WAIT, &count, sizeof(count), NULL, 0, NULL));
}

/*
 * Expects everything that was opened to be closed; after a process is killed, closing may take
 * a moment.
 */
static void expect_idle(void)
{
	int fd = must_open(BUFFERED, O_RDWR);
	struct test_counters now;
	unsigned int i;

	for (i = 0; i < 2000; i++) {
		EXPECT(!control(fd, IOCTL_TEST_COUNTERS, NULL, 0, &now, sizeof(now), NULL));
		if (!now.pending && now.closes == now.creates - 1)
			break;
		usleep(1000);
	}
	EXPECT(now.pending == 0);
	EXPECT(now.cleanups == now.creates - 1);
	EXPECT(now.closes == now.creates - 1);
	close(fd);
}

static void *map(size_t length, int protection, int flags)
{
	void *memory = mmap(NULL, length, protection, flags | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		error(1, errno, "mmap");
	return memory;
}

/* Two pages, the second of which cannot be accessed. */
static char *half_mapped(void)
{
	char *memory = map(8192, PROT_READ | PROT_WRITE, MAP_PRIVATE);

	if (mprotect(memory + 4096, 4096, PROT_NONE))
		error(1, errno, "mprotect");
	return memory;
}

static char *read_only(void)
{
	return map(4096, PROT_READ, MAP_PRIVATE);
}

static void node_is_for_root(void)
{
	struct stat status;
	unsigned int i;

	for (i = 0; i < 3; i++) {
		EXPECT(!stat(kinds[i], &status));
		EXPECT(S_ISCHR(status.st_mode) && (status.st_mode & 07777) == 0600);
		EXPECT(status.st_uid == 0);
	}
}

static void open_and_close_reach_the_driver(void)
{
	struct test_counters before = counters(), after;
	int fd, copy;

	fd = must_open(DIRECT, O_RDWR);
	copy = dup(fd);
	close(fd);
	after = counters();
	EXPECT(after.creates == before.creates + 2);
	EXPECT(after.cleanups == before.cleanups + 1);
	close(copy);
	after = counters();
	EXPECT(after.creates == before.creates + 3);
	EXPECT(after.cleanups == before.cleanups + 3);
	EXPECT(after.closes == before.closes + 3);
}

static void what_is_written_can_be_read(void)
{
	static const size_t lengths[] = { 0, 1, 3, 4095, 4096, 4097, 8191, 8192 };
	static char from[16384], to[16384];
	unsigned int kind, i, offset;
	int fd;

	for (i = 0; i < sizeof(from); i++)
		from[i] = i * 7 + i / 256;
	for (kind = 0; kind < 3; kind++) {
		fd = must_open(kinds[kind], O_RDWR);
		for (i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
			for (offset = 0; offset < 4096; offset += 1365) {
				size_t n = lengths[i];

				memset(to, 0x55, sizeof(to));
				EXPECT(write(fd, from + offset, n) == (ssize_t)n);
				EXPECT(read(fd, to + offset, n + 1) == (ssize_t)n);
				EXPECT(!memcmp(to + offset, from + offset, n));
				EXPECT(to[offset + n] == 0x55);
				EXPECT(offset == 0 || to[offset - 1] == 0x55);
			}
		}
		close(fd);
	}
}

/* Each part is a request; if one is cut short, it is the last. */
static void parts_are_requests(void)
{
	char a[4] = "....", b[8] = ".......", c[4] = "....";
	const struct iovec out[] = { { "123", 3 }, { NULL, 0 }, { "45678", 5 } };
	const struct iovec in[] = { { a, 2 }, { b, 7 }, { c, 4 } };
	const struct iovec bad[] = { { a, 2 }, { null, 7 } };
	unsigned int kind;
	int fd;

	for (kind = 0; kind < 3; kind++) {
		memset(b, '.', sizeof(b));
		fd = must_open(kinds[kind], O_RDWR);
		EXPECT(writev(fd, out, 3) == 8);
		/* The device keeps what was written last, and gives it to each read. */
		EXPECT(readv(fd, in, 3) == 2 + 5);
		EXPECT(!memcmp(a, "45..", 4));
		EXPECT(!memcmp(b, "45678...", 8));
		EXPECT(!memcmp(c, "....", 4));
		EXPECT(readv(fd, bad, 2) == 2);
		EXPECT_ERRNO(readv(fd, bad + 1, 1), EFAULT);
		EXPECT(readv(fd, in, 0) == 0);
		close(fd);
	}
}

static void long_transfers_are_cut(void)
{
	size_t length = NTPARPORT_MAX_LENGTH + 12345;
	char *memory = map(length, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	unsigned int kind;
	int fd;

	for (kind = 0; kind < 3; kind++) {
		fd = must_open(kinds[kind], O_RDWR);
		EXPECT(write(fd, memory, length) == 8192);
		EXPECT(read(fd, memory, length) == 8192);
		close(fd);
	}
	munmap(memory, length);
}

/* A transfer with memory that does not exist is not begun. */
static void bad_memory_is_refused(void)
{
	char *half = half_mapped(), *constant = read_only();
	char *kernel = (char *)0xffffffff81000000ul;
	unsigned int kind;
	int fd;

	for (kind = 0; kind < 3; kind++) {
		fd = must_open(kinds[kind], O_RDWR);
		EXPECT(write(fd, "12345", 5) == 5);
		EXPECT_ERRNO(read(fd, null, 5), EFAULT);
		EXPECT_ERRNO(read(fd, odd, 5), EFAULT);
		EXPECT_ERRNO(read(fd, kernel, 5), EFAULT);
		EXPECT_ERRNO(read(fd, half + 4095, 5), EFAULT);
		EXPECT_ERRNO(read(fd, half, 1ul << 30), EFAULT);
		EXPECT_ERRNO(read(fd, constant, 5), EFAULT);
		EXPECT_ERRNO(write(fd, null, 5), EFAULT);
		EXPECT_ERRNO(write(fd, odd, 5), EFAULT);
		EXPECT_ERRNO(write(fd, kernel, 5), EFAULT);
		EXPECT_ERRNO(write(fd, half + 4095, 5), EFAULT);
		EXPECT_ERRNO(write(fd, half, 1ul << 30), EFAULT);
		EXPECT(read(fd, NULL, 0) == 0);
		EXPECT(read(fd, half, 4096) == 5);
		EXPECT(!memcmp(half, "12345", 5));
		EXPECT(write(fd, NULL, 0) == 0);
		close(fd);
	}
	munmap(half, 8192);
	munmap(constant, 4096);
}

static void every_transfer_method_works(void)
{
	static const uint32_t codes[] = { IOCTL_TEST_BUFFERED, IOCTL_TEST_OUT_DIRECT,
					  IOCTL_TEST_NEITHER };
	static unsigned char out[10000];
	struct ntparport_device_control result;
	unsigned char in[256];
	size_t in_length, out_length;
	unsigned int i, j;
	int fd = must_open(BUFFERED, O_RDWR);

	for (i = 0; i < sizeof(in); i++)
		in[i] = i * 13;
	for (i = 0; i < 3; i++) {
		for (in_length = 1; in_length <= sizeof(in); in_length = in_length * 3 + 1) {
			for (out_length = 0; out_length < sizeof(out) - 1;
			     out_length = out_length * 5 + 1) {
				memset(out, 0, sizeof(out));
				EXPECT(!control(fd, codes[i], in, in_length, out + 1, out_length,
						&result));
				EXPECT(result.status == 0);
				EXPECT(result.information == out_length);
				for (j = 0; j < out_length; j++)
					if (out[j + 1] != (unsigned char)~in[j % in_length])
						break;
				EXPECT(j == out_length);
				EXPECT(out[out_length + 1] == 0);
			}
		}
	}
	EXPECT(!control(fd, IOCTL_TEST_IN_DIRECT, "\1\2\3", 3, "\4\5", 2, &result));
	EXPECT(result.information == 15);
	EXPECT(!control(fd, IOCTL_TEST_IN_DIRECT, NULL, 0, "\4\5", 2, &result));
	EXPECT(result.information == 9);
	EXPECT(!control(fd, IOCTL_TEST_IN_DIRECT, "\1\2\3", 3, NULL, 0, &result));
	EXPECT(result.information == 6);
	/* Input and output may be the same memory. */
	memcpy(out, "\1\2\3\4", 4);
	EXPECT(!control(fd, IOCTL_TEST_BUFFERED, out, 4, out, 4, NULL));
	EXPECT(!memcmp(out, "\xfe\xfd\xfc\xfb", 4));
	close(fd);
}

static void bad_control_buffers_are_refused(void)
{
	static const uint32_t codes[] = { IOCTL_TEST_BUFFERED, IOCTL_TEST_IN_DIRECT,
					  IOCTL_TEST_OUT_DIRECT, IOCTL_TEST_NEITHER };
	char *half = half_mapped(), *constant = read_only(), good[16] = { 1 };
	struct ntparport_device_control request = { .code = IOCTL_TEST_BUFFERED };
	size_t most = NTPARPORT_MAX_LENGTH;
	unsigned int i;
	int fd = must_open(BUFFERED, O_RDWR);

	for (i = 0; i < 4; i++) {
		EXPECT_ERRNO(control(fd, codes[i], NULL, 5, good, 5, NULL), EFAULT);
		EXPECT_ERRNO(control(fd, codes[i], good, 5, NULL, 5, NULL), EFAULT);
		EXPECT_ERRNO(control(fd, codes[i], half + 4094, 5, good, 5, NULL), EFAULT);
		EXPECT_ERRNO(control(fd, codes[i], good, 5, half + 4094, 5, NULL), EFAULT);
		EXPECT_ERRNO(control(fd, codes[i], (void *)-4096l, 5, good, 5, NULL), EFAULT);
		EXPECT_ERRNO(control(fd, codes[i], good, 5, (void *)-4096l, 5, NULL), EFAULT);
		EXPECT_ERRNO(control(fd, codes[i], good, -1, good, 5, NULL), EMSGSIZE);
		EXPECT_ERRNO(control(fd, codes[i], good, 5, good, -1, NULL), EMSGSIZE);
		EXPECT_ERRNO(control(fd, codes[i], good, most + 1, good, 5, NULL), EMSGSIZE);
		EXPECT_ERRNO(control(fd, codes[i], half, most, good, 5, NULL), EFAULT);
		EXPECT_ERRNO(control(fd, codes[i], good, 5, half, most, NULL), EFAULT);
		if (codes[i] != IOCTL_TEST_IN_DIRECT)
			EXPECT_ERRNO(control(fd, codes[i], good, 5, constant, 5, NULL), EFAULT);
		/* Without bytes, no buffer is needed. */
		EXPECT(!control(fd, codes[i], NULL, 0, NULL, 0, NULL));
		EXPECT(!control(fd, codes[i], (void *)-1l, 0, (void *)-1l, 0, NULL));
	}
	EXPECT_ERRNO(ioctl(fd, NTPARPORT_DEVICE_CONTROL, NULL), EFAULT);
	EXPECT_ERRNO(ioctl(fd, NTPARPORT_DEVICE_CONTROL, half + 4090), EFAULT);
	EXPECT_ERRNO(ioctl(fd, NTPARPORT_DEVICE_CONTROL, constant), EFAULT);
	request.reserved = 1;
	EXPECT_ERRNO(ioctl(fd, NTPARPORT_DEVICE_CONTROL, &request), EINVAL);
	munmap(half, 8192);
	munmap(constant, 4096);
	close(fd);
}

static void unknown_codes_are_refused(void)
{
	struct ntparport_device_control result;
	char buffer[16] = { 0 };
	int fd = must_open(NEITHER, O_RDWR);

	EXPECT_ERRNO(ioctl(fd, TCGETS, buffer), ENOTTY);
	EXPECT_ERRNO(ioctl(fd, 0, buffer), ENOTTY);
	EXPECT_ERRNO(ioctl(fd, ~0u, buffer), ENOTTY);
	EXPECT_ERRNO(control(fd, 0, buffer, 4, buffer, 4, &result), ENOTTY);
	EXPECT(result.status == (int32_t)0xc0000010);
	EXPECT_ERRNO(control(fd, ~0u, buffer, 4, buffer, 4, &result), ENOTTY);
	EXPECT(result.status == (int32_t)0xc0000010);
	EXPECT_ERRNO(fsync(fd), EINVAL);
	EXPECT_ERRNO(lseek(fd, 0, SEEK_SET), ESPIPE);
	EXPECT_ERRNO(pread(fd, buffer, 1, 0), ESPIPE);
	close(fd);
}

static void access_of_a_code_is_checked(void)
{
	int reader = must_open(BUFFERED, O_RDONLY), writer = must_open(BUFFERED, O_WRONLY);

	EXPECT(!control(reader, IOCTL_TEST_READ_ACCESS, NULL, 0, NULL, 0, NULL));
	EXPECT(!control(writer, IOCTL_TEST_WRITE_ACCESS, NULL, 0, NULL, 0, NULL));
	EXPECT_ERRNO(control(reader, IOCTL_TEST_WRITE_ACCESS, NULL, 0, NULL, 0, NULL), EACCES);
	EXPECT_ERRNO(control(writer, IOCTL_TEST_READ_ACCESS, NULL, 0, NULL, 0, NULL), EACCES);
	close(reader);
	close(writer);
}

static void status_becomes_errno(void)
{
	static const struct { uint32_t status; int err; } table[] = {
		{ 0xc0000001, EIO }, { 0xc0000002, EOPNOTSUPP }, { 0xc0000005, EFAULT },
		{ 0xc000000d, EINVAL }, { 0xc000000e, ENODEV }, { 0xc0000010, ENOTTY },
		{ 0xc0000022, EACCES }, { 0xc0000023, ENOBUFS }, { 0xc0000034, ENOENT },
		{ 0xc0000035, EEXIST }, { 0xc0000056, ENODEV }, { 0xc000009a, ENOMEM },
		{ 0xc00000b5, ETIMEDOUT }, { 0xc00000bb, EOPNOTSUPP }, { 0xc0000120, ECANCELED },
		{ 0xc0000185, EIO }, { 0xcfffffff, EIO }, { 0x80000011, EBUSY },
		{ 0x8000000e, ENOSPC }, { 0x80000005, EMSGSIZE },
	};
	struct ntparport_device_control result;
	int fd = must_open(BUFFERED, O_RDWR);
	unsigned int i;
	char c = 0;

	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		int of_files = table[i].err == ENOTTY ? EINVAL : table[i].err;

		set_mode(TEST_FAIL, table[i].status);
		EXPECT_ERRNO(control(fd, IOCTL_TEST_TRANSFER, NULL, 0, NULL, 0, &result),
			     table[i].err);
		EXPECT(result.status == (int32_t)table[i].status);
		EXPECT_ERRNO(read(fd, &c, 1), of_files);
		EXPECT_ERRNO(write(fd, &c, 1), of_files);
		EXPECT_ERRNO(fsync(fd), of_files);
		set_mode(TEST_FAIL_CREATE, table[i].status);
		EXPECT_ERRNO(open(DIRECT, O_RDWR), of_files);
	}
	/* Any kind of success; and the end of a file, which only read() knows. */
	set_mode(TEST_FAIL, 0x40000000);
	EXPECT(!control(fd, IOCTL_TEST_TRANSFER, NULL, 0, NULL, 0, &result));
	EXPECT(result.status == 0x40000000);
	set_mode(TEST_FAIL, 0xc0000011);
	EXPECT(read(fd, &c, 1) == 0);
	EXPECT_ERRNO(write(fd, &c, 1), ENODATA);
	EXPECT_ERRNO(fsync(fd), ENODATA);
	EXPECT_ERRNO(control(fd, IOCTL_TEST_TRANSFER, NULL, 0, NULL, 0, &result), ENODATA);
	EXPECT(result.status == (int32_t)0xc0000011);
	set_mode(TEST_FAIL_CREATE, 0xc0000011);
	EXPECT_ERRNO(open(DIRECT, O_RDWR), ENODATA);
	set_mode(TEST_FAIL_CREATE, 0x40000000);
	close(must_open(DIRECT, O_RDWR));
	set_mode(TEST_TRANSFER, 0);
	close(fd);
}

static void fsync_reaches_the_driver(void)
{
	struct test_counters before = counters(), after;
	int fd = must_open(DIRECT, O_RDWR);

	EXPECT(!fsync(fd));
	EXPECT(!fdatasync(fd));
	close(fd);
	after = counters();
	EXPECT(after.flushes == before.flushes + 2);
}

static void exclusive_device_is_opened_once(void)
{
	int fd = must_open(EXCLUSIVE, O_RDWR);

	EXPECT_ERRNO(open(EXCLUSIVE, O_RDWR), EACCES);
	close(fd);
	close(must_open(EXCLUSIVE, O_RDWR));
}

static void overflow_brings_data(void)
{
	struct ntparport_device_control result;
	int fd = must_open(BUFFERED, O_RDWR);
	char out[4] = { 0 };

	EXPECT_ERRNO(control(fd, IOCTL_TEST_OVERFLOW, NULL, 0, out, sizeof(out), &result),
		     EMSGSIZE);
	EXPECT(result.status == (int32_t)0x80000005);
	EXPECT(result.information == 4);
	EXPECT(!memcmp(out, "\x5a\x5a\x5a\x5a", 4));
	close(fd);
}

static void request_that_pends_fails_with_o_nonblock(void)
{
	struct test_counters before, after;
	unsigned int kind;
	char c = 0;
	int fd;

	set_mode(TEST_CANCEL, 0);
	before = counters();
	for (kind = 0; kind < 3; kind++) {
		fd = must_open(kinds[kind], O_RDWR | O_NONBLOCK);
		EXPECT_ERRNO(read(fd, &c, 1), EAGAIN);
		EXPECT_ERRNO(write(fd, &c, 1), EAGAIN);
		close(fd);
	}
	after = counters();
	EXPECT(after.cancelled == before.cancelled + 6);
	set_mode(TEST_TRANSFER, 0);
	fd = must_open(BUFFERED, O_RDWR | O_NONBLOCK);
	EXPECT(write(fd, "x", 1) == 1);
	EXPECT(read(fd, &c, 1) == 1);
	close(fd);
	expect_idle();
}

/* What was done before a request was cancelled is not lost, and is not done again. */
static void partial_count_of_o_nonblock(void)
{
	struct test_counters before, after;
	unsigned int kind;
	char data[8];
	int fd;

	for (kind = 0; kind < 3; kind++) {
		fd = must_open(kinds[kind], O_RDWR | O_NONBLOCK);
		EXPECT(write(fd, "12345678", 8) == 8);
		set_mode(TEST_CANCEL, 3);
		before = counters();
		memset(data, '.', sizeof(data));
		EXPECT(read(fd, data, 8) == 3);
		EXPECT(!memcmp(data, "123.....", 8));
		EXPECT(write(fd, "abcdefgh", 8) == 3);
		after = counters();
		EXPECT(after.cancelled == before.cancelled + 2);
		set_mode(TEST_TRANSFER, 0);
		EXPECT(read(fd, data, 8) == 3);
		EXPECT(!memcmp(data, "abc.....", 8));
		close(fd);
	}
	expect_idle();
}

/*
 * Windows has no request that asks whether a device is ready: it always is, whatever its driver
 * does with reads.
 */
static void poll_finds_devices_ready(void)
{
	struct timeval at_once = { 0, 0 };
	struct test_counters before, after;
	unsigned int kind, call;
	struct pollfd polled;
	fd_set in, out, other;

	set_mode(TEST_CANCEL, 0);
	before = counters();
	for (kind = 0; kind < 3; kind++) {
		polled.fd = must_open(kinds[kind], O_RDWR | O_NONBLOCK);
		for (call = 0; call < 2; call++) {
			polled.events = POLLIN | POLLOUT | POLLPRI;
			polled.revents = 0;
			/* 0: returns at once; -1: without readiness it would wait for ever. */
			EXPECT(poll(&polled, 1, -call) == 1);
			EXPECT(polled.revents == (POLLIN | POLLOUT));
		}
		FD_ZERO(&in);
		FD_SET(polled.fd, &in);
		other = in;
		out = in;
		EXPECT(select(polled.fd + 1, &in, &out, &other, &at_once) == 2);
		EXPECT(FD_ISSET(polled.fd, &in) && FD_ISSET(polled.fd, &out));
		EXPECT(!FD_ISSET(polled.fd, &other));
		close(polled.fd);
	}
	/* No request was sent because of it. */
	after = counters();
	EXPECT(after.cancelled == before.cancelled && after.pending == before.pending);
	set_mode(TEST_TRANSFER, 0);
	expect_idle();
}

static void ignore(int signal)
{
}

enum call { READ, WRITE, CONTROL, CALLS };

static long do_call(enum call call, int fd)
{
	static char page[5000];

	switch (call) {
	case READ:
		return read(fd, page + 1, sizeof(page) - 1);
	case WRITE:
		return write(fd, page + 1, sizeof(page) - 1);
	default:
		return control(fd, IOCTL_TEST_TRANSFER, page, 10, page, 10, NULL);
	}
}

struct blocked {
	enum call call;
	int fd;
	long result;
	int err;
};

static void *block(void *argument)
{
	struct blocked *b = argument;

	errno = 0;
	b->result = do_call(b->call, b->fd);
	b->err = errno;
	return NULL;
}

static void signal_cancels_a_request(void)
{
	struct sigaction action = { .sa_handler = ignore };
	int watch = must_open(BUFFERED, O_RDWR);
	unsigned int kind;
	enum call call;

	sigaction(SIGUSR1, &action, NULL);
	set_mode(TEST_CANCEL, 0);
	for (kind = 0; kind < 3; kind++) {
		for (call = READ; call < CALLS; call++) {
			struct test_counters before = counters(), after;
			struct blocked b = { call, must_open(kinds[kind], O_RDWR), 0, 0 };
			pthread_t thread;

			pthread_create(&thread, NULL, block, &b);
			wait_pending(watch, 1);
			pthread_kill(thread, SIGUSR1);
			pthread_join(thread, NULL);
			EXPECT(b.result == -1 && b.err == EINTR);
			after = counters();
			EXPECT(after.cancelled == before.cancelled + 1);
			EXPECT(after.pending == 0);
			close(b.fd);
		}
	}
	set_mode(TEST_TRANSFER, 0);
	close(watch);
	expect_idle();
}

/* Bytes that were read or written before the signal count. */
static void signal_leaves_a_partial_count(void)
{
	struct sigaction action = { .sa_handler = ignore };
	int watch = must_open(BUFFERED, O_RDWR);
	unsigned int kind;
	enum call call;

	sigaction(SIGUSR1, &action, NULL);
	for (kind = 0; kind < 3; kind++) {
		for (call = READ; call <= WRITE; call++) {
			struct blocked b = { call, must_open(kinds[kind], O_RDWR), 0, 0 };
			pthread_t thread;

			EXPECT(write(b.fd, "12345", 5) == 5);
			set_mode(TEST_CANCEL, 4);
			pthread_create(&thread, NULL, block, &b);
			wait_pending(watch, 1);
			pthread_kill(thread, SIGUSR1);
			pthread_join(thread, NULL);
			EXPECT(b.result == 4);
			set_mode(TEST_TRANSFER, 0);
			close(b.fd);
		}
	}
	close(watch);
	expect_idle();
}

/* With SA_RESTART the call goes on as a new request. */
static void restarted_call_is_a_new_request(void)
{
	struct sigaction action = { .sa_handler = ignore, .sa_flags = SA_RESTART };
	int watch = must_open(BUFFERED, O_RDWR);
	struct test_counters before = counters(), now;
	struct blocked b = { READ, must_open(BUFFERED, O_RDWR), 0, 0 };
	pthread_t thread;

	sigaction(SIGUSR1, &action, NULL);
	EXPECT(write(watch, "again", 5) == 5);
	set_mode(TEST_CANCEL, 0);
	pthread_create(&thread, NULL, block, &b);
	wait_pending(watch, 1);
	set_mode(TEST_TRANSFER, 0);
	pthread_kill(thread, SIGUSR1);
	pthread_join(thread, NULL);
	EXPECT(b.result == 5);
	now = counters();
	EXPECT(now.cancelled == before.cancelled + 1);
	close(b.fd);
	close(watch);
	expect_idle();
}

/* A request that cannot be cancelled is waited for. */
static void signal_waits_for_a_stubborn_request(void)
{
	struct sigaction action = { .sa_handler = ignore };
	int watch = must_open(BUFFERED, O_RDWR);
	struct blocked b = { WRITE, must_open(DIRECT, O_RDWR), -1, 0 };
	pthread_t thread;

	sigaction(SIGUSR1, &action, NULL);
	set_mode(TEST_FORGET, 0);
	pthread_create(&thread, NULL, block, &b);
	wait_pending(watch, 1);
	pthread_kill(thread, SIGUSR1);
	EXPECT(pthread_tryjoin_np(thread, NULL) == EBUSY);
	set_mode(TEST_TRANSFER, 0);
	EXPECT(!control(watch, IOCTL_TEST_RELEASE, NULL, 0, NULL, 0, NULL));
	pthread_join(thread, NULL);
	EXPECT(b.result == 0);
	close(b.fd);
	close(watch);
	expect_idle();
}

static void close_during_a_call_waits_for_it(void)
{
	int watch = must_open(BUFFERED, O_RDWR);
	struct test_counters before, now;
	struct blocked b = { READ, must_open(BUFFERED, O_RDWR), -1, 0 };
	pthread_t thread;

	set_mode(TEST_FORGET, 0);
	before = counters();
	pthread_create(&thread, NULL, block, &b);
	wait_pending(watch, 1);
	close(b.fd);
	now = counters();
	EXPECT(now.closes - before.closes == 1);	/* the one that counters() opened */
	EXPECT(!control(watch, IOCTL_TEST_RELEASE, NULL, 0, NULL, 0, NULL));
	pthread_join(thread, NULL);
	EXPECT(b.result == 0);
	set_mode(TEST_TRANSFER, 0);
	close(watch);
	expect_idle();
}

/* The caller's pages are shared with the driver for as long as the request is pending. */
static void out_direct_shares_memory(void)
{
	volatile char *page = map(4096, PROT_READ | PROT_WRITE, MAP_SHARED);
	int watch = must_open(BUFFERED, O_RDWR), fd = must_open(BUFFERED, O_RDWR);
	pid_t child;

	set_mode(TEST_CANCEL, 0);
	child = fork();
	if (!child)
		_exit(control(fd, IOCTL_TEST_SHARE, NULL, 0, (void *)(page + 100), 8, NULL) != 0);
	wait_pending(watch, 1);
	EXPECT(page[100] == 0x77);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	set_mode(TEST_TRANSFER, 0);
	close(fd);
	close(watch);
	munmap((void *)page, 4096);
	expect_idle();
}

/* One process after another is killed in the middle of a call. */
static void killed_callers(enum call call)
{
	int watch = must_open(BUFFERED, O_RDWR);
	struct test_counters before, now;
	unsigned int i;

	set_mode(TEST_CANCEL, 0);
	before = counters();
	for (i = 0; i < rounds && !failed; i++) {
		pid_t child = fork();
		int status;

		if (!child) {
			do_call(call, must_open(kinds[i % 3], O_RDWR));
			_exit(0);
		}
		wait_pending(watch, 1);
		EXPECT(!kill(child, SIGKILL));
		EXPECT(waitpid(child, &status, 0) == child);
		EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	}
	now = counters();
	EXPECT(now.cancelled - before.cancelled == i);
	set_mode(TEST_TRANSFER, 0);
	close(watch);
	expect_idle();
}

static void killed_readers_leave_nothing(void)
{
	killed_callers(READ);
}

static void killed_writers_leave_nothing(void)
{
	killed_callers(WRITE);
}

static void killed_controllers_leave_nothing(void)
{
	killed_callers(CONTROL);
}

/* The driver neither completes nor cancels: the process dies, its requests live on (W6). */
static void forgotten_requests_outlive_their_caller(void)
{
	int watch = must_open(BUFFERED, O_RDWR);
	struct test_counters before, now;
	unsigned int kind, n = 0;
	enum call call;
	int status;

	set_mode(TEST_FORGET, 0);
	before = counters();
	for (kind = 0; kind < 3; kind++) {
		for (call = READ; call < CALLS; call++) {
			pid_t child = fork();

			if (!child) {
				do_call(call, must_open(kinds[kind], O_RDWR));
				_exit(0);
			}
			wait_pending(watch, ++n);
			EXPECT(!kill(child, SIGKILL));
			EXPECT(waitpid(child, &status, 0) == child);
			EXPECT(WIFSIGNALED(status));
		}
	}
	now = counters();
	EXPECT(now.pending == n);
	EXPECT(now.cleanups - before.cleanups == n + 1);
	EXPECT(now.closes - before.closes == 1);
	close(watch);
	/* Nobody has the device open, but the driver cannot be unloaded. */
	EXPECT_ERRNO(syscall(SYS_delete_module, "nodetest", O_NONBLOCK), EAGAIN);
	watch = must_open(BUFFERED, O_RDWR);
	EXPECT(!control(watch, IOCTL_TEST_RELEASE, NULL, 0, NULL, 0, NULL));
	set_mode(TEST_TRANSFER, 0);
	close(watch);
	expect_idle();
}

/* A process is killed while the driver opens the device: once it is open, it is closed. */
static void killed_opener_is_closed_after_all(void)
{
	int watch = must_open(BUFFERED, O_RDWR);
	struct test_counters now;
	pid_t child;
	int status;

	set_mode(TEST_FORGET_CREATE, 0);
	child = fork();
	if (!child) {
		must_open(DIRECT, O_RDWR);
		_exit(0);
	}
	wait_pending(watch, 1);
	EXPECT(!kill(child, SIGKILL));
	EXPECT(waitpid(child, &status, 0) == child);
	EXPECT(WIFSIGNALED(status));
	now = counters();
	EXPECT(now.creates - now.cleanups == 3);	/* this, watch, and that of counters() */
	set_mode(TEST_TRANSFER, 0);
	EXPECT(!control(watch, IOCTL_TEST_RELEASE, NULL, 0, NULL, 0, NULL));
	close(watch);
	expect_idle();
}

/* Nor can a process be killed while it is exiting: so it must not wait for ever. */
static void exit_does_not_wait_for_ever(void)
{
	int watch = must_open(BUFFERED, O_RDWR);
	struct test_counters now;
	unsigned int n;
	int status;

	set_mode(TEST_FORGET_CLEANUP, 0);
	for (n = 0; n < 2; n++) {
		pid_t child = fork();

		if (!child) {
			must_open(DIRECT, O_RDWR);
			if (n)
				pause();
			_exit(0);
		}
		if (n) {
			do {	/* until the child has opened it, beside watch and counters() */
				now = counters();
			} while (now.creates - now.cleanups != 3);
			EXPECT(!kill(child, SIGKILL));
		}
		EXPECT(waitpid(child, &status, 0) == child);
		wait_pending(watch, n + 1);
	}
	set_mode(TEST_TRANSFER, 0);
	EXPECT(!control(watch, IOCTL_TEST_RELEASE, NULL, 0, NULL, 0, NULL));
	close(watch);
	expect_idle();
}

static volatile bool released;

/* Releases it when a request is pending. */
static void *release_later(void *unused)
{
	int watch = must_open(BUFFERED, O_RDWR);

	wait_pending(watch, 1);
	released = true;
	EXPECT(!control(watch, IOCTL_TEST_RELEASE, NULL, 0, NULL, 0, NULL));
	close(watch);
	return NULL;
}

/* Closes the exclusive device, whose IRP_MJ_CLOSE pends until the thread releases it. */
static void close_pends(pthread_t *thread)
{
	int fd;

	set_mode(TEST_FORGET_CLOSE, 0);
	fd = must_open(EXCLUSIVE, O_RDWR);
	released = false;
	if (pthread_create(thread, NULL, release_later, NULL))
		error(1, 0, "no thread");
	close(fd);
	EXPECT(released);
}

/* W5: an exclusive device whose IRP_MJ_CLOSE pends can be opened right after close(). */
static void close_waits_for_its_end(void)
{
	pthread_t thread;
	int fd;

	close_pends(&thread);
	set_mode(TEST_TRANSFER, 0);
	fd = open(EXCLUSIVE, O_RDWR | O_CLOEXEC);
	EXPECT(fd >= 0);
	close(fd);
	pthread_join(thread, NULL);
	expect_idle();
}

/* W5: a process that is killed meanwhile does not wait. */
static void kill_ends_the_wait_of_close(void)
{
	int watch = must_open(BUFFERED, O_RDWR);
	pid_t child;
	int status;

	set_mode(TEST_FORGET_CLOSE, 0);
	child = fork();
	if (!child) {
		close(must_open(EXCLUSIVE, O_RDWR));
		pause();
	}
	wait_pending(watch, 1);
	EXPECT(!kill(child, SIGKILL));
	EXPECT(waitpid(child, &status, 0) == child);
	EXPECT(WIFSIGNALED(status));
	set_mode(TEST_TRANSFER, 0);
	EXPECT(!control(watch, IOCTL_TEST_RELEASE, NULL, 0, NULL, 0, NULL));
	close(watch);
	expect_idle();
}

/* W5: the same if a program ends without calling close(). */
static void exclusive_device_is_opened_after_an_exit(void)
{
	pthread_t thread;
	int fd, status;
	pid_t child;

	set_mode(TEST_FORGET_CLOSE, 0);
	child = fork();
	if (!child) {
		must_open(EXCLUSIVE, O_RDWR);
		_exit(0);
	}
	if (pthread_create(&thread, NULL, release_later, NULL))
		error(1, 0, "no thread");
	EXPECT(waitpid(child, &status, 0) == child);
	set_mode(TEST_TRANSFER, 0);
	fd = open(EXCLUSIVE, O_RDWR | O_CLOEXEC);
	EXPECT(fd >= 0);
	close(fd);
	pthread_join(thread, NULL);
	expect_idle();
}

/*
 * Whichever allocation of close() fails, the driver is told of both: IRP_MJ_CLEANUP and
 * IRP_MJ_CLOSE have nobody to report a failure to.
 */
static void close_needs_no_luck(void)
{
	struct test_counters before = counters(), after;
	unsigned int n, failures = 0;
	int fd, nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	char text[16];

	EXPECT(nth >= 0);
	for (n = 1; n <= 40; n++) {
		fd = must_open(DIRECT, O_RDWR);
		EXPECT(dprintf(nth, "%u", n) > 0);
		close(fd);
		/* 0: that allocation has failed; otherwise there were fewer of them. */
		memset(text, 0, sizeof(text));
		EXPECT(pread(nth, text, sizeof(text) - 1, 0) > 0);
		failures += atoi(text) == 0;
		EXPECT(dprintf(nth, "0") > 0);
	}
	close(nth);
	after = counters();
	printf("# close(): %u allocations failed\n", failures);
	EXPECT(after.creates - before.creates == n);
	EXPECT(after.cleanups - before.cleanups == n);
	EXPECT(after.closes - before.closes == n);
}

/* W1 */
static void buffered_request_has_a_user_buffer(void)
{
	char memory[8] = ".......";
	int fd = must_open(BUFFERED, O_RDWR);

	EXPECT(!control(fd, IOCTL_TEST_USER_BUFFER, NULL, 0, memory, 7, NULL));
	EXPECT(!memcmp(memory, "user...", 8));
	close(fd);
}

/* Has the driver lock memory whose address is in a structure. */
static int lock(int fd, const void *memory, unsigned int length, int write,
		struct ntparport_device_control *result)
{
	const struct test_lock what = { (uintptr_t)memory, length, write };

	return control(fd, IOCTL_TEST_LOCK, &what, sizeof(what), NULL, 0, result);
}

static void memory_is_locked_for_a_driver(void)
{
	char *half = half_mapped(), *constant = read_only();
	char *memory = map(16384, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	struct ntparport_device_control result;
	unsigned int i;
	int fd = must_open(BUFFERED, O_RDWR);

	EXPECT(!lock(fd, memory + 100, 10000, 1, &result));
	EXPECT(result.information == 10000 * 'L');
	EXPECT(memory[99] == 0 && memory[10100] == 0);
	for (i = 0; i < 10000; i++)
		if (memory[100 + i] != 'L')
			break;
	EXPECT(i == 10000);
	EXPECT(!lock(fd, memory + 4000, 200, 0, &result));
	EXPECT(result.information == 200 * 'L');
	/* What the program cannot write to can be read. */
	EXPECT(!mprotect(memory, 16384, PROT_READ));
	EXPECT(!lock(fd, memory + 100, 10000, 0, &result));
	EXPECT(result.information == 10000 * 'L');
	EXPECT_ERRNO(lock(fd, memory + 100, 10000, 1, NULL), EFAULT);
	EXPECT(!lock(fd, constant, 4096, 0, &result));
	EXPECT(result.information == 0);
	EXPECT(!lock(fd, "abc", 3, 0, &result));
	EXPECT(result.information == 'a' + 'b' + 'c');
	EXPECT_ERRNO(lock(fd, "abc", 3, 1, NULL), EFAULT);
	EXPECT_ERRNO(lock(fd, half + 4000, 200, 0, NULL), EFAULT);
	EXPECT_ERRNO(lock(fd, NULL, 8, 0, NULL), EFAULT);
	EXPECT_ERRNO(lock(fd, (void *)-4096l, 8, 0, NULL), EFAULT);
	munmap(memory, 16384);
	munmap(half, 8192);
	munmap(constant, 4096);
	close(fd);
}

/* The request for which a driver got the memory is over by then. */
static void locked_memory_outlives_its_request(void)
{
	char *memory = map(8192, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	int fd = must_open(BUFFERED, O_RDWR), status;
	pid_t child;

	EXPECT(!control(fd, IOCTL_TEST_KEEP, NULL, 0, memory + 4094, 4, NULL));
	EXPECT(memory[4094] == 0);
	EXPECT(!control(fd, IOCTL_TEST_KEEP_NO_MORE, NULL, 0, NULL, 0, NULL));
	EXPECT(!memcmp(memory + 4094, "kept", 4));
	/* So may be the program. */
	child = fork();
	if (!child)
		_exit(control(fd, IOCTL_TEST_KEEP, NULL, 0, memory, 8192, NULL) != 0);
	EXPECT(waitpid(child, &status, 0) == child);
	EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	EXPECT(!control(fd, IOCTL_TEST_KEEP_NO_MORE, NULL, 0, NULL, 0, NULL));
	EXPECT(memory[0] == 0);
	munmap(memory, 8192);
	close(fd);
}

/* Memory that a driver writes to is locked, and a program may lock only a limited amount. */
static void pages_count_as_locked_memory(void)
{
	const struct rlimit none = { 0, 0 };
	int status;
	pid_t child = fork();

	if (!child) {
		char *memory = map(8192, PROT_READ | PROT_WRITE, MAP_PRIVATE);
		int fd = must_open(DIRECT, O_RDWR);

		failed = false;
		EXPECT(read(fd, memory, 8192) >= 0);
		EXPECT(!setrlimit(RLIMIT_MEMLOCK, &none));
		/* This gives up CAP_IPC_LOCK, too. */
		EXPECT(!setuid(65534));
		EXPECT_ERRNO(read(fd, memory, 8192), ENOMEM);
		EXPECT_ERRNO(lock(fd, memory, 8192, 1, NULL), ENOMEM);
		_exit(failed);
	}
	EXPECT(waitpid(child, &status, 0) == child);
	EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/*
 * W4: a request that the driver neither completes nor marks pending gets the status that the
 * driver returned, and does not keep the driver loaded: the last case unloads it.
 */
static void neglected_requests_end(void)
{
	struct ntparport_device_control result;
	int fd = must_open(BUFFERED, O_RDWR);

	EXPECT(!control(fd, IOCTL_TEST_NEGLECT, NULL, 0, NULL, 0, &result));
	EXPECT(result.status == 0 && result.information == 0);
	close(fd);
	set_mode(TEST_NEGLECT_ALL, 0);
	fd = open(NEITHER, O_RDWR | O_CLOEXEC);
	EXPECT(fd >= 0);
	close(fd);
	set_mode(TEST_TRANSFER, 0);
	expect_idle();
}

static void open_device_keeps_the_driver(void)
{
	int fd = must_open(NEITHER, O_RDWR);
	pthread_t thread;

	EXPECT_ERRNO(syscall(SYS_delete_module, "nodetest", O_NONBLOCK), EAGAIN);
	close(fd);
	/* W5: nor is it in use once close() has returned, though its IRP_MJ_CLOSE pended. */
	close_pends(&thread);
	pthread_join(thread, NULL);
	EXPECT(!syscall(SYS_delete_module, "nodetest", O_NONBLOCK));
	EXPECT_ERRNO(open(NEITHER, O_RDWR), ENOENT);
}

#define CASE(name) { #name, name }

static const struct {
	const char *name;
	void (*run)(void);
} cases[] = {
	CASE(node_is_for_root),
	CASE(open_and_close_reach_the_driver),
	CASE(what_is_written_can_be_read),
	CASE(parts_are_requests),
	CASE(long_transfers_are_cut),
	CASE(bad_memory_is_refused),
	CASE(every_transfer_method_works),
	CASE(bad_control_buffers_are_refused),
	CASE(unknown_codes_are_refused),
	CASE(access_of_a_code_is_checked),
	CASE(status_becomes_errno),
	CASE(fsync_reaches_the_driver),
	CASE(exclusive_device_is_opened_once),
	CASE(overflow_brings_data),
	CASE(request_that_pends_fails_with_o_nonblock),
	CASE(partial_count_of_o_nonblock),
	CASE(poll_finds_devices_ready),
	CASE(signal_cancels_a_request),
	CASE(signal_leaves_a_partial_count),
	CASE(restarted_call_is_a_new_request),
	CASE(signal_waits_for_a_stubborn_request),
	CASE(close_during_a_call_waits_for_it),
	CASE(out_direct_shares_memory),
	CASE(killed_readers_leave_nothing),
	CASE(killed_writers_leave_nothing),
	CASE(killed_controllers_leave_nothing),
	CASE(forgotten_requests_outlive_their_caller),
	CASE(killed_opener_is_closed_after_all),
	CASE(exit_does_not_wait_for_ever),
	CASE(close_waits_for_its_end),
	CASE(kill_ends_the_wait_of_close),
	CASE(exclusive_device_is_opened_after_an_exit),
	CASE(close_needs_no_luck),
	CASE(buffered_request_has_a_user_buffer),
	CASE(memory_is_locked_for_a_driver),
	CASE(locked_memory_outlives_its_request),
	CASE(pages_count_as_locked_memory),
	CASE(neglected_requests_end),
	CASE(open_device_keeps_the_driver),	/* must be the last: it unloads the driver */
};

int main(int argc, char **argv)
{
	unsigned int i;
	int bad = 0;

	if (argc > 1)
		rounds = atoi(argv[1]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		current = cases[i].name;
		failed = false;
		cases[i].run();
		printf("%s - %s\n", failed ? "not ok" : "ok", current);
		bad |= failed;
	}
	return bad;
}
