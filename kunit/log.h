/* SPDX-License-Identifier: GPL-2.0 */
/* log.h - what ntparport wrote to the kernel log. */
#ifndef NTPARPORT_KUNIT_LOG_H
#define NTPARPORT_KUNIT_LOG_H

#include <kunit/test.h>
#include <linux/kmsg_dump.h>

/*
 * The kernel log, from log_mark() on. log_lines() counts ntparport's lines that contain this
 * text; "" counts all of them.
 */
struct log {
	struct kmsg_dump_iter since;
};

void log_mark(struct log *log);
unsigned int log_lines(const struct log *log, const char *text);

/* Since the mark, ntparport has written exactly one line, and it contains this text. */
#define EXPECT_LOGGED_ONCE(test, log, text)					\
do {										\
	KUNIT_EXPECT_EQ(test, log_lines(log, ""), 1U);				\
	KUNIT_EXPECT_EQ_MSG(test, log_lines(log, text), 1U, "in the log: %s", text); \
} while (0)
#define EXPECT_NOT_LOGGED(test, log) KUNIT_EXPECT_EQ(test, log_lines(log, ""), 0U)

/*
 * For a case that has filled the log: `write` writes a line with this text, until there may be no
 * more in these five seconds and then until there may be. Other cases want to see such a line, and
 * not to get the last one.
 */
#define WAIT_FOR_ROOM_IN_LOG(test, log, write, text)	\
do {							\
	do {						\
		log_mark(log);				\
		write;					\
	} while (log_lines(log, text));			\
	ASSERT_SEEN(test, ((void)(write), log_lines(log, text))); \
} while (0)

#endif
