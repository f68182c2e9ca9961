// SPDX-License-Identifier: GPL-2.0
/// half.hh - what belongs to two: to whoever waits for something, and to whoever brings it about.
#pragma once

#include <utility>

/// One of two halves of a T, or none. The T, whose member `half_ended` is false at first, is deleted
/// when both have ended.
template <typename T>
class Half {
public:
	explicit Half(T *whole = nullptr) : whole_(whole) { }
	Half(Half &&other) noexcept : whole_(std::exchange(other.whole_, nullptr)) { }
	~Half()
	{
		if (whole_ && __atomic_exchange_n(&whole_->half_ended, true, __ATOMIC_ACQ_REL))
			delete whole_;
	}
	Half(const Half &) = delete;
	Half &operator=(const Half &) = delete;
	Half &operator=(Half &&) = delete;

	explicit operator bool() const { return whole_; }
	T *operator->() const { return whole_; }
	T *get() const { return whole_; }

private:
	T *whole_;
};
