/* SPDX-License-Identifier: GPL-2.0 */
/* detect.h - drivers that find ports and connect to them themselves; internal. */
#ifndef COMPAT_PORT_DETECT_H
#define COMPAT_PORT_DETECT_H

#include "io/driver.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Disconnects what the driver has connected: no interrupt reaches it any longer, but its objects
 * stay until it is unloaded, for code of it that still runs. @name is its name, for the log.
 * PASSIVE_LEVEL.
 */
void nt_interrupts_die(const struct module *module, const char *name);
/* The same when it is unloaded. PASSIVE_LEVEL. */
void nt_interrupts_gone(const struct module *module, const char *name);
/* Frees the ports that the driver has claimed. PASSIVE_LEVEL. */
void nt_claims_gone(const struct nt_driver *driver);

#ifdef __cplusplus
}
#endif

#endif
