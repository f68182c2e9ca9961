/* SPDX-License-Identifier: GPL-2.0 */
/* log.h - lines in the log; no driver sees it. */
#ifndef COMPAT_BASE_LOG_H
#define COMPAT_BASE_LOG_H

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>

#include "base/nt.h"

/* The log's lines begin with it. Included last, this undoes the kernel's own. */
#undef pr_fmt
#define pr_fmt(fmt) "ntparport: " fmt

/*
 * A warning. Nearly all are about what a driver does, and it may do it for
 * ever: of each format there are not more than some in some seconds (glue_log_allowed()).
 */
__printf(1, 2) void nt_warn(const char *format, ...);
#undef pr_warn
#define pr_warn(format, ...) nt_warn(pr_fmt(format), ##__VA_ARGS__)
#undef pr_warn_ratelimited
#define pr_warn_ratelimited pr_warn

/* The Windows name of a routine: headers give it a prefix. */
static inline const char *nt_name(const char *routine)
{
	return str_has_prefix(routine, "ntparport_") ?
		routine + strlen("ntparport_") : routine;
}

#endif
