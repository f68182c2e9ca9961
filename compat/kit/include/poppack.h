/* SPDX-License-Identifier: GPL-2.0 */
/* poppack.h - the end of pshpack1.h and the like. */
#pragma pack(pop)
