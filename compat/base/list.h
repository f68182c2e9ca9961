/* SPDX-License-Identifier: GPL-2.0 */
/* list.h - Windows' lists are Linux' lists under other names, for rooms that are C still. */
#ifndef COMPAT_BASE_LIST_H
#define COMPAT_BASE_LIST_H

#ifndef __cplusplus
#include <linux/list.h>
#endif

#include "base/nt.h"

static_assert(sizeof(LIST_ENTRY) == sizeof(struct list_head));
static_assert(offsetof(LIST_ENTRY, Flink) == offsetof(struct list_head, next));
static_assert(offsetof(LIST_ENTRY, Blink) == offsetof(struct list_head, prev));

static inline struct list_head *nt_list(LIST_ENTRY *entry)
{
	return (struct list_head *)entry;
}

#endif
