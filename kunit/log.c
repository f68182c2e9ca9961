// SPDX-License-Identifier: GPL-2.0
/* log.c - what ntparport wrote to the kernel log. */

#include <linux/string.h>

#include "log.h"

void log_mark(struct log *log)
{
	kmsg_dump_rewind(&log->since);
	log->since.cur_seq = log->since.next_seq;
}

unsigned int log_lines(const struct log *log, const char *text)
{
	static const char ours[] = "ntparport: ";
	struct kmsg_dump_iter at = log->since;
	unsigned int lines = 0;
	static char line[512];
	size_t length;

	while (kmsg_dump_get_line(&at, false, line, sizeof(line) - 1, &length)) {
		const char *start;

		line[length] = '\0';
		start = strstr(line, ours);
		/* A line that only says how many were not printed does not count. */
		if (start && strstr(start, text) && !strstr(start, " callbacks suppressed"))
			lines++;
	}
	return lines;
}
