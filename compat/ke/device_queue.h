/* SPDX-License-Identifier: GPL-2.0 */
/* device_queue.h - device queues; internal. */
#ifndef COMPAT_KE_DEVICE_QUEUE_H
#define COMPAT_KE_DEVICE_QUEUE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Inserts the entry in the order of keys, after those with the same key; @key NULL: at the end.
 * FALSE: the queue was idle, and is busy now. At or below DISPATCH_LEVEL.
 */
BOOLEAN nt_device_queue_insert(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry, const ULONG *key);
/*
 * Takes out the first entry from @key on, or the first of all if there is none; NULL: the queue was
 * empty, and is idle now. At or below DISPATCH_LEVEL.
 */
PKDEVICE_QUEUE_ENTRY nt_device_queue_take(PKDEVICE_QUEUE queue, ULONG key);

/*
 * Whether the entry is in the queue or, as far as it says so itself, in another one. At or below
 * DISPATCH_LEVEL.
 */
bool nt_device_queue_has(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry);
/* Takes the entry out. False: it was not in the queue. At or below DISPATCH_LEVEL. */
bool nt_device_queue_remove(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry);

#ifdef __cplusplus
}
#endif

#endif
