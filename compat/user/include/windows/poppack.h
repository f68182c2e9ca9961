/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* poppack.h - as before <pshpack1.h> and the like. */
#pragma pack(pop)
