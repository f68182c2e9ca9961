// SPDX-License-Identifier: GPL-2.0
/// mutex.cc - mutexes. State 1 is free; an owner that has acquired the mutex more than once makes
/// the state negative. An owned mutex has a reference to its owner, so that no new thread can take
/// the owner's place.

#include "base/check.hh"
#include "base/poll.h"
#include "ke/dispatcher.hh"
#include "ke/mutex.h"
#include "ke/thread.hh"

using ke::DispatcherGuard;
using ke::Mutants;
using Thread = Ref<_KTHREAD>;

namespace {

/// The mutexes that system threads own. Dispatcher lock.
constinit Mutants owned;

constexpr LONG deepest = -MAXLONG - 1;

// Dispatcher lock held.

KMUTANT &mutant_of(DISPATCHER_HEADER &header)
{
	return *CONTAINING_RECORD(&header, KMUTANT, Header);
}

/// The mutex is in the list, or was initialised. Returns its reference to its owner.
Thread take_from_owner(KMUTANT &mutant)
{
	Thread owner = Thread::taken(mutant.OwnerThread);

	Mutants::remove(mutant);
	InitializeListHead(&mutant.MutantListEntry);
	mutant.OwnerThread = nullptr;
	return owner;
}

/// Frees the mutex, for the next waiter. Returns its reference to its owner.
Thread make_free(KMUTANT &mutant)
{
	Thread owner = take_from_owner(mutant);

	ke::set_state(mutant.Header, 1);
	nt_header_signal(&mutant.Header);
	return owner;
}

/// The first mutex that the thread owns, or nullptr.
KMUTANT *first_of(PKTHREAD thread)
{
	for (KMUTANT &mutant : owned)
		if (mutant.OwnerThread == thread)
			return &mutant;
	return nullptr;
}

/// Takes the mutex from a system thread; false: none owns it. Its memory may hold anything, so the
/// list is searched. Takes the lock.
bool take_known(KMUTANT *mutant)
{
	Thread owner;
	const DispatcherGuard guard;

	if (!owned.contains(mutant))
		return false;
	owner = take_from_owner(*mutant);
	return true;
}

/// Finds an owned mutex that goes away, and takes it from its owner; false: there is none. Takes
/// the lock.
bool take_one(const nt_gone *gone)
{
	Thread owner;
	const DispatcherGuard guard;

	for (KMUTANT &mutant : owned) {
		if (nt_goes(gone, &mutant, nullptr)) {
			owner = take_from_owner(mutant);
			return true;
		}
	}
	return false;
}

/// Releases the mutex once; false: the thread does not own it. `old`: its state before. `owner`:
/// the mutex's reference to its owner, if it is free now.
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
		// This is not the last reference, because the caller has one.
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

[[gnu::noinline]] static void forget_owned(const nt_gone *gone)
{
	char name[NT_DRIVER_NAME];
	unsigned int forgotten = 0;

	while (take_one(gone))
		forgotten++;
	if (forgotten)
		nt_warn("%s left %u mutexes that a thread has\n", nt_gone_name(gone, name),
			forgotten);
}

void nt_mutex_forget(const nt_gone *gone)
{
	// This is quick, because memory is freed often. A mutex acquired after this check is
	// acquired in memory that is gone.
	if (!owned.empty()) [[unlikely]]
		forget_owned(gone);
}
