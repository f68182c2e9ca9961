/* SPDX-License-Identifier: GPL-2.0 */
/* shutdown.h - the machine is about to be turned off; internal. */
#ifndef COMPAT_IO_SHUTDOWN_H
#define COMPAT_IO_SHUTDOWN_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Loading of ntparport: 0 or a negative errno; and unloading. May sleep. */
int nt_shutdown_init(void);
void nt_shutdown_exit(void);

/* Tells the devices that are registered. Exported for the suites. Process context. */
#define nt_shutdown ntparport_shutdown
void nt_shutdown(void);
/* The device is about to be freed. At or below DISPATCH_LEVEL. */
void nt_shutdown_device_gone(PDEVICE_OBJECT device);

#ifdef __cplusplus
}
#endif

#endif
