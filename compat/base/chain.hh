// SPDX-License-Identifier: GPL-2.0
/// chain.hh - lists whose head is one pointer, newest first. They own nothing.
#pragma once

/// An element has two members: `next`, and `at`, the address of the pointer to the element.
namespace chain {

template <typename T>
[[gnu::always_inline]] inline void push(T *&first, T &element)
{
	element.next = first;
	element.at = &first;
	if (first)
		first->at = &element.next;
	first = &element;
}

template <typename T>
[[gnu::always_inline]] inline void remove(T &element)
{
	*element.at = element.next;
	if (element.next)
		element.next->at = element.at;
}

}
