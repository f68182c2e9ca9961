/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#include "../ntparport/windows.h"
#include "../ntparport/setupapi.h"
