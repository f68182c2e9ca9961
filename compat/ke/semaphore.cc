// SPDX-License-Identifier: GPL-2.0
/// semaphore.cc - semaphores.

#include "base/check.hh"
#include "base/poll.h"
#include "ke/dispatcher.hh"

VOID NTAPI KeInitializeSemaphore(PRKSEMAPHORE semaphore, LONG count, LONG limit)
{
	if (!ok(is_memory(semaphore), "the semaphore"))
		return;
	nt_header_init(&semaphore->Header, NT_SEMAPHORE, sizeof(*semaphore), count);
	semaphore->Limit = limit;
}

/// Adds `adjustment`; false: that is beyond the limit, and nothing changes. `old`: the count
/// before.
static bool release_semaphore(KSEMAPHORE *semaphore, LONG adjustment, LONG &old)
{
	const ke::DispatcherGuard guard;

	old = semaphore->Header.SignalState;
	if (adjustment <= 0 || adjustment > semaphore->Limit - old)
		return false;
	ke::set_state(semaphore->Header, old + adjustment);
	nt_header_signal(&semaphore->Header);
	return true;
}

LONG NTAPI KeReleaseSemaphore(PRKSEMAPHORE semaphore, KPRIORITY, LONG adjustment, BOOLEAN)
{
	LONG old;

	if (!irql_ok(DISPATCH_LEVEL))
		return 0;
	if (!nt_header_is(&semaphore->Header, NT_SEMAPHORE, NT_SEMAPHORE)) {
		Caller().complain("the semaphore is not initialised");
		return 0;
	}
	if (!release_semaphore(semaphore, adjustment, old))
		Caller().complain("%d more than %d is beyond the limit of %d", adjustment, old,
				  semaphore->Limit);
	return old;
}

LONG NTAPI KeReadStateSemaphore(PRKSEMAPHORE semaphore)
{
	nt_poll();
	return ok(is_memory(semaphore), "the semaphore") ? ke::state_of(semaphore->Header) : 0;
}
