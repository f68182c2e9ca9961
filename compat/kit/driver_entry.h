/* SPDX-License-Identifier: GPL-2.0 */
/*
 * driver_entry.h - what a driver's module (driver_entry.c) calls.
 */
#ifndef COMPAT_DRIVER_ENTRY_H
#define COMPAT_DRIVER_ENTRY_H

#include <ntddk.h>

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* A message of a driver's message files (W14). */
struct nt_message {
	unsigned int code;
	const char *text;	/* in UTF-8, its lines with a \n between them */
};

/**
 * struct nt_messages - those of a driver
 * @link: for error_log.cc
 * @module: the driver's
 * @list: they, up to one without a text
 */
struct nt_messages {
	LIST_ENTRY link;
	const struct module *module;
	const struct nt_message *list;
};

/* For entries of the error log, while the driver is loaded. At or below DISPATCH_LEVEL. */
void ntparport_messages_add(struct nt_messages *messages);
void ntparport_messages_remove(struct nt_messages *messages);

/* Each driver has them: see driver_entry.c. */
extern PBOOLEAN KdDebuggerEnabled, KdDebuggerNotPresent;
extern PULONG NtBuildNumber;

/* Entries of Parameters= and of Service= at most, each. */
#define NT_PARAMETERS 64

/*
 * Loads a driver: calls its DriverEntry, then AddDevice for every port.
 * @parameters are values of its registry key Parameters ("Name=dword:5"), @service
 * those of the key above. 0 or a negative errno; the log says why. Process context.
 */
int ntparport_driver_load(struct module *module, PDRIVER_INITIALIZE entry, const char *name,
			  char *const *parameters, unsigned int parameter_count,
			  char *const *service, unsigned int service_count);

/* Removes its devices, calls DriverUnload, and ends what it has left. Process context. */
void ntparport_driver_unload(struct module *module, PDRIVER_INITIALIZE entry);

#ifdef __cplusplus
}
#endif

#endif
