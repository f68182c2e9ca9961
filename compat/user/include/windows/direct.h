/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* direct.h - folders. */
#ifndef NTPARPORT_DIRECT_H
#define NTPARPORT_DIRECT_H

#include <sys/stat.h>
#include <unistd.h>

#define _getcwd getcwd
#define _chdir chdir
#define _rmdir rmdir
#define _mkdir(name) mkdir((name), 0777)

#endif
