// SPDX-License-Identifier: GPL-2.0
/* errno.c - the error numbers that C++ knows are the kernel's. */

#include <linux/errno.h>

#include "glue/errno.h"

static_assert(NT_ENOENT == ENOENT);
static_assert(NT_EIO == EIO);
static_assert(NT_ENXIO == ENXIO);
static_assert(NT_EBADF == EBADF);
static_assert(NT_EAGAIN == EAGAIN);
static_assert(NT_EACCES == EACCES);
static_assert(NT_EFAULT == EFAULT);
static_assert(NT_EEXIST == EEXIST);
static_assert(NT_ENOTDIR == ENOTDIR);
static_assert(NT_EISDIR == EISDIR);
static_assert(NT_ENOTTY == ENOTTY);
static_assert(NT_EFBIG == EFBIG);
static_assert(NT_ENOSPC == ENOSPC);
static_assert(NT_EROFS == EROFS);
static_assert(NT_ENODATA == ENODATA);
static_assert(NT_EMSGSIZE == EMSGSIZE);
static_assert(NT_ENOBUFS == ENOBUFS);
static_assert(NT_ETIMEDOUT == ETIMEDOUT);
static_assert(NT_ERESTARTSYS == ERESTARTSYS);
