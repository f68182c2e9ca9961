/* SPDX-License-Identifier: GPL-2.0 */
/* callback.h - callback objects; internal. */
#ifndef COMPAT_OB_CALLBACK_H
#define COMPAT_OB_CALLBACK_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* Loading of ntparport: 0 or a negative errno; and unloading. May sleep. */
int nt_callbacks_init(void);
void nt_callbacks_exit(void);

/*
 * The machine is about to be suspended, or is awake again: tells \Callback\PowerState, and waits
 * for its functions, for a while. Exported for the suites. May sleep.
 */
#define nt_callback_power_state ntparport_callback_power_state
void nt_callback_power_state(bool awake);
/* A driver has had a bug check: nobody waits for its functions. At or below DISPATCH_LEVEL. */
void nt_callbacks_die(void);

/*
 * Ends the registrations that a driver of this module and name has left, and says so, and takes the
 * names of the objects that no other driver has opened or is registered with. May sleep.
 */
void nt_callbacks_gone(const struct module *module, const char *name);

#ifdef __cplusplus
}
#endif

#endif
