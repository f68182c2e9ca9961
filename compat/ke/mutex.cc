// SPDX-License-Identifier: GPL-2.0
/// mutex.cc - mutexes. State 1 is free; an owner that has acquired the mutex more than once makes
/// the state negative. A mutex has a reference to an owner that is not a system thread, so that no
/// new thread can take the owner's place. A system thread gives its mutexes back when it ends, and
/// needs none: what the driver's memory says of the owner is compared with threads, and never used
/// as one.

#include "glue/log.h"
#include "base/check.hh"
#include "base/poll.h"
#include "ke/dispatcher.hh"
#include "ke/mutex.h"
#include "ke/thread.hh"

using ke::DispatcherGuard;
using ke::Mutants;

namespace {

/// The mutexes that system threads own.
constinit Mutants owned GUARDED_BY(ke::dispatcher_lock);

constexpr LONG deepest = -MAXLONG - 1;

KMUTANT &mutant_of(DISPATCHER_HEADER &header)
{
	return *CONTAINING_RECORD(&header, KMUTANT, Header);
}

/// The mutex is in the list, or was initialised.
void take_from_owner(KMUTANT &mutant) REQUIRES(ke::dispatcher_lock)
{
	Mutants::remove(mutant);
	InitializeListHead(&mutant.MutantListEntry);
	mutant.OwnerThread = nullptr;
}

/// Frees the mutex, for the next waiter.
void make_free(KMUTANT &mutant) REQUIRES(ke::dispatcher_lock)
{
	take_from_owner(mutant);
	ke::set_state(mutant.Header, 1);
	nt_header_signal(&mutant.Header);
}

/// The first mutex that the thread owns, or nullptr.
KMUTANT *first_of(PKTHREAD thread) REQUIRES(ke::dispatcher_lock)
{
	for (KMUTANT &mutant : owned)
		if (mutant.OwnerThread == thread)
			return &mutant;
	return nullptr;
}

/// Takes the mutex from a system thread; false: none owns it. Its memory may hold anything, so the
/// list is searched.
bool take_known(KMUTANT *mutant)
{
	const DispatcherGuard guard;

	if (!owned.contains(mutant))
		return false;
	take_from_owner(*mutant);
	return true;
}

/// Finds an owned mutex that goes away, and takes it from its owner; false: there is none.
bool take_one(const nt_gone *gone)
{
	const DispatcherGuard guard;

	for (KMUTANT &mutant : owned) {
		if (nt_goes(gone, &mutant, nullptr)) {
			take_from_owner(mutant);
			return true;
		}
	}
	return false;
}

/// Releases the mutex once; false: the thread, which is the calling one, does not own it. `old`:
/// its state before.
bool release_mutex(KMUTANT *mutant, PKTHREAD thread, LONG &old)
{
	const DispatcherGuard guard;

	old = mutant->Header.SignalState;
	if (mutant->OwnerThread != thread)
		return false;
	if (old)
		ke::set_state(mutant->Header, old + 1);
	else
		make_free(*mutant);
	// This is not the last reference, because the thread runs.
	if (!old && nt_foreign_task(thread))
		nt_object_put(thread);
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
	mutant.OwnerThread = thread;
	if (nt_foreign_task(thread))
		nt_object_get(thread);
	else
		owned.push_back(mutant);
	if (!mutant.Abandoned)
		return STATUS_WAIT_0;
	mutant.Abandoned = FALSE;
	return STATUS_ABANDONED_WAIT_0;
}

bool nt_thread_has_mutexes(PKTHREAD thread)
{
	const DispatcherGuard guard;

	return first_of(thread);
}

void nt_thread_abandon_mutexes(PKTHREAD thread)
{
	const DispatcherGuard guard;

	while (KMUTANT *mutant = first_of(thread)) {
		mutant->Abandoned = TRUE;
		make_free(*mutant);
	}
}

VOID NTAPI KeInitializeMutex(PRKMUTEX mutex, ULONG)
{
	if (!ok(is_memory(mutex), "the mutex"))
		return;
	// Above DISPATCH_LEVEL, nobody but the owner may use it.
	if (KeGetCurrentIrql() <= DISPATCH_LEVEL && take_known(mutex))
		Caller().complain("a thread has the mutex: it is taken from it");
	*mutex = {};
	nt_header_init(&mutex->Header, NT_MUTANT, sizeof(*mutex), 1);
	InitializeListHead(&mutex->MutantListEntry);
}

LONG NTAPI KeReleaseMutex(PRKMUTEX mutex, BOOLEAN)
{
	LONG old;

	if (!irql_ok(DISPATCH_LEVEL))
		return 0;
	if (!nt_header_is(&mutex->Header, NT_MUTANT, NT_MUTANT)) {
		Caller().complain("the mutex is not initialised");
		return 0;
	}
	if (!release_mutex(mutex, KeGetCurrentThread(), old))
		Caller().complain("the mutex is not the caller's");
	return old;
}

LONG NTAPI KeReadStateMutex(PRKMUTEX mutex)
{
	nt_poll();
	return ok(is_memory(mutex), "the mutex") ? ke::state_of(mutex->Header) : 0;
}

[[gnu::noinline]] static void forget_owned(const nt_gone *gone)
{
	char name[NT_DRIVER_NAME];
	unsigned int forgotten = 0;

	while (take_one(gone))
		forgotten++;
	if (forgotten)
		nt_warn("%s left %u mutex%s that a thread has: taken from it, because KeReleaseMutex was not called\n",
			nt_gone_name(gone, name), forgotten, forgotten == 1 ? "" : "es");
}

NOT_CHECKED_FOR_LOCKS void nt_mutex_forget(const nt_gone *gone)
{
	// This is quick, because memory is freed often. A mutex acquired after this check is
	// acquired in memory that is gone.
	if (!owned.empty()) [[unlikely]]
		forget_owned(gone);
}
