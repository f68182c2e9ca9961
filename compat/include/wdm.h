/* SPDX-License-Identifier: GPL-2.0 */
/*
 * wdm.h - the Windows driver interface, one header for each component in nt/.
 */
#ifndef COMPAT_WDM_H
#define COMPAT_WDM_H

#include "ntdef.h"
#include "ntstatus.h"
#include "ntiologc.h"

#include "nt/ke.h"
#include "nt/ex.h"
#include "nt/rtl.h"
#include "nt/guid.h"
#include "nt/version.h"
#include "nt/hal.h"
#include "nt/mm.h"
#include "nt/ob.h"
#include "nt/zw.h"
#include "nt/ps.h"
#include "nt/io.h"

#endif
