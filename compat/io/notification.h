/* SPDX-License-Identifier: GPL-2.0 */
/* notification.h - drivers are told of interfaces and devices that come and go; internal. */
#ifndef COMPAT_IO_NOTIFICATION_H
#define COMPAT_IO_NOTIFICATION_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/*
 * An interface of that class is enabled now, or no longer: those who are registered are told by
 * threads of the system. The caller's mutex keeps the order. PASSIVE_LEVEL.
 */
void nt_interface_changed(const GUID *interface_class, const UNICODE_STRING *name, bool enabled);
/*
 * For interface.cc: calls @visit(name) for each enabled interface of the class, and then
 * @visit(NULL), while none changes. PASSIVE_LEVEL.
 */
void nt_interfaces_visit(const GUID *interface_class,
			 void (*visit)(const UNICODE_STRING *name, void *context), void *context);

/*
 * The device has gone, or is deleted: if it is the bottom of a stack, tells those who are
 * registered for a file on it, once. PASSIVE_LEVEL.
 */
void nt_target_gone(PDEVICE_OBJECT device);

/*
 * The driver of this module is dead: what its routines are being told, or were to be, counts as
 * told for whoever reports it. Whoever waits for that is to be woken afterwards. At or below
 * DISPATCH_LEVEL.
 */
void nt_notifications_die(const struct module *module);
/*
 * Ends the registrations that a driver of this module and name has left, and says so; waits until
 * none of its routines runs. May sleep.
 */
void nt_notifications_gone(const struct module *module, const char *name);

#ifdef __cplusplus
}
#endif

#endif
