// SPDX-License-Identifier: GPL-2.0
/* log.c - lines in the kernel's log. */

#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "module/glue/glue.h"
#include "glue/log.h"

/* How many lines one driver may log in five seconds; the log says how many were left out. */
#define DRIVER_LINES 1000

void nt_warn(const char *format, ...)
{
	struct va_format text = { .fmt = format };
	va_list arguments;

	if (!glue_log_allowed(format))
		return;
	va_start(arguments, format);
	text.va = &arguments;
	_printk(KERN_WARNING "ntparport: %pV", &text);
	va_end(arguments);
}

/* Those that are never left out. */
#define DEFINE_LINE(name, level)					\
void name(const char *format, ...)					\
{									\
	struct va_format text = { .fmt = format };			\
	va_list arguments;						\
									\
	va_start(arguments, format);					\
	text.va = &arguments;						\
	_printk(level "ntparport: %pV\n", &text);			\
	va_end(arguments);						\
}

DEFINE_LINE(nt_error, KERN_ERR)
DEFINE_LINE(nt_info, KERN_INFO)
DEFINE_LINE(nt_emergency, KERN_EMERG)

void nt_log_bug_check(const void *caller, ULONG code, const ULONG_PTR parameters[4], KIRQL irql,
		      const char *then)
{
	static DEFINE_RATELIMIT_STATE(limit, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST);

	if (___ratelimit(&limit, "bug_check"))
		_printk(KERN_EMERG
			"ntparport: %pS: bug check 0x%x (0x%lx, 0x%lx, 0x%lx, 0x%lx) at IRQL %u%s\n",
			caller, code, (long)parameters[0], (long)parameters[1],
			(long)parameters[2], (long)parameters[3], irql, then);
}

/* The Windows name of a routine, without the prefix that headers add. */
static const char *windows_name(const char *routine)
{
	return routine + str_has_prefix(routine, "ntparport_");
}

void nt_vwarn_of_call(const void *caller, const char *routine, const char *format,
		      va_list arguments)
{
	struct va_format text = { .fmt = format };
	va_list copy;

	if (!glue_log_allowed(format))
		return;
	va_copy(copy, arguments);
	text.va = &copy;
	_printk(KERN_WARNING "ntparport: %pS: %s: %pV\n", caller, windows_name(routine), &text);
	va_end(copy);
}

void nt_warn_of_call(const void *caller, const char *routine, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	nt_vwarn_of_call(caller, routine, format, arguments);
	va_end(arguments);
}

void nt_warn_of_mistake(const void *caller, const char *routine, const char *mistake)
{
	if (glue_log_allowed(mistake))
		_printk(KERN_WARNING "ntparport: %pS: %s: %s\n", caller, windows_name(routine),
			mistake);
}

void nt_warn_of_address(const void *caller, const char *routine, const char *what)
{
	/* Each @what is rate-limited by itself. */
	if (glue_log_allowed(what))
		_printk(KERN_WARNING "ntparport: %pS: %s: %s is not at a valid address\n",
			caller, windows_name(routine), what);
}

void nt_warn_of_irql(const void *caller, const char *routine, KIRQL irql, KIRQL max)
{
	/* Each routine is rate-limited by itself. */
	if (glue_log_allowed(routine))
		_printk(KERN_WARNING
			"ntparport: %pS called %s at IRQL %u; it is allowed up to %u\n",
			caller, windows_name(routine), irql, max);
}

void nt_log_line(const void *driver, const char *name, enum nt_importance importance,
		 const char *line)
{
	static const char levels[][sizeof(KERN_INFO)] = {
		[NT_ERROR_LINE] = KERN_ERR,
		[NT_WARNING_LINE] = KERN_WARNING,
		[NT_INFO_LINE] = KERN_INFO,
	};

	if (glue_lines_allowed(driver, DRIVER_LINES, name))
		_printk("%s%s: %s\n", levels[importance], name, line);
}

void nt_log_error(const void *kind, const char *name, const char *format, ...)
{
	struct va_format text = { .fmt = format };
	va_list arguments;

	if (!glue_log_allowed(kind))
		return;
	va_start(arguments, format);
	text.va = &arguments;
	_printk(KERN_ERR "%s: %pV\n", name, &text);
	va_end(arguments);
}

void nt_pointer_text(char text[NT_POINTER_TEXT], const void *pointer)
{
	snprintf(text, NT_POINTER_TEXT, "%p", pointer);
}

unsigned long nt_printer(void)
{
	if (in_hardirq())
		return 4 * raw_smp_processor_id();
	if (in_serving_softirq())
		return 4 * raw_smp_processor_id() + 1;
	return 4ul * task_pid_nr(current) + 2;
}
