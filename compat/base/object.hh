// SPDX-License-Identifier: GPL-2.0
/// object.hh - references to objects, and who owns them; internal.
#pragma once

#include <type_traits>

#include "base/check.hh"
#include "base/object.h"
#include "base/task_object.hh"

/// ObDereferenceObject() on behalf of a driver, which gives back a reference of its own. If it has none,
/// or there is no such object, the log says so.
void nt_object_give_back(void *object, Caller caller);

/// One of our references to an object, or none: the destructor gives it back.
template <typename T>
class Ref {
public:
	constexpr Ref() = default;
	Ref(Ref &&other) noexcept : object_(other.release()) { }
	Ref &operator=(Ref &&other) noexcept
	{
		T *old = object_;

		object_ = other.release();
		if (old)
			nt_object_put(old);
		return *this;
	}
	~Ref()
	{
		if (object_)
			nt_object_put(object_);
	}
	Ref(const Ref &) = delete;
	Ref &operator=(const Ref &) = delete;

	/// A further reference to the object; nullptr: none.
	static Ref of(T *object)
	{
		if (object)
			nt_object_get(object);
		return Ref(object);
	}
	/// A reference that somebody has already taken for us.
	static Ref taken(T *object) { return Ref(object); }

	T *get() const { return object_; }
	T *operator->() const { return object_; }
	std::add_lvalue_reference_t<T> operator*() const { return *object_; }
	explicit operator bool() const { return object_; }
	/// The reference becomes the caller's.
	[[nodiscard]] T *release()
	{
		T *object = object_;

		object_ = nullptr;
		return object;
	}

private:
	explicit Ref(T *object) : object_(object) { }

	T *object_ = nullptr;
};
