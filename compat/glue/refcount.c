// SPDX-License-Identifier: GPL-2.0
/* refcount.c - reports wrong counts of references, as refcount_t does. */

#include <linux/refcount.h>

#include "glue/refcount.h"

static_assert(sizeof(refcount_t) == sizeof(int));

void nt_references_miscounted(int *references, enum nt_miscount what)
{
	static const enum refcount_saturation_type kinds[] = {
		[NT_OVERFLOW] = REFCOUNT_ADD_OVF,
		[NT_TAKEN_WITHOUT_ANY] = REFCOUNT_ADD_UAF,
		[NT_GIVEN_BACK_WITHOUT_ANY] = REFCOUNT_SUB_UAF,
	};

	refcount_warn_saturate((refcount_t *)references, kinds[what]);
}
