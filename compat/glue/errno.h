/* SPDX-License-Identifier: GPL-2.0 */
/* errno.h - Linux error numbers that glue.h does not have, checked against the kernel's. */
#ifndef COMPAT_GLUE_ERRNO_H
#define COMPAT_GLUE_ERRNO_H

#include "glue/nt.h"

#define NT_ENOENT 2
#define NT_EIO 5
#define NT_ENXIO 6
#define NT_EBADF 9
#define NT_EAGAIN 11
#define NT_EACCES 13
#define NT_EFAULT 14
#define NT_EEXIST 17
#define NT_ENOTDIR 20
#define NT_EISDIR 21
#define NT_ENOTTY 25
#define NT_EFBIG 27
#define NT_ENOSPC 28
#define NT_EROFS 30
#define NT_ENODATA 61
#define NT_EMSGSIZE 90
#define NT_ENOBUFS 105
#define NT_ETIMEDOUT 110
#define NT_ERESTARTSYS 512

#endif
