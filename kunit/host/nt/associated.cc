// SPDX-License-Identifier: GPL-2.0
/// associated.cc - requests that a driver splits by IoMakeAssociatedIrp(): the parts end in any
/// order, some of them in the driver's own completion routine; allocations fail now and then, and
/// some masters are completed too early.
///
/// associated SEED OPERATIONS

#include "linux.hh"

#include <algorithm>
#include <cinttypes>
#include <utility>

#include "load/counts.h"

using world::check;
using world::Random;

namespace {

Random *random_numbers;
bool one_in(unsigned int n) { return random_numbers->one_in(n); }

PDEVICE_OBJECT upper, lower;
std::vector<PIRP> kept;	 // by the lower driver
struct {
	PIRP irp;
	unsigned int parts, ended;  // associated requests: made; over
	bool too_early;		    // it is completed before them
	unsigned int completions;
} master;
unsigned long split, refused, early;

bool logged_since(size_t before, const char *part)
{
	return std::any_of(world::log.begin() + static_cast<ptrdiff_t>(before), world::log.end(),
			   [=](const std::string &line) {
				   return line.find(part) != std::string::npos;
			   });
}

NTSTATUS complete(PIRP irp, NTSTATUS status)
{
	irp->IoStatus.Status = status;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

/// Whoever sent the master gets it back.
IN_DRIVER(c) NTSTATUS NTAPI master_is_back(PDEVICE_OBJECT, PIRP irp, PVOID)
{
	check(irp == master.irp && !master.completions++, "master: it is completed twice");
	check(master.too_early || master.ended == master.parts,
	      "master: it is complete, but only %u of %u parts are", master.ended, master.parts);
	check(irp->IoStatus.Information == 42, "master: what its driver has said is lost");
	return STATUS_MORE_PROCESSING_REQUIRED;
}

/// The driver counts and frees a part itself.
IN_DRIVER(a) NTSTATUS NTAPI part_is_back(PDEVICE_OBJECT, PIRP irp, PVOID)
{
	PIRP of = irp->AssociatedIrp.MasterIrp;

	check(of == master.irp, "part: it is another one's");
	IoFreeIrp(irp);
	master.ended++;
	if (!master.too_early && !InterlockedDecrement(&of->AssociatedIrp.IrpCount))
		IoCompleteRequest(of, IO_NO_INCREMENT);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

IN_DRIVER(a) NTSTATUS NTAPI part_ends(PDEVICE_OBJECT, PIRP, PVOID)
{
	master.ended++;
	return STATUS_SUCCESS;
}

IN_DRIVER(a) NTSTATUS NTAPI split_it(PDEVICE_OBJECT, PIRP irp)
{
	std::vector<PIRP> parts;

	split++;
	for (unsigned int n = random_numbers->below(6); n; n--) {
		PIRP part =
			IoMakeAssociatedIrp(irp, static_cast<CCHAR>(1 + random_numbers->below(3)));

		if (!part)
			continue;
		check(part->Flags & IRP_ASSOCIATED_IRP && part->AssociatedIrp.MasterIrp == irp &&
			      part->RequestorMode == irp->RequestorMode,
		      "part: it is not associated with its master");
		IoGetNextIrpStackLocation(part)->MajorFunction = IRP_MJ_READ;
		IoSetCompletionRoutine(part, one_in(3) ? part_is_back : part_ends, nullptr, TRUE,
				       TRUE, TRUE);
		if (one_in(3))
			part->MdlAddress =
				IoAllocateMdl(&master, sizeof(master), FALSE, FALSE, nullptr);
		parts.push_back(part);
	}
	irp->IoStatus.Information = 42;
	// Nobody who makes MDLs frees them here.
	for (PIRP part : parts)
		if (part->MdlAddress &&
		    IoGetNextIrpStackLocation(part)->CompletionRoutine == part_is_back)
			IoFreeMdl(std::exchange(part->MdlAddress, nullptr));
	master.parts = static_cast<unsigned int>(parts.size());
	if (parts.empty())
		return complete(irp, STATUS_INSUFFICIENT_RESOURCES);
	irp->AssociatedIrp.IrpCount = static_cast<LONG>(parts.size());
	irp->IoStatus.Status = STATUS_SUCCESS;
	IoMarkIrpPending(irp);
	for (PIRP part : parts)
		IoCallDriver(lower, part);
	return STATUS_PENDING;
}

IN_DRIVER(b) NTSTATUS NTAPI read_it(PDEVICE_OBJECT, PIRP irp)
{
	if (one_in(3))
		return complete(irp, one_in(2) ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL);
	IoMarkIrpPending(irp);
	kept.push_back(irp);
	return STATUS_PENDING;
}

NTSTATUS create(PDRIVER_OBJECT driver, PDRIVER_DISPATCH routine, PDEVICE_OBJECT &device)
{
	driver->MajorFunction[IRP_MJ_READ] = routine;
	const NTSTATUS status =
		IoCreateDevice(driver, 0, nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);

	if (!status)
		device->Flags &= ~static_cast<ULONG>(DO_DEVICE_INITIALIZING);
	return status;
}

IN_DRIVER(a) VOID NTAPI unload_a(PDRIVER_OBJECT) { IoDeleteDevice(upper); }
IN_DRIVER(b) VOID NTAPI unload_b(PDRIVER_OBJECT) { IoDeleteDevice(lower); }
IN_DRIVER(c) VOID NTAPI unload_c(PDRIVER_OBJECT) { }

IN_DRIVER(a) NTSTATUS NTAPI entry_a(PDRIVER_OBJECT driver, PUNICODE_STRING)
{
	driver->DriverUnload = unload_a;
	return create(driver, split_it, upper);
}

IN_DRIVER(b) NTSTATUS NTAPI entry_b(PDRIVER_OBJECT driver, PUNICODE_STRING)
{
	driver->DriverUnload = unload_b;
	return create(driver, read_it, lower);
}

IN_DRIVER(c) NTSTATUS NTAPI entry_c(PDRIVER_OBJECT driver, PUNICODE_STRING)
{
	driver->DriverUnload = unload_c;
	return STATUS_SUCCESS;
}

PDRIVER_INITIALIZE const entries[] = { entry_a, entry_b, entry_c };

/// The lower driver completes one that it has kept.
void complete_one()
{
	const auto which = kept.begin() +
			   random_numbers->below(static_cast<unsigned int>(kept.size()));
	PIRP irp = *which;

	kept.erase(which);
	world::as(1, [=] { complete(irp, one_in(2) ? STATUS_SUCCESS : STATUS_IO_TIMEOUT); });
}

/// The upper driver does not wait for its parts: those that end later leave the master alone.
void complete_too_early(bool frees)
{
	early++;
	master.too_early = true;
	world::as(0, [] { complete(master.irp, STATUS_CANCELLED); });
	check(master.completions == 1, "master: its driver cannot complete it");
	if (frees)
		world::as(2, [] { IoFreeIrp(master.irp); });
}

void operation()
{
	master = {};
	world::as(2, [] {
		master.irp = IoAllocateIrp(upper->StackSize, FALSE);
		if (!master.irp)
			return;
		IoGetNextIrpStackLocation(master.irp)->MajorFunction = IRP_MJ_READ;
		IoSetCompletionRoutine(master.irp, master_is_back, nullptr, TRUE, TRUE, TRUE);
		IoCallDriver(upper, master.irp);
	});
	if (!master.irp)
		return;
	const bool is_early = !master.completions && one_in(5);
	const bool frees = is_early && one_in(2);
	const size_t log_size = world::log.size();

	if (is_early)
		complete_too_early(frees);
	while (!kept.empty())
		complete_one();
	check(master.ended == master.parts, "part: %u of %u have ended", master.ended,
	      master.parts);
	check(master.completions == 1, "master: all of its %u parts are complete, and it is not",
	      master.parts);
	check(!logged_since(log_size, "already complete"), "master: it is completed once more");
	if (!is_early)
		check(!logged_since(log_size, "driver_"), "log: something is said");
	if (!frees)
		world::as(2, [] { IoFreeIrp(master.irp); });
}

/// What cannot be a master.
void no_master()
{
	world::as(0, [] {
		PIRP irp = IoAllocateIrp(1, FALSE);

		if (!irp)
			return;
		world::fail_allocations(0);
		check(!IoMakeAssociatedIrp(irp, 1) && world::logged("is not under way"),
		      "refused: a request that was not sent");
		refused++;
		IoFreeIrp(irp);
		check(!IoMakeAssociatedIrp(irp, 1), "refused: a request that is free");
		check(!IoMakeAssociatedIrp(nullptr, 1), "refused: no request");
	});
}

}

int main(int argc, char **argv)
{
	const uint64_t seed = argc > 1 ? strtoull(argv[1], nullptr, 0) : 1;
	const unsigned long operations = argc > 2 ? strtoul(argv[2], nullptr, 0) : 100000;
	Random random(seed);
	nt_io_counts left{};

	world::seed(seed);
	random_numbers = &random;
	world::start_rooms();
	for (unsigned int n = 0; n < 3; n++)
		check(!world::load(n, entries[n]), "load: there is memory");
	for (unsigned long n = 0; n < operations; n++) {
		world::forget_log();
		world::fail_allocations(one_in(2) ? 1 + random.below(8) : 0);
		if (one_in(20))
			no_master();
		else
			operation();
		world::fail_allocations(0);
		world::check_context("after an operation");
	}
	check(operations, "set-up: no operation");
	for (unsigned int n = 0; n < 3; n++)
		check(world::unload(n, entries[n]), "unload: the driver is held");
	ntparport_io_counts(&left);
	check(!left.irps && !left.mdls, "end: %u requests, %u MDLs are left", left.irps, left.mdls);
	world::stop_rooms();
	check(!world::left(), "memory: left are %s", world::what_is_left().c_str());
	printf("%lu operations: %lu masters, %lu completed too early, %lu refused, seed %" PRIu64
	       "\n",
	       operations, split, early, refused, seed);
}
