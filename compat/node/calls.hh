// SPDX-License-Identifier: GPL-2.0
/// calls.hh - the calls of programs: see nt_node_operations. `file` is a PFILE_OBJECT.
#pragma once

#include "node/buffer.hh"

namespace node {

/// IRP_MJ_READ and IRP_MJ_WRITE. The number of bytes, or a negative errno.
long read(void *file, Address to, size_t length, bool nonblocking);
long write(void *file, Address from, size_t length, bool nonblocking);
/// IRP_MJ_FLUSH_BUFFERS. 0 or a negative errno.
int flush(void *file);
/// IRP_MJ_DEVICE_CONTROL: uapi/ntparport_ioctl.h. 0 or a negative errno.
long control(void *file, Address argument, bool may_read, bool may_write);

}
