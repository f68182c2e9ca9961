/* SPDX-License-Identifier: GPL-2.0 */
/* dontuse.h - warns of functions that are easily misused, which is the compiler's business here. */
