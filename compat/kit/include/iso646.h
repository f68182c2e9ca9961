/* SPDX-License-Identifier: GPL-2.0 */
/* iso646.h - operators as words; without it they are names, in C++, too. */
#ifndef COMPAT_DRIVER_ISO646_H
#define COMPAT_DRIVER_ISO646_H

#define and	&&
#define and_eq	&=
#define bitand	&
#define bitor	|
#define compl	~
#define not	!
#define not_eq	!=
#define or	||
#define or_eq	|=
#define xor	^
#define xor_eq	^=

#endif
