// SPDX-License-Identifier: GPL-2.0
/// uuid.cc - GUIDs that nobody else has.

#include "glue/random.h"
#include "base/check.hh"

NTSTATUS NTAPI ExUuidCreate(UUID *uuid)
{
	if (!irql_ok(APC_LEVEL) || !ok(is_memory(uuid), "the place for the GUID"))
		return STATUS_INVALID_PARAMETER;
	nt_random_guid(uuid);
	return STATUS_SUCCESS;
}
