/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* stdio.h - the C library's, and what Microsoft's has beside that. */
#include_next <stdio.h>
#include "../ntparport/crt.h"
