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
 * Count accesses to the same address; at PASSIVE_LEVEL others run after each few hundred of them
 * (W7). Linux: insb(), insw(), insl(), outsb(), outsw(), outsl().
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

/*
 * One access to a register in memory, neither more nor less than its size. Any
 * IRQL. Linux: a volatile access, and mb() after writing.
 *
 * Differs: no device's memory is mapped (see MmMapIoSpace()), so it can only be
 * the driver's own. An address where there is no memory reads as all ones, is not
 * written, and is logged.
 */
#define READ_REGISTER_UCHAR ntparport_READ_REGISTER_UCHAR
#define READ_REGISTER_USHORT ntparport_READ_REGISTER_USHORT
#define READ_REGISTER_ULONG ntparport_READ_REGISTER_ULONG
#define WRITE_REGISTER_UCHAR ntparport_WRITE_REGISTER_UCHAR
#define WRITE_REGISTER_USHORT ntparport_WRITE_REGISTER_USHORT
#define WRITE_REGISTER_ULONG ntparport_WRITE_REGISTER_ULONG
#if __SIZEOF_POINTER__ == 8
UCHAR NTAPI READ_REGISTER_UCHAR(volatile UCHAR *Register);
USHORT NTAPI READ_REGISTER_USHORT(volatile USHORT *Register);
ULONG NTAPI READ_REGISTER_ULONG(volatile ULONG *Register);
VOID NTAPI WRITE_REGISTER_UCHAR(volatile UCHAR *Register, UCHAR Value);
VOID NTAPI WRITE_REGISTER_USHORT(volatile USHORT *Register, USHORT Value);
VOID NTAPI WRITE_REGISTER_ULONG(volatile ULONG *Register, ULONG Value);
#else
UCHAR NTAPI READ_REGISTER_UCHAR(PUCHAR Register);
USHORT NTAPI READ_REGISTER_USHORT(PUSHORT Register);
ULONG NTAPI READ_REGISTER_ULONG(PULONG Register);
VOID NTAPI WRITE_REGISTER_UCHAR(PUCHAR Register, UCHAR Value);
VOID NTAPI WRITE_REGISTER_USHORT(PUSHORT Register, USHORT Value);
VOID NTAPI WRITE_REGISTER_ULONG(PULONG Register, ULONG Value);
#endif

/*
 * Count accesses, each to the next address. Any IRQL. Linux: as for the others.
 **
 * Differs: as for the others.
 */
#define READ_REGISTER_BUFFER_UCHAR ntparport_READ_REGISTER_BUFFER_UCHAR
VOID NTAPI READ_REGISTER_BUFFER_UCHAR(PUCHAR Register, PUCHAR Buffer, ULONG Count);
#define READ_REGISTER_BUFFER_USHORT ntparport_READ_REGISTER_BUFFER_USHORT
VOID NTAPI READ_REGISTER_BUFFER_USHORT(PUSHORT Register, PUSHORT Buffer, ULONG Count);
#define READ_REGISTER_BUFFER_ULONG ntparport_READ_REGISTER_BUFFER_ULONG
VOID NTAPI READ_REGISTER_BUFFER_ULONG(PULONG Register, PULONG Buffer, ULONG Count);

#define WRITE_REGISTER_BUFFER_UCHAR ntparport_WRITE_REGISTER_BUFFER_UCHAR
VOID NTAPI WRITE_REGISTER_BUFFER_UCHAR(PUCHAR Register, PUCHAR Buffer, ULONG Count);
#define WRITE_REGISTER_BUFFER_USHORT ntparport_WRITE_REGISTER_BUFFER_USHORT
VOID NTAPI WRITE_REGISTER_BUFFER_USHORT(PUSHORT Register, PUSHORT Buffer, ULONG Count);
#define WRITE_REGISTER_BUFFER_ULONG ntparport_WRITE_REGISTER_BUFFER_ULONG
VOID NTAPI WRITE_REGISTER_BUFFER_ULONG(PULONG Register, PULONG Buffer, ULONG Count);

/*
 * What Microsoft's compiler has for port I/O. Linux: READ_PORT_UCHAR() and its
 * like, which check the port.
 */
FORCEINLINE UCHAR __inbyte(USHORT Port)
{
	return READ_PORT_UCHAR((PUCHAR)(ULONG_PTR)Port);
}

FORCEINLINE USHORT __inword(USHORT Port)
{
	return READ_PORT_USHORT((PUSHORT)(ULONG_PTR)Port);
}

FORCEINLINE ULONG __indword(USHORT Port)
{
	return READ_PORT_ULONG((PULONG)(ULONG_PTR)Port);
}

FORCEINLINE VOID __outbyte(USHORT Port, UCHAR Data)
{
	WRITE_PORT_UCHAR((PUCHAR)(ULONG_PTR)Port, Data);
}

FORCEINLINE VOID __outword(USHORT Port, USHORT Data)
{
	WRITE_PORT_USHORT((PUSHORT)(ULONG_PTR)Port, Data);
}

FORCEINLINE VOID __outdword(USHORT Port, ULONG Data)
{
	WRITE_PORT_ULONG((PULONG)(ULONG_PTR)Port, Data);
}

FORCEINLINE VOID __inbytestring(USHORT Port, PUCHAR Buffer, ULONG Count)
{
	READ_PORT_BUFFER_UCHAR((PUCHAR)(ULONG_PTR)Port, Buffer, Count);
}

FORCEINLINE VOID __inwordstring(USHORT Port, PUSHORT Buffer, ULONG Count)
{
	READ_PORT_BUFFER_USHORT((PUSHORT)(ULONG_PTR)Port, Buffer, Count);
}

FORCEINLINE VOID __indwordstring(USHORT Port, PULONG Buffer, ULONG Count)
{
	READ_PORT_BUFFER_ULONG((PULONG)(ULONG_PTR)Port, Buffer, Count);
}

FORCEINLINE VOID __outbytestring(USHORT Port, PUCHAR Buffer, ULONG Count)
{
	WRITE_PORT_BUFFER_UCHAR((PUCHAR)(ULONG_PTR)Port, Buffer, Count);
}

FORCEINLINE VOID __outwordstring(USHORT Port, PUSHORT Buffer, ULONG Count)
{
	WRITE_PORT_BUFFER_USHORT((PUSHORT)(ULONG_PTR)Port, Buffer, Count);
}

FORCEINLINE VOID __outdwordstring(USHORT Port, PULONG Buffer, ULONG Count)
{
	WRITE_PORT_BUFFER_ULONG((PULONG)(ULONG_PTR)Port, Buffer, Count);
}

/*
 * Of its C run-time; writing returns the value. Linux: as for the others.
 */
FORCEINLINE int _inp(USHORT Port)
{
	return __inbyte(Port);
}

FORCEINLINE USHORT _inpw(USHORT Port)
{
	return __inword(Port);
}

FORCEINLINE ULONG _inpd(USHORT Port)
{
	return __indword(Port);
}

FORCEINLINE int _outp(USHORT Port, int Data)
{
	__outbyte(Port, (UCHAR)Data);
	return Data;
}

FORCEINLINE USHORT _outpw(USHORT Port, USHORT Data)
{
	__outword(Port, Data);
	return Data;
}

FORCEINLINE ULONG _outpd(USHORT Port, ULONG Data)
{
	__outdword(Port, Data);
	return Data;
}

/* Neither the processor nor the compiler moves an access across it. Linux: the compiler's fence. */
FORCEINLINE VOID KeMemoryBarrier(VOID)
{
	__sync_synchronize();
}

#ifdef __cplusplus
}
#endif

#endif
