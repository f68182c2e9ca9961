/* SPDX-License-Identifier: GPL-2.0 */
/* basetsd.h - the types with their width in the name are in ntdef.h. */
#include <ntdef.h>
