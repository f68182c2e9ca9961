// SPDX-License-Identifier: GPL-2.0
/// mutex.cc - mutexes. State 1 is free; the owner that has it more than once makes it less
/// than 0. While it is not free it has a reference to its owner: nobody else becomes this
/// thread meanwhile.

#include "base/check.hh"
#include "base/poll.h"
#include "ke/dispatcher.hh"
#include "ke/thread.hh"

using ke::DispatcherGuard;
using ke::Mutants;
using Thread = Ref<_KTHREAD>;

namespace {

constexpr LONG deepest = -MAXLONG - 1;

// Dispatcher lock held.

KMUTANT &mutant_of(DISPATCHER_HEADER &header)
{
	return *CONTAINING_RECORD(&header, KMUTANT, Header);
}

/// Makes it free, for the next waiter. Returns its reference to its owner.
Thread make_free(KMUTANT &mutant)
{
	Thread owner = Thread::taken(mutant.OwnerThread);

	Mutants::remove(mutant);
	InitializeListHead(&mutant.MutantListEntry);
	mutant.OwnerThread = nullptr;
	ke::set_state(mutant.Header, 1);
	nt_header_signal(&mutant.Header);
	return owner;
}

/// Whether it is the thread's, which has given it back once; `old`: its state before.
/// `owner`: a reference to it that nobody needs any more.
bool release_mutex(KMUTANT *mutant, PKTHREAD thread, LONG &old, Thread &owner)
{
	const DispatcherGuard guard;

	old = mutant->Header.SignalState;
	if (mutant->OwnerThread != thread)
		return false;
	if (old)
		ke::set_state(mutant->Header, old + 1);
	else
		owner = make_free(*mutant);
	return true;
}

}

bool ke::is_owner(const DISPATCHER_HEADER &mutex, PKTHREAD thread)
{
	return CONTAINING_RECORD(&mutex, const KMUTANT, Header)->OwnerThread == thread;
}

bool ke::is_too_deep(const DISPATCHER_HEADER &mutex, PKTHREAD thread)
{
	return mutex.SignalState == deepest && is_owner(mutex, thread);
}

NTSTATUS ke::acquire(DISPATCHER_HEADER &mutex, PKTHREAD thread)
{
	KMUTANT &mutant = mutant_of(mutex);

	set_state(mutex, mutex.SignalState - 1);
	if (mutex.SignalState)
		return STATUS_WAIT_0;
	mutant.OwnerThread = Thread::of(thread).release();
	if (!nt_foreign_task(thread))
		thread->mutants.push_back(mutant);
	if (!mutant.Abandoned)
		return STATUS_WAIT_0;
	mutant.Abandoned = FALSE;
	return STATUS_ABANDONED_WAIT_0;
}

void nt_thread_abandon_mutexes(PKTHREAD thread)
{
	const DispatcherGuard guard;

	while (KMUTANT *mutant = thread->mutants.first()) {
		mutant->Abandoned = TRUE;
		// It is not the last reference, for the caller has one.
		make_free(*mutant);
	}
}

/// A system thread has it: the thread's list leads to it, and is not to lead to a new one.
/// Whatever else is in that memory is none, and stays.
static bool take_from_owner(KMUTANT &mutant, Thread &owner)
{
	const DispatcherGuard guard;

	if (!nt_header_is(&mutant.Header, NT_MUTANT, NT_MUTANT) ||
	    !nt_object_known(mutant.OwnerThread, nt_task_type) ||
	    !nt_is_list(&mutant.MutantListEntry))
		return false;
	Mutants::remove(mutant);
	owner = Thread::taken(mutant.OwnerThread);
	return true;
}

VOID NTAPI KeInitializeMutex(PRKMUTEX mutex, ULONG)
{
	Thread owner;

	if (!ok(is_memory(mutex), "the mutex"))
		return;
	// Above, nobody but who has it may use it.
	if (KeGetCurrentIrql() <= DISPATCH_LEVEL && take_from_owner(*mutex, owner))
		Caller().complain("a thread has the mutex: it is taken from it");
	*mutex = {};
	nt_header_init(&mutex->Header, NT_MUTANT, sizeof(*mutex), 1);
	InitializeListHead(&mutex->MutantListEntry);
}

LONG NTAPI KeReleaseMutex(PRKMUTEX mutex, BOOLEAN)
{
	Thread owner;
	LONG old;

	if (!irql_ok(DISPATCH_LEVEL))
		return 0;
	if (!nt_header_is(&mutex->Header, NT_MUTANT, NT_MUTANT)) {
		Caller().complain("the mutex is not initialised");
		return 0;
	}
	if (!release_mutex(mutex, KeGetCurrentThread(), old, owner))
		Caller().complain("the mutex is not the caller's");
	return old;
}

LONG NTAPI KeReadStateMutex(PRKMUTEX mutex)
{
	nt_poll();
	return ok(is_memory(mutex), "the mutex") ? ke::state_of(mutex->Header) : 0;
}
