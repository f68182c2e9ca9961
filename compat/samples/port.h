/* SPDX-License-Identifier: GPL-2.0 */
/* port.h - what the sample drivers have in common: a parallel port, and counters. */
#ifndef SAMPLES_PORT_H
#define SAMPLES_PORT_H

#include <ntddk.h>
#include <parallel.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Output: the counters of the driver, ULONG each; the driver's source has their names. */
#define IOCTL_SAMPLE_QUERY_COUNTERS \
	CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)

/* The registers of a port, from PARALLEL_PORT_INFORMATION's Controller on. */
#define DATA_REGISTER		0
#define STATUS_REGISTER		1
#define CONTROL_REGISTER	2

/* The bits of these registers. */
#define STATUS_SELECTED		0x10
#define STATUS_PAPER_EMPTY	0x20
#define STATUS_MASK		0xb8	/* its bits: not busy, paper out, online, no error */
#define STATUS_READY		0x98
#define CONTROL_MASK		0x3f
#define CONTROL_INTERRUPT	0x10
#define CONTROL_IDLE		0x1c	/* interrupts on, selected, not being reset */
#define CONTROL_STROBE		0x1d

/* Opens \Device\ParallelPort<Number>; ObDereferenceObject(*File) closes it. PASSIVE_LEVEL. */
NTSTATUS PortOpen(ULONG Number, PFILE_OBJECT *File, PDEVICE_OBJECT *Port);

/* Sends the port a request of parallel.h and waits for it. PASSIVE_LEVEL. */
NTSTATUS PortRequest(PDEVICE_OBJECT Port, ULONG Code, PVOID Input, ULONG InputLength,
		     PVOID Output, ULONG OutputLength);

/* Connect and disconnect the routines; once disconnected, they are no longer called. */
NTSTATUS PortConnect(PDEVICE_OBJECT Port, PPARALLEL_INTERRUPT_SERVICE_ROUTINE Service,
		     PPARALLEL_INTERRUPT_INFORMATION Information);
VOID PortDisconnect(PDEVICE_OBJECT Port, PPARALLEL_INTERRUPT_SERVICE_ROUTINE Service);

/* Sets Name to Prefix followed by Number. Name must have room for it. PASSIVE_LEVEL. */
VOID PortName(PUNICODE_STRING Name, PCWSTR Prefix, ULONG Number);

/* Returns the value of the driver's Parameters key, or Default. PASSIVE_LEVEL. */
ULONG PortParameter(PUNICODE_STRING RegistryPath, PWSTR Name, ULONG Default);

/* Completes a request. */
NTSTATUS PortComplete(PIRP Irp, NTSTATUS Status, ULONG_PTR Information);

/* Answers IOCTL_SAMPLE_QUERY_COUNTERS with Count counters, and refuses any other code. */
NTSTATUS PortQueryCounters(PIRP Irp, const ULONG *Counters, ULONG Count);

#ifdef __cplusplus
}
#endif

#endif
