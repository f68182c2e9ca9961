// SPDX-License-Identifier: GPL-2.0
/* completion.c - what comes once, for all who wait for it. */

#include <linux/completion.h>
#include <linux/refcount.h>
#include <linux/slab.h>

#include "glue/linux.h"

struct shared {
	struct completion completion;
	refcount_t references;
};

static struct shared *shared_of(struct completion *completion)
{
	return container_of(completion, struct shared, completion);
}

struct completion *nt_completion_create(void)
{
	struct shared *shared = kzalloc(sizeof(*shared), GFP_KERNEL);

	if (!shared)
		return NULL;
	init_completion(&shared->completion);
	refcount_set(&shared->references, 1);
	return &shared->completion;
}

void nt_completion_get(struct completion *completion)
{
	refcount_inc(&shared_of(completion)->references);
}

void nt_completion_put(struct completion *completion)
{
	if (refcount_dec_and_test(&shared_of(completion)->references))
		kfree(shared_of(completion));
}

void nt_complete_all(struct completion *completion)
{
	complete_all(completion);
}
