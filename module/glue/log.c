// SPDX-License-Identifier: GPL-2.0
/* log.c - the kernel log for the core, and the time. */

#define pr_fmt(fmt) "ntparport: " fmt

#include <linux/hash.h>
#include <linux/ktime.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>

#include "port.h"

#define KIND_BITS 6

bool glue_log_allowed(const void *kind)
{
	/* Kinds that share an entry share the limit. */
	static struct ratelimit_state limits[1 << KIND_BITS] = {
		[0 ... (1 << KIND_BITS) - 1] =
			RATELIMIT_STATE_INIT(limits, DEFAULT_RATELIMIT_INTERVAL, 50),
	};

	return ___ratelimit(&limits[hash_ptr(kind, KIND_BITS)], "ntparport");
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
