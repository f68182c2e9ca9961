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
#include "nt/hal.h"
#include "nt/ob.h"
#include "nt/zw.h"
#include "nt/ps.h"
#include "nt/io.h"

#ifdef COMPAT_DRIVER_MSC_H
#define NT_WHOLE_WDM
#include <nt_labels.h>
#endif

#endif
