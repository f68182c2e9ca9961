// SPDX-License-Identifier: GPL-2.0
/// bug_check.cc - a bug check ends a driver, not the machine.

#include "module/rt/guard.hh"
#include "glue/log.h"
#include "glue/sleep.h"
#include "base/call_mutex.h"
#include "base/check.hh"
#include "base/image.h"
#include "base/image_fault.h"
#include "base/raise.h"
#include "ke/bug_check_callback.h"
#include "ps/thread.h"
#include "rtl/debug_print.h"
#include "load/load.h"

/// Runs in a worker thread, because a bug check may happen in an interrupt, under the interrupt
/// lock. Only after the driver's interrupt routines are disconnected is it true that it is no
/// longer called.
static void die(module *module, bool stays)
{
	nt_driver_dies(module);
	nt_emergency("%s: dead: it is no longer called%s", glue_module_name(module),
		     stays ? " and stays loaded" : ": it was being unloaded");
}

void nt_module_coming(module *module) { nt_client_add(module, die); }

/// From here on the driver is no longer called. Any IRQL.
static void kill(const ULONG_PTR (&parameters)[4], ULONG code, KIRQL irql, const char *why,
		 Caller caller, const char *what)
{
	const rt::Section section;
	module *module = nullptr;
	const void *address = caller.code();

	// As long as it may be called.
	if (const struct module *mine = nt_module_of(address))
		nt_bug_check_callbacks_call(mine);
	const nt_death death = nt_client_kill(address, &module);

	if (death != NT_DEAD && what)
		nt_emergency("%pS: %s", address, what);
	if (death != NT_DEAD)
		nt_log_bug_check(address, code, parameters, irql,
				 irql == PASSIVE_LEVEL ? why : ", goes on to its end");
	if (death == NT_DIES)
		nt_print_gone(module);
}

/// Returns only where the only thread that could be stopped is somebody else's. `why` ends the line
/// in the log, and `what` is a line of its own before it, also above PASSIVE_LEVEL.
static void bug_check(const ULONG_PTR (&parameters)[4], ULONG code, const char *why = "",
		      Caller caller = Caller(), const char *what = nullptr)
{
	const KIRQL irql = KeGetCurrentIrql();

	kill(parameters, code, irql, why, caller, what);
	if (irql != PASSIVE_LEVEL)
		return;
	nt_call_unlock_all();
	nt_stop_thread();
}

constexpr ULONG kmode_exception_not_handled = 0x1e;

/// An exception that nothing takes ends its driver, and so does a fault.
static void not_handled(NTSTATUS status, const void *address)
{
	bug_check({ static_cast<ULONG>(status), reinterpret_cast<ULONG_PTR>(address) },
		  kmode_exception_not_handled, "", Caller(address, "__except"));
}

/// A thread that ends inside a routine leaves whoever has called that in the middle.
static void ended_inside(const void *address)
{
	constexpr ULONG driver_verifier_detected_violation = 0xc4;

	bug_check({}, driver_verifier_detected_violation,
		  ": PsTerminateSystemThread in a routine that was called for something else",
		  Caller(address, "PsTerminateSystemThread"));
}

void ntparport_image_trap(NTSTATUS status, const char *what)
{
	const Caller caller;

	bug_check({ static_cast<ULONG>(status), reinterpret_cast<ULONG_PTR>(caller.address()) },
		  kmode_exception_not_handled, "", caller, what);
}

int nt_bug_checks_init()
{
	nt_unhandled_set(not_handled);
	nt_threads_set_ended_inside(ended_inside);
	return nt_image_faults_init(not_handled);
}

void nt_bug_checks_exit() { nt_image_faults_exit(); }

VOID NTAPI KeBugCheckEx(ULONG code, ULONG_PTR parameter1, ULONG_PTR parameter2,
			ULONG_PTR parameter3, ULONG_PTR parameter4)
{
	bug_check({ parameter1, parameter2, parameter3, parameter4 }, code);
}

VOID NTAPI KeBugCheck(ULONG code) { bug_check({}, code); }
