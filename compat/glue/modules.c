// SPDX-License-Identifier: GPL-2.0
/* modules.c - drivers' modules, and which of them an address is in. */

#include <linux/module.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "module/glue/glue.h"
#include "glue/modules.h"

static_assert(MODULE_NAME_LEN <= NT_DRIVER_NAME);

/* The layout of struct nt_module_entry here. */
struct entry {
	struct list_head node;
	struct module *module;
};

static_assert(sizeof(struct entry) == sizeof(struct nt_module_entry));
static_assert(offsetof(struct entry, module) == offsetof(struct nt_module_entry, module));

static LIST_HEAD(entries);
static DEFINE_SPINLOCK(entries_lock);

void nt_modules_add(struct nt_module_entry *entry)
{
	spin_lock(&entries_lock);
	list_add_tail_rcu(&((struct entry *)entry)->node, &entries);
	spin_unlock(&entries_lock);
}

void nt_modules_remove(struct nt_module_entry *entry)
{
	spin_lock(&entries_lock);
	list_del_rcu(&((struct entry *)entry)->node);
	spin_unlock(&entries_lock);
}

struct nt_module_entry *nt_modules_have(const void *address)
{
	struct entry *entry;

	list_for_each_entry_rcu(entry, &entries, node)
		if (glue_module_contains(entry->module, address))
			return (struct nt_module_entry *)entry;
	return NULL;
}

bool nt_is_in_module(const void *address)
{
	bool known;

	rcu_read_lock();
	known = nt_modules_have(address);
	rcu_read_unlock();
	return known;
}

struct nt_module_entry *nt_modules_find(const struct module *module)
{
	struct entry *entry;

	list_for_each_entry_rcu(entry, &entries, node)
		if (!module || entry->module == module)
			return (struct nt_module_entry *)entry;
	return NULL;
}

void nt_module_name(const struct module *module, char name[NT_DRIVER_NAME])
{
	strscpy(name, module->name, NT_DRIVER_NAME);
}

bool nt_module_get(struct module *module)
{
	return try_module_get(module);
}

void nt_module_put(struct module *module)
{
	module_put(module);
}

bool nt_is_own(const void *address)
{
	return glue_module_contains(THIS_MODULE, address);
}
