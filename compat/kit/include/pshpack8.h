/* SPDX-License-Identifier: GPL-2.0 */
/* pshpack8.h - structures are packed to 8 bytes from here on, until poppack.h. */
#pragma pack(push, 8)
