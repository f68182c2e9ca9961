/* SPDX-License-Identifier: GPL-2.0 */
/* reboot.h - the machine is about to be turned off, or to start again. Process context. */
#ifndef COMPAT_GLUE_REBOOT_H
#define COMPAT_GLUE_REBOOT_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

int nt_reboot_register(void (*go_down)(void));
void nt_reboot_unregister(void);

#ifdef __cplusplus
}
#endif

#endif
