// SPDX-License-Identifier: GPL-2.0
/// interlocked.cc - additions and list operations under a spin lock, at any IRQL.

#include "ex/interlocked.hh"

using ex::Guard;
using ex::lock_ok;

namespace {

template <typename Entry>
bool entry_ok(const Entry *entry, Caller caller)
{
	return ok(is_memory(entry), "the entry", caller);
}

ULONG sum(ULONG a, ULONG b) { return a + b; }

LARGE_INTEGER sum(LARGE_INTEGER a, LARGE_INTEGER b)
{
	// Unsigned, because the sum may overflow.
	a.QuadPart = static_cast<LONGLONG>(static_cast<ULONGLONG>(a.QuadPart) + b.QuadPart);
	return a;
}

template <typename Number>
Number add(Number *addend, Number increment, PKSPIN_LOCK lock, Caller caller = Caller())
{
	if (!lock_ok(lock, caller) || !ok(is_memory(addend), "the number", caller))
		return {};
	const Guard guard(lock, caller);
	const Number old = *addend;

	*addend = sum(old, increment);
	return old;
}

void complain_of_list(Caller caller)
{
	caller.complain("this is not a list, or it is damaged: nothing is done");
}

enum class End { head, tail };

PLIST_ENTRY insert(PLIST_ENTRY head, PLIST_ENTRY entry, End end, PKSPIN_LOCK lock,
		   Caller caller = Caller())
{
	if (!lock_ok(lock, caller) || !entry_ok(entry, caller))
		return nullptr;
	{
		const Guard guard(lock, caller);

		if (nt_is_list(head)) {
			PLIST_ENTRY old = end == End::head ? head->Flink : head->Blink;

			if (end == End::head)
				InsertHeadList(head, entry);
			else
				InsertTailList(head, entry);
			return old == head ? nullptr : old;
		}
	}
	complain_of_list(caller);
	return nullptr;
}

}

LARGE_INTEGER NTAPI ExInterlockedAddLargeInteger(PLARGE_INTEGER addend, LARGE_INTEGER increment,
						 PKSPIN_LOCK lock)
{
	return add(addend, increment, lock);
}

ULONG NTAPI ExInterlockedAddUlong(PULONG addend, ULONG increment, PKSPIN_LOCK lock)
{
	return add(addend, increment, lock);
}

PLIST_ENTRY NTAPI ExInterlockedInsertHeadList(PLIST_ENTRY head, PLIST_ENTRY entry, PKSPIN_LOCK lock)
{
	return insert(head, entry, End::head, lock);
}

PLIST_ENTRY NTAPI ExInterlockedInsertTailList(PLIST_ENTRY head, PLIST_ENTRY entry, PKSPIN_LOCK lock)
{
	return insert(head, entry, End::tail, lock);
}

PLIST_ENTRY NTAPI ExInterlockedRemoveHeadList(PLIST_ENTRY head, PKSPIN_LOCK lock)
{
	const Caller caller;

	if (!lock_ok(lock, caller) || !entry_ok(head, caller))
		return nullptr;
	{
		const Guard guard(lock, caller);

		if (nt_is_list(head) && nt_is_list(head->Flink))
			return IsListEmpty(head) ? nullptr : RemoveHeadList(head);
	}
	complain_of_list(caller);
	return nullptr;
}

PSINGLE_LIST_ENTRY NTAPI ExInterlockedPopEntryList(PSINGLE_LIST_ENTRY head, PKSPIN_LOCK lock)
{
	const Caller caller;

	if (!lock_ok(lock, caller) || !entry_ok(head, caller))
		return nullptr;
	{
		const Guard guard(lock, caller);

		if (!head->Next || is_memory(head->Next))
			return PopEntryList(head);
	}
	complain_of_list(caller);
	return nullptr;
}

PSINGLE_LIST_ENTRY NTAPI ExInterlockedPushEntryList(PSINGLE_LIST_ENTRY head,
						    PSINGLE_LIST_ENTRY entry, PKSPIN_LOCK lock)
{
	const Caller caller;

	if (!lock_ok(lock, caller) || !entry_ok(head, caller) || !entry_ok(entry, caller))
		return nullptr;
	const Guard guard(lock, caller);
	PSINGLE_LIST_ENTRY old = head->Next;

	PushEntryList(head, entry);
	return old;
}
