/* SPDX-License-Identifier: GPL-2.0 */
/* user_memory.h - memory of the calling program. False: it is not the program's. May sleep. */
#ifndef COMPAT_GLUE_USER_MEMORY_H
#define COMPAT_GLUE_USER_MEMORY_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

bool nt_from_user(void *to, unsigned long from, size_t length);
bool nt_to_user(unsigned long to, const void *from, size_t length);
/* It could be written to; nothing is written. */
bool nt_user_can_write(unsigned long to, size_t length);
/* Its addresses reach that far, whether there is memory or not. */
bool nt_user_has(unsigned long address, size_t length);
/* Memory that is charged to the program, or NULL. Freed by nt_free(). */
void *nt_charged_alloc(size_t size);

/* The most bytes in one of a program's buffers: NTPARPORT_MAX_LENGTH of uapi/ntparport_ioctl.h. */
#define NT_MAX_TRANSFER (16u << 20)

/* struct ntparport_device_control of that file. */
struct nt_control {
	ULONG code;
	ULONG reserved;
	ULONGLONG input;
	ULONGLONG output;
	ULONG input_length;
	ULONG output_length;
	ULONGLONG information;
	NTSTATUS status;
	ULONG reserved2;
};

/* Copies the program's; false also if its results could not be written: they are, unchanged. */
bool nt_control_get(struct nt_control *control, unsigned long from);
/* Writes the results: status and information. */
bool nt_control_put(const struct nt_control *control, unsigned long to);

#ifdef __cplusplus
}
#endif

#endif
