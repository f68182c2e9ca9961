/* SPDX-License-Identifier: GPL-2.0 */
/* counts.h - numbers for leak checks. */
#ifndef COMPAT_LOAD_COUNTS_H
#define COMPAT_LOAD_COUNTS_H

/* How many of each exist at the moment, for leak checks. */
struct nt_io_counts {
	unsigned int drivers, devices, links, nodes, files, irps, work_items, log_entries, mdls;
	unsigned int objects, handles, blocks;	/* objects of any type; blocks of pool */
};

#ifdef __cplusplus
extern "C"
#endif
void ntparport_io_counts(struct nt_io_counts *counts);

#endif
