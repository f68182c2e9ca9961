// SPDX-License-Identifier: GPL-2.0
/* log.c - the kernel log for the core, and the time. */

#define pr_fmt(fmt) "ntparport: " fmt

#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/log2.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/spinlock.h>

#include "port.h"

/* How many kinds of lines are limited at the same time: more than there are in practice. */
#define LIMITS 64
/* How many lines of the same kind there may be in five seconds. */
#define LINES 50

bool glue_lines_allowed(const void *kind, unsigned int lines, const char *name)
{
	static struct {
		const void *kind;
		unsigned long used;	/* jiffies */
		struct ratelimit_state state;
	} limits[LIMITS];
	static DEFINE_RAW_SPINLOCK(lock);
	unsigned int n, unused = LIMITS;
	unsigned long flags;
	bool allowed;

	raw_spin_lock_irqsave(&lock, flags);
	for (n = 0; n < LIMITS && limits[n].kind != kind; n++) {
		/* What was not used for that long does not limit anything. */
		if (!limits[n].kind ||
		    time_after(jiffies, limits[n].used + DEFAULT_RATELIMIT_INTERVAL))
			unused = n;
	}
	if (n == LIMITS && unused < LIMITS) {
		n = unused;
		limits[n].kind = kind;
		ratelimit_state_init(&limits[n].state, DEFAULT_RATELIMIT_INTERVAL, lines);
	} else if (n == LIMITS) {
		n = hash_ptr(kind, ilog2(LIMITS));	/* shares the limit of another kind */
	}
	limits[n].used = jiffies;
	allowed = ___ratelimit(&limits[n].state, name);
	raw_spin_unlock_irqrestore(&lock, flags);
	return allowed;
}

bool glue_log_allowed(const void *kind)
{
	return glue_lines_allowed(kind, LINES, "ntparport");
}

void glue_log(enum glue_log_level level, const struct glue_port *port, const char *format, ...)
{
	static const char levels[][sizeof(KERN_INFO)] = {
		[GLUE_DEBUG] = KERN_DEBUG,
		[GLUE_INFO] = KERN_INFO,
		[GLUE_WARN] = KERN_WARNING,
	};
	struct va_format text = { .fmt = format };
	const char *name = port ? port->parport->name : NULL;
	va_list arguments;

	if (!glue_log_allowed(format))
		return;
	va_start(arguments, format);
	text.va = &arguments;
	/* Passing the level as an argument takes less code than three calls. */
	_printk("%s" pr_fmt("%s%s%pV\n"), levels[level], name ?: "", name ? ": " : "", &text);
	va_end(arguments);
}

unsigned long long glue_now(void)
{
	return ktime_get_ns();
}
