// SPDX-License-Identifier: GPL-2.0
/// mutex.cc - mutexes. State 1 is free; the owner that has it more than once makes it less
/// than 0. While it is not free it has a reference to its owner: nobody else becomes this
/// thread meanwhile.

#include "base/check.hh"
#include "base/poll.h"
#include "ke/dispatcher.hh"
#include "ke/mutex.h"
#include "ke/thread.hh"

using ke::DispatcherGuard;
using ke::Mutants;
using Thread = Ref<_KTHREAD>;

namespace {

/// Those that system threads have. Dispatcher lock.
constinit Mutants owned;

constexpr LONG deepest = -MAXLONG - 1;

// Dispatcher lock held.

KMUTANT &mutant_of(DISPATCHER_HEADER &header)
{
	return *CONTAINING_RECORD(&header, KMUTANT, Header);
}

/// It is in the list, or was initialised. Returns its reference to its owner.
Thread take_from_owner(KMUTANT &mutant)
{
	Thread owner = Thread::taken(mutant.OwnerThread);

	Mutants::remove(mutant);
	InitializeListHead(&mutant.MutantListEntry);
	mutant.OwnerThread = nullptr;
	return owner;
}

/// Makes it free, for the next waiter. Returns its reference to its owner.
Thread make_free(KMUTANT &mutant)
{
	Thread owner = take_from_owner(mutant);

	ke::set_state(mutant.Header, 1);
	nt_header_signal(&mutant.Header);
	return owner;
}

/// The first that a thread has, or nullptr.
KMUTANT *first_of(PKTHREAD thread)
{
	for (KMUTANT &mutant : owned)
		if (mutant.OwnerThread == thread)
			return &mutant;
	return nullptr;
}

/// Its memory may hold anything: the list knows whether a system thread has it, which has it
/// no more then. Takes the lock.
bool take_known(KMUTANT *mutant)
{
	Thread owner;
	const DispatcherGuard guard;

	if (!owned.contains(mutant))
		return false;
	owner = take_from_owner(*mutant);
	return true;
}

/// One of those that go. Takes the lock.
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
		// It is not the last reference, for the caller has one.
		make_free(*mutant);
	}
}

VOID NTAPI KeInitializeMutex(PRKMUTEX mutex, ULONG)
{
	if (!ok(is_memory(mutex), "the mutex"))
		return;
	// Above, nobody but who has it may use it.
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
	// Memory is freed often. What is acquired from now on is acquired in what is gone.
	if (!owned.empty()) [[unlikely]]
		forget_owned(gone);
}
