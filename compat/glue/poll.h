/* SPDX-License-Identifier: GPL-2.0 */
/* poll.h - the last tick that a CPU has seen. */
#ifndef COMPAT_GLUE_POLL_H
#define COMPAT_GLUE_POLL_H

#include <linux/percpu.h>

DECLARE_PER_CPU(unsigned long, nt_looked_round);

#endif
