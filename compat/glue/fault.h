/* SPDX-License-Identifier: GPL-2.0 */
/* fault.h - faults of the processor in the kernel's code (x86-64) */
#ifndef COMPAT_GLUE_FAULT_H
#define COMPAT_GLUE_FAULT_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct nt_fault - one of them
 * @code: the instruction
 * @registers: those of integers, by Windows' numbers
 * @stack_end: where its stack ends, at most: until there, everything can be read
 * @status: what Windows calls it
 */
struct nt_fault {
	ULONG_PTR code;
	ULONG_PTR registers[16];
	ULONG_PTR stack_end;
	NTSTATUS status;
};

/*
 * From here on @takes is asked what becomes of each: true: code goes on at what is now in @code,
 * with the registers as they are now. It is asked where the fault has happened, and maybe in the
 * middle of a report; meanwhile, what is on the stack below is Linux's. 0 or a negative errno.
 * Process context.
 */
int nt_faults_watch(bool (*takes)(struct nt_fault *fault));
/* It is no longer asked. */
void nt_faults_unwatch(void);

#ifdef __cplusplus
}
#endif

#endif
