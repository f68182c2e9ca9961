/* SPDX-License-Identifier: GPL-2.0 */
/* work.h - work items, and entries of the error log; internal. */
#ifndef COMPAT_IO_WORK_H
#define COMPAT_IO_WORK_H

#include "io/driver.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Free what a driver has left, and log it. */
void nt_work_items_gone(struct nt_driver *driver);
void nt_log_entries_gone(struct nt_driver *driver);
/* The instances of WMI classes that only the driver has numbered no longer count. */
void nt_instances_gone(const struct nt_driver *driver);

/* How many of each there are. Any IRQL. */
unsigned int nt_work_item_count(void);
unsigned int nt_log_entry_count(void);

#ifdef __cplusplus
}
#endif

#endif
