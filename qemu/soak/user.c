// SPDX-License-Identifier: GPL-2.0
/*
 * user.c - a program that uses a parallel port through Linux's own drivers.
 *
 *   user lp /dev/lpN		writes to the printer
 *   user ppdev /dev/parportN	claims, looks, releases
 *   user sleep			suspends to RAM
 *   user load N FILE PARAMETER	loads a module with its N-th allocation failing
 *
 * The first two end when the file /tmp/stop is there and print how often they
 * had the port. They use it only while they have the lock of their own file,
 * /tmp/awake.lp or /tmp/awake.ppdev: to fall asleep interrupts Linux's drivers in
 * their waits for the port, and they go on as if they had got it. "load" prints how many allocations there were, up to N, and exits
 * with 0 if the module was loaded and with 1 if not.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/parport.h>
#include <linux/ppdev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
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

static int awake;

static int awake_open(const char *path)
{
	awake = open(path, O_RDWR | O_CREAT, 0600);
	return awake < 0 ? fail(path) : 0;
}

static void awake_begin(void)
{
	while (flock(awake, LOCK_EX))
		if (errno != EINTR)
			exit(fail("flock"));
}

/* Whoever waits for the lock gets it. */
static void awake_end(void)
{
	flock(awake, LOCK_UN);
	usleep(100);
}

static int use_lp(const char *path)
{
	static const char text[] = "The quick brown fox jumps over the lazy dog.\n";
	unsigned long bytes = 0;

	if (awake_open("/tmp/awake.lp"))
		return 3;
	while (!stopped()) {
		int i, fd;

		awake_begin();
		fd = open(path, O_WRONLY);
		awake_end();
		if (fd < 0) {
			if (errno == EBUSY)
				continue;
			return fail(path);
		}
		for (i = 0; i < 10 && !stopped(); i++) {
			ssize_t n;

			awake_begin();
			n = write(fd, text, sizeof(text) - 1);
			awake_end();
			/* Storms put the printer into states that lp does not like. */
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

	if (awake_open("/tmp/awake.ppdev"))
		return 3;
	while (!stopped()) {
		int i, fd = open(path, O_RDWR);

		if (fd < 0)
			return fail(path);
		for (i = 0; i < 50 && !stopped(); i++) {
			unsigned char control = PARPORT_CONTROL_SELECT | PARPORT_CONTROL_INIT;
			unsigned char status;

			awake_begin();
			if (ioctl(fd, PPCLAIM))
				return fail("PPCLAIM");
			if (ioctl(fd, PPWCONTROL, &control) || ioctl(fd, PPRSTATUS, &status))
				return fail("PPWCONTROL");
			if (ioctl(fd, PPRELEASE))
				return fail("PPRELEASE");
			awake_end();
			claims++;
		}
		close(fd);
	}
	printf("ppdev_claims=%lu\n", claims);
	return 0;
}

static int suspend(void)
{
	int fd;

	if (awake_open("/tmp/awake.lp"))
		return 3;
	awake_begin();
	if (awake_open("/tmp/awake.ppdev"))
		return 3;
	awake_begin();
	fd = open("/sys/power/state", O_WRONLY);
	if (fd < 0 || write(fd, "mem", 3) != 3)
		return fail("/sys/power/state");
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
	if (argc == 2 && !strcmp(argv[1], "sleep"))
		return suspend();
	if (argc == 5 && !strcmp(argv[1], "load"))
		return load(argv[2], argv[3], argv[4]);
	return 3;
}
