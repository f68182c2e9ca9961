/* SPDX-License-Identifier: GPL-2.0 */
/* dispatcher.h - dispatcher objects; internal. */
#ifndef COMPAT_KE_DISPATCHER_H
#define COMPAT_KE_DISPATCHER_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The Type in a dispatcher header, with Windows' numbers. */
enum nt_dispatcher_type {
	NT_NOTIFICATION_EVENT = 0,
	NT_SYNCHRONIZATION_EVENT = 1,
	NT_MUTANT = 2,
	NT_SEMAPHORE = 5,
	NT_THREAD = 6,
	NT_NOTIFICATION_TIMER = 8,
	NT_SYNCHRONIZATION_TIMER = 9,
};

void nt_header_init(DISPATCHER_HEADER *header, enum nt_dispatcher_type type, size_t size,
		    LONG state);
/* The object was initialised as one of these two types. */
bool nt_header_is(const DISPATCHER_HEADER *header, enum nt_dispatcher_type type,
		  enum nt_dispatcher_type other);
/*
 * The object is about to be freed: it becomes signaled, and a wait for it and others that goes on
 * nevertheless ends with STATUS_INVALID_HANDLE. False: nobody waits for it. At or below
 * DISPATCH_LEVEL.
 */
bool nt_header_end_waits(DISPATCHER_HEADER *header);

#ifdef __cplusplus
}
#endif

#endif
