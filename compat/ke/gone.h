/* SPDX-License-Identifier: GPL-2.0 */
/* gone.h - code and memory of drivers that go away; internal. */
#ifndef COMPAT_KE_GONE_H
#define COMPAT_KE_GONE_H

#include "glue/nt.h"
#include "base/client.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/**
 * struct nt_gone - what goes away: a module or memory
 * @module: the module, with its code and data; NULL for memory
 * @start: of the memory
 * @size: of the memory
 * @owner: code of the driver that owns the memory
 * @stopping: none of its DPCs runs any longer
 * @node: while it is stopping, its place in the list of those that are
 */
struct nt_gone {
	const struct module *module;
	const void *start;
	size_t size;
	const void *owner;
	bool stopping;
	LIST_ENTRY node;
};

/* Whether the object or the code goes away with it; either may be NULL. */
bool nt_goes(const struct nt_gone *gone, const void *object, const void *code);
/* Whose it is, for the log. @room is for a name that does not stay in memory. */
const char *nt_gone_name(const struct nt_gone *gone, char room[NT_DRIVER_NAME]);

/*
 * Ends what still runs of a module, which may need the module's memory until then. From here on no
 * DPC of the module runs. May be called again, and must be called after threads and work items have
 * run, which may have set timers.
 */
void nt_module_stop(struct nt_gone *gone);
/* To be called after nt_module_stop(): @gone is free again, and DPCs run again, if any are left. */
void nt_module_stopped(struct nt_gone *gone);

/*
 * Memory of the driver that this code belongs to is about to be freed: takes the timers and DPCs in
 * it out of their queues, and logs it. At or below DISPATCH_LEVEL.
 */
void nt_memory_gone(const void *start, size_t size, const void *code);
/* The same, and afterwards no routine of a DPC in it runs any longer. PASSIVE_LEVEL. */
void nt_memory_stop(const void *start, size_t size, const void *code);

#ifdef __cplusplus
}
#endif

#endif
