// SPDX-License-Identifier: GPL-2.0
/* random.c - numbers that nobody can guess. */

#include <linux/uuid.h>

#include "glue/random.h"

void nt_random_guid(GUID *guid)
{
	guid_t random;

	guid_gen(&random);
	memcpy(guid, &random, sizeof(*guid));
}

static_assert(sizeof(GUID) == sizeof(guid_t));
