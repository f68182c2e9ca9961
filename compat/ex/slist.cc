// SPDX-License-Identifier: GPL-2.0
/// slist.cc - singly linked lists that need no lock. Here all have one: it is raw, as they are
/// for any IRQL.

#include "base/check.hh"
#include "base/guard.hh"
#include "base/poll.h"
#include "ex/slist.h"

using Guard = RawGuard<NT_SLISTS_LOCK>;

namespace {

#if __SIZEOF_POINTER__ == 8
PSLIST_ENTRY first(const SLIST_HEADER &head) REQUIRES(Guard::lock)
{
	return reinterpret_cast<PSLIST_ENTRY>(head.Region);
}

/// As many as that more or less, modulo 65536; and no state is like one before.
void set(SLIST_HEADER &head, PSLIST_ENTRY entry, USHORT depth) REQUIRES(Guard::lock)
{
	head.Region = reinterpret_cast<ULONGLONG>(entry);
	head.HeaderX64.Depth = depth;
	head.HeaderX64.Sequence = head.HeaderX64.Sequence + 1;
}

USHORT depth_of(const SLIST_HEADER &head) REQUIRES(Guard::lock) { return head.HeaderX64.Depth; }
#else
PSLIST_ENTRY first(const SLIST_HEADER &head) REQUIRES(Guard::lock) { return head.Next.Next; }

void set(SLIST_HEADER &head, PSLIST_ENTRY entry, USHORT depth) REQUIRES(Guard::lock)
{
	head.Next.Next = entry;
	head.Depth = depth;
	head.Sequence++;
}

USHORT depth_of(const SLIST_HEADER &head) REQUIRES(Guard::lock) { return head.Depth; }
#endif

/// Every routine begins with this, at any IRQL: a loop of them lets others run (W7).
bool head_ok(const SLIST_HEADER *head, Caller caller = Caller())
{
	nt_poll();
	return ok(is_memory(head), "the list", caller);
}

}

void nt_slist_init(PSLIST_HEADER head) { *head = {}; }

PSLIST_ENTRY nt_slist_push(PSLIST_HEADER head, PSLIST_ENTRY entry)
{
	const Guard guard;
	PSLIST_ENTRY old = first(*head);

	entry->Next = old;
	set(*head, entry, static_cast<USHORT>(depth_of(*head) + 1));
	return old;
}

bool nt_slist_pop(PSLIST_HEADER head, PSLIST_ENTRY *entry)
{
	const Guard guard;
	PSLIST_ENTRY old = first(*head);

	*entry = nullptr;
	if (!old)
		return true;
	if (!is_memory(old))
		return false;
	set(*head, old->Next, static_cast<USHORT>(depth_of(*head) - 1));
	*entry = old;
	return true;
}

PSLIST_ENTRY nt_slist_take_all(PSLIST_HEADER head, USHORT *depth)
{
	const Guard guard;
	PSLIST_ENTRY all = first(*head);

	*depth = depth_of(*head);
	set(*head, nullptr, 0);
	return all;
}

USHORT nt_slist_depth(const SLIST_HEADER *head)
{
	const Guard guard;

	return depth_of(*head);
}

bool nt_slist_has(const SLIST_HEADER *head, const SLIST_ENTRY *entry, unsigned int most)
{
	const Guard guard;

	for (const SLIST_ENTRY *known = first(*head); known && is_memory(known) && most--;
	     known = known->Next)
		if (known == entry)
			return true;
	return false;
}

VOID NTAPI InitializeSListHead(PSLIST_HEADER head)
{
	if (head_ok(head))
		nt_slist_init(head);
}

PSLIST_ENTRY NTAPI InterlockedPushEntrySList(PSLIST_HEADER head, PSLIST_ENTRY entry)
{
	return head_ok(head) && ok(is_memory(entry), "the entry") ? nt_slist_push(head, entry) :
								    nullptr;
}

PSLIST_ENTRY NTAPI InterlockedPopEntrySList(PSLIST_HEADER head)
{
	PSLIST_ENTRY entry;

	if (!head_ok(head))
		return nullptr;
	if (!nt_slist_pop(head, &entry))
		complain_of_mistake("this is not a list, or it is damaged: nothing is done",
				    Caller());
	return entry;
}

PSLIST_ENTRY NTAPI ExInterlockedFlushSList(PSLIST_HEADER head)
{
	USHORT depth;

	return head_ok(head) ? nt_slist_take_all(head, &depth) : nullptr;
}

USHORT NTAPI ExQueryDepthSList(PSLIST_HEADER head)
{
	return head_ok(head) ? nt_slist_depth(head) : 0;
}
