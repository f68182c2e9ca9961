// SPDX-License-Identifier: GPL-2.0
/* last_act.c - a routine that ends in a call; built with sibling calls. */

#include "device_client.h"

VOID NTAPI send_at_the_end(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct to_send *what = context;

	IoCallDriver(what->device, what->irp);
}
