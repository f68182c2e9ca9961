/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* pshpack2.h - structures from here to <poppack.h> are packed. */
#pragma pack(push, 2)
