/* SPDX-License-Identifier: GPL-2.0 */
/*
 * wdm.h - the part of the Windows driver interface that interrupt services use.
 */
#ifndef COMPAT_WDM_H
#define COMPAT_WDM_H

#include "ntdef.h"
#include "ntstatus.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The interrupt object of a port; opaque, valid as long as the client holds the port. */
typedef struct _KINTERRUPT *PKINTERRUPT;

/*
 * An interrupt service routine: TRUE if its device raised the interrupt. Runs
 * at DIRQL: the port's interrupt lock is held, it must not sleep (I1, I2).
 */
typedef BOOLEAN NTAPI KSERVICE_ROUTINE(PKINTERRUPT Interrupt, PVOID ServiceContext);
typedef KSERVICE_ROUTINE *PKSERVICE_ROUTINE;

/* A routine for KeSynchronizeExecution(). Runs at DIRQL, like an interrupt service routine. */
typedef BOOLEAN NTAPI KSYNCHRONIZE_ROUTINE(PVOID SynchronizeContext);
typedef KSYNCHRONIZE_ROUTINE *PKSYNCHRONIZE_ROUTINE;

/*
 * Runs SynchronizeRoutine under the interrupt lock and returns what it returns
 * (I3). At or below DISPATCH_LEVEL: from DIRQL it would wait for itself.
 * ntparport.ko exports it under its own name.
 */
#define KeSynchronizeExecution ntparport_synchronize_execution
BOOLEAN NTAPI KeSynchronizeExecution(PKINTERRUPT Interrupt,
				     PKSYNCHRONIZE_ROUTINE SynchronizeRoutine,
				     PVOID SynchronizeContext);

typedef enum _KINTERRUPT_MODE {
	LevelSensitive,
	Latched,
} KINTERRUPT_MODE;

typedef enum _INTERFACE_TYPE {
	InterfaceTypeUndefined = -1,
	Internal,
	Isa,
	Eisa,
	MicroChannel,
	TurboChannel,
	PCIBus,
	VMEBus,
	NuBus,
	PCMCIABus,
	CBus,
	MPIBus,
	MPSABus,
	ProcessorInternal,
	InternalPowerBus,
	PNPISABus,
	PNPBus,
	Vmcs,
	ACPIBus,
	MaximumInterfaceType,
} INTERFACE_TYPE, *PINTERFACE_TYPE;

/* Device control codes. */
#define CTL_CODE(DeviceType, Function, Method, Access) \
	(((DeviceType) << 16) | ((Access) << 14) | ((Function) << 2) | (Method))

#define METHOD_BUFFERED			0	/* input and output share one buffer */
#define FILE_ANY_ACCESS			0
#define FILE_DEVICE_PARALLEL_PORT	0x16

#ifdef __cplusplus
}
#endif

#endif
