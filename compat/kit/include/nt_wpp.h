/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt_wpp.h - WPP tracing. Included by the headers that wpp.py makes.
 *
 * Nobody listens, as on most computers with Windows: messages are not logged, and their
 * arguments not evaluated. With -DNT_WPP_LEVEL=n they are, by DbgPrint(), whatever their flag
 * is, up to level n; those without a level from 1 on.
 */
#ifndef COMPAT_DRIVER_NT_WPP_H
#define COMPAT_DRIVER_NT_WPP_H

#include <wdm.h>
#include <wmistr.h>
#include <evntrace.h>

#ifndef NT_WPP_LEVEL
#define NT_WPP_LEVEL	0
#endif

static const struct {
	ULONGLONG Logger;
	ULONG Flags[1];
	UCHAR Level;
} nt_wpp_control = { 0, { NT_WPP_LEVEL ? 0xffffffffu : 0 }, NT_WPP_LEVEL };

/* All flags are one: what the driver says of its own in WPP_CONTROL_GUIDS is not needed. */
#define WPP_CONTROL(bit)	nt_wpp_control
#define WPP_MASK(bit)		0xffffffffu
#define WPP_FLAG_NO(bit)	0
#ifndef WPP_LEVEL_ENABLED
#define WPP_LEVEL_ENABLED(flag)	(nt_wpp_control.Flags[0] != 0)
#endif
#ifndef WPP_LEVEL_LOGGER
#define WPP_LEVEL_LOGGER(flag)	(nt_wpp_control.Logger),
#endif

#define WPP_INIT_TRACING(...)		((void)0)
#define WPP_CLEANUP(...)		((void)0)
#define WPP_SYSTEMCONTROL(...)		((void)0)
#define WPP_SYSTEMCONTROL2(...)		((void)0)
#define WPP_INIT_STATIC_DATA		((void)0)

#endif
