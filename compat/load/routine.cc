// SPDX-License-Identifier: GPL-2.0
/// routine.cc - routines by their names.

#include "base/check.hh"
#include "load/routine.hh"

/// What strcmp() says of the name and this one, which is in ASCII.
static int compare(const UNICODE_STRING &name, const char *other)
{
	for (size_t n = 0; n < name.Length / sizeof(WCHAR); n++, other++)
		if (name.Buffer[n] != static_cast<unsigned char>(*other))
			return name.Buffer[n] < static_cast<unsigned char>(*other) ? -1 : 1;
	return *other ? -1 : 0;
}

PVOID NTAPI MmGetSystemRoutineAddress(PUNICODE_STRING name)
{
	unsigned int from = 0;
	unsigned int to = system_routine_count;

	if (!irql_ok(PASSIVE_LEVEL) || !ok(nt_is_string(name), "the name"))
		return nullptr;
	while (from < to) {
		const unsigned int middle = from + (to - from) / 2;
		const int order = compare(*name, system_routines[middle].name);

		if (!order)
			return system_routines[middle].address;
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return nullptr;
}
