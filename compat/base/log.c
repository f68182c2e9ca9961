// SPDX-License-Identifier: GPL-2.0
/* log.c - lines in the log. */

#include <linux/kernel.h>
#include <linux/printk.h>

#include "module/glue/glue.h"
#include "base/nt.h"
#include "base/irql.h"
#include "base/log.h"

void nt_warn(const char *format, ...)
{
	struct va_format text = { .fmt = format };
	va_list arguments;

	if (!glue_log_allowed(format))
		return;
	va_start(arguments, format);
	text.va = &arguments;
	_printk(KERN_WARNING "%pV", &text);
	va_end(arguments);
}

void nt_irql_complain(const char *routine, const void *caller, KIRQL irql, KIRQL max)
{
	/* Each routine is a kind of its own. */
	if (glue_log_allowed(routine))
		_printk(KERN_WARNING pr_fmt("%pS called %s at IRQL %u; it is allowed up to %u\n"),
			caller, nt_name(routine), irql, max);
}
