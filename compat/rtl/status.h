/* SPDX-License-Identifier: GPL-2.0 */
/* status.h - NTSTATUS for Linux; no driver sees it. */
#ifndef COMPAT_RTL_STATUS_H
#define COMPAT_RTL_STATUS_H

#include <ntdef.h>

/*
 * A negative errno, as a program on Linux sees the status; 0 for success and
 * information, for nothing else.
 */
int nt_errno(NTSTATUS status);

#endif
