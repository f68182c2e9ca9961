/* SPDX-License-Identifier: GPL-2.0 */
/* gone.h - code and memory of drivers that go away; no driver sees it. */
#ifndef COMPAT_KE_GONE_H
#define COMPAT_KE_GONE_H

#include "base/nt.h"
#include "base/client.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/**
 * struct nt_gone - what goes away: a module, or memory
 * @module: its code and data; NULL if it is memory
 * @start: of the memory
 * @size: of the memory
 * @owner: code of the driver that has the memory
 * @stopping: none of its DPCs runs any more
 * @node: then: in a list of those
 */
struct nt_gone {
	const struct module *module;
	const void *start;
	size_t size;
	const void *owner;
	bool stopping;
	LIST_ENTRY node;
};

/* The object or the code goes away with it; either may be NULL. */
bool nt_goes(const struct nt_gone *gone, const void *object, const void *code);
/* For the log: whose it is. @room is for a name that would not stay. */
const char *nt_gone_name(const struct nt_gone *gone, char room[NT_DRIVER_NAME]);

/*
 * Ends what of a module still runs; the module's memory may be needed until then.
 * From here on no DPC of the module runs. May be called again, and has to be where
 * threads and work items have run since, which may have set timers.
 */
void nt_module_stop(struct nt_gone *gone);
/* After nt_module_stop(): @gone is no longer in use, and DPCs run again, if any are left. */
void nt_module_stopped(struct nt_gone *gone);

/*
 * Memory of the driver that has that code is about to be freed: takes the timers and
 * DPCs in it out of their queues, and says so. At or below DISPATCH_LEVEL.
 */
void nt_memory_gone(const void *start, size_t size, const void *code);
/* The same, and no routine of a DPC in it runs any more. At PASSIVE_LEVEL. */
void nt_memory_stop(const void *start, size_t size, const void *code);

#ifdef __cplusplus
}
#endif

#endif
