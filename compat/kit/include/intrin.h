/* SPDX-License-Identifier: GPL-2.0 */
/* intrin.h - what there is of it in a Windows kernel: port I/O, interlocked operations. */
#define __INTRIN_H_
#include <nt/ex.h>
#include <nt/hal.h>
