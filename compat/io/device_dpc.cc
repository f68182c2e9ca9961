// SPDX-License-Identifier: GPL-2.0
/// device_dpc.cc - a device's DPC.

#include "base/gate.hh"
#include "base/handed.hh"
#include "io/check.hh"
#include "io/device.hh"

using io::device_ok;
using io::own_device_ok;

static VOID NTAPI run_dpc(_KDPC *dpc, PVOID context, PVOID irp, PVOID argument)
{
	auto *device = static_cast<PDEVICE_OBJECT>(context);

	call(nt_device::of(device)->dpc, dpc, device, static_cast<PIRP>(irp), argument);
}

VOID IoInitializeDpcRequest(PDEVICE_OBJECT object, PIO_DPC_ROUTINE routine)
{
	if (!own_device_ok(object) || !ok(is_routine(routine), "the routine"))
		return;
	__atomic_store_n(&nt_device::of(object)->dpc, routine, __ATOMIC_RELAXED);
	KeInitializeDpc(&object->Dpc, handed<run_dpc>(), object);
}

BOOLEAN IoRequestDpc(PDEVICE_OBJECT object, PIRP irp, PVOID context)
{
	if (!device_ok(object))
		return FALSE;
	if (!__atomic_load_n(&nt_device::of(object)->dpc, __ATOMIC_RELAXED)) {
		Caller().complain("before IoInitializeDpcRequest: nothing is done");
		return FALSE;
	}
	return KeInsertQueueDpc(&object->Dpc, irp, context);
}
