// SPDX-License-Identifier: GPL-2.0
/// list.hh - intrusive doubly linked list, oldest first.
#pragma once

#include <stddef.h>

#include "../ntparport.h"
#include "capability.hh"

namespace rt {

using Link = ntparport_link;

/// A list of T, which has a Link named `link`. It owns nothing and allocates
/// nothing; whoever removes an element owns it.
template <typename T>
class List {
public:
	List() = default;
	~List() = default;
	List(const List &) = delete;
	List &operator=(const List &) = delete;

	class Iterator {
	public:
		explicit Iterator(Link *at) : at_(at) { }
		T &operator*() const { return *element(at_); }
		Iterator &operator++()
		{
			at_ = at_->next;
			return *this;
		}
		bool operator!=(const Iterator &other) const { return at_ != other.at_; }

	private:
		Link *at_;
	};

	Iterator begin() { return Iterator(head_.next); }
	Iterator end() { return Iterator(&head_); }
	bool empty() const { return head_.next == &head_; }

	/// The oldest element; there must be one.
	T &front() const { return *element(head_.next); }

	void push_front(T &element) { insert_before(head_.next, element); }
	void push_back(T &element) { insert_before(&head_, element); }
	void insert_before(T &place, T &element) { insert_before(&place.link, element); }

	static void remove(T &element)
	{
		element.link.prev->next = element.link.next;
		element.link.next->prev = element.link.prev;
		element.link = {};
	}

	/// The oldest element, taken off the list, or nullptr.
	T *pop_front()
	{
		if (empty())
			return nullptr;
		T *first = element(head_.next);
		remove(*first);
		return first;
	}

	/// The oldest element for which `wanted(element)`, taken off the list, or nullptr.
	template <typename Predicate>
	T *pop_if(Predicate wanted)
	{
		for (T &element : *this) {
			if (wanted(element)) {
				remove(element);
				return &element;
			}
		}
		return nullptr;
	}

	/// Whether `wanted(element)`, which may need the lock that the caller has, is true for any.
	template <typename Predicate>
	NOT_CHECKED_FOR_LOCKS bool any(Predicate wanted)
	{
		Link *link = head_.next;

		while (link != &head_ && !wanted(*element(link)))
			link = link->next;
		return link != &head_;
	}

	bool contains(const T &wanted)
	{
		return any([&](const T &element) { return &element == &wanted; });
	}

private:
	static T *element(Link *link)
	{
		return reinterpret_cast<T *>(reinterpret_cast<char *>(link) - offsetof(T, link));
	}

	static void insert_before(Link *place, T &element)
	{
		element.link = { place, place->prev };
		place->prev->next = &element.link;
		place->prev = &element.link;
	}

	Link head_{ &head_, &head_ };
};

}
