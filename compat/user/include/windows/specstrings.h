/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#define NTPARPORT_SAL
#include "../ntparport/sal.h"
