// SPDX-License-Identifier: GPL-2.0
/// generic_table.cc - tables that are splay trees: each search moves what it finds to the root.

#include <ntddk.h>

#include "base/list.hh"
#include "rtl/table_element.hh"

namespace {

using Table = RTL_GENERIC_TABLE;
using Links = RTL_SPLAY_LINKS;

/// What is before the data. As on Windows, the parent of the root is itself.
struct Element {
	Links links;
	LIST_ENTRY order;
};

Element *element_of(Links *links) { return reinterpret_cast<Element *>(links); }
PVOID data_of(Links *links) { return rtl::data_of(element_of(links)); }

bool is_root(const Links *node) { return node->Parent == node; }

/// The place that refers to a node: in its parent, or in the table.
Links *&place_of(Table *table, Links *node)
{
	if (is_root(node))
		return table->TableRoot;
	return node->Parent->LeftChild == node ? node->Parent->LeftChild : node->Parent->RightChild;
}

/// Moves a node up, to the place of its parent.
void rotate(Table *table, Links *node)
{
	Links *parent = node->Parent;
	Links *above = is_root(parent) ? node : parent->Parent;

	place_of(table, parent) = node;
	if (parent->LeftChild == node) {
		parent->LeftChild = node->RightChild;
		if (parent->LeftChild)
			parent->LeftChild->Parent = parent;
		node->RightChild = parent;
	} else {
		parent->RightChild = node->LeftChild;
		if (parent->RightChild)
			parent->RightChild->Parent = parent;
		node->LeftChild = parent;
	}
	parent->Parent = node;
	node->Parent = above;
}

/// Makes a node the root.
void splay(Table *table, Links *node)
{
	while (!is_root(node)) {
		Links *parent = node->Parent;

		if (!is_root(parent)) {
			const bool alike = (parent->LeftChild == node) ==
					   (parent->Parent->LeftChild == parent);
			rotate(table, alike ? parent : node);
		}
		rotate(table, node);
	}
}

Links *leftmost(Links *node)
{
	while (node && node->LeftChild)
		node = node->LeftChild;
	return node;
}

Links *rightmost(Links *node)
{
	while (node && node->RightChild)
		node = node->RightChild;
	return node;
}

/// The one after it in the order of the elements, or nullptr.
Links *successor(Links *node)
{
	if (node->RightChild)
		return leftmost(node->RightChild);
	while (!is_root(node)) {
		Links *child = node;

		node = node->Parent;
		if (node->LeftChild == child)
			return node;
	}
	return nullptr;
}

/// Where a buffer is in the tree, or would be.
struct Place {
	Links *node = nullptr;	// that one, or its parent
	TABLE_SEARCH_RESULT result = TableEmptyTree;
};

Place find(Table *table, PVOID buffer)
{
	Place place{};

	for (Links *node = table->TableRoot; node;) {
		place.node = node;
		switch (rtl::compare(table, buffer, element_of(node))) {
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

/// The data of what was found, which becomes the root; nullptr: it was not.
PVOID found(Table *table, const Place &place)
{
	if (place.result != TableFoundNode)
		return nullptr;
	splay(table, place.node);
	return data_of(place.node);
}

/// nullptr: the driver has no memory for it.
PVOID insert(Table *table, PVOID buffer, CLONG size, const Place &place, Caller caller)
{
	auto *element = rtl::allocate<Element>(table, buffer, size, caller);

	if (!element)
		return nullptr;
	Links *node = &element->links;
	node->Parent = place.node ? place.node : node;
	if (!place.node)
		table->TableRoot = node;
	else if (place.result == TableInsertAsLeft)
		place.node->LeftChild = node;
	else
		place.node->RightChild = node;
	InsertTailList(&table->InsertOrderList, &element->order);
	table->NumberGenericTableElements++;
	splay(table, node);
	return data_of(node);
}

PVOID insert_or_find(Table *table, PVOID buffer, CLONG size, PBOOLEAN is_new, const Place &place,
		     Caller caller)
{
	if (!rtl::say_if_new(is_new, false, caller))
		return nullptr;
	if (place.result == TableFoundNode)
		return found(table, place);
	PVOID data = insert(table, buffer, size, place, caller);
	if (data && is_new)
		*is_new = TRUE;
	return data;
}

/// Takes a node out of the tree. The one before it becomes the root: an enumeration goes on with
/// the one after it.
void take_out(Table *table, Links *node)
{
	splay(table, node);
	Links *left = node->LeftChild;
	Links *right = node->RightChild;

	table->TableRoot = left ? left : right;
	if (left)
		left->Parent = left;
	if (right)
		right->Parent = right;
	if (!left)
		return;
	Links *last = rightmost(left);
	splay(table, last);
	last->RightChild = right;
	if (right)
		right->Parent = last;
}

/// The element of this number in the order in which they were inserted; there is one. The table
/// says which one was asked for last: its number, from 1 on.
LIST_ENTRY *at(Table *table, ULONG number)
{
	LIST_ENTRY *entry = table->OrderedPointer;
	ULONG now = table->WhichOrderedElement;

	if (number < now / 2) {
		entry = &table->InsertOrderList;
		now = 0;
	} else if (table->NumberGenericTableElements - number < number - now && now < number) {
		entry = &table->InsertOrderList;
		now = table->NumberGenericTableElements + 1;
	}
	for (; now < number; now++)
		entry = entry->Flink;
	for (; now > number; now--)
		entry = entry->Blink;
	table->OrderedPointer = entry;
	table->WhichOrderedElement = number;
	return entry;
}

}

VOID NTAPI RtlInitializeGenericTable(PRTL_GENERIC_TABLE table,
				     PRTL_GENERIC_COMPARE_ROUTINE comparer,
				     PRTL_GENERIC_ALLOCATE_ROUTINE allocator,
				     PRTL_GENERIC_FREE_ROUTINE deallocator, PVOID context)
{
	if (!rtl::initialise(table, comparer, allocator, deallocator, context, Caller()))
		return;
	InitializeListHead(&table->InsertOrderList);
	table->OrderedPointer = &table->InsertOrderList;
}

PVOID NTAPI RtlInsertElementGenericTable(PRTL_GENERIC_TABLE table, PVOID buffer, CLONG size,
					 PBOOLEAN is_new)
{
	const Caller caller;

	return rtl::table_ok(table, caller) ?
		       insert_or_find(table, buffer, size, is_new, find(table, buffer), caller) :
		       nullptr;
}

PVOID NTAPI RtlInsertElementGenericTableFull(PRTL_GENERIC_TABLE table, PVOID buffer, CLONG size,
					     PBOOLEAN is_new, PVOID node,
					     TABLE_SEARCH_RESULT result)
{
	const Caller caller;
	auto *links = static_cast<Links *>(node);

	if (!rtl::table_ok(table, caller) ||
	    !rtl::place_ok(links, result, !table->TableRoot, caller))
		return nullptr;
	return insert_or_find(table, buffer, size, is_new,
			      { result == TableEmptyTree ? nullptr : links, result }, caller);
}

BOOLEAN NTAPI RtlDeleteElementGenericTable(PRTL_GENERIC_TABLE table, PVOID buffer)
{
	if (!rtl::table_ok(table, Caller()))
		return FALSE;
	const Place place = find(table, buffer);
	if (place.result != TableFoundNode)
		return FALSE;
	Element *element = element_of(place.node);
	take_out(table, place.node);
	RemoveEntryList(&element->order);
	table->NumberGenericTableElements--;
	table->OrderedPointer = &table->InsertOrderList;
	table->WhichOrderedElement = 0;
	rtl::free(table, element);
	return TRUE;
}

PVOID NTAPI RtlLookupElementGenericTable(PRTL_GENERIC_TABLE table, PVOID buffer)
{
	return rtl::table_ok(table, Caller()) ? found(table, find(table, buffer)) : nullptr;
}

PVOID NTAPI RtlLookupElementGenericTableFull(PRTL_GENERIC_TABLE table, PVOID buffer, PVOID *node,
					     TABLE_SEARCH_RESULT *result)
{
	const Caller caller;

	if (!rtl::table_ok(table, caller) ||
	    !ok(is_memory(node) && is_memory(result), "what is to say where it is", caller))
		return nullptr;
	const Place place = find(table, buffer);
	*node = place.node;
	*result = place.result;
	return found(table, place);
}

PVOID NTAPI RtlEnumerateGenericTable(PRTL_GENERIC_TABLE table, BOOLEAN restart)
{
	if (!rtl::table_ok(table, Caller()) || !table->TableRoot)
		return nullptr;
	Links *node = restart ? leftmost(table->TableRoot) : successor(table->TableRoot);
	if (node)
		splay(table, node);
	return data_of(node);
}

PVOID NTAPI RtlEnumerateGenericTableWithoutSplaying(PRTL_GENERIC_TABLE table, PVOID *restart_key)
{
	// What was last may have been deleted, and nothing is left.
	if (!rtl::restart_ok<Links>(table, restart_key, Caller()) ||
	    !table->NumberGenericTableElements)
		return nullptr;
	auto *last = static_cast<Links *>(*restart_key);
	Links *node = last ? successor(last) : leftmost(table->TableRoot);
	if (node)
		*restart_key = node;
	return data_of(node);
}

PVOID NTAPI RtlGetElementGenericTable(PRTL_GENERIC_TABLE table, ULONG number)
{
	if (!rtl::table_ok(table, Caller()) || number >= table->NumberGenericTableElements)
		return nullptr;
	return rtl::data_of(CONTAINING_RECORD(at(table, number + 1), Element, order));
}

ULONG NTAPI RtlNumberGenericTableElements(PRTL_GENERIC_TABLE table)
{
	return rtl::table_ok(table, Caller()) ? table->NumberGenericTableElements : 0;
}

BOOLEAN NTAPI RtlIsGenericTableEmpty(PRTL_GENERIC_TABLE table)
{
	return !rtl::table_ok(table, Caller()) || !table->TableRoot;
}
