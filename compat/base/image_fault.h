/* SPDX-License-Identifier: GPL-2.0 */
/* image_fault.h - faults of the processor in code of images; internal. */
#ifndef COMPAT_BASE_IMAGE_FAULT_H
#define COMPAT_BASE_IMAGE_FAULT_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * From here on @faulted is told of each fault in an image's code, in place of that code; if it
 * returns, the routine of the image that was called returns STATUS_UNSUCCESSFUL. 0 or a negative
 * errno. Process context.
 */
int nt_image_faults_init(void (*faulted)(NTSTATUS status, const void *address));
void nt_image_faults_exit(void);

#ifdef __cplusplus
}
#endif

#endif
