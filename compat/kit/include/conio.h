/* SPDX-License-Identifier: GPL-2.0 */
/* conio.h - the port I/O of a Windows kernel. */
#ifndef COMPAT_DRIVER_CONIO_H
#define COMPAT_DRIVER_CONIO_H

#define _INC_CONIO

#include <nt/hal.h>

#define inp	_inp
#define inpw	_inpw
#define inpd	_inpd
#define outp	_outp
#define outpw	_outpw
#define outpd	_outpd

#endif
