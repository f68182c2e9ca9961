// SPDX-License-Identifier: GPL-2.0
/// image_fault.cc - faults of the processor in code of images.
///
/// The code that has faulted does not go on. Where its frames lead to an entry of the image
/// (image.h), by which the gate or an interrupt has called it, the fault is its driver's own. All
/// else stays Linux's: faults in what Linux or we do for it, in code of ours that stands for
/// instructions of the image, with registers of SSE on the stack, in filters and blocks of
/// __finally that are run for an exception, and where a spin lock would stay taken.

#include "base/client.h"
#include "base/gate.h"
#include "base/image_fault.h"
#include "base/unwind.hh"
#include "glue/fault.h"
#include "glue/log.h"
#include "glue/spin_lock.h"

#ifdef __x86_64__

namespace {

using unwinding::Frame;

void (*when_faulted)(NTSTATUS status, const void *address);

const char *name_at(const ntparport_image_code &image, const ntparport_image_place *places,
		    unsigned long count, ULONG at)
{
	const char *name = "nothing";

	for (unsigned long n = 0; n < count && places[n].at <= at; n++)
		name = image.names + places[n].name;
	return name;
}

void say(const void *address, NTSTATUS status)
{
	const ntparport_image_code *image = nt_image_code(address);

	if (!image)
		return;
	const auto at = static_cast<ULONG>(static_cast<const char *>(address) - image->base);
	nt_emergency(
		"%pS: a fault (0x%08x), at 0x%x of the image in section %s, after its call of %s",
		address, static_cast<ULONG>(status), at,
		name_at(*image, image->sections, image->section_count, at),
		name_at(*image, image->calls, image->call_count, at));
}

/// In place of the routine of the image, and so by Windows' convention.
[[gnu::ms_abi]] NTSTATUS goes_on(const void *address, NTSTATUS status)
{
	say(address, status);
	when_faulted(status, address);
	return STATUS_UNSUCCESSFUL;
}

/// Whether the instruction is of those that leave a function: the stack is not what the data says.
bool leaves(const UCHAR *code)
{
	if ((*code & 0xf0) == 0x40)
		code++;
	const bool pops = (*code & 0xf8) == 0x58;
	const bool returns = *code == 0xc2 || *code == 0xc3;
	const bool jumps = *code == 0xff && (code[1] & 0x38) == 0x20;

	return pops || returns || jumps;
}

/// False: it was not an entry of an image that has called, or that is not known.
bool find_caller(const nt_fault &fault, Frame &frame)
{
	const void *address = reinterpret_cast<const void *>(fault.code);
	const ntparport_image_code *image = nt_image_code(address);

	if (!image || !unwinding::is_code(*image, fault.code) ||
	    leaves(static_cast<const UCHAR *>(address)))
		return false;
	if (!unwinding::leave_interrupted(*image, frame, fault.stack_end))
		return false;
	const auto any = [](const ntparport_image_code &, const ntparport_image_function &) {
		return true;
	};
	return unwinding::leave_all(frame, fault.stack_end, any) &&
	       nt_is_image_entry(reinterpret_cast<void *>(frame.code));
}

/// Whether the routine has a spin lock and was called without a gate, which would release it. Most
/// kernels call interrupt service routines in that way (module/glue/port.h), but at DIRQL these get
/// no lock (ke/spin_lock.cc). On PREEMPT_RT they run in a thread, at DISPATCH_LEVEL, and get them.
bool keeps_lock() { return nt_has_small_locks() && !nt_gate_here(); }

bool takes(nt_fault *fault)
{
	Frame frame{};

	if (!__atomic_load_n(&ntparport_images, __ATOMIC_RELAXED))
		return false;
	frame.code = fault->code;
	__builtin_memcpy(frame.values, fault->registers, sizeof(frame.values));
	if (!find_caller(*fault, frame) || keeps_lock())
		return false;
	// Nothing can be put on the stack, where Linux works on the fault. What the entry has pushed for
	// the routine to return to is still there.
	frame.values[unwinding::rsp] -= sizeof(ULONG_PTR);
	frame.values[unwinding::rcx] = fault->code;
	frame.values[unwinding::rdx] = static_cast<ULONG>(fault->status);
	__builtin_memcpy(fault->registers, frame.values, sizeof(frame.values));
	fault->code = reinterpret_cast<ULONG_PTR>(goes_on);
	return true;
}

}

int nt_image_faults_init(void (*faulted)(NTSTATUS status, const void *address))
{
	when_faulted = faulted;
	return nt_faults_watch(takes);
}

void nt_image_faults_exit() { nt_faults_unwatch(); }

#else

int nt_image_faults_init(void (*)(NTSTATUS, const void *)) { return 0; }
void nt_image_faults_exit() { }

#endif
