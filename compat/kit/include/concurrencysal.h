/* SPDX-License-Identifier: GPL-2.0 */
/* concurrencysal.h - annotations of locks are in sal.h. */
#define CONCURRENCYSAL_HXX
#include <sal.h>
