/* SPDX-License-Identifier: GPL-2.0 */
/* processors.h - which processors there are. Any context. */
#ifndef COMPAT_GLUE_PROCESSORS_H
#define COMPAT_GLUE_PROCESSORS_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

ULONG nt_this_processor(void);
/* A mask of the first ones, as many as fit; the number of all. */
unsigned long nt_online_processors(void);
unsigned long nt_possible_processors(void);
ULONG nt_online_processor_count(void);

/* What all of them can do; elsewhere than on x86, nothing is known. */
enum nt_processor_feature {
	NT_COMPARES_8_BYTES,		/* CMPXCHG8B */
	NT_COMPARES_16_BYTES,		/* CMPXCHG16B */
	NT_COUNTS_CYCLES,		/* RDTSC */
	NT_HAS_LONG_PAGE_ENTRIES,	/* PAE, and turned on */
	NT_HAS_PAGES_WITHOUT_CODE,	/* NX, and turned on */
};

bool nt_processor_has(enum nt_processor_feature feature);

#ifdef __cplusplus
}
#endif

#endif
