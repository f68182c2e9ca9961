/* SPDX-License-Identifier: GPL-2.0 */
/* client.h - which driver code belongs to; internal. */
#ifndef COMPAT_BASE_CLIENT_H
#define COMPAT_BASE_CLIENT_H

#include "glue/modules.h"
#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;
struct ntparport_image_code;

/*
 * The module that this code belongs to, if it was loaded after ntparport, or NULL. Any IRQL; under
 * RCU, which keeps the module.
 */
struct module *nt_module_of(const void *code);
/*
 * Whose code called: the return address, if it is in a driver. After a tail call it is not, because
 * the driver's routine has already left; the routine of a driver that was called last in this
 * context then stands for it. Any IRQL.
 */
const void *nt_caller_of(const void *address);
/*
 * The driver that this code belongs to: its name, and a value that tells it from other drivers, for
 * comparison only; NULL and "ntparport" if it belongs to none. Any IRQL.
 */
const void *nt_driver_of(const void *code, char name[NT_DRIVER_NAME]);
/* Its name for the log, "a driver" if that is not known. Any IRQL. */
const char *nt_driver_name_of(const void *code, char room[NT_DRIVER_NAME]);
/* The driver that this code belongs to had a bug check: the code must not be called. Any IRQL. */
bool nt_dead(const void *code);
bool nt_module_dead(const struct module *module);

/*
 * Whether the code belongs to a driver that was made of a Windows image: it calls by Windows'
 * convention what it is handed (handed.hh). Any IRQL.
 */
bool nt_is_image(const void *code);
/*
 * What is known of the functions of the image that this code belongs to, or NULL. It stays as
 * long as the code runs. Any IRQL.
 */
const struct ntparport_image_code *nt_image_code(const void *code);
/* Whether this code is in an entry of an image. Any IRQL. */
bool nt_is_image_entry(const void *code);
/*
 * What to call for this interrupt service routine: an image has a shorter way to it. It stands for
 * the routine from connecting to disconnecting. Any IRQL.
 */
const void *nt_isr_of(const void *routine);

/*
 * A module that may use this one is about to run its init routine: it is a client from here on.
 * @die is called after nt_client_kill(), in a worker thread; @stays: the module stays loaded. May
 * sleep.
 */
void nt_client_add(struct module *module, void (*die)(struct module *module, bool stays));
/* The module is about to be freed: waits for @die. May sleep. */
void nt_client_remove(const struct module *module);
/* Forgets all clients. May sleep. */
void nt_clients_free(void);

/**
 * enum nt_death - what nt_client_kill() found
 * @NT_DIES: nobody had killed this client before
 * @NT_DEAD: somebody had
 * @NT_UNKNOWN: the code belongs to no client
 */
enum nt_death { NT_DIES, NT_DEAD, NT_UNKNOWN };

/*
 * Kills the client that this code belongs to: none of its code is called any longer. @module is set
 * to its module, which stays loaded unless it is already being unloaded. Any IRQL, under RCU.
 */
enum nt_death nt_client_kill(const void *code, struct module **module);

#ifdef __cplusplus
}
#endif

#endif
