// SPDX-License-Identifier: GPL-2.0
/// resource.cc - resources: locks that a thread has exclusively, or that threads share.
///
/// Whoever releases a resource hands it on: a thread that waited has it when it goes on. Threads
/// that wait are served in their order, but none waits to share what it could share if it came only
/// now. One lock guards all resources.

#include <new>

#include "module/rt/unique.hh"
#include "base/check.hh"
#include "base/guard.hh"
#include "base/new.hh"

using rt::Unique;

namespace {

using Guard = SpinGuard<NT_RESOURCES_LOCK>;

/// A thread that has the resource, where OwnerEntry is another's: in a list that OwnerTable begins.
struct Owner : OWNER_ENTRY {
	Owner *next = nullptr;

	explicit Owner(ERESOURCE_THREAD thread) : OWNER_ENTRY{} { OwnerThread = thread; }
	void operator delete(void *memory) { nt_free(memory); }
};

/// One that waits, with what makes it an owner; on its stack, in the list SystemResourcesList.
struct Waiter {
	LIST_ENTRY link;
	KEVENT granted;
	Owner *owner;
	bool exclusive;
	bool starve;  // shares it before those that wait to have it exclusively
};

Waiter &waiter_of(LIST_ENTRY *link) { return *CONTAINING_RECORD(link, Waiter, link); }

bool is_initialised(const ERESOURCE &resource) { return resource.Address == &resource; }

/// `max`: the highest IRQL for the routine.
bool usable(const ERESOURCE *resource, KIRQL max, Caller caller = Caller())
{
	if (!irql_ok(max, caller) || !ok(is_memory(resource), "the resource", caller))
		return false;
	if (is_initialised(*resource))
		return true;
	caller.complain("the resource is not initialised");
	return false;
}

bool is_exclusive(const ERESOURCE &resource) REQUIRES(Guard::lock)
{
	return resource.Flag & ResourceOwnedExclusive;
}

OWNER_ENTRY *find(ERESOURCE &resource, ERESOURCE_THREAD thread) REQUIRES(Guard::lock)
{
	auto *owner = static_cast<Owner *>(resource.OwnerTable);

	// 0 is not a thread, but a driver may say it.
	if (thread && resource.OwnerEntry.OwnerThread == thread)
		return &resource.OwnerEntry;
	while (owner && owner->OwnerThread != thread)
		owner = owner->next;
	return owner;
}

void give_to(ERESOURCE &resource, OWNER_ENTRY &owner, bool exclusive) REQUIRES(Guard::lock)
{
	owner.OwnerCount = 1;
	resource.ActiveEntries++;
	if (exclusive)
		resource.Flag |= ResourceOwnedExclusive;
}

void add(ERESOURCE &resource, Owner &owner, bool exclusive) REQUIRES(Guard::lock)
{
	owner.next = static_cast<Owner *>(resource.OwnerTable);
	resource.OwnerTable = &owner;
	give_to(resource, owner, exclusive);
}

/// The caller frees it without the lock; nothing if it is the resource's own.
Unique<Owner> remove(ERESOURCE &resource, OWNER_ENTRY &entry) REQUIRES(Guard::lock)
{
	resource.ActiveEntries--;
	if (&entry == &resource.OwnerEntry) {
		resource.OwnerEntry = {};
		return {};
	}
	auto &owner = static_cast<Owner &>(entry);
	if (resource.OwnerTable == &owner) {
		resource.OwnerTable = owner.next;
	} else {
		auto *before = static_cast<Owner *>(resource.OwnerTable);

		while (before->next != &owner)
			before = before->next;
		before->next = owner.next;
	}
	return Unique(&owner);
}

/// Whether a thread that does not have the resource can get it. `starve`: before those that wait to
/// have it for themselves.
bool is_free(const ERESOURCE &resource, bool exclusive, bool starve) REQUIRES(Guard::lock)
{
	if (exclusive || is_exclusive(resource))
		return !resource.ActiveEntries;
	return starve || !resource.NumberOfExclusiveWaiters;
}

ULONG &count_of(ERESOURCE &resource, bool exclusive) REQUIRES(Guard::lock)
{
	return exclusive ? resource.NumberOfExclusiveWaiters : resource.NumberOfSharedWaiters;
}

/// Gives the resource to those that can have it now, in the order in which they came, and puts them
/// into the list of those to be woken. `starve`: also to those that share it behind one that waits to
/// have it for itself.
void hand_on(ERESOURCE &resource, LIST_ENTRY &woken, bool starve = false) REQUIRES(Guard::lock)
{
	LIST_ENTRY *const head = &resource.SystemResourcesList;
	bool behind = false;

	for (LIST_ENTRY *link = head->Flink, *next; link != head; link = next) {
		Waiter &waiter = waiter_of(link);

		next = link->Flink;
		if (is_free(resource, waiter.exclusive, !behind || starve || waiter.starve)) {
			RemoveEntryList(link);
			count_of(resource, waiter.exclusive)--;
			add(resource, *waiter.owner, waiter.exclusive);
			InsertTailList(&woken, link);
		} else if (is_exclusive(resource)) {
			return;
		} else {
			behind |= waiter.exclusive;
		}
	}
}

void free_owners(ERESOURCE &resource) REQUIRES(Guard::lock)
{
	resource.OwnerEntry = {};
	while (auto *owner = static_cast<Owner *>(resource.OwnerTable))
		remove(resource, *owner);
}

/// A waiter cannot go on, and take its stack away, before its event is set.
void wake(LIST_ENTRY &woken) EXCLUDES(Guard::lock)
{
	while (!IsListEmpty(&woken))
		KeSetEvent(&waiter_of(RemoveHeadList(&woken)).granted, 0, FALSE);
}

enum class AtOnce { no, yes, never };

/// Without memory, for a thread that has the resource already, or where nobody is noted in the
/// resource itself; `never`: the thread shares it, and wants it exclusively.
AtOnce acquire_at_once(ERESOURCE &resource, bool exclusive, bool starve)
{
	const ERESOURCE_THREAD thread = ExGetCurrentResourceThread();
	const Guard guard;
	OWNER_ENTRY *mine = find(resource, thread);

	if (mine) {
		if (exclusive && !is_exclusive(resource))
			return AtOnce::never;
		mine->OwnerCount++;
		return AtOnce::yes;
	}
	if (resource.OwnerEntry.OwnerThread || !is_free(resource, exclusive, starve))
		return AtOnce::no;
	resource.OwnerEntry.OwnerThread = thread;
	give_to(resource, resource.OwnerEntry, exclusive);
	return AtOnce::yes;
}

/// Acquires it, or puts the waiter in the queue: false.
bool acquire_or_queue(ERESOURCE &resource, Waiter &waiter)
{
	const Guard guard;

	if (is_free(resource, waiter.exclusive, waiter.starve)) {
		add(resource, *waiter.owner, waiter.exclusive);
		return true;
	}
	InsertTailList(&resource.SystemResourcesList, &waiter.link);
	count_of(resource, waiter.exclusive)++;
	resource.ContentionCount++;
	return false;
}

bool acquire_if_free(ERESOURCE &resource, bool exclusive, bool starve)
{
	Unique<Owner> owner(new (rt::kernel, true) Owner(ExGetCurrentResourceThread()));
	const Guard guard;

	if (!owner || !is_free(resource, exclusive, starve))
		return false;
	add(resource, *owner.release(), exclusive);
	return true;
}

void acquire_surely(ERESOURCE &resource, bool exclusive, bool starve)
{
	void *memory = nt_alloc_surely(sizeof(Owner));
	Waiter waiter{};

	waiter.owner = new (memory) Owner(ExGetCurrentResourceThread());
	waiter.exclusive = exclusive;
	waiter.starve = starve;
	KeInitializeEvent(&waiter.granted, SynchronizationEvent, FALSE);
	if (!acquire_or_queue(resource, waiter))
		KeWaitForSingleObject(&waiter.granted, Executive, KernelMode, FALSE, nullptr);
}

BOOLEAN acquire(PERESOURCE resource, bool wait, bool exclusive, bool starve = false,
		Caller caller = Caller())
{
	if (!usable(resource, APC_LEVEL, caller))
		return FALSE;
	switch (acquire_at_once(*resource, exclusive, starve)) {
	case AtOnce::yes:
		return TRUE;
	case AtOnce::never:
		if (wait)
			caller.complain("the thread shares the resource: it would wait for ever");
		return FALSE;
	default:
		break;
	}
	if (!wait)
		return acquire_if_free(*resource, exclusive, starve);
	acquire_surely(*resource, exclusive, starve);
	return TRUE;
}

/// Releases it once; false: the thread does not have it.
bool release(ERESOURCE &resource, ERESOURCE_THREAD thread, LIST_ENTRY &woken)
{
	Unique<Owner> gone;
	const Guard guard;
	OWNER_ENTRY *owner = find(resource, thread);

	if (!owner)
		return false;
	if (--owner->OwnerCount)
		return true;
	gone = remove(resource, *owner);
	if (!resource.ActiveEntries) {
		resource.Flag &= static_cast<USHORT>(~ResourceOwnedExclusive);
		hand_on(resource, woken);
	}
	return true;
}

void release_for(PERESOURCE resource, ERESOURCE_THREAD thread, Caller caller = Caller())
{
	LIST_ENTRY woken;

	if (!usable(resource, DISPATCH_LEVEL, caller))
		return;
	InitializeListHead(&woken);
	if (!release(*resource, thread, woken))
		caller.complain("the thread does not have the resource");
	wake(woken);
}

/// All that wait to share it do so at once. False: another thread, or more than one, has it.
bool share(ERESOURCE &resource, LIST_ENTRY &woken)
{
	const Guard guard;

	if (!is_exclusive(resource) || !find(resource, ExGetCurrentResourceThread()))
		return false;
	resource.Flag &= static_cast<USHORT>(~ResourceOwnedExclusive);
	hand_on(resource, woken, true);
	return true;
}

/// Leaves nothing behind; false: threads wait for it. `held`: whether one had it.
bool empty(ERESOURCE &resource, bool &held)
{
	const Guard guard;

	held = resource.ActiveEntries;
	if (!IsListEmpty(&resource.SystemResourcesList))
		return false;
	free_owners(resource);
	resource.Address = nullptr;
	return true;
}

bool can_end(PERESOURCE resource, Caller caller = Caller())
{
	bool held;

	if (!usable(resource, DISPATCH_LEVEL, caller))
		return false;
	if (!empty(*resource, held)) {
		caller.complain("threads wait for the resource");
		return false;
	}
	if (held)
		caller.complain("a thread has the resource");
	return true;
}

void initialise(ERESOURCE &resource)
{
	resource = {};
	InitializeListHead(&resource.SystemResourcesList);
	resource.Address = &resource;
}

}

NTSTATUS NTAPI ExInitializeResourceLite(PERESOURCE resource)
{
	if (!irql_ok(DISPATCH_LEVEL) || !ok(is_memory(resource), "the resource"))
		return STATUS_INVALID_PARAMETER;
	initialise(*resource);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI ExReinitializeResourceLite(PERESOURCE resource)
{
	if (!can_end(resource))
		return STATUS_UNSUCCESSFUL;
	initialise(*resource);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI ExDeleteResourceLite(PERESOURCE resource)
{
	return can_end(resource) ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

BOOLEAN NTAPI ExAcquireResourceExclusiveLite(PERESOURCE resource, BOOLEAN wait)
{
	return acquire(resource, wait, true);
}

BOOLEAN NTAPI ExAcquireResourceSharedLite(PERESOURCE resource, BOOLEAN wait)
{
	return acquire(resource, wait, false);
}

BOOLEAN NTAPI ExAcquireSharedStarveExclusive(PERESOURCE resource, BOOLEAN wait)
{
	return acquire(resource, wait, false, true);
}

BOOLEAN NTAPI ExAcquireSharedWaitForExclusive(PERESOURCE resource, BOOLEAN wait)
{
	return acquire(resource, wait, false);
}

VOID NTAPI ExReleaseResourceLite(PERESOURCE resource)
{
	release_for(resource, ExGetCurrentResourceThread());
}

VOID NTAPI ExReleaseResourceForThreadLite(PERESOURCE resource, ERESOURCE_THREAD thread)
{
	release_for(resource, thread);
}

VOID NTAPI ExConvertExclusiveToSharedLite(PERESOURCE resource)
{
	LIST_ENTRY woken;

	if (!usable(resource, APC_LEVEL))
		return;
	InitializeListHead(&woken);
	if (!share(*resource, woken))
		Caller().complain("the thread does not have exclusive use of the resource");
	wake(woken);
}

BOOLEAN NTAPI ExIsResourceAcquiredExclusiveLite(PERESOURCE resource)
{
	if (!usable(resource, DISPATCH_LEVEL))
		return FALSE;
	const Guard guard;
	return is_exclusive(*resource) && find(*resource, ExGetCurrentResourceThread());
}

ULONG NTAPI ExIsResourceAcquiredSharedLite(PERESOURCE resource)
{
	if (!usable(resource, DISPATCH_LEVEL))
		return 0;
	const Guard guard;
	const OWNER_ENTRY *mine = find(*resource, ExGetCurrentResourceThread());
	return mine ? mine->OwnerCount : 0;
}

ULONG NTAPI ExGetExclusiveWaiterCount(PERESOURCE resource)
{
	if (!usable(resource, DISPATCH_LEVEL))
		return 0;
	const Guard guard;
	return resource->NumberOfExclusiveWaiters;
}

ULONG NTAPI ExGetSharedWaiterCount(PERESOURCE resource)
{
	if (!usable(resource, DISPATCH_LEVEL))
		return 0;
	const Guard guard;
	return resource->NumberOfSharedWaiters;
}
