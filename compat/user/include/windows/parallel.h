/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What of it is for programs. */
#include "ntddpar.h"
