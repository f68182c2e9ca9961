// SPDX-License-Identifier: GPL-2.0
/*
 * user.c - has mistaken.ko make its mistakes, one after the other.
 *
 *	user [FIRST [LAST]]
 *
 * Prints a line for each, "ok - name" or "not ok - name", and why. After each, the
 * log has exactly one line from ntparport, which names the driver and the rule,
 * and another driver, ntparport_pipe.ko, passes on what is written to it.
 */

#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ntparport_ioctl.h>
#include "Mistaken.h"

/* A mistake that takes longer hangs. */
#define SECONDS 60

static int driver, log_file;

static int control(uint32_t code, uint32_t number, void *output, uint32_t length)
{
	struct ntparport_device_control request = {
		.code = code,
		.input = (uintptr_t)&number,
		.input_length = sizeof(number),
		.output = (uintptr_t)output,
		.output_length = length,
	};

	return ioctl(driver, NTPARPORT_DEVICE_CONTROL, &request);
}

/* Makes a mistake in a process of its own, which the kernel may end. */
static const char *make(uint32_t number)
{
	pid_t child = fork();
	int status;

	if (!child) {
		alarm(SECONDS);
		control(IOCTL_MISTAKE_MAKE, number, NULL, 0);
		_exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		return "no process";
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		return "it hangs";
	return WIFSIGNALED(status) ? "the kernel has ended the process" : NULL;
}

/* Reads the next line, without its time and level; false: there is none. */
static bool next_line(char *line, size_t size)
{
	ssize_t length;
	char *text;

	do
		length = read(log_file, line, size - 1);
	while (length < 0 && errno == EPIPE);
	if (length <= 0)
		return false;
	line[length] = '\0';
	text = strchr(line, ';');
	text = text ? text + 1 : line;
	text[strcspn(text, "\n")] = '\0';
	memmove(line, text, strlen(text) + 1);
	return true;
}

static const char *look_at_log(const char *says)
{
	unsigned int lines = 0, right = 0;
	char line[8192];

	while (next_line(line, sizeof(line))) {
		if (!strstr(line, "ntparport: ") && !strstr(line, "mistaken"))
			continue;
		lines++;
		if (strstr(line, "mistaken") && strstr(line, says))
			right++;
		else
			printf("# logged: %s\n", line);
	}
	if (!lines)
		return "nothing is logged";
	if (!right)
		return "the line about it is not logged";
	return lines == 1 ? NULL : "more than one line is logged";
}

/* Sends something through another driver. */
static const char *round_trip(uint32_t number)
{
	uint32_t sent[25], received[25];
	int pipe = open("/dev/ntpipe", O_RDWR);
	bool ok;
	size_t i;

	if (pipe < 0)
		return "the other driver cannot be opened";
	for (i = 0; i < sizeof(sent) / sizeof(*sent); i++)
		sent[i] = number * 1000 + i;
	ok = write(pipe, sent, sizeof(sent)) == sizeof(sent) &&
		read(pipe, received, sizeof(received)) == sizeof(received) &&
		!memcmp(sent, received, sizeof(sent));
	close(pipe);
	return ok ? NULL : "the other driver no longer works";
}

int main(int argc, char **argv)
{
	uint32_t first = argc > 1 ? strtoul(argv[1], NULL, 0) : 0;
	uint32_t last = argc > 2 ? strtoul(argv[2], NULL, 0) : UINT32_MAX;
	struct mistake mistake;
	uint32_t number;
	int bad = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	log_file = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);
	driver = open("/dev/ntmistaken", O_RDWR);
	if (log_file < 0 || driver < 0)
		error(1, errno, "/dev/kmsg, /dev/ntmistaken");
	for (number = first; number <= last; number++) {
		const char *wrong;

		if (control(IOCTL_MISTAKE_DESCRIBE, number, &mistake, sizeof(mistake)))
			error(1, errno, "mistake %u", number);
		if (!*mistake.name)
			break;
		lseek(log_file, 0, SEEK_END);
		printf("# %u: %s\n", number, mistake.name);
		wrong = make(number);
		if (!wrong)
			wrong = round_trip(number);
		if (!wrong)
			wrong = look_at_log(mistake.says);
		if (wrong)
			printf("# %s\n", wrong);
		printf("%s - %s\n", wrong ? "not ok" : "ok", mistake.name);
		bad |= !!wrong;
	}
	return bad;
}
