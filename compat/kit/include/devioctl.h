/* SPDX-License-Identifier: GPL-2.0 */
/* devioctl.h - CTL_CODE() and the types of devices are in wdm.h. */
#define _DEVIOCTL_
#include <wdm.h>
