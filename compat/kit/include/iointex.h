/* SPDX-License-Identifier: GPL-2.0 */
/*
 * iointex.h - IoConnectInterruptEx() of kits before Windows Vista, where it was in a library of its
 * own: <wdm.h> has it for all.
 */
#ifndef COMPAT_DRIVER_IOINTEX_H
#define COMPAT_DRIVER_IOINTEX_H

#include <wdm.h>

#endif
