// SPDX-License-Identifier: GPL-2.0
/// thread.cc - threads: the calling one, and those that end.

#include "glue/task.h"
#include "glue/thread.h"
#include "base/object.hh"
#include "ke/thread.hh"

int (*nt_thread_function)(void *thread);

PKTHREAD nt_current_system_thread()
{
	return static_cast<PKTHREAD>(nt_thread_context(nt_thread_function));
}

PKTHREAD NTAPI KeGetCurrentThread()
{
	if (PKTHREAD thread = nt_current_system_thread())
		return thread;
	return static_cast<PKTHREAD>(TaskObject(nt_current_task(), thread_tag).word());
}

void nt_thread_init(PKTHREAD thread, size_t size)
{
	nt_header_init(&thread->Header, NT_THREAD, size, 0);
}

void nt_thread_ended(PKTHREAD thread)
{
	const ke::DispatcherGuard guard;

	ke::set_state(thread->Header, 1);
	nt_header_signal(&thread->Header);
}
