/* SPDX-License-Identifier: GPL-2.0 */
/* kernelspecs.h - annotations of IRQLs are in sal.h. */
#include <sal.h>
