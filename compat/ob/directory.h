/* SPDX-License-Identifier: GPL-2.0 */
/* directory.h - directories of the object manager; internal. */
#ifndef COMPAT_OB_DIRECTORY_H
#define COMPAT_OB_DIRECTORY_H

#include "base/object.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* The type of directories that are open, or were made. */
extern const struct nt_object_type nt_directory_type;

/* The path of one, which it keeps. Any IRQL. */
const UNICODE_STRING *nt_directory_path(const void *directory);
/* It goes with its last handle from now on. PASSIVE_LEVEL. */
void nt_directory_make_temporary(void *directory);
/* Does that with those that a driver of this module and name has made permanent, and logs it. */
void nt_directories_gone(const struct module *module, const char *name);

#ifdef __cplusplus
}
#endif

#endif
