/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* stdlib.h - the C library's, and what Microsoft's has beside that. */
#include_next <stdlib.h>
#include "../ntparport/crt.h"
