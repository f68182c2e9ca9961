/* SPDX-License-Identifier: GPL-2.0 */
/*
 * driver_entry.h - what a driver's module (driver_entry.c) calls.
 */
#ifndef COMPAT_DRIVER_ENTRY_H
#define COMPAT_DRIVER_ENTRY_H

#include <ntddk.h>

struct module;

/* Entries of the module parameter Parameters at most. */
#define NT_PARAMETERS 64

/*
 * Loads a driver: calls its DriverEntry, then AddDevice for every port.
 * @parameters are values of its registry key: "Name=dword:5". 0 or a negative
 * errno; the log says why. Process context.
 */
int ntparport_driver_load(struct module *module, PDRIVER_INITIALIZE entry, const char *name,
			  char *const *parameters, unsigned int parameter_count);

/* Removes its devices, calls DriverUnload, and ends what it has left. Process context. */
void ntparport_driver_unload(struct module *module, PDRIVER_INITIALIZE entry);

#endif
