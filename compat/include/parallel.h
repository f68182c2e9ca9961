/* SPDX-License-Identifier: GPL-2.0 */
/*
 * parallel.h - what a parallel port offers to kernel drivers: the internal
 * device-control requests and their structures.
 *
 * Rule numbers (C1, A4, ...) are explained in kunit/README.md. Contexts are those of
 * Windows: DISPATCH_LEVEL is a softirq or a held spinlock, DIRQL is the port's
 * interrupt lock held.
 */
#ifndef COMPAT_PARALLEL_H
#define COMPAT_PARALLEL_H

#include "ntddpar.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the names of the ports begin with: \Device\ParallelPort0. */
#define DD_PARALLEL_PORT_BASE_NAME	"ParallelPort"
#define DD_PARALLEL_PORT_BASE_NAME_U	L"ParallelPort"

/* Allocate the port, queueing for it if necessary (A1, A2); free it (A4). No buffers. */
#define IOCTL_INTERNAL_PARALLEL_PORT_ALLOCATE \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 11, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_PARALLEL_PORT_FREE \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 40, METHOD_BUFFERED, FILE_ANY_ACCESS)

/* Facts about the port; the output structure has the name of the request. */
#define IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 12, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_RELEASE_PARALLEL_PORT_INFO \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 15, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_GET_MORE_PARALLEL_PORT_INFO \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 17, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 21, METHOD_BUFFERED, FILE_ANY_ACCESS)

/*
 * Connect (C1-C8) and disconnect (D1-D5) interrupt services. Input
 * PARALLEL_INTERRUPT_SERVICE_ROUTINE; connect returns
 * PARALLEL_INTERRUPT_INFORMATION in the same buffer.
 */
#define IOCTL_INTERNAL_PARALLEL_CONNECT_INTERRUPT \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 13, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_PARALLEL_DISCONNECT_INTERRUPT \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 14, METHOD_BUFFERED, FILE_ANY_ACCESS)

/* Set and clear the mode of an ECP chip. Input PARALLEL_CHIP_MODE. */
#define IOCTL_INTERNAL_PARALLEL_SET_CHIP_MODE \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 19, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_PARALLEL_CLEAR_CHIP_MODE \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 20, METHOD_BUFFERED, FILE_ANY_ACCESS)

/* Devices in an IEEE 1284.3 daisy chain. Input of select and deselect: PARALLEL_1284_COMMAND. */
#define IOCTL_INTERNAL_INIT_1284_3_BUS \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 22, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_SELECT_DEVICE \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 23, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_DESELECT_DEVICE \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 24, METHOD_BUFFERED, FILE_ANY_ACCESS)

/* TRUE if the caller now has the port. Never waits, never queues (A3, I4). */
typedef BOOLEAN (NTAPI *PPARALLEL_TRY_ALLOCATE_ROUTINE)(PVOID TryAllocateContext);

/* Frees the port (A4, I5). */
typedef VOID (NTAPI *PPARALLEL_FREE_ROUTINE)(PVOID FreeContext);

/* How many wait for the port (A5). */
typedef ULONG (NTAPI *PPARALLEL_QUERY_WAITERS_ROUTINE)(PVOID QueryAllocsContext);

/* Output of IOCTL_INTERNAL_GET_PARALLEL_PORT_INFO. */
typedef struct _PARALLEL_PORT_INFORMATION {
	PHYSICAL_ADDRESS OriginalController;
	PUCHAR Controller;	/* the data register */
	ULONG SpanOfController;	/* how many registers there are, from the data register on */
	/* To be called at or below DISPATCH_LEVEL, with Context. */
	PPARALLEL_TRY_ALLOCATE_ROUTINE TryAllocatePort;
	PPARALLEL_FREE_ROUTINE FreePort;
	PPARALLEL_QUERY_WAITERS_ROUTINE QueryNumWaiters;
	PVOID Context;
} PARALLEL_PORT_INFORMATION, *PPARALLEL_PORT_INFORMATION;

/* Output of IOCTL_INTERNAL_GET_MORE_PARALLEL_PORT_INFO. */
typedef struct _MORE_PARALLEL_PORT_INFORMATION {
	INTERFACE_TYPE InterfaceType;
	ULONG BusNumber;
	ULONG InterruptLevel;
	ULONG InterruptVector;
	KAFFINITY InterruptAffinity;
	KINTERRUPT_MODE InterruptMode;
} MORE_PARALLEL_PORT_INFORMATION, *PMORE_PARALLEL_PORT_INFORMATION;

/* Deferred port check, at DIRQL: the port was freed, and nobody waits for it (F1-F4). */
typedef VOID (NTAPI *PPARALLEL_DEFERRED_ROUTINE)(PVOID DeferredContext);

/* Input of the connect and disconnect requests; either routine may be NULL (C4, D2). */
typedef struct _PARALLEL_INTERRUPT_SERVICE_ROUTINE {
	PKSERVICE_ROUTINE InterruptServiceRoutine;
	PVOID InterruptServiceContext;
	PPARALLEL_DEFERRED_ROUTINE DeferredPortCheckRoutine;
	PVOID DeferredPortCheckContext;
} PARALLEL_INTERRUPT_SERVICE_ROUTINE, *PPARALLEL_INTERRUPT_SERVICE_ROUTINE;

/* Output of the connect request (C3). */
typedef struct _PARALLEL_INTERRUPT_INFORMATION {
	PKINTERRUPT InterruptObject;
	/* To be called at DIRQL only, with Context (I4, I5). */
	PPARALLEL_TRY_ALLOCATE_ROUTINE TryAllocatePortAtInterruptLevel;
	PPARALLEL_FREE_ROUTINE FreePortFromInterruptLevel;
	PVOID Context;
} PARALLEL_INTERRUPT_INFORMATION, *PPARALLEL_INTERRUPT_INFORMATION;

/* Input of the chip mode requests. */
typedef struct _PARALLEL_CHIP_MODE {
	UCHAR ModeFlags;
	BOOLEAN success;
} PARALLEL_CHIP_MODE, *PPARALLEL_CHIP_MODE;

/* ModeFlags: no mode set; the chip has an arbiter for its extended control register. */
#define INITIAL_MODE		0x00
#define PARCHIP_ECR_ARBITRATOR	0x01

/* Modes of an ECP chip: the upper three bits of its extended control register. */
#define ECR_SPP_MODE		0x00	/* compatibility */
#define ECR_BYTE_MODE		0x20	/* bidirectional */
#define ECR_FASTCENT_MODE	0x40	/* compatibility through the FIFO */
#define ECR_ECP_MODE		0x60
#define ECR_EPP_MODE		0x80
#define ECR_TEST_MODE		0xc0	/* FIFO test */
#define ECR_CONFIG_MODE		0xe0	/* configuration registers */

/* Input of the daisy chain requests, and of TrySelectDevice and DeselectDevice. */
typedef struct _PARALLEL_1284_COMMAND {
	UCHAR ID;		/* place in the chain */
	UCHAR Port;
	ULONG CommandFlags;
} PARALLEL_1284_COMMAND, *PPARALLEL_1284_COMMAND;

/*
 * CommandFlags: this is the last device, which need not speak 1284.3; the client has the port and
 * keeps it.
 */
#define PAR_END_OF_CHAIN_DEVICE	0x00000001
#define PAR_HAVE_PORT_KEEP_PORT	0x00000002

/* These do the same as the requests of similar names, for a client that has the port. */
typedef NTSTATUS (NTAPI *PPARALLEL_SET_CHIP_MODE)(PVOID SetChipContext, UCHAR ChipMode);
typedef NTSTATUS (NTAPI *PPARALLEL_CLEAR_CHIP_MODE)(PVOID ClearChipContext, UCHAR ChipMode);
typedef NTSTATUS (NTAPI *PPARALLEL_TRY_SELECT_ROUTINE)(PVOID TrySelectContext,
						       PVOID TrySelectCommand);
typedef NTSTATUS (NTAPI *PPARALLEL_DESELECT_ROUTINE)(PVOID DeselectContext,
						     PVOID DeselectCommand);

/* Output of IOCTL_INTERNAL_GET_PARALLEL_PNP_INFO. */
typedef struct _PARALLEL_PNP_INFORMATION {
	PHYSICAL_ADDRESS OriginalEcpController;
	PUCHAR EcpController;
	ULONG SpanOfEcpController;
	ULONG PortNumber;
	ULONG HardwareCapabilities;
	PPARALLEL_SET_CHIP_MODE TrySetChipMode;
	PPARALLEL_CLEAR_CHIP_MODE ClearChipMode;
	ULONG FifoDepth;
	ULONG FifoWidth;
	PHYSICAL_ADDRESS EppControllerPhysicalAddress;
	ULONG SpanOfEppController;
	ULONG Ieee1284_3DeviceCount;
	PPARALLEL_TRY_SELECT_ROUTINE TrySelectDevice;
	PPARALLEL_DESELECT_ROUTINE DeselectDevice;
	PVOID Context;		/* the argument of these routines */
	ULONG CurrentMode;
	PWSTR PortName;
} PARALLEL_PNP_INFORMATION, *PPARALLEL_PNP_INFORMATION;

/* HardwareCapabilities */
#define PPT_NO_HARDWARE_PRESENT	0x00000000
#define PPT_ECP_PRESENT		0x00000001
#define PPT_EPP_PRESENT		0x00000002
#define PPT_EPP_32_PRESENT	0x00000004
#define PPT_BYTE_PRESENT	0x00000008
#define PPT_BIDI_PRESENT	0x00000008	/* older name of the same */
#define PPT_1284_3_PRESENT	0x00000010

#ifdef __cplusplus
}
#endif

#endif
