/* SPDX-License-Identifier: GPL-2.0 */
/* settings_file.h - reads the file with a driver's settings */
#ifndef COMPAT_GLUE_SETTINGS_FILE_H
#define COMPAT_GLUE_SETTINGS_FILE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Reads a whole file of @max bytes at most, not terminated, to be freed by nt_free(). 0 or a
 * negative errno: -NT_ENOENT if there is none, -NT_EFBIG if it is larger, -GLUE_EINVAL if it is
 * empty or not a plain file. Process context; may sleep.
 */
int nt_settings_file_read(const char *path, size_t max, const char **text, size_t *length);

#ifdef __cplusplus
}
#endif

#endif
