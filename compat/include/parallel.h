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

#ifdef COMPAT_DRIVER_MSC_H
#define __PARALLEL_H
#define _PARALLEL_
#endif

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

/*
 * What the bus driver takes for the devices on a cable, and what parport.sys keeps for
 * itself. A port here answers none of these: STATUS_INVALID_PARAMETER, as for any
 * request that it does not know.
 */
#define IOCTL_INTERNAL_PARCHIP_CONNECT \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 18, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_GET_PARPORT_FDO \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 29, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_PARCLASS_CONNECT \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 30, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_PARCLASS_DISCONNECT \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 31, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_DISCONNECT_IDLE \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 32, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_LOCK_PORT \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 37, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_UNLOCK_PORT \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 38, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_PARDOT3_CONNECT \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 41, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_PARDOT3_DISCONNECT \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 42, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_PARDOT3_RESET \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 43, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_PARDOT3_SIGNAL \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 44, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_REGISTER_FOR_REMOVAL_RELATIONS \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 50, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_UNREGISTER_FOR_REMOVAL_RELATIONS \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 51, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_LOCK_PORT_NO_SELECT \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 52, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_UNLOCK_PORT_NO_DESELECT \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 53, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_DISABLE_END_OF_CHAIN_BUS_RESCAN \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 54, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_ENABLE_END_OF_CHAIN_BUS_RESCAN \
	CTL_CODE(FILE_DEVICE_PARALLEL_PORT, 55, METHOD_BUFFERED, FILE_ANY_ACCESS)

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
	/*
	 * To be called at or below DISPATCH_LEVEL, and not with the interrupt lock, with Context;
	 * otherwise they do nothing, with a line in the log.
	 */
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
/* A Zip drive from before 1284.3, which has no place in a chain. */
#define PAR_LEGACY_ZIP_DRIVE		0x00000004
#define PAR_LEGACY_ZIP_DRIVE_STD_MODE	0x00000010
#define PAR_LEGACY_ZIP_DRIVE_EPP_MODE	0x00000020

/* ID of a device that is not in a chain. */
#define DOT3_END_OF_CHAIN_ID	4
#define DOT3_LEGACY_ZIP_ID	5

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

/*
 * A driver for a port's chip, which parport.sys asks for by
 * IOCTL_INTERNAL_PARCHIP_CONNECT. There is none here: parport drives the chip.
 */
typedef NTSTATUS (NTAPI *PPARCHIP_SET_CHIP_MODE)(PVOID SetChipContext, UCHAR ChipMode);
typedef NTSTATUS (NTAPI *PPARCHIP_CLEAR_CHIP_MODE)(PVOID ClearChipContext, UCHAR ChipMode);

typedef struct _PARALLEL_PARCHIP_INFO {
	PUCHAR Controller;
	PUCHAR EcrController;
	ULONG HardwareModes;
	PPARCHIP_SET_CHIP_MODE ParChipSetMode;
	PPARCHIP_CLEAR_CHIP_MODE ParChipClearMode;
	PVOID Context;
	BOOLEAN success;
} PARALLEL_PARCHIP_INFO, *PPARALLEL_PARCHIP_INFO;

/* Input of the requests about removal relations. */
typedef struct _PARPORT_REMOVAL_RELATIONS {
	PDEVICE_OBJECT DeviceObject;
	ULONG Flags;
	PUNICODE_STRING DeviceName;
} PARPORT_REMOVAL_RELATIONS, *PPARPORT_REMOVAL_RELATIONS;

/* Routines of the bus driver for a device on the cable. */
typedef enum _PARALLEL_SAFETY {
	SAFE_MODE,
	UNSAFE_MODE,
} PARALLEL_SAFETY;

typedef USHORT (NTAPI *PDETERMINE_IEEE_MODES)(PVOID Context);
typedef NTSTATUS (NTAPI *PNEGOTIATE_IEEE_MODE)(PVOID Context, USHORT ModeMaskFwd,
					       USHORT ModeMaskRev, PARALLEL_SAFETY ModeSafety,
					       BOOLEAN IsForward);
typedef NTSTATUS (NTAPI *PTERMINATE_IEEE_MODE)(PVOID Context);
typedef NTSTATUS (NTAPI *PPARALLEL_IEEE_FWD_TO_REV)(PVOID Context);
typedef NTSTATUS (NTAPI *PPARALLEL_IEEE_REV_TO_FWD)(PVOID Context);
typedef NTSTATUS (NTAPI *PPARALLEL_READ)(PVOID Context, PVOID Buffer, ULONG NumBytesToRead,
					 PULONG NumBytesRead, UCHAR Channel);
typedef NTSTATUS (NTAPI *PPARALLEL_WRITE)(PVOID Context, PVOID Buffer, ULONG NumBytesToWrite,
					  PULONG NumBytesWritten, UCHAR Channel);
typedef NTSTATUS (NTAPI *PPARALLEL_TRYSELECT_DEVICE)(PVOID Context, PARALLEL_1284_COMMAND Command);
typedef NTSTATUS (NTAPI *PPARALLEL_DESELECT_DEVICE)(PVOID Context, PARALLEL_1284_COMMAND Command);

/* Output of IOCTL_INTERNAL_PARCLASS_CONNECT. */
typedef struct _PARCLASS_INFORMATION {
	PUCHAR Controller;
	PUCHAR EcrController;
	ULONG SpanOfController;
	PDETERMINE_IEEE_MODES DetermineIeeeModes;
	PNEGOTIATE_IEEE_MODE NegotiateIeeeMode;
	PTERMINATE_IEEE_MODE TerminateIeeeMode;
	PPARALLEL_IEEE_FWD_TO_REV IeeeFwdToRevMode;
	PPARALLEL_IEEE_REV_TO_FWD IeeeRevToFwdMode;
	PPARALLEL_READ ParallelRead;
	PPARALLEL_WRITE ParallelWrite;
	PVOID ParclassContext;
	ULONG HardwareCapabilities;
	ULONG FifoDepth;
	ULONG FifoWidth;
	PPARALLEL_TRYSELECT_DEVICE ParallelTryselect;
	PPARALLEL_DESELECT_DEVICE ParallelDeSelect;
} PARCLASS_INFORMATION, *PPARCLASS_INFORMATION;

/* Data links over 1284.3. */
typedef enum {
	P12843DL_OFF,
	P12843DL_DOT3_DL,
	P12843DL_MLC_DL,
	P12843DL_DOT4_DL,
} P12843_DL_MODES;

/* Commands to a 1284.3 chain (the command packet protocol), and the length of what precedes one. */
#define MODE_LEN_1284_3		7
#define CPP_ASSIGN_ADDR		0x00
#define CPP_SELECT		0xe0
#define CPP_DESELECT		0x30
#define CPP_QUERY_INT		0x08
#define CPP_DISABLE_INT		0x40
#define CPP_ENABLE_INT		0x48
#define CPP_CLEAR_INT_LAT	0x50
#define CPP_SET_INT_LAT		0x58
#define CPP_COMMAND_FILTER	0xf8

/* Registers of a port, from Controller on: data, status, control, EPP data. */
#define DATA_OFFSET		0
#define DSR_OFFSET		1
#define DCR_OFFSET		2
#define EPP_OFFSET		4
#define OFFSET_ECP_AFIFO	0x0000	/* address FIFO of ECP mode */
#define AFIFO_OFFSET		OFFSET_ECP_AFIFO
#define OFFSET_PARALLEL_REGISTER_SPAN	0x0003

/*
 * Registers of an ECP: from Controller on, where ISA has them, or, if this is
 * defined as 1 before the header is included, from EcpController on.
 */
#ifndef DVRH_USE_PARPORT_ECP_ADDR
#define DVRH_USE_PARPORT_ECP_ADDR	0
#endif
#if DVRH_USE_PARPORT_ECP_ADDR
#define ECP_OFFSET		0x0
#define CNFGB_OFFSET		0x1
#define ECR_OFFSET		0x2
#else
#define ECP_OFFSET		0x400
#define CNFGB_OFFSET		0x401
#define ECR_OFFSET		0x402
#endif
#define FIFO_OFFSET		ECP_OFFSET
#define CFIFO_OFFSET		ECP_OFFSET
#define CNFGA_OFFSET		ECP_OFFSET
#define ECP_DFIFO_OFFSET	ECP_OFFSET
#define TFIFO_OFFSET		ECP_OFFSET
#define OFFSET_ECP_DFIFO	ECP_OFFSET
#define OFFSET_TFIFO		ECP_OFFSET
#define OFFSET_CFIFO		ECP_OFFSET
#define OFFSET_ECR		ECR_OFFSET
#define ECP_SPAN		3
#define EPP_SPAN		4

/* The status register; below, the same bits in other modes. */
#define DSR_NOT_BUSY		0x80
#define DSR_NOT_ACK		0x40
#define DSR_PERROR		0x20
#define DSR_SELECT		0x10
#define DSR_NOT_FAULT		0x08
#define DSR_NOT_PTR_BUSY	0x80
#define DSR_NOT_PERIPH_ACK	0x80
#define DSR_WAIT		0x80
#define DSR_PTR_CLK		0x40
#define DSR_PERIPH_CLK		0x40
#define DSR_INTR		0x40
#define DSR_ACK_DATA_REQ	0x20
#define DSR_NOT_ACK_REVERSE	0x20
#define DSR_XFLAG		0x10
#define DSR_NOT_DATA_AVAIL	0x08
#define DSR_NOT_PERIPH_REQUEST	0x08

/* The control register, likewise. */
#define DCR_RESERVED		0xc0
#define DCR_DIRECTION		0x20
#define DCR_ACKINT_ENABLED	0x10
#define DCR_SELECT_IN		0x08
#define DCR_NOT_INIT		0x04
#define DCR_AUTOFEED		0x02
#define DCR_STROBE		0x01
#define DCR_NOT_1284_ACTIVE	0x08
#define DCR_ASTRB		0x08
#define DCR_NOT_REVERSE_REQUEST	0x04
#define DCR_NULL		0x04
#define DCR_NOT_HOST_BUSY	0x02
#define DCR_NOT_HOST_ACK	0x02
#define DCR_DSTRB		0x02
#define DCR_NOT_HOST_CLK	0x01
#define DCR_WRITE		0x01

/* Configuration register A of an ECP. */
#define CNFGA_IMPID_MASK	0x70
#define CNFGA_IMPID_SHIFT	4
#define CNFGA_IMPID_16BIT	0x00
#define CNFGA_IMPID_8BIT	0x10
#define CNFGA_IMPID_32BIT	0x20
#define CNFGA_NO_TRANS_BYTE	0x04
#define FIFO_PWORD_16BIT	0
#define FIFO_PWORD_8BIT		1
#define FIFO_PWORD_32BIT	2

/* The extended control register of an ECP: bits, and modes in the upper three. */
#define ECR_ERRINT_DISABLED	0x10
#define ECR_DMA_ENABLED		0x08
#define ECR_SVC_INT_DISABLED	0x04
#define ECR_MODE_MASK		0x1f	/* of what is not a mode */
#define ECR_SPP_MODE		0x00	/* compatibility */
#define ECR_BYTE_MODE		0x20	/* bidirectional */
#define ECR_FASTCENT_MODE	0x40	/* compatibility through the FIFO */
#define ECR_ECP_MODE		0x60
#define ECR_EPP_MODE		0x80
#define ECR_RESERVED_MODE	0x10
#define ECR_TEST_MODE		0xc0	/* FIFO test */
#define ECR_CONFIG_MODE		0xe0	/* configuration registers */
/* A mode without its interrupts. */
#define ECR_BYTE_PIO_MODE	(ECR_BYTE_MODE | ECR_ERRINT_DISABLED | ECR_SVC_INT_DISABLED)
#define ECR_ECP_PIO_MODE	(ECR_ECP_MODE | ECR_ERRINT_DISABLED | ECR_SVC_INT_DISABLED)
#define ECR_EPP_PIO_MODE	(ECR_EPP_MODE | ECR_ERRINT_DISABLED | ECR_SVC_INT_DISABLED)
#define DEFAULT_ECR_TEST	0xd4
#define DEFAULT_ECR_COMPATIBILITY	0x14
#define DEFAULT_ECR_CONFIGURATION	0xf4
#define ECR_FIFO_MASK		0x03
#define ECR_FIFO_FULL		0x02
#define ECR_FIFO_EMPTY		0x01
#define ECR_FIFO_SOME_DATA	0x00
#define ECP_MAX_FIFO_DEPTH	4098
/* The FIFO's bits of the register are these. Any IRQL. */
#define TEST_ECR_FIFO(registerValue, testValue)	(((registerValue) & ECR_FIFO_MASK) == (testValue))

/* Bits by number and by value. */
#define BIT_0			0
#define BIT_1			1
#define BIT_2			2
#define BIT_3			3
#define BIT_4			4
#define BIT_5			5
#define BIT_6			6
#define BIT_7			7
#define BIT_0_SET		0x01
#define BIT_1_SET		0x02
#define BIT_2_SET		0x04
#define BIT_3_SET		0x08
#define BIT_4_SET		0x10
#define BIT_5_SET		0x20
#define BIT_6_SET		0x40
#define BIT_7_SET		0x80

/* States of a line, and what the control register has to hold for those of its six. */
#define INACTIVE		0
#define ACTIVE			1
#define DONT_CARE		2
#define DIR_WRITE		0
#define DIR_READ		1
#define IRQEN_DISABLE		0
#define IRQEN_ENABLE		1
/* Bits 5 to 0; the lines of bits 3, 1 and 0 are inverted. DONT_CARE is inactive. Any IRQL. */
#define SET_DCR(b5, b4, b3, b2, b1, b0) \
	((UCHAR)(((b5) == ACTIVE) << 5 | ((b4) == ACTIVE) << 4 | ((b3) != ACTIVE) << 3 | \
		 ((b2) == ACTIVE) << 2 | ((b1) != ACTIVE) << 1 | ((b0) != ACTIVE)))

/* Where a transfer of IEEE 1284 is. */
typedef enum {
	PHASE_UNKNOWN,
	PHASE_NEGOTIATION,
	PHASE_SETUP,
	PHASE_FORWARD_IDLE,
	PHASE_FORWARD_XFER,
	PHASE_FWD_TO_REV,
	PHASE_REVERSE_IDLE,
	PHASE_REVERSE_XFER,
	PHASE_REV_TO_FWD,
	PHASE_TERMINATE,
	PHASE_DATA_AVAILABLE,
	PHASE_DATA_NOT_AVAIL,
	PHASE_INTERRUPT_HOST,
} P1284_PHASE;

/* The mode of an ECP chip, as its extended control register numbers them. */
typedef enum {
	HW_MODE_COMPATIBILITY,
	HW_MODE_PS2,
	HW_MODE_FAST_CENTRONICS,
	HW_MODE_ECP,
	HW_MODE_EPP,
	HW_MODE_RESERVED,
	HW_MODE_TEST,
	HW_MODE_CONFIGURATION,
} P1284_HW_MODE;

#ifdef __cplusplus
}
#endif

#endif
