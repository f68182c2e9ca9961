/* SPDX-License-Identifier: GPL-2.0 */
/* pshpack1.h - structures are packed to 1 byte from here on, until poppack.h. */
#pragma pack(push, 1)
