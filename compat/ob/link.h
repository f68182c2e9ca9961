/* SPDX-License-Identifier: GPL-2.0 */
/* link.h - symbolic links that are open; internal. */
#ifndef COMPAT_OB_LINK_H
#define COMPAT_OB_LINK_H

#include "base/object.h"

struct nt_found_link;

#ifdef __cplusplus
extern "C" {
#endif

/* The type of open links. */
extern const struct nt_object_type nt_link_type;

/* The link goes with its last handle from now on. PASSIVE_LEVEL. */
void nt_open_link_make_temporary(void *link);

#ifdef __cplusplus
}

/// Makes a handle to a link that is reserved, for the driver whose code is there; whatever comes of
/// it, this ends the reservation. STATUS_INSUFFICIENT_RESOURCES.
NTSTATUS nt_link_give_handle(nt_found_link found, const void *caller, HANDLE *handle);
#endif

#endif
