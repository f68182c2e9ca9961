/* SPDX-License-Identifier: GPL-2.0 */
/* winioctl.h - control codes: those of devices are in wdm.h, those of disks in ntdddisk.h. */
#ifndef COMPAT_DRIVER_WINIOCTL_H
#define COMPAT_DRIVER_WINIOCTL_H

#define _WINIOCTL_

#include <devioctl.h>
#include <ntdddisk.h>

#endif
