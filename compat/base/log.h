/* SPDX-License-Identifier: GPL-2.0 */
/* log.h - lines in the log, for rooms that are C still; no driver sees it. */
#ifndef COMPAT_BASE_LOG_H
#define COMPAT_BASE_LOG_H

#ifndef __cplusplus
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#endif

#include "base/nt.h"
#include "glue/linux.h"

/* The log's lines begin with it. Included last, this undoes the kernel's own. */
#undef pr_fmt
#define pr_fmt(fmt) "ntparport: " fmt
#undef pr_warn
#define pr_warn(format, ...) nt_warn(format, ##__VA_ARGS__)
#undef pr_warn_ratelimited
#define pr_warn_ratelimited pr_warn

#endif
