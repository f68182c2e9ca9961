// SPDX-License-Identifier: GPL-2.0
/// kept_memory.cc - memory that is kept in place: a program's pages, what a program lends, and the
/// kernel's own memory.

#include "glue/errno.h"
#include "base/check.hh"
#include "io/kept_memory.hh"

using io::KeptMemory;

NTSTATUS KeptMemory::take_of_program(void *address, ULONG length, bool write)
{
	const auto number = reinterpret_cast<ULONG_PTR>(address);
	const int err = pages_.map(number, length, write);

	if (err)
		return err == -NT_EFAULT ? STATUS_ACCESS_VIOLATION : STATUS_INSUFFICIENT_RESOURCES;
	address_ = pages_.get();
	return STATUS_SUCCESS;
}

NTSTATUS KeptMemory::take_of_kernel(void *address, ULONG length, KPROCESSOR_MODE mode)
{
	const NTSTATUS status = nt_lent_memory_keep(address, length, &kept_);

	address_ = address;
	if (status == STATUS_ACCESS_VIOLATION && mode == KernelMode &&
	    nt_is_memory(address, length))
		return STATUS_SUCCESS;
	return status;
}

NTSTATUS KeptMemory::take(void *address, ULONG length, KPROCESSOR_MODE mode, bool write)
{
	return nt_is_address(address) ? take_of_kernel(address, length, mode) :
					take_of_program(address, length, write);
}
