/* SPDX-License-Identifier: GPL-2.0 */
/* wchar.h - what there is of it in a Windows kernel. */
#define _INC_WCHAR
#include <nt/stdlib.h>
#if NTDDI_VERSION >= 0x05010000
#include "nt_crt_more.h"
#endif
