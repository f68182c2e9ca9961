// SPDX-License-Identifier: GPL-2.0
/*
 * user.c - what calls of a program cost, by the time-stamp counter.
 *
 *   user print NODE BYTES	writes that many bytes to the device node in one go
 *   user control NODE TIMES	DeviceIoControl() of a Windows driver, 8 bytes each way
 *   user ioctl NODE TIMES	an ioctl of a Linux driver, likewise
 *   user open NODE TIMES	open() and close()
 *
 * Prints the difference of the counter before and after: for "print", of the whole write;
 * otherwise the median.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <x86intrin.h>

#include "ntparport_ioctl.h"

/* CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS) */
#define CODE (0x22 << 16 | 0x800 << 2)

static const char *node;

static int opened(int flags)
{
	int file = open(node, flags);

	if (file < 0) {
		fprintf(stderr, "user: %s: %s\n", node, strerror(errno));
		exit(1);
	}
	return file;
}

static void print(size_t length)
{
	unsigned long long start;
	size_t done = 0;
	char *text = malloc(length);
	int file = opened(O_WRONLY);

	if (!text)
		exit(1);
	memset(text, 'x', length);
	start = __rdtsc();
	while (done < length) {
		ssize_t written = write(file, text + done, length - done);

		if (written <= 0) {
			fprintf(stderr, "user: %s: %s\n", node, strerror(errno));
			exit(1);
		}
		done += written;
	}
	printf("%llu\n", __rdtsc() - start);
}

static int control(int file)
{
	uint64_t value = 1;
	struct ntparport_device_control call = {
		.code = CODE,
		.input = (uintptr_t)&value, .input_length = sizeof(value),
		.output = (uintptr_t)&value, .output_length = sizeof(value),
	};

	return ioctl(file, NTPARPORT_DEVICE_CONTROL, &call);
}

static int plain(int file)
{
	uint64_t value = 1;

	return ioctl(file, 0, &value);
}

static int open_close(int file)
{
	(void)file;
	return close(opened(O_RDWR));
}

static int compare(const void *a, const void *b)
{
	unsigned long long x = *(const unsigned long long *)a, y = *(const unsigned long long *)b;

	return x < y ? -1 : x > y;
}

static void measure(int (*call)(int file), size_t times)
{
	unsigned long long *costs = calloc(times, sizeof(*costs));
	int file = opened(O_RDWR);
	size_t n;

	if (!costs || !times)
		exit(1);
	for (n = 0; n < times; n++) {
		unsigned long long start = __rdtsc();

		if (call(file)) {
			fprintf(stderr, "user: %s: %s\n", node, strerror(errno));
			exit(1);
		}
		costs[n] = __rdtsc() - start;
	}
	qsort(costs, times, sizeof(*costs), compare);
	printf("%llu\n", costs[times / 2]);
}

int main(int count, char **arguments)
{
	size_t number;

	if (count != 4)
		return 2;
	node = arguments[2];
	number = strtoul(arguments[3], NULL, 10);
	if (!strcmp(arguments[1], "print"))
		print(number);
	else if (!strcmp(arguments[1], "control"))
		measure(control, number);
	else if (!strcmp(arguments[1], "ioctl"))
		measure(plain, number);
	else if (!strcmp(arguments[1], "open"))
		measure(open_close, number);
	else
		return 2;
	return 0;
}
