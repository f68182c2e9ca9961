// SPDX-License-Identifier: GPL-2.0
/// raise.cc - raises exceptions: of the driver's own, and for addresses that are not a program's.

#include "glue/user_memory.h"
#include "base/check.hh"
#include "base/raise.h"
#include "ex/probe.h"

static const nt_lender *lender;

void nt_lender_set(const nt_lender *who) { lender = who; }

NTSTATUS nt_lent_memory_keep(const void *address, size_t length, void **kept)
{
	return lender->keep(address, length, kept);
}

void nt_lent_memory_give_up(void *kept) { lender->give_up(kept); }

bool nt_is_programs(const volatile void *address, size_t length, bool write)
{
	const void *start = const_cast<const void *>(address);
	const auto number = reinterpret_cast<ULONG_PTR>(start);

	if (nt_is_address(start))
		return lender->has(start, length);
	return write ? nt_user_can_write(number, length) : nt_user_has(number, length);
}

namespace {

/// The caller does not expect this to return: what is wrong with the IRQL is only logged.
void raise(NTSTATUS status, Caller caller = Caller())
{
	(void)irql_ok(DISPATCH_LEVEL, caller);
	nt_raise(status, caller.address());
}

void probe(const volatile void *address, SIZE_T length, ULONG alignment, bool write,
	   Caller caller = Caller())
{
	if (!irql_ok(APC_LEVEL, caller) || !length)
		return;
	if (alignment && reinterpret_cast<ULONG_PTR>(address) % alignment)
		nt_raise(STATUS_DATATYPE_MISALIGNMENT, caller.address());
	else if (!nt_is_programs(address, length, write))
		nt_raise(STATUS_ACCESS_VIOLATION, caller.address());
}

}

VOID NTAPI ExRaiseStatus(NTSTATUS status) { raise(status); }
VOID NTAPI ExRaiseAccessViolation() { raise(STATUS_ACCESS_VIOLATION); }
VOID NTAPI ExRaiseDatatypeMisalignment() { raise(STATUS_DATATYPE_MISALIGNMENT); }

VOID NTAPI ProbeForRead(const volatile VOID *address, SIZE_T length, ULONG alignment)
{
	probe(address, length, alignment, false);
}

VOID NTAPI ProbeForWrite(volatile VOID *address, SIZE_T length, ULONG alignment)
{
	probe(address, length, alignment, true);
}
