/* SPDX-License-Identifier: GPL-2.0 */
/* dpc.h - DPCs; internal. */
#ifndef COMPAT_KE_DPC_H
#define COMPAT_KE_DPC_H

#include "glue/nt.h"
#include "ke/gone.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Loading and unloading of ntparport. */
void nt_dpc_init(void);
void nt_dpc_exit(void);
/*
 * KeInsertQueueDpc() for an initialised DPC. The DPC never runs before this returns. Any lock may
 * be held.
 */
bool nt_dpc_queue(PKDPC dpc, void *argument1, void *argument2);
bool nt_dpc_initialised(const KDPC *dpc);
/* Takes the DPCs of what goes away out of the queue. Does not wait for a running routine. */
void nt_dpc_forget(const struct nt_gone *gone);
/*
 * Until nt_dpc_stopped(), no DPC of what goes away runs, whoever queues it. Waits for a running
 * routine. Harmless if it was called before. May sleep.
 */
void nt_dpc_stop(struct nt_gone *gone);
/* Forgets what was queued since nt_dpc_stop(); harmless without that. Any IRQL. */
void nt_dpc_stopped(struct nt_gone *gone);

#ifdef __cplusplus
}
#endif

#endif
