// SPDX-License-Identifier: GPL-2.0
/// thread.hh - threads as waits see them; internal.
#pragma once

#include "glue/nt.h"
#include "ke/dispatcher.hh"

/// The first part of a system thread, an object; the rest is in ps.
struct _KTHREAD {
	DISPATCHER_HEADER Header;  // signaled once it has ended
};

extern "C" {

/// What system threads run. Set before the first driver is loaded.
extern int (*nt_thread_function)(void *thread);

/// The calling thread, if it is a system thread, or nullptr. Any IRQL.
PKTHREAD nt_current_system_thread();

// These take a system thread, to which the caller has a reference.

/// To be called before it runs.
void nt_thread_init(PKTHREAD thread, size_t size);
/// Whether the thread, which is the calling one, owns mutexes.
bool nt_thread_has_mutexes(PKTHREAD thread);
/// The thread ends without releasing its mutexes: the next owners are told so.
void nt_thread_abandon_mutexes(PKTHREAD thread);
/// The thread has ended: those who wait for that are let through.
void nt_thread_ended(PKTHREAD thread);
}
