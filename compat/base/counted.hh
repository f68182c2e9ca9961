// SPDX-License-Identifier: GPL-2.0
/// counted.hh - what is deleted with its last reference; internal.
#pragma once

#include "base/references.hh"

/// T has this as its base, and says how many references it begins with:
///
///     class Thing : public Counted<Thing> {
///     	friend Counted<Thing>;
///     	References references_{ 1 };
///
/// It need not be an object: drivers cannot have references to it. It has no memory of its own, so
/// that T may be in an rt::List. Any IRQL; T's destructor runs where the last reference is given
/// back.
template <typename T>
class Counted {
public:
	/// Takes a reference; the caller knows that there is one.
	void get() { self().references_.get(); }
	/// Gives one back.
	void put()
	{
		if (self().references_.put())
			delete &self();
	}

private:
	T &self() { return static_cast<T &>(*this); }
};

/// A reference to something counted, or none: the destructor gives it back.
template <typename T>
class CountedRef {
public:
	constexpr CountedRef() = default;
	/// A further reference.
	explicit CountedRef(T &counted) : counted_(&counted) { counted.get(); }
	CountedRef(CountedRef &&other) noexcept : counted_(other.counted_)
	{
		other.counted_ = nullptr;
	}
	~CountedRef()
	{
		if (counted_)
			counted_->put();
	}
	CountedRef(const CountedRef &) = delete;
	CountedRef &operator=(const CountedRef &) = delete;
	CountedRef &operator=(CountedRef &&) = delete;

	/// A reference that somebody has taken for us, passed by an untyped pointer to a T.
	static CountedRef taken(void *counted)
	{
		CountedRef reference;

		reference.counted_ = static_cast<T *>(counted);
		return reference;
	}

	T *operator->() const { return counted_; }
	T &operator*() const { return *counted_; }
	explicit operator bool() const { return counted_; }

private:
	T *counted_ = nullptr;
};
