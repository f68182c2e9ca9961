/* SPDX-License-Identifier: GPL-2.0 */
/* wmidata.h - the data of Windows' own classes of WMI, of which nothing here has any. */
#ifndef COMPAT_DRIVER_WMIDATA_H
#define COMPAT_DRIVER_WMIDATA_H

#include <wmistr.h>

#endif
