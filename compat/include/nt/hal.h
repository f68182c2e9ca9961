/* SPDX-License-Identifier: GPL-2.0 */
/*
 * hal.h - access to I/O ports, at any IRQL. Included by wdm.h.
 *
 * Only the registers of parallel ports that ntparport knows can be accessed: an address that is
 * not one of theirs reads as all ones, is not written, and is logged the first time only,
 * whichever driver uses it. On x86 the address is a port number.
 */
#ifndef COMPAT_NT_HAL_H
#define COMPAT_NT_HAL_H

#include "../ntdef.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * One access to a register. Linux: inb(), inw(), inl(), outb(), outw(), outl().
 *
 * Differs: addresses other than those of parallel ports read as all ones, and are not written.
 */
#define READ_PORT_UCHAR ntparport_READ_PORT_UCHAR
UCHAR NTAPI READ_PORT_UCHAR(PUCHAR Port);
#define READ_PORT_USHORT ntparport_READ_PORT_USHORT
USHORT NTAPI READ_PORT_USHORT(PUSHORT Port);
#define READ_PORT_ULONG ntparport_READ_PORT_ULONG
ULONG NTAPI READ_PORT_ULONG(PULONG Port);

#define WRITE_PORT_UCHAR ntparport_WRITE_PORT_UCHAR
VOID NTAPI WRITE_PORT_UCHAR(PUCHAR Port, UCHAR Value);
#define WRITE_PORT_USHORT ntparport_WRITE_PORT_USHORT
VOID NTAPI WRITE_PORT_USHORT(PUSHORT Port, USHORT Value);
#define WRITE_PORT_ULONG ntparport_WRITE_PORT_ULONG
VOID NTAPI WRITE_PORT_ULONG(PULONG Port, ULONG Value);

/*
 * Count accesses to the same address. Linux: insb(), insw(), insl(), outsb(),
 * outsw(), outsl().
 *
 * Differs: addresses other than those of parallel ports read as all ones, and are not written.
 */
#define READ_PORT_BUFFER_UCHAR ntparport_READ_PORT_BUFFER_UCHAR
VOID NTAPI READ_PORT_BUFFER_UCHAR(PUCHAR Port, PUCHAR Buffer, ULONG Count);
#define READ_PORT_BUFFER_USHORT ntparport_READ_PORT_BUFFER_USHORT
VOID NTAPI READ_PORT_BUFFER_USHORT(PUSHORT Port, PUSHORT Buffer, ULONG Count);
#define READ_PORT_BUFFER_ULONG ntparport_READ_PORT_BUFFER_ULONG
VOID NTAPI READ_PORT_BUFFER_ULONG(PULONG Port, PULONG Buffer, ULONG Count);

#define WRITE_PORT_BUFFER_UCHAR ntparport_WRITE_PORT_BUFFER_UCHAR
VOID NTAPI WRITE_PORT_BUFFER_UCHAR(PUCHAR Port, PUCHAR Buffer, ULONG Count);
#define WRITE_PORT_BUFFER_USHORT ntparport_WRITE_PORT_BUFFER_USHORT
VOID NTAPI WRITE_PORT_BUFFER_USHORT(PUSHORT Port, PUSHORT Buffer, ULONG Count);
#define WRITE_PORT_BUFFER_ULONG ntparport_WRITE_PORT_BUFFER_ULONG
VOID NTAPI WRITE_PORT_BUFFER_ULONG(PULONG Port, PULONG Buffer, ULONG Count);

#ifdef __cplusplus
}
#endif

#endif
