// SPDX-License-Identifier: GPL-2.0
/* errno.c - the errno that a program on Linux gets for an NTSTATUS. */

#include <linux/errno.h>
#include <linux/kernel.h>

#include <ntstatus.h>

#include "glue/linux.h"

/* In the order of ntstatus.h. Any other error is EIO. */
static const struct {
	NTSTATUS status;
	int err;
} errors[] = {
	{ STATUS_BUFFER_OVERFLOW, EMSGSIZE },	/* some of the data is there */
	{ STATUS_DEVICE_PAPER_EMPTY, ENOSPC },	/* as in lp */
	{ STATUS_DEVICE_BUSY, EBUSY },
	{ STATUS_NO_MORE_ENTRIES, ENOENT },

	{ STATUS_NOT_IMPLEMENTED, EOPNOTSUPP },
	{ STATUS_INFO_LENGTH_MISMATCH, EINVAL },
	{ STATUS_ACCESS_VIOLATION, EFAULT },
	{ STATUS_INVALID_HANDLE, EBADF },
	{ STATUS_INVALID_PARAMETER, EINVAL },
	{ STATUS_NO_SUCH_DEVICE, ENODEV },
	{ STATUS_NO_SUCH_FILE, ENOENT },
	{ STATUS_INVALID_DEVICE_REQUEST, ENOTTY },
	{ STATUS_END_OF_FILE, ENODATA },	/* but read() returns 0 */
	{ STATUS_NO_MEMORY, ENOMEM },
	{ STATUS_ACCESS_DENIED, EACCES },
	{ STATUS_BUFFER_TOO_SMALL, ENOBUFS },
	{ STATUS_OBJECT_NAME_INVALID, EINVAL },
	{ STATUS_OBJECT_NAME_NOT_FOUND, ENOENT },
	{ STATUS_OBJECT_NAME_COLLISION, EEXIST },
	{ STATUS_OBJECT_PATH_NOT_FOUND, ENOENT },
	{ STATUS_SHARING_VIOLATION, EBUSY },
	{ STATUS_DELETE_PENDING, ENODEV },
	{ STATUS_PRIVILEGE_NOT_HELD, EPERM },
	{ STATUS_INSUFFICIENT_RESOURCES, ENOMEM },
	{ STATUS_DEVICE_NOT_CONNECTED, ENXIO },
	{ STATUS_MEDIA_WRITE_PROTECTED, EROFS },
	{ STATUS_DEVICE_NOT_READY, ENXIO },
	{ STATUS_IO_TIMEOUT, ETIMEDOUT },
	{ STATUS_FILE_IS_A_DIRECTORY, EISDIR },
	{ STATUS_NOT_SUPPORTED, EOPNOTSUPP },
	{ STATUS_DEVICE_DOES_NOT_EXIST, ENODEV },
	{ STATUS_REQUEST_NOT_ACCEPTED, EBUSY },
	{ STATUS_NOT_A_DIRECTORY, ENOTDIR },
	{ STATUS_CANCELLED, ECANCELED },
	{ STATUS_INVALID_BUFFER_SIZE, EINVAL },
	{ STATUS_DEVICE_REMOVED, ENODEV },
};

static_assert(NT_ENOENT == ENOENT);
static_assert(NT_EIO == EIO);
static_assert(NT_ENXIO == ENXIO);
static_assert(NT_EAGAIN == EAGAIN);
static_assert(NT_EACCES == EACCES);
static_assert(NT_EFAULT == EFAULT);
static_assert(NT_EEXIST == EEXIST);
static_assert(NT_ENOTTY == ENOTTY);
static_assert(NT_EFBIG == EFBIG);
static_assert(NT_ENOSPC == ENOSPC);
static_assert(NT_EMSGSIZE == EMSGSIZE);
static_assert(NT_ERESTARTSYS == ERESTARTSYS);

int nt_errno(NTSTATUS status)
{
	unsigned int i;

	if (NT_SUCCESS(status))
		return 0;
	for (i = 0; i < ARRAY_SIZE(errors); i++)
		if (errors[i].status == status)
			return -errors[i].err;
	return -EIO;
}
