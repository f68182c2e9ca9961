/* SPDX-License-Identifier: GPL-2.0 */
/* driverspecs.h - annotations of drivers are in sal.h. */
#include <sal.h>
