// SPDX-License-Identifier: GPL-2.0
/// check.hh - drivers may hand over anything: how the routines that they call check and complain.
#pragma once

#include "glue/level.h"
#include "glue/memory.h"
#include "base/check.h"
#include "base/client.h"

/// Which routine was called, and by whom. It is the last parameter of every function that checks
/// the arguments of such a routine: the compiler fills it in there, where it knows both.
class Caller {
public:
	Caller(const void *address = __builtin_return_address(0),
	       const char *routine = __builtin_FUNCTION())
		: address_(address), routine_(routine)
	{ }

	/// The driver's code, even after a tail call.
	const void *code() const { return nt_caller_of(address_); }
	/// Where the routine returns to: into the driver, except after a tail call.
	const void *address() const { return address_; }
	const char *called() const { return routine_; }

	/// Logs a mistake of the driver, but never more than a few lines a second.
	[[gnu::format(printf, 2, 3)]] void complain(const char *format, ...) const;

private:
	const void *address_;
	const char *routine_;
};

/// The same in fixed words, for routines that are called often: it costs them nothing.
void complain_of_mistake(const char *mistake, Caller caller);

/// Logs that `what`, which the driver handed over, is not at a valid address.
void complain_of_address(const char *what, Caller caller);

// These take the caller by value: that is two registers, where a reference would take memory and a
// check of the stack in every routine.

/// Returns `is`; if it is false, logs that `what` is not at a valid address.
[[nodiscard, gnu::always_inline]] inline bool ok(bool is, const char *what,
						 Caller caller = Caller())
{
	if (!is) [[unlikely]]
		complain_of_address(what, caller);
	return is;
}

/// Logs that the IRQL is too high.
void complain_of_irql(KIRQL irql, KIRQL max, Caller caller);

/// Whether the current IRQL, which the caller knows, is at most max; if not, logs it.
[[nodiscard, gnu::always_inline]] inline bool irql_is_ok(KIRQL irql, KIRQL max, Caller caller)
{
	if (irql > max) [[unlikely]]
		complain_of_irql(irql, max, caller);
	return irql <= max;
}

/// Whether the IRQL is at most max; if not, logs it, and the routine must do nothing. For routines
/// that drivers call, which hold no lock yet: whatever comes of the call, a loop of such calls lets
/// others run (W7).
[[nodiscard, gnu::always_inline]] inline bool irql_ok(KIRQL max, Caller caller = Caller())
{
	return irql_is_ok(nt_polled_irql(), max, caller);
}

/// Whether it is a kernel address, for where nt_is_memory() takes too long.
inline bool nt_is_address(const void *address)
{
	return reinterpret_cast<ULONG_PTR>(address) >= nt_kernel_start;
}

/// Whether there is memory for a T.
template <typename T>
bool is_memory(const T *object)
{
	return nt_is_memory(object, sizeof(T));
}

/// The same of that many, at least one.
template <typename T>
bool are_memory(const T *objects, ULONG count)
{
	size_t bytes = 0;

	return !__builtin_mul_overflow(count, sizeof(T), &bytes) && nt_is_memory(objects, bytes);
}
