/* SPDX-License-Identifier: GPL-2.0 */
/* calendar.h - from and to seconds since 1970; milliseconds are left as they are. Any context. */
#ifndef COMPAT_GLUE_CALENDAR_H
#define COMPAT_GLUE_CALENDAR_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

void nt_calendar(LONGLONG seconds, TIME_FIELDS *fields);
LONGLONG nt_seconds(const TIME_FIELDS *fields);

#ifdef __cplusplus
}
#endif

#endif
