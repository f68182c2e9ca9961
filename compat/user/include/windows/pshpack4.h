/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* pshpack4.h - structures from here to <poppack.h> are packed. */
#pragma pack(push, 4)
