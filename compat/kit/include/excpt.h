/* SPDX-License-Identifier: GPL-2.0 */
/* excpt.h - exceptions; `try` and the other words tries.py translates. */
#include <nt/try.h>
