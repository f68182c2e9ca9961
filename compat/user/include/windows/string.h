/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* string.h - the C library's, and what Microsoft's has beside that. */
#include_next <string.h>
#include "../ntparport/crt.h"
