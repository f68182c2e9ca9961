/* SPDX-License-Identifier: GPL-2.0 */
/* event.h - events that have handles; internal. */
#ifndef COMPAT_OB_EVENT_H
#define COMPAT_OB_EVENT_H

#include "base/object.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The type of these objects: the event is what they begin with. */
extern const struct nt_object_type nt_event_type;

#ifdef __cplusplus
}
#endif

#endif
