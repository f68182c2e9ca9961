/* SPDX-License-Identifier: GPL-2.0 */
/* new.h - the name of <new> before the standard. */
#define _INC_NEW
#include <new>
