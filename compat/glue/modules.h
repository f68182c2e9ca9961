/* SPDX-License-Identifier: GPL-2.0 */
/* modules.h - modules by their addresses. */
#ifndef COMPAT_GLUE_MODULES_H
#define COMPAT_GLUE_MODULES_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* A list element; it holds a module. */
struct nt_module_entry {
	void *links[2];
	struct module *module;
};

/* Process context. Whoever removes one then waits for readers (glue_synchronize()). */
void nt_modules_add(struct nt_module_entry *entry);
void nt_modules_remove(struct nt_module_entry *entry);
/* The module that this code or data is in, or NULL. Any context, in an RCU section (glue.h). */
struct nt_module_entry *nt_modules_have(const void *address);
/* There is such a module. Any context. */
bool nt_is_in_module(const void *address);
/* This module, or NULL; for NULL: any. In an RCU section, or while nobody else changes the list. */
struct nt_module_entry *nt_modules_find(const struct module *module);
/* Its name. */
#define NT_DRIVER_NAME 64
void nt_module_name(const struct module *module, char name[NT_DRIVER_NAME]);
/* The module stays loaded until it is put. False: it is being unloaded. Any context. */
bool nt_module_get(struct module *module);
void nt_module_put(struct module *module);
/* The code or data is in ntparport itself. Any context. */
bool nt_is_own(const void *address);

#ifdef __cplusplus
}
#endif

#endif
