/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* wchar.h - the C library's, and what Microsoft's has beside that. */
#include_next <wchar.h>
#include "../ntparport/crt.h"
