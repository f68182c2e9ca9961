/* SPDX-License-Identifier: GPL-2.0 */
/*
 * wdm.h - the Windows driver interface, one header for each component in nt/.
 */
#ifndef COMPAT_WDM_H
#define COMPAT_WDM_H

#ifdef COMPAT_DRIVER_MSC_H
#define _DDK_DRIVER_
#define NT_INCLUDED
#define PIO_APC_ROUTINE_DEFINED
#define _SLIST_HEADER_
#define _PO_DDK_
#endif
#ifndef _NTDDK_
#ifdef COMPAT_DRIVER_MSC_H
#define _WDM_INCLUDED_
#endif
#endif

#include "ntdef.h"
#include "ntstatus.h"
#include "ntiologc.h"

#include "nt/ke.h"
#include "nt/ex.h"
#include "nt/try.h"
#include "nt/rtl.h"
#include "nt/bitmap.h"
#include "nt/generic_table.h"
#include "nt/guid.h"
#include "nt/version.h"
#include "nt/hal.h"
#include "nt/mm.h"
#include "nt/ob.h"
#include "nt/security.h"
#include "nt/zw.h"
#include "nt/ps.h"
#include "nt/io.h"
#include "nt/detect.h"
#include "nt/dma.h"
#include "nt/pci.h"
#include "nt/types.h"

#ifdef COMPAT_DRIVER_MSC_H
#define NT_WHOLE_WDM
#include <nt_labels.h>
#include <nt_macros.h>
#include <nt_simple.h>
#include <nt_intrinsics.h>
#include <nt_avl_tables.h>

/* What differs by kit. In the older ones ntddk.h was a header of its own; ... */
#if !defined(_NTDDK_) || NTDDI_VERSION >= 0x06000000
#define _WDMDDK_
#endif
/* ... cancel-safe queues came with a library of their own; ... */
#if NTDDI_VERSION >= 0x05010000
#include "csq.h"
#else
/* ... and this was a pointer. */
#define KeNumberProcessors (&KeNumberProcessors)
#endif
#endif

#endif
