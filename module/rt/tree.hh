// SPDX-License-Identifier: GPL-2.0
/// tree.hh - intrusive search tree.
#pragma once

#include <stdint.h>

namespace rt {

/// Where an element of a Tree<T> is in it.
template <typename T>
struct Branches {
	T *smaller = nullptr;
	T *larger = nullptr;
	uint32_t weight = 0;
};

/// A tree of T, each of which has Branches<T> named `branches` and a number, key(), that no
/// other has and that stays. It owns nothing and allocates nothing; whoever removes an
/// element owns it.
///
/// It is a treap: each element has a random weight, none more than the one above it. So the
/// tree has the shape of one that was filled in random order, whatever the order was, and
/// all that is done takes O(log n) steps.
template <typename T>
class Tree {
public:
	using Key = uintptr_t;

	Tree() = default;
	~Tree() = default;
	Tree(const Tree &) = delete;
	Tree &operator=(const Tree &) = delete;

	void insert(T &element)
	{
		const Key key = element.key();
		T **place = &root_;

		element.branches.weight = next_weight();
		while (*place && (*place)->branches.weight >= element.branches.weight)
			place = towards(**place, key);
		// What was there becomes its branches.
		T *rest = *place;
		T **smaller = &element.branches.smaller;
		T **larger = &element.branches.larger;
		*place = &element;
		while (rest) {
			if (rest->key() < key) {
				*smaller = rest;
				smaller = &rest->branches.larger;
				rest = *smaller;
			} else {
				*larger = rest;
				larger = &rest->branches.smaller;
				rest = *larger;
			}
		}
		*smaller = nullptr;
		*larger = nullptr;
	}

	void remove(T &element)
	{
		T **place = &root_;

		while (*place != &element)
			place = towards(**place, element.key());
		// Its branches become one.
		T *smaller = element.branches.smaller;
		T *larger = element.branches.larger;
		while (smaller && larger) {
			if (smaller->branches.weight >= larger->branches.weight) {
				*place = smaller;
				place = &smaller->branches.larger;
				smaller = *place;
			} else {
				*place = larger;
				place = &larger->branches.smaller;
				larger = *place;
			}
		}
		*place = smaller ? smaller : larger;
	}

	/// The element with the largest key up to this one, or nullptr.
	T *last_up_to(Key key) const
	{
		T *found = nullptr;

		for (T *at = root_; at;) {
			if (key < at->key()) {
				at = at->branches.smaller;
			} else {
				found = at;
				at = at->branches.larger;
			}
		}
		return found;
	}

	/// The element with the smallest key from this one on, or nullptr.
	T *first_from(Key key) const
	{
		T *found = nullptr;

		for (T *at = root_; at;) {
			if (at->key() < key) {
				at = at->branches.larger;
			} else {
				found = at;
				at = at->branches.smaller;
			}
		}
		return found;
	}

private:
	static T **towards(T &element, Key key)
	{
		return key < element.key() ? &element.branches.smaller : &element.branches.larger;
	}

	/// Its upper half, which counts, is random enough.
	uint32_t next_weight()
	{
		weight_ = weight_ * 1664525 + 1013904223;
		return weight_;
	}

	T *root_ = nullptr;
	uint32_t weight_ = 0;
};

}
