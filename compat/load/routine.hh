// SPDX-License-Identifier: GPL-2.0
/// routine.hh - what drivers may ask for by its name; internal.
#pragma once

struct SystemRoutine {
	const char *name;
	void *address;
};

/// Sorted by their names.
extern const SystemRoutine system_routines[];
extern const unsigned int system_routine_count;
