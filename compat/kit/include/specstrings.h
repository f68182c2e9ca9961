/* SPDX-License-Identifier: GPL-2.0 */
/* specstrings.h - the older annotations are in sal.h. */
#define SPECSTRINGS_H
#include <sal.h>
