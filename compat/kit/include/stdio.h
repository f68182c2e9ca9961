/* SPDX-License-Identifier: GPL-2.0 */
/* stdio.h - what there is of it in a Windows kernel. */
#define _INC_STDIO
#include <nt/crt.h>
#if NTDDI_VERSION >= 0x05010000
#include "nt_crt_more.h"
#endif
