// SPDX-License-Identifier: GPL-2.0
/// thread.hh - threads as waits know them; no driver sees it.
#pragma once

#include "base/nt.h"
#include "ke/dispatcher.hh"

/// What a system thread begins with, an object; the rest is in ps.
struct _KTHREAD {
	DISPATCHER_HEADER Header;  // signaled once it has ended
};

extern "C" {

/// What system threads run; set before the first driver is loaded.
extern int (*nt_thread_function)(void *thread);

/// The calling thread, if it is a system thread, or nullptr. Any IRQL.
PKTHREAD nt_current_system_thread();

// Of a system thread, of which the caller has a reference.

/// Before it runs.
void nt_thread_init(PKTHREAD thread, size_t size);
/// It is the calling one: whether it has mutexes.
bool nt_thread_has_mutexes(PKTHREAD thread);
/// It ends without releasing them: the next waiters learn of it.
void nt_thread_abandon_mutexes(PKTHREAD thread);
/// It has ended: who waits for that is let through.
void nt_thread_ended(PKTHREAD thread);
}
