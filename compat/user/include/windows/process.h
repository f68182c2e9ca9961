/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* process.h - threads of the C library. */
#ifndef NTPARPORT_PROCESS_H
#define NTPARPORT_PROCESS_H

#include <stdlib.h>
#include <unistd.h>
#include "../ntparport/thread.h"

#define _getpid getpid

#endif
