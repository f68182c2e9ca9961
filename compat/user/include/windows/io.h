/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* io.h - files by number. */
#ifndef NTPARPORT_IO_H
#define NTPARPORT_IO_H

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include "../ntparport/crt.h"

#define _open open
#define _close close
#define _read read
#define _write write
#define _lseek lseek
#define _access access
#define _isatty isatty
#define _unlink unlink
#define _dup dup
#define _dup2 dup2
#define _O_RDONLY O_RDONLY
#define _O_WRONLY O_WRONLY
#define _O_RDWR O_RDWR
#define _O_CREAT O_CREAT
#define _O_TRUNC O_TRUNC
#define _O_APPEND O_APPEND
/* There is no other mode here. */
#define _O_BINARY 0
#define _O_TEXT 0
#define O_BINARY 0
#define O_TEXT 0
#define _setmode(file, mode) ((void)(file), (void)(mode), 0)
#define setmode _setmode

#endif
