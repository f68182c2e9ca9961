// SPDX-License-Identifier: GPL-2.0
/* hasty.c - the careless driver once more, because one that is dead cannot be loaded again. */

#define NAME L"hasty"
#include "careless.c"
