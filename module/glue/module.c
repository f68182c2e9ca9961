// SPDX-License-Identifier: GPL-2.0
/* module.c - questions about other modules. */

#include <linux/module.h>

#include "glue.h"

bool glue_module_contains(const struct module *module, const void *address)
{
	/* Linux gives a loaded module's init code back without a lock: it is nobody's then. */
	return data_race(within_module((unsigned long)address, module));
}

bool glue_module_init_contains(const struct module *module, const void *address)
{
	/* The same. */
	return data_race(within_module_init((unsigned long)address, module));
}

const char *glue_module_name(const struct module *module)
{
	return module->name;
}
