/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt.h - Windows' names, as drivers see them.
 *
 * Some of Linux's names are among them (PAGE_SIZE): Linux's have to be there first.
 */
#ifndef COMPAT_BASE_NT_H
#define COMPAT_BASE_NT_H

#include <linux/kernel.h>
#include <linux/mm_types.h>
#include <linux/types.h>
#include <asm/page.h>

#include <ntddk.h>
#include <csq.h>

#endif
