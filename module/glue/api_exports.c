// SPDX-License-Identifier: GPL-2.0
/* api_exports.c - the in-kernel API (ntparport.h), for other modules; genksyms reads only C. */

#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/export.h>

#include "../ntparport.h"
#include "glue.h"

static_assert(GLUE_EPERM == EPERM);
static_assert(GLUE_EINTR == EINTR);
static_assert(GLUE_ENOMEM == ENOMEM);
static_assert(GLUE_EBUSY == EBUSY);
static_assert(GLUE_ENODEV == ENODEV);
static_assert(GLUE_EINVAL == EINVAL);
static_assert(GLUE_EOPNOTSUPP == EOPNOTSUPP);
static_assert(GLUE_EINPROGRESS == EINPROGRESS);
static_assert(GLUE_ECANCELED == ECANCELED);

EXPORT_SYMBOL_GPL(ntparport_get);
EXPORT_SYMBOL_GPL(ntparport_get_next);
EXPORT_SYMBOL_GPL(ntparport_put);
EXPORT_SYMBOL_GPL(ntparport_connect);
EXPORT_SYMBOL_GPL(ntparport_disconnect);
EXPORT_SYMBOL_GPL(ntparport_try_allocate_as);
EXPORT_SYMBOL_GPL(ntparport_allocate_async_as);
EXPORT_SYMBOL_GPL(ntparport_allocate_as);
EXPORT_SYMBOL_GPL(ntparport_cancel);
EXPORT_SYMBOL_GPL(ntparport_free);
EXPORT_SYMBOL_GPL(ntparport_query_waiters);
EXPORT_SYMBOL_GPL(ntparport_get_information);
EXPORT_SYMBOL_GPL(ntparport_synchronize_execution);
