/* SPDX-License-Identifier: GPL-2.0 */
/* random.h - a GUID that nobody else has, of version 4. Any context. */
#ifndef COMPAT_GLUE_RANDOM_H
#define COMPAT_GLUE_RANDOM_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

void nt_random_guid(GUID *guid);

#ifdef __cplusplus
}
#endif

#endif
