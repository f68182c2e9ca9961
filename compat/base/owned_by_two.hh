// SPDX-License-Identifier: GPL-2.0
/// owned_by_two.hh - what belongs to two: to whoever waits for something, and to whoever brings it
/// about.
#pragma once

#include <utility>

/// One of the two owners of a T, or an owner of nothing. The T, whose member `has_one_owner` is false
/// at first, is deleted when both of them have ended.
template <typename T>
class OwnedByTwo {
public:
	explicit OwnedByTwo(T *object = nullptr) : object_(object) { }
	OwnedByTwo(OwnedByTwo &&other) noexcept : object_(std::exchange(other.object_, nullptr)) { }
	~OwnedByTwo()
	{
		if (object_ && __atomic_exchange_n(&object_->has_one_owner, true, __ATOMIC_ACQ_REL))
			delete object_;
	}
	OwnedByTwo(const OwnedByTwo &) = delete;
	OwnedByTwo &operator=(const OwnedByTwo &) = delete;
	OwnedByTwo &operator=(OwnedByTwo &&) = delete;

	explicit operator bool() const { return object_; }
	T *operator->() const { return object_; }
	T *get() const { return object_; }

private:
	T *object_;
};
