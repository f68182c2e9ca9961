/* SPDX-License-Identifier: GPL-2.0 */
/*
 * later.h - routines that worker threads run after a while. Process context; queueing: any context.
 */
#ifndef COMPAT_GLUE_LATER_H
#define COMPAT_GLUE_LATER_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct nt_later;

/* One kind may wait for the other: lockdep tells them apart. */
enum nt_later_kind { NT_BURIAL, NT_REMINDER, NT_LATER_KINDS };

/* Never NULL: waits until there is memory. */
struct nt_later *nt_later_create(enum nt_later_kind kind, void (*run)(void *context),
				 void *context);
/* Runs the routine in @seconds, unless it is queued already. The routine may free it. */
void nt_later_queue(struct nt_later *later, unsigned long seconds);
/* Takes it out of the queue; waits for the routine if it runs. */
void nt_later_cancel(struct nt_later *later);
/* It must not be queued. */
void nt_later_free(struct nt_later *later);

#ifdef __cplusplus
}
#endif

#endif
