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
