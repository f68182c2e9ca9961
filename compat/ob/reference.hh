// SPDX-License-Identifier: GPL-2.0
/// reference.hh - a reference of ours to an object, which goes with its owner.
#pragma once

#include "base/object.h"

namespace ob {

class Reference {
public:
	Reference() = default;
	/// One more; nullptr: to nothing.
	explicit Reference(void *object) : object_(object)
	{
		if (object_)
			nt_object_get(object_);
	}
	/// In line: what ftrace notes of a function that two objects have does not link.
	[[gnu::always_inline]] ~Reference()
	{
		if (object_)
			nt_object_put(object_);
	}
	Reference(Reference &&other) noexcept : object_(other.release()) { }
	Reference &operator=(Reference &&other) noexcept
	{
		void *old = object_;

		object_ = other.object_;
		other.object_ = old;
		return *this;
	}
	Reference(const Reference &) = delete;
	Reference &operator=(const Reference &) = delete;

	explicit operator bool() const { return object_; }
	void *get() const { return object_; }
	/// The reference is the caller's now.
	[[nodiscard]] void *release()
	{
		void *object = object_;

		object_ = nullptr;
		return object;
	}

private:
	void *object_ = nullptr;
};

}
