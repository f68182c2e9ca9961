// SPDX-License-Identifier: GPL-2.0
/* log.c - one object for each module: Kbuild wants no object in two. */

#include "../log.c"
