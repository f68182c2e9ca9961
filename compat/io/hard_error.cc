// SPDX-License-Identifier: GPL-2.0
/// hard_error.cc - what a driver wants to tell the user: the log has it.

#include "base/check.hh"
#include "ob/namespace.hh"
#include "io/check.hh"
#include "io/irp.h"

BOOLEAN NTAPI IoRaiseInformationalHardError(NTSTATUS status, PUNICODE_STRING string, PKTHREAD)
{
	char label[100] = "";

	if (!irql_ok(APC_LEVEL) || (string && !ok(nt_is_string(string), "the string")))
		return FALSE;
	if (string)
		nt_label_path(*string, label, sizeof(label));
	Caller().complain("status 0x%08x%s%s: reported in this log only",
			  static_cast<unsigned int>(status), *label ? ", " : "", label);
	return FALSE;
}

VOID NTAPI IoRaiseHardError(PIRP irp, PVPB, PDEVICE_OBJECT device)
{
	const Caller caller;

	if (!irql_ok(APC_LEVEL) || !io::location_ok(irp) || !io::device_ok(device))
		return;
	const NTSTATUS status = irp->IoStatus.Status;
	caller.complain(
		"status 0x%08x, for a request: nobody is asked, and the request ends with that",
		static_cast<unsigned int>(status));
	nt_irp_finish(irp, status, irp->IoStatus.Information);
}

BOOLEAN NTAPI IoSetThreadHardErrorMode(BOOLEAN)
{
	static_cast<void>(irql_ok(APC_LEVEL));
	return FALSE;
}
