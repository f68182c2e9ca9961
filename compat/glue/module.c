// SPDX-License-Identifier: GPL-2.0
/* module.c - modules of drivers. */

#include <linux/module.h>

#include "glue/linux.h"

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
	return within_module((unsigned long)address, THIS_MODULE);
}
