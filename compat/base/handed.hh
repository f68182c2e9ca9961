// SPDX-License-Identifier: GPL-2.0
/// handed.hh - the other side of the gate: routines of ours that drivers find in structures and
/// objects, and call. They are handed out by handed() and in no other way (`make check`, calls).
#pragma once

#include "base/client.h"

/// The routine as drivers get it that are compiled here, which is by the kernel's calling
/// convention; and as we call it ourselves.
template <auto routine>
consteval auto handed()
{
	return routine;
}

#ifdef __x86_64__
#define WINDOWS_CONVENTION gnu::ms_abi
#else
// Without the second one, the kernel's switches put arguments into registers.
#define WINDOWS_CONVENTION gnu::stdcall, gnu::regparm(0)
#endif

/// The same routine by Windows' convention. All of it is here, so that it returns to the driver
/// (Caller, base/check.hh).
template <auto routine>
struct WindowsTwin;

template <typename Result, typename... Parameters, Result (*routine)(Parameters...)>
struct WindowsTwin<routine> {
	[[WINDOWS_CONVENTION, gnu::flatten]] static Result call(Parameters... parameters)
	{
		return routine(parameters...);
	}
};

/// The routine as the driver gets it to which this code belongs: one that was made of a Windows
/// image calls by Windows' convention.
template <auto routine>
auto handed(const void *driver)
{
	return nt_is_image(driver) ?
		       reinterpret_cast<decltype(routine)>(&WindowsTwin<routine>::call) :
		       routine;
}
