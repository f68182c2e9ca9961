/* SPDX-License-Identifier: GPL-2.0 */
/* conio.h - the port I/O of a Windows kernel. */
#include <nt/hal.h>
