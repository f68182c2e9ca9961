// SPDX-License-Identifier: GPL-2.0
/// check.hh - what a driver hands over may be anything: how routines that drivers call say so.
#pragma once

#include "base/check.h"
#include "base/client.h"

/// Which routine was called, and by whom. The last parameter of what such a routine calls
/// to look at its arguments: the compiler fills it in there, so it knows both.
class Caller {
public:
	Caller(const void *address = __builtin_return_address(0),
	       const char *routine = __builtin_FUNCTION())
		: address_(address), routine_(routine)
	{ }

	/// The driver's code, also if it called in its last statement.
	const void *code() const { return nt_caller_of(address_); }
	/// Where the routine returns to, which is the driver's unless it called so.
	const void *address() const { return address_; }
	const char *called() const { return routine_; }

	/// A line in the log about a mistake of the driver. Never more than a few a second.
	[[gnu::format(printf, 2, 3)]] void complain(const char *format, ...) const;

private:
	const void *address_;
	const char *routine_;
};

/// The same in these words, for routines that are called often: it costs them nothing.
void complain_of_mistake(const char *mistake, Caller caller);

/// The log has a line that `what` the driver handed over is not at a valid address.
void complain_of_address(const char *what, Caller caller);

// These take the caller by value: two registers, where a reference takes memory and a check of
// the stack in every routine.

/// Whether it is; if not, the log has a line that `what` is not at a valid address.
[[nodiscard, gnu::always_inline]] inline bool ok(bool is, const char *what,
						 Caller caller = Caller())
{
	if (!is) [[unlikely]]
		complain_of_address(what, caller);
	return is;
}

/// The log has a line that the IRQL is too high.
void complain_of_irql(KIRQL irql, KIRQL max, Caller caller);

/// Whether the IRQL, which the caller knows, is at most max; if not, the log says so.
[[nodiscard, gnu::always_inline]] inline bool irql_is_ok(KIRQL irql, KIRQL max, Caller caller)
{
	if (irql > max) [[unlikely]]
		complain_of_irql(irql, max, caller);
	return irql <= max;
}

/// Whether the IRQL is at most max; if not, the log says so, and the routine has to do
/// nothing.
[[nodiscard, gnu::always_inline]] inline bool irql_ok(KIRQL max, Caller caller = Caller())
{
	return irql_is_ok(KeGetCurrentIrql(), max, caller);
}

/// It is one of the kernel's addresses, for where nt_is_memory() takes too long.
inline bool nt_is_address(const void *address)
{
	return reinterpret_cast<ULONG_PTR>(address) >= nt_kernel_start;
}

/// A T is there.
template <typename T>
bool is_memory(const T *object)
{
	return nt_is_memory(object, sizeof(T));
}
