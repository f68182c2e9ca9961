/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* crtdbg.h - checks of a debug build, which this is not. */
#ifndef NTPARPORT_CRTDBG_H
#define NTPARPORT_CRTDBG_H

#include <assert.h>

#define _ASSERT(condition) assert(condition)
#define _ASSERTE(condition) assert(condition)
#define _CrtSetDbgFlag(flags) ((void)(flags), 0)
#define _CRTDBG_ALLOC_MEM_DF 0x01
#define _CRTDBG_LEAK_CHECK_DF 0x20

#endif
