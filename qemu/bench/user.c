// SPDX-License-Identifier: GPL-2.0
/*
 * user.c - what printing costs, by the time-stamp counter.
 *
 *   user NODE BYTES
 *
 * Writes so many bytes to the device node in one go and prints the difference of
 * the counter before and after.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <x86intrin.h>

int main(int count, char **arguments)
{
	unsigned long long start;
	size_t length, done = 0;
	char *text;
	int node;

	if (count != 3)
		return 2;
	length = strtoul(arguments[2], NULL, 10);
	text = malloc(length);
	if (!text)
		return 1;
	memset(text, 'x', length);
	node = open(arguments[1], O_WRONLY);
	if (node < 0) {
		fprintf(stderr, "user: %s: %s\n", arguments[1], strerror(errno));
		return 1;
	}
	start = __rdtsc();
	while (done < length) {
		ssize_t written = write(node, text + done, length - done);

		if (written <= 0) {
			fprintf(stderr, "user: %s: %s\n", arguments[1], strerror(errno));
			return 1;
		}
		done += written;
	}
	printf("%llu\n", __rdtsc() - start);
	return 0;
}
