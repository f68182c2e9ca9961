/* SPDX-License-Identifier: GPL-2.0 */
/* refcount.h - reports wrong counts of references (base/references.hh). Any context. */
#ifndef COMPAT_GLUE_REFCOUNT_H
#define COMPAT_GLUE_REFCOUNT_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

enum nt_miscount { NT_OVERFLOW, NT_TAKEN_WITHOUT_ANY, NT_GIVEN_BACK_WITHOUT_ANY };

/* The log has a report; the count is saturated and never changes again. */
void nt_references_miscounted(int *references, enum nt_miscount what);

#ifdef __cplusplus
}
#endif

#endif
