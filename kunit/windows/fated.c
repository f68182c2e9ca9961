// SPDX-License-Identifier: GPL-2.0
/* fated.c - the careless driver once more, because one that is dead cannot be loaded again. */

#define NAME L"fated"
#include "careless.c"
