// SPDX-License-Identifier: GPL-2.0
/// table_element.hh - what both kinds of generic tables do with the memory of an element: `Element`
/// is what is before its data.
#pragma once

#include "base/check.hh"
#include "base/gate.hh"

namespace rtl {

/// Whether it is a table, and may be used at this IRQL.
template <typename Table>
bool table_ok(const Table *table, Caller caller)
{
	return irql_ok(DISPATCH_LEVEL, caller) && ok(is_memory(table), "the table", caller);
}

/// An empty table with the driver's routines; false: one of them is not one.
template <typename Table, typename Compare, typename Allocate, typename Free>
bool initialise(Table *table, Compare *comparer, Allocate *allocator, Free *deallocator,
		PVOID context, Caller caller)
{
	if (!table_ok(table, caller) ||
	    !ok(is_routine(comparer), "the routine that compares", caller) ||
	    !ok(is_routine(allocator), "the routine that allocates", caller) ||
	    !ok(is_routine(deallocator), "the routine that frees", caller))
		return false;
	*table = {};
	table->CompareRoutine = comparer;
	table->AllocateRoutine = allocator;
	table->FreeRoutine = deallocator;
	table->TableContext = context;
	return true;
}

/// Whether an element can be inserted there, or is there already, as a search has it, which may have
/// been before others were inserted.
template <typename Links>
bool place_ok(const Links *node, TABLE_SEARCH_RESULT result, bool is_empty, Caller caller)
{
	bool is_free = is_empty;

	if (result != TableEmptyTree && !ok(is_memory(node), "the place", caller))
		return false;
	if (result == TableInsertAsLeft)
		is_free = !node->LeftChild;
	else if (result == TableInsertAsRight)
		is_free = !node->RightChild;
	else if (result != TableEmptyTree)
		is_free = result == TableFoundNode;
	if (!is_free)
		complain_of_mistake("the place is not one where it can be inserted", caller);
	return is_free;
}

/// Whether an enumeration can go on behind an element, or begin (nullptr).
template <typename Element, typename Table>
bool restart_ok(const Table *table, PVOID *restart_key, Caller caller)
{
	return table_ok(table, caller) && ok(is_memory(restart_key), "the restart key", caller) &&
	       ok(!*restart_key || is_memory(static_cast<Element *>(*restart_key)),
		  "the restart key", caller);
}

template <typename Element>
PVOID data_of(Element *element)
{
	return element ? element + 1 : nullptr;
}

/// Where a buffer belongs as the driver's routine has it, which compares it with an element.
template <typename Table, typename Element>
RTL_GENERIC_COMPARE_RESULTS compare(Table *table, PVOID buffer, Element *element)
{
	// What a dead driver looks for is found at once.
	return call_or(GenericEqual, table->CompareRoutine, table, buffer, data_of(element));
}

/// Memory for an element, with a copy of the data; nullptr: the driver has none.
template <typename Element, typename Table>
Element *allocate(Table *table, PVOID buffer, CLONG size, Caller caller)
{
	CLONG bytes = 0;

	if (__builtin_add_overflow(size, sizeof(Element), &bytes) ||
	    !ok(!size || nt_is_memory(buffer, size), "the data", caller))
		return nullptr;
	// Zeroes are as good as an empty table for all that does not need the driver's routines.
	if (!table->AllocateRoutine) {
		complain_of_mistake("the table is not initialised", caller);
		return nullptr;
	}
	auto *element =
		static_cast<Element *>(call_or(nullptr, table->AllocateRoutine, table, bytes));
	if (!element || !ok(nt_is_memory(element, bytes), "what the driver allocated", caller))
		return nullptr;
	*element = {};
	if (size)
		memcpy(data_of(element), buffer, size);
	return element;
}

template <typename Table, typename Element>
void free(Table *table, Element *element)
{
	call(table->FreeRoutine, table, static_cast<PVOID>(element));
}

/// Tells the driver whether the element is new.
inline bool say_if_new(PBOOLEAN place, bool is_new, Caller caller)
{
	if (!place)
		return true;
	if (!ok(is_memory(place), "the place for the answer", caller))
		return false;
	*place = is_new;
	return true;
}

}
