/* SPDX-License-Identifier: GPL-2.0 */
/* new.h - the name of <new> before the standard. */
#include <new>
