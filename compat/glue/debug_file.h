/* SPDX-License-Identifier: GPL-2.0 */
/* debug_file.h - files in debugfs, whose text @show prints. Process context. */
#ifndef COMPAT_GLUE_DEBUG_FILE_H
#define COMPAT_GLUE_DEBUG_FILE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct seq_file;

enum nt_debug_file {
	NT_REQUESTS_FILE,	/* what programs wait for */
	NT_SETTINGS_FILE,	/* what users gave drivers */
	NT_DEBUG_FILES
};

void nt_debug_file_create(enum nt_debug_file which, void (*show)(struct seq_file *file));
/* Does nothing if it was not created. */
void nt_debug_file_remove(enum nt_debug_file which);
__attribute__((format(printf, 2, 3)))
void nt_file_print(struct seq_file *file, const char *format, ...);

#ifdef __cplusplus
}
#endif

#endif
