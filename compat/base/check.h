/* SPDX-License-Identifier: GPL-2.0 */
/* check.h - what a driver hands over may be anything; no driver sees it. */
#ifndef COMPAT_BASE_CHECK_H
#define COMPAT_BASE_CHECK_H

#include "base/nt.h"
#include "glue/linux.h"

#ifdef __cplusplus
extern "C" {
#endif

/* These tell whether it is memory (see nt_is_memory()) that says what it has to. Any IRQL. */

/* A string, and its text. */
bool nt_is_string(const UNICODE_STRING *string);
/* The same, with the whole buffer, and no more in it than that. */
bool nt_is_room(const UNICODE_STRING *string);
/* A terminated text. */
bool nt_is_text(const void *text, bool wide);
/* The head of a list, or an entry of one, whose neighbours know it. */
bool nt_is_list(const LIST_ENTRY *head);

#ifdef __cplusplus
}
#else

#include "base/client.h"
#include "base/irql.h"
#include "base/log.h"

/* For rooms that are C still; see check.hh. */

/*
 * A line in the log about a mistake of the driver that called the routine this
 * is used in. Never more than a few a second.
 */
#define nt_complain(format, ...)							\
	nt_warn_of_call(nt_caller(), __func__, format, ##__VA_ARGS__)

/* It is one of the kernel's addresses, for where nt_is_memory() takes too long. */
static inline bool nt_is_address(const void *address)
{
	return likely(IS_ENABLED(CONFIG_64BIT) ? (long)address < 0 :
						 (unsigned long)address >= TASK_SIZE);
}

/* Whether it is; if not, the log has a line that @what is none. Like nt_complain(). */
#define nt_ok(is, what)								\
({										\
	bool __is = is;								\
										\
	if (!__is)								\
		nt_warn_of_address(nt_caller(), __func__, what);		\
	__is;									\
})

#endif

#endif
