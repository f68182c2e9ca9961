// SPDX-License-Identifier: GPL-2.0
/* lock.c - mutexes of the Windows kernel's own. */

#include <linux/lockdep.h>
#include <linux/mutex.h>

#include "glue/linux.h"

static struct mutex mutexes[] = {
	[NT_REGISTRY_MUTEX] = __MUTEX_INITIALIZER(mutexes[NT_REGISTRY_MUTEX]),
};
static_assert(ARRAY_SIZE(mutexes) == NT_MUTEXES);

void nt_mutex_lock(enum nt_mutex which)
{
	mutex_lock(&mutexes[which]);
}

void nt_mutex_unlock(enum nt_mutex which)
{
	mutex_unlock(&mutexes[which]);
}

void nt_assert_mutex(enum nt_mutex which)
{
	lockdep_assert_held(&mutexes[which]);
}
