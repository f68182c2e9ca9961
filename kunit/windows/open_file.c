// SPDX-License-Identifier: GPL-2.0
/* open_file.c - one object for each module, as log.c. */

#include "../open_file.c"
