/* SPDX-License-Identifier: GPL-2.0 */
/* ntpoapi.h - power management is in nt/io.h. */
#ifndef COMPAT_DRIVER_NTPOAPI_H
#define COMPAT_DRIVER_NTPOAPI_H

#define __NTPOAPI_H
#define _PO_DDK_

#include <wdm.h>

#endif
