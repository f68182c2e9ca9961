/* SPDX-License-Identifier: GPL-2.0 */
/* guiddef.h - GUIDs are in nt/guid.h. */
#include <nt/guid.h>
