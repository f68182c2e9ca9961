// SPDX-License-Identifier: GPL-2.0
/*
 * registers.c - reads from a device again and again, in several processes at a time, and sees whether
 * its own registers of SSE are what they were.
 *
 *	registers DEVICE
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 4
#define READS 3000

static int reads(const char *path, unsigned char seed)
{
	static unsigned char before[16][16], after[16][16];
	char buffer[64];
	int fd = open(path, O_RDONLY), n;

	if (fd < 0)
		return 1;
	memset(before, 0, sizeof(before));
	for (n = 0; n < 16 * 16; n++)
		before[n / 16][n % 16] = seed + n;
	for (n = 0; n < READS; n++) {
		long result = SYS_read;

		/* Nothing else may use them in between. */
		__asm__ volatile("movups 0x00(%1), %%xmm0; movups 0x10(%1), %%xmm1; movups 0x20(%1), %%xmm2;"
				 "movups 0x30(%1), %%xmm3; movups 0x40(%1), %%xmm4; movups 0x50(%1), %%xmm5;"
				 "movups 0x60(%1), %%xmm6; movups 0xf0(%1), %%xmm15; syscall;"
				 "movups %%xmm0, 0x00(%2); movups %%xmm1, 0x10(%2); movups %%xmm2, 0x20(%2);"
				 "movups %%xmm3, 0x30(%2); movups %%xmm4, 0x40(%2); movups %%xmm5, 0x50(%2);"
				 "movups %%xmm6, 0x60(%2); movups %%xmm15, 0xf0(%2)"
				 : "+a"(result) : "r"(before), "r"(after), "D"((long)fd), "S"(buffer), "d"(sizeof(buffer))
				 : "rcx", "r11", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm15");
		if (result != (long)sizeof(buffer) || memcmp(before, after, 0x70) || memcmp(before[15], after[15], 16)) {
			printf("# registers: read %d of %s: %ld bytes, and registers have changed\n", n, path, result);
			return 1;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	int bad = argc != 2, n, status;

	for (n = 0; n < PROCESSES && !bad; n++)
		if (!fork())
			_exit(reads(argv[1], 16 * n + 1));
	while (wait(&status) > 0)
		bad |= status != 0;
	return bad;
}
