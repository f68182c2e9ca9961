// SPDX-License-Identifier: GPL-2.0
/* refcount.c - counts of references: refcount_t, which does not overflow. */

#include <linux/refcount.h>

#include "glue/linux.h"

static_assert(sizeof(struct nt_refcount) == sizeof(refcount_t));

static refcount_t *count_of(const struct nt_refcount *count)
{
	return (refcount_t *)count;
}

void nt_refcount_set(struct nt_refcount *count, unsigned int references)
{
	refcount_set(count_of(count), references);
}

unsigned int nt_refcount_read(const struct nt_refcount *count)
{
	return refcount_read(count_of(count));
}

void nt_refcount_get(struct nt_refcount *count)
{
	refcount_inc(count_of(count));
}

bool nt_refcount_get_unless_zero(struct nt_refcount *count)
{
	return refcount_inc_not_zero(count_of(count));
}

bool nt_refcount_put(struct nt_refcount *count)
{
	return refcount_dec_and_test(count_of(count));
}
