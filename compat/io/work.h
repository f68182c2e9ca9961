/* SPDX-License-Identifier: GPL-2.0 */
/* work.h - work items, and entries of the error log; no driver sees it. */
#ifndef COMPAT_IO_WORK_H
#define COMPAT_IO_WORK_H

#include <linux/atomic.h>
#include <linux/workqueue.h>

#include "io/driver.h"

/* What they run on. */
extern struct workqueue_struct *nt_workqueue;
/* Loading and unloading of ntparport: -ENOMEM. */
int nt_work_init(void);
void nt_work_exit(void);

/* Free what a driver has left, and say so. */
void nt_work_items_gone(struct nt_driver *driver);
void nt_log_entries_gone(struct nt_driver *driver);

/* How many there are. */
extern atomic_t nt_work_item_count, nt_log_entry_count;

#endif
