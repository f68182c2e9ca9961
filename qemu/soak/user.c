// SPDX-License-Identifier: GPL-2.0
/*
 * user.c - a program that uses a parallel port through Linux's own drivers.
 *
 *   user lp /dev/lpN		writes to the printer
 *   user ppdev /dev/parportN	claims, looks, releases
 *   user load N FILE PARAMETER	loads a module with its N-th allocation failing
 *
 * The first two end when the file /tmp/stop exists, and print how often they had the port.
 * "load" prints how many allocations there were, up to N, and exits with 0 if the module was
 * loaded and with 1 if not.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/parport.h>
#include <linux/ppdev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fail(const char *what)
{
	fprintf(stderr, "user: %s: %s\n", what, strerror(errno));
	return 3;
}

static int stopped(void)
{
	return !access("/tmp/stop", F_OK);
}

static int use_lp(const char *path)
{
	static const char text[] = "The quick brown fox jumps over the lazy dog.\n";
	unsigned long bytes = 0;

	while (!stopped()) {
		int i, fd = open(path, O_WRONLY);

		if (fd < 0) {
			if (errno == EBUSY)
				continue;
			return fail(path);
		}
		for (i = 0; i < 10 && !stopped(); i++) {
			ssize_t n = write(fd, text, sizeof(text) - 1);

			/* Storms put the printer into states in which lp fails. */
			if (n > 0)
				bytes += n;
		}
		close(fd);
	}
	printf("lp_bytes=%lu\n", bytes);
	return 0;
}

static int use_ppdev(const char *path)
{
	unsigned long claims = 0;

	while (!stopped()) {
		int i, fd = open(path, O_RDWR);

		if (fd < 0)
			return fail(path);
		for (i = 0; i < 50 && !stopped(); i++) {
			unsigned char control = PARPORT_CONTROL_SELECT | PARPORT_CONTROL_INIT;
			unsigned char status;

			if (ioctl(fd, PPCLAIM))
				return fail("PPCLAIM");
			if (ioctl(fd, PPWCONTROL, &control) || ioctl(fd, PPRSTATUS, &status))
				return fail("PPWCONTROL");
			if (ioctl(fd, PPRELEASE))
				return fail("PPRELEASE");
			claims++;
			usleep(100);
		}
		close(fd);
	}
	printf("ppdev_claims=%lu\n", claims);
	return 0;
}

static int load(const char *nth, const char *path, const char *parameter)
{
	int module = open(path, O_RDONLY | O_CLOEXEC);
	int fail_nth = open("/proc/thread-self/fail-nth", O_RDWR);
	char left[16] = "";
	long err;

	if (module < 0)
		return fail(path);
	if (fail_nth < 0)
		return fail("fail-nth");
	if (write(fail_nth, nth, strlen(nth)) < 0)
		return fail("fail-nth");
	err = syscall(SYS_finit_module, module, parameter, 0);
	if (pread(fail_nth, left, sizeof(left) - 1, 0) < 0 || pwrite(fail_nth, "0", 1, 0) < 0)
		return fail("fail-nth");
	printf("%d\n", atoi(nth) - atoi(left));
	return err ? 1 : 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "lp"))
		return use_lp(argv[2]);
	if (argc == 3 && !strcmp(argv[1], "ppdev"))
		return use_ppdev(argv[2]);
	if (argc == 5 && !strcmp(argv[1], "load"))
		return load(argv[2], argv[3], argv[4]);
	return 3;
}
