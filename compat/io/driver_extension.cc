// SPDX-License-Identifier: GPL-2.0
/// driver_extension.cc - memory that goes with a driver object.

#include <new>

#include "base/gate.hh"
#include "base/irql.h"
#include "glue/memory.h"
#include "ex/pool.h"
#include "io/check.hh"
#include "io/driver.hh"

/// The driver's memory, of this size, follows it. None goes before the driver does, so the list
/// needs no lock.
struct alignas(16) nt_client_extension {
	nt_client_extension *next;
	const void *id;
	size_t size;
};

namespace {

using Extension = nt_client_extension;

Extension *find(Extension *first, const void *id)
{
	while (first && first->id != id)
		first = first->next;
	return first;
}

/// False: there is one of that name.
bool add(Extension *&first, Extension *added)
{
	Extension *head = __atomic_load_n(&first, __ATOMIC_ACQUIRE);

	do {
		if (find(head, added->id))
			return false;
		added->next = head;
	} while (!__atomic_compare_exchange_n(&first, &head, added, false, __ATOMIC_ACQ_REL,
					      __ATOMIC_ACQUIRE));
	return true;
}

}

nt_driver::~nt_driver()
{
	forget_reinitializations();
	while (Extension *gone = extensions) {
		extensions = gone->next;
		nt_driver_memory_gone(gone + 1, gone->size, code_of(entry));
		nt_free(gone);
	}
}

NTSTATUS NTAPI IoAllocateDriverObjectExtension(PDRIVER_OBJECT object, PVOID id, ULONG size,
					       PVOID *extension)
{
	const Caller caller;

	if (!irql_ok(APC_LEVEL, caller) || !io::driver_ok(object, caller) ||
	    !ok(is_memory(extension), "the place for the extension", caller))
		return STATUS_INVALID_PARAMETER;
	*extension = nullptr;
	if (!nt_driver::of(object)->module) {
		caller.complain("the driver object is not the driver's: it is that of the ports");
		return STATUS_INVALID_PARAMETER;
	}
	size_t whole = 0;
	if (__builtin_add_overflow(sizeof(Extension), size, &whole))
		return STATUS_INSUFFICIENT_RESOURCES;
	void *memory = nt_memory_alloc(whole, alignof(Extension), true, nt_may_sleep());
	if (!memory)
		return STATUS_INSUFFICIENT_RESOURCES;
	auto *added = new (memory) Extension{ nullptr, id, size };
	if (!add(nt_driver::of(object)->extensions, added)) {
		nt_free(memory);
		return STATUS_OBJECT_NAME_COLLISION;
	}
	*extension = added + 1;
	return STATUS_SUCCESS;
}

PVOID NTAPI IoGetDriverObjectExtension(PDRIVER_OBJECT object, PVOID id)
{
	const Caller caller;

	if (!irql_ok(DISPATCH_LEVEL, caller) || !io::driver_ok(object, caller))
		return nullptr;
	Extension *found =
		find(__atomic_load_n(&nt_driver::of(object)->extensions, __ATOMIC_ACQUIRE), id);
	return found ? found + 1 : nullptr;
}
