/* SPDX-License-Identifier: GPL-2.0 */
/* log.h - lines in the kernel's log. Any context. */
#ifndef COMPAT_GLUE_LOG_H
#define COMPAT_GLUE_LOG_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A warning, after "ntparport: ". Nearly all are about what a driver does, and it may do it for
 * ever, so each format is rate-limited (glue_log_allowed()).
 */
__attribute__((format(printf, 1, 2))) void nt_warn(const char *format, ...);
/*
 * Says what was wrong when the code at @caller called @routine, a name with or without the prefix
 * of exports. No newline at the end. Each format is rate-limited.
 */
__attribute__((format(printf, 3, 4)))
void nt_warn_of_call(const void *caller, const char *routine, const char *format, ...);
void nt_vwarn_of_call(const void *caller, const char *routine, const char *format,
		      va_list arguments);
/* The same in fixed words, which are rate-limited by themselves. */
void nt_warn_of_mistake(const void *caller, const char *routine, const char *mistake);
/* The same: @what the driver handed over is not memory. */
void nt_warn_of_address(const void *caller, const char *routine, const char *what);
/* The same: the IRQL is above @max. */
void nt_warn_of_irql(const void *caller, const char *routine, KIRQL irql, KIRQL max);

/* An error that happens once, where somebody waits for what fails: never left out. */
__attribute__((format(printf, 1, 2))) void nt_error(const char *format, ...);

/* Says that all is well: never left out. */
__attribute__((format(printf, 1, 2))) void nt_info(const char *format, ...);

/* The end of a driver: on every console. Never left out. */
__attribute__((format(printf, 1, 2))) void nt_emergency(const char *format, ...);
/* The reason, with @then, which may be empty, at the end; at most ten in a few seconds. */
void nt_log_bug_check(const void *caller, ULONG code, const ULONG_PTR parameters[4], KIRQL irql,
		      const char *then);

/* How important a line of a driver is. */
enum nt_importance { NT_ERROR_LINE, NT_WARNING_LINE, NT_INFO_LINE };

/*
 * A line of a driver, after its name. @driver tells drivers apart: each gets at most a thousand
 * lines in five seconds.
 */
void nt_log_line(const void *driver, const char *name, enum nt_importance importance,
		 const char *line);
/* An error that a driver reports about itself; each @kind is rate-limited. */
__attribute__((format(printf, 3, 4)))
void nt_log_error(const void *kind, const char *name, const char *format, ...);
/* What %p prints: Linux's stand-in for an address, or a word in parentheses. */
#define NT_POINTER_TEXT 32
void nt_pointer_text(char text[NT_POINTER_TEXT], const void *pointer);
/* Identifies who prints: a thread, or what interrupts threads on this CPU. */
unsigned long nt_printer(void);

#ifdef __cplusplus
}
#endif

#endif
