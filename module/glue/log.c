// SPDX-License-Identifier: GPL-2.0
/* log.c - the kernel log for the core, and the time. */

#define pr_fmt(fmt) "ntparport: " fmt

#include <linux/ktime.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/spinlock.h>

#include "port.h"

/* How many kinds of lines are limited at the same time. */
#define LIMITS 64
/* How many lines of the same kind there may be in five seconds. */
#define LINES 50
/* And how many of all kinds: many kinds of mistakes do not fill the log, either. */
#define ALL_LINES 2000

bool glue_lines_allowed(const void *kind, unsigned int lines, const char *name)
{
	static struct limit {
		const void *kind;
		unsigned long used;	/* the greater, the later */
		struct ratelimit_state state;
	} limits[LIMITS];
	static unsigned long uses;
	static DEFINE_RAW_SPINLOCK(lock);
	struct limit *limit, *oldest = limits;
	unsigned long flags;
	bool allowed;

	raw_spin_lock_irqsave(&lock, flags);
	for (limit = limits; limit < limits + LIMITS && limit->kind != kind; limit++)
		if (limit->used < oldest->used)
			oldest = limit;
	if (limit == limits + LIMITS) {
		/* A new kind takes the place of the one not seen for the longest time. */
		limit = oldest;
		limit->kind = kind;
		ratelimit_state_init(&limit->state, DEFAULT_RATELIMIT_INTERVAL, lines);
	}
	limit->used = ++uses;
	allowed = ___ratelimit(&limit->state, name);
	raw_spin_unlock_irqrestore(&lock, flags);
	return allowed;
}

bool glue_log_allowed(const void *kind)
{
	static DEFINE_RATELIMIT_STATE(all, DEFAULT_RATELIMIT_INTERVAL, ALL_LINES);

	return glue_lines_allowed(kind, LINES, "ntparport") && ___ratelimit(&all, "ntparport");
}

void glue_log(enum glue_log_level level, const struct glue_port *port, const char *format, ...)
{
	struct va_format text = { .fmt = format };
	const char *name = port ? port->parport->name : NULL;
	va_list arguments;

	if (!glue_log_allowed(format))
		return;
	va_start(arguments, format);
	text.va = &arguments;
	/* Passing the level as an argument takes less code than three calls. */
	_printk(KERN_SOH "%c" pr_fmt("%s%s%pV\n"), level, name ?: "", name ? ": " : "", &text);
	va_end(arguments);
}

unsigned long long glue_now(void)
{
	return ktime_get_ns();
}
