// SPDX-License-Identifier: GPL-2.0
/// list.hh - Windows' doubly linked lists: the head is a LIST_ENTRY, and so is a member of
/// each element.
#pragma once

#include <stddef.h>

#include "glue/nt.h"

/// A list of T, each of which has a LIST_ENTRY at this offset. It owns nothing. The caller does the
/// locking.
template <typename T, size_t offset>
class EntryList {
public:
	constexpr EntryList() : head_{ &head_, &head_ } { }
	~EntryList() = default;
	EntryList(const EntryList &) = delete;
	EntryList &operator=(const EntryList &) = delete;

	/// The list with this head, which is part of a Windows structure.
	static EntryList &of(LIST_ENTRY &head) { return reinterpret_cast<EntryList &>(head); }
	/// Makes the list empty, whatever its memory holds.
	void initialise() { head_ = { &head_, &head_ }; }

	bool empty() const { return head_.Flink == &head_; }
	/// The first or last element, and the neighbours of one; nullptr: there is none.
	T *first() const { return at(head_.Flink); }
	T *last() const { return at(head_.Blink); }
	T *after(const T &element) const { return at(entry(element)->Flink); }
	T *before(const T &element) const { return at(entry(element)->Blink); }

	void push_front(T &element) { insert(head_.Flink, entry(element)); }
	void push_back(T &element) { insert(&head_, entry(element)); }
	/// Inserts the element before `place`; nullptr: at the end.
	void insert_before(T *place, T &element)
	{
		insert(place ? entry(*place) : &head_, entry(element));
	}
	static void remove(T &element)
	{
		LIST_ENTRY *link = entry(element);

		link->Flink->Blink = link->Blink;
		set(link->Blink->Flink, link->Flink);
	}
	/// Moves all elements of `others` to the end, in their order.
	void take_all(EntryList &others)
	{
		LIST_ENTRY *first = others.head_.Flink;
		LIST_ENTRY *last = others.head_.Blink;

		if (others.empty())
			return;
		last->Flink = &head_;
		first->Blink = head_.Blink;
		set(head_.Blink->Flink, first);
		head_.Blink = last;
		others.initialise();
	}
	/// Whether `wanted(element)` is true for any element.
	template <typename Predicate>
	bool any(Predicate wanted) const
	{
		const T *element = first();

		while (element && !wanted(*element))
			element = after(*element);
		return element;
	}
	/// Whether `wanted`, which may be any address, is an element.
	bool contains(const T *wanted) const
	{
		return any([=](const T &element) { return &element == wanted; });
	}

	/// A loop may take the current element off the list, and no other.
	class Iterator {
	public:
		explicit Iterator(LIST_ENTRY *at) : at_(at), next_(at->Flink) { }
		T &operator*() const { return element(at_); }
		Iterator &operator++()
		{
			at_ = next_;
			next_ = at_->Flink;
			return *this;
		}
		bool operator!=(const Iterator &other) const { return at_ != other.at_; }

	private:
		LIST_ENTRY *at_;
		LIST_ENTRY *next_;
	};

	Iterator begin() { return Iterator(head_.Flink); }
	Iterator end() { return Iterator(&head_); }

private:
	static LIST_ENTRY *entry(const T &element)
	{
		const ULONG_PTR address = reinterpret_cast<ULONG_PTR>(&element) + offset;

		return reinterpret_cast<LIST_ENTRY *>(address);
	}

	static T &element(LIST_ENTRY *link)
	{
		return *reinterpret_cast<T *>(reinterpret_cast<ULONG_PTR>(link) - offset);
	}

	T *at(LIST_ENTRY *link) const { return link == &head_ ? nullptr : &element(link); }

	/// In one step, because others read it without a lock.
	static void set(LIST_ENTRY *&link, LIST_ENTRY *to)
	{
		__atomic_store_n(&link, to, __ATOMIC_RELAXED);
	}

	static void insert(LIST_ENTRY *place, LIST_ENTRY *link)
	{
		LIST_ENTRY *before = place->Blink;

		link->Flink = place;
		link->Blink = before;
		place->Blink = link;
		set(before->Flink, link);
	}

	LIST_ENTRY head_;
};
