// SPDX-License-Identifier: GPL-2.0
/// unique.hh - the only owner of an object, or of an array, in kernel memory.
#pragma once

#include <type_traits>

#include "new.hh"

namespace rt {

/// Owns an object made by new, which it deletes at its own end, or nothing. Assignment swaps.
template <typename T>
class Unique {
public:
	constexpr Unique() = default;
	explicit Unique(T *object) : object_(object) { }
	// Inline, so that an empty owner costs nothing and an owner can stay in a register.
	[[gnu::always_inline]] ~Unique()
	{
		if (object_)
			end(object_);
	}
	Unique(Unique &&other) noexcept : object_(other.release()) { }
	Unique &operator=(Unique &&other) noexcept
	{
		T *old = object_;

		object_ = other.object_;
		other.object_ = old;
		return *this;
	}
	Unique(const Unique &) = delete;
	Unique &operator=(const Unique &) = delete;

	explicit operator bool() const { return object_; }
	T *operator->() const { return object_; }
	T &operator*() const { return *object_; }
	T *get() const { return object_; }
	/// Hands the object over to the caller.
	[[nodiscard]] T *release()
	{
		T *object = object_;

		object_ = nullptr;
		return object;
	}

private:
	[[gnu::noinline]] static void end(T *object) { delete object; }

	T *object_ = nullptr;
};

/// The same for an array of elements that need no construction.
template <typename T>
class Unique<T[]> {
	static_assert(std::is_trivial_v<T>);

public:
	Unique() = default;
	/// Zeroed elements, or nothing if there is no memory. Process context.
	explicit Unique(size_t count) : elements_(static_cast<T *>(glue_alloc(count * sizeof(T))))
	{ }
	~Unique() { glue_free(elements_); }
	Unique(Unique &&other) noexcept : elements_(other.elements_) { other.elements_ = nullptr; }
	Unique &operator=(Unique &&other) noexcept
	{
		T *old = elements_;

		elements_ = other.elements_;
		other.elements_ = old;
		return *this;
	}
	Unique(const Unique &) = delete;
	Unique &operator=(const Unique &) = delete;

	explicit operator bool() const { return elements_; }
	T *get() const { return elements_; }
	T &operator[](size_t n) const { return elements_[n]; }

private:
	T *elements_ = nullptr;
};

}
