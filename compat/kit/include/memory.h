/* SPDX-License-Identifier: GPL-2.0 */
/* memory.h - what there is of it in a Windows kernel. */
#define _INC_MEMORY
#include <nt/crt.h>
