// SPDX-License-Identifier: GPL-2.0
/* log.c - a copy for this module: Kbuild allows no object in two modules. */

#include "../log.c"
