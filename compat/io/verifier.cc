// SPDX-License-Identifier: GPL-2.0
/// verifier.cc - whether drivers are verified.

#include "base/verify.h"
#include "io/check.hh"

LOGICAL NTAPI MmIsDriverVerifying(PDRIVER_OBJECT driver)
{
	return irql_ok(APC_LEVEL) && io::driver_ok(driver) && nt_verify();
}

NTSTATUS NTAPI MmIsVerifierEnabled(PULONG flags)
{
	constexpr ULONG all = DRIVER_VERIFIER_FORCE_IRQL_CHECKING |
			      DRIVER_VERIFIER_TRACK_POOL_ALLOCATIONS | DRIVER_VERIFIER_IO_CHECKING;

	if (!irql_ok(APC_LEVEL) || !ok(is_memory(flags), "the place for the flags"))
		return STATUS_INVALID_PARAMETER;
	*flags = nt_verify() ? all : 0;
	return nt_verify() ? STATUS_SUCCESS : STATUS_NOT_SUPPORTED;
}
