/* SPDX-License-Identifier: GPL-2.0 */
/* open_file.h - files that cases open. */
#ifndef NTPARPORT_KUNIT_OPEN_FILE_H
#define NTPARPORT_KUNIT_OPEN_FILE_H

struct file;

/*
 * Opens a file that the guest's first process would find under this path. (Cases are run by
 * kernel threads, which have no file system of their own since Linux 7.)
 */
struct file *open_file(const char *path, int flags);

#endif
