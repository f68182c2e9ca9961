/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt.h - Windows' names, as drivers see them.
 *
 * Linux defines some of them, too (PAGE_SIZE): in C, Linux's definitions have to come first.
 */
#ifndef COMPAT_GLUE_NT_H
#define COMPAT_GLUE_NT_H

#ifndef __cplusplus
#include <linux/kernel.h>
#include <linux/mm_types.h>
#include <linux/types.h>
#include <asm/page.h>
#endif

#include <ntddk.h>
#include <csq.h>

#endif
