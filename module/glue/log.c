// SPDX-License-Identifier: GPL-2.0
/* log.c - the kernel log for the core, and the time. */

#define pr_fmt(fmt) "ntparport: " fmt

#include <linux/ktime.h>
#include <linux/printk.h>

#include "port.h"

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

	va_start(arguments, format);
	text.va = &arguments;
	printk("%s" pr_fmt("%s%s%pV\n"), levels[level], name ?: "", name ? ": " : "", &text);
	va_end(arguments);
}

unsigned long long glue_now(void)
{
	return ktime_get_ns();
}
