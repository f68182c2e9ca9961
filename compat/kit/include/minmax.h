/* SPDX-License-Identifier: GPL-2.0 */
/* minmax.h - min() and max() are in windef.h. */
#ifndef COMPAT_DRIVER_MINMAX_H
#define COMPAT_DRIVER_MINMAX_H

#define _INC_MINMAX

#include <windef.h>

#endif
