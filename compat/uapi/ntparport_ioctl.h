/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * uapi/ntparport_ioctl.h - DeviceIoControl() for programs on Linux.
 *
 * A device that a Windows driver gives a symbolic link, \DosDevices\Name, is
 * the device node /dev/Name, for root. open(), close(), read(), write() and
 * fsync() become IRP_MJ_CREATE, IRP_MJ_CLEANUP and IRP_MJ_CLOSE, IRP_MJ_READ,
 * IRP_MJ_WRITE and IRP_MJ_FLUSH_BUFFERS; one ioctl is all of DeviceIoControl():
 *
 *	struct ntparport_device_control control = {
 *		.code = IOCTL_MINE,
 *		.input = (uintptr_t)&in, .input_length = sizeof(in),
 *		.output = (uintptr_t)&out, .output_length = sizeof(out),
 *	};
 *	if (ioctl(fd, NTPARPORT_DEVICE_CONTROL, &control))
 *		error(1, errno, "status 0x%08x", control.status);
 *
 * It fails if the driver's status is a warning or an error; the errno that goes
 * with it is in compat/glue/errno.c. status and information are the driver's then,
 * too. If the request did not get as far as the driver they are not written:
 *
 *	EFAULT		a buffer, or the structure, is not the caller's memory
 *	EACCES		the file is not open for what the code's access bits say
 *	EINVAL		reserved is not 0
 *	EMSGSIZE	a buffer is longer than NTPARPORT_MAX_LENGTH
 *	ENOMEM		no memory
 *	ENOTTY		another ioctl
 *
 * A device that is gone is not among these: its status says so (and errno ENODEV).
 *
 * A signal cancels the request. If that ends it (STATUS_CANCELLED), the call
 * is restarted or fails with EINTR, like others; a request that the driver
 * finishes regardless counts.
 */
#ifndef UAPI_NTPARPORT_IOCTL_H
#define UAPI_NTPARPORT_IOCTL_H

#include <linux/ioctl.h>
#include <linux/types.h>

/**
 * struct ntparport_device_control - one device-control request
 * @code: its control code, CTL_CODE(...)
 * @reserved: 0
 * @input: address of the input buffer
 * @output: address of the output buffer
 * @input_length: its length in bytes; 0: there is none, whatever the address
 * @output_length: the same of the output buffer
 * @information: set to Information of the driver's I/O status block: for most
 *	requests, how many bytes it put into the output buffer
 * @status: set to Status of it, an NTSTATUS
 * @reserved2: not used
 *
 * How the buffers get to the driver is the transfer method in the code:
 * METHOD_BUFFERED: as one copy, output in place of input. METHOD_OUT_DIRECT: the
 * input as a copy, the output as the caller's memory. METHOD_IN_DIRECT: both as
 * copies, and nothing is written back. METHOD_NEITHER: as METHOD_OUT_DIRECT,
 * but the driver gets two addresses, in kernel memory, whoever the caller is.
 */
struct ntparport_device_control {
	__u32 code;
	__u32 reserved;
	__u64 input;
	__u64 output;
	__u32 input_length;
	__u32 output_length;
	__u64 information;
	__s32 status;
	__u32 reserved2;
};

/* Bytes in one buffer. A longer read() or write() is a short one of this length. */
#define NTPARPORT_MAX_LENGTH	(16u << 20)

#define NTPARPORT_DEVICE_CONTROL _IOWR('p', 0xe0, struct ntparport_device_control)

#endif
