/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* initguid.h - what DEFINE_GUID() is used for from here on is defined in this source. */
#ifndef INITGUID
#define INITGUID
#endif
#include "../ntparport/types.h"
#include "../ntparport/guid.h"
