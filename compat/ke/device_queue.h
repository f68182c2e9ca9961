/* SPDX-License-Identifier: GPL-2.0 */
/* device_queue.h - device queues; no driver sees it. */
#ifndef COMPAT_KE_DEVICE_QUEUE_H
#define COMPAT_KE_DEVICE_QUEUE_H

#include "base/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * In order of the keys, after its equals; @key NULL: at the end. FALSE: the queue was idle,
 * and is busy now. At or below DISPATCH_LEVEL.
 */
BOOLEAN nt_device_queue_insert(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry, const ULONG *key);
/*
 * The first one from @key on, and else from the beginning; NULL: the queue was empty,
 * and is idle now. At or below DISPATCH_LEVEL.
 */
PKDEVICE_QUEUE_ENTRY nt_device_queue_take(PKDEVICE_QUEUE queue, ULONG key);

/* It is in it. At or below DISPATCH_LEVEL. */
bool nt_device_queue_has(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry);
/* Takes it out. False: it was not in it. At or below DISPATCH_LEVEL. */
bool nt_device_queue_remove(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry);

#ifdef __cplusplus
}
#endif

#endif
