// SPDX-License-Identifier: GPL-2.0
/// unique.hh - the owner of an object of memory, or of none.
#pragma once

namespace rt {

/// Deletes its object when it goes.
template <typename T>
class Unique {
public:
	constexpr Unique() = default;
	explicit Unique(T *object) : object_(object) { }
	Unique(Unique &&other) noexcept : object_(other.release()) { }
	Unique &operator=(Unique &&other) noexcept
	{
		T *old = object_;

		object_ = other.release();
		delete old;
		return *this;
	}
	~Unique() { delete object_; }
	Unique(const Unique &) = delete;
	Unique &operator=(const Unique &) = delete;

	T *get() const { return object_; }
	T *operator->() const { return object_; }
	T &operator*() const { return *object_; }
	explicit operator bool() const { return object_; }
	/// It is the caller's now.
	[[nodiscard]] T *release()
	{
		T *object = object_;

		object_ = nullptr;
		return object;
	}

private:
	T *object_ = nullptr;
};

}
