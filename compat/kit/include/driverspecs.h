/* SPDX-License-Identifier: GPL-2.0 */
/* driverspecs.h - annotations of drivers are in sal.h. */
#define DRIVERSPECS_H
#include <sal.h>
