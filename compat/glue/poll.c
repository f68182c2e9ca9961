// SPDX-License-Identifier: GPL-2.0
/* poll.c - the tick that a CPU has seen (base/poll.h). */

#include <linux/percpu.h>

#include "base/poll.h"

DEFINE_PER_CPU(unsigned long, nt_looked_round);
