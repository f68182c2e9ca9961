// SPDX-License-Identifier: GPL-2.0
/// handed.hh - the other side of the gate: routines of ours that drivers find in structures and
/// objects, and call. They are handed out by handed() and in no other way (`make check`, calls).
#pragma once

/// The routine as drivers get it: a pointer by their calling convention. Drivers that are compiled
/// here use the kernel's, so it is the routine itself.
template <auto routine>
consteval auto handed()
{
	return routine;
}
