/* SPDX-License-Identifier: GPL-2.0 */
/* watch.h - for the files of this folder: begins and ends watching interrupts. */
#ifndef NTPARPORT_GLUE_WATCH_H
#define NTPARPORT_GLUE_WATCH_H

#include <linux/types.h>

/* Calls may be nested; they may sleep. */
int watch_begin(void);
void watch_end(void);

/* Watches one interrupt of each port soon, and then one every second. */
void watch_samples(void);
void watch_stop(void);

#endif
