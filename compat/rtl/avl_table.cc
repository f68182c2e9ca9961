// SPDX-License-Identifier: GPL-2.0
/// avl_table.cc - tables that are trees whose two sides differ by a level at most (AVL trees).

#include <ntddk.h>

#include "rtl/table_element.hh"

namespace {

using Table = RTL_AVL_TABLE;
static_assert(static_cast<CHAR>(-1) < 0);

/// All that is before the data of an element. Balance is by how many levels the right side is
/// deeper. BalancedRoot of the table is the parent of the root, which is its right child.
using Node = RTL_BALANCED_LINKS;

Node *root(Table *table) { return table->BalancedRoot.RightChild; }

bool is_left(const Node *node) { return node->Parent->LeftChild == node; }

Node *&child(Node *node, bool left) { return left ? node->LeftChild : node->RightChild; }

/// The last one in this direction.
Node *outermost(Node *node, bool left)
{
	while (node && child(node, left))
		node = child(node, left);
	return node;
}

/// The one next to it in the order of the elements, before or after it, or nullptr.
Node *neighbour(Table *table, Node *node, bool before)
{
	if (child(node, before))
		return outermost(child(node, before), !before);
	while (node->Parent != &table->BalancedRoot && is_left(node) == before)
		node = node->Parent;
	return node->Parent == &table->BalancedRoot ? nullptr : node->Parent;
}

Node *next(Table *table, Node *node) { return neighbour(table, node, false); }

/// Puts `node`, which may be nullptr, in the place of `old`.
void replace(Node *old, Node *node)
{
	child(old->Parent, is_left(old)) = node;
	if (node)
		node->Parent = old->Parent;
}

/// Moves the child of a node on one side to its place, and the node to the other side below that.
/// Returns that child. The balances are up to the caller.
Node *rotate(Node *node, bool left)
{
	Node *up = child(node, left);

	replace(node, up);
	child(node, left) = child(up, !left);
	if (child(node, left))
		child(node, left)->Parent = node;
	child(up, !left) = node;
	node->Parent = up;
	return up;
}

/// A node has one side that is two levels deeper: mends that. Returns what is in its place then.
Node *mend(Node *node, bool left)
{
	const CHAR heavy = left ? -1 : 1;
	Node *below = child(node, left);

	if (below->Balance != -heavy) {
		// One that was even has been a level less on one side, and stays as deep.
		const bool even = !below->Balance;

		rotate(node, left);
		node->Balance = static_cast<CHAR>(even ? heavy : 0);
		below->Balance = static_cast<CHAR>(even ? -heavy : 0);
		return below;
	}
	Node *middle = child(below, !left);
	rotate(below, !left);
	rotate(node, left);
	node->Balance = static_cast<CHAR>(middle->Balance == heavy ? -heavy : 0);
	below->Balance = static_cast<CHAR>(middle->Balance == -heavy ? heavy : 0);
	middle->Balance = 0;
	return middle;
}

/// The tree below this node has become a level deeper.
void grown(Table *table, Node *node)
{
	for (; node->Parent != &table->BalancedRoot; node = node->Parent) {
		Node *parent = node->Parent;
		const bool left = is_left(node);
		const CHAR heavy = left ? -1 : 1;

		if (parent->Balance == heavy) {
			mend(parent, left);
			return;
		}
		parent->Balance = static_cast<CHAR>(parent->Balance + heavy);
		if (!parent->Balance)
			return;
	}
	table->DepthOfTree++;
}

/// The tree on one side of this node has become a level less deep.
void shrunk(Table *table, Node *node, bool left)
{
	while (node != &table->BalancedRoot) {
		const CHAR heavy = left ? 1 : -1;

		if (node->Balance == heavy) {
			node = mend(node, !left);
			if (node->Balance)
				return;
		} else {
			node->Balance = static_cast<CHAR>(node->Balance + heavy);
			if (node->Balance)
				return;
		}
		left = is_left(node);
		node = node->Parent;
	}
	table->DepthOfTree--;
}

/// A node with two children and the one after it change places.
void swap_with_next(Table *table, Node *node)
{
	Node *after = next(table, node);
	const Node old = *node;

	node->LeftChild = nullptr;
	node->RightChild = after->RightChild;
	if (node->RightChild)
		node->RightChild->Parent = node;
	node->Balance = after->Balance;
	if (after->Parent == node) {
		replace(node, after);
		after->RightChild = node;
		node->Parent = after;
	} else {
		Node *parent = after->Parent;

		replace(node, after);
		parent->LeftChild = node;
		node->Parent = parent;
		after->RightChild = old.RightChild;
		after->RightChild->Parent = after;
	}
	after->LeftChild = old.LeftChild;
	after->LeftChild->Parent = after;
	after->Balance = old.Balance;
}

void take_out(Table *table, Node *node)
{
	if (node->LeftChild && node->RightChild)
		swap_with_next(table, node);
	Node *parent = node->Parent;
	// The root is on the right.
	const bool left = is_left(node);
	replace(node, node->LeftChild ? node->LeftChild : node->RightChild);
	shrunk(table, parent, left);
}

/// Where a buffer is in the tree, or would be.
struct Place {
	Node *node = nullptr;  // that one, or its parent
	TABLE_SEARCH_RESULT result = TableEmptyTree;
};

Place find(Table *table, PVOID buffer)
{
	Place place{};

	for (Node *node = root(table); node;) {
		place.node = node;
		switch (rtl::compare(table, buffer, node)) {
		case GenericLessThan:
			place.result = TableInsertAsLeft;
			node = node->LeftChild;
			break;
		case GenericGreaterThan:
			place.result = TableInsertAsRight;
			node = node->RightChild;
			break;
		default:
			place.result = TableFoundNode;
			return place;
		}
	}
	return place;
}

PVOID found(const Place &place)
{
	return rtl::data_of(place.result == TableFoundNode ? place.node : nullptr);
}

/// The numbers of elements have changed.
void forget_number(Table *table)
{
	table->OrderedPointer = nullptr;
	table->WhichOrderedElement = 0;
}

/// nullptr: the driver has no memory for it.
PVOID insert(Table *table, PVOID buffer, CLONG size, const Place &place, Caller caller)
{
	Node *node = rtl::allocate<Node>(table, buffer, size, caller);

	if (!node)
		return nullptr;
	node->Parent = place.node ? place.node : &table->BalancedRoot;
	child(node->Parent, place.result == TableInsertAsLeft) = node;
	table->NumberGenericTableElements++;
	forget_number(table);
	grown(table, node);
	return rtl::data_of(node);
}

PVOID insert_or_find(Table *table, PVOID buffer, CLONG size, PBOOLEAN is_new, const Place &place,
		     Caller caller)
{
	if (!rtl::say_if_new(is_new, false, caller))
		return nullptr;
	if (place.result == TableFoundNode)
		return found(place);
	PVOID data = insert(table, buffer, size, place, caller);
	if (data && is_new)
		*is_new = TRUE;
	return data;
}

/// The element of this number in their order, from 1 on; nullptr: the driver has damaged the table,
/// which says which one was asked for last.
Node *at(Table *table, ULONG number)
{
	auto *node = static_cast<Node *>(table->OrderedPointer);
	ULONG now = table->WhichOrderedElement;

	if (!now || number < now / 2) {
		node = outermost(root(table), true);
		now = 1;
	}
	for (; node && now < number; now++)
		node = neighbour(table, node, false);
	for (; node && now > number; now--)
		node = neighbour(table, node, true);
	table->OrderedPointer = node;
	table->WhichOrderedElement = number;
	return node;
}

/// Where an enumeration goes on: at the buffer, or behind the last one.
Node *resume(Table *table, Node *last, bool after, PVOID buffer)
{
	if (last)
		return after ? next(table, last) : last;
	const Place place = find(table, buffer);
	if (place.result == TableEmptyTree || place.result == TableInsertAsLeft)
		return place.node;
	return place.result == TableInsertAsRight || after ? next(table, place.node) : place.node;
}

}

VOID NTAPI RtlInitializeGenericTableAvl(PRTL_AVL_TABLE table, PRTL_AVL_COMPARE_ROUTINE comparer,
					PRTL_AVL_ALLOCATE_ROUTINE allocator,
					PRTL_AVL_FREE_ROUTINE deallocator, PVOID context)
{
	if (rtl::initialise(table, comparer, allocator, deallocator, context, Caller()))
		table->BalancedRoot.Parent = &table->BalancedRoot;
}

PVOID NTAPI RtlInsertElementGenericTableAvl(PRTL_AVL_TABLE table, PVOID buffer, CLONG size,
					    PBOOLEAN is_new)
{
	const Caller caller;

	return rtl::table_ok(table, caller) ?
		       insert_or_find(table, buffer, size, is_new, find(table, buffer), caller) :
		       nullptr;
}

PVOID NTAPI RtlInsertElementGenericTableFullAvl(PRTL_AVL_TABLE table, PVOID buffer, CLONG size,
						PBOOLEAN is_new, PVOID node,
						TABLE_SEARCH_RESULT result)
{
	const Caller caller;
	auto *place = static_cast<Node *>(node);

	if (!rtl::table_ok(table, caller) || !rtl::place_ok(place, result, !root(table), caller))
		return nullptr;
	return insert_or_find(table, buffer, size, is_new,
			      { result == TableEmptyTree ? nullptr : place, result }, caller);
}

BOOLEAN NTAPI RtlDeleteElementGenericTableAvl(PRTL_AVL_TABLE table, PVOID buffer)
{
	if (!rtl::table_ok(table, Caller()))
		return FALSE;
	const Place place = find(table, buffer);
	if (place.result != TableFoundNode)
		return FALSE;
	// An enumeration goes on with the one after it.
	if (table->RestartKey == place.node)
		table->RestartKey = neighbour(table, place.node, true);
	take_out(table, place.node);
	table->NumberGenericTableElements--;
	table->DeleteCount++;
	forget_number(table);
	rtl::free(table, place.node);
	return TRUE;
}

PVOID NTAPI RtlLookupElementGenericTableAvl(PRTL_AVL_TABLE table, PVOID buffer)
{
	return rtl::table_ok(table, Caller()) ? found(find(table, buffer)) : nullptr;
}

PVOID NTAPI RtlLookupElementGenericTableFullAvl(PRTL_AVL_TABLE table, PVOID buffer, PVOID *node,
						TABLE_SEARCH_RESULT *result)
{
	const Caller caller;

	if (!rtl::table_ok(table, caller) ||
	    !ok(is_memory(node) && is_memory(result), "what is to say where it is", caller))
		return nullptr;
	const Place place = find(table, buffer);
	*node = place.node;
	*result = place.result;
	return found(place);
}

PVOID NTAPI RtlLookupFirstMatchingElementGenericTableAvl(PRTL_AVL_TABLE table, PVOID buffer,
							 PVOID *restart_key)
{
	const Caller caller;

	if (!rtl::table_ok(table, caller) || !ok(is_memory(restart_key), "the restart key", caller))
		return nullptr;
	*restart_key = nullptr;
	const Place place = find(table, buffer);
	if (place.result != TableFoundNode)
		return nullptr;
	Node *first = place.node;
	for (Node *node = first; (node = neighbour(table, node, true)) &&
				 rtl::compare(table, buffer, node) == GenericEqual;)
		first = node;
	*restart_key = first;
	return rtl::data_of(first);
}

PVOID NTAPI RtlEnumerateGenericTableAvl(PRTL_AVL_TABLE table, BOOLEAN restart)
{
	if (!rtl::table_ok(table, Caller()))
		return nullptr;
	Node *last = restart ? nullptr : table->RestartKey;
	Node *node = last ? next(table, last) : outermost(root(table), true);
	if (node || restart)
		table->RestartKey = node;
	return rtl::data_of(node);
}

PVOID NTAPI RtlEnumerateGenericTableWithoutSplayingAvl(PRTL_AVL_TABLE table, PVOID *restart_key)
{
	// What was last may have been deleted, and nothing is left.
	if (!rtl::restart_ok<Node>(table, restart_key, Caller()) ||
	    !table->NumberGenericTableElements)
		return nullptr;
	auto *last = static_cast<Node *>(*restart_key);
	Node *node = last ? next(table, last) : outermost(root(table), true);
	if (node)
		*restart_key = node;
	return rtl::data_of(node);
}

PVOID NTAPI RtlEnumerateGenericTableLikeADirectory(PRTL_AVL_TABLE table,
						   PRTL_AVL_MATCH_FUNCTION match, PVOID match_data,
						   ULONG next_flag, PVOID *restart_key,
						   PULONG delete_count, PVOID buffer)
{
	const Caller caller;

	if (!rtl::table_ok(table, caller) ||
	    !ok(is_memory(restart_key) && is_memory(delete_count), "the restart key", caller) ||
	    (match && !ok(is_routine(match), "the routine that matches", caller)))
		return nullptr;
	auto *last = static_cast<Node *>(*restart_key);
	if (*delete_count != table->DeleteCount)
		last = nullptr;
	else if (last && !ok(is_memory(last), "the restart key", caller))
		return nullptr;
	for (Node *node = resume(table, last, next_flag, buffer); node; node = next(table, node)) {
		const NTSTATUS status = match ? call_or(STATUS_NO_MORE_MATCHES, match, table,
							rtl::data_of(node), match_data) :
						STATUS_SUCCESS;

		if (status == STATUS_SUCCESS) {
			*restart_key = node;
			*delete_count = table->DeleteCount;
			return rtl::data_of(node);
		}
		if (status != STATUS_NO_MATCH)
			break;
	}
	return nullptr;
}

PVOID NTAPI RtlGetElementGenericTableAvl(PRTL_AVL_TABLE table, ULONG number)
{
	if (!rtl::table_ok(table, Caller()) || number >= table->NumberGenericTableElements)
		return nullptr;
	return rtl::data_of(at(table, number + 1));
}

ULONG NTAPI RtlNumberGenericTableElementsAvl(PRTL_AVL_TABLE table)
{
	return rtl::table_ok(table, Caller()) ? table->NumberGenericTableElements : 0;
}

BOOLEAN NTAPI RtlIsGenericTableEmptyAvl(PRTL_AVL_TABLE table)
{
	return !rtl::table_ok(table, Caller()) || !table->NumberGenericTableElements;
}
