/* SPDX-License-Identifier: GPL-2.0 */
/* client.h - whose code that is; no driver sees it. */
#ifndef COMPAT_BASE_CLIENT_H
#define COMPAT_BASE_CLIENT_H

#include "base/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/*
 * The module this code belongs to, if it was loaded after ntparport, or NULL.
 * Any IRQL; under RCU, which keeps it.
 */
struct module *nt_module_of(const void *code);
/*
 * Whose code called: the return address, if it is a driver's. In a tail call it
 * is not, as the driver's routine is gone already: then the routine of a driver
 * that was called last in this context stands for it. Any IRQL.
 */
const void *nt_caller_of(const void *address);
/*
 * The driver that has the code: its name, and what tells it from others, for comparison
 * only; NULL, and "ntparport": none. Any IRQL.
 */
#define NT_DRIVER_NAME 64
const void *nt_driver_of(const void *code, char name[NT_DRIVER_NAME]);
/* The driver this code belongs to had a bug check: it is not to be called. Any IRQL. */
bool nt_dead(const void *code);
bool nt_module_dead(const struct module *module);

/*
 * A module that may use this one is about to run its init routine: it is known from here
 * on. @die is called after nt_client_kill(), in a thread of the system. May sleep.
 */
void nt_client_add(struct module *module, void (*die)(struct module *module, bool stays));
/* It is about to be freed: waits for @die. May sleep. */
void nt_client_remove(const struct module *module);
/* Forgets all. May sleep. */
void nt_clients_free(void);

/**
 * enum nt_death - what nt_client_kill() found
 * @NT_DIES: nobody has killed this client before
 * @NT_DEAD: somebody has
 * @NT_UNKNOWN: the code is no client's
 */
enum nt_death { NT_DIES, NT_DEAD, NT_UNKNOWN };

/*
 * No code of the client's that has this code is called any more; @module is the client's.
 * It stays loaded, if it is not being unloaded. Any IRQL, under RCU.
 */
enum nt_death nt_client_kill(const void *code, struct module **module);

#ifdef __cplusplus
}
#endif

#endif
